"""Every read about people: who holds which post on a day, and who may be shown."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from kentongan.people import access
from kentongan.people.models import (
    Account,
    Device,
    Invitation,
    Office,
    Post,
    RegisteredNumber,
    Team,
    TeamMember,
    Term,
)
from kentongan.rules.authority import PUBLIC, Role, Seat, Standing
from kentongan.rules.places import drill, path, zone
from kentongan.rules.refusal import Absent
from kentongan.wilayah.models import Level, Region
from kentongan.wilayah.queries import world

IN_FORCE = (Term.Consent.NOT_NEEDED, Term.Consent.GIVEN)
LABEL = 120
DEPUTY_WORDS = {"": "", "plt": "Plt. ", "plh": "Plh. "}


def standing(account: Account | None, *, at: datetime, origin: str, in_drill: str = "") -> Standing:
    """Return what somebody stands for at a moment: the posts they hold, deputies before absent holders.

    Posts of the real country and those of a drill are never held together.
    """
    return next(
        one for one in standings(account, at=at, origin=origin, also=in_drill) if one.drill == in_drill
    )


def standings(account: Account | None, *, at: datetime, origin: str, also: str = "") -> tuple[Standing, ...]:
    """Return what somebody stands for in the real country first, then in each drill where they hold a post."""
    if account is None or not account.is_active:
        return tuple(Standing(None, (), PUBLIC.label, origin, name) for name in dict.fromkeys(("", also)))
    posts = Term.objects.filter(account=account).values("post_id")
    found: dict[str, list[Term]] = {"": [], also: []}
    for term in terms_in_force(Term.objects.filter(post__in=posts), at=at):
        if term.account_id == account.pk:
            found.setdefault(drill(term.post.office.region_id), []).append(term)
    return tuple(acting(account, terms, origin, name) for name, terms in found.items())


def acting(account: Account, terms: Iterable[Term], origin: str, name: str) -> Standing:
    """Return what somebody stands for by these terms; in a drill the label says so."""
    held_now = list(terms)
    seats = tuple(
        Seat(Role(term.post.role), term.post.office.region_id, term.deputy, term.post_id) for term in held_now
    )
    label = ", ".join(titled(term) for term in held_now) or account.name
    return Standing(account.pk, seats, f"GLADI · {label}"[:LABEL] if name else label, origin, name)


def terms_in_force(terms: QuerySet[Term], *, at: datetime) -> list[Term]:
    """Return the terms that count at a moment; while a deputy stands in, the holder's does not."""
    near = (
        terms.filter(post__closed_on__isnull=True, account__is_active=True, consent__in=IN_FORCE)
        .select_related("post__office", "account")
        .order_by("post_id", "starts_on", "id")
    )
    current = [term for term in near if covers(term, local_day(term.post.office.region_id, at))]
    return [
        term
        for _, of_post in groupby(current, key=lambda term: term.post_id)
        for term in deputies_first(list(of_post))
    ]


def deputies_first(terms: Iterable[Term]) -> list[Term]:
    """Return the deputies among the terms of one post, or everybody if there is none."""
    every = list(terms)
    return [term for term in every if term.deputy] or every


def covers(term: Term, day: date) -> bool:
    """Say whether a term runs on a day; its last day counts."""
    return term.starts_on <= day and (term.ends_on is None or day <= term.ends_on)


def local_day(region: str, at: datetime) -> date:
    """Return the calendar day in a region at a moment."""
    return at.astimezone(ZoneInfo(zone(region))).date()


def titled(term: Term) -> str:
    """Return the title somebody bears, with Plt. or Plh. before it."""
    return DEPUTY_WORDS[term.deputy] + term.post.title


def holders(role: Role, region: str, *, at: datetime) -> list[Account]:
    """Return who holds a role in exactly this region now; deputies win over absent holders."""
    terms = Term.objects.filter(post__role=role, post__office__region_id=region)
    accounts = {term.account_id: term.account for term in terms_in_force(terms, at=at)}
    return sorted(accounts.values(), key=lambda account: (account.name, account.pk))


def held_among(posts: AbstractSet[tuple[Role, str]], *, at: datetime) -> set[tuple[Role, str]]:
    """Return those of the posts, each a role in exactly one region, that somebody holds now; one look for all."""
    terms = Term.objects.filter(
        post__role__in={role for role, _ in posts},
        post__office__region_id__in={region for _, region in posts},
    )
    found = {(Role(term.post.role), term.post.office.region_id) for term in terms_in_force(terms, at=at)}
    return found & posts


