"""Registers the room with Django."""

from django.apps import AppConfig


class GladiConfig(AppConfig):
    """The room gladi."""

    name = "kentongan.gladi"
    default_auto_field = "django.db.models.BigAutoField"
