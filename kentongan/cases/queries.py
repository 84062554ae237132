"""Every read of cases: what somebody may see, and what they may do to it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from kentongan.cases.models import LIVE, Attachment, Case, CaseReport, CopyRecipient, Note, Task
from kentongan.events.models import Event
from kentongan.people import access
from kentongan.people import queries as people
from kentongan.people.models import Office, Post
from kentongan.reports import queries as report_queries
from kentongan.reports.models import Report
from kentongan.reports.reader.words import current_proposals
from kentongan.rules import places
from kentongan.rules.authority import Relation, Role, Standing
from kentongan.rules.case_status import OPEN, CaseFacts, CaseStatus, Offer, offers
from kentongan.rules.clocks import read_moment
from kentongan.rules.levels import Level
from kentongan.rules.refusal import Absent
from kentongan.rules.taxonomy import taken_level
from kentongan.wilayah.queries import search, within, world

CIVIL_OWNERS = (Role.LURAH, Role.CAMAT, Role.OPERATOR, Role.ANALIS, Role.KEPALA)
WORKERS = (*CIVIL_OWNERS, Role.RT, Role.RW, Role.LINMAS)
NEVER_ORDERED = (Office.Kind.POLICE, Office.Kind.ARMY)
COPIED_ROLES = (Role.PIMPINAN, Role.PROVINSI)
PAGE = 50
ASKED = "diusulkan-awas"


@dataclass(frozen=True)
class Moment:
    """One line of the timeline: a word of the logbook, or a note."""

    at: datetime
    actor: str
    kind: str
    text: str


@dataclass(frozen=True)
class Dossier:
    """Everything on the page of one case that this person may see."""

    case: Case
    reports: list[Report]
    tasks: list[Task]
    attachments: list[Attachment]
    copies: list[CopyRecipient]
    merged: list[Case]
    into: Case | None
    timeline: list[Moment]
    offers: dict[str, Offer]
    may: frozenset[str]
    my_posts: frozenset[UUID]


def of_my_posts(standing: Standing, *, prefix: str = "") -> Q:
    """Return the condition that a post is one of this person's."""
    mine = Q(pk__in=[])
    for seat in standing.seats:
        mine |= (
            Q(**{f"{prefix}pk": seat.post})
            if seat.post
            else Q(**{f"{prefix}role": seat.role.value, f"{prefix}office__region_id": seat.region})
        )
    return mine


def relations(standing: Standing, *, prefix: str = "") -> dict[Relation, Q]:
    """Return what ties a case to this person: they answer for it, have work on it, or got a copy."""
    posts = Post.objects.filter(of_my_posts(standing)).values("pk")
    key = f"{prefix}pk__in"
    return {
        Relation.OWNER: Q(**{f"{prefix}owner__in": posts}),
        Relation.ASSIGNEE: Q(**{key: Task.objects.filter(owner__in=posts).values("case_id")}),
        Relation.COPIED: Q(**{key: CopyRecipient.objects.filter(post__in=posts).values("case_id")}),
    }


def allowed(standing: Standing, action: str) -> QuerySet[Case]:
    """Return the cases to which this person may do something."""
    return access.visible(standing, action, Case.objects.all(), relations=relations(standing))


def seen_by(standing: Standing) -> QuerySet[Case]:
    """Return the cases this person may read."""
    return allowed(standing, "case.read")


def listed(
    standing: Standing, *, status: str = "", region: str = "", mine: bool = False, after: str = ""
) -> list[Case]:
    """Return one page of cases and one more, the next deadline first; `after` marks the last row shown."""
    cases = seen_by(standing).select_related("region__parent", "owner__office")
    if status in {"", "terbuka"}:
        cases = cases.filter(status__in=LIVE)
    elif status == ASKED:
        cases = cases.filter(awas_asked=True, status__in=sorted(OPEN))
    elif status != "semua":
        cases = cases.filter(status=status)
    if region:
        cases = cases.filter(within("region_id", region_meant(standing, region)))
    if mine:
        cases = cases.filter(of_my_posts(standing, prefix="owner__"))
    if after:
        cases = cases.filter(beyond(after))
    in_order = cases.order_by(F("next_due_at").asc(nulls_last=True), "id")
    return list(in_order[: PAGE + 1])


