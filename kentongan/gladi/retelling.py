"""Tells a made-up month to the real actions, each at its own moment of the past, so that every line of the logbook is true to form.

Nothing is written into tables by hand but the nil reports, thousands of equal rows. Whatever lies after the
moment of the demonstration simply has not happened yet: that is why cases stand in every state.
"""

import heapq
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Q

from kentongan.alerts import actions as alerts
from kentongan.alerts.models import Alert
from kentongan.cases import actions as cases
from kentongan.cases import jobs as case_jobs
from kentongan.cases.models import LIVE, Case
from kentongan.events import actions as events
from kentongan.events import jobs as event_jobs
from kentongan.gladi.cast import Cast
from kentongan.gladi.deeds import Deeds, Turn
from kentongan.gladi.handling import Handling, Heard
from kentongan.gladi.intake import Intake
from kentongan.gladi.world.matter import Occurrence
from kentongan.gladi.world.simulation import Plan, simulate
from kentongan.gladi.world.stream import NIL, Message
from kentongan.gladi.world.truth import Episode, Truth
from kentongan.people.queries import local_day
from kentongan.reports import filing
from kentongan.reports.models import NilReport, Report
from kentongan.rules import places
from kentongan.rules.authority import SYSTEM, Role
from kentongan.rules.case_status import CaseStatus
from kentongan.rules.deadlines import ANSWER_WITHIN, STEP_WITHIN
from kentongan.rules.taxonomy import Urgency
from kentongan.wilayah.queries import world

REACTIONS_AT_ONCE = 500
# What nobody looks after in these last days is late when the demonstration begins.
NEGLECT = timedelta(days=3)
LONGEST_STEP = timedelta(hours=24)
HEARD_SHARE = 0.95


@dataclass
class Known:
    """What is true behind the messages told so far, by the names of the truth."""

    truth: Truth
    occurrences: dict[str, Occurrence] = field(default_factory=dict)
    episodes: dict[str, Episode] = field(default_factory=dict)

    def behind(self, message: Message) -> tuple[Mapping[str, Any], Occurrence, Episode | None]:
        """Return what is true about a message, what happened, and the conflict it belongs to."""
        for one in self.truth.occurrences[len(self.occurrences) :]:
            self.occurrences[one.id] = one
        for episode in self.truth.episodes[len(self.episodes) :]:
            self.episodes[episode.id] = episode
        note = self.truth.messages[message.id]
        occurrence = self.occurrences[note["occurrence"]]
        return note, occurrence, self.episodes.get(occurrence.episode)


