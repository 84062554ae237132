"""Codes that survive the telephone, and signatures that nobody else can make."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.rules.receipts import ALPHABET, check_code, make_code, sign, verify
from kentongan.rules.refusal import Refused

AT = datetime(2026, 11, 21, 14, 40, 7, 123456, tzinfo=UTC)
SECRET = b"only for this test"
codes = st.integers().map(lambda seed: make_code(Random(seed)))


def plain(code: str) -> str:
    return code.removeprefix("KT-").replace("-", "")


class Drawn:
    """Luck that was decided beforehand."""

    def __init__(self, *numbers: int) -> None:
        self.numbers = list(numbers)

    def randrange(self, stop: int, /) -> int:
        assert stop == 32
        return self.numbers.pop(0)


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        # Worked out with the arithmetic of the reporter's page: c = (c * 2 + x) mod 31.
        ([0] * 10, "KT-00000-000000"),
        ([1] * 10, "KT-11111-111110"),
        ([0, 0, 0, 0, 0, 0, 0, 0, 0, 30], "KT-00000-0000YY"),
        ([31, 0, 0, 0, 0, 0, 0, 0, 0, 1], "KT-Z0000-000011"),
        ([10, 8, 2, 19, 5, 8, 5, 30, 20, 0], "KT-A82K5-85YM0E"),
    ],
)
def test_the_code_of_the_phone_and_of_the_server_are_one_arithmetic(numbers: list[int], code: str) -> None:
    assert make_code(Drawn(*numbers)) == code
    assert check_code(code) == code


@given(code=codes)
def test_a_made_code_is_accepted_as_it_stands(code: str) -> None:
    assert check_code(code) == code
    assert len(code) == 15


@given(code=codes, gaps=st.lists(st.sampled_from([" ", "-", "", "\u2013"]), min_size=13, max_size=13))
def test_case_gaps_and_a_missing_prefix_do_not_matter(code: str, gaps: list[str]) -> None:
    spoken = "".join(gap + letter.lower() for gap, letter in zip(gaps, "KT" + plain(code), strict=True))

    assert check_code(spoken) == code
    assert check_code(plain(code)) == code


@pytest.mark.parametrize("typed", ["KT-OOOOO-OOOOOO", "kt ooooo oooooo", "KT.00000.00000O"])
def test_letters_that_look_like_zero_are_zero(typed: str) -> None:
    assert check_code(typed) == "KT-00000-000000"


@pytest.mark.parametrize("typed", ["KT-IIIII-IIIII0", "KT-lllll-lllllO"])
def test_letters_that_look_like_one_are_one(typed: str) -> None:
    assert check_code(typed) == "KT-11111-111110"


@given(code=codes, place=st.integers(0, 10), letter=st.sampled_from(ALPHABET))
def test_one_misread_character_is_found(code: str, place: int, letter: str) -> None:
    """All but 0 read as Z: 31 numbers cannot tell 32 characters apart."""
    body = plain(code)
    misread = body[:place] + letter + body[place + 1 :]

    if misread == body or {letter, body[place]} == {"0", "Z"}:
        return
    with pytest.raises(Refused):
        check_code(misread)


@given(code=codes, place=st.integers(0, 8))
def test_two_neighbours_that_changed_places_are_found(code: str, place: int) -> None:
    body = plain(code)
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]

    if swapped == body or {body[place], body[place + 1]} == {"0", "Z"}:
        return
    with pytest.raises(Refused):
        check_code(swapped)


@pytest.mark.parametrize(
    "typed",
    ["", "KT", "KT-A82K5-85YM0", "KT-A82K5-85YM0EE", "XX-A82K5-85YM0E", "KT-A82K5-85YMUE", "KT-A82K5-85YM0é",
     "A82K5-85YM0", "KT-Α82K5-85YM0E", "KT-A82K5-85YM0E" * 1000, "\x00" * 13],
)  # fmt: skip
def test_what_is_not_a_code_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        check_code(typed)

    assert refused.value.code == "bad_code"
    assert "KT-A82K5-85YM0E" in refused.value.sentence


@given(text=st.text(max_size=40))
def test_any_text_is_either_a_code_or_refused(text: str) -> None:
    with suppress(Refused):
        assert check_code(check_code(text)) == check_code(text)


def test_the_codes_of_one_seed_are_all_different() -> None:
    rng = Random(5)

    assert len({make_code(rng) for _ in range(10_000)}) == 10_000


@given(code=codes, seconds=st.integers(-(10**8), 10**8))
def test_a_receipt_of_ours_is_recognised(code: str, seconds: int) -> None:
    at = AT + timedelta(seconds=seconds)

    assert verify(code, at, SECRET, sign(code, at, SECRET))


def test_a_changed_receipt_is_not_ours() -> None:
    signature = sign("KT-A82K5-85YM0E", AT, SECRET)

    assert len(signature) == 10
    assert set(signature) <= set(ALPHABET)
    assert not verify("KT-00000-000000", AT, SECRET, signature)
    assert not verify("KT-A82K5-85YM0E", AT + timedelta(seconds=1), SECRET, signature)
    assert not verify("KT-A82K5-85YM0E", AT, b"another secret", signature)
    assert not verify("KT-A82K5-85YM0E", AT, SECRET, signature[:-1])
    assert not verify("KT-A82K5-85YM0E", AT, SECRET, signature[::-1])
    assert not verify("KT-A82K5-85YM0E", AT, SECRET, "")
    assert not verify("KT-A82K5-85YM0E", AT, SECRET, "é")


def test_a_signature_may_be_typed_in_any_case() -> None:
    assert verify("KT-A82K5-85YM0E", AT, SECRET, f" {sign('KT-A82K5-85YM0E', AT, SECRET).lower()} ")


def test_the_moment_counts_and_not_the_clock_it_was_read_from() -> None:
    signature = sign("KT-A82K5-85YM0E", AT, SECRET)

    assert verify("KT-A82K5-85YM0E", AT.astimezone(timezone(timedelta(hours=7))), SECRET, signature)
    assert verify("KT-A82K5-85YM0E", AT.replace(microsecond=0), SECRET, signature)
    with pytest.raises(ValueError, match="no time zone"):
        sign("KT-A82K5-85YM0E", AT.replace(tzinfo=None), SECRET)
