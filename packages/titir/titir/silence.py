"""Who has gone silent: how likely is it that a post which reports as ever has said nothing for so long.

Every post has its own rhythm. Three descriptions of it are held against its own past and weighed by how well they
foretold it: it speaks on any day with one chance, but for a day of the week that it may have off (how forgetful posts
are, and how many have which day off, is learnt from all of them; Kiefer and Wolfowitz 1956); it has weekdays of any
sort; it has its own interval. The chance of the present silence is the chance that such a post says nothing for so
long, and so needs no threshold of days. Whether to ask after a post is decided by the odds that it is really silent
(the likelihood ratio orders best: Neyman and Pearson 1933), once for each silence unless it has become far likelier.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaln, expit

from titir import _inputs
from titir._inputs import Floats
from titir.errors import TitirError
from titir.geometry import Neighbours

GRID = np.concatenate([np.linspace(0.02, 0.9, 34), 1 - np.geomspace(0.09, 0.002, 14)])
"""Chances of a word a day that are thought possible."""
ON_DAY_OFF = 0.12
"""How much of that chance is left on the day off."""
LONGEST = 120
"""Days of silence that are told apart; longer ones are as unlikely as this."""
LEARNT_FROM, AT_ONCE = 3000, 2000
"""Posts that the habits of all are learnt from, and that are worked on together."""
GAPS = 21
"""Days of an interval that are told apart; longer ones are alike."""
RHYTHMS = np.log(np.array([0.94, 0.03, 0.03]))
"""Belief, before the past of a post is seen, in habit, weekdays of any sort, and an interval of its own."""
FELL_SILENT = 0.005
"""How often a post falls silent on a day, before anything is known."""
TOGETHER, TOGETHER_SHARE = 0.001, 0.5
"""How often neighbours fall silent for one cause, and how many of them do then."""
NAMED_FROM = 0.043
"""From this probability of real silence on a post is worth asking after: on made-up months of offices in which posts
keep four words in five, one quiet day in twenty of a post that is well comes so far (docs/titir/silence.md)."""
GROWN = 8.0
"""A silence that was named already is named again when its odds have grown so many times."""
ODD = 1e-3
"""Earlier silences less likely than this are no part of a rhythm."""
OFF_AT_FIRST = np.array([0.7] + [0.3 / 7] * 7)
"""How many posts have no day off, or one of the seven, before any is seen."""
ROUNDS = 80


@dataclass(frozen=True)
class Silence:
    """How silent each post is.

    Attributes:
        silent_days: (posts,) whole days without a word up to the last; 0 for those that just spoke.
        chance: (posts,) that a post with its rhythm says nothing for so long, or longer; 1 for those that spoke.
        silent: (posts,) probability that it really has fallen silent, its neighbours taken into account.
        log_odds: (posts,) of that probability, without an upper end; minus infinity for those that spoke.
        usual_interval: (posts,) days between words that are usual for it.
        together: (posts,) posts of its own and the nearest regions, itself left out, that are unusually silent too.
        together_chance: (posts,) that as many of them, itself included, are so silent by chance.
    """

    silent_days: NDArray[np.int64]
    chance: Floats
    silent: Floats
    log_odds: Floats
    usual_interval: Floats
    together: NDArray[np.int64]
    together_chance: Floats

    def to_be_named(self, named: ArrayLike | None = None) -> NDArray[np.bool_]:
        """Return which posts are worth asking after.

        Args:
            named: (posts,) log-odds at which the present silence of each was named last; minus infinity, or nothing
                at all, where it was not.

        Raises:
            ValueError: If the lengths differ or it holds NaN.
        """
        enough = self.log_odds >= np.log(NAMED_FROM / (1 - NAMED_FROM))
        if named is None:
            return np.asarray(enough, dtype=np.bool_)
        before = np.asarray(named, dtype=np.float64)
        if before.shape != self.log_odds.shape or np.isnan(before).any():
            raise TitirError(f"named must be {self.log_odds.shape} without NaN, got shape {before.shape}")
        return np.asarray(enough & (self.log_odds >= before + np.log(GROWN)), dtype=np.bool_)


@dataclass(frozen=True)
class Habits:
    """How posts keep to their duty, all of them together: what is believed of one before its own past is seen.

    Attributes:
        usual: (chances,) how many have each chance of a word a day (those of `GRID`).
        off: (8,) how many have no day off, or Monday, ... of the days counted from `first_day` modulo 7.
    """

    usual: Floats
    off: Floats

    @classmethod
    def of(cls, spoke: ArrayLike, *, first_day: int = 0) -> "Habits":
        """Learn them from all posts; see `silent_posts` for the arguments.

        Raises:
            ValueError: If the shape does not fit or values are not true or false.
        """
        said = _words(spoke)
        usable = _usable(said, _run(said))
        usable &= ~_odd(said, usable)
        return _habits(_by_weekday(said, usable, first_day))


def silent_posts(
    spoke: ArrayLike,
    region: ArrayLike | None = None,
    near: Neighbours | None = None,
    *,
    first_day: int = 0,
    nearest: int = 6,
    habits: Habits | None = None,
) -> Silence:
    """Judge the silence of every post on the last day.

    Args:
        spoke: (posts, days) true on days with a word of any sort, a nil report too. A post is known from its first.
        region: (posts,) of each post; needed with `near`.
        near: Nearest regions of each region; without it no post has neighbours but in its own region.
        first_day: `date.toordinal()` of the first column, for the weekdays.
        nearest: Regions, the own included, whose posts are neighbours.
        habits: Learnt before, from more posts than these; learnt from these when left out.

    Raises:
        ValueError: If shapes do not fit or values are not true or false.
    """
    _inputs.whole("first_day", first_day, 0)
    _inputs.whole("nearest", nearest, 1)
    said = _words(spoke)
    posts, days = said.shape
    place = np.arange(posts) if region is None else _inputs.labels("region", region)
    _inputs.same_length(spoke=said, region=place)
    run = _run(said)
    usable = _usable(said, run)
    usable &= ~_odd(said, usable)
    rhythm = _Rhythm.of(said, usable, first_day, habits)
    longest = int(run.max(initial=0))
    survival = rhythm.survival(run, first_day + days, longest)
    chance = np.where(run > 0, survival[np.arange(posts), run], 1.0)
    neighbours = _neighbours(place, near, nearest)
    log_odds = _log_odds(survival, run, neighbours)
    return Silence(
        silent_days=run,
        chance=chance,
        silent=expit(log_odds),
        log_odds=log_odds,
        usual_interval=1 / np.maximum(rhythm.speaks, 1e-6),
        together=_together(chance, neighbours),
        together_chance=_together_chance(chance, neighbours),
    )


def _words(spoke: ArrayLike) -> NDArray[np.bool_]:
    given = np.asarray(spoke)
    if given.ndim != 2 or given.shape[1] == 0:
        raise TitirError(f"spoke must be (posts, days), got shape {given.shape}")
    if not np.isin(given, (0, 1)).all():
        raise TitirError(f"spoke {given.shape} must hold true and false only")
    return given.astype(np.bool_)


def _run(said: NDArray[np.bool_]) -> NDArray[np.int64]:
    ever = said.any(axis=1)
    run = np.minimum(said[:, ::-1].argmax(axis=1), LONGEST)
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
        habit: (posts, 8, grid) belief in a day off (none, or one of seven) and each chance of a word on other days.
        weekday: (posts, 7, 2) words and misses by weekday.
        gap: (posts, gaps, 2) words and misses by days since the last word.
        belief: (posts, 3) in the three descriptions.
        speaks: (posts,) mean chance of a word a day.
    """

    habit: Floats
    weekday: Floats
    gap: Floats
    belief: Floats
    speaks: Floats

    @classmethod
    def of(
        cls, said: NDArray[np.bool_], usable: NDArray[np.bool_], first_day: int, habits: Habits | None
    ) -> "_Rhythm":
        weekday, gap = _by_weekday(said, usable, first_day), _by_gap(said, usable)
        habit, known = _believed(weekday, habits or _habits(weekday))
        speaks = np.einsum("pdg,dg->p", habit, _BY_WEEKDAY.mean(axis=2))
        own = speaks[:, None]
        evidence = np.column_stack(
            [known, _evidence(weekday, own).sum(axis=1), _evidence(gap, own).sum(axis=1)]
        )
        evidence += RHYTHMS
        belief = np.exp(evidence - evidence.max(axis=1, keepdims=True))
        belief /= belief.sum(axis=1, keepdims=True)
        return cls(habit, weekday, gap, belief, speaks)

    def survival(self, run: NDArray[np.int64], end: int, longest: int) -> Floats:
        """Return (posts, longest + 1) the chance of no word on the first 0, 1, 2, ... days after the last one.

        It is worked out as far as the present silence of each post goes; beyond it stays 1.
        """
        whole = np.ones((len(run), longest + 1))
        order = np.argsort(-run, kind="stable")
        for first in range(0, int(np.count_nonzero(run)), AT_ONCE):
            rows = order[first : first + AT_ONCE]
            whole[rows, 1:] = self._survival(rows, run[rows], end, longest)
        return whole

    def _survival(self, rows: NDArray[np.intp], run: NDArray[np.int64], end: int, longest: int) -> Floats:
        """Return (rows, longest) of some posts, those that are silent longest first."""
        whole = np.ones((len(run), longest))
        belief, own, left = self.belief[rows], self.speaks[rows], self.habit[rows]
        weekday, gap = self.weekday[rows].copy(), self.gap[rows]
        by_weekday, by_gap = np.ones(len(run)), np.ones(len(run))
        for k in range(1, int(run.max(initial=0)) + 1):
            n = int(np.count_nonzero(run >= k))
            at, day = np.arange(n), (end - run[:n] + k - 1) % 7
            left[:n] *= np.moveaxis(1 - _BY_WEEKDAY[:, :, day], 2, 0)
            a, b = weekday[at, day, 0] + 2 * own[:n], weekday[at, day, 1] + 2 * (1 - own[:n])
            by_weekday[:n] *= b / (a + b)
            weekday[at, day, 1] += 1
            g = min(k, GAPS) - 1
            a, b = gap[:n, g, 0] + 2 * own[:n], gap[:n, g, 1] + 2 * (1 - own[:n])
            by_gap[:n] *= b / (a + b)
            parts = np.column_stack([left[:n].sum(axis=(1, 2)), by_weekday[:n], by_gap[:n]])
            whole[:n, k - 1] = (belief[:n] * parts).sum(axis=1)
        return whole


