"""The committee that is compared with published figures: what it sees, how it is pooled, and that it learns."""

from pathlib import Path

import numpy as np
import pytest
from simak import gazetteer, pooling
from simak.fields import Field
from simak.gazetteer import Gazetteer
from simak.memory import Memory
from simak.names_committee import Committee, unseen
from simak.tagging import Tagged, WordTable

KNOWN = Gazetteer([("Nasi Goreng", "F"), ("nasi", "F"), ("Piala Dunia", "E"), ("piala", "E"), ("Piala", "B")])


def told(text: str, *tags: str) -> Tagged:
    return text.split(), list(tags)


def test_the_longest_known_name_counts_and_the_next_begins_behind_it() -> None:
    assert KNOWN.found(["makan", "NASI", "goreng", "nasi", "di", "piala"]) == [
        (1, 3, "F"),
        (3, 4, "F"),
        (5, 6, "BE"),
    ]


def test_a_word_is_told_where_in_a_known_name_it_and_its_neighbours_stand() -> None:
    rows = KNOWN.features(["Piala", "Dunia", "usai"])

    assert rows == [["GGE", "GUE", "GEB", "G1EL"], ["GGE", "GUE", "GEL", "G-1EB"], ["G-1EL"]]


def test_our_lists_know_foods_events_and_regions() -> None:
    known = gazetteer.shipped()

    kinds = [known.found(name.split()) for name in ("nasi goreng", "piala dunia", "jawa barat", "entah apa")]

    assert [[letters for _, _, letters in found] for found in kinds] == [["F"], ["E"], ["r"], []]


@pytest.mark.parametrize("name", gazetteer.KINDS)
def test_no_entry_of_a_list_is_longer_than_a_name_can_be(name: str) -> None:
    folder = Path(gazetteer.__file__).parent / "data" / "known"
    lines = (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines()

    entries = [entry for line in lines if not line.startswith("#") for entry in line.split(",")]

    assert lines[0].startswith("#")
    assert all(entry.strip() == entry.strip().lower() != "" for entry in entries)
    assert max(len(entry.split()) for entry in entries) <= 6


def test_what_is_remembered_of_a_sentence_leaves_out_itself() -> None:
    rows = [told("kata budi", "O", "B-PER"), told("budi pekerti", "O", "O"), told("si budi", "O", "B-PER")]
    memory = Memory(rows, "1")

    assert memory.features(["budi"]) == [["M1=B-PER|s|2", "M1=B-PER", "M1e=2"]]
    assert memory.features(*rows[1])[0] == ["M1=B-PER|a|2", "M1=B-PER"]
    assert memory.features(*rows[1])[1] == ["M1=new"]


def test_a_pool_says_the_mean_of_what_its_members_say_whatever_the_order_of_their_labels() -> None:
    first = Field(
        ("O", "B"), {"a": 0, "b": 1}, np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[0.0, 1.0], [2.0, 3.0]])
    )
    second = Field(("B", "O"), {"b": 0, "c": 1}, np.array([[6.0, 8.0], [2.0, 1.0]]), np.eye(2))

    both = pooling.pool([first, second])

    assert both.weigh(["a"]).tolist() == [0.5, 1.0]
    assert both.weigh(["b", "c"]).tolist() == [(3 + 8 + 1) / 2, (4 + 6 + 2) / 2]
    assert both.transitions.tolist() == [[0.5, 0.5], [1.0, 2.0]]


def test_fields_of_other_labels_are_not_pooled() -> None:
    fields = [Field(labels, {}, np.zeros((0, 2)), np.zeros((2, 2))) for labels in (("O", "B"), ("O", "I"))]

    with pytest.raises(ValueError, match="labels"):
        pooling.pool(fields)


def test_fields_that_are_scaled_speak_alike_loud() -> None:
    loud = Field(("O", "B"), {"a": 0, "b": 1}, np.array([[10.0, -10.0], [-10.0, 10.0]]), np.eye(2))

    quiet = pooling.scaled(loud, [[["a"], ["b"]]], spread=0.5)

    assert quiet.weights.tolist() == [[0.5, -0.5], [-0.5, 0.5]]
    assert quiet.transitions[0, 0] == 0.05
    with pytest.raises(ValueError, match="same of every word"):
        pooling.scaled(loud, [[["c"]]])


def test_a_committee_finds_names_in_sentences_it_has_not_seen(tmp_path: Path) -> None:
    learn = [
        told(f"kata {name} di kota", "O", "B-PER", "O", "O") for name in ("budi", "sari", "agus", "dewi")
    ] * 3
    eat = [told(f"makan {food} enak", "O", "B-FNB", "O") for food in ("soto", "sate", "bakso")] * 3
    parts = {
        "one": (
            learn,
            eat,
            [told("kata rini di kota", "O", "B-PER", "O", "O"), told("makan nasi enak", "O", "B-FNB", "O")],
        ),
        "other": ([told("rini pulang", "B-PER", "O")], [], []),
    }
    committee = Committee(parts, WordTable({}, {}), KNOWN)

    said, right = committee.test("one", tmp_path)

    assert said == right
    assert committee.tune("other", tmp_path) == ([], [])


def test_sentences_that_also_train_are_known_by_their_words() -> None:
    learn = [told("Budi pulang", "B-PER", "O")]

    assert unseen([told("budi Pulang", "O", "O"), told("Sari pulang", "B-PER", "O")], learn) == [1]
