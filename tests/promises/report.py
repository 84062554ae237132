"""Collects the figures of the promises, so that `just promises` can print one table."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

FIGURES = "KENTONGAN_PROMISES"
"""Names the file that `just promises` wants the figures in."""
SET = "PROMISES"
"""Names the set: `quick` in `just promises`, `night` in `just promises-night`, nothing among the other tests."""
SHARE = "PROMISES_SHARE"
"""Says of how many cases of the long set one is tried, to see in an hour that the whole night will work."""
NIGHT = os.environ.get(SET) == "night"
SHARE_OF_ALL = int(os.environ.get(SHARE, "1"))
AMONG_OTHERS = os.environ.get(SET, "") == ""
"""Whether the promises run among all other tests, where each of them has been tried before."""


def amount(quick: int, night: int) -> int:
    """Return how many cases the set of this run tries, and never fewer than the quick one."""
    return max(quick, night // SHARE_OF_ALL) if NIGHT else quick


@dataclass(frozen=True)
class Figures:
    """What one promise test found."""

    promise: str
    statement: str
    cases: int
    failures: int
    saboteurs_caught: int
    saboteurs: int


def promise_report(
    promise: str, *, cases: int, failures: int, saboteurs_caught: int, saboteurs: int, statement: str = ""
) -> Figures:
    """Write down the figures of one promise ("P18"), and insist that they are what was promised.

    Every test of one promise may call this once; the table adds them up. Saboteurs are defects that the
    test itself plants (monkeypatch, environment): at least two, and all of them must be caught.
    """
    figures = Figures(promise, statement, cases, failures, saboteurs_caught, saboteurs)
    print(
        f"{promise}: {cases} cases, {failures} failures, {saboteurs_caught} of {saboteurs} saboteurs caught"
    )
    wanted = os.environ.get(FIGURES)
    if wanted:
        with Path(wanted).open("a") as lines:
            lines.write(json.dumps(asdict(figures)) + "\n")
    assert cases > 0, "no case was tried"
    assert failures == 0, f"{failures} of {cases} cases broke the promise"
    assert saboteurs_caught == saboteurs, f"only {saboteurs_caught} of {saboteurs} saboteurs were caught"
    return figures
