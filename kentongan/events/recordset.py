"""Rows for PostgreSQL as one value: one short statement for any number of them.

With a value for every column, a statement for a dozen reports has four hundred places, and finding these in its
text took psycopg longer than everything else a report needs (docs/decisions/0043). Here PostgreSQL itself
takes the columns out of one JSON array, with the types of the table.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    DateField,
    Field,
    FloatField,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    TextField,
    UUIDField,
)


@dataclass(frozen=True)
class Recordset:
    """How rows of a table are told: the statement, its columns, and which of them JSON has no word for."""

    statement: str
    columns: tuple[str, ...]
    values: Callable[[Model], tuple[Any, ...]]
    spelt: tuple[tuple[int, Callable[[Any], str]], ...]

    def told(self, rows: Sequence[Model]) -> str:
        """Return rows as one JSON array in their order.

        Raises:
            TypeError: If something in a JSON column has no form in JSON.
            ValueError: If a number is none.
        """
        every = [dict(zip(self.columns, self.spelt_out(row), strict=True)) for row in rows]
        return json.dumps(every, ensure_ascii=False, allow_nan=False)

    def spelt_out(self, row: Model) -> list[Any]:
        """Return the values of a row, moments and identifiers as PostgreSQL reads them."""
        values = list(self.values(row))
        for place, spell in self.spelt:
            if values[place] is not None:
                values[place] = spell(values[place])
        return values


@cache
def recordset_of(table: type[Model]) -> Recordset | None:
    """Return how rows of a table are told, or nothing if it has a column that does not fit; numbers made there are left."""
    fields = [field for field in table._meta.concrete_fields if not isinstance(field, AutoField)]
    kept = [field.target_field if isinstance(field, ForeignKey) else field for field in fields]
    if not all(map(fits, kept)):
        return None
    connection = connections[DEFAULT_DB_ALIAS]
    name = connection.ops.quote_name
    columns = [name(str(field.column)) for field in fields]
    types = [f"{column} {one.db_type(connection)}" for column, one in zip(columns, kept, strict=True)]
    # Names and types of our own tables; the rows go beside the statement. A function scan keeps their order.
    statement = (
        f"INSERT INTO {name(table._meta.db_table)} ({', '.join(columns)}) SELECT {', '.join(columns)}"  # noqa: S608
        f" FROM json_to_recordset(%s) AS told({', '.join(types)})"
    )
    return Recordset(
        statement,
        tuple(str(field.column) for field in fields),
        attrgetter(*(field.attname for field in fields)),
        tuple((place, spell) for place, spell in enumerate(map(spelling_of, kept)) if spell is not None),
    )


def fits(field: "Field[Any, Any]") -> bool:
    """Say whether values of a field can be told in JSON as they stand in the row, or spelt out."""
    plain = (BooleanField, CharField, DateField, FloatField, IntegerField, TextField, UUIDField)
    return isinstance(field, plain) or (isinstance(field, JSONField) and field.encoder is None)


def spelling_of(field: "Field[Any, Any]") -> Callable[[Any], str] | None:
    """Return what spells a value out, or nothing where JSON has a word for it."""
    match field:
        case DateField():  # moments too
            return lambda value: value.isoformat()
        case UUIDField():
            return str
    return None
