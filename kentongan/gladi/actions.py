"""Laying out the demonstration kabupaten: its offices, posts, people, teams and numbers."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db import connection, transaction

from kentongan.events.actions import record
from kentongan.gladi import lumajang, names, queries
from kentongan.gladi.cast import Cast
from kentongan.gladi.kabupaten import Chair
from kentongan.gladi.lumajang import HOME
from kentongan.gladi.place import Place
from kentongan.gladi.retelling import Retelling
from kentongan.gladi.telling.in_world import Words
from kentongan.gladi.world import scenario as scenarios
from kentongan.gladi.world.simulation import Plan
from kentongan.people.models import Account, Office, Post, RegisteredNumber, Team, TeamMember, Term
from kentongan.people.queries import local_day
from kentongan.rules import places
from kentongan.rules.authority import SYSTEM
from kentongan.wilayah import actions as wilayah

NAMESPACE = uuid5(NAMESPACE_URL, "kentongan:gladi")
SEED = 3508
# Of the worlds tried, one in which every planted conflict is told of and the posts that log in have work.
WORLD_SEED = 3567
SCENARIO = Path(__file__).with_name("peragaan.toml")
# The kabupaten had its RT and its people before the month began.
SETTLED_IN = timedelta(days=60)
# Holders came at different times, none later than this before the day of the demonstration.
SHORTEST_TERM, LONGEST_TERM = 200, 1800
DEPUTY_FOR = timedelta(days=60)


def made(kind: str, *words: object) -> UUID:
    """Return the identifier of a thing of the demonstration, always the same."""
    return uuid5(NAMESPACE, ":".join((kind, *map(str, words))))


@transaction.atomic
def furnish(*, at: datetime) -> int:
    """Fill the posts of the kabupaten and return how many accounts there are; a second call does nothing."""
    if queries.is_furnished():
        return 0
    rng = Random(SEED)  # noqa: S311 the same people at every start, no secret
    found = queries.regions()
    add_neighbourhoods(found, at=at - SETTLED_IN)
    chairs = list(lumajang.chairs(found, rng))
    today = local_day(HOME, at)
    put_offices(chairs)
    put_people(chairs, today, rng)
    put_deputies(chairs, today, rng)
    put_teams(chairs, found, today, rng)
    put_numbers(chairs)
    count_rows()
    record(
        "demonstration.furnished",
        subject_kind="region",
        subject_id=wilayah.identity(HOME),
        region=HOME,
        by=SYSTEM,
        at=at - SETTLED_IN,
        detail={"posts": len(chairs)},
    )
    return Account.objects.count()


def count_rows() -> None:
    """Let PostgreSQL count what was just written; by itself it does so only some time after the commit.

    Until then it takes the tables for empty, and every question after a standing reads them from end to end.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def add_neighbourhoods(found: Sequence[Place], *, at: datetime) -> None:
    """Make the RW and RT of the villages that have them."""
    for place in found:
        for rw, rts in lumajang.neighbourhoods(place.code):
            number = int(rw.rpartition(".RW")[2])
            wilayah.add_rw(place.code, number, by=SYSTEM, at=at, key=made("key", rw))
            for rt in rts:
                number = int(rt.rpartition(".RT")[2])
                wilayah.add_rt(rw, number, by=SYSTEM, at=at, key=made("key", rt))


def office_of(chair: Chair) -> UUID:
    """Return the identifier of the office of a chair."""
    return made("office", chair.region, chair.kind, chair.office)


def post_of(chair: Chair) -> UUID:
    """Return the identifier of the post of a chair."""
    return made("post", chair.key)


def account_of(chair: Chair) -> UUID:
    """Return the identifier of the account of whoever sits on a chair."""
    return made("account", chair.key)


def put_offices(chairs: Sequence[Chair]) -> None:
    """Write the offices with their posts."""
    offices = {office_of(chair): chair for chair in chairs}
    Office.objects.bulk_create(
        Office(pk=pk, region_id=chair.region, kind=chair.kind, name=chair.office)
        for pk, chair in offices.items()
    )
    Post.objects.bulk_create(
        Post(
            pk=post_of(chair),
            office_id=office_of(chair),
            role=chair.role,
            title=chair.title,
            unit=chair.unit,
        )
        for chair in chairs
    )


