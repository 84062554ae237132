"""How names of places are compared: without spaces, hyphens and accents, numbers and abbreviations written out."""

from __future__ import annotations

import re

from simak import words

_PIECE = re.compile(r"[^\W\d_]+|[0-9]+")
WRITTEN_OUT = {row[0]: row[1] for row in words.rows("name_parts")}
"""Parts of names to one way of writing them: "tj" and "tg" are "tanjung", "ii" and "dua" are "2"."""
LONGEST_KEY = 36


def pieces(name: str) -> list[str]:
    """Return the words and numbers of a name in small letters, without what only joins or marks them."""
    return _PIECE.findall(name.lower().replace("'", "").replace("’", "").replace("`", ""))


def key(parts: list[str]) -> str:
    """Return the key of a name as it was written: "Talang Betutu" and "Talangbetutu" have the same."""
    return "".join(parts)


def full_key(parts: list[str]) -> str:
    """Return the key of a name with its numbers and abbreviations written out: "3-4 Ulu" is "Tiga Empat Ulu"."""
    return "".join(WRITTEN_OUT.get(part, part) for part in parts)
