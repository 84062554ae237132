"""Severity: the table of the label guide, row by row."""

from datetime import datetime

import pytest
from simak import lexicon
from simak.draft import Found, Range, Span
from simak.grading import RULES, Facts, gather, grade, may_be_grave
from simak.normal import normalise
from simak.reading import read

SIGN = (Span(0, 1),)


def facts(category: str = "bentrok", kind: str = "kejadian", *signs: str, **counts: tuple[int, int]) -> Facts:
    low = {name: Range(*each).low for name, each in counts.items()}
    high = {name: Range(*each).high for name, each in counts.items()}
    return Facts(category, kind, low, high, dict.fromkeys(signs, SIGN))


@pytest.mark.parametrize(
    ("given", "level"),
    [
        (facts("kegiatan", "kegiatan", "weapon"), 0),
        (facts("bencana_laka", mati=(3, 3)), 0),
        (facts(), 1),
        (facts("bentrok", "penyelesaian", mati=(1, 1)), 1),
        (facts("hoaks", "kejadian", "death"), 1),
        (facts("bentrok", "potensi", mati=(1, 1)), 3),
        (facts(luka=(1, 9)), 2),
        (facts(luka=(9, 19)), 2),
        (facts(luka=(10, 10)), 3),
        (facts(mati=(1, 1)), 3),
        (facts(mati=(0, 0)), 1),
        (facts("kriminal", "kejadian", "death", mati=(0, 0)), 1),
        (facts("kriminal", "kejadian", "death"), 3),
        (facts(mengungsi=(19, 25)), 1),
        (facts(mengungsi=(20, 99)), 3),
        (facts("bentrok", "kejadian", "burnt"), 3),
        (facts("bentrok", "potensi", "burnt"), 1),
        (facts("teror_separatis", "kejadian", "attack"), 3),
        (facts("teror_separatis", "potensi", "attack"), 1),
        (facts("unjukrasa", massa=(99, 99)), 1),
        (facts("unjukrasa", massa=(100, 999)), 2),
        (facts("unjukrasa", "kejadian", "unruly"), 2),
        (facts("unjukrasa", "kejadian", "unruly", "orderly"), 1),
        (facts("bentrok", "potensi", "weapon"), 2),
        (facts("bentrok", "kejadian", "thrown"), 2),
        (facts(rusak=(1, 1)), 2),
        (facts("bencana_laka", "kejadian", "violence", "burnt"), 3),
        (facts("bencana_laka", "kejadian", "burnt"), 0),
        (facts("bencana_laka", "kejadian", "violence"), 0),
    ],
)
def test_the_table_gives_the_level_of_the_label_guide(given: Facts, level: int) -> None:
    assert grade(given, {}).value == level


def test_the_last_rule_always_holds_and_levels_are_those_of_the_guide() -> None:
    assert RULES[-1].holds(facts())
    assert {rule.level for rule in RULES} == {0, 1, 2, 3}


def test_the_words_of_the_count_are_shown() -> None:
    found = grade(facts(mati=(2, 2)), {"mati": [Span(4, 9)]})

    assert found.spans == (Span(4, 9),)
    assert found.reason == "severity.dead"


def test_doubtful_death_is_looked_at_at_once() -> None:
    assert may_be_grave(facts("bentrok", "potensi"), {"death": 1}, conflict=0.5)
    assert not may_be_grave(facts("bukan", "bukan"), {"death": 1}, conflict=0.05)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("warga unjuk rasa di kantor camat, menuntut jalan rusak segera diaspal", 1),
        ("massa ricuh di kantor camat, kaca dan pagar dirusak", 2),
        ("tetangga karaoke sampai malam, bayi saya tidak bisa tidur, ditegur malah marah", 1),
        ("anak sekolah dipalak di jembatan, uangnya diambil, anaknya trauma", 1),
        ("suami tetangga memukul istrinya, anak-anak menangis", 2),
    ],
)
def test_a_worn_road_and_those_who_stand_beside_are_not_grave(text: str, level: int) -> None:
    assert read(text, received_at=datetime(2025, 1, 15)).severity.value == level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("pak Karto kena sabetan arit waktu melerai, sampai puskesmas sudah tidak ada.", 3),
        ("korban dibacok tetangganya, wis ora ana", 3),
        ("kemarin ada yang dibacok, sekarang sudah tidak ada keributan lagi", 2),
        ("pedagang yang kemarin ribut soal lapak sudah tidak ada.", 1),
    ],
)
def test_who_was_wounded_and_is_no_more_is_dead(text: str, level: int) -> None:
    assert read(text, received_at=datetime(2025, 1, 15)).severity.value == level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("warung di Batu Butok jual alkohol 95 ke anak sekolah, sudah dua kali kami tegur", 1),
        ("maling ketangkap dipukul massa, polisi tolong cepat sebelum mati ini orang", 2),
        ("tetangga nyetel dangdut kenceng, ditegur malah ngajak berantem", 1),
        ("perang kelompok lagi di lorong dalam, ada 5 rumah terbakar, pemadam tidak bisa masuk", 3),
        ("puluhan anak tawuran, blom ada yang luka, mobil tidak bisa lewat", 2),
    ],
)
def test_a_name_a_fear_and_an_invitation_are_no_harm_and_houses_that_burn_in_a_fight_are(
    text: str, level: int
) -> None:
    assert read(text, received_at=datetime(2025, 1, 15)).severity.value == level


def test_a_count_that_is_doubted_grades_nothing() -> None:
    line = lexicon.line(normalise("puluhan anak, belum tentu luka"))

    def certain(reason: str) -> int:
        told = {"luka": Found(Range(20, 99), 0.35, reason, ())}
        return gather(line, [], lexicon.shipped(), "bentrok", "kejadian", told)[0].least("luka")

    assert certain("count.number") == 20
    assert certain("count.doubted") == 0
