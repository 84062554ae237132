"""Numbers in words: cardinals of Indonesian and of regional languages, and ranges such as "belasan"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simak.draft import Range
from simak.words import rows

UNITS = {row[0]: Range(int(row[1]), int(row[2])) for row in rows("number_words")}
"""Words that are a number by themselves, with the range they stand for."""
_POWERS = {"puluh": 10, "ratus": 100, "ribu": 1000, "juta": 1_000_000, "ewu": 1000, "atus": 100, "rb": 1000}
_ONE_POWERS = {"seratus": 100, "satus": 100, "seribu": 1000, "sewu": 1000, "sejuta": 1_000_000}  # bahasa
_DIGITS = re.compile(r"[0-9]{1,7}\Z|[0-9]{1,3}(?:\.[0-9]{3})+\Z")
MOST = 10_000_000


def read(words: Sequence[str], at: int) -> tuple[Range, int] | None:
    """Read the number that begins at a word.

    Returns:
        The range it stands for and the position behind it, or None if no number begins there. "dua puluh lima" is 25
        to 25, "50an" 50 to 59, "4 sampai 6" 4 to 6, "dua ratusan" 200 to 299.
    """
    simple = _simple(words, at)
    if simple is None:
        return None
    value, after = simple
    value, after = _rounded(words, after, value)
    after = _past_repeat(words, after)
    if after + 1 < len(words) and words[after] in _UNTIL:
        other = _simple(words, after + 1)
        if other is not None and value.low < other[0].low <= max(10, 5 * value.low):
            return Range(value.low, other[0].high), other[1]
    return value, after


def may_begin(word: str) -> bool:
    """Tell whether a number may begin with a word; quick, for looking over a whole text."""
    return word in _BEGINNINGS or word[0].isdigit()


def beginnings(words: Sequence[str]) -> list[int]:
    """Return the positions of the words with which a number may begin."""
    return [at for at, word in enumerate(words) if word in _BEGINNINGS or word[0].isdigit()]


_BEGINNINGS = frozenset((*UNITS, *_ONE_POWERS))


def _past_repeat(words: Sequence[str], after: int) -> int:
    """Step over the number in words behind figures: "33 (tiga puluh tiga)"."""
    if after + 2 >= len(words) or words[after] != "(" or words[after + 1][0].isdigit():
        return after
    again = _simple(words, after + 1)
    closed = again is not None and again[1] < len(words) and words[again[1]] == ")"
    return again[1] + 1 if again is not None and closed else after


_POLITE = frozenset(("nuwun", "nyuwun"))  # "nuwun sewu" asks for pardon
_UNTIL = frozenset(("-", "sampai", "hingga"))


def _simple(words: Sequence[str], at: int) -> tuple[Range, int] | None:
    word = words[at]
    if word[0].isdigit():
        return _figures(words, at, word)
    if word in _ONE_POWERS and (at == 0 or words[at - 1] not in _POLITE):
        return _grow(words, at + 1, _ONE_POWERS[word])
    unit = UNITS.get(word)
    if unit is None:
        return None
    if unit.low != unit.high:
        return _crowd(words, at + 1, unit)
    return _grow(words, at + 1, 0, unit.low)


def _figures(words: Sequence[str], at: int, word: str) -> tuple[Range, int] | None:
    if not _DIGITS.match(word):
        return None
    number = int(word.replace(".", ""))
    after = at + 1
    if after < len(words) and words[after] in _POWERS and number < 1000:
        number *= _POWERS[words[after]]
        after += 1
    return (Range(number, number), after) if number < MOST else None


def _crowd(words: Sequence[str], after: int, unit: Range) -> tuple[Range, int]:
    """Read "puluhan ribu" and the like."""
    if after < len(words) and words[after] in _POWERS and unit.high < 10_000:
        power = _POWERS[words[after]]
        return Range(unit.low * power, (unit.high + 1) * power - 1), after + 1
    return unit, after


def _grow(words: Sequence[str], after: int, total: int, unit: int = 0) -> tuple[Range, int]:
    """Read on in a number of several words: "dua" "puluh" "lima"."""
    while after < len(words):
        word = words[after]
        if word in _POWERS and unit:
            total, unit = total + unit * _POWERS[word], 0
        elif word == "belas" and 0 < unit < 10:
            unit += 10
        elif word in _ONE_POWERS and not unit and total:
            total += _ONE_POWERS[word]
        elif (
            not unit
            and total % 10 == 0
            and total
            and word in UNITS
            and 0 < UNITS[word].high < 12
            and word[:2] != "se"
        ):
            unit = UNITS[word].low
        else:
            break
        after += 1
    value = min(total + unit, MOST)
    return Range(value, value), after


def _rounded(words: Sequence[str], after: int, value: Range) -> tuple[Range, int]:
    """Read what makes a number vague: "50 an", "dua puluhan", "dua ratusan"."""
    if after >= len(words) or value.low != value.high or not value.low:
        return value, after
    if words[after] == "-" and after + 1 < len(words) and words[after + 1] == "an":
        after += 1  # "60-an"
    word, low = words[after], value.low
    if word == "an":
        step = 10 ** (len(str(low)) - len(str(low).rstrip("0")))
        return Range(low, low + max(step, 5) - 1), after + 1
    if word == "lebih":
        return value, after + 1
    if word in _ROUGH and low < 10:
        step = _ROUGH[word]
        return Range(low * step, (low + 1) * step - 1), after + 1
    return value, after


_ROUGH = {"puluhan": 10, "ratusan": 100, "ribuan": 1000, "belasan": 10}
