"""What the clock starts: alerts that nobody answered climb."""

from datetime import datetime
from uuid import UUID

from kentongan.alerts import actions, queries
from kentongan.rules.authority import SYSTEM

AT_ONCE = 500


def climb(at: datetime) -> int:
    """Move every alert that is due, or whose hearers left their posts, and say how many moved."""
    due = queries.open_alerts().filter(due_at__lte=at).order_by("due_at", "id")
    waiting: list[UUID] = list(due.values_list("pk", flat=True)[:AT_ONCE])
    waiting += queries.deserted(at=at)
    return sum(actions.climb(alert_id, by=SYSTEM, at=at) for alert_id in dict.fromkeys(waiting))
