"""The one door to the compiler: typed, cached, and absent without harm.

Without numba, with NUMBA_DISABLE_JIT or with TITIR_PLAIN the same loops run in plain NumPy (`titir._plain`).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])


def _wanted() -> bool:
    off = ("", "0")
    return os.environ.get("NUMBA_DISABLE_JIT", "") in off and os.environ.get("TITIR_PLAIN", "") in off


numba: Any
try:
    import numba
except ImportError:  # the loops of _plain do the work
    numba = None

COMPILED: bool = numba is not None and _wanted()
"""Whether the compiled loops are there."""


def compiled(function: Function) -> Function:
    """Compile a loop when it is first called, keep it on disk, and let go of the interpreter while it runs."""
    if not COMPILED:
        return function
    return cast(
        "Function", numba.njit(cache=True, nogil=True, boundscheck=False, error_model="numpy")(function)
    )
