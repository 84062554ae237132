"""Confidences: curves rise, mean what they say, and keep their form in a file."""

from pathlib import Path

import numpy as np
import pytest
from simak import calibrating


def answers(count: int, seed: int) -> tuple[list[float], list[bool]]:
    """Return raw confidences that are too high: among those of 0.9, six in ten are right."""
    rng = np.random.default_rng(seed)
    raw = rng.uniform(0.3, 1.0, count)
    return raw.tolist(), (rng.random(count) < raw * 2 / 3).tolist()


def test_confidences_that_were_too_high_are_put_right_on_other_answers() -> None:
    curve = calibrating.fit(*answers(2000, 1))
    raw, right = answers(2000, 2)

    assert calibrating.error(raw, right) > 0.15
    assert calibrating.error([curve(each) for each in raw], right) < 0.04


def test_a_curve_never_falls_and_stays_a_probability() -> None:
    curve = calibrating.fit(*answers(200, 3))
    told = [curve(each) for each in np.linspace(-0.5, 1.5, 200)]

    assert told == sorted(told)
    assert told[0] >= 0.0
    assert told[-1] <= 1.0


def test_a_curve_is_read_as_it_was_written(tmp_path: Path) -> None:
    curve = calibrating.fit(*answers(100, 4))
    calibrating.save({"kind": curve}, tmp_path / "curves.json")

    assert calibrating.load(tmp_path / "curves.json") == {"kind": curve}


def test_no_answers_are_refused() -> None:
    with pytest.raises(ValueError, match="0 confidences for 1"):
        calibrating.fit([], [True])
    with pytest.raises(ValueError, match="no answers"):
        calibrating.error([], [])
