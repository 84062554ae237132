"""`kentongan prepare`: bring the data folder to where the service can start."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import connections

from kentongan.upkeep.preparation import prepare


class Command(BaseCommand):
    """Prepares the database, the regions and the files of the pages."""

    help = "Siapkan folder data: tabel, wilayah, berkas tampilan. / Prepare the data folder: tables, regions, files."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --demo."""
        parser.add_argument(
            "--demo",
            action="store_true",
            help="tata kabupaten peragaan / lay out the demonstration kabupaten",
        )

    def handle(self, *_: object, demo: bool, **__: object) -> None:
        """Prepare, then close the database so that no side file is left."""
        prepare(tell=self.stdout.write, demonstration=demo)
        connections.close_all()
