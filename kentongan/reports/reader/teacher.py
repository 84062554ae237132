"""The library as a teacher: it learns from its own sentences and from what officers confirmed, and is examined."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from simak import network, sentences, training
from simak.sentences import Labelled

from kentongan.reports.reader import library
from kentongan.reports.reader.lessons import Example
from kentongan.reports.reader.message import Message
from kentongan.reports.reader.simak_reader import MODEL
from kentongan.rules import places

EXAMINATION = Path(__file__).with_name("examination.jsonl")
"""The dev set of the label guide: 68 texts in our own words (shared/data/text/README.md)."""


class SimakTeacher:
    """Trains and examines the library's reader."""

    def train(self, examples: Sequence[Example], into: Path) -> None:
        """Fit kind, category and what is grave on the library's sentences and on these, and write that as arrays."""
        told = [labelled(example) for example in examples if {"kind", "category"} <= example["labels"].keys()]
        network.save(training.train([*sentences.shipped(), *told]), into / MODEL)

    def points(self, reader: str, gold: Sequence[Example]) -> Mapping[str, float]:
        """Let a reader read every text of an examination, and return points out of a hundred for each field."""
        read = library.load(reader).read
        pairs = [(example["labels"], read(message_of(example))) for example in gold]
        marks = {
            name: [mark for labels, draft in pairs for mark in how(labels, draft)]
            for name, how in MARKS.items()
        }
        return {name: 100 * sum(them) / len(them) for name, them in marks.items() if them}

    def examination(self) -> Sequence[Example]:
        """Return the dev set."""
        return [json.loads(line) for line in EXAMINATION.read_text(encoding="utf-8").splitlines()]


def labelled(example: Example) -> Labelled:
    """Return a confirmed text as the library's own sentences are."""
    labels = example["labels"]
    return Labelled(
        text=example["text"],
        category=labels["category"],
        also=(),
        kind=labels["kind"],
        severity=sentences.UNKNOWN if labels.get("severity") is None else int(labels["severity"]),
        source="wa",
        file="office",
    )


def message_of(example: Example) -> Message:
    """Return a text of an examination as it would have come in."""
    region = example["sender_ctx"] or ""
    zone = places.zone(region) if region else places.WIB
    told = datetime.fromisoformat(example["ref_time"]).replace(tzinfo=ZoneInfo(zone))
    return Message(example["text"], told, region, zone)


Labels = Mapping[str, Any]
Marks = Iterator[bool]


def kind(labels: Labels, draft: Any) -> Marks:
    """Mark the kind."""
    if "kind" in labels:
        yield draft.kind.value == labels["kind"]


def category(labels: Labels, draft: Any) -> Marks:
    """Mark the category; either of two fair ones is right."""
    if "category" in labels:
        yield draft.category.value in {labels["category"], *labels["category_alt"]}


def severity(labels: Labels, draft: Any) -> Marks:
    """Mark how grave it is."""
    if "severity" in labels:
        yield draft.severity.value == labels["severity"]


def grave(labels: Labels, draft: Any) -> Marks:
    """Mark whether what is grave was held for it."""
    if labels.get("severity") == 3:
        yield draft.severity.value == 3 or draft.look_now


def place(labels: Labels, draft: Any) -> Marks:
    """Mark the place, where there is one."""
    if labels.get("place"):
        yield bool(draft.place) and draft.place.value in {labels["place"], *labels["place_alt"]}


def day(labels: Labels, draft: Any) -> Marks:
    """Mark the day, where there is one."""
    if labels.get("date"):
        right = {labels["date"], *labels.get("date_alt", [])}
        yield bool(draft.day) and draft.day.value.on.isoformat() in right


def counts(labels: Labels, draft: Any) -> Marks:
    """Mark each number that was told or read; a range is right where it meets the right one."""
    right = {kind: pair for kind, pair in labels.get("counts", {}).items() if pair != [0, 0]}
    read = {kind: one.value for kind, one in draft.counts.items() if tuple(one.value) != (0, 0)}
    for number in sorted(set(right) | set(read)):
        both = number in right and number in read
        yield both and read[number].low <= right[number][1] and read[number].high >= right[number][0]


def persons(labels: Labels, draft: Any) -> Marks:
    """Mark each name that must be masked."""
    read = [one.name for one in draft.persons]
    for name in labels.get("persons", []):
        yield any(name.split()[0] in one or one in name for one in read)


MARKS: Mapping[str, Callable[[Labels, Any], Marks]] = {
    "kind": kind,
    "category": category,
    "severity": severity,
    "grave": grave,
    "place": place,
    "day": day,
    "counts": counts,
    "persons": persons,
}
