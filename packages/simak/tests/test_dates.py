"""When it happened: days and times as Indonesian news and messages tell them."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simak.dates import days, when
from simak.normal import normalise

MORNING = datetime(2024, 7, 14, 7, 10)  # a Sunday


def day(text: str, at: datetime = MORNING) -> date | None:
    found, _ = when(normalise(text), received_at=at)
    return None if found is None else found.value.on


def clock(text: str, at: datetime = MORNING) -> time | None:
    _, found = when(normalise(text), received_at=at)
    return None if found is None else found.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bentrok, Jumat (12/7)", date(2024, 7, 12)),
        ("bentrok, Jumat (12/7/2024) malam", date(2024, 7, 12)),
        ("bentrok, Jumat malam (12/7/24)", date(2024, 7, 12)),
        ("bentrok pada Rabu, 21 Februari 2024", date(2024, 2, 21)),
        ("bentrok Sabtu-Minggu (6-7/7)", date(2024, 7, 6)),
        ("rusuh 3 sampai 5 Mei 2024", date(2024, 5, 3)),
        ("rusuh tgl 5", date(2024, 7, 5)),
        ("rusuh tgl 28 kemarin", date(2024, 6, 28)),
        ("rusuh 2024-07-02", date(2024, 7, 2)),
        ("rusuh 02.07.2024", date(2024, 7, 2)),
        ("td mlm ada ribut", date(2024, 7, 13)),
        ("mau bengi ono gelut", date(2024, 7, 13)),
        ("pak mau lapor ada ribut", date(2024, 7, 14)),
        ("kmrn ribut", date(2024, 7, 13)),
        ("kemarin dulu ribut", date(2024, 7, 12)),
        ("3 hari yang lalu ribut", date(2024, 7, 11)),
        ("bsk pagi mau demo", date(2024, 7, 15)),
        ("lusa rencana demo", date(2024, 7, 16)),
        ("ribut malam Jumat", date(2024, 7, 11)),
        ("ribut Jumat malam", date(2024, 7, 12)),
        ("ribut hari Sabtu lalu", date(2024, 7, 13)),
        ("akan demo hari Senin", date(2024, 7, 15)),
        ("ibadah tiap minggu diprotes", date(2024, 7, 14)),
        ("warga RT 02/01 ribut", date(2024, 7, 14)),
        ("tidak ada apa-apa", date(2024, 7, 14)),
        ("bentrok pecah saat malam takbiran", date(2024, 4, 9)),
    ],
)
def test_a_day_is_read_as_it_was_told(text: str, expected: date) -> None:
    assert day(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("terjadi pukul 16.00 Wita", time(16, 0)),
        ("terjadi pukul 9:05", time(9, 5)),
        ("jam 11 malam", time(23, 0)),
        ("jam 2 siang", time(14, 0)),
        ("jam 12 malam", time(0, 0)),
        ("jam setengah dua belas malam", time(23, 30)),
        ("jam satangah duo dini hari", time(1, 30)),
        ("td malam skitar jam 11", time(23, 0)),
        ("sekitar 02.30 WIB", time(2, 30)),
        ("berlangsung dua jam", None),
        ("", None),
    ],
)
def test_a_time_is_read_as_it_was_told(text: str, expected: time | None) -> None:
    assert clock(text) == expected


def test_the_night_before_midnight_is_still_tonight() -> None:
    late = datetime(2024, 7, 14, 23, 40)

    assert day("tadi malam jam 9 ribut", late) == date(2024, 7, 14)
    assert day("tadi malam ribut", late) == date(2024, 7, 13)


def test_the_day_of_the_event_comes_before_the_day_somebody_spoke_of_it() -> None:
    text = "Bentrok terjadi pada Rabu (10/7). Kapolres mengatakan, Jumat (12/7), dua orang ditahan."

    assert day(text) == date(2024, 7, 10)


def test_a_weekday_that_does_not_fit_its_date_is_flagged() -> None:
    found, _ = when(normalise("ribut Senin (12/7/2024)"), received_at=MORNING)

    assert found is not None
    assert found.value.doubtful
    assert found.value.on == date(2024, 7, 12)
    assert [other.on for other in found.alternatives] == [date(2024, 7, 8)]


def test_a_year_alone_is_told_as_such() -> None:
    found, _ = when(normalise("Rusuh pada tahun 2015 silam"), received_at=MORNING)

    assert found is not None
    assert found.value.precision == "year"


def test_the_zone_decides_which_day_it_is() -> None:
    late = datetime(2024, 7, 14, 16, 30, tzinfo=UTC)

    found, _ = when(normalise("ribut"), received_at=late, timezone="Asia/Jayapura")

    assert found is not None
    assert found.value.on == date(2024, 7, 15)


PARTS = st.sampled_from(
    [
        "senin",
        "minggu",
        "jumat",
        "(",
        ")",
        "/",
        "-",
        ",",
        ".",
        "31",
        "2",
        "0",
        "99",
        "2024",
        "februari",
        "tgl",
        "tahun",
        "hari",
        "lalu",
        "tadi",
        "malam",
        "jam",
        "setengah",
        "pukul",
        "24.00",
        "12.60",
        "kemarin",
        "dua",
        "tiap",
        "depan",
        "lusa",
        "sampai",
        "wib",
        "29/2",
        "1/13",
        "00",
        "dulu",
        "ini",
    ]
)


@given(st.lists(PARTS, max_size=12), st.datetimes(datetime(1950, 1, 1), datetime(2150, 12, 31)))
@settings(max_examples=300, deadline=None)
def test_any_run_of_words_of_time_is_read(parts: list[str], at: datetime) -> None:
    text = normalise(" ".join(parts))

    found, told = when(text, received_at=at)

    assert found is not None
    for one in (found, told):
        assert one is None or all(0 <= span.start < span.end <= len(text.original) for span in one.spans)


def test_a_time_at_which_nobody_sends_messages_is_refused() -> None:
    with pytest.raises(ValueError, match="0001"):
        when(normalise("ribut"), received_at=datetime(1, 1, 1))


def test_of_a_text_that_is_nothing_but_days_only_the_first_are_read() -> None:
    assert len(days(normalise("tadi malam jam 3 " * 5_000), MORNING)) == 60


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tadi malang baku lempar batu", 13),
        ("nanti malam mau serang", 14),
        ("ntar malam mau tawuran", 14),
        ("rong dino kepungkur gelut", 12),
        ("kelamarin urang bakalahi", 13),
        ("tolong suruah polisi kamari", 14),
        ("kamari sore aya tawuran", 13),
        ("undangan latihan suk kamis", 21),
        ("besok sabtu mau demo", 16),
        ("warga taksih trauma kedadosan wingi nika", 14),
    ],
)
def test_words_of_regions_tell_the_day(text: str, expected: int) -> None:
    assert day(text, datetime(2025, 8, 14, 16, 30)) == date(2025, 8, expected)


def test_an_hour_of_the_evening_told_in_the_morning_was_yesterday_unless_it_is_planned() -> None:
    morning = datetime(2025, 8, 14, 6, 30)

    assert day("jam 23 ada ribut", morning) == date(2025, 8, 13)
    assert day("jam 20 mau ada konser", morning) == date(2025, 8, 14)
