"""How a page is looked at: axe in both themes at three widths, no overflow, no request to another host."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

WIDTHS = (320, 360, 1366)
THEMES = ("light", "dark")
VIEWS = tuple((theme, width) for theme in THEMES for width in WIDTHS)
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@contextmanager
def window(browser: Browser, **options: Any) -> Iterator[Page]:
    """Open a page in a window of its own, as a phone or a desk in Jakarta would."""
    context = browser.new_context(locale="id-ID", timezone_id="Asia/Jakarta", **options)
    try:
        yield context.new_page()
    finally:
        context.close()


def faults(
    browser: Browser,
    address: str,
    *,
    cookies: list[dict[str, str]] | None = None,
    views: Iterable[tuple[str, int]] = VIEWS,
) -> list[str]:
    """Return every fault of a page in six views, in words; an empty list is what a test hopes for."""
    found = []
    for theme, width in views:
        options = {"color_scheme": theme, "viewport": {"width": width, "height": 740}}
        with window(browser, **options) as page:
            if cookies:
                page.context.add_cookies(cookies)  # type: ignore[arg-type]
            found += [f"{theme} {width}: {fault}" for fault in faults_of_view(page, address, width)]
    return found


def faults_of_view(page: Page, address: str, width: int) -> list[str]:
    """Return the faults of one view of a page."""
    host = urlsplit(address).netloc
    strangers: list[str] = []
    refused: list[str] = []
    page.on(
        "request", lambda r: strangers.append(r.url) if urlsplit(r.url).netloc not in {host, ""} else None
    )
    page.on("console", lambda m: refused.append(m.text) if "Content Security Policy" in m.text else None)
    page.goto(address)
    found = [f"asks {url}" for url in strangers] + refused
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
        found.append(f"is {wide} px wide")
    result = Axe().run(page, options=RULES)
    for violation in result.response["violations"]:
        nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
        found.append(f"{violation['id']}: {nodes}")
    return found


def signed_in(client: Any, address: str) -> list[dict[str, str]]:
    """Return the cookies of Django's test client for the browser, so a test need not fill in the login."""
    return [{"name": name, "value": morsel.value, "url": address} for name, morsel in client.cookies.items()]
