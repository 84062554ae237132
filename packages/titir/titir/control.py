"""Alarms within a budget, whatever the model says: an adaptive threshold on surprise.

An account of the alarms raised, less those that the budget allowed so far, moves a threshold on -log(chance): it rises
with every alarm and sinks a little every quiet night, so that in the long run the alarms come at the rate of the budget,
for any sequence of nights at all (Gibbs and Candes 2021, adaptive conformal inference; Angelopoulos, Candes and
Tibshirani 2023, whose integral term this is).

The threshold is worked out from the account anew every night. Moving it by a step each night instead, as their quantile
tracking does, was tried: where nights grow wilder the step grows with them, early alarms are paid back at a higher rate
than they were booked, and on UCDP Syria a budget of 4 alarms a year was overdrawn by 38 %.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from titir import _inputs
from titir.errors import TitirError

YEAR = 365.25
KEPT = 730
LIVELY = 0.35
LEAST_STEP = 1.5
"""An alarm raises the threshold at least so far, in units of -log(chance): to less than a quarter of the chance."""
UNSPENT_YEARS = 2.0
"""Alarms of the budget that were not spent within so long are forgotten, so that no long calm ends in a flood."""


@dataclass(frozen=True)
class Control:
    """The state of the control.

    Attributes:
        alarms_per_year: The budget.
        account: Alarms raised so far beyond what the budget allowed; below nought while some are left.
        seen: Surprise of the last nights, oldest first, at most two years.
    """

    alarms_per_year: float
    account: float = 0.0
    seen: tuple[float, ...] = ()

    @classmethod
    def starting(cls, alarms_per_year: float) -> "Control":
        """Return a control that trusts the model at first: its threshold is the chance that the budget asks for.

        Raises:
            ValueError: If the budget is not between 0 and one alarm a day.
        """
        if not 0 < alarms_per_year < YEAR:
            raise TitirError(f"alarms_per_year must lie between 0 and {YEAR}, got {alarms_per_year}")
        return cls(alarms_per_year)

    @cached_property
    def threshold(self) -> float:
        """Return the surprise, -log(chance), that makes an alarm."""
        return float(-np.log(self.alarms_per_year / YEAR)) + self._step() * self.account

    def alarms(self, chance: float) -> bool:
        """Return whether a night as surprising as this is an alarm."""
        return bool(-np.log(_surprising(chance)) >= self.threshold)

    def after(self, chance: float, *, alarms: int) -> "Control":
        """Return the control after a night.

        Args:
            chance: Of the night.
            alarms: New alarms that were raised in it.
        """
        _inputs.whole("alarms", alarms, 0)
        surprise = float(-np.log(_surprising(chance)))
        account = max(
            self.account + alarms - self.alarms_per_year / YEAR, -UNSPENT_YEARS * self.alarms_per_year
        )
        return replace(self, account=account, seen=(*self.seen, surprise)[-KEPT:])

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
        raise TitirError(f"a chance lies above 0 and up to 1, got {chance}")
    return chance
