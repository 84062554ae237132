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
import time
from collections.abc import Callable, Iterable
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
from calibration_worlds import KINDS, World, in_order, known_on, make
from machine import RESULTS, told, write
from titir.events import read_events
from titir.geometry import great_circle_neighbours
from titir.night import Past, Settings, watch

KEPT = RESULTS / "calibration-worlds.json"
UCDP = Path(__file__).resolve().parents[2] / "shared" / "data" / "detection" / "ucdp"
SERIES = {
    "bangladesh": ("ucdp_ged_bangladesh_1989_2018.csv", date(2000, 1, 1), (4, 2)),
    "syria": ("ucdp_ged_syria_2016_2018.csv", date(2017, 1, 1), (4, 12)),
}
"""File, first night, and the budgets that are tried: the office's own first. Bangladesh has six new findings a year even if
everything is called an alarm, so that twelve are not to be had there; Syria has 180."""
HISTORY = 730
SETTINGS = Settings(declustered=False)
"""As an office watches, which counts reports; the part `declustered` watches the same worlds as one that counts events."""
YEARS = {"years": "", "declustered": "declustered, "}
"""Parts that watch quiet years, and how their figures begin."""
COUNTED = 20
"""Years of each kind. At one night's level a year they tell .5 from 1 hardly; twice as many take 80 minutes of one core."""


def nights(past: Callable[[int], Past], days: Iterable[int], settings: Settings = SETTINGS) -> dict[str, Any]:
    """Watch some nights in a row and keep what each said."""
    memory, said = None, []
    for today in days:
        night = watch(past(today), settings, seed=today, memory=memory)
        memory = night.memory
        score = night.findings[0].score if night.findings else -9.0
        said.append(
            (night.chance, sum(one.alarm for one in night.findings), night.excitation.branching, score)
        )
    chance, alarms, branching, score = np.array(said).T
    return {
        "chance": [float(f"{one:.3g}") for one in chance],
        "alarms": alarms.astype(int).tolist(),
        "branching": round(float(branching.mean()), 3),
        "score": score.round(3).tolist(),
    }


def past_of(world: World) -> Callable[[int], Past]:
    """Return what was known of a world on each day."""
    known = None
    if world.reported is not None:
        arrived = np.cumsum(world.reported[:, :HISTORY].sum(axis=(0, 1)))
        known = (arrived / arrived[-1])[::-1]
    circles = great_circle_neighbours(
        world.latitude, world.longitude, size=np.ones(len(world.latitude)), most_share=SETTINGS.max_share
    )
    return lambda today: Past(
        known_on(world, today),
        world.latitude,
        world.longitude,
        world.district,
        first_day=738_000,
        effort=None if world.effort is None else world.effort[: today + 1],
        known=known,
        circles=circles,
    )


def one_year(kind: str, seed: int, settings: Settings = SETTINGS) -> dict[str, Any]:
    """Make one world in which nothing is amiss and watch its last year."""
    began = time.process_time()
    world = in_order(make(kind, seed))
    found = nights(past_of(world), range(HISTORY, HISTORY + 365), settings)
    return {**found, "truth": round(world.branching, 3), "cpu": round(time.process_time() - began, 1)}


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
    return nights(past, range(begin.toordinal() - first, counts.shape[1]), settings)


