"""Events that bring events: what is put in is found again, and what is drawn is what was fitted."""

import numpy as np
import pytest
from titir._augmentation import RATE, SHAPE, Cells, posterior
from titir.baseline import fit_baseline
from titir.excitation import Excitation, Reach, arriving_later, expected_with_offspring, fit_excitation, reach
from titir.nulls import GammaPosterior, Independent, SelfExciting

DAYS, REGIONS = 728, 120


def places(seed: int) -> tuple[np.ndarray, Reach]:
    rng = np.random.default_rng(seed)
    district = np.arange(REGIONS) // 12
    latitude = -7 + (district // 4) * 0.1 + rng.uniform(0, 0.1, REGIONS)
    longitude = 110 + (district % 4) * 0.1 + rng.uniform(0, 0.1, REGIONS)
    return district, reach(latitude, longitude, district)


def history(branching: float, seed: int, where: Reach, *, alike: float = np.inf) -> np.ndarray:
    """Events whose offspring stay (7 in 10) or go to a near region, after 4 days on average.

    `alike` is the shape of the gamma distribution of the regions' rates.
    """
    rng = np.random.default_rng(seed)
    counts = np.zeros((REGIONS, DAYS), dtype=np.int64)
    rate = np.ones(REGIONS) if np.isinf(alike) else rng.gamma(alike, 1 / alike, REGIONS)
    region, day = np.nonzero(rng.poisson(0.02 * (1 - branching) * rate[:, None], counts.shape))
    moment = day + rng.random(day.size)
    while region.size:
        inside = moment < DAYS
        region, moment = region[inside], moment[inside]
        np.add.at(counts, (region, moment.astype(int)), 1)
        parent = np.repeat(np.arange(region.size), rng.poisson(branching, region.size))
        moment = moment[parent] + rng.exponential(4, parent.size)
        away = where.near[region[parent], rng.integers(0, where.near.shape[1], parent.size)]
        region = np.where(rng.random(parent.size) < 0.7, region[parent], away)
    return counts


def learnt(counts: np.ndarray, district: np.ndarray, where: Reach) -> Excitation:
    return fit_excitation(counts, fit_baseline(counts, parents=[district]), where, parents=[district])


def test_no_branching_is_found_where_none_was_put_in() -> None:
    district, where = places(1)

    assert learnt(history(0.0, 2, where), district, where).branching < 0.05


def test_what_was_put_in_is_found_where_places_differ() -> None:
    district, where = places(1)
    worlds = [history(0.4, seed, where, alike=1.0) for seed in range(6)]

    found = [learnt(counts, district, where) for counts in worlds]

    assert np.mean([one.branching for one in found]) == pytest.approx(0.4, abs=0.02)
    assert np.mean([one.space for one in found], axis=0) == pytest.approx([0.7, 0.3, 0.0], abs=0.04)


def test_places_that_differ_for_good_are_not_taken_for_contagion() -> None:
    rng = np.random.default_rng(6)
    district = np.arange(600) // 12
    where = reach(rng.uniform(-8, 0, 600), rng.uniform(100, 110, 600), district)
    counts = rng.poisson(rng.gamma(0.3, 0.01, 600)[:, None], (600, 360))

    assert learnt(counts, district, where).branching < 0.05


def test_events_of_a_single_day_bring_nothing_that_is_not_known() -> None:
    district, where = places(1)
    counts = np.zeros((REGIONS, 100), dtype=np.int64)
    counts[:40, 71] = 1

    found = learnt(counts, district, where)

    assert np.isfinite(found.time).all()
    assert 0 <= found.branching < 0.9 + 1e-9


@pytest.mark.parametrize("seed", [0, 1])
def test_the_draws_have_the_mean_and_the_variance_of_the_posterior(seed: int) -> None:
    count, arriving, mass = one_place(seed)
    days = np.flatnonzero(count)
    seen, sent = count[days].astype(float), arriving[days]
    rate, one = np.linspace(1e-4, 3 * count.mean(), 400)[:, None], np.geomspace(1e-6, 0.9, 500)
    logs = sum(n * np.log(rate + a * one) for n, a in zip(seen, sent, strict=True))
    logs = logs - rate * count.size - one * (mass + RATE) - 0.5 * np.log(rate) + SHAPE * np.log(one)
    weight = np.exp(logs - logs.max())
    mean = (weight * one).sum() / weight.sum()
    spread = np.sqrt((weight * one**2).sum() / weight.sum() - mean**2)

    cells = Cells(np.zeros(days.size, dtype=np.int64), seen, np.ones(days.size), sent.reshape(-1, 1, 1))
    found = posterior(cells, np.array([mass]), np.array([float(count.size)]), (), most=0.9)

    assert found.time[0] == pytest.approx(mean, abs=0.25 * spread)
    assert found.variance**0.5 == pytest.approx(spread, rel=0.2)


def one_place(seed: int) -> tuple[np.ndarray, np.ndarray, float]:
    """Events of one place of which each brings .4 others, what arrives on each day at one each, and what may arrive."""
    rng = np.random.default_rng(seed)
    count, waiting = np.zeros(400, dtype=np.int64), list(rng.integers(0, 400, 40))
    while waiting:
        day = waiting.pop()
        if day < 400:
            count[day] += 1
            waiting += list(day + rng.geometric(0.3, rng.poisson(0.4)))
    arriving = np.zeros(400)
    for day in range(1, 400):
        arriving[day] = 0.7 * arriving[day - 1] + 0.3 * count[day - 1]
    return count, arriving, float((count * (1 - 0.7 ** (399 - np.arange(400)))).sum())


def test_near_regions_send_and_receive_alike() -> None:
    _, where = places(3)
    values = np.random.default_rng(1).poisson(2.0, REGIONS).astype(float)
    slow = np.zeros(REGIONS)
    for sender in range(REGIONS):
        for receiver in where.near[sender]:
            slow[receiver] += values[sender] / where.near.shape[1]

    np.testing.assert_allclose(where.from_near(values), slow)
    assert where.from_district(values).sum() == pytest.approx(values.sum())
    assert not (where.near == np.arange(REGIONS)[:, None]).any()


def test_regions_at_one_point_still_have_others_near() -> None:
    found = reach([1.0] * 9, [2.0] * 9, [0] * 9)

    assert not (found.near == np.arange(9)[:, None]).any()


def model_of(branching: float) -> tuple[Excitation, Reach, np.ndarray]:
    district, where = places(4)
    counts = history(branching, 5, where)
    usual = fit_baseline(counts, parents=[district])
    return fit_excitation(counts, usual, where, parents=[district]), where, counts


def test_the_mean_of_the_replicates_is_what_is_expected() -> None:
    model, where, counts = model_of(0.4)
    null = SelfExciting(model, where, counts[:, :-28], DAYS - 28, DAYS)

    drawn = null.draw(range(300), seed=1, day=2).sum(axis=(0, 1))

    assert drawn.mean() == pytest.approx(null.expected.sum(), rel=0.04)


def test_excitation_spreads_the_replicates() -> None:
    model, where, counts = model_of(0.4)

    plain = GammaPosterior(model.background, DAYS - 28, DAYS).draw(range(200), seed=1, day=2)
    exciting = SelfExciting(model, where, counts[:, :-28], DAYS - 28, DAYS).draw(range(200), seed=1, day=2)

    def dispersion(drawn: np.ndarray) -> float:
        each = drawn.sum(axis=1).astype(float)
        return float((each.var(axis=1) / each.mean(axis=1)).mean())

    assert dispersion(exciting) > dispersion(plain) * 1.2


def test_a_lane_depends_on_its_number_only() -> None:
    model, where, counts = model_of(0.3)
    null = SelfExciting(model, where, counts[:, :-28], DAYS - 28, DAYS)

    together = null.draw(range(8), seed=5, day=9)
    apart = np.concatenate([null.draw(range(k, k + 1), seed=5, day=9) for k in range(8)], axis=2)

    np.testing.assert_array_equal(together, apart)
    assert (null.draw(range(8), seed=6, day=9) != together).any()


def test_offspring_of_the_past_fade() -> None:
    model, where, counts = model_of(0.4)

    later = arriving_later(counts[:, :-28], model, where, days=200).sum(axis=0)

    assert (np.diff(later) <= 1e-12).all()
    assert later[0] > 5 * later[-1]


def test_a_steady_stream_of_immigrants_grows_by_the_branching() -> None:
    model, where, _ = model_of(0.4)

    whole = expected_with_offspring(np.full((REGIONS, 400), 0.01), model, where)

    assert whole[:, -1].mean() == pytest.approx(0.01 / (1 - model.branching), rel=0.03)


def test_late_reports_thin_the_replicates() -> None:
    model, where, counts = model_of(0.3)
    known = np.linspace(1, 0.2, 28)

    thin = SelfExciting(model, where, counts[:, :-28], DAYS - 28, DAYS, known)

    drawn = thin.draw(range(200), seed=1, day=1).mean(axis=2).sum(axis=0)
    np.testing.assert_allclose(drawn, thin.expected.sum(axis=0), rtol=0.25)


def test_certain_expectations_are_kept() -> None:
    expected = np.full((3, 5), 2.0)

    drawn = Independent(expected).draw(range(400), seed=1, day=0)

    np.testing.assert_allclose(drawn.mean(axis=2), expected, rtol=0.15)
    assert drawn.dtype == np.uint16


def test_what_does_not_fit_is_told() -> None:
    district, where = places(6)
    counts = history(0.0, 7, where)

    with pytest.raises(ValueError, match=r"counts \(119, 728\), a baseline of 120 regions"):
        fit_excitation(counts[1:], fit_baseline(counts, parents=[district]), where)
