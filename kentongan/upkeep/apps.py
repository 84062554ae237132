"""Registers the room with Django."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """The room upkeep."""

    name = "kentongan.upkeep"
    default_auto_field = "django.db.models.BigAutoField"
