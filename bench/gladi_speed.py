"""Measures how fast a made-up kabupaten-year is generated, with its texts and both files: `just bench-gladi-speed`.

Each world is made by the command in a process of its own, as others would call it. The seconds of the processor are
the figure; the seconds on the wall stand beside them, for a machine on which others work. Writes
bench/results/gladi-speed.json.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE)]

from machine import figure, write

LONGEST_S = 60
REGION = "35.08"


def made(seed, days, folder):
    """Make one world and return seconds of the processor, seconds on the wall, and how many messages came of it."""
    words = ["make", "--region", REGION, "--days", str(days), "--seed", str(seed), "--out", str(folder)]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "kentongan.gladi", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    with (folder / "stream.jsonl").open(encoding="utf-8") as stream:
        count = sum(1 for _ in stream)
    return busy, wall, count


def main():
    """Measure as often as asked and write the figures down."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--days", type=int, default=365)
    words = asked.parse_args()
    turns, sizes = [], []
    for seed in range(words.runs):
        with tempfile.TemporaryDirectory() as folder:
            turns.append(made(seed, words.days, Path(folder)))
            truth = json.loads((Path(folder) / "truth.json").read_text(encoding="utf-8"))
            sizes.append(len(truth["villages"]))
    busy, wall, counts = zip(*turns, strict=True)
    name = f"gladi: {words.days} days of {REGION}, {sizes[0]} villages"
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    figures = [
        figure(f"{name}: one core", busy, "s", at_most=LONGEST_S, digits=1),
        figure(f"{name}: on the wall", wall, "s", digits=1),
        figure(f"{name}: messages", counts, "messages", digits=0),
        figure(
            f"{name}: messages a second of one core",
            [n / s for n, s in zip(counts, busy, strict=True)],
            "/s",
            digits=0,
        ),
        figure(f"{name}: memory at most", [memory], "MB", digits=0),
    ]
    return write("gladi-speed", "just bench-gladi-speed", figures)


if __name__ == "__main__":
    sys.exit(main())
