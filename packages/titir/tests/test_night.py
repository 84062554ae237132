"""A night watched: quiet nights stay quiet, a cluster is told with its facts, and memory carries over."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from titir.control import Control
from titir.night import Memory, Past, Settings, watch

REGIONS, DAYS = 48, 420
QUICK = Settings(lanes=16, first_lanes=96)


def past(seed: int = 1) -> Past:
    rng = np.random.default_rng(seed)
    latitude, longitude = rng.uniform(-8.2, -8, REGIONS), rng.uniform(113, 113.2, REGIONS)
    return Past(
        counts=rng.poisson(0.02, (REGIONS, DAYS)),
        latitude=latitude,
        longitude=longitude,
        district=np.arange(REGIONS) // 8,
        first_day=738_000,
    )


def with_cluster(quiet: Past) -> tuple[Past, np.ndarray]:
    far = np.hypot(quiet.latitude - quiet.latitude[5], quiet.longitude - quiet.longitude[5])
    chosen = np.argsort(far)[:5]
    counts = quiet.counts.copy()
    counts[chosen[:, None], [-9, -6, -4, -2, -1]] += 1
    return replace(quiet, counts=counts), chosen


def test_a_cluster_is_told_with_its_facts() -> None:
    busy, chosen = with_cluster(past())

    night = watch(busy, QUICK, seed=3)

    top = night.findings[0]
    assert top.alarm
    assert not top.continuing
    assert set(chosen) & set(top.areas)
    assert top.observed >= 15
    assert top.expected < 6
    assert top.areas_with_events >= 4
    assert top.last_day == DAYS - 1
    assert 1 < top.radius_km < 30
    assert top.recurrence_days == pytest.approx(1 / top.chance)
    assert night.recurrence_days > 365


def test_a_quiet_night_raises_nothing() -> None:
    night = watch(past(2), QUICK, seed=3)

    assert night.chance > 0.05
    assert not any(one.alarm for one in night.findings)


def test_the_second_night_of_a_cluster_continues_it() -> None:
    busy, _ = with_cluster(past())
    first = watch(busy, QUICK, seed=3)
    counts = np.column_stack([busy.counts, np.zeros(REGIONS, dtype=int)])

    second = watch(replace(busy, counts=counts), QUICK, seed=3, memory=first.memory)

    assert second.findings[0].continuing
    assert not any(one.alarm for one in second.findings if one.continuing)
    assert second.findings[0].seen_every_days == pytest.approx(1, abs=1)


def test_memory_survives_being_written_down() -> None:
    first = watch(with_cluster(past())[0], QUICK, seed=3)
    again = Memory.from_json(first.memory.to_json())
    later = past(2)

    one = watch(later, QUICK, seed=4, memory=first.memory)
    other = watch(later, QUICK, seed=4, memory=again)

    assert other.chance == pytest.approx(one.chance, rel=1e-3)
    assert again.alarms == first.memory.alarms


def test_the_same_seed_gives_the_same_night_on_any_number_of_threads() -> None:
    busy, _ = with_cluster(past())

    alone = watch(busy, QUICK, seed=3)
    with ThreadPoolExecutor(3) as pool:
        together = watch(busy, QUICK, seed=3, executor=pool)

    assert alone.chance == together.chance
    np.testing.assert_array_equal(alone.drawn, together.drawn)


def test_renaming_regions_changes_nothing() -> None:
    busy, _ = with_cluster(past())
    order = np.random.default_rng(1).permutation(REGIONS)
    renamed = replace(
        busy,
        counts=busy.counts[order],
        latitude=busy.latitude[order],
        longitude=busy.longitude[order],
        district=np.asarray(busy.district)[order],
    )

    plain, mixed = watch(busy, QUICK, seed=3), watch(renamed, QUICK, seed=3)

    assert set(order[mixed.findings[0].areas]) == set(plain.findings[0].areas)
    assert mixed.findings[0].observed == plain.findings[0].observed
    assert mixed.findings[0].expected == pytest.approx(plain.findings[0].expected, rel=1e-3)


def test_a_series_has_its_band() -> None:
    night = watch(past(), QUICK, seed=3)

    found = night.series(np.arange(REGIONS))

    assert found.observed.sum() == night.counts.sum()
    assert (found.low <= found.high).all()
    assert found.expected.sum() == pytest.approx(found.observed.sum(), rel=0.5)


def test_a_memory_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="no memory of a night watch"):
        Memory.from_json("{}")


def test_alarms_keep_to_their_budget_whatever_comes() -> None:
    rng = np.random.default_rng(1)
    surprise = rng.exponential(2.0, 4000) + np.linspace(0, 6, 4000)
    control, alarms = Control.starting(12.0), 0
    for one in np.exp(-surprise):
        raised = control.alarms(float(one))
        control = control.after(float(one), alarms=int(raised))
        alarms += raised

    assert alarms == pytest.approx(12 * 4000 / 365.25, rel=0.2)


@pytest.mark.parametrize("kind", ["wild by turns", "mostly nothing, and in steps"])
def test_alarms_keep_to_their_budget_when_nights_change_and_when_most_say_nothing(kind) -> None:
    rng = np.random.default_rng(2)
    surprise = rng.exponential(1.0, 8 * 365)
    if kind == "wild by turns":
        surprise *= np.where(np.arange(surprise.size) // 170 % 2, 9.0, 1.0)
    else:
        surprise = np.where(rng.random(surprise.size) < 0.7, 0.0, np.round(4 * surprise) / 2)
    control, alarms = Control.starting(4.0), 0
    for one in np.exp(-np.minimum(surprise, 27.0)):
        raised = control.alarms(float(one))
        control = control.after(float(one), alarms=int(raised))
        alarms += raised

    assert alarms == pytest.approx(4 * 8, rel=0.15)


def test_a_long_calm_does_not_end_in_a_flood() -> None:
    control = Control.starting(4.0)
    for _ in range(10 * 365):
        control = control.after(1.0, alarms=0)
    alarms = 0
    for _ in range(40):
        raised = control.alarms(0.5)
        control = control.after(0.5, alarms=int(raised))
        alarms += raised

    assert alarms <= 2 * 4


def test_how_often_a_level_was_seen_is_counted() -> None:
    control = Control.starting(4.0)
    for chance in [0.5] * 98 + [0.01, 0.005]:
        control = control.after(chance, alarms=0)

    assert control.seen_every_days(0.01) == pytest.approx(50)
    assert control.seen_every_days(0.001) is None


def test_a_budget_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="alarms_per_year must lie between 0 and"):
        Control.starting(0)


def test_a_past_without_a_single_event_is_calm() -> None:
    side = np.arange(12) / 50
    past = Past(
        counts=np.zeros((12, 80), dtype=np.int64),
        latitude=-8 + side,
        longitude=113 + side,
        district=np.zeros(12, dtype=np.int64),
    )

    night = watch(past, seed=1)

    assert night.findings == ()
    assert night.chance == 1.0
