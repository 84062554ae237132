"""Region codes: what lies in what, and which clock hangs there."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.rules.places import PROVINCE_ZONE, check_region, inside, level, parent, path, zone, zone_word
from kentongan.rules.refusal import Refused

STEPS = ["35", "35.08", "35.08.01", "35.08.01.2001", "35.08.01.2001.RW05", "35.08.01.2001.RW05.RT03"]


def two(low: int, high: int) -> st.SearchStrategy[str]:
    return st.integers(low, high).map("{:02}".format)


codes = st.builds(
    lambda parts, depth: ".".join(parts[:depth]),
    st.tuples(
        two(11, 96),
        two(1, 79),
        two(1, 60),
        st.integers(1001, 3099).map(str),
        two(0, 99).map("RW{}".format),
        two(0, 99).map("RT{}".format),
    ),
    st.integers(1, 6),
)


@pytest.mark.parametrize(("depth", "code"), list(enumerate(STEPS, start=1)))
def test_a_code_tells_how_deep_it_lies(depth: int, code: str) -> None:
    assert level(code) == depth
    assert list(path(code)) == STEPS[:depth]
    assert parent(code) == (STEPS[depth - 2] if depth > 1 else "")


@pytest.mark.parametrize(
    "text",
    ["", "3", "355", "35.8", "35.08.", "35.08.1", "35.08.01.201", "35.08.01.2001.05", "35.08.01.2001.RT03",
     "35.08.01.2001.RW5", "35.08.01.2001.RW05.RW03", "35.08.01.2001.RW05.RT03.01", "35-08", " 35", "35\n",
     "٣٥", "35.08/", "35.08%"],
)  # fmt: skip
def test_what_is_not_a_code_is_refused(text: str) -> None:
    for ask in (check_region, level, parent, path, zone):
        with pytest.raises(Refused) as refused:
            ask(text)
        assert refused.value.code == "bad_region"


@pytest.mark.parametrize(
    ("code", "ancestor", "lies_inside"),
    [
        ("35.08", "35.08", True),
        ("35.08.01.2001", "35.08", True),
        ("35.08.01.2001.RW05.RT03", "35.08.01.2001", True),
        ("35", "35.08", False),
        ("35.09.01", "35.08", False),
        ("35.080", "35.08", False),
        ("35.08", "", False),
        ("", "", False),
        ("", "35", False),
    ],
)
def test_what_lies_in_what(code: str, ancestor: str, lies_inside: bool) -> None:
    assert inside(code, ancestor) is lies_inside


@given(code=codes, other=codes)
def test_inside_is_the_same_as_standing_on_the_path(code: str, other: str) -> None:
    assert inside(code, other) is (other in path(code))


@given(code=codes, other=codes)
def test_inside_is_the_same_as_the_range_that_the_database_is_asked(code: str, other: str) -> None:
    assert inside(code, other) is (code == other or other + "." <= code < other + "/")


@pytest.mark.parametrize(
    ("code", "name", "word"),
    [
        ("35.08.01.2001", "Asia/Jakarta", "WIB"),
        ("16.71", "Asia/Jakarta", "WIB"),
        ("61.02", "Asia/Jakarta", "WIB"),
        ("63.71", "Asia/Makassar", "WITA"),
        ("51", "Asia/Makassar", "WITA"),
        ("73.71", "Asia/Makassar", "WITA"),
        ("81.71", "Asia/Jayapura", "WIT"),
        ("82", "Asia/Jayapura", "WIT"),
        ("91.05", "Asia/Jayapura", "WIT"),
    ],
)
def test_what_time_it_is_there(code: str, name: str, word: str) -> None:
    assert zone(code) == name
    assert zone_word(code) == word


def test_all_38_provinces_have_a_clock_that_exists() -> None:
    assert len(PROVINCE_ZONE) == 38
    assert {word: sum(zone_word(code) == word for code in PROVINCE_ZONE) for word in ("WIB", "WITA", "WIT")} == {
        "WIB": 18, "WITA": 12, "WIT": 8,
    }  # fmt: skip
    assert all(ZoneInfo(name).key == name for name in PROVINCE_ZONE.values())


def test_a_province_nobody_knows_has_no_clock() -> None:
    with pytest.raises(Refused):
        zone("99")
