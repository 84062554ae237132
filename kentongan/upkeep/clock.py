"""The loop: runs what the clock starts and the reactions of the logbook, and survives what they throw."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

Rest = Callable[[], None]
Job = Callable[[datetime, Rest], object]

log = logging.getLogger("kentongan.beat")

SHORTEST_PAUSE_S = 0.005
LONGEST_PAUSE_S = 0.25


@dataclass
class Appointment:
    """One job, how often it is due, and when it is next."""

    every: timedelta
    job: Job
    next_at: datetime | None = None

    def is_due(self, at: datetime) -> bool:
        """Return whether it must run now; at the start everything must."""
        return self.next_at is None or at >= self.next_at


def keep_going() -> None:
    """Make no pause: where the loop has the database to itself."""


@dataclass
class Clock:
    """All jobs of the loop, with how often each has failed since it last worked."""

    appointments: list[Appointment]
    manners: Callable[[], Rest] = lambda: keep_going
    failures: dict[str, int] = field(default_factory=dict)

    def beat(self, at: datetime) -> int:
        """Run every job that is due and return how many worked; transactions are the jobs' own."""
        worked = 0
        for appointment in self.appointments:
            if appointment.is_due(at):
                appointment.next_at = at + appointment.every
                worked += self.run(appointment.job, at)
        return worked

    def run(self, job: Job, at: datetime) -> bool:
        """Run one job; a job that throws is written down and must not stop the others."""
        name = f"{job.__module__}.{job.__qualname__}"
        try:
            job(at, self.manners())
        except Exception as trouble:  # noqa: BLE001 the next job must still get its turn
            self.failures[name] = self.failures.get(name, 0) + 1
            log.error("%s: %s", name, describe(trouble))  # noqa: TRY400 a traceback's text may hold names of people
            return False
        self.failures.pop(name, None)
        return True


@dataclass
class Manners:
    """How the loop behaves beside those who bring reports: after each transaction it stays away as long as it took.

    SQLite lets one write at a time and keeps no line: whoever comes back at once is nearly always first, and the
    others sleep on. Every job calls this after each of its transactions.
    """

    monotonic: Callable[[], float]
    sleep: Callable[[float], object]
    back_at: float = field(init=False)

    def __post_init__(self) -> None:
        """Count from now."""
        self.back_at = self.monotonic()

    def __call__(self) -> None:
        """Pause for as long as passed since the last pause, within limits."""
        held = self.monotonic() - self.back_at
        self.sleep(min(max(held, SHORTEST_PAUSE_S), LONGEST_PAUSE_S))
        self.back_at = self.monotonic()


def describe(trouble: BaseException) -> str:
    """Return the kind of fault and where it happened; never its text, which may hold what somebody wrote."""
    frames = traceback.extract_tb(trouble.__traceback__)
    place = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else "?"
    return f"{type(trouble).__module__}.{type(trouble).__qualname__} ({place})"
