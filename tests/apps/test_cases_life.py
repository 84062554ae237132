"""A case from the report to tuntas: one owner, one deadline, proof, and a look back that comes by itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from kentongan.alerts.models import Alert
from kentongan.cases import actions, jobs, queries, work
from kentongan.cases.actions import Settlement
from kentongan.cases.models import Attachment, Case, Note, Task
from kentongan.events.jobs import react
from kentongan.events.models import Event
from kentongan.reports.models import Report
from kentongan.rules.authority import SYSTEM, Role, Standing
from kentongan.rules.case_status import CaseStatus
from kentongan.rules.levels import Level
from kentongan.rules.refusal import Absent, Refused
from tests import town
from tests.town import AT, KAB, KEC, RT, VILLAGE, later, pk_of

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PEACE = Settlement("damai", "Kedua keluarga berdamai di balai desa.", date(2026, 11, 28))
keys = iter(pk_of("key", n) for n in range(100_000))


@pytest.fixture(autouse=True)
def kabupaten() -> None:
    town.build()


@pytest.fixture
def lurah() -> Standing:
    return town.of(Role.LURAH, VILLAGE)


@pytest.fixture
def desk() -> Standing:
    return town.of(Role.OPERATOR, KAB)


@pytest.fixture
def case(lurah: Standing) -> Case:
    return opened(lurah)


def opened(by: Standing, word: str = "satu", **told: object) -> Case:
    return actions.take_up(town.report(word, **told).pk, by=by, at=AT, key=next(keys))  # type: ignore[arg-type]


def prove(case: Case, by: Standing, *, at: timedelta = timedelta(hours=1), data: bytes = PDF) -> Attachment:
    return work.attach(
        case.pk, name="berita acara.pdf", data=data, is_evidence=True, by=by, at=AT + at, key=next(keys)
    )


def settled(case: Case, by: Standing) -> Case:
    prove(case, by)
    return actions.settle(case.pk, PEACE, by=by, at=later(hours=2), key=next(keys))


def came_back(case: Case, by: Standing) -> Case:
    settled(case, by)
    assert jobs.bring_back_follow_ups(later(days=8)) == 1
    case.refresh_from_db()
    return case


def test_taking_up_a_report_gives_it_an_owner_a_deadline_and_an_answer(lurah: Standing) -> None:
    report = town.report()

    case = actions.take_up(report.pk, by=lurah, at=AT, key=next(keys))

    report.refresh_from_db()
    assert (case.owner, case.status) == (town.post(Role.LURAH, VILLAGE), CaseStatus.DITANGANI)
    assert case.next_due_at is not None
    assert case.next_due_at > AT
    assert (report.answered_at, report.status) == (AT, CaseStatus.DITANGANI)


def test_taking_up_twice_with_one_key_makes_one_case(lurah: Standing) -> None:
    report, key = town.report(), next(keys)

    first = actions.take_up(report.pk, by=lurah, at=AT, key=key)
    again = actions.take_up(report.pk, by=lurah, at=later(minutes=1), key=key)

    assert (first, Case.objects.count()) == (again, 1)
    assert Event.objects.filter(kind="case.opened").count() == 1


def test_a_key_used_for_something_else_is_refused(case: Case, lurah: Standing) -> None:
    key = next(keys)
    work.add_note(case.pk, text="Datang ke rumah.", by=lurah, at=AT, key=key)

    with pytest.raises(Refused, match="Kunci"):
        work.add_note(case.pk, text="Lain.", by=lurah, at=AT, key=key)


def test_a_live_case_without_owner_or_deadline_cannot_be_stored(case: Case) -> None:
    for lost in ({"owner": None}, {"next_due_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**lost)


def test_a_tuntas_case_without_outcome_or_look_back_cannot_be_stored(case: Case) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(status=CaseStatus.DITUTUP, closed_at=AT, outcome="damai")


def test_a_second_report_joins_and_its_clock_stops(case: Case, lurah: Standing) -> None:
    second = town.report("dua")

    actions.join(second.pk, case.pk, by=lurah, at=later(minutes=5), key=next(keys))

    second.refresh_from_db()
    assert second.answered_at == later(minutes=5)
    assert queries.reports_in(lurah, case).count() == 2


def test_a_report_taken_out_again_waits_for_an_answer_with_a_new_clock(case: Case, lurah: Standing) -> None:
    second = town.report("dua")
    actions.join(second.pk, case.pk, by=lurah, at=AT, key=next(keys))

    actions.leave(second.pk, case.pk, by=lurah, at=later(hours=3), key=next(keys))
    react(later(hours=3))

    second.refresh_from_db()
    assert (second.answered_at, second.answer_due_at > later(hours=3)) == (None, True)
    assert Alert.objects.get(subject_id=second.pk, closed_at=None).started_at == later(hours=3)


def test_the_last_report_cannot_leave_its_case(case: Case, lurah: Standing) -> None:
    with pytest.raises(Refused, match="terakhir"):
        actions.leave(Report.objects.get().pk, case.pk, by=lurah, at=AT, key=next(keys))


def test_a_case_becomes_as_secret_as_its_most_secret_report(desk: Standing) -> None:
    case = opened(desk, sensitivity="B")

    actions.join(town.report("dua", sensitivity="R").pk, case.pk, by=desk, at=AT, key=next(keys))

    case.refresh_from_db()
    assert (case.sensitivity, case.restricted) == ("R", False)
    shut = town.report("tiga", event_form="E16")
    assert actions.join(shut.pk, case.pk, by=town.of(Role.ANALIS, KAB), at=AT, key=next(keys)).restricted


def test_tuntas_asks_for_evidence_first(case: Case, lurah: Standing) -> None:
    with pytest.raises(Refused, match="bukti"):
        actions.settle(case.pk, PEACE, by=lurah, at=AT, key=next(keys))


def test_tuntas_asks_that_no_task_is_open(case: Case, lurah: Standing) -> None:
    prove(case, lurah)
    give(case, lurah, Role.RT, RT)

    with pytest.raises(Refused, match="tugas"):
        actions.settle(case.pk, PEACE, by=lurah, at=AT, key=next(keys))


def test_tuntas_asks_for_an_outcome_and_a_day_to_come(case: Case, lurah: Standing) -> None:
    prove(case, lurah)

    for wrong, sentence in (
        (replace(PEACE, outcome=""), "hasil"),
        (replace(PEACE, outcome="beres"), "hasil"),
        (replace(PEACE, follow_up_on=date(2026, 11, 21)), "sesudah hari ini"),
    ):
        with pytest.raises(Refused, match=sentence):
            actions.settle(case.pk, wrong, by=lurah, at=AT, key=next(keys))


def test_a_settled_case_comes_back_by_itself_on_its_day(case: Case, lurah: Standing) -> None:
    settled(case, lurah)

    assert jobs.bring_back_follow_ups(later(days=5)) == 0
    assert jobs.bring_back_follow_ups(later(days=8)) == 1
    assert jobs.bring_back_follow_ups(later(days=8)) == 0

    case.refresh_from_db()
    task = case.tasks.get(kind=Task.Kind.FOLLOW_UP)
    assert (case.status, task.owner) == (CaseStatus.DIPANTAU, case.owner)


def test_the_owner_hears_that_it_is_time_to_look_again(case: Case, lurah: Standing) -> None:
    came_back(case, lurah)

    react(later(days=8))

    alert = Alert.objects.get(subject_id=case.pk, closed_at=None)
    assert (alert.reason, list(alert.rings.values_list("role", flat=True))) == ("follow_up", ["lurah"])


def test_a_calm_look_back_makes_it_tuntas(case: Case, lurah: Standing) -> None:
    came_back(case, lurah)

    actions.confirm_follow_up(
        case.pk,
        is_calm=True,
        text="Rukun, sudah kerja bakti bersama.",
        by=lurah,
        at=later(days=9),
        key=next(keys),
    )

    case.refresh_from_db()
    report = Report.objects.get()
    assert (case.status, case.closed_at, case.next_due_at) == (CaseStatus.DITUTUP, later(days=9), None)
    assert report.status == CaseStatus.DITUTUP
    assert not case.tasks.filter(done_at=None).exists()


def test_calm_that_may_not_last_is_looked_at_again_and_again_until_it_is_tuntas(
    case: Case, lurah: Standing
) -> None:
    came_back(case, lurah)

    for day, again_on in ((9, date(2026, 12, 21)), (31, date(2027, 2, 19))):
        actions.watch_on(
            case.pk,
            again_on=again_on,
            text="Aman, pagar masih dijaga.",
            by=lurah,
            at=later(days=day),
            key=next(keys),
        )
        case.refresh_from_db()
        assert (case.status, case.follow_up_on) == (CaseStatus.DIPANTAU, again_on)
        assert not case.tasks.filter(kind=Task.Kind.FOLLOW_UP, done_at=None).exists()
        assert jobs.bring_back_follow_ups(later(days=day + 1)) == 0
        assert jobs.ring_overdue(later(days=day + 1)) == 0
        assert jobs.bring_back_follow_ups(actions.morning_of(again_on, case)) == 1
        assert jobs.bring_back_follow_ups(actions.morning_of(again_on, case)) == 0
    react(later(days=91))
    assert Alert.objects.get(subject_id=case.pk, closed_at=None).reason == "follow_up"
    actions.confirm_follow_up(
        case.pk, is_calm=True, text="Rukun.", by=lurah, at=later(days=91), key=next(keys)
    )

    case.refresh_from_db()
    assert (case.status, case.tasks.filter(kind=Task.Kind.FOLLOW_UP).count()) == (CaseStatus.DITUTUP, 3)


def test_watching_on_asks_for_a_look_back_words_and_a_day_ahead(case: Case, lurah: Standing) -> None:
    settled(case, lurah)
    with pytest.raises(Refused, match="tidak sedang dipantau"):
        watch_on(case, lurah, text="Aman.", again_on=date(2026, 12, 21))
    assert jobs.bring_back_follow_ups(later(days=8)) == 1

    with pytest.raises(Refused, match="catatannya"):
        watch_on(case, lurah, text=" ", again_on=date(2026, 12, 21))
    with pytest.raises(Refused, match="sesudah hari ini"):
        watch_on(case, lurah, text="Aman.", again_on=later(days=9).date())


def watch_on(case: Case, by: Standing, *, text: str, again_on: date) -> None:
    actions.watch_on(case.pk, again_on=again_on, text=text, by=by, at=later(days=9), key=next(keys))


def test_a_relapse_opens_it_again_and_old_proof_proves_nothing(case: Case, lurah: Standing) -> None:
    came_back(case, lurah)

    actions.confirm_follow_up(
        case.pk, is_calm=False, text="Cekcok lagi semalam.", by=lurah, at=later(days=9), key=next(keys)
    )

    case.refresh_from_db()
    assert (case.status, case.outcome, case.next_due_at is None) == (CaseStatus.DIBUKA_KEMBALI, "", False)
    assert queries.evidence_of(case).count() == 0
    assert Note.objects.filter(case=case, text__contains="semalam").exists()


def test_a_look_back_says_what_was_seen(case: Case, lurah: Standing) -> None:
    came_back(case, lurah)

    with pytest.raises(Refused, match="catatannya"):
        actions.confirm_follow_up(case.pk, is_calm=True, text=" ", by=lurah, at=later(days=9), key=next(keys))


def test_a_case_cannot_be_tuntas_before_its_look_back(case: Case, lurah: Standing) -> None:
    settled(case, lurah)

    with pytest.raises(Refused):
        actions.confirm_follow_up(
            case.pk, is_calm=True, text="Aman.", by=lurah, at=later(days=1), key=next(keys)
        )


def test_two_look_backs_may_fall_on_one_day(case: Case, lurah: Standing) -> None:
    settled(case, lurah)
    actions.reopen(case.pk, reason="Kabar baru.", by=lurah, at=later(hours=3), key=next(keys))
    actions.move(case.pk, CaseStatus.DITANGANI, by=lurah, at=later(hours=4), key=next(keys))
    prove(case, lurah, at=timedelta(hours=5))
    actions.settle(case.pk, PEACE, by=lurah, at=later(hours=6), key=next(keys))

    assert jobs.bring_back_follow_ups(later(days=8)) == 1


def test_what_is_settled_takes_nothing_new_in(case: Case, lurah: Standing) -> None:
    settled(case, lurah)

    with pytest.raises(Refused, match="Buka kembali"):
        give(case, lurah, Role.RT, RT)
    with pytest.raises(Refused, match="Buka kembali"):
        actions.join(town.report("dua").pk, case.pk, by=lurah, at=later(days=1), key=next(keys))


def test_reopening_asks_for_a_reason(case: Case, lurah: Standing) -> None:
    settled(case, lurah)

    with pytest.raises(Refused, match="alasan"):
        actions.reopen(case.pk, reason="", by=lurah, at=later(days=1), key=next(keys))
    actions.reopen(case.pk, reason="Kabar baru dari RT.", by=lurah, at=later(days=1), key=next(keys))

    case.refresh_from_db()
    assert case.status == CaseStatus.DIBUKA_KEMBALI


def test_a_merge_can_be_undone(desk: Standing) -> None:
    case, target = opened(desk, "satu"), opened(desk, "dua")

    actions.merge(case.pk, target.pk, by=desk, at=AT, key=next(keys))
    assert queries.reports_in(desk, target).count() == 2

    actions.reopen(case.pk, reason="Ternyata dua kejadian.", by=desk, at=later(hours=1), key=next(keys))
    case.refresh_from_db()
    assert (case.status, case.merged_into, case.is_live) == (CaseStatus.DIBUKA_KEMBALI, None, True)
    assert queries.reports_in(desk, target).count() == 1


def test_a_case_is_not_merged_into_itself_nor_into_a_dead_one(desk: Standing) -> None:
    case, target = opened(desk, "satu"), opened(desk, "dua")
    with pytest.raises(Refused, match="dirinya"):
        actions.merge(case.pk, case.pk, by=desk, at=AT, key=next(keys))

    actions.merge(target.pk, case.pk, by=desk, at=AT, key=next(keys))
    with pytest.raises(Refused, match="tidak ditangani"):
        actions.merge(case.pk, target.pk, by=desk, at=AT, key=next(keys))


def test_referring_needs_an_addressee_and_keeps_owner_and_deadline(case: Case, lurah: Standing) -> None:
    with pytest.raises(Refused, match="instansi"):
        refer(case, lurah, to=" ")

    refer(case, lurah, to="Polsek Kota")

    case.refresh_from_db()
    assert (case.status, case.owner is None, case.next_due_at) == (CaseStatus.DIRUJUK, False, later(days=3))


def refer(case: Case, by: Standing, *, to: str) -> Case:
    return actions.refer(
        case.pk, referred_to=to, reason="Pidana.", due_at=later(days=3), by=by, at=AT, key=next(keys)
    )


@pytest.mark.parametrize(("role", "region"), [(Role.BABINSA, VILLAGE), (Role.KAPOLSEK, KEC)])
def test_polri_and_tni_are_never_ordered(desk: Standing, role: Role, region: str) -> None:
    case, post = opened(desk), town.post(role, region)

    with pytest.raises(Refused, match="tembusan"):
        actions.assign(case.pk, owner_id=post.pk, due_at=later(days=1), by=desk, at=AT, key=next(keys))
    with pytest.raises(Refused, match="tembusan"):
        give(case, desk, role, region)


def test_polri_and_tni_get_copies_and_acknowledge_them(desk: Standing) -> None:
    case, kapolsek = opened(desk), town.of(Role.KAPOLSEK, KEC)
    copy = work.send_copy(case.pk, post_id=town.post(Role.KAPOLSEK, KEC).pk, by=desk, at=AT, key=next(keys))
    assert list(queries.my_copies(kapolsek)) == [copy]

    with pytest.raises(Absent):
        work.acknowledge_copy(copy.pk, by=town.of(Role.DANRAMIL, KEC), at=later(hours=1))
    for hours in (1, 2):
        work.acknowledge_copy(copy.pk, by=kapolsek, at=later(hours=hours))

    copy.refresh_from_db()
    assert copy.acknowledged_at == later(hours=1)
    assert Event.objects.filter(kind="case.copy_acknowledged").count() == 1


def test_the_civil_line_gets_no_copies(desk: Standing) -> None:
    with pytest.raises(Refused, match="Tembusan"):
        work.send_copy(opened(desk).pk, post_id=town.post(Role.CAMAT, KEC).pk, by=desk, at=AT, key=next(keys))


def give(case: Case, by: Standing, role: Role, region: str) -> Task:
    return work.add_task(
        case.pk,
        text="Kumpulkan keterangan warga.",
        owner_id=town.post(role, region).pk,
        due_at=later(days=1),
        by=by,
        at=AT,
        key=next(keys),
    )


def test_a_task_is_tapped_arrived_help_and_done_each_once(case: Case, lurah: Standing) -> None:
    task, head = give(case, lurah, Role.RT, RT), town.of(Role.RT, RT)

    for tap in (work.arrive, work.ask_for_help, work.finish_task, work.finish_task):
        tap(task.pk, by=head, at=later(hours=1))

    task.refresh_from_db()
    assert task.arrived_at == task.help_asked_at == task.done_at == later(hours=1)
    assert Event.objects.filter(kind="case.task_done").count() == 1
    with pytest.raises(Refused, match="sudah selesai"):
        late_tap(task, head)


def late_tap(task: Task, by: Standing) -> Task:
    Task.objects.filter(pk=task.pk).update(arrived_at=None)
    return work.arrive(task.pk, by=by, at=later(hours=2))


def test_a_call_for_help_is_heard_by_the_owner(case: Case, lurah: Standing) -> None:
    task = give(case, lurah, Role.RT, RT)

    work.ask_for_help(task.pk, by=town.of(Role.RT, RT), at=later(hours=1))
    react(later(hours=1))

    assert Alert.objects.get(subject_id=case.pk, closed_at=None).reason == "help"


def test_somebody_elses_task_is_absent(case: Case, lurah: Standing) -> None:
    task = give(case, lurah, Role.RT, RT)

    with pytest.raises(Absent):
        work.finish_task(task.pk, by=town.of(Role.DANRAMIL, KEC), at=AT)


def test_peaceful_protest_alone_never_passes_waspada() -> None:
    kepala = town.of(Role.KEPALA, KAB)
    case = opened(kepala, event_form="E06", when="kini")
    assert Level(case.level).bars <= Level.WASPADA.bars
    with pytest.raises(Refused, match="dilindungi"):
        raise_to(Level.SIAGA, case, kepala)

    actions.join(town.report("dua", event_form="E18").pk, case.pk, by=kepala, at=AT, key=next(keys))

    assert raise_to(Level.SIAGA, case, kepala).level == Level.SIAGA


def raise_to(level: Level, case: Case, by: Standing) -> Case:
    return work.set_level(case.pk, level=level, reason="Massa bertambah.", by=by, at=AT, key=next(keys))


def test_awas_is_set_by_the_head_of_the_desk_alone(desk: Standing) -> None:
    case = opened(desk, event_form="E11", when="kini")

    raise_to(Level.SIAGA, case, desk)
    with pytest.raises(Absent):
        raise_to(Level.AWAS, case, desk)
    assert raise_to(Level.AWAS, case, town.of(Role.KEPALA, KAB)).level == Level.AWAS


def test_taking_up_a_report_makes_no_awas_but_asks_the_head_for_it(desk: Standing, lurah: Standing) -> None:
    kepala, analis = town.of(Role.KEPALA, KAB), town.of(Role.ANALIS, KAB)
    case = opened(lurah, event_form="E11", when="kini")

    assert (case.level, case.awas_asked) == (Level.SIAGA, True)
    assert raise_to(Level.WASPADA, case, desk).awas_asked
    assert list(queries.asking_for_awas(kepala)) == [case]
    assert not queries.asking_for_awas(analis).exists()
    assert not raise_to(Level.SIAGA, case, kepala).awas_asked
    assert not queries.asking_for_awas(kepala).exists()


def test_what_the_head_takes_up_stands_at_awas_at_once() -> None:
    case = opened(town.of(Role.KEPALA, KAB), event_form="E11", when="kini")

    assert (case.level, case.awas_asked) == (Level.AWAS, False)


def test_a_grave_report_that_joins_asks_the_head_unless_it_is_awas_already(desk: Standing) -> None:
    kepala, case = town.of(Role.KEPALA, KAB), opened(desk)
    grave = town.report("dua", event_form="E11", when="kini")

    assert actions.join(grave.pk, case.pk, by=kepala, at=AT, key=next(keys)).awas_asked
    raise_to(Level.AWAS, case, kepala)
    again = town.report("tiga", event_form="E11", when="kini")
    assert not actions.join(again.pk, case.pk, by=desk, at=AT, key=next(keys)).awas_asked


def test_social_conflict_is_named_by_the_named_officer_alone(desk: Standing) -> None:
    case = opened(desk)
    name: Callable[[Standing], Case] = lambda by: work.name_social_conflict(  # noqa: E731
        case.pk, is_one=True, reason="Dua kelompok, berlarut.", by=by, at=AT, key=next(keys)
    )

    with pytest.raises(Absent):
        name(desk)
    assert name(town.of(Role.KEPALA, KAB)).is_social_conflict


def test_a_restricted_case_is_absent_for_who_need_not_know() -> None:
    analis = town.of(Role.ANALIS, KAB)
    case = opened(analis, event_form="E16")

    assert queries.seen_by(analis).filter(pk=case.pk).exists()
    for role, region in ((Role.LURAH, VILLAGE), (Role.CAMAT, KEC), (Role.OPERATOR, KAB)):
        assert not queries.seen_by(town.of(role, region)).filter(pk=case.pk).exists()


def test_another_kabupaten_sees_nothing(case: Case) -> None:
    town.appoint(Role.OPERATOR, "35.09")

    with pytest.raises(Absent):
        queries.dossier(town.of(Role.OPERATOR, "35.09"), case.pk)


def test_an_overdue_case_is_heard_by_its_owner_and_climbs_until_somebody_acts(
    case: Case, lurah: Standing
) -> None:
    assert case.next_due_at
    late = case.next_due_at
    jobs.ring_overdue(late)
    assert jobs.ring_overdue(late + timedelta(minutes=1)) == 0

    alert = Alert.objects.get(subject_id=case.pk)
    assert [ring.role for ring in alert.rings.all()] == ["lurah"]
    actions.assign(
        case.pk,
        owner_id=town.post(Role.LURAH, VILLAGE).pk,
        due_at=late + timedelta(days=1),
        by=lurah,
        at=late + timedelta(hours=1),
        key=next(keys),
    )
    react(late + timedelta(hours=1))

    alert.refresh_from_db()
    assert alert.closed_at == late + timedelta(hours=1)
    assert jobs.ring_overdue(late + timedelta(days=1)) == 1, "a new deadline rings anew"


def test_an_overdue_case_whose_post_is_vacant_is_heard_above(case: Case) -> None:
    town.vacate(Role.LURAH, VILLAGE)
    town.vacate(Role.BABINSA, VILLAGE)
    town.vacate(Role.BHABINKAMTIBMAS, VILLAGE)

    jobs.ring_overdue(later(days=30))

    assert {ring.role for ring in Alert.objects.get(subject_id=case.pk).rings.all()} >= {"camat"}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"MZ\x90\x00 program", "Berkas lain"),
        (b"<html><script>", "Berkas lain"),
        (b"%PDF-1.7 half", "rusak"),
        (PDF.replace(b"<<>>endobj", b"<</JavaScript 1>>endobj"), "program"),
        (b"\xff\xd8 no picture", "."),
    ],
)
def test_files_that_are_not_what_they_say_are_refused(
    case: Case, lurah: Standing, data: bytes, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        prove(case, lurah, data=data)
    assert not Attachment.objects.exists()


def test_the_same_paper_twice_is_kept_once(case: Case, lurah: Standing) -> None:
    assert prove(case, lurah) == prove(case, lurah)


def test_the_loop_itself_changes_nothing_it_may_not(case: Case) -> None:
    assert actions.begin_follow_up(case.pk, by=SYSTEM, at=later(days=99)).status == CaseStatus.DITANGANI


def test_numbers_are_short_and_the_same_for_the_same_case() -> None:
    first = next(actions.numbers(UUID(int=7)))

    assert first == next(actions.numbers(UUID(int=7)))
    assert len(first) == len("KS-00000")
