"""How long it took until somebody had heard, and until somebody answered for it: RESPONSES.jsonl.

A line is one answer: {"at", "kind": "diterima"|"pemilik", "messages": [ids]}. A matter is one thing that happened
and asks for action; its clock starts with the first message about it that was received, and stops with the first
answer that names one of its messages. What was never answered is not in the hours but in the share. A matter is
serious when a message about it is of severity 2 or 3.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kentongan.gladi.scores.intervals import quantile
from kentongan.gladi.scores.truth import Truth, moment
from kentongan.gladi.scores.work import matters

ACKNOWLEDGED, OWNED = "diterima", "pemilik"
NAMES = {ACKNOWLEDGED: "acknowledged", OWNED: "owned"}
SERIOUS = 2


@dataclass(frozen=True)
class Answered:
    """The matters of one world, or the serious ones of them, and the hours until each kind of answer."""

    matters: int
    hours: Mapping[str, Sequence[float]]
    """In order, for each kind of answer; of the matters that had one."""


def answered(
    answers: Iterable[Mapping[str, Any]], stream: Iterable[Mapping[str, Any]], truth: Truth
) -> dict[str, Answered]:
    """Return all matters under "all" and the serious ones under "serious"."""
    matter_of = matters(truth)
    begins: dict[str, datetime] = {}
    for row in stream:
        if row["id"] in matter_of:
            begins.setdefault(matter_of[row["id"]], moment(row["received_at"]))
    ends = first_answers(answers, matter_of)
    serious = {matter_of[key] for key in matter_of if (truth.messages[key].get("severity") or 0) >= SERIOUS}
    return {
        "all": between(begins, ends),
        "serious": between({one: begin for one, begin in begins.items() if one in serious}, ends),
    }


def first_answers(
    answers: Iterable[Mapping[str, Any]], matter_of: Mapping[str, str]
) -> dict[tuple[str, str], datetime]:
    """Return when each matter had its first answer of each kind."""
    ends: dict[tuple[str, str], datetime] = {}
    for row in sorted(answers, key=lambda one: moment(one.get("at"))):
        for message in row.get("messages") or ():
            if message in matter_of:
                ends.setdefault((str(row.get("kind")), matter_of[message]), moment(row["at"]))
    return ends


def between(begins: Mapping[str, datetime], ends: Mapping[tuple[str, str], datetime]) -> Answered:
    """Return the hours of some matters from their first message to their first answer of each kind."""
    hour = timedelta(hours=1)
    return Answered(
        len(begins),
        {
            kind: sorted(
                (ends[kind, one] - begin) / hour for one, begin in begins.items() if (kind, one) in ends
            )
            for kind in NAMES
        },
    )


def share(worlds: Sequence[Answered], kind: str) -> float | None:
    """Return the share of the matters that had such an answer at all."""
    every = sum(one.matters for one in worlds)
    return sum(len(one.hours[kind]) for one in worlds) / every if every else None


def within_hour(worlds: Sequence[Answered], kind: str) -> float | None:
    """Return the share of the matters that had such an answer within the hour."""
    every = sum(one.matters for one in worlds)
    return sum(bisect_right(one.hours[kind], 1.0) for one in worlds) / every if every else None


def hours_below(part: float) -> Callable[[Sequence[Answered], str], float | None]:
    """Return the figure below which the hours of such a part of the answered matters lie."""

    def figure(worlds: Sequence[Answered], kind: str) -> float | None:
        hours = sorted(each for one in worlds for each in one.hours[kind])
        return quantile(hours, part) if hours else None

    return figure


FIGURES: Mapping[str, Callable[[Sequence[Answered], str], float | None]] = {
    "share": share,
    "within_hour": within_hour,
    "hours_median": hours_below(0.5),
    "hours_p90": hours_below(0.9),
}


def score_answers(
    answers: Iterable[Mapping[str, Any]], stream: Iterable[Mapping[str, Any]], truth: Truth
) -> dict[str, float | None]:
    """Return the figures of both kinds of answer, of all matters and of the serious ones."""
    return {
        f"{'' if which == 'all' else which + '_'}{name}_{figure}": of([counted], kind)
        for which, counted in answered(answers, stream, truth).items()
        for kind, name in NAMES.items()
        for figure, of in FIGURES.items()
    }
