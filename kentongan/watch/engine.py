"""The office's only door to titir: what we heard goes in as arrays, and comes out as villages, days and chances."""

from dataclasses import dataclass, field

import titir

from kentongan.watch.actions import Found

SILENT_AT = 0.01
SEEN_AT_LEAST_DAYS = 28
"""Before so many days were heard nothing is called unusual: there is no usual yet."""


@dataclass
class Watch:
    """What one night found, for each group, and what the next night is to remember."""

    found: list[Found] = field(default_factory=list)
    nightly: dict[str, dict[str, float]] = field(default_factory=dict)
    memory: dict[str, object] = field(default_factory=dict)


def name() -> str:
    """Return which engine this is."""
    return f"titir {titir.__version__}"
