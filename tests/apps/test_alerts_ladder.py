"""Who hears of a report, who hears next, and who hears when nobody is there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from kentongan.alerts import actions, jobs, queries
from kentongan.alerts.models import Alert, Ring
from kentongan.events.jobs import react
from kentongan.events.models import Event
from kentongan.people.queries import standing
from kentongan.rules.authority import SYSTEM, Role
from kentongan.rules.escalation import LADDER, WAIT, Rung
from kentongan.rules.refusal import Absent
from kentongan.rules.taxonomy import Urgency
from tests import town
from tests.town import AT, KAB, KEC, RT, VILLAGE, later

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kabupaten() -> None:
    town.build()


def arrive(**told: object) -> Alert:
    report = town.report(**told)  # type: ignore[arg-type]
    react(AT)
    return Alert.objects.get(subject_id=report.pk)


def called(alert: Alert) -> set[tuple[str, str]]:
    return set(alert.rings.filter(round=alert.round).values_list("role", "region_id"))


def answer_by(role: Role, region: str, alert: Alert) -> Alert:
    return actions.acknowledge(alert.pk, by=town.of(role, region), at=later(minutes=1))


def test_a_report_from_a_village_is_heard_by_the_three_pillars() -> None:
    alert = arrive(urgency="penting")

    assert alert.rung == Rung.PILLARS
    assert called(alert) == {("lurah", VILLAGE), ("babinsa", VILLAGE), ("bhabinkamtibmas", VILLAGE)}
    assert alert.due_at == AT + WAIT[Urgency.PENTING][Rung.PILLARS]


def test_grave_matters_are_heard_by_camat_and_kesbangpol_at_once() -> None:
    alert = arrive(event_form="E11", when="kini")

    assert {role for role, _ in called(alert)} >= {"lurah", "camat", "operator"}


def test_a_small_matter_in_an_rt_is_heard_by_its_head_first() -> None:
    alert = arrive(region=RT, urgency="biasa")

    assert (alert.rung, called(alert)) == (Rung.RT, {("rt", RT)})


def test_nobody_hears_what_he_reported_himself() -> None:
    alert = arrive(by=town.of(Role.RT, RT), region=RT, urgency="biasa")

    assert alert.rung == Rung.PILLARS


def test_an_alert_nobody_answers_climbs_when_it_is_due_and_not_before() -> None:
    alert = arrive(urgency="penting")

    assert jobs.climb(alert.due_at - timedelta(seconds=1)) == 0
    assert jobs.climb(alert.due_at) == 1

    alert.refresh_from_db()
    assert (alert.rung, alert.round) == (Rung.DISTRICT, 2)
    assert called(alert) == {("camat", KEC), ("kapolsek", KEC), ("danramil", KEC)}


def test_the_last_rung_is_called_again_and_again() -> None:
    alert = arrive(urgency="penting")

    for _ in range(len(LADDER) + 2):
        alert.refresh_from_db()
        jobs.climb(alert.due_at)

    alert.refresh_from_db()
    assert (alert.rung, alert.is_open) == (Rung.LEADERS, True)
    assert alert.round == len(LADDER) + 3


def test_a_vacant_post_is_skipped_at_once() -> None:
    for role in (Role.LURAH, Role.BABINSA, Role.BHABINKAMTIBMAS):
        town.vacate(role, VILLAGE)

    alert = arrive(urgency="penting")

    assert (alert.rung, alert.rung_at) == (Rung.DISTRICT, AT)


def test_an_alert_climbs_at_once_when_its_hearers_leave_their_posts() -> None:
    alert = arrive(urgency="penting")
    for role in (Role.LURAH, Role.BABINSA, Role.BHABINKAMTIBMAS):
        town.vacate(role, VILLAGE)

    jobs.climb(later(seconds=10))

    alert.refresh_from_db()
    assert alert.rung == Rung.DISTRICT


def test_a_deputy_hears_instead_of_the_absent_holder() -> None:
    alert = arrive(urgency="penting")

    deputy = town.appoint(Role.LURAH, VILLAGE, name="plh-lurah", deputy="plh")

    heard = queries.unheard(standing(deputy, at=AT, origin="web"))
    assert [ring.alert_id for ring in heard] == [alert.pk]
    assert queries.unheard(town.of(Role.LURAH, VILLAGE)) == []


def test_without_anybody_on_the_ladder_the_admin_is_called_and_told_no_content() -> None:
    for role, region in town.EVERY_POST:
        if role is not Role.ADMIN:
            town.vacate(role, region)

    alert = arrive(urgency="penting")

    assert (alert.has_hearer, alert.rung, called(alert)) == (False, Rung.LEADERS, {("admin", KAB)})
    admin = town.of(Role.ADMIN, KAB)
    assert [ring.headline for ring in queries.unheard(admin)] == ["Tanpa petugas · Rogotrunan"]
    assert list(queries.unattended(admin)) == [alert]
    assert list(queries.board(admin)) == []


def test_somebody_appointed_hears_what_waited_without_anybody() -> None:
    for role, region in town.EVERY_POST:
        town.vacate(role, region)
    alert = arrive(urgency="penting")
    assert jobs.climb(later(seconds=10)) == 0

    town.appoint(Role.CAMAT, KEC)
    jobs.climb(later(seconds=20))

    alert.refresh_from_db()
    assert (alert.has_hearer, alert.rung) == (True, Rung.DISTRICT)


def test_what_nobody_can_hear_is_left_in_peace(django_assert_max_num_queries: Callable[..., Any]) -> None:
    for role, region in town.EVERY_POST:
        town.vacate(role, region)
    for number in range(12):
        arrive(word=f"laporan {number}", urgency="penting")

    with django_assert_max_num_queries(60) as looked:
        assert jobs.climb(later(seconds=10)) == 0

    assert not [one for one in looked.captured_queries if "UPDATE" in one["sql"] or "SAVEPOINT" in one["sql"]]


def test_the_loop_rests_after_every_alert_that_climbs() -> None:
    due_at = max(arrive(word=f"laporan {number}").due_at for number in range(3))
    rests: list[int] = []

    jobs.climb(due_at, lambda: rests.append(Event.objects.filter(kind="alert.climbed").count()))

    assert rests == [1, 2, 3]


def test_danger_climbs_first() -> None:
    small, grave = arrive(urgency="penting"), arrive(word="bentrok", event_form="E11", when="kini")
    climbed: list[UUID | None] = []

    jobs.climb(
        max(small.due_at, grave.due_at),
        lambda: climbed.append(Event.objects.filter(kind="alert.climbed").latest("seq").subject_id),
    )

    assert climbed == [grave.pk, small.pk]


def test_an_admin_who_comes_later_is_called_as_well() -> None:
    for role, region in town.EVERY_POST:
        town.vacate(role, region)
    alert = arrive(urgency="penting")
    assert called(alert) == set()

    town.appoint(Role.ADMIN, KAB)
    assert jobs.climb(later(seconds=10)) == 1
    assert jobs.climb(later(seconds=20)) == 0

    alert.refresh_from_db()
    assert called(alert) == {("admin", KAB)}


def test_restricted_kinds_call_only_those_who_may_read_them() -> None:
    alert = arrive(event_form="E16", when="sudah")

    assert called(alert) <= {("analis", KAB), ("kepala", KAB)}
    assert called(alert)


def test_acknowledging_gives_one_more_wait_and_twice_is_once() -> None:
    alert = arrive(urgency="penting")

    first = answer_by(Role.LURAH, VILLAGE, alert)
    answer_by(Role.BABINSA, VILLAGE, alert)
    answer_by(Role.LURAH, VILLAGE, alert)

    alert.refresh_from_db()
    assert alert.answered_by_id == town.of(Role.LURAH, VILLAGE).account
    assert alert.due_at == first.due_at == later(minutes=1) + WAIT[Urgency.PENTING][Rung.PILLARS]
    assert Event.objects.filter(kind="alert.acknowledged").count() == 2


def test_an_acknowledged_report_that_nobody_takes_up_climbs_all_the_same() -> None:
    alert = answer_by(Role.LURAH, VILLAGE, arrive(urgency="penting"))

    jobs.climb(alert.due_at)

    alert.refresh_from_db()
    assert (alert.rung, alert.answered_at) == (Rung.DISTRICT, None)


def test_whoever_was_called_before_it_climbed_may_still_answer_for_all() -> None:
    alert = arrive(urgency="penting")
    jobs.climb(alert.due_at)

    soon = alert.due_at + timedelta(minutes=1)
    actions.acknowledge(alert.pk, by=town.of(Role.LURAH, VILLAGE), at=soon)

    alert.refresh_from_db()
    assert alert.round == 2
    assert alert.answered_by_id == town.of(Role.LURAH, VILLAGE).account


def test_who_was_not_called_cannot_acknowledge() -> None:
    alert = arrive(urgency="penting")

    with pytest.raises(Absent):
        answer_by(Role.CAMAT, KEC, alert)


def test_one_subject_rings_once_however_often_it_is_rung() -> None:
    alert = arrive(urgency="penting")
    subject = actions.Subject(
        "report", alert.subject_id, VILLAGE, "E13", Urgency.PENTING, "T", restricted=False
    )

    call = actions.Call(subject=subject, reason="arrived", rung=Rung.RT, key=town.pk_of("other"))
    again = actions.ring(call, by=SYSTEM, at=later(minutes=5))

    assert again == alert
    assert Ring.objects.filter(alert=alert).count() == 3


def test_what_reached_a_screen_is_noted_once() -> None:
    alert = arrive(urgency="penting")
    lurah = town.of(Role.LURAH, VILLAGE)

    for _ in range(2):
        actions.hear(queries.unheard(lurah), by=lurah, at=later(seconds=3))

    assert alert.rings.get(role="lurah").heard_at == later(seconds=3)
    assert Event.objects.filter(kind="alert.heard").count() == 1
