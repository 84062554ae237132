"""Training: tiny models learn, weigh as scikit-learn does, and are read back as plain arrays."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from simak import deciding, features, network, sentences, tagging, training, word_classes
from simak.normal import normalise
from simak.sentences import Labelled

SOME = [row for row in sentences.shipped() if row.category in ("bentrok", "kegiatan", "bukan")][::3]


def test_a_model_that_was_written_weighs_the_same_when_it_is_read(tmp_path: Path) -> None:
    model = training.train(SOME)
    network.save(model, tmp_path / "model.npz")
    seen = features.of(normalise("tawuran pelajar, dua siswa luka"))

    before, after = (
        network.probabilities(model, seen),
        network.probabilities(network.load(tmp_path / "model.npz"), seen),
    )

    for question in ("category", "kind"):
        assert np.allclose(before[question], after[question], atol=0.02)
        assert before[question].sum() == pytest.approx(1.0)
    assert model.heads["category"].classes[int(before["category"].argmax())] == "bentrok"


def test_a_model_for_other_features_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "old.npz", format=np.array(0))

    with pytest.raises(ValueError, match="format 0"):
        network.load(tmp_path / "old.npz")


def test_a_model_in_a_pickle_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "evil.npz", format=np.array([{"a": 1}], dtype=object))

    with pytest.raises(ValueError, match="allow_pickle"):
        network.load(tmp_path / "evil.npz")


def test_sentences_of_one_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="fewer than two"):
        training.train([row for row in SOME if row.kind == "bukan"])


def test_a_line_without_labels_is_refused_with_its_place() -> None:
    with pytest.raises(ValueError, match=r"some\.txt:1"):
        list(sentences.parse(["tanpa label"], "some.txt"))
    with pytest.raises(ValueError, match="no such category"):
        list(sentences.parse(["perang j 1 w | teks"], "some.txt"))


def test_labelled_lines_of_the_collection_become_sentences() -> None:
    row = {
        "text": "a",
        "source": "news",
        "labels": {"category": "bentrok", "kind": "kejadian", "severity": 2},
    }

    assert sentences.from_lines([row], "x") == [Labelled("a", "bentrok", (), "kejadian", 2, "news", "x")]


def test_a_sealed_sentence_is_in_no_sentence_that_trains() -> None:
    sealed = {row.text for row in sentences.read(Path(__file__).parent / "sets" / "sealed.txt")}

    assert not sealed & {row.text for row in sentences.shipped()}


def test_a_tiny_field_learns_names(tmp_path: Path) -> None:
    import pycrfsuite

    describe = tagging.Describer(tagging.WordTable({}, {"budi": "N"}))
    rows = [
        (["Kata", "Budi", "kemarin"], ["O", "B-PER", "O"]),
        (["Kata", "polisi", "kemarin"], ["O", "O", "O"]),
    ] * 5
    tagging.fit([(describe(words), tags) for words, tags in rows], tmp_path / "tiny.crfsuite")
    tagger = pycrfsuite.Tagger()
    tagger.open(str(tmp_path / "tiny.crfsuite"))

    assert tagger.tag(describe(["Kata", "Budi", "lusa"])) == ["O", "B-PER", "O"]


def test_whole_names_are_scored() -> None:
    right = [["B-PER", "I-PER", "O", "B-LOC"]]

    assert tagging.entities(right[0]) == [("PER", 0, 2), ("LOC", 3, 4)]
    assert tagging.entity_score(right, right) == (1.0, 1.0, pytest.approx(1.0))
    assert tagging.entity_score([["B-PER", "O", "O", "B-LOC"]], right)[:2] == (0.5, 0.5)


def test_words_that_stand_in_like_places_fall_into_one_class() -> None:
    rng = np.random.default_rng(1)
    days, towns = [f"hari{i}" for i in range(25)], [f"kota{i}" for i in range(25)]
    lines = [["pada", str(rng.choice(days)), "pagi"] for _ in range(600)]
    lines += [["menuju", str(rng.choice(towns)), "lagi"] for _ in range(600)]

    classes = word_classes.learn(lines, dimensions=4, sizes=(2, 3, 4))

    assert {classes[day][0] for day in days}.isdisjoint({classes[town][0] for town in towns})


def test_a_model_from_before_the_lexicon_grew_goes_on_reading_the_same(tmp_path: Path) -> None:
    today = deciding.shipped()
    before = tuple(name for name in today.groups if name != "tanda.aniaya")
    names = features.dense_names(today.groups)
    kept = [at for at, name in enumerate(names) if not name.endswith("tanda.aniaya")]
    heads = {name: replace(head, dense=head.dense[kept]) for name, head in today.heads.items()}
    network.save(replace(today, heads=heads, groups=before), tmp_path / "older.npz")

    older = network.load(tmp_path / "older.npz")

    assert older.groups == today.groups
    for text in (
        "warga protes jalan rusak di depan balai desa",
        "rapat RT nanti malam",
    ):  # none of the new words
        seen = features.of(normalise(text))
        for name, shares in network.probabilities(older, seen).items():
            assert np.allclose(shares, network.probabilities(today, seen)[name], atol=0.02)


def test_what_nobody_graded_teaches_nothing_about_the_gravest() -> None:
    rows = SOME[:90]
    some = [replace(row, severity=3 if at % 3 == 0 else 1) for at, row in enumerate(rows)]
    ungraded = [replace(row, severity=sentences.UNKNOWN) for row in some[:10]]

    model = training.train([*some, *ungraded])

    assert model.heads["grave"].classes == ("no", "yes")
    assert "grave" not in training.train([replace(row, severity=sentences.UNKNOWN) for row in rows]).heads


def measured() -> Iterator[str]:
    """Yield every text that measures the reader."""
    sets = Path(__file__).parent / "sets"
    for name in ("sealed.txt", "grave.txt", "grave_second.txt", "field.txt", "field_second.txt"):
        yield from (row.text for row in sentences.read(sets / name))
    for name in ("whole_first.jsonl", "whole_second.jsonl", "whole_third.jsonl"):
        yield from (
            json.loads(line)["text"] for line in (sets / name).read_text(encoding="utf-8").splitlines()
        )


def test_no_sentence_that_trains_is_nearly_one_that_measures() -> None:
    trains = [frozenset(re.findall(r"\w+", row.text.lower())) for row in sentences.shipped()]
    near = []
    for text in measured():
        words = frozenset(re.findall(r"\w+", text.lower()))
        near += [text for other in trains if len(words & other) > 0.75 * len(words | other)]

    assert near == []
