"""Every read of reports; each starts from what this person may see, but for the page of the code."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.utils.translation import gettext_noop as _

from kentongan.people import access
from kentongan.people.models import Term
from kentongan.reports import seals
from kentongan.reports.draft import Receipt
from kentongan.reports.models import NilReport, Photo, Report
from kentongan.rules import places, watching
from kentongan.rules.authority import Relation, Role, Standing
from kentongan.rules.case_status import PUBLIC_STEP, CaseStatus
from kentongan.rules.levels import Level
from kentongan.rules.refusal import Absent
from kentongan.rules.taxonomy import Urgency
from kentongan.wilayah.models import Neighbour, Region
from kentongan.wilayah.queries import within, world

ANSWERED_WORD = _("Dijawab")
SIMILAR_HOURS = 6
SIMILAR_LIMIT = 20
WAITING_LIMIT = 500


@dataclass(frozen=True)
class Step:
    """One word of the page of the code, and since when."""

    word: str
    at: datetime


@dataclass(frozen=True)
class Progress:
    """What the holder of a code may know: words and times."""

    code: str
    steps: tuple[Step, ...]
    may_add: bool


@dataclass(frozen=True)
class Funnel:
    """How far reports of a time came: received, heard of, answered; with the median time to the answer."""

    received: int
    verified: int
    answered: int
    late: int
    waiting: int
    median_answer_minutes: float | None


@dataclass(frozen=True)
class Signal:
    """One report as the night watch counts it; `weight` is 0 to 1."""

    village: str
    at: datetime
    event_form: str
    weight: float


SIGNAL_FIELDS = (
    "region_id", "received_at", "event_form", "verification", "source_rating", "content_rating",
    "put_aside_reason", "author_id", "sender_number",
)  # fmt: skip


def relations(standing: Standing) -> dict[Relation, Q]:
    """Return what ties a report to a person."""
    return {Relation.AUTHOR: Q(author_id=standing.account), Relation.OWNER: Q(author_id=standing.account)}


def seen_by(standing: Standing, action: str = "report.read") -> QuerySet[Report]:
    """Return the reports this person may see."""
    return access.visible(
        standing, action, Report.objects.select_related("region"), relations=relations(standing)
    )


def own(standing: Standing) -> QuerySet[Report]:
    """Return what this person reported, newest first."""
    return seen_by(standing, "report.own").filter(author_id=standing.account).order_by("-received_at", "id")


def inbox(standing: Standing) -> QuerySet[Report]:
    """Return what waits for an answer: the highest level and urgency first, then what is due soonest."""
    return (
        seen_by(standing, "report.triage")
        .filter(answered_at__isnull=True)
        .annotate(
            level_rank=rank("level", [level.value for level in reversed(Level)]),
            urgency_rank=rank("urgency", [urgency.value for urgency in Urgency]),
        )
        .order_by("level_rank", "urgency_rank", "answer_due_at", "id")
    )


def rank(field: str, order: Sequence[str]) -> Case:
    """Return a number for each word of a scale, for the order of a list; nobody ever sees it."""
    return Case(
        *(When(**{field: word}, then=Value(place)) for place, word in enumerate(order)),
        default=Value(len(order)),
        output_field=IntegerField(),
    )


def detail(standing: Standing, report_id: UUID, action: str = "report.read") -> Report:
    """Return one report with its versions, additions, original, and the photos this person may see.

    Raises:
        Absent: If there is none for this person.
    """
    found = (
        seen_by(standing, action)
        .select_related("author", "original")
        .prefetch_related("versions", "additions", Prefetch("photos", photos(standing)))
        .filter(pk=report_id)
        .first()
    )
    if found is None:
        raise Absent
    return found


def may(standing: Standing, action: str, report: Report) -> bool:
    """Say whether a button belongs on the page of this report."""
    return access.may(
        standing,
        action,
        region=report.region_id,
        sensitivity=report.sensitivity,
        restricted=report.restricted,
        relation=relation_to(standing, report),
    )


def relation_to(standing: Standing, report: Report) -> frozenset[Relation]:
    """Return what ties this person to this report."""
    wrote_it = standing.account is not None and report.author_id == standing.account
    return frozenset({Relation.AUTHOR, Relation.OWNER}) if wrote_it else frozenset()


def correctable(standing: Standing, report_id: UUID) -> Report:
    """Return a report this person may correct.

    Raises:
        Absent: If there is none.
    """
    found = seen_by(standing, "report.correct").filter(pk=report_id).first()
    if found is None:
        raise Absent
    return found


def places_to_choose(kabupaten: str) -> list[tuple[Region, list[Region]]]:
    """Return the kecamatan of a kabupaten with their villages, for two lists that need no script."""
    rows = Region.objects.filter(
        within("code", kabupaten), level__in=(places.DISTRICT, places.VILLAGE), valid_to__isnull=True
    ).only("code", "name", "level")
    districts: dict[str, tuple[Region, list[Region]]] = {}
    for region in rows.order_by("code"):
        if region.level == places.DISTRICT:
            districts[region.code] = (region, [])
        elif (above := places.parent(region.code)) in districts:
            districts[above][1].append(region)
    return list(districts.values())


def reads_nil(standing: Standing) -> bool:
    """Say whether this person looks after posts that should speak."""
    return access.may_open(standing, "report.nil-read")


def photos(standing: Standing) -> QuerySet[Photo]:
    """Return every photo this person may see."""
    return access.visible(
        standing,
        "photo.read",
        Photo.objects.select_related("report"),
        region_field="report__region_id",
        sensitivity_field="report__sensitivity",
        restricted_field="report__restricted",
        relations={Relation.AUTHOR: Q(report__author_id=standing.account)},
    )


def photo(standing: Standing, photo_id: UUID) -> Photo:
    """Return a photo, checked anew at every download.

    Raises:
        Absent: If there is none for this person.
    """
    found = photos(standing).filter(pk=photo_id).first()
    if found is None:
        raise Absent
    return found


def first_with(*, client_id: str, code: str) -> Report | None:
    """Return the report that took this key, or else this code."""
    rows = Report.objects.filter(Q(client_id=client_id) | Q(code=code))
    return min(rows, key=lambda report: report.client_id != client_id, default=None)


def told_before(client_id: str, fingerprint: str) -> bool:
    """Say whether this key already stands for another content."""
    return Report.objects.filter(client_id=client_id).exclude(fingerprint=fingerprint).exists()


def progress(code: str) -> Progress | None:
    """Return words and times for the holder of a code; nothing for a code nobody has."""
    report = (
        Report.objects.filter(world("region_id"), code=code)
        .only("code", "status", "steps", "answered_at", "put_aside_reason")
        .first()
    )
    if report is None:
        return None
    return Progress(report.code, public_steps(report), may_add=report.status == CaseStatus.DITERIMA)


def receipt(code: str) -> Receipt | None:
    """Return the receipt of a code once more, as it was first given."""
    found = Report.objects.filter(world("region_id"), code=code).values_list("code", "received_at").first()
    return seals.receipt(*found, replay=True) if found else None


def public_steps(report: Report) -> tuple[Step, ...]:
    """Turn the statuses into the few words of the page, each once, at its first time."""
    first: dict[str, datetime] = {}
    for status, at in report.steps:
        first.setdefault(PUBLIC_STEP[CaseStatus(status)], datetime.fromisoformat(at))
    if report.put_aside_reason and report.answered_at:
        first[ANSWERED_WORD] = report.answered_at
    return tuple(Step(word, at) for word, at in first.items())


def similar(standing: Standing, report: Report) -> QuerySet[Report]:
    """Return visible reports that may tell of the same: same kind, within hours, in this village or next to it."""
    near = timedelta(hours=SIMILAR_HOURS)
    kabupaten = ".".join(report.region_id.split(".")[:2])
    return (
        seen_by(standing)
        .filter(within("region_id", kabupaten))
        .filter(around(report))
        .filter(
            event_form=report.event_form,
            received_at__gte=report.received_at - near,
            received_at__lte=report.received_at + near,
        )
        .exclude(pk=report.pk)
        .order_by("received_at", "id")[:SIMILAR_LIMIT]
    )


def around(report: Report) -> Q:
    """Return the condition of the village, its neighbours and what is only known by their kecamatan."""
    path = places.path(report.region_id)
    if len(path) < places.VILLAGE:
        return within("region_id", report.region_id)
    village = path[places.VILLAGE - 1]
    pairs = Neighbour.objects.filter(Q(a=village) | Q(b=village)).values_list("a_id", "b_id")
    condition = Q(region_id=path[places.DISTRICT - 1])
    for code in sorted({village, *(code for pair in pairs for code in pair)}):
        condition |= within("region_id", code)
    return condition


def funnel(standing: Standing, *, since: datetime, until: datetime) -> Funnel:
    """Count how far the visible reports of a time came."""
    rows = seen_by(standing).filter(received_at__gte=since, received_at__lt=until)
    told = list(rows.values_list("received_at", "answered_at", "answer_due_at", "verification"))
    answered = [(at - received).total_seconds() / 60 for received, at, _due, _verdict in told if at]
    return Funnel(
        received=len(told),
        verified=sum(verdict != Report.Verification.NOT_YET for *_times, verdict in told),
        answered=len(answered),
        late=sum((at or until) > due for _received, at, due, _verdict in told),
        waiting=len(told) - len(answered),
        median_answer_minutes=median(answered) if answered else None,
    )


def levels_by_region(standing: Standing, *, since: datetime) -> dict[str, Level]:
    """Return the highest level of the reports still open, for each region this person sees."""
    rows = seen_by(standing).filter(received_at__gte=since).exclude(status=CaseStatus.DITUTUP)
    found: dict[str, Level] = {}
    for region, level in rows.filter(put_aside_reason="").values_list("region_id", "level"):
        found[region] = max(found.get(region, Level.NORMAL), Level(level), key=lambda one: one.bars)
    return found


def signals(standing: Standing, *, region: str, since: datetime, until: datetime) -> Iterator[Signal]:
    """List what counts for the night watch in a region: where, when it came in, what happened, how likely it is.

    What the law protects (E06, E07), what is need-to-know, what was found untrue and what nobody finds likely is
    left out; nothing about a person is read. What numbers without a post say in one village on one day, and nobody
    has checked, is one voice. The moment is when we heard of it: a watch that looked at the day of the event would
    know tomorrow's reports.
    """
    rows = (
        seen_by(standing)
        .filter(within("region_id", region), received_at__gte=since, received_at__lt=until)
        .filter(event_form__in=watching.COUNTED, restricted=False)
        .order_by("received_at", "id")
        .values_list(*SIGNAL_FIELDS)
    )
    heard: set[tuple[str, date]] = set()
    zone = ZoneInfo(places.zone(region))
    for code, received_at, form, verification, source, content, aside, author, number in rows.iterator():
        weight = watching.weight(
            verification, source, content, known_sender=bool(author or number), put_aside=bool(aside)
        )
        if weight == 0 or places.level(code) < places.VILLAGE:
            continue
        village = places.path(code)[places.VILLAGE - 1]
        if watching.is_of_the_crowd(verification, source, content, has_account=bool(author)):
            day = village, received_at.astimezone(zone).date()
            if day in heard:
                continue
            heard.add(day)
        yield Signal(village, received_at, form, weight)


def spoke(standing: Standing, *, region: str, since: date, until: date) -> Iterator[tuple[Role, str, date]]:
    """List on which days each post said something: that nothing happened, or a report of whoever held it."""
    nil = _nil_between(standing, region, since, until)
    for role, code, on in nil.order_by("period_on", "id").values_list("role", "region_id", "period_on"):
        yield Role(role), code, on
    zone = ZoneInfo(places.zone(region))
    start, end = (datetime.combine(day, time(), zone) for day in (since, until))
    told = seen_by(standing).filter(
        within("region_id", region), received_at__gte=start, received_at__lt=end, author__isnull=False
    )
    held = posts_by_account(region)
    for author, at in told.order_by("received_at", "id").values_list("author_id", "received_at"):
        on = at.astimezone(zone).date()
        yield from (
            (role, code, on)
            for role, code, first, last in held.get(author, ())
            if first <= on <= (last or on)
        )


def said_nil(standing: Standing, *, region: str, since: date, until: date) -> set[tuple[Role, str]]:
    """Return the posts that said at least once that nothing happened: they have taken the duty on."""
    said = _nil_between(standing, region, since, until).order_by().values_list("role", "region_id").distinct()
    return {(Role(role), code) for role, code in said}


def _nil_between(standing: Standing, region: str, since: date, until: date) -> QuerySet[NilReport]:
    return access.visible(
        standing,
        "report.nil-read",
        NilReport.objects.filter(within("region_id", region), period_on__gte=since, period_on__lt=until),
        sensitivity_field=None,
        restricted_field=None,
    )


def posts_by_account(region: str) -> dict[UUID, list[tuple[Role, str, date, date | None]]]:
    """Return the posts in a region that may say "nothing happened", by who held them from when until when."""
    terms = Term.objects.filter(
        within("post__office__region_id", region), post__role__in=[role.value for role in NIL_ROLES]
    ).order_by("id")
    found: dict[UUID, list[tuple[Role, str, date, date | None]]] = {}
    for account, role, code, first, last in terms.values_list(
        "account_id", "post__role", "post__office__region_id", "starts_on", "ends_on"
    ):
        found.setdefault(account, []).append((Role(role), code, first, last))
    return found


def nil_reports(standing: Standing, *, day: date) -> QuerySet[NilReport]:
    """Return which posts said "nothing happened" on a day."""
    rows = NilReport.objects.select_related("region").filter(period_on=day)
    return access.visible(
        standing, "report.nil-read", rows, sensitivity_field=None, restricted_field=None
    ).order_by("region_id", "role", "id")


def own_nil(standing: Standing, *, day: date) -> list[tuple[Role, Region, NilReport | None]]:
    """Return this person's posts that may say "nothing happened", each with what it said on that day."""
    posts = [
        (seat.role, seat.region)
        for seat in standing.seats
        if access.may(standing, "report.nil", region=seat.region) and seat.role in NIL_ROLES
    ]
    said = {
        (nil.role, nil.region_id): nil
        for nil in NilReport.objects.filter(period_on=day, region_id__in={region for _role, region in posts})
    }
    regions = Region.objects.in_bulk({region for _role, region in posts})
    return [(role, regions[region], said.get((role.value, region))) for role, region in posts]


NIL_ROLES = (Role.RT, Role.RW, Role.LURAH, Role.BABINSA, Role.BHABINKAMTIBMAS, Role.LINMAS)


def silent_villages(standing: Standing, *, day: date, since: datetime) -> QuerySet[Region]:
    """Return the villages this person looks after from which nothing came that day: no report, no nil report."""
    villages = access.visible(
        standing,
        "report.nil-read",
        Region.objects.filter(level=places.VILLAGE, valid_to__isnull=True),
        region_field="code",
        sensitivity_field=None,
        restricted_field=None,
    )
    nil = nil_reports(standing, day=day).values_list("region_id", flat=True)
    told = seen_by(standing).filter(received_at__gte=since).values_list("region_id", flat=True)
    spoke = {".".join(code.split(".")[: places.VILLAGE]) for code in [*nil, *told]}
    return villages.exclude(code__in=spoke).order_by("code")
