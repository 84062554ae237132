"""A committee of fields for a public corpus of names, pooled into one; to compare with published F1, not shipped.

Each field sees the features of the shipped one, our lists of known names, and how words were tagged elsewhere in the
corpus; some see how they were tagged in the other corpora, too. One is trained by L-BFGS, the others are averaged
perceptrons (Collins, EMNLP 2002), which differ in the order of their sentences. `tune` and `test` read a part that
nothing was learnt from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from simak import fields, gazetteer, pooling
from simak.fields import Field
from simak.memory import Memory
from simak.tagging import Describer, Tagged, WordTable

ROUNDS, EPOCHS, PERCEPTRONS, MEASURED = 80, 12, 2, 200
PERCEPTRON = 0.5
"""How loud a perceptron speaks beside the field trained by L-BFGS, which is surer of what it knows (chosen on `tune`)."""
_ELSEWHERE = "1LR"
Parts = tuple[Sequence[Tagged], Sequence[Tagged], Sequence[Tagged]]
Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class View:
    """What a field sees of a sentence."""

    describe: Describer
    known: gazetteer.Gazetteer
    memory: Memory
    elsewhere: Mapping[str, Memory]

    def __call__(self, words: Sequence[str], own: Sequence[str] | None = None) -> Rows:
        """Return the features of each word; `own` are the tags of a sentence of those that train."""
        seen = [self.describe(words), self.memory.features(words, own), self.known.features(words)]
        for name, memory in self.elsewhere.items():
            seen.append([[f"{name}:{feature}" for feature in row] for row in memory.features(words)])
        return [[feature for row in rows for feature in row] for rows in zip(*seen, strict=True)]


class Committee:
    """Trains and reads for each corpus in turn; `parts` are its sentences that train, tune and test."""

    def __init__(self, parts: Mapping[str, Parts], table: WordTable, known: gazetteer.Gazetteer) -> None:
        """Keep the corpora, a table of words and the lists of known names."""
        self._parts = parts
        self._describe, self._known = Describer(table), known

    def tune(self, name: str, work: Path) -> tuple[list[list[str]], list[list[str]]]:
        """Learn from what trains, and return what is told of what tunes, and the truth."""
        train, tune, _ = self._parts[name]
        return self._told(name, train, tune, work)

    def test(self, name: str, work: Path) -> tuple[list[list[str]], list[list[str]]]:
        """Learn from what trains and tunes, and return what is told of what tests, and the truth."""
        train, tune, test = self._parts[name]
        return self._told(name, [*train, *tune], test, work)

    def _told(
        self, name: str, learn: Sequence[Tagged], read: Sequence[Tagged], work: Path
    ) -> tuple[list[list[str]], list[list[str]]]:
        own = View(self._describe, self._known, Memory(learn), {})
        wider = View(self._describe, self._known, own.memory, self._elsewhere(name))
        # What `own` sees is seen by `wider`, too, so that the pool of all is one field that reads with `wider`.
        committee = pooling.pool(
            [*_trained(learn, own, work, solo=True), *_trained(learn, wider, work, solo=False)]
        )
        told = [
            committee.decode(pooling.scores(committee, [wider(words)]), [len(words)]) for words, _ in read
        ]
        return told, [tags for _, tags in read]

    def _elsewhere(self, name: str) -> dict[str, Memory]:
        return {
            other: Memory([*parts[0], *parts[1]], _ELSEWHERE)
            for other, parts in self._parts.items()
            if other != name
        }


def _trained(learn: Sequence[Tagged], view: View, work: Path, *, solo: bool) -> Iterator[Field]:
    """Yield fields of one view, scaled alike; with `solo` one of them is trained by L-BFGS."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for words, tags in learn:
        trainer.append(view(words, tags), tags)
    step = max(1, len(learn) // MEASURED)
    some = [view(words, tags) for words, tags in learn[::step]]
    if solo:
        settings = {"c1": 0.0, "c2": 1.0, "max_iterations": ROUNDS, "feature.possible_transitions": True}
        yield pooling.scaled(_field(trainer, "lbfgs", settings, work), some)
    for _ in range(PERCEPTRONS):  # each pass goes through the sentences in another order
        field = _field(trainer, "ap", {"max_iterations": EPOCHS}, work)
        yield pooling.scaled(field, some, spread=PERCEPTRON)


def _field(trainer: pycrfsuite.Trainer, way: str, settings: Mapping[str, object], work: Path) -> Field:
    trainer.select(way)
    trainer.set_params(dict(settings))
    path = work / "committee.crfsuite"
    trainer.train(str(path))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    try:
        return fields.of_tagger(tagger)
    finally:
        tagger.close()


def unseen(read: Iterable[Tagged], learn: Iterable[Tagged]) -> list[int]:
    """Return which sentences stand nowhere among those that train, in small letters."""
    seen = {" ".join(words).lower() for words, _ in learn}
    return [i for i, (words, _) in enumerate(read) if " ".join(words).lower() not in seen]
