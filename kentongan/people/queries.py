"""Every read about people: who holds which post on a day, and who may be shown."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from kentongan.people.models import Account, Term
from kentongan.rules.authority import PUBLIC, Role, Seat, Standing
from kentongan.rules.places import zone

DEPUTY_WORDS = {"": "", "plt": "Plt. ", "plh": "Plh. "}


def standing(account: Account | None, *, at: datetime, origin: str) -> Standing:
    """Return what somebody stands for at a moment: the posts they hold, deputies before absent holders."""
    if account is None or not account.is_active:
        return Standing(None, (), PUBLIC.label, origin)
    posts = Term.objects.filter(account=account).values("post_id")
    terms = [
        term
        for term in terms_in_force(Term.objects.filter(post__in=posts), at=at)
        if term.account_id == account.pk
    ]
    seats = tuple(Seat(Role(term.post.role), term.post.office.region_id, term.deputy) for term in terms)
    label = ", ".join(titled(term) for term in terms) or account.name
    return Standing(account.pk, seats, label, origin)


def terms_in_force(terms: QuerySet[Term], *, at: datetime) -> list[Term]:
    """Return the terms that count at a moment; while a deputy stands in, the holder's does not."""
    near = (
        terms.filter(post__closed_on__isnull=True, account__is_active=True)
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
