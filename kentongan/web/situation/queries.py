"""Everything on the situation page, computed from what this person may see."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Min
from django.utils.translation import gettext as _

from kentongan.cases import queries as cases
from kentongan.cases.models import CaseReport
from kentongan.people import access
from kentongan.reports import queries as reports
from kentongan.reports.models import Report
from kentongan.rules import places
from kentongan.rules.authority import Standing
from kentongan.rules.case_status import OPEN, CaseStatus
from kentongan.rules.levels import Level, highest
from kentongan.rules.places import inside
from kentongan.rules.refusal import Absent
from kentongan.watch import queries as watch
from kentongan.web.situation import figures, words
from kentongan.web.situation.figures import Course, Day, Sign, Step, Told, Voices, Worry, cut
from kentongan.web.situation.waiting import Waiting, waiting_for
from kentongan.web.situation.words import Place
from kentongan.wilayah.models import Region
from kentongan.wilayah.queries import current, within

FUNNEL_DAYS = 30
SIGN_DAYS = 14
ATTENTION_DAYS = 7
HISTORY_DAYS = figures.DAYS_SHOWN + figures.DAYS_BEFORE
ATTENTION_ROWS = 5
WAITING_ROWS = 3
LISTED_CASES = 10
# On the map of a province lie its kabupaten/kota; on that of a kabupaten, and below, its villages.
ON_THE_MAP = {
    places.PROVINCE: places.REGENCY,
    places.REGENCY: places.VILLAGE,
    places.DISTRICT: places.VILLAGE,
}
IN_THE_TABLE = {
    places.PROVINCE: places.REGENCY,
    places.REGENCY: places.DISTRICT,
    places.DISTRICT: places.VILLAGE,
}


@dataclass(frozen=True)
class Row:
    """One place in the table of attention."""

    code: str
    name: str
    level: Level
    reports: int
    open_cases: int
    overdue: int


@dataclass(frozen=True)
class Crumb:
    """One region on the way down."""

    code: str
    name: str


@dataclass(frozen=True)
class Raised:
    """One place on the map that stands above Normal."""

    code: str
    name: str
    level: Level


@dataclass(frozen=True)
class Picture:
    """How things stand in one region, for one person."""

    region: Region
    name: str
    crumbs: list[Crumb]
    at: datetime
    today: date
    level: Level
    headline: str
    remainder: list[str]
    depth: int
    units: dict[str, str]
    levels: dict[str, Level]
    counts: dict[Level, int]
    listed: list[Row]
    attention: list[Row]
    steps: list[Step] | None
    put_aside: int
    waiting: list[Waiting]
    waiting_more: int
    days: list[Day] | None
    today_words: str
    heard: Voices | None
    last_report_at: datetime | None
    worries: list[Worry]

    @property
    def raised(self) -> list[Raised]:
        """The places on the map that stand above Normal, gravest first."""
        above = [
            Raised(code, name, level)
            for code, name in self.units.items()
            if (level := self.levels.get(code, Level.NORMAL)) != Level.NORMAL
        ]
        return sorted(above, key=lambda place: (-place.level.bars, place.code))


def home(standing: Standing) -> str:
    """Return the widest region whose situation this person may see.

    Raises:
        Absent: If there is none.
    """
    regions = [
        seat.region for seat in standing.seats if access.may(standing, "situation.read", region=seat.region)
    ]
    if not regions:
        raise Absent
    return min(regions, key=lambda code: (code.count("."), code))


def picture(standing: Standing, code: str, *, at: datetime) -> Picture:
    """Return how things stand in a region.

    Raises:
        Absent: If there is no such region, or this person may not see its situation.
    """
    access.check(standing, "situation.read", region=code)
    today = at.astimezone(ZoneInfo(places.zone(code))).date()
    lines = {region.code: region for region in current(today).filter(code__in=places.path(code))}
    if code not in lines:
        raise Absent
    depth = ON_THE_MAP.get(places.level(code), places.VILLAGE)
    told = reports_of(standing, code, since=at - timedelta(days=HISTORY_DAYS + 1))
    worries = cases_of(standing, code)
    confirmed = [
        (place, level) for place, level in watch.levels_standing(standing, at=at) if inside(place, code)
    ]
    levels = figures.levels_by_place(signs(told, worries, confirmed, at=at), depth=depth)
    units = units_of(code, depth, today)
    heard = voices_of(standing, code, told, today=today)
    top = highest([*levels.values(), *(w.level for w in worries), *(level for _, level in confirmed)])
    overdue = [w for w in worries if w.due_at and w.due_at < at]
    rows = table(
        units_of(code, IN_THE_TABLE.get(places.level(code), places.VILLAGE), today),
        told,
        worries,
        confirmed,
        at=at,
    )
    days = days_of(standing, code, told, today=today)
    counts = {
        level: sum(found == level for place, found in levels.items() if place in units) for level in Level
    }
    counts[Level.NORMAL] = len(units) - sum(n for level, n in counts.items() if level != Level.NORMAL)
    waiting = waiting_for(told, worries, heard, standing, code, at=at)
    recent = [one for one in told if one.received_at >= at - timedelta(days=FUNNEL_DAYS)]
    return Picture(
        region=lines[code],
        name=words.full_name(lines[code]),
        crumbs=crumbs(lines, standing, code),
        at=at,
        today=today,
        level=top,
        headline=words.headline(top, named(top, levels, units, today), heard, depth=depth),
        remainder=words.remainder(counts, top, depth=depth, open_cases=len(worries), overdue=len(overdue)),
        depth=depth,
        units=units,
        levels=levels,
        counts=counts,
        listed=rows,
        attention=[row for row in rows if needs_attention(row)][:ATTENTION_ROWS],
        steps=figures.funnel(courses(standing, recent)) if reads_reports(standing) else None,
        put_aside=sum(one.is_put_aside for one in recent),
        waiting=waiting[:WAITING_ROWS],
        waiting_more=max(0, len(waiting) - WAITING_ROWS),
        days=days,
        today_words=words.of_today(days[-1].count, days[-1].band) if days else "",
        heard=heard,
        last_report_at=max((one.received_at for one in told), default=None),
        worries=worries[:LISTED_CASES],
    )


def crumbs(lines: dict[str, Region], standing: Standing, code: str) -> list[Crumb]:
    """Return the way down to a region, as far as this person may look."""
    shown = [
        one
        for one in places.path(code)
        if one in lines and access.may(standing, "situation.read", region=one)
    ]
    return [Crumb(one, words.full_name(lines[one])) for one in shown]


def reads_reports(standing: Standing) -> bool:
    """Say whether reports, and not only cases, are this person's to read."""
    return any(access.may(standing, "report.read", region=seat.region) for seat in standing.seats)


