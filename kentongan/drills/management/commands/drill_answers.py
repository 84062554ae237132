"""`kentongan drill-answers G1 --out DIR`: what the office answered in a drill, to be scored by the benchmark."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kentongan.drills import answers
from kentongan.drills.models import Drill
from kentongan.rules.refusal import Refused


class Command(BaseCommand):
    help = (
        "Tulis jawaban kantor dalam sebuah gladi, untuk dinilai `python -m kentongan.gladi score --responses`. "
        "Write what the office answered in a drill, to be scored."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="G1, G2, ...")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR")

    def handle(self, *, name: str, out: Path, **_: Any) -> None:
        number = name.upper().removeprefix("G")
        drill = Drill.objects.filter(number=number).first() if number.isdigit() else None
        if drill is None:
            raise CommandError(f"Tidak ada gladi {name}.")
        try:
            count = answers.write(drill, out)
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(f"{count} jawaban: {out / 'RESPONSES.jsonl'}")
