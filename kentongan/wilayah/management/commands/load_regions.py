"""`kentongan load-regions`: bring the shipped regions of Indonesia into the database."""

import argparse
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kentongan.rules.places import check_region
from kentongan.rules.refusal import Refused
from kentongan.wilayah import loading


class Command(BaseCommand):
    help = (
        "Muat 91.599 wilayah Indonesia dan tetangganya; yang sudah dimuat tidak disentuh. "
        "Load the regions of Indonesia; a second run changes nothing."
    )
    requires_system_checks = []  # it opens no page: the addresses need not be read

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--only", action="append", default=[], metavar="KODE", help="misalnya 35.08")

    def handle(self, **options: Any) -> None:
        try:
            only = [check_region(code) for code in options["only"]]
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        began = time.monotonic()
        changed = loading.load(only, at=timezone.now(), say=self.stdout.write)
        seconds = f"{time.monotonic() - began:.1f}".replace(".", ",")
        if changed:
            self.stdout.write(f"Wilayah siap: {changed} dimuat atau diperbarui dalam {seconds} detik.")
        else:
            self.stdout.write("Wilayah sudah lengkap; tidak ada yang berubah.")
