"""Lets writers that come at the same moment share one transaction, its statements, and so one flush to the disk.

Everybody who writes the logbook waits for its head, and the flush takes longer than the writing: one after another,
a busy night would wait for the disk. Here whoever comes to the counter first writes for all who wait behind. Nobody
is answered before the common transaction is on the disk; whoever is refused by the database is refused alone.
"""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import OperationalError, connection, transaction

Told = TypeVar("Told")
Kept = TypeVar("Kept")

MOST_AT_ONCE = 50
"""So many share one transaction, so that no other process waits long for its turn."""


class Work(Generic[Told, Kept]):
    """What one writer wants kept, and how it ended; `turn` is free once it ended or the writer has to serve."""

    def __init__(self, told: Told) -> None:
        """Wait from the beginning."""
        self.told = told
        self.kept: Kept | None = None
        self.failure: BaseException | None = None
        self.is_done = False
        self.turn = threading.Lock()
        self.turn.acquire()

    def outcome(self) -> Kept:
        """Return what was kept, or raise what stood in the way."""
        if self.failure is not None:
            raise self.failure
        return self.kept  # type: ignore[return-value]  # it is done


class Counter(Generic[Told, Kept]):
    """Where writers of one kind queue, all threads of this process."""

    def __init__(self, keep_all: Callable[[list[Told]], list[Kept]]) -> None:
        """Open it with what writes several in a transaction of its own, and is fit to run twice."""
        self.keep_all = keep_all
        self.waiting: list[Work[Told, Kept]] = []
        self.is_served = False
        self.lock = threading.Lock()

    def write(self, told: Told) -> Kept:
        """Keep this in a transaction, which may be shared; inside a transaction already, it is simply done.

        Raises:
            Exception: Whatever `keep_all` or the database raised; nothing of it was kept then.
        """
        if connection.in_atomic_block:
            return self.keep_all([told])[0]
        mine = Work[Told, Kept](told)
        if not self.comes_first(mine):
            mine.turn.acquire()
        if not mine.is_done:
            self.serve()
        return mine.outcome()

    def comes_first(self, mine: Work[Told, Kept]) -> bool:
        """Queue, and say whether there is nobody who serves."""
        with self.lock:
            self.waiting.append(mine)
            served, self.is_served = self.is_served, True
        return not served

    def serve(self) -> None:
        """Write for those who have waited longest, then let the next one serve."""
        with self.lock:
            works = self.waiting[:MOST_AT_ONCE]
            del self.waiting[:MOST_AT_ONCE]
        try:
            self.write_for(works)
        except BaseException as failure:  # noqa: BLE001 each of them hears of it
            for work in works:
                work.failure = work.failure or failure
        self.let_next_serve()
        for work in works:
            work.is_done = True
            work.turn.release()

    def let_next_serve(self) -> None:
        """Wake whoever has waited longest now."""
        with self.lock:
            self.is_served = bool(self.waiting)
            if self.waiting:
                self.waiting[0].turn.release()

    def write_for(self, works: list[Work[Told, Kept]]) -> None:
        """Write for several in one transaction; if one of them fails, begin again so that it fails alone."""
        try:
            for work, kept in zip(works, self.keep_all([work.told for work in works]), strict=True):
                work.kept = kept
        except Exception as failure:
            if len(works) == 1 or isinstance(failure, OperationalError):
                raise  # a full or failing disk is nobody's own failure
            self.write_apart(works)

    def write_apart(self, works: list[Work[Told, Kept]]) -> None:
        """Write for several in one transaction, each behind a savepoint of its own."""
        with transaction.atomic():
            for work in works:
                try:
                    work.kept = self.keep_all([work.told])[0]
                except Exception as failure:
                    if connection.needs_rollback:
                        raise  # the database gave up the whole transaction, also what the others wrote
                    work.failure = failure
