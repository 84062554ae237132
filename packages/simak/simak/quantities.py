"""Numbers of a text with their nouns: "dua petani", "3 rumah"; not those that name, date or measure something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simak import counting, numbers
from simak.draft import Range
from simak.normal import Text


@dataclass(slots=True)
class Number:
    """A number of a text with its noun: positions of its words, the range, what kind of noun it counts."""

    first: int
    last: int
    value: Range
    noun: str
    kind: str = ""
    points: float = 0.0
    sentence: int = 0
    cue: int = -1
    doubted: bool = False
    named_before: bool = False
    """Whether who is counted stands before the number: "Brimob 30 orang"."""


def told(
    text: Text, begin: Sequence[int], last: int, names: Callable[[], list[tuple[int, int]]]
) -> list[Number]:
    """Return the numbers of a sentence, up to the word `last`, not counted, that count people or things.

    `begin` are the positions in the sentence where a number may begin (`simak.numbers.beginnings`).

    Parts of a number told before are left out: "lima warga, termasuk dua anak dan seorang ibu"; so are numbers that
    belong to the name of a region, "Sebelas Ilir Dua"; `names` gives where the names of the text stand.
    """
    some = _numbers(text, begin, last)
    if any(_may_be_named(text, number) for number in some):
        named = names()
        some = [
            number
            for number in some
            if not (_may_be_named(text, number) and any(begin <= number.first < end for begin, end in named))
        ]
    return _wholes(text, some)


def _may_be_named(text: Text, number: Number) -> bool:
    """Tell whether a number might belong to a name: in words, and without a noun that is known."""
    return number.noun in ("", "unknown") and not text.tokens[number.first].word[0].isdigit()


def _wholes(text: Text, some: list[Number]) -> list[Number]:
    """Leave out numbers that are announced as parts: "lima warga, termasuk dua anak dan seorang ibu, tewas"."""
    kept: list[Number] = []
    last_part = -1
    for number in some:
        before = [text.tokens[at].word for at in range(max(0, number.first - 2), number.first)]
        behind = [text.tokens[at].word for at in range(number.last, min(number.last + 3, len(text.tokens)))]
        next_to = [token.word for token in text.tokens[number.first + 1 : number.first + 3]]
        among = kept and _AMONG.intersection((*behind, *next_to)) and "," not in (*behind, *next_to)
        goes_on = last_part >= 0 and number.first - last_part <= 3 and before[-1:] in (["dan"], [","])
        if (kept and counting.PARTS_OF.intersection(before)) or among or goes_on:
            last_part = number.last
        else:
            kept.append(number)
    return [number for number in kept if number.noun != "household"]


_AMONG = frozenset(("antaranya", "diantaranya"))


def _numbers(text: Text, begin: Sequence[int], last: int) -> list[Number]:
    tokens = text.tokens
    found: list[Number] = []
    behind_last = -1
    for at in begin:
        read = numbers.read(tokens, at) if at >= behind_last else None
        if read is None:
            continue
        value, after = read
        noun, behind = _noun(text, at, after, last)
        before = _noun_before(text, at) if noun in ("", "person") or _is_unit(text, behind) else ""
        if before == "force" or (before == "thing" and noun != "person") or (before and not noun):
            noun = before
        if noun != "measure" and not _is_label(text, at, after, noun):
            found.append(Number(at, behind, value, noun, named_before=before == "force"))
        behind_last = after
    return found


def _is_label(text: Text, first: int, after: int, noun: str) -> bool:
    """Tell whether a number names something ("RT 05", "Pasal 170", "(45)", "3/4") instead of counting."""
    return (
        _behind_label(text, first, noun)
        or _is_time(text, first, after, noun)
        or _is_age(text, first, after)
        or _in_name(text, first)
        or (noun != "person" and text.tokens[first].word in counting.ORDINALS)
    )


def _behind_label(text: Text, first: int, noun: str) -> bool:
    tokens = text.tokens
    before = tokens[first - 1].word if first else ""
    if before == "." and first > 1 and len(tokens[first - 2].word) <= 3:
        before = tokens[first - 2].word
    if before == "total" and first > 1 and tokens[first - 2].word == "dari":
        return True  # "dari total 68 orang, 40 terluka"
    return before in counting.LABELS and (not noun or before not in counting.MAY_END_BEFORE)


def _is_time(text: Text, first: int, after: int, noun: str) -> bool:
    """Tell whether a number belongs to a day, a time, a year, a fraction or a share."""
    tokens = text.tokens
    before = tokens[first - 1].word if first else ""
    follows = [token.word for token in tokens[after : after + 2]]
    dated = before in counting.MONTHS and (
        len(before) > 3 or tokens[first].word[0].isdigit()
    )  # "mar dua": but two
    if dated or (follows[:1] == ["-"] and follows[1:] and follows[1].isdigit()):
        return True
    if before == "/" or follows[:1] in (["/"], [":"], ["%"]):
        return True
    if before == ":" and first > 1 and tokens[first - 2].word.isdigit():
        return True
    if counting.MONTHS.intersection(follows[:1]) or (
        follows[:1] == ["-"] and follows[1:] and follows[1] in counting.MONTHS
    ):
        return True
    return not noun and len(tokens[first].word) == 4 and tokens[first].word[:2] in ("19", "20")


def _is_age(text: Text, first: int, after: int) -> bool:
    """Tell whether a number is an age: "Tarso (44)", "Roeflan, 49, tewas"."""
    word = text.tokens[first].word
    before = text.tokens[first - 1].word if first else ""
    follows = text.tokens[after].word if after < len(text.tokens) else ""
    if not word.isdigit():
        return False
    return (before == "(" and follows in (")", "tahun")) or (
        before == follows == "," and 5 <= int(word) < 100
    )


def _in_name(text: Text, first: int) -> bool:
    """Tell whether a number is part of a name: "Covid-19", "Ansudu Dua", "Tumpang Pitu"."""
    token = text.tokens[first]
    before = text.tokens[first - 1] if first else None
    if before is None:
        return False
    if text.plain[before.start] == "-" and before.end == token.start:
        return True
    letters = text.cased[token.start], text.cased[before.start]
    return all(letter.isupper() for letter in letters) and not text.cased.isupper()


def _noun(text: Text, at: int, after: int, last: int) -> tuple[str, int]:
    """Return what kind of thing a number counts ("person", "thing", ..., "" if none, "unknown") and what is behind it."""
    tokens = text.tokens
    if tokens[after - 1].word in counting.PEOPLE_NUMBERS or (at and tokens[at - 1].word == "berjumlah"):
        return "person", after
    if tokens[after - 1].word in counting.THING_NUMBERS:
        return "thing", after
    for where in range(after, min(after + 3, last)):
        word = tokens[where].word
        kind = counting.NOUNS.get(word, "")
        if kind and not (kind == "measure" and where > after):
            return ("force" if _armed(text, where, last) else kind), where + 1
        if not word[0].isalnum() or word == "dan" or word in counting.SIDES:
            break
    if at and counting.NOUNS.get(tokens[at - 1].word) in ("person", "thing"):
        return counting.NOUNS[tokens[at - 1].word], after  # "wong telu", "korban 1"
    known = after >= last or not tokens[after].word[0].isalnum() or tokens[after].word in counting.LITTLE
    known = known or tokens[after].word in counting.SIDES or tokens[after].word == "dan"
    if not known and after + 1 < last and counting.SIDES.get(tokens[after + 1].word, {}).keys() == {"rusak"}:
        return "thing", after + 1  # "satu berugak hangus"
    return ("" if known else "unknown"), after


def _is_unit(text: Text, behind: int) -> bool:
    return text.tokens[behind - 1].word in _UNITS


_UNITS = frozenset(("unit", "buah", "bh", "biji", "titik"))
_BETWEEN = frozenset(("ada", "sekitar", "sebanyak", "cuma", "hanya", "kira-kira", "total", "jumlahnya", ":"))
"""What may stand between a noun, or what happened to it, and its number."""
_FILLED = 4


def _noun_before(text: Text, at: int) -> str:
    """Return what kind of noun stands before its number: "rumah terbakar 7", "polisi cuma dua orang", "" if none."""
    tokens = text.tokens
    where = at - 1
    while where >= 0 and at - where < _FILLED and tokens[where].word in _BETWEEN:
        where -= 1
    if where < 0:
        return ""
    word = tokens[where].word
    if word in counting.FORCES:
        return "force"
    happened = counting.SIDES.get(word, {})
    wanted = "thing" if "rusak" in happened else "person" if "luka" in happened else ""
    for other in range(where - 1, max(-1, where - _FILLED), -1):
        kind = counting.NOUNS.get(tokens[other].word.partition("-")[0], "")
        if kind == wanted:
            return kind
        if not tokens[other].word[0].isalnum():
            break
    return ""


def _armed(text: Text, where: int, last: int) -> bool:
    """Tell whether people are of the police or the army: "20 anggota Brimob"."""
    if text.tokens[where].word not in ("anggota", "orang") or where + 1 >= last:
        return False
    return text.tokens[where + 1].word in counting.FORCES
