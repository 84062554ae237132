"""Writing the logbook, and remembering which writes were already done."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop as _

from kentongan.events import chain, rows
from kentongan.events.detail import plain
from kentongan.events.models import Event, Key, Purpose, Reaction
from kentongan.rules.authority import Standing
from kentongan.rules.refusal import Refused

Handler = Callable[[Event, datetime], None]

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
    event = append(
        kind, subject_kind=subject_kind, subject_id=subject_id, region=region, by=by, at=at, detail=detail
    )
    for handler in handlers().get(kind, ()):
        rows.insert(Reaction(event=event, handler=name_of(handler), next_try_at=at))
    return event


def record_read(
    *, subject_kind: str, subject_id: UUID, region: str, by: Standing, at: datetime, purpose: Purpose
) -> Event:
    """Note that somebody opened a sealed or restricted thing, and what for; nothing follows from it."""
    with transaction.atomic():
        return append(
            f"{subject_kind}.read",
            subject_kind=subject_kind,
            subject_id=subject_id,
            region=region,
            by=by,
            at=at,
            detail={"purpose": Purpose(purpose).value},
        )


def append(
    kind: str,
    *,
    subject_kind: str,
    subject_id: UUID | None,
    region: str,
    by: Standing,
    at: datetime,
    detail: Mapping[str, object] | None,
) -> Event:
    """Add one line behind the locked head."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            f"{kind}: the logbook line needs the transaction of its change"
        )
    seq, previous = locked_head()
    line = Line(kind, subject_kind, subject_id, region, by, at, detail or {})
    event = linked(line, seq=seq + 1, previous=previous)
    rows.insert(event)
    move_head(event)
    return event


def locked_head() -> tuple[int, str]:
    """Return the last line and its hash, which nobody else may move until this transaction ends."""
    locking = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(HEAD + locking)
        seq, last_hash = cursor.fetchone()
    return seq, last_hash


def move_head(last: Event) -> None:
    """Let the head point to the line that is now the last."""
    with connection.cursor() as cursor:
        cursor.execute(MOVE_HEAD, [last.seq, last.hash])


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


def record_all(lines: Iterable[Line]) -> None:
    """Write many lines from which nothing follows, in their order, in the transaction of the changes they tell.

    Raises:
        ValueError: If something must follow from one of them.
    """
    seq, previous = locked_head()
    events: list[Event] = []
    for line in lines:
        if handlers().get(line.kind):
            raise ValueError(f"{line.kind} has reactions: record it by itself")
        before = events[-1].hash if events else previous
        events.append(linked(line, seq=seq + len(events) + 1, previous=before))
    if events:
        Event.objects.bulk_create(events)
        move_head(events[-1])


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
    append(
        "reaction.retried",
        subject_kind=event.subject_kind,
        subject_id=event.subject_id,
        region=event.region,
        by=by,
        at=at,
        detail={"handler": reaction.handler},
    )


def handlers() -> Mapping[str, tuple[Handler, ...]]:
    """Return what `wiring.py` says must follow each kind of event; read late, because wiring imports every room."""
    return load(settings.REACTIONS)


@cache
def load(path: str) -> Mapping[str, tuple[Handler, ...]]:
    """Import the table of reactions once."""
    return cast("Mapping[str, tuple[Handler, ...]]", import_string(path))


def name_of(handler: Handler) -> str:
    """Return the name under which a handler is remembered in the database."""
    return f"{handler.__module__}.{handler.__qualname__}"
