"""Measures the scans: time, memory, how they grow, and how far they are from what the memory can do: `just bench-scan`.

Every case runs in a process of its own, after one warm-up that leaves the compiled loops in the cache. The worlds are
made from a seed: villages crowd around towns, people are spread like log-normal numbers, events follow the people.
`--quick` leaves out the 83,800 villages. Writes bench/results/scan.json.
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(ROOT / "packages" / "titir"), str(HERE)]

DAYS, WINDOW, CATEGORIES = 365, 28, 12
SEED = 7000


def world(regions, events, *, days=DAYS, seed=SEED):
    """Return places, people and counts (regions, days) of a made-up country."""
    rng = np.random.default_rng(seed)
    towns = max(3, regions // 60)
    town = np.column_stack([rng.uniform(-9, 5, towns), rng.uniform(96, 140, towns)])
    places = town[rng.integers(0, towns, regions)] + rng.normal(0, 0.35, (regions, 2))
    people = rng.lognormal(8, 0.7, regions)
    counts = np.zeros((regions, days), dtype=np.int32)
    where = rng.choice(regions, events, p=people / people.sum())
    np.add.at(counts, (where, rng.integers(0, days, events)), 1)
    return places, people, counts


def circles(places, size, share):
    """Return the circles and the seconds of the processor that they took."""
    from titir import geometry

    began = time.process_time()
    near = geometry.great_circle_neighbours(places[:, 0], places[:, 1], size=size, most_share=share)
    return near, time.process_time() - began


def scan_case(kind, regions, events, share, replicates, window=WINDOW):
    """Run one scan after a warm-up of 64 replicates and return its figures."""
    from titir import scan

    places, people, counts = world(regions, events)
    near, geometry_s = circles(places, counts.sum(axis=1) if kind == "permutation" else people, share)

    def once(number):
        if kind == "permutation":
            return scan.permutation_scan(counts, near, max_days=window, replicates=number)
        return scan.poisson_scan(counts, people, near, max_days=window, replicates=number)

    if regions <= 10_000:
        once(64)
    cpu, wall = time.process_time(), time.perf_counter()
    once(replicates)
    return {
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - wall,
        "geometry": geometry_s,
        "pairs": len(near.index),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def national_case():
    """Do a whole national day: scans, silence and forecast, each with the wall seconds it took.

    Circles and neighbours are made before, as they change with the map only, and what the scans expect is given.
    Replicates are drawn, rhythms learnt, and the forecast is fitted and calibrated anew, though weekly would do.
    """
    places, people, counts = world(83_800, 70_149)
    # Kecamatan and kabupaten: villages that follow each other along the Hilbert curve.
    units = {7_280: along_the_curve(places, 7_280), 514: along_the_curve(places, 514)}
    levels, near = national_levels(places, people, units), near_posts(places)
    parts = {
        "scans": lambda: national_scans(people, levels),
        "silence": lambda: national_silence(near),
        "forecast": lambda: national_forecast(places, counts, units),
    }
    cpu, wall, took = time.process_time(), time.perf_counter(), {}
    for name, part in parts.items():
        began = time.perf_counter()
        part()
        took[name] = time.perf_counter() - began
    return {
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - wall,
        **took,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def along_the_curve(places, units):
    """Return the unit of every village, where units are stretches of the Hilbert curve of equal length."""
    from titir import geometry

    order = geometry.hilbert_order(geometry.on_sphere(places[:, 0], places[:, 1]))
    place_in_line = np.empty(len(order), dtype=np.int64)
    place_in_line[order] = np.arange(len(order))
    return place_in_line * units // len(order)


def middles(places, unit):
    """Return the middle of each unit's villages, latitude and longitude."""
    sums = np.column_stack([np.bincount(unit, weights=column) for column in places.T])
    return sums / np.bincount(unit)[:, None]


def national_levels(places, people, units):
    """Return villages with at most 100 neighbours, kecamatan up to 5 %, and kabupaten up to half of all people."""
    from titir import engine, geometry

    near = geometry.great_circle_neighbours(*places.T, size=people, most_share=0.05, most_regions=100)
    levels = [engine.Level(near)]
    for (number, unit), share in zip(units.items(), (0.05, 0.5), strict=True):
        size = np.bincount(unit, weights=people)
        near = geometry.great_circle_neighbours(*middles(places, unit).T, size=size, most_share=share)
        levels.append(engine.Level(near, unit, str(number)))
    _ = [level.visit for level in levels]
    return levels


