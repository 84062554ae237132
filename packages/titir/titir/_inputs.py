"""What every public call checks first, so that bad input ends in a sentence and never in a wrong answer."""

from collections.abc import Sequence
from typing import Any

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
    given = _numbers(name, values).astype(np.float64)
    if given.ndim != ndim:
        raise ShapeError(f"{name} must have {ndim} dimensions, got shape {given.shape}")
    if not np.isfinite(given).all():
        where = tuple(int(one) for one in np.argwhere(~np.isfinite(given))[0])
        raise CountsError(f"{name} {given.shape} holds {given[where]} at {where}")
    return given


def _numbers(name: str, values: ArrayLike) -> NDArray[Any]:
    """Return what is an array of numbers; true and false count as 1 and 0."""
    try:
        given = np.asarray(values)
    except ValueError:
        raise ShapeError(f"{name} must be an array, got rows of different lengths") from None
    if given.dtype.kind not in "iufb":
        raise CountsError(f"{name} {given.shape} must be numbers, got {given.dtype}")
    return given.astype(np.int64) if given.dtype.kind == "b" else given


def counts(name: str, values: ArrayLike, *, ndim: int) -> Whole:
    """Return whole numbers >= 0 of `ndim` dimensions.

    Raises:
        ValueError: If a value is negative, fractional or not a number, or there are other dimensions.
    """
    given = _numbers(name, values)
    if given.dtype.kind == "f":
        given = floats(name, given, ndim=ndim)
    if given.ndim != ndim:
        raise ShapeError(f"{name} must have {ndim} dimensions, got shape {given.shape}")
    bad = (given != np.floor(given)) | (given < 0) | (given >= 2.0**62)
    if bad.any():
        where = tuple(int(one) for one in np.argwhere(bad)[0])
        raise CountsError(f"{name} {given.shape} must be whole and >= 0, got {given[where]} at {where}")
    return given.astype(np.int64)


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


def whole(name: str, value: object, least: int) -> None:
    """Refuse what is no whole number of `least` or more.

    Raises:
        OptionError: With what was got.
    """
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        raise OptionError(f"{name} must be a whole number of {least} or more, got {value!r}")


def generator(seed: int) -> np.random.Generator:
    """Return the random numbers of a seed.

    Raises:
        OptionError: If it is no whole number from 0 to 2**128 - 1.
    """
    whole("seed", seed, 0)
    if seed >= 2**128:
        raise OptionError(f"seed must lie below 2**128, got {seed}")
    return np.random.Generator(np.random.Philox(key=seed))
