"""Without the compiler everything works, slower and with the same answers."""

import os
import subprocess
import sys

import numpy as np
import pytest
from titir import _draws, _kernels, _plain, random
from titir._jit import COMPILED

CODE = """
import json
import numpy as np
from titir import geometry, scan
from titir._jit import COMPILED
rng = np.random.default_rng(4)
counts, people = rng.poisson(0.5, (14, 9)), rng.integers(2, 60, 14)
counts[3, -3:] += 2
near = geometry.great_circle_neighbours(rng.uniform(-9, 5, 14), rng.uniform(95, 140, 14), size=people, most_share=0.5)
found = [
    scan.poisson_scan(counts, people, near, max_days=4, replicates=80, seed=3),
    scan.poisson_scan(counts, people, near, max_days=4, replicates=40, seed=3, prospective=False),
    scan.permutation_scan(counts, near, max_days=4, replicates=80, seed=3),
    scan.expectation_scan(counts, np.full((14, 9), 0.5), near, max_days=4, replicates=40, seed=3),
    scan.bernoulli_scan(counts.sum(axis=1), people, near, replicates=40, seed=3),
]
told = [[(one.regions, one.first_day, round(one.llr, 8), one.p) for one in each.clusters] for each in found]
print(json.dumps([COMPILED, told, [each.maxima.round(8).tolist() for each in found]]))
"""


def answer(**more: str) -> str:
    words = [sys.executable, "-c", CODE]
    return subprocess.run(  # noqa: S603
        words, capture_output=True, text=True, check=True, env={**os.environ, **more}
    ).stdout


@pytest.mark.skipif(not COMPILED, reason="there is no compiler to compare with")
def test_plain_numpy_gives_the_answers_of_the_compiled_loops() -> None:
    fast, plain = answer(), answer(TITIR_PLAIN="1")

    assert fast.startswith("[true")
    assert plain.startswith("[false")
    assert plain.removeprefix("[false") == fast.removeprefix("[true")


def test_the_upper_half_of_a_product_is_exact() -> None:
    one = np.random.default_rng(1).integers(0, 2**64, 50, dtype=np.uint64)

    halves = _plain.high_product(one, one[::-1].copy())

    assert halves.tolist() == [int(a) * int(b) >> 64 for a, b in zip(one, one[::-1], strict=True)]


@pytest.mark.parametrize("kind", [_kernels.POISSON, _kernels.EXPECTATION, _kernels.BERNOULLI])
def test_the_ratios_of_plain_numpy_are_those_of_the_loop(kind) -> None:
    c = np.arange(30.0)
    e = np.linspace(30, 45, 30)

    found = _plain.log_ratios(kind, c, e, 200.0, 60.0)

    assert found == pytest.approx(
        [_kernels.log_ratio(kind, *pair, 200.0, 60.0) for pair in zip(c, e, strict=True)]
    )


def test_plain_draws_are_those_of_the_loop() -> None:
    keys = np.array([random.key_of(1, 2, lane) for lane in range(3)])
    place = np.arange(20, dtype=np.int32)
    made = [np.zeros((23, 3), dtype=np.uint8) for _ in range(2)]
    words = (
        keys,
        np.array([0, 12, 20]),
        place,
        np.array([0, 5, 9]),
        np.array([0, 1, 2, 3, 0, 1, 1, 2, 3], np.int32),
    )

    assert _draws.draw_shuffled(*words, made[0]) == _plain.draw_shuffled(*words, made[1])
    assert (made[0] == made[1]).all()
