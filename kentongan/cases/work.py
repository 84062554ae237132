"""Work on a case: notes, tasks, papers, copies, its level; none of it changes where the case stands."""

import hashlib
from datetime import datetime
from uuid import UUID, uuid5

from django.core.files.base import ContentFile
from django.db import transaction

from kentongan.cases import actions, papers, queries
from kentongan.cases.models import Attachment, Case, CopyRecipient, Task
from kentongan.people.models import Post
from kentongan.rules.authority import Standing
from kentongan.rules.levels import Level
from kentongan.rules.refusal import Absent, Refused
from kentongan.rules.taxonomy import level_ceiling

TASK_DONE = "Tugas ini sudah selesai."
PROTECTED = "Unjuk rasa damai dan mogok dilindungi undang-undang: tidak dinaikkan di atas Waspada."
FOLLOW_UP_BY_ANSWER = "Pemeriksaan ulang dijawab dengan tombol Aman atau Kambuh."
NO_COPY_TO_CIVIL = "Tembusan ini untuk Polri, TNI, pimpinan, dan provinsi."


@transaction.atomic
def add_note(case_id: UUID, *, text: str, by: Standing, at: datetime, key: UUID) -> Case:
    """Write down what was seen, said or done.

    Raises:
        Refused: If nothing was written.
    """
    is_replay = actions.claim(key, case_id, act="note", text=text)
    case = actions.locked(case_id, "case.note", by)
    if is_replay:
        return case
    if not text.strip():
        raise Refused(actions.NOTHING_SAID, "nothing_said")
    actions.write(case, text, by=by, at=at, key=key)
    actions.log("case.noted", case, by=by, at=at)
    return case


@transaction.atomic
def add_task(
    case_id: UUID, *, text: str, owner_id: UUID, due_at: datetime, by: Standing, at: datetime, key: UUID
) -> Task:
    """Give one piece of work to a post, with a deadline.

    Raises:
        Refused: If nothing was written, the post is not of the civil line, or the deadline has passed.
    """
    task_id = uuid5(actions.NAMESPACE, f"task:{key}")
    is_replay = actions.claim(key, case_id, act="task", text=text, owner=owner_id, due_at=due_at)
    case = actions.locked(case_id, "case.task", by)
    if is_replay:
        return Task.objects.get(pk=task_id)
    actions.check_open(case)
    actions.check_future(due_at, at)
    if not text.strip():
        raise Refused(actions.NOTHING_SAID, "nothing_said")
    task = Task.objects.create(
        id=task_id,
        case=case,
        text=actions.one_line(text, 300),
        owner=never_ordered_checked(owner_id, by),
        due_at=due_at,
        given_at=at,
    )
    actions.log("case.task_given", case, by=by, at=at, task=task.id, owner=owner_id)
    return task


@transaction.atomic
def arrive(task_id: UUID, *, by: Standing, at: datetime) -> Task:
    """Say "I am there"; saying it twice says it once."""
    return tap(task_id, "arrived_at", "case.task_arrived", by=by, at=at)


@transaction.atomic
def ask_for_help(task_id: UUID, *, by: Standing, at: datetime) -> Task:
    """Say "I need help"; the owner of the case hears of it."""
    return tap(task_id, "help_asked_at", "case.help_asked", by=by, at=at)


@transaction.atomic
def finish_task(task_id: UUID, *, by: Standing, at: datetime) -> Task:
    """Say "done"; saying it twice says it once."""
    return tap(task_id, "done_at", "case.task_done", by=by, at=at)


def tap(task_id: UUID, moment: str, kind: str, *, by: Standing, at: datetime) -> Task:
    """Set one moment of a task, once.

    Raises:
        Absent: If the task is not this person's to tap.
        Refused: If it is done, or is answered in another way.
    """
    task = (
        queries.tasks_for(by, "case.task-finish").select_for_update(of=("self",)).filter(pk=task_id).first()
    )
    if task is None:
        raise Absent
    if getattr(task, moment) is not None:
        return task
    if task.done_at is not None:
        raise Refused(TASK_DONE, "task_done")
    if moment == "done_at" and task.kind == Task.Kind.FOLLOW_UP:
        raise Refused(FOLLOW_UP_BY_ANSWER, "answer_the_follow_up")
    setattr(task, moment, at)
    task.save(update_fields=[moment])
    actions.log(kind, task.case, by=by, at=at, task=task.id)
    return task


@transaction.atomic
def attach(
    case_id: UUID, *, name: str, data: bytes, is_evidence: bool, by: Standing, at: datetime, key: UUID
) -> Attachment:
    """Keep a paper or picture with the case; the same one twice is kept once.

    Raises:
        Refused: If the file is not what may be attached.
    """
    is_replay = actions.claim(
        key, case_id, act="attach", sum=hashlib.sha256(data).hexdigest(), is_evidence=is_evidence
    )
    case = actions.locked(case_id, "attachment.add", by)
    paper = papers.checked(name, data)
    known = Attachment.objects.filter(case=case, sha256=paper.sha256).first()
    if known is None:
        known = keep(paper, case, is_evidence=is_evidence, by=by, at=at, key=key)
    elif is_evidence and not queries.is_proof(case, known):
        known.is_evidence, known.added_at = True, at
        known.save(update_fields=["is_evidence", "added_at"])
    elif is_replay:
        return known
    actions.log("case.attached", case, by=by, at=at, attachment=known.id, sum=paper.sha256)
    return known


