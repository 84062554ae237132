"""When an alert is a hit.

An episode is open to be noticed from its first sign (its earliest stage) until it breaks out (GN). An alert of
kind "konflik" is judged by place and time alone, whatever messages it names, in order of time:

1. Place: the alert names a village of the episode (weight 1), a village that borders on one (1/2), the kecamatan
   of one (1/2) or the kabupaten of one (1/10). Elsewhere it has nothing to do with the episode.
2. Time: first sign <= alert < GN; an episode that does not break out is open until it ends.
3. One alert credits one episode: of those open at that place, the one to whose credit it adds; of several, the one
   with the greatest weight, then the earlier first sign, then the smaller id. That is a hit. An episode is
   credited with the greatest weight of its hits.
4. Nothing to add, but an episode open there: a repeat, neither hit nor false.
5. No open episode, but one there that has broken out, or ended at most two days ago: late, neither hit nor false.
6. Anything else is false.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from kentongan.gladi.scores.alerts import Alert
from kentongan.gladi.scores.truth import Episode
from kentongan.rules.places import DISTRICT, VILLAGE, inside, level

SAME, BORDERING, KECAMATAN, KABUPATEN = 1.0, 0.5, 0.5, 0.1
FOUND = 0.5
"""From this weight on somebody knows where to go: lead is counted from the first such alert."""
AFTERMATH = timedelta(days=2)

Neighbours = Mapping[str, Collection[str]]


class Outcome(StrEnum):
    """What an alert was."""

    HIT = "hit"
    REPEAT = "repeat"
    LATE = "late"
    FALSE = "false"


@dataclass(frozen=True)
class Verdict:
    """One alert as it was judged; the weight is that of its place, the episode is empty when it was false."""

    alert: Alert
    outcome: Outcome
    episode: str = ""
    weight: float = 0.0


def weight(region: str, villages: Collection[str], neighbours: Neighbours) -> float:
    """Return how well a named place fits an episode in these villages: 0 to 1."""
    depth = level(region)
    if depth == VILLAGE:
        if region in villages:
            return SAME
        return BORDERING if any(region in neighbours.get(village, ()) for village in villages) else 0.0
    if any(inside(village, region) for village in villages):
        return KECAMATAN if depth == DISTRICT else KABUPATEN
    return 0.0


def is_open(episode: Episode, alert: Alert) -> bool:
    """Say whether the episode could still be noticed before it breaks out."""
    return episode.first_at <= alert.at < (episode.gn_at or episode.ended_at)


def is_aftermath(episode: Episode, alert: Alert) -> bool:
    """Say whether the episode has broken out or ended, and is not long over."""
    return (episode.gn_at or episode.ended_at) <= alert.at <= episode.ended_at + AFTERMATH


@dataclass
class Fits:
    """Remembers how well places fit episodes: alerts name the same places again and again."""

    neighbours: Neighbours
    known: dict[tuple[str, str], float] = field(default_factory=dict)

    def of(self, region: str, episode: Episode) -> float:
        """Return the weight of a place for an episode."""
        key = region, episode.id
        if key not in self.known:
            self.known[key] = weight(region, episode.regions, self.neighbours)
        return self.known[key]


def judge(alerts: Iterable[Alert], episodes: Collection[Episode], neighbours: Neighbours) -> list[Verdict]:
    """Judge alerts in order of time; they must come in that order."""
    credit: dict[str, float] = {}
    fits, verdicts = Fits(neighbours), []
    for alert in alerts:
        verdict = judge_one(alert, episodes, fits, credit)
        if verdict.outcome is Outcome.HIT:
            credit[verdict.episode] = verdict.weight
        verdicts.append(verdict)
    return verdicts


def judge_one(
    alert: Alert, episodes: Collection[Episode], fits: Fits, credit: Mapping[str, float]
) -> Verdict:
    """Judge one alert, knowing how the episodes were credited before."""
    there = [(fit, one) for one in episodes if (fit := fits.of(alert.region, one)) > 0]
    now = [(fit, one) for fit, one in there if is_open(one, alert) or is_aftermath(one, alert)]
    near = sorted(now, key=lambda pair: (-pair[0], pair[1].first_at, pair[1].id))
    could_be = [(fit, one) for fit, one in near if is_open(one, alert)]
    for fit, one in could_be:
        if fit > credit.get(one.id, 0.0):
            return Verdict(alert, Outcome.HIT, one.id, fit)
    if could_be:
        return Verdict(alert, Outcome.REPEAT, could_be[0][1].id, could_be[0][0])
    if near:
        return Verdict(alert, Outcome.LATE, near[0][1].id, near[0][0])
    return Verdict(alert, Outcome.FALSE)
