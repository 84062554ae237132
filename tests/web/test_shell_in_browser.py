"""The frame of every page in a real browser: axe, reflow, keyboard, no script, few bytes."""

import gzip

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.web.looking import faults, window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("path", ["/", "/tidak-ada"])
def test_the_shell_is_accessible_reflows_and_asks_nobody_else(
    chromium: Browser, live_server: LiveServer, path: str
) -> None:
    assert faults(chromium, live_server.url + path) == []


def test_the_first_key_leads_past_the_menu(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url)

    page.keyboard.press("Tab")
    shown = page.locator(".skip:focus")
    assert shown.bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "isi"


def test_the_focus_can_be_seen_on_every_stop(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url)
    stops = page.locator("a, button").count()

    for _ in range(stops):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert outline == "3px", page.evaluate("document.activeElement.outerHTML")


def test_language_and_theme_change_without_a_script(chromium: Browser, live_server: LiveServer) -> None:
    with window(chromium, java_script_enabled=False) as page:
        page.goto(live_server.url + "/?asal=uji")

        page.get_by_role("button", name="English").click()
        assert page.locator("html").get_attribute("lang") == "en"
        page.get_by_role("button", name="Dark").click()

        assert page.locator("html").get_attribute("data-theme") == "gelap"
        assert page.url == live_server.url + "/?asal=uji"


def test_thumbs_find_large_targets(chromium: Browser, live_server: LiveServer) -> None:
    with window(chromium, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True) as page:
        page.goto(live_server.url)
        heights = [
            box["height"]
            for link in page.locator("header a, main a.button").all()
            if (box := link.bounding_box())
        ]

    assert min(heights) >= 44


def test_the_frame_weighs_little(client: Client) -> None:
    page = gzip.compress(client.get("/").content)

    assert b"<style>" in gzip.decompress(page)
    assert len(page) <= 8_000
