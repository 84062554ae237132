"""What a reporter's phone does, measured: taps, time to the receipt, a hundred reports in the queue, bare photos."""

import io
import random
import sqlite3
import time

from machine import figure

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SLOWER = 4
ROUND_TRIP_MS = 400
QUEUED, RELOADS, LOSS = 100, 3, 0.2
PHOTOS = 1_000
SEED = 3508

# Fills the form and sends it as often as asked, through its own buttons.
SEND_MANY = """async (count) => {
  const form = document.getElementById("lapor");
  const code = document.getElementById("kode-ini");
  const button = form.querySelector(".sticky-bottom button");
  const receipt = document.getElementById("tersimpan");
  for (let sent = 0; sent < count; sent += 1) {
    const before = code.textContent;
    form.querySelector("[name=kejadian]").click();
    form.querySelector("[name=kapan]").click();
    button.click();
    while (code.textContent === before || receipt.hidden || button.disabled) await new Promise((go) => setTimeout(go, 5));
    document.getElementById("lagi").click();
  }
}"""
WAITING = "async () => (await Queue.unsent()).length"
# The moment at which the words stand on the screen, told by the page itself.
SEEN = """(words) => new Promise((seen) => {
  const began = performance.now();
  document.querySelector(".sticky-bottom button").click();
  const look = () => {
    const shown = document.getElementById("tersimpan");
    if (!shown.hidden && shown.textContent.includes(words)) seen(performance.now() - began);
    else setTimeout(look, 4);
  };
  look();
})"""


def figures(browser, url, database):
    """Return the gates of the reporter."""
    taps, screens = taps_to_receipt(browser, url)
    offline = [seconds_to(browser, url, "KT-", offline=True) for _ in range(5)]
    online = [seconds_to(browser, url, "Sudah diterima Posko.", offline=False) for _ in range(5)]
    lost, doubled, posts = queue(browser, url, database)
    return [
        figure("G3 taps until the receipt", [taps], "taps", at_most=3, digits=0),
        figure("G3 screens before the receipt", [screens], "screens", at_most=1, digits=0),
        figure("G4 receipt without signal, 4x slower", offline, "s", at_most=0.5),
        figure("G4 acknowledged at 400 ms round trip, 4x slower", online, "s", at_most=1.5),
        figure("G6 lost of 100 queued, 20 % loss, 3 reloads", [lost], "reports", at_most=0, digits=0),
        figure("G6 doubled of the same", [doubled], "reports", at_most=0, digits=0),
        figure("G6 posts it took", [posts], "posts", digits=0),
        figure(
            "G7 photos with camera data or place, of 1,000",
            [photos_that_tell()],
            "photos",
            at_most=0,
            digits=0,
        ),
    ]


def open_page(browser, url, *, slower=1):
    """Open the page as a phone that has been there before."""
    context = browser.new_context(locale="id-ID", timezone_id="Asia/Jakarta", **PHONE)
    page = context.new_page()
    page.goto(f"{url}/lapor")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    return context, page, session


def taps_to_receipt(browser, url):
    """Report with taps alone; return how many, and how many screens came before the receipt."""
    context, page, _ = open_page(browser, url)
    taps, address = 0, page.url
    for target in ("label:has([name=kejadian])", "label:has([name=kapan])", ".sticky-bottom button"):
        page.locator(target).first.tap()
        taps += 1
    page.wait_for_selector("#tersimpan:visible")
    screens = 1 if page.url == address else 2
    context.close()
    return taps, screens


def seconds_to(browser, url, words, *, offline):
    """Return the seconds from the tap on Kirim until the page says these words."""
    context, page, session = open_page(browser, url, slower=SLOWER)
    context.set_offline(offline)
    if not offline:
        session.send("Network.enable")
        limits = {
            "latency": ROUND_TRIP_MS,
            "downloadThroughput": -1,
            "uploadThroughput": -1,
            "offline": False,
        }
        session.send("Network.emulateNetworkConditions", limits)
    page.locator("label:has([name=kejadian])").first.tap()
    page.locator("label:has([name=kapan])").first.tap()
    page.wait_for_timeout(300)
    seconds = page.evaluate(SEEN, words) / 1000
    context.close()
    return seconds


def queue(browser, url, database):
    """Queue a hundred reports without signal, then lose every fifth exchange; return lost, doubled, posts."""
    before = codes(database)
    context, page, _ = open_page(browser, url)
    rng, posts = random.Random(SEED), []

    def lossy(route):
        if route.request.method != "POST":
            return route.continue_()
        posts.append(1)
        luck = rng.random()
        if luck < LOSS / 2:
            return route.abort()  # it never arrives
        if luck < LOSS:
            route.fetch()
            return route.abort()  # the answer is lost
        return route.continue_()

    page.route("**/lapor", lossy)
    context.set_offline(True)
    for share in (QUEUED // 2, QUEUED // 4, QUEUED - QUEUED // 2 - QUEUED // 4):
        page.evaluate(SEND_MANY, share)
        page.reload()
    assert page.evaluate(WAITING) == QUEUED
    kept = set(page.evaluate("async () => (await Queue.all()).map((one) => one.code)"))
    context.set_offline(False)
    deadline = time.monotonic() + 120
    while page.evaluate(WAITING) and time.monotonic() < deadline:
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(500)
    context.close()
    new = codes(database) - before
    return len(kept - new), len(new - kept), len(posts)


def codes(database):
    """Return the codes of all reports that the office has."""
    there = sqlite3.connect(database)
    try:
        return {code for (code,) in there.execute("SELECT code FROM reports_report")}
    finally:
        there.close()


def photos_that_tell():
    """Send photos that say where and with what they were taken through the server's hands; count those that still do."""
    from PIL import Image

    from kentongan.reports import pictures

    rng = random.Random(SEED)
    told = 0
    for number in range(PHOTOS):
        kind = ("JPEG", "PNG", "WEBP")[number % 3]
        size = (rng.randrange(40, 160), rng.randrange(40, 160))
        picture = Image.new("RGB", size, tuple(rng.randrange(256) for _ in range(3)))
        exif = picture.getexif()
        exif[0x010F], exif[0x9286] = "SecretCamera", "SecretWords"
        exif[0x8825] = {1: "S", 2: (8.0, float(rng.randrange(60)), 31.0), 3: "E", 4: (113.0, 13.0, 1.0)}
        file = io.BytesIO()
        more = {"comment": b"SecretWords"} if kind == "JPEG" else {}
        picture.save(file, kind, exif=exif, **more)
        assert b"Secret" in file.getvalue()
        clean = pictures.rewrite(file.getvalue()).jpeg
        marks = (b"Secret", b"Exif", b"GPS", b"http://ns.adobe.com", b"Photoshop")
        told += any(mark in clean for mark in marks) or bool(Image.open(io.BytesIO(clean)).getexif())
    return told
