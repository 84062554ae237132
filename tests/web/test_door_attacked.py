"""What went wrong at the door when somebody tried: a form sent again, a page kept, a moment at the end of time."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.test import Client
from django.utils import timezone

from kentongan.cases import actions as cases
from kentongan.cases import work
from kentongan.events.actions import record
from kentongan.events.jobs import react
from kentongan.events.models import Event, Reaction
from kentongan.people import actions
from kentongan.people.actions import Tenure
from kentongan.people.models import Account, Office, Post
from kentongan.reports import actions as reports
from kentongan.reports.models import Report
from kentongan.rules.authority import SYSTEM, Role
from kentongan.rules.refusal import Refused
from kentongan.wilayah.models import Region
from tests import town
from tests.town import EVERY_POST, KAB, OTHER_KAB, RT, VILLAGE, later

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


def test_a_body_too_large_is_refused_before_the_guard_against_forged_forms_reads_it() -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/akun/login/", {"login": "x" * 20}, CONTENT_LENGTH=str(50 * 1024**3))

    assert answer.status_code == 413


def test_somebody_who_guesses_passwords_keeps_nobody_else_out() -> None:
    cache.clear()
    officer = Account.objects.get(username="operator-35.08")
    officer.set_password(PASSWORD)
    officer.save()
    for number in range(15):
        Client().post("/akun/login/", {"login": f"tebakan-{number}", "password": "salah sekali"})

    client = Client()
    client.post("/akun/login/", {"login": officer.username, "password": PASSWORD})

    assert client.get("/akun/").status_code == 200


def test_somebody_who_guesses_at_one_name_is_stopped() -> None:
    cache.clear()
    officer = Account.objects.get(username="operator-35.08")
    officer.set_password(PASSWORD)
    officer.save()
    for _ in range(6):
        Client().post("/akun/login/", {"login": officer.username, "password": "salah sekali"})

    client = Client()
    client.post("/akun/login/", {"login": officer.username, "password": PASSWORD})

    assert client.get("/akun/").status_code == 302


def test_an_anonymous_report_does_not_carry_the_rt_of_its_author() -> None:
    named = town.report("bernama", by=town.of(Role.RT, RT), region="")
    unnamed = town.report("tanpa nama", by=town.of(Role.RT, RT), region="", anonymous=True)

    assert (named.region_id, unnamed.region_id) == (RT, VILLAGE)


def test_a_case_does_not_name_the_secret_one_it_lives_on_in() -> None:
    analis, at = town.of(Role.ANALIS, KAB), town.AT
    case = cases.take_up(town.report().pk, by=analis, at=at, key=uuid4())
    secret = cases.take_up(town.report("dua", event_form="E16").pk, by=analis, at=at, key=uuid4())
    cases.merge(case.pk, secret.pk, by=analis, at=at, key=uuid4())

    page = town.browser(Role.OPERATOR, KAB).get(f"/kasus/{case.pk}").content.decode()

    assert secret.number not in page
    assert str(secret.pk) not in page


@pytest.mark.parametrize("address", ["/wilayah/%00", "/wilayah/%00.geojson", "/wilayah/cari?q=35&di=%00"])
def test_a_letter_no_database_takes_never_reaches_it(address: str) -> None:
    seen: list[str] = []

    def listen(run: Callable[..., object], sql: str, told: object, many: bool, rest: object) -> object:
        seen.append(repr(told))
        return run(sql, told, many, rest)

    with connection.execute_wrapper(listen):
        Client(raise_request_exception=False).get(address)

    assert not [told for told in seen if "\\x00" in told]


LOUD = "<img src=x onerror=alert(1)>'\"</title></script>{{7*7}}"


def test_what_people_write_is_never_part_of_a_page() -> None:
    analis, at = town.of(Role.ANALIS, KAB), town.AT
    Account.objects.update(name=LOUD)
    town.post(Role.LURAH, VILLAGE).office.region.aliases.create(name=LOUD)
    Office.objects.update(name=Concat(Value(LOUD), Cast("id", CharField())))
    Post.objects.update(title=Concat(Value(LOUD), Cast("id", CharField())))
    Region.objects.filter(pk__in=[VILLAGE, KAB]).update(name=LOUD, title_of_head=LOUD)
    report = town.report(text=LOUD, place_text=LOUD, sensitivity="T", original=LOUD)
    waiting = town.report("lain", text=LOUD, place_text=LOUD)
    case = cases.take_up(report.pk, by=analis, at=at, key=uuid4(), title=LOUD)
    work.add_note(case.pk, text=LOUD, by=analis, at=at, key=uuid4())
    worker = town.post(Role.LURAH, VILLAGE)
    work.add_task(case.pk, text=LOUD, owner_id=worker.pk, due_at=later(days=1), by=analis, at=at, key=uuid4())
    reports.put_aside(waiting.pk, reason=LOUD, by=analis, at=at, key=uuid4())
    react(later(minutes=1))
    desk, admin = town.browser(Role.ANALIS, KAB), town.browser(Role.ADMIN, KAB)
    pages = [
        *(
            f"/laporan/{report.pk}",
            f"/laporan/{waiting.pk}",
            f"/laporan/{report.pk}/perbaiki",
            f"/kasus/{case.pk}",
        ),
        *(
            "/kasus",
            "/tugas",
            "/situasi",
            f"/situasi/{VILLAGE}",
            "/meja",
            f"/meja/{waiting.pk}",
            "/panggilan",
            "/nihil",
        ),
        *(
            f"/wilayah/{VILLAGE}",
            f"/wilayah/{KAB}",
            f"/wilayah/cari?q={LOUD}",
            f"/orang/wilayah/{KAB}",
            "/akun/",
        ),
        *(
            "/laporan/tempel",
            f"/kasus/{case.pk}/tugas",
            f"/kasus/{case.pk}/tembusan",
            f"/kasus/{case.pk}/gabung",
        ),
        *("/lapor", "/panggilan/aliran", f"/kode/{waiting.code}"),
    ]
    pages_of_admin = [f"/orang/wilayah/{KAB}/kelola", f"/orang/jabatan/{worker.pk}", "/akun/", "/panggilan"]
    for client, addresses in ((desk, pages), (admin, pages_of_admin)):
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200, address
            if answer["Content-Type"].startswith("text/html"):
                assert "<img src=x" not in answer.content.decode(), address
                assert "'\"</title>" not in answer.content.decode(), address


@pytest.mark.parametrize(
    ("event_form", "change"),
    [("E13", {"urgency": "biasa"}), ("E13", {"sensitivity": "B"}), ("E16", {"event_form": "E13"})],
)
def test_an_author_without_a_desk_does_not_make_a_report_less_grave_or_less_secret(
    event_form: str, change: dict[str, object]
) -> None:
    author = town.of(Role.BABINSA, VILLAGE)
    report = town.report(by=author, event_form=event_form, urgency="gawat")

    with pytest.raises(Refused, match="petugas yang memeriksa"):
        reports.correct(
            report.pk, changes=change, seen_version=1, reason="Salah.", by=author, at=town.AT, key=uuid4()
        )

    report.refresh_from_db()
    assert (report.event_form, report.urgency, report.version) == (event_form, "gawat", 1)
