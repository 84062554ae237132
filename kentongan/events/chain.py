"""The arithmetic of the logbook: each line carries the SHA-256 of itself and of the line before it.

The canonical form of a line is one JSON array in ASCII without spaces, in the order of `FIELDS`; moments
are UTC with six decimals and a Z, identifiers are lower-case with hyphens, keys are sorted, and there are
no fractions. The hash is SHA-256 over the previous hash, a line feed, and that array. Anybody can compute
it again with other tools (docs/reference/logbook.md).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

GENESIS = "0" * 64
FIELDS = (
    "seq",
    "at",
    "account",
    "actor",
    "kind",
    "subject_kind",
    "subject_id",
    "region",
    "origin",
    "detail",
)


class Line(Protocol):
    """What the chain needs to know of one line of the logbook."""

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


@dataclass(frozen=True)
class Unreadable:
    """A line the database itself cannot read back any more."""

    seq: int


@dataclass(frozen=True, order=True)
class Anchor:
    """A head of the logbook as somebody outside noted it."""

    seq: int
    hash: str

    @classmethod
    def read(cls, text: str) -> "Anchor":
        """Read `SEQ:HASH`; what follows after a space is a note."""
        seq, separator, rest = text.strip().partition(":")
        digest = rest.split(" ")[0].lower()
        if not separator or not seq.isdecimal() or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
            raise ValueError(f"bukan SEQ:HASH: {text.strip()[:80]}")
        return cls(int(seq), digest)

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


@dataclass(frozen=True)
class Fault:
    """One line at which the logbook is broken, and how."""

    seq: int
    what: str


@dataclass(frozen=True)
class Verdict:
    """What reading the whole logbook found."""

    lines: int
    head: Anchor
    faults: tuple[Fault, ...]


EDITED = "isi baris tidak cocok dengan sidik jarinya"
UNLINKED = "baris tidak menyambung ke baris sebelumnya"
MISSING = "baris hilang"
UNREADABLE = "baris tidak terbaca"
CUT_OFF = "buku log berakhir sebelum kepala yang sudah dicatat"
REWRITTEN = "sidik jari berbeda dari kepala yang sudah dicatat"


def canonical(value: object) -> object:
    """Return a value in the form that is hashed."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        case UUID():
            return str(value)
        case float():
            raise TypeError(f"a fraction has no place in the logbook: {value!r}")
        case _:
            return value


def link(previous: str, line: Line) -> str:
    """Return the hash of a line that follows the line whose hash is `previous`."""
    array = [canonical(getattr(line, name)) for name in FIELDS]
    text = json.dumps(array, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(f"{previous}\n{text}".encode("ascii")).hexdigest()


def verify(rows: Iterable[Line | Unreadable], anchors: Iterable[Anchor] = ()) -> Verdict:
    """Read the logbook from its first line, against heads that were noted outside, and tell every fault."""
    noted: dict[int, set[str]] = {}
    for anchor in anchors:
        noted.setdefault(anchor.seq, set()).add(anchor.hash)
    faults: list[Fault] = []
    lines, seq, previous = 0, 0, GENESIS
    for row in rows:
        faults += missing(seq + 1, row.seq)
        if isinstance(row, Unreadable):
            faults.append(Fault(row.seq, UNREADABLE))
            previous = ""
        else:
            faults += check(row, previous, noted.get(row.seq, set()))
            previous = row.hash
        lines, seq = lines + 1, row.seq
    faults += (Fault(beyond, CUT_OFF) for beyond in sorted(noted) if beyond > seq)
    return Verdict(lines, Anchor(seq, previous), tuple(faults))


def missing(expected: int, found: int) -> Iterator[Fault]:
    """Tell a gap by its first line; a long gap is one fault, so a huge number cannot fill the memory."""
    if found > expected:
        yield Fault(expected, MISSING)


def check(row: Line, previous: str, noted: set[str]) -> Iterator[Fault]:
    """Tell what is wrong with one readable line; after an unreadable one the link cannot be judged."""
    if previous and row.previous != previous:
        yield Fault(row.seq, UNLINKED)
    if not intact(row):
        yield Fault(row.seq, EDITED)
    if noted - {row.hash}:
        yield Fault(row.seq, REWRITTEN)


def intact(row: Line) -> bool:
    """Say whether a line still is what was written; a line that cannot be put in canonical form is not."""
    try:
        return link(row.previous, row) == row.hash
    except (TypeError, ValueError, AttributeError):
        return False
