"""How words were tagged elsewhere in a corpus, as features of a field; never loaded when reading.

A field that is trained on what its own sentence was tagged would trust it blindly, so a sentence that trains is told
only of the other sentences (leave one out; compare Krishnan and Manning, ACL 2006, who share what is said elsewhere).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from simak.tagging import Tagged

AROUND = {"1": (0,), "L": (-1, 0), "R": (0, 1), "3": (-1, 0, 1), "C": (-1, 1), "l": (-2, -1), "r": (1, 2)}
"""Which words, counted from the one that is tagged, must be the same: itself, it with neighbours, neighbours alone."""
_BESIDE = "^"
_OFTEN = ((1, "1"), (3, "2"), (11, "4"))
Key = tuple[str, ...]


class Memory:
    """Counts the tags of words by themselves and their neighbours."""

    def __init__(self, rows: Iterable[Tagged], around: Iterable[str] = AROUND) -> None:
        """Remember the tags of some sentences, for the given letters of `AROUND`."""
        self._around = tuple((letter, AROUND[letter]) for letter in around)
        self._tags = self._counted(rows)

    def features(self, words: Sequence[str], own: Sequence[str] | None = None) -> list[list[str]]:
        """Return what is remembered of each word.

        Args:
            words: The words of a sentence.
            own: Its tags, when it is one of those remembered: they are left out.
        """
        left_out = self._counted([(words, own)]) if own is not None else {}
        return [
            [feature for key in keys for feature in self._said(key, left_out.get(key))]
            for keys in self._keys(words)
        ]

    def _counted(self, rows: Iterable[tuple[Sequence[str], Sequence[str]]]) -> dict[Key, Counter[str]]:
        counts: dict[Key, Counter[str]] = defaultdict(Counter)
        for words, tags in rows:
            for keys, tag in zip(self._keys(words), tags, strict=True):
                for key in keys:
                    counts[key][tag] += 1
        return dict(counts)

    def _keys(self, words: Sequence[str]) -> Iterator[list[Key]]:
        padded = [_BESIDE, _BESIDE, *(word.lower() for word in words), _BESIDE, _BESIDE]
        for i in range(2, len(padded) - 2):
            yield [(letter, *(padded[i + offset] for offset in offsets)) for letter, offsets in self._around]

    def _said(self, key: Key, left_out: Counter[str] | None) -> Iterator[str]:
        counts = self._tags.get(key, Counter())
        if left_out is not None:
            counts = counts - left_out
        total = counts.total()
        letter = key[0]
        if not total:
            yield f"M{letter}=new"
            return
        tag, most = counts.most_common(1)[0]
        sure = "a" if most == total else "m" if most > 0.7 * total else "s"
        often = next((name for limit, name in _OFTEN if total <= limit), "n")
        yield f"M{letter}={tag}|{sure}|{often}"
        yield f"M{letter}={tag}"
        named = total - counts["O"]
        if 0 < named < total:
            yield f"M{letter}e={4 * named // total}"
