"""Writing the logbook, and remembering which writes were already done."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, wraps
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop as _

from kentongan.events import chain, rows
from kentongan.events.detail import plain
from kentongan.events.models import Event, Key, Purpose, Rank, Reaction
from kentongan.rules import places
from kentongan.rules.authority import Standing
from kentongan.rules.refusal import Refused
from kentongan.rules.taxonomy import Urgency

Handler = Callable[[Sequence[Event], datetime], None]
"""What follows from several events of the same kind, in their order; if it fails, each of them is tried alone."""

KEY_CONFLICT = _("Kunci ini sudah dipakai untuk isian lain. Muat ulang halaman, lalu kirim lagi.")
CLAIM = """INSERT INTO events_key (key, fingerprint, subject_kind, subject_id)
           VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"""
HEAD = "SELECT seq, hash FROM events_head WHERE id = 1"
MOVE_HEAD = "UPDATE events_head SET seq = %s, hash = %s WHERE id = 1"
NOT_STUCK = _("Tindak lanjut ini tidak sedang macet.")


@dataclass(frozen=True)
class Replay:
    """The first result of a write that comes a second time."""

    subject_kind: str
    subject_id: UUID


@dataclass(frozen=True)
class Line:
    """What one line of the logbook says."""

    kind: str
    subject_kind: str
    subject_id: UUID | None
    region: str
    by: Standing
    at: datetime
    detail: Mapping[str, object]


def record(
    kind: str,
    *,
    subject_kind: str,
    subject_id: UUID | None,
    region: str,
    by: Standing,
    at: datetime,
    detail: Mapping[str, object] | None = None,
) -> Event:
    """Write one line of the logbook in the transaction of the change it tells, with what must follow from it.

    Raises:
        TransactionManagementError: If there is no transaction for the line to share.
        ValueError: If the detail could hold free text.
    """
    return record_all([Line(kind, subject_kind, subject_id, region, by, at, detail or {})])[0]


def record_all(lines: Iterable[Line]) -> list[Event]:
    """Write lines of the logbook in their order, in the transaction of the changes they tell, with what must follow.

    Raises:
        TransactionManagementError: If there is no transaction for the lines to share.
        ValueError: If a detail could hold free text.
    """
    return append(list(lines), followed=True)


def reactions_to(events: Sequence[Event]) -> list[Reaction]:
    """Return what must follow from new lines."""
    return [
        Reaction(event_id=event.seq, handler=name_of(handler), rank=rank_of(event), next_try_at=event.at)
        for event in events
        for handler in handlers().get(event.kind, ())
    ]


def rank_of(event: Event) -> Rank:
    """Say how soon what follows from an event must be done."""
    if places.drill(event.region):
        return Rank.DRILL
    return Rank.DANGER if event.detail.get("urgency") == Urgency.GAWAT else Rank.REAL


def record_read(
    *, subject_kind: str, subject_id: UUID, region: str, by: Standing, at: datetime, purpose: Purpose
) -> Event:
    """Note that somebody opened a sealed or restricted thing, and what for; nothing follows from it."""
    said = {"purpose": Purpose(purpose).value}
    with transaction.atomic():
        return append([Line(f"{subject_kind}.read", subject_kind, subject_id, region, by, at, said)])[0]


def append(lines: Sequence[Line], *, followed: bool = False) -> list[Event]:
    """Add lines behind the locked head, which moves to the last of them, and what must follow if something does."""
    if not connection.in_atomic_block:
        kinds = ", ".join(sorted({line.kind for line in lines}))
        raise transaction.TransactionManagementError(
            f"{kinds}: the logbook line needs the transaction of its change"
        )
    if not lines:
        return []
    seq, previous = locked_head()
    events: list[Event] = []
    for line in lines:
        events.append(linked(line, seq=seq + len(events) + 1, previous=previous))
        previous = events[-1].hash
    rows.insert_with(
        [events, reactions_to(events) if followed else []], MOVE_HEAD, [events[-1].seq, events[-1].hash]
    )
    return events


def locked_head() -> tuple[int, str]:
    """Return the last line and its hash, which nobody else may move until this transaction ends."""
    locking = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(HEAD + locking)
        seq, last_hash = cursor.fetchone()
    return seq, last_hash


def linked(line: Line, *, seq: int, previous: str) -> Event:
    """Return a line as it stands behind the one before it."""
    event = Event(
        seq=seq,
        at=line.at,
        account=line.by.account,
        actor=line.by.label,
        kind=line.kind,
        subject_kind=line.subject_kind,
        subject_id=line.subject_id,
        region=line.region,
        origin=line.by.origin,
        detail=plain(line.detail),
        previous=previous,
    )
    event.hash = chain.link(previous, event)
    return event


def fingerprint(**content: object) -> str:
    """Return what a write is about in 64 letters, so the same key with other content is noticed."""
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def claim_key(key: UUID, *, fingerprint: str, subject_kind: str, subject_id: UUID) -> Replay | None:
    """Take a client-made key for a write, or return what it was first used for.

    The row is inserted first and looked at afterwards: two senders of one key meet at the primary key,
    the second waits for the first and then sees its result.

    Raises:
        Refused: If the key was used for other content.
    """
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [as_column(key), fingerprint, subject_kind, as_column(subject_id)])
        if cursor.rowcount == 1:
            return None
    first = Key.objects.get(key=key)
    if (first.fingerprint, first.subject_kind) != (fingerprint, subject_kind):
        raise Refused(KEY_CONFLICT, code="key_conflict")
    return Replay(first.subject_kind, first.subject_id)


def as_column(value: UUID) -> UUID | str:
    """Return an identifier as this database stores it."""
    return value if connection.features.has_native_uuid_field else value.hex


@transaction.atomic
def retry(reaction_id: int, *, by: Standing, at: datetime) -> None:
    """Let a stuck reaction be tried again from the start; pressing twice does it once.

    Raises:
        Refused: If it is not stuck.
    """
    freed = Reaction.objects.filter(pk=reaction_id, stuck_at__isnull=False)
    if not freed.update(stuck_at=None, attempts=0, next_try_at=at):
        raise Refused(NOT_STUCK, code="not_stuck")
    reaction = Reaction.objects.select_related("event").get(pk=reaction_id)
    event = reaction.event
    again = {"handler": reaction.handler}
    append([Line("reaction.retried", event.subject_kind, event.subject_id, event.region, by, at, again)])


def handlers() -> Mapping[str, tuple[Handler, ...]]:
    """Return what `wiring.py` says must follow each kind of event; read late, because wiring imports every room."""
    return load(settings.REACTIONS)


@cache
def load(path: str) -> Mapping[str, tuple[Handler, ...]]:
    """Import the table of reactions once."""
    return cast("Mapping[str, tuple[Handler, ...]]", import_string(path))


def each(handle: Callable[[Event, datetime], None]) -> Handler:
    """Let a handler for one event take several, one after the other."""

    @wraps(handle)
    def handle_each(events: Sequence[Event], at: datetime) -> None:
        for event in events:
            handle(event, at)

    return handle_each


def name_of(handler: Handler) -> str:
    """Return the name under which a handler is remembered in the database."""
    return f"{handler.__module__}.{handler.__qualname__}"
