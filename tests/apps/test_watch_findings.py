"""A finding is proposed, somebody hears of it, a person decides, and later it is judged by what was there."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from kentongan.alerts import actions as alerts
from kentongan.alerts import queries as alert_queries
from kentongan.alerts.models import Alert, Ring
from kentongan.events import jobs as event_jobs
from kentongan.events.models import Event
from kentongan.people.queries import standing as standing_of
from kentongan.reports import actions as reports
from kentongan.reports.models import Report
from kentongan.rules import places
from kentongan.rules.authority import SYSTEM, Role
from kentongan.rules.escalation import Rung
from kentongan.rules.levels import Level
from kentongan.rules.refusal import Absent, Refused
from kentongan.rules.routing import hearers
from kentongan.rules.watching import Group
from kentongan.watch import actions, grades, jobs, queries, rounds
from kentongan.watch.models import Finding, Run
from kentongan.watch.rounds import Seen
from tests import town, watching
from tests.town import AT, KAB, KEC, NEXT_DOOR, VILLAGE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kabupaten() -> None:
    town.build()
    town.appoint(Role.CAMAT, OTHER_KEC)
    town.appoint(Role.OPERATOR, "35.09")


OTHER_KEC = "35.09.01"
ACROSS_KEC, ACROSS = "35.08.02", "35.08.02.2001"


def neighbours() -> None:
    """Put a kecamatan with one desa and a camat beside the one of the town."""
    town.make_region(ACROSS_KEC, "Kecamatan Seberang")
    town.make_region(ACROSS, "Desa Seberang")
    town.appoint(Role.CAMAT, ACROSS_KEC)


def react(at: datetime = AT) -> None:
    """Let follow what must follow."""
    event_jobs.react(at)


def test_a_proposal_rings_the_desk_and_is_silent_once_decided() -> None:
    finding = watching.raise_finding()
    react()
    alert = Alert.objects.get(subject_kind="finding", subject_id=finding.pk)
    hears = set(alert.rings.values_list("role", "region_id"))
    actions.confirm(finding.pk, level=Level.SIAGA, by=town.of(Role.ANALIS, KAB), at=AT, key=uuid4())
    react()
    alert.refresh_from_db()

    assert alert.reason == Alert.Reason.FOUND
    assert hears == {("operator", KAB), ("analis", KAB)}
    assert alert.closed_at == AT


def test_a_confirmed_finding_calls_the_posts_around_it() -> None:
    finding = watching.raise_finding()
    react()

    actions.confirm(finding.pk, level=Level.SIAGA, by=town.of(Role.ANALIS, KAB), at=AT, key=uuid4())
    react()

    called = Ring.objects.filter(alert__subject_id=finding.pk, alert__reason=Alert.Reason.RAISED)
    assert set(called.values_list("role", "region_id")) == {
        ("camat", KEC),
        ("kapolsek", KEC),
        ("danramil", KEC),
    }


@pytest.mark.parametrize("rung", [Rung.PILLARS, Rung.DISTRICT, Rung.KESBANGPOL])
def test_whoever_may_be_called_about_a_finding_may_read_it(rung: Rung) -> None:
    finding = watching.raise_finding()
    levels = {places.VILLAGE: VILLAGE, places.DISTRICT: KEC, places.REGENCY: KAB}

    for role, level in hearers(rung):
        assert finding in queries.findings(town.of(role, levels[level])), role


def test_each_side_of_a_border_answers_for_itself() -> None:
    neighbours()
    finding = watching.raise_finding("lintas", villages=(VILLAGE, ACROSS), counts=(11, 3))
    actions.confirm(finding.pk, level=Level.SIAGA, by=town.of(Role.ANALIS, KAB), at=AT, key=uuid4())
    react()
    called = Alert.objects.get(subject_id=finding.pk, reason=Alert.Reason.RAISED)

    alerts.acknowledge(called.pk, by=town.of(Role.CAMAT, KEC), at=AT)
    one = Alert.objects.get(pk=called.pk)
    waiting = alert_queries.unheard(town.of(Role.CAMAT, ACROSS_KEC))
    alerts.acknowledge(called.pk, by=town.of(Role.CAMAT, ACROSS_KEC), at=AT)

    assert one.answered_at is None
    assert one.closed_at is None
    assert [ring.alert_id for ring in waiting] == [called.pk]
    assert Alert.objects.get(pk=called.pk).closed_at is not None


def test_a_side_without_anybody_is_left_to_the_desk() -> None:
    town.make_region(ACROSS_KEC, "Kecamatan Seberang")
    town.make_region(ACROSS, "Desa Seberang")
    finding = watching.raise_finding("lintas", villages=(VILLAGE, ACROSS), counts=(11, 3))
    actions.confirm(finding.pk, level=Level.SIAGA, by=town.of(Role.ANALIS, KAB), at=AT, key=uuid4())
    react()

    called = Ring.objects.filter(alert__subject_id=finding.pk, alert__reason=Alert.Reason.RAISED)
    assert {("camat", KEC), ("operator", KAB)} <= set(called.values_list("role", "region_id"))


def test_the_same_night_told_twice_is_one_finding() -> None:
    finding = watching.raise_finding("satu")
    again = watching.raise_finding("dua", at=AT + timedelta(hours=1), observed=16)

    assert again.pk == finding.pk
    assert again.observed == 16
    assert Event.objects.filter(kind="watch.proposed").count() == 1


def test_a_finding_that_rises_is_told_again() -> None:
    watching.raise_finding("satu", level=Level.WASPADA)
    again = watching.raise_finding("dua", at=AT + timedelta(hours=1))

    assert again.level == Level.SIAGA
    assert Event.objects.filter(kind="watch.proposed").count() == 2


def test_what_was_rejected_is_not_proposed_again_unless_it_rises() -> None:
    finding = watching.raise_finding("satu", level=Level.WASPADA)
    desk = town.of(Role.OPERATOR, KAB)
    actions.reject(finding.pk, reason="Panen raya.", by=desk, at=AT, key=uuid4())

    run = watching.round_of("dua", at=AT + timedelta(hours=1))
    same = watching.found(level=Level.WASPADA)
    rounds.finish(run.pk, Seen(inputs="0" * 64, engine="titir", found=(same,)), at=AT)
    unchanged = Finding.objects.count()
    run = watching.round_of("tiga", at=AT + timedelta(hours=2))
    rounds.finish(run.pk, Seen(inputs="0" * 64, engine="titir", found=(watching.found(),)), at=AT)

    assert unchanged == 1
    assert Finding.objects.filter(state="usul", level="siaga").count() == 1


def test_another_group_or_another_place_is_another_finding() -> None:
    watching.raise_finding("satu")
    watching.raise_finding("dua", at=AT + timedelta(hours=1), group=Group.VIOLENCE)
    watching.raise_finding("tiga", at=AT + timedelta(hours=2), villages=("35.09.01.2001",))

    assert Finding.objects.count() == 3


def test_a_rejection_needs_a_reason() -> None:
    finding = watching.raise_finding()

    with pytest.raises(Refused, match="alasan"):
        actions.reject(finding.pk, reason="  ", by=town.of(Role.OPERATOR, KAB), at=AT, key=uuid4())


def test_awas_is_not_the_desks_to_set() -> None:
    finding = watching.raise_finding()

    with pytest.raises(Refused, match="Awas"):
        actions.confirm(finding.pk, level=Level.AWAS, by=town.of(Role.OPERATOR, KAB), at=AT, key=uuid4())
    actions.confirm(finding.pk, level=Level.AWAS, by=town.of(Role.KEPALA, KAB), at=AT, key=uuid4())

    assert Finding.objects.get().level == Level.AWAS


def test_a_finding_is_decided_once() -> None:
    finding = watching.raise_finding()
    desk, key = town.of(Role.OPERATOR, KAB), uuid4()

    for _press in range(2):
        actions.confirm(finding.pk, level=Level.WASPADA, by=desk, at=AT, key=key)

    assert Event.objects.filter(kind="watch.confirmed").count() == 1
    with pytest.raises(Refused, match="sudah diputuskan"):
        actions.reject(finding.pk, reason="Tidak.", by=desk, at=AT, key=uuid4())


def test_who_has_no_say_there_sees_nothing() -> None:
    finding = watching.raise_finding()

    for stranger in (town.of(Role.OPERATOR, "35.09"), town.of(Role.CAMAT, OTHER_KEC)):
        with pytest.raises(Absent):
            queries.finding(stranger, finding.pk)
        with pytest.raises(Absent):
            actions.confirm(finding.pk, level=Level.SIAGA, by=stranger, at=AT, key=uuid4())
    assert queries.finding(town.of(Role.CAMAT, KEC), finding.pk) == finding
    with pytest.raises(Absent):
        actions.confirm(finding.pk, level=Level.SIAGA, by=town.of(Role.CAMAT, KEC), at=AT, key=uuid4())


def test_a_proposal_nobody_decided_on_lapses_and_says_so() -> None:
    finding = watching.raise_finding()
    react()

    jobs.lapse(AT + timedelta(days=8))
    react(AT + timedelta(days=8))

    assert Finding.objects.get().state == Finding.State.LAPSED
    assert Alert.objects.get(subject_id=finding.pk).closed_at is not None


def test_a_finding_is_judged_by_what_people_found_there() -> None:
    town.report("nyata", at=AT - timedelta(days=2))
    finding = watching.raise_finding()
    later = AT + timedelta(days=20)
    nothing_yet = grades.what_was_there(finding)
    town.report("bentrok", at=AT + timedelta(days=3), event_form="E11")
    grave = Report.objects.filter(event_form="E11").get()
    reports.verify(grave.pk, verdict="benar", by=town.of(Role.ANALIS, KAB), at=later, key=uuid4())

    jobs.judge(later)

    finding.refresh_from_db()
    assert nothing_yet == (False, None)
    assert finding.outcome == Finding.Outcome.HIT
    assert finding.lead_hours == pytest.approx(72)


def test_what_is_need_to_know_judges_no_finding() -> None:
    finding = watching.raise_finding()
    town.report("rahasia", at=AT + timedelta(days=3), event_form="E16")
    Report.objects.update(verification="benar")

    assert Report.objects.get().restricted
    assert grades.what_was_there(finding) == (False, None)


def test_a_finding_where_nothing_was_is_a_false_alarm() -> None:
    watching.raise_finding()

    jobs.judge(AT + timedelta(days=20))

    assert Finding.objects.get().outcome == Finding.Outcome.MISS
    quality = grades.quality(town.of(Role.KEPALA, KAB), KAB, since=AT - timedelta(days=1))
    assert (quality.judged, quality.hits, quality.precision) == (1, 0, 0.0)


def test_the_situation_shows_a_confirmed_level_as_long_as_it_stands() -> None:
    finding = watching.raise_finding()
    actions.confirm(finding.pk, level=Level.SIAGA, by=town.of(Role.ANALIS, KAB), at=AT, key=uuid4())
    chief = town.of(Role.KEPALA, KAB)

    now = queries.levels_standing(chief, at=AT)
    later = queries.levels_standing(chief, at=AT + timedelta(days=4))

    assert now == [(VILLAGE, Level.SIAGA), (NEXT_DOOR, Level.SIAGA)]
    assert later == []


def test_a_village_of_the_circle_without_a_report_is_not_raised() -> None:
    finding = watching.raise_finding(counts=(14, 0))
    actions.confirm(finding.pk, level=Level.SIAGA, by=town.of(Role.ANALIS, KAB), at=AT, key=uuid4())

    assert queries.levels_standing(town.of(Role.KEPALA, KAB), at=AT) == [(VILLAGE, Level.SIAGA)]


def test_the_reports_behind_a_finding_are_those_this_person_may_read() -> None:
    seen = town.report("satu", at=AT - timedelta(days=1))
    town.report("rahasia", at=AT - timedelta(days=1), event_form="E16")
    finding = watching.raise_finding()

    assert [one.report for one in queries.reports_in(town.of(Role.KEPALA, KAB), finding)] == [seen]
    assert queries.reports_in(standing_of(None, at=AT, origin="web"), finding) == []


def test_rounds_are_ordered_once_for_their_hour() -> None:
    at = AT  # 10.00 WIB
    first = jobs.order_rounds(at)
    again = jobs.order_rounds(at + timedelta(minutes=5))

    kinds = sorted(Run.objects.filter(region_id=KAB).values_list("kind", flat=True))
    assert (first, again) == (4, 0)  # Lumajang and Jember: a night and an hour each
    assert kinds == ["malam", "ringan"]


def test_a_round_cut_off_begins_anew_and_gives_up_after_three() -> None:
    run = watching.round_of()
    for hours in (1, 2):
        assert rounds.claim_next(at=AT + timedelta(hours=hours)) is not None

    assert rounds.claim_next(at=AT + timedelta(hours=3)) is None
    run.refresh_from_db()
    assert (run.state, run.trouble) == (Run.State.FAILED, "cut_off")


def test_a_round_that_stops_with_the_server_goes_on_as_soon_as_it_is_back() -> None:
    run = watching.round_of()
    rounds.step(run.pk, at=AT)

    for _stop in range(5):
        rounds.put_back(run.pk)
        again = rounds.claim_next(at=AT + timedelta(seconds=20))

        assert again == run
        assert (again.state, again.steps_done, again.attempts) == (Run.State.RUNNING, 0, 1)


def test_a_round_that_has_ended_is_not_put_back() -> None:
    run = watching.round_of()
    rounds.finish(run.pk, Seen(inputs="", engine="titir"), at=AT)

    rounds.put_back(run.pk)

    assert Run.objects.get(pk=run.pk).state == Run.State.DONE


def test_two_workers_do_not_look_at_one_place_at_once() -> None:
    plan = actions.begin_watching(KAB, by=SYSTEM, at=AT)
    for kind in (Run.Kind.NIGHT, Run.Kind.LIGHT):
        rounds.order(kind, plan, as_of=AT, by=SYSTEM, at=AT, key=uuid4())
    trial = rounds.try_plan(
        KAB, actions.Settings(), nights=30, by=town.of(Role.ANALIS, KAB), at=AT, key=uuid4()
    )

    first, second = rounds.claim_next(at=AT), rounds.claim_next(at=AT)

    assert first is not None
    assert first.kind in {Run.Kind.NIGHT, Run.Kind.LIGHT}
    assert second == trial
    assert rounds.claim_next(at=AT) is None
    rounds.finish(first.pk, Seen(inputs="", engine="titir"), at=AT)
    assert rounds.claim_next(at=AT) is not None


def test_a_place_that_another_worker_took_in_the_same_moment_is_left_to_it() -> None:
    plan = actions.begin_watching(KAB, by=SYSTEM, at=AT)
    for kind in (Run.Kind.NIGHT, Run.Kind.LIGHT):
        rounds.order(kind, plan, as_of=AT, by=SYSTEM, at=AT, key=uuid4())
    theirs: list[Run | None] = []

    def be_later(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Let another worker take a round just before we do."""
        if sql.startswith("UPDATE") and not theirs:
            theirs.append(None)
            theirs[0] = rounds.claim_next(at=AT)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(be_later):
        ours = rounds.claim_next(at=AT)

    assert theirs[0] is not None
    assert ours is None


