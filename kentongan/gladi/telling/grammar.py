"""The language of the phrases: words, choices in brackets and names in braces, and a message as it is put together.

    warga {dusun} [mulai|sudah] [kumpul|berkumpul] [di {spot}|].

A word is copied. Of `[a|b|]` one is drawn; the last here is nothing. `{name}` is told by whoever knows it: another
phrase, or a function that writes words and remembers which of them carry a label. Choices may stand in choices.
Words are kept apart until the end, so that spelling may change every one of them and the marks still fit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

CLOSING = frozenset(".,;:!?)")
OPENING = "("


@dataclass(frozen=True)
class Slot:
    """A place in a phrase that somebody else fills."""

    name: str


Part = Any
"""A word (str), one of several phrases (tuple of tuples), or a `Slot`."""
Parts = tuple[Part, ...]


@dataclass(frozen=True)
class Mark:
    """Words `first` to `last` (not included) tell something that has a label; `name` is how a list calls it."""

    field: str
    first: int
    last: int
    name: str = ""


@cache
def parsed(phrase: str) -> Parts:
    """Turn a phrase into its parts.

    Raises:
        ValueError: If a bracket or brace is not closed.
    """
    parts, end = _sequence(phrase, 0, inner=False)
    if end != len(phrase):
        raise ValueError(f"Kurung tidak berpasangan di: {phrase}")
    return parts


def _sequence(phrase: str, start: int, *, inner: bool) -> tuple[Parts, int]:
    parts: list[Part] = []
    at = word = start
    while at < len(phrase):
        sign = phrase[at]
        if sign in "[{" or (inner and sign in "|]"):
            parts.extend(words_of(phrase[word:at]))
            if sign == "[":
                choices, at = _choices(phrase, at + 1)
                parts.append(choices)
            elif sign == "{":
                end = phrase.index("}", at)
                parts.append(Slot(phrase[at + 1 : end]))
                at = end + 1
            else:
                return tuple(parts), at
            word = at
        else:
            at += 1
    parts.extend(words_of(phrase[word:]))
    return tuple(parts), at


def _choices(phrase: str, start: int) -> tuple[tuple[Parts, ...], int]:
    choices, at = [], start
    while True:
        parts, at = _sequence(phrase, at, inner=True)
        if at >= len(phrase):
            raise ValueError(f"Kurung tidak berpasangan di: {phrase}")
        choices.append(parts)
        at += 1
        if phrase[at - 1] == "]":
            return tuple(choices), at


def words_of(text: str) -> list[str]:
    """Cut a text into words and the signs around them; `a.n.` and `07.30` stay whole."""
    found: list[str] = []
    for word in text.split(" "):
        rest = word
        if rest.startswith(OPENING) and len(rest) > 1:
            found.append(OPENING)
            rest = rest[1:]
        signs: list[str] = []
        while len(rest) > 1 and rest[-1] in CLOSING and "." not in rest[:-1]:
            signs.append(rest[-1])
            rest = rest[:-1]
        if rest:
            found.append(rest)
        found.extend(reversed(signs))
    return found


Teller = Callable[["Draft"], None]
Known = Mapping[str, "str | Teller"]


@dataclass
class Draft:
    """A message while it is put together: words, marks over them, and labels.

    `known` says what a name in braces stands for; `rng` draws what is free; a `voice` says short forms in full.
    """

    rng: Random
    known: Known
    words: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    joined: set[int] = field(default_factory=set)
    voice: bool = False

    def tell(self, phrase: str) -> None:
        """Add a phrase."""
        self.add(parsed(phrase))

    def add(self, parts: Parts) -> None:
        """Add the parts of a phrase."""
        words, random = self.words, self.rng.random
        for part in parts:
            if type(part) is str:
                words.append(part)
            elif type(part) is tuple:
                chosen = part[int(random() * len(part))]
                if chosen:
                    self.add(chosen)
            else:
                self.fill(part.name)

    def fill(self, name: str) -> None:
        """Tell what a name in braces stands for.

        Raises:
            KeyError: If nobody knows the name.
        """
        found = self.known[name]
        if type(found) is str:
            self.add(parsed(found))
        else:
            found(self)  # type: ignore[operator]

    def pick(self, phrases: tuple[str, ...]) -> None:
        """Add one of several phrases."""
        self.add(parsed(phrases[int(self.rng.random() * len(phrases))]))

    def say(self, field: str, *words: str, name: str = "") -> None:
        """Add words that carry a label."""
        first = len(self.words)
        self.words.extend(words)
        self.marks.append(Mark(field, first, len(self.words), name))

    def mark(self, field: str, first: int, name: str = "") -> None:
        """Remember that everything since word `first` carries a label."""
        if len(self.words) > first:
            self.marks.append(Mark(field, first, len(self.words), name))


ENDING = frozenset(".!?\n")
TURNING = ENDING | {OPENING}


def written(words: list[str], joined: set[int], *, sentences: bool) -> tuple[str, list[int]]:
    """Put words together; return the text and where each word begins in it.

    Args:
        words: Words and signs; an empty one is not there.
        joined: Which words follow the one before without a space.
        sentences: Whether a sentence begins with a capital letter.
    """
    pieces: list[str] = []
    starts: list[int] = []
    at, begins, tight = 0, sentences, True
    for number, word in enumerate(words):
        if not word:
            starts.append(at)
            continue
        if tight:
            tight = False
        elif not (word in CLOSING or word == "\n" or number in joined):
            pieces.append(" ")
            at += 1
        starts.append(at)
        if begins and word[0].isalnum():
            word, begins = word[0].upper() + word[1:], False  # noqa: PLW2901
        pieces.append(word)
        at += len(word)
        if word in TURNING:
            tight = word in "(\n"
            begins = sentences and (begins or word in ENDING)
    return "".join(pieces), starts
