"""The bell in a real browser: it counts, says and beats what is new, once, until somebody answers."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from kentongan.alerts import views
from kentongan.alerts.models import Alert, Ring
from kentongan.events.jobs import react
from kentongan.rules.authority import Role
from tests import town
from tests.town import AT, VILLAGE
from tests.web.looking import signed_in, window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUICK_RETRY = 400  # milliseconds; five seconds in service
LOOKS_MS = 10_000
# Every stroke is three oscillators; counting them is hearing without a loudspeaker.
EAR = """window.struck = 0; const make = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () { window.struck += 1; return make.call(this); };"""
THREE_STROKES = 9


def ring(word: str = "satu", **told: object) -> Alert:
    """Let a report come in for which the lurah must be called."""
    report = town.report(word, **({"urgency": "penting"} | told))  # type: ignore[arg-type]
    react(AT)
    return Alert.objects.get(subject_id=report.pk)


@pytest.fixture
def lurah(
    chromium: Browser, live_server: LiveServer, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    """The lurah's browser on a page that has nothing to do with the call."""
    monkeypatch.setattr(views, "FIELD_RETRY", QUICK_RETRY)
    town.build()
    with window(chromium, base_url=live_server.url) as page:
        page.context.add_cookies(signed_in(town.browser(Role.LURAH, VILLAGE), live_server.url))  # type: ignore[arg-type]
        page.add_init_script(EAR)
        page.goto("/tugas")
        yield page


def looks(page: Page, times: int = 2) -> None:
    """Wait until the bell has asked the server so many times."""
    for _ in range(times):
        with page.expect_response("**/panggilan/aliran", timeout=LOOKS_MS):
            pass


def count(page: Page) -> int | None:
    """Return the number in the bar, or nothing where none is shown."""
    shown = page.locator("[data-bell-count]")
    return int(shown.inner_text()) if shown.is_visible() else None


def test_a_call_comes_while_the_page_is_open_and_is_answered_with_keys(lurah: Page) -> None:
    title = lurah.title()
    assert count(lurah) is None

    alert = ring()

    expect(lurah).to_have_title(f"(1) {title}", timeout=LOOKS_MS)
    expect(lurah.locator("[data-bell-said]")).to_have_text(Ring.objects.first().headline)  # type: ignore[union-attr]
    assert count(lurah) == 1

    for _ in range(20):
        lurah.keyboard.press("Tab")
        if lurah.evaluate("document.activeElement.dataset.bell !== undefined"):
            break
    lurah.keyboard.press("Enter")
    lurah.wait_for_url(f"**/panggilan#a-{alert.pk}")
    lurah.keyboard.press("Tab")
    expect(lurah.get_by_role("button", name="Saya dengar")).to_be_focused()
    lurah.keyboard.press("Enter")
    expect(lurah.get_by_text("Didengar")).to_be_visible()

    assert count(lurah) is None
    assert not lurah.title().startswith("(")
    alert.refresh_from_db()
    assert alert.answered_at is not None


def test_the_bell_leads_to_the_board_again_when_a_colleague_has_answered(lurah: Page) -> None:
    alert = ring()
    bell = lurah.locator("[data-bell]")
    expect(bell).to_have_attribute("href", f"/panggilan#a-{alert.pk}", timeout=LOOKS_MS)

    town.browser(Role.BABINSA, VILLAGE).post(f"/panggilan/{alert.pk}/dengar")

    expect(bell).to_have_attribute("href", "/panggilan", timeout=LOOKS_MS)
    assert count(lurah) is None
    assert not lurah.title().startswith("(")


def test_it_beats_once_for_what_is_new_also_across_a_reload_and_is_quiet_then(lurah: Page) -> None:
    lurah.get_by_role("button", name="Bunyi").press("Enter")
    expect(lurah.get_by_role("button", name="Bunyi")).to_have_attribute("aria-pressed", "true")
    assert lurah.evaluate("window.struck") == THREE_STROKES

    ring()
    expect(lurah.locator("[data-bell-count]")).to_be_visible(timeout=LOOKS_MS)
    assert lurah.evaluate("window.struck") == 2 * THREE_STROKES
    said = lurah.locator("[data-bell-said]").inner_text()

    looks(lurah)
    assert lurah.evaluate("window.struck") == 2 * THREE_STROKES
    assert lurah.locator("[data-bell-said]").inner_text() == said

    lurah.reload()
    lurah.locator("h1").click()  # a press, so that the page may sound again
    expect(lurah.get_by_role("button", name="Bunyi")).to_have_attribute("aria-pressed", "true")
    looks(lurah, 1)
    assert lurah.title().startswith("(1) ")
    assert (lurah.evaluate("window.struck"), lurah.locator("[data-bell-said]").inner_text()) == (0, "")


def test_without_event_streams_it_asks_for_the_same_picture(lurah: Page) -> None:
    lurah.add_init_script("delete window.EventSource;")
    lurah.reload()

    ring()

    expect(lurah.locator("[data-bell-count]")).to_have_text("1", timeout=LOOKS_MS)
    assert lurah.title().startswith("(1) ")


def test_without_a_script_the_page_shows_it_and_takes_the_answer(
    chromium: Browser, live_server: LiveServer, transactional_db: None
) -> None:
    town.build()
    alert = ring()
    with window(chromium, java_script_enabled=False, base_url=live_server.url) as page:
        page.context.add_cookies(signed_in(town.browser(Role.LURAH, VILLAGE), live_server.url))  # type: ignore[arg-type]
        page.goto("/tugas")
        assert count(page) == 1

        page.get_by_role("link", name="Panggilan").click()
        page.get_by_role("button", name="Saya dengar").click()

        expect(page.get_by_text("Didengar")).to_be_visible()
        assert count(page) is None
    alert.refresh_from_db()
    assert alert.answered_at is not None
