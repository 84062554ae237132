"""What the situation page counts, and what it refuses to claim."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from kentongan.rules.levels import Level
from kentongan.web.situation import drawing
from kentongan.web.situation.figures import (
    DAYS_SHOWN,
    Band,
    Course,
    Sign,
    curve,
    cut,
    funnel,
    level_of,
    levels_by_place,
    usual,
    voices,
)

TODAY = date(2026, 11, 21)
VILLAGE, NEXT = "35.08.05.2001", "35.08.05.2002"


def case(region: str, level: Level) -> Sign:
    return Sign(region, level, is_case=True)


def report(region: str, level: Level) -> Sign:
    return Sign(region, level, is_case=False)


def test_a_place_without_a_sign_is_normal() -> None:
    assert level_of([]) == Level.NORMAL


def test_the_gravest_case_gives_the_level() -> None:
    assert (
        level_of([case(VILLAGE, Level.SIAGA), case(VILLAGE, Level.AWAS), case(VILLAGE, Level.WASPADA)])
        == Level.AWAS
    )


def test_a_report_nobody_took_up_raises_a_village_to_waspada_at_most() -> None:
    assert level_of([report(VILLAGE, Level.AWAS)]) == Level.WASPADA


def test_a_normal_report_leaves_a_village_normal() -> None:
    assert level_of([report(VILLAGE, Level.NORMAL)]) == Level.NORMAL


def test_a_case_stands_above_the_reports_of_its_village() -> None:
    assert level_of([case(VILLAGE, Level.NORMAL), report(VILLAGE, Level.AWAS)]) == Level.NORMAL


def test_an_rt_colours_its_village_and_a_village_its_kecamatan() -> None:
    signs = [case(f"{VILLAGE}.RW05.RT03", Level.SIAGA), report(NEXT, Level.AWAS)]

    assert levels_by_place(signs, depth=4) == {VILLAGE: Level.SIAGA, NEXT: Level.WASPADA}
    assert levels_by_place(signs, depth=3) == {"35.08.05": Level.SIAGA}


def test_a_sign_known_only_to_the_kecamatan_colours_no_village() -> None:
    signs = [case("35.08.05", Level.SIAGA)]

    assert levels_by_place(signs, depth=4) == {}
    assert levels_by_place(signs, depth=3) == {"35.08.05": Level.SIAGA}


def test_a_code_is_cut_at_its_dots() -> None:
    assert cut("35.08.05.2001.RW05.RT03", 4) == VILLAGE
    assert cut("35.08", 4) == ""


def test_too_few_days_are_not_called_usual() -> None:
    assert usual([3] * 13) is None
    assert usual([3] * 14) is not None


def test_a_quiet_place_is_not_called_restless_for_two_reports() -> None:
    assert usual([0] * 9 + [1] * 19) is None
    assert usual([0] * 8 + [1] * 20) is not None


def test_equal_days_still_leave_room_for_chance() -> None:
    assert usual([4] * 28) == Band(0, 8)


def test_one_wild_day_does_not_widen_what_is_usual() -> None:
    assert usual([4] * 27 + [400]) == Band(0, 8)


def test_restless_days_widen_what_is_usual() -> None:
    assert usual([0, 10] * 14) == Band(0, 20)


def test_the_curve_ends_today_and_marks_a_day_above_usual() -> None:
    counts = {TODAY - timedelta(days=n): 4 for n in range(1, 90)} | {TODAY: 9}

    days = curve(counts, today=TODAY, since=TODAY - timedelta(days=89))

    assert len(days) == DAYS_SHOWN
    assert days[-1].on == TODAY
    assert days[-1].is_above
    assert not days[-2].is_above


def test_days_before_the_first_report_are_unknown_not_calm() -> None:
    counts = {TODAY - timedelta(days=n): 4 for n in range(10)}

    days = curve(counts, today=TODAY, since=TODAY - timedelta(days=9))

    assert days[-1].band is None
    assert not days[-1].is_above
    assert [day.is_known for day in days] == [False] * (DAYS_SHOWN - 10) + [True] * 10


def test_the_line_of_the_curve_begins_with_the_first_report() -> None:
    counts = {TODAY - timedelta(days=n): 4 for n in range(10)}

    begun = drawing.curve(curve(counts, today=TODAY, since=TODAY - timedelta(days=9)), "Kurva")
    never = drawing.curve(curve({}, today=TODAY, since=None), "Kurva")

    assert points(begun) == 10
    assert points(never) == 0


def points(drawn: str) -> int:
    return len(re.findall(r'class="c-line" points="([^"]*)"', drawn)[0].split())


def test_the_funnel_counts_and_takes_medians() -> None:
    start = datetime(2026, 11, 1, tzinfo=UTC)
    after = [start + timedelta(minutes=n) for n in (5, 10, 60)]
    courses = [
        Course(start, after[0], after[1]),
        Course(start, after[1]),
        Course(start, after[2]),
        Course(start),
    ]

    steps = funnel(courses)

    assert [(one.name, one.count, one.share) for one in steps] == [
        ("Diterima", 4, 100),
        ("Diperiksa", 3, 75),
        ("Ditangani", 1, 25),
        ("Tuntas", 0, 0),
    ]
    assert [one.wait for one in steps] == [None, timedelta(minutes=10), timedelta(minutes=10), None]


def test_an_empty_funnel_divides_by_nothing() -> None:
    assert [one.count for one in funnel([])] == [0, 0, 0, 0]


def test_silence_is_not_calm() -> None:
    heard = voices(
        [VILLAGE, NEXT, "35.08.05.2003"], nil=[VILLAGE, f"{NEXT}.RW01"], reporting=[f"{NEXT}.RW02.RT01"]
    )

    assert heard.nil == {VILLAGE}
    assert heard.reporting == {NEXT}
    assert heard.silent == {"35.08.05.2003"}
    assert heard.total == 3


@pytest.mark.parametrize("stranger", ["35.09.01.2001", "35.08.05"])
def test_voices_from_elsewhere_do_not_count_here(stranger: str) -> None:
    assert voices([VILLAGE], nil=[stranger], reporting=[]).silent == {VILLAGE}