def region_meant(standing: Standing, typed: str) -> str:
    """Return the code of the region somebody typed: a code as it is, a name as it is best known where they sit."""
    if places.CODE.fullmatch(typed):
        return typed
    found = (search(typed, inside=seat.region, limit=1) for seat in standing.seats)
    return next((regions[0].code for regions in found if regions), typed)


def mark(case: Case) -> str:
    """Return the mark of a row, from which the next page goes on."""
    return f"{case.next_due_at.isoformat() if case.next_due_at else ''}~{case.pk}"


def beyond(after: str) -> Q:
    """Return the condition that a case stands behind the marked one; cases without a deadline come last.

    Raises:
        Absent: If the mark is not one of ours.
    """
    try:
        due, last = after.split("~")
        pk = UUID(last)
    except ValueError as broken:
        raise Absent from broken
    due_at = read_moment(due)
    if due and due_at is None:
        raise Absent
    if due_at is None:
        return Q(next_due_at__isnull=True, pk__gt=pk)
    return Q(next_due_at__gt=due_at) | Q(next_due_at=due_at, pk__gt=pk) | Q(next_due_at__isnull=True)


def dossier(standing: Standing, case_id: UUID) -> Dossier:
    """Return one case with everything on its page.

    Raises:
        Absent: If there is none for this person.
    """
    case = seen_by(standing).select_related("region__parent", "owner__office").filter(pk=case_id).first()
    if case is None:
        raise Absent
    tasks = list(case.tasks.select_related("owner__office__region").order_by("done_at", "due_at", "id"))
    copies = list(case.copies.select_related("post__office").order_by("sent_at", "id"))
    attachments = list(case.attachments.order_by("added_at", "id"))
    tied = ties(standing, case, tasks, copies)
    may = frozenset(action for action in ACTS if allows(standing, action, case, tied))
    open_tasks = sum(task.done_at is None for task in tasks)
    proof = sum(is_proof(case, attachment) for attachment in attachments)
    return Dossier(
        case=case,
        reports=list(reports_in(standing, case)),
        tasks=tasks,
        attachments=attachments if "attachment.read" in may else [],
        copies=copies,
        merged=list(seen_by(standing).filter(merged_into=case).order_by("opened_at", "id")),
        into=seen_by(standing).filter(pk=case.merged_into_id).first() if case.merged_into_id else None,
        timeline=timeline(case),
        offers=steps(case, evidence=proof, open_tasks=open_tasks),
        may=may,
        my_posts=frozenset(
            post.pk
            for post in [case.owner, *(task.owner for task in tasks), *(copy.post for copy in copies)]
            if post and holds(standing, post)
        ),
    )


ACTS = (
    "case.take-up", "case.move", "case.assign", "case.note", "case.task", "case.task-finish", "case.settle",
    "case.reopen", "case.copy", "case.level", "case.level-awas", "case.name-conflict", "attachment.read",
    "attachment.add",
)  # fmt: skip


def ties(
    standing: Standing, case: Case, tasks: list[Task], copies: list[CopyRecipient]
) -> frozenset[Relation]:
    """Say what ties this person to this case, from rows already read."""
    tied = set()
    if case.owner and holds(standing, case.owner):
        tied.add(Relation.OWNER)
    if any(holds(standing, task.owner) for task in tasks):
        tied.add(Relation.ASSIGNEE)
    if any(holds(standing, copy.post) for copy in copies):
        tied.add(Relation.COPIED)
    return frozenset(tied)


def holds(standing: Standing, post: Post) -> bool:
    """Say whether somebody fills a post now."""
    return any(
        seat.post == post.pk if seat.post else (seat.role, seat.region) == (post.role, post.office.region_id)
        for seat in standing.seats
    )


