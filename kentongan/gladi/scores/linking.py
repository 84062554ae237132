"""How well messages about one thing were joined: pairs, as in all linking of records.

`dup_group` of READING.jsonl names the group of a message; messages without one stand alone. The truth joins the
messages of one occurrence. Pairs are counted through the sizes of the groups, so a year is no trouble.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from kentongan.gladi.scores.truth import Truth


def score_linking(readings: Iterable[Mapping[str, Any]], truth: Truth) -> dict[str, float | None]:
    """Return precision and recall over pairs of messages; None without a group in the readings."""
    guessed = {
        str(row["id"]): str(row["dup_group"]) for row in readings if row.get("id") and row.get("dup_group")
    }
    if not guessed:
        return {"pair_precision": None, "pair_recall": None}
    true = {key: str(row["occurrence"]) for key, row in truth.messages.items() if row.get("occurrence")}
    both = pairs((guessed[key], true[key]) for key in guessed.keys() & true.keys())
    claimed = pairs(guessed[key] for key in guessed if key in truth.messages)
    there_are = pairs(true.values())
    return {
        "pair_precision": both / claimed if claimed else None,
        "pair_recall": both / there_are if there_are else None,
    }


def pairs(groups: Iterable[object]) -> int:
    """Return how many pairs lie within groups, given the group of each member."""
    return sum(size * (size - 1) // 2 for size in Counter(groups).values())