PARTS: dict[str, Callable[[str, int], dict[str, Any]]] = {
    "years": one_year,
    "series": one_series,
    "power": calibration_power.one_power,
    "declustered": partial(one_year, settings=Settings()),
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


def figures(kept: dict[str, Any]) -> list[dict[str, Any]]:
    """Work out every figure that the results allow."""
    events = _years(kept, "declustered")
    return [
        *_years(kept, "years"),
        *_branchings(kept),
        *_budgets(kept),
        *calibration_power.powers(kept),
        *events,
    ]


def _years(kept: dict[str, Any], part: str) -> list[dict[str, Any]]:
    made = []
    for kind in KINDS:
        chances = [np.array(one["chance"]) for key, one in kept.items() if key.startswith(f"{part}/{kind}/")]
        if not chances:
            continue
        rare = [float((one <= 1 / 365).sum()) for one in chances]
        often = [float((one <= 0.05).sum()) for one in chances]
        for name, values, low, high in (
            ("a year or more", rare, 0.5, 2.0),
            ("20 days or more", often, 8.0, 28.0),
        ):
            mean, spread = float(np.mean(values)), calibration_power.interval(np.array(values))
            title = f"{YEARS[part]}{kind}: days a year whose interval is {name}"
            made.append(told(title, mean, "days", n=len(values), spread=spread, at_most=high))
            made[-1] |= {"target": f"{low} to {high}", "met": bool(low <= mean <= high)}
    return made


def _branchings(kept: dict[str, Any]) -> list[dict[str, Any]]:
    """Return how far the fitted branching ratio, a mean over the nights of a year, lies above the true one."""
    made = []
    for kind in KINDS:
        years = [one for key, one in kept.items() if key.startswith(f"years/{kind}/")]
        if years:
            over = np.array([one["branching"] - one["truth"] for one in years])
            spread = calibration_power.interval(over)
            title = f"{kind}: fitted branching ratio above the true one"
            made.append(told(title, float(over.mean()), "", n=len(years), spread=spread, digits=3))
    return made


def _budgets(kept: dict[str, Any]) -> list[dict[str, Any]]:
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


def draw(kept: dict[str, Any], place: Path) -> None:
    """Draw claimed against kept rates, one line a kind of world."""
    import matplotlib as mpl

    mpl.use("svg")
    import matplotlib.pyplot as plt

    mpl.rcParams["svg.hashsalt"] = "titir"
    levels = np.geomspace(1 / 365, 0.5, 40)
    picture, axes = plt.subplots(figsize=(6.4, 5.2))
    for kind in KINDS:
        chances = [np.array(one["chance"]) for key, one in kept.items() if key.startswith(f"years/{kind}/")]
        if chances:
            whole = np.concatenate(chances)
            seen = [(whole <= one).mean() for one in levels]
            axes.plot(1 / levels, 365 * np.array(seen), label=f"{kind} ({len(chances)} years)")
    axes.plot(1 / levels, 365 * levels, color="black", linestyle="--", label="as claimed")
    axes.fill_between(1 / levels, 365 * levels / 2, 365 * levels * 2, color="black", alpha=0.08)
    axes.set(
        xscale="log",
        yscale="log",
        xlabel="claimed recurrence interval, days",
        ylabel="nights a year that had it",
    )
    axes.legend(fontsize=8)
    place.parent.mkdir(parents=True, exist_ok=True)
    picture.savefig(place, metadata={"Date": None})
    plt.close(picture)


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
    todo = [one for part in asked.parts or PARTS for one in missing(part, asked.years, kept)]
    todo = [one for one in todo if asked.only in (None, one[1])]
    with ProcessPoolExecutor(asked.workers) as pool:
        work = {pool.submit(PARTS[part], kind, seed): (part, kind, seed) for part, kind, seed in todo}
        for number, done in enumerate(as_completed(work), start=1):
            part, kind, seed = work[done]
            kept[f"{part}/{kind}/{seed}"] = done.result()
            asked.kept.parent.mkdir(parents=True, exist_ok=True)
            asked.kept.write_text(json.dumps(kept, separators=(",", ":")))
            print(f"{number} of {len(todo)}: {part} {kind} {seed}", flush=True)
    draw(kept, Path(__file__).resolve().parents[1] / "docs" / "titir" / "calibration.svg")
    place = None if asked.kept == KEPT else asked.kept.with_suffix(".figures.json")
    return write("calibration", "just bench-calibration", figures(kept), place=place)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
