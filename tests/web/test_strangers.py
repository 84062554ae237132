"""Whoever has nothing to do with a thing cannot tell it from a thing that never was, at any address that names one."""

import re
from collections.abc import Iterator
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import URLPattern

from kentongan.alerts.models import Alert, Ring
from kentongan.cases.models import Attachment, Case, CaseReport, CopyRecipient, Task
from kentongan.drills.models import Drill
from kentongan.people.declared import walk
from kentongan.people.models import Device, Invitation, RegisteredNumber, Team, TeamMember
from kentongan.reports.models import Photo
from kentongan.rules.authority import Role
from kentongan.rules.escalation import LADDER
from kentongan.watch.models import Finding, Plan, Run, Silence
from tests import town
from tests.town import AT, EVERY_POST, KAB, OTHER_KAB, RT, VILLAGE, later

pytestmark = pytest.mark.django_db

NONCE = re.compile(rb'nonce="[^"]+"')
# What an address shows of a thing is asked with the right form where it asks for one.
FORMS: dict[str, dict[str, str]] = {
    "tap": {"tap": "selesai"},
    "rate": {"sumber": "A", "isi": "1"},
    "verify": {"hasil": "benar"},
    "put-aside": {"alasan": "Sudah dicek."},
    "desk-join": {"kasus": str(uuid4())},
    "desk-decline": {"alasan": "Sudah dicek."},
    "confirm": {"level": "siaga"},
    "reject": {"level": "siaga", "reason": "Panen."},
    "visit": {"cause": "takut"},
}


def named() -> list[tuple[str, str]]:
    """Return the name and route of every address that names a thing by its key."""
    found = []
    for route, pattern in walk():
        assert isinstance(pattern, URLPattern)
        if "<uuid:" in route:
            found.append((route, str(pattern.name)))
    return sorted(found)


@pytest.fixture
def hidden(db: None) -> dict[str, UUID]:
    """Make one of everything in another kabupaten, and return the keys by what an address calls them."""
    town.build((*EVERY_POST, (Role.LURAH, OTHER_KAB), (Role.AUDITOR, KAB)))
    report = town.report("jauh", region=OTHER_KAB)
    photo = Photo.objects.create(
        id=uuid4(), report=report, file="x.jpg", sha256="0" * 64, width=1, height=1, received_at=AT
    )
    owner = town.post(Role.LURAH, OTHER_KAB)
    case = Case.objects.create(
        id=uuid4(), number="KS-JAUH0", title="Jauh", region_id=OTHER_KAB, urgency="biasa", level="normal",
        sensitivity="B", status="ditangani", owner=owner, next_due_at=later(days=1), opened_at=AT,
    )  # fmt: skip
    CaseReport.objects.create(id=uuid4(), case=case, report=report, joined_at=AT)
    paper = Attachment.objects.create(
        id=uuid4(),
        case=case,
        name="a.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        added_at=AT,
    )
    task = Task.objects.create(
        id=uuid4(), case=case, text="Datang", owner=owner, due_at=later(days=1), given_at=AT
    )
    copy = CopyRecipient.objects.create(id=uuid4(), case=case, post=owner, sent_at=AT)
    alert = Alert.objects.create(
        id=uuid4(), subject_kind="report", subject_id=report.pk, reason=Alert.Reason.ARRIVED,
        region_id=OTHER_KAB, event_form="E13", urgency="biasa", sensitivity="B", restricted=False,
        started_at=AT, rung_at=AT, due_at=later(days=1), rung=LADDER[1],
    )  # fmt: skip
    Ring.objects.create(
        id=uuid4(), alert=alert, rung=LADDER[1], round=0, role="lurah", region_id=OTHER_KAB, rung_at=AT
    )
    account = town.appoint(Role.LURAH, OTHER_KAB)
    team = Team.objects.create(
        id=uuid4(), kind="fkdm", region_id=OTHER_KAB, decree_no="1", valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31),
    )  # fmt: skip
    invitation = Invitation.objects.create(
        id=uuid4(), post=owner, name="Bu Jauh", by=account, made_at=AT, expires_at=later(days=900),
        starts_on=date(2026, 1, 1),
    )  # fmt: skip
    drill = Drill.objects.create(
        id=uuid4(), number=1, region_id=OTHER_KAB, scenario="bulan-tenang", seed=1, days=1, speed=60,
        proposed_by=account, proposed_at=AT,
    )  # fmt: skip
    plan = Plan.objects.create(id=uuid4(), region_id=OTHER_KAB, number=1, groups=["semua"], made_at=AT)
    run = Run.objects.create(
        id=uuid4(),
        kind="uji",
        state="antre",
        region_id=OTHER_KAB,
        plan=plan,
        as_of_at=AT,
        asked_at=AT,
        seed=1,
    )
    finding = Finding.objects.create(
        id=uuid4(), run=run, latest_run=run, region_id=OTHER_KAB, group="semua", villages=[OTHER_KAB],
        starts_on=AT.date(), ends_on=AT.date(), observed=9, expected=1.0, villages_with_reports=1, radius_km=0.0,
        score=5.0, chance=0.001, recurrence_days=1000.0, level="siaga", raised_at=AT, renewed_at=AT,
        lapses_at=later(days=900),
    )  # fmt: skip
    silence = Silence.objects.create(
        id=uuid4(), region_id=OTHER_KAB, role="lurah", since_on=AT.date(), chance=0.001, noticed_at=AT
    )
    return {
        "plan": plan.pk,
        "run": run.pk,
        "finding": finding.pk,
        "silence": silence.pk,
        "drill": drill.pk,
        "report": report.pk,
        "case": case.pk,
        "photo": photo.pk,
        "attachment": paper.pk,
        "task": task.pk,
        "copy": copy.pk,
        "alert": alert.pk,
        "office": owner.office_id,
        "post": owner.pk,
        "term": owner.terms.get().pk,
        "invitation": invitation.pk,
        "team": team.pk,
        "member": TeamMember.objects.create(id=uuid4(), team=team, name="Pak Jauh", position="Ketua").pk,
        "number": RegisteredNumber.objects.create(id=uuid4(), number="+628123456789", region_id=OTHER_KAB).pk,
        "account": account.pk,
        "device": Device.objects.create(id=uuid4(), account=account, name="HP", added_at=AT, seen_at=AT).pk,
    }


