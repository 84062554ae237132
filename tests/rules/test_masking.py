"""Numbers of people and telephones never stay in a text that is shown, and nothing else goes."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.rules.masking import (
    HIDDEN_NUMBER,
    Hidden,
    apart,
    initials,
    masked,
    numbers_in,
    scrubbed,
    short_text,
)


@pytest.mark.parametrize(
    "number",
    [
        "35081012" + "01900001",
        "3508 1012 0190 0001",
        "3508.1012.0190.0001",
        "3508-1012-0190-0001",
        "３５０８１０１２０１９００００１",
        "081234567890",
        "0812-3456-7890",
        "0812 3456 789",
        "+62 812 3456 7890",
        "+6281234567890",
        "(0334) 881234",
        "0334-881234",
        "021 5551234",
    ],
)
def test_a_number_of_a_person_or_a_telephone_is_hidden(number: str) -> None:
    assert scrubbed(f"Hubungi {number}, ya.") == f"Hubungi {HIDDEN_NUMBER}, ya."


@pytest.mark.parametrize(
    "text",
    [
        "Jumat 14/8/2026 jam 21.30 di TPS 014, 300 personel, RT 03/RW 05.",
        "Kerugian Rp 150.000.000, luas 12.500 m2.",
        "Kode wilayah 35.08.10.1001, KT-7F2K9-A1B2C3.",
        "Telepon 110 atau 112.",
        "",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert scrubbed(text) == text


@given(st.text(), st.text(alphabet="0123456789", min_size=16, max_size=16), st.text())
def test_sixteen_digits_never_stay(before: str, nik: str, after: str) -> None:
    shown = scrubbed(f"{before} {nik} {after}")

    assert nik not in shown
    assert not re.search(r"(?<!\d)\d{16}(?!\d)", shown)


@given(st.text())
def test_hiding_twice_hides_nothing_more_and_letters_stay(text: str) -> None:
    once = scrubbed(text)

    assert scrubbed(once) == once
    assert [c for c in once.replace(HIDDEN_NUMBER, "") if c.isalpha()] == [c for c in text if c.isalpha()]


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_parts_that_overlap_become_one_and_nothing_of_them_is_left(
    text: str, spans: list[tuple[int, int]]
) -> None:
    hidden = [Hidden(start, min(end, len(text)), "\x00") for start, end in spans if start < len(text)]
    joined = apart(hidden)
    kept = [c for place, c in enumerate(text) if not any(part.start <= place < part.end for part in joined)]

    assert all(one.end <= other.start for one, other in pairwise(joined))
    assert [c for c in masked(text.replace("\x00", " "), hidden) if c != "\x00"] == [
        c if c != "\x00" else " " for c in kept
    ]


def test_a_name_is_shown_by_its_initials() -> None:
    assert initials("Siti Aminah") == "S.A."
    assert initials("slamet bin kasim") == "S.K."
    assert initials("...") == "…"


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("depan rumah Pak Slamet Riyadi", "depan rumah Pak S.R."),
        ("warung Bu Aminah, dekat pos", "warung Bu A., dekat pos"),
        ("rumah sdri. Siti binti Kasim, hp 081234567890", f"rumah sdri. S.K., hp {HIDDEN_NUMBER}"),
        ("pertigaan Pasar Baru", "pertigaan Pasar Baru"),
        ("samping rumah Pak RT dan kantor Bu Camat", "samping rumah Pak RT dan kantor Bu Camat"),
        ("Jalan Haji Agus Salim", "Jalan Haji A.S."),
    ],
)
def test_names_behind_titles_are_hidden_in_short_texts(told: str, shown: str) -> None:
    assert short_text(told) == shown


def test_numbers_are_found_in_their_order() -> None:
    found = numbers_in("A 081234567890 B 35081012" + "01900001")

    assert [part.start for part in found] == sorted(part.start for part in found)
    assert len(found) == 2
