"""Words that say what a number counts only together with a neighbour: "kehilangan rumah", "tidak tertolong"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from simak import counting
from simak.normal import Text


class Phrase(NamedTuple):
    """What a word counts where one of some words stands before it, or behind it (a word between them may be `over`)."""

    counts: Mapping[str, str]
    before: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()
    over: frozenset[str] = frozenset()


UNSAVED = frozenset(("tertolong", "terselamatkan"))
"""What is no death unless it is denied."""
_DISPLACED, _DEAD, _HURT = {"mengungsi": "s"}, {"mati": "s"}, {"luka": "s"}
_NO = frozenset(("tidak", "tak", "gak", "nggak", "ndak", "tdk", "ora", "teu", "seng", "tra"))
_REFUGE = frozenset(
    ["gereja", "masjid", "mesjid", "musala", "mushola", "balai", "posko", "pengungsian", "sekolah", "tenda"]
)
_BLOWS = frozenset(("potong", "pukul", "tikam", "bacok", "panah", "parang", "tembak", "lempar", "hajar"))
_TO, _AT = frozenset(("ke", "ka", "nang", "menyang")), frozenset(("di", "nang", "ing"))
_LOST = (
    Phrase(_DISPLACED, behind=frozenset(("tempat", "rumah", "tinggal"))),
    Phrase(_DEAD, behind=frozenset(("nyawa",))),
)
_SAVED = (Phrase(_DISPLACED, behind=frozenset(("diri", "awak"))),)
_FLED = (Phrase(_DISPLACED, behind=_REFUGE, over=_TO),)
_STAYED = (Phrase(_DISPLACED, behind=_REFUGE, over=_AT),)
_BROKEN = (Phrase({"luka": "b"}, before=counting.BODY, behind=counting.BODY),)
_PHRASES: Mapping[str, tuple[Phrase, ...]] = {
    **dict.fromkeys(("kehilangan", "kelangan"), _LOST),
    **dict.fromkeys(UNSAVED, (Phrase(_DEAD, before=_NO),)),
    **dict.fromkeys(("lari", "kabur", "ngacir", "malayu", "mlayu", "lumpat"), _FLED),
    **dict.fromkeys(("menyelamatkan", "nyelamatin", "nyelametke"), _SAVED),
    **dict.fromkeys(("tinggal", "bertahan", "menginap", "tidur", "nginep", "turu"), _STAYED),
    **dict.fromkeys(("pecah", "pica", "picah", "sobek", "robek", "bengkak", "retak"), _BROKEN),
    "dapa": (Phrase(_HURT, behind=_BLOWS),),  # as in the east: "dua orang dapa potong"
    "melayang": (Phrase(_DEAD, before=frozenset(("nyawa",))),),
    "jiwa": (Phrase({"mati": "o"}, before=frozenset(("korban",))),),
}
WORDS = frozenset(_PHRASES)
"""Words of which `sides` may say something."""


def sides(text: Text, at: int) -> Mapping[str, str] | None:
    """Return what a word counts and on which side (`counting.SIDES`), None where its neighbours say nothing."""
    phrases = _PHRASES.get(text.words[at])
    if phrases is None:
        return None
    before = text.words[at - 1] if at else ""
    behind = text.words[at + 1 : at + 3]
    for phrase in phrases:
        follows = behind[1:] if phrase.over.intersection(behind[:1]) else [] if phrase.over else behind[:1]
        if before in phrase.before or phrase.behind.intersection(follows):
            return phrase.counts
    return None
