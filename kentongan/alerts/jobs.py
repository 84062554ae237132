"""What the clock starts: alerts that nobody answered climb."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from kentongan.alerts import actions, queries
from kentongan.rules.authority import SYSTEM

AT_ONCE = 100
"""So many climb in one go, so that what has just come in rings in between."""


def climb(at: datetime, rest: Callable[[], None] = lambda: None) -> int:
    """Move every alert that is due, or whose hearers left their posts, and say how many moved; rest after each."""
    due = queries.in_danger_first(queries.open_alerts().filter(due_at__lte=at))
    waiting: list[UUID] = list(due.values_list("pk", flat=True)[:AT_ONCE])
    waiting += queries.deserted(at=at)[:AT_ONCE]
    moved = 0
    for alert_id in dict.fromkeys(waiting):
        moved += actions.climb(alert_id, by=SYSTEM, at=at)
        rest()
    return moved