def allows(standing: Standing, action: str, case: Case, tied: frozenset[Relation]) -> bool:
    """Say whether a button belongs on the page."""
    return access.may(
        standing,
        action,
        region=case.region_id,
        sensitivity=case.sensitivity,
        restricted=case.restricted,
        relation=tied,
    )


def may_awas(standing: Standing, subject: Case | Report) -> bool:
    """Say whether Awas is this person's to set there: a leader's, never the desk's (DOMAIN 3)."""
    return access.may(
        standing,
        "case.level-awas",
        region=subject.region_id,
        sensitivity=subject.sensitivity,
        restricted=subject.restricted,
    )


def level_of(report: Report, *, may_awas: bool) -> tuple[Level, bool]:
    """Return the level a report brings into its case, and whether Awas still waits for a leader."""
    return taken_level(Level(report.level), [report.event_form], may_awas=may_awas)


def asking_for_awas(standing: Standing) -> QuerySet[Case]:
    """Return the open cases of which this person is to say whether they are Awas."""
    return allowed(standing, "case.level-awas").filter(awas_asked=True, status__in=sorted(OPEN))


def steps(case: Case, *, evidence: int, open_tasks: int) -> dict[str, Offer]:
    """Lay out the next steps as if all that a form asks for were filled in; what is still missing is said."""
    assumed = facts(
        case,
        evidence=evidence,
        open_tasks=open_tasks,
        has_reason=True,
        has_referral=True,
        has_target=True,
        has_outcome=True,
        has_follow_up_on=True,
    )
    return {offer.to.value: offer for offer in offers(CaseStatus(case.status), assumed)}


def facts(case: Case, *, evidence: int, open_tasks: int, **known: bool) -> CaseFacts:
    """Say what is known of a case, in the words of the table of moves."""
    told = {
        "has_owner": case.owner_id is not None,
        "has_due_at": case.next_due_at is not None,
        "has_verdict": False,
        "has_outcome": bool(case.outcome),
        "has_evidence": evidence > 0,
        "has_follow_up_on": case.follow_up_on is not None,
        "follow_up_passed": case.follow_up_passed_at is not None,
    }
    return CaseFacts(open_tasks=open_tasks, **(told | known))


def to_look_at(*, at: datetime) -> QuerySet[Case]:
    """Return the settled and watched cases whose next look back has come and is nobody's task yet."""
    asked = Task.objects.filter(kind=Task.Kind.FOLLOW_UP, done_at__isnull=True)
    waiting = (CaseStatus.SELESAI.value, CaseStatus.DIPANTAU.value)
    return Case.objects.filter(
        ~Exists(asked.filter(case=OuterRef("pk"))), status__in=waiting, next_due_at__lte=at
    )


def settled_on(case: Case) -> date:
    """Return the day on which a case was last settled, where it lies."""
    line = Event.objects.filter(subject_id=case.pk, kind="case.settled").order_by("-seq").first()
    return (line.at if line else case.opened_at).astimezone(ZoneInfo(places.zone(case.region_id))).date()


def evidence_of(case: Case) -> QuerySet[Attachment]:
    """Return what proves the outcome; what was proof before a relapse is not proof any more."""
    proof = Attachment.objects.filter(case=case, is_evidence=True)
    return proof.filter(added_at__gt=case.reopened_at) if case.reopened_at else proof


def is_proof(case: Case, attachment: Attachment) -> bool:
    """Say the same of one attachment already read."""
    return attachment.is_evidence and (case.reopened_at is None or attachment.added_at > case.reopened_at)


def reports_in(standing: Standing, case: Case) -> QuerySet[Report]:
    """Return the reports of a case and of the cases merged into it, as far as this person may read reports."""
    of_cases = CaseReport.objects.filter(Q(case=case) | Q(case__merged_into=case), left_at__isnull=True)
    return (
        report_queries.seen_by(standing)
        .filter(pk__in=of_cases.values("report_id"))
        .prefetch_related(current_proposals(addition__isnull=True))
        .order_by("received_at", "id")
    )