def test_a_round_that_was_stopped_keeps_nothing() -> None:
    run = watching.round_of()
    rounds.cancel(run.pk, by=town.of(Role.ANALIS, KAB), at=AT, key=uuid4())
    goes_on = rounds.step(run.pk, at=AT)
    rounds.stop(run.pk, at=AT)
    rounds.finish(run.pk, Seen(inputs="", engine="", found=(watching.found(),)), at=AT)

    assert not goes_on
    assert Finding.objects.count() == 0
    assert Run.objects.get(pk=run.pk).state == Run.State.CANCELLED


def test_a_plan_counts_only_after_it_was_tried_to_the_end() -> None:
    chief, analyst = town.of(Role.KEPALA, KAB), town.of(Role.ANALIS, KAB)
    live = actions.begin_watching(KAB, by=SYSTEM, at=AT)
    trial = rounds.try_plan(KAB, actions.Settings(max_days=14), nights=30, by=analyst, at=AT, key=uuid4())

    with pytest.raises(Refused, match="diuji"):
        actions.adopt(trial.plan_id, by=chief, at=AT, key=uuid4())
    with pytest.raises(Absent):
        actions.adopt(trial.plan_id, by=analyst, at=AT, key=uuid4())
    assert rounds.claim_next(at=AT) is not None
    rounds.finish(trial.pk, Seen(inputs="", engine="titir"), at=AT)
    actions.adopt(trial.plan_id, by=chief, at=AT, key=uuid4())

    live.refresh_from_db()
    assert live.state == "lama"
    assert actions.begin_watching(KAB, by=SYSTEM, at=AT).max_days == 14


