"""P18: whatever is done to the written logbook shows, against one head that was noted outside."""

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from kentongan.events import actions, chain, queries, seal
from kentongan.events.chain import Anchor
from kentongan.rules.authority import Role, Seat, Standing
from tests.promises.report import amount, promise_report

pytestmark = [pytest.mark.promise, pytest.mark.django_db]

TAMPERINGS = amount(4_000, 100_000)
TAMPERINGS_IN_DATABASE = amount(60, 1_000)
LINES = 30
AT = datetime(2026, 11, 21, 3, 4, 5, 678900, tzinfo=UTC)
STATEMENT = (
    "setiap suntingan, penghapusan, penyisipan, penukaran, pemotongan, penulisan ulang buku log terlihat"
)
COLUMNS = (*chain.FIELDS[1:], "previous", "hash")  # the number itself is moved by delete, insert and swap


@dataclass(slots=True)
class Row:
    """One line as a forger holds it: plain values, quick to copy."""

    seq: int
    at: datetime
    account: UUID | None
    actor: str
    kind: str
    subject_kind: str
    subject_id: UUID | None
    region: str
    origin: str
    detail: Any
    previous: str
    hash: str


NAMES = [field.name for field in fields(Row)]
Book = list[Row]


def row_of(line: object) -> Row:
    return Row(**{name: getattr(line, name) for name in NAMES})


def write_book(rng: random.Random) -> tuple[Book, Anchor]:
    """Write a logbook as the service does and note its head outside."""
    for number in range(LINES):
        actions.record(
            rng.choice(["report.received", "report.rated", "case.moved", "report.read"]),
            subject_kind=rng.choice(["report", "case"]),
            subject_id=rng.choice([None, UUID(int=rng.getrandbits(128))]),
            region=rng.choice(["35.08", "35.08.10.1001", ""]),
            by=Standing(
                rng.choice([None, UUID(int=rng.getrandbits(128))]),
                (Seat(Role.LURAH, "35.08"),),
                "Lurah",
                "web",
            ),
            at=AT + timedelta(microseconds=rng.getrandbits(30)),
            detail={"field": rng.choice(["status", "region"]), "count": number},
        )
    return [row_of(line) for line in queries.written()], queries.head()


def changed(value: object, rng: random.Random) -> object:
    """Return another value a forger could put in its place."""
    match value:
        case datetime():
            return value + rng.choice([-1, 1]) * timedelta(microseconds=10 ** rng.randrange(12))
        case UUID():
            return rng.choice([None, UUID(int=value.int ^ (1 << rng.randrange(128)))])
        case None:
            return UUID(int=rng.getrandbits(128))
        case dict():
            return rng.choice([{}, {**value, "count": -1}, {**value, "more": 1}, {"field": value["field"]}])
        case str() if value:
            place = rng.randrange(len(value))
            return value[:place] + chr((ord(value[place]) + 1) % 128) + value[place + 1 :]
        case _:
            return "x"


def edit(book: Book, rng: random.Random) -> None:
    line, column = rng.choice(book), rng.choice(COLUMNS)
    setattr(line, column, changed(getattr(line, column), rng))


def edit_and_hash_again(book: Book, rng: random.Random) -> None:
    line, column = rng.choice(book), rng.choice(COLUMNS[:-2])
    setattr(line, column, changed(getattr(line, column), rng))
    line.hash = chain.link(line.previous, line)


def move_between_neighbouring_fields(book: Book, rng: random.Random) -> None:
    line = rng.choice(book)
    line.kind, line.subject_kind = line.kind + line.subject_kind[0], line.subject_kind[1:]


def delete(book: Book, rng: random.Random) -> None:
    book.remove(rng.choice(book))


def delete_and_number_again(book: Book, rng: random.Random) -> None:
    delete(book, rng)
    for number, line in enumerate(book, start=1):
        line.seq = number


def insert(book: Book, rng: random.Random) -> None:
    place = rng.randrange(len(book))
    line = row_of(book[place])
    line.previous = book[place - 1].hash if place else chain.GENESIS
    line.hash = chain.link(line.previous, line)
    book.insert(place, line)
    for number, later in enumerate(book, start=1):
        later.seq = number


def swap(book: Book, rng: random.Random) -> None:
    one, other = rng.sample(range(len(book)), 2)
    book[one], book[other] = book[other], book[one]
    book[one].seq, book[other].seq = book[other].seq, book[one].seq


def truncate(book: Book, rng: random.Random) -> None:
    del book[rng.randrange(len(book)) :]


def relink(book: Book) -> None:
    """Compute the whole chain anew, as somebody with root and our source can."""
    previous = chain.GENESIS
    for number, line in enumerate(book, start=1):
        line.seq, line.previous = number, previous
        line.hash = previous = chain.link(previous, line)


def rewrite_all(book: Book, rng: random.Random) -> None:
    line, column = rng.choice(book), rng.choice(COLUMNS[:-2])
    setattr(line, column, changed(getattr(line, column), rng))
    relink(book)


