"""When this happens, that follows: every line of kentongan/wiring.py by what people hear."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

import pytest

from kentongan import wiring
from kentongan.alerts.models import Alert
from kentongan.cases import actions as cases
from kentongan.cases import jobs, work
from kentongan.cases.models import Case
from kentongan.events.jobs import react
from kentongan.events.models import Event, Reaction
from kentongan.reports import actions as reports
from kentongan.reports.models import Report
from kentongan.rules.authority import Role, Standing
from kentongan.web.logbook.words import KINDS
from tests import town
from tests.town import AT, KAB, VILLAGE, later, pk_of

pytestmark = pytest.mark.django_db
keys = iter(pk_of("wiring", n) for n in range(100_000))


@pytest.fixture(autouse=True)
def kabupaten() -> None:
    town.build()


@pytest.fixture
def desk() -> Standing:
    return town.of(Role.OPERATOR, KAB)


@pytest.fixture
def lurah() -> Standing:
    return town.of(Role.LURAH, VILLAGE)


def heard(pk: UUID) -> set[str]:
    """Return why bells still ring for a report or a case."""
    return set(Alert.objects.filter(subject_id=pk, closed_at__isnull=True).values_list("reason", flat=True))


def follow(kind: str, *, at: datetime = AT) -> None:
    """Let the loop do what follows from the last line of the logbook, which is of this kind."""
    assert Event.objects.filter(kind=kind).exists()
    react(at, limit=1_000)
    assert not Reaction.objects.filter(done_at__isnull=True).exists()


def arrived(word: str = "satu", **told: object) -> Report:
    report = town.report(word, **told)  # type: ignore[arg-type]
    follow("report.received")
    assert heard(report.pk) == {"arrived"}
    return report


def opened(by: Standing, word: str = "satu", owner: UUID | None = None) -> Case:
    case = cases.take_up(arrived(word).pk, by=by, at=AT, key=next(keys), owner_id=owner)
    follow("case.opened")
    return case


def test_a_report_put_aside_falls_silent_and_rings_again_when_brought_back(desk: Standing) -> None:
    report = arrived()

    reports.put_aside(report.pk, reason="Sudah lama selesai.", by=desk, at=AT, key=next(keys))
    follow("report.put_aside")
    assert heard(report.pk) == set()
    reports.bring_back(report.pk, reason="Ternyata benar.", by=desk, at=later(minutes=1), key=next(keys))
    follow("report.brought_back", at=later(minutes=1))

    assert heard(report.pk) == {"arrived"}


def test_a_forwarded_referral_falls_silent() -> None:
    report = arrived(event_form="E26")
    head = town.of(Role.KEPALA, KAB)

    reports.forward(report.pk, by=head, at=AT, key=next(keys))
    follow("report.forwarded")

    assert heard(report.pk) == set()


def test_taking_up_silences_the_report_and_calls_an_owner_who_did_not_do_it(desk: Standing) -> None:
    case = opened(desk, owner=town.post(Role.LURAH, VILLAGE).pk)

    assert heard(case.joins.get().report_id) == set()
    assert heard(case.pk) == {"assigned"}


def test_who_takes_up_for_oneself_is_not_called(lurah: Standing) -> None:
    assert heard(opened(lurah).pk) == set()


def test_undoing_the_opening_lets_the_report_ring_again_and_the_case_fall_silent(desk: Standing) -> None:
    case = opened(desk, owner=town.post(Role.LURAH, VILLAGE).pk)
    pk, report = case.pk, case.joins.get().report_id

    cases.withdraw(pk, by=desk, at=later(minutes=1), key=next(keys))
    follow("case.withdrawn", at=later(minutes=1))

    assert (heard(pk), heard(report)) == (set(), {"arrived"})


def test_an_opening_that_is_undone_before_the_loop_saw_it_stops_nothing(desk: Standing) -> None:
    report = town.report()
    case = cases.take_up(
        report.pk, by=desk, at=AT, key=next(keys), owner_id=town.post(Role.LURAH, VILLAGE).pk
    )

    cases.withdraw(case.pk, by=desk, at=AT, key=next(keys))
    follow("case.withdrawn")

    assert heard(report.pk) == {"arrived"}


def test_a_joined_report_falls_silent_and_rings_again_when_it_leaves(lurah: Standing) -> None:
    case, report = opened(lurah), arrived("dua")

    cases.join(report.pk, case.pk, by=lurah, at=AT, key=next(keys))
    follow("case.joined")
    assert heard(report.pk) == set()
    cases.leave(report.pk, case.pk, by=lurah, at=later(minutes=1), key=next(keys))
    follow("case.left", at=later(minutes=1))

    assert heard(report.pk) == {"arrived"}


def move(case: Case, by: Standing, at: datetime) -> str:
    from kentongan.rules.case_status import CaseStatus

    cases.move(case.pk, CaseStatus.DIMEDIASI, by=by, at=at, key=next(keys))
    return "case.moved"


def refer(case: Case, by: Standing, at: datetime) -> str:
    cases.refer(
        case.pk,
        referred_to="Dinas Pertanian",
        reason="Bukan wewenang kami.",
        due_at=later(days=9),
        by=by,
        at=at,
        key=next(keys),
    )
    return "case.referred"


def hand_over(case: Case, by: Standing, at: datetime) -> str:
    assert case.owner is not None
    cases.assign(case.pk, owner_id=case.owner.pk, due_at=later(days=9), by=by, at=at, key=next(keys))
    return "case.assigned"


def settle(case: Case, by: Standing, at: datetime) -> str:
    proof = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    work.attach(case.pk, name="berita.pdf", data=proof, is_evidence=True, by=by, at=at, key=next(keys))
    peace = cases.Settlement("damai", "Berdamai di balai desa.", date(2026, 12, 12))
    cases.settle(case.pk, peace, by=by, at=at, key=next(keys))
    return "case.settled"


def merge(case: Case, by: Standing, at: datetime) -> str:
    other = opened(by, "lain")
    cases.merge(case.pk, other.pk, by=by, at=at, key=next(keys))
    return "case.merged"


@pytest.mark.parametrize("step", [move, refer, hand_over, settle, merge])
def test_an_overdue_case_falls_silent_with_the_next_step(
    desk: Standing, step: Callable[[Case, Standing, datetime], str]
) -> None:
    case = opened(desk)
    late = later(days=8)
    jobs.ring_overdue(late)
    assert heard(case.pk) == {"overdue"}

    kind = step(case, desk, late)
    follow(kind, at=late)

    assert heard(case.pk) == set()


def came_back(case: Case, by: Standing) -> datetime:
    settle(case, by, later(hours=2))
    day = later(days=22)
    assert jobs.bring_back_follow_ups(day) == 1
    follow("case.came_back", at=day)
    return day


def test_the_day_of_the_look_back_calls_the_owner_and_a_calm_one_ends_it(lurah: Standing) -> None:
    case = opened(lurah)
    day = came_back(case, lurah)
    assert heard(case.pk) == {"follow_up"}

    cases.confirm_follow_up(case.pk, is_calm=True, text="Tenang.", by=lurah, at=day, key=next(keys))
    follow("case.closed", at=day)

    assert heard(case.pk) == set()


def test_a_relapse_seen_by_somebody_else_calls_the_owner(lurah: Standing, desk: Standing) -> None:
    case = opened(lurah)
    day = came_back(case, lurah)
    head = town.of(Role.KEPALA, KAB)

    cases.confirm_follow_up(case.pk, is_calm=False, text="Kambuh.", by=head, at=day, key=next(keys))
    follow("case.relapsed", at=day)

    assert "reopened" in heard(case.pk)


def test_reopening_a_case_that_was_tuntas_calls_its_owner(lurah: Standing, desk: Standing) -> None:
    case = opened(lurah)
    day = came_back(case, lurah)
    cases.confirm_follow_up(case.pk, is_calm=True, text="Tenang.", by=lurah, at=day, key=next(keys))
    follow("case.closed", at=day)

    cases.reopen(case.pk, reason="Cekcok lagi.", by=desk, at=day, key=next(keys))
    follow("case.reopened", at=day)

    assert heard(case.pk) == {"reopened"}


def test_taking_a_merge_back_calls_the_owner(lurah: Standing, desk: Standing) -> None:
    case = opened(lurah)
    merge(case, desk, AT)
    follow("case.merged")

    cases.reopen(case.pk, reason="Ternyata dua perkara.", by=desk, at=later(minutes=1), key=next(keys))
    follow("case.unmerged", at=later(minutes=1))

    assert heard(case.pk) == {"reopened"}


def test_a_call_for_help_reaches_the_owner(desk: Standing, lurah: Standing) -> None:
    case = opened(desk)
    task = work.add_task(
        case.pk,
        text="Datangi kedua keluarga.",
        owner_id=town.post(Role.LURAH, VILLAGE).pk,
        due_at=later(days=1),
        by=desk,
        at=AT,
        key=next(keys),
    )

    work.ask_for_help(task.pk, by=lurah, at=AT)
    follow("case.help_asked")

    assert "help" in heard(case.pk)


def test_every_cause_has_words_in_the_logbook() -> None:
    assert set(wiring.HANDLERS) <= set(KINDS)


@pytest.mark.parametrize("reason", ["assigned", "follow_up", "reopened", "help"])
def test_a_call_says_that_the_deadline_passed_once_it_has_passed(desk: Standing, reason: str) -> None:
    case = opened(desk, owner=town.post(Role.LURAH, VILLAGE).pk)
    Alert.objects.filter(subject_id=case.pk).update(reason=reason)

    jobs.ring_overdue(case.next_due_at or AT)
    jobs.ring_overdue(case.next_due_at or AT)

    assert heard(case.pk) == {"help" if reason == "help" else "overdue"}
    assert Event.objects.filter(kind="alert.overdue").count() == (reason != "help")
    if reason != "help":
        assert "Batas waktu lewat" in town.browser(Role.LURAH, VILLAGE).get("/panggilan").content.decode()


def test_a_call_says_nothing_of_a_deadline_before_it(desk: Standing) -> None:
    case = opened(desk, owner=town.post(Role.LURAH, VILLAGE).pk)

    jobs.ring_overdue(AT)

    assert heard(case.pk) == {"assigned"}
