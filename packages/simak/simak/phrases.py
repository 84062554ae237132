"""Words that say what a number counts only together with their neighbours: "kehilangan rumah", "tidak tertolong"."""

from __future__ import annotations

from collections.abc import Mapping

from simak import counting
from simak.normal import Text

LOSES = frozenset(("kehilangan", "kelangan"))
UNSAVED = frozenset(("tertolong", "terselamatkan"))
FLEES = frozenset(("lari", "kabur", "ngacir", "malayu", "mlayu", "lumpat"))
STAYS = frozenset(("tinggal", "bertahan", "menginap", "tidur", "nginep", "turu"))
BREAKS = frozenset(("pecah", "pica", "picah", "sobek", "robek", "bengkak", "retak"))
_LOST: Mapping[str, Mapping[str, str]] = {
    "tempat": {"mengungsi": "s"},
    "rumah": {"mengungsi": "s"},
    "tinggal": {"mengungsi": "s"},
    "nyawa": {"mati": "s"},
}
_REFUGE = frozenset(
    ["gereja", "masjid", "mesjid", "musala", "mushola", "balai", "posko", "pengungsian", "sekolah", "tenda"]
)
_NO = frozenset(("tidak", "tak", "gak", "nggak", "ndak", "tdk", "ora", "teu", "seng", "tra"))
_TO, _AT = frozenset(("ke", "ka", "nang", "menyang")), frozenset(("di", "nang", "ing"))
_BLOWS = frozenset(("potong", "pukul", "tikam", "bacok", "panah", "parang", "tembak", "lempar", "hajar"))
_SPECIAL = LOSES | UNSAVED | FLEES | STAYS | BREAKS | {"jiwa", "dapa", "melayang"}


def sides(text: Text, at: int) -> Mapping[str, str] | None:
    """Return what a word counts and on which side (`counting.SIDES`), None where its neighbours say nothing."""
    word = text.tokens[at].word
    if word not in _SPECIAL:
        return None
    behind = [token.word for token in text.tokens[at + 1 : at + 3]]
    before = text.tokens[at - 1].word if at else ""
    if word in LOSES:
        return _LOST.get(behind[0]) if behind else None
    if word in UNSAVED:
        return {"mati": "s"} if before in _NO else None
    if word in BREAKS:
        return {"luka": "b"} if counting.BODY.intersection((before, *behind[:1])) else None
    if word == "dapa":  # as in the east: "dua orang dapa potong"
        return {"luka": "s"} if _BLOWS.intersection(behind[:1]) else None
    if word == "melayang":
        return {"mati": "s"} if before == "nyawa" else None
    if word == "jiwa":
        return {"mati": "o"} if before == "korban" else None
    goes = behind[:1] and behind[0] in (_TO if word in FLEES else _AT)
    return {"mengungsi": "s"} if goes and _REFUGE.intersection(behind[1:]) else None
