"""Writers of the same moment share a transaction, and nothing else: not their failures, not their answers."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from kentongan.events import rows, together
from kentongan.events.models import Key

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Writing:
    """What one writer brings: a key to keep, and what happens on the way."""

    number: int
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None


def keep_all(writings: list[Writing]) -> list[int]:
    """Keep the keys of several writers in one transaction."""
    with transaction.atomic():
        for one in writings:
            one.before()
            rows.insert(key_of(one.number))
            one.after()
    return [one.number for one in writings]


def key_of(number: int) -> Key:
    return Key(key=UUID(int=number), fingerprint="f", subject_kind="report", subject_id=UUID(int=number))


def kept() -> list[int]:
    return sorted(key.key.int for key in Key.objects.all())


class Queue:
    """Writers who come while the first one is being written, so that all of them wait behind."""

    def __init__(self) -> None:
        self.counter = together.Counter(keep_all)
        self.may_go_on = threading.Event()

    def write(self, *writings: Writing) -> list[object]:
        """Let every writer queue; return what each was told."""
        slow = Writing(999, before=lambda: require(self.may_go_on.wait(30)))
        with ThreadPoolExecutor(len(writings) + 1) as pool:
            first = pool.submit(self.told, slow)
            wait_until(lambda: self.counter.is_served and not self.counter.waiting)
            told = [pool.submit(self.told, writing) for writing in writings]
            wait_until(lambda: len(self.counter.waiting) == len(writings))
            self.may_go_on.set()
            assert first.result() == 999
            return [one.result() for one in told]

    def told(self, writing: Writing) -> object:
        """Write as a thread of the server does; return what was kept, or the failure."""
        try:
            return self.counter.write(writing)
        except Exception as failure:  # noqa: BLE001 what it was is looked at
            return failure
        finally:
            connection.close()


def at_the_same_moment(*writings: Writing) -> list[object]:
    return Queue().write(*writings)


def wait_until(fact: Callable[[], bool]) -> None:
    seen = threading.Event()
    while not fact():
        seen.wait(0.005)


def require(fact: bool) -> None:
    assert fact


def fail(failure: Exception) -> Callable[[], None]:
    def failing() -> None:
        raise failure

    return failing


def test_everybody_is_written_and_told_so() -> None:
    told = at_the_same_moment(*map(Writing, range(1, 13)))

    assert told == list(range(1, 13))
    assert kept() == [*range(1, 13), 999]


def test_whom_the_database_refuses_is_refused_alone() -> None:
    rows.insert(key_of(3))

    told = at_the_same_moment(*map(Writing, (1, 2, 3, 4)))

    assert [one if isinstance(one, int) else type(one) for one in told] == [1, 2, IntegrityError, 4]
    assert kept() == [1, 2, 3, 4, 999]


def test_a_writer_that_fails_half_way_leaves_nothing_behind() -> None:
    half_way = Writing(7, after=fail(RuntimeError("half way")))

    told = at_the_same_moment(Writing(1), half_way, Writing(2))

    assert [one if isinstance(one, int) else type(one) for one in told] == [1, RuntimeError, 2]
    assert kept() == [1, 2, 999]


def test_when_the_flush_fails_nobody_is_told_that_it_worked(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: object) -> None:
        raise OperationalError("database or disk is full")

    # The transaction of all three: the first writer, before them, is on the disk already.
    spoil = Writing(1, before=lambda: monkeypatch.setattr(type(connections["default"]), "_commit", full))
    told = at_the_same_moment(spoil, Writing(2), Writing(3))
    monkeypatch.undo()

    assert [type(one) for one in told] == [OperationalError] * 3
    assert kept() == [999]


def test_when_one_takes_the_whole_transaction_down_nobody_is_told_that_it_worked() -> None:
    def take_it_down() -> None:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")  # as SQLite does by itself when the disk is full
        raise IntegrityError("full")

    told = at_the_same_moment(Writing(1), Writing(2, after=take_it_down), Writing(3))

    assert not any(isinstance(one, int) for one in told)
    assert kept() == [999]


def test_nobody_is_answered_before_the_transaction_has_ended() -> None:
    seen_from_outside: list[list[int]] = []
    queue = Queue()

    def look_from_outside() -> None:
        def look() -> None:
            seen_from_outside.append(kept())
            connection.close()

        with ThreadPoolExecutor(1) as other:
            other.submit(look).result()

    told = queue.write(Writing(1), Writing(2, after=look_from_outside))

    assert seen_from_outside == [[999]]
    assert told == [1, 2]
    assert kept() == [1, 2, 999]


def test_a_writer_alone_needs_no_more_statements_than_before() -> None:
    with CaptureQueriesContext(connection) as statements:
        together.Counter(keep_all).write(Writing(1))

    assert [one["sql"].split()[0] for one in statements.captured_queries] == ["BEGIN", "INSERT", "COMMIT"]


def test_inside_a_transaction_nobody_is_waited_for() -> None:
    counter = together.Counter(keep_all)
    counter.is_served = True  # somebody else is being served, and never ends

    with transaction.atomic():
        counter.write(Writing(1))

    assert kept() == [1]


def test_a_long_line_is_written_in_several_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "MOST_AT_ONCE", 3)

    told = at_the_same_moment(*map(Writing, range(1, 9)))

    assert told == list(range(1, 9))
    assert kept() == [*range(1, 9), 999]


def test_after_a_failure_the_next_one_is_served() -> None:
    counter = together.Counter(keep_all)
    with pytest.raises(RuntimeError):
        counter.write(Writing(1, after=fail(RuntimeError("broken"))))

    counter.write(Writing(2))

    assert kept() == [2]
