"""The dead and the wounded who stand without a number, and those of whom a text says that there are none."""

from __future__ import annotations

from bisect import bisect_left

from simak import counting, numbers, phrases
from simak.draft import Found, Range
from simak.normal import Text, sentences
from simak.quantities import Number

_NO_VICTIMS = {"jiwa": ("mati",), "meninggal": ("mati",), "tewas": ("mati",), "luka": ("luka",)}


def singles(text: Text, told: list[Number]) -> list[Number]:
    """Return the deaths and wounds of somebody who stands without a number: "korban tewas di tempat"."""
    used = {number.cue for number in told if number.kind}
    have = {number.kind for number in told}
    found: list[Number] = []
    telling = [at for at, word in enumerate(text.words) if word in counting.SIDES]
    for index, (first, last) in enumerate(sentences(text)):
        told_of = telling[bisect_left(telling, first) : bisect_left(telling, last)]
        if not told_of:
            continue
        kinds = {at: _single_kind(text, at, first) for at in told_of}
        counted_dead = any("mati" in counting.SIDES[text.words[at]] for at in told_of if at in used)
        dead = counted_dead or "mati" in kinds.values()
        for at, kind in kinds.items():
            if kind and kind not in have and at not in used and not (kind == "luka" and dead):
                found.append(Number(at, at + 1, Range(1, 1), "person", kind, 0.6, index, at))
                have.add(kind)
    return found


def _single_kind(text: Text, at: int, first: int) -> str:
    """Return what happened to one person or thing by a word without a number, "" if nothing did."""
    kind, side = next(iter((phrases.sides(text, at) or counting.SIDES[text.words[at]]).items()))
    if denied(text, at, first):
        return ""
    if kind == "rusak":
        return kind if _is_one_thing(text, at, first) else ""
    return _of_somebody(text, at, first, kind, side)


def _of_somebody(text: Text, at: int, first: int, kind: str, side: str) -> str:
    word = text.words[at]
    if of_a_thing(text, at) or kind not in ("mati", "luka", "diamankan"):
        return ""
    if kind == "luka" and (_is_of_body(text, at) or _is_on_body(text, at, first)):
        return kind
    if side == "o":
        return kind if _acts_on_one(text, at) else ""
    if kind != "mati" and word not in counting.GRAVE and not _hit_by_weapon(text, at):
        return ""
    reach = 12 if kind == "diamankan" else 16
    near = text.words[max(first, at - reach) : at + 4]
    if any(map(is_somebody, near)) or (kind != "diamankan" and not counting.THERE.isdisjoint(near[-8:])):
        return kind
    return kind if word in counting.DEAD and counting.MANY.isdisjoint(near) else ""


def _is_of_body(text: Text, at: int) -> bool:
    """Tell whether a part of somebody's body is wounded: "kepala Pak RT bocor", "bibirnya pecah"."""
    before = text.words[max(0, at - 4) : at]
    if "," in before:
        before = before[len(before) - before[::-1].index(",") :]
    return not counting.BODY.isdisjoint(before)


def _is_on_body(text: Text, at: int, first: int) -> bool:
    """Tell whether somebody's wound is on a part of the body: "Pemilik toko terluka di tangan"."""
    behind = text.words[at + 1 : at + 4]
    if "di" not in behind[:2] or not counting.LIMBS.intersection(behind):
        return False
    near = text.words[max(first, at - 8) : at]
    return not counting.MANY.intersection(near)


_PASSIVE = ("di", "ter", "ke", "ka", "ta")  # bahasa
_GONE = frozenset(("hangus", "ludes", "roboh", "rubuh", "hancur", "ringsek", "ajur"))  # bahasa
_STANDING = frozenset(
    ("rumah", "omah", "imah", "griya", "bale", "gedung", "kantor", "gereja", "masjid", "musala", "pura", "vihara", "pondok",
     "gubuk", "kios", "warung", "toko", "mobil", "motor", "truk", "bus", "perahu", "kapal", "sampan", "pos", "honai")
)  # fmt: skip
"""Things of which one, without a number, is one: "rumahnya dibakar"."""


def _is_one_thing(text: Text, at: int, first: int) -> bool:
    """Tell whether one thing was broken or burnt: "mobil pickup nya dibakar", "motor korban ikut dibakar"."""
    word = text.words[at]
    if not (word.startswith(_PASSIVE) or word in _GONE):
        return False
    near = text.words[max(first, at - 4) : at]
    if "," in near:
        near = near[len(near) - near[::-1].index(",") :]
    things = [at for at, one in enumerate(near) if one.removesuffix("nya") in _STANDING]
    if not things or counting.MANY.intersection(near) or _OF_MANY.intersection(near):
        return False
    before = near[things[0] - 1] if things[0] else "."
    return not numbers.may_begin(before) and before not in ("-", "di", "depan", "dekat")


