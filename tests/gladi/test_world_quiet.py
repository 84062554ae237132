"""Quiet life of a simulated kabupaten: how much is written, when, by whom, and how it arrives."""

from collections import Counter
from statistics import mean, pvariance

import pytest

from kentongan.gladi.world.scenario import Quiet, Scenario
from kentongan.gladi.world.simulation import NoOffice, Plan, simulate
from kentongan.gladi.world.stream import Message
from kentongan.gladi.world.truth import Truth

LUMAJANG = ("35.08",)
STILL = Scenario(quiet=Quiet(episodes_per_million_a_year=0, harms_per_million_a_year=0))


def run(seed: int, days: int = 14, scenario: Scenario = STILL) -> tuple[list[Message], Truth]:
    """Run a world of Lumajang to its end."""
    plan = Plan(LUMAJANG, seed, days, scenario)
    messages = list(simulate(plan, NoOffice()))
    assert plan.truth is not None
    return messages, plan.truth


@pytest.fixture(scope="module")
def month() -> tuple[list[Message], Truth]:
    """One quiet month of Lumajang."""
    return run(11, 28)


def test_messages_arrive_in_order_and_bear_numbers_in_order(month: tuple[list[Message], Truth]) -> None:
    messages, truth = month

    assert [m.received_at for m in messages] == sorted(m.received_at for m in messages)
    assert [m.id for m in messages] == sorted({m.id for m in messages})
    assert set(truth.messages) == {m.id for m in messages}


def test_noise_has_the_share_the_scenario_asks_for() -> None:
    natures = Counter[str]()
    for seed in range(6):
        natures += Counter(one["nature"] for one in run(seed)[1].messages.values())
    del natures["nihil"]

    assert 1 - natures["ringan"] / natures.total() == pytest.approx(0.92, abs=0.015)


def test_days_of_villages_are_more_unequal_than_chance_alone(month: tuple[list[Message], Truth]) -> None:
    _, truth = month
    cells = Counter((o.region, o.at.toordinal()) for o in truth.occurrences)
    ratios = []
    for village in truth.villages:
        counts = [cells[village, day] for day in {at for _, at in cells}]
        if mean(counts) > 0.3:
            ratios.append(pvariance(counts) / mean(counts))

    assert mean(ratios) > 1.15


def test_a_seed_is_one_world_and_another_seed_another() -> None:
    lines = ["".join(m.line() for m in run(seed, 3)[0]) for seed in (5, 5, 6)]

    assert lines[0] == lines[1]
    assert lines[0] != lines[2]
