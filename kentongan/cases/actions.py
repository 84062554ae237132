"""Every change of a case: taken up, handed over, worked on, moved, settled, looked at again."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from kentongan.cases import queries
from kentongan.cases.models import LIVE, Case, CaseReport, Note, Task
from kentongan.events import actions as events
from kentongan.people.models import Post
from kentongan.reports import actions as reports
from kentongan.reports import queries as report_queries
from kentongan.reports.models import Report
from kentongan.rules import places
from kentongan.rules.authority import Standing
from kentongan.rules.case_status import OPEN, CaseFacts, CaseStatus, check_move
from kentongan.rules.deadlines import LOOK_BACK_WITHIN, step_due
from kentongan.rules.levels import Level
from kentongan.rules.receipts import ALPHABET
from kentongan.rules.refusal import Absent, Refused
from kentongan.rules.taxonomy import Sensitivity, Urgency

NAMESPACE = uuid5(NAMESPACE_URL, "kentongan:cases")
NUMBER_LENGTH = 5
MORNING = time(8)
TEXT_LIMIT = 4000

NOT_CIVIL = "Polri dan TNI menerima tembusan, tidak diperintah. Pilih penanggung jawab dari jalur sipil."
DUE_IN_PAST = "Batas waktu harus sesudah saat ini."
FOLLOW_UP_IN_PAST = "Tanggal pemeriksaan ulang harus sesudah hari ini."
NOT_WATCHED = "Kasus ini tidak sedang dipantau. Selesaikan dulu kasusnya sampai waktu pemeriksaan ulang."
NOTHING_SAID = "Tulis dulu catatannya."
NO_OWN_POST = "Anda tidak memegang jabatan yang dapat menjadi penanggung jawab. Pilih penanggung jawabnya."
NOT_LIVE = "Kasus ini sudah tidak ditangani lagi. Buka kembali kasusnya bila perlu."
NOT_IN_CASE = "Laporan ini tidak ada di kasus ini."
LAST_REPORT = "Ini laporan terakhir di kasus ini. Gabungkan kasusnya ke kasus lain bila perlu."
ALREADY_JOINED = "Laporan ini sudah ada di kasus ini."
WORKED_ON = "Kasus ini sudah dikerjakan, jadi tidak dapat diurungkan. Pindahkan statusnya atau gabungkan."
TAKEN_UP = "Laporan ini sudah diangkat menjadi kasus, mungkin baru saja oleh rekan Anda. Muat ulang halaman."
UNDONE = "Pembukaan kasus ini sudah diurungkan. Buka laporannya lagi bila perlu."
ITSELF = "Kasus tidak bisa digabung dengan dirinya sendiri."


@dataclass(frozen=True)
class Settlement:
    """How a case ended, and when somebody looks again."""

    outcome: str
    text: str
    follow_up_on: date


@transaction.atomic
def take_up(
    report_id: UUID, *, by: Standing, at: datetime, key: UUID, owner_id: UUID | None = None, title: str = ""
) -> Case:
    """Make a case of a report: from now on one post answers for it, with a deadline.

    Raises:
        Absent: If there is no such report for this person.
        Refused: If it was put aside, somebody else was faster, or nobody of the civil line would own it.
    """
    case_id = uuid5(NAMESPACE, f"case:{key}")
    if claim(key, case_id, act="take_up", report=report_id, owner=owner_id, title=title):
        return opened_before(case_id, by)
    report = takeable(report_id, by)
    if report.joins.filter(left_at__isnull=True).exists():
        raise Refused(TAKEN_UP, "taken_up")
    owner = civil_post(owner_id, by) if owner_id else own_post(by, report.region_id)
    urgency = Urgency(report.urgency)
    level, awas_asked = queries.level_of(report, may_awas=queries.may_awas(by, report))
    case = Case.objects.create(
        id=case_id,
        number=number_for(case_id),
        title=one_line(title),
        region_id=report.region_id,
        event_form=report.event_form,
        issues=report.issues,
        stage=report.stage,
        urgency=urgency.value,
        level=level.value,
        awas_asked=awas_asked,
        sensitivity=report.sensitivity,
        restricted=report.restricted,
        status=CaseStatus.DITANGANI.value,
        owner=owner,
        next_due_at=step_due(urgency, at),
        opened_at=at,
    )
    put_in(report, case, at=at)
    log("case.opened", case, by=by, at=at, report=report.id, owner=owner.id)
    return case


def opened_before(case_id: UUID, by: Standing) -> Case:
    """Return the case that was opened with a key, to somebody who may open cases there.

    Raises:
        Refused: If its opening was undone since.
    """
    if not Case.objects.filter(pk=case_id).exists():
        raise Refused(UNDONE, "undone")
    return locked(case_id, "case.take-up", by)


@transaction.atomic
def join(report_id: UUID, case_id: UUID, *, by: Standing, at: datetime, key: UUID) -> Case:
    """Let a report belong to a case that somebody already answers for.

    Raises:
        Refused: If it belongs to it already, or the case is not worked on.
    """
    is_replay = claim(key, case_id, act="join", report=report_id)
    case = locked(case_id, "case.take-up", by)
    if is_replay:
        return case
    report = takeable(report_id, by)
    check_open(case)
    if case.joins.filter(report=report, left_at__isnull=True).exists():
        raise Refused(ALREADY_JOINED, "already_joined")
    put_in(report, case, at=at)
    # A case is at least as secret as the most secret of its reports, and never less than it was.
    case.restricted = case.restricted or report.restricted
    case.sensitivity = max(
        Sensitivity(case.sensitivity), Sensitivity(report.sensitivity), key=lambda s: s.rank
    )
    is_asked = case.level != Level.AWAS and queries.level_of(report, may_awas=False)[1]
    case.awas_asked = case.awas_asked or is_asked
    case.save(update_fields=["restricted", "sensitivity", "awas_asked"])
    log("case.joined", case, by=by, at=at, report=report.id)
    return case


@transaction.atomic
def leave(report_id: UUID, case_id: UUID, *, by: Standing, at: datetime, key: UUID) -> Case:
    """Take a report out of a case again; its own clock starts anew.

    Raises:
        Refused: If it is not in it, or it is the last one.
    """
    is_replay = claim(key, case_id, act="leave", report=report_id)
    case = locked(case_id, "case.take-up", by)
    if is_replay:
        return case
    joined = case.joins.filter(left_at__isnull=True)
    if not joined.filter(report_id=report_id).exists():
        raise Refused(NOT_IN_CASE, "not_in_case")
    if joined.count() == 1:
        raise Refused(LAST_REPORT, "last_report")
    joined.filter(report_id=report_id).update(left_at=at)
    if not CaseReport.objects.filter(report_id=report_id, left_at__isnull=True).exists():
        reports.given_back([report_id], at=at)
    log("case.left", case, by=by, at=at, report=report_id)
    return case


@transaction.atomic
def withdraw(case_id: UUID, *, by: Standing, at: datetime, key: UUID) -> None:
    """Undo the opening of a case that nobody has worked on yet; its report waits again.

    Raises:
        Refused: If there is work in it already: then it is moved, merged or settled like every case.
    """
    if claim(key, case_id, act="withdraw"):
        return
    case = locked(case_id, "case.take-up", by)
    reports_in = list(case.joins.values_list("report_id", flat=True))
    if len(reports_in) != 1 or case.merged.exists() or queries.is_worked_on(case):
        raise Refused(WORKED_ON, "worked_on")
    log("case.withdrawn", case, by=by, at=at, report=reports_in[0])
    case.joins.all().delete()
    case.delete()
    reports.given_back(reports_in, at=at)


@transaction.atomic
def move(case_id: UUID, to: CaseStatus, *, by: Standing, at: datetime, key: UUID, reason: str = "") -> Case:
    """Move a case one step that asks for nothing but itself or a reason: mediation, and back to work."""
    is_replay = claim(key, case_id, act="move", to=to, reason=reason)
    case = locked(case_id, "case.move", by)
    if is_replay:
        return case
    check_move(CaseStatus(case.status), to, facts_of(case, has_reason=bool(reason.strip())))
    case.status = to.value
    case.next_due_at = step_due(Urgency(case.urgency), at)
    case.save()
    write(case, reason, by=by, at=at, key=key)
    spread(case, at=at)
    log("case.moved", case, by=by, at=at, to=to.value)
    return case


@transaction.atomic
def refer(
    case_id: UUID, *, referred_to: str, reason: str, due_at: datetime, by: Standing, at: datetime, key: UUID
) -> Case:
    """Hand a matter to the office that is competent for it; ours goes on asking until it has an answer."""
    is_replay = claim(key, case_id, act="refer", referred_to=referred_to, reason=reason, due_at=due_at)
    case = locked(case_id, "case.move", by)
    if is_replay:
        return case
    check_move(
        CaseStatus(case.status), CaseStatus.DIRUJUK, facts_of(case, has_referral=bool(referred_to.strip()))
    )
    check_future(due_at, at)
    case.status, case.referred_to, case.next_due_at = CaseStatus.DIRUJUK.value, one_line(referred_to), due_at
    case.save()
    write(case, reason, by=by, at=at, key=key)
    spread(case, at=at)
    log("case.referred", case, by=by, at=at)
    return case


@transaction.atomic
def settle(case_id: UUID, settlement: Settlement, *, by: Standing, at: datetime, key: UUID) -> Case:
    """Say how a case ended; on the day of the follow-up it comes back by itself, and only then can be tuntas.

    Raises:
        Refused: If outcome, evidence or the day of the follow-up is missing, or tasks are open.
    """
    is_replay = claim(key, case_id, act="settle", settlement=settlement)
    case = locked(case_id, "case.settle", by)
    if is_replay:
        return case
    case.outcome, case.outcome_note = settlement.outcome, settlement.text.strip()
    case.follow_up_on = settlement.follow_up_on
    check_move(CaseStatus(case.status), CaseStatus.SELESAI, facts_of(case))
    check_outcome(settlement.outcome)
    if settlement.follow_up_on <= local_day(case, at):
        raise Refused(FOLLOW_UP_IN_PAST, "follow_up_in_past")
    case.status = CaseStatus.SELESAI.value
    case.next_due_at = morning_of(settlement.follow_up_on, case)
    case.save()
    write(case, settlement.text, by=by, at=at, key=key)
    spread(case, at=at)
    log("case.settled", case, by=by, at=at, outcome=case.outcome, follow_up_on=case.follow_up_on)
    return case


@transaction.atomic
def begin_follow_up(case_id: UUID, *, by: Standing, at: datetime) -> Case:
    """Bring a case back on the day of its look back, with a task for its owner; a second call changes nothing."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if not queries.to_look_at(at=at).filter(pk=case_id).exists():
        return case
    if case.status == CaseStatus.SELESAI:
        check_move(CaseStatus.SELESAI, CaseStatus.DIPANTAU, facts_of(case))
    case.status = CaseStatus.DIPANTAU.value
    case.next_due_at = at + LOOK_BACK_WITHIN
    case.save()
    Task.objects.create(
        id=uuid5(NAMESPACE, f"look-back:{case.id}:{case.follow_up_on}:{case.reopened_at}"),
        case=case,
        kind=Task.Kind.FOLLOW_UP,
        text=FOLLOW_UP_TEXT,
        owner_id=UUID(str(case.owner_id)),
        due_at=case.next_due_at,
        given_at=at,
    )
    spread(case, at=at)
    log("case.came_back", case, by=by, at=at)
    return case


