"""Rows written by a ready-made statement are the rows that Django's own save writes."""

import json
import re
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.db import DataError, IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from kentongan.events import rows
from kentongan.events.models import Event, Reaction
from kentongan.events.recordset import recordset_of
from kentongan.reports.models import Photo, Report
from tests.offices import make_regions
from tests.web import world

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def values_of(row: models.Model, *without: str) -> dict[str, object]:
    """Read a row back, all but some of its columns."""
    again = type(row)._default_manager.get(pk=row.pk)
    return {f.attname: getattr(again, f.attname) for f in row._meta.concrete_fields if f.name not in without}


def test_a_report_with_every_kind_of_value_reads_back_as_after_save() -> None:
    make_regions()
    told: dict[str, object] = {
        "counts": {"massa": [20, 99]},
        "issues": ["I01"],
        "occurred_on": date(2026, 11, 20),
    }
    told |= {"lat": -8.1, "lng": 113.2, "stated_at": AT, "text": "Ricuh 100% \"pasar\"; 'usai'"}
    saved = world.report("35.08.10.1001", at=AT, **told)
    row = Report.objects.get(pk=saved.pk)
    row.id, row.client_id, row.code = uuid4(), "another", "KT-ANOTHER"

    rows.insert(row)

    assert values_of(row, "id", "client_id", "code") == values_of(saved, "id", "client_id", "code")
    row.text = "lain"
    row.save()
    assert Report.objects.count() == 2


def test_a_row_that_breaks_a_promise_of_its_table_is_refused() -> None:
    event = Event(seq=0, at=AT, actor="a", kind="k", subject_kind="s", region="35", origin="web")

    with (
        pytest.raises(IntegrityError, match=r"event_seq_counts_from_one|bernomor urut"),
        transaction.atomic(),
    ):
        rows.insert(event)


def test_many_rows_are_written_in_their_order_with_a_few_statements() -> None:
    events = [
        Event(
            seq=seq,
            at=AT,
            actor="a",
            kind="k",
            subject_kind="s",
            region="35",
            origin="web",
            detail={"n": seq},
        )
        for seq in range(1, 40)
    ]

    with CaptureQueriesContext(connection) as statements:
        rows.insert_all(events)

    assert [len(re.findall(r"['\"]web['\"]", one["sql"])) for one in statements.captured_queries] == (
        [39] if connection.vendor == "postgresql" else [32, 4, 2, 1]
    )
    assert [(event.seq, event.detail) for event in Event.objects.order_by("seq")] == [
        (seq, {"n": seq}) for seq in range(1, 40)
    ]


def test_no_rows_need_no_statement() -> None:
    with CaptureQueriesContext(connection) as statements:
        rows.insert_all([])

    assert not statements.captured_queries


def test_a_number_that_the_database_makes_is_left_to_it() -> None:
    event = Event(seq=1, at=AT, actor="a", kind="k", subject_kind="s", region="35", origin="web")
    rows.insert(event)

    for handler in ("one", "two"):
        rows.insert(Reaction(event=event, handler=handler, next_try_at=AT))

    first, second = Reaction.objects.order_by("id")
    assert (first.handler, second.handler) == ("one", "two")
    assert first.id < second.id


def an_event(**told: object) -> Event:
    """Return a line that nobody has written yet."""
    usual = {"actor": "a", "kind": "k", "subject_kind": "s", "region": "35", "origin": "web"}
    return Event(**{"seq": 1, "at": AT, **usual, **told})


@pytest.mark.parametrize(
    "actor",
    ["a\\b", "%s", "'; --", 'kata "kutip"', "\u2028\t\r\n", "𝄞 ꦱ", "\\u0041", "E'\\x41'", "{}[]:,null"],
)
def test_signs_that_mean_something_to_a_database_stay_what_they_are(actor: str) -> None:
    rows.insert_all([an_event(actor=actor, detail={actor: [actor, None, True, 2**53 + 1]})])

    kept = Event.objects.get()
    assert (kept.actor, kept.detail) == (actor, {actor: [actor, None, True, 2**53 + 1]})


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite does not look at the length of a text")
def test_what_is_too_long_for_its_column_is_refused_and_not_cut_off() -> None:
    with pytest.raises(DataError), transaction.atomic():
        rows.insert_all([an_event(actor="a" * 121)])

    assert not Event.objects.exists()


def test_what_is_left_open_stays_open() -> None:
    rows.insert_all([an_event(account=None, subject_id=None, detail={})])

    kept = Event.objects.get()
    assert (kept.account, kept.subject_id, kept.detail) == (None, None, {})


def test_rows_are_told_to_postgresql_as_they_stand() -> None:
    recordset = recordset_of(Event)
    assert recordset is not None

    (told,) = json.loads(recordset.told([an_event(subject_id=UUID(int=1), detail={"n": [1, None]})]))

    assert (told["at"], told["subject_id"]) == (AT.isoformat(), str(UUID(int=1)))
    assert (told["detail"], told["account"]) == ({"n": [1, None]}, None)


@pytest.mark.parametrize(
    ("detail", "trouble"),
    [({"at": AT}, TypeError), ({"n": float("nan")}, ValueError), ({"n": {1}}, TypeError)],
)
def test_what_has_no_form_in_json_is_not_told(detail: object, trouble: type[Exception]) -> None:
    recordset = recordset_of(Event)
    assert recordset is not None

    with pytest.raises(trouble):
        recordset.told([an_event(detail=detail)])


def test_a_table_with_another_kind_of_column_is_written_value_by_value() -> None:
    assert recordset_of(Photo) is None


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="one statement for several tables is PostgreSQL's"
)
def test_rows_of_several_tables_and_a_change_go_with_one_statement() -> None:
    lines = [
        Event(
            seq=seq,
            at=AT,
            actor="a",
            kind="k",
            subject_kind="s",
            region="35",
            origin="web",
            hash=f"{seq:064}",
        )
        for seq in (1, 2, 3)
    ]
    following = [Reaction(event_id=line.seq, handler="h", rank=1, next_try_at=AT) for line in lines]

    with CaptureQueriesContext(connection) as captured:
        rows.insert_with([lines, [], following], "UPDATE events_head SET seq = %s WHERE id = 1", [3])

    assert len(captured) == 1
    assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]
    assert Reaction.objects.count() == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM events_head WHERE id = 1")
        assert cursor.fetchone() == (3,)
    assert not lines[0]._state.adding


def test_a_line_out_of_turn_is_refused_with_all_that_goes_with_it() -> None:
    line = Event(seq=9, at=AT, actor="a", kind="k", subject_kind="s", region="35", origin="web")

    with pytest.raises(IntegrityError, match="bernomor urut"), transaction.atomic():
        rows.insert_with([[line], []], "UPDATE events_head SET seq = %s WHERE id = 1", [9])

    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM events_head WHERE id = 1")
        assert cursor.fetchone() != (9,)
