"""Times of the day: "pukul 16.00 Wita", "jam setengah dua belas", "jam 11 malam"."""

from __future__ import annotations

import re
from datetime import datetime, time

from simak import numbers, words
from simak.draft import Found
from simak.normal import Text

_PARTS = {row[0]: row[2] for row in words.rows("time_words") if row[1] == "part"}
_SIGNS = frozenset(("pukul", "jam", "pukulan"))
_HALF = frozenset(("setengah", "stengah", "satangah", "satengah"))
_ZONES = frozenset(("wib", "wita", "wit"))
_BEGIN = _SIGNS | _HALF | _ZONES
_SHAPE = re.compile(r"([0-2]?[0-9])[.,:]([0-5][0-9])\Z")
_HOURS = re.compile(r"\b(?:jam|pukul|pkl|jm)\s+([0-2]?[0-9])(?![0-9])")
_LATELY = 3  # hours since then for which "jam 8" in the evening is that of the evening

Told = tuple[time, int, int]
"""A time, the position of its first word and the position behind its last."""


def times(text: Text, received_at: datetime) -> list[Told]:
    """Return all times of the day that a text tells, in its order."""
    found: list[Told] = []
    for at, (word, _, _) in enumerate(text.tokens):
        if word not in _BEGIN:
            continue
        told = None
        if word in _SIGNS:
            told = _told(text, at, received_at)
        elif word in _HALF:
            told = _half_without_sign(text, at, received_at)
        elif at:
            told = _bare(text, at)
        if told is not None and (not found or told[1] >= found[-1][2]):
            found.append(told)
    return found


def nearest(text: Text, told: list[Told], position: int | None) -> Found[time] | None:
    """Return the time that stands nearest to the day (or the first one), None if the text tells none."""
    if not told:
        return None
    best = told[0] if position is None else min(told, key=lambda one: abs(one[1] - position))
    value, first, last = best
    span = text.span(text.tokens[first].start, text.tokens[last - 1].end)
    others = tuple(dict.fromkeys(one[0] for one in told if one[0] != value))
    return Found(value, 0.9 if len(told) == 1 else 0.75, "time.clock", (span,), others)


def hours_told(text: Text) -> list[int]:
    """Return the hours a text tells, read as hours of the evening, for "tadi malam"."""
    return [int(hour) % 12 + 12 for hour in _HOURS.findall(text.plain) if int(hour) < 24]


def _told(text: Text, at: int, received_at: datetime) -> Told | None:
    tokens = text.tokens
    after = at + 1
    half = after < len(tokens) and tokens[after].word in _HALF
    after += half
    if after >= len(tokens):
        return None
    read = _hour(text, after)
    if read is None:
        return None
    hour, minute, last = read
    if half:
        hour, minute = (hour - 1) % 24, 30
    hour, minute, last = _past_or_to(text, hour, minute, last)
    part, last = _part(text, at, last)
    if last < len(tokens) and tokens[last].word in _ZONES:
        last += 1
    hour = _of_day(
        hour, part, exact=tokens[after].word[:1] == "0", received_at=received_at, told=(text, last)
    )
    return (time(hour, minute), at, last) if hour < 24 else None


def _half_without_sign(text: Text, at: int, received_at: datetime) -> Told | None:
    """Read "setengah 2 pagi" without "jam": only with the part of the day."""
    told = _told(text, at - 1, received_at)
    return (told[0], at, told[2]) if told and text.tokens[told[2] - 1].word in _PARTS else None


def _past_or_to(text: Text, hour: int, minute: int, last: int) -> tuple[int, int, int]:
    """Read "delapan lewat lima puluh menit" and "sembilan kurang seperempat"."""
    tokens = text.tokens
    if minute or last + 1 >= len(tokens) or tokens[last].word not in ("lewat", "lebih", "kurang", "liwat"):
        return hour, minute, last
    if tokens[last + 1].word in ("seperempat", "saparapat"):
        some, after = 15, last + 2
    else:
        number = numbers.read(tokens, last + 1)
        if number is None or not 0 < number[0].low < 60:
            return hour, minute, last
        some, after = number[0].low, number[1]
        if after >= len(tokens) or tokens[after].word != "menit":
            return hour, minute, last
        after += 1
    return ((hour - 1) % 24, 60 - some, after) if tokens[last].word == "kurang" else (hour, some, after)


def _hour(text: Text, at: int) -> tuple[int, int, int] | None:
    """Return hour, minute and the position behind "16.00", "16:00", "16" or "empat"."""
    tokens = text.tokens
    word = tokens[at].word
    shape = _SHAPE.match(word)
    if shape:
        return int(shape[1]), int(shape[2]), at + 1
    if word.isdigit() and len(word) <= 2:
        follows = text.plain[tokens[at].end : tokens[at].end + 3]
        if follows[:1] == ":" and follows[1:].isdigit() and int(follows[1:]) < 60:
            return int(word), int(follows[1:]), at + 3
        return int(word), 0, at + 1
    if word[0].isdigit():
        return None
    number = numbers.read(tokens, at)
    if number is None or number[0].low != number[0].high or number[0].low > 24:
        return None
    return number[0].low, 0, number[1]


def _part(text: Text, first: int, last: int) -> tuple[str, int]:
    """Return the part of the day told behind or before a time, and the position behind it."""
    tokens = text.tokens
    for at in (last, last + 1):
        if at < len(tokens) and tokens[at].word in _PARTS and tokens[last].word not in (",", "."):
            return _PARTS[tokens[at].word], at + 1
    for at in range(first - 1, max(-1, first - 5), -1):
        if tokens[at].word in _PARTS:
            return _PARTS[tokens[at].word], last
    return "", last


def _of_day(hour: int, part: str, *, exact: bool, received_at: datetime, told: tuple[Text, int]) -> int:
    """Turn an hour of the clock into one of the day."""
    if hour > 12 or exact:
        return hour
    if part == "night":
        return hour + 12 if 6 <= hour < 12 else hour % 12
    if part in ("evening", "noon"):
        return hour + 12 if hour < 10 else hour
    text, after = told
    just_now = after < len(text.tokens) and text.tokens[after].word == "tadi"
    reach = 12 if just_now else _LATELY
    if not part and hour < 12 and 0 <= received_at.hour - (hour + 12) <= reach:
        return hour + 12
    return hour


def _bare(text: Text, at: int) -> Told | None:
    """Read "02.30 WIB" without "pukul"."""
    shape = _SHAPE.match(text.tokens[at - 1].word)
    if not shape or int(shape[1]) > 23:
        return None
    return time(int(shape[1]), int(shape[2])), at - 1, at + 1
