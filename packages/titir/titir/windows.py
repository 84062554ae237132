"""Windows of time: which first and last days are tried."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from titir.errors import OptionError


@dataclass(frozen=True)
class Windows:
    """Windows over days 0..days-1, in the order in which they are tried.

    Attributes:
        days: How many days there are.
        begins: int32 (windows,) first day of each.
        ends: int32 (windows,) day after the last of each.
        spans: Lengths, where the windows of these lengths stand anywhere in time; else empty.
        end_from: Earliest end of those.
    """

    days: int
    begins: NDArray[np.int32]
    ends: NDArray[np.int32]
    spans: tuple[int, ...] = ()
    end_from: int = 1

    def __post_init__(self) -> None:
        if not len(self.begins):
            raise OptionError(f"no window fits into {self.days} days")

    @property
    def end_together(self) -> bool:
        """Whether all end with the last day."""
        return bool((self.ends == self.days).all())

    @property
    def has_whole(self) -> bool:
        """Whether the last window is the whole time."""
        return int(self.begins[-1]) == 0 and int(self.ends[-1]) == self.days

    def moved(self, days: int) -> Windows:
        """Return these windows as they are called when the first day is another."""
        step = np.int32(days)
        end_from = max(1, self.end_from + days)
        return Windows(self.days + days, self.begins + step, self.ends + step, self.spans, end_from)

    def with_whole(self) -> Windows:
        """Return these windows and, besides, the whole time: purely spatial clusters."""
        return Windows(
            self.days,
            np.append(self.begins, np.int32(0)).astype(np.int32),
            np.append(self.ends, np.int32(self.days)).astype(np.int32),
            self.spans,
            self.end_from,
        )


def alive(days: int, *, longest: int, shortest: int = 1) -> Windows:
    """Return the windows that end with the last day, shortest first: what a prospective scan asks."""
    lengths = _lengths(days, shortest, longest)
    return Windows(days, (days - lengths).astype(np.int32), np.full(len(lengths), days, dtype=np.int32))


def anywhere(days: int, *, longest: int, shortest: int = 1, end_from: int = 1) -> Windows:
    """Return the windows anywhere in time, by their end and then their length; `end_from` is the earliest end."""
    lengths = _lengths(days, shortest, longest)
    ends, spans = np.meshgrid(np.arange(end_from, days + 1), lengths, indexing="ij")
    fits = spans <= ends
    begins = (ends - spans)[fits].astype(np.int32)
    return Windows(days, begins, ends[fits].astype(np.int32), tuple(map(int, lengths)), end_from)


def whole(days: int) -> Windows:
    """Return the one window of a purely spatial scan."""
    return Windows(days, np.zeros(1, dtype=np.int32), np.full(1, days, dtype=np.int32))


def _lengths(days: int, shortest: int, longest: int) -> NDArray[np.int64]:
    if not 1 <= shortest <= longest:
        raise OptionError(f"windows of {shortest} to {longest} days: the shortest must be at least 1 day")
    return np.arange(shortest, min(longest, days) + 1)
