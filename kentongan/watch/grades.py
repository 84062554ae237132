"""How good the watch was: what was found where it pointed, how rare the rare really was, how chances came true."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from django.db.models import Q

from kentongan.cases.models import Case, CaseReport
from kentongan.reports.models import Report
from kentongan.rules.authority import Standing
from kentongan.rules.taxonomy import Stage
from kentongan.rules.watching import GROUPS, JUDGED_AFTER_DAYS, Group
from kentongan.watch import queries
from kentongan.watch.models import Finding, Outlook, Run, Silence
from kentongan.wilayah.queries import within

LISTED = 100
DAYS_A_MONTH = 30.4


@dataclass(frozen=True)
class Quality:
    """How good the watch was in a time."""

    findings: int
    judged: int
    hits: int
    misses: int
    waiting: int
    lapsed: int
    false_per_month: float | None
    lead_hours: float | None
    months: float
    rarity: tuple[tuple[int, float, int], ...]
    forecasts: tuple[tuple[float, float, int], ...]
    silences: int
    silences_real: int

    @property
    def precision(self) -> float | None:
        """Return which share of the judged findings was right."""
        return self.hits / self.judged if self.judged else None


CLAIMS = (7, 30, 100, 365)
BANDS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 1.0)


def quality(standing: Standing, region: str, *, since: datetime) -> Quality:
    """Count what became of the findings, how often a rarity was really seen, and how forecasts came true."""
    mine = queries.findings(standing).filter(within("region_id", region), raised_at__gte=since)
    outcomes = list(mine.values_list("state", "outcome", "lead_hours"))
    hits = sum(outcome == Finding.Outcome.HIT for _, outcome, _ in outcomes)
    misses = sum(outcome == Finding.Outcome.MISS for _, outcome, _ in outcomes)
    leads = [lead for _, outcome, lead in outcomes if outcome == Finding.Outcome.HIT and lead is not None]
    watched = queries.runs(standing).filter(
        region_id=queries.kabupaten(region), kind=Run.Kind.NIGHT, state=Run.State.DONE, as_of_at__gte=since
    )
    nights = list(watched.values_list("nightly", flat=True))
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
        waiting=sum(state == Finding.State.PROPOSED for state, *_ in outcomes),
        lapsed=sum(state == Finding.State.LAPSED for state, *_ in outcomes),
        false_per_month=misses / months if months >= 1 else None,
        lead_hours=median(leads) if leads else None,
        months=months,
        rarity=rarity_seen(nights),
        forecasts=forecasts_seen(region, since=since),
        silences=len(causes),
        silences_real=sum(cause not in {Silence.Cause.SPOKE, ""} for cause in causes),
    )


def rarity_seen(nights: Iterable[dict[str, dict[str, float]]]) -> tuple[tuple[int, float, int], ...]:
    """Return for each claimed rarity (days) how many nights it should have been seen on, and how many it was."""
    known = [night for night in nights if night]
    looks = [found["recurrence_days"] for night in known for found in night.values()]
    return tuple((days, len(looks) / days, sum(seen >= days for seen in looks)) for days in CLAIMS)


def forecasts_seen(region: str, *, since: datetime) -> tuple[tuple[float, float, int], ...]:
    """Return for bands of the foretold chance: the mean chance, the share that came true, how many."""
    rows = list(
        Outlook.objects.filter(
            within("region_id", region), run__as_of_at__gte=since, happened_7__isnull=False
        ).values_list("chance_7", "happened_7")
    )
    bands = []
    for low, high in pairwise(BANDS):
        inside = [(chance, came) for chance, came in rows if low <= chance < high or chance == high == 1.0]
        if inside:
            bands.append(
                (
                    sum(chance for chance, _ in inside) / len(inside),
                    sum(bool(came) for _, came in inside) / len(inside),
                    len(inside),
                )
            )
    return tuple(bands)


def to_be_judged(*, at: datetime) -> list[Finding]:
    """Return the findings that lie long enough back to say what was there."""
    ripe = Finding.objects.filter(outcome="", ends_on__lt=(at - timedelta(days=JUDGED_AFTER_DAYS)).date())
    return list(ripe.order_by("ends_on", "id")[:LISTED])


def what_was_there(found: Finding) -> tuple[bool, float | None]:
    """Say whether something was there, and how many hours the watch was ahead of the first open disturbance.

    Something was there when a report behind the finding went into a case that was not found baseless, or when a
    report of an open disturbance (GN) from these villages was found true within the time for judging.
    """
    place = Q(pk__in=[])
    for code in found.villages:
        place |= within("region_id", code)
    until = found.ends_on + timedelta(days=JUDGED_AFTER_DAYS)
    near = Report.objects.filter(
        place, received_at__date__gte=found.starts_on, received_at__date__lte=until
    ).exclude(verification=Report.Verification.FALSE)
    grave = (
        near.filter(stage=Stage.GN, verification__in=[Report.Verification.TRUE, Report.Verification.PARTLY])
        .order_by("received_at")
        .values_list("received_at", flat=True)
        .first()
    )
    in_cases = CaseReport.objects.filter(
        report__in=near.filter(event_form__in=GROUPS[Group(found.group)]), left_at__isnull=True
    ).exclude(case__outcome=Case.Outcome.UNFOUNDED)
    lead = (grave - found.raised_at).total_seconds() / 3600 if grave else None
    return bool(grave) or in_cases.exists(), lead
