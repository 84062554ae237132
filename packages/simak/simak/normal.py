"""Makes any text readable for grammars: folded letters, whole words, and the way back to the original.

Everything that reads a text works on `Text.plain` and on `Text.words`; everything that shows a text works on
`Text.original`. `Text.span` leads from the one to the other, in code points.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from simak import words
from simak.draft import Span

LONGEST = 100_000
"""Code points that are read. A longer text is kept whole, but what lies behind is not read."""

_LONGEST_WORD = 40
_LONGEST_SENTENCE = 250  # words; what goes on without a stop is cut there
_UNFOLDED = re.compile(r"[^\n -~]")
_TOKEN = re.compile(r"[^\W\d_]++(?:'[^\W\d_]++)*+(?:2(?![0-9])[^\W\d_]*+)?|[0-9]++(?:[.,][0-9]++)*+|\S")
_ASCII_TOKEN = re.compile(_TOKEN.pattern.replace(r"[^\W\d_]", "[a-z]"))  # a third faster, for small letters
SHORTHAND = {row[0]: row[1] for row in words.rows("shorthand")}
"""Written form to the word it stands for; parts of a phrase are joined by hyphens."""
_KEEPS_ITS_TWO = frozenset(row[0] for row in words.rows("keeps_two"))  # RT2, pos2: the second, not "pos-pos"
_DETACHED = frozenset(row[0] for row in words.rows("detached"))
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_STOPS = frozenset(".!?;\n…")
_NO_STOP_AFTER = frozenset(row[0] for row in words.rows("no_stop"))


class Token(NamedTuple):
    """A word, number or mark: `word` is what it stands for, `plain[start:end]` how it was written.

    `word` is in small letters, with shorthand written out ("yg" becomes "yang", "anak2" "anak-anak").
    """

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text that can be read, and the way back to the original.

    `words` is what each word, number or mark stands for, `written` how it was written, as `plain[firsts[i]:lasts[i]]`;
    `capitals` tells whether it begins with a capital, `sentences` are ranges of positions of words. `cased` and `plain`
    have the same length; `plain` is in small letters. Code point `i` of them was written as `original[starts[i]:ends[i]]`.
    """

    original: str
    cased: str
    plain: str
    starts: Sequence[int]
    ends: Sequence[int]
    firsts: tuple[int, ...]
    lasts: tuple[int, ...]
    words: tuple[str, ...]
    written: tuple[str, ...]
    capitals: tuple[bool, ...]
    sentences: tuple[tuple[int, int], ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The words with their places, made anew each time; whoever reads on takes `words`, `firsts` and `lasts`."""
        return tuple(map(Token, self.words, self.firsts, self.lasts))

    def span(self, start: int, end: int) -> Span:
        """Return where `plain[start:end]` stands in the original.

        Raises:
            ValueError: If that part is empty or lies outside.
        """
        if not 0 <= start < end <= len(self.plain):
            raise ValueError(f"a part from {start} to {end} of a text of {len(self.plain)} code points")
        if self.cased is self.original:  # nothing was folded
            return Span(start, end)
        return Span(self.starts[start], self.ends[end - 1])

    def everywhere(self, span: Span) -> Iterator[tuple[int, int]]:
        """Return every part of `plain` in which the words of a part of the original stand again, as whole words."""
        first, last = span
        if self.cased is not self.original:
            first, last = bisect_left(self.starts, first), bisect_left(self.starts, last)
        words = self.plain[first:last]
        at = self.plain.find(words) if words.strip() else -1
        while at >= 0:
            end = at + len(words)
            if not (self.plain[at - 1 : at].isalnum() or self.plain[end : end + 1].isalnum()):
                yield at, end
            at = self.plain.find(words, end)


def normalise(text: str) -> Text:
    """Fold the letters of `text`, split it into words and write out its shorthand.

    Accents, wide and styled letters, zero-width and directional marks, lone surrogates and control characters
    are folded away; runs in linear time and never fails on a string.
    """
    cased, starts, ends = _fold(text[:LONGEST])
    plain = cased.lower()
    if len(plain) != len(cased):  # a few capitals have more than one small letter
        plain = "".join(map(_small, cased))
    spans = [match.span() for match in (_ASCII_TOKEN if plain.isascii() else _TOKEN).finditer(plain)]
    written = [plain[start:end] for start, end in spans]
    words = _words(plain, cased, spans, written)
    firsts, lasts = zip(*spans, strict=True) if spans else ((), ())
    return Text(
        original=text,
        cased=cased,
        plain=plain,
        starts=starts,
        ends=ends,
        firsts=tuple(firsts),
        lasts=tuple(lasts),
        words=tuple(words),
        written=tuple(written),
        capitals=tuple([cased[first].isupper() for first in firsts]),
        sentences=_sentences(plain, words, written, firsts),
    )


def sentences(text: Text) -> tuple[tuple[int, int], ...]:
    """Return the sentences of a text as ranges of word positions, the last one not counted."""
    return text.sentences


def _sentences(
    plain: str, words: Sequence[str], written: Sequence[str], firsts: Sequence[int]
) -> tuple[tuple[int, int], ...]:
    """Return the sentences as ranges of word positions; the marks that end one belong to it.

    `firsts` are where the words begin in `plain`.
    """
    ends = {
        position
        for position, word in enumerate(words, 1)
        if word in _STOPS and not (word == "." and position > 1 and _is_short(written[position - 2]))
    }
    line = plain.find("\n")
    while line >= 0:
        ends.add(bisect_left(firsts, line))
        line = plain.find("\n", line + 1)
    ends.add(len(words))
    whole = pairwise((0, *sorted(ends - {0})))
    return tuple(
        (begin, min(begin + _LONGEST_SENTENCE, end))
        for first, end in whole
        for begin in range(first, end, _LONGEST_SENTENCE)
    )


def _is_short(written: str) -> bool:
    return written in _NO_STOP_AFTER or (len(written) == 1 and written.isalpha())


def _fold(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    if _UNFOLDED.search(text) is None:
        return text, range(len(text)), range(1, len(text) + 1)
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for odd in _UNFOLDED.finditer(text):
        at = odd.start()
        letters.append(text[done:at])
        starts.extend(range(done, at))
        ends.extend(range(done + 1, at + 1))
        done = at + 1
        folded, joins = _folded(text[at])
        letters.append(folded)
        starts.extend([at] * len(folded))
        ends.extend([at + 1] * len(folded))
        if joins and ends and ends[-1] == at:  # an accent belongs to the letter before it
            ends[-1] = at + 1
    letters.append(text[done:])
    starts.extend(range(done, len(text)))
    ends.extend(range(done + 1, len(text) + 1))
    return "".join(letters), starts, ends


@lru_cache(maxsize=4096)
def _folded(letter: str) -> tuple[str, bool]:
    """Return what a letter outside ASCII is read as, and whether it is an accent on the one before."""
    category = unicodedata.category(letter)
    if category == "Mn":
        return "", True
    if category == "Cf":
        return "", False
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return ("\n" if letter in "\u2028\u2029\x85\x0b\x0c" else " "), False
    if category == "Cs":
        return "\ufffd", False
    if letter in _MARKS:
        return _MARKS[letter], False
    apart = unicodedata.normalize("NFKD", letter)
    base = "".join(part for part in apart if not unicodedata.combining(part))
    base = "".join(_MARKS.get(part, _digit(part)) for part in base)
    return (base if 0 < len(base) <= 4 else letter), False


_MARKS = {
    **dict.fromkeys("‘’ʼ`´′ʻˈ＇", "'"),
    **dict.fromkeys("“”„«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−⁃", "-"),
    **dict.fromkeys("⁄∕", "/"),
    "…": "…",
    "×": "x",
    "ø": "o",
    "ð": "d",
    "ß": "ss",
    "ı": "i",
    "ł": "l",
}


def _digit(letter: str) -> str:
    value = unicodedata.digit(letter, None)  # also circled ones: str.isdigit knows them, int does not
    return letter if value is None else str(value)


def _small(letter: str) -> str:
    small = letter.lower()
    return small if len(small) == 1 else letter


def _words(plain: str, cased: str, spans: Sequence[tuple[int, int]], written: Sequence[str]) -> list[str]:
    """Return what the words stand for that stand at `spans` of `plain`, as `written`."""
    words = [_KNOWN.get(each, "") for each in written]
    if "" in words:
        stretched = _STRETCHED.search(plain) is not None
        for at, word in enumerate(words):
            if not word:
                start, end = spans[at]
                words[at] = _word(written[at], cased[start:end], stretched=stretched)
    if not _CONTEXT.isdisjoint(words):
        _read_in_context(words)
    return words


_CONTEXT = frozenset(("di", "d", "g", "malang"))


def _read_in_context(words: list[str]) -> None:
    """Read "di bakar" and "d bakar" as "dibakar", the prefix written apart, and "g ada" as "tidak ada", no gram, and "tadi malang" as a night."""
    for at in [at for at, word in enumerate(words) if word in _CONTEXT]:
        word, behind = words[at], words[at + 1] if at + 1 < len(words) else ""
        if word in ("di", "d") and behind in _DETACHED:
            words[at + 1] = f"di{behind}"
        elif word == "g" and behind.isalpha() and not (at and words[at - 1][0].isdigit()):
            words[at] = "tidak"
        elif word == "malang" and at and words[at - 1] in ("tadi", "nanti", "kemarin"):
            words[at] = "malam"  # as in Ambon


_KNOWN: dict[str, str] = {}
_MOST_KNOWN = 1 << 16  # words that are remembered


def _word(written: str, cased: str, *, stretched: bool) -> str:
    """Return what a written word stands for; words are remembered unless that depends on more than their letters."""
    if len(written) > _LONGEST_WORD:
        return written
    known = SHORTHAND.get(written)
    word = known or written.replace("'", "") or written
    if known is None and stretched and len(word) > 3:
        word = _STRETCHED.sub(r"\1", word)
        word = SHORTHAND.get(word, word)
    if known is None and "2" in word and word[0].isalpha():
        return word if cased.isupper() else _doubled(word)
    if not stretched and len(_KNOWN) < _MOST_KNOWN:
        _KNOWN[written] = word
    return word


def _doubled(word: str) -> str:
    once, _, suffix = word.partition("2")
    if len(once) < 3 or once in _KEEPS_ITS_TWO:
        return word
    once = SHORTHAND.get(once, once)
    return f"{once}-{once}{suffix}"
