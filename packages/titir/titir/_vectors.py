"""Instructions that the language has no words for: the upper half of a product."""

from __future__ import annotations

from typing import Any

import numpy as np

from titir._jit import COMPILED

high_product: Any
"""The upper 64 of the 128 bits of a product of two unsigned words."""

if COMPILED:
    from llvmlite import ir
    from numba import types
    from numba.extending import intrinsic

    @intrinsic
    def _high_product(typing: Any, one: Any, other: Any) -> Any:  # noqa: ARG001  numba asks for it
        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ARG001
            wide = ir.IntType(128)
            product = builder.mul(builder.zext(args[0], wide), builder.zext(args[1], wide))
            return builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), ir.IntType(64))

        return types.uint64(types.uint64, types.uint64), codegen

    high_product = _high_product
else:

    def _plain_high_product(one: np.uint64, other: np.uint64) -> np.uint64:
        return np.uint64((int(one) * int(other)) >> 64)

    high_product = _plain_high_product
