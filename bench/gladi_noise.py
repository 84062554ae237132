"""`just bench-gladi-noise`: how many of the messages of each scenario ask for no action, beside the 92 % of real deployments.

Nil reports are no messages here: they are owed, and read by nobody. Worlds are made without texts, which changes nothing
about who writes what, when and why.
"""

import argparse
import sys
from pathlib import Path
from statistics import mean

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.machine import told, write
from kentongan.gladi.world import scenario as scenarios
from kentongan.gladi.world.simulation import NoOffice, Plan, simulate

OF_BENCHES = {
    "bench/gladi.toml": ROOT / "bench" / "gladi.toml",
    "bench/gladi_attention.toml": ROOT / "bench" / "gladi_attention.toml",
    "peragaan": ROOT / "kentongan" / "gladi" / "peragaan.toml",
}
QUIET, KNOWN, MOST_OFF = "bulan-tenang", 0.92, 0.01
CONFLICT = "konflik"


def shares(scenario, region, seed):
    """Return how many reports a world has, and which parts of them ask for no action, and tell of a conflict."""
    plan = Plan(regions=() if scenario.region else (region,), seed=seed, scenario=scenario)
    for _ in simulate(plan, NoOffice()):
        pass
    reports = [one for one in plan.truth.messages.values() if one["nature"] != "nihil"]
    calm = sum(not one["is_actionable"] for one in reports)
    conflict = sum(one["nature"] == CONFLICT for one in reports)
    return len(reports), calm, conflict


def main():
    """Measure every scenario and write the figures down."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--region", default="35.08")
    words.add_argument("--seeds", type=int, default=5)
    words.add_argument("--out", type=Path)
    wanted = words.parse_args()
    known = {name: scenarios.shipped(name) for name in scenarios.names()}
    known |= {name: scenarios.read(place) for name, place in OF_BENCHES.items()}
    figures, rows = [], {}
    for name, scenario in known.items():
        found = [shares(scenario, wanted.region, seed) for seed in range(1, wanted.seeds + 1)]
        each = [calm / count for count, calm, _ in found]
        rows[name] = {
            "days": scenario.days,
            "asked_for": scenario.quiet.noise_share,
            "reports": mean(count for count, _, _ in found),
            "not_actionable": sum(calm for _, calm, _ in found) / sum(count for count, _, _ in found),
            "of_conflicts": sum(one for _, _, one in found) / sum(count for count, _, _ in found),
            "spread": [min(each), max(each)],
        }
        value = rows[name]["not_actionable"]
        if name == QUIET:
            figures.append(
                told(
                    "bulan-tenang: points away from 92 %",
                    100 * abs(value - KNOWN),
                    "points",
                    n=wanted.seeds,
                    spread=(),
                    at_most=100 * MOST_OFF,
                )
            )
        figures.append(
            told(
                f"{name}: not actionable",
                100 * value,
                "%",
                n=wanted.seeds,
                spread=[100 * one for one in rows[name]["spread"]],
                digits=1,
            )
        )
    detail = {"region": wanted.region, "seeds": wanted.seeds, "scenarios": rows}
    return write("gladi-noise", "just bench-gladi-noise", figures, place=wanted.out, detail=detail)


if __name__ == "__main__":
    sys.exit(main())
