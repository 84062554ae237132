"""The arithmetic of the situation page: levels by place, what is usual, medians, who is silent. No database."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID

from kentongan.rules.levels import Level, highest

DAYS_SHOWN = 56
DAYS_BEFORE = 28
DAYS_NEEDED = 14
# Below this many reports in four weeks every day looks odd: then nothing is called usual or unusual.
REPORTS_NEEDED = 20
# 1.4826 turns a median absolute deviation into a standard deviation where the counts are bell-shaped.
MAD_TO_DEVIATION = 1.4826
DEVIATIONS = 2.0


@dataclass(frozen=True)
class Told:
    """One visible report, as far as figures need it."""

    id: UUID
    region: str
    level: Level
    received_at: datetime
    checked_at: datetime | None
    answered_at: datetime | None
    due_at: datetime
    is_put_aside: bool
    is_untrue: bool


@dataclass(frozen=True)
class Worry:
    """One visible open case, as far as figures need it."""

    id: UUID
    number: str
    title: str
    region: str
    level: Level
    due_at: datetime | None
    owner: str


@dataclass(frozen=True)
class Sign:
    """One open case or one report nobody has taken up yet: where it is and how high it stands."""

    region: str
    level: Level
    is_case: bool


@dataclass(frozen=True)
class Band:
    """How many reports a day usually brings."""

    low: int
    high: int


@dataclass(frozen=True)
class Day:
    """One day of the curve; `band` is None where too little came before to say what is usual."""

    on: date
    count: int
    band: Band | None
    is_known: bool = True

    @property
    def is_above(self) -> bool:
        """Say whether it is more than usual."""
        return self.band is not None and self.count > self.band.high


@dataclass(frozen=True)
class Course:
    """The way of one report; a step not reached is None."""

    received_at: datetime
    checked_at: datetime | None = None
    handled_at: datetime | None = None
    settled_at: datetime | None = None


@dataclass(frozen=True)
class Step:
    """How many reports came this far, and the median time it took them."""

    name: str
    count: int
    wait: timedelta | None
    share: int


@dataclass(frozen=True)
class Voices:
    """Which villages said "nothing happened" today, which reported something, and which were silent."""

    nil: frozenset[str]
    reporting: frozenset[str]
    silent: frozenset[str]

    @property
    def total(self) -> int:
        """How many villages there are."""
        return len(self.nil) + len(self.reporting) + len(self.silent)


def cut(code: str, depth: int) -> str:
    """Return the region at this depth in which a code lies, or "" when the code is not that deep."""
    parts = code.split(".")
    return ".".join(parts[:depth]) if len(parts) >= depth else ""


def level_of(signs: Iterable[Sign]) -> Level:
    """Return the level of a place: its cases decide; reports nobody has taken up raise it to Waspada at most.

    A report only proposes a level and a person decides, so an unread report cannot colour the map Awas.
    It rings instead (alerts), and waits at the top of the page.
    """
    signs = list(signs)
    cases = [sign.level for sign in signs if sign.is_case]
    if cases:
        return highest(cases)
    raised = highest([sign.level for sign in signs])
    return raised if raised.bars < Level.WASPADA.bars else Level.WASPADA


def levels_by_place(signs: Iterable[Sign], *, depth: int) -> dict[str, Level]:
    """Return the level of every region at this depth that has a sign; the others are Normal."""
    villages: dict[str, list[Sign]] = {}
    for sign in signs:
        villages.setdefault(cut(sign.region, 4) or sign.region, []).append(sign)
    found: dict[str, list[Level]] = {}
    for village, there in villages.items():
        if place := cut(village, depth):
            found.setdefault(place, []).append(level_of(there))
    return {place: highest(levels) for place, levels in found.items()}


def usual(before: Sequence[int]) -> Band | None:
    """Return what is usual after these days: median plus or minus two deviations, never narrower than chance.

    The deviation is the larger of the median absolute deviation (scaled) and the square root of the median,
    which pure chance gives to counts. None when there are too few days, or too few
    reports, to say.
    """
    if len(before) < DAYS_NEEDED or sum(before) < REPORTS_NEEDED:
        return None
    middle = median(before)
    spread = MAD_TO_DEVIATION * median(abs(count - middle) for count in before)
    width = DEVIATIONS * max(spread, max(middle, 0.25) ** 0.5)
    return Band(max(0, round(middle - width)), round(middle + width))


def curve(counts: Mapping[date, int], *, today: date, since: date | None) -> list[Day]:
    """Return the last eight weeks, each day beside what its four weeks before made usual.

    Args:
        counts: Reports by day; days without one may be left out.
        today: The last day shown.
        since: The first day on which anything at all was reported; earlier days are not "none", they are unknown.
    """
    days = []
    for back in range(DAYS_SHOWN - 1, -1, -1):
        on = today - timedelta(days=back)
        before = [on - timedelta(days=n) for n in range(1, DAYS_BEFORE + 1)]
        known = [counts.get(day, 0) for day in before if since is not None and day >= since]
        days.append(Day(on, counts.get(on, 0), usual(known), since is not None and on >= since))
    return days


def funnel(courses: Sequence[Course]) -> list[Step]:
    """Return how many reports came how far, from received to tuntas, and how long half of them took at most."""
    return [
        Step("Diterima", len(courses), None, 100),
        step("Diperiksa", courses, lambda course: course.checked_at),
        step("Ditangani", courses, lambda course: course.handled_at),
        step("Tuntas", courses, lambda course: course.settled_at),
    ]


def step(name: str, courses: Sequence[Course], moment: Callable[[Course], datetime | None]) -> Step:
    """Return one step of the funnel."""
    waits = [reached - course.received_at for course in courses if (reached := moment(course)) is not None]
    share = round(100 * len(waits) / len(courses)) if courses else 0
    half = timedelta(seconds=median(wait.total_seconds() for wait in waits)) if waits else None
    return Step(name, len(waits), half, share)


def voices(villages: Iterable[str], *, nil: Iterable[str], reporting: Iterable[str]) -> Voices:
    """Sort the villages of a place into those that reported, those that said nil, and the silent ones."""
    everywhere = frozenset(villages)
    spoke = frozenset(cut(code, 4) for code in reporting) & everywhere
    calm = (frozenset(cut(code, 4) for code in nil) & everywhere) - spoke
    return Voices(calm, spoke, everywhere - spoke - calm)
