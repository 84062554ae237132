"""P8: the same report sent many times at once is one report, over HTTP and below it."""

import http.client
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connections, transaction

from kentongan.events import actions as events
from kentongan.events.models import Event, Key
from kentongan.reports import actions as reports
from kentongan.reports.models import Report
from kentongan.rules.authority import PUBLIC
from kentongan.rules.refusal import Refused
from tests.promises.report import amount, promise_report
from tests.promises.senders import Letter, look, post, serving
from tests.promises.writes import draft_of, lay_out_regions
from tests.service import Service

pytestmark = pytest.mark.promise

AT_ONCE = 50
REPORTS = amount(6, 1_000)
REPORTS_SABOTAGED = 2
AT = datetime(2026, 11, 21, 3, 4, tzinfo=UTC)
STATEMENT = "laporan yang sama, 50 kali serentak, menjadi satu laporan dengan satu kode"
SABOTEURS = ("check then insert", "forget keys")
CHILDREN = 2


def all_at_once(count: int, act: Callable[[], Any]) -> list[Any]:
    """Do the same thing in so many threads, which start together, and return what each got."""
    together = threading.Barrier(count)

    def one() -> Any:
        together.wait(60)
        return act()

    with ThreadPoolExecutor(count) as pool:
        return [result.result() for result in [pool.submit(one) for _thread in range(count)]]


def send(port: int, letter: Letter) -> str:
    """Send until there is an answer, and return the code."""
    for _try in range(20):
        try:
            _status, told = post(port, letter)
        except (OSError, http.client.HTTPException):
            continue
        if "kode" in told and "ulang" in told:
            return str(told["kode"])
    return "tanpa jawaban"


def extra_rows(service: Service, *, count: int, saboteur: str = "") -> int:
    """Send each of so many reports fifty times at once; return rows and codes too many or missing."""
    rng = random.Random(8)
    letters = [Letter.new(rng) for _report in range(count)]
    codes: dict[str, set[str]] = {}
    with serving(service, children=CHILDREN, saboteur=saboteur) as running:
        for letter in letters:
            codes[letter.text] = set(all_at_once(AT_ONCE, partial(send, running.port, letter)))
    found = look(service).rows
    rows = {letter.text: [code for _key, code, text in found if text == letter.text] for letter in letters}
    return sum(len(rows[text]) != 1 or codes[text] != set(rows[text]) for text in rows)


def test_fifty_times_at_once_over_http_is_one_report(furnished: Service, tmp_path: Path) -> None:
    def tried(name: str, count: int, saboteur: str = "") -> int:
        service = furnished.copy_to(tmp_path / name)
        try:
            return extra_rows(service, count=count, saboteur=saboteur)
        finally:
            service.remove()

    failures = tried("honest", REPORTS)
    caught = sum(tried(f"weak {n}", REPORTS_SABOTAGED, s) > 0 for n, s in enumerate(SABOTEURS))
    promise_report(
        "P8",
        cases=REPORTS * AT_ONCE,
        failures=failures,
        saboteurs_caught=caught,
        saboteurs=len(SABOTEURS),
        statement=STATEMENT,
    )


def receive(client_id: str) -> str:
    """Receive a report in a thread with a connection of its own."""
    try:
        return reports.receive(client_id=client_id, draft=draft_of(1), by=PUBLIC, at=AT).code
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_the_action_itself_takes_a_report_once() -> None:
    lay_out_regions()

    codes = all_at_once(20, lambda: receive("satu-kunci-untuk-semua"))

    assert len(set(codes)) == 1
    assert Report.objects.count() == 1
    assert Event.objects.filter(kind="report.received").count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_claims_of_one_key_have_one_winner() -> None:
    def claim() -> events.Replay | None:
        try:
            with transaction.atomic():
                return events.claim_key(
                    UUID(int=8), fingerprint="a", subject_kind="report", subject_id=UUID(int=1)
                )
        finally:
            connections.close_all()

    results = all_at_once(20, claim)

    assert results.count(None) == 1
    assert results.count(events.Replay("report", UUID(int=1))) == 19
    assert Key.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_lines_written_at_once_stand_in_one_chain() -> None:
    from kentongan.events import chain, queries

    def write() -> int:
        try:
            with transaction.atomic():
                line = events.record(
                    "report.rated", subject_kind="report", subject_id=None, region="35.08", by=PUBLIC, at=AT
                )
                return line.seq
        finally:
            connections.close_all()

    numbers = all_at_once(20, write)

    assert sorted(numbers) == list(range(1, 21))
    assert chain.verify(queries.written(), [queries.head()]).faults == ()


@pytest.mark.django_db(transaction=True)
def test_one_key_with_different_contents_has_one_winner() -> None:
    contents = iter(range(10))

    def claim() -> str:
        try:
            with transaction.atomic():
                events.claim_key(
                    UUID(int=9), fingerprint=str(next(contents)), subject_kind="r", subject_id=UUID(int=1)
                )
        except Refused as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return "won"

    results = all_at_once(10, claim)

    assert sorted(results) == ["key_conflict"] * 9 + ["won"]
