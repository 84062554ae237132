"""How long it took until somebody had heard, and until somebody answered for it: RESPONSES.jsonl.

A line is one answer: {"at", "kind": "diterima"|"pemilik", "messages": [ids]}. A matter is one thing that happened
and asks for action; its clock starts with the first message about it that was received, and stops with the first
answer that names one of its messages. What was never answered is not in the hours but in the share.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from kentongan.gladi.scores.intervals import quantile
from kentongan.gladi.scores.truth import Truth, moment
from kentongan.gladi.scores.work import matters

ACKNOWLEDGED, OWNED = "diterima", "pemilik"
NAMES = {ACKNOWLEDGED: "acknowledged", OWNED: "owned"}


def score_answers(
    answers: Iterable[Mapping[str, Any]], stream: Iterable[Mapping[str, Any]], truth: Truth
) -> dict[str, float | None]:
    """Return for both kinds of answer the share of matters, and the hours until it (median and 90th percentile)."""
    matter_of = matters(truth)
    begins: dict[str, datetime] = {}
    for row in stream:
        if row["id"] in matter_of:
            begins.setdefault(matter_of[row["id"]], moment(row["received_at"]))
    ends: dict[tuple[str, str], datetime] = {}
    for row in sorted(answers, key=lambda one: moment(one.get("at"))):
        for message in row.get("messages") or ():
            if message in matter_of:
                ends.setdefault((str(row.get("kind")), matter_of[message]), moment(row["at"]))
    found: dict[str, float | None] = {}
    for kind, name in NAMES.items():
        hours = sorted(
            (ends[kind, one] - begin) / timedelta(hours=1)
            for one, begin in begins.items()
            if (kind, one) in ends
        )
        found[f"{name}_share"] = len(hours) / len(begins) if begins else None
        found[f"{name}_hours_median"] = quantile(hours, 0.5) if hours else None
        found[f"{name}_hours_p90"] = quantile(hours, 0.9) if hours else None
    return found
