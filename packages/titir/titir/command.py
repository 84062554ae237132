"""The command `titir`: scan files of SaTScan's formats, replay history, count near repeats."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from titir.errors import TitirError

BAR = 32


HANDED_ON = {
    "backtest": ("titir.backtest", "replay a history and score rankings and alarms by the protocol"),
    "knox": ("titir.knox", "count near repeats: how much likelier the next event is, by distance and days"),
}
"""Commands that read their own words: module and what it does. A module is loaded when its command is asked for."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return how it ended: 0 done, 2 refused."""
    given = list(sys.argv[1:] if words is None else words)
    try:
        if given and given[0] in HANDED_ON:
            return int(import_module(HANDED_ON[given[0]][0]).main(given[1:]))
        asked = _parser().parse_args(given)
        return int(asked.do(asked))
    except TitirError as error:
        print(f"titir: {error}", file=sys.stderr)  # noqa: T201  what a command is for
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="titir",
        description="Early warning from counts: clusters, near repeats, and how well they would warn.",
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    scan = commands.add_parser(
        "scan",
        help="find clusters in files of SaTScan's formats",
        description="Read a SaTScan parameter file with its case, control, population and coordinates files, "
        "scan for clusters and print a report.",
        epilog="Options of the parameter file that titir does not obey are refused by name.",
    )
    scan.add_argument("file", type=Path, metavar="FILE.prm")
    scan.add_argument("--json", action="store_true", help="print JSON instead of a report")
    scan.add_argument(
        "--threads", type=_positive, metavar="N", help="threads; one for each processor by default"
    )
    scan.add_argument("--seed", type=int, default=0, metavar="N", help="key of the random numbers (0)")
    scan.set_defaults(do=_scan)
    for name, (_, what) in HANDED_ON.items():
        commands.add_parser(name, help=what, add_help=False)
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not 1 or more")
    return number


def _scan(asked: argparse.Namespace) -> int:
    # Loaded here, so that --help does not wait for the compiler.
    from titir.prm import read_parameters  # noqa: PLC0415
    from titir.report import as_json, as_text  # noqa: PLC0415
    from titir.study import run  # noqa: PLC0415

    began = time.perf_counter()
    read = read_parameters(asked.file)
    bar = _bar if sys.stderr.isatty() else None
    found = run(read, seed=asked.seed, threads=asked.threads, progress=bar)
    seconds = time.perf_counter() - began
    if asked.json:
        print(json.dumps(as_json(found, seconds=seconds), ensure_ascii=False))  # noqa: T201
    else:
        print(as_text(found, seconds=seconds))  # noqa: T201
    return 0


def _bar(done: int, whole: int) -> None:
    """Draw how many replicates are done; gone when all are."""
    filled = BAR * done // whole
    end = "\r" + " " * (BAR + 40) + "\r" if done >= whole else ""
    sys.stderr.write(f"\r[{'#' * filled}{'.' * (BAR - filled)}] {done} of {whole} replicates{end}")
    sys.stderr.flush()
