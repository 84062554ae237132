"""The scans against slow obvious twins, and what must not change their answers."""

from functools import partial

import naive_scans
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from titir import geometry, scan
from titir.errors import CountsError, EmptyError, ExpectedError, GeometryError, OptionError, ShapeError

ALIVE = [(d, 6) for d in range(5, 2, -1)]
ANYWHERE = [(end - length, end) for end in range(1, 7) for length in range(1, 4) if length <= end]


def world(seed: int, regions: int = 12, days: int = 6, rate: float = 0.4):
    """A small world: where, how many people, and what happened."""
    rng = np.random.default_rng(seed)
    north, east = rng.uniform(-9, 5, regions), rng.uniform(95, 140, regions)
    people = rng.integers(1, 60, regions).astype(float)
    counts = rng.poisson(rate, (regions, days))
    counts[0, -2:] += 1
    circles = geometry.great_circle_neighbours(north, east, size=people, most_share=0.5)
    return counts, people, circles, (north, east)


def lists(circles):
    return [list(circles.of(r)) for r in range(len(circles))]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.booleans())
def test_the_poisson_scan_finds_the_best_zone_of_all(seed, prospective) -> None:
    counts, people, circles, _ = world(seed)
    n = counts.sum()
    expected = np.repeat(people[:, None], 6, axis=1) * (n / (6 * people.sum()))

    found = scan.poisson_scan(counts, people, circles, max_days=3, prospective=prospective, replicates=0)

    windows = ALIVE if prospective else ANYWHERE
    ratio, *_ = naive_scans.best(
        counts, expected, lists(circles), windows, partial(naive_scans.poisson_ratio, n=n)
    )
    assert (found.clusters[0].llr if found.clusters else 0.0) == pytest.approx(ratio, rel=1e-9, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), empty=st.booleans())
@example(seed=131073, empty=False)  # the best zone of all has its centre where nothing happened
def test_the_permutation_and_expectation_scans_find_the_best_zone_of_all(seed, empty) -> None:
    counts, _, circles, _ = world(seed)
    centres = [list(circles.of(r)) for r in range(len(circles)) if empty or counts[r].any()]
    n = counts.sum()
    margins = counts.sum(axis=1)[:, None] * counts.sum(axis=0)[None, :] / n
    baseline = np.random.default_rng(seed).uniform(0.05, 1.0, counts.shape)

    permuted = scan.permutation_scan(counts, circles, max_days=3, replicates=0, empty_centres=empty)
    against = scan.expectation_scan(counts, baseline, circles, max_days=3, replicates=0)

    ratio, *_ = naive_scans.best(counts, margins, centres, ALIVE, partial(naive_scans.poisson_ratio, n=n))
    assert sum(c.llr for c in permuted.clusters[:1]) == pytest.approx(ratio, rel=1e-9, abs=1e-9)
    ratio, *_ = naive_scans.best(
        counts, baseline, lists(circles), ALIVE, partial(naive_scans.expectation_ratio, n=n)
    )
    assert sum(c.llr for c in against.clusters[:1]) == pytest.approx(ratio, rel=1e-9, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_the_spatial_scans_find_the_best_zone_of_all(seed) -> None:
    counts, people, circles, _ = world(seed, days=1, rate=3.0)
    n, controls = counts.sum(), people.astype(int)
    total = n + controls.sum()

    poisson = scan.spatial_poisson_scan(counts[:, 0], people, circles, replicates=0)
    bernoulli = scan.bernoulli_scan(counts[:, 0], controls, circles, replicates=0)

    expected = people[:, None] * (n / people.sum())
    whole = [(0, 1)]
    ratio, *_ = naive_scans.best(
        counts, expected, lists(circles), whole, partial(naive_scans.poisson_ratio, n=n)
    )
    assert sum(c.llr for c in poisson.clusters[:1]) == pytest.approx(ratio, rel=1e-9, abs=1e-9)
    both = counts + controls[:, None]
    shares = partial(naive_scans.bernoulli_ratio, n=total, cases=n)
    ratio, *_ = naive_scans.best(counts, both, lists(circles), whole, shares)
    assert sum(c.llr for c in bernoulli.clusters[:1]) == pytest.approx(ratio, rel=1e-9, abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_the_order_of_the_regions_changes_nothing(seed, luck) -> None:
    counts, people, _, (north, east) = world(seed)
    order = list(range(len(people)))
    luck.shuffle(order)

    def look(o):
        circles = geometry.great_circle_neighbours(north[o], east[o], size=people[o], most_share=0.5)
        found = scan.poisson_scan(counts[o], people[o], circles, max_days=3, replicates=64)
        return [(round(c.llr, 8), frozenset(o[list(c.regions)]), c.first_day, c.p) for c in found.clusters]

    assert look(np.array(order)) == look(np.arange(len(people)))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_a_region_without_events_changes_nothing_in_the_permutation_scan(seed) -> None:
    counts, _, _, (north, east) = world(seed)
    more = np.vstack([counts, np.zeros_like(counts[:1])])
    luck = np.random.default_rng(seed)
    places = np.append(north, luck.uniform(north.min(), north.max())), np.append(east, east.mean())

    def look(seen, points):
        size = seen.sum(axis=1)
        circles = geometry.great_circle_neighbours(*points, size=size, most_share=0.5)
        found = scan.permutation_scan(seen, circles, max_days=3, replicates=64)
        return [(c.llr, frozenset(r for r in c.regions if size[r]), c.first_day, c.p) for c in found.clusters]

    assert look(more, places) == look(counts, (north, east))


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False), st.integers(1, 6))
def test_the_order_changes_nothing_where_regions_share_a_place_either(seed, luck, places) -> None:
    counts, people, _, (north, east) = world(seed)
    at = np.random.default_rng(seed).integers(0, places + 1, 12)
    north, east, baseline = north[at], east[at], np.random.default_rng(seed).uniform(0.1, 1, (12, 6))
    order = list(range(12))
    luck.shuffle(order)

    def look(o):
        circles = geometry.great_circle_neighbours(north[o], east[o], size=people[o], most_share=0.9)
        return [
            (round(c.llr, 8), frozenset(o[list(c.regions)]), c.first_day, c.p)
            for found in (
                scan.poisson_scan(counts[o], people[o], circles, max_days=3, replicates=20),
                scan.permutation_scan(counts[o], circles, max_days=3, replicates=20),
                scan.expectation_scan(counts[o], baseline[o], circles, max_days=3, replicates=20),
                scan.bernoulli_scan(counts[o].sum(axis=1), people[o].astype(int), circles, replicates=20),
            )
            for c in found.clusters
        ]

    try:
        usual = look(np.arange(12))
    except (GeometryError, ShapeError):  # all at one place have no other to be compared with
        return
    assert look(np.array(order)) == usual


