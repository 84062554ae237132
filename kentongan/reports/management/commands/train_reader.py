"""`kentongan train-reader`: let the reader learn from what officers confirmed, or go back to the one before."""

from argparse import ArgumentParser
from dataclasses import replace

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kentongan.reports.reader import training
from kentongan.reports.reader.teacher import SimakTeacher
from kentongan.rules.authority import SYSTEM
from kentongan.rules.refusal import Refused

BY = replace(SYSTEM, origin="perintah")


class Command(BaseCommand):
    """Trains the reader and uses the new one only where it is nowhere worse."""

    help = (
        "Latih mesin pembaca dari yang dinyatakan benar petugas. / "
        "Train the reader on what officers confirmed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --back."""
        parser.add_argument(
            "--back",
            action="store_true",
            help="kembali ke mesin pembaca sebelumnya / go back to the reader before",
        )

    def handle(self, *_: object, back: bool, **__: object) -> None:
        """Train or go back, and say what became of it."""
        try:
            trial = (
                training.go_back(by=BY, at=timezone.now())
                if back
                else training.train(SimakTeacher(), by=BY, at=timezone.now(), tell=self.stdout.write)
            )
        except Refused as refused:
            raise CommandError(refused.sentence) from None
        self.stdout.write(trial.sentence)
