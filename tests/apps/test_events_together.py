"""Writers of the same moment share a transaction, and nothing else: not their failures, not their answers."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from kentongan.events import rows, together
from kentongan.events.models import Key

pytestmark = pytest.mark.django_db(transaction=True)


def keeping(number: int) -> Callable[[], None]:
    """Return the work of keeping one key."""
    return lambda: rows.insert(
        Key(key=UUID(int=number), fingerprint="f", subject_kind="report", subject_id=UUID(int=number))
    )


def kept() -> list[int]:
    return sorted(key.key.int for key in Key.objects.all())


def at_the_same_moment(works: list[Callable[[], None]]) -> list[BaseException | None]:
    """Let every work wait in line before the first is written; return what each writer was told."""

    def writer(work: Callable[[], None]) -> BaseException | None:
        try:
            together.write(work)
        except Exception as failure:  # noqa: BLE001 what it was is looked at
            return failure
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(works)) as pool:
        with together.TURN:
            told = [pool.submit(writer, work) for work in works]
            wait_until(lambda: len(together.WAITING) == len(works))
        return [one.result() for one in told]


def wait_until(fact: Callable[[], bool]) -> None:
    seen = threading.Event()
    while not fact():
        seen.wait(0.005)


def test_everybody_is_written_and_told_so() -> None:
    told = at_the_same_moment([keeping(number) for number in range(1, 13)])

    assert told == [None] * 12
    assert kept() == list(range(1, 13))


def test_whom_the_database_refuses_is_refused_alone() -> None:
    keeping(3)()

    told = at_the_same_moment([keeping(number) for number in (1, 2, 3, 4)])

    assert [type(one) for one in told] == [type(None), type(None), IntegrityError, type(None)]
    assert kept() == [1, 2, 3, 4]


def test_a_writer_that_fails_half_way_leaves_nothing_behind() -> None:
    def half_way() -> None:
        keeping(7)()
        raise RuntimeError("half way")

    told = at_the_same_moment([keeping(1), half_way, keeping(2)])

    assert [type(one) for one in told] == [type(None), RuntimeError, type(None)]
    assert kept() == [1, 2]


def test_when_the_flush_fails_nobody_is_told_that_it_worked(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(type(connections["default"]), "_commit", full)
    told = at_the_same_moment([keeping(1), keeping(2), keeping(3)])
    monkeypatch.undo()

    assert [type(one) for one in told] == [OperationalError] * 3
    assert kept() == []


def test_when_one_takes_the_whole_transaction_down_nobody_is_told_that_it_worked() -> None:
    def take_it_down() -> None:
        keeping(2)()
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")  # as SQLite does by itself when the disk is full
        raise IntegrityError("full")

    told = at_the_same_moment([keeping(1), take_it_down, keeping(3)])

    assert None not in told
    assert kept() == []


def test_nobody_is_answered_before_the_transaction_has_ended() -> None:
    seen_from_outside: list[list[int]] = []
    told: list[list[int]] = []

    def look() -> None:
        seen_from_outside.append(kept())
        connection.close()

    def slow() -> None:
        keeping(2)()
        with ThreadPoolExecutor(1) as other:
            other.submit(look).result()

    def writer(work: Callable[[], None]) -> None:
        together.write(work)
        told.append(kept())
        connection.close()

    with ThreadPoolExecutor(2) as pool, together.TURN:
        for work in (keeping(1), slow):
            pool.submit(writer, work)
        wait_until(lambda: len(together.WAITING) == 2)

    assert seen_from_outside == [[]]
    assert told == [[1, 2], [1, 2]]


def test_a_writer_alone_needs_no_more_statements_than_before() -> None:
    with CaptureQueriesContext(connection) as statements:
        together.write(keeping(1))

    assert [one["sql"].split()[0] for one in statements.captured_queries] == ["BEGIN", "INSERT", "COMMIT"]


def test_inside_a_transaction_nobody_is_waited_for() -> None:
    with together.TURN, transaction.atomic():
        together.write(keeping(1))

    assert kept() == [1]


def test_a_long_line_is_written_in_several_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "MOST_AT_ONCE", 3)

    told = at_the_same_moment([keeping(number) for number in range(1, 9)])

    assert told == [None] * 8
    assert kept() == list(range(1, 9))
