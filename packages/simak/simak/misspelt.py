"""A telling word with one letter wrong ("meningal", "dibakr", "bentorkan"): found through the words that one letter less gives.

Two words are one slip apart where a letter is missing, too many or another one, or two neighbours have changed places
(Damerau 1964); indexed by deletion (Garbe 2012), so that a word is looked up a dozen times, however many are known.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator

from rapidfuzz.distance import OSA

from simak.affixes import root

SHORTEST = 6
"""Shorter words are too near to others."""
LONGEST = 24


class Index:
    """The words of a lexicon, to be found although they are misspelt."""

    def __init__(self, words: Collection[str], known: Container[str]) -> None:
        """Index `words`; what stands in `known`, or is made from such a word, is no slip of any of them."""
        self._known = known
        self._by_part: dict[str, list[str]] = {}
        for word in words:
            if SHORTEST <= len(word) <= LONGEST and word.isalpha():
                for part in _parts(word):
                    self._by_part.setdefault(part, []).append(word)

    def find(self, word: str) -> tuple[str, ...]:
        """Return the words of which this one may be a slip, in order; the first letter is never the wrong one."""
        if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
            return ()
        if word in self._known or root(word, self._known) is not None:
            return ()
        near = {other for part in _parts(word) for other in self._by_part.get(part, ())}
        return tuple(
            sorted(
                each for each in near if each[0] == word[0] and OSA.distance(word, each, score_cutoff=1) == 1
            )
        )


def _parts(word: str) -> Iterator[str]:
    yield word
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
