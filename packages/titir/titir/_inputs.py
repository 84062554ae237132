"""What every public call checks first, so that bad input ends in a sentence and never in a wrong answer."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from titir.errors import CountsError, OptionError, ShapeError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
MOST = 2**31 - 1
"""Largest count or number of a day."""
MOST_DRAWS = 10_000_000
"""Most permutations, replicates or redrawn sets; more gain nothing and fill the memory."""
MOST_UNITS = 10_000_000
"""Most units of a level, posts or channels; a number beyond is a code, not a position."""


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
        ValueError: If a value is negative, fractional, not a number or beyond 2**31 - 1, or there are other dimensions.
    """
    given = _numbers(name, values)
    if given.dtype.kind == "f":
        given = floats(name, given, ndim=ndim)
    if given.ndim != ndim:
        raise ShapeError(f"{name} must have {ndim} dimensions, got shape {given.shape}")
    bad = (given != np.floor(given)) | (given < 0)
    if bad.any():
        where = tuple(int(one) for one in np.argwhere(bad)[0])
        raise CountsError(f"{name} {given.shape} must be whole and >= 0, got {given[where]} at {where}")
    if (given > MOST).any():
        raise CountsError(f"{name} {given.shape} must be up to {MOST}, got {given.max()}")
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


def labels(name: str, values: ArrayLike) -> Whole:
    """Return the number of the unit, from 0, that each belongs to.

    Raises:
        ValueError: If one is no whole number, or so large that it must be a code.
    """
    given = counts(name, values, ndim=1)
    if given.size and int(given.max()) >= MOST_UNITS:
        raise CountsError(
            f"{name} {given.shape} must number units from 0, below {MOST_UNITS}, got {int(given.max())}"
        )
    return given


def truths(name: str, values: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Return what is true and what is false, in a shape.

    Raises:
        ValueError: If the shape differs or there are other values.
    """
    given = _numbers(name, values)
    if given.shape != shape:
        raise ShapeError(f"{name} {given.shape} must have the shape {shape}")
    if not np.isin(given, (0, 1)).all():
        raise CountsError(f"{name} {given.shape} must hold true and false only")
    return given.astype(np.bool_)


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
    if not (_is_number(value) and 0 < value < 1):
        raise OptionError(f"{name} must lie between 0 and 1, got {value!r}")
    return float(value)


def at_least(name: str, value: float, least: float) -> None:
    """Refuse a number below `least`.

    Raises:
        ValueError: With what was got.
    """
    if not (_is_number(value) and value >= least):
        raise OptionError(f"{name} must be at least {least}, got {value!r}")


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, np.integer, np.floating))


def whole(name: str, value: object, least: int, most: int = MOST) -> None:
    """Refuse what is no whole number from `least` to `most`.

    Raises:
        OptionError: With what was got.
    """
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        raise OptionError(f"{name} must be a whole number of {least} or more, got {value!r}")
    if value > most:
        raise OptionError(f"{name} must be {most} at most, got {value}")


def drawn(name: str, value: object) -> None:
    """Refuse a number of draws that is none, or more than anybody waits for.

    Raises:
        OptionError: With what was got.
    """
    whole(name, value, 1, MOST_DRAWS)


def generator(seed: int) -> np.random.Generator:
    """Return the random numbers of a seed.

    Raises:
        OptionError: If it is no whole number from 0 to 2**128 - 1.
    """
    whole("seed", seed, 0, 2**128 - 1)
    return np.random.Generator(np.random.Philox(key=seed))
