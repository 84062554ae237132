"""What may stand in the detail of a logbook line: short tokens, identifiers, numbers, dates; never free text."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from kentongan.events.chain import canonical

FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
LARGEST = 999_999_999  # a phone number or NIK does not fit

FORMS = (
    re.compile(r"[a-z][a-z0-9_.-]{0,63}"),  # diterima, report.received
    re.compile(r"[A-Z]{1,4}"),  # AG, T
    re.compile(r"[A-Z]{1,2}-?[0-9A-Z]*[0-9][0-9A-Z-]{0,20}"),  # E26, I01, KT-7F2K9-A1B2C3
    # 35.08.10.1001.RW05, and the same place in drill 7: G7-35.08.10.1001.RW05
    re.compile(r"(G[1-9]\d{0,3}-)?\d{2}(\.\d{2}){0,2}(\.\d{4})?(\.R[WT]\d{2,3}){0,2}"),
    re.compile(r"\d{4}-\d{2}-\d{2}(T[0-9:.]{8,15}(Z|[+-]\d{2}:\d{2}))?"),
    re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{64}"),
)


def plain(detail: Mapping[str, object]) -> dict[str, object]:
    """Return the detail as it is stored.

    Raises:
        ValueError: If a key or value could be free text, a name, a phone number or a NIK.
    """
    for key in detail:
        if not FIELD_NAME.fullmatch(key):
            raise ValueError(f"detail of a logbook line: {key[:40]!r} is not the name of a field")
    return {key: value_of(key, value) for key, value in detail.items()}


def value_of(key: str, value: object) -> object:
    """Return one value, or each value of a list, if it is short and says nothing about a person."""
    match value:
        case list() | tuple() | set() | frozenset():
            values = sorted(value, key=str) if isinstance(value, set | frozenset) else value
            return [value_of(key, one) for one in values]
        case None | bool():
            return value
        case int() if abs(value) <= LARGEST:
            return value
        case UUID() | datetime():
            return canonical(value)
        case date():
            return value.isoformat()
        case str() if value == "" or any(form.fullmatch(value) for form in FORMS):
            return str(value)
    raise ValueError(
        f"detail of a logbook line: the value of {key!r} is not a token, identifier, number or date"
    )
