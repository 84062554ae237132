"""What went wrong at the door when somebody tried: a form sent again, a page kept, a moment at the end of time."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kentongan.events.actions import record
from kentongan.events.models import Event, Reaction
from kentongan.people import actions
from kentongan.people.actions import Tenure
from kentongan.people.models import Account
from kentongan.reports import actions as reports
from kentongan.reports.models import Report
from kentongan.rules.authority import SYSTEM, Role
from tests import town
from tests.town import EVERY_POST, KAB, OTHER_KAB, VILLAGE

pytestmark = pytest.mark.django_db

PASSWORD = "tiga kata panjang"


@pytest.fixture(autouse=True)
def kabupaten() -> None:
    town.build((*EVERY_POST, (Role.AUDITOR, KAB)))


def test_a_form_of_an_invitation_sent_again_lets_nobody_in() -> None:
    invitation = actions.invite(
        post=town.post(Role.LINMAS, VILLAGE), name="Bu Sri", tenure=Tenure(date(2026, 1, 1)),
        by=town.of(Role.ADMIN, KAB), at=timezone.now(), key=uuid4(),
    )  # fmt: skip
    address, key = f"/undangan/{actions.token(invitation)}", str(uuid4())
    first, later = Client(), Client()
    first.post(address, {"key": key, "username": "busri", "password": PASSWORD})

    later.post(address, {"key": key, "username": "busri", "password": "kata yang lain saja"})

    assert first.get("/akun/").status_code == 200
    assert later.get("/akun/").status_code == 302
    assert Account.objects.filter(username="busri").count() == 1


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.OPERATOR, "/situasi"),
        (Role.OPERATOR, "/akun/"),
        (Role.OPERATOR, "/akun/2fa/"),
        (Role.OPERATOR, f"/orang/wilayah/{KAB}"),
        (Role.ADMIN, f"/orang/wilayah/{KAB}/kelola"),
        (Role.ADMIN, "/macet"),
        (Role.AUDITOR, "/catatan"),
    ],
)
def test_no_browser_and_no_proxy_keeps_a_page_for_one_person(role: Role, address: str) -> None:
    answer = town.browser(role, KAB).get(address)

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


def test_shapes_stay_for_everybody_to_keep() -> None:
    answer = town.browser(Role.OPERATOR, KAB).get(f"/wilayah/{KAB}.geojson")

    assert "public" in answer["Cache-Control"]


ENDS_OF_TIME = (
    "0001-01-01T00:00:00%2B14:00",
    "9999-12-31T23:59:59-14:00",
    "2026-13-45T00:00:00Z",
    "2026-01-01T00:00:00",
)


@pytest.mark.parametrize("moment", ENDS_OF_TIME)
def test_a_moment_no_calendar_holds_breaks_no_page(moment: str) -> None:
    desk, auditor = town.browser(Role.OPERATOR, KAB), town.browser(Role.AUDITOR, KAB)

    assert desk.get(f"/meja/baru?sejak={moment}").status_code == 422
    assert desk.get(f"/kasus?sesudah={moment}~{uuid4()}").status_code == 404
    assert auditor.get(f"/catatan?sebelum={moment}~0").status_code == 422


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_of_the_calendar_break_no_page(day: str) -> None:
    assert town.browser(Role.AUDITOR, KAB).get(f"/catatan?hari={day}").status_code == 422


@pytest.mark.parametrize("email", ["ada@contoh.id", "tidakada@contoh.id"])
def test_without_a_mail_server_everybody_who_asks_for_a_message_reads_the_same(email: str) -> None:
    Account.objects.filter(username="operator-35.08").update(email="ada@contoh.id")

    answer = Client().post("/akun/password/reset/", {"email": email})

    assert answer.status_code == 409
    assert "tidak mengirim surel" in answer.content.decode()


def test_an_administrator_sees_nothing_stuck_elsewhere() -> None:
    event = record(
        "report.received", subject_kind="report", subject_id=uuid4(), region=OTHER_KAB, by=SYSTEM, at=town.AT
    )
    Reaction.objects.filter(event=event).update(stuck_at=town.AT)

    page = town.browser(Role.ADMIN, KAB).get("/macet")

    assert page.context["stuck"] == []


@pytest.mark.parametrize("key", ["impor:" + "0" * 40, "tempel:00000000-0000-4000-8000-000000000000"])
def test_nobody_outside_takes_the_keys_of_the_desk(key: str) -> None:
    answer = Client().post(
        "/api/v1/laporan",
        {"cerita": "Uji."},
        content_type="application/json",
        headers={"idempotency-key": key},
    )

    assert (answer.status_code, Report.objects.count()) == (400, 0)


def test_nothing_is_put_into_a_referral_that_was_given_away() -> None:
    report = town.report(event_form="E26")
    reports.forward(report.pk, by=town.of(Role.ANALIS, KAB), at=town.AT, key=uuid4())

    answer = Client().post(
        f"/kode/{report.code}/aman", {"aman": "ya", "cerita": "Namanya X.", "key": str(uuid4())}
    )

    assert (answer.status_code, report.additions.count()) == (409, 0)


def test_reading_a_confidential_report_on_the_page_of_corrections_is_written_down() -> None:
    report = town.report(sensitivity="R")
    town.browser(Role.OPERATOR, KAB).get(f"/laporan/{report.pk}/perbaiki")

    assert report_reads(report) == 1


def report_reads(report: Report) -> int:
    """Count how often the logbook says that a report was opened."""
    return Event.objects.filter(kind="report.read", subject_id=report.pk).count()
