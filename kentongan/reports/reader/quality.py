"""How well the machine reads: per field, how often officers had to say that it is otherwise."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kentongan.reports import queries
from kentongan.reports.models import Mend, Proposal, Report
from kentongan.rules.authority import Standing
from kentongan.rules.proposals import FIELDS, Field

FEWEST = 20
"""With fewer checked texts than this one mistake moves the share by five points and more."""


@dataclass(frozen=True)
class Tally:
    """One field: in how many texts officers looked at it, and in how many they had to mend it."""

    field: Field
    checked: int
    mended: int

    @property
    def percent(self) -> int:
        """The share that had to be mended."""
        return round(100 * self.mended / self.checked) if self.checked else 0

    @property
    def is_little(self) -> bool:
        """Whether there is too little to conclude from."""
        return self.checked < FEWEST


@dataclass(frozen=True)
class Quality:
    """What officers said to the machine within a time, as far as this person may see."""

    tallies: tuple[Tally, ...]
    confirmed: int
    waiting: int
    unread: int

    @property
    def is_little(self) -> bool:
        """Whether there is too little to conclude from in some field."""
        return any(tally.is_little for tally in self.tallies)


def quality(standing: Standing, *, since: datetime, until: datetime) -> Quality:
    """Count what officers said within a time, and what still waits for them."""
    seen = queries.seen_by(standing, "reader.quality")
    read = Proposal.objects.filter(report__in=seen.values("pk"), addition=None, is_current=True)
    waiting = seen.filter(answered_at__isnull=True).exclude(text="")
    return Quality(
        tallies=tallies(standing, since=since, until=until),
        confirmed=read.filter(confirmed_at__gte=since, confirmed_at__lt=until).count(),
        waiting=read.filter(confirmed_at=None, report__answered_at__isnull=True).count(),
        unread=waiting.exclude(Exists(read_of_report())).count(),
    )


def read_of_report() -> QuerySet[Proposal]:
    """Return the current proposal of the report outside."""
    return Proposal.objects.filter(report=OuterRef("pk"), addition=None, is_current=True)


def tallies(standing: Standing, *, since: datetime, until: datetime) -> tuple[Tally, ...]:
    """Count for each field in how many texts it was looked at, and in how many it had to be mended.

    Where an officer left what the reporter had chosen, nobody said anything of the machine.
    """
    seen: QuerySet[Report] = queries.seen_by(standing, "reader.quality")
    taken_back = Mend.objects.filter(
        proposal=OuterRef("proposal"),
        field=OuterRef("field"),
        batch=OuterRef("batch"),
        verdict=Mend.Verdict.TAKEN_BACK,
    )
    rows = (
        Mend.objects.filter(said_at__gte=since, said_at__lt=until, proposal__report__in=seen.values("pk"))
        .exclude(verdict__in=[Mend.Verdict.TAKEN_BACK, Mend.Verdict.AS_TOLD])
        .exclude(Exists(taken_back))
        .order_by()
        .values_list("field")
        .annotate(
            checked=Count("proposal", distinct=True),
            mended=Count("proposal", distinct=True, filter=Q(verdict=Mend.Verdict.MENDED)),
        )
    )
    found = {field: (checked, mended) for field, checked, mended in rows}
    return tuple(Tally(field, *found.get(name, (0, 0))) for name, field in FIELDS.items())
