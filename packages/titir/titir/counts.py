"""Counts and expectations as they come in: checked, never mended silently."""

from __future__ import annotations

from math import fsum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from titir.errors import CountsError, EmptyError, ExpectedError, ShapeError

MOST = 65_535
"""One more than the largest count of one region and day in a replicate: what a 16 bit lane holds."""
LEAST_EXPECTED = 1e-290
"""Below it, the ratio of an event to its expectation is beyond any number."""
MOST_EVENTS = 2**31 - 1
"""Most events in all: what the running sums of the loops hold."""


def checked_counts(counts: ArrayLike, *, name: str = "counts") -> NDArray[np.int32]:
    """Return counts as int32 (regions, days).

    Raises:
        CountsError: If a count is negative, fractional, not a number or larger than 2**31 - 1, or all together are.
        ShapeError: If the array has not two dimensions, or one of them is empty.
    """
    values = _array(name, counts)
    if values.ndim != 2 or 0 in values.shape:
        raise ShapeError(f"{name} must be (regions, days), got {values.shape}")
    if values.dtype.kind not in "iuf" or values.dtype.kind == "b":
        raise CountsError(f"{name} must be numbers, got {values.dtype}")
    if values.dtype.kind == "f":
        _first_wrong(~np.isfinite(values), values, name, "not a number")
        _first_wrong(values != np.floor(values), values, name, "fractional; events are counted whole")
    _first_wrong(values < 0, values, name, "negative")
    _first_wrong(values > MOST_EVENTS, values, name, "larger than a count may be")
    check_total(values, name)
    return np.ascontiguousarray(values, dtype=np.int32)


def check_total(values: NDArray[Any], name: str) -> None:
    """Refuse more events than the running sums hold.

    Raises:
        CountsError: If there are more than 2**31 - 1 in all.
    """
    total = int(values.sum(dtype=np.float64 if values.dtype.kind == "f" else np.int64))
    if total > MOST_EVENTS:
        raise CountsError(f"{name} {values.shape} are {total} events in all; {MOST_EVENTS} are the most")


def checked_expected(
    expected: ArrayLike, counts: NDArray[np.int32], *, name: str = "expected"
) -> NDArray[np.float64]:
    """Return expected counts as float64 in the shape of `counts`.

    Raises:
        ExpectedError: If one is negative, not a number, or zero where events happened.
        ShapeError: If the shapes differ.
    """
    values = checked_numbers(name, expected)
    if values.shape != counts.shape:
        raise ShapeError(f"counts {counts.shape} and {name} {values.shape} differ in shape")
    for wrong, why in (
        (~np.isfinite(values), "not a number"),
        (values < 0, "negative"),
        ((values == 0) & (counts > 0), "zero where events happened"),
        ((values < LEAST_EXPECTED) & (counts > 0), "too near to zero where events happened"),
    ):
        at = np.argwhere(wrong)
        if len(at):
            raise ExpectedError(f"{name}{list(map(int, at[0]))} is {values[tuple(at[0])]}: {why}")
    with np.errstate(over="ignore"):
        if not np.isfinite(values.sum()):
            raise ExpectedError(f"{name} {values.shape} adds up to more than a number holds")
    return np.ascontiguousarray(values)


def checked_numbers(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return numbers as float64, in whatever shape they come.

    Raises:
        ExpectedError: If they are no numbers.
        ShapeError: If they are rows of different lengths.
    """
    given = _array(name, values)
    if given.dtype.kind not in "iufb":
        raise ExpectedError(f"{name} {given.shape} must be numbers, got {given.dtype}")
    return given.astype(np.float64)


def column_of(name: str, values: ArrayLike) -> NDArray[Any]:
    """Return values (regions,) as one column (regions, 1).

    Raises:
        ShapeError: If they have another number of dimensions.
    """
    given = _array(name, values)
    if given.ndim != 1:
        raise ShapeError(f"{name} must be (regions,), got {given.shape}")
    return given[:, None]


def _array(name: str, values: ArrayLike) -> NDArray[Any]:
    try:
        return np.asarray(values)
    except ValueError:
        raise ShapeError(f"{name} must be an array, got rows of different lengths") from None


def exact_sum(values: NDArray[np.float64]) -> float:
    """Return the sum over (regions, days), to the last bit the same in whatever order the regions stand."""
    return fsum(values.sum(axis=1))


def total_of(counts: NDArray[np.int32]) -> int:
    """Return how many events there are.

    Raises:
        EmptyError: If there are none.
    """
    total = int(counts.sum(dtype=np.int64))
    if not total:
        raise EmptyError(f"no events at all in {counts.shape[0]} regions and {counts.shape[1]} days")
    return total


def check_others(counts: NDArray[np.int32]) -> None:
    """Refuse one region alone where regions are compared with each other.

    Raises:
        ShapeError: If there is no other.
    """
    if len(counts) < 2:
        raise ShapeError(f"counts {counts.shape}: one region alone has no other to be compared with")


def check_lanes_hold(expected: float) -> None:
    """Refuse replicates whose fullest cell would not fit into its lane, before any is drawn.

    Raises:
        CountsError: If 65,535 or more are expected in one region and day.
    """
    if expected >= MOST:
        raise CountsError(
            f"a replicate has {expected:.6g} or so events in one region and day; a 16 bit lane holds {MOST - 1}"
        )


def check_lanes(largest: int) -> None:
    """Refuse a count that a 16 bit lane does not hold.

    Raises:
        CountsError: If the largest count of a replicate reached 65,535.
    """
    if largest >= MOST:
        raise CountsError(
            f"a replicate has {largest} or more events in one region and day; a 16 bit lane holds {MOST - 1}"
        )


def _first_wrong(wrong: NDArray[np.bool_], values: NDArray[np.generic], name: str, why: str) -> None:
    at = np.argwhere(wrong)
    if len(at):
        raise CountsError(f"{name}{list(map(int, at[0]))} is {values[tuple(at[0])]}: {why}")
