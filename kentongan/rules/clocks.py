"""Which clock to believe: ours orders, the phone's is kept as it was told."""

from datetime import datetime, timedelta

# A phone that was out of signal for two weeks may be right about its time; one that is ahead of us cannot be.
AHEAD = timedelta(minutes=10)
BEHIND = timedelta(days=14)


# A moment one day from either end of the calendar cannot be turned to UTC.
FIRST_YEAR, LAST_YEAR = 2, 9998


def read_moment(text: str) -> datetime | None:
    """Return the moment that one of our own addresses carries, or nothing for what is none, or has no zone."""
    try:
        told = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return None
    return told if told.tzinfo and FIRST_YEAR <= told.year <= LAST_YEAR else None


def is_suspect(stated_at: datetime | None, received_at: datetime) -> bool:
    """Tell whether the time somebody's device stated can hardly be true."""
    return stated_at is not None and not received_at - BEHIND <= stated_at <= received_at + AHEAD
