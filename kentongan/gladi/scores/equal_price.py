"""Warning time at equal false alarms: every system may cry so often in vain, and no oftener.

Whoever cries more finds more and earlier; only at one price are two systems comparable. For each price in false
alerts per kabupaten and month, each system keeps the alerts from the lowest score on at which, over all worlds, it
pays no more. What it then gives is the mean warning per episode that breaks out: the hours from the first alert that
says where to go until GN, 0 where there was none, and never counted beyond `MOST_HOURS`.

An alert keeps what it was worth among all alerts of its system. That is exact for when an episode was first named at
or above a score, and for the false ones.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from kentongan.gladi.scores.alerts import Alert, conflict_alerts
from kentongan.gladi.scores.hits import FOUND, Fits, Neighbours, is_aftermath, is_open
from kentongan.gladi.scores.intervals import interval
from kentongan.gladi.scores.measures import Estimate
from kentongan.gladi.scores.truth import Episode, Truth

PRICES = (4, 8, 16, 30)
"""False alerts in one kabupaten and month."""
MOST_HOURS = 240.0
Ranked = Sequence[tuple[float, Mapping[str, float] | None]]
"""The score of each alert; None when it was false, else the hours until GN of each episode it names early."""


def ranked(
    alerts: Sequence[Alert], truth: Truth, neighbours: Neighbours
) -> list[tuple[float, dict[str, float] | None]]:
    """Return what every alert about a conflict is worth, whatever else its system said."""
    fits = Fits(neighbours)
    return [(alert.score, worth(alert, truth.episodes, fits)) for alert in conflict_alerts(alerts)]


def worth(alert: Alert, episodes: Sequence[Episode], fits: Fits) -> dict[str, float] | None:
    """Return the hours until GN of each episode that an alert names in time; None when it is false."""
    there = [(fit, one) for one in episodes if (fit := fits.of(alert.region, one)) > 0]
    if not any(is_open(one, alert) or is_aftermath(one, alert) for _, one in there):
        return None
    return {
        one.id: min(MOST_HOURS, (one.gn_at - alert.at).total_seconds() / 3600)
        for fit, one in there
        if fit >= FOUND and one.gn_at and is_open(one, alert)
    }


def at_equal_price(
    worlds: Sequence[Ranked], sizes: Sequence[tuple[float, int]], *, key: str
) -> dict[int, dict[str, Estimate]]:
    """Return for each price what a system gives: hours of warning per episode, and the share that is warned of.

    Args:
        worlds: What each alert was worth.
        sizes: Kabupaten-months and episodes that broke out, of each world.
        key: Decides the draws of the interval.
    """
    found = {}
    for price in PRICES:
        cut = lowest_score(worlds, price * sum(months for months, _ in sizes))
        kept = [(warned(world, cut), episodes) for world, (_, episodes) in zip(worlds, sizes, strict=True)]
        found[price] = {
            name: Estimate(figure(kept), interval(kept, figure, key=f"{key}|{price}|{name}"))
            for name, figure in (("hours", partial(mean, of="hours")), ("share", partial(mean, of="share")))
        }
    return found


def ahead(
    mine: Sequence[Ranked], other: Sequence[Ranked], sizes: Sequence[tuple[float, int]], *, key: str
) -> dict[int, Estimate]:
    """Return for each price how many hours of warning per episode one system gives more than another.

    The interval is that of the difference: both are drawn in the same worlds, so what the worlds have in common does
    not widen it.

    Args:
        mine: What each alert of the one system was worth, by world.
        other: The same of the other, in the same worlds.
        sizes: Kabupaten-months and episodes that broke out, of each world.
        key: Decides the draws of the interval.
    """
    found = {}
    for price in PRICES:
        false = price * sum(months for months, _ in sizes)
        cut, other_cut = lowest_score(mine, false), lowest_score(other, false)
        pairs = [
            (sum(warned(one, cut).values()) - sum(warned(two, other_cut).values()), episodes)
            for one, two, (_, episodes) in zip(mine, other, sizes, strict=True)
        ]
        found[price] = Estimate(
            mean_difference(pairs), interval(pairs, mean_difference, key=f"{key}|{price}")
        )
    return found


def mean_difference(pairs: Sequence[tuple[float, int]]) -> float | None:
    """Return the hours more per episode."""
    episodes = sum(count for _, count in pairs)
    return sum(hours for hours, _ in pairs) / episodes if episodes else None


def lowest_score(worlds: Sequence[Ranked], most_false: float) -> float:
    """Return the lowest score from which there are no more false alerts than this; infinite where even the highest has."""
    every = sorted(((score, told is None) for world in worlds for score, told in world), reverse=True)
    lowest, false, turn = float("inf"), 0, 0
    while turn < len(every):
        score = every[turn][0]
        while turn < len(every) and every[turn][0] == score:
            false += every[turn][1]
            turn += 1
        if false > most_false:
            break
        lowest = score
    return lowest


def warned(world: Ranked, cut: float) -> dict[str, float]:
    """Return the longest warning of each episode by alerts from a score on."""
    hours: dict[str, float] = {}
    for score, told in world:
        if score >= cut and told:
            for episode, lead in told.items():
                hours[episode] = max(lead, hours.get(episode, 0.0))
    return hours


def mean(worlds: Sequence[tuple[Mapping[str, float], int]], *, of: str) -> float | None:
    """Return the mean hours of warning per episode, or the share that was warned of."""
    episodes = sum(count for _, count in worlds)
    total = sum(sum(hours.values()) if of == "hours" else len(hours) for hours, _ in worlds)
    return total / episodes if episodes else None
