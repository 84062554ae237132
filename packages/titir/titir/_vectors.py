"""Instructions that the language has no words for: the upper half of a product, and many lanes at once.

The lanes are written as LLVM vectors, which the compiler turns into what the processor has: one or two registers of
AVX-512, four of AVX2, eight of SSE or NEON. Loops over lanes that are written plainly were not turned into vectors,
since the compiler cannot see that the arrays lie apart.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from titir._jit import COMPILED

high_product: Any
"""The upper 64 of the 128 bits of a product of two unsigned words."""

advance: Any
"""Add rows of 64 lanes to four running sums and compare them with thresholds; see `_lane_advance`."""

widest: Any
"""The largest difference of running sums a window apart, lane by lane; see `_widest`."""

if COMPILED:
    from llvmlite import ir
    from numba import types
    from numba.extending import intrinsic

    @intrinsic
    def _high_product(typing: Any, one: Any, other: Any) -> Any:
        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            wide = ir.IntType(128)
            product = builder.mul(builder.zext(args[0], wide), builder.zext(args[1], wide))
            return builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), ir.IntType(64))

        return types.uint64(types.uint64, types.uint64), codegen

    @intrinsic
    def _lane_advance(
        typing: Any,
        rows: Any,
        index: Any,
        count: Any,
        stride: Any,
        sums: Any,
        limits: Any,
        bins: Any,
        masks: Any,
    ) -> Any:
        """Add `count` rows, chosen by `index`, to four running sums; return which lanes reach their thresholds.

        All arguments are addresses or numbers. rows: bytes (units, stride), already moved to the first of the four
        windows, 64 lanes each; the sums of the bytes must stay below 256. index: int32. sums: uint16 (4, 64), updated.
        limits: uint16 (bins, 64). bins: uint16 (4,). masks: uint64 (4,), written: bit k says that lane k reached its
        threshold. Returns the masks joined by "or".
        """

        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            byte, half, word = ir.IntType(8), ir.IntType(16), ir.IntType(64)
            narrow, wide = ir.VectorType(byte, 64), ir.VectorType(half, 64)
            base, chosen, number, step, running, least, column, found = args
            before = builder.block
            loop = builder.append_basic_block("rows")
            after = builder.append_basic_block("compare")
            builder.branch(loop)
            builder.position_at_end(loop)
            turn = builder.phi(word)
            turn.add_incoming(ir.Constant(word, 0), before)
            parts = [builder.phi(narrow) for _ in range(4)]
            for part in parts:
                part.add_incoming(ir.Constant(narrow, None), before)
            where = builder.inttoptr(
                builder.add(chosen, builder.shl(turn, ir.Constant(word, 2))), ir.IntType(32).as_pointer()
            )
            unit = builder.zext(builder.load(where), word)
            row = builder.add(base, builder.mul(unit, step))
            for number_of, part in enumerate(parts):
                place = builder.inttoptr(
                    builder.add(row, ir.Constant(word, 64 * number_of)), narrow.as_pointer()
                )
                part.add_incoming(builder.add(part, builder.load(place, align=1)), loop)
            later = builder.add(turn, ir.Constant(word, 1))
            turn.add_incoming(later, loop)
            sums_now = [part.incomings[1][0] for part in parts]
            builder.cbranch(builder.icmp_unsigned("<", later, number), loop, after)
            builder.position_at_end(after)
            joined = ir.Constant(word, 0)
            for number_of, part in enumerate(sums_now):
                place = builder.inttoptr(
                    builder.add(running, ir.Constant(word, 128 * number_of)), wide.as_pointer()
                )
                total = builder.add(builder.load(place, align=1), builder.zext(part, wide))
                builder.store(total, place, align=1)
                bin_at = builder.inttoptr(
                    builder.add(column, ir.Constant(word, 2 * number_of)), half.as_pointer()
                )
                limit = builder.add(
                    least, builder.shl(builder.zext(builder.load(bin_at), word), ir.Constant(word, 7))
                )
                threshold = builder.load(builder.inttoptr(limit, wide.as_pointer()), align=1)
                mask = builder.bitcast(builder.icmp_unsigned(">=", total, threshold), word)
                out = builder.inttoptr(
                    builder.add(found, ir.Constant(word, 8 * number_of)), word.as_pointer()
                )
                builder.store(mask, out)
                joined = builder.or_(joined, mask)
            return joined

        return types.uint64(*([types.int64] * 8)), codegen

    @intrinsic
    def _widest(typing: Any, sums: Any, first: Any, count: Any, length: Any, limit: Any) -> Any:
        """Return which of 32 lanes have a window of `length` whose difference of running sums reaches a threshold.

        sums: address of uint16 (days + 1, 32); windows begin at `first`, `first` + 1, ... (`count` of them).
        limit: address of uint16 (32,).
        """

        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            word, half = ir.IntType(64), ir.IntType(16)
            wide = ir.VectorType(half, 32)
            base, begin, number, span, least = args
            low = builder.add(base, builder.shl(begin, ir.Constant(word, 6)))
            reach = builder.shl(span, ir.Constant(word, 6))
            before = builder.block
            loop = builder.append_basic_block("windows")
            after = builder.append_basic_block("compare")
            builder.branch(loop)
            builder.position_at_end(loop)
            turn, most = builder.phi(word), builder.phi(wide)
            turn.add_incoming(ir.Constant(word, 0), before)
            most.add_incoming(ir.Constant(wide, None), before)
            place = builder.add(low, builder.shl(turn, ir.Constant(word, 6)))
            early = builder.load(builder.inttoptr(place, wide.as_pointer()), align=1)
            late = builder.load(builder.inttoptr(builder.add(place, reach), wide.as_pointer()), align=1)
            seen = builder.sub(late, early)
            higher = builder.select(builder.icmp_unsigned(">", seen, most), seen, most)
            later = builder.add(turn, ir.Constant(word, 1))
            turn.add_incoming(later, loop)
            most.add_incoming(higher, loop)
            builder.cbranch(builder.icmp_unsigned("<", later, number), loop, after)
            builder.position_at_end(after)
            threshold = builder.load(builder.inttoptr(least, wide.as_pointer()), align=1)
            mask = builder.bitcast(builder.icmp_unsigned(">=", higher, threshold), ir.IntType(32))
            return builder.zext(mask, word)

        return types.uint64(*([types.int64] * 5)), codegen

    high_product, advance, widest = _high_product, _lane_advance, _widest
else:

    def _plain_high_product(one: np.uint64, other: np.uint64) -> np.uint64:
        return np.uint64((int(one) * int(other)) >> 64)

    # Without the compiler the fast loops are never asked: `titir.fast.possible` says no.
    high_product, advance, widest = _plain_high_product, None, None
