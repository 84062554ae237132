"""`kentongan invite-admin KODE NAMA`: how an empty house gets its first administrators."""

from argparse import ArgumentParser
from uuid import uuid4, uuid5

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from kentongan.people import actions, queries
from kentongan.people.models import Office
from kentongan.rules.authority import SYSTEM, Role
from kentongan.rules.places import check_region
from kentongan.rules.refusal import Refused
from kentongan.wilayah.models import Region

OFFICE, POST = "Pengelola Kentongan", "Admin orang dan wilayah"


class Command(BaseCommand):
    """Makes an invitation for an administrator of a region."""

    help = (
        "Undang admin pertama dan kedua suatu wilayah; selebihnya diberikan dua admin di halaman Orang. "
        "Invite the first two administrators of a region; they give every other post from the lurah upward."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the region and the name."""
        parser.add_argument("region", metavar="KODE", help="misalnya 35.08")
        parser.add_argument("name", metavar="NAMA")

    def handle(self, *_: object, region: str, name: str, **__: object) -> None:
        """Make the post where there is none, and print the way of the link."""
        try:
            code = check_region(region)
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        if not Region.objects.filter(code=code).exists():
            raise CommandError(f"{code}: wilayah belum dimuat (kentongan load-regions)")
        at = timezone.now()
        office_key, post_key = (uuid5(actions.NAMESPACE, f"{word}:{code}") for word in ("office", "post"))
        office = actions.open_office(
            region=code, kind=Office.Kind.GOVERNMENT, name=OFFICE, by=SYSTEM, at=at, key=office_key
        )
        post = actions.open_post(
            office=office, role=Role.ADMIN, title=POST, unit="", by=SYSTEM, at=at, key=post_key
        )
        tenure = actions.Tenure(queries.local_day(code, at))
        invitation = actions.invite(post=post, name=name, tenure=tenure, by=SYSTEM, at=at, key=uuid4())
        self.stdout.write(reverse("people:accept", args=[actions.token(invitation)]))
        self.stdout.write(
            "Tambahkan di belakang alamat layanan dan serahkan kepada orangnya; berlaku 7 hari, sekali pakai."
        )
