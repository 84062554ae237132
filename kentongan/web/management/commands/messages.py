"""`kentongan messages`: gather the sentences of every room into its English translation file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kentongan.web import messages


class Command(BaseCommand):
    help = "Kumpulkan kalimat tiap ruang ke berkas terjemahan Inggris / gather every room's sentences for translation"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rooms", nargs="*", help="ruang / rooms (semua / all)")

    def handle(self, *_args: Any, **options: Any) -> None:
        for room in messages.rooms():
            if options["rooms"] and room.name not in options["rooms"]:
                continue
            if left := messages.update(room):
                self.stdout.write(f"{room.name}: {left} without English")
