"""Gravest reports are found in whatever form they come, and what only looks like them is left."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

import pytest
from simak import counts, normal, sentences
from simak.draft import Draft
from simak.reading import read
from simak.sentences import Labelled

SETS = Path(__file__).parent / "sets"
WHEN = datetime(2025, 1, 15, 12)


@lru_cache(maxsize=1)
def drafts() -> list[tuple[Labelled, Draft]]:
    rows = [row for name in ("grave.txt", "grave_second.txt") for row in sentences.read(SETS / name)]
    return [(row, read(row.text, received_at=WHEN)) for row in rows]


def test_hardly_a_grave_report_is_missed_and_fewer_are_not_shown_at_once() -> None:
    grave = [draft for row, draft in drafts() if row.severity == 3]

    assert len(grave) >= 85
    assert sum(draft.severity.value == 3 for draft in grave) / len(grave) >= 0.97
    assert sum(draft.look_now for draft in grave) / len(grave) >= 0.98


def test_what_only_looks_grave_is_mostly_left() -> None:
    others = [draft for row, draft in drafts() if row.severity < 3]

    assert sum(draft.severity.value < 3 for draft in others) / len(others) >= 0.88


@pytest.mark.parametrize(
    "text",
    [
        "lampu jalan di rt 04 mati sdh 2 minggu",
        "listrik mati dari jam 5 sore",
        "HP saya mati tadi pak",
        "mati lampu lagi di kampung kami",
        "lampunya warga mati, 40 rumah gelap",
        "sapi pak kades 3 ekor mati",
        "warga protes gara2 listrik mati terus",
    ],
)
def test_nobody_dies_when_the_light_goes_out(text: str) -> None:
    assert "mati" not in counts.count(normal.normalise(text))
    assert read(text, received_at=WHEN).severity.value < 3


@pytest.mark.parametrize(
    "text",
    [
        "rebutan air irigasi, satu orang mati dicangkul",
        "rebutan air dua warga mati dibacok",
        "listrik padam, ada 2 warga mati",
        "ada yang mati pak ditikam di bawah lampu jalan",
        "gara2 ayam satu orang mati",
        "ada yang mati kena parang",
    ],
)
def test_somebody_who_dies_over_a_thing_is_still_dead(text: str) -> None:
    assert counts.count(normal.normalise(text))["mati"].value.low >= 1


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("massa bakar ban di depan kantor bupati", 2),
        ("massa bakar ban lalu kantor bupati dibakar", 3),
        ("kantor desa dibakar massa pendukung kampung atas", 3),
        ("rumah pak dusun di bakar massa kampung seberang", 3),
        ("bentrok dua kampung, 35 KK mengungsi takut serangan balasan", 3),
        ("bentrok dua kampung, 4 KK mengungsi takut serangan balasan", 1),
    ],
)
def test_fires_of_houses_and_flights_of_households_are_told_from_smaller_ones(text: str, level: int) -> None:
    found = read(text, received_at=WHEN).severity.value

    assert found == level if level == 3 else found < 3


def test_a_prefix_written_apart_belongs_to_its_verb() -> None:
    assert [token.word for token in normal.normalise("di bakar d bunuh di pasar").tokens] == [
        "di",
        "dibakar",
        "d",
        "dibunuh",
        "di",
        "pasar",
    ]


def test_a_single_g_says_no_unless_it_is_a_weight() -> None:
    assert [token.word for token in normal.normalise("g ada sabu 5 g disita").tokens][:2] == ["tidak", "ada"]
    assert [token.word for token in normal.normalise("g ada sabu 5 g disita").tokens][4] == "g"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("ana sing mati dikeroyok ning pasar", 3),
        ("dua wong sing tatu dibacok, digowo neng rumah sakit", 2),
        ("30 keluarga pengikut aliran itu sudah diusir dari desa", 3),
        ("warga menolak kedatangan pengungsi di pantai, tanda tangan dikumpulkan", 1),
    ],
)
def test_who_is_meant_by_sing_and_who_has_lost_a_home(text: str, level: int) -> None:
    found = read(text, received_at=WHEN).severity.value

    assert found == level if level == 3 else found < 3


def test_hardly_any_lesser_report_is_shown_at_once_for_what_is_learnt() -> None:
    rows = [row for name in ("field.txt", "sealed.txt") for row in sentences.read(SETS / name)]
    lesser = [read(row.text, received_at=WHEN).look_now for row in rows if row.severity < 3]

    assert sum(lesser) / len(lesser) <= 0.08
