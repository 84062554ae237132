"""What of somebody's words nobody needs to see: numbers of people and telephones, and names behind their initials.

NIK and numbers of family cards (16 digits) are general personal data of UU 27/2022 art. 4, telephone numbers lead
to a person; neither helps anybody who reads a report. Where a name stands, a machine or a person has to say; here
are only the forms in which names are written down, for short texts that no machine has read.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kentongan.rules.words import gettext_noop as _

HIDDEN_NUMBER = _("[nomor disamarkan]")

# Sixteen digits, also in groups: 3508 1012 0190 0001. \d takes digits of every script and full-width ones.
NIK = re.compile(r"(?<!\d)\d(?:[\s./-]{0,2}\d){15}(?!\d)")
# 0812…, 62 812…, +62 (812) …, 021-5551234, (0334) 881234: eight to fourteen digits behind a trunk or country code.
PHONE = re.compile(r"(?<![\d.,])(?:\(?\+?\s?62\)?|\(?0)(?:[\s().-]{0,2}\d){8,12}(?!\d)")
NUMBERS = (NIK, PHONE)

TITLES = (
    "bapak", "pak", "bpk", "ibu", "bu", "sdr", "sdri", "saudara", "saudari", "mas", "mbak", "cak", "ning", "gus",
    "kang", "teh", "bang", "abang", "kak", "mang", "haji", "hajah", "h", "hj", "kh", "ustad", "ustaz",  # bahasa
    "pdt", "romo", "an", "a.n", "almarhum", "alm", "almh",
)  # fmt: skip
# Behind "Pak" or "Bu" these are posts and not names.
POSTS = (
    "RT",
    "RW",
    "Lurah",
    "Kades",
    "Kadus",
    "Camat",
    "Kapolsek",
    "Danramil",
    "Bupati",
    "Guru",
    "Babinsa",
    "Kepala",
    "Ketua",
)
_NAME = rf"(?!(?:{'|'.join(POSTS)})\b)[^\W\d_a-z][\w'’.-]*"
TITLED = re.compile(
    rf"(?<!\w)(?i:{'|'.join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True))})\.?\s+"
    rf"(?P<name>{_NAME}(?:\s+(?:(?:bin|binti)\s+)?{_NAME}){{0,3}})"
)


@dataclass(frozen=True, order=True)
class Hidden:
    """A part of a text and what stands there instead."""

    start: int
    end: int
    instead: str


def initials(name: str) -> str:
    """Return what may be shown of a name: "Siti Aminah" is "S.A."; nothing readable is left of what is no name."""
    letters = [word[0].upper() for word in re.findall(r"\w+", name) if word.lower() not in {"bin", "binti"}]
    return "".join(f"{letter}." for letter in letters if not letter.isdigit()) or "…"


def numbers_in(text: str) -> list[Hidden]:
    """Return every NIK and telephone number of a text, in order, without overlap."""
    found = [
        Hidden(hit.start(), hit.end(), HIDDEN_NUMBER) for pattern in NUMBERS for hit in pattern.finditer(text)
    ]
    return apart(found)


def titled_names(text: str) -> list[Hidden]:
    """Return the names that are written behind a title or a form of address ("Pak Slamet", "Sdri. Siti Aminah")."""
    return [
        Hidden(hit.start("name"), hit.end("name"), initials(hit["name"])) for hit in TITLED.finditer(text)
    ]


def apart(parts: Iterable[Hidden]) -> list[Hidden]:
    """Return the parts in order; where some overlap, one that covers all of them, with the words of the longest."""
    joined: list[Hidden] = []
    for part in sorted(parts, key=lambda one: (one.start, -one.end)):
        if part.end <= part.start:
            continue
        if joined and part.start < joined[-1].end:
            last = joined[-1]
            longest = max(last, part, key=lambda one: one.end - one.start)
            joined[-1] = Hidden(last.start, max(last.end, part.end), longest.instead)
        else:
            joined.append(part)
    return joined


def masked(text: str, parts: Sequence[Hidden]) -> str:
    """Return the text with these parts replaced."""
    cuts = [Hidden(0, 0, ""), *apart(parts), Hidden(len(text), len(text), "")]
    return "".join(text[before.end : after.start] + after.instead for before, after in pairwise(cuts))


def scrubbed(text: str) -> str:
    """Return the text without numbers of people and telephones: for every free text that is shown or given out."""
    return masked(text, numbers_in(text))


def short_text(text: str) -> str:
    """Return a short text that no machine has read, without numbers and without names behind titles."""
    return masked(text, [*numbers_in(text), *titled_names(text)])