def test_regions_at_one_place_are_told_together_or_not_at_all() -> None:
    circles = geometry.great_circle_neighbours([0, 3, 0, 6], [100, 100, 100, 100], most_share=0.9)
    units = np.array([0, 1, 0, 1])
    above = geometry.Neighbours(np.arange(3), np.arange(2, dtype=np.int32))
    counts = np.ones((4, 10), dtype=int)
    counts[2, -1] = 20

    found = scan.poisson_scan(counts, np.ones(4), circles, max_days=1, replicates=9)
    joint = scan.poisson_scan(
        counts, np.ones(4), [scan.Level(circles), scan.Level(above, units, "above")], max_days=1, replicates=9
    )
    apart = scan.poisson_scan(
        counts,
        np.ones(4),
        [scan.Level(circles), scan.Level(above, units[::-1] % 2, "above")],
        max_days=1,
        replicates=9,
    )

    assert found.clusters[0].regions == joint.clusters[0].regions == (0, 2)
    assert (found.clusters[0].observed, found.clusters[0].centre) == (21, 0)
    assert apart.clusters[0].llr == pytest.approx(found.clusters[0].llr)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.floats(-9, 5), st.floats(95, 140))
def test_a_region_without_people_and_events_changes_nothing(seed, north, east) -> None:
    counts, people, circles, (norths, easts) = world(seed)
    more = geometry.great_circle_neighbours(
        np.append(norths, north), np.append(easts, east), size=np.append(people, 0), most_share=0.5
    )

    before = scan.poisson_scan(counts, people, circles, max_days=3, replicates=64)
    after = scan.poisson_scan(
        np.vstack([counts, np.zeros(6, int)]), np.append(people, 0), more, max_days=3, replicates=64
    )

    assert [round(c.llr, 8) for c in after.clusters] == [round(c.llr, 8) for c in before.clusters]
    assert [set(c.regions) - {12} for c in after.clusters] == [set(c.regions) for c in before.clusters]


def test_one_two_and_eight_threads_give_the_same_answer() -> None:
    counts, people, circles, _ = world(3)

    by_threads = [
        scan.poisson_scan(counts, people, circles, replicates=300, seed=5, threads=count).maxima
        for count in (1, 2, 8)
    ]

    assert (by_threads[0] == by_threads[1]).all()
    assert (by_threads[0] == by_threads[2]).all()


