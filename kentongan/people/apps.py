"""Registers the room with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room people."""

    name = "kentongan.people"
    default_auto_field = "django.db.models.BigAutoField"
