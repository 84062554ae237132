"""A slow, obvious reader of days, hours and numbers, written apart from the grammar, to catch a wrong label."""

import re
from datetime import date, datetime, timedelta

ONES = [
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
]  # fmt: skip
NAMES_OF_MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "ag", "sep", "okt", "nov", "des")
NAMES_OF_DAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
NIGHT = {"malam", "mlm", "bengi", "malem", "peuting", "wenni"}
PARTS = {"pg": "pagi", "pagi": "pagi", "siang": "siang", "sore": "sore", "subuh": "subuh", "dini": "dini"}
ELSEWHERE = {
    "jv-mix": "siji loro telu papat limo enem pitu wolu songo sepuluh",
    "mad-mix": "settong dhuwa tello empa lema ennem petto ballu sanga sapolo",
    "su-mix": "hiji dua tilu opat lima genep tujuh dalapan salapan sapuluh",
    "min-mix": "ciek duo tigo ampek limo anam tujuah salapan sambilan sapuluah",
    "bug-mix": "seddi dua tellu eppa lima enneng pitu arua asera seppulo",
    "plm-mix": "sikok duo tigo empat limo enam tujuh delapan sembilan sepuluh",
}


def number_words(words: list[str]) -> int:
    """Read a number below 10,000 in words."""
    total = part = 0
    for word in words:
        if word in ONES:
            part += ONES.index(word)
        elif word == "belas":
            part += 10
        elif word == "puluh":
            part *= 10
        elif word in {"ratus", "seratus"}:
            total += (1 if word == "seratus" else part) * 100
            part = 0
        elif word in {"ribu", "seribu"}:
            total += (1 if word == "seribu" else part) * 1000
            part = 0
        else:
            raise ValueError(word)
    return total + part


def is_number_word(word: str) -> bool:
    return word in {*ONES, "belas", "puluh", "ratus", "seratus", "ribu", "seribu"}


def part_of_day(words: list[str]) -> str:
    for word in words:
        if word in NIGHT or word == "semalam":
            return "malam"
        if word in PARTS:
            return PARTS[word]
    return ""


def read_day(span: str, said: datetime) -> date:  # noqa: PLR0911 one line for each way to say it
    """Read which day a phrase means beside the moment it was said."""
    text = span.lower()
    words = re.findall(r"[a-z]+|\d+", text)
    today = said.date()
    named = calendar_day(text, words, today)
    if named:
        return named
    if "lusa" in words:
        return today + timedelta(days=2)
    if {"besok", "bsk"} & set(words):
        return today + timedelta(days=1)
    if "lalu" in words:
        first = next(word for word in words if word.isdigit() or word in ONES)
        return today - timedelta(days=int(first) if first.isdigit() else ONES.index(first))
    weekday = next((NAMES_OF_DAYS.index(word) for word in words if word in NAMES_OF_DAYS), None)
    if weekday is not None:
        return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    if {"kemarin", "kmrn"} & set(words) or "semalam" in words:
        return today - timedelta(days=1)
    if {"tadi", "td"} & set(words) and part_of_day(words) == "malam" and said.hour < 18:
        return today - timedelta(days=1)
    return today


def calendar_day(text: str, words: list[str], today: date) -> date | None:
    figures = re.search(r"(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}))?", text)
    if figures:
        return date(int(figures[3] or today.year), int(figures[2]), int(figures[1]))
    for at, word in enumerate(words):
        month = next((n for n, name in enumerate(NAMES_OF_MONTHS, 1) if word.startswith(name)), 0)
        if not month or word == "minggu" or not at:
            continue
        before = [each for each in words[:at] if is_number_word(each) or each.isdigit()]
        after = words[at + 1 :]
        if not before:
            continue
        day = int(before[-1]) if before[-1].isdigit() else number_words(before)
        year = today.year
        if after:
            year = int(after[0]) if after[0].isdigit() else number_words(after)
        return date(year, month, day)
    return None


def read_hour(span: str, day_span: str) -> str:
    """Read an hour; the part of the day may stand in the phrase of the day."""
    text = span.lower()
    figures = re.search(r"(\d{1,2})[.:](\d{2})", text)
    if figures:
        return f"{int(figures[1]):02d}:{figures[2]}"
    words = re.findall(r"[a-z]+|\d+", text)
    numbers = [word for word in words if word.isdigit() or is_number_word(word)]
    if "lewat" in words or "lwt" in words:
        at = words.index("lewat" if "lewat" in words else "lwt")
        hour = number_words([w for w in words[:at] if is_number_word(w)])
        return f"{hour:02d}:{number_words([w for w in words[at:] if is_number_word(w)]):02d}"
    hour = int(numbers[0]) if numbers[0].isdigit() else number_words(numbers)
    minute = 0
    if "setengah" in words:
        hour, minute = hour - 1, 30
    part = part_of_day(words) or part_of_day(re.findall(r"[a-z]+", day_span.lower()))
    if (part in {"malam", "sore"} and hour < 12) or (part == "siang" and hour < 10):
        hour += 12
    return f"{hour:02d}:{minute:02d}"


SIZES = {"belasan": (11, 19), "puluhan": (20, 99), "ratusan": (100, 999), "ribuan": (1000, 9999)}


def read_number(span: str, lang: str = "id") -> tuple[int, int]:
    """Read a number or a range."""
    text = span.lower()
    tens = re.search(r"(\d+)[ -]?an\b", text)
    if tens:
        return int(tens[1]), int(tens[1]) + 9
    figures = re.findall(r"\d+", text)
    if figures:
        return int(figures[0]), int(figures[-1])
    words = re.findall(r"[a-z]+", text)
    if words[1:2] == ["puluhan"]:
        return ONES.index(words[0]) * 10, ONES.index(words[0]) * 10 + 9
    return SIZES.get(words[0]) or read_number_words(words, ELSEWHERE.get(lang, "").split())


def read_number_words(words: list[str], elsewhere: list[str]) -> tuple[int, int]:
    if words[0] in {"seorang", "sewarga"}:
        return 1, 1
    groups: list[list[str]] = [[]]
    for word in words:
        if is_number_word(word):
            groups[-1].append(word)
        elif groups[-1]:
            groups.append([])
    read = [number_words(group) for group in groups if group] or [elsewhere.index(words[0]) + 1]
    return read[0], read[-1]
