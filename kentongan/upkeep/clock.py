"""The loop: runs what the clock starts and the reactions of the logbook, and survives what they throw."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

Job = Callable[[datetime], object]

log = logging.getLogger("kentongan.beat")


@dataclass
class Appointment:
    """One job, how often it is due, and when it is next."""

    every: timedelta
    job: Job
    next_at: datetime | None = None

    def is_due(self, at: datetime) -> bool:
        """Return whether it must run now; at the start everything must."""
        return self.next_at is None or at >= self.next_at


@dataclass
class Clock:
    """All jobs of the loop, with how often each has failed since it last worked."""

    appointments: list[Appointment]
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
            job(at)
        except Exception as trouble:  # noqa: BLE001 the next job must still get its turn
            self.failures[name] = self.failures.get(name, 0) + 1
            log.error("%s: %s", name, describe(trouble))  # noqa: TRY400 a traceback's text may hold names of people
            return False
        self.failures.pop(name, None)
        return True


def describe(trouble: BaseException) -> str:
    """Return the kind of fault and where it happened; never its text, which may hold what somebody wrote."""
    frames = traceback.extract_tb(trouble.__traceback__)
    place = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else "?"
    return f"{type(trouble).__module__}.{type(trouble).__qualname__} ({place})"
