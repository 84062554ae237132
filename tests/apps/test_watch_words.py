"""The sentences of the watch, in both languages: numbers as people say them, plurals, doubt where it is due."""

from datetime import date
from uuid import uuid4

import pytest
from django.utils import translation

from kentongan.rules.authority import Role
from kentongan.watch import words
from kentongan.watch.models import Outlook, Run, Silence


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([], ""),
        (["Besuk"], "Besuk"),
        (["Besuk", "Pulo"], "Besuk dan Pulo"),
        (["Besuk", "Pulo", "Lempeni"], "Besuk, Pulo dan 1 desa lain"),
        (["Besuk", "Pulo", "Lempeni", "Gesang"], "Besuk, Pulo dan 2 desa lain"),
    ],
)
def test_two_places_are_named_and_the_others_counted(names: list[str], told: str) -> None:
    assert words.several(names) == told


def test_one_and_many_are_told_apart_in_english() -> None:
    alone = Silence(role=Role.LURAH.value, since_on=date(2026, 11, 20), chance=0.001, together=2)
    among = Silence(role=Role.LURAH.value, since_on=date(2026, 11, 20), chance=0.001, together=4)

    with translation.override("en"):
        assert words.silent_for(alone, date(2026, 11, 21)).endswith("1 post nearby is silent, too.")
        assert words.silent_for(among, date(2026, 11, 21)).endswith("3 posts nearby are silent, too.")
        assert words.several(["A", "B", "C"]) == "A, B and 1 other village"


@pytest.mark.parametrize(("value", "told"), [(4.0, "4"), (2.5, "2,5"), (0.5, "0,5")])
def test_a_number_has_no_empty_fraction(value: float, told: str) -> None:
    with translation.override("id"):
        assert words.number(value) == told


@pytest.mark.parametrize(
    ("every", "told"),
    [(1.0, "hampir setiap malam"), (2.0, "satu dari 2 malam"), (700.0, "satu dari 700 malam")],
)
def test_how_often_it_was_really_seen_is_told_in_nights(every: float, told: str) -> None:
    assert told in words.really_seen(every)


@pytest.mark.parametrize(
    ("claimed", "every", "doubted"), [(7300.0, 2.0, True), (400.0, 300.0, False), (400.0, None, False)]
)
def test_what_is_called_rare_and_seen_often_is_doubted(
    claimed: float, every: float | None, doubted: bool
) -> None:
    assert bool(words.doubt(claimed, every)) is doubted


@pytest.mark.parametrize(
    ("parts", "lately", "told"),
    [
        ((0.4, 0.0, 0.1), 2, "yang biasa terjadi di sini, laporan terakhir di desa sekitarnya"),
        ((0.02, 0.2, 0.01), 2, "2 laporan dalam 4 minggu terakhir di desa ini; tanpa itu 2 dari 100"),
        ((0.02, 0.2, 0.01), 0, "laporan beberapa minggu terakhir di desa ini; tanpa itu 2 dari 100"),
        ((0.0005, 0.0, 0.2), 0, "laporan terakhir di desa sekitarnya; tanpa itu kurang dari 1 dari 1.000"),
    ],
)
def test_the_chance_of_a_village_is_told_with_its_reasons_in_numbers(
    parts: tuple[float, float, float], lately: int, told: str
) -> None:
    usual, own, near = parts
    one = Outlook(chance_7=0.2, chance_30=0.5, usual=usual, own=own, near=near)

    assert words.reasons(one, lately) == told


def trial(past_days: int | None) -> Run:
    """Return a trial asked for thirty nights, with two findings."""
    return Run(id=uuid4(), kind="uji", nights=30, past_days=past_days, raised=[{}, {}])


@pytest.mark.parametrize(
    ("past_days", "told"),
    [
        (3, "Tidak ada malam yang dapat diuji: baru ada catatan 3 hari, diperlukan lebih dari 28 hari."),
        (28, "Tidak ada malam yang dapat diuji: baru ada catatan 28 hari, diperlukan lebih dari 28 hari."),
        (29, "Diuji pada 1 dari 30 malam"),
        (400, "Diuji pada 30 dari 30 malam yang diminta: 2 temuan, kira-kira 2 sebulan."),
    ],
)
def test_a_trial_says_on_how_many_nights_it_could_look(past_days: int, told: str) -> None:
    assert words.trial_summary(trial(past_days), had=1).startswith(told)


def test_a_trial_tells_what_the_office_itself_had_and_how_far_back_it_could_see() -> None:
    short, long = (words.trial_summary(trial(days), had=4) for days in (40, 400))

    assert "Kantor sendiri mendapat 4 temuan" in short
    assert "belum ada cukup catatan (40 hari)" in short
    assert "belum ada cukup catatan" not in long


@pytest.mark.parametrize(
    ("after", "after_days", "told"),
    [(0, 0, "Belum ada hari sesudahnya."), (3, 6, "Dalam 6 hari sesudahnya: 3 laporan.")],
)
def test_what_came_after_is_told_for_the_days_that_have_passed(
    after: int, after_days: int, told: str
) -> None:
    assert words.afterwards({"after": after, "after_days": after_days}) == told
