"""Does the night watch keep its word: recurrence intervals, p-values, alarm budgets and power, over made-up years.

Results of each world are kept as they come, so Ctrl-C loses one world at most and the next call goes on.

    just bench-calibration                    # all worlds, 20 years each
    just bench-calibration --years 4 --only independent
"""

import argparse
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

from calibration_worlds import KINDS, World, known_on, make  # noqa: I001
from titir.night import Past, Settings, watch

KEPT = Path(__file__).resolve().parent / "results" / "calibration-worlds.json"
HISTORY = 730


def nights(world: World, *, days: int = 365, settings: Settings = Settings()) -> dict[str, Any]:
    """Watch the last `days` nights of a world and keep what each said."""
    memory, told = None, []
    known = None
    if world.reported is not None:
        arrived = np.cumsum(world.reported[:, :HISTORY].sum(axis=(0, 1)))
        known = (arrived / arrived[-1])[::-1]
    first = world.counts.shape[1] - days
    for today in range(first, world.counts.shape[1]):
        past = Past(
            known_on(world, today), world.latitude, world.longitude, world.district, first_day=738_000,
            effort=None if world.effort is None else world.effort[: today + 1], known=known,
        )  # fmt: skip
        night = watch(past, settings, seed=today, memory=memory)
        memory = night.memory
        told.append((night.chance, sum(one.alarm for one in night.findings), night.excitation.branching))
    chance, alarms, branching = np.array(told).T
    return {
        "chance": [float(f"{one:.3g}") for one in chance],
        "alarms": int(alarms.sum()),
        "branching": round(float(branching.mean()), 3),
        "truth": round(world.branching, 3),
    }


def one_year(kind: str, seed: int) -> dict[str, Any]:
    """Make one world and watch its last year."""
    began = time.process_time()
    found = nights(make(kind, seed))
    return {**found, "cpu": round(time.process_time() - began, 1)}


def main(argv: list[str]) -> int:
    """Run what is asked for and not there yet."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--years", type=int, default=20)
    reader.add_argument("--only", choices=KINDS)
    reader.add_argument("--workers", type=int, default=1)
    reader.add_argument("--kept", type=Path, default=KEPT)
    asked = reader.parse_args(argv)
    kept = json.loads(asked.kept.read_text()) if asked.kept.exists() else {}
    kinds = [asked.only] if asked.only else list(KINDS)
    missing = [(k, s) for s in range(asked.years) for k in kinds if f"{k}-{s}" not in kept]
    with ProcessPoolExecutor(asked.workers) as pool:
        work = {pool.submit(one_year, *one): one for one in missing}
        for done in as_completed(work):
            kind, seed = work[done]
            kept[f"{kind}-{seed}"] = done.result()
            asked.kept.parent.mkdir(parents=True, exist_ok=True)
            asked.kept.write_text(json.dumps(kept, separators=(",", ":")))
            chance = np.array(kept[f"{kind}-{seed}"]["chance"])
            print(kind, seed, (chance <= 1 / 365).sum(), (chance <= 0.05).sum(), kept[f"{kind}-{seed}"]["alarms"],
                  kept[f"{kind}-{seed}"]["truth"], kept[f"{kind}-{seed}"]["branching"], kept[f"{kind}-{seed}"]["cpu"], flush=True)  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
