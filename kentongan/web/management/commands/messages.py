"""`kentongan messages`: gather the sentences of every room into its English translation file."""

from typing import Any

from django.core.management.base import BaseCommand

from kentongan.web import messages


class Command(BaseCommand):
    help = "Kumpulkan kalimat tiap ruang ke berkas terjemahan Inggris / gather every room's sentences for translation"

    def handle(self, *_args: Any, **_options: Any) -> None:
        for room in messages.rooms():
            if left := messages.update(room):
                self.stdout.write(f"{room.name}: {left} without English")
