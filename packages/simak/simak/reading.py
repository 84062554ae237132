"""Reads a text: what happened, where, when, who, how many and how grave, each with the words it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from simak import deciding, features, grading, lexicon, places, taxonomy
from simak.draft import Draft, Found, Range
from simak.linear import Model
from simak.marks import marks
from simak.normal import normalise


@dataclass(frozen=True, slots=True)
class Message:
    """A text as it came in: when, from where the sender is registered, and in which zone of time they live."""

    text: str
    received_at: datetime
    sender_region: str | None = None
    timezone: str | None = None


def read(
    text: str,
    *,
    received_at: datetime,
    sender_region: str | None = None,
    timezone: str | None = None,
    model: Model | None = None,
) -> Draft:
    """Read one text into a draft that a person confirms or mends.

    Args:
        text: Anything: it is data, never an instruction. Only the first 100,000 code points are read.
        received_at: When it came in; words like "tadi malam" count from here.
        sender_region: Kemendagri code with dots where the sender is registered.
        timezone: IANA name, for times without WIB, WITA or WIT.
        model: Trained elsewhere (`linear.load`), instead of the one that is shipped.
    """
    plain = normalise(text)
    words = lexicon.shipped()
    line = lexicon.line(plain)
    hits = lexicon.find(words, line)
    seen = features.features(line, hits, words)
    model = model or deciding.shipped()
    kind, category, report = deciding.decide(model, seen, line, hits, words)
    where = places.locate(plain, sender_region=sender_region)
    counts: dict[str, Found[Range]] = {}
    facts, raw = grading.gather(line, hits, words, category.value, kind.value, counts)
    severity = grading.grade(facts, {name: found.spans for name, found in counts.items()})
    forms, issues = taxonomy.codes(line, hits, words, category.value, kind.value)
    return Draft(
        text=text,
        kind=kind,
        category=category,
        severity=severity,
        place=places.choose(where),
        places=where,
        day=None,
        clock=None,
        counts=counts,
        event_forms=forms,
        issues=issues,
        parties=(),
        institutions=(),
        persons=(),
        marks=marks(line, hits, words),
        look_now=severity.value == 3 or grading.may_be_grave(facts, raw, report),
        version=model.version,
    )


def read_many(messages: Iterable[Message]) -> Iterator[Draft]:
    """Read texts one after another, in their order."""
    for each in messages:
        yield read(
            each.text,
            received_at=each.received_at,
            sender_region=each.sender_region,
            timezone=each.timezone,
        )
