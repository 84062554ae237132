"""Words as people send them: every visible character stays, what only deceives or breaks goes."""

import re
import unicodedata

# A run of marks no language needs: floods of combining marks cover the lines above and below.
MOST_MARKS = 8

_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# C0 and C1 without tab and line feed; soft hyphen; zero width space, word joiner and byte order mark;
# everything that turns the direction of reading. ZWJ and ZWNJ stay: emoji and Jawi letters need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb]"
)


def clean(text: str) -> str:
    """Return the text as NFC with line feeds, without characters nobody can see."""
    if text.isascii() and text.isprintable():
        return text.strip()  # nothing in it that could deceive or break
    text = _SURROGATES.sub("\ufffd", text)
    text = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
    return _without_floods(unicodedata.normalize("NFC", text)).strip()


def one_line(text: str) -> str:
    """Return the cleaned text on one line with single spaces, as names and places are written."""
    return " ".join(clean(text).split())


def _without_floods(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in {"Mn", "Me"} else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)
