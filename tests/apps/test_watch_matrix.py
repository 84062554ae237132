"""What the office heard becomes arrays: whole reports by village and day, and who spoke when."""

from datetime import date, timedelta
from uuid import uuid4

import numpy as np
import pytest

from kentongan.reports import actions as reports
from kentongan.reports import queries
from kentongan.reports.models import Report
from kentongan.reports.queries import Signal
from kentongan.rules.authority import SYSTEM, Role
from kentongan.rules.watching import Group
from kentongan.watch import almanac, matrix
from kentongan.wilayah.models import Region
from tests import town, watching
from tests.town import AT, KAB, NEXT_DOOR, RT, VILLAGE

START = AT - timedelta(days=10)
FORMS = frozenset({"E11", "E13"})


def signal(village: str = "a", *, day: float = 0, form: str = "E13", weight: float = 1.0) -> Signal:
    return Signal(village, START + timedelta(days=day), form, weight)


def counted(*signals: Signal) -> list[list[int]]:
    table = matrix.whole_counts(signals, {"a": 0, "b": 1}, start=START, days=4, forms=FORMS)
    return [[int(one) for one in row] for row in table]


def test_a_certain_report_counts_on_its_day() -> None:
    assert counted(signal(day=1.5), signal("b", day=3)) == [[0, 1, 0, 0], [0, 0, 0, 1]]


def test_likely_reports_add_up_to_whole_ones_on_the_day_of_the_one_that_fills_it() -> None:
    halves = [signal(day=day, weight=0.5) for day in (0, 1, 2)]

    assert counted(*halves)[0] == [0, 1, 0, 0]


def test_ten_reports_that_count_seven_tenths_are_seven() -> None:
    assert sum(counted(*[signal(day=1, weight=0.7) for _ in range(10)])[0]) == 7


def test_another_form_and_another_place_do_not_count() -> None:
    assert counted(signal(form="E04"), signal("c")) == [[0, 0, 0, 0], [0, 0, 0, 0]]


def test_posts_that_never_spoke_are_no_rows() -> None:
    first = date(2026, 11, 1)
    rows = [
        (Role.RT, RT, first),
        (Role.LURAH, VILLAGE, first + timedelta(days=2)),
        (Role.RT, RT, date(2020, 1, 1)),
    ]

    found = matrix.posts(rows, {VILLAGE: 0}, first=first, days=3)

    assert found.posts == ((Role.LURAH, VILLAGE), (Role.RT, RT))
    assert found.spoke.tolist() == [[False, False, True], [True, False, False]]
    assert found.spoke_on_last_day() == [(Role.LURAH, VILLAGE)]


def test_only_who_says_nil_or_shows_a_rhythm_owes_a_word() -> None:
    first = date(2026, 11, 1)
    rows = [
        (Role.LURAH, VILLAGE, first),
        (Role.BABINSA, VILLAGE, first),
        *((Role.LINMAS, VILLAGE, first + timedelta(days=2 * turn)) for turn in range(matrix.RHYTHM_DAYS)),
    ]

    found = matrix.posts(rows, {VILLAGE: 0}, nil={(Role.LURAH, VILLAGE)}, first=first, days=9)

    assert found.owing().posts == ((Role.LINMAS, VILLAGE), (Role.LURAH, VILLAGE))
    assert found.owing().spoke.shape == (2, 9)
    assert len(found.posts) == 3


def test_feasts_move_with_the_moon() -> None:
    table = almanac.calendar(date(2026, 1, 1), 365)

    assert table.shape == (365, len(almanac.COLUMNS))
    assert table[:, 0].sum() == 30  # Ramadan 1447
    assert table[(date(2026, 3, 20) - date(2026, 1, 1)).days, 1] == 1.0  # Lebaran


@pytest.fixture
def kabupaten(db: None) -> None:
    town.build()
    for at, code in enumerate((VILLAGE, NEXT_DOOR)):
        Region.objects.filter(pk=code).update(lat=-8.1 - at / 100, lng=113.2, population=4000 + at)


