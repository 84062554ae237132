"""A reader for tests: it says of each text what the test wants to hear, and of every other nothing much."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from simak.draft import Draft, Found, Link, Person, Place, Range, Span

from kentongan.reports.models import Proposal, Report
from kentongan.reports.reader import library, rounds
from kentongan.reports.reader.message import Message

AT = datetime(2026, 11, 21, 14, 41, tzinfo=UTC)


def span(text: str, words: str) -> Span:
    """Return where words stand in a text."""
    start = text.index(words)
    return Span(start, start + len(words))


def found(value: Any, confidence: float = 0.9, *spans: Span, other: tuple[Any, ...] = ()) -> Found[Any]:
    """Return one field as the reader gives it."""
    return Found(value, confidence, "uji", spans, other)


def draft(text: str, **fields: Any) -> Draft:
    """Return a draft that says little, but for these fields."""
    plain = Draft(
        text=text,
        kind=found("kejadian"),
        category=found("ketertiban"),
        severity=found(1),
        place=None,
        places=(),
        day=None,
        clock=None,
        counts={},
        event_forms=(),
        issues=(),
        parties=(),
        institutions=(),
        persons=(),
        marks=(),
        look_now=False,
        version="uji-1",
    )
    return replace(plain, **fields)


def person(text: str, name: str, masked: str, *, protected: bool = False) -> Person:
    """Return somebody named in a text."""
    return Person(name, masked, "", protected, span(text, name))


def place(code: str, name: str, *evidence: str, score: float = 0.9, text: str = "") -> Place:
    """Return a place the text may mean."""
    return Place(code, name, "scene", score, evidence, (span(text, name),) if text else ())


def numbers(**told: tuple[int, int]) -> dict[str, Found[Range]]:
    """Return counts as the reader gives them."""
    return {kind: found(Range(*pair)) for kind, pair in told.items()}


@dataclass
class Says:
    """The reader of a test."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    version: str = "uji-1"
    breaks_at: str = ""
    heard: list[str] = field(default_factory=list)

    def read(self, message: Message) -> Draft:
        """Say what the test wants."""
        self.heard.append(message.text)
        if message.text == self.breaks_at:
            raise ValueError(message.text)
        return self.drafts.get(message.text) or draft(message.text)

    pairs: list[tuple[str, str, str, float]] = field(default_factory=list)

    def alike(self, one: str, other: str, kind: str = "duplicate", score: float = 0.9) -> None:
        """Let two texts be alike, wherever they stand."""
        self.pairs.append((one, other, kind, score))

    sure_from: float = 0.85

    def relate(self, drafts: Sequence[Draft], received: Sequence[datetime]) -> Sequence[Link]:  # noqa: ARG002
        """Say which of the named pairs are there."""
        where = {one.text: number for number, one in enumerate(drafts)}
        return [
            Link(where[one], where[other], kind, score, ("uji",))  # type: ignore[arg-type]
            for one, other, kind, score in self.pairs
            if one in where and other in where
        ]


@contextmanager
def reading(*drafts: Draft, version: str = "uji-1") -> Iterator[Says]:
    """Let this process read with what a test says."""
    before = library.SHELF.reader, library.SHELF.name
    says = Says({one.text: one for one in drafts}, version=version)
    library.SHELF.reader, library.SHELF.name = says, library.chosen()
    try:
        yield says
    finally:
        library.SHELF.reader, library.SHELF.name = before


def read(report: Report, at: datetime = AT, **fields: Any) -> Proposal:
    """Let the machine read one report, and return what it proposed."""
    with reading(draft(report.text, **fields)):
        rounds.read_reports([UUID(str(report.pk))], at)
    return Proposal.objects.get(report=report, addition=None, is_current=True)


def read_all(at: datetime = AT) -> None:
    """Let the machine read every text there is, and find nothing to hide in it."""
    with reading():
        rounds.read_reports(list(Report.objects.values_list("pk", flat=True)), at)
