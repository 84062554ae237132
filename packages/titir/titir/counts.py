"""Counts and expectations as they come in: checked, never mended silently."""

from __future__ import annotations

from math import fsum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from titir.errors import CountsError, EmptyError, ExpectedError, ShapeError

MOST = 65_535
"""One more than the largest count of one region and day in a replicate: what a 16 bit lane holds."""


def checked_counts(counts: ArrayLike, *, name: str = "counts") -> NDArray[np.int32]:
    """Return counts as int32 (regions, days).

    Raises:
        CountsError: If a count is negative, fractional, not a number or larger than 2**31 - 1; says which.
        ShapeError: If the array has not two dimensions, or one of them is empty.
    """
    values = np.asarray(counts)
    if values.ndim != 2 or 0 in values.shape:
        raise ShapeError(f"{name} must be (regions, days), got {values.shape}")
    if values.dtype.kind not in "iuf" or values.dtype.kind == "b":
        raise CountsError(f"{name} must be numbers, got {values.dtype}")
    if values.dtype.kind == "f":
        _first_wrong(~np.isfinite(values), values, name, "not a number")
        _first_wrong(values != np.floor(values), values, name, "fractional; events are counted whole")
    _first_wrong(values < 0, values, name, "negative")
    _first_wrong(values > 2**31 - 1, values, name, "larger than a count may be")
    return np.ascontiguousarray(values, dtype=np.int32)


def checked_expected(
    expected: ArrayLike, counts: NDArray[np.int32], *, name: str = "expected"
) -> NDArray[np.float64]:
    """Return expected counts as float64 in the shape of `counts`.

    Raises:
        ExpectedError: If one is negative, not a number, or zero where events happened.
        ShapeError: If the shapes differ.
    """
    values = np.asarray(expected, dtype=np.float64)
    if values.shape != counts.shape:
        raise ShapeError(f"counts {counts.shape} and {name} {values.shape} differ in shape")
    for wrong, why in (
        (~np.isfinite(values), "not a number"),
        (values < 0, "negative"),
        ((values == 0) & (counts > 0), "zero where events happened"),
    ):
        at = np.argwhere(wrong)
        if len(at):
            raise ExpectedError(f"{name}{list(map(int, at[0]))} is {values[tuple(at[0])]}: {why}")
    return np.ascontiguousarray(values)


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
