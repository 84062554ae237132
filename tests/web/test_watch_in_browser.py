"""The night watch in a real browser: accessible and narrow, in both languages; decided by the keyboard alone."""

from uuid import uuid4

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from kentongan.rules.authority import Role
from kentongan.watch import rounds
from kentongan.watch.models import Finding, Outlook, Run
from kentongan.watch.rounds import Seen
from tests import town, watching
from tests.town import AT, KAB, NEXT_DOOR, RT, VILLAGE
from tests.web.looking import faults, signed_in, window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VIEWS = (("light", 320), ("dark", 360), ("light", 1366))
PAGES = ("/jaga", "/jaga/diam", "/jaga/risiko", "/jaga/mutu", "/jaga/uji")


@pytest.fixture
def chief() -> Client:
    """A head of office over a kabupaten in which nothing was watched yet."""
    town.build()
    return town.browser(Role.KEPALA, KAB)


def watched() -> Finding:
    """Let a night have found something, foretold something, and missed a post."""
    run = watching.round_of()
    outlooks = [
        Outlook(id=uuid4(), run=run, region_id=code, chance_7=0.2, chance_30=0.5, usual=0.1, own=0.1, near=0.02,
                happened_7=code == VILLAGE)
        for code in (VILLAGE, NEXT_DOOR)
    ]  # fmt: skip
    night = Seen(
        inputs="0" * 64, engine="titir", past_days=90, found=(watching.found(),), outlooks=outlooks,
        silent=(watching.silent(region=RT),), nightly={"semua": {"chance": 0.002, "recurrence_days": 731.0}},
    )  # fmt: skip
    rounds.finish(run.pk, night, at=AT)
    return Finding.objects.get()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_an_office_on_its_first_day_is_accessible_and_reflows(
    chromium: Browser, live_server: LiveServer, chief: Client, path: str
) -> None:
    cookies = signed_in(chief, live_server.url)

    assert faults(chromium, live_server.url + path, cookies=cookies, views=VIEWS[1:]) == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_is_accessible_and_reflows_once_something_was_found(
    chromium: Browser, live_server: LiveServer, chief: Client, language: str
) -> None:
    finding, run = watched(), Run.objects.get()
    chief.cookies["django_language"] = language
    cookies = signed_in(chief, live_server.url)

    for path in (*PAGES, f"/jaga/temuan/{finding.pk}", f"/jaga/kerja/{run.pk}"):
        assert faults(chromium, live_server.url + path, cookies=cookies, views=VIEWS) == [], path


def test_a_finding_is_decided_by_the_keyboard_alone_and_without_a_script(
    chromium: Browser, live_server: LiveServer, chief: Client
) -> None:
    finding = watched()
    with window(chromium, java_script_enabled=False) as page:
        page.context.add_cookies(signed_in(chief, live_server.url))  # type: ignore[arg-type]
        page.goto(f"{live_server.url}/jaga/temuan/{finding.pk}")

        page.get_by_role("button", name="Tolak usulan").press("Enter")
        assert "Tulis alasannya" in page.get_by_role("alert").inner_text()
        page.get_by_label("Alasan").press_sequentially("Panen raya.")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.get_by_text("tidak ditetapkan").wait_for()

    finding.refresh_from_db()
    assert (finding.state, finding.reason) == (Finding.State.REJECTED, "Panen raya.")
