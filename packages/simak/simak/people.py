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

from simak import words
from simak.draft import Person
from simak.normal import Text, sentences
from simak.not_names import NO_NAME, NO_PERSON_AFTER

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
    used = [False] * len(text.tokens)
    capitals = _capitals(text)
    mask = _mask(text, taken)
    likely = {i for i in capitals if _unexplained(text, i, mask)}
    for first, last, title in (
        *_on_behalf(text),
        *_titled(text, mask, ordinary),
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


def _capitals(text: Text) -> list[int]:
    cased = text.cased
    return [i for i, token in enumerate(text.tokens) if cased[token.start].isupper()]


def _all_capitals(text: Text, at: int) -> bool:
    token = text.tokens[at]
    return token.end - token.start > 1 and text.cased[token.start : token.end].isupper()


def _could_be(text: Text, at: int) -> bool:
    return (
        at < len(text.tokens) and text.tokens[at].word not in NO_NAME and text.tokens[at].word not in _kinds()
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


def _titled(text: Text, taken: bytes, ordinary: Callable[[str], bool]) -> Iterable[tuple[int, int, str]]:
    kinds, names = _kinds(), given_names()
    tokens = text.tokens
    for i, (token, written) in enumerate(zip(tokens, text.written, strict=True)):
        if written not in kinds and token.word not in kinds:
            continue
        kind = kinds.get(written) or kinds[token.word]
        if kind in ("rank", "initials"):
            continue
        at = _past_group(text, _after_marks(text, i + 1))
        if at >= len(tokens) or not _could_be(text, at) or not tokens[at].word[0].isalpha():
            continue
        word = tokens[at].word
        if _capital(text, at):
            if word in names or _follows(text, at, kind, taken, ordinary):
                yield at, _extend(text, at), token.word
        elif kind in ("title", "named") and (
            word in names or (word.endswith(_ENDINGS) and not ordinary(word))
        ):
            yield at, at + 1, token.word


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
    follows = at + 1 < len(text.tokens) and text.tokens[at].word in _GROUPS and _capital(text, at + 1)
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
    token = text.tokens[at]
    short = token.end - token.start < 3
    if _all_capitals(text, at) and (short or kind != "title"):
        return False
    if kind in ("title", "named"):
        return True
    return not short and not ordinary(token.word) and (kind == "says" or _free(text, at, taken))


def _after_marks(text: Text, at: int) -> int:
    kinds = _kinds()
    while at < len(text.tokens) and (
        text.tokens[at].word in ".("
        or (kinds.get(text.plain[text.tokens[at].start : text.tokens[at].end]) == "rank")
    ):
        at += 1
    return at


def _mask(text: Text, taken: Sequence[tuple[int, int]]) -> bytes:
    """Return a one for each code point of `text.plain` that is of a name of a region or institution."""
    mask = bytearray(len(text.plain))
    for start, end in taken:
        mask[start:end] = b"\1" * (min(end, len(mask)) - start)
    return bytes(mask)


def _free(text: Text, at: int, taken: bytes) -> bool:
    token = text.tokens[at]
    return taken.find(1, token.start, token.end) < 0


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
        return at in likely and text.tokens[at].word[0].isalpha() and not ordinary(text.tokens[at].word)

    tokens = text.tokens
    for i in capitals:
        if i + 1 == len(tokens):
            break
        before = tokens[i - 1].word if i else "."
        last = _extend(text, i)
        if (
            i in likely
            and before in ".,"
            and (_with_age(text, last) or (before == "." and _signs(text, last)))
        ):
            yield i, last, ""
        if before in NO_PERSON_AFTER or not strange(i):
            continue
        follows = tokens[last].word if last < len(tokens) else ""
        if strange(i + 1) or (before == "," and follows == ","):
            yield i, last, ""


def _with_age(text: Text, at: int) -> bool:
    """Tell whether an age in brackets stands there: "Sarmi (52)"."""
    words = text.tokens[at : at + 3]
    return (
        len(words) == 3 and words[0].word == "(" and words[2].word == ")" and words[1].word.isdigit()
    ) and len(words[1].word) == 2


def _signs(text: Text, at: int) -> bool:
    """Tell whether somebody signs with a role: "Sudarmo, Ketua RT 07"."""
    words = text.tokens[at : at + 2]
    return len(words) == 2 and words[0].word == "," and _kinds().get(words[1].word) == "role"


def _together(
    text: Text, found: dict[int, tuple[int, str]], used: Sequence[bool], ordinary: Callable[[str], bool]
) -> dict[int, tuple[int, str]]:
    """Return who is named beside somebody found: "Amiruddin dan Syamsiah"."""
    beside = {}
    for last, _ in found.values():
        at = last + 1
        if at < len(text.tokens) and text.tokens[last].word in ("dan", "serta", "sama", ",", "&"):
            free = not used[at] and _unexplained(text, at, b"") and text.tokens[at].word[0].isalpha()
            if free and not ordinary(text.tokens[at].word):
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
        [text.cased[token.start : token.end] for token in text.tokens[first:last]] for first, last in asked
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
        and text.tokens[first - 1].word[0].isalpha()
        and not _begins_sentence(text, first - 1)
    ):
        first -= 1
    return first


def _is_first_name(text: Text, at: int) -> bool:
    return (
        _capital(text, at)
        and text.tokens[at].word in given_names()
        and text.tokens[at].end - text.tokens[at].start > 3
    )


def _begins_sentence(text: Text, at: int) -> bool:
    """Tell whether capitals say nothing here; a listed first name is one anywhere."""
    if text.tokens[at].word in given_names():
        return False
    return at == 0 or text.plain[text.tokens[at - 1].start] in '.!?:"-'


def _unexplained(text: Text, at: int, taken: bytes) -> bool:
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
    again, last = {}, 0
    for i, written in enumerate(text.written if parts else ()):
        if written in parts and i >= last and not used[i] and _capital(text, i):
            last = _extend(text, i)
            while any(used[i:last]):
                last -= 1
            again[i] = (last, "")
    return again
