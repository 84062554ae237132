"""`kentongan backup`: everything into one file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kentongan.rules.refusal import Refused
from kentongan.upkeep.copies import make_copy


class Command(BaseCommand):
    """Makes one copy while the service goes on."""

    help = "Salin semua data ke satu berkas; layanan boleh tetap berjalan. / Copy all data into one file while serving."
    requires_system_checks = []  # it opens no page: the addresses need not be read

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where the copy goes."""
        parser.add_argument("target", nargs="?", type=Path, help="berkas atau folder / file or folder")

    def handle(self, *_: Any, target: Path | None, **__: Any) -> None:
        """Make the copy and say where it is, how large, and where the logbook ends.

        Raises:
            CommandError: If it could not be made; then nothing is left of it.
        """
        at = timezone.now()
        place = target or Path(settings.DATA_DIR).parent
        if place.is_dir():
            place = place / f"kentongan-{at:%Y%m%d-%H%M%S}.tar"
        try:
            manifest = make_copy(place, at=at)
        except (Refused, OSError) as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(
            f"{place} ({place.stat().st_size // 1_000} kB)\nKepala buku log: {manifest['head']}"
        )
        self.stdout.write(
            "Kunci rahasia tidak ikut disalin; simpan terpisah. / The secret key is not in it; keep it apart."
        )