@pytest.mark.django_db
def test_a_day_is_the_last_24_hours_and_the_first_day_that_of_the_first_report(kabupaten: None) -> None:
    desk = town.of(Role.OPERATOR, KAB)
    town.report("satu", by=desk, at=AT - timedelta(hours=23))
    old = town.report("dua", by=desk, at=AT - timedelta(days=4, hours=1))
    reports.verify(old.pk, verdict="benar", by=town.of(Role.ANALIS, KAB), at=AT, key=uuid4())
    town.report("tiga", by=desk, at=AT - timedelta(hours=1), region=NEXT_DOOR)

    past = matrix.history(KAB, [Group.ALL], at=AT)

    assert past.days == 5
    assert past.ground.codes == (VILLAGE, NEXT_DOOR)
    assert past.counts[Group.ALL].tolist() == [[1, 0, 0, 0, 0], [0, 0, 0, 0, 0]]  # twice 0.7 is not two yet
    assert past.last == watching.TODAY - timedelta(days=1)


@pytest.mark.django_db
def test_what_was_known_then_knows_nothing_of_later(kabupaten: None) -> None:
    for days in (1, 2, 5):
        made = town.report(f"r{days}", by=town.of(Role.OPERATOR, KAB), at=AT - timedelta(days=days))
        reports.verify(made.pk, verdict="benar", by=town.of(Role.ANALIS, KAB), at=AT, key=uuid4())
    past = matrix.history(KAB, [Group.ALL], at=AT)

    then = past.until(past.last - timedelta(days=2))

    assert then.counts[Group.ALL].sum() == 1
    assert past.counts[Group.ALL].sum() == 3
    assert then.digest() != past.digest() == matrix.history(KAB, [Group.ALL], at=AT).digest()
    with pytest.raises(ValueError, match="outside"):
        past.until(past.last + timedelta(days=1))


@pytest.mark.django_db
def test_nothing_is_read_about_a_person_or_from_the_words_of_a_report(kabupaten: None) -> None:
    read = set(queries.SIGNAL_FIELDS)
    written = {"text", "place_text", "issues", "counts", "actor"}

    assert not read & written
    made = town.report("satu", by=town.of(Role.OPERATOR, KAB), at=AT - timedelta(hours=2))
    before = matrix.history(KAB, [Group.ALL], at=AT).digest()
    Report.objects.filter(pk=made.pk).update(text="Lain sama sekali.", issues=["I11"], place_text="gereja")
    assert matrix.history(KAB, [Group.ALL], at=AT).digest() == before


@pytest.mark.django_db
def test_an_unknown_sender_counts_only_once_somebody_found_it_true(kabupaten: None) -> None:
    told = town.report("satu", at=AT - timedelta(hours=2))
    week = {"region": KAB, "since": AT - timedelta(days=7), "until": AT}
    before = list(queries.signals(SYSTEM, **week))  # type: ignore[arg-type]

    reports.verify(told.pk, verdict="benar", by=town.of(Role.ANALIS, KAB), at=AT, key=uuid4())

    assert before == []
    assert [one.weight for one in queries.signals(SYSTEM, **week)] == [1.0]  # type: ignore[arg-type]


def test_counts_of_villages_are_whole_numbers() -> None:
    table = matrix.whole_counts([], {}, start=START, days=3, forms=FORMS)

    assert table.dtype == np.int32
    assert table.shape == (0, 3)


@pytest.mark.django_db
def test_numbers_without_a_post_are_one_voice_of_a_village_until_somebody_looks(kabupaten: None) -> None:
    told = [town.report(f"no{n}", at=AT - timedelta(hours=n)) for n in range(1, 5)]
    Report.objects.filter(pk__in=[one.pk for one in told]).update(sender_number="+6281200000001")
    town.report("pos", by=town.of(Role.RT, RT), at=AT - timedelta(hours=1))
    week = {"region": KAB, "since": AT - timedelta(days=7), "until": AT}
    flood = [one.weight for one in queries.signals(SYSTEM, **week)]  # type: ignore[arg-type]

    for one in told[:2]:
        reports.verify(one.pk, verdict="benar", by=town.of(Role.ANALIS, KAB), at=AT, key=uuid4())

    assert flood == [0.7, 0.7]
    assert sorted(one.weight for one in queries.signals(SYSTEM, **week)) == [0.7, 0.7, 1.0, 1.0]  # type: ignore[arg-type]
