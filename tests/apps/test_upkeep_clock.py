"""The loop keeps going, whatever a job throws at it."""

from datetime import UTC, datetime, timedelta

import pytest

from kentongan.upkeep.clock import Appointment, Clock, describe

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_everything_is_due_at_the_start_and_then_by_its_interval() -> None:
    done: list[datetime] = []
    clock = Clock([Appointment(timedelta(minutes=10), done.append)])

    for minute in (0, 1, 9, 10, 11, 20):
        clock.beat(NOON + timedelta(minutes=minute))

    assert done == [NOON, NOON + timedelta(minutes=10), NOON + timedelta(minutes=20)]


def test_a_job_that_throws_does_not_take_the_turn_of_the_next() -> None:
    done: list[datetime] = []
    clock = Clock([Appointment(timedelta(seconds=1), fails), Appointment(timedelta(seconds=1), done.append)])

    worked = clock.beat(NOON)

    assert worked == 1
    assert done == [NOON]


def test_failures_are_counted_until_the_job_works_again() -> None:
    moods = [True, True, False]

    def moody(_: datetime) -> None:
        if moods.pop(0):
            raise ValueError

    clock = Clock([Appointment(timedelta(seconds=1), moody)])
    clock.beat(NOON)
    clock.beat(NOON + timedelta(seconds=1))
    counted = list(clock.failures.values())

    clock.beat(NOON + timedelta(seconds=2))

    assert counted == [2]
    assert clock.failures == {}


def test_what_somebody_wrote_never_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    Clock([Appointment(timedelta(seconds=1), fails)]).beat(NOON)

    assert "Bu Sumiati" not in caplog.text
    assert "ValueError" in caplog.text
    assert "test_upkeep_clock.py:" in caplog.text


def test_a_fault_is_described_by_its_kind_and_place() -> None:
    try:
        fails(NOON)
    except ValueError as trouble:
        said = describe(trouble)

    assert said.startswith("builtins.ValueError (test_upkeep_clock.py:")


def fails(_: datetime) -> None:
    raise ValueError("laporan Bu Sumiati")
