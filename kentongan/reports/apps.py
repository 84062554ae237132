"""Registers the room with Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The room reports."""

    name = "kentongan.reports"
    default_auto_field = "django.db.models.BigAutoField"
