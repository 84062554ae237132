"""How many: dead, injured, displaced, damaged, detained, crowd and personnel, each as the range that was told.

Every number of a text is read with its noun (`simak.quantities`); then the words around it say what was counted:
passive words behind it ("dua petani tewas"), active ones before it ("menewaskan dua petani"). Numbers of a list share
one word, numbers that go on with "lagi" or "lainnya" add up, and a death or a wound of somebody without a number is
one (`simak.victims`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from simak import counting, mentions, numbers, phrases, quantities, second_opinion, victims
from simak.counting import KINDS, OTHER
from simak.draft import Found, Range
from simak.mentions import Mention
from simak.normal import Text, sentences
from simak.quantities import Number

_FAR_BEHIND, _FAR_BEFORE = 14, 7
_MOST_NUMBERS = 300
_FEW = 5  # crowds that may stand against each other
_STORY = 100  # words around members that say whose they are
_LEAST = 0.3  # points from which words are taken to say what a number counts
_NO_SIDES: dict[str, str] = {}
_COMMAS = frozenset((",", ";", "(", ")"))
_COMMA_COSTS = {"s": 0.1, "o": 0.4}


def count(text: Text, *, named: Sequence[Mention] | None = None) -> dict[str, Found[Range]]:
    """Return what a text counts, by kind (see `KINDS`); only what was told, also a zero that was told.

    `named` is what `simak.mentions.find` found in the text, if that is known.
    """
    told = numbers_told(text, named=named)
    second_opinion.doubt(text, told)
    told += victims.singles(text, told)
    result: dict[str, Found[Range]] = {}
    for kind in KINDS:
        some = [number for number in told if number.kind == kind]
        if some:
            result[kind] = _together(text, some)
    _leave_dead_to_the_dead(text, told, result)
    for kind, found in victims.none_told(text).items():
        result.setdefault(kind, found)
    return result


def _leave_dead_to_the_dead(text: Text, told: list[Number], result: dict[str, Found[Range]]) -> None:
    """Read "dua tukang ditembak, keduanya meninggal": the same two are not wounded as well."""
    both = [n for n in told if n.kind == "mati" and text.words[n.first] in counting.PEOPLE_NUMBERS]
    if "luka" in result and any(n.value == result["luka"].value and n.value.low > 1 for n in both):
        del result["luka"]


def numbers_told(text: Text, *, named: Sequence[Mention] | None = None) -> list[Number]:
    """Return all numbers that count people or things, with what they count."""
    told: list[Number] = []

    @cache
    def names() -> list[tuple[int, int]]:
        return [(each.first, each.last) for each in (mentions.find(text) if named is None else named)]

    begin = numbers.beginnings(text.words)
    for index, (first, last) in enumerate(sentences(text)):
        here = begin[bisect_left(begin, first) : bisect_left(begin, last)]
        if not here:
            continue
        some = quantities.told(text, here, last, names)
        for position, number in enumerate(some):
            number.sentence = index
            before = first
            if position and not (some[position - 1].noun == "thing" and not some[position - 1].kind):
                before = max(some[position - 1].last, some[position - 1].cue + 1)
            after = some[position + 1].first if position + 1 < len(some) else last
            _settle(text, number, (first, before), (after, last))
        _share(text, some)
        told += [
            number for position, number in enumerate(some) if not _is_part(text, some[:position], number)
        ]
        if len(told) > _MOST_NUMBERS:
            break
    return told


def _is_part(text: Text, before: list[Number], number: Number) -> bool:
    """Tell whether a number is part of one told before it."""
    for earlier in reversed(before):
        if earlier.kind in ("", OTHER) or number.kind not in (earlier.kind, "massa", ""):
            continue
        if earlier.kind == number.kind and text.words[number.first - 1] == "(":
            return True  # "luka 12 (3 kritis)"
        between = text.words[earlier.last : number.first]
        told = not counting.PARTS_OF.isdisjoint(between)
        if told and (number.points < 0.8 or not counting.PARTS_OF.isdisjoint(between[-3:])):
            return True
    return False


def _settle(text: Text, number: Number, before: tuple[int, int], behind: tuple[int, int]) -> None:
    """Find the words that say what a number counts: those that need not be shared with the numbers around."""
    unsure = number.noun == "unknown"  # "satu lajur, korban luka 2 orang": the wounded are not the lane
    ahead = range(number.first, min(behind[0] - unsure, number.first + _FAR_BEHIND))
    back = range(number.first - 1, max(before[1], number.first - _FAR_BEFORE) - 1, -1)
    options = [*_options(text, number, ahead, "s", before[0]), *_options(text, number, back, "o", before[0])]
    reached = _reached(text, number, before[0])
    points, cue, kind = reached or max(options, key=lambda option: option[0], default=(0.0, -1, ""))
    if number.noun == "force" and points < 0.75 and number.value.high >= 10:
        points, kind = 0.9, "personel"
    if number.noun == "force" and points < 0.75 and number.named_before:
        points, kind = 0.75, "personel"
    if _counts_no(text, number, kind):
        points = 0.0
    if kind in ("massa", "") and _keeps_order(text, number):
        kind, points = "personel", max(points, 0.7)
    by_them = number.noun == "person" and _by_others(text, number.first)
    if by_them and kind not in ("massa", "personel"):
        points, kind, cue = 0.0, "", -1  # those who did it
    if (
        number.noun == "person"
        and points < 0.35
        and number.value.low >= 10
        and not _counts_no(text, number, "massa")
    ):
        points, kind, cue = 0.35, "massa", -1
    number.kind, number.points, number.cue = (kind, points, cue) if points >= _LEAST else ("", 0.0, -1)


def _counts_no(text: Text, number: Number, kind: str) -> bool:
    """Tell whether a number does not count what its words say."""
    first, before, noun = (text.words[at] for at in (number.first, number.first - 1, number.last - 1))
    if noun == "anak" and not _THINGS.isdisjoint(text.words[number.last : number.last + 1]):
        return True
    if kind == "massa":  # "kedua pasangan" are no crowd, "dua massa" are two
        return (
            noun in _NO_CROWD or first in counting.ORDINALS or (number.value.high < _FEW and noun == "massa")
        )
    if kind in ("luka", "mati", "mengungsi") and before in counting.FLEES:
        return True  # "kepalanya berdarah, pelaku dua orang"
    return noun in {"rusak": counting.STANDING, "mengungsi": counting.FLEES}.get(kind, _NOBODY)


_NOBODY: frozenset[str] = frozenset()
_THINGS = frozenset(("panah", "kunci", "tangga", "buah", "sungai"))
"""What "anak" is no child of: "12 anak panah"."""
_NO_CROWD = frozenset(
    ("penumpang", "pelaku", "tersangka", "saksi", "perampok", "begal", "jambret", "pencuri")
)
"""People of whom many are no gathering."""


def _by_others(text: Text, first: int) -> bool:
    """Tell whether people that are counted did it: "oleh 5 orang", "adik saya dipukuli 5 orang"."""
    word = text.words[first - 1] if first else ""
    return word == "oleh" or (
        word in counting.BY_OTHERS
        and any(map(victims.is_somebody, text.words[max(0, first - 5) : first - 1]))
    )


def _reached(text: Text, number: Number, first: int) -> tuple[float, int, str] | None:
    """Read "korban tewas ... mencapai 68 orang", however much stands between."""
    words = text.words
    if counting.REACHING.isdisjoint(words[max(first, number.first - 4) : number.first]):
        return None
    for at in range(number.first - 1, first, -1):
        if words[at - 1] in _SUMMED or words[at] in ("tersangka", "pengungsi"):
            for kind in counting.SIDES.get(words[at], _NO_SIDES):
                if _fits(number, kind) and kind != OTHER:
                    return 0.9, at, kind
    return None


def _keeps_order(text: Text, number: Number) -> bool:
    """Tell whether members that are counted are those of the police, the army or linmas: "patroli, 30 anggota"."""
    behind = text.words[number.last] if number.last < len(text.words) else ""
    if text.words[number.last - 1] not in counting.MEMBERS or behind in counting.GANGS:
        return False
    around = text.words[max(0, number.first - _STORY) : number.first + _STORY]
    return not counting.ORDER.isdisjoint(around)


_TELLING = counting.TAKEN.union(counting.SIDES, phrases.WORDS)
_SUMMED = frozenset(("korban", "jumlah", "total"))


def _options(text: Text, number: Number, where: range, side: str, first: int) -> list[tuple[float, int, str]]:
    """Return what the words on one side of a number say it counts: points, position and kind."""
    options = []
    commas = named = 0
    words = text.words
    for at in where:
        word = words[at]
        if side == "s" and at >= number.last and _is_named(text, at):
            named += 1  # "Tiga petani Desa Pakel, Kecamatan Licin, ditangkap": names and what parts them are no distance
            continue
        commas += word in _COMMAS
        if word not in _TELLING:
            continue
        for kind, own_side in _sides(text, at).items():
            distance = at - number.last - named if side == "s" else number.first - 1 - at
            worth = _worth(number, kind, own_side, side, distance, word) - _COMMA_COSTS[side] * commas
            if worth > 0 and (word in phrases.UNSAVED or not victims.denied(text, at, first)):
                options.append((worth, at, kind))
    return options


def _is_named(text: Text, at: int) -> bool:
    """Tell whether a word is part of a name, or a comma between two."""
    if at + 1 >= len(text.words) or text.cased.isupper():
        return False
    if text.capitals[at]:
        return True
    return text.words[at] == "," and at > 0 and text.capitals[at - 1]


def _sides(text: Text, at: int) -> Mapping[str, str]:
    """Return what a word counts and on which side; "dibawa" depends on whether police or a hospital follows."""
    word = text.words[at]
    special = phrases.sides(text, at)
    if special is not None:
        return special
    if word in counting.GOES_OUT and victims.of_a_thing(text, at):
        return _NO_SIDES
    if word == "bunuh" and at + 1 < len(text.words) and text.words[at + 1] == "diri":
        return _NO_SIDES
    if word not in counting.TAKEN:
        return counting.SIDES.get(word, _NO_SIDES)
    behind: list[str] = []
    for follows in text.words[at + 1 : at + 6]:
        if follows in _COMMAS or follows == ".":
            break
        behind.append(follows)
    if any(where in counting.WARDS or where == "sakit" or _is_hospital(where) for where in behind):
        return {"luka": "s"}
    return {"diamankan": "s"} if any(where in counting.POLICE for where in behind) else _NO_SIDES


def _is_hospital(word: str) -> bool:
    return word[:2] == "rs" and len(word) <= 6  # rscm, rsud


def _worth(number: Number, kind: str, side: str, wanted: str, distance: int, word: str) -> float:
    """Return how well a word fits a number: its side, its distance and the noun of the number."""
    if not _fits(number, kind):
        return 0.0
    if side in ("n", "a") or (distance < 0 and wanted == "s" and kind == "personel"):
        return _noun_worth(kind, side, wanted, distance)
    worth = 1.0 if side == wanted else (0.9 if side == "b" else 0.25)
    worth -= 0.05 * max(0, distance)
    worth -= 0.35 * (number.noun == "unknown")
    worth -= 0.5 * (side == "b" and wanted == "o" and distance > 3 and kind != "mengungsi")
    if kind == "massa":
        return worth - _crowd_doubt(number, word)
    if word in counting.WARDS or kind == OTHER:
        return worth - 0.3
    return worth + 0.1 * (kind == "mati")


def _noun_worth(kind: str, side: str, wanted: str, distance: int) -> float:
    """Return what a noun itself says: of its number ("137 pengungsi"), or before it ("korban 2 orang")."""
    if side == "a":
        return 0.45 if wanted == "o" and distance == 0 else 0.0
    if kind == "mengungsi" and wanted == "o" and distance <= 1:
        return 0.6  # "pengungsi: 60 jiwa"
    return _OF_NOUNS.get(kind, 0.9) if wanted == "s" and distance < 0 else 0.0


_OF_NOUNS = {"personel": 0.6, OTHER: 1.2}
"""What the noun of a number itself says: "15 personel" may be dead, too; "tiga saksi" are never more than that."""


def _crowd_doubt(number: Number, word: str) -> float:
    """Return how much less a word of gathering says: few people make no crowd, and words such as "menolak" are weak."""
    if word in counting.GATHERED:
        return 0.9 if number.value.high == 1 else 0.3
    if number.noun not in ("person", "force"):
        return 0.9
    return 0.8 if number.value.low < 10 else 0.3


def _fits(number: Number, kind: str) -> bool:
    if number.noun == "household":
        return False
    if kind == "rusak":
        return number.noun == "thing"
    if kind == "personel":
        return number.noun in ("force", "")
    if kind == "massa" and number.noun == "force":
        return False
    return number.noun in ("person", "force", "", "unknown") or kind == OTHER


def _share(text: Text, some: list[Number]) -> None:
    """Let the numbers of a list share one word: "tiga karyawan dan dua pemilik diamankan", "menangkap 3 dan seorang"."""
    for number, following in zip(reversed(some[:-1]), reversed(some[1:]), strict=True):
        if _open(number) and following.cue > following.first and _listed(text, number, following):
            _give(number, following)
    for earlier, number in pairwise(some):
        if _open(number) and 0 <= earlier.cue < earlier.first and _listed(text, earlier, number):
            _give(number, earlier)


def _open(number: Number) -> bool:
    """Tell whether nothing firm says what a number counts."""
    return number.points <= 0.4 or number.cue == -1


def _give(number: Number, by: Number) -> None:
    if by.kind and _fits(number, by.kind):
        number.kind, number.points, number.cue = by.kind, by.points - 0.1, by.cue


def _listed(text: Text, number: Number, following: Number) -> bool:
    between = text.words[number.last : following.first]
    return (
        len(between) <= 5 and not _LISTING.isdisjoint(between) and counting.SIDES.keys().isdisjoint(between)
    )


_LISTING = frozenset((",", "dan", "serta"))


def _together(text: Text, some: list[Number]) -> Found[Range]:
    """Add up the numbers of one kind that go on in one sentence; of figures told twice take the largest."""
    sums: dict[int, list[Number]] = defaultdict(list)
    for number in some:
        group = sums[number.sentence]
        if some[0].kind in ("massa", "personel"):
            sums[number.sentence] = (
                [max(*group, number, key=lambda one: one.value.low)] if group else [number]
            )
        elif not group or text.words[number.cue] not in counting.WITHIN | counting.TAKEN:
            group.append(number)
    totals = {
        at: Range(sum(n.value.low for n in group), sum(n.value.high for n in group))
        for at, group in sums.items()
    }
    largest = max(totals, key=lambda at: totals[at].low)
    value, group = totals[largest], sums[largest]
    spans = tuple(text.span(text.firsts[n.first], text.lasts[max(n.last, n.cue + 1) - 1]) for n in group)
    others = tuple(dict.fromkeys(n.value for n in some if n.value != value))
    confidence = min(0.95, max(0.2, min(n.points for n in group)))
    reason = "count.sum" if len(group) > 1 else "count.number"
    return Found(
        value, confidence, "count.doubted" if any(n.doubted for n in group) else reason, spans, others
    )
