"""What every public call refuses: values that would otherwise run over, hang or count for something else."""

import numpy as np
import pytest
from titir import _inputs
from titir.baseline import fit_baseline
from titir.control import Control
from titir.ears import ears
from titir.errors import CountsError, GeometryError, OptionError, ShapeError, TitirError
from titir.escalation import escalation_chance
from titir.excitation import fit_excitation, reach
from titir.forecast import calibrate, isotonic, outlook
from titir.geometry import flat_neighbours, great_circle_neighbours
from titir.knox import knox
from titir.lead import lead_time
from titir.night import Past, watch
from titir.nowcast import fit_delays
from titir.nulls import Independent
from titir.random import key_of
from titir.scores import block_bootstrap, brier
from titir.shrinkage import shrink
from titir.significance import Gumbel, rank_p, recurrence_interval_days, stopped_p
from titir.silence import silent_posts
from titir.tempo import burst, severity_trend, tempo

COUNTS = np.ones((3, 90), dtype=int)
NORTH, EAST = [-8.0, -8.1, -8.2], [113.0, 113.1, 113.2]
PAST = {"counts": COUNTS, "latitude": NORTH, "longitude": EAST, "district": [0, 0, 0]}
NAN, INF = float("nan"), float("inf")


def night(**more):
    return watch(Past(**{**PAST, **more}), seed=1)


def contagion(**more):
    where = reach(NORTH, EAST, [0, 0, 0])
    return fit_excitation(COUNTS, fit_baseline(COUNTS), where, **more)


