"""What a bench writes down: every kind of figure gets its line, and a missed target is told by the exit code."""

import json
from pathlib import Path

import pytest

from bench.machine import figure, told, write


def test_figures_with_and_without_a_spread_are_written_and_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = [
        told("right at first", 0.97, "", n=300, spread=()),
        figure("key to picture", [24, 40, 32], "ms", at_most=100, digits=0),
    ]

    missed = write("trial", "just bench-trial", figures, place=tmp_path / "trial.json")

    lines = capsys.readouterr().out.splitlines()
    assert ["0.97" in lines[0], "32 ms" in lines[1], "24 to 40" in lines[1], "met" in lines[1]] == [True] * 4
    assert json.loads((tmp_path / "trial.json").read_text())["figures"][0]["spread"] == []
    assert missed == 0


def test_a_missed_target_makes_the_command_fail(tmp_path: Path) -> None:
    late = figure("key to picture", [112, 120], "ms", at_most=100)

    assert write("trial", "just bench-trial", [late], place=tmp_path / "trial.json") == 1