# -- across a border --


def across_a_border() -> Finding:
    """Let a night find something in two kecamatan: eleven reports in one, three in the other."""
    return watching.raise_finding("lintas", villages=(VILLAGE, ACROSS), counts=(11, 3))


def test_a_confirmed_finding_across_a_border_calls_both_kecamatan() -> None:
    neighbours()
    finding = across_a_border()
    react()

    actions.confirm(finding.pk, level=Level.SIAGA, by=town.of(Role.ANALIS, KAB), at=AT, key=uuid4())
    react()

    called = Ring.objects.filter(alert__subject_id=finding.pk, alert__reason=Alert.Reason.RAISED)
    assert finding.region_id == KAB
    assert {("camat", KEC), ("camat", ACROSS_KEC)} <= set(called.values_list("role", "region_id"))
    assert not called.filter(role="operator").exists()


def test_a_kecamatan_of_the_circle_without_a_report_is_not_called() -> None:
    neighbours()
    third = "35.08.03.2001"
    town.make_region("35.08.03", "Kecamatan Ketiga")
    town.make_region(third, "Desa Ketiga")
    finding = watching.raise_finding("lintas", villages=(VILLAGE, ACROSS, third), counts=(11, 3, 0))

    assert {region for _, region in jobs.districts_of(finding)} == {KEC, ACROSS_KEC}


