"""Measures the pages against the budgets G1-G16 on the demonstration kabupaten. `just bench-pages`.

Lighthouse (installed by name into node_modules, which git ignores) gives bytes, LCP, CLS and its scores under applied
throttling; Playwright drives the same chromium for taps, the queue, keys and axe. Writes bench/results/pages.json and
ends with 1 when a gate is missed.
"""

import argparse
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE)]

import phone
from machine import figure, write

LIGHTHOUSE = "lighthouse@12.8.2"  # the last one for Node 20
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
# Latency of a request in ms, kbit/s down, kbit/s up; 4x slower processor on all of them.
NETWORKS = {"S4G": (562.5, 1474.56, 675), "R3G": (1125, 630, 630), "EDGE": (840, 216, 180)}
SLOWER = 4
KEY_ROWS = 500
AWAIT_S = 240


class Missing(Exception):
    """Something this machine lacks."""


def install_lighthouse():
    """Return the command of Lighthouse; fetch it once."""
    program = ROOT / "node_modules/.bin/lighthouse"
    if not program.exists():
        if shutil.which("npm") is None:
            raise Missing("bench-pages needs Node 20 with npm: apt install nodejs npm")
        subprocess.run(
            [
                *("npm", "install", LIGHTHOUSE, "--prefix", str(ROOT), "--no-save", "--no-package-lock"),
                *("--ignore-scripts", "--no-audit", "--no-fund"),
            ],
            env=os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1"},
            check=True,
        )
    return str(program)


@contextmanager
def site(data):
    """Serve the demonstration, prepared in this folder, and yield its address."""
    from kentongan.upkeep.management.commands import serve

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (data / "serve.log").open("wb")
    web = serve.children("127.0.0.1", port, serve.WORKERS)[0]
    process = subprocess.Popen(web.command, cwd=ROOT, stdin=subprocess.DEVNULL, stderr=log)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
        log.close()


def cookie_of(username):
    """Log somebody in without the page of the login, and return the cookie."""
    from django.conf import settings
    from django.test import Client

    from kentongan.people.models import Account

    client = Client()
    client.force_login(
        Account.objects.get(username=username), "allauth.account.auth_backends.AuthenticationBackend"
    )
    return settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value


def lighthouse(program, address, cookie, network):
    """Look at one page as a slow phone would, once, and return what Lighthouse says."""
    latency, down, up = NETWORKS[network]
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [
            *(program, address, "--quiet", "--output=json", f"--output-path={out.name}"),
            *("--only-categories=performance,accessibility", "--throttling-method=devtools"),
            f"--throttling.requestLatencyMs={latency}",
            f"--throttling.downloadThroughputKbps={down}",
            f"--throttling.uploadThroughputKbps={up}",
            f"--throttling.cpuSlowdownMultiplier={SLOWER}",
            f"--chrome-flags={FLAGS}",
        ]
        if cookie:
            command.append("--extra-headers=" + json.dumps({"Cookie": "=".join(cookie)}))
        environment = os.environ | {"CHROME_PATH": CHROMIUM}
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=AWAIT_S)
        found = json.loads(Path(out.name).read_text())
    audits = found["audits"]
    requests = audits["network-requests"]["details"]["items"]
    return {
        "bytes": sum(one.get("transferSize", 0) for one in requests),
        "lcp_s": audits["largest-contentful-paint"]["numericValue"] / 1000,
        "usable_s": audits["interactive"]["numericValue"] / 1000,
        "blocked_ms": audits["total-blocking-time"]["numericValue"],
        "cls": audits["cumulative-layout-shift"]["numericValue"],
        "performance": found["categories"]["performance"]["score"] * 100,
        "accessibility": found["categories"]["accessibility"]["score"] * 100,
        "strangers": [
            one["url"] for one in requests if not one["url"].startswith((origin(address), "data:", "blob:"))
        ],
    }


def origin(address):
    """Return scheme and host of an address."""
    return "/".join(address.split("/")[:3])


