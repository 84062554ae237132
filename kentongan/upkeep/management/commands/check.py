"""`kentongan check`: Django's checks, and ours of key, hosts, files and database."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import check

from kentongan.upkeep.refusals import ALWAYS, IN_PRODUCTION, database_is_missing, refused


class Command(check.Command):
    """Checks, and says every reason against starting."""

    help = (
        "Periksa keamanan dan basis data. / Check safety and database; all of it with KENTONGAN_PRODUCTION=1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take Django's words, and --production."""
        super().add_arguments(parser)
        parser.add_argument(
            "--production", action="store_true", help="seperti di lapangan / as in production"
        )

    def handle(self, *labels: Any, **options: Any) -> None:
        """Run both kinds of checks.

        Raises:
            CommandError: If anything speaks against starting.
        """
        super().handle(*labels, **options)
        if labels or options.get("tags") or options.get("list_tags"):
            return
        production = bool(options.get("production")) or settings.PRODUCTION
        if not production and database_is_missing():
            self.stdout.write("Basis data belum dibuat: kentongan prepare.")
            return
        found = refused(production=production)
        for refusal in found:
            self.stderr.write(f"{refusal.code}: {refusal.sentence}")
        asked = len(IN_PRODUCTION if production else ALWAYS)
        if found:
            message = f"{len(found)} dari {asked} syarat tidak terpenuhi."
            raise CommandError(message)
        self.stdout.write(f"{asked} dari {asked} syarat terpenuhi.")
