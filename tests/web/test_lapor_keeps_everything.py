"""The queue of a phone against full memory, new releases, strange answers, and a hundred reports on a bad line (G6)."""

import random
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.promises.line import CUT, LOSE_ANSWER, PASS, REFUSE, SILENT, Line, line_to
from tests.promises.phone_queue import Answer, Entry, PhoneQueue
from tests.promises.senders import look
from tests.service import Service
from tests.web.test_lapor_on_a_phone import PHONE, tell

pytestmark = pytest.mark.browser
HUNDRED = 100
PATIENCE_S = 90
FULL = "HP ini penuh dan tidak ada sinyal"
NO_ROOM_FOR_PHOTOS = "Memori HP penuh: foto tidak ikut tersimpan."
# A picture of noise, which no compression makes small, put into the form as if chosen from the gallery.
CHOOSE_NOISE = """async () => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 1280 });
  const context = canvas.getContext('2d'), picture = context.createImageData(1280, 1280);
  for (let from = 0; from < picture.data.length; from += 65536) crypto.getRandomValues(picture.data.subarray(from, from + 65536));
  for (let alpha = 3; alpha < picture.data.length; alpha += 4) picture.data[alpha] = 255;
  context.putImageData(picture, 0, 0);
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
  const chosen = new DataTransfer();
  chosen.items.add(new File([blob], 'foto.png', { type: 'image/png' }));
  document.getElementById('foto').files = chosen.files;
}"""
KEEP_MANY = """async (many) => {
  for (let number = 0; number < many; number++) {
    const code = Queue.makeCode();
    const fields = [['kejadian', 'ribut'], ['kapan', 'kini'], ['cerita', `Laporan ke-${number}.`]];
    const address = `${location.origin}/lapor`;
    await Queue.put({ id: code, code, fields, photos: [], told: Date.now() + number, state: Queue.KEPT, tries: 0, due: 0, address });
  }
}"""
TRY_NOW = "dispatchEvent(new Event('online'))"


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(locale="id-ID", timezone_id="Asia/Jakarta", **PHONE)
    yield context
    context.close()


@pytest.fixture
def line(site: Service) -> Iterator[Line]:
    with line_to(site) as line:
        yield line


def open_page(phone: BrowserContext, line: Line) -> Page:
    page = phone.new_page()
    page.goto(f"{line.url}/lapor")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def stories(site: Service) -> list[str]:
    return sorted(text for _key, _code, text in look(site).rows)


def leave_room_for(page: Page, line: Line, more_bytes: int) -> None:
    """Let the phone be full but for so many bytes."""
    used = page.evaluate("navigator.storage.estimate().then((all) => all.usage)")
    wanted = {"origin": line.url, "quotaSize": used + more_bytes}
    page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", wanted)


def fill(page: Page, story: str) -> None:
    page.get_by_text("Keributan / tawuran").tap()
    page.get_by_text("Sedang terjadi").tap()
    page.get_by_text("Tambah foto atau cerita").tap()
    page.locator("#cerita").fill(story)


def test_a_hundred_reports_on_a_bad_line_arrive_once(phone: BrowserContext, line: Line) -> None:
    page = open_page(phone, line)
    line.always(CUT)
    page.reload()
    page.evaluate(KEEP_MANY, HUNDRED)
    page.reload()
    expect(page.locator("#sambungan")).to_contain_text(f"{HUNDRED} menunggu kirim")
    luck = random.Random(6)
    fates = {(0, REFUSE): 0, (1, LOSE_ANSWER): 0}

    def one_in_five_fails(method: str, _path: str) -> str:
        drawn = luck.randrange(10) if method == "POST" else 9
        for (number, fate), count in fates.items():
            if drawn == number:
                fates[number, fate] = count + 1
                return fate
        return PASS

    line.fate = one_in_five_fails
    end = time.monotonic() + PATIENCE_S
    while page.evaluate("Queue.unsent().then((all) => all.length)") and time.monotonic() < end:
        page.evaluate(TRY_NOW)
        page.wait_for_timeout(100)

    assert min(fates.values()) > 0
    assert stories(line.service) == sorted(f"Laporan ke-{number}." for number in range(HUNDRED))


