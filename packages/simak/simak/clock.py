"""Times of the day: "pukul 16.00 Wita", "jam setengah dua belas", "jam 11 malam"."""

from __future__ import annotations

import re
from datetime import datetime, time

from simak import numbers
from simak.draft import Found
from simak.normal import Text
from simak.words import rows

_PARTS = {row[0]: row[2] for row in rows("time_words") if row[1] == "part"}
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
    for at in [at for at, word in enumerate(text.words) if word in _BEGIN]:
        told, word = None, text.words[at]
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
    span = text.span(text.firsts[first], text.lasts[last - 1])
    others = tuple(dict.fromkeys(one[0] for one in told if one[0] != value))
    return Found(value, 0.9 if len(told) == 1 else 0.75, "time.clock", (span,), others)


def hours_told(text: Text) -> list[int]:
    """Return the hours a text tells, read as hours of the evening, for "tadi malam"."""
    return [int(hour) % 12 + 12 for hour in _HOURS.findall(text.plain) if int(hour) < 24]


def _told(text: Text, at: int, received_at: datetime) -> Told | None:
    words = text.words
    after = at + 1
    half = after < len(words) and words[after] in _HALF
    after += half
    if after >= len(words):
        return None
    read = _hour(text, after)
    if read is None:
        return None
    hour, minute, last = read
    if half:
        hour, minute = (hour - 1) % 24, 30
    hour, minute, last = _past_or_to(text, hour, minute, last)
    part, last = _part(text, at, last)
    if last < len(words) and words[last] in _ZONES:
        last += 1
    hour = _of_day(hour, part, exact=words[after][:1] == "0", received_at=received_at, told=(text, last))
    return (time(hour, minute), at, last) if hour < 24 else None


def _half_without_sign(text: Text, at: int, received_at: datetime) -> Told | None:
    """Read "setengah 2 pagi" without "jam": only with the part of the day."""
    told = _told(text, at - 1, received_at)
    return (told[0], at, told[2]) if told and text.words[told[2] - 1] in _PARTS else None


def _past_or_to(text: Text, hour: int, minute: int, last: int) -> tuple[int, int, int]:
    """Read "delapan lewat lima puluh menit" and "sembilan kurang seperempat"."""
    words = text.words
    if minute or last + 1 >= len(words) or words[last] not in ("lewat", "lebih", "kurang", "liwat"):
        return hour, minute, last
    if words[last + 1] in ("seperempat", "saparapat"):
        some, after = 15, last + 2
    else:
        number = numbers.read(words, last + 1)
        if number is None or not 0 < number[0].low < 60:
            return hour, minute, last
        some, after = number[0].low, number[1]
        if after >= len(words) or words[after] != "menit":
            return hour, minute, last
        after += 1
    return ((hour - 1) % 24, 60 - some, after) if words[last] == "kurang" else (hour, some, after)


def _hour(text: Text, at: int) -> tuple[int, int, int] | None:
    """Return hour, minute and the position behind "16.00", "16:00", "16" or "empat"."""
    words = text.words
    word = words[at]
    shape = _SHAPE.match(word)
    if shape:
        return int(shape[1]), int(shape[2]), at + 1
    if word.isdigit() and len(word) <= 2:
        end = text.lasts[at]
        follows = text.plain[end : end + 3]
        if follows[:1] == ":" and follows[1:].isdigit() and int(follows[1:]) < 60:
            return int(word), int(follows[1:]), at + 3
        return int(word), 0, at + 1
    if word[0].isdigit():
        return None
    number = numbers.read(words, at)
    if number is None or number[0].low != number[0].high or number[0].low > 24:
        return None
    return number[0].low, 0, number[1]


def _part(text: Text, first: int, last: int) -> tuple[str, int]:
    """Return the part of the day told behind or before a time, and the position behind it."""
    words = text.words
    for at in (last, last + 1):
        if at < len(words) and words[at] in _PARTS and words[last] not in (",", "."):
            return _PARTS[words[at]], at + 1
    for at in range(first - 1, max(-1, first - 5), -1):
        if words[at] in _PARTS:
            return _PARTS[words[at]], last
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
    just_now = after < len(text.words) and text.words[after] == "tadi"
    reach = 12 if just_now else _LATELY
    if not part and hour < 12 and 0 <= received_at.hour - (hour + 12) <= reach:
        return hour + 12
    return hour


def _bare(text: Text, at: int) -> Told | None:
    """Read "02.30 WIB" without "pukul"."""
    shape = _SHAPE.match(text.words[at - 1])
    if not shape or int(shape[1]) > 23:
        return None
    return time(int(shape[1]), int(shape[2])), at - 1, at + 1