def looked_at(program, url, pages, runs):
    """Let Lighthouse look at every page on slow 4G, and at the reporter's on slower networks too."""
    found = {}
    for name, (path, cookie) in pages.items():
        networks = NETWORKS if name == "lapor" else ("S4G",)
        for network in networks:
            found[name, network] = [lighthouse(program, url + path, cookie, network) for _ in range(runs)]
            print(f"  {name:<8} {network:<5} {found[name, network][-1]}", flush=True)
    return found


def lighthouse_figures(found):
    """Return the gates that Lighthouse judges."""

    def values(name, network, what):
        return [one[what] for one in found[name, network]]

    made = [
        figure(
            "G1 /lapor, first load, all requests",
            values("lapor", "S4G", "bytes"),
            "bytes",
            at_most=25_000,
            digits=0,
        ),
        figure("G2 /lapor, LCP on slow 4G", values("lapor", "S4G", "lcp_s"), "s", at_most=1.2),
        figure("G2 /lapor, LCP on 3G", values("lapor", "R3G", "lcp_s"), "s", at_most=2.0),
        figure("G2 /lapor, LCP on EDGE", values("lapor", "EDGE", "lcp_s"), "s", at_most=2.5),
        figure("G8 /meja, usable on slow 4G", values("meja", "S4G", "usable_s"), "s", at_most=2.0),
        figure(
            "G11 /situasi, all requests", values("situasi", "S4G", "bytes"), "bytes", at_most=40_000, digits=0
        ),
        figure("G11 /situasi, LCP on slow 4G", values("situasi", "S4G", "lcp_s"), "s", at_most=1.2),
    ]
    for name, network in found:
        if network != "S4G":
            continue
        public = name in {"lapor", "kode", "start"}
        least = 95 if public else 85
        made += [
            figure(f"{name}: bytes on the wire", values(name, network, "bytes"), "bytes", digits=0),
            figure(f"{name}: LCP on slow 4G", values(name, network, "lcp_s"), "s"),
            figure(
                f"G13 {name}: Lighthouse performance",
                values(name, network, "performance"),
                "",
                at_least=least,
                digits=0,
            ),
            figure(
                f"G13 {name}: Lighthouse accessibility",
                values(name, network, "accessibility"),
                "",
                at_least=100,
                digits=0,
            ),
            figure(f"G16 {name}: layout shift", values(name, network, "cls"), "", at_most=0.02, digits=3),
            figure(
                f"G16 {name}: requests to other hosts",
                [sum(len(one["strangers"]) for one in found[name, network])],
                "",
                at_most=0,
                digits=0,
            ),
        ]
    return made


def axe_figures(browser, url, pages):
    """Return how many faults axe finds on every page, in two themes at three widths."""
    from tests.web.looking import faults

    made, told = [], []
    for name, (path, cookie) in pages.items():
        cookies = [{"name": cookie[0], "value": cookie[1], "url": url}] if cookie else None
        found = faults(browser, url + path, cookies=cookies)
        told += [f"{name}: {fault}" for fault in found]
        made.append(
            figure(
                f"G13 {name}: axe, overflow, other hosts; 2 themes x 3 widths",
                [len(found)],
                "faults",
                at_most=0,
                digits=0,
            )
        )
    return made, told


def without_script(browser, url, path, cookie):
    """Return whether Satu Layar tells everything without a script."""
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": url}])
    page = context.new_page()
    page.goto(url + path)
    tells = (
        bool(page.inner_text("h1").strip())
        and page.locator("svg").count() > 0
        and page.locator("table").count() > 0
    )
    context.close()
    return tells


def fill_desk():
    """Put reports on the desk until 500 wait."""
    from django.utils import timezone

    from kentongan.reports import actions
    from kentongan.reports.draft import Draft
    from kentongan.reports.models import Report
    from kentongan.rules.authority import PUBLIC

    missing = KEY_ROWS - Report.objects.filter(answered_at__isnull=True).count()
    for number in range(max(0, missing)):
        draft = Draft(channel="api", event_form="E04", when="kini", region="35.08.05", text=f"Uji {number}")
        actions.receive(client_id=f"bench-desk-{number}", draft=draft, by=PUBLIC, at=timezone.now())