FOLLOW_UP_TEXT = "Periksa kembali: apakah tetap aman dan kesepakatan dijalankan?"


@transaction.atomic
def confirm_follow_up(
    case_id: UUID, *, is_calm: bool, text: str, by: Standing, at: datetime, key: UUID
) -> Case:
    """Say what the look back showed: calm makes the case tuntas, a relapse opens it again.

    Raises:
        Refused: If nothing is said about what was seen.
    """
    is_replay = claim(key, case_id, act="confirm_follow_up", is_calm=is_calm, text=text)
    case = locked(case_id, "case.settle", by)
    if is_replay:
        return case
    if not text.strip():
        raise Refused(NOTHING_SAID, "nothing_said")
    if is_calm:
        close(case, at=at)
    else:
        open_again(case, at=at)
    write(case, text, by=by, at=at, key=key)
    spread(case, at=at)
    log("case.closed" if is_calm else "case.relapsed", case, by=by, at=at)
    return case


@transaction.atomic
def watch_on(case_id: UUID, *, again_on: date, text: str, by: Standing, at: datetime, key: UUID) -> Case:
    """Say that a settled case is calm but may relapse: it comes back by itself once more, on a later day.

    Raises:
        Refused: If nothing is said about what was seen, the day is not ahead, or no look back is due.
    """
    is_replay = claim(key, case_id, act="watch_on", again_on=again_on, text=text)
    case = locked(case_id, "case.settle", by)
    if is_replay:
        return case
    if case.status != CaseStatus.DIPANTAU:
        raise Refused(NOT_WATCHED, "not_watched")
    if not text.strip():
        raise Refused(NOTHING_SAID, "nothing_said")
    if again_on <= local_day(case, at):
        raise Refused(FOLLOW_UP_IN_PAST, "follow_up_in_past")
    end_follow_up(case, at=at)
    case.follow_up_on, case.next_due_at = again_on, morning_of(again_on, case)
    case.save()
    write(case, text, by=by, at=at, key=key)
    spread(case, at=at)
    log("case.watched_on", case, by=by, at=at, follow_up_on=again_on)
    return case


