"""Registers the room with Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The room cases."""

    name = "kentongan.cases"
    default_auto_field = "django.db.models.BigAutoField"
