"""Who has gone silent: how likely is it that a post which reports as ever has said nothing for so long.

Every post has its own rhythm. Three descriptions of it are held against its own past and weighed by how well they
foretold it: it speaks on any day with one chance (how forgetful posts are is learnt from all of them, Kiefer and
Wolfowitz 1956); it has its weekdays; it has its own interval. The chance of the present silence is the chance that
such a post says nothing for so long, and so needs no threshold of days.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaln

from titir import _inputs
from titir._inputs import Floats
from titir.geometry import Neighbours

GRID = np.concatenate([np.linspace(0.01, 0.9, 60), 1 - np.geomspace(0.095, 0.002, 24)])
"""Chances of a word a day that are thought possible."""
GAPS = 21
"""Days of an interval that are told apart; longer ones are alike."""
RHYTHMS = np.log(np.array([0.9, 0.05, 0.05]))
"""Belief, before the past of a post is seen, in one chance, weekdays, and an interval of its own."""
FELL_SILENT = 0.005
"""How often a post falls silent on a day, before anything is known."""
ODD = 1e-3
"""Earlier silences less likely than this are no part of a rhythm."""
ROUNDS = 200


@dataclass(frozen=True)
class Silence:
    """How silent each post is.

    Attributes:
        silent_days: (posts,) whole days without a word up to the last; 0 for those that just spoke.
        chance: (posts,) that a post with its rhythm says nothing for so long, or longer; 1 for those that spoke.
        silent: (posts,) probability that it really has fallen silent, its neighbours taken into account.
        usual_interval: (posts,) days between words that are usual for it.
        together: (posts,) posts of its own and the nearest regions, itself left out, that are unusually silent too.
        together_chance: (posts,) that as many of them, itself included, are so silent by chance.
    """

    silent_days: NDArray[np.int64]
    chance: Floats
    silent: Floats
    usual_interval: Floats
    together: NDArray[np.int64]
    together_chance: Floats


def silent_posts(
    spoke: ArrayLike,
    region: ArrayLike | None = None,
    near: Neighbours | None = None,
    *,
    first_day: int = 0,
    nearest: int = 6,
) -> Silence:
    """Judge the silence of every post on the last day.

    Args:
        spoke: (posts, days) true on days with a word of any sort, a nil report too. A post is known from its first.
        region: (posts,) of each post; needed with `near`.
        near: Nearest regions of each region; without it no post has neighbours but in its own region.
        first_day: `date.toordinal()` of the first column, for the weekdays.
        nearest: Regions, the own included, whose posts are neighbours.

    Raises:
        ValueError: If shapes do not fit or values are not true or false.
    """
    said = _words(spoke)
    posts, days = said.shape
    place = np.arange(posts) if region is None else _inputs.counts("region", region, ndim=1)
    _inputs.same_length(spoke=said, region=place)
    run = _run(said)
    usable = _usable(said, run)
    usable &= ~_odd(said, usable)
    rhythm = _Rhythm.of(said, usable, first_day)
    longest = int(run.max(initial=0))
    survival = rhythm.survival(run, first_day + days, longest)
    chance = np.where(run > 0, survival[np.arange(posts), run], 1.0)
    neighbours = _neighbours(place, near, nearest)
    return Silence(
        silent_days=run,
        chance=chance,
        silent=_posterior(survival, run, neighbours),
        usual_interval=1 / np.maximum(rhythm.speaks, 1e-6),
        together=_together(chance, neighbours),
        together_chance=_together_chance(chance, neighbours),
    )


def _words(spoke: ArrayLike) -> NDArray[np.bool_]:
    given = np.asarray(spoke)
    if given.ndim != 2 or given.shape[1] == 0:
        raise ValueError(f"spoke must be (posts, days), got shape {given.shape}")
    if not np.isin(given, (0, 1)).all():
        raise ValueError(f"spoke {given.shape} must hold true and false only")
    return given.astype(np.bool_)


def _run(said: NDArray[np.bool_]) -> NDArray[np.int64]:
    ever = said.any(axis=1)
    run = said[:, ::-1].argmax(axis=1)
    return np.where(ever, run, 0).astype(np.int64)


def _usable(said: NDArray[np.bool_], run: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return the days after the first word of each post and before its present silence."""
    day = np.arange(said.shape[1])
    begun = np.where(said.any(axis=1), said.argmax(axis=1), said.shape[1])
    return np.asarray((day > begun[:, None]) & (day < (said.shape[1] - run)[:, None]), dtype=np.bool_)


