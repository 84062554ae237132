"""The machine's reading on the desk: words with their marks, one key to confirm, one key for each field."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from simak.draft import Day

from kentongan.cases.models import Case, CaseReport
from kentongan.events.models import Event
from kentongan.people.models import Account
from kentongan.reports.models import Proposal, Report
from kentongan.reports.reader import rounds
from kentongan.rules.authority import Role
from tests import machine
from tests.machine import found, numbers, person, place, reading, span
from tests.web import world
from tests.web.looking import faults, signed_in

TEXT = "Tadi malam tawuran di Desa Bades, 3 orang luka. Pak Slamet Riyadi lapor. HP 081234567890."
SKIMMED_TOO = 3
"""Questions that the skim list asks once there is one."""
SMALL = (("light", 360), ("dark", 1366))


@pytest.fixture
def operator(db: None) -> Account:
    world.make_regions()
    return world.account(Role.OPERATOR, world.KAB)


@pytest.fixture
def desk(client: Client, operator: Account) -> Client:
    client.force_login(operator)
    return client


def came(text: str = TEXT, minutes: int = 30, **fields: object) -> Report:
    """Receive a text of which nobody has said what it is."""
    at = timezone.now() - timedelta(minutes=minutes)
    values: dict[str, object] = {"event_form": "", "precision": "kecamatan"}
    return world.report(world.BADES, at=at, text=text, **{**values, **fields})


def read(report: Report, **fields: object) -> Proposal:
    """Let the machine read it as what it is."""
    told: dict[str, object] = {
        "event_forms": (found("E11", 0.9, span(TEXT, "tawuran"), other=("E12",)),),
        "severity": found(2, 0.9),
        "place": found(world.BADES, 0.97, span(TEXT, "Desa Bades")),
        "places": (
            place(world.BADES, "Bades", "typed:desa"),
            place(world.GONDORUSO, "Gondoruso", "sibling:35.08.05.2001"),
        ),
        "day": found(Day(date(2026, 11, 20), doubtful=True), 0.7, span(TEXT, "Tadi malam")),
        "counts": numbers(luka=(3, 3)),
        "persons": (person(TEXT, "Slamet Riyadi", "S.R."),),
    }
    return machine.read(report, timezone.now(), **{**told, **fields})


def send(client: Client, address: str, **fields: object) -> None:
    """Send one form of the desk with a key of its own."""
    key = str(UUID(int=Event.objects.count() + 70))
    answer = client.post(address, {"key": key, **fields}, follow=True)
    assert answer.status_code == 200, answer.content.decode()


def page_of(client: Client, report: Report) -> str:
    return client.get(f"/meja/{report.pk}").content.decode()


def test_the_words_carry_the_letters_of_their_fields_and_names_are_masked(desk: Client) -> None:
    report = came()
    read(report)

    page = page_of(desk, report)

    assert (
        '<mark class="says says-place" title="Tempat">Desa Bades<sup aria-hidden="true">T</sup></mark>'
        in page
    )
    assert "Slamet" not in page
    assert "081234567890" not in page
    assert "S.R." in page
    assert "hampir pasti" in page
    assert "Hari dan tanggal di teks tidak cocok" in page


def test_a_text_nobody_has_read_is_held_back_and_opened_by_a_button_that_is_noted(desk: Client) -> None:
    report = came()

    assert "tawuran" not in page_of(desk, report)
    opened = desk.post(f"/laporan/{report.pk}/teks").content.decode()

    assert "tawuran" in opened
    assert Event.objects.filter(kind="names.read", subject_id=report.pk).count() == 1
    read(report)
    assert "Slamet" not in desk.post(f"/laporan/{report.pk}/teks").content.decode()


def test_confirming_stays_on_the_report_and_can_be_undone(desk: Client) -> None:
    report = came()
    read(report)

    send(desk, f"/meja/{report.pk}/benar", usulan="1")
    report.refresh_from_db()
    assert (report.event_form, report.counts) == ("E11", {"luka": [3, 3]})
    send(desk, "/meja/urungkan")

    report.refresh_from_db()
    assert (report.event_form, report.counts) == ("", {})


def test_a_field_is_mended_and_the_mending_undone(desk: Client) -> None:
    report = came()
    read(report)

    send(desk, f"/meja/{report.pk}/bidang/place", usulan="1", tempat=world.GONDORUSO)
    report.refresh_from_db()
    assert report.region_id == world.GONDORUSO
    send(desk, "/meja/urungkan")

    report.refresh_from_db()
    assert report.region_id == world.BADES
    assert desk.post(f"/meja/{report.pk}/bidang/agama", {"usulan": "1"}).status_code == 404


def test_what_may_be_grave_lies_on_top_and_is_called_out(desk: Client) -> None:
    calm = came("Rapat biasa.", 50, level="awas", urgency="gawat", event_form="E11")
    before = timezone.now().isoformat()
    grave = came()
    read(grave, look_now=True)

    rows = desk.get("/meja").context["rows"]
    assert [(row.report.pk, row.is_now) for row in rows] == [(grave.pk, True), (calm.pk, False)]
    news = desk.get("/meja/baru", {"sejak": before, "dilihat": before}).json()
    assert news["segera"] == 1
    later = (timezone.now() + timedelta(seconds=5)).isoformat()
    assert desk.get("/meja/baru", {"sejak": later, "dilihat": later}).json()["segera"] == 0


def test_what_is_no_report_is_skimmed_put_aside_together_and_brought_back(desk: Client) -> None:
    advert, wish = came("Jual beras.", 40), came("Selamat ulang tahun.", 39)
    told = came("Ada keributan.", 38, event_form="E11")
    for one in (advert, wish, told):
        machine.read(one, kind=found("bukan"), category=found("bukan"), severity=found(0))
    answer = desk.get("/meja")
    assert [row.report.pk for row in answer.context["rows"]] == [told.pk], "somebody said it is an event"
    assert [one.report.pk for one in answer.context["skimmed"]] == [advert.pk, wish.pk]

    send(desk, "/meja/sekilas", bukan=[str(advert.pk), str(wish.pk)])
    assert Report.objects.filter(answered_at__isnull=False).count() == 2
    send(desk, "/meja/urungkan")

    assert Report.objects.filter(answered_at__isnull=True).count() == 3
    assert desk.post("/meja/sekilas", {"key": str(UUID(int=1))}).status_code == 409


def test_like_reports_go_along_and_all_come_back(desk: Client) -> None:
    first, second, third = came("Tawuran A.", 30), came("Tawuran B.", 29), came("Tambak.", 28)
    with reading() as says:
        says.alike("Tawuran A.", "Tawuran B.", "duplicate", 0.91)
        says.alike("Tawuran A.", "Tambak.", "case", 0.95)
        rounds.read_reports([UUID(str(one.pk)) for one in (first, second, third)], timezone.now())
    likes = desk.get(f"/meja/{first.pk}").context["chosen"].likes
    assert [(like.report.pk, like.may_go_along, like.is_ticked) for like in likes] == [
        (third.pk, False, False),
        (second.pk, True, True),
    ]

    send(desk, f"/meja/{first.pk}/terima", bersama=[str(second.pk)])
    assert CaseReport.objects.filter(case=Case.objects.get()).count() == 2
    send(desk, "/meja/urungkan")

    assert not Case.objects.exists()
    assert Report.objects.filter(answered_at__isnull=True).count() == 3


def test_a_like_report_that_somebody_else_may_not_see_is_not_hinted_at(
    client: Client, operator: Account
) -> None:
    open_one, secret = came("Tawuran A.", 30), came("Tawuran B.", 29, sensitivity="R", restricted=True)
    with reading() as says:
        says.alike("Tawuran A.", "Tawuran B.")
        rounds.read_reports([UUID(str(open_one.pk)), UUID(str(secret.pk))], timezone.now())
    client.force_login(operator)

    assert client.get(f"/meja/{open_one.pk}").context["chosen"].likes == []


def test_the_desk_asks_as_many_questions_whatever_was_read(
    desk: Client, django_assert_max_num_queries: object
) -> None:
    for minutes in range(3):
        read(came(minutes=minutes))
    desk.get("/meja")
    with django_assert_max_num_queries(44) as few:  # type: ignore[operator]
        desk.get("/meja")
    for minutes in range(15):
        read(came(minutes=minutes + 10))
        machine.read(came("Jual.", minutes), kind=found("bukan"), severity=found(0))
    with django_assert_max_num_queries(SKIMMED_TOO + len(few)):  # type: ignore[operator]
        desk.get("/meja")


def test_correcting_keeps_words_and_place_that_nobody_changed(desk: Client) -> None:
    report = came(place_text="rumah Pak Slamet")
    read(report)
    page = desk.get(f"/laporan/{report.pk}/perbaiki")
    shown = page.context["values"]
    assert "Slamet" not in page.content.decode()

    answer = desk.post(
        f"/laporan/{report.pk}/perbaiki",
        {"cerita": shown["cerita"], "tempat": shown["tempat"], "kejadian": "E12", "wilayah": world.BADES,
         "versi": "1", "alasan": "Pelajar.", "key": str(UUID(int=9)), "tahap": "GN", "urgensi": "biasa"},
    )  # fmt: skip

    assert answer.status_code == 302, answer.content.decode()
    report.refresh_from_db()
    assert (report.text, report.place_text, report.event_form) == (TEXT, "rumah Pak Slamet", "E12")


def test_how_well_the_machine_reads_is_counted_and_said_honestly(desk: Client) -> None:
    for number in range(4):
        report = came(minutes=number)
        read(report)
        if number == 0:
            send(desk, f"/meja/{report.pk}/bidang/category", usulan="1", nilai="bentrok")
        if number < 3:
            send(desk, f"/meja/{report.pk}/benar", usulan="1")
    send(desk, "/meja/urungkan")

    quality = desk.get("/mesin").context["quality"]

    tallies = {tally.field.name: (tally.mended, tally.checked) for tally in quality.tallies}
    assert tallies["category"] == (1, 2)
    assert tallies["place"] == (0, 2)
    assert (quality.confirmed, quality.waiting, quality.is_little) == (2, 2, True)
    page = desk.get("/mesin").content.decode()
    assert "Jangan disimpulkan" in page
    assert desk.get("/mesin", {"bulan": "2020-02"}).context["quality"].confirmed == 0


def test_the_page_of_the_machine_asks_a_fixed_number_of_questions(
    desk: Client, django_assert_num_queries: object
) -> None:
    desk.get("/mesin")
    with django_assert_num_queries(9):  # type: ignore[operator]
        desk.get("/mesin")
    read(came())
    with django_assert_num_queries(9):  # type: ignore[operator]
        desk.get("/mesin")


@pytest.fixture
def screen(
    chromium: Browser, live_server: LiveServer, transactional_db: None, client: Client
) -> Iterator[Page]:
    world.make_regions()
    client.force_login(world.account(Role.OPERATOR, world.KAB))
    context = chromium.new_context(locale="id-ID", viewport={"width": 1366, "height": 768})
    context.add_cookies(signed_in(client, live_server.url))  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.mark.browser
def test_one_key_mends_a_field_and_enter_confirms_the_rest(screen: Page, live_server: LiveServer) -> None:
    report = came()
    read(report)
    screen.goto(f"{live_server.url}/meja")

    screen.keyboard.press("t")
    screen.keyboard.press("ArrowDown")
    screen.keyboard.press("Enter")
    expect(screen.locator("[data-undo]")).to_contain_text("dibetulkan")
    screen.keyboard.press("e")
    screen.keyboard.press("Escape")
    screen.keyboard.press("Enter")
    expect(screen.locator("[data-undo]")).to_contain_text("dinyatakan benar")

    report.refresh_from_db()
    assert (report.region_id, report.event_form) == (world.GONDORUSO, "E11")
    screen.keyboard.press("z")
    expect(screen.locator("[data-confirm]")).to_be_visible()


@pytest.mark.browser
def test_a_grave_text_is_called_out_while_the_desk_stands_open(screen: Page, live_server: LiveServer) -> None:
    screen.goto(f"{live_server.url}/meja")

    read(came(), look_now=True)

    expect(screen.locator("[data-urgent]")).to_contain_text("1 pesan perlu dilihat sekarang", timeout=8_000)


@pytest.mark.browser
def test_reading_and_mending_work_without_a_script_and_are_accessible(
    chromium: Browser, live_server: LiveServer, transactional_db: None, client: Client
) -> None:
    world.make_regions()
    client.force_login(world.account(Role.OPERATOR, world.KAB))
    report = came()
    read(report, look_now=True)
    machine.read(came("Jual beras.", 40), kind=found("bukan"), severity=found(0))
    cookies = signed_in(client, live_server.url)
    for address in (f"/meja/{report.pk}", "/mesin", f"/laporan/{report.pk}"):
        assert faults(chromium, live_server.url + address, cookies=cookies, views=SMALL) == []
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()

    page.goto(f"{live_server.url}/meja/{report.pk}")
    page.locator("[data-mend='t'] summary").click()
    page.get_by_label("Gondoruso, Pasirian").check()
    page.locator("[data-mend='t']").get_by_role("button", name="Simpan").click()
    page.get_by_role("button", name="Semua benar").click()
    expect(page.locator(".fields .notice")).to_contain_text("Dinyatakan benar")
    context.close()

    report.refresh_from_db()
    assert (report.region_id, report.event_form) == (world.GONDORUSO, "E11")
