"""What the clock starts: rounds are ordered at their hour, proposals lapse, findings are judged; the watch itself works apart."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo

from django.conf import settings

from kentongan.alerts import actions as alerts
from kentongan.alerts.models import Alert
from kentongan.people import queries as people
from kentongan.people.models import Post
from kentongan.reports import queries as reports
from kentongan.rules import places
from kentongan.rules.authority import SYSTEM, Role
from kentongan.rules.escalation import Rung
from kentongan.rules.levels import Level
from kentongan.rules.routing import hearers
from kentongan.rules.taxonomy import Sensitivity, Urgency
from kentongan.watch import actions, grades, queries, rounds
from kentongan.watch.actions import NAMESPACE
from kentongan.watch.models import Finding, Outlook, Run
from kentongan.wilayah.queries import world

NIGHT_AT = time(3)
OUTLOOK_DAYS = 7
URGENCY = {Level.WASPADA: Urgency.BIASA, Level.SIAGA: Urgency.PENTING, Level.AWAS: Urgency.GAWAT}


def watched() -> list[str]:
    """Return the kabupaten that are watched: those with a desk, and the home of this office."""
    desks = Post.objects.filter(
        world("office__region_id"), role__in=[Role.OPERATOR.value, Role.ANALIS.value, Role.KEPALA.value]
    )
    codes = set(desks.values_list("office__region_id", flat=True).distinct())
    home = {settings.HOME_REGION} if codes else set()
    return sorted(code for code in codes | home if places.level(code) == places.REGENCY)


def order_rounds(at: datetime, rest: Callable[[], None] = lambda: None) -> int:
    """Order the night of every kabupaten once after three, and the light round once an hour; say how many were due."""
    ordered = 0
    for region in watched():
        local = at.astimezone(ZoneInfo(places.zone(region)))
        night = datetime.combine(local.date(), NIGHT_AT, local.tzinfo)
        hour = local.replace(minute=0, second=0, microsecond=0)
        due = [(Run.Kind.NIGHT, night)] if local >= night else []
        if hour != night:
            due.append((Run.Kind.LIGHT, hour))
        for kind, moment in due:
            if not Run.objects.filter(region_id=region, kind=kind, as_of_at=moment).exists():
                plan = actions.begin_watching(region, by=SYSTEM, at=at)
                key = uuid5(NAMESPACE, f"{kind}:{region}:{moment.isoformat()}")
                rounds.order(kind, plan, as_of=moment, by=SYSTEM, at=at, key=key)
                ordered += 1
                rest()
    return ordered


def lapse(at: datetime, _rest: Callable[[], None] = lambda: None) -> int:
    """Let proposals lapse that nobody decided on."""
    return actions.lapse(at=at)


def judge(at: datetime, rest: Callable[[], None] = lambda: None) -> int:
    """Write down what people found where findings and forecasts were, once it can be said."""
    ripe = grades.to_be_judged(at=at)
    for finding in ripe:
        there, lead = grades.what_was_there(finding)
        outcome = Finding.Outcome.HIT if there else Finding.Outcome.MISS
        actions.judge(finding.pk, outcome=outcome, lead_hours=lead, at=at)
        rest()
    return len(ripe) + judge_outlooks(at, rest)


def judge_outlooks(at: datetime, rest: Callable[[], None] = lambda: None) -> int:
    """Write down in which villages something happened within the week a night had foretold."""
    unjudged = Outlook.objects.filter(
        happened_7__isnull=True, run__as_of_at__lte=at - timedelta(days=OUTLOOK_DAYS)
    )
    nights = Run.objects.filter(pk__in=unjudged.values("run_id")).order_by("as_of_at", "id")[:10]
    for night in nights:
        week = (night.as_of_at, night.as_of_at + timedelta(days=OUTLOOK_DAYS))
        came = {
            one.village
            for one in reports.signals(SYSTEM, region=night.region_id, since=week[0], until=week[1])
        }
        rows = Outlook.objects.filter(run=night)
        rows.filter(region_id__in=came).update(happened_7=True)
        rows.exclude(region_id__in=came).update(happened_7=False)
        rest()
    return len(nights)


def call_desk(finding: Finding, *, about: str, at: datetime) -> Alert:
    """Ring the desk of the kabupaten: a proposal waits for a person."""
    kabupaten = queries.kabupaten(finding.region_id)
    call = alerts.Call(
        subject=subject_of(finding),
        reason=Alert.Reason.FOUND,
        rung=Rung.KESBANGPOL,
        key=uuid5(NAMESPACE, f"desk:{finding.pk}:{about}"),
        first=desk(kabupaten),
    )
    return alerts.ring(call, by=SYSTEM, at=at)


def desk(kabupaten: str) -> tuple[tuple[Role, str], ...]:
    """Return the posts of the desk."""
    return tuple((role, kabupaten) for role, _level in hearers(Rung.KESBANGPOL))


def call_there(finding: Finding, *, at: datetime) -> Alert:
    """Ring the posts around a confirmed finding, from the lowest rung that has its whole place under it.

    A pattern keeps to no border: where it lies in several kecamatan, each one with reports is called.
    """
    rung = {places.VILLAGE: Rung.PILLARS, places.DISTRICT: Rung.DISTRICT}
    call = alerts.Call(
        subject=subject_of(finding),
        reason=Alert.Reason.RAISED,
        rung=rung.get(places.level(finding.region_id), Rung.KESBANGPOL),
        key=uuid5(NAMESPACE, f"there:{finding.pk}"),
        first=across(finding, at=at) if places.level(finding.region_id) < places.DISTRICT else (),
    )
    return alerts.ring(call, by=SYSTEM, at=at)


def across(finding: Finding, *, at: datetime) -> tuple[tuple[Role, str], ...]:
    """Return the posts of every kecamatan of a finding; where one has nobody, the desk as well."""
    posts = districts_of(finding)
    manned = {region for _, region in people.held_among(set(posts), at=at)}
    if manned >= {region for _, region in posts}:
        return posts
    return posts + desk(queries.kabupaten(finding.region_id))


def districts_of(finding: Finding) -> tuple[tuple[Role, str], ...]:
    """Return the posts of every kecamatan in which reports of a finding lie."""
    told = finding.places.filter(reports__gt=0).values_list("region_id", flat=True)
    codes = sorted({places.parent(code) for code in told})
    return tuple((role, code) for code in codes for role, _level in hearers(Rung.DISTRICT))


def subject_of(finding: Finding) -> alerts.Subject:
    """Say what a finding is about, without its words."""
    return alerts.Subject(
        kind="finding",
        id=finding.pk,
        region=finding.region_id,
        event_form="",
        urgency=URGENCY.get(Level(finding.level), Urgency.BIASA),
        sensitivity=Sensitivity.T,
        restricted=False,
    )
