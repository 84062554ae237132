"""Measures the pages against the budgets G1-G16 on the demonstration kabupaten. `just bench-pages`.

Lighthouse (installed by name into node_modules, which git ignores) gives bytes, LCP, CLS and its scores under applied
throttling; Playwright drives the same chromium for taps, the queue, keys and axe. Writes bench/results/pages.json and
ends with 1 when a gate is missed.
"""

import argparse
import json
import os
import re
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
PUBLIC = {"start", "lapor", "kode"}
# What anybody may open; who bears a role in the demonstration where the login is not called as the role.
OPEN = ("/", "/lapor", "/kode", "/akun/login/")
ACCOUNTS = {"pimpinan": "bupati"}
HREF = re.compile(r'href="(/[^"#]*)["#]')
PARTS = ("loading", "scriptless", "axe", "phone", "keys")


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
        ended = subprocess.run(
            command, env=environment, check=False, capture_output=True, text=True, timeout=AWAIT_S
        )
        if ended.returncode:
            raise Missing(f"Lighthouse could not look at {address}: {ended.stderr[-2000:]}")
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


# Page, network, what Lighthouse says, name of the figure, unit, what it may be at most, digits.
GATES = (
    ("lapor", "S4G", "bytes", "G1 /lapor, first load, all requests", "bytes", 25_000, 0),
    ("lapor", "S4G", "lcp_s", "G2 /lapor, LCP on slow 4G", "s", 1.2, 2),
    ("lapor", "R3G", "lcp_s", "G2 /lapor, LCP on 3G", "s", 2.0, 2),
    ("lapor", "EDGE", "lcp_s", "G2 /lapor, LCP on EDGE", "s", 2.5, 2),
    ("meja", "S4G", "usable_s", "G8 /meja, usable on slow 4G", "s", 2.0, 2),
    ("situasi", "S4G", "bytes", "G11 /situasi, all requests", "bytes", 40_000, 0),
    ("situasi", "S4G", "lcp_s", "G11 /situasi, LCP on slow 4G", "s", 1.2, 2),
)


def lighthouse_figures(found):
    """Return the gates that Lighthouse judges, of the pages it has looked at."""
    made = [
        figure(name, [one[what] for one in found[page, network]], unit, at_most=most, digits=digits)
        for page, network, what, name, unit, most, digits in GATES
        if (page, network) in found
    ]
    for (name, network), looks in found.items():
        if network == "S4G":
            made += figures_of_page(name, looks)
    return made


def figures_of_page(name, looks):
    """Return what is asked of every page: G13 and G16."""

    def of(what):
        return [one[what] for one in looks]

    least = 95 if name in PUBLIC else 85
    strangers = [sum(len(one["strangers"]) for one in looks)]
    return [
        figure(f"{name}: bytes on the wire", of("bytes"), "bytes", digits=0),
        figure(f"{name}: LCP on slow 4G", of("lcp_s"), "s"),
        figure(f"G13 {name}: Lighthouse performance", of("performance"), "", at_least=least, digits=0),
        figure(f"G13 {name}: Lighthouse accessibility", of("accessibility"), "", at_least=100, digits=0),
        figure(f"G16 {name}: layout shift", of("cls"), "", at_most=0.02, digits=3),
        figure(f"G16 {name}: requests to other hosts", strangers, "", at_most=0, digits=0),
    ]


def walked():
    """Return the pages of every role's menu, opened by that role, and once each kind of page one link behind them.

    Beside address and cookie stands whether this kind of page has been looked at for somebody else already.
    """
    from django.test import Client

    from kentongan.web.navigation import MENUS

    pages, known = {}, set()
    menus = {"anybody": OPEN} | {role: [one.path for one in items] for role, items in MENUS.items()}
    for role, offered in menus.items():
        client, cookie = Client(SERVER_NAME="127.0.0.1"), None
        if role != "anybody":
            cookie = cookie_of(ACCOUNTS.get(role, role))
            client.cookies[cookie[0]] = cookie[1]
        for path in offered:
            pages[f"{kind_of(path)} ({role})"] = (path, cookie, kind_of(path) in known)
            known.add(kind_of(path))
        for path in offered:
            for link in HREF.findall(client.get(path).content.decode()):
                kind = kind_of(link)
                if kind and kind not in known and is_page(client.get(link)):
                    pages[f"{kind} ({role})"] = (link, cookie, False)
                    known.add(kind)
    return pages


def kind_of(path):
    """Return the name of what answers at an address of ours; empty for files."""
    from django.urls import Resolver404, resolve

    try:
        return resolve(path.split("?")[0]).view_name
    except Resolver404:
        return ""


def is_page(answer):
    """Say whether an answer is a page to be looked at, not a file and not the way to another."""
    return answer.status_code == 200 and answer["Content-Type"].startswith("text/html")