def close(case: Case, *, at: datetime) -> None:
    """Make a case tuntas after its look back."""
    end_follow_up(case, at=at)
    case.follow_up_passed_at = at
    check_move(CaseStatus(case.status), CaseStatus.DITUTUP, facts_of(case))
    case.status, case.closed_at, case.next_due_at = CaseStatus.DITUTUP.value, at, None
    case.save()


def open_again(case: Case, *, at: datetime) -> None:
    """Put a case back to work; what was proof before is not proof any more."""
    check_move(CaseStatus(case.status), CaseStatus.DIBUKA_KEMBALI, facts_of(case, has_reason=True))
    end_follow_up(case, at=at)
    case.status = CaseStatus.DIBUKA_KEMBALI.value
    case.outcome = case.outcome_note = ""
    case.follow_up_on = case.follow_up_passed_at = case.closed_at = case.merged_into = None
    case.reopened_at = at
    case.next_due_at = step_due(Urgency(case.urgency), at)
    case.save()


def end_follow_up(case: Case, *, at: datetime) -> None:
    """Tick off the task of looking back."""
    case.tasks.filter(kind=Task.Kind.FOLLOW_UP, done_at__isnull=True).update(done_at=at)


@transaction.atomic
def reopen(case_id: UUID, *, reason: str, by: Standing, at: datetime, key: UUID) -> Case:
    """Open a settled or merged case again, with the reason; undoing a merge is this as well.

    Raises:
        Refused: Without a reason, or when it is being worked on.
    """
    is_replay = claim(key, case_id, act="reopen", reason=reason)
    case = locked(case_id, "case.reopen", by)
    if is_replay:
        return case
    now = CaseStatus(case.status)
    check_move(now, CaseStatus.DIBUKA_KEMBALI, facts_of(case, has_reason=bool(reason.strip())))
    open_again(case, at=at)
    write(case, reason, by=by, at=at, key=key)
    spread(case, at=at)
    log("case.unmerged" if now is CaseStatus.DIGABUNG else "case.reopened", case, by=by, at=at)
    return case