@dataclass
class Retelling:
    """The month as it unfolds: what is still to come, and what has come so far.

    It is the office of the made-up world as well: a conflict is held back by when it was really taken up.

    Attributes:
        at: The moment of the demonstration.
        seed: Of the world.
        calm: When the head of which village said that nothing happened, not yet written down.
        names: Under which name of the tale each message came in, by its number in the stream.
        labels: What a careful reader says of the words of each report.
    """

    at: datetime
    rng: Random
    cast: Cast
    namespace: UUID
    seed: int
    coming: list[tuple[datetime, int, Turn]] = field(default_factory=list)
    turns: int = 0
    calm: deque[tuple[datetime, str]] = field(default_factory=deque)
    calm_days: set[tuple[str, date]] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    labels: dict[UUID, Mapping[str, Any]] = field(default_factory=dict)
    received: set[str] = field(default_factory=set)
    dealt_with: set[tuple[UUID, datetime]] = field(default_factory=set)
    due: tuple[datetime, Turn] | None = None
    is_due_known: bool = False

    def __post_init__(self) -> None:
        """Put the office together."""
        self.deeds = Deeds(self.rng, self.cast, self.namespace, self.later)
        self.handling = Handling(self.seed, self.at, self.rng, self.deeds, self.later)
        self.intake = Intake(self.cast, self.rng)

    # -- the course of time --

    def later(self, at: datetime, turn: Turn) -> None:
        """Let something happen at its moment, unless that lies after the demonstration."""
        if at < self.at:
            self.turns += 1
            heapq.heappush(self.coming, (at, self.turns, turn))

    def tell(self, plan: Plan) -> int:
        """Let a month happen up to the moment of the demonstration, and return how many reports came."""
        known: Known | None = None
        for message in simulate(plan, self):
            if message.received_at >= self.at or plan.truth is None:
                break
            known = known or Known(plan.truth)
            self.let_in(message, known)
        self.go_on(self.at)
        self.hear_calm(self.at)
        return len(self.received)

    def answered_at(self, episode_id: str, region: str, until: datetime) -> datetime | None:
        """Let the office come up to a moment of the world, and return when it took a conflict up, if it did."""
        del region
        self.go_on(min(until, self.at))
        return self.handling.answered_at.get(episode_id)

    def go_on(self, until: datetime) -> None:
        """Let everything happen in its order that is due before a moment."""
        while following := self.what_follows(until):
            at, turn = following
            self.hear_calm(at)
            self.take(turn, at)

    def what_follows(self, until: datetime) -> tuple[datetime, Turn] | None:
        """Return what happens next before a moment: the clock first, then what somebody does."""
        first = min(until, self.coming[0][0]) if self.coming else until
        if (due := self.next_due()) and due[0] <= first:
            return due
        return heapq.heappop(self.coming)[::2] if self.coming and self.coming[0][0] < until else None

    def take(self, turn: Turn, at: datetime) -> None:
        """Let one thing happen with all that follows from it; most owners who are called soon say that they heard."""
        turn(at)
        self.is_due_known = False
        if not event_jobs.react(at, limit=REACTIONS_AT_ONCE):
            return
        called = Alert.objects.filter(
            real("region_id"), subject_kind="case", started_at=at, closed_at__isnull=True
        )
        for subject, due_at in called.order_by("id").values_list("subject_id", "due_at"):
            if subject not in self.deeds.neglected and self.rng.random() < HEARD_SHARE:
                heard_at = at + (due_at - at) * self.rng.uniform(0.1, 0.8)
                self.later(heard_at, partial(self.deeds.acknowledge, subject))

    def next_due(self) -> tuple[datetime, Turn] | None:
        """Return what the clock does next; only what happens can change it."""
        if not self.is_due_known:
            self.due, self.is_due_known = self.look_for_due(), True
        return self.due

    def look_for_due(self) -> tuple[datetime, Turn] | None:
        """Return the alert that climbs next or the deadline that passes next."""
        alerts_due = Alert.objects.filter(closed_at__isnull=True, due_at__lte=self.at)
        found: list[tuple[datetime, Turn]] = [
            (due_at, partial(climb, pk))
            for due_at, pk in alerts_due.order_by("due_at", "id").values_list("due_at", "pk")[:1]
        ]
        cases_due = Case.objects.filter(real("region_id"), status__in=LIVE, next_due_at__lte=self.at)
        for due_at, pk in cases_due.order_by("next_due_at", "id").values_list("next_due_at", "pk"):
            if due_at and (pk, due_at) not in self.dealt_with:
                found.append((due_at, partial(self.deadline, pk)))
                break
        return min(found, key=lambda one: one[0], default=None)

    def deadline(self, case_id: UUID, at: datetime) -> None:
        """Bring a settled case back, or let the owner of another one hear that it is late."""
        case = Case.objects.get(pk=case_id)
        self.dealt_with.add((case_id, at))
        if case.status == CaseStatus.SELESAI:
            cases.begin_follow_up(case_id, by=SYSTEM, at=at)
            return
        case_jobs.ring_overdue(at, over=drills())
        if case_id not in self.deeds.neglected or at < self.at - NEGLECT:
            wait = ANSWER_WITHIN[Urgency(case.urgency)] * self.rng.uniform(0.4, 1.6)
            self.later(at + wait, partial(self.catch_up, case_id))

    def catch_up(self, case_id: UUID, at: datetime) -> None:
        """Let the desk ask after a late case and agree on another deadline."""
        case = Case.objects.get(pk=case_id)
        if case.is_live and case.next_due_at and case.next_due_at <= at:
            desk = self.cast.act(Role.ANALIS, case.region_id)
            cases.assign(
                case_id,
                owner_id=UUID(str(case.owner_id)),
                due_at=at + max(STEP_WITHIN[Urgency(case.urgency)], LONGEST_STEP),
                by=desk,
                at=at,
                key=self.deeds.key("assign", case_id, at),
            )

    # -- what comes in --

    def let_in(self, message: Message, known: Known) -> None:
        """Receive a message; a copy of one that came before changes nothing."""
        at = message.received_at
        if message.kind == NIL:
            self.calm.append((at, message.region))
        elif message.client_id not in self.received:
            self.received.add(message.client_id)
            self.go_on(at)
            self.hear_calm(at)
            note, occurrence, episode = known.behind(message)
            self.take(partial(self.arrive, message, note, occurrence, episode), at)

    def arrive(
        self,
        message: Message,
        note: Mapping[str, Any],
        occurrence: Occurrence,
        episode: Episode | None,
        at: datetime,
    ) -> None:
        """Receive a report, and decide what becomes of it."""
        report = self.intake.receive(message, occurrence, note["labels"], at)
        name = self.names.setdefault(message.id, message.client_id)
        self.deeds.report_of[name] = report.pk
        self.labels[report.pk] = note["labels"]
        same_as = self.names.get(note["duplicate_of"] or "", "")
        self.handling.hear(Heard(name, report, occurrence, bool(message.post), same_as), episode, at)

    def hear_calm(self, until: datetime) -> None:
        """Write down the nil reports that came before a moment: one for each village and day."""
        rows = []
        while self.calm and self.calm[0][0] <= until:
            at, region = self.calm.popleft()
            rows += [self.nil(at, region)] if self.is_first(at, region) else []
        if not rows:
            return
        NilReport.objects.bulk_create(rows)
        events.record_all(
            events.Line(
                "report.nil",
                "nil",
                row.pk,
                row.region_id,
                self.cast.act(Role.LURAH, row.region_id),
                row.received_at,
                {"role": row.role, "period_on": row.period_on},
            )
            for row in rows
        )

    def is_first(self, at: datetime, region: str) -> bool:
        """Say whether a village speaks for the first time on a day, and has a head who can."""
        day = region, local_day(region, at)
        is_first = day not in self.calm_days and self.cast.sits(Role.LURAH, region)
        self.calm_days.add(day)
        return is_first

    def nil(self, at: datetime, region: str) -> NilReport:
        """Return the nil report of the head of a village, as `reports.actions.send_nil` writes it."""
        day = local_day(region, at)
        return NilReport(
            id=uuid5(filing.NAMESPACE, f"nil:{region}:{Role.LURAH}:{day}"),
            region_id=region,
            role=Role.LURAH.value,
            period_on=day,
            by_id=self.cast.act(Role.LURAH, region).account,
            channel=Report.Channel.PHONE,
            received_at=at,
        )


def real(field: str) -> Q:
    """Return what leaves drills out: their clock is their own."""
    return world(field, "")


def drills() -> set[str]:
    """Return the drills in which there are cases: their deadlines belong to their own clock."""
    codes = Case.objects.exclude(real("region_id")).values_list("region_id", flat=True)
    return {places.drill(code) for code in codes.order_by("region_id").distinct()}


def climb(alert_id: UUID, at: datetime) -> None:
    """Let the next rung hear."""
    alerts.climb(alert_id, by=SYSTEM, at=at)