def reports_of(standing: Standing, code: str, *, since: datetime) -> list[Told]:
    """Return the visible reports of a region since a moment."""
    rows = reports.seen_by(standing).filter(within("region_id", code), received_at__gte=since)
    fields = rows.order_by("received_at", "id").values_list(
        "id",
        "region_id",
        "level",
        "received_at",
        "steps",
        "answered_at",
        "answer_due_at",
        "put_aside_reason",
        "verification",
    )
    return [
        Told(
            id=pk,
            region=region,
            level=Level(level),
            received_at=received,
            checked_at=first_check(steps, answered),
            answered_at=answered,
            due_at=due,
            is_put_aside=bool(aside),
            is_untrue=verdict == Report.Verification.FALSE,
        )
        for pk, region, level, received, steps, answered, due, aside, verdict in fields
    ]


def first_check(steps: Sequence[Sequence[str]], answered_at: datetime | None) -> datetime | None:
    """Return when somebody first looked at a report: its first step after being received, or its answer."""
    unread = {CaseStatus.TERKIRIM, CaseStatus.DITERIMA}
    moments = [datetime.fromisoformat(at) for status, at in steps if status not in unread]
    return min([*moments, *([answered_at] if answered_at else [])], default=None)


def cases_of(standing: Standing, code: str) -> list[Worry]:
    """Return the visible open cases of a region, gravest and most urgent first."""
    rows = (
        cases.seen_by(standing)
        .filter(within("region_id", code), status__in=sorted(OPEN))
        .select_related("region", "owner")
        .order_by("next_due_at", "id")
    )
    found = [
        Worry(
            case.pk,
            case.number,
            case.headline,
            case.region_id,
            Level(case.level),
            case.next_due_at,
            case.owner.title if case.owner else "",
        )
        for case in rows
    ]
    return sorted(found, key=lambda worry: -worry.level.bars)


