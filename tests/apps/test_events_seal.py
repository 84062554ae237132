"""The database itself refuses to change a line of the logbook."""

import pytest
from django.db import DatabaseError, connection, transaction

from kentongan.events import seal
from kentongan.events.models import Event
from tests.apps.test_events_logbook import write

pytestmark = pytest.mark.django_db

QUIET = "region.titled"  # nothing follows from it, so nothing else points at the line

SQL = {
    "update": "UPDATE events_event SET actor = 'orang lain'",
    "delete": "DELETE FROM events_event",
    "replace": "INSERT INTO events_event SELECT * FROM events_event",
    "gap": (
        "INSERT INTO events_event (seq, at, actor, kind, subject_kind, region, origin, detail, previous, hash)"
        " SELECT seq + 5, at, actor, kind, subject_kind, region, origin, detail, previous, hash FROM events_event"
    ),
}


@pytest.mark.parametrize("statement", SQL.values(), ids=SQL)
def test_a_written_line_cannot_be_touched(statement: str) -> None:
    write(QUIET)

    with pytest.raises(DatabaseError, match="buku log"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Event.objects.get().actor == "Lurah Ditotrunan"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's own word")
def test_replacing_a_line_is_changing_it() -> None:
    write(QUIET)

    with pytest.raises(DatabaseError, match="buku log"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO events_event SELECT * FROM events_event")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_the_logbook_cannot_be_truncated() -> None:
    write(QUIET)

    with pytest.raises(DatabaseError, match="buku log"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE events_event CASCADE")


def test_the_orm_gets_the_same_answer() -> None:
    line = write(QUIET)
    line.actor = "orang lain"

    with pytest.raises(DatabaseError, match="buku log"), transaction.atomic():
        line.save()
    with pytest.raises(DatabaseError, match="buku log"), transaction.atomic():
        Event.objects.all().delete()


def test_the_seal_is_put_again_after_it_was_lifted() -> None:
    write(QUIET)
    with seal.lifted(connection), connection.cursor() as cursor:
        cursor.execute("UPDATE events_event SET actor = 'orang lain'")

    with pytest.raises(DatabaseError, match="buku log"), transaction.atomic():
        Event.objects.all().delete()
