"""Tells a month to the real actions, each at its own moment of the past, so that every line of the logbook is true to form.

Nothing is written into tables by hand but the nil reports, thousands of equal rows. Whatever lies after the
moment of the demonstration simply has not happened yet: that is why cases stand in every state.
"""

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID, uuid5

from kentongan.alerts import actions as alerts
from kentongan.alerts.models import Alert
from kentongan.cases import actions as cases
from kentongan.cases import jobs as case_jobs
from kentongan.cases import work
from kentongan.cases.models import LIVE, Case, CopyRecipient, Task
from kentongan.events import actions as events
from kentongan.events import jobs as event_jobs
from kentongan.gladi import papers
from kentongan.gladi.cast import Cast
from kentongan.gladi.quiet_month import Ending, Scene
from kentongan.gladi.sayings import CALM, MEDIATION, OUTCOMES, REFERRALS, RELAPSE, TASKS, VISITS
from kentongan.people.models import Post
from kentongan.people.queries import local_day
from kentongan.reports import actions as reports
from kentongan.reports import filing
from kentongan.reports.draft import Draft
from kentongan.reports.models import NilReport, Report
from kentongan.rules import places
from kentongan.rules.authority import SYSTEM, Role, Standing
from kentongan.rules.case_status import CaseStatus
from kentongan.rules.deadlines import ANSWER_WITHIN, FOLLOW_UP_AFTER, STEP_WITHIN
from kentongan.rules.levels import Level
from kentongan.rules.taxonomy import EVENT_FORMS, Urgency

REACTIONS_AT_ONCE = 500
# What nobody looks after in these last days is late when the demonstration begins.
NEGLECT = timedelta(days=3)
LOOKED_BACK_SHARE = 0.85
READ_AFTER = timedelta(minutes=50)
Turn = Callable[[datetime], object]


