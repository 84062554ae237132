"""How well messages about one thing were joined: pairs, as in all linking of records.

`dup_group` of READING.jsonl names the group of a message; messages without one stand alone. `like` and `case` list others
that may tell of the same occurrence, or of another of the same episode, each with a score from 0 to 1. The truth knows the
occurrence and the episode of a message. Pairs of groups are counted through the sizes of the groups, so a year is no trouble.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from kentongan.gladi.scores.truth import Truth

TICKED = 0.8
"""Score from which on a suggestion is ticked beforehand (simak.relating.TICKED)."""
Scores = dict[str, float | None]
Suggested = dict[frozenset[str], float]


def score_linking(readings: Iterable[Mapping[str, Any]], truth: Truth) -> Scores:
    """Return precision and recall over pairs of messages; None without a group, or a suggestion, in the readings."""
    rows = [row for row in readings if row.get("id")]
    true = {key: str(row["occurrence"]) for key, row in truth.messages.items() if row.get("occurrence")}
    guessed = {str(row["id"]): str(row["dup_group"]) for row in rows if row.get("dup_group")}
    both = pairs((guessed[key], true[key]) for key in guessed.keys() & true.keys())
    claimed = pairs(guessed[key] for key in guessed if key in truth.messages)
    there_are = pairs(true.values())
    found = {
        "pair_precision": share(both, claimed),
        "pair_recall": share(both, there_are) if guessed else None,
    }
    like = suggestions(rows, "like", truth)
    ticked = {pair: score for pair, score in like.items() if score >= TICKED}
    return (
        found
        | of_suggestions("suggested", like, true, there_are)
        | of_suggestions("ticked", ticked, true, there_are)
        | of_cases(suggestions(rows, "case", truth), true, truth)
    )


def share(part: int, whole: int) -> float | None:
    """Return a part of a whole; None of nothing."""
    return part / whole if whole else None


def suggestions(rows: Iterable[Mapping[str, Any]], key: str, truth: Truth) -> Suggested:
    """Return the pairs of messages that a reading links, with their scores."""
    return {
        frozenset((str(row["id"]), str(other))): float(score)
        for row in rows
        for other, score in row.get(key) or ()
        if str(row["id"]) in truth.messages and str(other) in truth.messages and str(other) != str(row["id"])
    }


def of_suggestions(name: str, linked: Suggested, true: Mapping[str, str], there_are: int) -> Scores:
    """Return precision and recall of linked pairs against those of one occurrence."""
    right = sum(len({true.get(key, key) for key in pair}) == 1 for pair in linked)
    return {
        f"{name}_precision": share(right, len(linked)),
        f"{name}_recall": share(right, there_are) if linked else None,
    }


def of_cases(linked: Suggested, true: Mapping[str, str], truth: Truth) -> Scores:
    """Return precision and recall of case links: two occurrences of one episode."""
    episodes = {key: str(row["episode"]) for key, row in truth.messages.items() if row.get("episode")}
    members: dict[str, list[str]] = {}
    for key, episode in episodes.items():
        members.setdefault(episode, []).append(key)
    wanted = {
        frozenset((a, b))
        for group in members.values()
        for a, b in combinations(group, 2)
        if true.get(a, a) != true.get(b, b)
    }
    right = len(linked.keys() & wanted)
    return {
        "case_precision": share(right, len(linked)),
        "case_recall": share(right, len(wanted)) if linked else None,
    }


def pairs(groups: Iterable[object]) -> int:
    """Return how many pairs lie within groups, given the group of each member."""
    return sum(size * (size - 1) // 2 for size in Counter(groups).values())
