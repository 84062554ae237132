"""Silent posts: who was noticed within two cycles, and how often a post that reported was called silent.

Only posts with that duty are asked for: they owe a nil report once a day at their hour; from one such hour to the
next is a cycle. A silence counts as
noticed when an alert of kind "sunyi" names the post between the beginning of the silence and two cycles after
the first nil report it owed and did not send. Silences too short to owe one, or whose two cycles end after the
period, are left out. An alert in a cycle that touches neither a silence nor the day after it is a false flag; many
in one cycle are one.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kentongan.gladi.scores.alerts import SILENT, Alert
from kentongan.gladi.scores.truth import Post, Silence, Truth
from kentongan.rules.places import zone

CYCLE = timedelta(days=1)
WITHIN = 2
"""Cycles after the first nil report that was owed."""
MOST_FALSE = 0.05
"""Share of quiet cycles in which a post may be called silent wrongly."""


@dataclass(frozen=True)
class SilenceTally:
    """What one system's flags were worth in one world: scores, so that any threshold can be tried later."""

    noticed: tuple[tuple[str, float | None], ...]
    """For every silence why it was, and the highest score of the flags in time; None when there was none."""
    false_scores: tuple[float, ...]
    """For every quiet cycle with a flag, the highest score in it."""
    quiet_cycles: int


def tally(alerts: Sequence[Alert], truth: Truth) -> SilenceTally:
    """Hold the flags of one system against the silences of one world."""
    flags: dict[str, list[Alert]] = {}
    for alert in alerts:
        if alert.kind == SILENT:
            flags.setdefault(alert.post, []).append(alert)
    silences: dict[str, list[Silence]] = {}
    for silence in truth.silences:
        silences.setdefault(silence.post, []).append(silence)
    noticed, false_scores, quiet = [], [], 0
    for post in truth.posts.values():
        own, gaps = flags.get(post.id, []), silences.get(post.id, [])
        noticed += [(gap.why, noticed_by(own, gap, until)) for gap, until in judged(post, gaps, truth)]
        for begin in quiet_cycles(post, gaps, truth):
            quiet += 1
            scores = [flag.score for flag in own if begin <= flag.at < begin + CYCLE]
            false_scores += [max(scores)] if scores else []
    return SilenceTally(tuple(noticed), tuple(false_scores), quiet)


def judged(post: Post, silences: Collection[Silence], truth: Truth) -> Iterator[tuple[Silence, datetime]]:
    """Return the silences that can be judged, each with the last moment at which noticing counts."""
    for silence in silences:
        owed = next((at for at in due_times(post, truth) if at >= silence.since), None)
        if owed is not None and owed < silence.until and owed + WITHIN * CYCLE <= truth.ends_at:
            yield silence, owed + WITHIN * CYCLE


def noticed_by(flags: Collection[Alert], silence: Silence, until: datetime) -> float | None:
    """Return the highest score of the flags in time, or None."""
    return max((flag.score for flag in flags if silence.since <= flag.at <= until), default=None)


def quiet_cycles(post: Post, silences: Collection[Silence], truth: Truth) -> Iterator[datetime]:
    """Return the beginnings of the whole cycles that touch no silence and no day after one."""
    for begin in due_times(post, truth):
        touched = any(begin < gap.until + CYCLE and gap.since < begin + CYCLE for gap in silences)
        if not touched and begin + CYCLE <= truth.ends_at:
            yield begin


def due_times(post: Post, truth: Truth) -> Iterator[datetime]:
    """Return the moments of the period at which the post owes a nil report."""
    if post.nil_hour is None:
        return
    local = truth.starts_at.astimezone(ZoneInfo(zone(post.region)))
    due = local.replace(hour=post.nil_hour, minute=0, second=0, microsecond=0)
    due += CYCLE if due < local else timedelta()
    while due < truth.ends_at:
        yield due
        due += CYCLE


def share_of_false(tallies: Sequence[SilenceTally], at_least: float) -> float:
    """Return in which share of the quiet cycles a post was called silent, counting flags from this score on."""
    cycles = sum(one.quiet_cycles for one in tallies)
    false = sum(score >= at_least for one in tallies for score in one.false_scores)
    return false / cycles if cycles else 0.0


def recall(tallies: Sequence[SilenceTally], at_least: float, why: str = "") -> float | None:
    """Return which share of the silences was noticed in time, counting flags from this score on."""
    scores = [score for one in tallies for reason, score in one.noticed if why in {"", reason}]
    if not scores:
        return None
    return sum(score is not None and score >= at_least for score in scores) / len(scores)


def threshold(tallies: Sequence[SilenceTally], at_most: float = MOST_FALSE) -> float:
    """Return the lowest score from which flags are false in at most this share of quiet cycles.

    Infinite when even the highest score is false more often: then nothing is noticed at that price.
    """
    cycles = sum(one.quiet_cycles for one in tallies)
    false = sorted((score for one in tallies for score in one.false_scores), reverse=True)
    found = {score for one in tallies for _, score in one.noticed if score is not None}
    tried = sorted(found | set(false), reverse=True)
    lowest, index = float("inf"), 0
    for score in tried:
        while index < len(false) and false[index] >= score:
            index += 1
        if index > at_most * cycles:
            break
        lowest = score
    return lowest
