"""`kentongan verify-log`: read the whole logbook and say exactly which line is broken."""

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kentongan.events import chain, queries
from kentongan.events.chain import Anchor, Fault

SHOWN = 50
BEYOND_HEAD = "baris ini tidak ditulis lewat layanan: kepala buku log tidak mengenalnya"


class Command(BaseCommand):
    help = (
        "Periksa buku log dari baris pertama: suntingan, penghapusan, penukaran, penyisipan, pemotongan. "
        "Check the logbook from its first line; --head and --heads compare it with heads noted outside."
    )
    requires_system_checks = []  # it opens no page: the addresses need not be read

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--head", action="append", default=[], type=Anchor.read, metavar="SEQ:HASH")
        parser.add_argument("--heads", type=Path, metavar="FILE", help="default: heads.log di folder data")

    def handle(self, *, head: list[Anchor], heads: Path | None, **options: Any) -> None:  # noqa: ARG002
        anchors = [*head, *noted_in(heads)]
        # No transaction around it: on SQLite that would keep every reporter waiting until the last line is read.
        before = queries.head()
        verdict = chain.verify(queries.written(), [*anchors, before] if before.seq else anchors)
        faults = list(verdict.faults)
        if verdict.head.seq > queries.head().seq:
            faults.append(Fault(verdict.head.seq, BEYOND_HEAD))
        for fault in faults[:SHOWN]:
            self.stdout.write(f"baris {fault.seq}: {fault.what}")
        if faults:
            raise CommandError(f"{len(faults)} kerusakan dalam {verdict.lines} baris buku log.")
        self.stdout.write(f"Buku log utuh: {verdict.lines} baris, {len(anchors)} kepala cocok.")
        self.stdout.write(f"Kepala: {verdict.head}")
        if not anchors:
            self.stdout.write("Tanpa kepala dari luar, penulisan ulang seluruh buku tidak akan terlihat.")


def noted_in(path: Path | None) -> list[Anchor]:
    """Read the heads of a file; the one in the data folder is used when it is there.

    Raises:
        CommandError: If the file cannot be read or a line of it is not a head.
    """
    chosen = path or Path(settings.DATA_DIR) / "heads.log"
    if path is None and not chosen.exists():
        return []
    try:
        text = chosen.read_text(encoding="ascii")
        return [Anchor.read(line) for line in text.splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise CommandError(f"{chosen.name}: {error}") from error
