"""Labels follow the text: days and hours beside the moment of saying, numbers, places that are certain, severity."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kentongan.gladi.telling.asked import COUNTS, Told
from kentongan.gladi.telling.dates import local
from kentongan.gladi.telling.places import Village
from kentongan.gladi.telling.tell import tell
from tests.gladi.little_reader import read_day, read_hour, read_number
from tests.gladi.telling_world import Case, drawn

SEEDS = st.integers(0, 10**9)
MANY = settings(max_examples=400)


def faults(told: Told, said: datetime) -> list[str]:
    """Return what a slow reader finds wrong in the labels of days, hours and numbers."""
    labels, spans, found = told.labels, told.spans, []
    if labels.date:
        day = read_day(spans["date"], said) if "date" in spans else said.date()
        if day.isoformat() != labels.date:
            found.append(f"date {labels.date}: {spans.get('date')}")
    if (labels.time is None) != ("time" not in spans):
        found.append("time")
    elif labels.time and read_hour(spans["time"], spans["date"]) != labels.time:
        found.append(f"time {labels.time}: {spans['date']} {spans['time']}")
    for kind in COUNTS:
        if (labels.counts.get(kind, (0, 0)) != (0, 0)) != (kind in spans):
            found.append(f"{kind} {labels.counts.get(kind)}")
        elif kind in spans and read_number(spans[kind], told.lang) != labels.counts[kind]:
            found.append(f"{kind} {labels.counts[kind]}: {spans[kind]}")
    return found


def said(case: Case) -> datetime:
    return local(case.said_at, case.place.code)


@MANY
@given(SEEDS)
def test_a_slow_reader_reads_the_same_days_hours_and_numbers(seed: int) -> None:
    case = drawn(seed)

    assert faults(case.told, said(case)) == []


@given(SEEDS)
def test_a_wrong_label_would_be_caught(seed: int) -> None:
    case = drawn(seed)
    labels = case.told.labels
    wrong = []
    if labels.date:
        wrong.append(replace(labels, date=(date.fromisoformat(labels.date) + timedelta(days=1)).isoformat()))
    if labels.time:
        wrong.append(replace(labels, time=f"{(int(labels.time[:2]) + 12) % 24:02d}{labels.time[2:]}"))
    wrong.extend(
        replace(labels, counts={**labels.counts, kind: (value[0], value[1] + 1)})
        for kind, value in labels.counts.items()
        if value != (0, 0)
    )
    for each in wrong:
        assert faults(replace(case.told, labels=each), said(case))


def test_the_night_before_is_the_day_before_and_the_morning_is_today() -> None:
    morning = datetime(2026, 8, 14, 7, 10).astimezone()

    assert read_day("td mlm", morning) == date(2026, 8, 13)
    assert read_day("tadi pagi", morning) == date(2026, 8, 14)


def plain(text: str) -> str:
    """Return a text without spaces and without letters written twice: what misspelt names have in common."""
    return re.sub(r"(.)\1+", r"\1", text.lower().replace(" ", ""))


@MANY
@given(SEEDS)
def test_a_place_is_labelled_as_finely_as_it_is_certain(seed: int) -> None:
    case = drawn(seed)
    labels, home, place = case.told.labels, case.sender.region, case.place
    text = plain(case.told.text)
    span = plain(case.told.spans.get("place", ""))

    if labels.place is None:
        assert labels.kind == "bukan"
        assert labels.place_from is None
    elif labels.place_from == "context":
        assert labels.place == home == place.code
        assert plain(place.name) not in span
    elif len(labels.place) == 8:
        assert labels.place == place.code[:8]
        assert plain(place.kecamatan) in span
    else:
        assert labels.place == place.code
        assert plain(place.name) in (span or text)
        if not place.is_unique and not home.startswith(place.code[:8]) and span:
            assert plain(place.kecamatan) in span
        if not home:
            assert plain(place.kabupaten.split(" ", 1)[1]) in span


@given(SEEDS)
def test_of_two_villages_the_second_and_what_holds_both_are_fair_as_well(seed: int) -> None:
    case = drawn(seed, category="bentrok", kind="kejadian", parties=(), nature="konflik")
    other = case.place.other

    if other is None:
        assert case.told.labels.place_alt == ()
    else:
        assert case.told.labels.place_alt[0] == other.code
        assert case.place.code.startswith(case.told.labels.place_alt[1])
        assert other.code.startswith(case.told.labels.place_alt[1])


@given(
    SEEDS, st.sampled_from(("bentrok", "lahan_sda", "unjukrasa", "main_hakim", "teror_separatis", "kriminal"))
)
def test_the_gravest_is_always_told(seed: int, category: str) -> None:
    case = drawn(seed, category=category, kind="kejadian", nature="konflik")

    assert case.told.labels.severity == case.happening.severity


@given(SEEDS)
def test_who_tells_leaves_no_name_of_a_person_unmarked(seed: int) -> None:
    told = drawn(seed, nature="fitnah", kind="kejadian", category="hoaks").told

    assert told.labels.persons
    assert told.labels.severity == 1


@pytest.mark.parametrize(
    ("span", "number"),
    [
        ("belasan org", (11, 19)), ("50an orang", (50, 59)), ("lima puluhan warga", (50, 59)), ("3org", (3, 3)),
        ("seorang", (1, 1)), ("antara 20 dan 30 orang", (20, 30)), ("20 s/d 30 org", (20, 30)), ("papat wong", (4, 4)),
        ("salapan jalmi", (9, 9)), ("dua belas sampai tiga puluh orang", (12, 30)), ("3 (tiga) orang", (3, 3)), ("seratus dua orang", (102, 102)),
    ],
)  # fmt: skip
def test_the_slow_reader_reads_numbers(span: str, number: tuple[int, int]) -> None:
    lang = "jv-mix" if "wong" in span else "su-mix"

    assert read_number(span, lang) == number


def test_villages_named_by_the_scenario_count_as_two_villages() -> None:
    case = drawn(
        3, category="lahan_sda", kind="kejadian", parties=("warga Suko", "warga Selok"), nature="konflik"
    )
    place = replace(case.place, other=Village("35.08.04.2011", "Selok"))

    told = tell(case.happening, case.sender, place, rng=Random(1), said_at=case.said_at)

    assert told.labels.place_alt[0] == "35.08.04.2011"