@transaction.atomic
def merge(case_id: UUID, into_id: UUID, *, by: Standing, at: datetime, key: UUID) -> Case:
    """Let a case live on in another one; nothing of it is lost, and `reopen` undoes it.

    Raises:
        Refused: If the target is not worked on, or is the case itself.
    """
    is_replay = claim(key, case_id, act="merge", into=into_id)
    target = locked(into_id, "case.move", by)
    case = locked(case_id, "case.move", by)
    if is_replay:
        return case
    if case == target:
        raise Refused(ITSELF, "itself")
    check_open(target)
    check_move(CaseStatus(case.status), CaseStatus.DIGABUNG, facts_of(case, has_target=True))
    case.status, case.merged_into, case.next_due_at = CaseStatus.DIGABUNG.value, target, None
    case.save()
    target.restricted = target.restricted or case.restricted
    target.sensitivity = max(
        Sensitivity(target.sensitivity), Sensitivity(case.sensitivity), key=lambda s: s.rank
    )
    target.save(update_fields=["restricted", "sensitivity"])
    spread(case, at=at)
    log("case.merged", case, by=by, at=at, into=target.id)
    return case


@transaction.atomic
def assign(case_id: UUID, *, owner_id: UUID, due_at: datetime, by: Standing, at: datetime, key: UUID) -> Case:
    """Hand a case to another post, or give it another deadline; it is never without either.

    Raises:
        Refused: If the post is not of the civil line, or the deadline has passed.
    """
    is_replay = claim(key, case_id, act="assign", owner=owner_id, due_at=due_at)
    case = locked(case_id, "case.assign", by)
    if is_replay:
        return case
    check_live(case)
    check_future(due_at, at)
    case.owner, case.next_due_at = civil_post(owner_id, by), due_at
    case.save(update_fields=["owner", "next_due_at"])
    log("case.assigned", case, by=by, at=at, owner=owner_id)
    return case


