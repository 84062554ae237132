"""Writes the measured figures of bench/results into the documents."""

import json
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parents[1] / "bench" / "results"
CALIBRATION = ("calibration-years", "calibration-series", "calibration-power", "calibration-declustered")
BENCHES = ("intake", "pages", "regions", "scan", *CALIBRATION, "gladi-speed", "reading")
QUOTED = (
    "SQLite: reports accepted",
    "SQLite: share of the bare insert",
    "SQLite: p99 of an answer",
    "SQLite: memory of the web server",
    "load all regions of Indonesia",
    "search, all Indonesia, name only: p95",
    "G1 ",
    "G2 /lapor, LCP on slow 4G",
    "G3 taps",
    "G6 lost",
    "G8 /meja, key",
    "G11 /situasi, all requests",
    "G11 /situasi, LCP",
    "7,000 regions x 28 d x 999, Poisson: wall",
    "83,800 villages, circles to 1 %, 999: wall",
    "national day: 83,800 villages, 3 levels, 12 categories, silence, forecast learnt anew: wall",
    "stories of 2700 letters",
    "kept apart: relevance",
    "kept apart: kind",
    "kept apart: severity_3_recall",
)
MET = {True: "met", False: "**missed**", None: ""}


def results(*benches: str) -> list[dict[str, Any]]:
    """Return what each bench wrote down last."""
    places = [RESULTS / f"{bench}.json" for bench in benches or BENCHES]
    return [json.loads(place.read_text()) for place in places if place.exists()]


def every_figure(*benches: str) -> str:
    """Return a section for each bench (all of them, if none is named): the machine, then a line for each figure."""
    parts = []
    for found in results(*benches):
        machine = found["machine"]
        parts += [
            f"## `{found['command']}`, {found['date']}",
            "",
            (
                f"{machine['processors']} processors ({machine['architecture']}), {machine['memory_mb']} MB,"
                f" Python {machine['python']}, SQLite {machine['sqlite']}; load average"
                f" {machine['load_average']} (above {machine['processors']} others were at work on the machine)."
            ),
            "",
            table(found["figures"]),
            "",
        ]
    return "\n".join(parts).rstrip() or "_Not measured yet._"


def quoted() -> str:
    """Return the figures that the front page quotes."""
    return table([one for found in results() for one in found["figures"] if one["name"].startswith(QUOTED)])


def chosen(bench: str, *begin: str) -> str:
    """Return the figures of one bench whose names begin so."""
    return table(
        [one for found in results(bench) for one in found["figures"] if one["name"].startswith(begin)]
    )


def table(figures: list[dict[str, Any]]) -> str:
    """Return figures as a table: median, spread, how often, target."""
    lines = ["| Figure | Median | From, to | n | Target | |", "| --- | ---: | --- | ---: | --- | --- |"]
    for one in figures:
        spread = " to ".join(map(number, one["spread"]))
        value = f"{number(one['median'])} {one['unit']}".strip()
        target = one["target"].replace(">=", "≥").replace("<=", "≤")
        lines.append(f"| {one['name']} | {value} | {spread} | {one['n']} | {target} | {MET[one['met']]} |")
    return "\n".join(lines)


def number(value: float) -> str:
    """Return a number as people read it."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"
