"""Does the night watch keep its word: recurrence intervals, p-values, alarm budgets and power.

Made-up years in which nothing is amiss tell whether "once a year" comes once a year; UCDP's records of Bangladesh and
Syria tell whether alarms keep to their budget on real and restless data; hidden clusters tell who finds them in time
when everybody may raise equally many false alarms. Every result is put aside as it comes, so Ctrl-C loses one at most
and the next call goes on; --anew begins again.

    just bench-calibration                            # everything: some hours on two cores
    just bench-calibration years --years 4            # one part, smaller
"""

import argparse
import json
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import calibration_power
import calibration_years
from calibration_worlds import KINDS
from calibration_years import COUNTED, SETTINGS
from machine import RESULTS, told, write
from titir.events import read_events
from titir.night import Past, Settings

KEPT = RESULTS / "calibration-worlds.json"
UCDP = Path(__file__).resolve().parents[2] / "shared" / "data" / "detection" / "ucdp"
SERIES = {
    "bangladesh": ("ucdp_ged_bangladesh_1989_2018.csv", date(2000, 1, 1), (4, 2)),
    "syria": ("ucdp_ged_syria_2016_2018.csv", date(2017, 1, 1), (4, 12)),
}
"""File, first night, and the budgets that are tried: the office's own first. Bangladesh has six new findings a year even if
everything is called an alarm, so that twelve are not to be had there; Syria has 180."""


def one_series(name: str, budget: int) -> dict[str, Any]:
    """Watch a real series with the alarms under control."""
    file, begin, _ = SERIES[name]
    events = read_events(UCDP / file)
    north, east = events.centres()
    first = int(events.day.min())
    counts = events.counts

    def past(today: int) -> Past:
        since = max(0, today - 3 * 365)
        return Past(counts[:, since : today + 1], north, east, events.group, first_day=first + since)

    settings = replace(SETTINGS, alarms_per_year=budget, lanes=16, max_days=28)
    nights = calibration_years.watched(past, range(begin.toordinal() - first, counts.shape[1]), settings)
    return calibration_years.columns(calibration_years.kept_of(night) for _, night in nights)


COUNTS: dict[str, Callable[[str, int], dict[str, Any]]] = {
    "years": calibration_years.one_year,
    "series": one_series,
    "power": calibration_power.one_power,
    "declustered": partial(calibration_years.one_year, settings=Settings()),
}


def missing(part: str, years: int, kept: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Return what is still to be counted."""
    if part == "series" and not UCDP.exists():
        print("the shared UCDP series are not here; alarm budgets on real data are left out")
        return []
    if part == "series":
        wanted = [(name, budget) for name, (_, _, budgets) in SERIES.items() for budget in budgets]
    elif part == "power":
        wanted = [(kind, seed) for seed in calibration_power.SEEDS for kind in calibration_power.KINDS]
    else:
        wanted = [(kind, seed) for seed in range(years) for kind in KINDS]
    return [(part, kind, key) for kind, key in wanted if f"{part}/{kind}/{key}" not in kept]


def budgets(kept: dict[str, Any]) -> list[dict[str, Any]]:
    """Return how alarms on real series kept to their budgets."""
    made = []
    for name, (_, _, budgets) in SERIES.items():
        for budget in budgets:
            one = kept.get(f"series/{name}/{budget}")
            if one is None:
                continue
            nights, years = len(one["alarms"]), len(one["alarms"]) / 365.25
            share = sum(one["alarms"]) / (budget * years)
            row = told(
                f"{name}: alarms over their budget of {budget} a year", share, "share", n=nights, spread=()
            )
            made.append({**row, "target": "0.8 to 1.2", "met": bool(0.8 <= share <= 1.2)})
            if budget == budgets[0]:
                claimed = float((np.array(one["chance"]) <= 1 / 365).sum() / years)
                title = f"{name}: days a year whose interval is a year or more"
                made.append(told(title, claimed, "days", n=nights, spread=()))
    return made


FIGURES: dict[str, Callable[[dict[str, Any]], list[dict[str, Any]]]] = {
    "years": calibration_years.figures,
    "series": budgets,
    "power": calibration_power.powers,
    "declustered": partial(calibration_years.figures, part="declustered"),
}


def main(argv: list[str]) -> int:
    """Run what is asked for and not there yet, and write the figures and the picture."""
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("parts", nargs="*", default=[], metavar="years|series|power|declustered")
    reader.add_argument("--years", type=int, default=COUNTED, help="years of each kind")
    reader.add_argument("--only", choices=KINDS)
    reader.add_argument("--workers", type=int, default=2)
    reader.add_argument("--kept", type=Path, default=KEPT)
    reader.add_argument("--anew", action="store_true")
    asked = reader.parse_args(argv)
    kept = json.loads(asked.kept.read_text()) if asked.kept.exists() and not asked.anew else {}
    parts = asked.parts or list(COUNTS)
    todo = [one for part in parts for one in missing(part, asked.years, kept)]
    todo = [one for one in todo if asked.only in (None, one[1])]
    with ProcessPoolExecutor(asked.workers) as pool:
        work = {pool.submit(COUNTS[part], kind, seed): (part, kind, seed) for part, kind, seed in todo}
        for number, done in enumerate(as_completed(work), start=1):
            part, kind, seed = work[done]
            kept[f"{part}/{kind}/{seed}"] = done.result()
            asked.kept.parent.mkdir(parents=True, exist_ok=True)
            asked.kept.write_text(json.dumps(kept, separators=(",", ":")))
            print(f"{number} of {len(todo)}: {part} {kind} {seed}", flush=True)
    if "years" in parts and asked.kept == KEPT:
        calibration_years.draw(
            kept, Path(__file__).resolve().parents[1] / "docs" / "titir" / "calibration.svg"
        )
    missed = 0
    for part in parts:
        name = f"calibration-{part}"
        place = None if asked.kept == KEPT else asked.kept.with_name(f"{name}.json")
        missed |= write(name, f"just bench-calibration {part}", FIGURES[part](kept), place=place)
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
