"""Every read of drills: which there are, who leads them, who plays, and what has become of what was planted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from kentongan.alerts.models import Alert
from kentongan.cases.models import CaseReport
from kentongan.drills import ground
from kentongan.drills.models import Answer, Drill, Participant
from kentongan.drills.timing import Clock
from kentongan.events.models import Event
from kentongan.people import access
from kentongan.people import queries as people
from kentongan.people.models import Term
from kentongan.reports.models import Report
from kentongan.rules import places
from kentongan.rules.authority import Relation, Role, Standing
from kentongan.rules.refusal import Absent
from kentongan.wilayah.models import Region
from kentongan.wilayah.queries import within, world

# Who plays: those who receive, decide and lead. In a kabupaten the villages are played by the machine.
PLAYERS = {
    places.REGENCY: (
        Role.OPERATOR,
        Role.ANALIS,
        Role.KEPALA,
        Role.PIMPINAN,
        Role.CAMAT,
        Role.KAPOLSEK,
        Role.DANRAMIL,
    ),
    places.DISTRICT: (
        Role.OPERATOR,
        Role.ANALIS,
        Role.KEPALA,
        Role.PIMPINAN,
        Role.CAMAT,
        Role.KAPOLSEK,
        Role.DANRAMIL,
        Role.LURAH,
        Role.BABINSA,
        Role.BHABINKAMTIBMAS,
    ),
}
LISTED = 100
# What shows that somebody looked at a report or its beat, and what answers it.
NOTICED = ("report.verified", "report.rated", "report.put_aside", "report.forwarded", "alert.acknowledged")
NO_ACCOUNT = UUID(int=0)
TAKEN_UP = ("case.opened", "case.joined")


def seen_by(standing: Standing) -> QuerySet[Drill]:
    """Return the drills this person may know of: those where they serve, and those in which they play."""
    mine = Participant.objects.filter(account_id=standing.account or NO_ACCOUNT).values("drill_id")
    return access.visible(
        standing,
        "drill.read",
        Drill.objects.select_related("region", "proposed_by", "agreed_by"),
        sensitivity_field=None,
        restricted_field=None,
        relations={Relation.ASSIGNEE: Q(pk__in=mine)},
    ).order_by("-number")


def one(standing: Standing, pk: UUID) -> Drill:
    """Return a drill this person may know of.

    Raises:
        Absent: If there is none.
    """
    drill = seen_by(standing).filter(pk=pk).first()
    if drill is None:
        raise Absent("drill")
    return drill


def led(standing: Standing, pk: UUID) -> Drill:
    """Return a drill this person leads; who plays in it never sees its plan.

    Raises:
        Absent: If there is none.
    """
    drill = one(standing, pk)
    if not conducts(standing, drill):
        raise Absent("drill")
    return drill


def conducts(standing: Standing, drill: Drill) -> bool:
    """Say whether somebody leads a drill: by their post, and without playing in it."""
    return access.may(standing, "drill.conduct", region=drill.region_id) and not plays(standing, drill)


def plays(standing: Standing, drill: Drill) -> bool:
    """Say whether somebody is a participant."""
    return standing.account is not None and drill.participants.filter(account_id=standing.account).exists()


def may_agree(standing: Standing, drill: Drill) -> bool:
    """Say whether somebody can be the second person."""
    return (
        access.may(standing, "drill.agree", region=drill.region_id)
        and drill.proposed_by_id != standing.account
        and not plays(standing, drill)
    )


def may_propose(standing: Standing) -> bool:
    """Say whether somebody can propose a drill somewhere."""
    return access.may_open(standing, "drill.propose")


def stages(standing: Standing) -> list[Region]:
    """Return where somebody can propose a drill: their kabupaten and its kecamatan."""
    homes = {
        seat.region for seat in standing.seats if access.may(standing, "drill.propose", region=seat.region)
    }
    found = Q(pk__in=[])
    for home in homes:
        found |= within("code", home)
    return list(
        Region.objects.filter(
            found, level__in=(places.REGENCY, places.DISTRICT), valid_to__isnull=True
        ).order_by("code")
    )


def holders(region: str, *, at: datetime) -> list[Term]:
    """Return the terms of those who could play: who holds a post in this place, or above it in the kabupaten."""
    roles = PLAYERS.get(places.level(region), ())
    around = Q(post__office__region_id__in=places.path(region)[1:]) | within(
        "post__office__region_id", region
    )
    terms = Term.objects.filter(around, post__role__in=[role.value for role in roles])
    found = people.terms_in_force(terms, at=at)
    order = [role.value for role in roles]
    return sorted(
        found,
        key=lambda term: (
            order.index(term.post.role),
            term.post.office.region_id,
            term.post.title,
            str(term.pk),
        ),
    )


def players(drill: Drill) -> list[tuple[str, str]]:
    """Return the posts that are played and by whom."""
    rows = drill.participants.select_related("post", "account").order_by(
        "post__office__region_id", "post__title", "account__name", "id"
    )
    return [(row.post.title, row.account.name) for row in rows]


def clock_of(drill: Drill) -> Clock | None:
    """Return the clock of a drill that has started."""
    if drill.started_at is None or drill.plays_from_at is None:
        return None
    pauses = tuple(drill.pauses.order_by("paused_at", "id").values_list("paused_at", "resumed_at"))
    return Clock(drill.started_at, drill.plays_from_at, drill.speed, pauses, drill.ended_at)


def answers(drill: Drill) -> dict[str, datetime]:
    """Return which episodes the office has answered, and when by the drill's clock."""
    rows = Answer.objects.filter(drill=drill).order_by("answered_at", "id")
    return dict(rows.values_list("episode", "answered_at"))


