"""A field read from plain arrays says what its features say, and its best labels are really the best."""

from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simak import fields, names, second_opinion
from simak.fields import Field
from simak.normal import normalise

LABELS = ("O", "B", "I")


def field(seed: int) -> Field:
    rng = np.random.default_rng(seed)
    return Field(LABELS, {"a": 0, "b": 1}, rng.normal(size=(2, 3)), rng.normal(size=(3, 3)))


def by_trying_all(scores: np.ndarray, transitions: np.ndarray) -> list[str]:
    """Return the labels of one sentence by looking at every way to label it: slow and obvious."""
    ways = product(range(len(LABELS)), repeat=len(scores))

    def worth(way: tuple[int, ...]) -> float:
        own = sum(scores[at, label] for at, label in enumerate(way))
        return float(own + sum(transitions[a, b] for a, b in pairwise(way)))

    return [LABELS[label] for label in max(ways, key=worth)]


@given(st.lists(st.integers(1, 5), min_size=1, max_size=5), st.integers(0, 1000))
def test_the_labels_of_several_sentences_are_those_of_each_alone(lengths: list[int], seed: int) -> None:
    one = field(seed)
    scores = np.random.default_rng([seed, 1]).normal(
        size=(sum(lengths), 3)
    )  # others than the transitions: no ties

    told = one.decode(scores, lengths)

    starts = np.cumsum([0, *lengths])
    wanted = [by_trying_all(scores[a:b], one.transitions) for a, b in pairwise(starts)]
    assert told == [label for sentence in wanted for label in sentence]


@given(st.lists(st.integers(1, 6), min_size=1, max_size=5), st.integers(0, 1000), st.data())
def test_words_that_are_asked_for_alone_are_labelled_as_in_their_sentence(
    lengths: list[int], seed: int, data: st.DataObject
) -> None:
    one = field(seed)
    size = data.draw(
        st.sampled_from([0.1, 1.0, 3.0, 10.0])
    )  # from where neighbours decide to where they never do
    scores = np.random.default_rng([seed, 1]).normal(size=(sum(lengths), 3)) * size
    asked = data.draw(st.lists(st.integers(0, sum(lengths) - 1), max_size=4))

    whole = one.decode(scores, lengths)

    assert one.decode_at(scores, lengths, asked) == [whole[at] for at in asked]


def test_words_that_do_not_fit_the_sentences_are_refused() -> None:
    with pytest.raises(ValueError, match="3 words for sentences of"):
        field(1).decode(np.zeros((3, 3)), [2])
    assert field(1).decode(np.zeros((0, 3)), []) == []


def test_features_that_were_never_seen_say_nothing() -> None:
    assert field(1).weigh(["never"]).tolist() == [0.0, 0.0, 0.0]
    assert np.allclose(field(1).weigh(["a", "b", "a"]), field(1).weights[[0, 1, 0]].sum(axis=0))


def test_the_sums_of_words_are_those_of_their_features() -> None:
    reader = names._reader()
    sentences = [
        ["Kapolres", "Serang", "AKBP", "Budi", "Santoso", ",", "Jumat", "(", "14/8", ")"],
        ["Warga"],
        ["Dua", "warga", "Palu"],
    ]

    told = reader.scores(sentences)

    wanted = [reader.field.weigh(row) for words in sentences for row in reader.describe(words)]
    assert np.allclose(told, wanted)


def test_the_sums_of_the_second_opinion_are_those_of_its_features() -> None:
    from simak import counts

    text = normalise("Dua petani tewas dan 14 warga dirawat di RSUD, massa 200 orang bubar")
    told = counts.numbers_told(text)
    first, last = text.sentences[0]

    rows = second_opinion.features(text, told, first, last)

    assert np.allclose(
        second_opinion.scores(text, told, first, last),
        [second_opinion._model().weigh(row) for row in rows],
    )


def test_a_field_is_the_same_after_writing_and_reading(tmp_path: Path) -> None:
    one = field(3)

    fields.save(one, tmp_path / "one.npz")
    again = fields.load(tmp_path / "one.npz")

    assert (again.labels, again.rows) == (one.labels, one.rows)
    assert np.allclose(again.weights, one.weights, atol=1e-6)
    assert np.allclose(again.transitions, one.transitions, atol=1e-6)
