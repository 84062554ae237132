"""Reading the logbook and the reactions that wait."""

from collections.abc import Iterator
from datetime import datetime

from django.db import DatabaseError
from django.db.models import QuerySet

from kentongan.events.chain import Anchor, Unreadable
from kentongan.events.models import Event, Head, Reaction

CHUNK = 2000


def head() -> Anchor:
    """Return the last line of the logbook by number and hash."""
    last = Head.objects.get(pk=1)
    return Anchor(last.seq, last.hash)


def written() -> Iterator[Event | Unreadable]:
    """Return every line in order, a handful at a time, and go on past lines that cannot be read back."""
    after = 0
    while sequence := list(
        Event.objects.filter(seq__gt=after).order_by("seq").values_list("seq", flat=True)[:CHUNK]
    ):
        after = sequence[-1]
        yield from readable(sequence)


def readable(sequence: list[int]) -> Iterator[Event | Unreadable]:
    """Read the lines of one handful at once, or one by one where one of them spoils the handful."""
    try:
        yield from list(Event.objects.filter(seq__gte=sequence[0], seq__lte=sequence[-1]).order_by("seq"))
    except (ValueError, TypeError, AttributeError, DatabaseError):
        yield from map(one, sequence)


def one(seq: int) -> Event | Unreadable:
    """Read one line, or say that it cannot be read."""
    try:
        return Event.objects.get(seq=seq)
    except (ValueError, TypeError, AttributeError, DatabaseError):
        return Unreadable(seq)


def due(at: datetime) -> QuerySet[Reaction]:
    """Return the reactions whose turn has come, oldest event first."""
    waiting = Reaction.objects.filter(done_at__isnull=True, stuck_at__isnull=True, next_try_at__lte=at)
    return waiting.order_by("event_id", "id")


def most_urgent(at: datetime) -> QuerySet[Reaction]:
    """Return the reactions whose turn has come, those of immediate danger before all others, drills last."""
    return due(at).order_by("rank", "event_id", "id")


def stuck() -> QuerySet[Reaction]:
    """Return the reactions nobody tries any more until somebody presses the button."""
    return Reaction.objects.filter(stuck_at__isnull=False).select_related("event").order_by("stuck_at", "id")
