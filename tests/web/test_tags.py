"""Levels, moments and numbers as people read them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

from kentongan.rules.levels import Level

AT = datetime(2026, 11, 21, 14, 40, tzinfo=UTC)


def written(source: str, language: str = "id", **context: object) -> str:
    with translation.override(language):
        return Template("{% load web %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("region", "words"),
    [
        ("35.08.05.2001", "Sabtu 21 Nov 2026, 21.40 WIB"),
        ("73.71", "Sabtu 21 Nov 2026, 22.40 WITA"),
        ("91.71", "Sabtu 21 Nov 2026, 23.40 WIT"),
    ],
)
def test_a_moment_is_told_in_the_time_of_its_region(region: str, words: str) -> None:
    assert (
        written("{% moment at region %}", at=AT, region=region)
        == f'<time datetime="2026-11-21T14:40:00+00:00">{words}</time>'
    )


def test_a_moment_is_told_in_english() -> None:
    assert "Saturday 21 Nov 2026, 21.40 WIB" in written("{% moment at '35' %}", "en", at=AT)


def test_no_moment_is_told_as_nothing() -> None:
    assert written("{% moment at '35' %}", at=None) == ""


@pytest.mark.parametrize(("language", "words"), [("id", "1.952"), ("en", "1,952")])
def test_thousands_are_marked_as_the_language_does(language: str, words: str) -> None:
    assert written("{{ n|amount }}", language, n=1952) == words


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=20), "baru saja"),
        (timedelta(minutes=9), "9 mnt"),
        (timedelta(minutes=126), "2,1 jam"),
        (timedelta(hours=20), "20 jam"),
        (timedelta(hours=77), "3,2 hari"),
        (None, "–"),
    ],
)
def test_a_length_of_time_has_one_unit(length: timedelta | None, words: str) -> None:
    assert written("{{ length|span }}", length=length) == words


@pytest.mark.parametrize("level", list(Level))
def test_a_level_is_a_word_a_shape_and_bars_and_never_a_number(level: Level) -> None:
    mark = written("{% level_mark level %}", level=level.value)

    words = mark.split(">")
    assert f"mark-{level.value}" in mark
    assert level.label in mark
    assert mark.count('fill="currentColor"') == level.bars
    assert not any(text.split("<")[0].strip().isdigit() for text in words)


def test_no_two_levels_share_a_shape() -> None:
    shapes = {
        written("{% level_mark level %}", level=level).split("</svg>")[0].split("aria-hidden")[1]
        for level in Level
    }

    assert len(shapes) == len(Level)


def test_an_unknown_level_is_a_bug_and_not_normal() -> None:
    with pytest.raises(ValueError, match="gawat"):
        written("{% level_mark 'gawat' %}")