def test_of_a_finding_across_a_border_each_sees_the_own_villages_and_no_number_of_the_other() -> None:
    neighbours()
    finding = across_a_border()

    page = town.browser(Role.CAMAT, ACROSS_KEC).get(f"/jaga/temuan/{finding.pk}").content.decode()
    whole = town.browser(Role.ANALIS, KAB).get(f"/jaga/temuan/{finding.pk}").content.decode()

    assert "3 laporan dalam 9 hari di 1 desa di wilayah Anda" in page
    for other in ("14 laporan", "(11)", town.make_region(VILLAGE, "").name, "Laporan per hari di sini"):
        assert other not in page.split("<main")[1].split("</main>")[0]
    assert "14 laporan dalam 9 hari" in whole
    assert "(11)" in whole


def test_what_the_desk_wrote_of_both_sides_and_hours_of_the_other_side_stay_with_who_reads_the_whole() -> (
    None
):
    neighbours()
    finding = across_a_border()
    actions.reject(finding.pk, reason="Panen di Seberang.", by=town.of(Role.ANALIS, KAB), at=AT, key=uuid4())
    Finding.objects.update(outcome=Finding.Outcome.HIT, lead_hours=72.0, judged_at=AT)

    shown = {
        role: town.browser(role, region).get(f"/jaga/temuan/{finding.pk}").content.decode()
        for role, region in ((Role.CAMAT, ACROSS_KEC), (Role.ANALIS, KAB))
    }
    hours = {
        region: grades.quality(town.of(role, region), region, since=AT - timedelta(days=30)).lead_hours
        for role, region in ((Role.CAMAT, ACROSS_KEC), (Role.ANALIS, KAB))
    }

    assert "Panen di Seberang." not in shown[Role.CAMAT]
    assert "Panen di Seberang." in shown[Role.ANALIS]
    assert hours == {ACROSS_KEC: None, KAB: 72.0}


