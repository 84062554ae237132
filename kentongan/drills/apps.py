"""The room of the drills."""

from django.apps import AppConfig


class DrillsConfig(AppConfig):
    """Registers the room."""

    name = "kentongan.drills"
    label = "drills"
