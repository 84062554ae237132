"""Any text can be read, and every word leads back to what was written."""

import sys
import unicodedata
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simak.normal import LONGEST, Text, normalise, sentences

ODD = "e\u0301\u200b\u202e\u2066ıİſßﬁ\ufdfaＡ１٣५\ud800\udfff\x00\x85\r\t’—…𝐊🔥\U000e0001'2 .\n"
anything = st.one_of(
    st.text(alphabet=st.characters(), max_size=60),
    st.text(alphabet=st.sampled_from(ODD + "abK12"), max_size=60),
    st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")),
)


def words(text: str) -> list[str]:
    return [token.word for token in normalise(text).tokens]


def written(text: Text) -> list[str]:
    spans = [text.span(token.start, token.end) for token in text.tokens]
    return [text.original[span.start : span.end] for span in spans]


@given(anything)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_and_every_part_of_it_leads_back(text: str) -> None:
    read = normalise(text)

    assert len(read.plain) == len(read.cased) == len(read.starts) == len(read.ends)
    assert all(start < end for start, end in zip(read.starts, read.ends, strict=True))
    assert list(read.starts) == sorted(read.starts)
    assert list(read.ends) == sorted(read.ends)
    edges = [edge for token in read.tokens for edge in (token.start, token.end)]
    assert edges == sorted(edges)
    assert all(token.word and token.word.encode() for token in read.tokens)


@given(anything)
@settings(max_examples=100, deadline=None)
def test_the_sentences_hold_every_word_once(text: str) -> None:
    read = normalise(text)

    positions = [position for first, last in sentences(read) for position in range(first, last)]

    assert positions == list(range(len(read.tokens)))


@given(st.text(alphabet="abcdefgh .,0123456789", max_size=80), st.data())
@settings(max_examples=100, deadline=None)
def test_marks_that_nobody_sees_change_no_word(text: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(text)))

    hidden = (
        text[:cut] + data.draw(st.sampled_from(["\u200b", "\u200f", "\u2066", "\ufeff", "\xad"])) + text[cut:]
    )

    assert words(hidden) == words(text)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_the_way_accents_are_stored_changes_no_word(form: Literal["NFC", "NFD", "NFKC", "NFKD"]) -> None:
    assert words(unicodedata.normalize(form, "Kafé Ungaé, Désa Wéda")) == [
        "kafe",
        "ungae",
        ",",
        "desa",
        "weda",
    ]


def test_a_word_with_accents_is_shown_whole() -> None:
    assert written(normalise("di Wéda\u200b lalu")) == ["di", "Wéda", "lalu"]
    assert written(normalise(unicodedata.normalize("NFD", "Wéda "))) == [unicodedata.normalize("NFD", "Wéda")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sdh dtg td mlm", ["sudah", "datang", "tadi", "malam"]),
        ("orang2 anak2nya", ["orang-orang", "anak-anaknya"]),
        ("menjelek2kan", ["menjelek-menjelekkan"]),
        ("org2", ["orang-orang"]),
        ("TPS12 RT2 pos2", ["tps", "12", "rt2", "pos2"]),
        ("50an 12rb", ["50", "an", "12", "ribu"]),
        ("1.200 org, 2,5 km", ["1.200", "orang", ",", "2,5", "km"]),
        ("Jum’at Ma'ruf", ["jumat", "maruf"]),
        ("toloooong", ["tolong"]),
        ("ｋｏｔａ １２ 𝐤𝐨𝐭𝐚 ٣", ["kota", "12", "kota", "3"]),
        ("Kota\x00Baru", ["kota", "baru"]),
        ("\ud800", ["\ufffd"]),
        ("", []),
        ("🔥🔥", ["🔥", "🔥"]),
    ],
)
def test_shorthand_and_styled_letters_are_written_out(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_sentences_end_at_stops_and_lines_but_not_behind_shorthand() -> None:
    text = normalise("Warga Kec. Bener, Kab. Purworejo, kumpul. Dipimpin H. Ali\nAman!")

    parts = [
        text.plain[text.tokens[first].start : text.tokens[last - 1].end] for first, last in sentences(text)
    ]

    assert parts == ["warga kec. bener, kab. purworejo, kumpul.", "dipimpin h. ali", "aman!"]


def test_a_million_letters_are_kept_but_not_all_read() -> None:
    read = normalise("a" * 1_000_000)

    assert len(read.original) == 1_000_000
    assert len(read.plain) == LONGEST
    assert len(read.tokens) == 1


def test_every_figure_is_read_as_one_that_can_be_counted_with() -> None:
    figures = "".join(letter for letter in map(chr, range(sys.maxunicode + 1)) if letter.isdigit())

    assert normalise(figures).plain.isascii()


def test_a_part_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="a part from 3 to 3 of a text of 4"):
        normalise("desa").span(3, 3)


def test_the_words_of_a_part_are_found_wherever_they_stand_again() -> None:
    text = normalise("“Kota Solok” … SOLOK, solokan; di Solok")
    span = text.span(text.plain.index("solok"), text.plain.index("solok") + 5)

    again = [text.span(first, last) for first, last in text.everywhere(span)]

    assert [text.original[one.start : one.end] for one in again] == ["Solok", "SOLOK", "Solok"]