KINDS = {
    "kasus/": "case", "laporan/": "report", "meja/": "report", "lampiran/": "attachment", "tugas/": "task",
    "tembusan/": "copy", "foto/": "photo", "panggilan/": "alert", "orang/kantor/": "office",
    "orang/jabatan/": "post", "orang/masa/": "term", "orang/undangan/": "invitation", "orang/tim/": "team",
    "orang/anggota/": "member", "orang/nomor/": "number", "orang/akun/": "account",
    "akun/perangkat/": "device", "gladi/": "drill", "jaga/temuan/": "finding", "jaga/diam/": "silence",
    "jaga/kerja/": "run", "jaga/uji/": "plan",
}  # fmt: skip


def addresses(hidden: dict[str, UUID]) -> Iterator[tuple[str, str, str]]:
    """Return, for every address that names a thing, its name, where the hidden one is, and where nothing is."""
    for route, name in named():
        kinds = [kind for start, kind in KINDS.items() if route.startswith(start)]
        if not kinds:
            continue
        plain = route.replace("<slug:to>", "dimediasi").replace(
            "<uuid:report>", "<uuid:pk>", 1 - route.count("<uuid:pk>")
        )
        there = plain.replace("<uuid:pk>", str(hidden[kinds[0]])).replace(
            "<uuid:report>", str(hidden["report"])
        )
        nowhere = re.sub(r"<uuid:\w+>", lambda _: str(uuid4()), plain)
        yield name, f"/{there}", f"/{nowhere}"


def answer(client: Client, method: str, address: str, name: str) -> tuple[int, bytes]:
    """Ask, and return the answer without what differs each time."""
    told = {"key": str(uuid4()), **FORMS.get(name, {})} if method == "post" else {}
    response = getattr(client, method)(address, told)
    return response.status_code, NONCE.sub(
        b"", b"".join(response) if response.streaming else response.content
    )


def test_every_address_that_names_a_thing_is_tried(hidden: dict[str, UUID]) -> None:
    tried = {name for name, _there, _nowhere in addresses(hidden)}

    assert {name for _route, name in named()} - tried == {"retry"}


@pytest.mark.parametrize(
    ("role", "region"),
    [(Role.RT, RT), (Role.LURAH, VILLAGE), (Role.KEPALA, KAB), (Role.ADMIN, KAB), (Role.AUDITOR, KAB)],
)
def test_a_thing_of_another_kabupaten_looks_like_nothing(
    role: Role, region: str, hidden: dict[str, UUID]
) -> None:
    client = town.browser(role, region)
    client.get("/akun/")
    told = []
    for name, there, nowhere in addresses(hidden):
        for method in ("get", "post"):
            seen, absent = answer(client, method, there, name), answer(client, method, nowhere, name)
            if seen != absent or seen[0] < 400:
                told.append((name, method, seen[0], absent[0], seen[1][-300:], absent[1][-300:]))

    assert told == []
