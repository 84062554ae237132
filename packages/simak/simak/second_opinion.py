"""A sequence model that is asked what a number counts where the grammar of `simak.counts` is not sure.

A linear-chain CRF over the words of a sentence (Lafferty, McCallum and Pereira 2001; python-crfsuite). It knows the
words around a number and their classes, not what the grammar said, so it is a second opinion and no echo. It lowers the
confidence and overrules nothing: alone it finds less than the grammar (bench/train_reader_numbers.py prints both), and
overruling doubtful numbers by it made more mistakes than it mended.
`bench/train_reader_numbers.py` trains it on our own labelled lines and on made-up messages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from simak import counting, fields
from simak.fields import Field, Sums
from simak.normal import Text
from simak.quantities import Number

SURE = 0.75  # points of the grammar from which the model is not asked
_DOUBTED = 0.35  # points that are left where the two disagree
MODEL = "numbers.npz"
NOTHING = "N"
"""Label of a number that counts none of `counting.KINDS`; words that are no number are labelled "O"."""
_AROUND = (-3, -2, -1, 1, 2, 3, 4, 5)


def doubt(text: Text, told: list[Number]) -> None:
    """Lower the points of numbers of which the grammar is not sure and the model says something else."""
    asked = [number for number in told if number.kind and number.points < SURE]
    wanted = {number.sentence for number in asked}
    if not wanted:
        return
    by_sentence: dict[int, list[Number]] = {}
    for number in told:
        if number.sentence in wanted:
            by_sentence.setdefault(number.sentence, []).append(number)
    for number, label in zip(asked, labels(text, asked, by_sentence), strict=True):
        if label != number.kind:
            number.points, number.doubted = min(number.points, _DOUBTED), True


def labels(text: Text, asked: Sequence[Number], by_sentence: Mapping[int, Sequence[Number]]) -> list[str]:
    """Return the labels of some numbers; `by_sentence` are all numbers of their sentences."""
    said = [scores(text, some, *text.sentences[sentence]) for sentence, some in by_sentence.items()]
    lengths = [len(each) for each in said]
    begin = dict(zip(by_sentence, accumulate(lengths, initial=0), strict=False))
    where = [begin[each.sentence] + each.first - text.sentences[each.sentence][0] for each in asked]
    return _model().decode_at(np.concatenate(said), lengths, where)


def scores(text: Text, told: Sequence[Number], first: int, last: int) -> NDArray[np.float64]:
    """Return what the features of the words of a sentence say, (words, labels); each word is looked up once."""
    own = _sums().of(text.words[first:last])
    said: NDArray[np.float64] = own[:, 0].copy()
    for place, step in enumerate(_AROUND, 1):
        if step < 0:
            said[-step:] += own[:step, place]
        else:
            said[:-step] += own[step:, place]
    for number in told:
        said[number.first - first] += _weight(number.noun, *number.value)
    return said


def features(text: Text, told: Sequence[Number], first: int, last: int) -> list[list[str]]:
    """Return the features of the words of a sentence (`last` not counted), for training the model."""
    words = text.words[first:last]
    rows = []
    for at, word in enumerate(words):
        row = _of_word(word, 0)
        for step in _AROUND:
            if 0 <= at + step < len(words):
                row += _of_word(words[at + step], step)
        rows.append(row)
    for number in told:
        rows[number.first - first] += _of_number(number.noun, *number.value)
    return rows


def _of_word(word: str, step: int) -> list[str]:
    """Return what a word says of the one `step` words before it, or of itself."""
    if step == 0:
        return ["b", "w=#" if word[0].isdigit() else f"w={word}", *(f"c={one}" for one in _classes(word))]
    return [*(f"c{step}={one}" for one in _classes(word)), *([f"w{step}={word}"] if abs(step) <= 2 else [])]


def _of_number(noun: str, low: int, high: int) -> list[str]:
    size = "one" if high == 1 else "few" if low < 10 else "many"
    return ["number", f"noun={noun}", size, "range" if low < high else "exact"]


@lru_cache(maxsize=4096)
def _weight(noun: str, low: int, high: int) -> NDArray[np.float64]:
    """Return what the features of a number say for each label."""
    return _model().weigh(_of_number(noun, low, high))


def _classes(word: str) -> list[str]:
    found = [f"{kind}:{side}" for kind, side in counting.SIDES.get(word, {}).items()]
    if word in counting.NOUNS:
        found.append(f"noun:{counting.NOUNS[word]}")
    if word in counting.DENIALS:
        found.append("denied")
    if word in counting.SOMEBODY:
        found.append("somebody")
    return found


@cache
def _model() -> Field:
    with resources.as_file(resources.files("simak") / "data" / MODEL) as path:
        return fields.load(path)


@cache
def _sums() -> Sums[str]:
    model = _model()

    def look_up(word: str) -> NDArray[np.float64]:
        return np.stack([model.weigh(_of_word(word, step)) for step in (0, *_AROUND)])

    return Sums(look_up, (1 + len(_AROUND), len(model.labels)))
