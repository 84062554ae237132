"""How well messages were read: READING.jsonl against the labels that every message was made with.

A value counts as right when it is the label or one of its alternatives. Nil reports have nothing to read.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kentongan.gladi.scores.truth import Truth

NOT_A_REPORT = {"bukan", "kegiatan"}
KABUPATEN, KECAMATAN = 5, 8
"""Characters of a code down to this level."""

Pair = tuple[Mapping[str, Any], Mapping[str, Any]]
"""The labels of a message and what was read."""
Scores = dict[str, float | None]


def score_reading(readings: Iterable[Mapping[str, Any]], truth: Truth) -> Scores:
    """Score every field; a message without a reading counts as read empty."""
    read = {str(row.get("id")): row for row in readings}
    pairs = [
        (row["labels"], read.get(key, {})) for key, row in sorted(truth.messages.items()) if row.get("labels")
    ]
    told = [pair for pair in pairs if pair[0]["kind"] != "bukan"]
    placed = [pair for pair in told if pair[0].get("place")]
    dated = [pair for pair in told if pair[0].get("date")]
    return {
        "messages": len(pairs),
        "relevant_f1": f1(*relevance(pairs)),
        "category": right(pairs, is_category),
        "kind": right(pairs, lambda label, one: one.get("kind") == label["kind"]),
        "severity": right(pairs, lambda label, one: one.get("severity") == label["severity"]),
        "severity_within_1": right(pairs, is_near_severity),
        "place": right(placed, lambda label, one: is_place(label, one, None)),
        "place_kecamatan": right(placed, lambda label, one: is_place(label, one, KECAMATAN)),
        "place_kabupaten": right(placed, lambda label, one: is_place(label, one, KABUPATEN)),
        "date": right(dated, is_date),
        "counts_f1": f1(*counts(told)),
        "persons_recall": persons(pairs),
    }


def right(
    pairs: Sequence[Pair], is_right: Callable[[Mapping[str, Any], Mapping[str, Any]], bool]
) -> float | None:
    """Return the share of pairs that are right."""
    return sum(is_right(*pair) for pair in pairs) / len(pairs) if pairs else None


def f1(hit: int, wrong: int, missed: int) -> float | None:
    """Return the harmonic mean of precision and recall."""
    return 2 * hit / (2 * hit + wrong + missed) if hit + wrong + missed else None


def relevance(pairs: Sequence[Pair]) -> tuple[int, int, int]:
    """Count messages that are a report, and were taken for one."""
    both = [
        (label["category"] not in NOT_A_REPORT, one.get("category", "bukan") not in NOT_A_REPORT)
        for label, one in pairs
    ]
    return both.count((True, True)), both.count((False, True)), both.count((True, False))


def is_category(label: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    """Say whether the category is one of the fair ones."""
    return one.get("category") in {label["category"], *label.get("category_alt", ())}


def is_near_severity(label: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    """Say whether the severity is at most one step off."""
    value = one.get("severity")
    return isinstance(value, int) and abs(value - int(label["severity"])) <= 1


def is_place(label: Mapping[str, Any], one: Mapping[str, Any], down_to: int | None) -> bool:
    """Say whether the code is right, or right down to a level."""
    code = str(one.get("place") or "")
    fair = {label["place"], *label.get("place_alt", ())}
    if code in fair:
        return True
    return (
        down_to is not None
        and len(code) >= down_to
        and any(len(other) >= down_to and other[:down_to] == code[:down_to] for other in fair)
    )


def is_date(label: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    """Say whether the day is one of the fair ones."""
    return one.get("date") in {label["date"], *label.get("date_alt", ())}


def counts(pairs: Sequence[Pair]) -> tuple[int, int, int]:
    """Count ranges of harm that overlap with the true ones, those that do not, and those that were missed."""
    hit = wrong = missed = 0
    for label, one in pairs:
        true, read = known(label.get("counts")), known(one.get("counts"))
        overlap = {kind for kind in true.keys() & read.keys() if meet(true[kind], read[kind])}
        hit, wrong, missed = (
            hit + len(overlap),
            wrong + len(read) - len(overlap),
            missed + len(true) - len(overlap),
        )
    return hit, wrong, missed


def known(ranges: Mapping[str, Sequence[int]] | None) -> dict[str, Sequence[int]]:
    """Leave out what was counted as none."""
    return {kind: pair for kind, pair in (ranges or {}).items() if list(pair) != [0, 0]}


def meet(one: Sequence[int], other: Sequence[int]) -> bool:
    """Say whether two ranges have a number in common."""
    return one[0] <= other[1] and other[0] <= one[1]


def persons(pairs: Sequence[Pair]) -> float | None:
    """Return the share of named people that were noticed, by their first name at least: who is missed is not masked."""
    named = [(name, one.get("persons") or ()) for label, one in pairs for name in label.get("persons") or ()]
    seen = sum(any(name.split()[0] in other.split() for other in read) for name, read in named)
    return seen / len(named) if named else None
