"""Who hears, in which order, and after how long a silence."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.rules.authority import Role
from kentongan.rules.deadlines import ANSWER_WITHIN
from kentongan.rules.escalation import LADDER, RUNG_LABELS, WAIT, Rung, due_after, next_rung
from kentongan.rules.routing import HEARERS, RUNG_ABOVE, first_hearers, first_rung, hearers
from kentongan.rules.taxonomy import Urgency

AT = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
MINUTES = {
    "gawat": [5, 10, 10, 15, 15, 30],
    "penting": [30, 90, 60, 60, 120, 240],
    "biasa": [480, 960, 1440, 1440, 2880, 2880],
}


def test_the_ladder_has_six_rungs_in_this_order() -> None:
    assert LADDER == ("rt", "tiga_pilar", "camat", "kesbangpol", "tim_terpadu", "forkopimda")
    assert set(RUNG_LABELS) == set(HEARERS) == set(Rung)
    assert [rung.label for rung in (Rung.RT, Rung.LEADERS)] == ["Ketua RT/RW", "Forkopimda"]


@pytest.mark.parametrize(
    ("rung", "following"),
    [
        ("rt", "tiga_pilar"),
        ("tiga_pilar", "camat"),
        ("camat", "kesbangpol"),
        ("kesbangpol", "tim_terpadu"),
        ("tim_terpadu", "forkopimda"),
        ("forkopimda", "forkopimda"),
    ],
)
def test_after_each_rung_comes_the_next_and_the_last_rings_again(rung: str, following: str) -> None:
    assert next_rung(Rung(rung)) == following


@pytest.mark.parametrize(
    ("urgency", "rung", "minutes"),
    [(urgency, rung, row[place]) for urgency, row in MINUTES.items() for place, rung in enumerate(LADDER)],
)
def test_how_long_a_rung_may_keep_silent(urgency: str, rung: str, minutes: int) -> None:
    assert due_after(Rung(rung), Urgency(urgency), AT) == AT + timedelta(minutes=minutes)


@pytest.mark.parametrize("urgency", Urgency)
def test_rt_and_lurah_together_have_no_longer_than_the_answer_may_take(urgency: Urgency) -> None:
    assert WAIT[urgency][Rung.RT] + WAIT[urgency][Rung.PILLARS] <= ANSWER_WITHIN[urgency]


@pytest.mark.parametrize("rung", Rung)
def test_no_rung_waits_longer_for_what_is_graver(rung: Rung) -> None:
    assert WAIT[Urgency.GAWAT][rung] < WAIT[Urgency.PENTING][rung] < WAIT[Urgency.BIASA][rung]


@given(start=st.sampled_from(LADDER), urgency=st.sampled_from(Urgency))
def test_silence_always_climbs_to_the_leaders(start: Rung, urgency: Urgency) -> None:
    rung, at, steps = start, AT, 0
    while rung is not Rung.LEADERS:
        later = due_after(rung, urgency, at)
        assert later > at
        rung, at, steps = next_rung(rung), later, steps + 1

    assert steps < len(LADDER)


@pytest.mark.parametrize(
    ("role", "biasa", "penting", "gawat"),
    [
        ("warga", "rt", "tiga_pilar", "tiga_pilar"),
        ("rt", "tiga_pilar", "tiga_pilar", "tiga_pilar"),
        ("rw", "tiga_pilar", "tiga_pilar", "tiga_pilar"),
        ("linmas", "tiga_pilar", "tiga_pilar", "tiga_pilar"),
        ("lurah", "camat", "camat", "camat"),
        ("babinsa", "camat", "camat", "camat"),
        ("bhabinkamtibmas", "camat", "camat", "camat"),
        ("camat", "kesbangpol", "kesbangpol", "kesbangpol"),
        ("kapolsek", "kesbangpol", "kesbangpol", "kesbangpol"),
        ("danramil", "kesbangpol", "kesbangpol", "kesbangpol"),
        ("operator", "kesbangpol", "kesbangpol", "kesbangpol"),
        ("analis", "kesbangpol", "kesbangpol", "kesbangpol"),
        ("kepala", "kesbangpol", "kesbangpol", "kesbangpol"),
        ("pimpinan", "kesbangpol", "kesbangpol", "kesbangpol"),
        ("provinsi", "kesbangpol", "kesbangpol", "kesbangpol"),
        ("admin", "kesbangpol", "kesbangpol", "kesbangpol"),
        ("auditor", "kesbangpol", "kesbangpol", "kesbangpol"),
    ],
)
def test_who_hears_first(role: str, biasa: str, penting: str, gawat: str) -> None:
    assert first_rung(Urgency.BIASA, Role(role)) == biasa
    assert first_rung(Urgency.PENTING, Role(role)) == penting
    assert first_rung(Urgency.GAWAT, Role(role)) == gawat


def test_every_role_has_its_line() -> None:
    assert set(RUNG_ABOVE) == set(Role)


@pytest.mark.parametrize("urgency", Urgency)
@pytest.mark.parametrize("role", Role)
def test_every_report_has_somebody_who_hears(urgency: Urgency, role: Role) -> None:
    assert first_hearers(urgency, role)


@pytest.mark.parametrize(
    ("rung", "posts"),
    [
        ("rt", [("rt", 6), ("rw", 5)]),
        ("tiga_pilar", [("lurah", 4), ("babinsa", 4), ("bhabinkamtibmas", 4)]),
        ("camat", [("camat", 3), ("kapolsek", 3), ("danramil", 3)]),
        ("kesbangpol", [("operator", 2), ("analis", 2)]),
        ("tim_terpadu", [("kepala", 2)]),
        ("forkopimda", [("pimpinan", 2)]),
    ],
)
def test_the_posts_of_each_rung(rung: str, posts: list[tuple[str, int]]) -> None:
    assert list(hearers(Rung(rung))) == posts


def test_what_cannot_wait_reaches_camat_and_kesbangpol_at_once() -> None:
    heard = [role for role, _ in first_hearers(Urgency.GAWAT, Role.WARGA)]

    assert heard == [
        "lurah", "babinsa", "bhabinkamtibmas", "camat", "kapolsek", "danramil", "operator", "analis",
    ]  # fmt: skip


def test_nobody_is_rung_twice_for_one_report() -> None:
    assert [role for role, _ in first_hearers(Urgency.GAWAT, Role.CAMAT)] == ["operator", "analis"]


def test_an_ordinary_matter_rings_one_rung_only() -> None:
    assert first_hearers(Urgency.BIASA, Role.WARGA) == hearers(Rung.RT)
    assert first_hearers(Urgency.PENTING, Role.RT) == hearers(Rung.PILLARS)
