"""When this happens, do that: the whole chain of reactions on one page."""

from collections.abc import Callable
from datetime import datetime, timedelta

from kentongan.events import jobs as events
from kentongan.events.models import Event

Handler = Callable[[Event, datetime], None]

HANDLERS: dict[str, tuple[Handler, ...]] = {}

Job = Callable[[datetime], object]

CLOCK: tuple[tuple[timedelta, Job], ...] = (
    (timedelta(seconds=1), events.react),
    (timedelta(minutes=10), events.publish_head),
)