@transaction.atomic
def keep_as_secret(report: Report, *, by: Standing, at: datetime) -> None:
    """Make every case that holds a report at least as secret as the report has become; a second call changes nothing."""
    for case in queries.holding(report).select_for_update(of=("self",)).order_by("id"):
        class_ = max(Sensitivity(case.sensitivity), Sensitivity(report.sensitivity), key=lambda s: s.rank)
        restricted = case.restricted or report.restricted
        if (case.sensitivity, case.restricted) == (class_, restricted):
            continue
        case.sensitivity, case.restricted = class_, restricted
        case.save(update_fields=["restricted", "sensitivity"])
        log("case.closed_off", case, by=by, at=at, report=report.id)


def claim(key: UUID, case_id: UUID, **content: object) -> bool:
    """Take the key for this change; say whether it was already done with it."""
    found = events.claim_key(
        key, fingerprint=events.fingerprint(case=case_id, **content), subject_kind="case", subject_id=case_id
    )
    return found is not None


def locked(case_id: UUID, action: str, by: Standing) -> Case:
    """Lock a case to which this person may do this.

    Raises:
        Absent: If there is none.
    """
    case = queries.allowed(by, action).select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is None:
        raise Absent
    return case


def takeable(report_id: UUID, by: Standing) -> Report:
    """Lock a report that this person may take into a case: of two who want it, one comes second.

    Raises:
        Absent: If there is none.
    """
    rows = report_queries.seen_by(by, "case.take-up").select_for_update(of=("self",))
    report = rows.filter(pk=report_id).first()
    if report is None:
        raise Absent
    return report


def put_in(report: Report, case: Case, *, at: datetime) -> None:
    """Join a report to a case and stop its own clock."""
    reports.taken_up([report.id], at=at)
    known = CaseReport.objects.filter(case=case, report=report).count()
    CaseReport.objects.create(
        id=uuid5(NAMESPACE, f"join:{case.id}:{report.id}:{known}"), case=case, report=report, joined_at=at
    )


def own_post(by: Standing, region: str) -> Post:
    """Return the first post of this person that can answer for a case here.

    Raises:
        Refused: If they hold none.
    """
    post = (
        queries.civil_posts(region).filter(queries.of_my_posts(by)).order_by("office__region_id", "id").last()
    )
    if post is None:
        raise Refused(NO_OWN_POST, "no_own_post")
    return post