def escalation(**more):
    given = {
        "recent": np.ones((2, 62), dtype=int),
        "since_last": [99, 99],
        "expected": [1.0, 1.0],
        "shape": 5.0,
    }
    return escalation_chance(**{**given, **more})


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: fit_baseline(COUNTS, calendar=np.full((90, 1), 1e12)), "calendar .* must lie between 0 and 1"),
        (lambda: fit_baseline(COUNTS, left_out=np.full((3, 90), 0.5)), "left_out .* true and false only"),
        (lambda: fit_baseline(COUNTS, recent_days=0.5), "recent_days must be a whole number"),
        (lambda: fit_baseline(COUNTS, first_day=INF), "first_day must be a whole number"),
        (lambda: shrink([1, 2], [1, 1], [[0, 10**12]]), r"parents\[0\] .* must be up to"),
        (lambda: shrink([1, 2], [1, 1], [[0, 10**9]]), "must number units from 0"),
        (lambda: fit_delays([1], [2], today=NAN), "today must be a whole number"),
        (lambda: fit_delays([1], [2], today=3, prior=-1.0), "prior above 0"),
        (lambda: fit_delays([1], [2], today=3, longest=10**9), "longest must be up to"),
        (lambda: silent_posts(np.ones((2, 9)), [0, 10**9]), "region .* must number units"),
        (lambda: silent_posts(np.ones((2, 9)), nearest=0), "nearest must be a whole number of 1 or more"),
        (lambda: outlook(COUNTS, NORTH, EAST, horizons=(7.5,)), "horizons must be a whole number"),
        (lambda: isotonic([0.1, 0.2], [0, 7]), "happened .* must hold 0 and 1 only"),
        (lambda: calibrate([0.1, 0.2], [0, 1], overlap=NAN), "overlap must be at least 0, got nan"),
        (lambda: reach(NORTH, EAST, [0, 0, 10**9]), "district .* must number units"),
        (lambda: contagion(most=NAN), "most must lie between 0 and 1, got nan"),
        (lambda: contagion(left_out=np.zeros((3, 9), dtype=bool)), "left_out .* must have the shape"),
        (lambda: tempo([1.0], begin=0.0, end=INF), "tempo needs events in a window"),
        (lambda: burst([1.0, 2.0], usual_per_day=INF), "rate > 0"),
        (lambda: burst([1.0, 5.0, 5.0, 5.0], usual_per_day=1.0), "3 events at 5 follow each other in no time at all"),
        (lambda: severity_trend([1, 2], [1, 2], draws=10**12), "draws must be 10000000 at most"),
        (lambda: escalation(since_last=[NAN, 1]), "since_last .* holds nan"),
        (lambda: escalation(expected=[-1.0, 1.0]), "expected 0 or more"),
        (lambda: escalation(shape=0.0), "shape must be > 0"),
        (lambda: escalation(draws=0), "draws must be a whole number of 1 or more"),
        (lambda: lead_time(np.ones((2, 9)), np.eye(2, 9), budget=1.0, horizon=0.5), "horizon must be a whole number"),
        (lambda: lead_time(np.ones((2, 9)), np.full((2, 9), 7), budget=1.0), "onset .* true and false only"),
        (lambda: brier(["a"], [1]), "must be numbers, got <U1"),
        (lambda: block_bootstrap(len, 10, draws=-1), "draws must be a whole number"),
        (lambda: ears(range(20), least_deviation=NAN), "least_deviation must be 0 or more"),
        (lambda: knox([1, 2], [[0, 0], [1, 1]], distances=[0, 1], days=[0, 1], permutations=10**12), "at most"),
        (lambda: knox([1, 2], [[0, 0], [1, 1]], distances=[0, 1], days=[0, 1], seed=-1), "seed must be a whole"),
        (lambda: Control.starting(4).after(0.1, alarms=NAN), "alarms must be a whole number"),
        (lambda: Independent(np.array([[NAN]])).draw(range(1), seed=1, day=0), "expected .* holds nan"),
        (lambda: Independent(np.array([[1e300]])).draw(range(1), seed=1, day=0), "expected .* must lie between"),
        (lambda: rank_p(1.0, np.array([0.0, NAN])), "without NaN"),
        (lambda: stopped_p(1.0, np.ones((1, 4))), r"must be \(replicates,\) numbers"),
        (lambda: Gumbel.fitted(np.array([1.0, INF])), "no Gumbel tail"),
        (lambda: recurrence_interval_days(0.1, days_between=INF), "days_between must lie above 0"),
        (lambda: recurrence_interval_days(0.1, analyses=NAN), "analyses be 1 or more"),
        (lambda: key_of(1.5, 0, 0), "seed must be a whole number, got 1.5"),
        (lambda: night(latitude=NORTH[:2]), "two equal columns"),
        (lambda: night(latitude=[0, 0, 99]), "latitude of region 2 is 99"),
        (lambda: night(confirmed=np.zeros((2, 90), dtype=bool)), "confirmed .* must have the shape"),
        (lambda: night(known=[2.0]), "known .* must lie between 0 and 1"),
        (lambda: night(first_day=0.5), "first_day must be a whole number"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_by_name(call, words) -> None:
    with pytest.raises(TitirError, match=words):
        call()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: great_circle_neighbours(["x"], [1]), "latitude must be numbers"),
        (
            lambda: great_circle_neighbours([0, 1], [0, 1], most_regions=1.5),
            "most_regions must be a whole number",
        ),
        (lambda: great_circle_neighbours([0, 1], [0, 1], order=[0, NAN]), "order .* must be whole numbers"),
        (lambda: flat_neighbours([[0, 0], [1e300, 0]]), "too far for distances"),
        (lambda: great_circle_neighbours([0, 1], [0, 1]).without_sea([0, NAN], most_km=5), "land"),
    ],
)
def test_places_that_make_no_sense_are_refused(call, words) -> None:
    with pytest.raises(GeometryError, match=words):
        call()


def test_rows_of_different_lengths_are_refused() -> None:
    with pytest.raises(ShapeError, match="rows of different lengths"):
        _inputs.floats("place", [[1, 2], [3]], ndim=2)


@pytest.mark.parametrize("values", [[2**31], [2.0**40], np.array([2**63], dtype=np.uint64)])
def test_counts_beyond_what_is_counted_are_refused(values) -> None:
    with pytest.raises(CountsError, match="must be up to 2147483647"):
        _inputs.counts("counts", values, ndim=1)


@pytest.mark.parametrize("value", ["a", None, [1]])
def test_what_is_no_number_is_refused(value) -> None:
    with pytest.raises(OptionError, match="must be at least 1"):
        _inputs.at_least("days", value, 1)