def holding(report: Report) -> QuerySet[Case]:
    """Return the cases that hold a report, and the ones these live on in, whoever asks; for reactions alone."""
    joined = CaseReport.objects.filter(report=report, left_at__isnull=True)
    return Case.objects.filter(
        Q(pk__in=joined.values("case_id")) | Q(pk__in=joined.values("case__merged_into_id"))
    )


def is_worked_on(case: Case) -> bool:
    """Say whether anything was done to a case since it was opened; the logbook knows of everything."""
    since = Event.objects.filter(subject_kind="case", subject_id=case.pk)
    return since.exclude(kind__in=("case.opened", "case.read")).exists()


def event_forms(case: Case) -> list[str]:
    """Return every form of event that a case and what belongs to it is about."""
    of_cases = CaseReport.objects.filter(Q(case=case) | Q(case__merged_into=case), left_at__isnull=True)
    told = (
        Report.objects.filter(pk__in=of_cases.values("report_id"))
        .order_by()
        .values_list("event_form", flat=True)
    )
    return sorted({case.event_form, *told})


# Readers are for the logbook page, and a note speaks for itself.
TOLD_BETTER = ("case.read", "case.noted")


def timeline(case: Case) -> list[Moment]:
    """Return what happened to a case, the newest first: the logbook and the notes together."""
    lines = Event.objects.filter(subject_kind="case", subject_id=case.pk).order_by("-seq")[:200]
    notes = Note.objects.filter(case=case).order_by("-written_at", "id")[:200]
    moments = [Moment(line.at, line.actor, line.kind, "") for line in lines if line.kind not in TOLD_BETTER]
    moments += [Moment(note.written_at, note.author_label, "note", note.text) for note in notes]
    return sorted(moments, key=lambda moment: moment.at, reverse=True)


def civil_posts(region: str) -> QuerySet[Post]:
    """Return the posts of the civil line that can answer for a case here: in this place and above it."""
    return posts_around(region, CIVIL_OWNERS)


def worker_posts(region: str) -> QuerySet[Post]:
    """Return the posts that may be given work here."""
    return posts_around(region, WORKERS)


def posts_around(region: str, roles: tuple[Role, ...]) -> QuerySet[Post]:
    """Return open posts of these roles in a place, above it and inside it, never of Polri or TNI.

    In a whole kabupaten only its own and the kecamatan posts are offered: two hundred lurah are no choice.
    """
    path = places.path(region)
    inside = within("office__region_id", region)
    if len(path) < places.DISTRICT:
        inside &= Q(office__region__level=places.DISTRICT)
    return (
        Post.objects.filter(
            Q(office__region_id__in=path) | inside,
            role__in=[role.value for role in roles],
            closed_on__isnull=True,
        )
        .exclude(office__kind__in=NEVER_ORDERED)
        .select_related("office__region")
        .order_by("-office__region_id", "title", "id")
    )


def open_posts(standing: Standing) -> QuerySet[Post]:
    """Return the posts that are not closed, where this person acts: in the country or in one drill."""
    return Post.objects.select_related("office").filter(
        world("office__region_id", standing.drill), closed_on__isnull=True
    )


def known(standing: Standing, posts: QuerySet[Post]) -> QuerySet[Post]:
    """Keep the posts this person also finds in the directory: who else serves elsewhere is no business of a form."""
    return posts.filter(pk__in=people.posts(standing).order_by().values("pk"))


def copy_posts(standing: Standing, case: Case) -> QuerySet[Post]:
    """Return the posts this person may send a copy: Polri and TNI here and above, leaders, the province."""
    posts = Post.objects.filter(
        Q(office__kind__in=NEVER_ORDERED) | Q(role__in=[role.value for role in COPIED_ROLES]),
        office__region_id__in=places.path(case.region_id),
        closed_on__isnull=True,
    )
    return (
        known(standing, posts).select_related("office__region").order_by("-office__region_id", "title", "id")
    )


