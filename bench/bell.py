"""`python -m bench.bell` measures two hundred open bells, ten of them at duty desks.

Starts the web server on a data folder of its own, lays out one kabupaten with waiting reports, logs 200
officers in, and lets each ask as often as the server tells it to, for 30 s over kept-open connections. Prints one
line of figures as JSON.
"""

import asyncio
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

DESKS, SPREAD, SECONDS, PORT = 200, 5.0, 30.0, 8977
ROOT = Path(__file__).resolve().parent.parent


def lay_out() -> list[str]:
    """Make the database, the posts and the sessions, and return the cookies of the desks."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", "--noinput", verbosity=0)
    from kentongan.events.jobs import react
    from kentongan.rules.authority import Role
    from tests import town

    town.build()
    cookies = []
    for number in range(DESKS):
        village = f"35.08.10.{2100 + number}"
        town.make_region(village, f"Desa {number}")
        account = town.appoint(
            *(Role.OPERATOR, town.KAB) if number % 20 == 0 else (Role.LURAH, village), name=f"piket-{number}"
        )
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.save()
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
        if number % 10 == 0:
            town.report(f"laporan {number}", urgency="penting", region=village)
    react(datetime.now(UTC))
    return cookies


async def desk(cookie: str, wait: float, took: list[float], until: float) -> None:
    """Ask again and again, remembering the last event."""
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    last = ""
    await asyncio.sleep(wait)
    while time.monotonic() < until:
        begun = time.monotonic()
        writer.write(
            f"GET /panggilan/aliran HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n"
            f"Last-Event-ID: {last}\r\n\r\n".encode()
        )
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = int(
            next(
                line.split(":")[1] for line in head.splitlines() if line.lower().startswith("content-length")
            )
        )
        body = (await reader.readexactly(length)).decode()
        if not head.startswith("HTTP/1.1 200"):
            raise SystemExit(head)
        took.append(time.monotonic() - begun)
        last = next((line[4:] for line in body.splitlines() if line.startswith("id: ")), last)
        await asyncio.sleep(int(body.partition("retry: ")[2].partition("\n")[0]) / 1000)
    writer.close()


async def ask_all(cookies: list[str], seconds: float) -> list[float]:
    """Let all desks ask, spread over the interval."""
    took: list[float] = []
    until = time.monotonic() + seconds
    await asyncio.gather(
        *(desk(cookie, SPREAD * number / len(cookies), took, until) for number, cookie in enumerate(cookies))
    )
    return took


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="kentongan-bell-") as folder:
        os.environ |= {"KENTONGAN_DATA": folder, "DJANGO_SETTINGS_MODULE": "kentongan.settings"}
        cookies = lay_out()
        words = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "4", "--port", str(PORT)]
        server = subprocess.Popen(
            [sys.executable, "-m", "granian", *words, "kentongan.web.wsgi:application"], cwd=ROOT,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            time.sleep(6)
            asyncio.run(ask_all(cookies, 8))
            took = sorted(asyncio.run(ask_all(cookies, SECONDS)))
        finally:
            server.terminate()
            server.wait()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures = {
        "bells": DESKS, "answers": len(took), "per_second": round(len(took) / SECONDS, 1),
        "median_ms": round(statistics.median(took) * 1000, 1), "p99_ms": round(took[int(len(took) * 0.99)] * 1000, 1),
        "server_cpu_s": round(spent.ru_utime + spent.ru_stime, 1), "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1), "machine": platform.machine(), "python": platform.python_version(),
    }  # fmt: skip
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
