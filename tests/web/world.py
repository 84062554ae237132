"""A small kabupaten with reports, cases and voices, made straight in the database for the situation page."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from kentongan.cases.models import Case, CaseReport
from kentongan.people.models import Account, Office, Post, Term
from kentongan.reports.models import NilReport, Report
from kentongan.rules import places
from kentongan.rules.authority import Role, Seat, Standing
from kentongan.wilayah.models import Region

NOW = datetime(2026, 11, 21, 14, 40, tzinfo=UTC)
TODAY = date(2026, 11, 21)
KAB, PASIRIAN, CANDIPURO = "35.08", "35.08.05", "35.08.06"
BADES, GONDORUSO, JARIT = "35.08.05.2001", "35.08.05.2002", "35.08.06.2001"
NAMES = {
    "35": ("provinsi", "Jawa Timur"),
    KAB: ("kabupaten", "Kabupaten Lumajang"),
    PASIRIAN: ("kecamatan", "Pasirian"),
    CANDIPURO: ("kecamatan", "Candipuro"),
    BADES: ("desa", "Bades"),
    GONDORUSO: ("desa", "Gondoruso"),
    JARIT: ("desa", "Jarit"),
    "35.09": ("kabupaten", "Kabupaten Jember"),
    "35.09.01": ("kecamatan", "Jombang"),
    "35.09.01.2001": ("desa", "Keting"),
}


def make_regions() -> None:
    """Make the regions that are not there yet."""
    for code, (kind, name) in NAMES.items():
        Region.objects.get_or_create(
            code=code,
            defaults={
                "parent_id": places.parent(code) or None,
                "level": places.level(code),
                "kind": kind,
                "name": name,
                "valid_from": date(2025, 1, 1),
            },
        )


def standing(role: Role, region: str) -> Standing:
    """Return somebody who fills one post."""
    return Standing(uuid4(), (Seat(role, region),), role.value, "web")


def account(role: Role, region: str, *, username: str = "petugas") -> Account:
    """Make somebody who can log in and fills one post since long ago."""
    person = Account.objects.create_user(username, name="Petugas Uji")
    Term.objects.create(id=uuid4(), post=post(role, region), account=person, starts_on=date(2025, 1, 1))
    return person


def post(role: Role, region: str) -> Post:
    """Make a post in an office of its own."""
    office = Office.objects.create(
        id=uuid4(), region_id=region, kind=Office.Kind.values[0], name=f"Kantor {uuid4().hex[:6]}"
    )
    return Post.objects.create(id=uuid4(), office=office, role=role.value, title=role.value.capitalize())


def report(region: str, *, at: datetime = NOW - timedelta(hours=1), **fields: Any) -> Report:
    """Make a received report."""
    mark = uuid4().hex
    values = {
        "client_id": mark,
        "code": f"KT-{mark[:12]}",
        "fingerprint": mark,
        "channel": "web",
        "received_at": at,
        "stage": "PG",
        "urgency": "biasa",
        "level": "waspada",
        "sensitivity": "T",
        "region_id": region,
        "precision": "desa",
        "answer_due_at": at + timedelta(hours=4),
        "steps": [["diterima", at.isoformat()]],
    }
    return Report.objects.create(**values | fields)


def case(
    region: str, *, level: str = "siaga", due_at: datetime = NOW + timedelta(hours=6), **fields: Any
) -> Case:
    """Make an open case with an owner."""
    mark = uuid4().hex[:5].upper()
    values = {
        "id": uuid4(),
        "number": f"KS-{mark}",
        "title": "Sengketa lahan tambang",
        "region_id": region,
        "urgency": "penting",
        "level": level,
        "sensitivity": "T",
        "status": "ditangani",
        "next_due_at": due_at,
        "opened_at": NOW - timedelta(days=1),
    }
    values |= fields
    if "owner" not in values:
        values["owner"] = post(Role.CAMAT, places.parent(region) or region)
    return Case.objects.create(**values)


def joined(one: Report, to: Case, *, at: datetime) -> CaseReport:
    """Take a report into a case."""
    return CaseReport.objects.create(id=uuid4(), case=to, report=one, joined_at=at)


def nil(region: str, *, on: date = TODAY) -> NilReport:
    """Let the lurah of a village say that nothing happened."""
    return NilReport.objects.create(
        region_id=region, role="lurah", period_on=on, channel="web", received_at=NOW
    )