@dataclass
class Retelling:
    """The month as it unfolds: what is still to come, and what has come so far."""

    at: datetime
    rng: Random
    cast: Cast
    namespace: UUID
    coming: list[tuple[datetime, int, Turn]] = field(default_factory=list)
    turns: int = 0
    calm: list[tuple[datetime, str]] = field(default_factory=list)
    reports: dict[str, UUID] = field(default_factory=dict)
    cases: dict[str, UUID] = field(default_factory=dict)
    dealt_with: set[tuple[UUID, datetime]] = field(default_factory=set)
    neglected: set[UUID] = field(default_factory=set)

    # -- the course of time --

    def later(self, at: datetime, turn: Turn) -> None:
        """Let something happen at its moment, unless that lies after the demonstration."""
        if at < self.at:
            self.turns += 1
            heapq.heappush(self.coming, (at, self.turns, turn))

    def tell(self, calm: Iterable[tuple[datetime, str]]) -> None:
        """Let everything happen in its order, up to the moment of the demonstration."""
        self.calm = sorted(one for one in calm if one[0] < self.at)[::-1]
        while following := self.what_follows():
            at, turn = following
            self.hear_calm(at)
            self.take(turn, at)
        self.hear_calm(self.at)

    def what_follows(self) -> tuple[datetime, Turn] | None:
        """Return what happens next: the clock first, then what somebody does."""
        until = self.coming[0][0] if self.coming else self.at
        if due := self.next_due(until):
            return due
        return heapq.heappop(self.coming)[::2] if self.coming else None

    def take(self, turn: Turn, at: datetime) -> None:
        """Let one thing happen with all that follows from it; most owners who are called soon say that they heard."""
        turn(at)
        if not event_jobs.react(at, limit=REACTIONS_AT_ONCE):
            return
        called = Alert.objects.filter(subject_kind="case", started_at=at, closed_at__isnull=True)
        for subject, due_at in called.order_by("id").values_list("subject_id", "due_at"):
            if subject not in self.neglected and self.rng.random() < 0.95:
                self.later(
                    at + (due_at - at) * self.rng.uniform(0.1, 0.8), partial(self.acknowledge, subject)
                )

    def next_due(self, until: datetime) -> tuple[datetime, Turn] | None:
        """Return what the clock does next."""
        alerts_due = Alert.objects.filter(closed_at__isnull=True, due_at__lte=until)
        found: list[tuple[datetime, Turn]] = [
            (due_at, partial(climb, pk))
            for due_at, pk in alerts_due.order_by("due_at", "id").values_list("due_at", "pk")[:1]
        ]
        cases_due = Case.objects.filter(status__in=LIVE, next_due_at__lte=until).order_by("next_due_at", "id")
        for due_at, pk in cases_due.values_list("next_due_at", "pk"):
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
        case_jobs.ring_overdue(at)
        if case_id not in self.neglected or at < self.at - NEGLECT:
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
                due_at=at + STEP_WITHIN[Urgency(case.urgency)],
                by=desk,
                at=at,
                key=self.key("assign", case_id, at),
            )

    def hear_calm(self, until: datetime) -> None:
        """Write the nil reports that came before a moment."""
        heard: list[tuple[datetime, str]] = []
        while self.calm and self.calm[-1][0] <= until:
            heard.append(self.calm.pop())
        rows = [self.nil(at, region) for at, region in heard if self.cast.sits(Role.LURAH, region)]
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

    def key(self, *words: object) -> UUID:
        """Return the key of a write, the same for the same words."""
        return uuid5(self.namespace, ":".join(map(str, words)))

    def some(self, low: float, high: float) -> timedelta:
        """Return a wait of so many hours."""
        return timedelta(hours=self.rng.uniform(low, high))

    # -- a report arrives and is answered --

    def arrive(self, scene: Scene, at: datetime) -> None:
        """Receive a report and see what becomes of it."""
        report = self.receive(scene, at)
        delay = ANSWER_WITHIN[Urgency(report.urgency)] * self.patience()
        if scene.ending is Ending.WAITING:
            return
        if self.rng.random() < 0.6:
            self.later(at + delay * 0.4, partial(self.acknowledge, report.pk))
        self.later(at + delay, partial(self.answer, scene, self.who_answers(scene, report)))

    def receive_only(self, scene: Scene, at: datetime) -> None:
        """Receive a report of a story, of which the story itself takes care."""
        self.receive(scene, at)

    def receive(self, scene: Scene, at: datetime) -> Report:
        """Let the sender send."""
        client_id = f"gladi:{scene.key}"
        desk = self.cast.act(Role.OPERATOR, scene.region)
        draft = Draft(
            channel="tempel" if scene.is_forwarded else "web",
            event_form=scene.event_form,
            issues=scene.issues,
            when=scene.when,
            sensitivity=scene.sensitivity,
            region=scene.region,
            place_text=scene.place_text,
            occurred_on=local_day(scene.region, at) if scene.when == "kini" else None,
            text=scene.text,
            counts=dict(scene.counts),
            anonymous=scene.sender is Role.WARGA and self.rng.random() < 0.5,
            sender_number=self.cast.number(scene.sender, scene.region) if scene.is_forwarded else "",
            original=scene.text if scene.is_forwarded else "",
            original_source="WhatsApp" if scene.is_forwarded else "",
        )
        by = desk if scene.is_forwarded else self.cast.act(scene.sender, scene.region)
        receipt = reports.receive(client_id=client_id, draft=draft, by=by, at=at)
        if scene.has_photo:
            reports.attach_photo(receipt.code, data=papers.photo(scene.key), by=by, at=at)
        report = Report.objects.get(client_id=client_id)
        self.reports[scene.key] = report.pk
        return report

    def patience(self) -> float:
        """Return when an answer comes, as a part of the time it may take; about one in eight is late."""
        return (
            self.rng.uniform(1.1, 2.2) if self.rng.random() < 0.12 else self.rng.triangular(0.04, 0.95, 0.2)
        )

    def who_answers(self, scene: Scene, report: Report) -> Standing:
        """Return who takes the first answer: the village for what is ordinary, the desk for what cannot wait."""
        if report.restricted:
            return self.cast.act(Role.ANALIS, scene.region)
        ordinary = report.urgency == Urgency.BIASA
        role = self.rng.choices(
            (Role.LURAH, Role.CAMAT, Role.OPERATOR), weights=(6, 2, 3) if ordinary else (2, 3, 5)
        )[0]
        return self.cast.civil(role, scene.region)

    def acknowledge(self, subject_id: UUID, at: datetime) -> None:
        """Let one of the posts that were told say that it heard."""
        alert = Alert.objects.filter(subject_id=subject_id, closed_at__isnull=True).first()
        ring = alert and alert.rings.filter(round=alert.round).order_by("role", "region_id").first()
        if alert and ring and self.cast.sits(Role(ring.role), ring.region_id):
            alerts.acknowledge(alert.pk, by=self.cast.act(Role(ring.role), ring.region_id), at=at)

    def answer(self, scene: Scene, by: Standing, at: datetime) -> None:
        """Answer a report: look at it, put it aside, join it or take it up."""
        report_id = self.reports[scene.key]
        form = EVENT_FORMS.get(scene.event_form)
        if form and form.referral:
            reports.forward(report_id, by=by, at=at, key=self.key("forward", scene.key))
            return
        self.look(scene, report_id, by, at)
        other = self.cases.get(scene.same_as)
        if (
            scene.ending is Ending.JOINED
            and other
            and Case.objects.filter(pk=other, status__in=LIVE).exists()
        ):
            desk = self.cast.act(Role.OPERATOR, scene.region)
            cases.join(report_id, other, by=desk, at=at, key=self.key("join", scene.key))
        elif scene.ending in {Ending.JOINED, Ending.ASIDE}:
            reason = scene.reason or "Sama dengan laporan lain dari desa ini yang sudah ditangani."
            reports.put_aside(report_id, reason=reason, by=by, at=at, key=self.key("aside", scene.key))
        else:
            self.take_up(scene.key, by, at)
            self.follow(scene, by, at)

    def look(self, scene: Scene, report_id: UUID, by: Standing, at: datetime) -> None:
        """Value a report and note what checking showed, most of the time."""
        if scene.ending is Ending.ASIDE or self.rng.random() < 0.3:
            return
        verdict = self.rng.choices(("benar", "sebagian", "tidak_dapat_dipastikan"), weights=(7, 2, 1))[0]
        reports.verify(report_id, verdict=verdict, by=by, at=at, key=self.key("verify", scene.key))
        desk = self.cast.act(Role.ANALIS, scene.region)
        source = (
            "ABC"[self.rng.randrange(3)] if scene.sender is not Role.WARGA else "CDF"[self.rng.randrange(3)]
        )
        content = str(self.rng.choices((1, 2, 3, 6), weights=(2, 5, 4, 1))[0])
        reports.rate(
            report_id, source=source, content=content, by=desk, at=at, key=self.key("rate", scene.key)
        )

    # -- a case goes its way --

    def take_up(self, name: str, by: Standing, at: datetime, title: str = "") -> None:
        """Make a case of a report."""
        case = cases.take_up(self.reports[name], by=by, at=at, key=self.key("case", name), title=title)
        self.cases[name] = case.pk

    def follow(self, scene: Scene, by: Standing, at: datetime) -> None:
        """Lay out the further way of a case."""
        case = Case.objects.get(pk=self.cases[scene.key])
        step = STEP_WITHIN[Urgency(case.urgency)]
        name = scene.key
        if self.rng.random() < 0.55:
            self.later(at + step * self.rng.uniform(0.05, 0.2), partial(self.visit, name, scene.region))
        match scene.ending:
            case Ending.SLOW if case.urgency != Urgency.GAWAT:
                self.neglected.add(case.pk)
            case Ending.SETTLED | Ending.RELAPSED | Ending.SLOW:
                calm = scene.ending is not Ending.RELAPSED
                end = at + step * self.rng.uniform(0.25, 0.9)
                self.later(at + step * self.rng.uniform(0.05, 0.2), partial(self.give_task, name, by))
                self.later(end, partial(self.end, name, by, "reda" if calm else "damai", is_calm=calm))
            case Ending.MEDIATED:
                start = at + step * self.rng.uniform(0.2, 0.8)
                self.later(start, partial(self.move, name, by, CaseStatus.DIMEDIASI, MEDIATION))
                self.later(start + step * self.rng.uniform(0.5, 0.9), partial(self.end, name, by, "damai"))
            case Ending.REFERRED:
                self.later(at + self.some(1, 5), partial(self.refer, name, by))
                if self.rng.random() < 0.6:
                    self.later(at + self.some(70, 150), partial(self.end, name, by, "dilimpahkan"))

    def visit(self, name: str, region: str, at: datetime) -> None:
        """Let Babinsa or Bhabinkamtibmas write what they saw."""
        role = self.rng.choice((Role.BABINSA, Role.BHABINKAMTIBMAS))
        if self.cast.sits(role, village_of(region)):
            self.note(name, self.cast.act(role, region), self.rng.choice(VISITS), at)

    def note(self, name: str, by: Standing, text: str, at: datetime) -> None:
        """Write on the case."""
        case = Case.objects.get(pk=self.cases[name])
        if not case.restricted and case.is_live:
            work.add_note(case.pk, text=text, by=by, at=at, key=self.key("note", name, at))

    def give_task(self, name: str, by: Standing, at: datetime) -> None:
        """Give the Linmas of the village something to do."""
        case = Case.objects.get(pk=self.cases[name])
        village = village_of(case.region_id)
        post = Post.objects.filter(role=Role.LINMAS, office__region_id=village).first()
        if case.status != CaseStatus.DITANGANI or post is None or case.restricted:
            return
        wait = STEP_WITHIN[Urgency(case.urgency)] * 0.5
        task = work.add_task(
            case.pk,
            text=self.rng.choice(TASKS),
            owner_id=post.pk,
            due_at=at + wait,
            by=by,
            at=at,
            key=self.key("task", name, at),
        )
        linmas = self.cast.act(Role.LINMAS, village)
        if self.cast.sits(Role.LINMAS, village):
            self.later(at + wait * 0.1, partial(arrive, task, linmas))
            self.later(at + wait * 0.2, partial(finish, task, linmas))

    def task(
        self, name: str, by: Standing, post: tuple[str, str], text: str, hours: float, at: datetime
    ) -> None:
        """Give a piece of work that is still open when the demonstration begins."""
        region, title = post
        worker = Post.objects.get(office__region_id=region, title=title)
        work.add_task(
            self.cases[name],
            text=text,
            owner_id=worker.pk,
            due_at=at + timedelta(hours=hours),
            by=by,
            at=at,
            key=self.key("task", name, title, at),
        )

    def move(self, name: str, by: Standing, to: CaseStatus, reason: str, at: datetime) -> None:
        """Move a case one step."""
        cases.move(self.cases[name], to, by=by, at=at, key=self.key("move", name, at), reason=reason)

    def refer(self, name: str, by: Standing, at: datetime) -> None:
        """Hand a case to the competent office."""
        case = Case.objects.get(pk=self.cases[name])
        to = REFERRALS.get(case.event_form, "Dinas teknis Kabupaten Lumajang")
        cases.refer(
            case.pk,
            referred_to=to,
            reason="Menjadi kewenangan instansi tujuan; perkembangan tetap kami tanyakan.",
            due_at=at + timedelta(days=7),
            by=by,
            at=at,
            key=self.key("refer", name),
        )

    def end(self, name: str, by: Standing, outcome: str, at: datetime, *, is_calm: bool = True) -> None:
        """Settle a matter once its tasks are done; most owners look back when the case returns."""
        case = Case.objects.get(pk=self.cases[name])
        if case.tasks.filter(done_at__isnull=True).exists():
            self.later(at + self.some(2, 6), partial(self.end, name, by, outcome, is_calm=is_calm))
            return
        came_back = self.settle(name, by, outcome, self.rng.choice(OUTCOMES[outcome]), at)
        if self.rng.random() < LOOKED_BACK_SHARE:
            self.later(came_back + self.some(1, 40), partial(self.look_back, name, by, is_calm=is_calm))

    def settle(self, name: str, by: Standing, outcome: str, text: str, at: datetime) -> datetime:
        """Settle a matter with proof and return when it comes back."""
        case = Case.objects.get(pk=self.cases[name])
        paper = papers.minutes(case.number, local_day(case.region_id, at))
        work.attach(
            case.pk,
            name="berita-acara.pdf",
            data=paper,
            is_evidence=True,
            by=by,
            at=at,
            key=self.key("attach", name, at),
        )
        days = FOLLOW_UP_AFTER[Urgency(case.urgency)][0]
        follow_up_on = local_day(case.region_id, at) + timedelta(days=days)
        settlement = cases.Settlement(outcome, text, follow_up_on)
        cases.settle(case.pk, settlement, by=by, at=at, key=self.key("settle", name, at))
        return cases.morning_of(follow_up_on, case)

    def look_back(self, name: str, by: Standing, at: datetime, *, is_calm: bool) -> None:
        """Answer the look back; now and then the reporter is asked as well."""
        text = self.rng.choice(CALM if is_calm else RELAPSE)
        cases.confirm_follow_up(
            self.cases[name], is_calm=is_calm, text=text, by=by, at=at, key=self.key("look", name)
        )
        if self.rng.random() < 0.35:
            report = Report.objects.get(pk=self.reports[name])
            sender = Standing(None, (), "warga", "web")
            reports.say_safe(
                report.code, is_safe=is_calm, text="", by=sender, at=at, key=self.key("voice", name)
            )
        if not is_calm:
            self.later(
                at + self.some(2, 20), partial(self.note, name, by, "Tiga pilar turun lagi ke lokasi.")
            )

    # -- what only the stories do --

    def set_level(self, name: str, by: Standing, level: Level, reason: str, at: datetime) -> None:
        """Set the level of alarm of a case."""
        work.set_level(
            self.cases[name], level=level, reason=reason, by=by, at=at, key=self.key("level", name, at)
        )

    def copy(self, name: str, by: Standing, titles: tuple[str, ...], at: datetime) -> None:
        """Send copies to Polri, TNI and leaders; the first acknowledges soon."""
        case = Case.objects.get(pk=self.cases[name])
        path = places.path(case.region_id)
        found = (
            Post.objects.filter(title__in=titles, office__region_id__in=path)
            .select_related("office")
            .order_by("title")
        )
        for post in found:
            key = self.key("copy", name, post.pk)
            copy = work.send_copy(case.pk, post_id=post.pk, by=by, at=at, key=key)
            if post.title.startswith(titles[0]):
                self.later(at + READ_AFTER, partial(acknowledge_copy, copy, self.cast.holder(post)))

    def merge(self, name: str, into: str, by: Standing, at: datetime) -> None:
        """Let one case live on in another."""
        cases.merge(self.cases[name], self.cases[into], by=by, at=at, key=self.key("merge", name))

    def assign(self, name: str, by: Standing, hours: float, at: datetime) -> None:
        """Give a case another deadline; its owner stays."""
        case = Case.objects.get(pk=self.cases[name])
        cases.assign(
            case.pk,
            owner_id=UUID(str(case.owner_id)),
            due_at=at + timedelta(hours=hours),
            by=by,
            at=at,
            key=self.key("assign", name, at),
        )

    def forward(self, name: str, by: Standing, at: datetime) -> None:
        """Hand a referral to the competent agency."""
        reports.forward(self.reports[name], by=by, at=at, key=self.key("forward", name))

    def join(self, name: str, into: str, by: Standing, at: datetime) -> None:
        """Let a report belong to a case."""
        cases.join(self.reports[name], self.cases[into], by=by, at=at, key=self.key("join", name))


def village_of(region: str) -> str:
    """Return the village in which a region lies."""
    return places.path(region)[min(places.VILLAGE, places.level(region)) - 1]


def climb(alert_id: UUID, at: datetime) -> None:
    """Let the next rung hear."""
    alerts.climb(alert_id, by=SYSTEM, at=at)


def acknowledge_copy(copy: CopyRecipient, by: Standing, at: datetime) -> None:
    """Let the reader of a copy say that it was read."""
    work.acknowledge_copy(copy.pk, by=by, at=at)


def arrive(task: Task, by: Standing, at: datetime) -> None:
    """Let somebody say that they are on the spot."""
    work.arrive(task.pk, by=by, at=at)


def finish(task: Task, by: Standing, at: datetime) -> None:
    """Let somebody say that their work is done."""
    work.finish_task(task.pk, by=by, at=at)