@dataclass(frozen=True)
class Held:
    """A post and who holds it now, under which title."""

    post: Post
    terms: tuple[Term, ...]

    @property
    def names(self) -> str:
        """Return who holds it, deputies with Plt. or Plh. before the name."""
        return ", ".join(DEPUTY_WORDS[term.deputy] + term.account.name for term in self.terms)


@dataclass(frozen=True)
class Pillars:
    """The three pillars of one village."""

    region: Region
    lurah: tuple[Held, ...]
    babinsa: tuple[Held, ...]
    bhabinkamtibmas: tuple[Held, ...]


@dataclass(frozen=True)
class StandingTeam:
    """A team, its members by sub-team, and whether its decree has run out."""

    team: Team
    members: tuple[TeamMember, ...]
    is_out_of_date: bool


def posts(standing: Standing, action: str = "people.read") -> QuerySet[Post]:
    """Return the posts somebody may see or administer."""
    return access.visible(
        standing,
        action,
        Post.objects.select_related("office__region").order_by(
            "office__region_id", "office__name", "title", "id"
        ),
        region_field="office__region_id",
        sensitivity_field=None,
        restricted_field=None,
    )


def offices(standing: Standing, action: str = "people.read") -> QuerySet[Office]:
    """Return the offices somebody may see or administer."""
    return access.visible(
        standing,
        action,
        Office.objects.select_related("region").order_by("region_id", "name", "id"),
        sensitivity_field=None,
        restricted_field=None,
    )


def terms(standing: Standing, action: str = "people.read") -> QuerySet[Term]:
    """Return the terms somebody may see or administer, the newest first."""
    return access.visible(
        standing,
        action,
        Term.objects.select_related("post__office__region", "account").order_by("-starts_on", "id"),
        region_field="post__office__region_id",
        sensitivity_field=None,
        restricted_field=None,
    )


def waiting_terms(standing: Standing) -> QuerySet[Term]:
    """Return the terms that wait for the word of a second administrator such as this one."""
    return terms(standing, "people.consent").filter(consent=Term.Consent.WAITS)


def invitations(standing: Standing) -> QuerySet[Invitation]:
    """Return the invitations somebody administers."""
    return access.visible(
        standing,
        "people.admin",
        Invitation.objects.select_related("post__office__region").order_by("-made_at", "id"),
        region_field="post__office__region_id",
        sensitivity_field=None,
        restricted_field=None,
    )


def teams(standing: Standing, action: str = "people.read") -> QuerySet[Team]:
    """Return the teams somebody may see or administer."""
    return access.visible(
        standing,
        action,
        Team.objects.select_related("region").order_by("region_id", "kind", "-valid_to", "id"),
        sensitivity_field=None,
        restricted_field=None,
    )


def members(standing: Standing, action: str = "people.admin") -> QuerySet[TeamMember]:
    """Return the team members somebody may see or administer."""
    return TeamMember.objects.filter(team__in=teams(standing, action)).select_related("team__region")


def numbers(standing: Standing, action: str = "people.number-read") -> QuerySet[RegisteredNumber]:
    """Return the registered numbers in use that somebody may see."""
    return access.visible(
        standing,
        action,
        RegisteredNumber.objects.filter(retired_at__isnull=True)
        .select_related("region", "post")
        .order_by("region_id", "number", "id"),
        sensitivity_field=None,
        restricted_field=None,
    )


def accounts(standing: Standing) -> QuerySet[Account]:
    """Return the accounts that hold or held a post which somebody administers."""
    held = terms(standing, "people.admin").order_by().values("account_id")
    return Account.objects.filter(pk__in=held).order_by("name", "id")


def devices(standing: Standing) -> QuerySet[Device]:
    """Return one's own devices that may still come in, the latest first."""
    alive = Device.objects.filter(revoked_at__isnull=True).order_by("-seen_at", "id")
    return alive.filter(account_id=standing.account) if standing.account else alive.none()


def region(standing: Standing, code: str, action: str = "people.read") -> Region:
    """Return a region whose people one may see or administer.

    Raises:
        Absent: If there is no such region, or nothing in it for this person.
    """
    access.check(standing, action, region=code)
    found = Region.objects.filter(pk=code).first()
    if found is None:
        raise Absent("region")
    return found


def held(found: QuerySet[Post], *, at: datetime) -> tuple[Held, ...]:
    """Return posts with who holds them now."""
    current = terms_in_force(Term.objects.filter(post__in=found.order_by().values("pk")), at=at)
    by_post = {pk: tuple(group) for pk, group in groupby(current, key=lambda term: term.post_id)}
    return tuple(Held(post, by_post.get(post.pk, ())) for post in found if post.closed_on is None)