def keydown(browser, url, cookie):
    """Return the 98th percentile of a key's way to the next picture on a desk of 500 rows, and how many rows."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": url}])
    page = context.new_page()
    page.goto(url + "/meja", wait_until="load")
    rows = page.locator("[data-row]").count()
    page.evaluate(
        "() => { window.keys = []; new PerformanceObserver((list) => { for (const one of list.getEntries())"
        " if (one.name === 'keydown') window.keys.push(one.duration); })"
        ".observe({ type: 'event', durationThreshold: 16, buffered: true }); }"
    )
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    presses = 100
    for number in range(presses):
        page.keyboard.press("k" if number % 5 == 4 else "j")
        page.wait_for_timeout(120)
    page.wait_for_timeout(1_000)
    seen = page.evaluate("window.keys")
    context.close()
    times = sorted([*seen, *[16] * (presses - len(seen))])
    return times[int(len(times) * 0.98)], rows


def lay_out(data):
    """Prepare the demonstration in a folder, as start.py does."""
    subprocess.run([sys.executable, "-m", "kentongan", "prepare", "--demo"], cwd=ROOT, check=True)
    return data


def main():
    """Measure everything and write it down."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--data", type=Path, help="a data folder with the demonstration; made anew without")
    words.add_argument("--runs", type=int, default=3, help="how often Lighthouse looks at each page")
    words.add_argument("--out", type=Path)
    wanted = words.parse_args()
    if not CHROMIUM:
        raise Missing("bench-pages needs chromium: apt install chromium")
    program = install_lighthouse()
    with tempfile.TemporaryDirectory(prefix="kentongan-bench-") as folder:
        data = (wanted.data or Path(folder)).resolve()
        os.environ["KENTONGAN_DATA"] = str(data)
        os.environ.setdefault("KENTONGAN_SECRET_KEY", secrets.token_urlsafe(64))
        os.environ["DJANGO_SETTINGS_MODULE"] = "kentongan.settings"
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread
        lay_out(data)
        return measure(program, data, wanted)


def measure(program, data, wanted):
    """Measure the prepared site."""
    from kentongan.sqlite import use_modern_sqlite

    use_modern_sqlite()
    import django

    django.setup()
    from django.db import connections
    from playwright.sync_api import sync_playwright

    from kentongan.cases.models import Case

    operator, head = cookie_of("operator"), cookie_of("kepala")
    case = Case.objects.filter(sensitivity="T", restricted=False).order_by("-opened_at", "id").first()
    pages = {
        "start": ("/", None),
        "lapor": ("/lapor", None),
        "kode": ("/kode", None),
        "meja": ("/meja", operator),
        **({"kasus": (f"/kasus/{case.pk}", operator)} if case else {}),
        "situasi": ("/situasi", head),
    }
    with site(data) as url, sync_playwright() as driver:
        found = looked_at(program, url, pages, wanted.runs)
        figures = lighthouse_figures(found)
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split()[1:])
        figures.append(
            figure(
                "G11 /situasi without a script",
                [without_script(browser, url, "/situasi", head)],
                "yes",
                at_least=1,
                digits=0,
            )
        )
        found_by_axe, faults = axe_figures(browser, url, pages)
        figures += found_by_axe
        figures += phone.figures(browser, url, data / "kentongan.sqlite3")
        fill_desk()
        connections.close_all()
        slowest, rows = zip(*[keydown(browser, url, operator) for _ in range(wanted.runs)], strict=True)
        figures.append(
            figure(
                f"G8 /meja, key to picture, p98, {min(rows)} rows, 4x slower",
                slowest,
                "ms",
                at_most=100,
                digits=0,
            )
        )
        browser.close()
    missed = write("pages", "just bench-pages", sorted(figures, key=by_gate), place=wanted.out, faults=faults)
    print("\n".join(faults))
    return missed


def by_gate(one):
    """Order figures by the number of their gate."""
    gate = one["name"].split(" ")[0]
    return (int(gate[1:]) if gate[0] == "G" and gate[1:].isdigit() else 99, one["name"])


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Missing as missing:
        sys.exit(str(missing))
