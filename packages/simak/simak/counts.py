"""How many: dead, injured, displaced, damaged, detained, crowd and personnel, each as the range that was told.

Every number of a text is read with its noun ("dua petani", "3 rumah", "belasan"); then the words around it say what
was counted: passive words behind it ("dua petani tewas"), active ones before it ("menewaskan dua petani"). Numbers of
a list share what is said at its end, numbers that go on with "lagi" or "lainnya" add up, and a death or a wound of
somebody without a number is one. Ages, households, times and places are not counted.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from simak import numbers, words
from simak.draft import Found, Range
from simak.normal import Text, sentences

KINDS = ("mati", "luka", "mengungsi", "rusak", "diamankan", "massa", "personel")
_SIDES: dict[str, dict[str, str]] = defaultdict(
    dict
)  # word -> kind of count -> side on which its number stands
_CLASSES: dict[str, set[str]] = defaultdict(set)
for _word, _kind, _side in words.rows("count_words"):
    if _kind in (*KINDS, "lain"):  # "lain": told of, but none of ours, such as "dua hilang"
        _SIDES[_word][_kind] = _side
    else:
        _CLASSES[_word].add(_kind)
_NONE: frozenset[str] = frozenset()
_FAR_BEHIND, _FAR_BEFORE = 14, 7
_MOST_NUMBERS = 300


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


def count(text: Text) -> dict[str, Found[Range]]:
    """Return what a text counts, by kind (see `KINDS`); only what was told, also a zero that was told."""
    told = numbers_told(text)
    told += _singles(text, told)
    result: dict[str, Found[Range]] = {}
    for kind in KINDS:
        some = [number for number in told if number.kind == kind]
        if some:
            result[kind] = _together(text, some)
    for kind, found in _zeros(text).items():
        result.setdefault(kind, found)
    return result


def numbers_told(text: Text) -> list[Number]:
    """Return all numbers that count people or things, with what they count."""
    told: list[Number] = []
    for index, (first, last) in enumerate(sentences(text)):
        some = _numbers(text, first, last)
        for position, number in enumerate(some):
            number.sentence = index
            before = first
            if position:
                before = max(some[position - 1].last, some[position - 1].cue + 1)
            after = some[position + 1].first if position + 1 < len(some) else last
            _settle(text, number, (first, before), (after, last))
        _share(text, some)
        told += some
        if len(told) > _MOST_NUMBERS:
            break
    return told


def _numbers(text: Text, first: int, last: int) -> list[Number]:
    tokens = text.tokens
    found: list[Number] = []
    at = first
    while at < last:
        read = numbers.read(tokens, at)
        if read is None:
            at += 1
            continue
        value, after = read
        noun, behind = _noun(text, after, last)
        if noun != "measure" and not _is_label(text, at, after, noun):
            found.append(Number(at, behind, value, noun))
        at = max(after, at + 1)
    return found


def _is_label(text: Text, first: int, after: int, noun: str) -> bool:
    """Tell whether a number names something ("RT 05", "Pasal 170", "(45)", "3/4") instead of counting."""
    tokens = text.tokens
    before = tokens[first - 1].word if first else ""
    follows = tokens[after].word if after < len(tokens) else ""
    if before == "." and first > 1 and len(tokens[first - 2].word) <= 3:
        before = tokens[first - 2].word
    labelling = "before" in _CLASSES.get(before, _NONE) and (not noun or before not in _MAY_END_BEFORE)
    if labelling or before in ("/", ":") or follows in ("/", ":", "%"):
        return True
    if not noun and len(tokens[first].word) == 4 and tokens[first].word[:2] in ("19", "20"):
        return True  # a year
    figures = tokens[first].word[0].isdigit()
    if before in _PARTS_OF or (first > 1 and tokens[first - 2].word in _PARTS_OF):
        return True
    if _in_name(text, first, figures=figures):
        return True
    return figures and before == "(" and follows in (")", "tahun")  # an age


_MAY_END_BEFORE = frozenset(("jalan", "gang", "hari", "ke", "kubu", "kelas", "lantai"))
_PARTS_OF = frozenset(("antaranya", "diantaranya", "termasuk"))  # "12 orang, di antaranya tiga perempuan"


def _in_name(text: Text, first: int, *, figures: bool) -> bool:
    """Tell whether a number is part of a name: "Covid-19", "Ansudu Dua", "Tumpang Pitu"."""
    token = text.tokens[first]
    before = text.tokens[first - 1] if first else None
    if before is None:
        return False
    if text.plain[before.start] == "-" and before.end == token.start:
        return True
    if figures:
        return False
    return (
        text.cased[token.start].isupper() and text.cased[before.start].isupper() and not text.cased.isupper()
    )


def _noun(text: Text, after: int, last: int) -> tuple[str, int]:
    """Return what kind of thing a number counts ("person", "thing", "" if unknown) and the position behind it."""
    tokens = text.tokens
    if tokens[after - 1].word in _PEOPLE_NUMBERS:
        return "person", after
    if tokens[after - 1].word in _THING_NUMBERS:
        return "thing", after
    for at in range(after, min(after + 3, last)):
        word = tokens[at].word
        classes = _CLASSES.get(word, _NONE)
        for kind in ("household", "measure", "force", "person", "thing"):
            if kind in classes and not (kind == "measure" and at > after):
                return ("force" if kind == "force" else kind), at + 1
        if word in (",", ".", "(", ")", "dan") or word in _SIDES:
            break
    return "", after


_PEOPLE_NUMBERS = frozenset(
    ("seorang", "keduanya", "ketiganya", "keempatnya", "kelimanya", "keenamnya", "dua-duanya")
)
_THING_NUMBERS = frozenset(("sebuah", "seunit", "sebilah", "sepucuk", "seekor"))


def _settle(text: Text, number: Number, before: tuple[int, int], behind: tuple[int, int]) -> None:
    """Find the words that say what a number counts: those that need not be shared with the numbers around."""
    ahead = range(number.first, min(behind[0], number.first + _FAR_BEHIND))
    back = range(number.first - 1, max(before[1], number.first - _FAR_BEFORE) - 1, -1)
    options = [*_options(text, number, ahead, "s", before[0]), *_options(text, number, back, "o", before[0])]
    points, cue, kind = max(options, key=lambda option: option[0], default=(0.0, -1, ""))
    if number.noun == "force" and points < 0.75 and number.value.high >= 10:
        points, kind = 0.9, "personel"
    if number.noun == "person" and points < 0.35 and number.value.low >= 10:
        points, kind = 0.35, "massa"
    number.kind, number.points, number.cue = kind, points, cue


def _options(text: Text, number: Number, where: range, side: str, first: int) -> list[tuple[float, int, str]]:
    """Return what the words on one side of a number say it counts: points, position and kind."""
    options = []
    commas = 0
    for at in where:
        word = text.tokens[at].word
        commas += word in _COMMAS
        for kind, own_side in _SIDES.get(word, _NO_SIDES).items():
            distance = at - number.last if side == "s" else number.first - 1 - at
            worth = _worth(number, kind, own_side, side, distance, word) - _COMMA_COSTS[side] * commas
            if worth > 0 and not _denied(text, at, first):
                options.append((worth, at, kind))
    return options


_COMMAS = frozenset((",", ";", "(", ")"))
_COMMA_COSTS = {"s": 0.1, "o": 0.4}
_NO_SIDES: dict[str, str] = {}


def _worth(number: Number, kind: str, side: str, wanted: str, distance: int, word: str) -> float:
    """Return how well a word fits a number: its side, its distance and the noun of the number."""
    if not _fits(number, kind):
        return 0.0
    if side == "n":
        return 0.9 if wanted == "s" and distance < 0 else 0.0  # the noun itself: "137 pengungsi"
    worth = 1.0 if side == wanted else (0.9 if side == "b" else 0.25)
    worth -= 0.05 * max(0, distance)
    if kind == "massa":
        worth -= 0.3
        if word not in _GATHERED:
            worth -= 0.5 if number.value.low < 10 and number.noun == "person" else 0.0
            worth -= 0.0 if number.noun else 0.6
    elif word in _WARDS or kind == "lain":
        worth -= 0.3
    elif kind == "mati":
        worth += 0.1
    return worth


_WARDS = frozenset(("rs", "rsud", "rsu", "puskesmas", "pustu"))
_GATHERED = frozenset(
    (
        *(
            "massa",
            "demo",
            "kumpul",
            "ngumpul",
            "berkumpul",
            "nglumpuk",
            "peserta",
            "unjuk-rasa",
            "unras",
            "mogok",
        ),
        *("diikuti", "dihadiri", "pendemo", "pengunjuk"),
    )
)


def _fits(number: Number, kind: str) -> bool:
    if number.noun == "household":
        return False
    if kind == "rusak":
        return number.noun == "thing"
    if kind == "personel":
        return number.noun in ("force", "")
    return number.noun in ("person", "force", "")


def _denied(text: Text, at: int, first: int) -> bool:
    """Tell whether a word is denied or only feared: "tidak ada yang luka", "takut dibakar"."""
    return any(
        {"no", "maybe"} & _CLASSES.get(text.tokens[other].word, _NONE)
        for other in range(max(first, at - 2), at)
    )


def _share(text: Text, some: list[Number]) -> None:
    """Let the numbers of a list share what its last one counts: "tiga karyawan dan dua pemilik diamankan"."""
    tokens = text.tokens
    for number, following in zip(reversed(some[:-1]), reversed(some[1:]), strict=True):
        between = [tokens[at].word for at in range(number.last, following.first)]
        listed = (
            len(between) <= 4
            and all(word not in _SIDES for word in between)
            and {",", "dan", "serta"} & set(between)
        )
        if listed and following.kind and number.points <= 0.35 and _fits(number, following.kind):
            number.kind, number.points, number.cue = following.kind, following.points - 0.1, following.cue


def _singles(text: Text, told: list[Number]) -> list[Number]:
    """Return the deaths and wounds of somebody who stands without a number: "korban tewas di tempat"."""
    used = {number.cue for number in told if number.kind}
    have = {number.kind for number in told}
    found: list[Number] = []
    for index, (first, last) in enumerate(sentences(text)):
        dead = False
        for at in range(first, last):
            kind = _single_kind(text, at, first)
            dead = dead or kind == "mati" or (at in used and "mati" in _SIDES[text.tokens[at].word])
            if kind and kind not in have and at not in used and not (kind == "luka" and dead):
                found.append(Number(at, at + 1, Range(1, 1), "person", kind, 0.6, index, at))
                have.add(kind)
    return found


def _single_kind(text: Text, at: int, first: int) -> str:
    word = text.tokens[at].word
    sides = _SIDES.get(word)
    if not sides or _denied(text, at, first):
        return ""
    kind = next(iter(sides))
    if kind == "luka" and sides[kind] == "o":
        follows = text.tokens[at + 1].word if at + 1 < len(text.tokens) else ""
        return kind if _is_somebody(follows) and word not in _NO_WOUND else ""
    if kind not in ("mati", "luka", "diamankan") or (kind != "mati" and word not in _GRAVE):
        return ""
    reach = 16 if kind != "diamankan" else 12
    near = [text.tokens[other].word for other in range(max(first, at - reach), min(at + 4, len(text.tokens)))]
    return kind if any(map(_is_somebody, near)) or (kind != "diamankan" and "ada" in near[-8:]) else ""


def _is_somebody(word: str) -> bool:
    """Tell whether a word is one person: "pelaku", "istrinya"."""
    bare = word.removesuffix("nya")
    return "single" in _CLASSES.get(word, _NONE) or "single" in _CLASSES.get(bare, _NONE)


_NO_WOUND = frozenset(("menganiaya", "mengeroyok"))
_GRAVE = frozenset(
    (
        *(
            "babak",
            "belur",
            "kritis",
            "sekarat",
            "ditikam",
            "ditusuk",
            "dibacok",
            "ditembak",
            "tertembak",
            "bonyok",
        ),
        *(
            "dikeroyok",
            "dipukuli",
            "dihajar",
            "dihakimi",
            "digebukin",
            "digebuki",
            "diamuk",
            "semaput",
            "luka",
        ),
        *("luka-luka", "terluka", "ditangkap", "diamankan", "ditahan", "diringkus", "dibekuk"),
    )
)


def _together(text: Text, some: list[Number]) -> Found[Range]:
    """Add up the numbers of one kind that go on in one sentence; of figures told twice take the largest."""
    sums: dict[int, list[Number]] = defaultdict(list)
    for number in some:
        group = sums[number.sentence]
        if some[0].kind in ("massa", "personel"):
            sums[number.sentence] = (
                [max(*group, number, key=lambda one: one.value.low)] if group else [number]
            )
        elif not group or text.tokens[number.cue].word not in _PART_OF_IT:
            group.append(number)
    best: tuple[Range, list[Number]] | None = None
    for group in sums.values():
        total = Range(sum(n.value.low for n in group), sum(n.value.high for n in group))
        if best is None or total.low > best[0].low:
            best = (total, group)
    if best is None:
        raise ValueError("no numbers to put together")
    value, group = best
    spans = tuple(
        text.span(text.tokens[n.first].start, text.tokens[max(n.last, n.cue + 1) - 1].end) for n in group
    )
    others = tuple(dict.fromkeys(n.value for n in some if n.value != value))
    confidence = min(0.95, max(0.2, min(n.points for n in group)))
    return Found(value, confidence, "count.sum" if len(group) > 1 else "count.number", spans, others)


_PART_OF_IT = frozenset(("dirawat", "dilarikan", "kritis", "rs", "rsud", "puskesmas", "pustu", "parah"))
"""Words of which the number is part of one told before: "dua luka, satu dilarikan ke RS"."""


def _zeros(text: Text) -> dict[str, Found[Range]]:
    """Return what a text says there was none of: "tidak ada korban jiwa"."""
    tokens = text.tokens
    found: dict[str, Found[Range]] = {}
    for at, token in enumerate(tokens):
        if token.word != "korban" or not _denied(text, at, max(0, at - 3)):
            continue
        follows = tokens[at + 1].word if at + 1 < len(tokens) else ""
        span = text.span(token.start, token.end)
        for kind in _NO_VICTIMS.get(follows, ("mati", "luka")):
            found[kind] = Found(Range(0, 0), 0.8, "count.none", (span,))
    return found


_NO_VICTIMS = {"jiwa": ("mati",), "meninggal": ("mati",), "tewas": ("mati",), "luka": ("luka",)}
