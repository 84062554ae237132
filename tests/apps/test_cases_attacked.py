"""What went wrong with cases when somebody tried: two at once, sent again, undone too late, and secrets that came late."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from kentongan.alerts.models import Alert, Ring
from kentongan.alerts.queries import board, unheard
from kentongan.cases import actions, work
from kentongan.cases.models import Case
from kentongan.events.jobs import react
from kentongan.events.models import Event
from kentongan.reports import actions as reports
from kentongan.rules.authority import Role
from kentongan.rules.refusal import Absent, Refused
from tests import town
from tests.town import AT, KAB, KEC, NEXT_DOOR, VILLAGE, later

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kabupaten() -> None:
    town.build()


def test_of_two_officers_who_take_up_one_report_the_second_is_told() -> None:
    report = town.report()
    actions.take_up(report.pk, by=town.of(Role.OPERATOR, KAB), at=AT, key=uuid4())

    with pytest.raises(Refused, match="rekan"):
        actions.take_up(report.pk, by=town.of(Role.LURAH, VILLAGE), at=AT, key=uuid4())

    assert Case.objects.count() == 1


def test_an_answer_sent_again_after_it_was_undone_gets_a_sentence() -> None:
    client, report, key = town.browser(Role.OPERATOR, KAB), town.report(at=timezone.now()), str(uuid4())
    client.post(f"/meja/{report.pk}/terima", {"key": key})
    client.post("/meja/urungkan", {"key": str(uuid4())})

    again = client.post(f"/meja/{report.pk}/terima", {"key": key})

    assert (again.status_code, Case.objects.count()) == (409, 0)
    assert "diurungkan" in again.content.decode()


def test_the_key_of_somebody_else_does_not_show_the_case_it_opened() -> None:
    report, key = town.report(), uuid4()
    actions.take_up(report.pk, by=town.of(Role.OPERATOR, KAB), at=AT, key=key)
    town.make_region(NEXT_DOOR, "Citrodiwangsan")
    town.appoint(Role.LURAH, NEXT_DOOR)

    with pytest.raises(Absent):
        actions.take_up(report.pk, by=town.of(Role.LURAH, NEXT_DOOR), at=AT, key=key)


def test_an_opening_is_not_undone_once_somebody_else_handed_the_case_over() -> None:
    client, report = town.browser(Role.OPERATOR, KAB), town.report(at=timezone.now())
    client.post(f"/meja/{report.pk}/terima", {"key": str(uuid4())})
    lurah, due = town.post(Role.LURAH, VILLAGE), timezone.now() + timedelta(days=1)
    camat = town.of(Role.CAMAT, KEC)
    actions.assign(
        Case.objects.get().pk, owner_id=lurah.pk, due_at=due, by=camat, at=timezone.now(), key=uuid4()
    )

    undone = client.post("/meja/urungkan", {"key": str(uuid4())})

    assert (undone.status_code, Case.objects.get().owner) == (409, lurah)


def test_a_case_becomes_as_secret_as_its_report_turns_out_to_be() -> None:
    analis, report = town.of(Role.ANALIS, KAB), town.report(sensitivity="B")
    case = actions.take_up(report.pk, by=analis, at=AT, key=uuid4())
    into = actions.take_up(town.report("dua", sensitivity="B").pk, by=analis, at=AT, key=uuid4())
    actions.merge(case.pk, into.pk, by=analis, at=AT, key=uuid4())

    reports.correct(
        report.pk, changes={"event_form": "E16"}, seen_version=1, reason="Terungkap.", by=analis, at=AT, key=uuid4()
    )  # fmt: skip
    react(later(minutes=1))

    for one in (case, into):
        one.refresh_from_db()
        assert (one.restricted, one.sensitivity) == (True, "R")
        assert town.browser(Role.RT, town.RT).get(f"/kasus/{one.pk}").status_code == 404
    assert Event.objects.filter(kind="case.closed_off").count() == 2


def test_a_waiting_report_that_turns_out_restricted_calls_only_who_may_know() -> None:
    analis, report = town.of(Role.ANALIS, KAB), town.report(event_form="E13", urgency="gawat")
    react(later(minutes=1))
    assert Ring.objects.filter(role=Role.LURAH).exists()

    reports.correct(
        report.pk, changes={"event_form": "E16"}, seen_version=1, reason="Terungkap.", by=analis, at=AT, key=uuid4()
    )  # fmt: skip
    react(later(minutes=2))

    waiting = Alert.objects.get(closed_at=None)
    assert waiting.restricted
    assert set(waiting.rings.values_list("role", flat=True)) <= {Role.ANALIS, Role.KEPALA}


def test_reading_a_confidential_case_is_written_down() -> None:
    case = actions.take_up(
        town.report(sensitivity="R").pk, by=town.of(Role.OPERATOR, KAB), at=AT, key=uuid4()
    )

    town.browser(Role.BABINSA, VILLAGE).get(f"/kasus/{case.pk}")

    assert Event.objects.filter(kind="case.read", subject_id=case.pk).count() == 1


def test_a_report_of_another_place_cannot_be_put_off() -> None:
    town.make_region(town.OTHER_KAB, "Keting")
    town.appoint(Role.OPERATOR, "35.09")
    elsewhere = town.report(region=town.OTHER_KAB)

    answer = town.browser(Role.OPERATOR, KAB).post(f"/meja/{elsewhere.pk}/tunda", {"key": str(uuid4())})

    assert answer.status_code == 404


def test_who_answers_for_a_case_elsewhere_does_not_learn_from_its_forms_who_serves_there() -> None:
    lurah = town.of(Role.LURAH, VILLAGE)
    kapolsek, there = town.post(Role.KAPOLSEK, KEC), town.post(Role.BABINSA, NEXT_DOOR)
    case = actions.take_up(
        town.report(region=NEXT_DOOR).pk,
        by=town.of(Role.OPERATOR, KAB),
        at=AT,
        key=uuid4(),
        owner_id=town.post(Role.LURAH, VILLAGE).pk,
    )

    page = town.browser(Role.LURAH, VILLAGE).get(f"/kasus/{case.pk}/tembusan").content.decode()

    assert str(kapolsek.pk) in page
    assert str(there.pk) not in page
    with pytest.raises(Refused):
        work.send_copy(case.pk, post_id=there.pk, by=lurah, at=AT, key=uuid4())


def test_a_call_about_a_case_that_turns_out_restricted_reaches_only_who_may_know() -> None:
    operator, analis = town.of(Role.OPERATOR, KAB), town.of(Role.ANALIS, KAB)
    report, lurah = town.report(event_form="E13"), town.post(Role.LURAH, VILLAGE).pk
    case = actions.take_up(report.pk, by=operator, at=AT, key=uuid4(), owner_id=lurah)
    react(later(minutes=1))
    assert [ring.role for ring in unheard(town.of(Role.LURAH, VILLAGE))] == [Role.LURAH]

    reports.correct(
        report.pk, changes={"event_form": "E16"}, seen_version=1, reason="Terungkap.", by=analis, at=AT, key=uuid4()
    )  # fmt: skip
    react(later(minutes=2))
    react(later(minutes=2))

    waiting = Alert.objects.get(subject_id=case.pk, closed_at=None)
    assert (waiting.restricted, waiting.reason) == (True, "assigned")
    assert set(waiting.rings.values_list("role", flat=True)) <= {Role.ANALIS, Role.KEPALA}
    assert unheard(town.of(Role.LURAH, VILLAGE)) == []
    for role, region in ((Role.LURAH, VILLAGE), (Role.CAMAT, KEC), (Role.OPERATOR, KAB)):
        assert not board(town.of(role, region)).exists()
    assert board(analis).exists()


@pytest.mark.parametrize("way", ["join", "merge"])
def test_a_restricted_thing_that_goes_into_a_case_closes_off_its_call_too(way: str) -> None:
    operator, analis = town.of(Role.OPERATOR, KAB), town.of(Role.ANALIS, KAB)
    lurah = town.post(Role.LURAH, VILLAGE).pk
    case = actions.take_up(town.report().pk, by=operator, at=AT, key=uuid4(), owner_id=lurah)
    secret = town.report("dua", event_form="E16")
    react(later(minutes=1))

    if way == "join":
        actions.join(secret.pk, case.pk, by=analis, at=AT, key=uuid4())
    else:
        other = actions.take_up(secret.pk, by=analis, at=AT, key=uuid4())
        actions.merge(other.pk, case.pk, by=analis, at=AT, key=uuid4())
    react(later(minutes=2))

    assert Alert.objects.get(subject_id=case.pk, closed_at=None).restricted
    assert unheard(town.of(Role.LURAH, VILLAGE)) == []


def test_a_call_about_a_report_that_became_more_secret_leads_only_who_may_read_it_there() -> None:
    rt, report = (
        town.browser(Role.RT, town.RT),
        town.report(region=town.RT, sensitivity="B", event_form="E13"),
    )
    react(later(minutes=1))
    alert = Alert.objects.get()
    Ring.objects.get_or_create(
        id=uuid4(), alert=alert, rung=alert.rung, round=1, role="rt", region_id=town.RT, rung_at=AT
    )
    assert f"/laporan/{report.pk}" in rt.get("/panggilan").content.decode()

    reports.correct(
        report.pk, changes={"sensitivity": "R"}, seen_version=1, reason="Ada nama.", by=town.of(Role.ANALIS, KAB),
        at=AT, key=uuid4(),
    )  # fmt: skip
    react(later(minutes=2))

    assert Alert.objects.get().sensitivity == "R"
    assert f"/laporan/{report.pk}" not in rt.get("/panggilan").content.decode()
