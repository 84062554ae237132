"""Measures the regions: loading, searching with planted typing errors, drawing. `just bench-regions`.

Writes bench/results/regions.json with n, median, spread and the machine. The seed is fixed; the loads go into a
new SQLite file in a temporary folder. Figures taken on a busy machine say so by their load average.
"""

import argparse
import gzip
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from machine import figure, told, write

SEED = 35_08
LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONGEST_SEARCH_MS = 50.0
LONGEST_LOAD_S = 60.0


def spread(values):
    """Return what to say about a row of measurements."""
    ordered = sorted(values)
    return {
        "n": len(ordered),
        "median": round(statistics.median(ordered), 3),
        "p95": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 3),
        "min": round(ordered[0], 3),
        "max": round(ordered[-1], 3),
    }


def timed(work):
    """Return how many seconds something took, and its result."""
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def command(name, *words):
    """Run one command of the service and return its seconds."""
    return timed(
        lambda: subprocess.run(
            [sys.executable, "-m", "kentongan", name, *words], check=True, stdout=subprocess.DEVNULL
        )
    )[0]


def bench_load():
    """Load the whole country into an empty database, and once more."""
    command("migrate", "-v0")
    return {"first_s": round(command("load-regions"), 2), "second_s": round(command("load-regions"), 2)}


def with_error(name, rng):
    """Plant one typing error: a letter wrong, missing, doubled or swapped, or a space too many or too few."""
    place = rng.randrange(1, len(name) - 1)
    before, here, after = name[:place], name[place], name[place + 1 :]
    kind = rng.choice(("wrong", "missing", "doubled", "swapped", "spaced"))
    return {
        "wrong": before + rng.choice(LETTERS) + after,
        "missing": before + after,
        "doubled": before + here + here + after,
        "swapped": before + after[:1] + here + after[1:],
        "spaced": name.replace(" ", "") if " " in name else f"{before} {here}{after}",
    }[kind]


def bench_search(n):
    """Search villages by misspelt names: in all Indonesia, with the kecamatan named, and inside the kabupaten."""
    from kentongan.wilayah import gazetteer, queries
    from kentongan.wilayah.models import Region

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    first, _ = timed(gazetteer.names_with_letter_pairs)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rng = random.Random(SEED)
    villages = list(
        Region.objects.filter(level=4).order_by("code").values_list("code", "name", "parent__name")
    )
    chosen = [one for one in rng.sample(villages, n * 2) if len(one[1]) >= 5][:n]
    queries.search("pemanasan")
    results = {"index_s": round(first, 2), "memory_mb": {"before": before, "with_index": after}}
    ways = {
        "all Indonesia, name only": lambda name, _above, _code: queries.search(name, limit=5),
        "all Indonesia, with kecamatan": lambda name, above, _code: queries.search(
            f"ds. {name} kec. {above}", limit=5
        ),
        "inside its kabupaten": lambda name, _above, code: queries.search(name, inside=code[:5], limit=5),
        "inside its kecamatan": lambda name, _above, code: queries.search(name, inside=code[:8], limit=5),
    }
    for way, search in ways.items():
        times, own_times, same_name, first_hit, five_hits = [], [], 0, 0, 0
        for code, name, above in chosen:
            typed = with_error(name.lower(), rng)
            began = time.process_time()
            seconds, found = timed(lambda s=search, t=typed, a=above, c=code: s(t, a, c))
            times.append(seconds * 1000)
            own_times.append((time.process_time() - began) * 1000)
            codes = [one.code for one in found]
            first_hit += codes[:1] == [code]
            five_hits += code in codes
            same_name += any(gazetteer.fold(one.name) == gazetteer.fold(name) for one in found)
        results[way] = {
            "ms": spread(times),
            "processor_ms": spread(own_times),
            "recall_at_1": round(first_hit / len(chosen), 4),
            "recall_at_5": round(five_hits / len(chosen), 4),
            "name_at_5": round(same_name / len(chosen), 4),
        }
    return results


