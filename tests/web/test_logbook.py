"""The logbook page and the board of stuck reactions: what each person may see, page by page."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kentongan.events import actions, jobs
from kentongan.events.models import Event, Reaction
from kentongan.rules.authority import SYSTEM, Role
from kentongan.web.logbook import queries
from kentongan.web.logbook.forms import Cursor, Filters
from kentongan.web.logbook.words import KINDS
from tests.web import world
from tests.web.world import BADES, KAB, standing

pytestmark = pytest.mark.django_db

AUDITOR = standing(Role.AUDITOR, KAB)
NOW = datetime(2026, 11, 21, 3, 4, tzinfo=UTC)
ELSEWHERE = "35.09.01.2001"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _regions(db: None) -> None:
    world.make_regions()


def write(
    kind: str = "report.received",
    *,
    region: str = BADES,
    at: datetime = NOW,
    subject: UUID | None = None,
    **detail: object,
) -> Event:
    return actions.record(
        kind, subject_kind="report", subject_id=subject, region=region, by=SYSTEM, at=at, detail=detail
    )


def whats(page: queries.Page) -> list[str]:
    return [one.what for one in page.entries]


def test_the_newest_line_comes_first_in_the_words_of_the_office() -> None:
    write()
    write("report.rated", at=NOW + timedelta(minutes=1), source="B", content=2)

    page = queries.page(AUDITOR)

    assert whats(page) == ["laporan dinilai", "laporan diterima"]
    assert page.entries[0].detail == [("content", "2"), ("source", "B")]
    assert page.entries[0].place == "Bades"


def test_what_happened_elsewhere_is_not_there() -> None:
    write(region=ELSEWHERE)

    assert queries.page(AUDITOR).entries == []
    assert len(queries.page(standing(Role.AUDITOR, "35.09")).entries) == 1


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMIN, Role.LURAH, Role.CAMAT, Role.PIMPINAN, Role.RT])
def test_nobody_else_reads_the_logbook(role: Role) -> None:
    write()

    assert queries.page(standing(role, KAB)).entries == []


def test_lines_are_filtered_by_kind_and_subject() -> None:
    one = uuid4()
    write("report.rated", subject=one)
    write("report.rated", subject=uuid4())
    write("report.verified", subject=one, at=NOW + timedelta(minutes=1))

    assert whats(queries.page(AUDITOR, subject=one)) == ["laporan diperiksa", "laporan dinilai"]
    assert len(queries.page(AUDITOR, kind="report.rated").entries) == 2
    assert len(queries.page(AUDITOR, kind="report.rated", subject=one).entries) == 1


def test_a_day_is_the_day_of_the_region() -> None:
    write(at=datetime(2026, 11, 20, 16, 59, tzinfo=UTC))
    write("report.rated", at=datetime(2026, 11, 20, 17, 0, tzinfo=UTC))
    write("report.verified", at=datetime(2026, 11, 21, 17, 0, tzinfo=UTC))

    assert whats(queries.page(AUDITOR, day=date(2026, 11, 21))) == ["laporan dinilai"]


@pytest.mark.parametrize("same_moment", [True, False])
def test_reading_on_shows_every_line_once(same_moment: bool) -> None:
    total = 2 * queries.PAGE + 3
    subjects = [uuid4() for _line in range(total)]
    for number, subject in enumerate(subjects):
        write(subject=subject, at=NOW if same_moment else NOW + timedelta(seconds=number // 3))

    seen, before = [], None
    while True:
        page = queries.page(AUDITOR, before=before)
        seen += [one.subject_id for one in page.entries]
        if page.rest is None:
            break
        before = Filters({"sebelum": str(page.rest)}).fields["sebelum"].clean(str(page.rest))
        write()  # newer lines do not shift what is read on

    told = [one for one in seen if one]
    assert sorted(told) == sorted(subjects)
    assert same_moment or told[-1] in subjects[:3]


def test_the_link_to_the_next_page_does_not_count_what_is_hidden() -> None:
    write(region=ELSEWHERE)
    for _line in range(queries.PAGE + 1):
        write()
    before = queries.page(AUDITOR).rest

    for _line in range(7):
        write(region=ELSEWHERE)

    assert queries.page(AUDITOR).rest == before
    assert before == Cursor(NOW, queries.PAGE)


@pytest.mark.parametrize(
    "wrong", ["x", "2026-11-21", "2026-11-21T03:04:00~1", "2026-11-21T03:04:00+00:00~-1", "~", "²"]
)
def test_a_broken_link_to_a_page_is_said(wrong: str, client: Client) -> None:
    client.force_login(world.account(Role.AUDITOR, KAB))

    response = client.get("/catatan", {"sebelum": wrong})

    assert response.status_code == 422


def test_the_page_has_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(world.account(Role.AUDITOR, KAB))
    client.get("/catatan")
    for number in range(12):
        write(at=NOW + timedelta(seconds=number))

    with django_assert_num_queries(2):
        queries.page(AUDITOR)
    response = client.get("/catatan")

    assert response.status_code == 200
    assert response.content.decode().count("laporan diterima</") == 12 + 1


def test_somebody_without_the_right_finds_nothing_there(client: Client) -> None:
    client.force_login(world.account(Role.OPERATOR, KAB))

    assert client.get("/catatan").status_code == 404
    assert client.get("/macet").status_code == 404


def test_every_kind_that_is_written_has_its_words() -> None:
    subjects = {kind.partition(".")[0] for kind in KINDS}
    spoken = re.compile(r"""(?:note|record|append|told|line)\(\s*(?:self,\s*)?"([a-z_]+\.[a-z_]+)\"""")
    written = {
        kind
        for room in ROOT.glob("kentongan/*/")
        for file in (*room.glob("actions.py"), *room.glob("jobs.py"))
        for kind in spoken.findall(file.read_text())
        if kind.partition(".")[0] in subjects
    }

    assert len(written) > 20
    assert written <= set(KINDS)


def stick(region: str = BADES) -> Reaction:
    event = write(region=region, subject=uuid4())
    return Reaction.objects.create(
        event=event, handler="kentongan.x.y", next_try_at=NOW, attempts=jobs.STUCK_AFTER, stuck_at=NOW
    )


def test_an_admin_sees_what_is_stuck_and_starts_it_again(client: Client) -> None:
    reaction = stick()
    client.force_login(world.account(Role.ADMIN, KAB))

    page = client.get("/macet").content.decode()
    address = f"/macet/{queries.identity(reaction)}"
    response = client.post(address)

    reaction.refresh_from_db()
    assert "Bades" in page
    assert address in page
    assert response.status_code == 302
    assert reaction.stuck_at is None
    assert client.post(address).status_code == 404


def test_others_cannot_press_the_button(client: Client) -> None:
    reaction = stick()
    client.force_login(world.account(Role.KEPALA, KAB))

    response = client.post(f"/macet/{queries.identity(reaction)}")

    reaction.refresh_from_db()
    assert response.status_code == 404
    assert reaction.stuck_at == NOW


def test_the_name_of_a_stuck_reaction_does_not_count_reactions() -> None:
    first = stick()
    subject = first.event.subject_id
    name = queries.identity(first)
    event = write(subject=subject)

    other = Reaction(event=event, handler="kentongan.x.y")

    assert queries.identity(other) == name
