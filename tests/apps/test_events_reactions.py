"""What must follow an event: claimed with its work, counted when it fails, on the board when it is stuck."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from importlib import import_module
from uuid import UUID

import pytest
from django.apps import apps
from django.db import OperationalError, connection, connections, transaction

from kentongan.events import actions, jobs, queries
from kentongan.events.models import Event, Key, Rank, Reaction
from kentongan.rules.authority import SYSTEM
from kentongan.rules.refusal import Refused

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 21, 3, 4, tzinfo=UTC)
CALLS: list[tuple[str, int]] = []


@actions.each
def ring(event: Event, at: datetime) -> None:
    CALLS.append(("ring", event.seq))


@actions.each
def relate(event: Event, at: datetime) -> None:
    CALLS.append(("relate", event.seq))


@actions.each
def fail(event: Event, at: datetime) -> None:
    Key.objects.create(key=UUID(int=5), fingerprint="", subject_kind="", subject_id=UUID(int=5))
    raise LookupError("Budi Santoso, 0812")


@actions.each
def refuse(event: Event, at: datetime) -> None:
    raise Refused("Wilayah ini belum punya petugas.")


def count(events: Sequence[Event], at: datetime) -> None:
    CALLS.append(("count", len(events)))


def stumble_over_the_second(events: Sequence[Event], at: datetime) -> None:
    for event in events:
        Key.objects.create(key=UUID(int=event.seq), fingerprint="", subject_kind="", subject_id=UUID(int=5))
        if event.seq == 2:
            raise LookupError


HANDLERS = {
    "many": (count,),
    "stumbling": (stumble_over_the_second,),
    "two": (ring, relate),
    "bad": (fail,),
    "bad_then_good": (fail, ring),
    "refused": (refuse,),
}


@pytest.fixture(autouse=True)
def wired(monkeypatch: pytest.MonkeyPatch) -> None:
    CALLS.clear()
    monkeypatch.setattr(actions, "load", lambda _path: HANDLERS)


def write(kind: str, at: datetime = AT) -> Event:
    return actions.record(kind, subject_kind="report", subject_id=None, region="35", by=SYSTEM, at=at)


def test_every_handler_of_a_kind_runs_once_in_order_of_events() -> None:
    first, second = write("two"), write("two")

    done = jobs.react(AT)

    assert done == 4
    assert [("ring", first.seq), ("relate", first.seq), ("ring", second.seq), ("relate", second.seq)] == CALLS
    assert jobs.react(AT) == 0


def test_an_event_nobody_waits_for_leaves_nothing_to_do() -> None:
    write("quiet")

    assert not Reaction.objects.exists()


def test_no_more_than_the_limit_is_done_at_once() -> None:
    write("two")

    assert jobs.react(AT, limit=1) == 1
    assert CALLS == [("ring", 1)]


def test_a_failed_reaction_leaves_no_trace_of_its_work_but_a_counted_attempt() -> None:
    write("bad")

    assert jobs.react(AT) == 0

    reaction = Reaction.objects.get()
    assert not Key.objects.exists()
    assert (reaction.attempts, reaction.done_at, reaction.stuck_at) == (1, None, None)
    assert reaction.next_try_at == AT + timedelta(seconds=2)


def test_one_failure_does_not_hold_up_the_others() -> None:
    write("bad_then_good")

    assert jobs.react(AT) == 1
    assert CALLS == [("ring", 1)]


def test_many_reactions_of_one_handler_share_a_transaction_but_no_more_than_a_few() -> None:
    for _event in range(jobs.TOGETHER + 5):
        write("many")
    rests: list[int] = []

    done = jobs.react(AT, lambda: rests.append(len(CALLS)))

    assert done == jobs.TOGETHER + 5
    assert CALLS == [("count", jobs.TOGETHER), ("count", 5)]
    assert rests == [1, 2]


def test_one_that_fails_among_many_fails_alone() -> None:
    for _event in range(3):
        write("stumbling")

    done = jobs.react(AT)

    assert done == 2
    assert list(Key.objects.order_by("key").values_list("key", flat=True)) == [UUID(int=1), UUID(int=3)]
    assert list(Reaction.objects.order_by("event_id").values_list("attempts", flat=True)) == [0, 1, 0]


def test_when_the_database_is_busy_the_loop_hears_of_it_and_nothing_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("many")
    write("many")

    def busy(_events: Sequence[Event], _at: datetime) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(jobs, "handler_of", lambda _kind, _name: busy)

    with pytest.raises(OperationalError):
        jobs.react(AT)

    assert not Reaction.objects.filter(attempts__gt=0).exists()


def test_what_waited_before_there_were_ranks_is_ranked() -> None:
    kinds = (("35", "biasa"), ("35", "gawat"), ("G7-35", "gawat"))
    for region, urgency in kinds:
        actions.record(
            "many",
            subject_kind="report",
            subject_id=None,
            region=region,
            by=SYSTEM,
            at=AT,
            detail={"urgency": urgency},
        )
    ranked = list(Reaction.objects.order_by("event_id").values_list("rank", flat=True))
    Reaction.objects.update(rank=Rank.REAL)

    import_module("kentongan.events.migrations.0002_reaction_rank").rank_waiting(
        apps, connection.schema_editor()
    )

    assert ranked == [Rank.REAL, Rank.DANGER, Rank.DRILL]
    assert list(Reaction.objects.order_by("event_id").values_list("rank", flat=True)) == ranked


def test_waiting_doubles_until_the_reaction_is_stuck() -> None:
    write("bad")
    at, waits = AT, []
    while not queries.stuck().exists():
        jobs.react(at)
        due_at = Reaction.objects.get().next_try_at
        waits.append((due_at - at).total_seconds())
        at = due_at

    assert waits == [2, 4, 8, 16, 32, 64, 128, 256]
    assert jobs.react(at + timedelta(days=1)) == 0


def test_no_wait_is_longer_than_half_an_hour() -> None:
    assert jobs.wait_after(40) == timedelta(minutes=30)


def test_the_error_on_the_board_does_not_repeat_what_was_reported() -> None:
    write("bad")
    write("refused")

    jobs.react(AT)

    errors = list(Reaction.objects.order_by("id").values_list("last_error", flat=True))
    assert errors[0].startswith("LookupError (test_events_reactions.py:")
    assert errors[1] == "Refused: Wilayah ini belum punya petugas."


def stick(kind: str) -> Reaction:
    write(kind)
    Reaction.objects.update(attempts=jobs.STUCK_AFTER, stuck_at=AT, last_error="LookupError")
    return queries.stuck().get()


def test_a_stuck_reaction_is_tried_again_by_the_button_with_a_line_in_the_logbook() -> None:
    reaction = stick("refused")

    actions.retry(reaction.pk, by=SYSTEM, at=AT)

    reaction.refresh_from_db()
    assert (reaction.stuck_at, reaction.attempts) == (None, 0)
    assert Event.objects.order_by("-seq")[0].kind == "reaction.retried"
    assert queries.due(AT).get() == reaction


def test_pressing_the_button_twice_says_that_it_is_no_longer_stuck() -> None:
    reaction = stick("refused")
    actions.retry(reaction.pk, by=SYSTEM, at=AT)

    with pytest.raises(Refused) as refusal:
        actions.retry(reaction.pk, by=SYSTEM, at=AT)

    assert refusal.value.code == "not_stuck"


def test_a_handler_that_is_no_longer_wired_is_a_failure_and_not_silence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("two")
    monkeypatch.setattr(actions, "load", lambda _path: {})

    jobs.react(AT)

    errors = Reaction.objects.values_list("last_error", flat=True)
    assert {error.split(" ")[0] for error in errors} == {"HandlerGoneError"}


def test_a_fault_before_any_claim_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "due", lambda _at: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        jobs.react(AT)


def test_an_event_and_its_reactions_come_or_go_together() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        write("two")
        raise RuntimeError

    assert not Reaction.objects.exists()


def test_danger_is_rung_first_even_when_it_came_in_last() -> None:
    for urgency in ("biasa", "penting", "gawat", "gawat"):
        actions.record(
            "two",
            subject_kind="report",
            subject_id=None,
            region="35",
            by=SYSTEM,
            at=AT,
            detail={"urgency": urgency},
        )
    write("two")

    jobs.react(AT)

    assert [seq for word, seq in CALLS if word == "ring"] == [3, 4, 1, 2, 5]


def test_danger_that_comes_in_while_the_loop_is_busy_waits_for_a_handful_only() -> None:
    for _event in range(jobs.HANDFUL):
        write("two")

    def arrives_after_the_first() -> None:
        if len(CALLS) == 1:
            actions.record(
                "two",
                subject_kind="report",
                subject_id=None,
                region="35",
                by=SYSTEM,
                at=AT,
                detail={"urgency": "gawat"},
            )

    jobs.react(AT, arrives_after_the_first, limit=3 * jobs.HANDFUL)

    assert CALLS.index(("ring", jobs.HANDFUL + 1)) == jobs.HANDFUL


@pytest.mark.django_db(transaction=True)
def test_between_any_two_of_hundreds_of_reactions_somebody_else_can_write() -> None:
    with transaction.atomic():
        for _event in range(150):
            write("two")
    turns: list[int] = []

    def bring_a_report() -> None:
        """Write from another connection, which may not wait at all."""
        impatient = {"sqlite": "PRAGMA busy_timeout = 0", "postgresql": "SET lock_timeout = 100"}
        try:
            with connection.cursor() as cursor:
                cursor.execute(impatient[connection.vendor])
            with transaction.atomic():
                turns.append(write("quiet").seq)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as others:
        while jobs.react(AT, lambda: others.submit(bring_a_report).result()):
            pass

    assert len(CALLS) == 300
    assert turns == list(range(151, 451))


@pytest.mark.django_db(transaction=True)
def test_two_loops_at_once_do_every_reaction_once() -> None:
    with transaction.atomic():
        for _event in range(15):
            write("two")

    def loop() -> int:
        done = 0
        try:
            while queries.due(AT).exists():
                done += jobs.react(AT)
        finally:
            connections.close_all()
        return done

    with ThreadPoolExecutor(2) as pool:
        done = sum(result.result() for result in [pool.submit(loop), pool.submit(loop)])

    assert done == 30
    assert sorted(CALLS) == sorted((word, seq) for seq in range(1, 16) for word in ("ring", "relate"))
    assert not Reaction.objects.filter(attempts__gt=0).exists()