def bench_maps():
    """Draw maps anew and from memory, and count their bytes."""
    from kentongan.wilayah import maps, pack

    results = {}
    for name, code, villages in (
        ("Indonesia, provinces", "", False),
        ("Jawa Timur, kabupaten", "35", False),
        ("Lumajang, kecamatan", "35.08", False),
        ("Lumajang, 205 villages", "35.08", True),
        ("Bogor, villages", "32.01", True),
    ):
        new, kept = [], []
        for _ in range(7):
            maps.drawing.cache_clear()
            pack.shapes.cache_clear()
            seconds, drawn = timed(lambda c=code, v=villages: maps.svg(c, label="Peta", villages=v))
            new.append(seconds * 1000)
            kept.append(timed(lambda c=code, v=villages: maps.svg(c, label="Peta", villages=v))[0] * 1000)
        results[name] = {
            "new_ms": spread(new),
            "kept_ms": spread(kept),
            "bytes": len(drawn.encode()),
            "bytes_gzip": len(gzip.compress(drawn.encode())),
        }
    return results


def bench_points(n):
    """Look for the village of points inside villages."""
    from kentongan.wilayah import queries
    from kentongan.wilayah.models import Region

    rng = random.Random(SEED)
    labels = list(
        Region.objects.filter(queries.within("code", "35"), level=4, lat__isnull=False)
        .order_by("code")
        .values_list("code", "lat", "lng")
    )
    times, right = [], 0
    for code, lat, lng in rng.sample(labels, n):
        seconds, found = timed(lambda a=lat, b=lng: queries.region_at(a, b))
        times.append(seconds * 1000)
        right += found is not None and found.code == code
    return {"ms": spread(times), "label_point_in_its_village": round(right / n, 4)}


def figures_of(load, search, drawn, points):
    """Return the figures that have a target or are quoted."""

    def of(name, stats, unit, which="median", **target):
        return told(name, stats[which], unit, n=stats["n"], spread=(stats["min"], stats["max"]), **target)

    made = [
        figure("load all regions of Indonesia", [load["first_s"]], "s", at_most=LONGEST_LOAD_S),
        figure("load them once more", [load["second_s"]], "s"),
    ]
    for way, found in search.items():
        if isinstance(found, dict) and "ms" in found:
            target = {"at_most": LONGEST_SEARCH_MS} if way == "all Indonesia, name only" else {}
            made += [
                of(f"search, {way}: p95", found["ms"], "ms", "p95", **target),
                of(f"search, {way}: p95 of processor time", found["processor_ms"], "ms", "p95", **target),
                told(
                    f"search, {way}: right at first", found["recall_at_1"], "", n=found["ms"]["n"], spread=()
                ),
            ]
    for name, map_ in drawn.items():
        most = {"at_most": 12_000} if name == "Lumajang, 205 villages" else {}
        made.append(figure(f"map, {name}: compressed", [map_["bytes_gzip"]], "bytes", digits=0, **most))
        made.append(of(f"map, {name}: drawn anew", map_["new_ms"], "ms"))
    made.append(of("village of a point", points["ms"], "ms"))
    return made


def main():
    """Measure everything and write it down."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--queries", type=int, default=1_000)
    words.add_argument("--points", type=int, default=200)
    words.add_argument("--out", type=Path)
    wanted = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="kentongan-bench-") as folder:
        os.environ["KENTONGAN_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "kentongan.settings"
        load = bench_load()
        start()
        search, drawn, points = bench_search(wanted.queries), bench_maps(), bench_points(wanted.points)
    figures = figures_of(load, search, drawn, points)
    detail = {"load": load, "search": search, "maps": drawn, "points": points}
    return write("regions", "just bench-regions", figures, place=wanted.out, seed=SEED, detail=detail)


def start():
    """Start Django in this process, on the database that was just loaded."""
    from kentongan.sqlite import use_modern_sqlite

    use_modern_sqlite()
    import django

    django.setup()


sys.exit(main())
