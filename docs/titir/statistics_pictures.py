"""Draw the pictures of the pages about baselines, nulls, nights, alarms, silence and the classics, from made-up data.

python docs/titir/statistics_pictures.py
"""

from pathlib import Path

import matplotlib as mpl

mpl.use("svg")

import matplotlib.pyplot as plt
import numpy as np
from titir.baseline import fit_baseline
from titir.control import Control
from titir.ears import ears
from titir.excitation import DECAY_DAYS, reach
from titir.farrington import Flexible, farrington
from titir.geometry import great_circle_neighbours
from titir.joint import lane_maxima
from titir.knox import knox
from titir.night import Past, watch
from titir.nowcast import fit_delays
from titir.nulls import Independent, SelfExciting
from titir.odds import fit_odds
from titir.rule import rule
from titir.scores import average_precision
from titir.silence import silent_posts
from titir.tempo import tempo

HERE = Path(__file__).resolve().parent
mpl.rcParams.update(
    {"svg.hashsalt": "titir", "svg.fonttype": "none", "figure.figsize": (6.4, 3.2), "font.size": 9}
)


def save(name, picture):
    """Write one picture, the same bytes each time."""
    picture.tight_layout()
    picture.savefig(HERE / f"{name}.svg", metadata={"Date": None})
    plt.close(picture)


def weekly():
    """Six years of made-up weekly counts with a season and an outbreak."""
    rng = np.random.default_rng(1)
    week = np.arange(312)
    counts = rng.poisson(4 * np.exp(0.6 * np.cos(2 * np.pi * week / 52)))
    counts[300:304] += (5, 9, 8, 4)
    return week, counts


def thresholds():
    """Farrington's threshold and those of EARS on one series."""
    week, counts = weekly()
    judged = np.arange(270, 312)
    found = farrington(counts, judged, Flexible(years=5))
    picture, axes = plt.subplots()
    axes.bar(week[judged], counts[judged], color="#9bb")
    axes.step(judged, found.upper, where="mid", color="#b22", label="threshold")
    axes.plot(judged, found.expected, color="#333", label="expected")
    axes.set(xlabel="week", ylabel="events")
    axes.legend()
    save("farrington", picture)
    picture, axes = plt.subplots()
    axes.bar(week[judged], counts[judged], color="#9bb")
    for method, colour in (("C1", "#b22"), ("C2", "#d80"), ("C3", "#637")):
        bound = ears(counts, method=method)
        axes.step(week[bound.first :], bound.upper, where="mid", color=colour, label=method)
    axes.set(xlim=(270, 312), xlabel="week", ylabel="events")
    axes.legend()
    save("ears", picture)


def near_repeats():
    """A near-repeat table as a picture."""
    rng = np.random.default_rng(2)
    place, day = rng.uniform(0, 4000, (400, 2)), rng.integers(0, 365, 400)
    again = rng.integers(0, 400, 150)
    place = np.vstack([place, place[again] + rng.normal(0, 120, (150, 2))])
    day = np.r_[day, day[again] + rng.integers(1, 12, 150)]
    found = knox(day, place, distances=[0, 100, 200, 400, 800], days=[0, 4, 8, 15, 29, 57], permutations=199)
    picture, axes = plt.subplots()
    shown = axes.imshow(found.ratio, cmap="OrRd", vmin=1, aspect="auto")
    axes.set_xticks(range(5), ["0-3", "4-7", "8-14", "15-28", "29-56"])
    axes.set_yticks(range(4), ["<100 m", "<200 m", "<400 m", "<800 m"])
    axes.set_xlabel("days between")
    picture.colorbar(shown, label="observed / expected pairs")
    save("near-repeat", picture)


