"""The nights of the demonstration: the watch looked at each as it came, and the office decided on what it found.

The nights are those of the real watch, with what was known then. Who decides goes by what the office had before it: a
finding among whose reports there is a case is taken seriously, another is not; what came up last still waits.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from kentongan.gladi import officers
from kentongan.gladi.lumajang import HOME
from kentongan.gladi.retelling import Retelling
from kentongan.gladi.world.lots import lots, share
from kentongan.rules import places
from kentongan.rules.authority import SYSTEM, Role
from kentongan.rules.levels import Level
from kentongan.watch import actions, jobs, queries, rounds, silences
from kentongan.watch.models import Finding, Run, Silence

NIGHTS = 18
DECIDED_AFTER = (4.0, 7.0)
"""Hours from the night to the morning on which somebody looks at it."""
STILL_WAITS = timedelta(days=7)
"""What came up so lately waits for a decision when the demonstration begins."""
ASKED_SHARE, VISITED_SHARE = 0.5, 0.6
ASKED_AT_ONCE = 4
VISITED_AFTER = (26.0, 60.0)
HEARD_AFTER = timedelta(minutes=30)
"""How soon one of the posts around says that it heard of a raised level."""


def keep_watch(tale: Retelling, *, nights: int = NIGHTS) -> None:
    """Let the watch look at the last nights before the demonstration, once there is enough to learn from."""
    zone = ZoneInfo(places.zone(HOME))
    today = tale.at.astimezone(zone).date()
    for back in range(nights - 1, -1, -1):
        moment = datetime.combine(today - timedelta(days=back), jobs.NIGHT_AT, zone)
        tale.later(moment, Nights(tale).watch)


@dataclass(frozen=True)
class Nights:
    """What the office does with the nights of one tale."""

    tale: Retelling

    def watch(self, at: datetime) -> None:
        """Do the round of one night, and let the office find in the morning what it proposed."""
        from kentongan.watch import nightly  # noqa: PLC0415 loads the engine, which no page needs

        plan = actions.begin_watching(HOME, by=SYSTEM, at=at)
        run = rounds.order(Run.Kind.NIGHT, plan, as_of=at, by=SYSTEM, at=at, key=self.key("night", at))
        if taken := rounds.claim_next(at=at):
            nightly.perform(taken, now=lambda: at)
        jobs.lapse(at)
        jobs.judge(at)
        found = Finding.objects.filter(run=run) if at < self.tale.at - STILL_WAITS else Finding.objects.none()
        for finding in found.order_by("id"):
            self.tale.later(at + self.some(finding.pk, *DECIDED_AFTER), partial(self.decide, finding.pk))
        self.ask_around(at)

    def decide(self, pk: UUID, at: datetime) -> None:
        """Take a finding seriously if there is a case in it, or say that it is nothing."""
        desk = self.tale.cast.act(Role.ANALIS, HOME)
        finding = queries.finding(desk, pk)
        if finding.state != Finding.State.PROPOSED:
            return
        if queries.cases_there(desk, finding):
            level = min(Level(finding.level), Level.SIAGA, key=lambda one: one.bars)
            actions.confirm(pk, level=level, by=desk, at=at, key=self.key("confirm", pk))
            self.tale.later(at + HEARD_AFTER, partial(self.tale.deeds.acknowledge, pk))
        else:
            actions.reject(pk, reason=officers.NOTHING_BEHIND, by=desk, at=at, key=self.key("reject", pk))

    def ask_around(self, at: datetime) -> None:
        """Let the desk ask some of the posts that are silent, those silent for longest first."""
        noticed = Silence.objects.filter(noticed_at=at).order_by("chance", "id")[:ASKED_AT_ONCE]
        for silence in noticed:
            if share(self.tale.seed, "asked", silence.pk) < ASKED_SHARE:
                self.tale.later(at + self.some(silence.pk, *DECIDED_AFTER), partial(self.ask, silence.pk))

    def ask(self, pk: UUID, at: datetime) -> None:
        """Ask a post; now and then somebody goes there when it does not answer."""
        if Silence.objects.get(pk=pk).state != Silence.State.NOTICED:
            return
        silences.ask(pk, by=self.tale.cast.act(Role.OPERATOR, HOME), at=at, key=self.key("ask", pk))
        if share(self.tale.seed, "visited", pk) < VISITED_SHARE:
            self.tale.later(at + self.some(pk, *VISITED_AFTER), partial(self.visit, pk))

    def visit(self, pk: UUID, at: datetime) -> None:
        """Write down why a post was silent, unless it has spoken."""
        silence = Silence.objects.get(pk=pk)
        if silence.state == Silence.State.OVER:
            return
        cause = lots(self.tale.seed, "cause", pk).choice([Silence.Cause.PHONE, Silence.Cause.LAZY])
        camat = self.tale.cast.act(Role.CAMAT, silence.region_id)
        silences.visit(pk, cause=cause, by=camat, at=at, key=self.key("visit", pk))

    def some(self, pk: UUID, low: float, high: float) -> timedelta:
        """Return a wait of so many hours that belongs to one finding or silence."""
        return timedelta(hours=low + (high - low) * share(self.tale.seed, "wait", pk, low))

    def key(self, *words: object) -> UUID:
        """Return the key of a write."""
        return self.tale.deeds.key("watch", *words)
