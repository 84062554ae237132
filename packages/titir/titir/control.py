"""Alarms within a budget, whatever the model says: an adaptive threshold on surprise.

A threshold on -log(chance) rises with every alarm and sinks a little every quiet night, so that in the long run the
alarms come at the rate of the budget, for any sequence of nights at all (Gibbs and Candes 2021, adaptive conformal
inference; Angelopoulos, Candes and Tibshirani 2023, quantile tracking).
"""

from dataclasses import dataclass, replace

import numpy as np

YEAR = 365.25
KEPT = 730
LIVELY = 0.35
LEAST_STEP = 1.5
"""An alarm raises the threshold at least so far, in units of -log(chance): to less than a quarter of the chance."""


@dataclass(frozen=True)
class Control:
    """The state of the control.

    Attributes:
        alarms_per_year: The budget.
        threshold: Surprise, -log(chance), that makes an alarm.
        seen: Surprise of the last nights, oldest first, at most two years.
    """

    alarms_per_year: float
    threshold: float
    seen: tuple[float, ...] = ()

    @classmethod
    def starting(cls, alarms_per_year: float) -> "Control":
        """Return a control that trusts the model at first: its threshold is the chance that the budget asks for.

        Raises:
            ValueError: If the budget is not between 0 and one alarm a day.
        """
        if not 0 < alarms_per_year < YEAR:
            raise ValueError(f"alarms_per_year must lie between 0 and {YEAR}, got {alarms_per_year}")
        return cls(alarms_per_year, float(-np.log(alarms_per_year / YEAR)))

    def alarms(self, chance: float) -> bool:
        """Return whether a night as surprising as this is an alarm."""
        return bool(-np.log(_surprising(chance)) >= self.threshold)

    def after(self, chance: float, *, alarms: int) -> "Control":
        """Return the control after a night.

        Args:
            chance: Of the night.
            alarms: New alarms that were raised in it.
        """
        surprise = float(-np.log(_surprising(chance)))
        moved = self.threshold + self._step() * (alarms - self.alarms_per_year / YEAR)
        return replace(self, threshold=moved, seen=(*self.seen, surprise)[-KEPT:])

    def _step(self) -> float:
        """Return how far one alarm moves the threshold: with the spread of recent nights."""
        if len(self.seen) < 60:
            return LEAST_STEP
        low, high = np.quantile(self.seen[-365:], [0.5, 0.99])
        return max(LEAST_STEP, LIVELY * float(high - low))

    def seen_every_days(self, chance: float) -> float | None:
        """Return how many days went by between nights at least as surprising; None if there was none yet."""
        surprise = -np.log(_surprising(chance))
        times = int(np.count_nonzero(np.array(self.seen) >= surprise - 1e-12))
        return len(self.seen) / times if times else None


def _surprising(chance: float) -> float:
    if not 0 < chance <= 1:
        raise ValueError(f"a chance lies above 0 and up to 1, got {chance}")
    return chance
