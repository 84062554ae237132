"""Writing new rows by statements that are put together once: on a busy night, putting them together is the work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    FloatField,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    TextField,
    UUIDField,
)

from kentongan.events.recordset import recordset_of

Turn = Callable[[Any, BaseDatabaseWrapper], Any]

IN_ONE_STATEMENT = (32, 16, 8, 4, 2, 1)
"""So many rows go into one statement; few sizes, so that the database meets the same statements again."""


@dataclass(frozen=True)
class Form:
    """How rows of a table are written: its columns, and what puts their values into the form of the database."""

    table: str
    columns: tuple[str, ...]
    values: Callable[[Model], tuple[Any, ...]]
    turned: tuple[tuple[int, Turn], ...]


def insert(row: Model) -> None:
    """Insert a new row as `save(force_insert=True)` would, in a quarter of its time."""
    insert_all([row])


def insert_all(rows: Sequence[Model]) -> None:
    """Insert new rows of one table; of many rows, a whole handful with each statement, on PostgreSQL all with one.

    The database keeps every promise of the table; identifiers that the database makes are not read back, no parts
    of a row in other tables are written, and no field fills itself in.
    """
    if not rows:
        return
    connection = connections[
        DEFAULT_DB_ALIAS
    ]  # asked for once: each look through `django.db.connection` costs
    recordset = recordset_of(type(rows[0])) if connection.vendor == "postgresql" else None
    with connection.cursor() as cursor:
        if recordset:
            cursor.execute(recordset.statement, [recordset.told(rows)])
        else:
            insert_handfuls(rows, connection, cursor)
    mark_kept(rows, connection)


def insert_with(groups: Sequence[Sequence[Model]], change: str, values: Sequence[Any]) -> None:
    """Insert new rows of several tables, then do one small change; on PostgreSQL all of it is a single statement.

    The change may touch none of these rows: within one statement it would not see them. Each statement less spares
    the interpreter and the database a message both ways, which is much of what a short transaction costs (0045).
    """
    groups = [rows for rows in groups if rows]
    connection = connections[DEFAULT_DB_ALIAS]
    tables = tuple(type(rows[0]) for rows in groups)
    recordsets = [recordset_of(table) for table in tables] if connection.vendor == "postgresql" else []
    told = [known.told(rows) for known, rows in zip(recordsets, groups, strict=False) if known]
    if len(told) < len(groups) or not groups:
        for rows in groups:
            insert_all(rows)
        with connection.cursor() as cursor:
            cursor.execute(change, values)
        return
    with connection.cursor() as cursor:
        cursor.execute(in_one_statement(tables, change), [*told, *values])
    for rows in groups:
        mark_kept(rows, connection)


@cache
def in_one_statement(tables: tuple[type[Model], ...], change: str) -> str:
    """Return the statement that inserts rows of these tables, each told as one value, and does a change."""
    known = [recordset_of(table) for table in tables]
    parts = [f"rows_{place} AS ({one.statement})" for place, one in enumerate(known) if one]
    return f"WITH {', '.join(parts)} {change}"


def mark_kept(rows: Sequence[Model], connection: BaseDatabaseWrapper) -> None:
    """Let rows know that they are in the database, as `save` does."""
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 what save() does


def insert_handfuls(rows: Sequence[Model], connection: BaseDatabaseWrapper, cursor: CursorWrapper) -> None:
    """Insert rows a handful at a time, each value beside the statement."""
    form = form_of(type(rows[0]))
    for handful in handfuls(rows):
        values = [value for row in handful for value in values_of(row, form, connection)]
        cursor.execute(statement(form.table, form.columns, len(handful)), values)


def handfuls(rows: Sequence[Model]) -> list[Sequence[Model]]:
    """Divide rows into handfuls of the few sizes for which there are statements."""
    found, start = [], 0
    for size in IN_ONE_STATEMENT:
        while len(rows) - start >= size:
            found.append(rows[start : start + size])
            start += size
    return found


def values_of(row: Model, form: Form, connection: BaseDatabaseWrapper) -> list[Any]:
    """Return the values of a row in the form this database takes."""
    values = list(form.values(row))
    for place, turn in form.turned:
        if values[place] is not None:
            values[place] = turn(values[place], connection)
    return values


@cache
def form_of(table: type[Model]) -> Form:
    """Return how rows of a table are written; numbers that the database makes are left to it."""
    fields = [field for field in table._meta.concrete_fields if not isinstance(field, AutoField)]
    turns = [turn_of(field.target_field if isinstance(field, ForeignKey) else field) for field in fields]
    return Form(
        table._meta.db_table,
        tuple(str(field.column) for field in fields),
        attrgetter(*(field.attname for field in fields)),
        tuple((place, turn) for place, turn in enumerate(turns) if turn is not None),
    )


def turn_of(field: "Field[Any, Any]") -> Turn | None:
    """Return what puts a value of a field into the form of the database, or nothing for what stays as it is."""
    match field:
        case DateTimeField():
            return lambda value, connection: connection.ops.adapt_datetimefield_value(value)
        case JSONField():
            return lambda value, connection: connection.ops.adapt_json_value(value, field.encoder)
        case UUIDField():
            return lambda value, connection: value if connection.features.has_native_uuid_field else value.hex
        case BooleanField() | CharField() | FloatField() | IntegerField() | TextField():
            return None  # every database takes it as it stands in the row
    return field.get_db_prep_save


@cache
def statement(table: str, columns: tuple[str, ...], rows: int) -> str:
    """Return the statement that inserts so many rows."""
    name = connections[DEFAULT_DB_ALIAS].ops.quote_name
    one = f"({', '.join(['%s'] * len(columns))})"
    # Names of our own tables and columns; the values go beside the statement.
    return f"INSERT INTO {name(table)} ({', '.join(map(name, columns))}) VALUES {', '.join([one] * rows)}"  # noqa: S608
