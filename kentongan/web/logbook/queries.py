"""Reading the logbook and the stuck reactions, from what this person may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from kentongan.events import queries as events
from kentongan.events.models import Event, Reaction
from kentongan.people import access
from kentongan.rules import places
from kentongan.rules.authority import Standing
from kentongan.rules.refusal import Absent
from kentongan.web.logbook.forms import Cursor
from kentongan.web.logbook.words import kind_in_words
from kentongan.wilayah.models import Region

PAGE = 50
NAMESPACE = uuid5(NAMESPACE_URL, "kentongan:stuck")


@dataclass(frozen=True)
class Entry:
    """One line as it is read: who, when, what, on what, where; its number stays inside."""

    at: datetime
    actor: str
    origin: str
    what: str
    subject_id: UUID | None
    region: str
    place: str
    detail: list[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    """One page of the logbook, newest first, and where the next one begins."""

    entries: list[Entry]
    rest: Cursor | None


@dataclass(frozen=True)
class Stuck:
    """A reaction nobody tries any more."""

    id: UUID
    what: str
    handler: str
    happened_at: datetime
    stuck_at: datetime
    attempts: int
    error: str
    region: str
    place: str


def visible(standing: Standing) -> QuerySet[Event]:
    """Return the lines this person may read."""
    return access.visible(
        standing,
        "log.read",
        Event.objects.all(),
        region_field="region",
        sensitivity_field=None,
        restricted_field=None,
    )


def page(
    standing: Standing,
    *,
    day: date | None = None,
    kind: str = "",
    subject: UUID | None = None,
    before: Cursor | None = None,
) -> Page:
    """Return one page of the lines this person may read."""
    rows = visible(standing)
    if day:
        start = datetime.combine(day, time.min, tzinfo=zone_of(standing))
        rows = rows.filter(at__gte=start, at__lt=start + timedelta(days=1))
    if kind:
        rows = rows.filter(kind=kind)
    if subject:
        rows = rows.filter(subject_id=subject)
    if before:
        rows = rows.filter(at__lte=before.at)
    skipped = before.shown if before else 0
    # Within one moment in the order of writing, so that a line written in that same moment shifts nothing.
    found = list(rows.order_by("-at", "seq")[skipped : skipped + PAGE + 1])
    shown = found[:PAGE]
    names = names_of(one.region for one in shown)
    return Page(
        [entry(one, names) for one in shown], rest_after(shown, before) if len(found) > PAGE else None
    )


def rest_after(shown: list[Event], before: Cursor | None) -> Cursor:
    """Return where the next page begins."""
    last = shown[-1].at
    of_that_moment = sum(one.at == last for one in shown)
    return Cursor(last, of_that_moment + (before.shown if before and before.at == last else 0))


def entry(event: Event, names: Mapping[str, str]) -> Entry:
    """Write one line in words."""
    return Entry(
        at=event.at,
        actor=event.actor,
        origin=event.origin,
        what=kind_in_words(event.kind),
        subject_id=event.subject_id,
        region=event.region,
        place=names.get(event.region, event.region),
        detail=[(key, in_words(value)) for key, value in sorted(event.detail.items())],
    )


def in_words(value: Any) -> str:
    """Write one value of the detail."""
    return ", ".join(map(in_words, value)) if isinstance(value, list) else "" if value is None else str(value)


def zone_of(standing: Standing) -> ZoneInfo:
    """Return the time zone of this person's widest post: their day is meant."""
    regions = [seat.region for seat in standing.seats if seat.region]
    return ZoneInfo(places.zone(min(regions, key=lambda code: (code.count("."), code), default="")))


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of regions."""
    return dict(Region.objects.filter(code__in=set(codes)).order_by("code").values_list("code", "name"))


def stuck(standing: Standing) -> list[Stuck]:
    """Return what is stuck where this person may press the button, longest stuck first."""
    rows = list(retryable(standing).order_by("stuck_at", "id"))
    names = names_of(one.event.region for one in rows)
    return [
        Stuck(
            id=identity(one),
            what=kind_in_words(one.event.kind),
            handler=one.handler.removeprefix("kentongan."),
            happened_at=one.event.at,
            stuck_at=one.stuck_at,
            attempts=one.attempts,
            error=one.last_error,
            region=one.event.region,
            place=names.get(one.event.region, one.event.region),
        )
        for one in rows
        if one.stuck_at
    ]


def stuck_one(standing: Standing, identifier: UUID) -> Reaction:
    """Return the stuck reaction with this identifier.

    Raises:
        Absent: If there is none, or it is not this person's to see.
    """
    for one in retryable(standing):
        if identity(one) == identifier:
            return one
    raise Absent


def retryable(standing: Standing) -> QuerySet[Reaction]:
    """Return the stuck reactions this person may start again."""
    return access.visible(
        standing,
        "events.retry",
        events.stuck(),
        region_field="event__region",
        sensitivity_field=None,
        restricted_field=None,
    )


def identity(reaction: Reaction) -> UUID:
    """Return a name for a reaction that tells nothing of how many there are."""
    event = reaction.event
    return uuid5(NAMESPACE, f"{event.subject_id} {event.kind} {event.at.isoformat()} {reaction.handler}")
