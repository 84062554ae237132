"""`just bench-gladi-attention`: whether a system finds as much in the areas of one group as in those of another.

Hundreds of small worlds, because a difference of five points cannot be told from luck in twenty months. Counted on
both processors; what was counted is put aside, so that a run ended with Ctrl-C goes on where it stopped.
"""

import argparse
import hashlib
import json
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.machine import told, write
from kentongan.gladi.scores.alerts import alert_of, conflict_alerts, in_order
from kentongan.gladi.scores.attention import (
    WITHIN,
    Verdict,
    differences,
    found_per_1000,
    sensitivity,
    verdict,
)
from kentongan.gladi.scores.country import country_of
from kentongan.gladi.scores.hits import judge
from kentongan.gladi.scores.rivals.line_up import rivals
from kentongan.gladi.scores.rivals.unfair import LooksAtWords, LooksAway
from kentongan.gladi.scores.tally import Group, groups
from kentongan.gladi.scores.truth import truth_of
from kentongan.gladi.telling.in_world import Words
from kentongan.gladi.world.scenario import read
from kentongan.gladi.world.simulation import NoOffice, Plan, simulate

SCENARIO = Path(__file__).with_suffix(".toml")
LEFT_OUT = ("silent-days", "silent-rhythm")
FAIR = "house-rules"
AT_ONCE = 10


def count_world(region, seed):
    """Make one world, let every system read it, and return found and all episodes by group."""
    scenario = read(SCENARIO)
    plan = Plan(regions=(region,), seed=seed, scenario=scenario, tell=Words(seed))
    stream = [message.as_json() for message in simulate(plan, NoOffice())]
    truth = truth_of(plan.truth.as_json())
    country = country_of(truth.regions)
    majority = {code: village.majority for code, village in truth.villages.items()}
    systems = {one.name: one for one in rivals(country) if one.name not in LEFT_OUT}
    systems |= {
        one.name: one
        for one in (
            LooksAway(systems[FAIR], majority),
            LooksAtWords(systems[FAIR], scenario.groups.words[0]),
        )
    }
    counted = {}
    for name, system in systems.items():
        alerts = conflict_alerts(in_order(alert_of(line) for line in system.alerts(stream)))
        verdicts = judge(alerts, truth.episodes, country.neighbours)
        counted[name] = {group: asdict(one) for group, one in groups(verdicts, truth).items()}
    return counted


def fingerprint(region):
    """Return what the counts depend on, in a few letters."""
    whole = hashlib.sha256(region.encode())
    for part in ("scores", "telling", "world"):
        for path in sorted((ROOT / "kentongan" / "gladi" / part).rglob("*.py")):
            whole.update(path.read_bytes())
    whole.update(SCENARIO.read_bytes() + Path(__file__).read_bytes())
    return whole.hexdigest()[:16]


def counted_or_kept(words):
    """Count one world, or take what was put aside; nothing is put aside half."""
    folder, region, seed = words
    place = folder / f"{seed}.json"
    if not place.exists():
        half = place.with_suffix(".half")
        half.write_text(json.dumps(count_world(region, seed)))
        half.replace(place)
    return json.loads(place.read_text())


def count_all(region, seeds, processes):
    """Count every world on some processors; say how far it is."""
    folder = Path(tempfile.gettempdir()) / f"kentongan-bench-attention-{fingerprint(region)}"
    folder.mkdir(exist_ok=True)
    found = []
    with ProcessPoolExecutor(processes) as pool:
        for world in pool.map(counted_or_kept, ((folder, region, seed) for seed in range(1, seeds + 1))):
            found.append(world)
            if len(found) % AT_ONCE == 0:
                print(f"{len(found)} of {seeds} worlds", flush=True)
    return found


def row_of(name, worlds):
    """Return the figures of one system."""
    counted = [{group: Group(**one) for group, one in world[name].items()} for world in worlds]
    found = differences(counted, key=name)
    names = sorted({group for one in counted for group in one})
    return {
        "verdict": verdict(found).value,
        "differences": [asdict(one) for one in found],
        "groups": {
            group: {
                "sensitivity": sensitivity(counted, group),
                "found_per_1000": found_per_1000(counted, group),
                "episodes": sum(one[group].episodes for one in counted if group in one),
            }
            for group in names
        },
    }


def main():
    """Count every world and write the figures down."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--region", default="35.08")
    words.add_argument("--seeds", type=int, default=600)
    words.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
    words.add_argument("--out", type=Path)
    wanted = words.parse_args()
    try:
        worlds = count_all(wanted.region, wanted.seeds, wanted.processes)
    except KeyboardInterrupt:
        print("\nstopped; the same command goes on from here")
        return 130
    rows = {name: row_of(name, worlds) for name in worlds[0]}
    figures = []
    for name, row in rows.items():
        widest = max(row["differences"], key=lambda one: max(abs(one["low"]), abs(one["high"])))
        spread = sorted(abs(each) for each in (widest["low"], widest["high"]))
        unfair = name.startswith("saboteur")
        limit = {"at_least": WITHIN} if unfair else {"at_most": WITHIN}
        edge = max(abs(one["points"]) for one in row["differences"]) if unfair else spread[1]
        what = "largest difference" if unfair else "largest edge of an interval"
        figures.append(told(f"{name}: {what}", edge, "points", n=wanted.seeds, spread=spread, **limit))
    caught = sum(
        row["verdict"] == Verdict.UNLIKE for name, row in rows.items() if name.startswith("saboteur")
    )
    detail = {
        "region": wanted.region,
        "seeds": wanted.seeds,
        "code": fingerprint(wanted.region),
        "within": WITHIN,
        "saboteurs_caught": caught,
        "systems": rows,
    }
    return write("gladi-attention", "just bench-gladi-attention", figures, place=wanted.out, detail=detail)


if __name__ == "__main__":
    sys.exit(main())
