"""What the night watch counts and proposes, as tables."""

import pytest

from kentongan.rules import watching
from kentongan.rules.levels import Level
from kentongan.rules.taxonomy import EVENT_FORMS
from kentongan.rules.watching import Group, proposed, weight


def test_what_the_law_protects_and_what_is_need_to_know_is_never_counted() -> None:
    for code in ("E06", "E07", "E16", "E26", "E27", "E28", "E30", "E99"):
        assert code not in watching.COUNTED


def test_every_counted_form_is_tension_or_violence_and_never_both() -> None:
    tension, violence = watching.GROUPS[Group.TENSION], watching.GROUPS[Group.VIOLENCE]

    assert tension | violence == watching.COUNTED == watching.GROUPS[Group.ALL]
    assert not tension & violence
    assert all(EVENT_FORMS[code].signal for code in watching.COUNTED)


@pytest.mark.parametrize(
    ("verification", "source", "content", "known", "aside", "counts"),
    [
        ("benar", "", "", False, True, 1.0),
        ("sebagian", "E", "5", True, False, 0.5),
        ("tidak_benar", "A", "1", True, False, 0.0),
        ("tidak_dapat_dipastikan", "A", "1", True, False, 0.0),
        ("belum", "", "", True, False, 0.7),
        ("belum", "", "", False, False, 0.0),
        ("belum", "", "", True, True, 0.0),
        ("belum", "A", "1", False, False, 1.0),
        ("belum", "B", "2", False, False, 0.81),
        ("belum", "F", "6", True, False, 0.42),
        ("belum", "D", "3", True, False, 0.0),
        ("belum", "A", "", False, False, 0.7),
    ],
)
def test_a_report_counts_by_what_checking_showed_else_by_its_rating(
    verification: str, source: str, content: str, known: bool, aside: bool, counts: float
) -> None:
    assert weight(verification, source, content, known_sender=known, put_aside=aside) == pytest.approx(counts)


@pytest.mark.parametrize(
    ("days", "level"),
    [
        (1, Level.NORMAL),
        (99.9, Level.NORMAL),
        (100, Level.WASPADA),
        (364, Level.WASPADA),
        (365, Level.SIAGA),
        (1e9, Level.SIAGA),
    ],
)
def test_counting_proposes_at_most_siaga(days: float, level: Level) -> None:
    assert proposed(days) is level
