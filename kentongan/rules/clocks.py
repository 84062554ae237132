"""Which clock to believe: ours orders, the phone's is kept as it was told."""

from datetime import datetime, timedelta

# A phone that was out of signal for two weeks may be right about its time; one that is ahead of us cannot be.
AHEAD = timedelta(minutes=10)
BEHIND = timedelta(days=14)


def is_suspect(stated_at: datetime | None, received_at: datetime) -> bool:
    """Tell whether the time somebody's device stated can hardly be true."""
    return stated_at is not None and not received_at - BEHIND <= stated_at <= received_at + AHEAD
