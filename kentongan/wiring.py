"""When this happens, do that: the whole chain of reactions on one page.

Every handler may run twice: it looks at what is true now and puts right what is not.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from kentongan.alerts import actions as alerts
from kentongan.alerts import jobs as alert_jobs
from kentongan.alerts.models import Alert
from kentongan.cases import actions as cases
from kentongan.cases import jobs as case_jobs
from kentongan.cases.actions import NAMESPACE
from kentongan.cases.models import LIVE, Case
from kentongan.drills import jobs as drill_jobs
from kentongan.drills import queries as drills
from kentongan.events import jobs as event_jobs
from kentongan.events.actions import Handler, each
from kentongan.events.models import Event
from kentongan.people import jobs as people_jobs
from kentongan.people.models import Account
from kentongan.people.queries import standing
from kentongan.reports import jobs as report_jobs
from kentongan.reports.models import Report
from kentongan.rules import places
from kentongan.rules.authority import SYSTEM, Role
from kentongan.rules.routing import first_hearers, first_rung
from kentongan.rules.taxonomy import Urgency
from kentongan.watch import jobs as watch_jobs
from kentongan.watch import silences
from kentongan.watch.models import Finding

Job = Callable[[datetime, Callable[[], None]], object]


def ring_for_report(events: Sequence[Event], at: datetime) -> None:
    """Let the first rung hear of reports that nobody has answered yet; on a busy night there are many at once."""
    reports = Report.objects.in_bulk([subject_id(event) for event in events])
    told = [(event, reports[subject_id(event)]) for event in events]
    alerts.ring_all(
        [call_for(event, report, at) for event, report in told if report.answered_at is None],
        by=SYSTEM,
        at=at,
    )


def call_for(event: Event, report: Report, at: datetime) -> alerts.Call:
    """Say who must hear of a report first."""
    urgency, role = Urgency(report.urgency), role_of(event, at)
    path = places.path(report.region_id)
    return alerts.Call(
        subject=subject_of(report),
        reason=Alert.Reason.ARRIVED,
        rung=first_rung(urgency, role),
        first=tuple(
            (one, path[level - 1]) for one, level in first_hearers(urgency, role) if level <= len(path)
        ),
        key=uuid5(NAMESPACE, f"report:{event.seq}"),
    )


def subject_of(report: Report) -> alerts.Subject:
    """Say what a report is about, without its words."""
    return alerts.Subject(
        kind="report",
        id=report.pk,
        region=report.region_id,
        event_form=report.event_form,
        urgency=Urgency(report.urgency),
        sensitivity=report.sensitivity,
        restricted=report.restricted,
    )


def role_of(event: Event, at: datetime) -> Role:
    """Return the role in which somebody reported; whoever holds no post is a warga."""
    account = Account.objects.filter(pk=event.account).first() if event.account else None
    if account is None:  # in a drill nobody has an account who is played by the machine
        return Role(event.detail.get("role", Role.WARGA))
    seats = standing(account, at=at, origin=event.origin, in_drill=places.drill(event.region)).seats
    return seats[0].role if seats else Role.WARGA


@each
def hush_report(event: Event, at: datetime) -> None:
    """Let the beat for an answered report fall silent."""
    if Report.objects.filter(pk=subject_id(event), answered_at__isnull=False).exists():
        alerts.close(subject_kind="report", subject_id=subject_id(event), by=SYSTEM, at=at)


@each
def hush_joined_report(event: Event, at: datetime) -> None:
    """Let the beat for a report fall silent that a case has taken in."""
    report = UUID(str(event.detail["report"]))
    if Report.objects.filter(pk=report, answered_at__isnull=False).exists():
        alerts.close(subject_kind="report", subject_id=report, by=SYSTEM, at=at)


@each
def ring_again_for_report(event: Event, at: datetime) -> None:
    """Let somebody hear again of a report that was taken out of its case."""
    report = Report.objects.get(pk=str(event.detail["report"]))
    if report.answered_at is None:
        again = Event(seq=event.seq, subject_id=report.pk, region=report.region_id, origin=event.origin)
        ring_for_report([again], at)


@each
def keep_case_as_secret(event: Event, at: datetime) -> None:
    """Let the cases of a report that was put right be as secret as the report is now."""
    cases.keep_as_secret(Report.objects.get(pk=subject_id(event)), by=SYSTEM, at=at)


@each
def call_those_who_may_know(event: Event, at: datetime) -> None:
    """Call anew for a waiting report that turned out to be restricted, or to lie elsewhere; the old call falls silent."""
    report = Report.objects.get(pk=subject_id(event))
    if alerts.follow(subject_of(report), by=SYSTEM, at=at):
        ring_for_report([event], at)


@each
def call_those_who_may_know_of_case(event: Event, at: datetime) -> None:
    """Call anew for a case that became restricted by what went into it; the old call falls silent."""
    into = event.detail.get("into", subject_id(event))
    case = Case.objects.select_related("owner__office").filter(pk=str(into)).first()
    if case and (silent := alerts.follow(case_jobs.subject_of(case), by=SYSTEM, at=at)):
        case_jobs.call_owner(case, reason=silent.reason, about=str(event.seq), at=at)


@each
def hush_withdrawn_case(event: Event, at: datetime) -> None:
    """Let the beat for a case fall silent whose opening was undone."""
    alerts.close(subject_kind="case", subject_id=subject_id(event), by=SYSTEM, at=at)


@each
def hush_case_in_time(event: Event, at: datetime) -> None:
    """Let the beat for a case fall silent once its deadline lies ahead again, or nobody has to act."""
    case = Case.objects.get(pk=subject_id(event))
    if case.status not in LIVE or (case.next_due_at is not None and case.next_due_at > at):
        alerts.close(subject_kind="case", subject_id=case.pk, by=SYSTEM, at=at)


@each
def call_new_owner(event: Event, at: datetime) -> None:
    """Tell the post that now answers for a case, unless its holder did it."""
    call(event, Alert.Reason.ASSIGNED, at)


@each
def call_for_follow_up(event: Event, at: datetime) -> None:
    """Tell the owner that it is time to look again."""
    call(event, Alert.Reason.FOLLOW_UP, at)


@each
def call_for_relapse(event: Event, at: datetime) -> None:
    """Tell the owner that a case is open again."""
    call(event, Alert.Reason.REOPENED, at)


@each
def call_for_help(event: Event, at: datetime) -> None:
    """Tell the owner that somebody on the spot needs help."""
    call(event, Alert.Reason.HELP, at)


def call(event: Event, reason: Alert.Reason, at: datetime) -> None:
    """Ring the owner of a live case, unless it was the owner who did it."""
    case = Case.objects.select_related("owner__office").filter(pk=subject_id(event)).first()
    if case is None:  # its opening was undone meanwhile
        return
    if case.status in LIVE and case.owner and not holds(event.account, case, at):
        case_jobs.call_owner(case, reason=reason, about=str(event.seq), at=at)


def holds(account_id: UUID | None, case: Case, at: datetime) -> bool:
    """Say whether this person fills the post that answers for a case."""
    account = Account.objects.filter(pk=account_id).first() if account_id else None
    if account is None or case.owner is None:
        return False
    post = (case.owner.role, case.owner.office.region_id)
    mine = standing(account, at=at, origin="loop", in_drill=places.drill(post[1])).seats
    return any((seat.role, seat.region) == post for seat in mine)


@each
def ring_for_finding(event: Event, at: datetime) -> None:
    """Let the desk hear of a finding that waits for its decision."""
    finding = Finding.objects.get(pk=subject_id(event))
    if finding.is_open:
        watch_jobs.call_desk(finding, about=str(event.seq), at=at)


@each
def hush_finding(event: Event, at: datetime) -> None:
    """Let the beat for a finding fall silent that was decided or has lapsed."""
    alerts.close(subject_kind="finding", subject_id=subject_id(event), by=SYSTEM, at=at)


@each
def call_posts_there(event: Event, at: datetime) -> None:
    """Tell the posts around a finding that was confirmed."""
    finding = Finding.objects.get(pk=subject_id(event))
    if finding.state == Finding.State.CONFIRMED:
        watch_jobs.call_there(finding, at=at)


@each
def hear_silent_post(event: Event, at: datetime) -> None:
    """Let a post that was asked whether it is still there, and says so, be no longer silent."""
    about = Alert.objects.filter(pk=subject_id(event), subject_kind="silence").values_list(
        "subject_id", flat=True
    )
    for silence in about:
        silences.hear_answer(silence, at=at)


def subject_id(event: Event) -> UUID:
    """Return what a line of the logbook is about."""
    return UUID(str(event.subject_id))


HANDLERS: dict[str, tuple[Handler, ...]] = {
    "report.received": (ring_for_report,),
    "report.corrected": (keep_case_as_secret, call_those_who_may_know),
    "report.confirmed": (keep_case_as_secret, call_those_who_may_know),
    "report.mended": (keep_case_as_secret, call_those_who_may_know),
    "report.unconfirmed": (keep_case_as_secret, call_those_who_may_know),
    "report.put_aside": (hush_report,),
    "report.brought_back": (ring_for_report,),
    "report.forwarded": (hush_report,),
    "case.opened": (hush_joined_report, call_new_owner),
    "case.joined": (hush_joined_report, call_those_who_may_know_of_case),
    "case.closed_off": (call_those_who_may_know_of_case,),
    "case.left": (ring_again_for_report,),
    "case.withdrawn": (hush_withdrawn_case, ring_again_for_report),
    "case.assigned": (hush_case_in_time, call_new_owner),
    "case.moved": (hush_case_in_time,),
    "case.referred": (hush_case_in_time,),
    "case.settled": (hush_case_in_time,),
    "case.came_back": (call_for_follow_up,),
    "case.watched_on": (hush_case_in_time,),
    "case.closed": (hush_case_in_time,),
    "case.merged": (hush_case_in_time, call_those_who_may_know_of_case),
    "case.relapsed": (hush_case_in_time, call_for_relapse),
    "case.reopened": (hush_case_in_time, call_for_relapse),
    "case.unmerged": (hush_case_in_time, call_for_relapse),
    "case.help_asked": (call_for_help,),
    "alert.acknowledged": (hear_silent_post,),
    "watch.proposed": (ring_for_finding,),
    "watch.confirmed": (hush_finding, call_posts_there),
    "watch.rejected": (hush_finding,),
    "watch.lapsed": (hush_finding,),
}


def ring_overdue(at: datetime, rest: Callable[[], None]) -> int:
    """Let owners hear of deadlines that have passed, but not in drills that are over."""
    return case_jobs.ring_overdue(at, rest, over=drills.over())


CLOCK: tuple[tuple[timedelta, Job], ...] = (
    (timedelta(seconds=1), event_jobs.react),
    # After the bells: the machine reads what came in, and a text that is slow to read keeps nobody from hearing.
    (timedelta(seconds=1), report_jobs.read_new),
    (timedelta(seconds=10), alert_jobs.climb),
    (timedelta(minutes=1), case_jobs.bring_back_follow_ups),
    (timedelta(minutes=1), ring_overdue),
    (timedelta(minutes=10), event_jobs.publish_head),
    (timedelta(minutes=1), report_jobs.forget_sources),
    (timedelta(seconds=10), report_jobs.read_older),
    (timedelta(hours=6), people_jobs.forget),
    (timedelta(minutes=1), watch_jobs.order_rounds),
    (timedelta(minutes=10), watch_jobs.lapse),
    (timedelta(hours=1), watch_jobs.judge),
    (timedelta(hours=6), report_jobs.forget_lessons),
    (timedelta(hours=6), event_jobs.forget_done),
    # Last: what is played never goes before what is real.
    (timedelta(seconds=1), drill_jobs.run),
)
