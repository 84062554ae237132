"""Registers the room with Django."""

from django.apps import AppConfig
from django.core.checks import register


class PeopleConfig(AppConfig):
    """The room people."""

    name = "kentongan.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the policy of every view checked before anything starts."""
        from kentongan.people.declared import check_every_view_has_a_policy  # noqa: PLC0415 models come first

        register(check_every_view_has_a_policy, "urls")
