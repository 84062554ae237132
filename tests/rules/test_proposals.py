"""The fields that a machine reads are told apart by letter and line, and their keys are nobody else's."""

from pathlib import Path

import pytest

from kentongan.rules.proposals import (
    CATEGORIES,
    FIELDS,
    KEYS_OF_THE_DESK,
    URGENCY_BY_SEVERITY,
    certainty,
    field_of_key,
)
from kentongan.rules.taxonomy import Urgency

DRAWN = {
    "dotted": "border-bottom: 2px dotted",
    "solid": "border-bottom: 2px solid",
    "dashed": "border-bottom: 2px dashed",
    "thick": "border-bottom: 4px solid",
    "double": "border-bottom: 4px double",
    "wavy": "underline wavy",
    "box": "outline: 1.5px",
}
CSS = Path(__file__).resolve().parents[2] / "kentongan/web/static/web/app.css"


def test_every_field_has_a_key_of_its_own_that_the_desk_does_not_use() -> None:
    keys = [field.key for field in FIELDS.values()]

    assert len(set(keys)) == len(keys)
    assert not set(keys) & KEYS_OF_THE_DESK
    assert all(field_of_key(field.key.lower()) is field for field in FIELDS.values())


@pytest.mark.parametrize("name", FIELDS)
def test_words_of_a_field_are_known_without_their_colour(name: str) -> None:
    rule = next(line for line in CSS.read_text().splitlines() if f".says-{name}" in line)

    assert DRAWN[FIELDS[name].line] in rule


def test_the_graver_the_sooner() -> None:
    order = list(Urgency)

    urgencies = [order.index(URGENCY_BY_SEVERITY[severity]) for severity in sorted(URGENCY_BY_SEVERITY)]
    assert urgencies == sorted(urgencies, reverse=True)


def test_certainty_is_said_in_words_that_follow_the_figure() -> None:
    said = [certainty(confidence).label_id for confidence in (1.0, 0.95, 0.9, 0.7, 0.3, 0.0, -1.0)]

    assert said == [
        "hampir pasti", "hampir pasti", "cukup yakin", "ragu-ragu", "menebak", "menebak", "menebak",
    ]  # fmt: skip


def test_the_categories_are_those_of_the_label_guide() -> None:
    assert len(CATEGORIES) == 14
