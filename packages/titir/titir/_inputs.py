"""What every public call checks first, so that bad input ends in a sentence and never in a wrong answer."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from titir.errors import CountsError, OptionError, ShapeError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def floats(name: str, values: ArrayLike, *, ndim: int) -> Floats:
    """Return finite floats of `ndim` dimensions.

    Raises:
        ValueError: If there are other dimensions, or a value is not a finite number.
    """
    given = np.asarray(values, dtype=np.float64)
    if given.ndim != ndim:
        raise ShapeError(f"{name} must have {ndim} dimensions, got shape {given.shape}")
    if not np.isfinite(given).all():
        where = tuple(int(one) for one in np.argwhere(~np.isfinite(given))[0])
        raise CountsError(f"{name} {given.shape} holds {given[where]} at {where}")
    return given


def counts(name: str, values: ArrayLike, *, ndim: int) -> Whole:
    """Return whole numbers >= 0 of `ndim` dimensions.

    Raises:
        ValueError: If a value is negative, fractional or not a number, or there are other dimensions.
    """
    given = np.asarray(values)
    if given.dtype.kind == "u":
        given = given.astype(np.int64)
    if given.dtype.kind != "i":
        given = floats(name, given, ndim=ndim)
    if given.ndim != ndim:
        raise ShapeError(f"{name} must have {ndim} dimensions, got shape {given.shape}")
    whole = given.astype(np.int64)
    bad = (whole != given) | (given < 0)
    if bad.any():
        where = tuple(int(one) for one in np.argwhere(bad)[0])
        raise CountsError(f"{name} {given.shape} must be whole and >= 0, got {given[where]} at {where}")
    return whole


def positive(name: str, values: ArrayLike, *, ndim: int) -> Floats:
    """Return finite floats > 0 of `ndim` dimensions.

    Raises:
        ValueError: If a value is nought or below, or not a finite number.
    """
    given = floats(name, values, ndim=ndim)
    if (given <= 0).any():
        where = tuple(int(one) for one in np.argwhere(given <= 0)[0])
        raise CountsError(f"{name} {given.shape} must be > 0, got {given[where]} at {where}")
    return given


def indices(name: str, values: ArrayLike, *, below: int) -> Whole:
    """Return a vector of positions 0 .. below - 1.

    Raises:
        ValueError: If one lies outside.
    """
    given = counts(name, values, ndim=1)
    if given.size and int(given.max()) >= below:
        raise CountsError(f"{name} {given.shape} points at {int(given.max())}, but there are only {below}")
    return given


def same_length(**arrays: Sequence[object] | NDArray[np.generic]) -> None:
    """Refuse arrays whose first dimensions differ.

    Raises:
        ValueError: With the name and the length of each.
    """
    lengths = {name: len(array) for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} has {length}" for name, length in lengths.items())
        raise ShapeError(f"arrays of one length are needed: {told}")


def share(name: str, value: float) -> float:
    """Return a number strictly between 0 and 1.

    Raises:
        ValueError: If it lies elsewhere.
    """
    if not 0 < value < 1:
        raise OptionError(f"{name} must lie between 0 and 1, got {value}")
    return float(value)


def at_least(name: str, value: float, least: float) -> None:
    """Refuse a number below `least`.

    Raises:
        ValueError: With what was got.
    """
    if not value >= least:
        raise OptionError(f"{name} must be at least {least}, got {value}")
