"""How likely is at least one event in the next days: a self-exciting Poisson regression, shrunk and calibrated.

    expected events = sum over features k of weight[k] * feature[k],  weights >= 0

The features are what happened here, nearby and farther off, faded by 2 days to some years, what is usual here, shrunk
towards the levels above, and where each sort of event that is alive in the whole country has its places. Nonnegative
weights by EM keep every part readable: usual, own, near. What expected events are worth as a chance of any is then
learnt by `titir.odds`, from the same features and from how often weeks here had an event at all; at last an isotonic
regression on forecasts that did not look ahead sets right what such chances were worth.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import isotonic_regression
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from titir import _inputs
from titir._inputs import Floats
from titir.errors import TitirError
from titir.odds import Odds, as_poisson, fit_odds
from titir.rule import on_sphere
from titir.shrinkage import shrink

FADING_DAYS = (2.0, 7.0, 21.0, 60.0, 240.0, 2000.0)
OWN, AROUND, SORTS = (0, 1, 3, 4, 5), (2, 4), (2, 4, 5)
"""Which fadings are used of days with events here, of events around, and of each sort of event. Fewer were better: all
of them gave an average precision of .167 on UCDP Bangladesh, these .170."""
WEEK, ACTIVE = 7, (1, 2, 3)
"""Days of a week, and which fadings are used of days on which the week until then had an event."""
SCALES = (1.5, 4.0)
"""Reaches in space, in median distances between nearest regions."""
MOST_NEAR = 60
ROUNDS = 200
SPARSE = 5.0
"""Events' worth of doubt about each weight."""
MOST_CASES = 2_500_000
"""Region-issues that are kept in memory; where there are more regions, issues lie farther apart."""
MOST_QUIET = 100_000
"""Cases without any event that chances are learnt from; where there are more, those drawn count for the others."""
SAME_LEVEL = 1e-12
HALF_LIFE = 5 * 365.0
"""Days after which an issue of the past counts half in the fit."""


@dataclass(frozen=True)
class Around:
    """What lies around each region.

    Attributes:
        near: (regions, regions) sparse weights of the others, falling with distance.
        far: The same with a longer reach.
    """

    near: csr_array
    far: csr_array


def around(latitude: ArrayLike, longitude: ArrayLike) -> Around:
    """Return the weights of what lies around: exp(-distance / reach) for the nearest regions.

    Raises:
        ValueError: If coordinates are none or lengths differ.
    """
    place = on_sphere(latitude, longitude)
    number = len(place)
    k = min(MOST_NEAR, number - 1)
    if k < 1:
        nobody = csr_array((number, number))
        return Around(nobody, nobody)
    chord, index = cKDTree(place).query(place, k=k + 1)
    other = index != np.arange(number)[:, None]
    other[:, -1] &= other.sum(axis=1) <= k
    typical = max(float(np.median(chord[:, 1])), 1e-9)
    rows = np.repeat(np.arange(number), other.sum(axis=1))
    found = []
    for scale in SCALES:
        weight = np.exp(-chord[other] / (scale * typical))
        matrix = csr_array((weight, (rows, index[other])), shape=(number, number))
        found.append(matrix * (number / max(float(weight.sum()), 1e-12)))
    return Around(found[0], found[1])


@dataclass(frozen=True)
class Features:
    """What is known of every region at the end of one day.

    Attributes:
        values: (regions, features) on the scale of events a day: usual; then, by fading, own days
            with events, events near and far, and the places of the sorts that are alive.
        active: (regions, fadings) the share of days on which the week until then had an event here.
    """

    values: NDArray[np.float32]
    active: NDArray[np.float32]

    def roots(self) -> NDArray[np.float32]:
        """Return (regions, all features) as square roots, on which counts vary about equally at every level."""
        return np.sqrt(np.column_stack([self.values, self.active]))