def test_a_run_stops_when_enough_replicates_are_as_remarkable() -> None:
    counts, people, circles, _ = world(4, rate=0.8)

    whole = scan.poisson_scan(counts, people, circles, max_days=3, replicates=999, seed=1)
    short = scan.poisson_scan(counts, people, circles, max_days=3, replicates=999, seed=1, stop_after=20)

    assert short.stopped
    assert (short.maxima == whole.maxima[: short.replicates]).all()
    assert short.clusters[0].p == pytest.approx(20 / short.replicates)


def test_several_levels_share_one_maximum() -> None:
    counts, people, circles, _ = world(6, regions=16)
    unit = np.arange(16) // 4
    one = geometry.Neighbours(np.arange(5), np.arange(4, dtype=np.int32))
    levels = [scan.Level(circles, name="desa"), scan.Level(one, unit, "kecamatan")]

    joint = scan.poisson_scan(counts, people, levels, max_days=3, replicates=99)
    fine = scan.poisson_scan(counts, people, levels[:1], max_days=3, replicates=99)
    coarse = scan.poisson_scan(counts, people, levels[1:], max_days=3, replicates=0)

    assert joint.clusters[0].llr == max(one.clusters[0].llr for one in (fine, coarse) if one.clusters)
    assert (joint.maxima >= fine.maxima).all()
    assert (joint.maxima > fine.maxima).any()


def test_far_apart_outbreaks_are_told_one_by_one() -> None:
    north, east = [0, 0, 5, 5], [100, 101, 120, 121]
    counts = np.ones((4, 10), dtype=int)
    counts[0, -1], counts[2, -1] = 9, 7
    circles = geometry.great_circle_neighbours(north, east, most_share=1.0, most_regions=2)

    found = scan.poisson_scan(counts, [1, 1, 1, 1], circles, max_days=2, replicates=99)

    assert [c.regions for c in found.clusters[:2]] == [(0,), (2,)]
    assert found.clusters[0].relative_risk > found.clusters[1].relative_risk > 1


@pytest.mark.parametrize(
    ("counts", "error", "words"),
    [
        ([[-1, 2]], CountsError, r"counts\[0, 0\] is -1: negative"),
        ([[0.5, 2]], CountsError, r"counts\[0, 0\] is 0.5: fractional"),
        ([[1, float("nan")]], CountsError, r"counts\[0, 1\] is nan: not a number"),
        ([[1, 2**40]], CountsError, "larger than a count may be"),
        ([[2**31 - 1, 1]], CountsError, "2147483648 events in all"),
        ([[1], [1, 2]], ShapeError, "rows of different lengths"),
        ([["a", "b"]], CountsError, "must be numbers"),
        ([1, 2], ShapeError, r"must be \(regions, days\), got \(2,\)"),
        ([[0, 0]], EmptyError, "no events at all in 1 regions and 2 days"),
        ([[1, 1], [1, 1]], ShapeError, "differ"),
    ],
)
def test_counts_that_cannot_be_are_refused_with_what_they_were(counts, error, words) -> None:
    circles = geometry.great_circle_neighbours([0], [100], most_share=1.0)

    with pytest.raises(error, match=words):
        scan.permutation_scan(counts, circles)


def test_cases_and_controls_together_must_fit_the_running_sums() -> None:
    circles = geometry.great_circle_neighbours([0, 1], [100, 100], most_share=1.0)

    with pytest.raises(CountsError, match="2400000002 events in all"):
        scan.bernoulli_scan([1_200_000_000, 1], [1_200_000_000, 1], circles, replicates=0)


def test_people_that_cannot_be_are_refused() -> None:
    circles = geometry.great_circle_neighbours([0, 1], [100, 100], most_share=1.0)

    with pytest.raises(ExpectedError, match=r"population \(2,\) must be numbers, got <U1"):
        scan.poisson_scan([[1, 0], [0, 1]], ["a", "b"], circles)
    with pytest.raises(ExpectedError, match="adds up to more than a number holds"):
        scan.poisson_scan([[1, 0], [0, 1]], [1e308, 1e308], circles)
    with pytest.raises(ExpectedError, match="too near to zero"):
        scan.expectation_scan([[1, 0], [0, 1]], np.full((2, 2), 1e-300), circles)
    with pytest.raises(ExpectedError, match="zero where events happened"):
        scan.poisson_scan([[1, 0], [0, 1]], [0, 5], circles)
    with pytest.raises(ExpectedError, match=r"population\[1, 0\] is -5.0: negative"):
        scan.poisson_scan([[1, 0], [0, 1]], [3, -5], circles)
    with pytest.raises(ShapeError, match="differ in shape"):
        scan.poisson_scan([[1, 0], [0, 1]], [3, 5, 7], circles)


