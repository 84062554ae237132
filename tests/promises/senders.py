"""Phones that send reports over the loopback and keep each one until it is acknowledged."""

import http.client
import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
import pysqlite3

from tests.service import DATABASE, ROOT, Service

VILLAGE = "35.08.10.1001"
PATIENCE_S = 10
ACCEPTED = (200, 201)


@dataclass
class Running:
    """The service in children that may be killed."""

    process: subprocess.Popen[str]
    port: int

    def next_child(self) -> int:
        """Wait for the number of the next child."""
        assert self.process.stdout
        return int(self.process.stdout.readline())


@contextmanager
def serving(service: Service, *, children: int = 1, saboteur: str = "") -> Iterator[Running]:
    """Serve the data of a stopped service from killable children."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.promises.forkserver", str(children)],
        cwd=ROOT,
        env=service.environment | {"KENTONGAN_SABOTEUR": saboteur},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout
        yield Running(process, int(process.stdout.readline()))
    finally:
        os.killpg(process.pid, 9)
        process.communicate()


@dataclass(frozen=True)
class Rows:
    """What lies in the database."""

    rows: list[tuple[str, str, str]]
    lines: int


def look(service: Service) -> Rows:
    """Read the tables of a stopped service as they lie there: key, code and text of every report, and the lines."""
    with tables(service) as connection:
        rows = connection.execute("SELECT client_id, code, text FROM reports_report ORDER BY received_at, id")
        found = [(str(key), str(code), str(text)) for key, code, text in rows.fetchall()]
        lines = connection.execute("SELECT count(*) FROM events_event WHERE kind = 'report.received'")
        return Rows(found, int(lines.fetchone()[0]))


@contextmanager
def tables(service: Service) -> Iterator[Any]:
    """Open the database of a service by its own driver: a process with Django in it costs seconds."""
    if service.database:
        connection: Any = psycopg.connect(service.database)
    else:
        connection = pysqlite3.connect(service.data / DATABASE)
    try:
        yield connection
    finally:
        connection.close()


@dataclass(frozen=True)
class Letter:
    """One report in a phone's queue."""

    key: str
    text: str

    @classmethod
    def new(cls, rng: random.Random) -> "Letter":
        """Write a report that is like no other."""
        key = UUID(int=rng.getrandbits(128))
        return cls(str(key), f"Dua kelompok saling melempar batu di lapangan, {key}.")

    @property
    def body(self) -> str:
        """Return what is posted."""
        return json.dumps({"kejadian": "E04", "kapan": "kini", "wilayah": VILLAGE, "cerita": self.text})


def post(port: int, letter: Letter) -> tuple[int, dict[str, Any]]:
    """Post once.

    Raises:
        OSError: If the line broke.
        http.client.HTTPException: If the answer did.
    """
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        headers = {"Content-Type": "application/json", "Idempotency-Key": letter.key}
        line.request("POST", "/api/v1/laporan", letter.body, headers)
        answer = line.getresponse()
        content = answer.read()
        if answer.status >= 500 and not content.startswith(b"{"):
            return answer.status, {}
        return answer.status, json.loads(content)
    finally:
        line.close()


@dataclass
class Phone:
    """One sender; what was acknowledged is noted with its code."""

    port: int
    rng: random.Random
    stop: threading.Event
    acknowledged: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    replays: int = 0
    changed: int = 0
    refused: list[int] = field(default_factory=list)

    def run(self) -> None:
        """Send one report after the other; now and then send an old one again."""
        while not self.stop.is_set():
            letter = Letter.new(self.rng)
            self.texts[letter.key] = letter.text
            self.send_until_acknowledged(letter)
            if letter.key in self.acknowledged and self.rng.random() < 0.2:
                self.send_until_acknowledged(letter)

    def send_until_acknowledged(self, letter: Letter) -> None:
        """Send with the same key until there is a receipt, or the test ends."""
        while not self.stop.is_set():
            try:
                status, told = post(self.port, letter)
            except (OSError, http.client.HTTPException, ValueError):
                continue
            if status in ACCEPTED:
                self.note(letter, told)
                return
            self.refused.append(status)
            if status < 500:
                return
            self.stop.wait(0.05)

    def note(self, letter: Letter, told: dict[str, Any]) -> None:
        """Keep the receipt and compare it with an earlier one."""
        self.replays += bool(told["ulang"])
        self.changed += self.acknowledged.setdefault(letter.key, told["kode"]) != told["kode"]


@contextmanager
def phones(port: int, count: int, seed: int) -> Iterator[list[Phone]]:
    """Let so many phones send until the block ends."""
    stop = threading.Event()
    senders = [Phone(port, random.Random(f"{seed} {number}"), stop) for number in range(count)]
    threads = [threading.Thread(target=sender.run) for sender in senders]
    for thread in threads:
        thread.start()
    try:
        yield senders
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE_S * 2)


@dataclass(frozen=True)
class Reckoning:
    """What the phones were told against what lies in the database."""

    acknowledged: int
    lost: int
    doubled: int
    changed: int
    unlogged: int
    replays: int
    refused: int

    @property
    def broken(self) -> int:
        """Return how often the promise was broken."""
        return self.lost + self.doubled + self.changed + self.unlogged


def reckon(senders: list[Phone], found: Rows) -> Reckoning:
    """Compare; a report is recognised by its text, so that a saboteur cannot hide behind another key."""
    by_text: dict[str, list[str]] = {}
    for _key, code, text in found.rows:
        by_text.setdefault(text, []).append(code)
    told = {sender.texts[key]: code for sender in senders for key, code in sender.acknowledged.items()}
    return Reckoning(
        acknowledged=len(told),
        lost=sum(code not in by_text.get(text, []) for text, code in told.items()),
        doubled=sum(len(codes) > 1 for codes in by_text.values()),
        changed=sum(sender.changed for sender in senders),
        unlogged=abs(found.lines - len(found.rows)),
        replays=sum(sender.replays for sender in senders),
        refused=sum(len(sender.refused) for sender in senders),
    )
