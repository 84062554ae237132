"""What somebody may see and do, read from the policy table; every query of every room starts here."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Protocol, TypeVar

from django.db.models import Model, Q, QuerySet

from kentongan.people.policy import TABLE
from kentongan.rules.authority import SYSTEM, Grant, Reach, Relation, Rule, Standing, decide, grants
from kentongan.rules.places import path
from kentongan.rules.refusal import Absent
from kentongan.rules.taxonomy import Sensitivity
from kentongan.wilayah.queries import within, world

Row = TypeVar("Row", bound=Model)
NOBODY = Q(pk__in=[])
EVERYTHING = ~NOBODY


class Guarded(Protocol):
    """A thing that knows where it lies and how secret it is."""

    region_id: str
    sensitivity: str
    restricted: bool


def may(
    standing: Standing,
    action: str,
    *,
    region: str = "",
    sensitivity: str = Sensitivity.B,
    restricted: bool = False,
    relation: AbstractSet[Relation] = frozenset(),
) -> bool:
    """Say whether the table allows this; the loop may, and nobody without an account is tied to anything."""
    return standing == SYSTEM or decide(
        TABLE,
        standing,
        action,
        relation=relation if standing.account else frozenset(),
        region=region,
        sensitivity=Sensitivity(sensitivity),
        restricted=restricted,
    )


def may_open(standing: Standing, action: str) -> bool:
    """Say whether a page with this action can hold anything for this person."""
    return standing == SYSTEM or any(
        standing.account or grant.rule.relation is Relation.ANY for grant in grants(TABLE, standing, action)
    )


def check(
    standing: Standing,
    action: str,
    *,
    region: str = "",
    sensitivity: str = Sensitivity.B,
    restricted: bool = False,
    relation: AbstractSet[Relation] = frozenset(),
) -> None:
    """Make sure the table allows this.

    Raises:
        Absent: If it does not; the person learns no more than if the thing were not there.
    """
    allowed = may(
        standing, action, region=region, sensitivity=sensitivity, restricted=restricted, relation=relation
    )
    if not allowed:
        raise Absent(action)


def check_thing(
    standing: Standing, action: str, thing: Guarded, *, relation: AbstractSet[Relation] = frozenset()
) -> None:
    """Make sure the table allows this for a report, a case or anything else that is guarded like one.

    Raises:
        Absent: If it does not.
    """
    check(
        standing,
        action,
        region=thing.region_id,
        sensitivity=thing.sensitivity,
        restricted=thing.restricted,
        relation=relation,
    )


def visible(
    standing: Standing,
    action: str,
    queryset: QuerySet[Row],
    *,
    region_field: str = "region_id",
    sensitivity_field: str | None = "sensitivity",
    restricted_field: str | None = "restricted",
    relations: Mapping[Relation, Q] | None = None,
) -> QuerySet[Row]:
    """Keep only the rows for which the table allows this.

    Args:
        standing: Who asks.
        action: What for.
        queryset: All rows.
        region_field: Where the row lies; may lead through a relation (`report__region_id`).
        sensitivity_field: Its class; None where all rows are biasa.
        restricted_field: Whether it is E16/E26; None where no row is.
        relations: For each relation the condition that ties a row to this person. Conditions must not
            multiply rows: through a many-to-many write `Q(pk__in=...)` or `Exists(...)`.
    """
    if standing == SYSTEM:
        return queryset
    allowed = NOBODY
    for grant in grants(TABLE, standing, action):
        allowed |= (
            place(grant, region_field)
            & tie(grant.rule, standing, relations or {})
            & ceiling(grant.rule, sensitivity_field)
            & openness(grant.rule, restricted_field)
        )
    return queryset.filter(allowed)


def place(grant: Grant, field: str) -> Q:
    """Return the condition that a row lies where the seat reaches; "anywhere" ends at the edge of a drill."""
    if grant.rule.reach is Reach.ANYWHERE:
        return world(field, grant.drill)
    if not grant.seat.region:
        return NOBODY
    if grant.rule.reach is Reach.OWN:
        return within(field, grant.seat.region)
    return Q(**{f"{field}__in": list(path(grant.seat.region))})


def tie(rule: Rule, standing: Standing, relations: Mapping[Relation, Q]) -> Q:
    """Return the condition that the person is tied to the row as the rule asks."""
    if rule.relation is Relation.ANY:
        return EVERYTHING
    if standing.account is None:
        return NOBODY
    return relations.get(rule.relation, NOBODY)


def ceiling(rule: Rule, field: str | None) -> Q:
    """Return the condition that a row is not more secret than the rule reaches."""
    if field is None or rule.up_to is Sensitivity.R:
        return EVERYTHING
    return Q(**{f"{field}__in": [str(one) for one in rule.up_to.up_to]})


def openness(rule: Rule, field: str | None) -> Q:
    """Return the condition that keeps restricted rows for the rules that name them."""
    if field is None or rule.restricted:
        return EVERYTHING
    return Q(**{field: False})
