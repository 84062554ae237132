"""The same clusters as SaTScan 10.3.2 printed for the shared cases; skipped where those are absent."""

from dataclasses import replace

import pytest
import reference
from titir.prm import read_parameters
from titir.study import run

CASES = [
    ("synthetic/w500", "p5.prm", "p5.txt", 299),
    ("synthetic/w500", "s5.prm", "s5.txt", 299),
    ("synthetic/w500", "p50.prm", "p50.txt", 99),
    ("synthetic/w500", "p5_retro.prm", "p5_retro.txt", 0),
    ("synthetic/w2000", "p5r999.prm", "p5r999.txt", 99),
    ("synthetic/w2000", "s5q.prm", "s5q.txt", 99),
    ("satscan_samples", "NewMexicoSpaceTimePoisson.prm", "nm.out.txt", 999),
    ("satscan_samples", "NYCSpaceTimePermutation.prm", "nycfever.out.txt", 999),
]


@pytest.mark.skipif(
    not reference.DATA.is_dir(), reason="the shared detection data are not beside the project"
)
@pytest.mark.parametrize(("folder", "file", "printed", "replicates"), CASES)
def test_the_same_clusters_are_told_as_by_the_reference(folder, file, printed, replicates, tmp_path) -> None:
    theirs = reference.clusters(reference.DATA / folder / printed)
    read = read_parameters(reference.unpacked(reference.DATA / folder, tmp_path) / file)

    found = run(replace(read, monte_carlo_reps=replicates), seed=1)

    ours = found.clusters
    compared = [one for one in theirs if one.p < 0.9] or theirs[:1]
    assert len(ours) >= len(compared)
    for mine, one in zip(ours, compared, strict=False):
        assert mine.cluster.llr == pytest.approx(one.llr, rel=1e-6, abs=6e-7)
        assert list(mine.locations) == one.locations
        assert (mine.start, mine.end) == (one.start, one.end)
        assert mine.cluster.observed == one.observed
        assert mine.cluster.expected == pytest.approx(float(one.expected), rel=0.01, abs=0.006)
        assert mine.cluster.radius_km == pytest.approx(one.radius, abs=0.006)
        if one.risk:
            assert mine.cluster.relative_risk == pytest.approx(float(one.risk), abs=0.006)
        if replicates:
            error = 4 * (one.p * (1 - one.p) * (1 / found.replicates + 1 / 999)) ** 0.5 + 2 / found.replicates
            assert abs(mine.cluster.p - one.p) <= error
