"""Who must hear of what, and what still waits for an answer."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from kentongan.alerts.models import Alert, Ring
from kentongan.people.access import may, visible
from kentongan.people.queries import held_among
from kentongan.rules import places
from kentongan.rules.authority import Relation, Role, Seat, Standing
from kentongan.rules.escalation import LADDER, Rung
from kentongan.rules.routing import hearers
from kentongan.rules.taxonomy import Urgency
from kentongan.wilayah.queries import world

Post = tuple[Role, str]
Place = tuple[str, str, bool]
"""What decides who may hear of an alert: where it lies, how secret it is, and whether it is restricted."""


def posts_on(rung: Rung, alert: Alert) -> list[Post]:
    """Return the posts of a rung around this subject, held or not, that may know of it."""
    path = places.path(alert.region_id)
    around = [(role, path[level - 1]) for role, level in hearers(rung) if level <= len(path)]
    return [post for post in around if may_hear(post, alert)]


def manned(posts: Iterable[Post], alert: Alert, *, at: datetime) -> list[Post]:
    """Return those of the posts that have a holder now and may know of this subject."""
    return manned_of([(posts, alert)], at=at)[0]


def manned_of(asked: Iterable[tuple[Iterable[Post], Alert]], *, at: datetime) -> list[list[Post]]:
    """Return for each alert those of its posts that have a holder now and may know of it; one look for all."""
    known: dict[tuple[Post, Place], bool] = {}

    def may_know(post: Post, alert: Alert) -> bool:
        alike = post, place_of(alert)
        if alike not in known:
            known[alike] = may_hear(post, alert)
        return known[alike]

    entitled = [[post for post in posts if may_know(post, alert)] for posts, alert in asked]
    held = held_among({post for posts in entitled for post in posts}, at=at)
    return [[post for post in posts if post in held] for posts in entitled]


def may_hear(post: Post, alert: Alert) -> bool:
    """Say whether the policy table lets this post be called; restricted subjects call only who may read them."""
    called = Standing(UUID(int=0), (Seat(*post),), "", "", places.drill(post[1]))
    if alert.restricted:
        return may(
            called, "alert.board", region=alert.region_id, sensitivity=alert.sensitivity, restricted=True
        )
    return may(called, "alert.hear", region=alert.region_id, relation={Relation.ASSIGNEE})


def place_of(alert: Alert) -> Place:
    """Return what decides who may hear of an alert."""
    return alert.region_id, alert.sensitivity, alert.restricted


def first_manned_rung(alert: Alert, *, start: Rung, at: datetime) -> tuple[Rung, list[Post], bool]:
    """Return the first rung from here upward where somebody hears; a vacant post is never waited for.

    Above the top the search goes on downward, so the highest rung that is held hears again. When the whole
    ladder is empty the administrators of the kabupaten are called, to fill the posts, and the third value
    says that nobody who may answer has heard.
    """
    return first_manned_rungs([(alert, start)], at=at)[0]


def first_manned_rungs(
    asked: Sequence[tuple[Alert, Rung]], *, at: datetime
) -> list[tuple[Rung, list[Post], bool]]:
    """Return the first rung that hears for each alert and start; one look for all, and one for alerts alike."""
    ladders = {place_of(alert): ladder_of(alert) for alert, _ in asked}
    admins = {place_of(alert): admin_of(alert) for alert, _ in asked}
    around = {post for ladder in ladders.values() for posts in ladder.values() for post in posts}
    held = held_among(around | set(admins.values()), at=at)
    return [
        rung_in(ladders[place_of(alert)], admins[place_of(alert)], start=start, held=held)
        for alert, start in asked
    ]


def ladder_of(alert: Alert) -> dict[Rung, list[Post]]:
    """Return the posts of each rung that may know of an alert, held or not."""
    return {rung: posts_on(rung, alert) for rung in LADDER}


def admin_of(alert: Alert) -> Post:
    """Return the post that fills empty posts around an alert."""
    return Role.ADMIN, ".".join(alert.region_id.split(".")[: places.REGENCY])


def rung_in(
    ladder: Mapping[Rung, list[Post]], admin: Post, *, start: Rung, held: AbstractSet[Post]
) -> tuple[Rung, list[Post], bool]:
    """Return the first rung from `start` upward, then downward, with a post that is held."""
    place = LADDER.index(start)
    for rung in (*LADDER[place:], *reversed(LADDER[:place])):
        if posts := [post for post in ladder[rung] if post in held]:
            return rung, posts, True
    return LADDER[-1], [admin] if admin in held else [], False


def open_alerts() -> QuerySet[Alert]:
    """Return every alert that waits, whoever asks; for the clock alone."""
    return Alert.objects.filter(closed_at__isnull=True)


def in_danger_first(alerts: QuerySet[Alert]) -> QuerySet[Alert]:
    """Put immediate danger first, then the earliest deadline; drills last."""
    danger = Case(When(~world("region_id"), then=2), When(urgency=Urgency.GAWAT.value, then=0), default=1)
    return alerts.order_by(danger, "due_at", "id")


def of_my_posts(standing: Standing) -> Q:
    """Return the condition that a ring was for one of this person's posts."""
    mine = Q(pk__in=[])
    for seat in standing.seats:
        mine |= Q(role=seat.role, region_id=seat.region)
    return mine


