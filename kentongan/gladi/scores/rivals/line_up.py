"""All rivals in the order of the table. An oracle reads the true category: an upper bound, not a system."""

from collections.abc import Iterator

from kentongan.gladi.scores.country import Country
from kentongan.gladi.scores.rivals.chance import Chance
from kentongan.gladi.scores.rivals.chronological import ChronologicalList
from kentongan.gladi.scores.rivals.ears import EarsC2
from kentongan.gladi.scores.rivals.fixed_rule import FixedRule
from kentongan.gladi.scores.rivals.house import House
from kentongan.gladi.scores.rivals.signs import Reading, Rival, by_keywords
from kentongan.gladi.scores.rivals.silent import SilentDays, SilentRhythm
from kentongan.gladi.scores.rivals.weekly import WeeklyZ

ORACLE = "-oracle"


def rivals(country: Country) -> tuple[Rival, ...]:
    """Return every rival that reads by keywords, and those about silence."""
    return (
        Chance(country),
        ChronologicalList(),
        *readers(country, by_keywords, ""),
        SilentDays(),
        SilentRhythm(),
    )


def oracles(country: Country, read: Reading) -> tuple[Rival, ...]:
    """Return the same rules reading the true category, handed in from outside."""
    return tuple(readers(country, read, ORACLE))


def readers(country: Country, read: Reading, ending: str) -> Iterator[Rival]:
    """Return the rules that need to know what a message is about."""
    yield ChronologicalList(f"list-keywords{ending}" if not ending else f"list{ending}", read)
    yield FixedRule(country, f"fixed-rule{ending}", read)
    yield EarsC2(f"ears-village{ending}", "village", read)
    yield EarsC2(f"ears-kecamatan{ending}", "kecamatan", read)
    yield WeeklyZ(f"weekly-z{ending}", read)
    yield House(f"house-rules{ending}", read)
