"""`python -m kentongan.gladi`: makes simulated worlds and scores what was noticed in them; works without Django."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from kentongan.gladi.scores import command as scoring
from kentongan.gladi.telling.in_world import Words
from kentongan.gladi.world import scenario as scenarios
from kentongan.gladi.world.simulation import NoOffice, Plan, PromptOffice, simulate
from kentongan.gladi.world.spool import Spool
from kentongan.rules.refusal import Refused

OFFICES = {"none": NoOffice, "prompt": PromptOffice}


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    asked = reader().parse_args(words)
    try:
        asked.run(asked)
    except Refused as refused:
        sys.stderr.write(f"{refused.sentence}\n")
        return 2
    return 0


def reader() -> argparse.ArgumentParser:
    """Return what reads the command line."""
    whole = argparse.ArgumentParser(prog="python -m kentongan.gladi", description=__doc__)
    commands = whole.add_subparsers(required=True, metavar="make | score | rival")
    one = commands.add_parser("make", help="make a world: DIR/stream.jsonl and DIR/truth.json")
    one.add_argument("--region", action="append", default=[], help="code of a region; may be repeated")
    one.add_argument("--days", type=int, default=0, help="how many days")
    one.add_argument("--seed", type=int, required=True, help="the same seed gives the same bytes")
    one.add_argument("--starts", type=date.fromisoformat, help="the first day, for instance 2026-01-05")
    one.add_argument("--scenario", help="a TOML file, or the name of a scenario that comes along")
    one.add_argument("--office", choices=OFFICES, default="none", help="how the office answers")
    one.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the two files go")
    one.set_defaults(run=make)
    scoring.add_to(commands)
    return whole


def make(asked: argparse.Namespace) -> None:
    """Make a world and write its two files; neither is held in the memory.

    Raises:
        Refused: If the scenario or a region is not right.
    """
    scenario = wanted(asked.scenario)
    asked.out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=asked.out, prefix=".") as folder:
        spool = Spool(Path(folder))
        plan = Plan(
            regions=tuple(asked.region),
            seed=asked.seed,
            days=asked.days,
            starts=asked.starts,
            scenario=scenario,
            tell=Words(asked.seed),
            spool=spool,
        )
        messages = simulate(plan, OFFICES[asked.office]())
        with (asked.out / "stream.jsonl").open("w", encoding="utf-8", newline="\n") as stream:
            count = sum(bool(stream.write(message.line())) for message in messages)
        if plan.truth is not None:
            spool.finish(plan.truth, asked.out / "truth.json")
    sys.stdout.write(f"{count} pesan: {asked.out / 'stream.jsonl'}\n")


def wanted(name: str | None) -> scenarios.Scenario:
    """Return the scenario that was asked for: a file, a name, or everyday life."""
    if name is None:
        return scenarios.Scenario()
    if name in scenarios.names():
        return scenarios.shipped(name)
    return scenarios.read(Path(name))


if __name__ == "__main__":
    sys.exit(main())
