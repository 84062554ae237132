"""How good the watch was: what was found where it pointed, how rare the rare really was, how chances came true."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from django.db.models import Avg, Case, Count, Value, When

from kentongan.cases.models import Case as OfficeCase
from kentongan.cases.models import CaseReport
from kentongan.people import access
from kentongan.reports.models import Report
from kentongan.rules import places
from kentongan.rules.authority import Standing
from kentongan.rules.taxonomy import Sensitivity, Stage
from kentongan.rules.watching import GROUPS, JUDGED_AFTER_DAYS, Group
from kentongan.watch import queries
from kentongan.watch.models import Finding, Outlook, Run, Silence
from kentongan.wilayah.queries import within

LISTED = 100
DAYS_A_MONTH = 30.4


@dataclass(frozen=True)
class Rarity:
    """How often something called so rare was to be seen and was: in nights, and in stretches of nights on end."""

    days: int
    expected: float
    seen: int
    stretches: int


@dataclass(frozen=True)
class Quality:
    """How good the watch was in a time."""

    findings: int
    judged: int
    hits: int
    misses: int
    waiting: int
    lapsed: int
    first_judged_on: date | None
    false_per_month: float | None
    lead_hours: float | None
    nights: int
    looks: int
    rarity: tuple[Rarity, ...]
    forecasts: tuple[tuple[float, float, int], ...]
    silences: int | None
    silences_real: int

    @property
    def precision(self) -> float | None:
        """Return which share of the judged findings was right."""
        return self.hits / self.judged if self.judged else None


CLAIMS = (7, 30, 100, 365)
BANDS = (0.02, 0.05, 0.1, 0.2, 0.4)
Night = Mapping[str, float]


def quality(standing: Standing, region: str, *, since: datetime) -> Quality:
    """Count what became of the findings, how often a rarity was really seen, and how forecasts came true."""
    mine = queries.findings(standing).filter(raised_at__gte=since)
    outcomes = list(mine.order_by().values_list("state", "outcome"))
    unjudged = mine.filter(outcome="").order_by("ends_on").values_list("ends_on", flat=True).first()
    hits = sum(outcome == Finding.Outcome.HIT for _, outcome in outcomes)
    misses = sum(outcome == Finding.Outcome.MISS for _, outcome in outcomes)
    # Hours to what came: of a finding that lies on both sides of a border, they may be the other side's.
    own = access.visible(standing, "watch.read", mine, sensitivity_field=None, restricted_field=None)
    came = own.order_by().filter(outcome=Finding.Outcome.HIT).values_list("lead_hours", flat=True)
    leads = [lead for lead in came if lead is not None]
    nights = nights_of(queries.kabupaten(region), since=since)
    whole = access.may(standing, "watch.read", region=queries.kabupaten(region), sensitivity=Sensitivity.T)
    months = len(nights) / DAYS_A_MONTH
    over = Silence.objects.filter(
        pk__in=queries.silences(standing).values("pk"), noticed_at__gte=since
    ).filter(within("region_id", region), state=Silence.State.OVER)
    causes = list(over.values_list("cause", flat=True))
    return Quality(
        findings=len(outcomes),
        judged=hits + misses,
        hits=hits,
        misses=misses,
        waiting=sum(state == Finding.State.PROPOSED for state, _ in outcomes),
        lapsed=sum(state == Finding.State.LAPSED for state, _ in outcomes),
        first_judged_on=unjudged + timedelta(days=JUDGED_AFTER_DAYS + 1) if unjudged else None,
        false_per_month=misses / months if months >= 1 else None,
        lead_hours=median(leads) if leads else None,
        nights=len(nights),
        looks=sum(len(night) for night in nights),
        rarity=rarity_seen(nights) if whole else (),
        forecasts=forecasts_seen(standing, region, since=since),
        silences=len(causes) if access.may_open(standing, "watch.ask") else None,
        silences_real=sum(cause not in Silence.WELL for cause in causes),
    )


def nights_of(region: str, *, since: datetime) -> list[dict[str, Night]]:
    """Return the first night of each day that could judge; who lets the watch look again counts no night twice."""
    watched = Run.objects.filter(
        region_id=region, kind=Run.Kind.NIGHT, state=Run.State.DONE, as_of_at__gte=since
    )
    nights = watched.order_by("as_of_at", "id").values_list("as_of_at", "nightly")
    zone = ZoneInfo(places.zone(region))
    days: dict[date, dict[str, Night]] = {}
    for at, night in nights:
        if night:
            days.setdefault(at.astimezone(zone).date(), night)
    return list(days.values())


def rarity_seen(nights: Sequence[Mapping[str, Night]]) -> tuple[Rarity, ...]:
    """Return for each claimed rarity how often it should have been seen in these nights, and how often it was."""
    looks = sum(len(night) for night in nights)
    return tuple(Rarity(days, looks / days, *seen_and_stretches(nights, days)) for days in CLAIMS)


def seen_and_stretches(nights: Sequence[Mapping[str, Night]], days: int) -> tuple[int, int]:
    """Count the nights, group by group, that were so rare; and how often such a night came after one that was not."""
    seen = stretches = 0
    before: set[str] = set()
    for night in nights:
        rare = {group for group, found in night.items() if found["recurrence_days"] >= days}
        seen, stretches, before = seen + len(rare), stretches + len(rare - before), rare
    return seen, stretches


def forecasts_seen(
    standing: Standing, region: str, *, since: datetime
) -> tuple[tuple[float, float, int], ...]:
    """Return for bands of the foretold chance: the mean chance, the share that came true, how many."""
    rows = access.visible(
        standing, "watch.read", Outlook.objects.all(), sensitivity_field=None, restricted_field=None
    ).filter(within("region_id", region), run__as_of_at__gte=since, happened_7__isnull=False)
    band = Case(
        *(When(chance_7__lt=high, then=Value(number)) for number, high in enumerate(BANDS)),
        default=Value(len(BANDS)),
    )
    came = Case(When(happened_7=True, then=Value(1.0)), default=Value(0.0))
    told = rows.order_by().annotate(band=band).values("band")
    return tuple(
        told.annotate(told=Avg("chance_7"), came=Avg(came), count=Count("pk"))
        .order_by("band")
        .values_list("told", "came", "count")
    )


def to_be_judged(*, at: datetime) -> list[Finding]:
    """Return the findings that lie long enough back to say what was there."""
    ripe = Finding.objects.filter(outcome="", ends_on__lt=(at - timedelta(days=JUDGED_AFTER_DAYS)).date())
    return list(ripe.order_by("ends_on", "id")[:LISTED])


def what_was_there(found: Finding) -> tuple[bool, float | None]:
    """Say whether something was there, and how many hours the watch was ahead of the first open disturbance.

    Something was there when a report behind the finding went into a case that was not found baseless, or when a
    report of an open disturbance (GN) from these villages was found true within the time for judging. What is
    need-to-know (E16, E26) is left out: whoever reads the finding reads what it is judged to be.
    """
    until = found.ends_on + timedelta(days=JUDGED_AFTER_DAYS)
    near = Report.objects.filter(
        queries.in_villages(found),
        restricted=False,
        received_at__date__gte=found.starts_on,
        received_at__date__lte=until,
    ).exclude(verification=Report.Verification.FALSE)
    grave = (
        near.filter(stage=Stage.GN, verification__in=[Report.Verification.TRUE, Report.Verification.PARTLY])
        .order_by("received_at")
        .values_list("received_at", flat=True)
        .first()
    )
    in_cases = CaseReport.objects.filter(
        report__in=near.filter(event_form__in=GROUPS[Group(found.group)]), left_at__isnull=True
    ).exclude(case__outcome=OfficeCase.Outcome.UNFOUNDED)
    lead = (grave - found.raised_at).total_seconds() / 3600 if grave else None
    return bool(grave) or in_cases.exists(), lead
