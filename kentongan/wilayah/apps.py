"""Registers the room with Django."""

from django.apps import AppConfig


class WilayahConfig(AppConfig):
    """The room wilayah."""

    name = "kentongan.wilayah"
    default_auto_field = "django.db.models.BigAutoField"
