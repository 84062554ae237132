"""Lets writers that come at the same moment share one transaction, and so one flush to the disk.

Everybody who writes the logbook waits for its head, and the flush takes longer than the writing: one after another,
a busy night would wait for the disk. Here whoever comes to the head first writes for all who wait behind. Nobody is
answered before the common transaction is on the disk; whoever is refused by the database is refused alone.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction

MOST_AT_ONCE = 50
"""So many share one transaction, so that no other process waits long for its turn."""


@dataclass
class Work:
    """What one writer wants done, and how it ended."""

    do: Callable[[], object]
    is_done: bool = False
    failure: BaseException | None = None


TURN = threading.Lock()
WAITING: list[Work] = []
WAITING_LOCK = threading.Lock()


def write(do: Callable[[], object]) -> None:
    """Do this in a transaction, which may be shared; inside a transaction already, it is simply done.

    Raises:
        Exception: Whatever `do` or the database raised; nothing of it was kept then.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            do()
        return
    mine = Work(do)
    with WAITING_LOCK:
        WAITING.append(mine)
    while not mine.is_done:
        with TURN:
            if not mine.is_done:  # else somebody wrote it while we waited
                write_all(next_in_line())
    if mine.failure is not None:
        raise mine.failure


def next_in_line() -> list[Work]:
    """Take those who have waited longest."""
    with WAITING_LOCK:
        works = WAITING[:MOST_AT_ONCE]
        del WAITING[:MOST_AT_ONCE]
    return works


def write_all(works: list[Work]) -> None:
    """Write for several in one transaction; if one of them fails, begin again so that it fails alone."""
    try:
        try:
            with transaction.atomic():
                for work in works:
                    work.do()
        except Exception as failure:
            if len(works) == 1 or isinstance(failure, OperationalError):
                raise  # a full or failing disk is nobody's own failure
            write_apart(works)
    except BaseException as failure:  # noqa: BLE001 each of them hears of it in `write`
        for work in works:
            work.failure = work.failure or failure
    finally:
        for work in works:
            work.is_done = True


def write_apart(works: list[Work]) -> None:
    """Write for several in one transaction, each behind a savepoint of its own."""
    with transaction.atomic():
        for work in works:
            try:
                with transaction.atomic():
                    work.do()
            except Exception as failure:
                if connection.needs_rollback:
                    raise  # the database gave up the whole transaction, also what the others wrote
                work.failure = failure
