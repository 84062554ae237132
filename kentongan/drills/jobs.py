"""What the clock starts: laying out, playing and clearing drills; everything is found again in the rows after a kill."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from kentongan.drills import actions, intake, lessons, queries, script
from kentongan.drills.models import Drill
from kentongan.gladi.world.stream import Message
from kentongan.rules.authority import SYSTEM

AT_ONCE = 40
"""Messages of one drill in one round of the loop: real reports wait for nothing longer."""
PARTS_AT_ONCE = 5
State = Drill.State
Rest = Callable[[], None]


@dataclass
class Reel:
    """How far this process has told a drill; a new process tells it again from the seed."""

    show: script.Show
    messages: Iterator[Message]
    ahead: Message | None = None

    def due(self, until: datetime) -> Message | None:
        """Return the next message if it has arrived by a moment of the drill, and keep it until it is taken."""
        if self.ahead is None:
            self.ahead = next(self.messages, None)
        return self.ahead if self.ahead and self.ahead.received_at <= until else None

    def take(self) -> None:
        """Go on to the next message."""
        self.ahead = None


REELS: dict[UUID, Reel] = {}


def run(at: datetime, rest: Rest = lambda: None) -> int:
    """Do what is due in all drills, resting after each write, and return how many were moved on."""
    moved = 0
    for drill in queries.waiting(State.AGREED, State.RUNNING, State.PAUSED, State.ENDED, State.CLEARING):
        moved += move_on(drill, at, rest)
    return moved


def move_on(drill: Drill, at: datetime, rest: Rest) -> bool:
    """Do what is due in one drill."""
    if drill.state == State.AGREED:
        actions.lay_out(drill.pk, by=SYSTEM, at=at)
    elif drill.state == State.RUNNING:
        play(drill, at, rest)
    elif drill.state == State.ENDED and drill.lessons is None:
        REELS.pop(drill.pk, None)
        actions.keep_lessons(drill.pk, lessons.of(drill))
    elif drill.state == State.CLEARING:
        clear(drill, at, rest)
    else:
        return False
    return True


def clear(drill: Drill, at: datetime, rest: Rest) -> None:
    """Take away some parts of what a drill has made."""
    for _ in range(PARTS_AT_ONCE):
        if actions.clear_part(drill.pk, by=SYSTEM, at=at):
            break
        rest()


def play(drill: Drill, at: datetime, rest: Rest) -> None:
    """Let in what has arrived by now, remember how far that is, and end after the last day."""
    clock = queries.clock_of(drill)
    if clock is None:
        return
    now = clock.now(at)
    if answered := newly_answered(drill, reel_of(drill)):
        actions.take_answers(drill.pk, {episode: clock.now(moment) for episode, moment in answered.items()})
        # What was told ahead did not know of the answers: it is told again from the rows.
        REELS.pop(drill.pk)
    reel = reel_of(drill)
    if until := let_in(drill, reel, now, at=at, rest=rest):
        actions.come_to(
            drill.pk, until=until
        )  # only then: an idle drill must not take SQLite's one write lock
    elif now >= script.last_moment(drill) and reel.due(now) is None:
        actions.end(drill.pk, by=SYSTEM, at=at, key=uuid5(drill.pk, "end"))


def let_in(drill: Drill, reel: Reel, now: datetime, *, at: datetime, rest: Rest) -> datetime | None:
    """Receive what has arrived by now, not too much at once, and return up to when that is."""
    until = None
    for _ in range(AT_ONCE):
        message = reel.due(now)
        if message is None:
            break
        intake.let_in(drill, message, at=at)
        until = message.received_at
        reel.take()
        rest()
    return until


def reel_of(drill: Drill) -> Reel:
    """Return how far a drill was told, or tell it up to there."""
    if drill.pk not in REELS:
        show = script.begin(script.playbill(drill), queries.answers(drill))
        REELS[drill.pk] = Reel(show, iter(show))
        while drill.played_until_at and REELS[drill.pk].due(drill.played_until_at - timedelta(seconds=1)):
            REELS[drill.pk].take()
    return REELS[drill.pk]


def newly_answered(drill: Drill, reel: Reel) -> dict[str, datetime]:
    """Return the episodes of which a message was taken up since we last looked, and the real moment of it."""
    prefix = len(queries.client_id(drill, ""))
    found: dict[str, datetime] = {}
    for key, moment in queries.taken_up(drill):
        episode = reel.show.episodes.get(key[prefix:])
        if episode and episode not in reel.show.answered:
            found.setdefault(episode, moment)
    return found
