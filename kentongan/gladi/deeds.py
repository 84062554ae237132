"""What officers of the demonstration do, each by the real actions and at its own moment; things go by names of the tale."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID, uuid5

from kentongan.alerts import actions as alerts
from kentongan.alerts.models import Alert
from kentongan.cases import actions as cases
from kentongan.cases import work
from kentongan.cases.models import LIVE, Case, CopyRecipient, Task
from kentongan.gladi import officers, papers
from kentongan.gladi.cast import CITIZEN, Cast
from kentongan.gladi.plots import Order
from kentongan.people.models import Post
from kentongan.people.queries import local_day
from kentongan.reports import actions as reports
from kentongan.reports.models import Report
from kentongan.rules import places
from kentongan.rules.authority import Role, Standing
from kentongan.rules.case_status import OPEN, CaseStatus
from kentongan.rules.deadlines import FOLLOW_UP_AFTER, STEP_WITHIN
from kentongan.rules.levels import Level
from kentongan.rules.taxonomy import Urgency

Turn = Callable[[datetime], object]
Later = Callable[[datetime, Turn], None]
LOOKED_BACK_SHARE = 0.85
READ_AFTER = timedelta(minutes=50)
WEIGHED_AFTER = timedelta(minutes=70)


@dataclass
class Deeds:
    """The office at work: which report and which case bears which name of the tale.

    Attributes:
        later: Lets something happen at its moment.
        neglected: Cases after which nobody looks in the last days.
    """

    rng: Random
    cast: Cast
    namespace: UUID
    later: Later
    report_of: dict[str, UUID] = field(default_factory=dict)
    case_of: dict[str, UUID] = field(default_factory=dict)
    neglected: set[UUID] = field(default_factory=set)

    def key(self, *words: object) -> UUID:
        """Return the key of a write, the same for the same words."""
        return uuid5(self.namespace, ":".join(map(str, words)))

    def some(self, low: float, high: float) -> timedelta:
        """Return a wait of so many hours."""
        return timedelta(hours=self.rng.uniform(low, high))

    def known(self, named: Mapping[str, UUID], name: str) -> list[UUID]:
        """Return what bears a name, if anything does."""
        return [named[name]] if name in named else []

    def live_case(self, name: str) -> Case | None:
        """Return the case of a name while it is open; one that was merged leads to where it went."""
        case = (
            Case.objects.select_related("merged_into").filter(pk__in=self.known(self.case_of, name)).first()
        )
        case = case.merged_into if case and case.merged_into else case
        return case if case and case.status in LIVE else None

    # -- a report --

    def acknowledge(self, subject_id: UUID, at: datetime) -> None:
        """Let one of the posts that were told say that it heard."""
        alert = Alert.objects.filter(subject_id=subject_id, closed_at__isnull=True).first()
        ring = alert and alert.rings.filter(round=alert.round).order_by("role", "region_id").first()
        if alert and ring and self.cast.sits(Role(ring.role), ring.region_id):
            alerts.acknowledge(alert.pk, by=self.cast.act(Role(ring.role), ring.region_id), at=at)

    def aside(self, name: str, reason: str, by: Standing, at: datetime) -> None:
        """Put a report aside."""
        key = self.key("aside", name)
        reports.put_aside(self.report_of[name], reason=reason, by=by, at=at, key=key)

    def value(self, name: str, region: str, verdict: str, *, is_official: bool, at: datetime) -> None:
        """Note what checking showed, and value source and content."""
        report_id, desk = self.report_of[name], self.cast.act(Role.ANALIS, region)
        reports.verify(report_id, verdict=verdict, by=desk, at=at, key=self.key("verify", name))
        source = self.rng.choice("ABC" if is_official else "CDF")
        content = str(self.rng.choices((1, 2, 3, 6), weights=(2, 5, 4, 1))[0])
        reports.rate(report_id, source=source, content=content, by=desk, at=at, key=self.key("rate", name))

    def put_right(self, name: str, region: str, at: datetime) -> None:
        """Put the place of a report right, as it was found out by asking."""
        report = Report.objects.get(pk=self.report_of[name])
        reports.correct(
            report.pk,
            changes={"region_id": region},
            seen_version=report.version,
            reason=officers.PUT_RIGHT,
            by=self.cast.act(Role.ANALIS, region),
            at=at,
            key=self.key("correct", name),
        )

    def join(self, name: str, into: str, by: Standing, at: datetime) -> None:
        """Let a report belong to a case, or put it aside when that case is closed."""
        case = self.live_case(into)
        if case is None or case.status not in OPEN:
            self.aside(name, officers.OVER, by, at)
        else:
            cases.join(self.report_of[name], case.pk, by=by, at=at, key=self.key("join", name))

    def forward(self, name: str, by: Standing, at: datetime) -> None:
        """Hand a referral to the competent agency."""
        reports.forward(self.report_of[name], by=by, at=at, key=self.key("forward", name))

    # -- a case --

    def take_up(self, name: str, by: Standing, at: datetime, *, report: str = "", title: str = "") -> Case:
        """Make a case of a report; later reports join it under the name of the case."""
        found = self.report_of[report or name]
        case = cases.take_up(found, by=by, at=at, key=self.key("case", name, report), title=title)
        self.case_of[name] = case.pk
        if case.awas_asked:
            self.later(at + WEIGHED_AFTER, partial(self.weigh, name))
        return case

    def weigh(self, name: str, at: datetime) -> None:
        """Let the head say whether a case is Awas: what groups do to each other is, a falsehood or a brawl is not."""
        case = self.live_case(name)
        if case is None or not case.awas_asked:
            return
        if case.joins.filter(report__verification=Report.Verification.FALSE).exists():
            level = Level.WASPADA
        else:
            level = Level.AWAS if case.event_form in officers.BETWEEN_GROUPS else Level.SIAGA
        self.set_level(name, self.cast.act(Role.KEPALA, case.region_id), level, officers.WEIGHED[level], at)

    def visit(self, name: str, at: datetime, text: str = "") -> None:
        """Let Babinsa or Bhabinkamtibmas write what they saw."""
        role = self.rng.choice((Role.BABINSA, Role.BHABINKAMTIBMAS))
        case = self.live_case(name)
        if case and not case.restricted and self.cast.sits(role, case.region_id):
            by, said = self.cast.act(role, case.region_id), text or self.rng.choice(officers.VISITS)
            work.add_note(case.pk, text=said, by=by, at=at, key=self.key("note", name, at))

    def note(self, name: str, by: Standing, text: str, at: datetime) -> None:
        """Write on a case."""
        if case := self.live_case(name):
            work.add_note(case.pk, text=text, by=by, at=at, key=self.key("note", name, at))

    def give_task(self, name: str, by: Standing, at: datetime) -> None:
        """Give the Linmas of the village something to do, which is soon done."""
        case = self.live_case(name)
        village = places.path(case.region_id)[: places.VILLAGE][-1] if case else ""
        post = Post.objects.filter(role=Role.LINMAS, office__region_id=village).first()
        if case is None or post is None or case.status != CaseStatus.DITANGANI or case.restricted:
            return
        wait = STEP_WITHIN[Urgency(case.urgency)] * 0.5
        text, key = self.rng.choice(officers.TASKS), self.key("task", name, at)
        task = work.add_task(case.pk, text=text, owner_id=post.pk, due_at=at + wait, by=by, at=at, key=key)
        if self.cast.sits(Role.LINMAS, village):
            linmas = self.cast.act(Role.LINMAS, village)
            self.later(at + wait * 0.1, partial(arrive, task, linmas))
            self.later(at + wait * 0.2, partial(finish, task, linmas))

    def order(self, name: str, by: Standing, given: Order, at: datetime) -> None:
        """Give a piece of work that is still open when the demonstration begins."""
        case = self.live_case(name)
        if case is None:
            return
        worker = Post.objects.get(office__region_id=given.region, title=given.title)
        work.add_task(
            case.pk,
            text=given.text,
            owner_id=worker.pk,
            due_at=at + timedelta(hours=given.hours),
            by=by,
            at=at,
            key=self.key("task", name, given.title, at),
        )

    def mediate(self, name: str, by: Standing, reason: str, at: datetime) -> None:
        """Bring both sides together."""
        case = self.live_case(name)
        if case and case.status == CaseStatus.DITANGANI:
            key = self.key("move", name, at)
            cases.move(case.pk, CaseStatus.DIMEDIASI, by=by, at=at, key=key, reason=reason)

    def refer(self, name: str, by: Standing, at: datetime) -> None:
        """Hand a case to the competent office."""
        case = Case.objects.get(pk=self.case_of[name])
        cases.refer(
            case.pk,
            referred_to=officers.REFERRALS.get(case.event_form, officers.ELSEWHERE),
            reason=officers.REFERRED,
            due_at=at + timedelta(days=7),
            by=by,
            at=at,
            key=self.key("refer", name),
        )

    def assign(self, name: str, by: Standing, hours: float, at: datetime) -> None:
        """Give a case another deadline; its owner stays."""
        case = self.live_case(name)
        if case is None:
            return
        cases.assign(
            case.pk,
            owner_id=UUID(str(case.owner_id)),
            due_at=at + timedelta(hours=hours),
            by=by,
            at=at,
            key=self.key("assign", name, at),
        )

    def set_level(self, name: str, by: Standing, level: Level, reason: str, at: datetime) -> None:
        """Set the level of alarm of a case."""
        if case := self.live_case(name):
            key = self.key("level", name, level.value, at)
            work.set_level(case.pk, level=level, reason=reason, by=by, at=at, key=key)

    def copy(self, name: str, by: Standing, titles: tuple[str, ...], at: datetime) -> None:
        """Send copies to Polri, TNI and leaders; the first acknowledges soon."""
        case = self.live_case(name)
        if case is None:
            return
        path = places.path(case.region_id)
        found = Post.objects.filter(title__in=titles, office__region_id__in=path).select_related("office")
        for post in found.order_by("title"):
            key = self.key("copy", name, post.pk)
            copy = work.send_copy(case.pk, post_id=post.pk, by=by, at=at, key=key)
            if post.title == titles[0]:
                self.later(at + READ_AFTER, partial(acknowledge_copy, copy, self.cast.holder(post)))

    def merge(self, name: str, into: str, by: Standing, at: datetime) -> None:
        """Let one case live on in another."""
        one, other = self.live_case(name), self.live_case(into)
        if one and other and one.pk != other.pk:
            cases.merge(one.pk, other.pk, by=by, at=at, key=self.key("merge", name))

    def end(
        self, name: str, by: Standing, outcome: str, at: datetime, *, is_calm: bool = True, text: str = ""
    ) -> None:
        """Settle a matter once its tasks are done; most owners look back when the case returns."""
        case = self.live_case(name)
        if case is None:
            return
        if case.tasks.filter(done_at__isnull=True).exists():
            again = partial(self.end, name, by, outcome, is_calm=is_calm, text=text)
            self.later(at + self.some(2, 6), again)
            return
        said = text or self.rng.choice(officers.OUTCOMES[outcome])
        came_back = self.settle(name, case, by, settlement_of(case, outcome, said, at), at)
        if not is_calm or self.rng.random() < LOOKED_BACK_SHARE:
            self.later(came_back + self.some(1, 40), partial(self.look_back, name, by, is_calm=is_calm))

    def settle(
        self, name: str, case: Case, by: Standing, settlement: cases.Settlement, at: datetime
    ) -> datetime:
        """Settle a matter with proof and return when it comes back."""
        paper = papers.minutes(case.number, local_day(case.region_id, at))
        key = self.key("attach", name, at)
        work.attach(case.pk, name="berita-acara.pdf", data=paper, is_evidence=True, by=by, at=at, key=key)
        cases.settle(case.pk, settlement, by=by, at=at, key=self.key("settle", name, at))
        return cases.morning_of(settlement.follow_up_on, case)

    def look_back(self, name: str, by: Standing, at: datetime, *, is_calm: bool) -> None:
        """Answer the look back; now and then the reporter is asked as well."""
        case = Case.objects.get(pk=self.case_of[name])
        if case.status != CaseStatus.DIPANTAU:
            return
        text = self.rng.choice(officers.CALM if is_calm else officers.RELAPSE)
        key = self.key("look", name, at)
        cases.confirm_follow_up(case.pk, is_calm=is_calm, text=text, by=by, at=at, key=key)
        report = Report.objects.filter(pk__in=self.known(self.report_of, name)).first()
        if report and self.rng.random() < 0.35:
            key = self.key("voice", name)
            reports.say_safe(report.code, is_safe=is_calm, text="", by=CITIZEN, at=at, key=key)
        if not is_calm:
            self.later(at + self.some(2, 20), partial(self.note, name, by, officers.AGAIN))


def settlement_of(case: Case, outcome: str, text: str, at: datetime) -> cases.Settlement:
    """Return how a case is settled, with the day of its look back."""
    days = FOLLOW_UP_AFTER[Urgency(case.urgency)][0]
    return cases.Settlement(outcome, text, local_day(case.region_id, at) + timedelta(days=days))


def acknowledge_copy(copy: CopyRecipient, by: Standing, at: datetime) -> None:
    """Let the reader of a copy say that it was read."""
    work.acknowledge_copy(copy.pk, by=by, at=at)


def arrive(task: Task, by: Standing, at: datetime) -> None:
    """Let somebody say that they are on the spot."""
    work.arrive(task.pk, by=by, at=at)


def finish(task: Task, by: Standing, at: datetime) -> None:
    """Let somebody say that their work is done."""
    work.finish_task(task.pk, by=by, at=at)
