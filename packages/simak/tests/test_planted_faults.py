"""What reading promises for any text, and faults planted on purpose that this hunt must find."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from simak import clock, counts, dates, normal, numbers, places, regions
from simak.draft import Range, Span

PIECES = st.sampled_from(
    [
        "Desa",
        "Kec.",
        "Kota",
        "Serang",
        "Sukamaju",
        "Walantaka",
        "Kapuren",
        "di",
        "asal",
        "dari",
        "é",
        "\u200b",
        "İ",
        "ﬁ",
        "１２",
        "�",
        "\x00",
        "'",
        "-",
        "(",
        ")",
        ",",
        ".",
        "\n",
        "senin",
        "31/2",
        "14/8",
        "29 februari",
        "tgl 31",
        "td mlm",
        "jam",
        "jam 12",
        "setengah",
        "12",
        "25",
        "pukul 9:05",
        "wib",
        "dua",
        "belasan",
        "puluhan ribu",
        "50an",
        "orang",
        "rumah",
        "kk",
        "tewas",
        "luka",
        "menewaskan",
        "seorang",
        "dan",
        "lagi",
        "tidak ada korban jiwa",
        "massa",
        "3/4",
        "Rp",
        "2024",
        "🔥",
        "3-4 Ulu",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES, max_size=14).map("".join))
AT = datetime(2024, 7, 14, 7, 10)


def promised_of_the_text(raw: str) -> None:
    text = normal.normalise(raw)
    assert len(text.plain) == len(text.cased) == len(text.starts) == len(text.ends)
    assert list(text.starts) == sorted(text.starts)
    assert not {"\x00", "\u200b", "\ud800"} & set(text.plain)
    for token in text.tokens:
        shown = text.span(token.start, token.end)
        assert normal.normalise(raw[shown.start : shown.end]).tokens[0].word == token.word


def promised_of_places(raw: str) -> None:
    text = normal.normalise(raw)
    for sender in (None, "35.08.10"):
        for place in places.locate(text, sender_region=sender):
            assert regions.load().name(place.code) == place.name
            inside(raw, place.spans)


def promised_of_times(raw: str) -> None:
    day, hour = dates.when(normal.normalise(raw), received_at=AT)
    assert day is not None
    assert abs((day.value.on - AT.date()).days) < 80 * 366
    inside(raw, day.spans)
    if hour is not None:
        inside(raw, hour.spans)
        assert hour.value.hour < 24


def promised_of_counts(raw: str) -> None:
    for found in counts.count(normal.normalise(raw)).values():
        assert 0 <= found.value.low <= found.value.high
        inside(raw, found.spans)


def inside(raw: str, spans: tuple[Span, ...]) -> None:
    assert all(0 <= span.start < span.end <= len(raw) for span in spans)


PROMISES = [promised_of_the_text, promised_of_places, promised_of_times, promised_of_counts]


@pytest.mark.parametrize("promise", PROMISES)
def test_a_promise_is_kept_for_any_text(promise: Callable[[str], None]) -> None:
    hunt(promise)


def hunt(promise: Callable[[str], None]) -> None:
    quick = settings(
        max_examples=150, deadline=None, database=None, phases=[Phase.generate], derandomize=True
    )
    quick(given(TEXTS)(promise))()


Saboteur = Callable[[pytest.MonkeyPatch], None]


def accents_count_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    fold = normal._fold
    monkeypatch.setattr(
        normal, "_fold", lambda text: (fold(text)[0], fold(text)[1], list(fold(text)[2])[:-1])
    )


def hidden_marks_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(normal, "_folded", lambda letter: (letter, False))


def parts_begin_one_letter_late(monkeypatch: pytest.MonkeyPatch) -> None:
    span = normal.Text.span
    monkeypatch.setattr(
        normal.Text, "span", lambda *asked: Span(span(*asked).start + 1, span(*asked).end + 1)
    )


def a_region_that_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    certain = places._certain
    monkeypatch.setattr(places, "_certain", lambda address: (certain(address)[0] + "0", certain(address)[1]))


def the_31st_of_february(monkeypatch: pytest.MonkeyPatch) -> None:
    in_year = dates._in_year

    def careless(day: int, month: int, *rest: object) -> object:
        return AT.date().replace(month=month, day=day) if day > 28 else in_year(day, month, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(dates, "_in_year", careless)
    monkeypatch.setattr(dates, "ValueError", KeyError, raising=False)


def the_25th_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_of_day", lambda hour, *_, **__: hour % 12 - 1)


def ranges_upside_down(monkeypatch: pytest.MonkeyPatch) -> None:
    told = counts._together
    monkeypatch.setattr(
        counts, "_together", lambda *asked: replace(told(*asked), value=Range(told(*asked).value.high, 0))
    )


def numbers_that_go_on_behind_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    read = numbers.read

    def too_far(tokens: tuple[normal.Token, ...], at: int) -> tuple[Range, int] | None:
        found = read(tokens, at)
        return None if found is None else (found[0], len(tokens) + 1)

    monkeypatch.setattr(numbers, "read", too_far)


@pytest.mark.parametrize(
    ("saboteur", "promise"),
    [
        (accents_count_twice, promised_of_the_text),
        (hidden_marks_stay, promised_of_the_text),
        (parts_begin_one_letter_late, promised_of_the_text),
        (a_region_that_is_not, promised_of_places),
        (the_31st_of_february, promised_of_times),
        (the_25th_hour, promised_of_times),
        (ranges_upside_down, promised_of_counts),
        (numbers_that_go_on_behind_the_end, promised_of_counts),
    ],
)
def test_a_planted_fault_is_found(
    saboteur: Saboteur, promise: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    saboteur(monkeypatch)

    with pytest.raises((AssertionError, ValueError, KeyError, IndexError, ExceptionGroup)):
        hunt(promise)
