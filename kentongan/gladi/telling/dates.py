"""Days and hours as people say them, and what they mean beside the moment of saying."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from random import Random

from kentongan.gladi.telling.grammar import Draft
from kentongan.rules.places import WIT, WITA, zone

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sept", "Okt", "Nov", "Des")
# What people call an hour of the day.
PARTS = ("dini hari",) * 3 + ("subuh",) * 2 + ("pagi",) * 6 + ("siang",) * 4 + ("sore",) * 3 + ("malam",) * 6
SHORT = {"malam": "mlm", "pagi": "pg", "kemarin": "kmrn", "besok": "bsk", "tadi": "td", "hari": "hr"}
WORDS = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
)  # fmt: skip
TENS = 20
EASTWARD = {WITA: 8, WIT: 9}
CLOCKS = {hours: timezone(timedelta(hours=hours)) for hours in (7, 8, 9)}


def spelled(number: int) -> str:
    """Write a number up to 9,999 in words.

    Raises:
        ValueError: If the number is larger or below zero.
    """
    if not 0 <= number < 10_000:
        raise ValueError(f"Bilangan {number} tidak dieja.")
    if number < 12:
        return WORDS[number]
    if number < TENS:
        return f"{WORDS[number - 10]} belas"
    if number < 100:
        return f"{WORDS[number // 10]} puluh {WORDS[number % 10] if number % 10 else ''}".strip()
    size, name = (1000, "ribu") if number >= 1000 else (100, "ratus")
    head = f"se{name}" if number // size == 1 else f"{WORDS[number // size]} {name}"
    return f"{head} {spelled(number % size) if number % size else ''}".strip()


def local(moment: datetime, region: str) -> datetime:
    """Return a moment as the clocks of a region show it."""
    return moment.astimezone(CLOCKS[EASTWARD.get(zone(region), 7)])


@dataclass(frozen=True)
class Moment:
    """When something is, and when it is told, both on the clock of the place."""

    event: datetime
    said: datetime

    @property
    def days(self) -> int:
        """How many days the event lies after the day of saying."""
        return (self.event.date() - self.said.date()).days

    @property
    def part(self) -> str:
        """What people call the hour of the event."""
        return PARTS[self.event.hour]


def near(moment: Moment) -> tuple[str, ...]:
    """Return the ways to say the day by counting from today; empty where only the date is clear."""
    days, part = moment.days, moment.part
    if days == 0:
        return _today(moment)
    if days == -1:
        return _yesterday(moment)
    if -6 <= days < -1:
        return (
            f"{-days} hari lalu", f"{WORDS[-days]} hari yang lalu", f"hari {DAYS[moment.event.weekday()]} kemarin",
            f"{DAYS[moment.event.weekday()]} {part} kemarin",
        )  # fmt: skip
    if moment.said.hour < 4:
        return ()
    if days == 1:
        return ("besok", f"besok {part}", f"besok {part}")
    return ("lusa", f"lusa {part}") if days == 2 else ()


def _yesterday(moment: Moment) -> tuple[str, ...]:
    if moment.event.hour >= 18 and moment.said.hour < 18:
        return ("tadi malam", "semalam", "tadi malam", "kemarin malam")
    return (f"kemarin {moment.part}", "kemarin") if moment.said.hour > 3 else (f"kemarin {moment.part}",)


def _today(moment: Moment) -> tuple[str, ...]:
    part = moment.part
    if moment.event > moment.said + timedelta(minutes=30):
        return (f"nanti {part}",) if part not in {"subuh", "dini hari"} else ()
    if moment.said - moment.event < timedelta(minutes=50):
        return ("barusan", "baru saja", "sekarang", f"{part} ini", "hari ini")
    if part == "malam":
        return ("malam ini", "hari ini")
    return (f"tadi {part}", f"tadi {part}", f"{part} tadi", "hari ini", f"{part} ini")


def calendar(day: date, said: date, *, voice: bool) -> tuple[str, ...]:
    """Return the ways to name a day by its date."""
    weekday, month = DAYS[day.weekday()], MONTHS[day.month - 1]
    if voice:
        year = f" {spelled(day.year)}" if day.year != said.year else ""
        spoken = f"{spelled(day.day)} {month.lower()}{year}"
        return (
            f"tanggal {spoken}",
            f"hari {weekday.lower()} tanggal {spoken}",
            f"{weekday.lower()} {spoken}",
        )
    if day.year != said.year:
        return (f"{weekday}, {day.day} {month} {day.year}", f"tgl {day.day}-{day.month}-{day.year}")
    return (
        f"{weekday} {day.day}/{day.month}", f"{weekday} ({day.day}/{day.month})", f"tgl {day.day} {month}",
        f"{weekday}, {day.day} {month} {day.year}", f"hari {weekday} tanggal {day.day} {month} {day.year}",
        f"tgl {day.day}/{day.month}", f"{day:%d-%m-%Y}", f"{weekday} tgl {day.day} {SHORT_MONTHS[day.month - 1]}",
        f"{day.day}/{day.month}/{day.year}",
    )  # fmt: skip


def news_day(day: date) -> str:
    """Return a day as newspapers write it."""
    return f"{DAYS[day.weekday()]} ({day.day}/{day.month}/{day.year})"


def rounded(moment: datetime, rng: Random) -> datetime:
    """Return the hour people would name: whole, half, or to five minutes, and still the same day."""
    step = (60, 60, 30, 5)[int(rng.random() * 4)]
    minutes = moment.hour * 60 + moment.minute
    nearest = min((minutes + step // 2) // step * step, 24 * 60 - step)
    return moment.replace(hour=nearest // 60, minute=nearest % 60, second=0, microsecond=0)


def clock(at: datetime, *, part: bool, voice: bool, zone_word: str, rng: Random) -> str:
    """Return a way to say the hour.

    Args:
        at: The hour, on the clock of the place.
        part: Whether the part of the day is still to be said.
        voice: Whether it is spoken: numbers in words.
        zone_word: WIB, WITA or WIT.
        rng: Where luck comes from.
    """
    word = PARTS[at.hour]
    twelve = at.hour % 12 or 12
    spoken = at.minute in (0, 30) and at.hour and not (at.hour in (0, 12) and at.minute)
    luck = rng.random()
    if spoken and (voice or luck < 0.65):
        number = twelve % 12 + 1 if at.minute else twelve
        said = spelled(number) if voice or luck < 0.15 else str(number)
        half = "setengah " if at.minute else ""
        lead = "sekitar " if luck > 0.5 else ""
        tail = f" {'mlm' if word == 'malam' and luck < 0.4 and not voice else word}" if part else ""
        return f"{lead}jam {half}{said}{tail}"
    if voice:
        minutes = f" lewat {spelled(at.minute)} menit" if at.minute else ""
        return f"pukul {spelled(at.hour)}{minutes}"
    written = f"{at:%H.%M}" if luck < 0.85 else f"{at:%H:%M}"
    lead = ("pukul", "jam", "pkl")[int(rng.random() * 3)]
    return f"{lead} {written}" + (f" {zone_word}" if luck < 0.8 else "")


@dataclass(frozen=True)
class Dated:
    """What day and hour a text says."""

    day: date
    hour: str | None


def say_moment(draft: Draft, moment: Moment, *, style: str, zone_word: str) -> Dated:
    """Say when it is, and answer which day and hour a reader must understand.

    Args:
        draft: The message so far.
        moment: When it is, and when it is told.
        style: `plain`, `voice`, `report` (date and hour in full) or `silent` (nothing, where nothing need be said).
        zone_word: WIB, WITA or WIT.
    """
    rng, voice = draft.rng, style == "voice"
    if style == "silent" and moment.days == 0 and moment.event <= moment.said + timedelta(minutes=30):
        return Dated(moment.said.date(), None)
    day = _day_words(moment, style, rng)
    draft.say("date", *_short(day, rng, voice=voice or style == "report").split(" "))
    if day.startswith(("bar", "sekarang")) or (style != "report" and rng.random() < 0.45):
        return Dated(moment.event.date(), None)
    at = rounded(moment.event, rng)
    if PARTS[at.hour] != moment.part or ((at > moment.said) != (moment.event > moment.said)):
        at = moment.event.replace(second=0, microsecond=0)
    needs_part = moment.part not in day
    draft.say("time", *clock(at, part=needs_part, voice=voice, zone_word=zone_word, rng=rng).split(" "))
    return Dated(moment.event.date(), f"{at:%H:%M}")


def _day_words(moment: Moment, style: str, rng: Random) -> str:
    close = near(moment) if style != "report" else ()
    if close and rng.random() < 0.82:
        ways = close
    else:
        ways = calendar(moment.event.date(), moment.said.date(), voice=style == "voice")
    return ways[int(rng.random() * len(ways))]


def _short(words: str, rng: Random, *, voice: bool) -> str:
    if voice or rng.random() < 0.55:
        return words
    return " ".join(SHORT.get(word, word) for word in words.split(" "))