def pillars(standing: Standing, of: Region, *, at: datetime) -> tuple[Pillars, ...]:
    """Return the three pillars of a village, or of every village of a kecamatan."""
    villages = Region.objects.filter(Q(pk=of.pk, level=Level.VILLAGE) | Q(parent=of, level=Level.VILLAGE))
    roles = (Role.LURAH, Role.BABINSA, Role.BHABINKAMTIBMAS)
    found = held(posts(standing).filter(office__region__in=villages, role__in=roles), at=at)
    return tuple(
        Pillars(
            village,
            *(
                tuple(
                    one for one in found if one.post.role == role and one.post.office.region_id == village.pk
                )
                for role in roles
            ),
        )
        for village in villages.order_by("code")
    )


def standing_teams(standing: Standing, of: Region, *, at: datetime) -> tuple[StandingTeam, ...]:
    """Return the teams of a region with their members."""
    found = teams(standing).filter(region=of).prefetch_related("members")
    day = local_day(of.pk, at)
    return tuple(
        StandingTeam(
            team,
            in_order_of_rank(member for member in team.members.all() if member.left_on is None),
            is_out_of_date=not team.valid_from <= day <= team.valid_to,
        )
        for team in found
    )


# How a decree names its people, from the first to the last; whatever else it says stands before the members.
RANKS = ("pembina", "pengarah", "ketua", "wakil ketua", "sekretaris", "wakil sekretaris", "koordinator")
LAST = "anggota"


def in_order_of_rank(members: Iterable[TeamMember]) -> tuple[TeamMember, ...]:
    """Return the members of a team as its decree lists them, each sub-team for itself."""

    def rank(member: TeamMember) -> tuple[str, int]:
        said = member.position.casefold()
        if said.startswith(LAST):
            return member.subteam, len(RANKS) + 1
        found = (number for number, word in enumerate(RANKS) if said.startswith(word))
        return member.subteam, next(found, len(RANKS))

    return tuple(sorted(members, key=rank))


def accounts_to_choose(standing: Standing) -> QuerySet[Account]:
    """Return the active accounts an administrator can give a post to."""
    return accounts(standing).filter(is_active=True)


def placed(number: str) -> RegisteredNumber | None:
    """Return the registration of a phone number in international form, if it is in use."""
    return (
        RegisteredNumber.objects.filter(number=number, retired_at__isnull=True)
        .select_related("region", "post")
        .first()
    )


def above(standing: Standing, code: str) -> list[Region]:
    """Return the regions over this one whose people somebody may see, the largest first."""
    seen = [one for one in path(code)[:-1] if access.may(standing, "people.read", region=one)]
    return list(Region.objects.filter(pk__in=seen).order_by("level", "code"))


def below(standing: Standing, of: Region) -> list[Region]:
    """Return the regions right below this one whose people somebody may see."""
    children = Region.objects.filter(parent=of, valid_to__isnull=True)
    shown = access.visible(
        standing, "people.read", children, region_field="code", sensitivity_field=None, restricted_field=None
    )
    return list(shown.order_by("code"))


def may_administer(standing: Standing, code: str) -> bool:
    """Say whether somebody keeps the people of a region."""
    return access.may(standing, "people.admin", region=code)


def my_terms(standing: Standing, *, at: datetime) -> list[Term]:
    """Return the terms by which somebody holds a post now."""
    if standing.account is None:
        return []
    held_posts = Term.objects.filter(
        world("post__office__region_id", standing.drill), account_id=standing.account
    ).values("post_id")
    current = terms_in_force(Term.objects.filter(post__in=held_posts), at=at)
    return [term for term in current if term.account_id == standing.account]


def my_waiting_terms(standing: Standing) -> QuerySet[Term]:
    """Return the posts that somebody was given by one administrator and not yet by the second."""
    waiting = Term.objects.filter(consent=Term.Consent.WAITS).order_by("starts_on", "id")
    mine = waiting.filter(account_id=standing.account) if standing.account else waiting.none()
    return mine.select_related("post__office")


def is_welcome(device: UUID, account: UUID) -> bool:
    """Say whether a device still belongs to this account and has not been shut out."""
    return Device.objects.filter(pk=device, account=account, revoked_at__isnull=True).exists()


def my_device(standing: Standing, remembered: str) -> UUID | None:
    """Return the device a browser remembers, if it is this person's and still welcome."""
    if not remembered:
        return None
    return devices(standing).filter(pk=remembered).values_list("pk", flat=True).first()