def axe_figures(browser, url, pages):
    """Return how many faults axe finds on the pages of each role, in two themes at three widths, and say which.

    A page that somebody else has been shown already is looked at twice: small and light, large and dark.
    """
    from tests.web.looking import VIEWS, faults

    told, by_role = [], {}
    for name, (path, cookie, is_known) in pages.items():
        cookies = [{"name": cookie[0], "value": cookie[1], "url": url}] if cookie else None
        views = (VIEWS[0], VIEWS[-1]) if is_known else VIEWS
        found = faults(browser, url + path, cookies=cookies, views=views)
        print(f"  axe {name:<40} {len(found)}", flush=True)
        told += [f"{name}: {fault}" for fault in found]
        by_role.setdefault(name.split(" ")[1].strip("()"), []).append(len(found))
    made = [
        figure(
            f"G13 axe, overflow, other hosts: {len(counts)} pages of {role}",
            [sum(counts)],
            "faults",
            at_most=0,
            digits=0,
        )
        for role, counts in by_role.items()
    ]
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


def key_figure(browser, url, cookie, runs):
    """Return G8: how long a key takes to the next picture when the desk is full."""
    from django.db import connections

    fill_desk()
    connections.close_all()
    slowest, rows = zip(*[keydown(browser, url, cookie) for _ in range(runs)], strict=True)
    name = f"G8 /meja, key to picture, p98, {min(rows)} rows, 4x slower"
    return figure(name, slowest, "ms", at_most=100, digits=0)


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
    words.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="measure these parts alone")
    words.add_argument(
        "--pages", nargs="+", metavar="NAME", help="load and look at these pages alone, such as meja"
    )
    words.add_argument("--out", type=Path)
    wanted = words.parse_args()
    if not CHROMIUM:
        raise Missing("bench-pages needs chromium: apt install chromium")
    program = install_lighthouse() if "loading" in wanted.only else ""
    with tempfile.TemporaryDirectory(prefix="kentongan-bench-") as folder:
        data = (wanted.data or Path(folder)).resolve()
        os.environ["KENTONGAN_DATA"] = str(data)
        os.environ.setdefault("KENTONGAN_SECRET_KEY", secrets.token_urlsafe(64))
        os.environ["DJANGO_SETTINGS_MODULE"] = "kentongan.settings"
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread
        lay_out(data)
        return measure(program, data, wanted)


def measure(program, data, wanted):
    """Measure the prepared site and write the figures down; a part of them is only printed."""
    from kentongan.sqlite import use_modern_sqlite

    use_modern_sqlite()
    import django

    django.setup()
    from playwright.sync_api import sync_playwright

    cookies = {name: cookie_of(name) for name in ("operator", "kepala")}
    figures, faults = [], []
    with site(data) as url, sync_playwright() as driver:
        if "loading" in wanted.only:
            pages = chosen(loaded(cookies), wanted.pages)
            figures += lighthouse_figures(looked_at(program, url, pages, wanted.runs))
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split()[1:])
        if "scriptless" in wanted.only:
            tells = without_script(browser, url, "/situasi", cookies["kepala"])
            figures.append(figure("G11 /situasi without a script", [tells], "yes", at_least=1, digits=0))
        if "axe" in wanted.only:
            of_axe, faults = axe_figures(browser, url, chosen(walked(), wanted.pages))
            figures += of_axe
        if "phone" in wanted.only:
            figures += phone.figures(browser, url, data / "kentongan.sqlite3")
        if "keys" in wanted.only:
            figures.append(key_figure(browser, url, cookies["operator"], wanted.runs))
        browser.close()
    is_whole = tuple(wanted.only) == PARTS and not wanted.pages
    place = wanted.out or (None if is_whole else data / "part-of-pages.json")
    missed = write("pages", "just bench-pages", sorted(figures, key=by_gate), place=place, faults=faults)
    print("\n".join(faults))
    return missed


def chosen(pages, names):
    """Return the pages with these names, or all of them."""
    return {name: page for name, page in pages.items() if not names or name in names}


def loaded(cookies):
    """Return the pages whose loading is measured: the address, and who opens it."""
    from kentongan.cases.models import Case

    case = Case.objects.filter(sensitivity="T", restricted=False).order_by("-opened_at", "id").first()
    return {
        "start": ("/", None),
        "lapor": ("/lapor", None),
        "kode": ("/kode", None),
        "meja": ("/meja", cookies["operator"]),
        **({"kasus": (f"/kasus/{case.pk}", cookies["operator"])} if case else {}),
        "situasi": ("/situasi", cookies["kepala"]),
    }


def by_gate(one):
    """Order figures by the number of their gate."""
    gate = one["name"].split(" ")[0]
    return (int(gate[1:]) if gate[0] == "G" and gate[1:].isdigit() else 99, one["name"])


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Missing as missing:
        sys.exit(str(missing))
