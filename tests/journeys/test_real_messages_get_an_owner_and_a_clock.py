"""Real words, entered the way an office would: five news stories pasted, 38 messages imported; every one to tuntas."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from kentongan.alerts.models import Alert
from kentongan.cases import actions, jobs, work
from kentongan.cases.models import Case
from kentongan.events.models import Reaction
from kentongan.people.models import RegisteredNumber
from kentongan.reports.models import Report
from kentongan.rules.authority import Role
from kentongan.rules.case_status import CaseStatus
from kentongan.wilayah import loading
from kentongan.wilayah.models import Region
from tests import town
from tests.journeys.walking import PAPER, hidden, loop, now, page, staff, taken_up, walk_to_tuntas

pytestmark = pytest.mark.django_db
SHARED = next(
    (up / "shared" for up in Path(__file__).resolve().parents if (up / "shared" / "seeds").is_dir()),
    Path("shared"),
)
MESSAGES = Path(__file__).resolve().parents[1] / "data" / "dev.jsonl"
STORIES = {"000": "16.71", "001": "19.71", "002": "35.75", "003": "61.02", "004": "35.08"}
needs_stories = pytest.mark.skipif(
    not (SHARED / "seeds").is_dir(), reason="the five news stories are not here"
)


@needs_stories
def test_the_five_stories_are_pasted_by_an_operator_and_walked_to_tuntas() -> None:
    loading.load(sorted(STORIES.values()), at=datetime(2026, 1, 1, tzinfo=UTC))
    for number, kabupaten in STORIES.items():
        staff(kabupaten)
        desk = town.browser(Role.OPERATOR, kabupaten)
        text = next((SHARED / "seeds").glob(f"{number}_*.txt")).read_text(encoding="utf-8")

        report = pasted(desk, text, kabupaten)
        loop(now())

        assert report.region_id == kabupaten
        assert report.original.text.strip() == text.strip()
        assert Alert.objects.get(subject_id=report.pk).has_hearer
        assert walk_to_tuntas(desk, taken_up(desk, report)).status == CaseStatus.DITUTUP
    loop(now(days=8))
    assert not Alert.objects.filter(closed_at=None).exists()
    assert not Reaction.objects.filter(done_at=None).exists()


def pasted(desk: Client, text: str, kabupaten: str) -> Report:
    """Put a text into the paste box."""
    key = dict(hidden(page(desk, "/laporan/tempel")))["key"]
    answer = desk.post(
        "/laporan/tempel",
        {"key": key, "cerita": text, "wilayah": kabupaten, "bentuk": "cepat", "sumber": "berita"},
    )
    assert answer.status_code == 201, answer.content.decode()
    return Report.objects.get(client_id=f"tempel:{key}")


@pytest.mark.usefixtures("lumajang")
def test_the_38_messages_of_registered_senders_all_get_an_owner_a_clock_and_an_end(tmp_path: Path) -> None:
    staff("35.08", "35.08.10.1011")
    lines = [line for line in MESSAGES.read_text(encoding="utf-8").splitlines() if '"id": "dw' in line]
    file = tmp_path / "pesan.jsonl"
    file.write_text(
        "\n".join(with_registered_sender(n, line) for n, line in enumerate(lines)), encoding="utf-8"
    )

    for _ in range(2):
        call_command("import_reports", str(file), stdout=StringIO())
    loop(now())

    # Every message arrived once, somebody who holds a post has heard of it, and its clock runs.
    assert (len(lines), Report.objects.count()) == (38, 38)
    alerts = Alert.objects.filter(closed_at=None)
    assert alerts.count() == 38
    assert all(alert.has_hearer and alert.due_at > alert.rung_at for alert in alerts)
    assert all(report.answer_due_at > report.received_at for report in Report.objects.all())

    # One goes through the pages, the others by the same actions and the same loop.
    first, *others = Report.objects.exclude(restricted=True).order_by("client_id")
    desk = town.browser(Role.OPERATOR, "35.08")
    assert walk_to_tuntas(desk, taken_up(desk, first)).status == CaseStatus.DITUTUP
    hidden_ones = Report.objects.filter(restricted=True)
    for number, report in enumerate([*others, *hidden_ones]):
        bring_to_tuntas(report, number)
    jobs.bring_back_follow_ups(now(days=100))
    for number, case in enumerate(Case.objects.filter(status=CaseStatus.DIPANTAU)):
        by = town.of(Role.KEPALA, "35.08", at=now())
        actions.confirm_follow_up(
            case.pk, is_calm=True, text="Aman.", by=by, at=now(days=101), key=town.pk_of("periksa", number)
        )
    loop(now(days=101))

    assert set(Case.objects.values_list("status", flat=True)) == {CaseStatus.DITUTUP.value}
    assert set(Report.objects.values_list("status", flat=True)) == {CaseStatus.DITUTUP.value}
    assert not Alert.objects.filter(closed_at=None).exists()
    assert not Reaction.objects.filter(done_at=None).exists()


def with_registered_sender(number: int, line: str) -> str:
    """Register the phone of whoever sent a message, in the region it was sent from as far as it is ours."""
    message = json.loads(line)
    phone = f"+62812000{number:05d}"
    region = Region.objects.filter(code=message.get("sender_ctx") or "35.08").first()
    RegisteredNumber.objects.create(
        pk=town.pk_of("nomor", number), number=phone, region=region or Region.objects.get(code="35.08")
    )
    return json.dumps(message | {"sender": phone}, ensure_ascii=False)


def bring_to_tuntas(report: Report, number: int) -> None:
    """Take one report to its settlement by the actions behind the pages."""
    by, at = town.of(Role.KEPALA, "35.08", at=now()), now()
    case = actions.take_up(report.pk, by=by, at=at, key=town.pk_of("angkat", number))
    work.attach(
        case.pk, name="bukti.pdf", data=PAPER, is_evidence=True, by=by, at=at, key=town.pk_of("bukti", number)
    )
    ended = actions.Settlement("selesai", "Selesai bersama warga.", now(days=7).date())
    actions.settle(case.pk, ended, by=by, at=at, key=town.pk_of("tuntas", number))