def national_scans(people, levels):
    """Scan every category with fresh replicates of its own for a rolling pool."""
    from titir import engine, replicates, scan, windows
    from titir.significance import RollingPool

    rng = np.random.default_rng(SEED)
    for category in range(CATEGORIES):
        events = rng.integers(1_000, 12_000)
        expected = np.repeat(people[:, None] * (events / 13 / WINDOW / people.sum()), WINDOW, axis=1)
        counts = rng.poisson(expected).astype(np.int32)
        null = replicates.PoissonNull(expected, scan.drawing_order(levels))
        statistic = engine.Statistic(engine.EXPECTATION, float(counts.sum()))
        field = engine.Field(
            counts, expected, tuple(levels), statistic, windows.alive(WINDOW, longest=WINDOW)
        )
        found = scan.scan(field, null, scan.Significance(16, seed=SEED, day=category), prospective=True)
        RollingPool().with_day(category, found.maxima)


def near_posts(places):
    """Return the eight nearest villages of each."""
    from titir import geometry

    return geometry.great_circle_neighbours(*places.T, size=np.ones(len(places)), most_regions=8)


def national_silence(near, *, days=60):
    """Judge one post a village by its nil reports; one in a hundred fell silent three days ago."""
    from titir.silence import silent_posts

    rng = np.random.default_rng(SEED)
    posts = len(near)
    spoke = rng.random((posts, days)) < rng.beta(8, 2, posts)[:, None]
    spoke[rng.choice(posts, posts // 100, replace=False), -3:] = False
    silent_posts(spoke, np.arange(posts), near, first_day=738_000)


def national_forecast(places, counts, units):
    """Learn and foretell 7 and 30 days of villages, kecamatan and kabupaten from a year of events of all categories."""
    from titir.forecast import outlook

    (kecamatan, kabupaten) = units.values()
    above = np.zeros(7_280, dtype=np.int64)
    above[kecamatan] = kabupaten
    outlook(counts, *places.T, parents=[kecamatan, above])
    for unit, parents in ((kecamatan, [above]), (kabupaten, [])):
        sums = np.zeros((unit.max() + 1, counts.shape[1]), dtype=np.int64)
        np.add.at(sums, unit, counts)
        outlook(sums, *middles(places, unit).T, parents=parents)


def bandwidth_case():
    """Return gigabytes a second of one core: a triad through the memory, and bytes added up from the second cache."""
    import numba

    @numba.njit(fastmath=True)
    def triad(a, b, c):
        for at in range(len(a)):
            a[at] = b[at] + 3.0 * c[at]

    @numba.njit
    def added(rows, sums, turns):
        for _ in range(turns):
            for row in range(rows.shape[0]):
                for cell in range(rows.shape[1]):
                    sums[cell] += rows[row, cell]

    a, b, c = (np.ones(20_000_000) for _ in range(3))
    rows, sums = np.ones((350, 1792), np.uint8), np.zeros(1792, np.uint8)
    triad(a, b, c), added(rows, sums, 1)
    far, near = [], []
    for _ in range(5):
        began = time.process_time()
        triad(a, b, c)
        far.append(3 * a.nbytes / (time.process_time() - began) / 1e9)
        began = time.process_time()
        added(rows, sums, 2_000)
        near.append(2_000 * rows.nbytes / (time.process_time() - began) / 1e9)
    return {"memory": max(far), "cache": max(near)}


def shortcut_case(worlds=200, exact=9_999):
    """Return how often the daily shortcut decides otherwise than exact replicates, and how often it could.

    Worlds of 300 villages with an outbreak of random strength, so that many lie near the thresholds; the pool holds
    16 replicates of each of 30 days; an alarm is p <= 1/30, 1/365 or 1/1000.
    """
    from titir import scan
    from titir.significance import RollingPool, rank_p

    places, people, _ = world(300, 1)
    near, _ = circles(places, people, 0.25)
    expected = np.repeat(people[:, None] * (60 / WINDOW / people.sum()), WINDOW, axis=1)
    rng = np.random.default_rng(SEED)
    truth = scan.expectation_scan(
        np.zeros((300, WINDOW), int), expected, near, replicates=exact, seed=1
    ).maxima
    pool = RollingPool()
    for day in range(30):
        some = scan.expectation_scan(
            np.zeros((300, WINDOW), int), expected, near, replicates=16, seed=2, day=day
        )
        pool = pool.with_day(day, some.maxima)
    wrong = tried = 0
    for _ in range(worlds):
        counts = rng.poisson(expected)
        counts[near.of(int(rng.integers(300)))[:3], -5:] += rng.poisson(rng.uniform(0, 0.9), (3, 5))
        clusters = scan.expectation_scan(counts, expected, near, replicates=0).clusters
        score = clusters[0].llr if clusters else 0.0
        for alarm in (1 / 30, 1 / 365, 1 / 1000):
            wrong += (pool.p(score) <= alarm) != (rank_p(score, truth) <= alarm)
            tried += 1
    return {"share": wrong / tried, "tried": tried}


CASES = {
    "poisson": lambda: scan_case("poisson", 7_000, 69_751, 0.05, 999),
    "permutation": lambda: scan_case("permutation", 7_000, 69_751, 0.05, 999),
    "kabupaten": lambda: scan_case("poisson", 300, 3_000, 0.5, 999),
    "villages": lambda: scan_case("poisson", 83_800, 70_149, 0.01, 999),
    "national": national_case,
    "bandwidth": bandwidth_case,
    "shortcut": shortcut_case,
}
for _regions in (1_750, 3_500):
    CASES[f"regions {_regions}"] = lambda n=_regions: scan_case("poisson", n, n * 10, 0.05, 999)
for _window in (7, 14):
    CASES[f"window {_window}"] = lambda w=_window: scan_case("poisson", 3_500, 35_000, 0.05, 999, w)
for _count in (249, 499):
    CASES[f"replicates {_count}"] = lambda r=_count: scan_case("poisson", 3_500, 35_000, 0.05, r)


def measured(name):
    """Run one case in a process of its own."""
    words = [sys.executable, str(Path(__file__).resolve()), "--case", name]
    return json.loads(
        subprocess.run(words, check=True, capture_output=True, text=True).stdout.splitlines()[-1]
    )


def exponent(few, many, ratio):
    """Return the power by which time grows."""
    return math.log(many / few) / math.log(ratio)


def report(runs, *, quick):
    """Measure all cases and write the figures down."""
    from machine import figure, told, write

    measured("kabupaten")  # leaves the compiled loops in the cache
    names = [name for name in CASES if not (quick and name in ("villages", "national"))]
    one = {
        name: [measured(name) for _ in range(runs if name in ("poisson", "permutation") else 1)]
        for name in names
    }

    def column(name, what):
        return [run[what] for run in one[name]]

    figures = []
    for name, words, wall, memory in (
        ("poisson", "7,000 regions x 28 d x 999, Poisson", 3.0, None),
        ("permutation", "7,000 regions x 28 d x 999, permutation", 3.0, None),
        ("kabupaten", "300 villages x 28 d x 999", 0.5, None),
        ("villages", "83,800 villages, circles to 1 %, 999", 60.0, 1_500),
        (
            "national",
            "national day: 83,800 villages, 3 levels, 12 categories, silence, forecast learnt anew",
            60.0,
            None,
        ),
    ):
        if name in one:
            figures += [
                figure(f"{words}: wall", column(name, "wall"), "s", at_most=wall),
                figure(f"{words}: processor", column(name, "cpu"), "s"),
                figure(f"{words}: memory", column(name, "memory"), "MB", at_most=memory, digits=0),
            ]
    if "national" in one:
        figures += [
            figure(f"of it {words}: wall", column("national", part), "s")
            for part, words in (
                ("scans", "the scans, 16 fresh replicates each for the pool"),
                ("silence", "the silence of 83,800 posts, 60 days"),
                ("forecast", "the forecasts of three levels for 7 and 30 days"),
            )
        ]
    limit, fast = one["bandwidth"][0], one["poisson"][0]
    touched = fast["pairs"] * WINDOW * 64 * -(-999 // 64) / 1e9
    reached = touched / min(column("poisson", "cpu"))
    cpu = {name: min(column(name, "cpu")) for name in one if "cpu" in one[name][0]}
    figures += [
        figure("triad through the memory, one core", [limit["memory"]], "GB/s", digits=1),
        figure("bytes added from the second cache, one core", [limit["cache"]], "GB/s", digits=1),
        figure("the Poisson scan, rows read a second of processor", [reached], "GB/s", digits=1),
        figure("time over the limit of the cache", [limit["cache"] / reached], "times"),
        figure(
            "growth with regions at 5 %, 1,750 to 7,000",
            [exponent(cpu["regions 1750"], cpu["poisson"], 4)],
            "power",
        ),
        figure("growth with days, 7 to 28", [exponent(cpu["window 7"], cpu["regions 3500"], 4)], "power"),
        figure(
            "growth with replicates, 249 to 999",
            [exponent(cpu["replicates 249"], cpu["regions 3500"], 4)],
            "power",
        ),
    ]
    short = one["shortcut"][0]
    figures.append(
        told(
            "daily shortcut decides otherwise than 9,999",
            short["share"] * 100,
            "%",
            n=short["tried"],
            spread=(),
            at_most=2,
        )
    )
    return write("scan", "just bench-scan", figures)


def main():
    """Measure everything, or one case and print it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--case", choices=sorted(CASES))
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--quick", action="store_true")
    words = asked.parse_args()
    if words.case:
        print(json.dumps(CASES[words.case]()))
        return 0
    return report(words.runs, quick=words.quick)


if __name__ == "__main__":
    sys.exit(main())
