"""What every bench writes down beside its figures: the machine, how busy it was, and the form of a figure."""

import json
import os
import platform
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"


def machine() -> dict[str, Any]:
    """Say on what it was measured, and how busy that was."""
    import pysqlite3

    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {
        "processors": os.cpu_count(),
        "architecture": platform.machine(),
        "memory_mb": pages * size // 2**20,
        "system": platform.system(),
        "python": platform.python_version(),
        "sqlite": pysqlite3.sqlite_version,
        "load_average": round(os.getloadavg()[0], 2),
    }


def figure(
    name: str,
    values: Sequence[float],
    unit: str,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    digits: int = 2,
) -> dict[str, Any]:
    """Return one figure: how often it was measured, its median and spread, and whether it keeps its target."""
    ordered = sorted(values)
    spread = (ordered[0], ordered[-1])
    middle = statistics.median(ordered)
    return told(
        name, middle, unit, n=len(ordered), spread=spread, at_least=at_least, at_most=at_most, digits=digits
    )


def told(
    name: str,
    value: float,
    unit: str,
    *,
    n: int,
    spread: Sequence[float],
    at_least: float | None = None,
    at_most: float | None = None,
    digits: int = 2,
) -> dict[str, Any]:
    """Return a figure whose value is known already: a median, or a percentile where its name says so.

    A count of hits has no spread: `spread` is then empty.
    """
    value = round(value, digits)
    aimed = at_least is not None or at_most is not None
    target = f">= {at_least}" if at_least is not None else f"<= {at_most}"
    met = bool((at_least is None or value >= at_least) and (at_most is None or value <= at_most))
    return {
        "name": name,
        "n": n,
        "median": value,
        "spread": [round(one, digits) for one in spread],
        "unit": unit,
        "target": target if aimed else "",
        "met": met if aimed else None,
    }


def write(
    bench: str, command: str, figures: list[dict[str, Any]], *, place: Path | None = None, **more: object
) -> int:
    """Write the figures of one bench down, print them as a table, and return 1 when a target was missed."""
    report = {
        "bench": bench,
        "date": datetime.now(UTC).date().isoformat(),
        "command": command,
        "machine": machine(),
        "figures": figures,
        **more,
    }
    place = place or RESULTS / f"{bench}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    for one in figures:
        word = {True: "met", False: "MISSED", None: ""}[one["met"]]
        measured = f"{one['median']:>10} {one['unit']:<12} {' to '.join(map(str, one['spread']))}"
        print(f"{one['name']:<64} n={one['n']:<4} {measured:<48} {one['target']:<10} {word}")
    return int(any(one["met"] is False for one in figures))