def shorten_and_rewrite_all(book: Book, rng: random.Random) -> None:
    delete(book, rng)
    relink(book)


TAMPER: tuple[Callable[[Book, random.Random], None], ...] = (
    edit,
    edit_and_hash_again,
    move_between_neighbouring_fields,
    delete,
    delete_and_number_again,
    insert,
    swap,
    truncate,
    rewrite_all,
    shorten_and_rewrite_all,
)


def unseen(book: Book, head: Anchor, *, tamperings: int, rng: random.Random) -> list[str]:
    """Tamper with copies of the book and return the tamperings that were not noticed."""
    names = []
    for number in range(tamperings):
        tamper = TAMPER[number % len(TAMPER)]
        forged = [row_of(line) for line in book]
        tamper(forged, rng)
        if not chain.verify(forged, [head]).faults:
            names.append(tamper.__name__)
    return names


def without_previous(previous: str, line: chain.Line) -> str:
    return LINK(chain.GENESIS, line)


def without_anchors(*arguments: object, **options: object) -> chain.Verdict:
    return VERIFY(arguments[0])  # type: ignore[arg-type]


def only_the_last(rows: Book, anchors: list[Anchor]) -> chain.Verdict:
    return VERIFY(rows[:-1], [anchor for anchor in anchors if anchor.seq < len(rows)])


LINK, VERIFY = chain.link, chain.verify

SABOTEURS: dict[str, tuple[str, object]] = {
    "the hash leaves out the line before": ("link", without_previous),
    "heads noted outside are not looked at": ("verify", without_anchors),
    "the last line is not read": ("verify", only_the_last),
    **{
        f"the hash leaves out {column}": ("FIELDS", tuple(name for name in chain.FIELDS if name != column))
        for column in chain.FIELDS
        if column != "seq"
    },
}


def test_whatever_is_done_to_the_logbook_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(18)
    book, head = write_book(rng)
    assert not chain.verify(book, [head]).faults

    missed = unseen(book, head, tamperings=TAMPERINGS, rng=rng)

    caught = 0
    for name, defect in SABOTEURS.values():
        with monkeypatch.context() as patch:
            patch.setattr(chain, name, defect)
            weak = [row_of(line) for line in book]
            relink(weak)
            caught += bool(unseen(weak, Anchor(len(weak), weak[-1].hash), tamperings=300, rng=rng))
    promise_report(
        "P18",
        cases=TAMPERINGS,
        failures=len(missed),
        saboteurs_caught=caught,
        saboteurs=len(SABOTEURS),
        statement=STATEMENT,
    )


def column_to_forge(rng: random.Random) -> str:
    """Return one statement that changes the table under the service's feet."""
    seq = rng.randrange(2, LINES)
    return rng.choice(
        [
            f"UPDATE events_event SET actor = 'orang lain' WHERE seq = {seq}",
            f"UPDATE events_event SET region = '11.01' WHERE seq = {seq}",
            f"UPDATE events_event SET kind = 'case.closed' WHERE seq = {seq}",
            f"""UPDATE events_event SET detail = '{{"field":"owner"}}' WHERE seq = {seq}""",
            f"UPDATE events_event SET at = '2026-11-20 00:00:00' WHERE seq = {seq}",
            f"DELETE FROM events_event WHERE seq = {seq}",
            f"DELETE FROM events_event WHERE seq >= {seq}",
            f"UPDATE events_event SET hash = previous WHERE seq = {seq}",
            f"UPDATE events_event SET seq = seq + 1000 WHERE seq = {seq}",
        ]
    )


def is_noticed(head: Anchor) -> bool:
    """Ask the command that an auditor types."""
    try:
        call_command("verify_log", head=[head], stdout=io.StringIO())
    except CommandError:
        return True
    return False


def forge(statement: str, head: Anchor) -> bool:
    """Change the real table, ask, and put it back."""
    with transaction.atomic():
        point = transaction.savepoint()
        with connection.cursor() as cursor:
            cursor.execute(statement)
        noticed = is_noticed(head)
        transaction.savepoint_rollback(point)
    return noticed


def test_the_command_sees_what_was_done_to_the_real_table(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object, settings: object
) -> None:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    rng = random.Random(81)
    _book, head = write_book(rng)
    assert not is_noticed(head)

    with seal.lifted(connection):
        missed = [
            s for s in (column_to_forge(rng) for _case in range(TAMPERINGS_IN_DATABASE)) if not forge(s, head)
        ]
        with monkeypatch.context() as patch:
            patch.setattr(chain, "intact", lambda _row: True)
            caught = int(not all(forge(column_to_forge(rng), head) for _case in range(40)))
        with monkeypatch.context() as patch:
            patch.setattr(queries, "written", lambda: iter(_book))
            caught += not forge(f"DELETE FROM events_event WHERE seq >= {LINES - 1}", head)
    promise_report(
        "P18", cases=TAMPERINGS_IN_DATABASE, failures=len(missed), saboteurs_caught=caught, saboteurs=2
    )
