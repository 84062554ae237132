"""Words as people send them: what is seen stays, what only deceives goes."""

import unicodedata

import pytest
from hypothesis import example, given

from kentongan.rules.writing import MOST_MARKS, clean, one_line
from tests.strategies import TRICKS, texts

UNSEEN = set("\x00\x1b\x85\u00ad\u200b\u200e\u202a\u202e\u2066\u2069\ufeff\u2028\u2060")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Pak\x00 RT", "Pak RT"),
        ("aman\u202e!gnukud", "aman!gnukud"),
        ("satu\r\ndua\u2028tiga\x85empat", "satu\ndua\ntiga\nempat"),
        ("Cafe\u0301", "Café"),
        ("👩\u200d👩\u200d👧 🙏", "👩\u200d👩\u200d👧 🙏"),
        ("kentongan\ufeff", "kentongan"),
        ("\ud800x", "\ufffdx"),
        ("ꦏꦼꦤ꧀ꦠꦺꦴꦁ", "ꦏꦼꦤ꧀ꦠꦺꦴꦁ"),
        ("\tkolom\tdua", "kolom\tdua"),
        ("  tepi  ", "tepi"),
    ],
)
def test_text_is_cleaned(sent: str, kept: str) -> None:
    assert clean(sent) == kept


def test_a_flood_of_marks_is_dammed_and_the_letters_stay() -> None:
    flooded = clean("Z" + "\u0335" * 400 + "a")

    assert flooded == "Z" + "\u0335" * MOST_MARKS + "a"


def test_a_name_stands_on_one_line() -> None:
    assert one_line(" Siti \n\t Aminah\u200b ") == "Siti Aminah"


def visible(text: str) -> list[str]:
    """Return letters, numbers, punctuation and symbols: what nobody may lose."""
    normal = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    return [letter for letter in normal if unicodedata.category(letter)[0] in "LNPS" and letter != "?"]


@given(texts())
@example("".join(TRICKS))
def test_nothing_that_can_be_seen_is_lost(text: str) -> None:
    kept = visible(clean(text))

    assert [letter for letter in kept if letter != "\ufffd"] == [
        one for one in visible(text) if one != "\ufffd"
    ]


@given(texts())
@example("".join(TRICKS))
def test_what_is_kept_is_normal_storable_and_clean_for_good(text: str) -> None:
    kept = clean(text)

    assert unicodedata.is_normalized("NFC", kept)
    assert not UNSEEN & set(kept)
    assert kept.encode().decode() == kept
    assert clean(kept) == kept
