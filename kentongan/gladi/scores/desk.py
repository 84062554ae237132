"""A made-up desk answers the messages of a world, helped by one system: RESPONSES.jsonl of an office that never was.

One officer in each kabupaten, the same for every system, so that times differ by what the system brings and by
nothing else. From 7 to 21 o'clock all messages are handled in the order of arrival, five minutes each, as in the
chronological list. An alert goes before, the highest first, of equal ones the earlier: of what it names the first three
that were not handled yet; of one that names no message, the latest ten received at the place on the day before. At
night nothing is handled, but an alert that brings something wakes the officer for it. A message is acknowledged when the
officer turns to it, and has an owner when its five minutes are over. An alert makes no message shorter and leaves
none out, so every system has the same work before it: what it can change is the order, and the nights.

Nobody has measured those five minutes; who must be called then, and whether they pick up the telephone, is no part of
this desk, and is measured by drills.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from kentongan.gladi.scores.alerts import Alert, conflict_alerts
from kentongan.gladi.scores.answers import ACKNOWLEDGED, OWNED
from kentongan.gladi.scores.rivals.chronological import EACH, in_hours
from kentongan.gladi.scores.rivals.signs import Message, reports
from kentongan.gladi.scores.work import Pile, Received, received_of
from kentongan.rules.places import REGENCY, path

EVER = datetime.max.replace(tzinfo=UTC)


@dataclass
class Desk:
    """One officer, what was received, and what was handled so far."""

    seat: str
    """Code of the kabupaten; its clock is that of the desk."""
    pile: Pile
    calls: Sequence[Alert]
    """Alerts in order of time."""
    handled: set[str] = field(default_factory=set)
    woken: set[int] = field(default_factory=set)
    """Which alerts brought something outside the hours of the desk."""
    _waiting: list[tuple[float, int]] = field(default_factory=list)
    _opened: dict[int, list[Received]] = field(default_factory=dict)
    _heard: int = 0
    _turned: int = 0

    def answers(self) -> Iterator[dict[str, Any]]:
        """Handle everything that was received, and return lines of RESPONSES.jsonl."""
        now = self._next_moment(datetime.min.replace(tzinfo=UTC))
        while now < EVER:
            text = self._of_alerts(now) or self._of_the_list(now)
            if text is None:
                now = self._next_moment(now)
                continue
            self.handled.add(text.id)
            yield {"at": now.isoformat(), "kind": ACKNOWLEDGED, "messages": [text.id]}
            now += EACH
            yield {"at": now.isoformat(), "kind": OWNED, "messages": [text.id]}

    def _of_alerts(self, now: datetime) -> Received | None:
        """Return the next message of the highest alert that has come and still brings one."""
        while self._heard < len(self.calls) and self.calls[self._heard].at <= now:
            heapq.heappush(self._waiting, (-self.calls[self._heard].score, self._heard))
            self._heard += 1
        while self._waiting:
            turn = self._waiting[0][1]
            if turn not in self._opened:
                self._opened[turn] = self.pile.reads(self.calls[turn], self.handled)
            left = [one for one in self._opened[turn] if one.id not in self.handled]
            if left:
                if in_hours(now, self.seat) > now:
                    self.woken.add(turn)
                return left[0]
            heapq.heappop(self._waiting)
        return None

    def _of_the_list(self, now: datetime) -> Received | None:
        """Return the oldest message that was not handled yet, while the desk is open."""
        oldest = self._oldest()
        return oldest if oldest and oldest.at <= now == in_hours(now, self.seat) else None

    def _next_moment(self, now: datetime) -> datetime:
        """Return when there will be something to do: the next alert, or the oldest message in the next open hour."""
        call = self.calls[self._heard].at if self._heard < len(self.calls) else EVER
        oldest = self._oldest()
        return min(call, in_hours(max(now, oldest.at), self.seat) if oldest else EVER)

    def _oldest(self) -> Received | None:
        """Return the oldest message that was not handled yet."""
        listed = self.pile.by_time
        while self._turned < len(listed) and listed[self._turned].id in self.handled:
            self._turned += 1
        return listed[self._turned] if self._turned < len(listed) else None


def played(
    alerts: Sequence[Alert], stream: Sequence[Message], seats: Sequence[str]
) -> tuple[list[dict[str, Any]], int]:
    """Let the desk of every kabupaten work through a world; return its answers, and how often it was woken.

    What names no place is handled by the first.

    Args:
        alerts: Of one system, in order of time.
        stream: Lines of stream.jsonl in order of arrival; copies that were sent again are handled once.
        seats: Codes of the kabupaten.
    """
    calls, once = conflict_alerts(alerts), list(reports(stream))
    desks = [
        Desk(
            seat,
            Pile(row for row in once if seat_of(received_of(row).region, seats) == seat),
            [one for one in calls if seat_of(one.region, seats) == seat],
        )
        for seat in seats
    ]
    return [line for desk in desks for line in desk.answers()], sum(len(desk.woken) for desk in desks)


def seat_of(region: str, seats: Sequence[str]) -> str:
    """Return the kabupaten of a place, or the first where it is none of them."""
    steps = path(region) if region else ()
    seat = steps[REGENCY - 1] if len(steps) >= REGENCY else ""
    return seat if seat in seats else seats[0]
