"""What one system did in one world, as plain numbers that can be added over worlds."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random

from kentongan.gladi.scores import silence
from kentongan.gladi.scores.alerts import Alert, best_of_each_day, conflict_alerts
from kentongan.gladi.scores.hits import FOUND, Neighbours, Outcome, Verdict, judge
from kentongan.gladi.scores.truth import Episode, Truth
from kentongan.rules.places import level

LUCK_DRAWS = 3
PER_DAY = 5
"""Alerts that an office can look into on one day."""


@dataclass(frozen=True)
class Detection:
    """Alerts about conflicts in one world, counted."""

    episodes: int
    """Episodes that broke out."""
    credit: float
    """Sum of their weights, alerts before GN only."""
    lead_hours: tuple[float, ...]
    """Hours from the first alert of weight 1/2 or more to GN, for the episodes that have one."""
    alerts: int
    hits: int
    hit_weight: float
    repeats: int
    late: int
    false: int


@dataclass(frozen=True)
class Group:
    """Areas with one majority in one world."""

    people: int = 0
    episodes: int = 0
    found: int = 0
    false: int = 0


@dataclass(frozen=True)
class Tally:
    """One system in one world."""

    kabupaten_months: float
    all: Detection
    best: Detection
    """The same with the five highest alerts of each day and kabupaten only."""
    luck: float
    """The credit that the same alerts would have at places drawn by lot, the mean of some draws."""
    silence: silence.SilenceTally
    groups: Mapping[str, Group] = field(default_factory=dict)


def tally(alerts: Sequence[Alert], truth: Truth, neighbours: Neighbours) -> Tally:
    """Count what one system did in one world; alerts in order of time."""
    spoken = conflict_alerts(alerts)
    verdicts = judge(spoken, truth.episodes, neighbours)
    few = judge(best_of_each_day(spoken, PER_DAY), truth.episodes, neighbours)
    return Tally(
        kabupaten_months=truth.kabupaten_months,
        all=detection(verdicts, truth.episodes),
        best=detection(few, truth.episodes),
        luck=luck(spoken, truth, neighbours),
        silence=silence.tally(alerts, truth),
        groups=groups(verdicts, truth),
    )


def luck(alerts: Sequence[Alert], truth: Truth, neighbours: Neighbours) -> float:
    """Return the credit of as many alerts at the same moments, as fine as they are, at places drawn by lot."""
    villages = sorted(truth.villages)
    found = []
    for draw in range(LUCK_DRAWS):
        rng = Random(f"{truth.seed}|luck|{draw}")  # noqa: S311 no secret
        moved = [
            replace(alert, region=".".join(rng.choice(villages).split(".")[: level(alert.region)]))
            for alert in alerts
        ]
        found.append(detection(judge(moved, truth.episodes, neighbours), truth.episodes).credit)
    return sum(found) / LUCK_DRAWS


def detection(verdicts: Sequence[Verdict], episodes: Sequence[Episode]) -> Detection:
    """Count verdicts."""
    counted = Counter(one.outcome for one in verdicts)
    hits = [one for one in verdicts if one.outcome is Outcome.HIT]
    broken_out = [one for one in episodes if one.gn_at]
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.episode] = max(best.get(hit.episode, 0.0), hit.weight)
    return Detection(
        episodes=len(broken_out),
        credit=sum(best.get(one.id, 0.0) for one in broken_out),
        lead_hours=tuple(leads(hits, broken_out)),
        alerts=len(verdicts),
        hits=len(hits),
        hit_weight=sum(one.weight for one in hits),
        repeats=counted[Outcome.REPEAT],
        late=counted[Outcome.LATE],
        false=counted[Outcome.FALSE],
    )


def leads(hits: Sequence[Verdict], broken_out: Sequence[Episode]) -> list[float]:
    """Return the hours from the first alert that says where to go until GN, for every episode that has one."""
    first: dict[str, Verdict] = {}
    for hit in hits:
        if hit.weight >= FOUND:
            first.setdefault(hit.episode, hit)
    hour = timedelta(hours=1)
    return [
        (one.gn_at - first[one.id].alert.at) / hour for one in broken_out if one.gn_at and one.id in first
    ]


def groups(verdicts: Sequence[Verdict], truth: Truth) -> dict[str, Group]:
    """Count people, episodes, found ones and false alerts in the areas of each majority.

    An episode belongs to the majority of its village (of several, of the first in order of their codes); false
    alerts about villages to the majority there.
    """
    found = {one.episode for one in verdicts if one.outcome is Outcome.HIT and one.weight >= FOUND}
    majority = {code: village.majority for code, village in truth.villages.items()}
    of_episode = {one.id: majority.get(min(one.regions), "") for one in truth.episodes if one.gn_at}
    false = Counter(majority.get(one.alert.region, "") for one in verdicts if one.outcome is Outcome.FALSE)
    return {
        name: Group(
            people=sum(village.people for village in truth.villages.values() if village.majority == name),
            episodes=sum(group == name for group in of_episode.values()),
            found=sum(group == name and one in found for one, group in of_episode.items()),
            false=false[name],
        )
        for name in sorted({village.majority for village in truth.villages.values()} - {""})
    }