def merge_targets(standing: Standing, case: Case) -> QuerySet[Case]:
    """Return cases nearby into which this one may go."""
    district = ".".join(case.region_id.split(".")[: places.DISTRICT])
    return (
        allowed(standing, "case.move")
        .filter(within("region_id", district), status__in=[status.value for status in OPEN])
        .exclude(pk=case.pk)
        .select_related("region")
        .order_by("-opened_at", "id")[:50]
    )


def join_targets(standing: Standing, region: str) -> QuerySet[Case]:
    """Return open cases of the kecamatan into which a report may go, the newest first."""
    district = ".".join(region.split(".")[: places.DISTRICT])
    return (
        allowed(standing, "case.take-up")
        .filter(within("region_id", district), status__in=[status.value for status in OPEN])
        .select_related("region")
        .order_by("-opened_at", "id")[:50]
    )


def tasks_for(standing: Standing, action: str) -> QuerySet[Task]:
    """Return the tasks on which this person may do something."""
    posts = Post.objects.filter(of_my_posts(standing)).values("pk")
    ties_of_task = relations(standing, prefix="case__") | {Relation.ASSIGNEE: Q(owner__in=posts)}
    return access.visible(
        standing,
        action,
        Task.objects.select_related("case__region"),
        region_field="case__region_id",
        sensitivity_field="case__sensitivity",
        restricted_field="case__restricted",
        relations=ties_of_task,
    )


def my_tasks(standing: Standing) -> QuerySet[Task]:
    """Return the open tasks of this person's posts, the next deadline first."""
    return (
        tasks_for(standing, "case.task-finish")
        .filter(of_my_posts(standing, prefix="owner__"), done_at__isnull=True)
        .order_by("due_at", "id")
    )


def my_cases(standing: Standing) -> QuerySet[Case]:
    """Return the cases this person's posts answer for, the next deadline first."""
    return (
        seen_by(standing)
        .filter(of_my_posts(standing, prefix="owner__"), status__in=LIVE)
        .select_related("region")
        .order_by("next_due_at", "id")
    )


def copies_for(standing: Standing) -> QuerySet[CopyRecipient]:
    """Return the copies that this person's posts got."""
    posts = Post.objects.filter(of_my_posts(standing)).values("pk")
    return access.visible(
        standing,
        "case.acknowledge-copy",
        CopyRecipient.objects.select_related("case__region", "post__office"),
        region_field="case__region_id",
        sensitivity_field="case__sensitivity",
        restricted_field="case__restricted",
        relations={Relation.COPIED: Q(post__in=posts)},
    )


def my_copies(standing: Standing) -> QuerySet[CopyRecipient]:
    """Return the copies nobody acknowledged yet."""
    return copies_for(standing).filter(acknowledged_at__isnull=True).order_by("sent_at", "id")


def one(standing: Standing, action: str, case_id: UUID) -> Case:
    """Return a case to which this person may do something.

    Raises:
        Absent: If there is none.
    """
    case = allowed(standing, action).select_related("region", "owner__office").filter(pk=case_id).first()
    if case is None:
        raise Absent
    return case


def attachment(standing: Standing, attachment_id: UUID) -> Attachment:
    """Return a paper of a case, checked anew at every download.

    Raises:
        Absent: If there is none for this person.
    """
    found = (
        access.visible(
            standing,
            "attachment.read",
            Attachment.objects.select_related("case"),
            region_field="case__region_id",
            sensitivity_field="case__sensitivity",
            restricted_field="case__restricted",
            relations=relations(standing, prefix="case__"),
        )
        .filter(pk=attachment_id)
        .first()
    )
    if found is None:
        raise Absent
    return found


def overdue(*, at: datetime) -> QuerySet[Case]:
    """Return the live cases whose deadline has passed, whoever asks; for the clock alone."""
    return (
        Case.objects.filter(status__in=LIVE, next_due_at__lte=at)
        .select_related("owner__office")
        .order_by("next_due_at", "id")
    )


def counts(standing: Standing) -> dict[str, int]:
    """Count what this person sees by status; for the situation page."""
    rows = seen_by(standing).order_by().values_list("status").annotate(Count("pk"))
    return dict(rows)
