"""Who is named in a text: by title, by what was said, by first names, and by a field that has seen news.

For masking it counts that no name is missed (recall); a word too many that is masked does little harm. Initials are
no names. Victims of domestic or sexual violence and minors are protected: masked for everybody (UU 12/2022, UU 35/2014;
articles to be checked).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Sequence
from functools import cache
from importlib import resources

from simak.draft import Person
from simak.normal import Text, sentences
from simak.not_names import NO_NAME, NO_PERSON_AFTER
from simak.words import rows

MINOR = 18
HIDDEN = "(nama dilindungi)"
Tag = Callable[[Sequence[Sequence[str]]], Sequence[Iterable[tuple[int, int]]]]
"""Finds names in the words of some sentences, for each as (first, after last)."""
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
_ENDINGS = (
    "anto",
    "yono",
    "jono",
    "sono",
    "tono",
    "wati",
    "wanti",
    "yanti",
    "ningsih",
    "udin",
    "uddin",
    "ullah",
    "iyah",
    "syah",
    "rahman",
    "harjo",
    "wijaya",
    "dewi",
    "sari",
)
"""How many names end that no list holds."""


@cache
def _kinds() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("titles")}


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
    tag: Tag | None = None,
    ordinary: Callable[[str], bool] = lambda _: True,
) -> tuple[Person, ...]:
    """Return everybody who is named.

    Args:
        text: The text.
        taken: Parts of `text.plain` that are names of regions or institutions: no person begins there, unless a
            title stands before it.
        violence_at_home: Whether the text tells of domestic or sexual violence; then all are protected.
        tag: Finds names in the words of some sentences, for each as (first, after last).
        ordinary: Tells whether a word in small letters is one of the language, and so hardly a name.
    """
    found: dict[int, tuple[int, str]] = {}
    used = [False] * len(text.words)
    capitals = _capitals(text)
    mask = _mask(text, taken)
    likely = {i for i in capitals if _unexplained(text, i, mask)}
    for first, last, title in (
        *_on_behalf(text),
        *_titled(text, mask, ordinary),
        *_small(text, mask, ordinary),
        *_listed(text, capitals, mask, ordinary),
        *_pairs(text, capitals, likely, ordinary),
        *_tagged(text, sorted(likely), mask, tag),
    ):
        if not any(used[first:last]):
            begin = _back(text, first, used, mask)
            used[begin:last] = [True] * (last - begin)
            found[begin] = (last, title)
    found.update(_together(text, found, used, ordinary))
    found.update(_again(text, found, used))
    return tuple(
        _person(text, first, last, title, violence_at_home) for first, (last, title) in sorted(found.items())
    )


def _person(text: Text, first: int, last: int, title: str, hidden: bool) -> Person:  # noqa: FBT001
    start, end = text.firsts[first], text.lasts[last - 1]
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
    age = _AGE.match(text.plain, text.lasts[last - 1])
    if age is not None:
        return int(age[1]) < MINOR
    return not _YOUNG.isdisjoint(text.words[max(0, first - 3) : first])


def _capital(text: Text, at: int) -> bool:
    return text.capitals[at] and text.words[at][0].isalpha()


def _capitals(text: Text) -> list[int]:
    return [i for i, capital in enumerate(text.capitals) if capital]


def _all_capitals(text: Text, at: int) -> bool:
    return len(text.written[at]) > 1 and text.cased[text.firsts[at] : text.lasts[at]].isupper()


def _could_be(text: Text, at: int) -> bool:
    return at < len(text.words) and text.words[at] not in _no_name()


@cache
def _no_name() -> frozenset[str]:
    """Return the words of which no name is made: titles and roles, too."""
    return NO_NAME.union(_kinds())


def _extend(text: Text, at: int) -> int:
    """Return after which token a name that begins at `at` ends."""
    words, last, count = text.words, at, len(text.words)
    while last < count and last - at < _LONGEST:
        single = text.capitals[last] and len(text.written[last]) == 1
        if single and last + 1 < count and words[last + 1] == ".":
            last += 2
        elif (_capital(text, last) and words[last] not in _no_name()) or (
            (words[last] in _JOINS or words[last] == "'")
            and last > at
            and last + 1 < count
            and _capital(text, last + 1)
        ):
            last += 1
        else:
            break
    return max(last, at + 1)


def _titled(text: Text, taken: bytes, ordinary: Callable[[str], bool]) -> Iterable[tuple[int, int, str]]:
    kinds, names = _kinds(), given_names()
    words, each = text.words, enumerate(zip(text.words, text.written, strict=True))
    for i, title, written in [(i, a, b) for i, (a, b) in each if b in kinds or a in kinds]:
        kind = kinds.get(written) or kinds[title]
        if kind in ("rank", "initials"):
            continue
        at = _past_group(text, _after_marks(text, i + 1))
        if not _could_be(text, at) or not words[at][0].isalpha():
            continue
        word = words[at]
        if _capital(text, at):
            if word in names or _follows(text, at, kind, taken, ordinary):
                yield at, _extend(text, at), title
        elif kind in ("title", "named") and (
            word in names or (word.endswith(_ENDINGS) and not ordinary(word))
        ):
            yield at, at + 1, title


_LEADS = frozenset(
    (
        "hubungi",
        "japri",
        "kontak",
        "wa",
        "korban",
        "dokter",
        "diduga",
        "nama",
        "bernama",
        "an",
        "toko",
        "warung",
    )
)
"""Words before a name in small letters."""
_TIMES = frozenset(row[0] for name in ("time_words", "date_context", "count_words") for row in rows(name))
"""Words of time and counting, of which some are names as well: "dini hari", "lalu"."""


def _small(text: Text, taken: bytes, ordinary: Callable[[str], bool]) -> Iterable[tuple[int, int, str]]:
    """Yield names in small letters: two words that are names beside each other, or one behind "hubungi" or "korban"."""
    words, names = text.words, given_names()

    def is_name(at: int) -> bool:
        word = words[at] if 0 <= at < len(words) else ""
        if len(word) < 3 or not (word in names or (len(word) > 5 and word.endswith(_ENDINGS))):
            return False
        fits = word not in _TIMES and not _capital(text, at) and _could_be(text, at)
        return fits and not ordinary(word) and _free(text, at, taken)

    for i in [at for at, word in enumerate(words) if word in names]:
        if not is_name(i):
            continue
        first = i - 1 if is_name(i - 1) else i
        last = i + 2 if is_name(i + 1) else i + 1
        if last - first > 1 or (len(words[i]) > 3 and _is_led(text, first)):
            yield first, last, ""


def _is_led(text: Text, at: int) -> bool:
    before = [word for word in text.words[max(0, at - 4) : at] if word not in ".:"]
    return bool(before) and (before[-1] in _LEADS or before[-2:] == ["a", "n"])


_GROUPS = frozenset(
    [
        *("serikat", "panitia", "nagari", "jorong", "forum", "aliansi", "komunitas", "paguyuban"),
        *(
            "koperasi",
            "yayasan",
            "pemuda",
            "rombongan",
            "sekolah",
            "komite",
            "regu",
            "tim",
            "umum",
            "kampung",
        ),
        *("laki", "lelaki", "laki-laki", "perempuan", "suami", "istri", "pelaku", "korban", "lengkap"),
    ]
)
"""What may stand between a role, or "nama", and the name: "ketua serikat Sumarna", "nama laki Yopi"."""


def _past_group(text: Text, at: int) -> int:
    follows = at + 1 < len(text.words) and text.words[at] in _GROUPS and _capital(text, at + 1)
    return at + 1 if follows else at


def _on_behalf(text: Text) -> Iterable[tuple[int, int, str]]:
    """Yield who stands behind "a.n." or "an." (on behalf of; in reports: by the name of)."""
    spelt = text.written
    for i, written in enumerate(spelt):
        if written == "an":
            at = i + 2
        elif written == "a" and spelt[i + 1 : i + 3] == (".", "n"):
            at = i + 4
        else:
            continue
        marked = at - 1 < len(spelt) and spelt[at - 1] == "."
        if marked and at < len(spelt) and _capital(text, at) and _could_be(text, at):
            yield at, _extend(text, at), "a.n."


def _follows(text: Text, at: int, kind: str, taken: bytes, ordinary: Callable[[str], bool]) -> bool:
    """Tell whether a word in capitals after a title, a role or a verb of saying is a name."""
    short = len(text.written[at]) < 3
    if _all_capitals(text, at) and (short or kind != "title"):
        return False
    if kind in ("title", "named"):
        return True
    return not short and not ordinary(text.words[at]) and (kind == "says" or _free(text, at, taken))


def _after_marks(text: Text, at: int) -> int:
    kinds = _kinds()
    while at < len(text.words) and (text.words[at] in ".(" or kinds.get(text.written[at]) == "rank"):
        at += 1
    return at


def _mask(text: Text, taken: Sequence[tuple[int, int]]) -> bytes:
    """Return a one for each code point of `text.plain` that is of a name of a region or institution."""
    mask = bytearray(len(text.plain))
    for start, end in taken:
        mask[start:end] = b"\1" * (min(end, len(mask)) - start)
    return bytes(mask)


def _free(text: Text, at: int, taken: bytes) -> bool:
    return taken.find(1, text.firsts[at], text.lasts[at]) < 0


def _listed(
    text: Text, capitals: Sequence[int], taken: bytes, ordinary: Callable[[str], bool]
) -> Iterable[tuple[int, int, str]]:
    names = given_names()
    for i in capitals:
        written = text.written[i]
        if len(written) < 3 or (written not in names and not written.endswith(_ENDINGS)):
            continue
        if not _free(text, i, taken) or not _could_be(text, i):
            continue
        if written in names:
            last = _extend(text, i)
            if last - i > 1 or (len(written) > 3 and not _all_capitals(text, i)):
                yield i, last, ""
        elif (
            len(written) > 5
            and written.endswith(_ENDINGS)
            and not ordinary(written)
            and not _all_capitals(text, i)
        ):
            yield i, _extend(text, i), ""


def _pairs(
    text: Text, capitals: Sequence[int], likely: Container[int], ordinary: Callable[[str], bool]
) -> Iterable[tuple[int, int, str]]:
    """Yield two words in capitals that are no words of the language, or one between commas; not after "jalan" or "PT"."""

    def strange(at: int) -> bool:
        return at in likely and text.words[at][0].isalpha() and not ordinary(text.words[at])

    words = text.words
    for i in capitals:
        if i + 1 == len(words):
            break
        before = words[i - 1] if i else "."
        last = _extend(text, i)
        if (
            i in likely
            and before in ".,"
            and (_with_age(text, last) or (before == "." and _signs(text, last)))
        ):
            yield i, last, ""
        if before in NO_PERSON_AFTER or not strange(i):
            continue
        follows = words[last] if last < len(words) else ""
        if strange(i + 1) or (before == "," and follows == ","):
            yield i, last, ""


def _with_age(text: Text, at: int) -> bool:
    """Tell whether an age in brackets stands there: "Sarmi (52)"."""
    words = text.words[at : at + 3]
    return (len(words) == 3 and words[0] == "(" and words[2] == ")" and words[1].isdigit()) and len(
        words[1]
    ) == 2


def _signs(text: Text, at: int) -> bool:
    """Tell whether somebody signs with a role: "Sudarmo, Ketua RT 07"."""
    words = text.words[at : at + 2]
    return len(words) == 2 and words[0] == "," and _kinds().get(words[1]) == "role"


def _together(
    text: Text, found: dict[int, tuple[int, str]], used: Sequence[bool], ordinary: Callable[[str], bool]
) -> dict[int, tuple[int, str]]:
    """Return who is named beside somebody found: "Amiruddin dan Syamsiah"."""
    beside = {}
    for last, _ in found.values():
        at = last + 1
        if at < len(text.words) and text.words[last] in ("dan", "serta", "sama", ",", "&"):
            free = not used[at] and _unexplained(text, at, b"") and text.words[at][0].isalpha()
            if free and not ordinary(text.words[at]):
                beside[at] = (_extend(text, at), "")
    return beside


def _tagged(
    text: Text,
    strange: Sequence[int],
    taken: bytes,
    tag: Tag | None,
) -> Iterable[tuple[int, int, str]]:
    if tag is None:
        return
    asked = [
        (first, last)
        for first, last in sentences(text)
        if bisect_right(strange, first) < bisect_left(strange, last)
    ]
    written = [
        [text.cased[start:end] for start, end in zip(text.firsts[a:b], text.lasts[a:b], strict=True)]
        for a, b in asked
    ]
    for (first, _), names in zip(asked, tag(written), strict=True):
        for start, end in names:
            at = first + start
            while at < first + end and not (_could_be(text, at) and _free(text, at, taken)):
                at += 1
            if at < first + end and _capital(text, at):
                yield at, first + end, ""


def _back(text: Text, first: int, used: Sequence[bool], taken: bytes) -> int:
    """Return where a name begins that was found from its second word on ("Hotman Siregar")."""
    while (
        first > 0
        and not used[first - 1]
        and (_unexplained(text, first - 1, taken) or _is_first_name(text, first - 1))
        and text.words[first - 1][0].isalpha()
        and not _begins_sentence(text, first - 1)
    ):
        first -= 1
    return first


def _is_first_name(text: Text, at: int) -> bool:
    return _capital(text, at) and text.words[at] in given_names() and len(text.written[at]) > 3


def _begins_sentence(text: Text, at: int) -> bool:
    """Tell whether capitals say nothing here; a listed first name is one anywhere."""
    if text.words[at] in given_names():
        return False
    return at == 0 or text.written[at - 1][0] in '.!?:"-'


def _unexplained(text: Text, at: int, taken: bytes) -> bool:
    """Tell whether a word in capitals could be of a name: the field is only asked where one could be."""
    return (
        _capital(text, at) and not _all_capitals(text, at) and _could_be(text, at) and _free(text, at, taken)
    )


def _again(text: Text, found: dict[int, tuple[int, str]], used: Sequence[bool]) -> dict[int, tuple[int, str]]:
    """Return where a name that was found stands alone again ("Budi Santoso ... Santoso menambahkan")."""
    parts = {
        written
        for first, (last, _) in found.items()
        for written in text.written[first:last]
        if len(written) > 3
    }
    again, last = {}, 0
    for i, written in enumerate(text.written if parts else ()):
        if written in parts and i >= last and not used[i] and _capital(text, i):
            last = _extend(text, i)
            while any(used[i:last]):
                last -= 1
            again[i] = (last, "")
    return again
