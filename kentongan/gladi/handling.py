"""How the office of the demonstration deals with what comes in: aside, joined, taken up, and looked after until tuntas."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random

from kentongan.cases.models import Case
from kentongan.gladi import officers
from kentongan.gladi.deeds import Deeds, Later
from kentongan.gladi.plots import FALSEHOOD, MANNERS, USUAL, Manner
from kentongan.gladi.world.lots import lots
from kentongan.gladi.world.matter import FALSE, Occurrence
from kentongan.gladi.world.truth import Episode
from kentongan.reports.models import Report
from kentongan.rules import places
from kentongan.rules.authority import Role, Standing
from kentongan.rules.case_status import CaseStatus
from kentongan.rules.deadlines import ANSWER_WITHIN, STEP_WITHIN
from kentongan.rules.levels import Level
from kentongan.rules.taxonomy import EVENT_FORMS, Urgency

STAGES = ("PG", "AG", "GN")
LEVELS: Mapping[str, Level] = {"AG": Level.WASPADA, "GN": Level.SIAGA}
# What usually becomes of a small matter.
ENDINGS: Mapping[str, int] = {
    "selesai": 54, "dimediasi": 18, "dirujuk": 9, "terlambat": 7, "kambuh": 4, "dikesampingkan": 8,
}  # fmt: skip
MOST_OFTEN = timedelta(hours=14)
"""An owner looks after a matter no more often than this."""
APART = "|lain"


@dataclass(frozen=True)
class Heard:
    """A report that came in, under its name of the tale, and what is behind it."""

    name: str
    report: Report
    occurrence: Occurrence
    is_official: bool
    same_as: str = ""


@dataclass
class Worry:
    """Something that is told again and again: a conflict that grows, or a falsehood that is passed on."""

    name: str
    manner: Manner
    opens_at: datetime
    heard_at: datetime
    by: Standing
    stage: str = "PG"
    mediated: bool = False
    villages: set[str] = field(default_factory=set)


@dataclass
class Handling:
    """Decides what becomes of each report, by what is behind it; luck of a worry is drawn from its own name.

    Attributes:
        until: The moment of the demonstration.
        answered_at: When a conflict was first taken up: what the made-up world asks the office.
    """

    seed: int
    until: datetime
    rng: Random
    deeds: Deeds
    later: Later
    worries: dict[str, Worry] = field(default_factory=dict)
    answered_at: dict[str, datetime] = field(default_factory=dict)

    def hear(self, heard: Heard, episode: Episode | None, at: datetime) -> None:
        """Decide what becomes of a report that has just come in."""
        within = ANSWER_WITHIN[Urgency(heard.report.urgency)]
        form = EVENT_FORMS.get(heard.report.event_form)
        nature = heard.occurrence.nature
        if form and form.referral:
            analyst = self.deeds.cast.act(Role.ANALIS, heard.occurrence.region)
            self.later(at + within * 0.3, partial(self.deeds.forward, heard.name, analyst))
        elif episode is not None or nature in FALSE:
            self.worry(heard, episode, at)
        else:
            if self.rng.random() < 0.5:
                self.later(at + within * 0.03, partial(self.deeds.acknowledge, heard.report.pk))
            self.later(at + within * self.patience(self.rng), partial(self.answer, heard))

    def patience(self, rng: Random) -> float:
        """Return when an answer comes, as a part of the time it may take; about one in eight is late."""
        return rng.uniform(1.1, 2.2) if rng.random() < 0.12 else rng.triangular(0.04, 0.95, 0.2)

    # -- what stands alone --

    def answer(self, heard: Heard, at: datetime) -> None:
        """Answer a report that belongs to nothing that grows."""
        nature, region = heard.occurrence.nature, heard.occurrence.region
        by = self.who_answers(heard.report, heard.report.region_id, self.rng)
        ending = self.rng.choices(list(ENDINGS), weights=list(ENDINGS.values()))[0]
        if heard.same_as in self.deeds.case_of:
            # A report may name the wrong village: the desk sees both.
            self.deeds.join(heard.name, heard.same_as, self.deeds.cast.act(Role.ANALIS, region), at)
        elif (
            heard.same_as
            or nature != "ringan"
            or (ending == "dikesampingkan" and not heard.report.restricted)
        ):
            reason = officers.SAME if heard.same_as else self.rng.choice(officers.ASIDE[nature])
            self.deeds.aside(heard.name, reason, by, at)
        else:
            if self.rng.random() < 0.7:
                verdict = self.rng.choices(
                    ("benar", "sebagian", "tidak_dapat_dipastikan"), weights=(7, 2, 1)
                )[0]
                self.deeds.value(heard.name, region, verdict, is_official=heard.is_official, at=at)
            self.follow(heard, self.deeds.take_up(heard.name, by, at), ending, by, at)

    def who_answers(self, report: Report, region: str, rng: Random) -> Standing:
        """Return who takes the first answer: the village for what is ordinary, the desk for what cannot wait."""
        cast = self.deeds.cast
        if report.restricted:
            return cast.act(Role.ANALIS, region)
        if places.level(region) < places.VILLAGE:
            return cast.act(Role.OPERATOR, region)
        weights = (6, 2, 3) if report.urgency == Urgency.BIASA else (2, 3, 5)
        return cast.civil(rng.choices((Role.LURAH, Role.CAMAT, Role.OPERATOR), weights=weights)[0], region)

    def follow(self, heard: Heard, case: Case, ending: str, by: Standing, at: datetime) -> None:
        """Lay out the further way of the case of a small matter."""
        deeds, name = self.deeds, heard.name
        step = STEP_WITHIN[Urgency(case.urgency)]
        if case.restricted or ending == "dirujuk":
            self.later(at + deeds.some(1, 5), partial(deeds.refer, name, by))
            if not case.restricted and self.rng.random() < 0.6:
                self.later(at + deeds.some(70, 150), partial(deeds.end, name, by, "dilimpahkan"))
            return
        if self.rng.random() < 0.5:
            self.later(at + step * self.rng.uniform(0.05, 0.2), partial(deeds.visit, name))
        if ending == "terlambat" and case.urgency != Urgency.GAWAT:
            deeds.neglected.add(case.pk)
        elif ending == "dimediasi":
            start = at + step * self.rng.uniform(0.2, 0.8)
            self.later(start, partial(deeds.mediate, name, by, officers.MEDIATION))
            self.later(start + step * self.rng.uniform(0.5, 0.9), partial(deeds.end, name, by, "damai"))
        else:
            holds = ending != "kambuh"
            self.later(at + step * self.rng.uniform(0.05, 0.2), partial(deeds.give_task, name, by))
            end = partial(deeds.end, name, by, "reda" if holds else "damai", is_calm=holds)
            self.later(at + step * self.rng.uniform(0.25, 0.9), end)

    # -- what grows or is passed on --

    def worry(self, heard: Heard, episode: Episode | None, at: datetime) -> None:
        """Take up a worry when it is heard of for the first time, and add to it what comes later."""
        about = heard.occurrence
        name = f"w:{episode.id if episode else about.id}"
        known = self.worries.get(name)
        if known is None and episode and not manner_of(episode).is_heard:
            return
        if known is None:
            self.begin(name, manner_of(episode) if episode else FALSEHOOD, heard, at)
        elif known.manner.is_apart and about.region not in known.villages:
            known.villages.add(about.region)
            self.begin_apart(known, heard, at)
        else:
            known.heard_at = at
            luck = lots(self.seed, "kantor", name, heard.name)
            soon = ANSWER_WITHIN[Urgency(heard.report.urgency)] * luck.uniform(0.1, 0.8)
            when = max(at + soon, known.opens_at + timedelta(minutes=10))
            desk = self.deeds.cast.act(Role.OPERATOR, about.region)
            self.later(when, partial(self.deeds.join, heard.name, name, desk))
            if about.stage in STAGES and STAGES.index(about.stage) > STAGES.index(known.stage):
                known.stage = about.stage
                self.later(when + timedelta(minutes=20), partial(self.alarm, known, about.stage, desk))

    def begin(self, name: str, manner: Manner, heard: Heard, at: datetime) -> None:
        """Plan who takes a new worry up, and when."""
        luck = lots(self.seed, "kantor", name)
        within = ANSWER_WITHIN[Urgency(heard.report.urgency)]
        cast, region = self.deeds.cast, heard.occurrence.region
        usual = partial(self.who_answers, heard.report, region, luck)
        by = cast.civil(manner.owner, region) if manner.owner else usual()
        opens_at = at + within * luck.uniform(0.1, 0.9)
        worry = Worry(name, manner, opens_at, at, by, villages={heard.occurrence.region})
        self.worries[name] = worry
        self.later(opens_at, partial(self.open, worry, heard))
        for order in manner.orders:
            given_at = self.until - timedelta(hours=order.hours_ago)
            self.later(given_at, partial(self.deeds.order, name, by, order))

    def open(self, worry: Worry, heard: Heard, at: datetime) -> None:
        """Take a worry up, value what was told, and lay out the first steps."""
        deeds, region = self.deeds, heard.occurrence.region
        luck = lots(self.seed, "kantor", worry.name, "buka")
        if not places.inside(heard.report.region_id, region):
            deeds.put_right(heard.name, region, at)
        verdict = "tidak_benar" if worry.manner is FALSEHOOD else "benar"
        deeds.value(heard.name, region, verdict, is_official=heard.is_official, at=at)
        deeds.report_of[worry.name] = deeds.report_of[heard.name]
        case = deeds.take_up(worry.name, worry.by, at, title=worry.manner.title)
        self.answered_at[worry.name.removeprefix("w:")] = at
        step = STEP_WITHIN[Urgency(case.urgency)]
        seen_at = at + min(step, timedelta(hours=30)) * luck.uniform(0.1, 0.5)
        self.later(seen_at, partial(deeds.visit, worry.name, text=worry.manner.note))
        if worry.manner.is_tended:
            self.later(at + self.pause(step, luck), partial(self.tend, worry))
        else:
            deeds.neglected.add(case.pk)

    def begin_apart(self, worry: Worry, heard: Heard, at: datetime) -> None:
        """Let the second village's matter be taken for another one, until somebody sees that both are one."""
        name, desk = worry.name + APART, self.deeds.cast.act(Role.OPERATOR, heard.occurrence.region)
        opens_at = max(worry.opens_at, at + ANSWER_WITHIN[Urgency(heard.report.urgency)] * 0.5)
        worry.heard_at = at
        self.later(opens_at, partial(self.open_apart, name, heard, desk))
        merged_at = opens_at + timedelta(hours=12)
        self.later(merged_at, partial(self.deeds.merge, name, worry.name, desk))

    def open_apart(self, name: str, heard: Heard, by: Standing, at: datetime) -> None:
        """Make a second case of the same worry."""
        self.deeds.take_up(name, by, at, report=heard.name)

    def alarm(self, worry: Worry, stage: str, by: Standing, at: datetime) -> None:
        """Raise the level, and let Polri and TNI know once it stands on the threshold."""
        self.deeds.set_level(worry.name, by, LEVELS[stage], officers.RISEN[stage], at)
        if worry.manner.copies:
            self.deeds.copy(worry.name, by, worry.manner.copies, at)

    def tend(self, worry: Worry, at: datetime) -> None:
        """Look after a worry: bring the sides together, settle it once it is calm, else agree on the next step."""
        case, manner = self.deeds.live_case(worry.name), worry.manner
        if case is None or case.status not in {CaseStatus.DITANGANI, CaseStatus.DIMEDIASI}:
            return
        luck = lots(self.seed, "kantor", worry.name, at.isoformat())
        is_calm = at - worry.heard_at >= manner.calm_after
        if is_calm and manner.settles and (worry.mediated or not manner.mediation):
            self.deeds.end(
                worry.name, worry.by, manner.outcome, at, is_calm=manner.holds, text=manner.agreement
            )
            return
        if not worry.mediated and (manner.mediation or luck.random() < 0.4):
            worry.mediated = True
            self.deeds.mediate(worry.name, worry.by, manner.mediation or officers.MEDIATION, at)
        pause = self.pause(STEP_WITHIN[Urgency(case.urgency)], luck)
        self.deeds.assign(worry.name, worry.by, pause / timedelta(hours=1) * 1.3, at)
        self.later(at + pause, partial(self.tend, worry))

    def pause(self, step: timedelta, luck: Random) -> timedelta:
        """Return when an owner looks after a matter again."""
        return max(MOST_OFTEN, min(step, timedelta(hours=60)) * luck.uniform(0.5, 0.9))


def manner_of(episode: Episode) -> Manner:
    """Return how a conflict is dealt with."""
    return MANNERS.get((episode.template, episode.region), USUAL)
