"""What the clock starts: doing the reactions that wait, and noting the head of the logbook outside the database."""

import logging
import os
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F

from kentongan.events import queries
from kentongan.events.actions import Handler, handlers, name_of
from kentongan.events.chain import canonical
from kentongan.events.models import Event, Reaction
from kentongan.rules.refusal import Refused

log = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=30)
HANDFUL = 50
"""So many reactions are done before the loop looks again whether something more urgent came in."""
TOGETHER = 25
"""So many of one handler share a transaction: what they look up is looked up once, and nobody waits for it long."""
DONE_SHOWN = timedelta(days=30)
STUCK_AFTER = 8  # 2 s, 4 s, 8 s ... 4 min: about eight minutes of trying


class HandlerGoneError(LookupError):
    """Raised when `wiring.py` no longer names the handler an event was recorded with."""


def react(at: datetime, rest: Callable[[], None] = lambda: None, *, limit: int = 200) -> int:
    """Do up to `limit` reactions whose turn has come, danger first, and return how many were done.

    Claim and work share one transaction, so a crash leaves the reaction waiting and its work undone.
    Several workers may run at once: on PostgreSQL they skip each other's rows, on SQLite one waits.
    After each transaction `rest` lets others write.
    """
    done = 0
    for left in range(limit, 0, -HANDFUL):
        # Looked at without a transaction first: an idle loop must not take SQLite's one write lock each second.
        waiting = queries.most_urgent(at).values_list("handler", "pk")[: min(HANDFUL, left)]
        turns = [(name, [pk for _, pk in same]) for name, same in groupby(waiting, key=itemgetter(0))]
        for name, ids in turns:
            for start in range(0, len(ids), TOGETHER):
                done += take_turn(name, ids[start : start + TOGETHER], at, rest)
        if not turns:
            break
    return done


def take_turn(name: str, ids: Sequence[int], at: datetime, rest: Callable[[], None]) -> int:
    """Do several reactions of one handler together, or each alone when that fails; return how many were done."""
    claimed: list[Reaction] = []
    try:
        with transaction.atomic():
            claimed += queries.most_urgent(at).filter(pk__in=ids).select_for_update(skip_locked=True)
            if claimed:
                follow(name, claimed, at)
    except Exception as error:
        # Whatever a handler raises is counted in a transaction of its own and shown on the board;
        # without a claimed row there is nothing to count, and the loop must see the error.
        if not claimed or (len(claimed) > 1 and isinstance(error, OperationalError)):
            raise
        rest()
        if len(claimed) > 1:
            return sum(take_turn(name, [reaction.pk], at, rest) for reaction in claimed)
        count_failure(claimed[0], error=error, at=at)
        rest()
        return 0
    rest()
    return len(claimed)


def follow(name: str, claimed: Sequence[Reaction], at: datetime) -> None:
    """Call the handler with the events of these reactions, and note that they are done."""
    events = Event.objects.in_bulk([reaction.event_id for reaction in claimed])
    by_kind = groupby((events[reaction.event_id] for reaction in claimed), key=attrgetter("kind"))
    for kind, of_kind in by_kind:
        handler_of(kind, name)(list(of_kind), at)
    Reaction.objects.filter(pk__in=[reaction.pk for reaction in claimed]).update(done_at=at, last_error="")


def handler_of(kind: str, name: str) -> Handler:
    """Return the handler with this name."""
    for handler in handlers().get(kind, ()):
        if name_of(handler) == name:
            return handler
    raise HandlerGoneError(name)


@transaction.atomic
def count_failure(reaction: Reaction, *, error: Exception, at: datetime) -> None:
    """Count one failed attempt; wait twice as long before the next, and give up loudly after the last."""
    attempts = reaction.attempts + 1
    Reaction.objects.filter(pk=reaction.pk, done_at__isnull=True, attempts=reaction.attempts).update(
        attempts=F("attempts") + 1,
        next_try_at=at + wait_after(attempts),
        stuck_at=at if attempts >= STUCK_AFTER else None,
        last_error=describe(error),
    )
    log.error(
        "%s of event %s, attempt %s: %s", reaction.handler, reaction.event_id, attempts, describe(error)
    )


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts."""
    return min(FIRST_WAIT * (1 << (attempts - 1)), LONGEST_WAIT)


def describe(error: Exception) -> str:
    """Name an error and its place without its text, which could hold what somebody reported; a refusal may speak."""
    if isinstance(error, Refused):
        return f"{type(error).__name__}: {error.sentence}"[:300]
    frames = traceback.extract_tb(error.__traceback__)
    return (
        f"{type(error).__name__} ({Path(frames[-1].filename).name}:{frames[-1].lineno})"[:300]
        if frames
        else ""
    )


def forget_done(at: datetime, _rest: Callable[[], None] = lambda: None) -> int:
    """Forget the reactions that were done a month ago and say how many; lines of the logbook and what is stuck stay."""
    gone, _ = Reaction.objects.filter(done_at__lt=at - DONE_SHOWN).delete()
    return gone


def publish_head(at: datetime, _rest: Callable[[], None] = lambda: None) -> str:
    """Add the head of the logbook to the file an auditor may read and copy, and return what was noted."""
    head = queries.head()
    if not head.seq:
        return ""
    path = Path(settings.DATA_DIR) / "heads.log"
    note = f"{head} {canonical(at)}\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(descriptor, note.encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return str(head)
