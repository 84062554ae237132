"""`kentongan import-reports FILE.jsonl`: bring in a file of messages."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kentongan.reports.jobs import Outcome, import_reports, rejected_file

EVERY = 100
TOLD = 20


class Command(BaseCommand):
    """Receives every line of a file as a report."""

    help = "Masukkan berkas pesan (JSONL): id, source, ref_time, sender_ctx, text. / Bring in a file of messages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, metavar="FILE.jsonl")

    def handle(self, *_: object, file: Path, **__: object) -> None:
        """Receive line by line, tell how far it is, and say at the end what did not arrive."""
        if not file.is_file():
            raise CommandError(f"{file}: berkas tidak ada / no such file")
        new = again = 0
        rejected: list[Outcome] = []
        for count, outcome in enumerate(import_reports(file, at=timezone.now()), start=1):
            if outcome.reason:
                rejected.append(outcome)
                self.tell(outcome, len(rejected))
            new += bool(outcome.code) and not outcome.is_replay
            again += outcome.is_replay
            if count % EVERY == 0:
                self.stdout.write(f"{count} baris …")
        self.stdout.write(f"{new} laporan baru, {again} sudah ada sebelumnya, {len(rejected)} baris ditolak.")
        if rejected:
            self.stdout.write(f"Baris yang ditolak: {rejected_file(file)}")
        if rejected and not new + again:
            raise CommandError("Tidak ada satu baris pun yang dapat diterima. Periksa berkasnya.")

    def tell(self, outcome: Outcome, count: int) -> None:
        """Say why a line did not arrive; a file that is no file of messages has thousands of them."""
        if count <= TOLD:
            self.stderr.write(f"baris {outcome.line}: {outcome.reason}")
        elif count == TOLD + 1:
            self.stderr.write("… dan seterusnya; semuanya ada dalam berkas baris yang ditolak.")