class History:
    """Counts that are faded day by day, so that the features of any day cost O(regions)."""

    def __init__(
        self, space: Around, parents: Sequence[NDArray[np.int64]] = (), *, regions: int, sorts: int = 1
    ):
        """Begin without any events.

        Args:
            space: What lies around each region.
            parents: Index of the unit above, level by level.
            regions: How many.
            sorts: Sorts of events that are told apart.
        """
        self._space, self._parents = space, tuple(parents)
        self._keep = np.exp(-1 / np.array(FADING_DAYS))[:, None]
        self._faded = np.zeros((len(FADING_DAYS), regions))
        self._eventful = np.zeros((len(FADING_DAYS), regions))
        self._alive = np.zeros((len(FADING_DAYS), sorts))
        self._places = np.zeros((sorts, regions))
        self._active = np.zeros((len(ACTIVE), regions))
        self._since = np.full(regions, WEEK)
        self._days = 0

    def add(
        self,
        region: NDArray[np.integer],
        sort: NDArray[np.integer] | None = None,
        number: NDArray[np.integer] | None = None,
    ) -> None:
        """Take in the events of one more day: the region and the sort of each, and how many there were, else one."""
        kind = np.zeros(region.size, dtype=np.int64) if sort is None else sort
        many = np.ones(region.size) if number is None else number.astype(np.float64)
        today = np.bincount(region, many, minlength=self._faded.shape[1])
        self._faded = self._keep * self._faded + (1 - self._keep) * today
        self._eventful = self._keep * self._eventful + (1 - self._keep) * (today > 0)
        self._alive = self._keep * self._alive
        self._alive += (1 - self._keep) * np.bincount(kind, many, minlength=self._alive.shape[1])
        np.add.at(self._places, (kind, region), many)
        self._since = np.where(today > 0, 0, self._since + 1)
        keep = self._keep[list(ACTIVE)]
        self._active = keep * self._active + (1 - keep) * (self._since < WEEK)
        self._days += 1

    def features(self) -> Features:
        """Return what is known now."""
        days = max(self._days, 1)
        # Faded means of a young history are too low: they are set against the days there were.
        seen = 1 - self._keep**days
        events, eventful = (self._faded / seen).T, (self._eventful / seen).T
        total = self._places.sum(axis=0)
        rates = shrink(total, np.full(total.size, float(days)), self._parents)
        where = (total + 0.2) / (total + 0.2).sum()
        share = (self._places + where) / (self._places.sum(axis=1, keepdims=True) + 1)
        sorts = (self._alive / seen @ share).T
        around_it = events[:, AROUND]
        near, far = self._space.near @ around_it, self._space.far @ around_it
        whole = np.column_stack([rates.mean, eventful[:, OWN], near, far, sorts[:, SORTS]])
        active = (self._active / seen[list(ACTIVE)]).T
        return Features(whole.astype(np.float32), active.astype(np.float32))


@dataclass(frozen=True)
class Weights:
    """A fitted regression.

    Attributes:
        weights: (features,) >= 0.
        horizon: Days ahead.
    """

    weights: Floats
    horizon: int

    def expected(self, features: Features) -> Floats:
        """Return the expected events of each region within the horizon."""
        return np.asarray(features.values @ self.weights * self.horizon + 1e-9, dtype=np.float64)

    def parts(self, features: Features) -> Floats:
        """Return (regions, 3): the expected events from what is usual, what happened here, and around."""
        each = features.values * self.weights * self.horizon
        own = 1 + len(OWN)
        near = own + 2 * len(AROUND)
        usual = each[:, 0] + each[:, near:].sum(axis=1)
        return np.column_stack([usual, each[:, 1:own].sum(axis=1), each[:, own:near].sum(axis=1)])


