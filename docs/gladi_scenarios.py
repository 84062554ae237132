"""Draws what a scenario file may say, from the keys that are checked, and what was measured of the shipped ones."""

import json
from dataclasses import MISSING, fields
from pathlib import Path

from kentongan.gladi.world import scenario as scenarios
from kentongan.gladi.world.keys import KEYS, SINGLE
from kentongan.gladi.world.templates import TEMPLATES

NOISE = Path(__file__).resolve().parents[1] / "bench" / "results" / "gladi-noise.json"
SECTIONS = {
    "scenario": scenarios.Scenario,
    "quiet": scenarios.Quiet,
    "groups": scenarios.Groups,
    "conflict": scenarios.Conflict,
    "harm": scenarios.Harm,
    "matter": scenarios.Single,
    "calendar": scenarios.Period,
}


def keys() -> str:
    """Return one line for each key: what may stand there, and what holds when it is left out."""
    lines = ["| Part | Key | What may stand there | Left out |", "| --- | --- | --- | --- |"]
    for part, section in SECTIONS.items():
        defaults = {one.name: one.default for one in fields(section)}
        shown = f"`[{part}]`" if part in SINGLE else f"`[[{part}]]`"
        for name, key in KEYS[part].items():
            left_out = "needed" if key.needed else as_text(defaults.get(name, MISSING))
            lines.append(f"| {shown} | `{name}` | {key.wanted} | {left_out} |")
    return "\n".join(lines)


def as_text(default: object) -> str:
    """Return what holds when a key is left out."""
    return "" if default in (MISSING, "", ()) else f"`{default}`"


def templates() -> str:
    """Return one line for each template of a conflict."""
    lines = [
        "| Template | Issue | Category | Days of PG, AG, GN, PK | Opens | Spreads |",
        "| --- | --- | --- | --- | ---: | ---: |",
    ]
    for one in TEMPLATES.values():
        days = ", ".join(f"{days:g}" for days in one.days)
        lines.append(
            f"| `{one.name}` | {', '.join(one.issues)} | {one.category} | {days} | {one.opens:.0%} | {one.spreads:.0%} |"
        )
    return "\n".join(lines)


def shipped() -> str:
    """Return one line for each scenario that comes along."""
    lines = ["| Scenario | Days | What it is |", "| --- | ---: | --- |"]
    for name in scenarios.names():
        one = scenarios.shipped(name)
        lines.append(f"| `{name}` | {one.days} | {one.sentence} |")
    return "\n".join(lines)


def noise() -> str:
    """Return one line for each scenario: how much of what arrives asks for no action, as it was measured."""
    if not NOISE.exists():
        return "Not measured yet: `just bench-gladi-noise`."
    told = json.loads(NOISE.read_text())
    seeds, region = told["detail"]["seeds"], told["detail"]["region"]
    lines = [
        f"`{told['command']}`, {told['date']}: {seeds} worlds each, {region} where the scenario names no region.",
        "",
        "| Scenario | Reports in a world | Ask for no action | Least, most | Tell of a conflict |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name, one in told["detail"]["scenarios"].items():
        least, most = one["spread"]
        lines.append(
            f"| `{name}` | {one['reports']:,.0f} | {one['not_actionable']:.1%} | {least:.1%}, {most:.1%}"
            f" | {one['of_conflicts']:.1%} |"
        )
    return "\n".join(lines)