def waiting(*states: Drill.State) -> list[Drill]:
    """Return the drills in these states, whoever asks; for the clock alone."""
    return list(Drill.objects.filter(state__in=states).order_by("number"))


def over() -> list[str]:
    """Return the names of drills that have ended and whose place is still there, whoever asks; for the clock alone."""
    return [drill.name for drill in waiting(Drill.State.ENDED, Drill.State.CLEARING)]


def left_to_clear(drill: Drill) -> int:
    """Return how many rows still lie in the place of a drill."""
    return ground.count(drill.name)


def boards(standings: Iterable[Standing]) -> list[Standing]:
    """Return the drills somebody can join, by what they stand for in each."""
    return [one for one in standings if one.drill and one.seats]


# -- what has become of what was planted --


@dataclass(frozen=True)
class Course:
    """What the office did about one message: all moments are real ones."""

    report: UUID
    received_at: datetime
    noticed_at: datetime | None = None
    noticed_by: str = ""
    taken_up_at: datetime | None = None
    taken_up_by: str = ""
    is_put_aside: bool = False
    case: str = ""


@dataclass(frozen=True)
class Beats:
    """What became of the alerts of a drill."""

    rang: int = 0
    acknowledged: int = 0
    climbed: int = 0
    waits: tuple[float, ...] = field(default=())


def client_id(drill: Drill, message: str) -> str:
    """Return the key under which a message of a drill comes in, again the same for a copy."""
    return f"{drill.name}:{message}"[:64]


def taken_up(drill: Drill) -> list[tuple[str, datetime]]:
    """Return the keys of the messages that were taken up, the first one first, and when.

    What was put aside is no answer to an episode.
    """
    rows = Report.objects.filter(
        world("region_id", drill.name), answered_at__isnull=False, put_aside_reason=""
    )
    told = rows.order_by("answered_at", "id").values_list("client_id", "answered_at")
    return [(key, at) for key, at in told if at is not None]


def courses(drill: Drill) -> dict[str, Course]:
    """Return for each message that came in, by its key, what the office did about it."""
    here = world("region_id", drill.name)
    first_look, first_case = first_acts(drill)
    numbers = dict(
        CaseReport.objects.filter(world("report__region_id", drill.name), left_at__isnull=True)
        .order_by("joined_at", "id")
        .values_list("report_id", "case__number")
    )
    found = {}
    for report in Report.objects.filter(here).order_by("received_at", "id"):
        looked, taken = first_look.get(report.pk), first_case.get(report.pk)
        found[report.client_id] = Course(
            report=report.pk,
            received_at=report.received_at,
            noticed_at=looked[0] if looked else None,
            noticed_by=looked[1] if looked else "",
            taken_up_at=taken[0] if taken else None,
            taken_up_by=taken[1] if taken else "",
            is_put_aside=bool(report.put_aside_reason),
            case=numbers.get(report.pk, ""),
        )
    return found


Act = tuple[datetime, str]


def first_acts(drill: Drill) -> tuple[Mapping[UUID, Act], Mapping[UUID, Act]]:
    """Return from the logbook when each report was first looked at, and first taken up, and by which post."""
    subject = dict(
        Alert.objects.filter(world("region_id", drill.name), subject_kind="report").values_list(
            "pk", "subject_id"
        )
    )
    looked: dict[UUID, Act] = {}
    taken: dict[UUID, Act] = {}
    lines = Event.objects.filter(
        world("region", drill.name), account__isnull=False, kind__in=[*NOTICED, *TAKEN_UP]
    )
    for line in lines.order_by("seq"):
        told = UUID(str(line.detail["report"] if line.kind in TAKEN_UP else line.subject_id))
        act = (line.at, line.actor.removeprefix("GLADI · "))
        looked.setdefault(subject.get(told, told), act)
        if line.kind in TAKEN_UP:
            taken.setdefault(told, act)
    return looked, taken


def beats(drill: Drill) -> Beats:
    """Return what became of the alerts of a drill."""
    rows = Alert.objects.filter(world("region_id", drill.name))
    # Taking the report up answers its call as well as saying "Saya dengar"; the end of the drill answers nothing.
    taken_up_at = dict(
        Report.objects.filter(world("region_id", drill.name), answered_at__isnull=False).values_list(
            "pk", "answered_at"
        )
    )
    heard = []
    for began, heard_at, closed_at, subject in rows.values_list(
        "started_at", "answered_at", "closed_at", "subject_id"
    ):
        hushed_at = taken_up_at.get(subject) if closed_at == drill.ended_at else closed_at
        if (moment := heard_at or hushed_at) is not None:
            heard.append((moment - began).total_seconds() / 60)
    return Beats(rows.count(), len(heard), rows.filter(round__gt=1).count(), tuple(sorted(heard)))


def ringing(drill: Drill) -> list[tuple[str, UUID]]:
    """Return what still rings in a drill: kind and identifier of each subject."""
    rows = Alert.objects.filter(world("region_id", drill.name), closed_at__isnull=True)
    return list(rows.order_by("started_at", "id").values_list("subject_kind", "subject_id"))


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of real regions."""
    wanted = set(codes)
    return dict(Region.objects.filter(code__in=wanted).order_by("code").values_list("code", "name"))
