"""The drill that the demonstration kabupaten has held: proposed, agreed, played by its officers, ended and learned from.

Everything goes by the actions and the loop of real drills; only those who play are played here. They read as people do:
most of what grows is taken up within minutes, some later, and now and then they are fooled.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from kentongan.cases import actions as cases
from kentongan.drills import actions, jobs, queries
from kentongan.drills.models import Drill
from kentongan.events import jobs as events
from kentongan.gladi.lumajang import DISTRICT, HOME
from kentongan.gladi.retelling import Retelling
from kentongan.gladi.world.lots import lots, share
from kentongan.people.queries import standing
from kentongan.reports import actions as reports
from kentongan.reports.models import Report
from kentongan.rules import places
from kentongan.rules.authority import Role, Standing
from kentongan.wilayah.queries import world

DAYS_AGO, BEGINS_AT, TICK = 6, time(8, 30), timedelta(minutes=2)
SCENARIO, SEED, DAYS, SPEED = "tawuran-pelajar", 1, 4, 60
PLAYERS = (Role.OPERATOR, Role.CAMAT, Role.KAPOLSEK, Role.DANRAMIL, Role.LURAH)
NO_DRILL = UUID(int=0)
READ_AFTER = (0.5, 5.0)
"""Minutes of the office until somebody has read a message: at least, and at most."""
SEEN_SHARE, FOOLED_SHARE, READ_SHARE = 0.85, 0.25, 0.9


def hold(tale: Retelling) -> None:
    """Let the office hold a drill within the month of the demonstration."""
    zone = ZoneInfo(places.zone(HOME))
    day = tale.at.astimezone(zone).date() - timedelta(days=DAYS_AGO)
    begins_at = datetime.combine(day, BEGINS_AT, zone)
    tale.later(begins_at - timedelta(days=3), Held(tale).propose)


@dataclass
class Held:
    """One drill and those who hold it: the analyst leads, the head agrees, the desk and the kecamatan play."""

    tale: Retelling
    pk: UUID = NO_DRILL

    def key(self, *words: object) -> UUID:
        """Return the key of a write."""
        return self.tale.deeds.key("drill", *words)

    def leader(self) -> Standing:
        """Return who leads."""
        return self.tale.cast.act(Role.ANALIS, HOME)

    def propose(self, at: datetime) -> None:
        """Propose the drill, and lay out what follows."""
        terms = [term for term in queries.holders(DISTRICT, at=at) if term.post.role in PLAYERS]
        plan = actions.Plan(DISTRICT, SCENARIO, SEED, DAYS, SPEED, tuple(term.pk for term in terms))
        self.pk = actions.propose(plan, by=self.leader(), at=at, key=self.key("propose")).pk
        self.tale.later(at + timedelta(hours=5), self.agree)
        self.tale.later(at + timedelta(days=3), self.start)

    def agree(self, at: datetime) -> None:
        """Let the second person agree, and the loop lay out the place."""
        actions.agree(self.pk, by=self.tale.cast.act(Role.KEPALA, HOME), at=at, key=self.key("agree"))
        jobs.run(at)

    def start(self, at: datetime) -> None:
        """Let the clock run."""
        actions.start(self.pk, by=self.leader(), at=at, key=self.key("start"))
        self.tale.later(at + TICK, partial(self.beat, frozenset()))

    def beat(self, known: frozenset[UUID], at: datetime) -> None:
        """Let the loop go round, and those who play see what has come in."""
        jobs.run(at)
        events.react(at)
        drill = Drill.objects.get(pk=self.pk)
        came = Report.objects.filter(world("region_id", drill.name)).exclude(pk__in=known)
        for report in came.order_by("received_at", "id"):
            luck = lots(SEED, "peserta", report.client_id)
            if luck.random() < READ_SHARE:
                self.tale.later(at + timedelta(minutes=luck.uniform(*READ_AFTER)), partial(self.read, report))
            known |= {report.pk}
        if drill.lessons is None:
            self.tale.later(at + TICK, partial(self.beat, known))

    def read(self, report: Report, at: datetime) -> None:
        """Let somebody who plays decide about a message: a case, the one that is open already, or aside."""
        drill = Drill.objects.get(pk=self.pk)
        if drill.state != Drill.State.RUNNING:
            return
        report.refresh_from_db()
        by = self.player(drill, report, at)
        nature, episode = self.behind(drill, report)
        luck = share(SEED, "putusan", report.client_id)
        if luck < (SEEN_SHARE if nature in {"konflik", "ringan"} else FOOLED_SHARE * (nature == "hoaks")):
            self.answer(report, episode or report.client_id, by, at)
        elif report.answered_at is None:
            reason = "Bukan urusan gladi ini; dicatat saja."
            reports.put_aside(report.pk, reason=reason, by=by, at=at, key=self.key("aside", report.pk))

    def answer(self, report: Report, about: str, by: Standing, at: datetime) -> None:
        """Take a message up, or join it to the case of the same matter."""
        opened = self.tale.deeds.case_of.get(f"G:{about}")
        if opened is None:
            case = cases.take_up(report.pk, by=by, at=at, key=self.key("case", report.pk))
            self.tale.deeds.case_of[f"G:{about}"] = case.pk
        else:
            cases.join(report.pk, opened, by=by, at=at, key=self.key("join", report.pk))

    def player(self, drill: Drill, report: Report, at: datetime) -> Standing:
        """Return who answers: the desk, or the camat for what is ordinary."""
        role = (
            Role.OPERATOR if report.urgency != "biasa" or share(SEED, report.client_id) < 0.5 else Role.CAMAT
        )
        players = drill.participants.filter(post__role=role).select_related("account").order_by("id")
        return standing(players[0].account, at=at, origin="web", in_drill=drill.name)

    def behind(self, drill: Drill, report: Report) -> tuple[str, str]:
        """Return what a message is really about: its nature, and its episode if it has one."""
        show = jobs.reel_of(drill).show
        numbers = {client: number for number, client in show.keys.items()}
        found = show.truth()["messages"][numbers[report.client_id.partition(":")[2]]]
        return str(found["nature"]), str(found["episode"] or "")
