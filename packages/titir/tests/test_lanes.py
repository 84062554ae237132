"""The fast loops against the plain ones, and the draws against NumPy's own words."""

import naive_scans
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from titir import _draws, _kernels, engine, fast, geometry, random, replicates, windows
from titir._jit import COMPILED

needs_compiler = pytest.mark.skipif(not COMPILED, reason="without the compiler there are no fast loops")


def field(seed: int, shape: str, *, rate: float = 1.5):
    """A small world with two levels, and the null that made it."""
    rng = np.random.default_rng(seed)
    regions, days = int(rng.integers(4, 40)), int(rng.integers(2, 24))
    longest = int(rng.integers(1, days + 1))
    shortest = int(rng.integers(1, longest + 1))
    people = rng.lognormal(1, 1, regions)
    expected = people[:, None] * rng.uniform(0.5, 1.5, days)
    total = max(2, int(rate * regions * days / 10))
    expected *= total / expected.sum()
    fine = geometry.great_circle_neighbours(
        rng.uniform(-9, 5, regions), rng.uniform(95, 140, regions), size=people, most_share=0.5
    )
    coarse = geometry.great_circle_neighbours([0, 1, 2, 3], [100] * 4, most_share=1.0)
    tried = {
        "alive": lambda: windows.alive(days, longest=longest, shortest=shortest),
        "alive or whole": lambda: windows.alive(days, longest=longest, shortest=shortest).with_whole(),
        "anywhere": lambda: windows.anywhere(days, longest=longest, shortest=shortest),
        "anywhere late": lambda: windows.anywhere(days, longest=longest, end_from=longest),
        "anywhere or whole": lambda: windows.anywhere(days, longest=longest).with_whole(),
    }[shape]()
    levels = (engine.Level(fine), engine.Level(coarse, rng.integers(0, 4, regions), "coarse"))
    kind = (engine.POISSON, engine.EXPECTATION)[seed % 2]
    nothing = np.zeros((regions, days), dtype=np.int32)
    made = engine.Field(nothing, expected, levels, engine.Statistic(kind, total), tried)
    engine.prepare(made)
    return made, replicates.Multinomial.of(expected, total)


@needs_compiler
@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 10**6),
    st.sampled_from(["alive", "alive or whole", "anywhere", "anywhere late", "anywhere or whole"]),
)
def test_many_lanes_at_once_find_what_one_lane_at_a_time_finds(seed, shape) -> None:
    made, null = field(seed, shape)
    drawn = replicates.compact(null, range(39), seed=seed, day=1)

    quick = fast.lane_maxima(made, drawn.copy())

    assert quick is not None
    assert quick == pytest.approx(engine.one_by_one(made, drawn), rel=1e-9, abs=1e-9)


@needs_compiler
def test_bernoulli_lanes_are_searched_fast_too() -> None:
    rng = np.random.default_rng(1)
    people = rng.integers(1, 30, (60, 1))
    near = geometry.great_circle_neighbours(
        rng.uniform(-9, 5, 60), rng.uniform(95, 140, 60), size=people[:, 0], most_share=0.5
    )
    statistic = engine.Statistic(engine.BERNOULLI, people.sum(), 200.0)
    made = engine.Field(
        np.zeros((60, 1), np.int32), people.astype(float), (engine.Level(near),), statistic, windows.whole(1)
    )
    drawn = replicates.Shuffled.cases(people.astype(np.int32), 200).compact(range(64), seed=3, day=0)

    quick = fast.lane_maxima(made, drawn.copy())

    assert quick == pytest.approx(engine.one_by_one(made, drawn), rel=1e-9)


@needs_compiler
def test_sums_that_overflow_a_byte_are_searched_the_slow_way() -> None:
    made, _ = field(4, "alive")
    drawn = np.zeros((*made.expected.shape, 3), dtype=np.uint8)
    drawn[0] = 200
    drawn[1, -1, 1] = 9

    assert fast.lane_maxima(made, drawn.copy()) is None
    assert (engine.lane_maxima(made, drawn) == engine.one_by_one(made, drawn)).all()
    assert drawn[0].min() == 200


