"""Reads a text: what happened, where, when, who, how many and how grave, each with the words it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from simak import (
    bodies,
    calibrating,
    counts,
    dates,
    deciding,
    features,
    grading,
    lexicon,
    mentions,
    names,
    people,
    places,
    taxonomy,
)
from simak.calibrating import Curve, calibrated
from simak.draft import Draft, Person, Place
from simak.lexicon import Hit, Lexicon
from simak.marks import marks
from simak.network import Model
from simak.normal import Text, normalise


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
    curves: Mapping[str, Curve] | None = None,
) -> Draft:
    """Read one text into a draft that a person confirms or mends.

    Args:
        text: Anything: it is data, never an instruction. Only the first 100,000 code points are read.
        received_at: When it came in; words like "tadi malam" count from here.
        sender_region: Kemendagri code with dots where the sender is registered.
        timezone: IANA name, for times without WIB, WITA or WIT.
        model: Weights for kind and category; the shipped ones if left out.
        curves: Calibration by field; the shipped one if left out, none if empty.

    Raises:
        ValueError: If the region of the sender does not exist, or `received_at` lies outside 1950 to 2150.
    """
    plain = normalise(text)
    words = lexicon.shipped()
    line = lexicon.line(plain)
    hits = lexicon.find(words, line)
    model = model or deciding.shipped()
    seen = features.features(line, hits, words)
    kind, category, conflict, grave = deciding.decide(model, seen, line, hits, words)
    named = mentions.find(plain)
    told = counts.count(plain, named=named)
    facts, raw = grading.gather(line, hits, words, category.value, kind.value, told, named)
    severity = grading.grade(facts, {name: found.spans for name, found in told.items()})
    forms, issues = taxonomy.codes(line, hits, words, category.value, kind.value)
    where = places.locate(plain, sender_region=sender_region, on=received_at.date(), named=named)
    day, clock = dates.when(plain, received_at=received_at, timezone=timezone)
    scene = places.choose(where)
    right = calibrating.shipped() if curves is None else curves
    return Draft(
        text=text,
        kind=calibrated("kind", kind, right),
        category=calibrated("category", category, right),
        severity=calibrated("severity", severity, right),
        place=calibrated("place", scene, right) if scene else None,
        places=where,
        day=calibrated("date", day, right) if day else None,
        clock=clock,
        counts={name: calibrated("counts", found, right) for name, found in told.items()},
        event_forms=forms,
        issues=issues,
        parties=bodies.parties(plain),
        institutions=bodies.institutions(plain),
        persons=_persons(plain, where, hits, words),
        marks=marks(line, hits, words),
        look_now=severity.value == 3 or grading.may_be_grave(facts, raw, conflict, grave),
        version=model.version,
    )


def _persons(text: Text, where: tuple[Place, ...], hits: list[Hit], words: Lexicon) -> tuple[Person, ...]:
    """Return who is named, in texts of domestic or sexual violence all protected."""
    sure = [
        place for place in where if place.score >= 0.3 and place.evidence and "rival" not in place.evidence[0]
    ]
    spans = {span for place in sure for span in place.spans}
    taken = [part for span in spans for part in text.everywhere(span)]
    hidden = words.number("tanda.korban_lindung")
    return people.persons(
        text,
        taken=taken,
        violence_at_home=any(hit.group == hidden for hit in hits),
        tag=names.persons,
        ordinary=names.ordinary,
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
