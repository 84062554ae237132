"""The very statements with which the service takes reports in, caught on Django's own connection."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from kentongan.reports import actions as reports
from kentongan.reports.draft import Draft
from kentongan.rules.authority import PUBLIC
from kentongan.wilayah.models import Region

AT = datetime(2026, 11, 21, 3, 4, tzinfo=UTC)
VILLAGE = "35.08.10.1001"
PATH = (
    ("35", 1, "Jawa Timur"),
    ("35.08", 2, "Lumajang"),
    ("35.08.10", 3, "Lumajang"),
    (VILLAGE, 4, "Ditotrunan"),
)
READING = ("SELECT", "PRAGMA", "--", "EXPLAIN")


@dataclass(frozen=True)
class Taken:
    """One report taken in: the statements it needed, and what the reporter was told."""

    client_id: str
    code: str
    statements: tuple[str, ...]


def lay_out_regions() -> None:
    """Put one village with everything above it into the database."""
    for code, level, name in PATH:
        Region.objects.create(
            code=code,
            parent_id=code.rpartition(".")[0] or None,
            level=level,
            name=name,
            kind="",
            title_of_head="",
            valid_from=AT.date(),
        )


def draft_of(number: int) -> Draft:
    """Return a report that is like no other."""
    text = "Dua kelompok pemuda saling lempar batu di lapangan. " * (1 + number % 7)
    return Draft(channel="api", event_form="E04", when="kini", region=VILLAGE, text=f"{number}: {text}")


def take_in(count: int) -> list[Taken]:
    """Let the service take reports in and note what it writes, transaction by transaction."""
    rng = random.Random(2)
    taken = []
    for number in range(count):
        client_id = str(UUID(int=rng.getrandbits(128)))
        with written() as statements:
            receipt = reports.receive(client_id=client_id, draft=draft_of(number), by=PUBLIC, at=AT)
        assert statements[0].startswith("BEGIN"), statements[0]
        assert statements[-1] == "COMMIT", statements[-1]
        taken.append(Taken(client_id, receipt.code, tuple(statements)))
    return taken


@contextmanager
def written() -> Iterator[list[str]]:
    """Note every statement that changes something, with its values."""
    statements: list[str] = []
    raw: Any = open_connection()

    def note(statement: str) -> None:
        # A trigger that fires shows the statement that fired it a second time.
        if not statement.lstrip().upper().startswith(READING) and statements[-1:] != [statement]:
            statements.append(statement)

    raw.set_trace_callback(note)
    try:
        yield statements
    finally:
        raw.set_trace_callback(None)


def open_connection() -> Any:
    """Return the SQLite connection under Django's."""
    connection.ensure_connection()
    return connection.connection


def copy_database(to: Path) -> None:
    """Copy the database of the test, schema and all, to a file with a rollback journal."""
    from kentongan.sqlite import use_modern_sqlite

    use_modern_sqlite()
    import sqlite3

    target = sqlite3.connect(to)
    open_connection().backup(target)
    target.execute("PRAGMA journal_mode=DELETE")
    target.close()
