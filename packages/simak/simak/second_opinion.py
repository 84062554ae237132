"""A sequence model that is asked what a number counts where the grammar of `simak.counts` is not sure.

A linear-chain CRF over the words of a sentence (Lafferty, McCallum and Pereira 2001; python-crfsuite). It knows the
words around a number and their classes, not what the grammar said, so it is a second opinion and no echo. It lowers the
confidence and overrules nothing: alone it finds less than the grammar (bench/train_reader_numbers.py prints both), and
overruling doubtful numbers by it made more mistakes than it mended.
`bench/train_reader_numbers.py` trains it on our own labelled lines and on made-up messages.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import pycrfsuite

from simak import counting
from simak.normal import Text
from simak.quantities import Number

SURE = 0.75  # points of the grammar from which the model is not asked
_DOUBTED = 0.35  # points that are left where the two disagree
NOTHING = "N"
"""Label of a number that counts none of `counting.KINDS`; words that are no number are labelled "O"."""
_AROUND = (-3, -2, -1, 1, 2, 3, 4, 5)


def doubt(text: Text, told: list[Number]) -> None:
    """Lower the points of numbers of which the grammar is not sure and the model says something else."""
    asked = [number for number in told if number.kind and number.points < SURE]
    for sentence in {number.sentence for number in asked}:
        first, last = text.sentences[sentence]
        some = [number for number in told if number.sentence == sentence]
        labels = _model().tag(features(text, some, first, last))
        for number in asked:
            if number.sentence == sentence and labels[number.first - first] != number.kind:
                number.points, number.doubted = min(number.points, _DOUBTED), True


def features(text: Text, told: list[Number], first: int, last: int) -> list[list[str]]:
    """Return the features of the words of a sentence (`last` not counted), for the model."""
    classes = [_classes(token.word) for token in text.tokens[first:last]]
    starts = {number.first - first: number for number in told}
    return [_of_word(text, classes, starts.get(at), at, first) for at in range(last - first)]


def _of_word(text: Text, classes: list[list[str]], number: Number | None, at: int, first: int) -> list[str]:
    word = text.tokens[first + at].word
    found = ["b", "w=#" if word[0].isdigit() else f"w={word}", *(f"c={one}" for one in classes[at])]
    for step in _AROUND:
        other = at + step
        if 0 <= other < len(classes):
            found += [f"c{step}={one}" for one in classes[other]]
            if abs(step) <= 2:
                found.append(f"w{step}={text.tokens[first + other].word}")
    if number is not None:
        low, high = number.value
        size = "one" if high == 1 else "few" if low < 10 else "many"
        found += ["number", f"noun={number.noun}", size, "range" if low < high else "exact"]
    return found


def _classes(word: str) -> list[str]:
    found = [f"{kind}:{side}" for kind, side in counting.SIDES.get(word, {}).items()]
    if word in counting.NOUNS:
        found.append(f"noun:{counting.NOUNS[word]}")
    if word in counting.DENIALS:
        found.append("denied")
    if word in counting.SOMEBODY:
        found.append("somebody")
    return found


@lru_cache(maxsize=1)
def _model() -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(_raw())
    return tagger


@lru_cache(maxsize=1)
def _raw() -> bytes:
    """Return the model as stored. The tagger reads it in place and does not keep it: it must not be let go."""
    return (resources.files("simak") / "data" / "numbers.crfsuite").read_bytes()