def put_people(chairs: Sequence[Chair], today: date, rng: Random) -> None:
    """Write the holders; only those with a user name of their own can log in."""
    password = make_password(lumajang.PASSWORD)
    held = [chair for chair in chairs if chair.name]
    Account.objects.bulk_create(
        Account(
            pk=account_of(chair),
            username=chair.username or f"gladi-{account_of(chair).hex[:12]}",
            name=chair.name,
            password=password
            if chair.username
            else f"{UNUSABLE_PASSWORD_PREFIX}{made('lock', chair.key).hex}",
        )
        for chair in held
    )
    terms = []
    for chair in held:
        starts_on = today - timedelta(days=rng.randrange(SHORTEST_TERM, LONGEST_TERM))
        terms.append(
            Term(
                pk=made("term", chair.key),
                post_id=post_of(chair),
                account_id=account_of(chair),
                starts_on=starts_on,
                decree=f"821.2/{rng.randrange(100, 999)}/427.73/{starts_on.year}",
            )
        )
    Term.objects.bulk_create(terms)


def put_deputies(chairs: Sequence[Chair], today: date, rng: Random) -> None:
    """Let somebody stand in where the holder left (Plt) or is away (Plh)."""
    for chair in chairs:
        kind = lumajang.DEPUTIES.get((chair.region, chair.title))
        if not kind:
            continue
        deputy = Account.objects.create(
            pk=made("deputy", chair.key),
            username=f"gladi-{made('deputy', chair.key).hex[:12]}",
            name=names.anybody(rng),
            password=f"{UNUSABLE_PASSWORD_PREFIX}{made('lock', 'deputy', chair.key).hex}",
        )
        Term.objects.create(
            pk=made("term", "deputy", chair.key),
            post_id=post_of(chair),
            account=deputy,
            starts_on=today - timedelta(days=20),
            ends_on=today + DEPUTY_FOR,
            deputy=kind,
        )
        if kind == Term.Deputy.PLT:
            Term.objects.filter(pk=made("term", chair.key)).update(ends_on=today - timedelta(days=21))


def put_teams(chairs: Sequence[Chair], found: Sequence[Place], today: date, rng: Random) -> None:
    """Write the teams that decrees of this year set up."""
    holders = {(chair.region, chair.title): chair for chair in chairs if chair.name}
    districts = [place for place in found if places.level(place.code) == places.DISTRICT]
    members = []
    for decree in lumajang.decrees(today.year, districts, rng):
        team = Team.objects.create(
            pk=made("team", decree.kind, decree.region),
            kind=decree.kind,
            region_id=decree.region,
            decree_no=decree.number,
            valid_from=date(today.year, 1, 2),
            valid_to=date(today.year, 12, 31),
        )
        for turn, member in enumerate(decree.members):
            holder = holders.get((decree.region, member.title))
            members.append(
                TeamMember(
                    pk=made("member", team.pk, turn),
                    team=team,
                    subteam=member.subteam,
                    account_id=account_of(holder) if holder else None,
                    name=holder.name if holder else member.name,
                    agency=member.agency,
                    position=member.position,
                )
            )
    TeamMember.objects.bulk_create(members)


def put_numbers(chairs: Sequence[Chair]) -> None:
    """Register the numbers from which villages send messages."""
    RegisteredNumber.objects.bulk_create(
        RegisteredNumber(
            pk=made("number", chair.key),
            number=f"+{lumajang.NUMBER_BLOCK + turn}",
            region_id=chair.region,
            post_id=post_of(chair),
        )
        for turn, chair in enumerate(filter(lumajang.has_number, chairs), start=1)
    )


def month_before(at: datetime, scenario: scenarios.Scenario) -> Plan:
    """Return the world that ends with the day of the demonstration."""
    first = local_day(HOME, at) - timedelta(days=scenario.days - 1)
    return Plan(regions=(HOME,), seed=WORLD_SEED, scenario=scenario, starts=first, tell=Words(WORLD_SEED))


@transaction.atomic
def play(
    *,
    at: datetime,
    scenario: scenarios.Scenario | None = None,
    also: Sequence[Callable[[Retelling], None]] = (),
) -> int:
    """Let a month of reports come in, end in the present, and return how many came; a second call does nothing.

    Args:
        at: The present.
        scenario: What happens in the month; what `peragaan.toml` says if left out.
        also: What rooms above this one let happen in the same month, in the same order of time.
    """
    if queries.is_played():
        return 0
    rng = Random(SEED)  # noqa: S311 the same month at every start, no secret
    cast = Cast(at, rng)
    cast.assemble()
    tale = Retelling(at, rng, cast, NAMESPACE, WORLD_SEED)
    for more in also:
        more(tale)
    return tale.tell(month_before(at, scenario or scenarios.read(SCENARIO)))
