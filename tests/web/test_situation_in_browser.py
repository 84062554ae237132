"""Satu Layar in a real browser: accessible, without a script, light, and one sheet of paper."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from kentongan.rules.authority import Role
from tests.web import world
from tests.web.looking import faults, signed_in, window
from tests.web.world import BADES, JARIT, KAB

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def kepala(client: Client, lumajang: None) -> Client:
    """A head of office signed in over a kabupaten with something of everything."""
    now = datetime.now(UTC)
    world.case(BADES, level="awas", due_at=now - timedelta(hours=1))
    world.case(JARIT, level="siaga", due_at=now + timedelta(hours=1))
    for back in range(60):
        world.report(BADES, at=now - timedelta(days=back, minutes=5))
    client.force_login(world.account(Role.KEPALA, KAB))
    return client


@pytest.mark.parametrize("path", ["/situasi", "/situasi?papan=1", f"/situasi/{BADES}"])
def test_the_situation_is_accessible_and_reflows(
    chromium: Browser, live_server: LiveServer, kepala: Client, path: str
) -> None:
    cookies = signed_in(kepala, live_server.url)

    assert faults(chromium, live_server.url + path, cookies=cookies) == []


def test_everything_can_be_reached_without_a_script(
    chromium: Browser, live_server: LiveServer, kepala: Client
) -> None:
    with window(chromium, java_script_enabled=False) as page:
        page.context.add_cookies(signed_in(kepala, live_server.url))  # type: ignore[arg-type]
        page.goto(live_server.url + "/situasi")

        page.click("summary")
        page.click("details a[href='/situasi/35.08.05']")
        page.click(".crumbs a")

        assert page.url == live_server.url + "/situasi/35.08"
        assert page.inner_text("h1") == "Awas di Pandanwangi, Kec. Tempeh"


def test_the_situation_fits_one_sheet(
    chromium: Browser, live_server: LiveServer, kepala: Client, tmp_path: Path
) -> None:
    with window(chromium) as page:
        page.context.add_cookies(signed_in(kepala, live_server.url))  # type: ignore[arg-type]
        page.goto(live_server.url + "/situasi")

        paper = page.pdf(path=tmp_path / "situasi.pdf", prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    assert len(paper) <= 200_000


def test_the_wall_says_how_old_its_figures_are_when_the_office_is_cut_off(
    chromium: Browser, live_server: LiveServer, kepala: Client
) -> None:
    with window(chromium) as page:
        page.context.add_cookies(signed_in(kepala, live_server.url))  # type: ignore[arg-type]
        page.clock.install()
        page.goto(live_server.url + "/situasi?papan=1")
        assert page.is_hidden("#stale")

        page.context.set_offline(offline=True)
        page.clock.run_for(5 * 60_000)

        page.wait_for_selector("#stale:visible")
        assert re.fullmatch(r"Data berumur [456] menit", page.inner_text("#stale"))


def test_the_situation_weighs_at_most_forty_kilobytes(kepala: Client) -> None:
    page = gzip.compress(kepala.get("/situasi").content)

    assert b"<svg xmlns" in gzip.decompress(page)
    assert b"<style>" in gzip.decompress(page)
    assert len(page) <= 40_000
