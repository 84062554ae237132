"""Who is named in a text: by title, by what was said, by first names, and by a field that has seen news.

For masking it counts that no name is missed (recall); a word too many that is masked does little harm. Initials are
no names. Victims of domestic or sexual violence and minors are protected: masked for everybody (UU 12/2022, UU 35/2014;
articles to be checked).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import resources

from simak import words
from simak.draft import Person
from simak.normal import Text, sentences

MINOR = 18
HIDDEN = "(nama dilindungi)"
_LONGEST = 5
_JOINS = frozenset({"bin", "binti", "al", "van", "de", "alias", "anak"})
_YOUNG = frozenset(
    [
        "pelajar",
        "siswa",
        "siswi",
        "santri",
        "santriwati",
        "bocah",
        "balita",
        "bayi",
        "murid",
        "anak",
        "remaja",
        "gadis",
        "budak",
        "lare",
        "kana'",
    ]
)
_AGE = re.compile(r"[^\w(]{0,2}\(?\s*(?:umur|usia|berusia)?\s*(\d{1,2})\s*(?:\)|tahun|thn|th\b)")
_NO_NAME = frozenset(
    [
        "yang",
        "dan",
        "di",
        "ke",
        "dari",
        "untuk",
        "dengan",
        "ini",
        "itu",
        "pada",
        "akan",
        "sudah",
        "telah",
        "tidak",
        "ada",
        "kami",
        "kita",
        "saya",
        "sy",
        "bahwa",
        "agar",
        "mohon",
        "minta",
        "tolong",
        "izin",
        "ijin",
        "lapor",
        "semua",
        "besok",
        "tadi",
        "nanti",
        "juga",
        "lagi",
        "masih",
        "oleh",
        "dalam",
        "karena",
        "saat",
        "para",
        "warga",
        "desa",
        "kelurahan",
        "kecamatan",
        "kabupaten",
        "kota",
        "kampung",
        "dusun",
        "jalan",
        "polisi",
        "polres",
        "polsek",
        "selamat",
        "assalamualaikum",
        "siap",
        "senin",
        "selasa",
        "rabu",
        "kamis",
        "jumat",
        "sabtu",
        "minggu",
        "januari",
        "februari",
        "maret",
        "april",
        "mei",
        "juni",
        "juli",
        "agustus",
        "september",
        "oktober",
        "november",
        "desember",
        "lurah",
        "camat",
        "kades",
        "bupati",
        "rt",
        "rw",
        "haji",
        "allah",
        "tuhan",
        "indonesia",
        "presiden",
        "menteri",
        "gubernur",
        "kapolsek",
        "kapolres",
        "babinsa",
        "bhabinkamtibmas",
        "guru",
        "dokter",
        "kader",
        "ketua",
        "ini",
        "nya",
        "lain",
        "sekalian",
        "semuanya",
        "sebelah",
        "rumah",
        "dinas",
        "sana",
        "sini",
        "bos",
        "ndan",
        "komandan",
        "pimpinan",
        "dusun",
        "kabid",
        "kaban",
        "kasi",
        "kasat",
        "satpol",
        "polisi",
        "tentara",
        "ustaz",
        "kyai",
        "pendeta",
        "hakim",
        "jaksa",
        "sopir",
        "tani",
        "hamil",
        "hamba",
        "anak",
        "muda",
        "tua",
        "kandung",
        "tiri",
        "ku",
        "mu",
        "kos",
        "tirinya",
        "guru-guru",
        "rumah-tangga",
        "pkk",
        "tamu",
        "pengajian",
        "ojol",
        "ojek",
        "grab",
        "gojek",
        "carik",
        "wakil",
        "sekda",
        "kuwu",
        "ulis",
        "polisi",
        "bhabin",
        "babin",
        "danramil",
        "dandim",
        "dukuh",
        "kadus",
        "modin",
        "penghulu",
        "imam",
        "takmir",
        "mantri",
        "bidan",
        "perawat",
        "kepala",
        "sekolah",
        "kepsek",
        "dosen",
        "rektor",
        "wali",
        "walikota",
        "dewan",
        "dpr",
        "dprd",
        "linmas",
        "hansip",
        "satpam",
        "mandor",
        "juragan",
        "kapten",
        "ae",
        "po",
        "je",
        "ee",
        "e",
        "sih",
        "dong",
        "kok",
        "ya",
        "yo",
        "pak",
        "bu",
        "mas",
        "mbak",
    ]
)


@cache
def _kinds() -> dict[str, str]:
    return {row[0]: row[1] for row in words.rows("titles")}


@cache
def given_names() -> frozenset[str]:
    """Return first names and parts of names, in small letters."""
    text = (resources.files("simak") / "data" / "given_names.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def persons(
    text: Text,
    *,
    taken: Sequence[tuple[int, int]] = (),
    violence_at_home: bool = False,
    tag: Callable[[Sequence[str]], Iterable[tuple[int, int]]] | None = None,
) -> tuple[Person, ...]:
    """Return everybody who is named.

    Args:
        text: The text.
        taken: Parts of `text.plain` that are names of regions or institutions: no person begins there, unless a
            title stands before it.
        violence_at_home: Whether the text tells of domestic or sexual violence; then all are protected.
        tag: Finds names in a list of words, as (first, after last).
    """
    found: dict[int, tuple[int, str]] = {}
    used = [False] * len(text.tokens)
    for first, last, title in (*_titled(text), *_listed(text, taken), *_tagged(text, taken, tag)):
        if not any(used[first:last]):
            used[first:last] = [True] * (last - first)
            found[first] = (last, title)
    found.update(_again(text, found, used))
    return tuple(
        _person(text, first, last, title, violence_at_home) for first, (last, title) in sorted(found.items())
    )


def _person(text: Text, first: int, last: int, title: str, hidden: bool) -> Person:  # noqa: FBT001
    start, end = text.tokens[first].start, text.tokens[last - 1].end
    span = text.span(start, end)
    name = text.original[span.start : span.end]
    hidden = hidden or _is_young(text, first, last)
    return Person(name, HIDDEN if hidden else initials(name), title, hidden, span)


def initials(name: str) -> str:
    """Return what may be shown of a name.

    >>> initials("Budi Santoso")
    'B.S.'
    """
    return "".join(f"{part[0].upper()}." for part in re.findall(r"\w+", name)) or "*"


def _is_young(text: Text, first: int, last: int) -> bool:
    age = _AGE.match(text.plain, text.tokens[last - 1].end)
    if age is not None:
        return int(age[1]) < MINOR
    before = text.tokens[max(0, first - 3) : first]
    return any(token.word in _YOUNG for token in before)


def _capital(text: Text, at: int) -> bool:
    token = text.tokens[at]
    return text.cased[token.start].isupper() and token.word[0].isalpha()


def _all_capitals(text: Text, at: int) -> bool:
    token = text.tokens[at]
    return token.end - token.start > 1 and text.cased[token.start : token.end].isupper()


def _could_be(text: Text, at: int) -> bool:
    return (
        at < len(text.tokens)
        and text.tokens[at].word not in _NO_NAME
        and text.tokens[at].word not in _kinds()
    )


def _extend(text: Text, at: int) -> int:
    """Return after which token a name that begins at `at` ends."""
    last, count = at, len(text.tokens)
    while last < count and last - at < _LONGEST:
        token = text.tokens[last]
        single = token.end - token.start == 1 and text.cased[token.start].isupper()
        if single and last + 1 < count and text.tokens[last + 1].word == ".":
            last += 2
        elif (
            (_capital(text, last) and _could_be(text, last))
            or (last > at and token.word in _JOINS and last + 1 < count and _capital(text, last + 1))
            or (token.word == "'" and last > at and last + 1 < count and _capital(text, last + 1))
        ):
            last += 1
        else:
            break
    return max(last, at + 1)


def _titled(text: Text) -> Iterable[tuple[int, int, str]]:
    kinds, names = _kinds(), given_names()
    tokens, plain = text.tokens, text.plain
    for i, token in enumerate(tokens):
        kind = kinds.get(plain[token.start : token.end]) or kinds.get(token.word)
        if kind is None or kind in ("rank", "initials"):
            continue
        at = _after_marks(text, i + 1)
        if at >= len(tokens) or not _could_be(text, at) or not tokens[at].word[0].isalpha():
            continue
        word = tokens[at].word
        short = tokens[at].end - tokens[at].start < 3
        if _capital(text, at) and not (
            _all_capitals(text, at) and (short or kind != "title") and word not in names
        ):
            if kind in ("title", "named") or word in names or (kind == "says" and not short):
                yield at, _extend(text, at), token.word
        elif kind in ("title", "named") and _looks_like_a_name(text, at, names):
            yield at, at + 1, token.word


def _looks_like_a_name(text: Text, at: int, names: frozenset[str]) -> bool:
    """Tell it of a word in small letters: a listed one, or an unusual one that stands after a title."""
    return text.tokens[at].word in names


def _after_marks(text: Text, at: int) -> int:
    kinds = _kinds()
    while at < len(text.tokens) and (
        text.tokens[at].word in ".("
        or (kinds.get(text.plain[text.tokens[at].start : text.tokens[at].end]) == "rank")
    ):
        at += 1
    return at


def _free(text: Text, at: int, taken: Sequence[tuple[int, int]]) -> bool:
    token = text.tokens[at]
    return not any(start < token.end and token.start < end for start, end in taken)


def _listed(text: Text, taken: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int, str]]:
    names = given_names()
    for i, token in enumerate(text.tokens):
        written = text.plain[token.start : token.end]
        if (
            written in names
            and len(written) > 2
            and _capital(text, i)
            and _free(text, i, taken)
            and _could_be(text, i)
        ):
            last = _extend(text, i)
            if last - i > 1 or (len(written) > 3 and not _all_capitals(text, i)):
                yield i, last, ""


def _tagged(
    text: Text,
    taken: Sequence[tuple[int, int]],
    tag: Callable[[Sequence[str]], Iterable[tuple[int, int]]] | None,
) -> Iterable[tuple[int, int, str]]:
    if tag is None:
        return
    for first, last in sentences(text):
        if not any(_unexplained(text, i, taken) for i in range(first + 1, last)):
            continue
        written = [text.cased[token.start : token.end] for token in text.tokens[first:last]]
        for start, end in tag(written):
            if _free(text, first + start, taken) and _capital(text, first + start):
                yield first + start, first + end, ""


def _unexplained(text: Text, at: int, taken: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a word in capitals could be of a name: the field is only asked where one could be."""
    return (
        _capital(text, at) and not _all_capitals(text, at) and _could_be(text, at) and _free(text, at, taken)
    )


def _again(text: Text, found: dict[int, tuple[int, str]], used: Sequence[bool]) -> dict[int, tuple[int, str]]:
    """Return where a name that was found stands alone again ("Budi Santoso ... Santoso menambahkan")."""
    parts = {
        text.plain[token.start : token.end]
        for first, (last, _) in found.items()
        for token in text.tokens[first:last]
        if token.end - token.start > 3
    }
    return {
        i: (i + 1, "")
        for i, token in enumerate(text.tokens)
        if not used[i] and text.plain[token.start : token.end] in parts and _capital(text, i)
    }
