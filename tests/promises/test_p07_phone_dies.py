"""P7, browser half: when the code is on the screen, the report survives the end of the browser, and arrives once."""

import os
import random
import signal
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

from tests.conftest import CHROMIUM
from tests.promises.line import CUT, LOSE_ANSWER, PASS, SILENT, Line, line_to
from tests.promises.report import amount, promise_report
from tests.promises.senders import look
from tests.service import Service

pytestmark = [pytest.mark.promise, pytest.mark.browser]

KILLS = amount(16, 1_000)
MOST_AT_ONCE = 3
MOST_WAIT_S = 0.15
PATIENCE_S = 60
STATEMENT = (
    "laporan yang kodenya sudah tampil di layar HP tidak hilang dan tidak ganda bila peramban mati mendadak"
)
STATES = (PASS, CUT, SILENT, LOSE_ANSWER)
STATES_SABOTAGED = (SILENT, LOSE_ANSWER, SILENT, SILENT)

# Fills the form and presses the button as a hurried person would; the code on the screen is the receipt.
TELL = """async (story) => {
  document.getElementById('lagi').click();
  document.querySelector('[name=kejadian][value=ribut]').checked = true;
  document.querySelector('[name=kapan][value=kini]').checked = true;
  document.getElementById('cerita').value = story;
  const screen = document.getElementById('kode-ini'), before = screen.textContent;
  document.querySelector('#lapor .sticky-bottom button').click();
  while (screen.textContent === before || document.getElementById('tersimpan').hidden) await new Promise((go) => setTimeout(go, 1));
  return screen.textContent;
}"""
UNSENT = "() => Queue.unsent().then((reports) => reports.length)"
TRY_NOW = "() => { dispatchEvent(new Event('online')); }"

Rewrite = Callable[[str, str], str]


def swapped(script: str, *changes: tuple[str, str]) -> Rewrite:
    """Return a planted defect: some words of one script are others."""

    def rewrite(path: str, text: str) -> str:
        if f"reports/{script}" not in path:
            return text
        for old, new in changes:
            assert old in text, f"{script} no longer says: {old}"
            text = text.replace(old, new)
        return text

    return rewrite


SABOTEURS: dict[str, Rewrite] = {
    "the code is shown before the report is kept": swapped(
        "lapor",
        ("try { await Queue.put(report); }", "try { setTimeout(() => Queue.put(report), 1000); }"),
        (
            "  show(receipt);\n  form.reset",
            '  byId("kode-ini").textContent = report.code; show(receipt);\n  form.reset',
        ),
    ),
    "the report is forgotten before the answer": swapped(
        "queue", ("SENDING;\n    await note(report);", "SENDING;\n    await remove(report.id);")
    ),
    "every try has a code of its own": swapped(
        "queue", ('form.set("kode", report.code);', 'form.set("kode", makeCode());')
    ),
}


@dataclass
class Phone:
    """A browser with a profile that stays, on a line that may do anything."""

    browser: Browser
    line: Line
    profile: Path
    rng: random.Random
    begun: list[str] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    version: int = 0

    @contextmanager
    def on(self) -> Iterator[Page]:
        """Start the browser and open the page; whatever happens inside, nothing of it is left running."""
        context = self.browser.browser_type.launch_persistent_context(
            self.profile,
            executable_path=CHROMIUM,
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
            locale="id-ID",
        )
        try:
            page = context.pages[0]
            page.goto(f"{self.line.url}/lapor")
            yield page
        finally:
            with suppress(BrowserError):
                context.close()

    def tell(self, page: Page) -> None:
        """Report something, and note the code that is shown."""
        story = f"Lempar batu di lapangan, {uuid.UUID(int=self.rng.getrandbits(128))}."
        self.begun.append(story)
        self.told[story] = page.evaluate(TELL, story)

    def die(self) -> None:
        """End the browser at once, as an empty battery would."""
        for number in processes_with(str(self.profile)):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)

    def new_release(self) -> None:
        """Give the next start another service worker."""
        self.version += 1

    def send_everything(self) -> None:
        """Start once more on a good line and wait until nothing waits."""
        self.line.always(PASS)
        with self.on() as page:
            end = time.monotonic() + PATIENCE_S
            while page.evaluate(UNSENT) and time.monotonic() < end:
                page.evaluate(TRY_NOW)
                page.wait_for_timeout(100)


def processes_with(word: str) -> list[int]:
    """Return the processes that were started with this word, the oldest first."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if word.encode() in place.read_bytes():
                found.append(int(place.parent.name))
    return sorted(found)


def renewed(phone: Phone, rewrite: Rewrite) -> Rewrite:
    """Return a rewriting that also makes each release's service worker a new one."""

    def both(path: str, text: str) -> str:
        if path.startswith("/lapor-sw.js"):
            text = text.replace('SHELF = "kentongan-', f'SHELF = "kentongan-{phone.version}-')
        return rewrite(path, text)

    return both


def kill_again_and_again(phone: Phone, states: Iterable[str]) -> None:
    """Tell reports on a line that works, is cut, is silent or loses answers; kill the browser each time."""
    phone.line.always(PASS)
    with phone.on() as page:
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for state in states:
        phone.new_release()
        phone.line.always(PASS if state == SILENT else state)  # nobody waits for a page that never comes
        with phone.on() as page:
            phone.line.always(state)
            for _report in range(phone.rng.randint(1, MOST_AT_ONCE)):
                phone.tell(page)
            time.sleep(phone.rng.random() ** 2 * MOST_WAIT_S)
            phone.die()


def broken(phone: Phone) -> int:
    """Send what waits, and count what is lost, doubled, or there under another code."""
    phone.send_everything()
    found: dict[str, list[str]] = {story: [] for story in phone.begun}
    for _key, code, text in look(phone.line.service).rows:
        if text in found:
            found[text].append(code)
    lost = sum(found[story] != [code] for story, code in phone.told.items())
    return lost + sum(len(codes) > 1 for story, codes in found.items() if story not in phone.told)


def test_a_killed_browser_loses_and_doubles_nothing(
    chromium: Browser, furnished: Service, tmp_path: Path
) -> None:
    def tried(number: int, rewrite: Rewrite, states: Iterable[str]) -> tuple[Phone, int]:
        phone = Phone(chromium, line, tmp_path / f"profile {number}", random.Random(f"7 {number}"))
        line.rewrite = renewed(phone, rewrite)
        kill_again_and_again(phone, states)
        return phone, broken(phone)

    service = furnished.copy_to(tmp_path / "data")
    try:
        service.start()
        with line_to(service) as line:
            phone, failures = tried(0, lambda _path, text: text, islice(cycle(STATES), KILLS))
            caught = 0
            for number, (name, rewrite) in enumerate(SABOTEURS.items(), start=1):
                weak = tried(number, rewrite, STATES_SABOTAGED)[1]
                print(f"P7 {name}: {weak}")
                caught += weak > 0
    finally:
        service.remove()

    print(f"P7: {KILLS} kills, {len(phone.told)} codes shown")
    promise_report(
        "P7",
        cases=KILLS,
        failures=failures,
        saboteurs_caught=caught,
        saboteurs=len(SABOTEURS),
        statement=STATEMENT,
    )
