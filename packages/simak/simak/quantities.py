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
    return number.noun in ("", "unknown") and not text.words[number.first][0].isdigit()


def _wholes(text: Text, some: list[Number]) -> list[Number]:
    """Leave out numbers that are announced as parts: "lima warga, termasuk dua anak dan seorang ibu, tewas"."""
    kept: list[Number] = []
    last_part = -1
    for number in some:
        before = text.words[max(0, number.first - 2) : number.first]
        behind = text.words[number.last : number.last + 3]
        beside = (*behind, *text.words[number.first + 1 : number.first + 3])
        among = kept and not _AMONG.isdisjoint(beside) and "," not in beside
        goes_on = last_part >= 0 and number.first - last_part <= 3 and before[-1:] in (("dan",), (",",))
        if (kept and not counting.PARTS_OF.isdisjoint(before)) or among or goes_on:
            last_part = number.last
        else:
            kept.append(number)
    return [number for number in kept if number.noun != "household"]


_AMONG = frozenset(("antaranya", "diantaranya"))


def _numbers(text: Text, begin: Sequence[int], last: int) -> list[Number]:
    words = text.words
    found: list[Number] = []
    behind_last = -1
    for at in begin:
        read = numbers.read(words, at) if at >= behind_last else None
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
        or (noun != "person" and text.words[first] in counting.ORDINALS)
    )


def _behind_label(text: Text, first: int, noun: str) -> bool:
    words = text.words
    before = words[first - 1] if first else ""
    if before == "." and first > 1 and len(words[first - 2]) <= 3:
        before = words[first - 2]
    if before == "total" and first > 1 and words[first - 2] == "dari":
        return True  # "dari total 68 orang, 40 terluka"
    return before in counting.LABELS and (not noun or before not in counting.MAY_END_BEFORE)


def _is_time(text: Text, first: int, after: int, noun: str) -> bool:
    """Tell whether a number belongs to a day, a time, a year, a fraction or a share."""
    words = text.words
    before = words[first - 1] if first else ""
    follows = words[after : after + 2]
    next_one, behind = (*follows, "", "")[:2]
    dated = before in counting.MONTHS and (len(before) > 3 or words[first][0].isdigit())  # "mar dua": but two
    if dated or (next_one == "-" and behind.isdigit()):
        return True
    if before == "/" or next_one in ("/", ":", "%"):
        return True
    if before == ":" and first > 1 and words[first - 2].isdigit():
        return True
    if next_one in counting.MONTHS or (next_one == "-" and behind in counting.MONTHS):
        return True
    return not noun and len(words[first]) == 4 and words[first][:2] in ("19", "20")


def _is_age(text: Text, first: int, after: int) -> bool:
    """Tell whether a number is an age: "Tarso (44)", "Roeflan, 49, tewas"."""
    word = text.words[first]
    before = text.words[first - 1] if first else ""
    follows = text.words[after] if after < len(text.words) else ""
    if not word.isdigit():
        return False
    return (before == "(" and follows in (")", "tahun")) or (
        before == follows == "," and 5 <= int(word) < 100
    )


def _in_name(text: Text, first: int) -> bool:
    """Tell whether a number is part of a name: "Covid-19", "Ansudu Dua", "Tumpang Pitu"."""
    if not first:
        return False
    if text.written[first - 1] == "-" and text.lasts[first - 1] == text.firsts[first]:
        return True
    return text.capitals[first] and text.capitals[first - 1] and not text.cased.isupper()


def _noun(text: Text, at: int, after: int, last: int) -> tuple[str, int]:
    """Return what kind of thing a number counts ("person", "thing", ..., "" if none, "unknown") and what is behind it."""
    words = text.words
    if words[after - 1] in counting.PEOPLE_NUMBERS or (at and words[at - 1] == "berjumlah"):
        return "person", after
    if words[after - 1] in counting.THING_NUMBERS:
        return "thing", after
    for where in range(after, min(after + 3, last)):
        word = words[where]
        kind = counting.NOUNS.get(word, "")
        if kind and not (kind == "measure" and where > after):
            return ("force" if _armed(text, where, last) else kind), where + 1
        if not word[0].isalnum() or word == "dan" or word in counting.SIDES:
            break
    if at and counting.NOUNS.get(words[at - 1]) in ("person", "thing"):
        return counting.NOUNS[words[at - 1]], after  # "wong telu", "korban 1"
    known = after >= last or not words[after][0].isalnum() or words[after] in counting.LITTLE
    known = known or words[after] in counting.SIDES or words[after] == "dan"
    if not known and after + 1 < last and counting.SIDES.get(words[after + 1], {}).keys() == {"rusak"}:
        return "thing", after + 1  # "satu berugak hangus"
    return ("" if known else "unknown"), after


def _is_unit(text: Text, behind: int) -> bool:
    return text.words[behind - 1] in _UNITS


_UNITS = frozenset(("unit", "buah", "bh", "biji", "titik"))
_BETWEEN = frozenset(("ada", "sekitar", "sebanyak", "cuma", "hanya", "kira-kira", "total", "jumlahnya", ":"))
"""What may stand between a noun, or what happened to it, and its number."""
_FILLED = 4


def _noun_before(text: Text, at: int) -> str:
    """Return what kind of noun stands before its number: "rumah terbakar 7", "polisi cuma dua orang", "" if none."""
    words = text.words
    where = at - 1
    while where >= 0 and at - where < _FILLED and words[where] in _BETWEEN:
        where -= 1
    if where < 0:
        return ""
    word = words[where]
    if word in counting.FORCES:
        return "force"
    happened = counting.SIDES.get(word, {})
    wanted = "thing" if "rusak" in happened else "person" if "luka" in happened else ""
    for other in range(where - 1, max(-1, where - _FILLED), -1):
        kind = counting.NOUNS.get(words[other].partition("-")[0], "")
        if kind == wanted:
            return kind
        if not words[other][0].isalnum():
            break
    return ""


def _armed(text: Text, where: int, last: int) -> bool:
    """Tell whether people are of the police or the army: "20 anggota Brimob"."""
    if text.words[where] not in ("anggota", "orang") or where + 1 >= last:
        return False
    return text.words[where + 1] in counting.FORCES
