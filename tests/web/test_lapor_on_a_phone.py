"""The page "Lapor" on a phone: three taps, no signal, mending, forgetting, and few bytes."""

import gzip
import re
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, Request, Response, Route, expect

from tests.service import Service
from tests.web.looking import faults

pytestmark = pytest.mark.browser
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(locale="id-ID", timezone_id="Asia/Jakarta", **PHONE)
    yield context
    context.close()


def open_page(phone: BrowserContext, site: Service) -> Page:
    page = phone.new_page()
    page.goto(f"{site.url}/lapor")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def tell(page: Page, story: str = "") -> str:
    """Report a brawl that goes on now; return the code on the screen."""
    shown_before = page.locator("#kode-ini").text_content() or "nothing"
    page.locator("#kejadian").get_by_text("Keributan / tawuran").tap()
    page.get_by_text("Sedang terjadi").tap()
    if story:
        page.get_by_text("Tambah foto atau cerita").tap()
        page.locator("#cerita").fill(story)
    page.get_by_role("button", name="Kirim laporan").tap()
    expect(page.locator("#kode-ini")).not_to_have_text(shown_before)
    expect(page.locator("#kode-ini")).to_have_text(re.compile("^KT-"))
    return page.locator("#kode-ini").inner_text()


def kept_reports(site: Service) -> dict[str, str]:
    """Return code and story of every report the office has."""
    with sqlite3.connect(site.data / "kentongan.sqlite3") as database:
        return dict(database.execute("SELECT code, text FROM reports_report"))


def test_three_taps_bring_a_receipt_and_the_report(phone: BrowserContext, site: Service) -> None:
    page = open_page(phone, site)

    code = tell(page)

    expect(page.locator("#keadaan")).to_have_text("Sudah diterima Posko.")
    assert kept_reports(site) == {code: ""}
    assert phone.cookies() == []


def test_without_signal_the_page_opens_keeps_the_report_and_sends_it_later(
    phone: BrowserContext, site: Service
) -> None:
    page = open_page(phone, site)
    phone.set_offline(True)
    page.reload()

    code = tell(page, "Dua kelompok saling lempar batu.")
    expect(page.locator("#keadaan")).to_contain_text("Akan terkirim sendiri")
    page.reload()
    expect(page.locator("#daftar")).to_contain_text(code)
    assert kept_reports(site) == {}
    phone.set_offline(False)

    expect(page.locator("#daftar")).to_contain_text("Terkirim")
    assert kept_reports(site) == {code: "Dua kelompok saling lempar batu."}


def test_a_lost_answer_makes_no_second_report(phone: BrowserContext, site: Service) -> None:
    page = open_page(phone, site)
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            return route.continue_()
        route.fetch()
        lost.append(route.request.url)
        return route.abort()

    page.route(
        "**/lapor", lambda r: lose_the_first_answer(r) if r.request.method == "POST" else r.continue_()
    )
    code = tell(page)
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("#keadaan")).to_have_text("Sudah diterima Posko.")
    assert lost
    assert list(kept_reports(site)) == [code]


def test_a_refused_report_is_kept_for_mending(phone: BrowserContext, site: Service) -> None:
    page = open_page(phone, site)
    page.locator("#cerita").evaluate("box => box.removeAttribute('maxlength')")

    first = tell(page, "a" * 4001)
    expect(page.locator("#daftar")).to_contain_text("perlu diperbaiki")
    page.get_by_role("button", name="Perbaiki").tap()
    assert page.locator("#cerita").input_value() == "a" * 4001
    page.locator("#cerita").fill("Cerita yang lebih pendek.")
    page.get_by_role("button", name="Kirim laporan").tap()

    expect(page.locator("#keadaan")).to_have_text("Sudah diterima Posko.")
    assert kept_reports(site) == {first: "Cerita yang lebih pendek."}


def test_a_code_that_is_taken_is_changed_and_nothing_is_lost(phone: BrowserContext, site: Service) -> None:
    page = open_page(phone, site)
    taken = tell(page, "Yang pertama.")
    expect(page.locator("#keadaan")).to_have_text("Sudah diterima Posko.")
    page.get_by_role("button", name="Hapus daftar dari HP ini").tap()
    page.get_by_role("button", name="Lapor lagi").tap()
    page.locator("#kode").evaluate(f"box => box.value = '{taken}'")

    tell(page, "Yang kedua.")
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("#keadaan")).to_have_text("Sudah diterima Posko.")
    assert sorted(kept_reports(site).values()) == ["Yang kedua.", "Yang pertama."]


def test_the_list_can_be_wiped_and_the_place_is_remembered(phone: BrowserContext, site: Service) -> None:
    page = open_page(phone, site)
    page.locator("#kecamatan").select_option(label="Pasirian")
    page.locator("#desa").select_option(label="Bades")
    tell(page)
    expect(page.locator("#keadaan")).to_have_text("Sudah diterima Posko.")

    page.reload()
    expect(page.locator("#tempat-ini")).to_have_text("Bades, Pasirian")
    page.get_by_role("button", name="Hapus daftar dari HP ini").tap()
    page.reload()

    expect(page.locator("#di-hp")).to_be_hidden()
    expect(page.locator("#tempat-terakhir")).to_be_hidden()


def test_a_photo_loses_its_camera_data_on_the_phone(phone: BrowserContext, site: Service) -> None:
    page = open_page(phone, site)
    sent: list[bytes] = []

    def note(request: Request) -> None:
        if request.method == "PUT":
            sent.append(request.post_data_buffer or b"")

    page.on("request", note)
    page.get_by_text("Tambah foto atau cerita").tap()
    page.locator("#foto").set_input_files(
        files=[FilePayload(name="foto.jpg", mimeType="image/jpeg", buffer=photo_with_place())]
    )

    tell_kind_only(page)

    expect(page.locator("#daftar")).to_contain_text("Terkirim")
    assert len(sent) == 1
    assert b"Exif" not in sent[0]


def tell_kind_only(page: Page) -> None:
    page.get_by_text("Keributan / tawuran").tap()
    page.get_by_text("Sedang terjadi").tap()
    page.get_by_role("button", name="Kirim laporan").tap()


def photo_with_place() -> bytes:
    """Return a JPEG that says where it was taken."""
    import io

    from PIL import Image

    picture = Image.new("RGB", (1600, 1200), "teal")
    exif = picture.getexif()
    exif[0x8825] = {1: "S", 2: (8.0, 7.0, 31.0)}
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif)
    assert b"Exif" in file.getvalue()
    return file.getvalue()


def test_what_is_missing_is_said_on_top(phone: BrowserContext, site: Service) -> None:
    page = open_page(phone, site)

    page.get_by_role("button", name="Kirim laporan").tap()

    assert page.evaluate("document.activeElement.id") == "salah"
    expect(page.locator("#salah li")).to_have_count(2)
    assert page.title().startswith("Salah:")


def test_the_page_is_accessible_and_asks_nobody_else(chromium: Browser, site: Service) -> None:
    assert faults(chromium, f"{site.url}/lapor") == []


def test_the_first_load_stays_under_25_kilobytes(phone: BrowserContext, site: Service) -> None:
    page = phone.new_page()
    sizes: dict[str, int] = {}

    def weigh(response: Response) -> None:
        sizes.setdefault(response.url, len(gzip.compress(response.body())))

    page.on("response", weigh)

    page.goto(f"{site.url}/lapor", wait_until="networkidle")

    assert len(sizes) >= 4
    assert sum(sizes.values()) <= 25_000, sizes