def test_who_sees_all_reports_of_a_finding_but_not_all_of_its_circle_reads_no_series_of_it() -> None:
    neighbours()
    finding = watching.raise_finding(
        "lintas", villages=(VILLAGE, ACROSS), counts=(14, 0), villages_with_reports=1
    )

    page = town.browser(Role.LURAH, VILLAGE).get(f"/jaga/temuan/{finding.pk}").content.decode()
    tonight = town.browser(Role.LURAH, VILLAGE).get("/jaga").content.decode()

    assert "14 laporan dalam 9 hari di 1 desa di wilayah Anda" in page
    assert "Laporan per hari di sini" not in page
    assert "biasanya" not in page.split("<main")[1].split("</main>")[0] + tonight


def test_who_is_called_across_a_border_finds_the_way_to_the_own_part() -> None:
    neighbours()
    finding = across_a_border()
    react()
    actions.confirm(finding.pk, level=Level.SIAGA, by=town.of(Role.ANALIS, KAB), at=AT, key=uuid4())
    react()

    board = town.browser(Role.CAMAT, ACROSS_KEC).get("/panggilan").content.decode()

    assert f"/jaga/temuan/{finding.pk}" in board


def test_what_else_waits_in_the_same_villages_is_named() -> None:
    finding = watching.raise_finding("satu")
    other = watching.raise_finding("dua", at=AT + timedelta(hours=1), group=Group.TENSION)
    neighbours()
    far = watching.raise_finding("tiga", at=AT + timedelta(hours=2), villages=(ACROSS,), counts=(14,))
    desk = town.of(Role.ANALIS, KAB)

    page = town.browser(Role.ANALIS, KAB).get(f"/jaga/temuan/{finding.pk}").content.decode()

    assert queries.waiting_there(desk, queries.finding(desk, finding.pk)) == [other]
    assert f"/jaga/temuan/{other.pk}" in page
    assert f"/jaga/temuan/{far.pk}" not in page


