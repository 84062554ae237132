"""Every read of the watch: rounds, findings, silent posts, where to look first, and how good all that was."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q, QuerySet

from kentongan.cases import queries as cases
from kentongan.cases.models import Case
from kentongan.people import access
from kentongan.reports import queries as reports
from kentongan.reports.models import Report
from kentongan.rules import places
from kentongan.rules.authority import SYSTEM, Standing
from kentongan.rules.levels import Level
from kentongan.rules.refusal import Absent
from kentongan.rules.taxonomy import Sensitivity
from kentongan.rules.watching import GROUPS, Group
from kentongan.watch.models import Finding, FindingPlace, Outlook, Plan, Run, Silence
from kentongan.wilayah.models import Region
from kentongan.wilayah.queries import within

REMEMBERED = timedelta(days=14)
SHARED_ENOUGH = 0.3
LISTED = 100
LATELY_DAYS = 28
LOWEST = {"watch.read": Sensitivity.T, "watch.ask": Sensitivity.B}


def findings(standing: Standing) -> QuerySet[Finding]:
    """Return the findings this person may see, newest first; one across a border shows each side its own villages."""
    seen = access.visible(
        standing,
        "watch.read",
        FindingPlace.objects.select_related("region"),
        sensitivity_field=None,
        restricted_field=None,
    )
    whole = access.visible(
        standing, "watch.read", Finding.objects.all(), sensitivity_field=None, restricted_field=None
    )
    touched = seen.filter(reports__gt=0).order_by().values("finding_id")
    return (
        Finding.objects.filter(Q(pk__in=whole.order_by().values("pk")) | Q(pk__in=touched))
        .select_related("region", "decided_by")
        .prefetch_related(Prefetch("places", queryset=seen))
        .order_by("-raised_at", "id")
    )


def finding(standing: Standing, pk: UUID) -> Finding:
    """Return a finding this person may see.

    Raises:
        Absent: If there is none.
    """
    found = findings(standing).filter(pk=pk).first()
    if found is None:
        raise Absent("finding")
    return found


def waiting(standing: Standing) -> QuerySet[Finding]:
    """Return the proposals that wait for a decision, the rarest first."""
    return findings(standing).filter(state=Finding.State.PROPOSED).order_by("-recurrence_days", "id")


def waiting_there(standing: Standing, found: Finding) -> list[Finding]:
    """Return the other proposals that wait where the reports of a finding lie: one event may be counted in two ways."""
    there = set(told_in(found))
    return [one for one in waiting(standing).exclude(pk=found.pk)[:LISTED] if there & set(told_in(one))]


def standing_now(standing: Standing, *, at: datetime) -> QuerySet[Finding]:
    """Return the findings that were confirmed and still stand."""
    return findings(standing).filter(state=Finding.State.CONFIRMED, lapses_at__gt=at)


def same_finding(
    region: str, group: Group, villages: Sequence[str], *, since: date, at: datetime
) -> Finding | None:
    """Return the latest finding of these days about much the same villages, whatever was decided on it."""
    near = Finding.objects.filter(
        within("region_id", region), group=group.value, ends_on__gte=since, renewed_at__gte=at - REMEMBERED
    ).exclude(state=Finding.State.LAPSED)
    wanted = set(villages)
    for one in near.order_by("-raised_at", "id"):
        shared = wanted & set(one.villages)
        if len(shared) >= SHARED_ENOUGH * min(len(wanted), len(one.villages)):
            return one
    return None


@dataclass(frozen=True)
class Behind:
    """A report behind a finding, and how much it counted there, 0 to 1."""

    report: Report
    weight: float


def reports_in(standing: Standing, found: Finding) -> list[Behind]:
    """Return the reports behind a finding that this person may read, newest first, with what each counted."""
    since, until = times_of(found)
    forms = GROUPS[Group(found.group)]
    told = list(
        reports.seen_by(standing)
        .filter(in_villages(found), event_form__in=forms, restricted=False)
        .filter(received_at__gte=since, received_at__lt=until)
        .order_by("-received_at", "id")[:LISTED]
    )
    counted = {
        (one.village, one.at, one.event_form): one.weight
        for one in reports.signals(
            SYSTEM, region=found.region_id, since=since - timedelta(days=1), until=until
        )
    }
    return [
        Behind(one, counted.get((village_of(one.region_id), one.received_at, one.event_form or ""), 0.0))
        for one in told
    ]


def times_of(found: Finding) -> tuple[datetime, datetime]:
    """Return from when to when a finding counted: its days are 24 hours each, up to the hour of its round."""
    end = found.latest_run.as_of_at
    last = end.astimezone(ZoneInfo(places.zone(found.region_id))).date() - timedelta(days=1)
    return end - (last - found.starts_on + timedelta(days=1)), end - (last - found.ends_on)


def in_villages(found: Finding) -> Q:
    """Return the condition that a row lies in one of the villages of a finding."""
    place = Q(pk__in=[])
    for code in found.villages:
        place |= within("region_id", code)
    return place


def village_of(region: str) -> str:
    """Return the village in which a place lies, or the code itself when it lies higher."""
    path = places.path(region)
    return path[places.VILLAGE - 1] if len(path) >= places.VILLAGE else region


def villages_of(found: Finding) -> list[Region]:
    """Return the villages of a finding that this person may see, those with most reports first."""
    shown = [place.region for place in found.places.all()]
    return shown or list(Region.objects.filter(code__in=found.villages).order_by("code"))


def run(standing: Standing, pk: UUID) -> Run:
    """Return a round this person may see.

    Raises:
        Absent: If there is none.
    """
    found = runs(standing).filter(pk=pk).first()
    if found is None:
        raise Absent("run")
    return found


def runs(standing: Standing) -> QuerySet[Run]:
    """Return the rounds this person may see, newest first."""
    return access.visible(
        standing,
        "watch.read",
        Run.objects.select_related("region", "plan"),
        sensitivity_field=None,
        restricted_field=None,
    ).order_by("-asked_at", "id")


def had_on_the_nights_of(standing: Standing, trial: Run) -> int:
    """Count the findings that the office really had on the nights on which a plan was tried."""
    since = trial.as_of_at - timedelta(days=trial.nights_tried or 0)
    return findings(standing).filter(raised_at__gt=since, raised_at__lte=trial.as_of_at).count()


def plans(standing: Standing) -> QuerySet[Plan]:
    """Return the plans this person may see, newest first."""
    return access.visible(
        standing,
        "watch.read",
        Plan.objects.select_related("region", "made_by"),
        sensitivity_field=None,
        restricted_field=None,
    ).order_by("region_id", "-number")


def home(standing: Standing, action: str = "watch.read") -> str:
    """Return the kabupaten over which this person watches.

    Raises:
        Absent: If there is none.
    """
    codes = sorted(
        {
            seat.region
            for seat in standing.seats
            if access.may(standing, action, region=seat.region, sensitivity=LOWEST[action])
        },
        key=lambda code: (code.count("."), code),
    )
    if not codes:
        raise Absent("watch")
    return codes[0]


def kabupaten(code: str) -> str:
    """Return the kabupaten in which a place lies, or the code when it lies above."""
    return ".".join(code.split(".")[: places.REGENCY])


def silences(standing: Standing) -> QuerySet[Silence]:
    """Return the silent posts this person may ask, the least likely to be chance first."""
    return access.visible(
        standing,
        "watch.ask",
        Silence.objects.select_related("region", "asked_by"),
        sensitivity_field=None,
        restricted_field=None,
    ).order_by("chance", "region_id", "role", "id")


def silence(standing: Standing, pk: UUID) -> Silence:
    """Return a silent post this person may ask.

    Raises:
        Absent: If there is none.
    """
    found = silences(standing).filter(pk=pk).first()
    if found is None:
        raise Absent("silence")
    return found


def latest_night(region: str, *, at: datetime) -> Run | None:
    """Return the last night that was watched to its end; one from a clock that ran ahead is not last night."""
    return (
        Run.objects.filter(region_id=region, kind=Run.Kind.NIGHT, state=Run.State.DONE, as_of_at__lte=at)
        .order_by("-as_of_at", "id")
        .first()
    )


def outlook(standing: Standing, region: str, *, at: datetime) -> list[Outlook]:
    """Return the villages by the chance that something happens there, as of the last night."""
    night = latest_night(kabupaten(region), at=at)
    if night is None:
        return []
    rows = night.outlooks.select_related("region", "region__parent")
    return list(
        access.visible(standing, "watch.read", rows, sensitivity_field=None, restricted_field=None)
        .filter(within("region_id", region))
        .order_by("-chance_7", "region_id")
    )


def heard_lately(standing: Standing, region: str, *, at: datetime) -> Counter[str]:
    """Count for each village the reports of the last four weeks that count, of those this person may read."""
    told = reports.signals(standing, region=region, since=at - timedelta(days=LATELY_DAYS), until=at)
    return Counter(one.village for one in told)


def levels_standing(standing: Standing, *, at: datetime) -> list[tuple[str, Level]]:
    """Return the villages of confirmed findings with their level, for the situation page.

    Only those from which something was reported: a circle also holds villages where nothing was.
    """
    return [(code, Level(one.level)) for one in standing_now(standing, at=at) for code in told_in(one)]


def told_in(found: Finding) -> list[str]:
    """Return the villages in which the reports of a finding lie, of those this person may see."""
    shown = list(found.places.all())
    return [place.region_id for place in shown if place.reports] if shown else list(found.villages)


def cases_there(standing: Standing, found: Finding) -> list[Case]:
    """Return the live cases in the villages of a finding that this person may see."""
    return list(cases.seen_by(standing).filter(in_villages(found)).order_by("-opened_at", "id")[:20])