def signs(
    told: Sequence[Told], worries: Sequence[Worry], confirmed: Sequence[tuple[str, Level]], *, at: datetime
) -> list[Sign]:
    """Return what raises a level: open cases, what the watch found and a person confirmed, reports nobody has answered."""
    since = at - timedelta(days=SIGN_DAYS)
    unread = [
        one for one in told if one.answered_at is None and not one.is_untrue and one.received_at >= since
    ]
    return [
        *(Sign(worry.region, worry.level, is_case=True) for worry in worries),
        *(Sign(village, level, is_case=True) for village, level in confirmed),
        *(Sign(one.region, one.level, is_case=False) for one in unread),
    ]


def units_of(code: str, depth: int, today: date) -> dict[str, str]:
    """Return the regions at this depth in a region, by code, with their names."""
    rows = current(today).filter(within("code", code), level=depth).order_by("code")
    return dict(rows.values_list("code", "name"))


def voices_of(standing: Standing, code: str, told: Sequence[Told], *, today: date) -> Voices | None:
    """Return who spoke today, or None when nil reports are not this person's to see."""
    if not any(access.may(standing, "report.nil-read", region=seat.region) for seat in standing.seats):
        return None
    villages = current(today).filter(within("code", code), level=places.VILLAGE)
    nil = reports.nil_reports(standing, day=today).filter(within("region_id", code))
    return figures.voices(
        villages.order_by("code").values_list("code", flat=True),
        nil=nil.values_list("region_id", flat=True),
        reporting=(one.region for one in told if local_day(one.received_at, code) == today),
    )


def local_day(at: datetime, code: str) -> date:
    """Return the calendar day there."""
    return at.astimezone(ZoneInfo(places.zone(code))).date()


def days_of(standing: Standing, code: str, told: Sequence[Told], *, today: date) -> list[Day] | None:
    """Return the curve of reports per day, or None for somebody who reads no reports."""
    if not reads_reports(standing):
        return None
    counts: dict[date, int] = {}
    for one in told:
        day = local_day(one.received_at, code)
        counts[day] = counts.get(day, 0) + 1
    first = reports.seen_by(standing).filter(within("region_id", code)).aggregate(at=Min("received_at"))["at"]
    return figures.curve(counts, today=today, since=local_day(first, code) if first else None)


def courses(standing: Standing, told: Sequence[Told]) -> list[Course]:
    """Return how far each report came, through the cases this person may see."""
    joins = (
        CaseReport.objects.filter(
            case__in=cases.seen_by(standing), report__in=[one.id for one in told], left_at=None
        )
        .order_by("joined_at", "id")
        .values_list("report_id", "joined_at", "case__closed_at", "case__merged_into__closed_at")
    )
    handled = {report: (joined, closed or merged) for report, joined, closed, merged in joins}
    return [Course(one.received_at, one.checked_at, *handled.get(one.id, (None, None))) for one in told]


def table(
    units: dict[str, str],
    told: Sequence[Told],
    worries: Sequence[Worry],
    confirmed: Sequence[tuple[str, Level]],
    *,
    at: datetime,
) -> list[Row]:
    """Return every place with what is open there, what most needs attention first."""
    if not units:
        return []
    depth = places.level(next(iter(units)))
    since = at - timedelta(days=ATTENTION_DAYS)
    levels = figures.levels_by_place(signs(told, worries, confirmed, at=at), depth=depth)
    new = Counter(cut(one.region, depth) for one in told if one.received_at >= since)
    still_open = Counter(cut(worry.region, depth) for worry in worries)
    late = Counter(cut(worry.region, depth) for worry in worries if worry.due_at and worry.due_at < at)
    rows = [
        Row(code, name, levels.get(code, Level.NORMAL), new[code], still_open[code], late[code])
        for code, name in units.items()
    ]
    return sorted(
        rows, key=lambda row: (-row.level.bars, -row.overdue, -row.open_cases, -row.reports, row.code)
    )


def needs_attention(row: Row) -> bool:
    """Say whether anything at all is open or new there."""
    return row.level != Level.NORMAL or row.open_cases > 0 or row.reports > 0


def named(top: Level, levels: dict[str, Level], units: dict[str, str], today: date) -> list[Place]:
    """Return the places that stand at the highest level, with the place each lies in."""
    codes = sorted(code for code, level in levels.items() if level == top and code in units)
    above = dict(
        current(today)
        .filter(code__in={places.parent(code) for code in codes}, level=places.DISTRICT)
        .values_list("code", "name")
    )
    return [
        Place(
            units[code], f"{_('Kec.')} {above[places.parent(code)]}" if places.parent(code) in above else ""
        )
        for code in codes
    ]
