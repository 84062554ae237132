"""The level colours can be read, told apart by every eye, and ordered in grey (UX goal G14)."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from tests.web.colour import VISIONS, contrast, difference, lab, lightness, seen

CSS = Path(__file__).parents[2] / "kentongan" / "web" / "static" / "web" / "app.css"
LEVELS = ("normal", "waspada", "siaga", "awas")
THEMES = ("light", "dark")


def token(name: str, theme: str) -> str:
    found = re.search(rf"--{name}: (?:light-dark\((#\w+), (#\w+)\)|(#\w+));", CSS.read_text())
    assert found, f"the stylesheet has no token {name}"
    light, dark, both = found.groups()
    return both or (light if theme == "light" else dark)


def palettes() -> list[tuple[str, str]]:
    return [(theme, vision) for theme in THEMES for vision in VISIONS]


def least_difference(colours: list[str], vision: str) -> float:
    return min(difference(lab(seen(a, vision)), lab(seen(b, vision))) for a, b in combinations(colours, 2))


def test_the_difference_formula_agrees_with_its_published_examples() -> None:
    assert difference((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert difference((50, 2.5, 0), (73, 25, -18)) == pytest.approx(27.1492, abs=1e-4)
    assert difference((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514)) == pytest.approx(
        0.9082, abs=1e-4
    )


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("level", LEVELS)
def test_the_word_on_a_level_mark_can_be_read(level: str, theme: str) -> None:
    assert contrast(token(f"on-{level}", theme), token(level, theme)) >= 4.5


@pytest.mark.parametrize(("theme", "vision"), palettes())
def test_no_two_levels_look_alike_to_anybody(theme: str, vision: str) -> None:
    assert least_difference([token(level, theme) for level in LEVELS], vision) >= 16


@pytest.mark.parametrize("theme", THEMES)
def test_worse_levels_step_away_from_the_background_in_grey(theme: str) -> None:
    steps = [b - a for a, b in pairwise(lightness(token(level, theme)) for level in LEVELS)]

    assert all(step < -8 for step in steps) if theme == "light" else all(step > 8 for step in steps)


def test_a_traffic_light_would_fail_these_checks() -> None:
    traffic = ["#2e7d32", "#fdd835", "#fb8c00", "#c62828"]

    assert least_difference(traffic, "deutan") < 16


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("ink", "bg", 7), ("ink", "surface", 7), ("muted", "bg", 4.5), ("muted", "surface", 4.5),
        ("link", "bg", 4.5), ("link", "surface", 4.5), ("error", "bg", 4.5), ("ok", "bg", 4.5),
        ("on-primary", "primary", 4.5), ("on-bar", "bar", 7), ("control", "bg", 3), ("focus", "bar", 3),
    ],
)  # fmt: skip
def test_words_and_borders_stand_out(front: str, back: str, least: float, theme: str) -> None:
    assert contrast(token(front, theme), token(back, theme)) >= least


@pytest.mark.parametrize("theme", THEMES)
def test_larger_counts_are_further_from_the_background(theme: str) -> None:
    steps = [b - a for a, b in pairwise(lightness(token(f"count-{n}", theme)) for n in range(1, 6))]

    assert all(step < 0 for step in steps) if theme == "light" else all(step > 0 for step in steps)
