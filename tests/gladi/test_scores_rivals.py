"""Every rival does what its method says, sees no truth and never looks ahead."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from kentongan.gladi.scores.alerts import alert_of
from kentongan.gladi.scores.country import Country, names_of
from kentongan.gladi.scores.keywords import OTHER, WORDS, category_of
from kentongan.gladi.scores.rivals.chronological import ChronologicalList
from kentongan.gladi.scores.rivals.ears import EarsC2, c2
from kentongan.gladi.scores.rivals.fixed_rule import FixedRule
from kentongan.gladi.scores.rivals.house import House, urgency_of
from kentongan.gladi.scores.rivals.line_up import oracles, rivals
from kentongan.gladi.scores.rivals.signs import Keywords, Line, Oracle, Rival, signs
from kentongan.gladi.scores.rivals.silent import SilentDays, SilentRhythm
from kentongan.gladi.scores.rivals.weekly import WeeklyZ
from tests.gladi.small_world import ELSEWHERE, HERE, NEXT, START, at, iso, message

COUNTRY = Country(
    villages=(HERE, NEXT, ELSEWHERE),
    neighbours={HERE: {NEXT}, NEXT: {HERE}},
    seat="35.08",
    points={HERE: (-8.0, 113.0), NEXT: (-8.03, 113.0), ELSEWHERE: (-8.2, 113.0)},
)
READ = Keywords(COUNTRY)
NO_ORACLE = Oracle({f"m{number}": {"category": "bentrok", "place": HERE} for number in range(3000)})


def days(lines: Iterable[Line]) -> list[float]:
    return [round((alert_of(one).at - START) / timedelta(days=1), 3) for one in lines]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Lapor, ada TAWURAN di lapangan", "bentrok"),
        ("patok batas-desa digeser, tanah warga", "lahan_sda"),
        ("jalan berlubang, mohon diperbaiki", OTHER),
        ("pemuda berpura-pura", "agama_sara"),  # a simple reading is simple
        ("", OTHER),
    ],
)
def test_the_simple_reading_counts_words(text: str, category: str) -> None:
    assert category_of(text) == category


def test_a_category_knows_its_own_words() -> None:
    assert all(category_of(word) == category for category, words in WORDS.items() for word in words)


def test_a_copy_sent_again_and_a_nil_report_are_no_signs() -> None:
    again = [message(1, 1), message(1, 1.1, id="m1b"), message(2, 2, kind="nihil")]

    assert [one.message for one in signs(again, READ)] == ["m1"]


def test_without_a_claimed_place_that_of_the_sender_counts() -> None:
    nowhere = message(1, 1, claimed_place={"code": None, "text": "sini"})

    assert [one.region for one in signs([nowhere], READ)] == [HERE]


def test_what_names_no_place_stays_with_the_office() -> None:
    lost = message(1, 1, claimed_place={"code": None, "text": ""})
    lost["sender"]["region"] = None

    assert [one["region"] for one in ChronologicalList(READ).alerts([lost])] == ["35.08"]
    assert list(FixedRule(READ, COUNTRY, count=1).alerts([lost])) == []
    assert (
        list(EarsC2(READ, unit="kecamatan").alerts([message(0, 0), lost | {"received_at": iso(9.5)}])) == []
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ribut di desa Sumberrejo", NEXT),
        ("ribut di Candipuro, desa sumberrejo", NEXT),
        ("ribut di kec. Candipuro", "35.08.07"),
        ("ribut di Sumberrejowetan", HERE),
    ],
)
def test_without_a_chosen_place_one_that_the_text_names_counts(text: str, code: str) -> None:
    country = replace(COUNTRY, names={"sumberrejo": NEXT, "candipuro": "35.08.07"})

    assert Keywords(country).place(message(1, 1, text, claimed_place={"code": None, "text": ""})) == code
    assert Keywords(country).place(message(1, 1, text, region=ELSEWHERE)) == ELSEWHERE


def test_a_name_of_two_places_is_none_unless_one_lies_in_the_other() -> None:
    rows = [
        {"code": code, "level": str(code.count(".") + 1), "name": name}
        for code, name in [
            ("35.08", "Lumajang"),
            ("35.08.01", "Tempursari"),
            ("35.08.01.2002", "Tempursari"),
            ("35.08.01.2003", "Kaliuling"),
            ("35.08.02.2003", "Kaliuling"),
            ("35.08.02.2004", "Wot"),
        ]
    ]

    assert names_of(rows) == {"tempursari": "35.08.01"}


def test_the_reader_of_a_list_falls_behind_and_sleeps() -> None:
    flood = [message(number, 0.3) for number in range(4)]  # 14.12 WIB

    lines = list(ChronologicalList(READ, each=timedelta(hours=7)).alerts(flood))

    assert days(lines) == [0.592, 1.292, 1.583, 2.292]  # seven hours each, begun between 7 and 21 WIB
    assert [one["messages"] for one in lines] == [["m0"], ["m1"], ["m2"], ["m3"]]


def test_a_message_at_night_waits_for_the_morning() -> None:
    night = [message(1, 0.75)]  # 1.00 WIB of the second day

    assert days(ChronologicalList(READ).alerts(night)) == [1.003]


def test_a_reader_who_judges_leaves_out_what_is_no_conflict() -> None:
    mixed = [message(1, 1, "lampu jalan mati"), message(2, 1)]

    assert [one["messages"] for one in ChronologicalList(READ, judges=True).alerts(mixed)] == [["m2"]]


def test_the_fixed_rule_calls_at_the_third_report_near_by() -> None:
    stream = [
        message(1, 1),
        message(2, 2, region=NEXT),
        message(3, 3),
        message(4, 4),
        message(5, 5, region=ELSEWHERE),
    ]

    lines = list(FixedRule(READ, COUNTRY).alerts(stream))

    assert days(lines) == [3]
    assert lines[0]["messages"] == ["m1", "m2", "m3"]


@pytest.mark.parametrize(
    "third",
    [
        message(3, 3, region=ELSEWHERE),
        message(3, 9.1),
        message(3, 3, "sengketa lahan"),
        message(3, 3, region="35.08.07"),
    ],
    ids=["too far", "too late", "another category", "a place nobody knows the middle of"],
)
def test_the_fixed_rule_keeps_silent_about(third: Line) -> None:
    assert list(FixedRule(READ, COUNTRY).alerts([message(1, 1), message(2, 2), third])) == []


def test_the_fixed_rule_calls_again_once_the_group_was_quiet() -> None:
    stream = [message(number, day) for number, day in enumerate((1, 1.1, 1.2, 1.3, 9, 9.1, 9.2))]

    assert days(FixedRule(READ, COUNTRY).alerts(stream)) == [1.2, 9.2]


def test_two_groups_that_grow_together_are_one() -> None:
    stream = [message(1, 1), message(2, 1.1), message(3, 1.2, region=ELSEWHERE), message(4, 1.3, region=NEXT)]

    lines = list(FixedRule(READ, COUNTRY, km=20).alerts(stream))

    assert [one["messages"] for one in lines] == [["m1", "m2", "m3", "m4"]]


def test_ears_compares_with_seven_days_two_days_back() -> None:
    day = at(20).date()
    series = {day - timedelta(days=back): 1 for back in range(3, 10)} | {day: 4, day - timedelta(days=1): 50}

    assert c2(series, day) == 6.0  # (4 - 1) / 0.5: no spread counts as one half


def test_ears_needs_nine_days_and_calls_once_a_day() -> None:
    early = [message(number, 7.5 + number / 100) for number in range(5)]
    late = [message(10 + number, 9.5 + number / 100) for number in range(4)]

    lines = list(EarsC2(READ).alerts([message(0, 0), *early, *late]))

    assert days(lines) == [9.51]  # the second report of that day: (2 - 1/7) / 0.5
    assert lines[0]["messages"] == ["m10", "m11"]


def test_ears_of_a_kecamatan_adds_its_villages() -> None:
    stream = [message(0, 0), message(1, 9.5), message(2, 9.6, region=NEXT)]

    assert list(EarsC2(READ).alerts(stream)) == []
    assert [one["region"] for one in EarsC2(READ, unit="kecamatan").alerts(stream)] == ["35.08.01"]


def test_the_weekly_score_needs_three_weeks() -> None:
    calm = [message(number, number + 0.1) for number in range(0, 21, 7)]
    surge = [message(100 + number, 20.5 + number / 100) for number in range(5)]

    lines = list(WeeklyZ(READ).alerts([*calm, *surge]))

    assert [one["region"] for one in lines] == ["35.08.01"]
    assert 20 < days(lines)[0] < 22
    assert list(WeeklyZ(READ).alerts([message(0, 0.1), *[message(9, 10.1)] * 5])) == []
    assert list(WeeklyZ(READ).alerts([])) == []


def nil(post: str, *when: float) -> list[Line]:
    return [message(hash((post, day)) % 10**9, day, "", post=post, kind="nihil") for day in when]


def test_the_fixed_number_of_days_is_the_same_for_every_post() -> None:
    stream = sorted(nil("p1", 0, 1, 2, 3, 4) + nil("p2", 0, 2, 4), key=lambda one: one["received_at"])

    lines = list(SilentDays(days=1).alerts(stream))

    assert {one["post"] for one in lines if one["at"] < iso(4)} == {"p2"}
    assert all(one["score"] >= 1 for one in lines)
    assert list(SilentDays(days=2).alerts(stream[:-2])) == []


def test_who_owes_no_nil_report_is_not_missed() -> None:
    stream = [message(1, 0, post="p1"), *nil("p2", 0), *nil("p3", *range(6))]

    assert {one["post"] for one in SilentDays().alerts(stream)} == {"p2"}


def test_the_rhythm_finds_silence_stranger_in_a_post_that_always_speaks() -> None:
    always, seldom = nil("p1", *range(20)), nil("p2", *range(0, 20, 4), 19)
    stream = sorted(always + seldom + nil("p3", *range(26)), key=lambda one: one["received_at"])

    last = {
        one["post"]: one["score"] for one in SilentRhythm().alerts(stream) if iso(24) < one["at"] < iso(25)
    }

    assert last["p1"] > 3 * last["p2"] > 0
    assert "p3" not in last
    assert list(SilentRhythm().alerts([])) == []


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("ada tawuran di lapangan", "gawat"),
        ("akan ada tawuran besok", "penting"),
        ("sengketa tanah warga", "biasa"),
        ("sengketa tanah, 3 orang luka", "penting"),
        ("sengketa tanah, 1 orang meninggal", "gawat"),
        ("unjuk rasa di alun-alun", "biasa"),
    ],
)
def test_the_house_rings_as_its_rules_say(text: str, urgency: str) -> None:
    assert urgency_of(text, category_of(text)) == urgency


def test_the_house_does_not_ring_for_what_is_ordinary() -> None:
    assert [one["score"] for one in House(READ).alerts([message(1, 1), message(2, 1, "sengketa tanah")])] == [
        2.0
    ]


EVEN = [
    message(number, number / 7, ("ada tawuran", "sengketa tanah", "lampu jalan", "unjuk rasa")[number % 4], region, f"p{number % 5}")
    for number, region in enumerate([HERE, NEXT, ELSEWHERE, HERE, HERE] * 40)
]  # fmt: skip
BURST = [
    message(1000 + number, 15.5 + number / 1000, "ada tawuran", (HERE, NEXT)[number % 2])
    for number in range(20)
]
FELL_SILENT = [message(2000 + day, day, "", ELSEWHERE, "p9", kind="nihil") for day in range(8)]
STREAM = sorted([*EVEN, *BURST, *FELL_SILENT], key=lambda one: one["received_at"])


@pytest.mark.parametrize("rival", [*rivals(COUNTRY), *oracles(COUNTRY, NO_ORACLE)], ids=lambda one: one.name)
def test_no_rival_looks_ahead(rival: Rival) -> None:
    until = at(20)
    known = [one for one in STREAM if one["received_at"] <= until.isoformat()]

    whole = [one for one in rival.alerts(STREAM) if alert_of(one).at <= until - timedelta(days=1)]
    part = [one for one in rival.alerts(known) if alert_of(one).at <= until - timedelta(days=1)]

    assert whole == part
    assert len(whole) > 0 or rival.name.startswith("weekly")


def test_every_rival_has_its_own_name_and_speaks_in_order() -> None:
    all_of_them = [*rivals(COUNTRY), *oracles(COUNTRY, NO_ORACLE)]

    assert len({one.name for one in all_of_them}) == len(all_of_them)
    for one in all_of_them:
        assert all(before["at"] <= after["at"] for before, after in pairwise(one.alerts(STREAM)))