def test_a_neighbour_with_villages_in_the_circle_but_without_reports_sees_nothing() -> None:
    neighbours()
    finding = watching.raise_finding("lintas", villages=(VILLAGE, ACROSS), counts=(14, 0))

    with pytest.raises(Absent):
        queries.finding(town.of(Role.CAMAT, ACROSS_KEC), finding.pk)


def test_what_is_decided_while_a_night_looks_at_it_stays_as_it_was_decided(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finding = watching.raise_finding("satu")
    same = queries.same_finding

    def decided_meanwhile(*about: Any, **more: Any) -> Finding | None:
        """Find it, and let somebody decide on it before it is renewed."""
        known = same(*about, **more)
        actions.confirm(finding.pk, level=Level.WASPADA, by=town.of(Role.ANALIS, KAB), at=AT, key=uuid4())
        return known

    run = watching.round_of("dua", at=AT + timedelta(hours=1))
    monkeypatch.setattr(queries, "same_finding", decided_meanwhile)
    night = Seen(
        inputs="0" * 64, engine="titir", found=(watching.found(level=Level.WASPADA, counts=(13, 1)),)
    )
    rounds.finish(run.pk, night, at=AT + timedelta(hours=1))

    finding.refresh_from_db()
    assert (finding.state, finding.lapses_at) == (Finding.State.CONFIRMED, AT + timedelta(days=7))
    assert list(finding.places.values_list("reports", flat=True)) == [11, 3]


def test_a_renewed_finding_forgets_where_it_was() -> None:
    finding = watching.raise_finding("satu")
    watching.raise_finding("dua", at=AT + timedelta(hours=1), observed=16, counts=(16, 0))

    assert list(finding.places.values_list("region_id", "reports")) == [(VILLAGE, 16), (NEXT_DOOR, 0)]


# -- the reports behind it --


def test_only_reports_of_its_days_stand_behind_a_finding_each_with_what_it_counted() -> None:
    end = AT  # the round looked at the 24 hours before each 10.00 WIB
    town.report("sesudah", at=end + timedelta(hours=1))
    town.report("sebelum", at=end - timedelta(days=1, hours=1))
    last = town.report("terakhir", at=end - timedelta(hours=1))
    finding = watching.raise_finding(
        starts_on=end.date() - timedelta(days=1), ends_on=end.date() - timedelta(days=1)
    )
    half, untrue = (
        town.report(word, at=end - timedelta(hours=hours)) for word, hours in (("separuh", 2), ("bohong", 3))
    )
    Report.objects.filter(pk=last.pk).update(verification="benar")
    Report.objects.filter(pk=half.pk).update(verification="sebagian")
    Report.objects.filter(pk=untrue.pk).update(verification="tidak_benar")

    behind = queries.reports_in(town.of(Role.KEPALA, KAB), finding)

    assert [(one.report.pk, one.weight) for one in behind] == [
        (last.pk, 1.0),
        (half.pk, 0.5),
        (untrue.pk, 0.0),
    ]


# -- what a rejection needs, at its field --


def test_a_rejection_without_a_reason_is_asked_for_it_at_the_field() -> None:
    finding = watching.raise_finding()
    desk = town.browser(Role.ANALIS, KAB)

    answer = desk.post(
        f"/jaga/temuan/{finding.pk}/tolak", {"level": "siaga", "reason": " ", "key": str(uuid4())}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Alasan: Tulis alasannya" in page
    assert '<textarea name="reason"' in page
    assert Finding.objects.get().state == Finding.State.PROPOSED


# -- a plan tried on nothing --


def test_a_plan_that_was_tried_on_no_night_cannot_count() -> None:
    chief = town.of(Role.KEPALA, KAB)
    trial = rounds.try_plan(KAB, actions.Settings(), nights=30, by=chief, at=AT, key=uuid4())
    assert rounds.claim_next(at=AT) is not None
    rounds.finish(trial.pk, Seen(inputs="", engine="titir", past_days=3), at=AT)

    page = town.browser(Role.KEPALA, KAB).get(f"/jaga/kerja/{trial.pk}").content.decode()

    assert "baru ada catatan 3 hari" in page
    assert "Berlakukan" not in page
    assert "Tidak ada yang akan diusulkan." not in page
    with pytest.raises(Refused, match="satu malam pun"):
        actions.adopt(trial.plan_id, by=chief, at=AT, key=uuid4())
