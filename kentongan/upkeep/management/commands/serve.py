"""`kentongan serve`: the web server, the loop and the night watch, side by side, until Ctrl-C."""

import fcntl
import json
import logging
import os
import socket
import sys
import webbrowser
from argparse import ArgumentParser
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from kentongan.upkeep.preparation import prepare
from kentongan.upkeep.refusals import refused
from kentongan.upkeep.supervisor import Child, GaveUp, Supervisor

WORKERS = 1
THREADS = 24
"""So many requests are worked on at once: reports that come together are written together (docs/decisions/0042)."""
PATIENCE_S = 1.0
"""How long one look for the first page may hold the supervisor up."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Command(BaseCommand):
    """Serves until asked to stop."""

    help = "Jalankan layanan: web dan putaran waktu. / Run the service: the web server and the loop."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address and what to do around the start."""
        parser.add_argument("--host", default="127.0.0.1", help="alamat / address (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port (8000)")
        parser.add_argument("--workers", type=int, default=WORKERS, help="proses web / web processes")
        parser.add_argument(
            "--prepare",
            action="store_true",
            help="perbarui tabel dan berkas dulu / update tables and files first",
        )
        parser.add_argument(
            "--demo", action="store_true", help="peragaan: tampilkan akun / demonstration: show the logins"
        )
        parser.add_argument("--browser", action="store_true", help="buka peramban / open a browser")

    def handle(self, *_: object, **options: object) -> None:
        """Check, prepare, start both processes, and end them together."""
        logging.basicConfig(format="%(asctime)s %(name)s %(message)s")
        host, port = str(options["host"]), int(str(options["port"]))
        if host not in LOOPBACK and not settings.PRODUCTION:
            raise CommandError(
                "Peragaan hanya melayani komputer ini sendiri; untuk jaringan, setel KENTONGAN_PRODUCTION=1."
            )
        data = Path(settings.DATA_DIR)
        data.mkdir(parents=True, exist_ok=True)
        with (data / "serve.lock").open("w") as lock:
            hold_alone(lock.fileno())
            check_port(host, port)
            if options["prepare"]:
                prepare(tell=self.stdout.write, demonstration=bool(options["demo"]))
            refuse_unsafe()
            connections.close_all()
            welcome = Welcome(self, host, port, demo=bool(options["demo"]), browser=bool(options["browser"]))
            try:
                Supervisor(children(host, port, int(str(options["workers"])))).run(welcome.when_ready)
            except GaveUp as trouble:
                raise CommandError(str(trouble)) from None
        self.stdout.write("Kentongan berhenti.")


def hold_alone(handle: int) -> None:
    """Refuse to serve a data folder that another process serves already."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CommandError("Kentongan sudah berjalan dengan folder data ini.") from None


def refuse_unsafe() -> None:
    """Refuse to serve what `kentongan check` refuses."""
    reasons = [refusal.sentence for refusal in refused(production=settings.PRODUCTION)]
    if reasons:
        raise CommandError("\n".join(["Layanan tidak dimulai:", *reasons]))


def check_port(host: str, port: int) -> None:
    """Refuse a port that something else listens on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as trouble:
            message = f"Port {port} tidak dapat dipakai ({trouble.strerror}); pilih yang lain dengan --port."
            raise CommandError(message) from None


def children(host: str, port: int, workers: int) -> list[Child]:
    """Return the three processes of the service; no access log, for it would hold addresses of reporters."""
    web = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *(
            "--blocking-threads",
            str(THREADS),
            "--backlog",
            "1024",
            "--log-level",
            "error",  # a worker that falls is one; a warning would only be that our threads are many
            "--no-access-log",
        ),
        *("--respawn-failed-workers", "--workers-kill-timeout", "5", "kentongan.web.wsgi:application"),
    ]
    ours = [sys.executable, "-m", "kentongan"]
    return [Child("web", web), Child("putaran", [*ours, "beat"]), Child("penjaga malam", [*ours, "night"])]


class Welcome:
    """Says once, when the service answers, where it is and who may log in."""

    def __init__(self, command: BaseCommand, host: str, port: int, *, demo: bool, browser: bool) -> None:
        """Remember what to say."""
        self.command, self.host, self.port, self.demo, self.browser = command, host, port, demo, browser
        self.said = False

    def when_ready(self) -> None:
        """Say it as soon as a page comes: whoever reads it then need not wait for the first one."""
        if self.said:
            return
        line = HTTPConnection(self.host, self.port, timeout=PATIENCE_S)
        try:
            line.request("GET", "/lapor", headers={"Host": settings.ALLOWED_HOSTS[0]})
            line.getresponse()
        except (OSError, HTTPException):
            return
        finally:
            line.close()
        self.said = True
        address = f"http://{'localhost' if self.host in LOOPBACK else self.host}:{self.port}/"
        self.command.stdout.write(f"\nKentongan: {address}\n")
        if self.demo:
            self.show_logins()
        self.command.stdout.write("Ctrl-C menghentikan semuanya. / Ctrl-C stops everything.\n")
        self.command.stdout.flush()
        if self.browser and not os.environ.get("SSH_CONNECTION"):
            webbrowser.open(address)

    def show_logins(self) -> None:
        """List one login per role, as the demonstration wrote them down."""
        listed = Path(settings.DATA_DIR) / "demo-logins.json"
        if not listed.exists():
            return
        self.command.stdout.write("\nAkun peragaan, satu per peran / demonstration logins, one per role:\n")
        for row in json.loads(listed.read_text()):
            self.command.stdout.write(
                f"  {row['role']:<14} {row['username']:<24} {row['password']:<18} {row['name']}\n"
            )