def unheard(standing: Standing) -> list[Ring]:
    """Return what still wants an answer from this person's posts: one ring an alert, the next deadline first."""
    rings = (
        rings_for(standing, "alert.hear")
        .filter(alert__closed_at__isnull=True, alert__answered_at__isnull=True, acknowledged_at__isnull=True)
        .select_related("alert", "alert__region")
        .order_by("alert__due_at", "alert_id", "round", "id")
    )
    return list({ring.alert_id: ring for ring in rings}.values())


def rings_for(standing: Standing, action: str) -> QuerySet[Ring]:
    """Return the rings of this person's posts, as far as the policy table allows."""
    return visible(
        standing,
        action,
        Ring.objects.all(),
        region_field="alert__region_id",
        sensitivity_field="alert__sensitivity",
        restricted_field="alert__restricted",
        relations={Relation.ASSIGNEE: of_my_posts(standing)},
    )


def has_answered(post: Post, *, subject_kind: str, subject_id: UUID) -> bool:
    """Say whether this very post has answered a call about a subject."""
    role, region = post
    calls = Ring.objects.filter(alert__subject_kind=subject_kind, alert__subject_id=subject_id)
    return calls.filter(role=role.value, region_id=region, acknowledged_at__isnull=False).exists()


def deserted(*, at: datetime) -> list[UUID]:
    """Return open alerts whose holders left, or for which there was nobody to begin with and somebody may come now."""
    told: dict[UUID, set[Post]] = {}
    current = Ring.objects.filter(
        alert__closed_at__isnull=True, alert__has_hearer=True, round=F("alert__round")
    )
    for alert_id, role, region in current.values_list("alert_id", "role", "region_id"):
        told.setdefault(alert_id, set()).add((Role(role), region))
    held = held_among(set().union(*told.values()), at=at)
    return [alert_id for alert_id, of_it in told.items() if not of_it & held] + heard_at_last(at=at)


def heard_at_last(*, at: datetime) -> list[UUID]:
    """Return open alerts that called nobody who may answer, where there is somebody to call now.

    Looked up once for each place and class: on a busy night with empty posts there are thousands of them.
    """
    told: dict[UUID, set[Post]] = {}
    rings = Ring.objects.filter(
        alert__closed_at__isnull=True, alert__has_hearer=False, round=F("alert__round")
    )
    for alert_id, role, region in rings.values_list("alert_id", "role", "region_id"):
        told.setdefault(alert_id, set()).add((Role(role), region))
    waiting = list(in_danger_first(open_alerts().filter(has_hearer=False)))
    alike = {place_of(alert): alert for alert in waiting}
    rungs = first_manned_rungs([(alert, LADDER[0]) for alert in alike.values()], at=at)
    hearing = dict(zip(alike, rungs, strict=True))
    return [
        alert.pk
        for alert in waiting
        for _, posts, somebody_hears in [hearing[place_of(alert)]]
        if somebody_hears or not set(posts) <= told.get(alert.pk, set())
    ]


def board(standing: Standing) -> QuerySet[Alert]:
    """Return the open alerts this person may see, the ones that called nobody first."""
    mine = Ring.objects.filter(of_my_posts(standing), alert=OuterRef("pk")).exclude(role=Role.ADMIN)
    # An administrator is called to fill posts and is not told what about.
    called = rings_for(standing, "alert.hear").exclude(role=Role.ADMIN)
    own = Q(pk__in=called.values("alert_id"))
    seen = Q(pk__in=visible(standing, "alert.board", open_alerts()).values("pk"))
    return (
        open_alerts()
        .filter(own | seen)
        .annotate(
            is_mine=Exists(mine.filter(acknowledged_at__isnull=True)),
            is_acknowledged=Exists(mine.filter(acknowledged_at__isnull=False)),
        )
        .select_related("region", "answered_by")
        .order_by("has_hearer", "due_at", "id")
    )


def unattended(standing: Standing) -> QuerySet[Alert]:
    """Return open alerts that called nobody, so that posts are filled; what they are about is not told."""
    return (
        visible(standing, "alert.unattended", open_alerts().filter(has_hearer=False))
        .select_related("region__parent")
        .order_by("due_at", "id")
    )


def digest(rings: Iterable[Ring]) -> str:
    """Return a mark that changes exactly when the set of waiting rings changes, and tells nothing else."""
    text = ",".join(sorted(ring.id.hex for ring in rings))
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:20]
