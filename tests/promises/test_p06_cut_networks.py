"""P6, server half: whatever the network does to a phone's tries, every report told arrives once, as it was told."""

import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from kentongan.reports import actions as reports
from kentongan.reports.draft import Draft
from kentongan.reports.models import Report
from kentongan.rules.authority import PUBLIC
from kentongan.upkeep.management.commands.serve import THREADS
from tests.promises import phone_queue
from tests.promises.networks import FAULTS, SERVER_ADDRESS, Networks, networks
from tests.promises.phone_queue import Answer, Died, Entry, PhoneQueue
from tests.promises.report import amount, promise_report
from tests.promises.senders import look
from tests.promises.weak_server import FORGETFUL, forgetful
from tests.promises.writes import lay_out_regions
from tests.service import ROOT, Service

pytestmark = pytest.mark.promise

REPORTS, PHONES = amount(1_000, 50_000), 100
REPORTS_SABOTAGED, PHONES_SABOTAGED = 150, 50
"""With 50 reports the network now and then did not break where a defect lies."""
MACHINES = amount(60, 2_000)
STEPS = 20
STATEMENT = "laporan dari HP sampai tepat satu kali lewat jaringan yang putus-putus"
FAULT_S, REST_S = (0.6, 1.6), (0.2, 0.8)
TROUBLE_S, LONGEST_S = amount(20, 3_600), amount(240, 4 * 3_600)
AT = datetime(2026, 11, 21, 3, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Outcome:
    """What the phones told against what the office has."""

    told: int
    lost: int
    doubled: int
    changed: int
    broken_tries: int
    deaths: int
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def failures(self) -> int:
        """Return how often the promise was broken."""
        return self.lost + self.doubled + self.changed


def compare(
    seen: list[tuple[str, str]], codes: dict[str, str], rows: list[tuple[str, str]]
) -> tuple[int, int, int]:
    """Count what is lost, what is there twice, and what is there under a code the phone does not know."""
    found: dict[str, list[str]] = {}
    for code, text in rows:
        found.setdefault(text, []).append(code)
    lost = sum(text not in found for _id, text in seen)
    doubled = sum(len(held) > 1 for held in found.values())
    changed = sum(codes.get(entry, "") not in found.get(text, [""]) for entry, text in seen)
    return lost, doubled, changed


@dataclass
class Away:
    """A service behind the wire, and phones on the other side of it."""

    wires: Networks
    service: Service
    known: set[tuple[str, str, str]] = field(default_factory=set)

    def send(self, *, count: int, phones: int, seed: int, saboteur: str = "") -> Outcome:
        """Let phones send while the network between them and the service fails in every way."""
        url = f"http://{SERVER_ADDRESS}:{self.service.port}"
        words = ["tests.promises.phones_away", url, str(phones), str(count), str(seed), saboteur]
        away = subprocess.Popen(
            self.wires.inside(self.wires.phone, sys.executable, "-m", *words),
            cwd=ROOT,
            env=self.service.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            faults = trouble(self.wires, away)
            said = json.loads(away.communicate(timeout=LONGEST_S)[0])
        finally:
            away.kill()
            away.wait()
            self.wires.heal()
        codes = {entry["id"]: entry["code"] for entry in said["disk"]}
        lost, doubled, changed = compare([(a, b) for a, b in said["seen"]], codes, self.new_rows())
        return Outcome(len(said["seen"]), lost, doubled, changed, said["broken"], said["deaths"], faults)

    def new_rows(self) -> list[tuple[str, str]]:
        """Return code and text of what came since the last look."""
        found = set(look(self.service).rows)
        new, self.known = found - self.known, found
        return [(code, text) for _key, code, text in new]


def serve_inside(wires: Networks, service: Service) -> None:
    """Start the real web server in the namespace of the server, and wait for it."""
    service.extra["KENTONGAN_HOSTS"] = SERVER_ADDRESS
    words = f"--interface wsgi --host {SERVER_ADDRESS} --port {service.port} --blocking-threads {THREADS} --log-level warning"
    command = [sys.executable, "-m", "granian", *words.split(), "tests.promises.weak_server:application"]
    service.processes.append(
        subprocess.Popen(
            wires.inside(wires.server, *command), cwd=ROOT, env=service.environment, start_new_session=True
        )
    )
    probe = f"import socket; socket.create_connection(('{SERVER_ADDRESS}', {service.port}), 1)"
    end = time.monotonic() + 30
    while subprocess.run(
        wires.inside(wires.phone, sys.executable, "-c", probe), capture_output=True, check=False
    ).returncode:
        assert time.monotonic() < end, "the service did not start"


@contextmanager
def behind(wires: Networks, furnished: Service, data: Path, **more: str) -> Iterator[Away]:
    """Serve a copy of the furnished data on the far side of the wire."""
    service = furnished.copy_to(data)
    service.extra |= more
    try:
        serve_inside(wires, service)
        yield Away(wires, service)
    finally:
        service.remove()


def trouble(wires: Networks, away: "subprocess.Popen[str]") -> Counter[str]:
    """Break the network in one way after the other, for a while or until the phones have nothing left to send."""
    rng = random.Random(6)
    done: Counter[str] = Counter()
    end = time.monotonic() + TROUBLE_S
    while away.poll() is None and time.monotonic() < end:
        fault = FAULTS[done.total() % len(FAULTS)]
        getattr(wires, fault)()
        done[fault] += 1
        time.sleep(rng.uniform(*FAULT_S))
        wires.heal()
        time.sleep(rng.uniform(*REST_S))
    return done


def test_reports_over_cut_networks_arrive_once(furnished: Service, tmp_path: Path) -> None:
    few: dict[str, Any] = {"count": REPORTS_SABOTAGED, "phones": PHONES_SABOTAGED}
    with networks() as wires:
        with behind(wires, furnished, tmp_path / "honest") as away:
            found = away.send(count=REPORTS, phones=PHONES, seed=6)
            weak = [away.send(**few, seed=7 + n, saboteur=one) for n, one in enumerate(phone_queue.SABOTEURS)]
        with behind(wires, furnished, tmp_path / "weak", **FORGETFUL) as away:
            weak.append(away.send(**few, seed=6))

    print(f"P6 over networks: {found}")
    assert found.told == REPORTS
    assert min(found.faults[fault] for fault in FAULTS) > 0
    assert found.broken_tries > 0, "no try ever failed: the network was too good"
    assert found.deaths > 0
    promise_report(
        "P6",
        cases=found.told,
        failures=found.failures,
        saboteurs_caught=sum(one.failures > 0 for one in weak),
        saboteurs=len(weak),
        statement=STATEMENT,
    )


FATES = (
    "arrives",
    "request lost",
    "answer lost",
    "our fault",
    "busy",
    "hotspot",
    "proxy",
    "dies before",
    "dies after",
)


class Tries(RuleBasedStateMachine):
    """One phone, the real endpoint, and everything that may happen between them."""

    saboteur = ""
    machines = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).machines += 1
        self.rng = random.Random(type(self).machines)
        self.queue = PhoneQueue({}, self.rng, self.saboteur)
        self.client = Client(headers={"Accept": "application/json"})
        self.now = 0.0
        self.fates: list[str] = []
        self.writes_left: int | None = None
        self.seen: dict[str, str] = {}

    @rule(dies=st.booleans())
    def tell(self, dies: bool) -> None:
        """Tell a report; the phone may go off before it is kept, and then no code was shown."""
        text = f"Lempar batu di lapangan, {self.rng.getrandbits(64)}."
        self.queue.disk_writes = self.die if dies else self.live
        try:
            entry = self.queue.tell(text, now=self.now)
        except Died:
            return
        finally:
            self.queue.disk_writes = self.live
        self.seen[entry.id] = text

    @precondition(lambda self: self.queue.disk)
    @rule(
        fates=st.lists(st.sampled_from(FATES), min_size=1, max_size=4),
        everything=st.booleans(),
        last_write=st.none() | st.integers(0, 5),
    )
    def send(self, fates: list[str], everything: bool, last_write: int | None) -> None:
        """Send what waits; each request meets its fate, and the phone may go off before any write."""
        self.fates = list(fates)
        self.writes_left = last_write
        self.queue.disk_writes = self.die_at_last
        try:
            self.queue.send(self.meet, now=self.now, everything=everything)
        except Died:
            self.queue = PhoneQueue(self.queue.disk, self.rng, self.saboteur)
        self.queue.disk_writes = self.live

    @rule(seconds=st.sampled_from((1, 60, 3_600)))
    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self.now += seconds

    @precondition(lambda self: self.queue.unsent())
    @rule()
    def somebody_else_uses_the_code(self) -> None:
        """Give the code of a waiting report to another report, unless the office has it already."""
        code = self.queue.unsent()[0].code
        if not Report.objects.filter(code=code).exists():
            draft = Draft(
                channel="hp", event_form="E04", when="kini", text=f"Laporan lain {code}.", code=code
            )
            reports.receive(client_id=code, draft=draft, by=PUBLIC, at=AT)

    def meet(self, entry: Entry) -> Answer | None:
        """Send one request to its fate."""
        fate = self.fates.pop(0) if self.fates else "arrives"
        if fate == "dies before":
            raise Died
        if fate in UNTOUCHED:
            return UNTOUCHED[fate]
        answer = self.posted(entry)
        if fate == "dies after":
            raise Died
        return None if fate == "answer lost" else answer

    def posted(self, entry: Entry) -> Answer:
        """Post to the real endpoint."""
        fields = {"kejadian": "ribut", "kapan": "kini", "cerita": entry.text, "kode": entry.code}
        answer = self.client.post("/lapor", fields)
        return Answer(answer.status_code, answer.json(), float(answer.headers.get("Retry-After", 0)))

    def live(self, _entry: Entry) -> None:
        """Write in peace."""

    def die_at_last(self, _entry: Entry) -> None:
        """Go off when the writes are used up."""
        if self.writes_left == 0:
            raise Died
        if self.writes_left is not None:
            self.writes_left -= 1

    def die(self, _entry: Entry) -> None:
        """Go off before the write."""
        raise Died

    def teardown(self) -> None:
        """Give the phone a good network at last, and look."""
        for _try in range(4):
            self.queue.send(self.posted, now=self.now, everything=True)
        texts = list(self.seen.values())
        rows = list(Report.objects.filter(text__in=texts).values_list("code", "text"))
        codes = {entry.id: entry.code for entry in self.queue.disk.values()}
        assert compare(list(self.seen.items()), codes, rows) == (0, 0, 0)
        assert not self.queue.unsent()


UNTOUCHED = {
    "request lost": None,
    "our fault": Answer(500, {}),
    "busy": Answer(429, {"kode": "busy", "kalimat": "Sedang ramai."}, 30),
    "hotspot": Answer(200, {}),
    "proxy": Answer(403, {}),
}


def broken_by(saboteur: str, machines: int) -> bool:
    """Let machines run and say whether one of them broke the promise."""
    weak = type("Weak", (Tries,), {"saboteur": saboteur, "machines": 0})
    return_early = settings(
        max_examples=machines,
        stateful_step_count=STEPS,
        database=None,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate,),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    try:
        run_state_machine_as_test(weak, settings=return_early)
    except AssertionError as error:
        print(f"P6 {saboteur}: {error}")
        return True
    return False


@pytest.mark.django_db
def test_every_try_of_a_phone_ends_in_one_report(monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out_regions()

    is_broken = broken_by("", MACHINES)
    caught = sum(broken_by(saboteur, 200) for saboteur in phone_queue.SABOTEURS)
    monkeypatch.setattr(reports, "receive", forgetful(reports.receive))
    caught += broken_by("", 200)

    promise_report(
        "P6",
        cases=MACHINES,
        failures=int(is_broken),
        saboteurs_caught=caught,
        saboteurs=len(phone_queue.SABOTEURS) + 1,
        statement=STATEMENT,
    )