def _odd(said: NDArray[np.bool_], usable: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the days of earlier silences that were no part of the rhythm."""
    speaks = ((said & usable).sum(axis=1) + 1.0) / (usable.sum(axis=1) + 1.5)
    allowed = np.log(ODD) / np.log1p(-np.minimum(speaks, 0.995))
    gap = np.zeros(len(said), dtype=np.int64)
    odd = np.zeros_like(said)
    for day in range(said.shape[1]):
        ended = said[:, day] & (gap > allowed)
        for post in np.flatnonzero(ended):
            odd[post, day - gap[post] : day] = True
        gap = np.where(said[:, day], 0, gap + 1)
    return np.asarray(odd & usable, dtype=np.bool_)


@dataclass(frozen=True)
class _Rhythm:
    """What is known of the rhythm of every post.

    Attributes:
        grid: (posts, grid) belief in each chance of a word a day.
        weekday: (posts, 7, 2) words and misses by weekday.
        gap: (posts, gaps, 2) words and misses by days since the last word.
        belief: (posts, 3) in the three descriptions.
        speaks: (posts,) mean chance of a word a day.
    """

    grid: Floats
    weekday: Floats
    gap: Floats
    belief: Floats
    speaks: Floats

    @classmethod
    def of(cls, said: NDArray[np.bool_], usable: NDArray[np.bool_], first_day: int) -> "_Rhythm":
        words, misses = (said & usable).astype(np.float64), (~said & usable).astype(np.float64)
        day = (first_day + np.arange(said.shape[1])) % 7
        by_weekday = np.stack([words, misses], axis=2)
        weekday = np.stack([by_weekday[:, day == one].sum(axis=1) for one in range(7)], axis=1)
        gap = _by_gap(said, usable)
        s, f = words.sum(axis=1), misses.sum(axis=1)
        grid, constant = _belief_in_grid(s, f)
        own = (grid @ GRID)[:, None]
        evidence = np.column_stack(
            [constant, _evidence(weekday, own).sum(axis=1), _evidence(gap, own).sum(axis=1)]
        )
        evidence += RHYTHMS
        belief = np.exp(evidence - evidence.max(axis=1, keepdims=True))
        belief /= belief.sum(axis=1, keepdims=True)
        return cls(grid, weekday, gap, belief, grid @ GRID)

    def survival(self, run: NDArray[np.int64], end: int, longest: int) -> Floats:
        """Return (posts, longest + 1) the chance of no word on the first 0, 1, 2, ... days after the last one."""
        posts = len(run)
        whole = np.ones((posts, longest + 1))
        own = self.speaks
        weekday_misses = np.zeros((posts, 7))
        by_weekday, by_gap = np.ones(posts), np.ones(posts)
        rows = np.arange(posts)
        for k in range(1, longest + 1):
            constant = self.grid @ (1 - GRID) ** k
            day = (end - run + k - 1) % 7
            a, b = self.weekday[rows, day, 0] + 2 * own, self.weekday[rows, day, 1] + 2 * (1 - own)
            b = b + weekday_misses[rows, day]
            by_weekday = by_weekday * b / (a + b)
            weekday_misses[rows, day] += 1
            g = min(k, GAPS) - 1
            a, b = self.gap[:, g, 0] + 2 * own, self.gap[:, g, 1] + 2 * (1 - own)
            by_gap = by_gap * b / (a + b)
            whole[:, k] = (
                self.belief[:, 0] * constant + self.belief[:, 1] * by_weekday + self.belief[:, 2] * by_gap
            )
        return whole


def _by_gap(said: NDArray[np.bool_], usable: NDArray[np.bool_]) -> Floats:
    tally = np.zeros((len(said), GAPS, 2))
    gap = np.zeros(len(said), dtype=np.int64)
    rows = np.arange(len(said))
    for day in range(said.shape[1]):
        here = usable[:, day]
        slot = np.minimum(gap, GAPS - 1)
        tally[rows[here], slot[here], (~said[here, day]).astype(np.int64)] += 1
        gap = np.where(said[:, day] | ~usable[:, day], 0, gap + 1)
    return tally


def _belief_in_grid(s: Floats, f: Floats) -> tuple[Floats, Floats]:
    """Return the posterior over the grid, its prior learnt from all posts, and the evidence of each post."""
    pairs, back, often = np.unique(np.column_stack([s, f]), axis=0, return_inverse=True, return_counts=True)
    log = pairs[:, :1] * np.log(GRID) + pairs[:, 1:] * np.log1p(-GRID)
    top = log.max(axis=1, keepdims=True)
    likelihood = np.exp(log - top)
    # A handful of imaginary posts of every sort, so that few real ones do not rule any out.
    prior = np.full(GRID.size, 1 / GRID.size)
    smooth = prior * 3.0
    for _ in range(ROUNDS):
        shared = likelihood * prior
        shared /= shared.sum(axis=1, keepdims=True)
        prior = often @ shared + smooth
        prior /= prior.sum()
    joint = likelihood * prior
    evidence = np.log(joint.sum(axis=1)) + top[:, 0]
    joint /= joint.sum(axis=1, keepdims=True)
    back = back.ravel()
    return joint[back], evidence[back]


def _evidence(tally: Floats, own: Floats) -> Floats:
    a, b = 2 * own, 2 * (1 - own)
    return np.asarray(betaln(tally[..., 0] + a, tally[..., 1] + b) - betaln(a, b), dtype=np.float64)


def _neighbours(place: NDArray[np.int64], near: Neighbours | None, nearest: int) -> list[NDArray[np.int64]]:
    order = np.argsort(place, kind="stable")
    edges = np.searchsorted(place[order], np.arange(int(place.max(initial=-1)) + 2))

    def posts_of(region: int) -> NDArray[np.int64]:
        return order[edges[region] : edges[region + 1]] if region + 1 < edges.size else order[:0]

    found = []
    for post, region in enumerate(place):
        regions = [int(region)] if near is None else [int(one) for one in near.of(int(region))[:nearest]]
        every = np.concatenate([posts_of(one) for one in (regions or [int(region)])])
        found.append(every[every != post])
    return found


def _posterior(survival: Floats, run: NDArray[np.int64], neighbours: list[NDArray[np.int64]]) -> Floats:
    """Return the probability of real silence: it may have begun on any day of the run.

    A rate of falling silent that is learnt day by day from all posts was tried: on made-up offices it found fewer
    (59 % instead of 74 %), since the days of forgetful posts moved it. Only neighbours lift it.
    """
    posts = np.arange(len(run))
    before = np.cumsum(survival, axis=1)
    began = np.where(run > 0, before[posts, np.maximum(run - 1, 0)], 0.0)
    odds = FELL_SILENT * began / np.maximum(survival[posts, run], 1e-300)
    alone = odds / (1 + odds)
    around = np.array([alone[others].sum() for others in neighbours])
    number = np.array([others.size for others in neighbours])
    usual = float(alone.mean()) if len(run) else 0.0
    lift = (around + PRIOR_NEIGHBOURS * usual) / np.maximum(usual * (number + PRIOR_NEIGHBOURS), 1e-12)
    odds = odds * np.clip(lift, 0.5, 20.0)
    return np.asarray(odds / (1 + odds), dtype=np.float64)


PRIOR_NEIGHBOURS = 2.0
"""How many posts like all others the neighbours of a post are mixed with."""
UNUSUAL = 0.2


def _together(chance: Floats, neighbours: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.array([np.count_nonzero(chance[others] <= UNUSUAL) for others in neighbours], dtype=np.int64)


def _together_chance(chance: Floats, neighbours: list[NDArray[np.int64]]) -> Floats:
    """Return the chance of as many unusual silences among the post and its neighbours (a Poisson-binomial tail)."""
    silent = chance <= UNUSUAL
    found = np.ones(len(chance))
    for post in np.flatnonzero(silent):
        group = np.append(neighbours[post], post)
        needed = int(silent[group].sum())
        tail = np.zeros(needed + 1)
        tail[0] = 1.0
        for one in group:
            p = float(chance[one]) if silent[one] else UNUSUAL
            moved = tail[:-1] * p
            tail[:-1] -= moved
            tail[1:] += moved
        found[post] = tail[-1]
    return found
