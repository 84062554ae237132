"""The loop keeps going, whatever a job throws at it."""

from datetime import UTC, datetime, timedelta

import pytest

from kentongan.upkeep.clock import (
    LONGEST_PAUSE_S,
    SHORTEST_PAUSE_S,
    Appointment,
    Clock,
    Job,
    Manners,
    Rest,
    describe,
    keep_going,
)

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_everything_is_due_at_the_start_and_then_by_its_interval() -> None:
    done: list[datetime] = []
    clock = Clock([Appointment(timedelta(minutes=10), noting(done))])

    for minute in (0, 1, 9, 10, 11, 20):
        clock.beat(NOON + timedelta(minutes=minute))

    assert done == [NOON, NOON + timedelta(minutes=10), NOON + timedelta(minutes=20)]


def test_a_job_that_throws_does_not_take_the_turn_of_the_next() -> None:
    done: list[datetime] = []
    clock = Clock([Appointment(timedelta(seconds=1), fails), Appointment(timedelta(seconds=1), noting(done))])

    worked = clock.beat(NOON)

    assert worked == 1
    assert done == [NOON]


def test_failures_are_counted_until_the_job_works_again() -> None:
    moods = [True, True, False]

    def moody(_: datetime, _rest: Rest) -> None:
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
        fails(NOON, keep_going)
    except ValueError as trouble:
        said = describe(trouble)

    assert said.startswith("builtins.ValueError (test_upkeep_clock.py:")


def fails(_: datetime, _rest: Rest) -> None:
    raise ValueError("laporan Bu Sumiati")


def noting(done: list[datetime]) -> Job:
    return lambda at, _rest: done.append(at)


class Wall:
    """A clock on the wall that moves when somebody works, and notes when somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 1_000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.seconds

    def sleep(self, length: float) -> None:
        self.slept.append(round(length, 6))
        self.seconds += length


def test_after_each_transaction_the_loop_stays_away_as_long_as_it_took() -> None:
    wall = Wall()
    rest = Manners(wall.now, wall.sleep)
    for held in (0.03, 0.02, 0.0, 7.0):
        wall.seconds += held
        rest()

    assert wall.slept == [0.03, 0.02, SHORTEST_PAUSE_S, LONGEST_PAUSE_S]


def test_what_one_job_took_is_not_counted_against_the_next() -> None:
    wall = Wall()

    def slow(_at: datetime, _rest: Rest) -> None:
        wall.seconds += 60

    def short(_at: datetime, rest: Rest) -> None:
        wall.seconds += 0.04
        rest()

    second = timedelta(seconds=1)
    clock = Clock(
        [Appointment(second, slow), Appointment(second, short)], manners=lambda: Manners(wall.now, wall.sleep)
    )
    clock.beat(NOON)

    assert wall.slept == [0.04]
    assert clock.failures == {}
