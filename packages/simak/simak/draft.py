"""What reading a text gives: a draft report, field by field, each with the words it relies on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Generic, Literal, NamedTuple, TypeVar

Value = TypeVar("Value")

Kind = Literal["kejadian", "potensi", "penyelesaian", "kegiatan", "bukan"]
Role = Literal["scene", "origin", "office"]
Precision = Literal["day", "month", "year"]


class Span(NamedTuple):
    """A part of the original text: `text[start:end]`, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """One field of a draft: what was read, how sure that is, and from which words.

    `reason` is a short code of the rule or model that decided, for example "date.weekday"; `confidence` is a
    calibrated probability (0..1) that `value` is what a careful reader would say; `alternatives` are other
    readings, best first; `spans` are exact parts of the original text.
    """

    value: Value
    confidence: float
    reason: str
    spans: tuple[Span, ...] = ()
    alternatives: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A region that the text, or who sent it, points to.

    `code` is the Kemendagri code with dots ("35.08.10.2003"); `evidence` the trail that led there, best first,
    as short codes ("typed:desa", "ancestor:35.08", "sender", "sibling:35.08.10.2004", "fuzzy:91").
    """

    code: str
    name: str
    role: Role
    score: float
    evidence: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """The day of the event, as precise as it was told; `doubtful` when weekday and date contradict each other."""

    on: date
    precision: Precision = "day"
    doubtful: bool = False


class Range(NamedTuple):
    """A count as it was told: "belasan" is 11 to 19, "tiga" 3 to 3."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in the text. `masked` is what may be shown without need to know the name."""

    name: str
    masked: str
    title: str
    protected: bool  # victims of domestic or sexual violence and minors: masked for everybody
    span: Span


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as a machine understood it; a person confirms or mends it.

    `counts` has the keys mati, luka, mengungsi, rusak, diamankan, massa, personel (only those told).
    `event_forms` are codes E01..E32, `issues` codes I01..I31 of the taxonomy, best first.
    `marks` are "forwarded", "urging", "instruction" and the like. `look_now` says that the text may be grave
    (severity 3 at a low threshold), whatever `severity` says.
    """

    text: str
    kind: Found[Kind]
    category: Found[str]
    severity: Found[int]
    place: Found[str] | None
    places: tuple[Place, ...]
    day: Found[Day] | None
    clock: Found[time] | None
    counts: dict[str, Found[Range]]
    event_forms: tuple[Found[str], ...]
    issues: tuple[Found[str], ...]
    parties: tuple[Found[str], ...]
    institutions: tuple[Found[str], ...]
    persons: tuple[Person, ...]
    marks: tuple[Found[str], ...]
    look_now: bool
    version: str


@dataclass(frozen=True, slots=True)
class Link:
    """Two drafts that may tell of one thing; `first` and `second` are positions in what was handed in.

    `kind` is "copy" (the same words), "duplicate" (the same event) or "case" (the same dispute on another day).
    """

    first: int
    second: int
    kind: Literal["copy", "duplicate", "case"]
    score: float
    reasons: tuple[str, ...] = ()
