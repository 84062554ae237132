"""What is shown of reports comes from what this person may see, and from nothing else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kentongan.reports import actions, queries
from kentongan.reports.draft import Draft
from kentongan.reports.models import Photo, Report
from kentongan.rules.authority import PUBLIC, Role, Seat, Standing
from kentongan.rules.levels import Level
from kentongan.rules.refusal import Absent
from kentongan.wilayah.models import Neighbour
from tests.offices import make_account, make_regions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_places")]
AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
VILLAGE, NEXT, FAR, OTHER = "35.08.10.1001", "35.08.10.1002", "35.08.11.2001", "35.09.01.2001"


@pytest.fixture
def _places() -> None:
    make_regions()


def seated(role: Role, region: str) -> Standing:
    account = make_account(f"{role}-{region}")
    return Standing(account.pk, (Seat(role, region),), str(role), "web")


def told(region: str = VILLAGE, *, at: datetime = AT, **changes: object) -> Report:
    draft = replace(Draft(event_form="E11", when="kini", region=region, text="Lempar batu."), **changes)  # type: ignore[arg-type]
    receipt = actions.receive(client_id=f"k-{uuid4()}", draft=draft, by=PUBLIC, at=at)
    return Report.objects.get(code=receipt.code)


def test_the_inbox_puts_the_gravest_first_and_then_what_is_due_soonest() -> None:
    small = told(event_form="E02", when="sudah")
    later = told(at=AT + timedelta(minutes=1))
    grave = told()

    assert list(queries.inbox(seated(Role.OPERATOR, "35.08"))) == [grave, later, small]


def test_the_inbox_holds_what_waits_and_nothing_else() -> None:
    desk = seated(Role.OPERATOR, "35.08")
    waiting, answered = told(), told()
    actions.put_aside(answered.pk, reason="Latihan.", by=desk, at=AT, key=uuid4())

    assert list(queries.inbox(desk)) == [waiting]


def test_the_inbox_takes_one_query_however_long_it_is() -> None:
    desk = seated(Role.OPERATOR, "35.08")
    for _number in range(5):
        told()

    with CaptureQueriesContext(connection) as captured:
        names = [report.region.name for report in queries.inbox(desk)]

    assert (len(names), len(captured)) == (5, 1)


@pytest.mark.parametrize(
    ("role", "region", "sees"),
    [
        (Role.LURAH, VILLAGE, {VILLAGE}),
        (Role.CAMAT, "35.08.10", {VILLAGE, NEXT}),
        (Role.OPERATOR, "35.08", {VILLAGE, NEXT, FAR}),
        (Role.OPERATOR, "35.09", set()),
        (Role.ADMIN, "35.08", set()),
    ],
)
def test_everybody_sees_their_own_region(role: Role, region: str, sees: set[str]) -> None:
    for place in (VILLAGE, NEXT, FAR):
        told(place)

    assert {report.region_id for report in queries.seen_by(seated(role, region))} == sees


def test_restricted_reports_are_absent_for_the_desk_and_present_for_its_head() -> None:
    hidden = told(event_form="E16")

    assert queries.detail(seated(Role.KEPALA, "35.08"), hidden.pk) == hidden
    with pytest.raises(Absent):
        queries.detail(seated(Role.OPERATOR, "35.08"), hidden.pk)


def test_similar_reports_are_of_one_kind_near_in_time_and_next_door() -> None:
    Neighbour.objects.create(a_id=VILLAGE, b_id=NEXT)
    report, same, next_door, in_the_district = told(), told(), told(NEXT), told("35.08.10")
    told(FAR)
    told(event_form="E02")
    told(at=AT + timedelta(hours=9))

    found = set(queries.similar(seated(Role.OPERATOR, "35.08"), report))

    assert found == {same, next_door, in_the_district}


def test_similar_reports_somebody_may_not_see_leave_no_trace() -> None:
    Neighbour.objects.create(a_id=VILLAGE, b_id=NEXT)
    report, lurah = told(), seated(Role.LURAH, VILLAGE)
    before = list(queries.similar(lurah, report))

    told(NEXT)
    told(event_form="E16")

    assert list(queries.similar(lurah, report)) == before == []


def test_the_funnel_counts_what_this_person_sees() -> None:
    desk = seated(Role.OPERATOR, "35.08")
    first, _second = told(), told()
    told(event_form="E16")
    actions.put_aside(first.pk, reason="Latihan.", by=desk, at=AT + timedelta(minutes=10), key=uuid4())

    funnel = queries.funnel(desk, since=AT - timedelta(hours=1), until=AT + timedelta(hours=1))

    assert (funnel.received, funnel.answered, funnel.waiting, funnel.late) == (2, 1, 1, 1)
    assert funnel.median_answer_minutes == 10


def test_what_the_law_protects_and_what_was_untrue_is_never_a_signal() -> None:
    desk = seated(Role.OPERATOR, "35.08")
    told(event_form="E06")
    told(event_form="E07")
    told(event_form="E16")
    false = told()
    actions.verify(false.pk, verdict="tidak_benar", by=desk, at=AT, key=uuid4())
    true = told(VILLAGE)
    actions.verify(true.pk, verdict="benar", by=desk, at=AT, key=uuid4())

    week = {"since": AT - timedelta(days=1), "until": AT + timedelta(days=1)}
    signals = list(queries.signals(desk, region="35.08", **week))

    assert [(signal.village, signal.event_form) for signal in signals] == [(VILLAGE, "E11")]


def test_the_highest_open_level_is_that_of_the_region() -> None:
    told(event_form="E02", when="sudah")
    told()

    assert queries.levels_by_region(seated(Role.OPERATOR, "35.08"), since=AT)[VILLAGE] is Level.AWAS


def test_pressing_a_button_twice_does_it_once_and_writes_one_line() -> None:
    from kentongan.events.models import Event

    desk, key = seated(Role.OPERATOR, "35.08"), uuid4()
    report = told()

    for _press in range(2):
        actions.rate(report.pk, source="B", content="2", by=desk, at=AT, key=key)

    assert Event.objects.filter(kind="report.rated").count() == 1


def test_reports_that_left_a_case_wait_again_with_a_new_clock() -> None:
    report = told()
    actions.taken_up([report.pk], at=AT)

    actions.given_back([report.pk], at=AT + timedelta(days=2))

    report.refresh_from_db()
    assert report.answered_at is None
    assert report.answer_due_at == AT + timedelta(days=2, minutes=15)


def test_the_page_of_a_report_names_only_photos_that_its_reader_may_open() -> None:
    report = told()
    Report.objects.filter(pk=report.pk).update(sensitivity="B", region="35.08.10.1001.RW05.RT03")
    Photo.objects.create(report=report, file="a.webp", sha256="0" * 64, width=1, height=1, received_at=AT)

    head, lurah = seated(Role.RT, "35.08.10.1001.RW05.RT03"), seated(Role.LURAH, VILLAGE)

    assert (
        queries.detail(lurah, report.pk).photos.count()
        == len(queries.detail(lurah, report.pk).photos.all())
        == 1
    )
    assert list(queries.detail(head, report.pk).photos.all()) == []
