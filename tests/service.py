"""A running Kentongan for tests: web server, loop and database of its own, in a folder that goes away."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from kentongan.upkeep.management.commands.serve import THREADS

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "kentongan.sqlite3"
ONE_AFTER_THE_OTHER = """
import json, sys
from kentongan.sqlite import use_modern_sqlite
use_modern_sqlite()
import django
django.setup()
from django.core.management import call_command
for words in json.loads(sys.argv[1]):
    call_command(*words)
"""


def free_port() -> int:
    """Return a port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Service:
    """One data folder, its database, and the processes that serve it."""

    data: Path
    database: str = ""
    port: int = field(default_factory=free_port)
    extra: dict[str, str] = field(default_factory=dict)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return the address of the start page, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Return the settings that every process of this service gets."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("KENTONGAN_")}
        own |= {
            "KENTONGAN_DATA": str(self.data),
            "KENTONGAN_SECRET_KEY": "for-a-test-" + "k" * 50,
            "TZ": "UTC",
        }
        if self.database:
            own["KENTONGAN_DATABASE"] = self.database
        return own | self.extra

    def command(self, *words: str, check: bool = True, **more: str) -> subprocess.CompletedProcess[str]:
        """Run one `kentongan` command on this data."""
        return subprocess.run(
            [sys.executable, "-m", "kentongan", *words],
            cwd=ROOT,
            env=self.environment | more,
            capture_output=True,
            text=True,
            check=check,
        )

    def commands(self, *several: tuple[str, ...]) -> None:
        """Run commands of Django one after the other in one process: each start of a process costs seconds."""
        subprocess.run(
            [sys.executable, "-c", ONE_AFTER_THE_OTHER, json.dumps(several)],
            cwd=ROOT,
            env=self.environment | {"DJANGO_SETTINGS_MODULE": "kentongan.settings"},
            capture_output=True,
            check=True,
        )

    def start(self, *, loop: bool = False, workers: int = 1) -> None:
        """Start the web server, wait until it answers, and start the loop when asked."""
        words = [
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--workers",
            str(workers),
        ]
        words += ["--blocking-threads", str(THREADS), "--log-level", "warning", "--workers-kill-timeout", "3"]
        self.launch("granian", *words, "kentongan.web.wsgi:application")
        if loop:
            self.launch("kentongan", "beat")
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        message = "the service did not start"
        raise TimeoutError(message)

    def launch(self, module: str, *words: str) -> subprocess.Popen[bytes]:
        """Start one process in a group of its own."""
        process = subprocess.Popen(
            [sys.executable, "-m", module, *words], cwd=ROOT, env=self.environment, start_new_session=True
        )
        self.processes.append(process)
        return process

    def stop(self) -> None:
        """End all processes politely, then for certain."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
        self.kill()

    def kill(self) -> None:
        """End all processes with everything they started, at once, as a power cut would."""
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, 9)
            process.wait()
        self.processes.clear()

    def copy_to(self, data: Path) -> "Service":
        """Return a stopped service on a copy of this one's data and database."""
        shutil.copytree(self.data, data)
        return Service(data, copy_database(self.database) if self.database else "", extra=dict(self.extra))

    def remove(self) -> None:
        """Stop and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)
        if self.database:
            in_maintenance(self.database, f'DROP DATABASE IF EXISTS "{name_of(self.database)}" WITH (FORCE)')


def name_of(address: str) -> str:
    """Return the name of the database in its address."""
    return urlsplit(address).path.lstrip("/")


def named(address: str, name: str) -> str:
    """Return the address of another database on the same server."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def in_maintenance(address: str, statement: str) -> None:
    """Run one statement from PostgreSQL's own database."""
    with psycopg.connect(named(address, "postgres"), autocommit=True) as connection:
        connection.execute(statement.encode())


def new_database(address: str) -> str:
    """Make an empty database beside this one and return its address."""
    name = f"site_{uuid.uuid4().hex[:12]}"
    in_maintenance(address, f'CREATE DATABASE "{name}"')
    return named(address, name)


def copy_database(address: str) -> str:
    """Make a copy of this database and return its address."""
    name = f"site_{uuid.uuid4().hex[:12]}"
    in_maintenance(address, f'CREATE DATABASE "{name}" TEMPLATE "{name_of(address)}"')
    return named(address, name)