_OF_MANY = frozenset(
    ("warga", "penduduk", "orang", "masyarakat", "mereka", "pendatang", "puluhan", "ratusan")
)


def _hit_by_weapon(text: Text, at: int) -> bool:
    """Tell whether "kena" is a wound: "kena parang"."""
    follows = text.words[at + 1] if at + 1 < len(text.words) else ""
    return text.words[at] in ("kena", "kenak", "kenek", "terkena", "keno") and follows in counting.WEAPONS


def _acts_on_one(text: Text, at: int) -> bool:
    """Tell whether a verb is done to one person: "menangkap pelaku", "menewaskan Sandy"."""
    word = text.words[at]
    behind = text.words[at + 1 : at + 3]
    somebody = word == "menewaskan" or any(map(is_somebody, behind[:1]))
    return word in counting.ACTIVE and somebody and counting.MANY.isdisjoint(behind)


def is_somebody(word: str) -> bool:
    """Tell whether a word is one person: "pelaku", "istrinya"."""
    bare = word.removesuffix("nya")
    return word in counting.SOMEBODY or bare in counting.SOMEBODY


def denied(text: Text, at: int, first: int) -> bool:
    """Tell whether a word is denied or only feared: "tidak ada yang luka", "takut dibakar"."""
    words = text.words
    reach = 3 if at and words[at - 1] in ("yang", "sing", "nu", "nang", "korban") else 2
    return not counting.DENIALS.isdisjoint(words[max(first, at - reach) : at])


def of_a_thing(text: Text, at: int) -> bool:
    """Tell whether "mati" is of a lamp, a machine or an animal: "lampu jalan di RT 04 mati", "mati listrik"."""
    words = text.words
    if words[at] not in counting.GOES_OUT:
        return False
    behind = words[at + 1 : at + 4]
    if behind and behind[0] in counting.FIGURES:
        return True
    killed = any(word in counting.WEAPONS or (word[:2] == "di" and word in counting.SIDES) for word in behind)
    subject = None if killed else _thing_before(text, at)
    if subject is None:
        return False
    before = words[subject - 1] if subject else ""
    return before not in _HITS and (subject == at - 1 or not _leads_to_somebody(before))


def _thing_before(text: Text, at: int) -> int | None:
    """Return where the thing stands that "mati" is said of, None if that may be somebody."""
    words = text.words
    for other in range(at - 1, max(-1, at - 1 - _SUBJECT), -1):
        word = words[other]
        if word.removesuffix("nya") in counting.LIFELESS:
            return other
        counted = numbers.may_begin(word) and words[other + 1] in counting.PERSONS
        if not word[0].isalnum() or counted or _leads_to_somebody(word) or word in _PEOPLE:
            break  # "rebutan air, dua warga mati"
    return None


_SUBJECT = 7  # words before "mati" among which its subject stands
_HITS = frozenset(
    ("kena", "kesetrum", "tersetrum", "tersengat", "ketabrak", "nabrak", "ketimpa", "ketiban", "jatuh")
)
_PEOPLE = frozenset(("ada", "orang", "korban"))
_OVER = frozenset(("rebutan", "berebut", "soal", "masalah", "karena", "gara-gara", "akibat", "oleh"))
_VERBS = ("meng", "men", "mem", "meny", "ber", "ter", "di")  # bahasa


def _leads_to_somebody(word: str) -> bool:
    """Tell whether a word says that somebody dies of a thing or over it: "kesetrum listrik", "berebut air"."""
    return word in _HITS or word in _OVER or (len(word) > 5 and word.startswith(_VERBS))


def none_told(text: Text) -> dict[str, Found[Range]]:
    """Return what a text says there was none of: "tidak ada korban jiwa"."""
    words = text.words
    found: dict[str, Found[Range]] = {}
    for at, word in enumerate(words):
        if word != "korban" or not denied(text, at, max(0, at - 3)):
            continue
        follows = words[at + 1] if at + 1 < len(words) else ""
        span = text.span(text.firsts[at], text.lasts[at])
        for kind in _NO_VICTIMS.get(follows, ("mati", "luka")):
            found[kind] = Found(Range(0, 0), 0.8, "count.none", (span,))
    return found