def usual():
    """Counts of all regions, and what the baseline learns of them."""
    rng = np.random.default_rng(3)
    day = 738_000 + np.arange(1095)
    truth = 4 * np.exp(0.4 * np.cos(2 * np.pi * day / 365.25) + 0.4 * (day % 7 == 4))
    counts = rng.poisson(truth / 80 * rng.gamma(1, 1, (80, 1)))
    found = fit_baseline(counts, parents=[np.arange(80) // 10], first_day=738_000)
    picture, axes = plt.subplots()
    axes.plot(
        np.convolve(counts.sum(axis=0), np.ones(7) / 7, "same"), color="#9bb", label="seen, mean of a week"
    )
    axes.plot(found.expected(0, 1095).sum(axis=0), color="#b22", linewidth=0.6, label="usual")
    axes.axvspan(1067, 1095, color="#ddd")
    axes.set(xlabel="day (grey: not learnt from)", ylabel="events a day")
    axes.legend()
    save("baseline", picture)
    raw = counts[:, :1067].sum(axis=1) / 1067
    picture, axes = plt.subplots(figsize=(4, 3.6))
    axes.scatter(raw, found.rates.mean * found.times.factor[:1067].mean(), s=9, color="#347")
    axes.plot([0, raw.max()], [0, raw.max()], color="#999")
    axes.set(xlabel="events a day, as counted", ylabel="shrunk")
    save("shrinkage", picture)


def decays():
    """The parts in time of the excitation."""
    picture, axes = plt.subplots()
    lag = np.arange(1, 91)
    for days in DECAY_DAYS:
        keep = np.exp(-1 / days)
        axes.plot(lag, (1 - keep) * keep ** (lag - 1), label=f"{days:g} days")
    axes.set(yscale="log", ylim=(1e-4, 1), xlabel="days after an event", ylabel="share of what it brings")
    axes.legend()
    save("excitation", picture)


def late():
    """What can be known of the last days."""
    rng = np.random.default_rng(4)
    occurred = rng.integers(0, 120, 5000)
    reported = occurred + rng.geometric(0.35, 5000) - 1
    known = reported < 120
    found = fit_delays(occurred[known], reported[known], today=119)
    picture, axes = plt.subplots()
    axes.bar(np.arange(-13, 1), found.known_share(14), color="#9bb")
    axes.set(xlabel="days from today", ylabel="share of reports known")
    save("nowcast", picture)


def alarms():
    """A threshold that follows a world which grows restless."""
    rng = np.random.default_rng(5)
    surprise = rng.exponential(1, 1460) + np.where(np.arange(1460) > 700, 3.0, 0.0)
    control, held = Control.starting(12), []
    for one in np.exp(-surprise):
        held.append(control.threshold)
        control = control.after(float(one), alarms=int(control.alarms(float(one))))
    picture, axes = plt.subplots()
    axes.plot(surprise, color="#9bb", linewidth=0.4, label="surprise of each night")
    axes.plot(held, color="#b22", label="threshold, 12 alarms a year")
    axes.set(xlabel="night", ylabel="-log(chance)")
    axes.legend()
    save("control", picture)


def silence():
    """How unlikely a silence is for posts of different habits."""
    rng = np.random.default_rng(6)
    keeps = np.repeat([0.97, 0.85, 0.6, 0.95], 60)
    spoke = rng.random((240, 90)) < keeps[:, None]
    spoke[180:, 6::7] = False
    spoke[[0, 60, 120, 180], -8:] = False
    picture, axes = plt.subplots()
    labels = ("speaks 97 days in 100", "85 in 100", "60 in 100", "95 in 100, but for one day a week")
    for post, label in zip((0, 60, 120, 180), labels, strict=True):
        chances = [silent_posts(spoke[:, : 83 + k]).chance[post] for k in range(8)]
        axes.plot(range(8), chances, marker="o", label=label)
    axes.axhline(0.05, color="#999", linestyle="--")
    axes.set(yscale="log", ylim=(1e-5, 1.2), xlabel="days without a word", ylabel="chance")
    axes.legend()
    save("silence", picture)


def learnt():
    """What expected events are worth as a chance, where events come in bursts."""
    rng = np.random.default_rng(7)
    expected = rng.gamma(1.0, 1.5, 6000)
    came = rng.poisson(rng.gamma(1 / 3, 3 * expected)) > 0
    nothing = np.zeros((expected.size, 0))
    odds = fit_odds(expected, nothing, came, rising=[])
    order = np.argsort(expected)
    groups = np.array_split(order, 20)
    picture, axes = plt.subplots(figsize=(4, 3.6))
    axes.plot(
        [expected[one].mean() for one in groups],
        [came[one].mean() for one in groups],
        "o",
        color="#999",
        label="share that came",
    )
    axes.plot(expected[order], 1 - np.exp(-expected[order]), color="#27c", label="Poisson process")
    axes.plot(expected[order], odds(expected, nothing)[order], color="#b22", label="learnt")
    axes.set(xlabel="expected events", ylabel="chance of at least one", xlim=(0, 6))
    axes.legend()
    save("forecast", picture)


def ranked():
    """Two rankings of the same places, one of which puts those where it happened higher."""
    rng = np.random.default_rng(10)
    happened = rng.random(2000) < 0.05
    picture, axes = plt.subplots(figsize=(4.6, 3.4))
    for name, worth, colour in (("better", 2.0, "#b22"), ("worse", 0.8, "#699")):
        score = rng.normal(worth * happened, 1)
        hits = np.cumsum(happened[np.argsort(-score)])
        found, right = hits / hits[-1], hits / np.arange(1, hits.size + 1)
        label = f"{name}: average precision {average_precision(score, happened):.2f}"
        axes.plot(found[9:], right[9:], color=colour, label=label)
    axes.axhline(happened.mean(), color="#999", linestyle="--", label="by luck")
    axes.set(xlabel="recall: share of the events found", ylabel="precision: share of hits", ylim=(0, 1))
    axes.legend()
    save("scores", picture)


def by_rule():
    """The same rule in a quiet and in a busy district."""
    rng = np.random.default_rng(8)
    picture, rows = plt.subplots(2, 1, sharex=True)
    for axes, name, events in zip(rows, ("quiet", "busy"), (25, 140), strict=True):
        day = np.sort(rng.integers(0, 365, events))
        found = rule(day, np.zeros(events), np.full(events, 110.0), count=5, days=7, kilometres=5)
        axes.step(day, found.together, where="post", color="#9bb")
        axes.plot(day[found.alarm], found.together[found.alarm], "o", markersize=3, color="#b22")
        axes.axhline(5, color="#999", linestyle="--")
        axes.set(ylabel=f"{name}: in 7 days", ylim=(0, 12))
    rows[1].set(xlabel="day")
    save("rule", picture)


def faster():
    """Two rows of twelve events, one steady and one that crowds towards the end."""
    picture, axes = plt.subplots(figsize=(6.4, 1.8))
    share = (np.arange(12) + 0.5) / 12
    for level, moments in enumerate((60 * share, 60 * share**0.4)):
        axes.plot(moments, np.full(12, level), "|", markersize=18, color="#333")
        axes.text(61, level, f"p = {tempo(moments, begin=0, end=60).chance:.3f}", va="center")
    axes.set(xlabel="day", yticks=[0, 1], yticklabels=["steady", "faster"], ylim=(-0.6, 1.6), xlim=(0, 60))
    save("tempo", picture)


def one_night():
    """Best ratios of replicates that know contagion and of those that do not, and a finding beside its usual days."""
    rng = np.random.default_rng(9)
    north, east = rng.uniform(-8, -7.6, 60), rng.uniform(110, 110.4, 60)
    district = np.repeat(np.arange(6), 10)
    first = rng.poisson(0.03, (60, 500))
    counts = first.copy()
    for region, day in zip(*np.nonzero(first), strict=True):
        later = day + rng.geometric(0.25, rng.poisson(0.6))
        np.add.at(counts, (region, later[later < 500]), 1)
    near = great_circle_neighbours(north, east, most_share=0.25, size=np.ones(60))
    model = watch(Past(counts, north, east, district, circles=near), seed=1).excitation
    where = reach(north, east, district)
    contagious = SelfExciting(model, where, counts[:, :472], 472, 500)
    picture, axes = plt.subplots()
    for null, name, colour in (
        (Independent(contagious.expected), "independent", "#9bb"),
        (contagious, "self-exciting", "#b22"),
    ):
        best = lane_maxima(null.draw(range(400), seed=1, day=1), contagious.expected, near)[:, 0]
        axes.hist(best, bins=np.arange(0, 26, 0.75), histtype="step", color=colour, label=name)
    axes.set(xlabel="best ratio of a replicate", ylabel="replicates of 400")
    axes.legend()
    save("nulls", picture)
    counts[near.of(7)[:4], -9:] += rng.poisson(0.35, (4, 9))
    night = watch(Past(counts, north, east, district, circles=near), seed=1)
    series = night.series(night.findings[0].areas)
    picture, axes = plt.subplots()
    day = np.arange(-27, 1)
    axes.bar(day, series.observed, color="#9bb", label="events")
    axes.fill_between(day, series.low, series.high, step="mid", color="#b22", alpha=0.15, label="9 in 10")
    axes.plot(day, series.expected, color="#b22", label="usual")
    axes.set(xlabel="days from tonight", ylabel="events in the circle")
    axes.legend()
    save("night", picture)


if __name__ == "__main__":
    for one in (thresholds, near_repeats, usual, decays, late, alarms, silence, learnt):
        one()
    for one in (ranked, by_rule, faster, one_night):
        one()