def test_a_full_phone_with_signal_sends_the_plain_way(phone: BrowserContext, line: Line) -> None:
    page = open_page(phone, line)
    fill(page, "HP penuh, ada sinyal.")
    leave_room_for(page, line, 0)

    page.get_by_role("button", name="Kirim laporan").tap()

    expect(page.get_by_text(re.compile("^KT-")).first).to_be_visible()
    assert stories(line.service) == ["HP penuh, ada sinyal."]


def test_a_full_phone_without_signal_keeps_the_words_on_the_screen(phone: BrowserContext, line: Line) -> None:
    page = open_page(phone, line)
    fill(page, "HP penuh, tanpa sinyal.")
    leave_room_for(page, line, 0)
    phone.set_offline(True)

    page.get_by_role("button", name="Kirim laporan").tap()
    expect(page.locator("#salah")).to_contain_text(FULL)
    assert page.locator("#cerita").input_value() == "HP penuh, tanpa sinyal."
    phone.set_offline(False)
    page.get_by_role("button", name="Kirim laporan").tap()

    expect(page.get_by_text(re.compile("^KT-")).first).to_be_visible()
    assert stories(line.service) == ["HP penuh, tanpa sinyal."]


def test_without_room_for_the_picture_the_words_are_kept(phone: BrowserContext, line: Line) -> None:
    page = open_page(phone, line)
    fill(page, "Foto tidak muat.")
    page.evaluate(CHOOSE_NOISE)
    leave_room_for(page, line, 200_000)

    page.get_by_role("button", name="Kirim laporan").tap()

    expect(page.locator("#keadaan")).to_have_text("Sudah diterima Posko.")
    expect(page.locator("#daftar")).to_contain_text(NO_ROOM_FOR_PHOTOS)
    assert stories(line.service) == ["Foto tidak muat."]


def test_a_new_release_in_mid_queue_takes_nothing_away(phone: BrowserContext, line: Line) -> None:
    page = open_page(phone, line)
    line.always(CUT)
    before = tell(page, "Sebelum versi baru.")
    line.rewrite = lambda _path, text: text.replace('SHELF = "kentongan-', 'SHELF = "kentongan-baru-')
    line.fate = lambda method, _path: CUT if method == "POST" else PASS
    page.evaluate("navigator.serviceWorker.ready.then((worker) => worker.update())")
    page.wait_for_function(
        "caches.keys().then((all) => all.length === 1 && all[0].startsWith('kentongan-baru-'))"
    )
    line.always(CUT)
    page.reload()

    expect(page.locator("#daftar")).to_contain_text(before)
    after = tell(page, "Sesudah versi baru.")
    line.always(PASS)
    page.evaluate(TRY_NOW)

    expect(page.locator("#keadaan")).to_have_text("Sudah diterima Posko.")
    expect(page.locator("#sambungan")).not_to_contain_text("menunggu")
    rows = {(code, text) for _key, code, text in look(line.service).rows}
    assert rows == {(before, "Sebelum versi baru."), (after, "Sesudah versi baru.")}


def test_a_refused_report_stays_until_the_mended_one_is_kept(phone: BrowserContext, line: Line) -> None:
    page = open_page(phone, line)
    page.locator("#cerita").evaluate("box => box.removeAttribute('maxlength')")
    code = tell(page, "a" * 4001)
    page.get_by_role("button", name="Perbaiki").tap()

    page.reload()

    expect(page.locator("#daftar")).to_contain_text(code)
    page.get_by_role("button", name="Perbaiki").tap()
    page.locator("#cerita").fill("Sudah pendek.")
    page.get_by_role("button", name="Kirim laporan").tap()
    expect(page.locator("#keadaan")).to_have_text("Sudah diterima Posko.")
    expect(page.locator("#daftar li")).to_have_count(1)


