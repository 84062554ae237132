"""A drill from its proposal to its removal: two people, real intake, real alerts, and a loop that may die."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from kentongan.alerts.models import Alert, Ring
from kentongan.cases import actions as cases
from kentongan.cases.models import Case
from kentongan.drills import actions, ground, jobs
from kentongan.drills.models import Answer, Drill
from kentongan.drills.queries import holders
from kentongan.drills.timing import Clock
from kentongan.events.chain import verify
from kentongan.events.models import Event
from kentongan.events.queries import written
from kentongan.people.queries import standing
from kentongan.reports import actions as reports
from kentongan.reports.models import NilReport, Photo, Report
from kentongan.rules.authority import Role
from kentongan.rules.refusal import Absent, Refused
from tests import drill as drills
from tests import town

pytestmark = pytest.mark.django_db
State = Drill.State
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def office(monkeypatch: pytest.MonkeyPatch) -> None:
    drills.office()
    drills.by_hand(monkeypatch)


def test_the_clock_of_a_drill_stands_still_in_pauses_and_after_its_end() -> None:
    begin = drills.AT
    clock = Clock(begin, drills.MIDNIGHT, 60, ((begin + MINUTE, begin + 3 * MINUTE),), begin + 5 * MINUTE)

    assert clock.now(begin + MINUTE) - drills.MIDNIGHT == timedelta(hours=1)
    assert clock.now(begin + 2 * MINUTE) - drills.MIDNIGHT == timedelta(hours=1)
    assert clock.now(begin + 4 * MINUTE) - drills.MIDNIGHT == timedelta(hours=2)
    assert clock.now(begin + 60 * MINUTE) - drills.MIDNIGHT == timedelta(hours=3)


def test_who_proposes_a_drill_does_not_agree_to_it() -> None:
    proposed = drills.propose()
    kepala = town.of(Role.KEPALA, town.KAB)

    with pytest.raises(Absent):
        actions.agree(proposed.pk, by=town.of(Role.ANALIS, town.KAB), at=drills.AT, key=town.pk_of("x"))
    with transaction.atomic(), pytest.raises(IntegrityError, match="drill_is_agreed_by_somebody_else"):
        Drill.objects.filter(pk=proposed.pk).update(
            state=State.AGREED, agreed_by=proposed.proposed_by, agreed_at=drills.AT
        )
    agreed = actions.agree(proposed.pk, by=kepala, at=drills.AT, key=town.pk_of("y"))

    assert (agreed.state, agreed.agreed_by_id) == (State.AGREED, kepala.account)


def test_the_head_who_proposed_cannot_agree_either() -> None:
    kepala = town.of(Role.KEPALA, town.KAB)
    proposed = actions.propose(drills.plan(), by=kepala, at=drills.AT, key=town.pk_of("propose"))

    with pytest.raises(Refused) as refused:
        actions.agree(proposed.pk, by=kepala, at=drills.AT, key=town.pk_of("agree"))

    assert refused.value.code == "four_eyes"


def test_who_leads_does_not_play_and_who_plays_does_not_agree() -> None:
    term = next(one for one in holders(drills.PLACE, at=drills.AT) if one.post.role == Role.ANALIS)
    with pytest.raises(Refused) as leader:
        drills.propose("leader", terms=(term.pk,))
    kepala = next(one for one in holders(drills.PLACE, at=drills.AT) if one.post.role == Role.KEPALA)
    proposed = drills.propose("player", terms=(kepala.pk,))

    with pytest.raises(Refused) as player:
        actions.agree(proposed.pk, by=town.of(Role.KEPALA, town.KAB), at=drills.AT, key=town.pk_of("z"))

    assert (leader.value.code, player.value.code) == ("leader_plays", "player_agrees")


def test_sending_a_proposal_twice_is_one_drill() -> None:
    assert drills.propose().pk == drills.propose().pk
    assert Drill.objects.count() == 1


def test_one_drill_at_a_time_plays_in_a_place() -> None:
    drills.running()
    second = drills.propose("dua")

    with pytest.raises(Refused) as refused:
        actions.agree(second.pk, by=town.of(Role.KEPALA, town.KAB), at=drills.AT, key=town.pk_of("b"))

    assert refused.value.code == "one_at_a_time"


def test_nothing_plays_before_the_second_person_agrees() -> None:
    proposed = drills.propose()

    drills.beat(drills.AT)

    assert ground.count(proposed.name) == 0
    with pytest.raises(Refused):
        drills.act(actions.start, proposed)


def test_messages_come_in_by_the_real_intake_and_call_those_who_play() -> None:
    drill = drills.running()

    drills.beat(drills.AT + MINUTE)

    told = Report.objects.filter(region_id=f"{drill.name}-{drills.VILLAGE}")
    assert [one.client_id for one in told.order_by("received_at", "client_id")] == [
        "G1:pesan-1", "G1:pesan-2", "G1:pesan-3",
    ]  # fmt: skip
    assert NilReport.objects.get().region_id == f"G1-{drills.OTHER}"
    assert Photo.objects.get().report.client_id == "G1:pesan-3"
    called = {(ring.role, ring.region_id) for ring in Ring.objects.all()}
    assert called == {("lurah", f"G1-{drills.VILLAGE}"), ("camat", f"G1-{drills.PLACE}")}
    assert {alert.cap_status for alert in Alert.objects.all()} == {"Exercise"}
    assert all(alert.headline.startswith("GLADI · ") for alert in Alert.objects.select_related("region"))


def test_the_clock_decides_what_has_come_in() -> None:
    drill = drills.running()

    drills.beat(drills.AT + timedelta(seconds=25))
    early = Report.objects.count()
    drills.act(actions.pause, drill, at=drills.AT + timedelta(seconds=26))
    drills.beat(drills.AT + timedelta(minutes=10))
    paused = Report.objects.count()
    drills.act(actions.resume, drill, at=drills.AT + timedelta(minutes=10))
    drills.beat(drills.AT + timedelta(minutes=10, seconds=30))

    assert (early, paused, Report.objects.count()) == (2, 2, 4)


def test_a_loop_that_dies_goes_on_where_it_was() -> None:
    drills.running()
    drills.beat(drills.AT + timedelta(seconds=25))
    drills.restart()

    drills.beat(drills.AT + MINUTE)
    drills.restart()
    drills.beat(drills.AT + MINUTE)

    assert Report.objects.count() == 4
    assert Event.objects.filter(kind="report.received").count() == 4
    assert Photo.objects.count() == 1


def test_a_kill_between_a_message_and_the_note_of_it_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    drill = drills.running()
    with monkeypatch.context() as patch:
        patch.setattr(actions, "come_to", lambda *_given, **_told: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            jobs.run(drills.AT + MINUTE)
    drills.restart()
    drills.beat(drills.AT + MINUTE)

    assert Report.objects.count() == 4
    assert Drill.objects.get(pk=drill.pk).played_until_at == drills.MESSAGES[5].received_at


def take_up(drill: Drill, number: int = 1) -> Case:
    """Let the lurah who plays take a message up into a case."""
    lurah = drills.played(Role.LURAH, drills.VILLAGE, drill)
    report = Report.objects.get(client_id=f"{drill.name}:pesan-{number}")
    return cases.take_up(report.pk, by=lurah, at=drills.AT + MINUTE, key=town.pk_of("case", number))


def test_an_answer_of_the_office_changes_what_comes_after_it() -> None:
    drill = drills.running()
    drills.beat(drills.AT + MINUTE)
    take_up(drill)

    drills.beat(drills.AT + MINUTE)
    drills.beat(drills.AT + 10 * MINUTE)

    assert Answer.objects.get().episode == "e1"
    assert not Report.objects.filter(client_id="G1:pesan-7").exists()


def test_without_an_answer_it_goes_on_to_burn() -> None:
    drills.running()

    drills.beat(drills.AT + 10 * MINUTE)

    assert Report.objects.filter(client_id="G1:pesan-7").exists()


def test_putting_a_message_aside_is_no_answer_to_its_episode() -> None:
    drill = drills.running()
    drills.beat(drills.AT + MINUTE)
    operator = drills.played(Role.OPERATOR, town.KAB, drill)
    report = Report.objects.get(client_id="G1:pesan-1")
    reports.put_aside(report.pk, reason="Biasa", by=operator, at=drills.AT, key=town.pk_of("aside"))

    drills.beat(drills.AT + 10 * MINUTE)

    assert not Answer.objects.exists()


def test_a_drill_ends_by_itself_after_its_last_day_and_keeps_its_lessons() -> None:
    drill = drills.running()
    drills.beat(drills.AT + MINUTE)
    take_up(drill)
    drills.beat(drills.AT + 25 * MINUTE)

    drill = Drill.objects.get(pk=drill.pk)
    assert drill.state == State.ENDED
    assert drill.lessons is not None
    (row,) = drill.lessons["episodes"]
    assert (row["result"], row["answered_by"]) == ("sebelum", "lurah 35.08.10.1011")
    assert row["gap_minutes"] == 0.0
    assert drill.lessons["counts"]["messages"] == 5
    assert drill.lessons["alerts"]["acknowledged"] == 1


def test_removal_takes_everything_away_but_the_lines_of_the_logbook(
    django_capture_on_commit_callbacks: object,
) -> None:
    drill = drills.running()
    drills.beat(drills.AT + MINUTE)
    take_up(drill)
    photo = Photo.objects.get()
    path = photo.file.path
    drills.act(actions.end, drill, at=drills.AT + 2 * MINUTE)
    before = Event.objects.count()
    real = town.report()

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        drills.act(actions.remove, drill, at=drills.AT + 3 * MINUTE)
        drills.beat(drills.AT + 3 * MINUTE)

    drill = Drill.objects.get(pk=drill.pk)
    assert (drill.state, drill.lessons) == (State.CLEARED, None)
    assert ground.count(drill.name) == 0
    assert not drill.participants.exists()
    assert not drill.answers.exists()
    assert not Path(path).exists()
    assert Report.objects.filter(pk=real.pk).exists()
    assert Event.objects.count() > before
    assert not verify(written()).faults
    assert Event.objects.filter(kind="drill.cleared").count() == 1


def test_a_number_is_never_used_again() -> None:
    first = drills.ready()
    drills.act(actions.remove, first)
    drills.beat(drills.AT)

    assert drills.propose("dua").number == first.number + 1


def test_after_the_removal_a_player_is_back_in_the_country() -> None:
    drill = drills.running()
    account = Drill.objects.get(pk=drill.pk).participants.order_by("pk")[0].account
    assert standing(account, at=drills.AT, origin="web", in_drill=drill.name).seats
    drills.act(actions.end, drill)

    drills.act(actions.remove, drill)
    drills.beat(drills.AT)

    assert not standing(account, at=drills.AT, origin="web", in_drill=drill.name).seats
    assert standing(account, at=drills.AT, origin="web").seats
