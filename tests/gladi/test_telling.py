"""Field messages by the grammar: exact marks, the same lot the same text, every kind of matter by every way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.gladi.telling.asked import CATEGORIES, CHANNELS
from tests.gladi.telling_world import drawn, kinds_of

SEEDS = st.integers(0, 10**9)


@given(SEEDS)
def test_what_carries_a_label_stands_in_the_text_as_it_is(seed: int) -> None:
    told = drawn(seed).told

    assert told.text
    for mark in told.marks:
        assert 0 <= mark.first < mark.last <= len(told.text)
    for name, span in told.spans.items():
        assert span == told.text[slice(*next((m.first, m.last) for m in told.marks if m.field == name))]
        assert span == span.strip()
        assert span
    for person in told.labels.persons:
        assert person in told.text


@given(SEEDS)
def test_the_same_lot_tells_the_same(seed: int) -> None:
    assert drawn(seed).told == drawn(seed).told


@pytest.mark.parametrize(
    ("category", "kind"), [(category, kind) for category in CATEGORIES for kind in kinds_of(category)]
)
@pytest.mark.parametrize("channel", CHANNELS)
def test_every_matter_can_be_told_by_every_way(category: str, kind: str, channel: str) -> None:
    for seed in range(5):
        told = drawn(seed, category=category, kind=kind, channel=channel).told

        assert (told.labels.category, told.labels.kind) == (category, kind)
        assert len(told.text) > 1
