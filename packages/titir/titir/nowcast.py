"""Reports that are still to come: how much of what happened lately can be known today.

The delay distribution of each channel is estimated from right-truncated pairs (Lawless 1994; Kalbfleisch and Lawless
1989, reverse-time hazards). It scales expectations; counts are never blown up.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from titir import _inputs
from titir._inputs import Floats
from titir.errors import TitirError

LONGEST = 36_600
"""Longest delay, in days, that can be asked for."""


@dataclass(frozen=True)
class Delays:
    """How late reports come.

    Attributes:
        known: (channels, lags) share of reports that have come in by lag 0, 1, 2, ... days.
        share: (channels,) of the reports of each channel.
    """

    known: Floats
    share: Floats

    def known_share(self, days: int) -> Floats:
        """Return, for each of the last `days` days (today last), the share of its reports that are known by now."""
        mixed = self.share @ self.known
        padded = np.ones(days)
        lags = min(days, mixed.size)
        padded[:lags] = mixed[:lags]
        return padded[::-1].copy()


def fit_delays(
    occurred: ArrayLike,
    reported: ArrayLike,
    channel: ArrayLike | None = None,
    *,
    today: int,
    longest: int = 60,
    prior: float = 5.0,
) -> Delays:
    """Estimate the delays of each channel, shrunk towards those of all.

    Args:
        occurred: (n,) day it happened.
        reported: (n,) day it was reported, up to `today`.
        channel: (n,) whole numbers from 0; one channel when left out.
        today: The day up to which reports are known.
        longest: Longest delay in days; later reports count as this late.
        prior: How many reports of all channels a channel's own are mixed with, at each lag.

    Raises:
        ValueError: If lengths differ, a report came before its event or after today, or there is none.
    """
    for name, value in (("today", today), ("longest", longest)):
        _inputs.whole(name, value, 0)
    if longest > LONGEST or not 0 < prior < np.inf:
        raise TitirError(f"longest must be up to {LONGEST} days and prior above 0, got {longest} and {prior}")
    began, told = _inputs.counts("occurred", occurred, ndim=1), _inputs.counts("reported", reported, ndim=1)
    kind = np.zeros(began.size, dtype=np.int64)
    if channel is not None:
        kind = _inputs.labels("channel", channel)
    _inputs.same_length(occurred=began, reported=told, channel=kind)
    if began.size == 0 or (told < began).any() or int(told.max()) > today:
        raise TitirError(f"{began.size} reports: each must come after its event and by day {today}")
    delay, room = np.minimum(told - began, longest), np.minimum(today - began, longest)
    all_at, all_risk = _reverse(delay, room, longest)
    whole = np.divide(all_at, all_risk, out=np.zeros(longest + 1), where=all_risk > 0)
    rows = []
    for one in range(int(kind.max()) + 1):
        at, risk = _reverse(delay[kind == one], room[kind == one], longest)
        rows.append(_cumulative((at + prior * whole) / (risk + prior)))
    share = np.bincount(kind) / kind.size
    return Delays(known=np.array(rows), share=share)


def _reverse(delay: np.ndarray, room: np.ndarray, longest: int) -> tuple[Floats, Floats]:
    """Return, per lag, the reports that came exactly then and those that came by then, among days old enough."""
    lag = np.arange(longest + 1)
    at = np.bincount(delay, minlength=longest + 1).astype(np.float64)
    risk = np.array([float(np.count_nonzero((delay <= one) & (room >= one))) for one in lag])
    return at, risk


def _cumulative(hazard: Floats) -> Floats:
    """Return the distribution whose reverse-time hazards these are."""
    later = np.append(np.cumprod((1 - np.clip(hazard[1:], 0, 1))[::-1])[::-1], 1.0)
    return np.asarray(later, dtype=np.float64)
