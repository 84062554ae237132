"""When it happened: days and times by grammar, with how precise they are and whether they contradict each other.

All days that a text tells are read ("Senin (14/8) malam", "td mlm", "tgl 3 Mei", "dua hari lalu", "malam takbiran");
then the one that stands with the event is chosen before the one on which somebody spoke of it. A message without any
tells of the day it was sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from simak import clock, numbers
from simak.draft import Day, Found, Precision
from simak.normal import Text, sentences
from simak.words import rows

_WORDS = {row[0]: (row[1], row[2]) for row in rows("time_words")}
_PARTS = {word: value for word, (kind, value) in _WORDS.items() if kind == "part"}
_MONTHS = {word: int(value) for word, (kind, value) in _WORDS.items() if kind == "month"}
_FEASTS = {tuple(row[0].split()): row[1] for row in rows("feasts")}
_FEAST_DAYS = {(row[0], int(row[1][:4])): date.fromisoformat(row[1]) for row in rows("feast_days")}
_FEAST_FIRST = frozenset(name[0] for name in _FEASTS)
_NUMBERS = {"dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "beberapa": 3, "se": 1}
_NUMBERS |= {
    "rong": 2,
    "loro": 2,
    "kalih": 2,
    "duo": 2,
    "telung": 3,
    "tigang": 3,
    "tigo": 3,
    "tilu": 3,
    "patang": 4,
}


def _kind(wanted: str) -> frozenset[str]:
    """Return the words around a day that say the same about it."""
    return frozenset(word for word, kind in rows("date_context") if kind == wanted)


_SAID = _kind("said")
_HAPPENED = _kind("happened")
_BACKGROUND = _kind("background")
_PLANNED = _kind("planned")
_NO_DATE_AFTER = _kind("numbered")
_EVERY = _kind("every")
_MOST = 60  # days that are read of one text
_ISO = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})-([01]?[0-9])-([0-3]?[0-9])(?![0-9])")
_DOTTED = re.compile(r"([0-3]?[0-9])\.([01]?[0-9])\.((?:20)?[0-9]{2})\Z")


@dataclass(slots=True)
class Told:
    """A day that a text tells: positions of its words, how it was told and what speaks for it."""

    on: date
    first: int
    last: int
    how: str
    precision: Precision = "day"
    doubtful: bool = False
    points: float = 0.0
    instead: date | None = None


def when(
    text: Text, *, received_at: datetime, timezone: str | None = None
) -> tuple[Found[Day] | None, Found[time] | None]:
    """Return the day and the time of the event that a text tells of.

    Args:
        text: What `simak.normal.normalise` made of the message.
        received_at: When it came, in local time, or aware of its timezone.
        timezone: Name of the zone to which an aware `received_at` is brought, for example "Asia/Makassar".

    Raises:
        ValueError: If `received_at` lies before 1950 or after 2150.
        zoneinfo.ZoneInfoNotFoundError: If there is no such zone.
    """
    if not 1950 <= received_at.year <= 2150:
        raise ValueError(f"received_at {received_at.isoformat()} is no time at which a message comes")
    if timezone is not None and received_at.tzinfo is not None:
        received_at = received_at.astimezone(ZoneInfo(timezone))
    told = days(text, received_at)
    hours = clock.times(text, received_at)
    best = max(told, key=lambda day: day.points, default=None)
    late = timedelta(_before_midnight(text, hours, received_at))
    if best is not None and best.how == "today" and best.on == received_at.date():
        best.on -= late
    day = _found(text, best, told) if best else Found(Day(received_at.date() - late), 0.6, "date.implied")
    return day, clock.nearest(text, hours, None if best is None else best.first)


def _before_midnight(text: Text, hours: list[clock.Told], received_at: datetime) -> bool:
    """Tell whether hours of the evening are told in the small hours, or in the morning of what is no plan: they were those of the day before."""
    if not hours:
        return False
    if received_at.hour < 6:
        return all(hour[0].hour >= 15 for hour in hours)
    planned = any(_planned(text, at) for at in range(0, len(text.words), 12))
    return received_at.hour < 11 and not planned and all(hour[0].hour >= 19 for hour in hours)


def days(text: Text, received_at: datetime) -> list[Told]:
    """Return all days that a text tells, in its order, with points for how likely each is the day of the event."""
    found: list[Told] = []
    after = 0
    for at in [at for at, word in enumerate(text.words) if word in _FIRST or word[0].isdigit()]:
        if at < after:
            continue
        told = _read(text, at, received_at)
        if told is None:
            continue
        if told.how not in ("skip", "relative") and _word(text, told.last) in (
            "kemarin",
            "lalu",
            "ini",
            "silam",
        ):
            told.last += 1
        if told.how != "skip":
            found.append(told)
        after = told.last
        if len(found) == _MOST:
            break
    if found:
        _weigh(text, found, received_at.date())
    return found


_FIRST = frozenset(
    (*_WORDS, *_FEAST_FIRST, *_NUMBERS, *numbers.UNITS, *("tanggal", "tahun", "hari", "seminggu", "sehari"))
)
"""Words with which a day begins."""


def _found(text: Text, best: Told, told: list[Told]) -> Found[Day]:
    span = text.span(text.firsts[best.first], text.lasts[best.last - 1])
    others = [Day(day.on, day.precision, day.doubtful) for day in told if day.on != best.on]
    if best.instead is not None:
        others.insert(0, Day(best.instead))
    confidence = min(0.97, max(0.3, 0.75 + 0.08 * best.points - (0.3 if best.doubtful else 0.0)))
    value = Day(best.on, best.precision, best.doubtful)
    return Found(value, confidence, f"date.{best.how}", (span,), tuple(dict.fromkeys(others)))


def _read(text: Text, at: int, now: datetime) -> Told | None:
    """Read the day that begins at a word, if one does."""
    word = text.words[at]
    if word[0].isdigit():
        return _figures(text, at, now.date())
    kind, value = _WORDS.get(word, ("", ""))
    told = None
    if kind in _READERS:
        told = _READERS[kind](text, at, value, now)
    elif word in ("tanggal", "tahun"):
        told = _tanggal(text, at, now.date())
    elif word == "hari" and _word(text, at + 1) == "ini":
        told = Told(now.date(), at, at + 2, "today")
    elif word in numbers.UNITS and (_word(text, at + 1) in _MONTHS or _word(text, at + 2) in _MONTHS):
        told = _absolute(text, at, now.date())
    if told is None and word in _FEAST_FIRST:
        told = _feast(text, at, now.date())
    return told or _ago(text, at, now.date())


def _word(text: Text, at: int) -> str:
    return text.words[at] if 0 <= at < len(text.words) else ""


def _skip(text: Text, at: int, *also: str) -> int:
    """Return the position of the first word that is neither a mark nor a part of the day nor one of these."""
    while _word(text, at) in (",", "(", "/", "tanggal", "hari", "-", *also) or _word(text, at) in _PARTS:
        at += 1
    return at


# --- days in figures -------------------------------------------------------------------------------------------------


def _figures(text: Text, at: int, today: date) -> Told | None:
    if _word(text, at - 1) in _NO_DATE_AFTER or (
        _word(text, at - 1) == "/" and _word(text, at - 2)[:1].isdigit()
    ):
        return None
    absolute = _absolute(text, at, today)
    if absolute is not None and (absolute.how != "slash" or _is_date(text, at, absolute)):
        return absolute
    return _ago(text, at, today)


def _is_date(text: Text, at: int, told: Told) -> bool:
    """Tell whether "5/6" is a day: in brackets, behind "tanggal" or a weekday, or with a year."""
    before = _word(text, at - 1)
    return (
        before in ("(", "tanggal")
        or told.last - told.first >= 5
        or (before == "," and _word(text, at - 2) != "")
    )


def _absolute(  # noqa: PLR0911 -- one way of writing a day after the other
    text: Text, at: int, today: date, weekday: int | None = None
) -> Told | None:
    """Read "14/8", "14-8-2015", "1-2/8" (the first day), "14 Agustus 2015", "14.08.2015" or "2015-08-14"."""
    word = text.words[at]
    dotted = _DOTTED.match(word)
    if dotted:
        return _dated(int(dotted[1]), int(dotted[2]), int(dotted[3]), at, at + 1, "full", today, weekday)
    iso = _ISO.match(text.plain, text.firsts[at])
    if iso:
        return _dated(int(iso[3]), int(iso[2]), int(iso[1]), at, at + 5, "full", today, weekday)
    number = numbers.read(text.words, at)
    if word[0].isdigit() or number is None:
        if not word.isdigit() or len(word) > 2:
            return None
        day, after = int(word), at + 1
    else:
        day, after = number[0].low, number[1]
    after = _past_range(text, after)
    month = _MONTHS.get(_word(text, after))
    if month is not None:
        year, last = _year(text, after + 1, anywhere=True)
        return _dated(day, month, year, at, last, "named", today, weekday)
    mark = _word(text, after)
    if mark in ("/", "-") and _word(text, after + 1).isdigit() and len(_word(text, after + 1)) <= 2:
        month = int(_word(text, after + 1))
        year, last = _year(text, after + 3) if _word(text, after + 2) == mark else (0, after + 2)
        if mark == "-" and not year:
            return None
        return _dated(day, month, year, at, last, "slash", today, weekday)
    return None


def _past_range(text: Text, after: int) -> int:
    """Step over the rest of a range of days, "1-2/8", "3 sampai 5 Mei", "30/9-1/10": the event begins on the first."""
    if _word(text, after) in ("-", "sampai", "hingga", "dan") and _word(text, after + 1).isdigit():
        behind = _word(text, after + 2)
        if behind == "/" or behind in _MONTHS:
            return after + 2
    return after


def _year(text: Text, at: int, *, anywhere: bool = False) -> tuple[int, int]:
    """Return the year told at a position (0 if none) and the position behind it."""
    word = _word(text, at)
    if word.isdigit() and (
        (len(word) == 4 and 1945 <= int(word) <= 2100) or (len(word) == 2 and not anywhere)
    ):
        return int(word), at + 1
    return 0, at


def _dated(
    day: int, month: int, year: int, first: int, last: int, how: str, today: date, weekday: int | None
) -> Told | None:
    if 0 < year < 100:
        year += 2000
    try:
        on = date(year, month, day) if year else _in_year(day, month, today, weekday)
    except ValueError:
        return None
    if on is None:
        return None
    doubtful = weekday is not None and on.weekday() != weekday
    instead = _last_weekday(weekday, today) if weekday is not None and doubtful else None
    return Told(on, first, last, how, doubtful=doubtful, instead=instead)


def _in_year(day: int, month: int, today: date, weekday: int | None) -> date | None:
    """Choose the year that was not told: the weekday decides, else the day nearest to today, rather behind than ahead."""
    days = []
    for year in range(today.year - 6, today.year + 2):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue  # 29 February
    near = [on for on in days if -300 <= (on - today).days <= 60] or days
    fitting = [on for on in near if weekday is None or on.weekday() == weekday]
    return min(
        fitting or near, key=lambda on: abs((on - today).days) + (30 if on > today else 0), default=None
    )


def _last_weekday(weekday: int, today: date) -> date:
    return today - timedelta((today.weekday() - weekday) % 7)


def _tanggal(text: Text, at: int, today: date) -> Told | None:
    """Read "tanggal 5" (of this month, or the one before) and "tahun 2015"."""
    number = _word(text, at + 1)
    if number in numbers.UNITS and _word(text, at) != "tahun":
        return _absolute(text, at + 1, today)
    if not number.isdigit():
        return None
    if _word(text, at) == "tahun":
        year, last = _year(text, at + 1, anywhere=True)
        return Told(date(year, 1, 1), at, last, "year", "year") if year else None
    told = _absolute(text, at + 1, today)
    if told is not None:
        return told
    day = int(number)
    for back in range(3):
        month = (today.replace(day=1) - timedelta(27 * back)).replace(day=1) if back else today.replace(day=1)
        try:
            on = month.replace(day=day)
        except ValueError:
            continue
        if (on - today).days <= (20 if _planned(text, at) else 0):
            return Told(on, at, at + 2, "day_of_month")
    return None


# --- days in words ---------------------------------------------------------------------------------------------------


def _weekday(text: Text, at: int, value: str, now: datetime) -> Told | None:
    weekday, today = int(value), now.date()
    after = at + 1
    if _is_week(text, at):
        return Told(today, at, at + 1, "skip")
    figures = _skip(text, after, "lalu", "kemarin", "dan", "sampai", "hingga", *_WEEKDAYS)
    if figures < len(text.words) and figures - after <= 6 and _may_be_day(_word(text, figures)):
        told = _absolute(text, figures, today, weekday if not _two_days(text, after, figures) else None)
        if told is not None:
            told.first, told.how = at, "weekday"
            return told
    on = _last_weekday(weekday, today)
    word = _word(text, _skip(text, after))
    later = word in ("depan", "mendatang", "besok", "nanti", "esok") or _word(text, at - 1) in _TOMORROW
    if later or (on != today and _planned(text, at)):
        on = on + timedelta(7)
    elif word in ("lalu", "kemarin") and on == today:
        on = on - timedelta(7)
    if _word(text, at - 1) in ("malam", "bengi") and _word(text, at - 2) != "tadi":
        on -= timedelta(1)  # "malam Minggu" is the night of Saturday
    return Told(on, at, after, "weekday_alone")


_TOMORROW = frozenset(("besok", "besuk", "esok", "sesuk", "suk", "isuk", "nanti"))


def _may_be_day(word: str) -> bool:
    return word[0].isdigit() or word in numbers.UNITS


_WEEKDAYS = tuple(word for word, (kind, _) in _WORDS.items() if kind == "weekday")


def _two_days(text: Text, first: int, last: int) -> bool:
    return any(_word(text, at) in _WEEKDAYS for at in range(first, last))


def _is_week(text: Text, at: int) -> bool:
    """Tell whether "minggu" is a week here, or a day that comes back again and again."""
    before, after = _word(text, at - 1), _word(text, at + 1)
    if before in _EVERY or (before == "hari" and _word(text, at - 2) in _EVERY):
        return True
    if _word(text, at) != "minggu":
        return False
    counted = before in _NUMBERS or before[:1].isdigit() or before in ("satu", "per")
    return counted or (after in ("ini", "lalu", "depan", "terakhir") and before not in ("hari", "malam"))


def _planned(text: Text, at: int) -> bool:
    return any(_word(text, other) in _PLANNED for other in range(max(0, at - 12), at + 4))


def _relative(text: Text, at: int, value: str, now: datetime) -> Told | None:
    days, after = int(value), at + 1
    if (days == 1 and _word(text, after) in _WEEKDAYS) or _is_hither(text, at):
        return None
    if days == -1 and _word(text, after) in ("nika", "niko", "kae", "itu"):
        return Told(now.date(), at, after + 1, "skip")  # "wingi nika": some day or other
    if days == -1 and _word(text, after) in ("dulu", "dulunya", "lusa"):
        days, after = -2, after + 1
    if days == 2 and _word(text, at - 1) == "kemarin":
        days = -2
    return Told(now.date() + timedelta(days), at, after, "relative")


def _is_hither(text: Text, at: int) -> bool:
    """Tell whether "kamari" is "here" and not "yesterday": "suruah polisi kamari", "datang kamari capat"."""
    if _word(text, at) != "kamari":
        return False
    around = {_word(text, other) for other in (*range(at - 4, at), at + 1)}
    return not around.isdisjoint(_COMING)


_COMING = frozenset(
    [
        *(
            "suruh",
            "suruah",
            "kirim",
            "datang",
            "datanglah",
            "minta",
            "tolong",
            "bawa",
            "turun",
            "capek",
            "capat",
        ),
        *("cepat", "copek", "lakeh", "lekas", "dulu", "jo", "pak", "masuk"),
    ]
)


def _last_night(text: Text, at: int, _value: str, now: datetime) -> Told | None:
    return Told(_night(text, now), at, at + 1, "last_night")


def _tadi(text: Text, at: int, _value: str, now: datetime) -> Told | None:
    """Read "tadi malam", "malam tadi", "tadi pagi" and "tadi" by itself."""
    part = _PARTS.get(_word(text, at + 1)) or _PARTS.get(_word(text, at - 1))
    last = at + 2 if _word(text, at + 1) in _PARTS else at + 1
    if part == "night":
        return Told(_night(text, now), at, last, "last_night")
    return Told(now.date(), at, last, "today")


def _tadi_javanese(text: Text, at: int, value: str, now: datetime) -> Told | None:
    """Read "mau bengi"; "mau" alone is Indonesian and means something else."""
    if _word(text, at + 1) in ("bengi", "mbengi", "wengi", "dalu", "ndalu"):
        return _tadi(text, at, value, now)
    return None


def _night(text: Text, now: datetime) -> date:
    """Return the day on which "tadi malam" began: the day before, unless it is late and an earlier hour is told."""
    hours = clock.hours_told(text)
    if now.hour >= 19 and any(hour < now.hour for hour in hours if hour >= 18):
        return now.date()
    return now.date() - timedelta(1)


def _now(_text: Text, at: int, _value: str, now: datetime) -> Told | None:
    return Told(now.date(), at, at + 1, "today")


def _part(text: Text, at: int, value: str, now: datetime) -> Told | None:
    """Read "malam ini", "pagi tadi" and "malam Minggu"."""
    after = at + 2 if _word(text, at) == "dini" and _word(text, at + 1) == "hari" else at + 1
    follows, before = _word(text, after), _word(text, at - 1)
    if before in _LATER_TODAY:
        return Told(now.date(), at - 1, after, "today")
    if follows == "mau" and _word(text, at) in _NOT_JAVANESE:
        return None  # "malam mau": somebody wants to
    if follows in ("ini", "iki", "niki"):
        late = value in ("noon", "evening") and now.hour < 6  # said in the small hours of the day before
        return Told(now.date() - timedelta(late), at, after + 1, "today")
    if follows in ("tadi", "mau", "cako", "buno"):
        on = _night(text, now) if value == "night" else now.date()
        return Told(on, at, after + 1, "last_night" if value == "night" else "today")
    return None


_LATER_TODAY = frozenset(("nanti", "ntar", "entar", "tar", "mengko", "engko", "mangke"))
_NOT_JAVANESE = frozenset(("malam", "malem", "pagi", "siang", "petang"))


def _month(text: Text, at: int, value: str, now: datetime) -> Told | None:
    """Read "Maret 2020", "bulan Maret": as precise as a month."""
    year, last = _year(text, at + 1, anywhere=True)
    if not year and _word(text, at - 1) not in ("bulan", "pada", "awal", "akhir", "pertengahan"):
        return None
    on = date(year or now.year, int(value), 1)
    if not year and on > now.date():
        on = on.replace(year=now.year - 1)
    return Told(on, at, last, "month", "month")


def _ago(text: Text, at: int, today: date) -> Told | None:
    """Read "dua hari lalu", "3 hari yang lalu", "seminggu lalu", "sehari sebelumnya"."""
    word = _word(text, at)
    number = int(word) if word.isdigit() and len(word) <= 3 else _NUMBERS.get(word)
    unit, after = _word(text, at + 1), at + 2
    if word in ("seminggu", "sehari"):
        number, unit, after = 1, word[2:], at + 1
    if number is None or unit not in _UNIT_DAYS:
        return None
    if _word(text, after) in ("yang", "nu", "sing"):
        after += 1
    if _word(text, after) not in ("lalu", "silam", "kepungkur", "kapungkur", "katukang"):
        return None
    vague = unit != "hari" or word == "beberapa"
    told = Told(today - timedelta(number * _UNIT_DAYS[unit]), at, after + 1, "ago")
    if vague:
        told.precision = "month"
    return told


_UNIT_DAYS = {"hari": 1, "minggu": 7, "pekan": 7, "bulan": 30, "dino": 1, "ari": 1, "poe": 1, "tahun": 365}


def _feast(text: Text, at: int, today: date) -> Told | None:
    for size in (3, 2, 1):
        name = tuple(_word(text, other) for other in range(at, at + size))
        feast = _FEASTS.get(name)
        if feast is None:
            continue
        days = [on for (known, _), on in _FEAST_DAYS.items() if known == feast.lstrip("-")]
        if not days and "/" in feast:
            day, month = feast.lstrip("-").split("/")
            days = [date(year, int(month), int(day)) for year in (today.year - 1, today.year)]
        past = [on for on in days if -3 <= (today - on).days <= 300]
        if not past:
            return None
        on = max(past)
        return Told(on - timedelta(1) if feast[0] == "-" else on, at, at + size, "feast")
    return None


_Reader = Callable[[Text, int, str, datetime], Told | None]
_READERS: dict[str, _Reader] = {
    "weekday": _weekday,
    "day": _relative,
    "night": _last_night,
    "tadi": _tadi,
    "tadi_jv": _tadi_javanese,
    "now": _now,
    "part": _part,
    "month": _month,
}

# --- the day of the event --------------------------------------------------------------------------------------------

_HOW_POINTS = {
    "weekday": 2.0,
    "full": 1.6,
    "named": 1.4,
    "slash": 1.2,
    "relative": 1.5,
    "last_night": 1.6,
    "today": 1.0,
    "weekday_alone": 1.0,
    "day_of_month": 0.9,
    "ago": 0.9,
    "feast": 0.3,
    "month": -1.5,
    "year": -2.5,
}


def _weigh(text: Text, found: list[Told], today: date) -> None:
    around = sentences(text)
    for day in found:
        first, last = next((s for s in around if s[0] <= day.first < s[1]), (day.first, day.last))
        day.points = _HOW_POINTS[day.how] + _context(text.words, day, first, last)
        ahead = (day.on - today).days
        if ahead > 0 and not _planned(text, day.first):
            day.points -= 1.2
        if ahead < -21:
            day.points -= 1.0 if ahead > -120 else 2.0
        day.points -= 1.2 * day.first / max(1, len(text.words))
        if day.first <= 3 and day.how in ("slash", "full", "named"):
            day.points -= 0.8  # the dateline of a story


def _context(words: Sequence[str], day: Told, first: int, last: int) -> float:
    """Return what the sentence says about a day: the event itself, the speaking of it, or what went before."""
    points = 0.0
    if not _SAID.isdisjoint(words[max(first, day.first - 8) : day.first]):
        points -= 1.2
    if not _BACKGROUND.isdisjoint(words[max(first, day.first - 2) : day.first]):
        points -= 1.5
    if not _HAPPENED.isdisjoint(words[first:last]):
        points += 0.8
    return points
