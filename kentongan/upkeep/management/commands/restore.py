"""`kentongan restore`: a copy back into an empty data folder."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from kentongan.rules.refusal import Refused
from kentongan.upkeep.copies import put_back


class Command(BaseCommand):
    """Puts one copy back, or nothing at all."""

    help = "Kembalikan salinan ke folder data kosong. / Put a copy back into an empty data folder (KENTONGAN_DATA)."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the copy."""
        parser.add_argument("source", type=Path, help="berkas salinan / the copy")

    def handle(self, *_: Any, source: Path, **__: Any) -> None:
        """Put it back and say where the logbook ends.

        Raises:
            CommandError: If the copy or the folder is not right; then the folder is as it was.
        """
        try:
            head = put_back(source)
        except (Refused, OSError) as trouble:
            raise CommandError(str(trouble)) from trouble
        finally:
            connections.close_all()
        self.stdout.write(
            f"Dikembalikan. Kepala buku log: {head}\nBandingkan dengan catatan di luar. / Compare it with the note kept outside."
        )