def fit_weights(values: Floats, came: Floats, *, horizon: int, start: Floats | None = None) -> Weights:
    """Fit nonnegative weights by EM under a Poisson likelihood with a sparse prior.

    Args:
        values: (cases, features) as they stood before each horizon.
        came: (cases,) events within the horizon.
        horizon: Days.
        start: Weights to begin from.

    Raises:
        ValueError: If lengths differ or nothing came.
    """
    _inputs.same_length(values=values, came=came)
    hit = came > 0
    return _em(values.sum(axis=0), values.mean(axis=0), values[hit], came[hit], horizon, start)


def _em(
    sums: Floats, mean: Floats, rows: Floats, number: Floats, horizon: int, start: Floats | None
) -> Weights:
    """Fit from what matters: the sums of the features over all cases, and the cases in which something came."""
    if not number.any():
        raise TitirError("nothing came in any case, so nothing can be learnt")
    mass = np.maximum(horizon * sums + SPARSE * mean, 1e-12)
    weights = np.full(sums.size, 1.0 / sums.size) if start is None else np.maximum(start, 1e-4)
    exposed = rows * horizon
    for _ in range(ROUNDS):
        whole = exposed @ weights + 1e-12
        weights = weights * (exposed.T @ (number / whole)) / mass
    return Weights(weights, horizon)


def isotonic(score: ArrayLike, happened: ArrayLike) -> tuple[Floats, Floats]:
    """Return the steps of the best rising curve through outcomes (pool adjacent violators; Ayer and others 1955).

    Returns:
        Scores and chances, both rising, to interpolate between; blocks are shrunk by half an outcome of each sort.

    Raises:
        ValueError: If there is nothing to learn from.
    """
    given = _inputs.floats("score", score, ndim=1)
    truth = _inputs.floats("happened", happened, ndim=1)
    _inputs.same_length(score=given, happened=truth)
    if not np.isin(truth, (0.0, 1.0)).all():
        raise TitirError(f"happened {truth.shape} must hold 0 and 1 only")
    _inputs.at_least("cases", given.size, 1)
    order = np.argsort(given, kind="stable")
    fit = isotonic_regression(truth[order])
    # Neighbouring blocks of one level are one.
    begins = fit.blocks[:-1][np.diff(fit.x[fit.blocks[:-1]], prepend=-1.0) > SAME_LEVEL]
    size = np.diff(begins, append=given.size)
    level = (np.add.reduceat(truth[order], begins) + truth.mean()) / (size + 1)
    return np.add.reduceat(given[order], begins) / size, np.maximum.accumulate(level)


@dataclass(frozen=True)
class Calibration:
    """A rising curve from raw chances to chances that were kept, mixed with the raw one.

    Attributes:
        score: (k,) raw chances.
        chance: (k,) what they were worth.
        trust: How much the curve counts, 0 to 1.
    """

    score: Floats
    chance: Floats
    trust: float

    def __call__(self, raw: Floats) -> Floats:
        """Return calibrated chances; the order of the raw ones is kept."""
        curve = np.interp(raw, self.score, self.chance)
        return np.asarray(self.trust * curve + (1 - self.trust) * raw, dtype=np.float64)


def calibrate(
    raw: ArrayLike, happened: ArrayLike, *, overlap: float = 1.0, believed_after: float = 200.0
) -> Calibration:
    """Learn what raw chances were worth, from forecasts made without looking ahead.

    Args:
        raw: (n,) chances.
        happened: (n,) 0 or 1.
        overlap: How many of the forecasts look at one and the same event: horizon over days between issues.
        believed_after: Events after which the curve counts half.
    """
    truth = _inputs.floats("happened", happened, ndim=1)
    for name, value in (("overlap", overlap), ("believed_after", believed_after)):
        _inputs.at_least(name, value, 0)
    score, chance = isotonic(raw, truth)
    events = float(min(truth.sum(), truth.size - truth.sum())) / max(overlap, 1.0)
    return Calibration(score, chance, events / (events + believed_after))


