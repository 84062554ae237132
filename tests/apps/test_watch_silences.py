"""A silent post is noticed, asked by one tap, and over when it speaks or somebody went there."""

from datetime import timedelta
from uuid import uuid4

import pytest

from kentongan.alerts import actions as alerts
from kentongan.alerts import jobs as alert_jobs
from kentongan.alerts.models import Alert
from kentongan.events import jobs as event_jobs
from kentongan.reports import actions as reports
from kentongan.reports import queries as report_queries
from kentongan.rules.authority import SYSTEM, Role
from kentongan.rules.refusal import Absent, Refused
from kentongan.watch import queries, rounds, silences
from kentongan.watch.models import Run, Silence
from kentongan.watch.silences import Silent
from tests import town, watching
from tests.town import AT, KAB, RT, VILLAGE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kabupaten() -> None:
    town.build()


def notice(*rows: Silent, spoke: tuple[tuple[Role, str], ...] = ()) -> None:
    """Let a night listen."""
    silences.keep(Run.objects.first() or watching.round_of(), rows, spoke=spoke, at=AT)


def test_a_silent_post_is_one_row_until_it_is_over() -> None:
    notice(watching.silent())
    notice(watching.silent(chance=0.001))

    assert Silence.objects.get().chance == 0.001


def test_asking_rings_the_post_itself_and_then_the_rung_above() -> None:
    notice(watching.silent())
    post = Silence.objects.get()

    silences.ask(post.pk, by=town.of(Role.OPERATOR, KAB), at=AT, key=uuid4())

    alert = Alert.objects.get(subject_kind="silence")
    assert list(alert.rings.values_list("role", "region_id")) == [("rt", RT)]
    assert alert.rung == "rt"
    assert "lama tidak terdengar" in alert.headline
    with pytest.raises(Refused):
        silences.ask(post.pk, by=town.of(Role.OPERATOR, KAB), at=AT, key=uuid4())


def test_a_post_that_speaks_again_is_over_and_its_bell_is_silent() -> None:
    notice(watching.silent())
    post = Silence.objects.get()
    silences.ask(post.pk, by=town.of(Role.LURAH, VILLAGE), at=AT, key=uuid4())

    notice(spoke=((Role.RT, RT),))

    post.refresh_from_db()
    assert (post.state, post.cause) == ("selesai", "bersuara")
    assert Alert.objects.get(subject_kind="silence").closed_at == AT


def test_a_post_that_answers_the_question_is_no_longer_silent() -> None:
    notice(watching.silent())
    post = Silence.objects.get()
    silences.ask(post.pk, by=town.of(Role.LURAH, VILLAGE), at=AT, key=uuid4())
    alert = Alert.objects.get(subject_kind="silence")

    alerts.acknowledge(alert.pk, by=town.of(Role.RT, RT), at=AT + timedelta(minutes=4))
    event_jobs.react(AT + timedelta(minutes=5))

    post.refresh_from_db()
    alert.refresh_from_db()
    assert (post.state, post.cause) == ("selesai", "menjawab")
    assert alert.closed_at == AT + timedelta(minutes=4)


def test_who_stands_above_a_silent_post_and_hears_of_it_does_not_answer_for_it() -> None:
    notice(watching.silent())
    post = Silence.objects.get()
    silences.ask(post.pk, by=town.of(Role.OPERATOR, KAB), at=AT, key=uuid4())
    later = AT + timedelta(days=1)
    alert_jobs.climb(later)
    alert = Alert.objects.get(subject_kind="silence")

    alerts.acknowledge(alert.pk, by=town.of(Role.LURAH, VILLAGE), at=later)
    event_jobs.react(later)

    post.refresh_from_db()
    assert post.state == "ditanya"


def test_whoever_went_there_says_what_it_was() -> None:
    notice(watching.silent())
    post, lurah = Silence.objects.get(), town.of(Role.LURAH, VILLAGE)

    with pytest.raises(Refused, match="sebab"):
        silences.visit(post.pk, cause="bersuara", by=lurah, at=AT, key=uuid4())
    with pytest.raises(Refused, match="sebab"):
        silences.visit(post.pk, cause="menjawab", by=lurah, at=AT, key=uuid4())
    silences.visit(post.pk, cause="takut", by=lurah, at=AT, key=uuid4())

    post.refresh_from_db()
    assert (post.state, post.cause, post.visited_by_id) == ("selesai", "takut", lurah.account)


def test_a_silence_that_was_explained_is_left_alone_for_a_week() -> None:
    notice(watching.silent())
    lurah = town.of(Role.LURAH, VILLAGE)
    silences.visit(Silence.objects.get().pk, cause="telepon", by=lurah, at=AT, key=uuid4())

    for days, known in ((6, 1), (8, 2)):
        at = AT + timedelta(days=days)
        rounds.stop(Run.objects.latest("asked_at").pk, at=at)
        silences.keep(watching.round_of(f"{days}", at=at), [watching.silent()], spoke=(), at=at)
        assert Silence.objects.count() == known


def test_only_the_civil_line_of_the_place_and_the_desk_ask() -> None:
    notice(watching.silent())
    post = Silence.objects.get()

    for stranger in (town.of(Role.BABINSA, VILLAGE), town.of(Role.RT, RT), town.of(Role.ADMIN, KAB)):
        with pytest.raises(Absent):
            queries.silence(stranger, post.pk)
    assert queries.silence(town.of(Role.LURAH, VILLAGE), post.pk) == post


def test_a_post_speaks_by_a_nil_report_and_by_a_report_of_its_holder() -> None:
    reports.send_nil(role=Role.RT, region=RT, period_on=watching.TODAY, by=town.of(Role.RT, RT), at=AT)
    town.report("satu", by=town.of(Role.LURAH, VILLAGE), at=AT - timedelta(days=1))

    spoke = set(
        report_queries.spoke(
            SYSTEM,
            region=KAB,
            since=watching.TODAY - timedelta(days=3),
            until=watching.TODAY + timedelta(days=1),
        )
    )

    assert spoke == {
        (Role.RT, RT, watching.TODAY),
        (Role.LURAH, VILLAGE, watching.TODAY - timedelta(days=1)),
    }


def test_a_post_takes_the_duty_on_by_saying_once_that_nothing_happened() -> None:
    reports.send_nil(role=Role.RT, region=RT, period_on=watching.TODAY, by=town.of(Role.RT, RT), at=AT)
    town.report("satu", by=town.of(Role.LURAH, VILLAGE), at=AT)
    since, until = watching.TODAY, watching.TODAY + timedelta(days=1)

    assert report_queries.said_nil(SYSTEM, region=KAB, since=since, until=until) == {(Role.RT, RT)}
    assert report_queries.said_nil(SYSTEM, region=KAB, since=until, until=until) == set()
