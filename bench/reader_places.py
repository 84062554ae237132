"""Measures where, when and how many: share right on labelled lines with bootstrap intervals, and CPU time.

Run: .venv/bin/python bench/reader_places.py [FILE.jsonl ...]; without files our own set, part by part.
Every line is in the schema of shared/data/text. Intervals are 95 % percentile intervals of 2,000 resamples of lines.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from simak import counts, dates, places, regions
from simak.normal import normalise

OWN = Path(__file__).parent.parent / "packages" / "simak" / "tests" / "data" / "where_when_how_many.jsonl"
Line = dict[str, Any]


def main(files: Sequence[str]) -> None:
    """Print all figures."""
    before = time.process_time()
    regions.load()
    print(f"regions loaded in {time.process_time() - before:.3f} s of CPU")
    if files:
        for name in files:
            report(Path(name).name, read(Path(name)))
    else:
        own = read(OWN)
        for part in sorted({line["part"] for line in own}):
            report(f"own set, {part}", [line for line in own if line["part"] == part])
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def read(path: Path) -> list[Line]:
    """Return the lines of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def report(name: str, lines: list[Line]) -> None:
    """Print the figures of one set."""
    before = time.process_time()
    answers = [answer(line) for line in lines]
    spent = (time.process_time() - before) / max(1, len(lines)) * 1000
    letters = sum(len(line["text"]) for line in lines) / max(1, len(lines))
    print(f"\n{name}: {len(lines)} lines of {letters:.0f} letters, {spent:.2f} ms of CPU each")
    told = [
        (line, got) for line, got in zip(lines, answers, strict=True) if line["labels"]["kind"] != "bukan"
    ]
    for source in ("news", "wa"):
        placed = [(x, a) for x, a in told if x["source"] == source and x["labels"]["place"]]
        show(f"place exact, {source}", [a["place"] in golds(x) for x, a in placed])
        show(f"place kabupaten, {source}", [a["place"][:5] in {g[:5] for g in golds(x)} for x, a in placed])
        dated = [(x, a) for x, a in told if x["source"] == source and x["labels"]["date"]]
        show(f"date exact, {source}", [a["date"] in days(x) for x, a in dated])
    show("time exact", [a["time"] == x["labels"]["time"] for x, a in told if x["labels"].get("time")])
    show_f1("counts micro-F1", [tally(x["labels"]["counts"], a["counts"]) for x, a in told])


def answer(line: Line) -> Line:
    """Read one line."""
    text, at = normalise(line["text"]), datetime.fromisoformat(line["ref_time"])
    place = places.choose(places.locate(text, sender_region=line["sender_ctx"], on=at.date()))
    day, hour = dates.when(text, received_at=at)
    return {
        "place": place.value if place else "",
        "date": day.value.on.isoformat() if day else "",
        "time": hour.value.strftime("%H:%M") if hour else None,
        "counts": {kind: found.value for kind, found in counts.count(text).items()},
    }


def golds(line: Line) -> set[str]:
    """Return the codes that are right."""
    return {line["labels"]["place"], *line["labels"]["place_alt"]}


def days(line: Line) -> set[str]:
    """Return the days that are right."""
    return {line["labels"]["date"], *line["labels"].get("date_alt", [])}


def tally(gold: dict[str, list[int]], got: dict[str, Any]) -> tuple[int, int, int]:
    """Count what was found, found wrongly and missed; told zeros are left out, ranges need only touch."""
    wanted = {kind: value for kind, value in gold.items() if value[1]}
    found = {kind: value for kind, value in got.items() if value[1]}
    hit = sum(
        found[k][0] <= wanted[k][1] and found[k][1] >= wanted[k][0] for k in wanted.keys() & found.keys()
    )
    return hit, len(found) - hit, len(wanted) - hit


def show(name: str, right: list[bool]) -> None:
    """Print a share with its interval."""
    if right:
        line(name, np.array(right, dtype=float)[:, None], lambda rows: float(rows.mean()), len(right))


def show_f1(name: str, tallies: list[tuple[int, int, int]]) -> None:
    """Print a micro-F1 with its interval."""
    counted = np.array(tallies, dtype=float)
    line(name, counted, f1, int(counted[:, 0].sum() + counted[:, 2].sum()))


def f1(rows: np.ndarray) -> float:
    """Return the micro-F1 of rows of hits, false finds and misses."""
    hit, wrong, missed = rows.sum(axis=0)
    return float(2 * hit / max(1.0, 2 * hit + wrong + missed))


def line(name: str, rows: np.ndarray, figure: Callable[[np.ndarray], float], size: int) -> None:
    """Print one figure with its bootstrap interval."""
    rng = np.random.default_rng(1)
    again = [figure(rows[rng.integers(0, len(rows), len(rows))]) for _ in range(2000)]
    low, high = np.percentile(again, [2.5, 97.5])
    print(f"  {name:24} {figure(rows):.3f}  [{low:.3f}, {high:.3f}]  n={size}")


if __name__ == "__main__":
    main(sys.argv[1:])