@pytest.mark.parametrize("use", [random.EVENTS, random.TOTALS])
def test_our_philox_makes_the_words_of_numpys(use) -> None:
    key, made = random.key_of(2**63 + 11, 7, 123), np.empty(4, dtype=np.uint64)

    _draws.philox_block(np.uint64(2), np.uint64(use), key[0], key[1], made)

    assert (made == random.words(key, 8, use=use)[4:]).all()


def test_shuffled_events_are_those_of_fisher_and_yates() -> None:
    counts = np.random.default_rng(2).poisson(1.0, (9, 12)).astype(np.int32)
    null = replicates.Shuffled.permutation([counts], 5)

    drawn = null.draw(range(3, 6), seed=8, day=2)

    for position, lane in enumerate(range(3, 6)):
        key_words = random.words(random.key_of(8, 2, lane), len(null.slot))
        cells = np.bincount(list(naive_scans.shuffled(key_words, null.place, null.slot)), minlength=45)
        assert (drawn[:, :, position].ravel() == cells).all()
    assert (drawn.sum(axis=0) == counts[:, -5:].sum(axis=0)[:, None]).all()


def test_drawn_events_follow_what_is_expected() -> None:
    expected = np.random.default_rng(3).gamma(0.5, size=(40, 6))
    expected[7] = 0.0
    null = replicates.Multinomial.of(expected, 500)

    drawn = null.draw(range(400), seed=1, day=0)

    assert (drawn.sum(axis=(0, 1)) == 500).all()
    assert drawn[7].sum() == 0
    mean = expected / expected.sum() * 500 * 400
    strange = (drawn.sum(axis=2) - mean)[mean > 20] / np.sqrt(mean[mean > 20])
    assert np.abs(strange).max() < 4.5
    assert 0.8 < strange.std() < 1.2


def test_strata_keep_their_totals() -> None:
    expected = np.random.default_rng(3).gamma(0.5, size=(20, 6))
    null = replicates.Multinomial.stratified(
        expected, [np.array([0, 3]), np.array([1, 2, 4, 5])], np.array([30, 70])
    )

    drawn = null.draw(range(5), seed=1, day=0)

    assert (drawn[:, [0, 3]].sum(axis=(0, 1)) == 30).all()
    assert (drawn[:, [1, 2, 4, 5]].sum(axis=(0, 1)) == 70).all()


def test_a_lane_does_not_depend_on_its_batch() -> None:
    null = replicates.PoissonNull(np.full((7, 4), 0.8))

    whole = null.draw(range(100), seed=5, day=3)
    part = null.draw(range(40, 60), seed=5, day=3)

    assert (whole[:, :, 40:60] == part).all()
    assert not (whole[:, :, 0] == null.draw(range(1), seed=5, day=4)[:, :, 0]).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 300), st.floats(0.001, 200), st.integers(0, 799), st.sampled_from([0, 1]))
def test_the_table_of_smallest_counts_rules_out_no_record(n, edge, level, kind) -> None:
    first = int(np.array([edge], np.float32).view(np.int32)[0] >> _kernels.BIN_SHIFT)
    table = np.zeros((level + 1, 2), dtype=np.uint16)
    _kernels.smallest_counts(kind, float(n), 0.0, 2, first, table)
    lower = float(np.array([first << _kernels.BIN_SHIFT], np.int32).view(np.float32)[0])

    least = int(table[level, 0])

    def ratio(c):
        return _kernels.log_ratio(kind, float(c), lower, float(n), 0.0) if c > lower else 0.0

    most = n if kind == 0 else 600
    passing = [c for c in range(2, most + 1) if c > lower and ratio(c) > level * _kernels.STEP]
    assert least == (passing[0] if passing else least)
    assert passing or least > most