def civil_post(post_id: UUID, by: Standing) -> Post:
    """Return a post of the civil line, of this person's drill where it is one.

    Raises:
        Refused: If it is another one: Kesbangpol coordinates, it does not command (UU 7/2012 art. 12).
    """
    post = queries.open_posts(by).filter(pk=post_id).first()
    if post is None or post.role not in queries.CIVIL_OWNERS or post.office.kind in queries.NEVER_ORDERED:
        raise Refused(NOT_CIVIL, "not_civil")
    return post


def facts_of(case: Case, **known: bool) -> CaseFacts:
    """Gather what the table of moves asks for."""
    return queries.facts(
        case,
        evidence=queries.evidence_of(case).count(),
        open_tasks=case.tasks.filter(done_at__isnull=True).count(),
        **known,
    )


def check_live(case: Case) -> None:
    """Make sure somebody answers for it."""
    if case.status not in LIVE:
        raise Refused(NOT_LIVE, "not_live")


def check_open(case: Case) -> None:
    """Make sure it is being worked on: what is settled takes nothing new in without being opened again."""
    if CaseStatus(case.status) not in OPEN:
        raise Refused(NOT_LIVE, "not_open")


def check_future(due_at: datetime, at: datetime) -> None:
    """Make sure a deadline still lies ahead."""
    if due_at <= at:
        raise Refused(DUE_IN_PAST, "due_in_past")


def check_outcome(outcome: str) -> None:
    """Make sure it is one of ours."""
    if outcome not in Case.Outcome.values:
        raise Refused("Pilih dulu hasil penyelesaian.", "has_outcome")


def zone_of(case: Case) -> ZoneInfo:
    """Return the time zone where the case is."""
    return ZoneInfo(places.zone(case.region_id))


def local_day(case: Case, at: datetime) -> date:
    """Return the calendar day where the case is."""
    return at.astimezone(zone_of(case)).date()


def morning_of(day: date, case: Case) -> datetime:
    """Return when a day of work begins where the case is."""
    return datetime.combine(day, MORNING, zone_of(case))


def write(case: Case, text: str, *, by: Standing, at: datetime, key: UUID) -> None:
    """Keep words as a note; the logbook never holds any."""
    if text.strip():
        Note.objects.create(
            id=uuid5(NAMESPACE, f"note:{key}"),
            case=case,
            text=text.strip()[:TEXT_LIMIT],
            author_id=by.account,
            author_label=by.label[:160],
            written_at=at,
        )


def spread(case: Case, *, at: datetime) -> None:
    """Let the reports say what became of their case."""
    joined = case.joins.filter(left_at__isnull=True).values_list("report_id", flat=True)
    reports.follow_case(list(joined), status=CaseStatus(case.status), at=at)


def number_for(case_id: UUID) -> str:
    """Return a short number that tells nobody how many cases there are."""
    for number in numbers(case_id):
        if not Case.objects.filter(number=number).exists():
            return number
    raise IntegrityError("no number left")


def numbers(case_id: UUID) -> Iterator[str]:
    """Go through possible numbers, the same ones for the same case."""
    for turn in count():
        left = int.from_bytes(hashlib.sha256(f"{case_id}:{turn}".encode()).digest()[:8])
        letters = []
        for _ in range(NUMBER_LENGTH):
            left, place = divmod(left, len(ALPHABET))
            letters.append(ALPHABET[place])
        yield f"KS-{''.join(letters)}"


def one_line(text: str, limit: int = 160) -> str:
    """Return text on one line, not too long."""
    return " ".join(text.split())[:limit]


def log(kind: str, case: Case, *, by: Standing, at: datetime, **detail: object) -> None:
    """Write the line of the logbook."""
    events.record(
        kind, subject_kind="case", subject_id=case.id, region=case.region_id, by=by, at=at, detail=detail
    )
