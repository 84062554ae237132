"""What was really going on, as far as scoring asks: truth.json of a made-up kabupaten, read and checked.

Only this package reads the truth. What a rival may see is stream.jsonl.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kentongan.rules.places import REGENCY, path
from kentongan.rules.refusal import Refused

FORMAT = 1
MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Episode:
    """One conflict that was planted, from its first sign until it ended.

    `gn_at` is None when it never broke out within the period: dampened, too slow, or a tension only.
    """

    id: str
    category: str
    regions: frozenset[str]
    first_at: datetime
    gn_at: datetime | None
    ended_at: datetime


@dataclass(frozen=True)
class Village:
    """A village as far as equal attention is measured."""

    people: int
    majority: str


@dataclass(frozen=True)
class Post:
    """Somebody who reports; with an hour, a nil report is owed every day at that hour of their place."""

    id: str
    region: str
    nil_hour: int | None


@dataclass(frozen=True)
class Silence:
    """A time in which a post sent nothing, and why."""

    post: str
    since: datetime
    until: datetime
    why: str


@dataclass(frozen=True)
class Truth:
    """One made-up world and its period."""

    seed: str
    regions: tuple[str, ...]
    starts_at: datetime
    days: int
    villages: Mapping[str, Village]
    episodes: tuple[Episode, ...]
    posts: Mapping[str, Post]
    silences: tuple[Silence, ...]
    messages: Mapping[str, Mapping[str, Any]]

    @property
    def ends_at(self) -> datetime:
        """The end of the period."""
        return self.starts_at + timedelta(days=self.days)

    @property
    def kabupaten_months(self) -> float:
        """How many kabupaten were watched, times how many months of thirty days."""
        return max(1, len(self.seats)) * (timedelta(days=self.days) / MONTH)

    @property
    def seats(self) -> list[str]:
        """The kabupaten, in order of their codes."""
        return sorted({path(code)[REGENCY - 1] for code in self.villages})


def since(truth: Truth, days: int, messages: Iterable[str]) -> Truth:
    """Return what is true after some first days, which systems may learn from and are not judged by.

    Args:
        truth: Of the whole period.
        days: How many belong to the past only.
        messages: Those that were received afterwards.
    """
    starts_at = truth.starts_at + timedelta(days=days)
    return replace(
        truth,
        starts_at=starts_at,
        days=truth.days - days,
        episodes=tuple(one for one in truth.episodes if (one.gn_at or one.ended_at) > starts_at),
        silences=tuple(one for one in truth.silences if one.since >= starts_at),
        messages={key: truth.messages[key] for key in messages},
    )


def moment(text: object) -> datetime:
    """Read a moment that knows its zone.

    Raises:
        Refused: If it is none.
    """
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        found = datetime.min  # noqa: DTZ901 refused below
    if found.tzinfo is None:
        raise Refused(f"“{text}” bukan waktu. Tulis seperti 2026-11-21T08:30:00+00:00.", "bad_moment")
    return found


def read_truth(place: Path) -> Truth:
    """Read truth.json.

    Raises:
        Refused: If the file is not there, is no JSON, is of another format or lacks something.
    """
    try:
        data = json.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise Refused(f"Berkas {place} tidak ada. Buat dengan perintah make.", "no_file") from missing
    except ValueError as bad:
        raise Refused(f"Berkas {place} bukan JSON: {bad}", "bad_file") from bad
    return truth_of(data)


def truth_of(data: Mapping[str, Any]) -> Truth:
    """Take from truth.json what is scored.

    Raises:
        Refused: If it is of another format or lacks something.
    """
    if data.get("format") != FORMAT:
        raise Refused(
            f"truth.json berformat {data.get('format')}; yang dikenal hanya {FORMAT}.", "bad_format"
        )
    try:
        starts_at, days = moment(data["starts_at"]), int(data["days"])
        ends_at = starts_at + timedelta(days=days)
        return Truth(
            seed=str(data["seed"]),
            regions=tuple(data["regions"]),
            starts_at=starts_at,
            days=days,
            villages={
                code: Village(int(row.get("people") or 0), str(row.get("majority") or ""))
                for code, row in data["villages"].items()
            },
            episodes=tuple(episode_of(row, ends_at) for row in data["episodes"]),
            posts={row["id"]: post_of(row) for row in data["posts"]},
            silences=tuple(silence_of(row, ends_at) for row in data["silences"]),
            messages=data["messages"],
        )
    except KeyError as missing:
        raise Refused(
            f"truth.json tidak memuat {missing}. Buat lagi dengan perintah make.", "incomplete"
        ) from missing


def episode_of(row: Mapping[str, Any], ends_at: datetime) -> Episode:
    """Read one episode; what would break out after the period did not break out in it."""
    gn_at = moment(row["gn_at"]) if row.get("gn_at") else None
    steps = [moment(stage["at"]) for stage in row.get("stages") or ()]
    return Episode(
        id=str(row["id"]),
        category=str(row.get("category") or ""),
        regions=frozenset(row.get("regions") or [row["region"]]),
        first_at=min(steps, default=moment(row["starts_at"])),
        gn_at=gn_at if gn_at and gn_at < ends_at else None,
        ended_at=moment(row["ended_at"]) if row.get("ended_at") else ends_at,
    )


def post_of(row: Mapping[str, Any]) -> Post:
    """Read one post."""
    hour = row.get("nil_hour")
    return Post(str(row["id"]), str(row["region"]), None if hour is None else int(hour))


def silence_of(row: Mapping[str, Any], ends_at: datetime) -> Silence:
    """Read one silence; without an end it lasts."""
    until = moment(row["to"]) if row.get("to") else ends_at
    return Silence(str(row["post"]), moment(row["from"]), until, str(row.get("why") or ""))