def test_a_signal_that_comes_back_in_the_middle_of_a_try_is_not_missed(
    phone: BrowserContext, line: Line
) -> None:
    page = open_page(phone, line)
    line.always(SILENT)
    tell(page, "Yang pertama.")
    page.evaluate(KEEP_MANY, 1)
    page.evaluate(
        "Queue.all().then((all) => Queue.put({ ...all.at(-1), tries: 6, due: Date.now() + 300_000 }))"
    )

    page.evaluate(TRY_NOW)
    line.always(PASS)

    expect(page.locator("#sambungan")).not_to_contain_text("menunggu")
    assert stories(line.service) == ["Laporan ke-0.", "Yang pertama."]


def test_a_page_brought_back_with_an_old_code_overwrites_nothing(phone: BrowserContext, line: Line) -> None:
    page = open_page(phone, line)
    line.always(CUT)
    first = tell(page, "Yang pertama.")
    page.get_by_role("button", name="Lapor lagi").tap()
    page.locator("#kode").evaluate(f"box => box.value = '{first}'")

    second = tell(page, "Yang kedua.")

    assert first != second
    line.always(PASS)
    page.evaluate(TRY_NOW)
    expect(page.locator("#sambungan")).not_to_contain_text("menunggu")
    assert stories(line.service) == ["Yang kedua.", "Yang pertama."]


RECEIPT: dict[str, Any] = {"kode": "KT-XXXXX-XXXXXX", "tanda_tangan": "t"}
REFUSAL = {"kode": "bad_value", "kalimat": "Ada yang perlu diperbaiki."}
CONFLICT = {"kode": "key_conflict", "kalimat": "Kode ini sudah dipakai."}
ANSWERS: dict[str, Answer | None] = {
    "a receipt": Answer(201, RECEIPT),
    "a receipt once more": Answer(200, RECEIPT),
    "no network": None,
    "the login page of a hotspot": Answer(200, {}),
    "a fault of ours": Answer(500, {}),
    "a full server": Answer(507, REFUSAL, 60),
    "too many at once": Answer(429, REFUSAL, 30),
    "too slow": Answer(408, {}),
    "a refusal of ours": Answer(422, REFUSAL),
    "another content under this code": Answer(409, CONFLICT),
    "another conflict": Answer(409, REFUSAL),
    "a proxy that forbids": Answer(403, {}),
    "nothing there": Answer(404, {}),
}
SEND_ONE = """async () => {
  for (const old of await Queue.all()) await Queue.remove(old.id);
  const code = Queue.makeCode(), at = Date.now(), address = `${location.origin}/lapor`;
  await Queue.put({ id: code, code, fields: [['kejadian', 'ribut']], photos: [], told: at, state: Queue.KEPT, tries: 0, due: 0, address });
  await Queue.send();
  let [kept] = await Queue.all();
  while (kept.state === Queue.SENDING) {  // the page itself was sending
    await new Promise((done) => setTimeout(done, 20));
    [kept] = await Queue.all();
  }
  const wait = kept.due ? (kept.due - at) / 1000 : 0;
  return [kept.state, kept.tries, Boolean(kept.acknowledged), (kept.aliases || []).length, kept.code === code, wait];
}"""


def test_the_queue_in_python_does_what_the_script_does(phone: BrowserContext, line: Line) -> None:
    page = open_page(phone, line)
    answer: Answer | None = None

    def as_told(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        if answer is None:
            return route.abort()
        headers = {"Retry-After": str(int(answer.retry_after))} if answer.retry_after else {}
        return route.fulfill(status=answer.status, json=answer.told, headers=headers)

    page.route("**/lapor", as_told)
    for name, answer in ANSWERS.items():
        state, tries, acknowledged, aliases, same_code, wait = page.evaluate(SEND_ONE)
        queue = PhoneQueue({}, random.Random(1))
        first = queue.tell("", now=0.0)
        queue.send(lambda _entry: answer, now=0.0)  # noqa: B023 called at once
        [model] = queue.disk.values()

        assert (state, tries, acknowledged, aliases, same_code) == same(model, first), name
        asked = answer.retry_after if answer else 0
        assert wait == 0 if not tries else asked <= wait <= asked + 5, name


def same(model: Entry, first: Entry) -> tuple[str, int, bool, int, bool]:
    return model.state, model.tries, model.acknowledged, len(model.aliases), model.code == first.code
