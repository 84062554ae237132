"""The table of docs/titir/calibration.md, from what the bench wrote down."""

import json
from pathlib import Path

RESULTS = Path(__file__).resolve().parents[2] / "bench" / "results" / "calibration.json"


def table():
    """Return the figures as a table."""
    if not RESULTS.exists():
        return "_Not measured yet._"
    told = json.loads(RESULTS.read_text())
    lines = [
        f"`{told['command']}`, {told['date']}.",
        "",
        "| Figure | n | measured | from, to | target | |",
        "| --- | ---: | ---: | --- | --- | --- |",
    ]
    for one in told["figures"]:
        word = {True: "met", False: "**missed**", None: ""}[one["met"]]
        spread = " to ".join(f"{value:g}" for value in one["spread"])
        lines.append(
            f"| {one['name']} | {one['n']} | {one['median']:g} {one['unit']} | {spread} | {one['target']} | {word} |"
        )
    return "\n".join(lines)
