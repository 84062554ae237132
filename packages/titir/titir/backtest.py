"""A history replayed: what would each ranking have been worth, with nothing seen before its day.

Rolling origin, daily issues; everything is learnt from days before the issue only. Reported for each ranking are
average precision, area under the curve, precision and recall at k units a day, and for chances also the Brier and the
log score; once for any event within the horizon, once for the beginning of an escalation within seven days.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from titir import _inputs, scores
from titir._inputs import Floats
from titir.errors import OptionError
from titir.escalation import BEFORE, WEEK, escalation_chance, onsets
from titir.events import Events, read_events
from titir.forecast import Calibration, Features, History, Weights, around, calibrate, fit_issues, learn_odds
from titir.lead import lead_time
from titir.odds import Odds, as_poisson

WARM_UP = 180
REFIT = 28
LEARN_FROM = 730
"""Issues that the calibration of chances is learnt from."""
STEP = 7
"""Days between the issues that are learnt from."""


@dataclass(frozen=True)
class Score:
    """What one ranking was worth.

    Attributes:
        ranking: Its name.
        average_precision: See `titir.scores`.
        area: Under the curve.
        precision_at_3: Of the three highest a day.
        recall_at_3: The same.
        precision_at_5: Of the five highest.
        recall_at_5: The same.
        brier: For chances only.
        log_score: For chances only.
    """

    ranking: str
    average_precision: float
    area: float
    precision_at_3: float
    recall_at_3: float
    precision_at_5: float
    recall_at_5: float
    brier: float | None = None
    log_score: float | None = None


@dataclass(frozen=True)
class Replay:
    """A history with all rankings of every issue.

    Attributes:
        happened: (issues, units) at least one event within the horizon.
        begins: (issues, units) an escalation begins within seven days.
        rankings: By name (issues, units) for any event.
        chances: (issues, units) of any event, calibrated.
        warnings: By name (issues, units) for escalations.
        dangers: (issues, units) chances of an escalation, calibrated.
        onset: (units, issues + 1) true where one begins, from the day of the first issue on.
    """

    happened: NDArray[np.bool_]
    begins: NDArray[np.bool_]
    rankings: dict[str, Floats]
    chances: Floats
    warnings: dict[str, Floats]
    dangers: Floats
    onset: NDArray[np.bool_]


def replay(
    events: Events,
    *,
    test_from: date,
    horizon: int,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> Replay:
    """Replay a history.

    Args:
        events: What happened.
        test_from: Day of the first issue that is scored.
        horizon: Days ahead in which any event counts.
        seed: Of the random ranking and of the futures played out.
        progress: Told the share that is done.

    Raises:
        OptionError: If too little lies before or after the first issue.
    """
    _inputs.whole("horizon", horizon, 1)
    counts = events.counts
    first = test_from.toordinal() - int(events.day.min())
    last = counts.shape[1] - max(horizon, WEEK)
    if first < WARM_UP + 2 * max(horizon, WEEK) + 70 or last <= first:
        raise OptionError(
            f"the history has {counts.shape[1]} days; {first} before {test_from} and {last - first} to score are too few"
        )
    book = _Book(counts, first, last, horizon, seed)
    for day, features in _days(events, counts, until=last):
        book.turn(day, features)
        if progress is not None:
            progress((day + 1) / last)
    return book.closed()


def _days(events: Events, counts: NDArray[np.int64], *, until: int) -> Iterator[tuple[int, Features | None]]:
    """Yield each day with what is known at its end; nothing during the warm-up."""
    north, east = events.centres()
    history = History(
        around(north, east), (events.group,), regions=len(counts), sorts=int(events.sort.max()) + 1
    )
    order = np.argsort(events.day, kind="stable")
    days = events.day[order] - int(events.day.min())
    edges = np.searchsorted(days, np.arange(until + 1))
    for day in range(until):
        today = order[edges[day] : edges[day + 1]]
        history.add(events.unit[today], events.sort[today])
        yield day, history.features() if day >= WARM_UP else None


class _Book:
    """What was foretold and what came, issue by issue."""

    def __init__(self, counts: NDArray[np.int64], first: int, last: int, horizon: int, seed: int):
        self.counts, self.first, self.last, self.horizon = counts, first, last, horizon
        self.sums = np.zeros((len(counts), counts.shape[1] + 1), dtype=np.int64)
        np.cumsum(counts, axis=1, out=self.sums[:, 1:])
        self.onset = onsets(counts)
        self.rng = _inputs.generator(seed)
        self.seed = seed
        self.known: list[tuple[int, Features]] = []
        self.weights: dict[str, Weights] = {}
        self.shape = np.inf
        self.expected: Floats = np.zeros(len(counts))
        self.raw: dict[int, Floats] = {}
        self.warned: dict[int, Floats] = {}
        self.rankings: dict[str, list[Floats]] = {}
        self.warnings: dict[str, list[Floats]] = {}
        self.chances: list[Floats] = []
        self.dangers: list[Floats] = []
        self.odds: Odds | None = None
        self.curves: dict[str, Calibration] = {}

    def turn(self, day: int, features: Features | None) -> None:
        if features is None:
            return
        if day % STEP == 0:
            self.known.append((day + 1, features))
        begin = WARM_UP + 2 * max(self.horizon, WEEK) + 70
        if day >= begin and (not self.weights or day % REFIT == 0):
            self._refit(day)
        if "any" in self.weights and day >= self.first - LEARN_FROM:
            self._foretell(day, features)
        if day >= self.first:
            self._note(day)

    def _came(self, begin: int, length: int) -> NDArray[np.int64]:
        return np.asarray(self.sums[:, begin + length] - self.sums[:, begin])

    def _refit(self, day: int) -> None:
        for kind, length in (("any", self.horizon), ("week", WEEK)):
            done = [one for one in self.known if one[0] + length <= day + 1]
            came = [self._came(begin, length) for begin, _ in done]
            if not any(one.any() for one in came):
                continue
            before = self.weights.get(kind)
            self.weights[kind] = fit_issues(
                done, came, length, start=None if before is None else before.weights
            )
            if kind == "any" and day + REFIT > self.first - LEARN_FROM:
                self.odds = learn_odds(done, came, self.weights[kind])
            if kind == "week":
                self.shape = _spread(self.weights[kind], done[-104:], came[-104:])

    def _foretell(self, day: int, features: Features) -> None:
        self.expected = self.weights["any"].expected(features)
        roots = features.roots()
        self.raw[day] = (self.odds or as_poisson(roots.shape[1]))(self.expected, roots)
        recent = self.counts[:, day - BEFORE - WEEK + 2 : day + 1]
        past = self.onset[:, : day + 1]
        since = np.where(past.any(axis=1), np.argmax(past[:, ::-1], axis=1), 9999)
        week = self.weights.get("week")
        expected = np.zeros(len(self.counts)) if week is None else week.expected(features)
        self.warned[day] = escalation_chance(
            recent, since, expected, shape=self.shape, seed=self.seed * 100_003 + day
        )

    def _note(self, day: int) -> None:
        level = self.sums[:, day + 1]
        year = level - self.sums[:, max(day + 1 - 365, 0)]
        for name, length in (("last week", 7), ("last 28 days", 28), ("last year", 365)):
            count = level - self.sums[:, max(day + 1 - length, 0)]
            # Ties of the short counts are broken by the year, which only does them good.
            self._file(name, count + year / 1e4)
        self._file("all time", level.astype(np.float64))
        self._file("chance", self.rng.random(len(self.counts)))
        self.rankings.setdefault("titir", []).append(self.expected)
        self.rankings.setdefault("titir, chance", []).append(self.raw[day])
        self.warnings.setdefault("titir", []).append(self.warned[day])
        self.chances.append(self._calibrated("any", self.raw, day, self.horizon))
        self.dangers.append(self._calibrated("escalation", self.warned, day, WEEK))

    def _file(self, name: str, score: Floats) -> None:
        self.rankings.setdefault(name, []).append(score)
        self.warnings.setdefault(name, []).append(score)

    def _calibrated(self, kind: str, made: dict[int, Floats], day: int, length: int) -> Floats:
        if (day - self.first) % REFIT == 0:
            old = [one for one in made if one + 1 + length <= day + 1][-LEARN_FROM:]
            if len(old) >= 60:
                truth = np.concatenate([self._happened(kind, one + 1, length) for one in old])
                raw = np.concatenate([made[one] for one in old])
                self.curves[kind] = calibrate(raw, truth, overlap=length)
        curve = self.curves.get(kind)
        return made[day] if curve is None else curve(made[day])

    def _happened(self, kind: str, begin: int, length: int) -> NDArray[np.bool_]:
        if kind == "any":
            return np.asarray(self._came(begin, length) > 0)
        return np.asarray(self.onset[:, begin : begin + length].any(axis=1))

    def closed(self) -> Replay:
        issues = range(self.first, self.last)
        return Replay(
            happened=np.array([self._happened("any", day + 1, self.horizon) for day in issues]),
            begins=np.array([self._happened("escalation", day + 1, WEEK) for day in issues]),
            rankings={name: np.array(rows) for name, rows in self.rankings.items()},
            chances=np.array(self.chances),
            warnings={name: np.array(rows) for name, rows in self.warnings.items()},
            dangers=np.array(self.dangers),
            onset=self.onset[:, self.first : self.last],
        )


def _spread(weights: Weights, done: list[tuple[int, Features]], came: list[NDArray[np.int64]]) -> float:
    """Return the gamma shape by which weekly counts vary around what was expected."""
    expected = np.concatenate([weights.expected(one) for _, one in done])
    seen = np.concatenate(came)
    beyond = float(np.sum((seen - expected) ** 2 - expected))
    return float(np.clip(np.sum(expected**2) / beyond, 0.1, 1e6)) if beyond > 0 else np.inf


def score(name: str, ranking: Floats, happened: NDArray[np.bool_], chances: Floats | None = None) -> Score:
    """Score one ranking, and the chances that go with it by Brier and log score."""
    three, five = (scores.at_top(ranking, happened, k=min(k, ranking.shape[1])) for k in (3, 5))
    return Score(
        ranking=name,
        average_precision=scores.average_precision(ranking, happened),
        area=scores.area_under_curve(ranking, happened),
        precision_at_3=three.precision,
        recall_at_3=three.recall,
        precision_at_5=five.precision,
        recall_at_5=five.recall,
        brier=None if chances is None else scores.brier(chances, happened),
        log_score=None if chances is None else scores.log_score(chances, happened),
    )


def report(found: Replay) -> dict[str, object]:
    """Return all figures as what JSON can hold."""
    told: dict[str, object] = {"any_event_base": float(found.happened.mean())}
    told["any_event"] = [
        asdict(score(name, one, found.happened, found.chances if name == "titir" else None))
        for name, one in found.rankings.items()
    ]
    told["escalation_base"] = float(found.begins.mean())
    if found.begins.any():
        told["escalation"] = [
            asdict(score(name, one, found.begins, found.dangers if name == "titir" else None))
            for name, one in found.warnings.items()
        ]
    if found.onset.any():
        told["lead"] = {
            f"{name}, {budget:g} false a unit and year": asdict(
                lead_time(one.T, found.onset, budget=budget, horizon=14)
            )
            for name, one in found.warnings.items()
            for budget in (1.0, 4.0)
        }
    return told


def intervals(found: Replay, *, draws: int = 200, seed: int = 0) -> dict[str, scores.Interval]:
    """Return the average precision of titir and of each count, with block bootstrap intervals over days."""

    def of(ranking: Floats, happened: NDArray[np.bool_]) -> scores.Interval:
        return scores.block_bootstrap(
            lambda chosen: scores.average_precision(ranking[chosen], happened[chosen]),
            len(ranking),
            draws=draws,
            seed=seed,
        )

    told = {f"any event, {name}": of(one, found.happened) for name, one in found.rankings.items()}
    if found.begins.any():
        told |= {f"escalation, {name}": of(one, found.begins) for name, one in found.warnings.items()}
    return told


def main(words: Sequence[str]) -> int:
    """Run `titir backtest`."""
    reader = argparse.ArgumentParser(
        prog="titir backtest",
        description=__doc__,
        epilog="EVENTS.csv needs the columns date (or date_start, event_date; YYYY-MM-DD), unit (or adm_2, admin2), "
        "latitude and longitude; group (adm_1, admin1) and sort (conflict_name, event_type) are used when there.",
    )
    reader.add_argument("file", type=Path, metavar="EVENTS.csv")
    reader.add_argument("--test-from", type=date.fromisoformat, metavar="DATE", help="first day scored")
    reader.add_argument("--horizon", type=int, default=30, metavar="DAYS", help="days ahead (30)")
    reader.add_argument("--seed", type=int, default=0, metavar="N")
    reader.add_argument("--draws", type=int, default=0, metavar="N", help="bootstrap draws for intervals")
    reader.add_argument("--json", action="store_true", help="print JSON")
    asked = reader.parse_args(list(words))
    _inputs.whole("draws", asked.draws, 0)
    events = read_events(asked.file)
    half = date.fromordinal(int(events.day.min() + events.day.max()) // 2)
    bar = _bar if sys.stderr.isatty() else None
    found = replay(
        events, test_from=asked.test_from or half, horizon=asked.horizon, seed=asked.seed, progress=bar
    )
    told = report(found) | {"units": len(events.units), "left_out": events.left_out}
    if asked.draws:
        told["intervals"] = {k: asdict(v) for k, v in intervals(found, draws=asked.draws).items()}
    sys.stdout.write(json.dumps(told, indent=2) + "\n" if asked.json else _text(told))
    return 0


def _bar(share: float) -> None:
    end = "\n" if share >= 1 else ""
    sys.stderr.write(f"\rreplaying {share:4.0%}{end}")


def _text(told: dict[str, object]) -> str:
    lines = [f"{told['units']} units; {told['left_out']} events without a unit were left out"]
    for part, title in (
        ("any_event", "any event within the horizon"),
        ("escalation", "an escalation begins"),
    ):
        if part not in told:
            continue
        lines += ["", f"{title}: happened in {told[part + '_base']:.2%} of the unit-days"]
        lines.append(
            f"{'ranking':<14}{'AP':>8}{'AUC':>8}{'P@3':>8}{'R@3':>8}{'P@5':>8}{'R@5':>8}{'Brier':>9}"
        )
        rows = told[part]
        assert isinstance(rows, list)  # noqa: S101  for the type checker
        for row in rows:
            figures = [row[key] for key in list(row)[1:7]]
            brier = f"{row['brier']:>9.4f}" if row["brier"] is not None else ""
            lines.append(f"{row['ranking']:<14}" + "".join(f"{one:>8.3f}" for one in figures) + brier)
    return "\n".join(lines) + "\n"
