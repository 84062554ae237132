"""Names of regions that are spelt almost like another: typing errors, inside a region that is known."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz, process

from simak import regions, spelling

_SIMILAR = 84.0  # rapidfuzz ratio (0..100) from which a name inside a known parent counts as mistyped


def similar(key: str, parent: str, level: int) -> tuple[str, float] | None:
    """Return the region of a level inside `parent` whose name is most like a mistyped one, with the ratio (0..100)."""
    hit = process.extractOne(key, _names_inside(parent, level), scorer=fuzz.ratio, score_cutoff=_SIMILAR)
    if hit is None:
        return None
    name, ratio, code = hit
    if name.startswith(key) and name[len(key) :].isdigit():
        return None  # "Tebedak" is neither Tebedak I nor Tebedak II
    return code, ratio


@lru_cache(maxsize=512)
def _names_inside(parent: str, level: int) -> dict[str, str]:
    """Return the keys of the regions of one level inside another, by code."""
    known = regions.load()
    inside = ((known.codes[at], known.names[at]) for at in known.inside(parent))
    return {
        code: spelling.full_key(spelling.pieces(name))
        for code, name in inside
        if regions.level(code) == level
    }