def test_a_replicate_too_large_for_its_lane_is_refused() -> None:
    circles = geometry.great_circle_neighbours([0, 1], [100, 100], most_share=1.0)

    with pytest.raises(CountsError, match="16 bit lane"):
        scan.poisson_scan([[70_000], [3]], [1000, 1], circles, max_days=1, replicates=1)


def test_replicates_that_cannot_fit_are_refused_before_any_is_drawn() -> None:
    circles = geometry.great_circle_neighbours([0, 1], [100, 100], most_share=1.0)

    with pytest.raises(CountsError, match="16 bit lane"):
        scan.expectation_scan([[1], [2]], [[1e12], [1e12]], circles, replicates=1)
    with pytest.raises(CountsError, match="16 bit lane"):
        scan.permutation_scan(np.full((2, 2), 10**8), circles, replicates=1)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"max_days": 2.5}, "max_days must be a whole number of 1 or more, got 2.5"),
        ({"max_days": None}, "max_days must be a whole number"),
        ({"replicates": "many"}, "replicates must be a whole number of 0 or more, got 'many'"),
        ({"replicates": 10**12}, "replicates must be 10000000 at most"),
        ({"seed": 1.5}, "seed must be a whole number, got 1.5"),
        ({"day": -1}, "day must be a whole number of 0 or more, got -1"),
        ({"threads": 0}, "threads must be a whole number of 1 or more, got 0"),
        ({"stop_after": 1.5}, "stop_after must be a whole number of 1 or more, got 1.5"),
    ],
)
def test_words_that_are_no_whole_numbers_are_refused_by_name(more, words) -> None:
    counts, people, circles, _ = world(1)

    with pytest.raises(OptionError, match=words):
        scan.poisson_scan(counts, people, circles, **more)


@pytest.mark.parametrize(
    ("start", "index", "words"),
    [
        ([0, 1, 2], [0, 2], "index points at 0 to 2, but there are 2 regions"),
        ([0, 1, 2], [-1, 0], "index points at -1 to 0"),
        ([0, 1, 9], [0, 1], "start must grow from 0 to 2 pairs, got 0 to 9"),
        ([0, 2, 1, 2], [0, 1], "start must grow"),
    ],
)
def test_circles_made_by_hand_must_stay_within_the_regions(start, index, words) -> None:
    with pytest.raises(GeometryError, match=words):
        geometry.Neighbours(np.array(start), np.array(index, dtype=np.int32))


def test_regions_that_are_all_larger_than_a_circle_may_be_are_refused() -> None:
    circles = geometry.great_circle_neighbours([0, 1], [100, 100], size=[5, 5], most_share=0.1)

    with pytest.raises(GeometryError, match="each of the 2 regions alone is larger than a circle may be"):
        scan.poisson_scan([[1, 2], [3, 4]], [5, 5], circles)


@pytest.mark.parametrize("circles", [None, [3], "circles", np.ones((2, 2))])
def test_what_are_no_circles_is_refused(circles) -> None:
    with pytest.raises((GeometryError, ShapeError), match="circles"):
        scan.poisson_scan([[1, 2], [3, 4]], [5, 5], circles)


def test_units_of_a_level_are_whole_numbers() -> None:
    counts, people, circles, _ = world(1)

    with pytest.raises(ShapeError, match="whole numbers"):
        scan.poisson_scan(counts, people, [scan.Level(circles, np.linspace(0, 3, 12))])


def test_where_regions_are_compared_one_alone_or_no_controls_are_refused() -> None:
    one = geometry.great_circle_neighbours([0], [100], most_share=1.0)
    two = geometry.great_circle_neighbours([0, 1], [100, 100], most_share=1.0)

    for alone in (
        lambda: scan.spatial_poisson_scan([3], [7], one),
        lambda: scan.bernoulli_scan([3], [7], one),
        lambda: scan.permutation_scan([[3, 1]], one),
    ):
        with pytest.raises(ShapeError, match="one region alone"):
            alone()
    with pytest.raises(EmptyError, match="no controls at all in 2 regions"):
        scan.bernoulli_scan([3, 2], [0, 0], two)


def test_one_region_alone_has_nothing_to_compare_with() -> None:
    circles = geometry.great_circle_neighbours([0], [100], most_share=1.0)

    found = scan.poisson_scan([[3, 2, 1]], [7], circles, prospective=True, max_days=3, replicates=9)

    assert all(0 < c.p <= 1 for c in found.clusters)
