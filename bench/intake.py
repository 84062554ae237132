"""Measures the intake: durable accepted reports a second over HTTP, against the barest Django insert. `just bench-intake`.

Both services run on the same server with the same settings of the database, each with the number of threads that
suits it, take turns on the same machine, and are asked by wrk (from Debian) over loopback. After each turn the rows in the database are counted: whatever was
acknowledged must be there. Writes bench/results/intake.json.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE)]

from machine import figure, write

from kentongan.sqlite import use_modern_sqlite

use_modern_sqlite()

import sqlite3

import django
import psycopg

SHARE_OF_BARE = 0.40
BARE_THREADS = 4
"""What the bare insert does best with: more of them wait for SQLite's one write lock in their sleep."""
LONGEST_WAIT_MS = 1_000
LARGEST_MEMORY_MB = 400
RUNG = "SELECT count(*) FROM events_reaction WHERE done_at IS NOT NULL"
OURS, BARE = "Kentongan", "bare insert"


@dataclass
class Turn:
    """What one turn of one service showed."""

    per_second: float
    p50_ms: float
    p99_ms: float
    max_ms: float
    memory_mb: float
    cpu_ms: float
    rung_per_second: float
    lost: int


@dataclass
class Service:
    """One of the two services, with a database of its own."""

    name: str
    application: str
    path: str
    count: str
    data: Path
    database: str
    workers: int
    threads: int
    loop: bool = False
    port: int = 0
    running: list = field(default_factory=list)

    @property
    def environment(self):
        """Return the settings of its processes."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith("KENTONGAN_")}
        prefix = "BARE" if self.name == BARE else "KENTONGAN"
        return ours | {
            f"{prefix}_DATA": str(self.data),
            f"{prefix}_DATABASE": self.database,
            "KENTONGAN_SECRET_KEY": "for-a-bench-" + "k" * 50,
            "PYTHONPATH": str(ROOT),
        }

    def start(self):
        """Start the web server with the very words of `kentongan serve`, and wait until it answers."""
        from kentongan.upkeep.management.commands import serve

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        serve.THREADS = self.threads
        web, loop, _night = serve.children("127.0.0.1", self.port, self.workers)
        self.launch([*web.command[:-1], self.application])
        if self.loop:
            self.launch(loop.command)
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise TimeoutError(f"{self.name} did not start")

    def launch(self, command):
        """Start one process in a group of its own."""
        self.running.append(
            subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        )

    def stop(self):
        """End it with everything it started."""
        for process in self.running:
            process.terminate()
        for process in self.running:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.running.clear()

    def rows(self, mark):
        """Count what lies in the database with this mark."""
        return self.asked(self.count, f"bench-{mark}-%")

    def rung(self):
        """Count the reports for which the loop has rung."""
        return self.asked(RUNG) if self.loop else 0

    def asked(self, question, *values):
        """Return the one number the database answers with, seen from outside."""
        if self.database:
            with psycopg.connect(self.database) as there:
                return there.execute(question.replace("?", "%s"), values).fetchone()[0]
        there = sqlite3.connect(next(self.data.glob("*.sqlite3")))
        try:
            return there.execute(question, values).fetchone()[0]
        finally:
            there.close()

    def family(self):
        """Return its processes; the first one and what it started is the web server."""
        return family([process.pid for process in self.running])

    def memory_mb(self):
        """Return the resident memory of the web server and what it started; the loop is told apart."""
        return sum(resident(pid) for pid in family([self.running[0].pid])) / 2**20

    def cpu_s(self):
        """Return the processor time that the web server has used."""
        return sum(used(pid) for pid in family([self.running[0].pid]))


def family(pids):
    """Return these processes and everything they started."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(words[1]), []).append(int(stat.parent.name))
    found, ahead = [], list(pids)
    while ahead:
        found.append(ahead.pop())
        ahead += parents.get(found[-1], [])
    return found


def resident(pid):
    """Return the resident memory of one process in bytes."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def used(pid):
    """Return the processor time that one process has used, in seconds."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def turn(service, *, seconds, connections):
    """Let wrk ask one service for a while, and look into its database afterwards."""
    mark = uuid4().hex[:12]
    peaks, ended = [0.0], threading.Event()

    def watch():
        while not ended.wait(0.25):
            peaks.append(service.memory_mb())

    watcher = threading.Thread(target=watch)
    before_s, rung_before = service.cpu_s(), service.rung()
    watcher.start()
    done = subprocess.run(
        [
            *("wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s"),
            *("-s", str(HERE / "reports.lua"), f"http://127.0.0.1:{service.port}"),
        ],
        env=os.environ | {"BENCH_MARK": mark, "BENCH_PATH": service.path},
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 60,
    )
    ended.set()
    watcher.join()
    told = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("RESULT"))[7:])
    if told["other"] or told["socket_errors"]:
        raise RuntimeError(f"{service.name} refused reports: {told}")
    time.sleep(0.5)  # answers that wrk no longer waited for
    return Turn(
        per_second=told["accepted"] / told["seconds"],
        p50_ms=told["p50_ms"],
        p99_ms=told["p99_ms"],
        max_ms=told["max_ms"],
        memory_mb=max(peaks),
        cpu_ms=(service.cpu_s() - before_s) * 1e3 / max(1, told["accepted"]),
        rung_per_second=(service.rung() - rung_before) / told["seconds"],
        lost=max(0, told["accepted"] - service.rows(mark)),
    )


