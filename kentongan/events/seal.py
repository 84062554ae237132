"""What the database itself refuses: changing or removing a line of the logbook, or adding one out of turn.

A person with the file or with root can lift these triggers; the chain and the heads kept outside are for them.
A later migration that makes SQLite rebuild the table `events_event` loses the triggers and must put them again;
`tests/apps/test_events_seal.py` notices.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL = "buku log hanya dapat ditambah"
OUT_OF_TURN = "baris buku log harus bernomor urut"

SQLITE_PUT = (
    f"""CREATE TRIGGER IF NOT EXISTS events_no_update BEFORE UPDATE ON events_event
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS events_no_delete BEFORE DELETE ON events_event
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    # INSERT OR REPLACE removes the old row without asking the delete trigger.
    f"""CREATE TRIGGER IF NOT EXISTS events_in_turn BEFORE INSERT ON events_event
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM events_event)
    BEGIN SELECT RAISE(ABORT, '{OUT_OF_TURN}'); END""",  # noqa: S608 nothing of a user in it
)
SQLITE_LIFT = tuple(f"DROP TRIGGER IF EXISTS events_{word}" for word in ("no_update", "no_delete", "in_turn"))

POSTGRESQL_PUT = (
    f"""CREATE OR REPLACE FUNCTION events_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$""",
    f"""CREATE OR REPLACE FUNCTION events_in_turn() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM events_event) THEN
        RAISE EXCEPTION '{OUT_OF_TURN}' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    END $$""",  # noqa: S608 nothing of a user in it
    """CREATE OR REPLACE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events_event
    FOR EACH STATEMENT EXECUTE FUNCTION events_refuse()""",
    """CREATE OR REPLACE TRIGGER events_in_turn BEFORE INSERT ON events_event
    FOR EACH ROW EXECUTE FUNCTION events_in_turn()""",
)
POSTGRESQL_LIFT = (
    "DROP TRIGGER IF EXISTS events_append_only ON events_event",
    "DROP TRIGGER IF EXISTS events_in_turn ON events_event",
)


def put(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse every change of a written line."""
    run(connection, SQLITE_PUT if connection.vendor == "sqlite" else POSTGRESQL_PUT)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Let the database change written lines again: for emptying a trial, never for a logbook in use."""
    run(connection, SQLITE_LIFT if connection.vendor == "sqlite" else POSTGRESQL_LIFT)


def run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    """Run statements one by one."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Lift the seal, and put it again whatever happens."""
    lift(connection)
    try:
        yield
    finally:
        put(connection)
