"""The duty desk: one list, one open report, four answers, their undoing, and one key for each."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from kentongan.cases.models import Case
from kentongan.events.models import Event
from kentongan.people.models import Account
from kentongan.reports.models import Report
from kentongan.rules.authority import Role
from kentongan.web.desk import queries
from tests.web import world
from tests.web.looking import faults, signed_in, window

PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def operator(db: None) -> Account:
    world.make_regions()
    return world.account(Role.OPERATOR, world.KAB)


@pytest.fixture
def desk(client: Client, operator: Account) -> Client:
    client.force_login(operator)
    return client


def arrived(minutes: int, region: str = world.BADES, **fields: object) -> Report:
    """Make a report that arrived so many minutes ago."""
    at = timezone.now() - timedelta(minutes=minutes)
    return world.report(region, at=at, event_form="E11", **fields)


def press(client: Client, address: str, **fields: str) -> None:
    """Send one form of the desk, with a key of its own, and follow it."""
    key = str(UUID(int=len(Event.objects.all()) + 7))
    answer = client.post(address, {"key": key, **fields}, follow=True)
    assert answer.status_code == 200, answer.content.decode()


def listed(client: Client) -> list[str]:
    """Return the codes in the list, as the desk shows them."""
    rows = client.get("/meja").context["rows"]
    return [row.report.code for row in rows]


@pytest.mark.parametrize(("role", "may"), [(Role.OPERATOR, True), (Role.LURAH, False)])
def test_the_desk_offers_only_what_opens(client: Client, db: None, role: Role, may: bool) -> None:
    world.make_regions()
    client.force_login(world.account(role, world.BADES if role == Role.LURAH else world.KAB))

    page = client.get("/meja").content.decode()

    for address in ("/laporan/tempel", "/mesin"):
        assert (f'href="{address}"' in page) is may
        assert (client.get(address).status_code == 200) is may


def test_the_gravest_comes_first_and_answered_ones_are_gone(desk: Client) -> None:
    mild = arrived(30, level="waspada")
    grave = arrived(5, level="awas", urgency="gawat")
    arrived(60, answered_at=timezone.now())

    assert listed(desk) == [grave.code, mild.code]


def test_accepting_makes_a_case_and_opens_the_next_report(desk: Client) -> None:
    first, second = arrived(30, level="awas"), arrived(20)

    press(desk, f"/meja/{first.pk}/terima")

    case = Case.objects.get()
    assert case.owner is not None
    assert case.owner.role == Role.OPERATOR
    assert listed(desk) == [second.code]


def test_what_was_accepted_can_be_undone_while_nobody_worked_on_it(desk: Client) -> None:
    report = arrived(30)
    press(desk, f"/meja/{report.pk}/terima")

    press(desk, "/meja/urungkan")

    assert not Case.objects.exists()
    assert listed(desk) == [report.code]
    assert list(Event.objects.order_by("seq").values_list("kind", flat=True))[-2:] == [
        "case.opened",
        "case.withdrawn",
    ]


def test_a_case_that_somebody_worked_on_is_not_undone(desk: Client, operator: Account) -> None:
    from kentongan.cases import work
    from kentongan.people.queries import standing

    report = arrived(30)
    press(desk, f"/meja/{report.pk}/terima")
    at = timezone.now()
    work.add_note(
        Case.objects.get().pk,
        text="Lurah sudah ke lokasi.",
        by=standing(operator, at=at, origin="web"),
        at=at,
        key=UUID(int=1),
    )

    answer = desk.post("/meja/urungkan", {"key": str(UUID(int=2))})

    assert answer.status_code == 409
    assert "sudah dikerjakan" in answer.content.decode()
    assert Case.objects.exists()


def test_declining_needs_a_reason_and_can_be_undone_with_the_reason_kept(desk: Client) -> None:
    report = arrived(30)
    assert desk.post(f"/meja/{report.pk}/tolak", {"key": str(UUID(int=3)), "alasan": " "}).status_code == 409
    press(desk, f"/meja/{report.pk}/tolak", alasan="Sudah ditangani Polsek.")
    assert listed(desk) == []

    press(desk, "/meja/urungkan")

    assert listed(desk) == [report.code]
    report.refresh_from_db()
    assert report.answered_at is None
    assert report.versions.get().earlier == {"put_aside_reason": "Sudah ditangani Polsek."}


def test_joining_goes_to_the_likeliest_case_and_can_be_undone(desk: Client) -> None:
    other = world.case(world.GONDORUSO, event_form="E02")
    likely = world.case(world.BADES, event_form="E11")
    world.joined(arrived(90), likely, at=timezone.now())
    report = arrived(30)
    Report.objects.exclude(pk=report.pk).update(answered_at=timezone.now())

    targets = desk.get(f"/meja/{report.pk}").context["chosen"].targets
    press(desk, f"/meja/{report.pk}/gabung", kasus=str(targets[0].pk))

    assert [case.pk for case in targets] == [likely.pk, other.pk]
    assert listed(desk) == []
    press(desk, "/meja/urungkan")
    assert listed(desk) == [report.code]


def test_a_snoozed_report_leaves_this_desk_only_and_its_deadline_runs_on(
    desk: Client, operator: Account
) -> None:
    report = arrived(30)
    due = report.answer_due_at
    press(desk, f"/meja/{report.pk}/tunda")
    colleague = Client()
    colleague.force_login(world.account(Role.OPERATOR, world.KAB, username="rekan"))

    report.refresh_from_db()
    assert listed(desk) == []
    assert listed(colleague) == [report.code]
    assert report.answer_due_at == due


def test_a_snooze_ends(operator: Account) -> None:
    report = arrived(30)
    by = world.standing(Role.OPERATOR, world.KAB)
    at = timezone.now()
    until = {str(report.pk): (at + timedelta(minutes=15)).isoformat()}

    assert queries.waiting(by, at=at, snoozed=until) == []
    assert len(queries.waiting(by, at=at + timedelta(minutes=16), snoozed=until)) == 1


def test_new_reports_are_counted_not_pushed_in(desk: Client) -> None:
    shown = arrived(30)
    arrived(2)
    since = shown.received_at.isoformat()

    assert desk.get("/meja/baru", {"sejak": since}).json() == {"baru": 1, "segera": 0}
    assert desk.get("/meja/baru", {"sejak": "kemarin"}).status_code == 422


def test_another_kabupaten_sees_nothing_of_this_desk(client: Client, operator: Account) -> None:
    report = arrived(30)
    client.force_login(world.account(Role.OPERATOR, "35.09", username="jember"))

    assert listed(client) == []
    assert client.get(f"/meja/{report.pk}").status_code == 404
    for act in ("terima", "tolak"):
        answer = client.post(f"/meja/{report.pk}/{act}", {"key": str(UUID(int=4)), "alasan": "x"})
        assert answer.status_code == 404
    assert not Case.objects.exists()


def test_the_desk_asks_a_fixed_number_of_questions(
    desk: Client, django_assert_max_num_queries: object
) -> None:
    for minutes in range(3):
        arrived(minutes)
    desk.get("/meja")
    with django_assert_max_num_queries(30) as few:  # type: ignore[operator]
        desk.get("/meja")
    for minutes in range(20):
        arrived(minutes + 10)
    with django_assert_max_num_queries(len(few)):  # type: ignore[operator]
        desk.get("/meja")


@pytest.fixture
def screen(
    chromium: Browser, live_server: LiveServer, transactional_db: None, client: Client
) -> Iterator[Page]:
    world.make_regions()
    client.force_login(world.account(Role.OPERATOR, world.KAB))
    context = chromium.new_context(
        locale="id-ID", timezone_id="Asia/Jakarta", viewport={"width": 1366, "height": 768}
    )
    context.add_cookies(signed_in(client, live_server.url))  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.mark.browser
def test_a_whole_watch_is_done_with_single_keys(screen: Page, live_server: LiveServer) -> None:
    first, second, third = arrived(40, level="awas"), arrived(30), arrived(20)
    screen.goto(f"{live_server.url}/meja")

    screen.keyboard.press("1")
    expect(screen.locator("[data-undo]")).to_contain_text("Diterima sebagai kasus")
    expect(screen.locator("#rinci-judul")).to_contain_text(second.code)
    screen.keyboard.press("j")
    expect(screen.locator("#rinci-judul")).to_contain_text(third.code)
    screen.keyboard.press("3")
    screen.keyboard.type("Hanya isu lama yang beredar lagi.")
    screen.keyboard.press("Tab")
    screen.keyboard.press("Enter")
    expect(screen.locator("[data-undo]")).to_contain_text("dikesampingkan")
    screen.keyboard.press("z")
    expect(screen.locator("#rinci-judul")).to_contain_text(third.code)
    expect(screen.locator("[data-row]")).to_have_count(2)
    screen.keyboard.press("?")
    expect(screen.locator("dialog")).to_be_visible()

    first.refresh_from_db()
    third.refresh_from_db()
    assert (first.answered_at is None, third.answered_at is None) == (False, True)


@pytest.mark.browser
def test_new_reports_wait_behind_a_bar_until_they_are_called(screen: Page, live_server: LiveServer) -> None:
    arrived(40)
    screen.goto(f"{live_server.url}/meja")
    arrived(0, level="awas")

    expect(screen.locator("[data-fresh]")).to_contain_text("1 laporan baru", timeout=8_000)
    expect(screen.locator("[data-row]")).to_have_count(1)
    screen.keyboard.press("r")

    expect(screen.locator("[data-row]")).to_have_count(2)


@pytest.mark.browser
def test_the_keys_can_be_switched_off(screen: Page, live_server: LiveServer) -> None:
    report = arrived(40)
    screen.goto(f"{live_server.url}/meja")
    screen.get_by_role("button", name="Matikan tombol cepat").click()
    expect(screen.get_by_role("button", name="Hidupkan tombol cepat")).to_be_visible()

    screen.keyboard.press("1")
    screen.wait_for_timeout(300)

    report.refresh_from_db()
    assert report.answered_at is None


@pytest.mark.browser
def test_the_desk_is_accessible_and_works_without_a_script(
    chromium: Browser, live_server: LiveServer, transactional_db: None, client: Client
) -> None:
    world.make_regions()
    client.force_login(world.account(Role.OPERATOR, world.KAB))
    report = arrived(40)
    cookies = signed_in(client, live_server.url)
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()

    assert faults(chromium, f"{live_server.url}/meja", cookies=cookies) == []
    page.goto(f"{live_server.url}/meja")
    page.locator("[data-row]", has_text=report.code).click()
    page.get_by_role("button", name="Terima").click()

    expect(page.get_by_text("Diterima sebagai kasus")).to_be_visible()
    context.close()
    assert Case.objects.count() == 1


def test_opening_a_row_fetches_only_the_open_report(desk: Client) -> None:
    report = arrived(30)

    part = desk.get(f"/meja/{report.pk}", headers={"hx-request": "true"}).content.decode()

    assert part.strip().startswith("<section")
    assert report.code in part
    assert "data-row" not in part
    assert f'action="/meja/{report.pk}/terima"' in part


@pytest.mark.browser
def test_the_keys_step_through_the_list_that_stands(
    chromium: Browser, live_server: LiveServer, desk: Client
) -> None:
    first, second = arrived(30, level="awas"), arrived(20)
    with window(chromium, viewport={"width": 1366, "height": 768}) as page:
        page.context.add_cookies(signed_in(desk, live_server.url))  # type: ignore[arg-type]
        page.goto(live_server.url + "/meja")
        page.evaluate("document.querySelector('[data-row]').dataset.stood = 'yes'")

        page.keyboard.press("j")
        expect(page.locator("#rinci .code")).to_have_text(second.code)
        page.keyboard.press("k")
        expect(page.locator("#rinci .code")).to_have_text(first.code)

        expect(page.locator("[data-stood]")).to_have_count(1)
        assert page.url == f"{live_server.url}/meja/{first.pk}"


@pytest.mark.browser
def test_a_run_of_steps_opens_only_where_it_ends(
    chromium: Browser, live_server: LiveServer, desk: Client
) -> None:
    reports = [arrived(minutes) for minutes in (50, 40, 30, 20)]
    opened: list[str] = []
    with window(chromium, viewport={"width": 1366, "height": 768}) as page:
        page.context.add_cookies(signed_in(desk, live_server.url))  # type: ignore[arg-type]
        page.goto(live_server.url + "/meja")
        page.on("request", lambda r: opened.append(r.url) if "hx-request" in r.headers else None)

        page.evaluate(
            "for (const _ of [1, 2, 3])"
            " document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))"
        )
        expect(page.locator("#rinci .code")).to_have_text(reports[-1].code)

    assert [url.rsplit("/", 1)[-1] for url in opened] == [str(reports[-1].pk)]


@pytest.mark.browser
def test_a_late_report_fits_on_a_small_phone(
    chromium: Browser, live_server: LiveServer, desk: Client
) -> None:
    report = arrived(9 * 60, level="awas", counts={"massa": [20, 30]})

    cookies = signed_in(desk, live_server.url)
    assert faults(chromium, f"{live_server.url}/meja/{report.pk}", cookies=cookies) == []


@pytest.mark.browser
def test_the_paste_box_fits_on_a_small_phone(
    chromium: Browser, live_server: LiveServer, desk: Client
) -> None:
    assert (
        faults(chromium, f"{live_server.url}/laporan/tempel", cookies=signed_in(desk, live_server.url)) == []
    )
