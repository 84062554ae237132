"""A telling word with one letter wrong is still read, and an ordinary word is left what it is."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA
from simak import misspelt
from simak.reading import read

WORDS = ("meninggal", "dibakar", "tawuran", "bentrokan", "perkelahian", "parang")
WHEN = datetime(2025, 1, 15, 12)


@pytest.mark.parametrize(
    "slip", ["meningal", "menninggal", "menimggal", "mennigal", "menigngal", "tawurn", "bentorkan"]
)
def test_a_missing_an_extra_a_wrong_or_two_changed_letters_are_found(slip: str) -> None:
    near = [word for word in WORDS if OSA.distance(slip, word) == 1 and slip[0] == word[0]]

    assert list(misspelt.Index(WORDS, ()).find(slip)) == near


def test_known_words_short_words_and_words_made_from_known_ones_are_no_slips() -> None:
    index = misspelt.Index((*WORDS, "dibayar"), {"dibakur", "kabar"})

    assert index.find("dibakur") == ()
    assert index.find("dikabari") == ()
    assert index.find("barang") == ()
    assert index.find("para") == ()
    assert index.find("dibajar") == ("dibakar", "dibayar")


@given(st.sampled_from(WORDS), st.text("abdeginrtuw", max_size=12))
def test_the_index_finds_what_comparing_with_every_word_finds(word: str, other: str) -> None:
    for tried in (other, word[:3] + other, word[:-1] + other[:1], word[:4] + other[:1] + word[4:]):
        slow = tuple(
            sorted(
                each
                for each in WORDS
                if tried[:1] == each[0] and len(tried) >= 6 and OSA.distance(tried, each) == 1
            )
        )
        assert misspelt.Index(WORDS, ()).find(tried) == (() if len(tried) < 6 else slow)


@pytest.mark.parametrize(
    ("slipped", "right"),
    [
        ("ada tawurn di ujung jembatan", "ada tawuran di ujung jembatan"),
        ("ada perampokkan di toko", "ada perampokan di toko"),
        ("dua orang terlibat perkelahain", "dua orang terlibat perkelahian"),
        ("dua warga meningal dibacok", "dua warga meninggal dibacok"),
        ("warga betrokan lagi", "warga bentrokan lagi"),
    ],
)
def test_a_message_whose_only_telling_word_has_a_letter_wrong_is_read_like_the_right_one(
    slipped: str, right: str
) -> None:
    drafts = [read(text, received_at=WHEN) for text in (slipped, right)]

    assert drafts[0].category.value == drafts[1].category.value
    assert drafts[0].severity.value == drafts[1].severity.value