def _chances_by_weekday() -> Floats:
    """Return (8, grid, 7): the chance of a word by day off (none, or one of seven), usual chance and weekday."""
    off = np.concatenate([np.zeros((1, 7)), np.eye(7)])
    return np.asarray(GRID[None, :, None] * np.where(off == 1, ON_DAY_OFF, 1.0)[:, None, :], dtype=np.float64)


_BY_WEEKDAY = _chances_by_weekday()


def _by_weekday(said: NDArray[np.bool_], usable: NDArray[np.bool_], first_day: int) -> Floats:
    """Return (posts, 7, 2) words and misses by weekday."""
    words, misses = (said & usable).astype(np.float64), (~said & usable).astype(np.float64)
    day = (first_day + np.arange(said.shape[1])) % 7
    both = np.stack([words, misses], axis=2)
    return np.stack([both[:, day == one].sum(axis=1) for one in range(7)], axis=1)


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


def _habits(weekday: Floats) -> Habits:
    """Return how many posts have each chance of a word and each day off: nonparametric maximum likelihood by EM."""
    likelihood, _ = _likelihood(weekday[:: max(1, -(-len(weekday) // LEARNT_FROM))])
    # A handful of imaginary posts of every sort, so that few real ones do not rule any out.
    usual, off = np.full(GRID.size, 1 / GRID.size), OFF_AT_FIRST
    for _ in range(ROUNDS):
        shared = likelihood * (off[:, None] * usual)
        shared /= np.maximum(shared.sum(axis=(1, 2), keepdims=True), 1e-300)
        usual = shared.sum(axis=(0, 1)) + 3.0 / GRID.size
        usual /= usual.sum()
        off = shared.sum(axis=(0, 2)) + 4.0 * OFF_AT_FIRST
        off /= off.sum()
    return Habits(usual, off)


def _believed(weekday: Floats, habits: Habits) -> tuple[Floats, Floats]:
    """Return what is believed of the habit of each post (posts, 8, grid), and how well habits foretold its past."""
    habit, known = np.empty((len(weekday), 8, GRID.size)), np.empty(len(weekday))
    for first in range(0, len(weekday), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        likelihood, top = _likelihood(weekday[part])
        joint = likelihood * (habits.off[:, None] * habits.usual)
        sums = np.maximum(joint.sum(axis=(1, 2)), 1e-300)
        habit[part], known[part] = joint / sums[:, None, None], np.log(sums) + top
    return habit, known


def _likelihood(weekday: Floats) -> tuple[Floats, Floats]:
    """Return (posts, 8, grid) the likelihood of each habit over that of the best, and the logarithm of that."""
    log = np.einsum("pw,dgw->pdg", weekday[:, :, 0], np.log(_BY_WEEKDAY))
    log += np.einsum("pw,dgw->pdg", weekday[:, :, 1], np.log1p(-_BY_WEEKDAY))
    top = log.max(axis=(1, 2))
    return np.exp(log - top[:, None, None]), top


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


def _log_odds(survival: Floats, run: NDArray[np.int64], neighbours: list[NDArray[np.int64]]) -> Floats:
    """Return the log-odds of real silence: it may have begun on any day of the run.

    A rate of falling silent that is learnt day by day from all posts was tried: on made-up offices it found fewer
    (59 % instead of 74 %), since the days of forgetful posts moved it. Only a common cause among neighbours lifts it.
    """
    posts = np.arange(len(run))
    before = np.cumsum(survival, axis=1)
    began = np.where(run > 0, before[posts, np.maximum(run - 1, 0)], 0.0)
    ratio = began / np.maximum(survival[posts, run], 1e-300)
    lift = _lift(np.minimum(ratio, MOST_RATIO), run, neighbours)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(FELL_SILENT * lift * ratio), dtype=np.float64)


def _lift(ratio: Floats, run: NDArray[np.int64], neighbours: list[NDArray[np.int64]]) -> Floats:
    """Return how many times likelier than usual each post fell silent, for what its neighbours show.

    Either there was a common cause, and `TOGETHER_SHARE` of them fell silent on the same days, or there was none
    (Bayes). Neighbours that were silent long before tell nothing.
    """
    bit = np.log1p(TOGETHER_SHARE * (ratio - 1)) - np.log1p(FELL_SILENT * (ratio - 1))
    evidence = np.zeros(len(run))
    for post in np.flatnonzero(run):
        others = neighbours[post]
        evidence[post] = bit[others[run[others] <= run[post] + SAME_DAYS]].sum()
    more = TOGETHER_SHARE / FELL_SILENT - 1
    cause = expit(np.log(TOGETHER / (1 - TOGETHER)) + evidence)
    return np.asarray((1 + cause * more) / (1 + TOGETHER * more), dtype=np.float64)


MOST_RATIO = 20.0
"""One neighbour alone says no more than this, however long it is silent: its phone may be broken."""
SAME_DAYS = 1
"""Days by which silences with one cause may begin apart."""
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
