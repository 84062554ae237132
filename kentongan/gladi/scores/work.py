"""How much work a list of alerts is for the officer who goes through it, by a keystroke-level model.

The model and its operator times are those of Card, Moran and Newell (1980): K one key 0.28 s (an average
typist who is no secretary), P pointing 1.10 s, M getting ready in the mind 1.35 s. Reading is counted at 238
words a minute (Brysbaert 2019, silent reading of English; nobody has measured field messages in Indonesian).
The officer goes through the alerts in order of time, and for each: next (K), read, decide (M), answer (two keys: take up or
put aside, and confirm). Of an alert that names messages the first three are read that were not read before; one
that names none makes the officer look the place up (M P K) and read what was received there on the day before, the latest ten.
A matter is one thing that happened and asks for action; an alert that brings the first message of a matter is useful.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kentongan.gladi.scores.alerts import Alert, conflict_alerts
from kentongan.gladi.scores.truth import Truth, moment
from kentongan.rules.places import inside

KEY_S, POINT_S, MIND_S = 0.28, 1.10, 1.35
WORDS_PER_MINUTE = 238
KEYS_NEXT, KEYS_ANSWER, KEYS_LOOK_UP = 1, 2, 1
READ_OF_ALERT, READ_OF_PLACE = 3, 10
LOOKS_BACK = timedelta(days=1)


@dataclass(frozen=True)
class Work:
    """What going through all alerts of one world costs and brings."""

    keys: int
    seconds: float
    matters: int
    """Matters that came to the officer's eyes."""
    all_matters: int


@dataclass(frozen=True)
class Received:
    """A message as the officer sees it."""

    at: datetime
    id: str
    region: str
    words: int


class Pile:
    """All that was received, and what an officer reads of it because of an alert."""

    def __init__(self, stream: Iterable[Mapping[str, Any]]) -> None:
        """Take the lines of stream.jsonl; nil reports are not read."""
        self.received = {row["id"]: received_of(row) for row in stream if row["kind"] != "nihil"}
        self.by_time = sorted(self.received.values(), key=lambda one: one.at)

    def reads(self, alert: Alert, read: Set[str]) -> list[Received]:
        """Return what is read because of an alert and was not read before."""
        if alert.messages:
            new = [self.received[one] for one in alert.messages if one in self.received and one not in read]
            return new[:READ_OF_ALERT]
        there = [
            one
            for one in self.by_time
            if alert.at - LOOKS_BACK < one.at <= alert.at and inside(one.region, alert.region)
        ]
        return [one for one in there[-READ_OF_PLACE:] if one.id not in read]


def work(alerts: Sequence[Alert], stream: Iterable[Mapping[str, Any]], truth: Truth) -> Work:
    """Go through the alerts about conflicts of one world."""
    matter_of = matters(truth)
    pile = Pile(stream)
    keys, seconds, read, seen = 0, 0.0, set[str](), set[str]()
    for alert in conflict_alerts(alerts):
        texts = pile.reads(alert, read)
        keys += KEYS_NEXT + KEYS_ANSWER + (0 if alert.messages else KEYS_LOOK_UP)
        seconds += MIND_S + (0 if alert.messages else MIND_S + POINT_S)
        seconds += 60 * sum(one.words for one in texts) / WORDS_PER_MINUTE
        read |= {one.id for one in texts}
        seen |= {matter_of[one.id] for one in texts if one.id in matter_of}
    return Work(keys, seconds + keys * KEY_S, len(seen), len(set(matter_of.values())))


def matters(truth: Truth) -> dict[str, str]:
    """Return for every message that asks for action the matter it is about."""
    return {
        key: str(row.get("occurrence") or key)
        for key, row in truth.messages.items()
        if row.get("is_actionable")
    }


def received_of(row: Mapping[str, Any]) -> Received:
    """Read one line of stream.jsonl."""
    place = (row.get("claimed_place") or {}).get("code") or row["sender"]["region"] or ""
    return Received(moment(row["received_at"]), row["id"], place, len(str(row["text"]).split()))
