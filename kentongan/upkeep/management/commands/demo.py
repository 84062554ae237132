"""`kentongan demo`: lay out the demonstration kabupaten."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kentongan.drills import demonstration
from kentongan.gladi import actions, evenings, nights, queries
from kentongan.gladi.queries import Login


class Command(BaseCommand):
    help = (
        "Tata kabupaten peragaan Lumajang: jabatan, orang, laporan rekaan. "
        "Lay out the demonstration kabupaten; a second run changes nothing."
    )

    def handle(self, **_: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Peragaan tidak dipasang di layanan sungguhan: kata sandinya diketahui umum.")
        if not queries.regions():
            raise CommandError("Wilayah belum dimuat: jalankan kentongan load-regions.")
        at = timezone.now()
        people = actions.furnish(at=at)
        write_down(queries.logins())
        told = actions.play(at=at, also=[demonstration.hold, nights.keep_watch, evenings.check_readings])
        said = f"Peragaan: {people} akun, {told} laporan rekaan." if told else "Peragaan sudah lengkap."
        self.stdout.write(said)


def write_down(logins: list[Login]) -> None:
    """Keep the logins beside the database: `serve` shows them, `check` refuses production while they are there."""
    place = Path(settings.DATA_DIR) / "demo-logins.json"
    fresh = place.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
        json.dump([asdict(login) for login in logins], handle, ensure_ascii=False, indent=1)
    fresh.replace(place)
