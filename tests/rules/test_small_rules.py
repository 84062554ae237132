"""Refusals, levels and working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.rules.levels import MARKS, Level, highest
from kentongan.rules.refusal import Absent, Refused
from kentongan.rules.working_days import add_working_days, is_working_day

FRIDAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 23)


def test_a_refusal_carries_its_sentence_and_its_code() -> None:
    refused = Refused("Tulis dulu alasannya.", "has_reason")

    assert (refused.sentence, refused.code, str(refused)) == (
        "Tulis dulu alasannya.", "has_reason", "Tulis dulu alasannya.",
    )  # fmt: skip
    assert Refused("Tidak.").code == "refused"


def test_a_refusal_is_translated_with_its_words_apart() -> None:
    english = {"Dari %(now)s tidak bisa.": "Not from %(now)s.", "Draf": "Draft"}
    refused = Refused("Dari %(now)s tidak bisa.", words={"now": "Draf"})

    assert refused.sentence == str(refused) == "Dari Draf tidak bisa."
    assert refused.in_words(english.__getitem__) == "Not from Draft."


def test_a_sentence_without_words_may_hold_a_percent_sign() -> None:
    assert Refused("Baru 40% selesai.").sentence == "Baru 40% selesai."


def test_absence_is_not_a_refusal() -> None:
    assert not issubclass(Absent, Refused)


def test_the_levels_are_words_in_order_with_bars_and_shapes_and_no_numbers() -> None:
    assert [(level.label, level.bars, level.shape) for level in Level] == [
        ("Normal", 1, "circle"),
        ("Waspada", 2, "triangle"),
        ("Siaga", 3, "diamond"),
        ("Awas", 4, "octagon"),
    ]
    assert len({level.meaning for level in Level}) == 4
    assert not any(character.isdigit() for mark in MARKS.values() for character in mark.label + mark.meaning)


@pytest.mark.parametrize("word", ["aman", "damai", "kondusif"])
def test_no_level_claims_that_all_is_well(word: str) -> None:
    assert not any(word in (mark.label + mark.meaning).lower() for mark in MARKS.values())


def test_the_highest_of_several_levels_counts() -> None:
    assert highest([Level.WASPADA, Level.AWAS, Level.SIAGA]) is Level.AWAS
    assert highest([]) is Level.NORMAL


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (FRIDAY, True),
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (MONDAY, True),
        (date(2026, 12, 25), False),
    ],
)
def test_the_office_works_from_monday_to_friday_but_not_on_holidays(day: date, works: bool) -> None:
    assert is_working_day(day, {date(2026, 12, 25)}) is works


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, MONDAY),
        (FRIDAY, 5, date(2026, 11, 27)),
        (FRIDAY, 6, date(2026, 11, 30)),
        (date(2026, 11, 21), 1, MONDAY),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
    ],
)
def test_a_term_begins_on_the_day_after(start: date, count: int, last: date) -> None:
    assert add_working_days(start, count, {date(2026, 12, 25)}) == last


@given(
    start=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    count=st.integers(1, 40),
    holidays=st.sets(st.dates(date(2020, 1, 1), date(2030, 3, 1)), max_size=20),
)
def test_a_term_holds_exactly_that_many_working_days_and_ends_on_one(
    start: date, count: int, holidays: set[date]
) -> None:
    last = add_working_days(start, count, holidays)
    term = [start + timedelta(days=offset + 1) for offset in range((last - start).days)]

    assert is_working_day(last, holidays)
    assert sum(is_working_day(day, holidays) for day in term) == count


def test_a_negative_term_is_a_bug() -> None:
    with pytest.raises(ValueError, match="-1 is negative"):
        add_working_days(FRIDAY, -1)
