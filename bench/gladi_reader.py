"""The reader (simak) in the benchmark: it reads every message once, for the rules that need a reading and for its own scores."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.util import find_spec
from typing import Any

from kentongan.gladi.scores.country import Country
from kentongan.gladi.scores.rivals.signs import Line, Message, conflict, received_at, reports
from kentongan.rules.places import VILLAGE, path

ENDING = "-simak"


def is_there() -> bool:
    """Say whether the reader has been built."""
    return find_spec("simak.reading") is not None


@dataclass
class Reader:
    """Reads as simak does; a place that is chosen on the page needs no reading."""

    country: Country
    drafts: dict[str, Any] = field(default_factory=dict)

    def draft(self, message: Message) -> Any:
        """Return the draft of a message, read once."""
        from simak.reading import read

        key = message["id"]
        if key not in self.drafts:
            self.drafts[key] = read(
                str(message["text"]),
                received_at=received_at(message),
                sender_region=message["sender"]["region"] or self.country.seat,
            )
        return self.drafts[key]

    def category(self, message: Message) -> str:
        """Return what a message is about."""
        return str(self.draft(message).category.value)

    def place(self, message: Message) -> str:
        """Take the place that was chosen, else the one that was read, else that of the sender."""
        found = self.draft(message).place
        told = (message.get("claimed_place") or {}).get("code") or (found.value if found else "")
        steps = path(told or message["sender"]["region"] or self.country.seat)
        return steps[min(len(steps), VILLAGE) - 1]

    def reading(self, message: Message) -> Line:
        """Return a message as one line of READING.jsonl."""
        draft = self.draft(message)
        day = draft.day.value.on if draft.day else None
        return {
            "id": message["id"],
            "category": draft.category.value,
            "kind": draft.kind.value,
            "severity": draft.severity.value,
            "place": draft.place.value if draft.place else None,
            "date": day.isoformat() if isinstance(day, datetime) or day else None,
            "counts": {kind: list(found.value) for kind, found in draft.counts.items()},
            "persons": [one.name for one in draft.persons],
        }


@dataclass(frozen=True)
class LookNow:
    """The queue "lihat sekarang" of the desk: what simak holds to be grave at a low threshold rings at once."""

    reader: Reader
    name: str = f"look-now{ENDING}"

    def alerts(self, stream: Sequence[Message]) -> Iterator[Line]:
        """Ring for every report that may be grave."""
        for message in reports(stream):
            if self.reader.draft(message).look_now:
                yield conflict(received_at(message), self.reader.place(message), [message["id"]], 1.0)


def readings(reader: Reader, stream: list[Message]) -> list[Line]:
    """Return every report as it was read, with its group and what is suggested, as simak relates."""
    from simak import relating

    reports = [one for one in stream if one["kind"] != "nihil"]
    rows = [{**reader.reading(one), "like": [], "case": []} for one in reports]
    links = relating.relate(
        [reader.draft(one) for one in reports],
        received=[received_at(one) for one in reports],
        chosen=[(one.get("claimed_place") or {}).get("code") for one in reports],
    )
    for link in links:
        what = "case" if link.kind == "case" else "like"
        rows[link.first][what].append([rows[link.second]["id"], link.score])
    for group, members in enumerate(relating.groups(len(reports), links)):
        for turn in members if len(members) > 1 else ():
            rows[turn]["dup_group"] = str(group)
    return rows