def lay_out(folder, database_of, workers, threads):
    """Make both services with their tables; ours with all regions of Indonesia."""
    bare = Service(
        BARE,
        "bench.bare:application",
        "/insert",
        "SELECT count(*) FROM bare_insert WHERE key LIKE ?",
        folder / "bare",
        database_of("bare"),
        workers,
        BARE_THREADS,
    )
    ours = Service(
        OURS,
        "kentongan.web.wsgi:application",
        "/api/v1/laporan",
        "SELECT count(*) FROM reports_report WHERE client_id LIKE ?",
        folder / "ours",
        database_of("kentongan"),
        workers,
        threads,
    )
    if ours.data.exists():  # laid out by an earlier run
        return ours, bare
    for service in (bare, ours):
        service.data.mkdir(parents=True)
    subprocess.run([sys.executable, HERE / "bare.py"], cwd=ROOT, env=bare.environment, check=True)
    for words in (("migrate", "-v0"), ("load-regions",)):
        command = [sys.executable, "-m", "kentongan", *words]
        subprocess.run(command, cwd=ROOT, env=ours.environment, check=True, stdout=subprocess.DEVNULL)
    return ours, bare


def measure(services, *, pairs, seconds, connections):
    """Let the services take turns, each order as often as the other, after one turn that does not count."""
    turns = {service.name: [] for service in services}
    try:
        for service in services:
            service.start()
            turn(service, seconds=2, connections=connections)
        for number in range(pairs):
            for service in services[:: 1 if number % 2 else -1]:
                turns[service.name].append(turn(service, seconds=seconds, connections=connections))
                print(f"  {service.name:<14} {turns[service.name][-1]}", flush=True)
    finally:
        for service in services:
            service.stop()
    return turns


def figures_of(where, turns):
    """Return what a row of turns says; a target is kept or missed by its median."""
    ours, bare = turns[OURS], turns[BARE]
    shares = [one.per_second / other.per_second for one, other in zip(ours, bare, strict=True)]
    rung = [one.rung_per_second for one in ours]
    return [
        *(
            [figure(f"{where}: reports rung for meanwhile", rung, "per second", digits=0)]
            if any(rung)
            else []
        ),
        figure(f"{where}: reports accepted", [one.per_second for one in ours], "per second", digits=0),
        figure(f"{where}: bare Django inserts", [one.per_second for one in bare], "per second", digits=0),
        figure(f"{where}: share of the bare insert", shares, "", at_least=SHARE_OF_BARE, digits=3),
        figure(
            f"{where}: p99 of an answer at 200 connections",
            [one.p99_ms for one in ours],
            "ms",
            at_most=LONGEST_WAIT_MS,
            digits=0,
        ),
        figure(f"{where}: median answer", [one.p50_ms for one in ours], "ms", digits=0),
        figure(
            f"{where}: processor time of the web server",
            [one.cpu_ms for one in ours],
            "ms a report",
            digits=2,
        ),
        figure(
            f"{where}: the same of the bare insert", [one.cpu_ms for one in bare], "ms a report", digits=2
        ),
        figure(
            f"{where}: memory of the web server",
            [one.memory_mb for one in ours],
            "MB",
            at_most=LARGEST_MEMORY_MB,
            digits=0,
        ),
        figure(
            f"{where}: acknowledged and not in the database", [sum(one.lost for one in ours)], "", at_most=0
        ),
    ]


def main():
    """Measure on SQLite, with the loop beside it, and on PostgreSQL; write everything down."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kentongan.settings"
    django.setup()
    from kentongan.upkeep.management.commands import serve

    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--pairs", type=int, default=5)
    words.add_argument("--seconds", type=int, default=8)
    words.add_argument("--connections", type=int, default=200)
    words.add_argument("--workers", type=int, default=serve.WORKERS)
    words.add_argument("--threads", type=int, default=serve.THREADS)
    words.add_argument("--only", choices=("sqlite", "loop", "postgres"), action="append")
    words.add_argument("--out", type=Path)
    words.add_argument("--work", type=Path, help="a folder that stays, so that regions are loaded once")
    wanted = words.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("bench-intake needs wrk, which puts the load on: apt install wrk")
    rows = wanted.only or ["sqlite", "loop", "postgres"]
    how = {"pairs": wanted.pairs, "seconds": wanted.seconds, "connections": wanted.connections}
    figures = []
    with tempfile.TemporaryDirectory(prefix="kentongan-bench-") as fleeting:
        folder = wanted.work or Path(fleeting)
        if {"sqlite", "loop"} & set(rows):
            ours, bare = lay_out(folder, lambda _name: "", wanted.workers, wanted.threads)
            for row in rows:
                if row != "postgres":
                    ours.loop = row == "loop"
                    where = "SQLite" if row == "sqlite" else "SQLite, with the loop at work"
                    figures += figures_of(where, measure([ours, bare], **how))
        if "postgres" in rows:
            figures += on_postgres(Path(fleeting) / "pg", wanted, how)
    threads = {"threads": wanted.threads, "threads of the bare insert": BARE_THREADS}
    server = {"workers": wanted.workers, **threads, "load": "wrk, one thread", **how}
    return write("intake", "just bench-intake", figures, place=wanted.out, server=server)


def on_postgres(folder, wanted, how):
    """Measure the same on a PostgreSQL of our own."""
    from check import Postgres

    with Postgres() as server:
        names = {"bare": "bare", "kentongan": "kentongan"}
        for name in names:
            server.call("createdb", "-h", server.folder, "-U", "kentongan", name)
        ours, bare = lay_out(
            folder,
            lambda name: f"postgresql://kentongan@/{name}?host={server.folder}",
            wanted.workers,
            wanted.threads,
        )
        return figures_of("PostgreSQL", measure([ours, bare], **how))


if __name__ == "__main__":
    sys.exit(main())
