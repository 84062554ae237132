"""Draws what a scenario file may say, from the keys that are checked."""

from dataclasses import MISSING, fields

from kentongan.gladi.world import scenario as scenarios
from kentongan.gladi.world.keys import KEYS, SINGLE
from kentongan.gladi.world.templates import TEMPLATES

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
