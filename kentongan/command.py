"""The `kentongan` command: Django's commands under the names of the office."""

import os
import sys

from kentongan.sqlite import use_modern_sqlite


def main() -> None:
    """Run one command; `kentongan help` lists them."""
    use_modern_sqlite()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kentongan.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)
