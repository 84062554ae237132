"""Draws the pictures of the pages on scans, each from a made-up world and a scan of it: `python docs/titir/pictures.py`.

The same seed draws the same picture; the file says nothing of when or with what it was made.
"""

from pathlib import Path

import matplotlib as mpl
import numpy as np

mpl.use("svg")
mpl.rcParams.update({"svg.hashsalt": "titir", "svg.fonttype": "none", "font.family": "sans-serif"})

from matplotlib import pyplot as plt
from titir import geometry, scan, subset
from titir.significance import Gumbel

HERE = Path(__file__).resolve().parent
SEED, REGIONS, DAYS = 11, 140, 120
INK, SOFT, MARK = "#1f2a37", "#b8c4d0", "#c2410c"


def world():
    """Return places, people, counts with an outbreak in the last days, and the circles."""
    rng = np.random.default_rng(SEED)
    places = rng.normal(0, 1.2, (REGIONS, 2)) * (0.35, 0.5) + (-8.1, 113.2)
    people = rng.lognormal(8, 0.6, REGIONS)
    near = geometry.great_circle_neighbours(*places.T, size=people, most_share=0.3)
    mean = np.repeat(people[:, None] * (900 / DAYS / people.sum()), DAYS, axis=1)
    where = int(np.argsort(((places - places.mean(axis=0)) ** 2).sum(axis=1))[20])
    mean[near.of(where)[:8:2], -9:] *= 9
    return places, people, rng.poisson(mean), near


def save(figure, name):
    """Write one picture."""
    figure.tight_layout()
    figure.savefig(HERE / f"{name}.svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)


def dots(axes, places, people, *, color):
    """Draw places in four sizes, each with one shape, so that the file stays small."""
    sizes = np.ceil(people / 4_000).clip(1, 4).astype(int)
    for size in np.unique(sizes):
        some = places[sizes == size]
        axes.plot(some[:, 1], some[:, 0], "o", markersize=2 + 1.4 * size, color=color, markeredgewidth=0)


def on_the_map(name, cluster, places, people, seen, title, *, shape=()):
    """Draw the places, those of the cluster marked, and their events day by day."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3.4), width_ratios=(1, 1.2))
    inside = list(cluster.regions)
    dots(left, places, people, color=SOFT)
    dots(left, places[inside], people[inside], color=MARK)
    if len(shape):
        left.plot(
            *places[list(shape)].T[::-1], "o", markersize=11, markerfacecolor="none", markeredgecolor=INK
        )
    left.set(title=title, xlabel="longitude", ylabel="latitude")
    right.stairs(seen[inside].sum(axis=0), color=SOFT, fill=True)
    first, end = cluster.first_day, cluster.last_day + 1
    right.stairs(seen[inside][:, first:end].sum(axis=0), np.arange(first, end + 1), color=MARK, fill=True)
    told = f"{cluster.observed} seen, {cluster.expected:.1f} expected"
    right.set(title=told, xlabel="day", ylabel="events in the circle")
    save(figure, name)


def circles(places, people, near):
    """Draw how circles around three places grow, and where they stop."""
    figure, axes = plt.subplots(figsize=(5, 4.2))
    dots(axes, places, people, color=SOFT)
    for centre, color in ((20, MARK), (77, INK), (5, "#0f766e")):
        inside = near.of(centre)
        for number in (4, 12, len(inside)):
            far = np.hypot(*(places[inside[:number]] - places[centre]).T).max()
            axes.add_patch(plt.Circle(places[centre][::-1], far, fill=False, color=color, linewidth=1))
        axes.plot(*places[centre][::-1], "o", markersize=5, color=color)
    title = "4 regions, 12, and 30 % of the people"
    axes.set(title=title, xlabel="longitude", ylabel="latitude", aspect="equal")
    save(figure, "circles")


def main():
    """Draw all pictures."""
    places, people, seen, near = world()
    circles(places, people, near)
    poisson = scan.poisson_scan(seen, people, near, replicates=999, seed=1)
    on_the_map("poisson", poisson.clusters[0], places, people, seen, "Poisson")
    permuted = scan.permutation_scan(seen, near, replicates=999, seed=1)
    on_the_map("permutation", permuted.clusters[0], places, people, seen, "permutation")
    expected = np.repeat(people[:, None] * (seen[:, :-28].sum() / (DAYS - 28) / people.sum()), 28, axis=1)
    against = scan.expectation_scan(seen[:, -28:], expected, near, replicates=999, seed=1)
    on_the_map("expectation", against.clusters[0], places, people, seen[:, -28:], "expectation")
    found = subset.shape_of(against.clusters[0], seen[:, -28:], expected)
    on_the_map(
        "shape", against.clusters[0], places, people, seen[:, -28:], "circle and shape", shape=found.regions
    )
    rng = np.random.default_rng(3)
    controls = rng.poisson(people / people.mean() * 6)
    cases = rng.poisson(people / people.mean() * 2)
    cases[near.of(5)[:6]] += 7
    bernoulli = scan.bernoulli_scan(cases, controls, near, replicates=999, seed=1)
    figure, axes = plt.subplots(figsize=(5, 3.4))
    inside = list(bernoulli.clusters[0].regions)
    axes.plot(controls, cases, "o", markersize=3, color=SOFT)
    axes.plot(controls[inside], cases[inside], "o", markersize=5, color=MARK, label="in the cluster")
    axes.set(title="Bernoulli", xlabel="controls", ylabel="cases")
    axes.legend(frameon=False)
    save(figure, "bernoulli")
    figure, axes = plt.subplots(figsize=(6, 3.2))
    axes.hist(poisson.maxima, bins=40, color=SOFT, density=True, histtype="stepfilled")
    tail = Gumbel.fitted(poisson.maxima)
    grid = np.linspace(poisson.maxima.min(), max(poisson.maxima.max(), poisson.clusters[0].llr) + 1, 200)
    z = (grid - tail.location) / tail.scale
    axes.plot(grid, np.exp(-z - np.exp(-z)) / tail.scale, color=INK, label="Gumbel, by moments")
    axes.axvline(poisson.clusters[0].llr, color=MARK, label="seen")
    axes.set(title="best zones of 999 replicates", xlabel="log-likelihood ratio", yticks=[])
    axes.legend(frameon=False)
    save(figure, "significance")


if __name__ == "__main__":
    main()
