"""All rivals in the order of the table. An oracle reads perfectly: an upper bound, not a system."""

from collections.abc import Iterator

from kentongan.gladi.scores.country import Country
from kentongan.gladi.scores.rivals.chance import Chance
from kentongan.gladi.scores.rivals.chronological import ChronologicalList
from kentongan.gladi.scores.rivals.ears import EarsC2
from kentongan.gladi.scores.rivals.fixed_rule import FixedRule
from kentongan.gladi.scores.rivals.house import House
from kentongan.gladi.scores.rivals.signs import Keywords, Oracle, Reading, Rival
from kentongan.gladi.scores.rivals.silent import SilentDays, SilentRhythm
from kentongan.gladi.scores.rivals.weekly import WeeklyZ

ORACLE = "-oracle"


def rivals(country: Country) -> tuple[Rival, ...]:
    """Return every rival that reads by keywords, and those about silence."""
    read = Keywords(country)
    return (
        Chance(country),
        ChronologicalList(read),
        *readers(country, read, "list-keywords", ""),
        SilentDays(),
        SilentRhythm(),
    )


def oracles(country: Country, read: Oracle) -> tuple[Rival, ...]:
    """Return the same rules with a perfect reading, handed in from outside."""
    return tuple(readers(country, read, "list", ORACLE))


def readers(country: Country, read: Reading, first: str, ending: str) -> Iterator[Rival]:
    """Return the rules that need to know what a message is about."""
    yield ChronologicalList(read, f"{first}{ending}", judges=True)
    yield FixedRule(read, country, f"fixed-rule{ending}")
    yield EarsC2(read, f"ears-village{ending}", "village")
    yield EarsC2(read, f"ears-kecamatan{ending}", "kecamatan")
    yield WeeklyZ(read, f"weekly-z{ending}")
    yield House(read, f"house-rules{ending}")