def keep(
    paper: papers.Paper, case: Case, *, is_evidence: bool, by: Standing, at: datetime, key: UUID
) -> Attachment:
    """Write a paper to the private disk and remember it."""
    attachment = Attachment(
        id=uuid5(actions.NAMESPACE, f"paper:{key}"),
        case=case,
        is_evidence=is_evidence,
        name=paper.name,
        media_type=paper.media_type,
        size=len(paper.data),
        sha256=paper.sha256,
        added_by_id=by.account,
        added_at=at,
    )
    attachment.file.save(f"{attachment.id}{paper.name[-4:]}", ContentFile(paper.data), save=False)
    attachment.save(force_insert=True)
    return attachment


@transaction.atomic
def send_copy(case_id: UUID, *, post_id: UUID, by: Standing, at: datetime, key: UUID) -> CopyRecipient:
    """Let another line know, such as Polri or TNI; they acknowledge, they are not ordered.

    Raises:
        Refused: If the post is of the civil line, or not in this person's directory.
    """
    is_replay = actions.claim(key, case_id, act="copy", post=post_id)
    case = actions.locked(case_id, "case.copy", by)
    known = CopyRecipient.objects.filter(case=case, post_id=post_id).first()
    if is_replay and known:
        return known
    if known:
        return known
    post = queries.copy_posts(by, case).filter(pk=post_id).first()
    if post is None:
        raise Refused(NO_COPY_TO_CIVIL, "no_copy_to_civil")
    copy = CopyRecipient.objects.create(
        id=uuid5(actions.NAMESPACE, f"copy:{case.id}:{post.id}"), case=case, post=post, sent_at=at
    )
    actions.log("case.copied", case, by=by, at=at, post=post.id)
    return copy


@transaction.atomic
def acknowledge_copy(copy_id: UUID, *, by: Standing, at: datetime) -> CopyRecipient:
    """Say "we have read it"; saying it twice says it once.

    Raises:
        Absent: If the copy is not for a post of this person.
    """
    copy = queries.copies_for(by).select_for_update(of=("self",)).filter(pk=copy_id).first()
    if copy is None:
        raise Absent
    if copy.acknowledged_at is None:
        copy.acknowledged_at, copy.acknowledged_by_id = at, by.account
        copy.save(update_fields=["acknowledged_at", "acknowledged_by"])
        actions.log("case.copy_acknowledged", copy.case, by=by, at=at, post=copy.post_id)
    return copy


@transaction.atomic
def set_level(case_id: UUID, *, level: Level, reason: str, by: Standing, at: datetime, key: UUID) -> Case:
    """Set the level of alarm; a leader of the desk confirms Awas.

    Raises:
        Refused: Without a reason, or when the law protects what the case is about.
    """
    is_replay = actions.claim(key, case_id, act="level", level=level, reason=reason)
    case = actions.locked(case_id, "case.level-awas" if level is Level.AWAS else "case.level", by)
    if is_replay:
        return case
    actions.check_live(case)
    if not reason.strip():
        raise Refused("Tulis dulu alasannya.", "has_reason")
    if level.bars > level_ceiling(queries.event_forms(case)).bars:
        raise Refused(PROTECTED, "protected")
    case.level = level.value
    case.awas_asked = case.awas_asked and not queries.may_awas(by, case)
    case.save(update_fields=["level", "awas_asked"])
    actions.write(case, reason, by=by, at=at, key=key)
    actions.log("case.level_set", case, by=by, at=at, level=level.value)
    return case


@transaction.atomic
def name_social_conflict(
    case_id: UUID, *, is_one: bool, reason: str, by: Standing, at: datetime, key: UUID
) -> Case:
    """Let the named officer say whether this is a social conflict in the sense of UU 7/2012 art. 1.

    Raises:
        Refused: Without a reason.
    """
    is_replay = actions.claim(key, case_id, act="social_conflict", is_one=is_one, reason=reason)
    case = actions.locked(case_id, "case.name-conflict", by)
    if is_replay:
        return case
    if not reason.strip():
        raise Refused("Tulis dulu alasannya.", "has_reason")
    case.is_social_conflict = is_one
    case.save(update_fields=["is_social_conflict"])
    actions.write(case, reason, by=by, at=at, key=key)
    actions.log("case.conflict_named", case, by=by, at=at, is_one=is_one)
    return case


def never_ordered_checked(post_id: UUID, by: Standing) -> Post:
    """Return a post that may be given work, of this person's drill where it is one.

    Raises:
        Refused: If it is of Polri or TNI.
    """
    post = queries.open_posts(by).filter(pk=post_id).first()
    if post is None or post.role not in queries.WORKERS or post.office.kind in queries.NEVER_ORDERED:
        raise Refused(actions.NOT_CIVIL, "not_civil")
    return post
