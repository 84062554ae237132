"""Registers the room with Django."""

from django.apps import AppConfig


class WatchConfig(AppConfig):
    """The room watch."""

    name = "kentongan.watch"
    default_auto_field = "django.db.models.BigAutoField"
