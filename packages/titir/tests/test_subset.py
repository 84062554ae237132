"""The shape within a circle is the best of all subsets."""

from functools import partial
from itertools import chain, combinations

import naive_scans
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from titir.errors import OptionError
from titir.scan import Cluster
from titir.subset import shape_of


def cluster(regions: int) -> Cluster:
    return Cluster(tuple(range(regions)), 1, 2, 0.0, 0, 0.0, 0.0, 0.0)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.booleans())
def test_no_subset_of_the_circle_is_more_remarkable(seed, against_total) -> None:
    rng = np.random.default_rng(seed)
    counts, expected = rng.poisson(1.0, (7, 3)), rng.uniform(0.2, 2.0, (7, 3))
    counts[0, 1] += 6
    total = float(counts.sum() * 3) if against_total else None

    found = shape_of(cluster(7), counts, expected, total=total)

    ratio = partial(naive_scans.poisson_ratio if total else naive_scans.expectation_ratio, n=total)
    subsets = chain.from_iterable(combinations(range(7), size) for size in range(1, 8))
    best = max(ratio(counts[list(s), 1:3].sum(), expected[list(s), 1:3].sum()) for s in subsets)
    assert found.llr == pytest.approx(best)
    assert found.observed == counts[list(found.regions), 1:3].sum()


def test_a_circle_without_more_than_expected_has_no_shape() -> None:
    with pytest.raises(OptionError, match="more events than expected"):
        shape_of(cluster(2), [[0, 0, 1], [0, 1, 0]], np.full((2, 3), 5.0))