@dataclass(frozen=True)
class Outlook:
    """What the next days may bring, region by region.

    Attributes:
        horizons: Days ahead.
        chance: (regions, horizons) of at least one event, calibrated.
        usual: (regions,) expected events of the first horizon from what is usual here.
        own: (regions,) from what happened here lately.
        near: (regions,) from what happened nearby.
    """

    horizons: tuple[int, ...]
    chance: Floats
    usual: Floats
    own: Floats
    near: Floats


def outlook(
    counts: ArrayLike,
    latitude: ArrayLike,
    longitude: ArrayLike,
    *,
    parents: Sequence[ArrayLike] = (),
    horizons: tuple[int, ...] = (7, 30),
    every: int = 7,
    warm_up: int = 90,
) -> Outlook:
    """Foretell the days after the last column.

    Args:
        counts: (regions, days).
        latitude: (regions,) degrees.
        longitude: (regions,) degrees.
        parents: Index of the unit above, level by level.
        horizons: Days ahead.
        every: Days between the issues that are learnt from.
        warm_up: Days before the first of them.

    Raises:
        ValueError: If shapes do not fit or the history is too short.
    """
    given = _inputs.counts("counts", counts, ndim=2)
    for horizon in horizons:
        _inputs.whole("horizons", horizon, 1)
    _inputs.at_least("horizons", len(horizons), 1)
    _inputs.whole("every", every, 1)
    _inputs.whole("warm_up", warm_up, 0)
    every = max(every, -(-given.size // MOST_CASES))
    links = tuple(_inputs.labels(f"parents[{at}]", one) for at, one in enumerate(parents))
    space = around(latitude, longitude)
    needed = warm_up + 2 * max(horizons)
    if given.shape[1] < needed or space.near.shape[0] != len(given):
        raise TitirError(
            f"counts {given.shape} for {space.near.shape[0]} places: {needed} days and as many places are needed"
        )
    issues, last = _replay(given, History(space, links, regions=len(given)), every, warm_up)
    chances, parts = [], np.zeros((len(given), 3))
    for number, horizon in enumerate(horizons):
        learnt = learn(given, issues, horizon)
        chances.append(learnt.chance(last))
        if number == 0:
            parts = learnt.weights.parts(last)
    chance = _never_less_for_longer(np.column_stack(chances), horizons)
    return Outlook(horizons, chance, parts[:, 0], parts[:, 1], parts[:, 2])


def _never_less_for_longer(chance: Floats, horizons: tuple[int, ...]) -> Floats:
    """Raise chances (regions, horizons) to those of shorter horizons, which lie within the longer ones."""
    order = np.argsort(horizons, kind="stable")
    kept = np.empty_like(chance)
    kept[:, order] = np.maximum.accumulate(chance[:, order], axis=1)
    return kept


def _replay(
    counts: NDArray[np.int64], history: History, every: int, warm_up: int
) -> tuple[list[tuple[int, Features]], Features]:
    """Return the features of past issues with their day (the first day foretold), and those of now."""
    issues: list[tuple[int, Features]] = []
    days = counts.shape[1]
    for day in range(days):
        region = np.flatnonzero(counts[:, day])
        history.add(region, number=counts[region, day])
        if day + 1 >= warm_up and (days - 1 - day) % every == 0:
            issues.append((day + 1, history.features()))
    return issues, history.features()


@dataclass(frozen=True)
class Learnt:
    """What issues of the past taught for one horizon.

    Attributes:
        weights: Of what is expected.
        odds: What that is worth as a chance.
        curve: What such chances were worth when they were not yet known; None when too few were.
    """

    weights: Weights
    odds: Odds
    curve: Calibration | None = None

    def chance(self, features: Features) -> Floats:
        """Return the chance (regions,) of at least one event within the horizon."""
        raw = self.odds(self.weights.expected(features), features.roots())
        return raw if self.curve is None else self.curve(raw)


def learn(counts: NDArray[np.int64], issues: list[tuple[int, Features]], horizon: int) -> Learnt:
    """Learn from all finished issues, and calibrate on the later half what the earlier half taught."""
    sums = np.zeros((len(counts), counts.shape[1] + 1), dtype=np.int64)
    np.cumsum(counts, axis=1, out=sums[:, 1:])
    done = [(day, one) for day, one in issues if day + horizon <= counts.shape[1]]
    came = [sums[:, day + horizon] - sums[:, day] for day, _ in done]
    if not any(one.any() for one in came):
        values, roots = issues[-1][1].values, issues[-1][1].roots()
        flat = np.zeros(values.shape[1])
        flat[0] = 1.0
        return Learnt(Weights(flat, horizon), as_poisson(roots.shape[1]))
    weights = fit_issues(done, came, horizon)
    return Learnt(weights, learn_odds(done, came, weights), _later_half(done, came, horizon))


def _later_half(
    done: list[tuple[int, Features]], came: list[NDArray[np.int64]], horizon: int
) -> Calibration | None:
    """Return what chances learnt from the earlier half were worth in the later one."""
    half = len(done) // 2
    later = [at for at in range(half, len(done)) if done[at][0] >= done[half - 1][0] + horizon]
    if half < 4 or not later or not any(one.any() for one in came[:half]):
        return None
    weights = fit_issues(done[:half], came[:half], horizon)
    early = Learnt(weights, learn_odds(done[:half], came[:half], weights))
    raw = np.concatenate([early.chance(done[at][1]) for at in later])
    overlap = horizon / max(done[1][0] - done[0][0], 1)
    return calibrate(raw, np.concatenate([came[at] > 0 for at in later]), overlap=overlap)


def learn_odds(
    done: list[tuple[int, Features]],
    came: list[NDArray[np.int64]],
    weights: Weights,
) -> Odds:
    """Learn from issues what expected events are worth as a chance of any, later issues counting more."""
    quiet = sum(int((one == 0).sum()) for one in came)
    share = min(1.0, MOST_QUIET / max(quiet, 1))
    rng = np.random.Generator(np.random.Philox(key=quiet))
    expected, rows, truth, counted = [], [], [], []
    for (_, features), one, importance in zip(done, came, _importance(done), strict=True):
        kept = np.flatnonzero((one > 0) | (rng.random(one.size) < share))
        expected.append(weights.expected(features)[kept])
        rows.append(features.roots()[kept])
        truth.append(one[kept] > 0)
        counted.append(importance * np.where(one[kept] > 0, 1.0, 1 / share))
    usual_and_own = 1 + len(OWN)
    rising = np.arange(rows[0].shape[1])
    rising = (rising < usual_and_own) | (rising >= rows[0].shape[1] - len(ACTIVE))
    apart = done[1][0] - done[0][0] if len(done) > 1 else weights.horizon
    return fit_odds(
        np.concatenate(expected),
        np.concatenate(rows),
        np.concatenate(truth),
        rising=rising,
        importance=np.concatenate(counted),
        overlap=weights.horizon / max(apart, 1),
    )


def _importance(done: list[tuple[int, Features]]) -> Floats:
    return np.asarray(
        0.5 ** ((done[-1][0] - np.array([day for day, _ in done])) / HALF_LIFE), dtype=np.float64
    )


def fit_issues(
    done: list[tuple[int, Features]],
    came: list[NDArray[np.int64]],
    horizon: int,
    *,
    start: Floats | None = None,
) -> Weights:
    """Fit weights on issues, later ones counting more."""
    importance = _importance(done)
    each = np.array([one.values.sum(axis=0) for _, one in done])
    hits = [np.flatnonzero(one) for one in came]
    rows = np.concatenate([one.values[hit] for (_, one), hit in zip(done, hits, strict=True)])
    number = [weight * one[hit] for weight, one, hit in zip(importance, came, hits, strict=True)]
    mean = each.sum(axis=0) / (len(done) * len(came[0]))
    return _em(importance @ each, mean, rows, np.concatenate(number), horizon, start)
