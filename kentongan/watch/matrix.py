"""Rows of the office as arrays for the engine: villages by days, and which post spoke on which day. Nothing personal."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from kentongan.reports import queries as reports
from kentongan.reports.queries import Signal
from kentongan.rules import places
from kentongan.rules.authority import SYSTEM, Role
from kentongan.rules.watching import GROUPS, Group
from kentongan.watch.queries import village_of
from kentongan.wilayah.queries import current, within

PAST_DAYS = 730
RHYTHM_DAYS = 4
"""A post that only reports has shown a rhythm when it spoke on so many days: three pauses between words."""
TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Ground:
    """The villages of a kabupaten in the order of their codes, where they lie and how many live there."""

    codes: tuple[str, ...]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    district: NDArray[np.int32]
    population: NDArray[np.float64]

    @property
    def index(self) -> dict[str, int]:
        """Return the place of each village in the arrays."""
        return {code: place for place, code in enumerate(self.codes)}


def ground(region: str, on: date) -> Ground:
    """Return the villages of a region on a day; without a number of people a village counts like an ordinary one."""
    rows = list(
        current(on)
        .filter(within("code", region), level=places.VILLAGE, lat__isnull=False, lng__isnull=False)
        .order_by("code")
        .values_list("code", "lat", "lng", "population")
    )
    districts = sorted({places.parent(code) for code, *_ in rows})
    known = [people for *_, people in rows if people]
    usual = float(np.median(known)) if known else 1.0
    return Ground(
        codes=tuple(code for code, *_ in rows),
        latitude=np.array([lat for _, lat, _, _ in rows], dtype=np.float64),
        longitude=np.array([lng for _, _, lng, _ in rows], dtype=np.float64),
        district=np.array([districts.index(places.parent(code)) for code, *_ in rows], dtype=np.int32),
        population=np.array([people or usual for *_, people in rows], dtype=np.float64),
    )


def whole_counts(
    signals: Iterable[Signal], index: Mapping[str, int], *, start: datetime, days: int, forms: frozenset[str]
) -> NDArray[np.int32]:
    """Return reports as whole numbers (villages, days).

    Weights of a village are added up in the order the reports came, and a report counts on the day on which the
    sum passes the next whole number: two that are half as likely make one, on the day of the second.
    """
    counts = np.zeros((len(index), days), dtype=np.int32)
    sums: dict[str, float] = {}
    for signal in signals:
        if signal.village not in index or signal.event_form not in forms:
            continue
        before = sums.get(signal.village, 0.0)
        after = round(before + signal.weight, 6)
        sums[signal.village] = after
        counts[index[signal.village], (signal.at - start).days] += int(after) - int(before)
    return counts


@dataclass(frozen=True)
class Posts:
    """The posts that spoke at all, and on which days they did.

    Attributes:
        posts: Role and place of each.
        spoke: (posts, days).
        village: (posts,) row of its village.
        owes: (posts,) whether its silence means something: it says when nothing happened, or has shown a rhythm.
            Whoever reported once because something happened owes nothing on the days after.
    """

    posts: tuple[tuple[Role, str], ...]
    spoke: NDArray[np.bool_]
    village: NDArray[np.int32]
    owes: NDArray[np.bool_]

    def spoke_on_last_day(self) -> list[tuple[Role, str]]:
        """Return the posts that spoke on the last day."""
        return [post for post, last in zip(self.posts, self.spoke[:, -1], strict=True) if last]

    def owing(self) -> "Posts":
        """Return only those whose silence means something."""
        names = tuple(post for post, owes in zip(self.posts, self.owes, strict=True) if owes)
        return Posts(names, self.spoke[self.owes], self.village[self.owes], self.owes[self.owes])


def posts(
    rows: Iterable[tuple[Role, str, date]],
    index: Mapping[str, int],
    *,
    nil: Collection[tuple[Role, str]] = (),
    first: date,
    days: int,
) -> Posts:
    """Return who spoke when (posts, days); a post that never spoke has no rhythm, and is no row.

    `nil` are the posts that said in this time that nothing happened.
    """
    heard: dict[tuple[Role, str], set[int]] = {}
    for role, region, on in rows:
        if village_of(region) in index and 0 <= (on - first).days < days:
            heard.setdefault((role, region), set()).add((on - first).days)
    names = tuple(sorted(heard, key=lambda post: (post[1], post[0])))
    spoke = np.zeros((len(names), days), dtype=np.bool_)
    for place, post in enumerate(names):
        spoke[place, sorted(heard[post])] = True
    villages = np.array([index[village_of(region)] for _, region in names], dtype=np.int32)
    said = np.array([post in nil for post in names], dtype=np.bool_)
    return Posts(names, spoke, villages, said | (spoke.sum(axis=1) >= RHYTHM_DAYS))


@dataclass(frozen=True)
class History:
    """Everything one night looks at."""

    region: str
    first: date
    days: int
    ground: Ground
    counts: Mapping[Group, NDArray[np.int32]]
    posts: Posts

    @property
    def last(self) -> date:
        """Return the last day."""
        return self.first + timedelta(days=self.days - 1)

    @property
    def effort(self) -> NDArray[np.float64]:
        """Return how many posts spoke on each day: more ears hear more, and that is no sign of trouble."""
        return np.asarray(self.posts.spoke.sum(axis=0), dtype=np.float64)

    def until(self, on: date) -> "History":
        """Return what was known at the end of an earlier day."""
        kept = (on - self.first).days + 1
        if not 0 < kept <= self.days:
            raise ValueError(f"{on} lies outside {self.first} to {self.last}")
        cut = replace(self.posts, spoke=self.posts.spoke[:, :kept])
        counts = {group: table[:, :kept] for group, table in self.counts.items()}
        return History(self.region, self.first, kept, self.ground, counts, cut)

    def reports_after(self, group: Group, villages: Sequence[str], on: date, days: int) -> int:
        """Return how many reports came from some villages in the days after one."""
        after = (on - self.first).days + 1
        rows = [self.ground.index[code] for code in villages]
        return int(self.counts[group][rows, after : after + days].sum())

    def digest(self) -> str:
        """Return what these inputs are, in 64 letters: a finding made of others shows."""
        told = hashlib.sha256(f"{self.region} {self.first} {self.days} {self.ground.codes}".encode())
        for group in sorted(self.counts):
            told.update(np.ascontiguousarray(self.counts[group]).tobytes())
        told.update(np.packbits(self.posts.spoke).tobytes())
        return told.hexdigest()


def history(region: str, groups: Sequence[Group], *, at: datetime, days: int = PAST_DAYS) -> History:
    """Return what the office heard from a region in the days up to a moment.

    A day is the 24 hours before the moment, or before the same hour of another day: at 3 at night nobody looks at
    three hours as if they were a day. The first day is that of the first report or nil report, so that the time
    before the office had ears does not pass for peace.
    """
    last = at.astimezone(ZoneInfo(places.zone(region))).date() - timedelta(days=1)
    there = ground(region, last)
    earliest = at - timedelta(days=days)
    signals = list(reports.signals(SYSTEM, region=region, since=earliest, until=at))
    begin, end = last - timedelta(days=days - 1), last + timedelta(days=1)
    spoken = list(reports.spoke(SYSTEM, region=region, since=begin, until=end))
    nil = reports.said_nil(SYSTEM, region=region, since=begin, until=end)
    ages = [*((at - one.at - TICK).days for one in signals), *((last - on).days for *_, on in spoken), 0]
    length = min(days, max(ages) + 1)
    first, start = last - timedelta(days=length - 1), at - timedelta(days=length)
    counts = {
        group: whole_counts(signals, there.index, start=start, days=length, forms=GROUPS[group])
        for group in groups
    }
    who = posts(spoken, there.index, nil=nil, first=first, days=length)
    return History(region, first, length, there, counts, who)
