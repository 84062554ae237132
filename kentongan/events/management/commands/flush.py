"""Django's `flush` for a database with a sealed logbook: for trials and tests, never in production."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import connections

from kentongan.events import seal
from kentongan.events.chain import GENESIS
from kentongan.events.models import Head


class Command(flush.Command):
    help = "Kosongkan basis data percobaan, termasuk buku lognya. Empties a trial database with its logbook."

    def handle(self, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Basis data yang dipakai tidak dikosongkan: buku log hanya dapat ditambah.")
        alias = options["database"]
        with seal.lifted(connections[alias]):
            super().handle(**options)
        Head.objects.using(alias).get_or_create(pk=1, defaults={"seq": 0, "hash": GENESIS})
