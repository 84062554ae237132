"""The words by which conflicts are told, formal and regional, found in one pass over a text.

`data/lexicon/*.txt` holds them by sub-issue: a heading `[category.sub] E11 I15` names the event forms and issues
of the taxonomy, a line `jv: tawur; gelut*` the words of one language. A star stands for any letters.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from importlib import resources
from itertools import accumulate
from typing import NamedTuple

import ahocorasick

from simak import misspelt, names, words
from simak.affixes import root
from simak.draft import Span
from simak.normal import Text

CATEGORIES = (
    "bentrok",
    "agama_sara",
    "lahan_sda",
    "pemilu",
    "unjukrasa",
    "main_hakim",
    "teror_separatis",
    "narkoba_miras",
    "kriminal",
    "hoaks",
    "ketertiban",
    "bencana_laka",
    "kegiatan",
    "bukan",
)
"""The categories of the label guide, in its order."""
MADE_OF, MISSPELT = 0.7, 0.6
"""Weight of a word that is made from one of the lexicon, and of one with a letter wrong."""
_MOST_REMEMBERED = 1 << 15  # words
MOST_HITS = 3000
"""Words that are looked at; a story has a few hundred."""
LANGUAGES = frozenset(
    [
        "id",
        "jv",
        "su",
        "md",
        "plm",
        "ml",
        "mks",
        "bgs",
        "pap",
        "mdo",
        "amb",
        "min",
        "bjn",
        "btk",
        "ban",
        "sas",
        "kpg",
        "ach",
    ]
)  # codes of our own: plm Palembang, mks Makassar, pap Papuan Malay, mdo Manado, kpg Kupang, bjn Banjar
_BREAKS = frozenset(".!?;:,()\n…|")
NEGATIONS = frozenset(
    [
        "tidak",
        "tak",
        "tanpa",
        "nihil",
        "belum",
        "bukan",
        "tiada",
        "nol",
        "gak",
        "nggak",
        "ga",
        "ndak",
        "enggak",
        "jangan",
        "ora",
        "mboten",
        "durung",
        "teu",
        "can",
        "tacan",
        "henteu",
        "dak",
        "idak",
        "indak",
        "ndak",
        "alun",
        "kada",
        "balum",
        "tra",
        "trada",
        "tara",
        "nda",
        "tena",
        "belumpi",
        "de'",
        "nyanda",
        "seng",
        "sonde",
        "ta'",
        "bunten",
        "hana",
        "nyaris",
        "hampir",
        "ndek",
        "tusing",
        "tania",
        "tadha",
        "sobung",
        "ndang",
        "indadong",
        "dena",
        "degaga",
        "dudu",
        "nda",
        "endeq",
        "ndeq",
        "tea",
    ]
)
_NOT_IN_BALI = frozenset(("ada", "ade", "taen", "maan", "dadi", "nyidang", "setuju", "wenten"))
"""What follows "sing" where it says no; elsewhere it is the Javanese "who"."""


class Group(NamedTuple):
    """A sub-issue, or a sign that stands across the categories (category "tanda")."""

    name: str
    event_forms: tuple[str, ...]
    issues: tuple[str, ...]

    @property
    def category(self) -> str:
        """The category of the label guide that the sub-issue belongs to, or "tanda"."""
        return self.name.partition(".")[0]


class Hit(NamedTuple):
    """A word of a group, at `first` to `last` (inclusive) of the tokens of the text.

    `weight` is 1 for a word that hardly stands in ordinary texts, and falls with how often it does.
    """

    group: int
    first: int
    last: int
    weight: float = 1.0


@dataclass(frozen=True)
class Lexicon:
    """All groups, the machine that finds their words, single words, and those that stand for all that begin like them."""

    groups: tuple[Group, ...]
    machine: ahocorasick.Automaton
    singles: dict[str, tuple[int, ...]]
    beginnings: dict[str, tuple[int, ...]]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {group.name: number for number, group in enumerate(self.groups)}

    @cached_property
    def made_of(self) -> Callable[[str], tuple[tuple[int, ...], float]]:
        """Return a function from a word to the groups of the word it is made from, and their weight; it remembers.

        A word that is made from none may be one of them with a letter wrong; where it may be several, only what
        all of them say counts.
        """
        singles, every = self.singles, self.singles | self.beginnings
        slips = misspelt.Index(every, names.vocabulary())

        def groups(word: str) -> tuple[tuple[int, ...], float]:
            known = root(word, singles)
            if known is not None:
                return singles[known], MADE_OF
            near = [set(every[other]) for other in slips.find(word)]
            return (tuple(sorted(set.intersection(*near))) if near else ()), MISSPELT

        return lru_cache(maxsize=_MOST_REMEMBERED)(groups)

    @cached_property
    def nothing(self) -> set[str]:
        """Words that `made_of` has found to be made of none; remembered here because most words are."""
        return set()

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """Return for each group the position of its category, -1 for signs."""
        order = {name: number for number, name in enumerate(CATEGORIES)}
        return tuple(order.get(group.category, -1) for group in self.groups)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return the names of the groups."""
        return tuple(group.name for group in self.groups)

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Return for each group its category, "tanda" for signs."""
        return tuple(group.category for group in self.groups)

    def number(self, name: str) -> int:
        """Return the position of a group.

        Raises:
            KeyError: If there is no such group.
        """
        return self._numbers[name]


@dataclass(frozen=True, slots=True)
class Line:
    """A text as one line of plain words, with the way back to its tokens."""

    text: Text
    words: str
    starts: tuple[int, ...]
    tokens: tuple[int, ...]

    def token(self, place: int) -> int:
        """Return which token stands at a place of `words`."""
        return self.tokens[(bisect_right(self.starts, place) or 1) - 1]

    def span(self, hit: Hit) -> Span:
        """Return where the words of a hit stand in the original text."""
        return self.text.span(self.text.firsts[hit.first], self.text.lasts[hit.last])

    def spans(self, hits: Iterable[Hit], most: int) -> tuple[Span, ...]:
        """Return where the words of some hits stand, each place once, the first ones of the text."""
        firsts, lasts, span = self.text.firsts, self.text.lasts, self.text.span
        found: set[Span] = set()
        for first, last in sorted({(first, last) for _, first, last, _ in hits}):
            found.add(span(firsts[first], lasts[last]))
            if len(found) == most:
                break
        return tuple(sorted(found))


def line(text: Text) -> Line:
    """Put a text on one line: hyphens apart, marks that end a part as a comma, anything else left out."""
    words = list(text.words)
    if not text.cased.isupper() and not text.cased.islower():
        for number in [at for at, capital in enumerate(text.capitals) if capital]:
            if (
                len(text.written[number]) < 6
                and text.cased[text.firsts[number] : text.lasts[number]].isupper()
            ):
                words[number] = text.written[number]  # "SMP" is a school, "smp" short for sampai
    short = max(map(len, words), default=0) <= _REMEMBERED
    bare = list(map(_on_a_line if short else _bare, words))
    tokens = tuple([number for number, word in enumerate(bare) if word])
    kept = list(filter(None, bare))
    starts = accumulate([len(word) + 1 for word in kept[:-1]], initial=1) if kept else ()
    return Line(text, " ".join(["", *kept, ""]) if kept else " ", tuple(starts), tokens)


def _bare(word: str) -> str:
    """Return a word without marks in it, a comma for a mark that ends a part, nothing for another mark."""
    if word[0].isalnum():
        return word if word.isalnum() else word.replace("-", " ").replace("'", "")
    return "," if word in _BREAKS else ""


_REMEMBERED = 40
"""Letters of the longest word that is remembered."""
_on_a_line = lru_cache(maxsize=_MOST_REMEMBERED)(_bare)


def find(lexicon: Lexicon, line: Line) -> list[Hit]:
    """Return all words of all groups in a line, by where they end."""
    found: list[Hit] = []
    if not line.starts:
        return found
    covered: set[int] = set()
    starts, tokens = line.starts, line.tokens
    for end, (groups, head, tail, several, weight) in lexicon.machine.iter(line.words):
        if len(found) > MOST_HITS:
            break
        first = last = tokens[(bisect_right(starts, end - head) or 1) - 1]
        covered.add(first)
        if several:
            last = tokens[(bisect_right(starts, end - tail) or 1) - 1]
            covered.update(range(first, last + 1))
        for group in groups:
            found.append(_hit((group, first, last, weight)))  # noqa: PERF401 -- a generator costs more
    found.extend(_made_of(lexicon, line, covered))
    return found


_hit = partial(tuple.__new__, Hit)  # of the four parts; half of the time of calling Hit


def _made_of(lexicon: Lexicon, line: Line, covered: set[int]) -> Iterator[Hit]:
    """Yield words that are made from one of the lexicon by prefixes and endings, or by a slip of one letter."""
    words, nothing = line.text.words, lexicon.nothing
    for number in [at for at in line.tokens if at not in covered and words[at] not in nothing]:
        groups, weight = lexicon.made_of(words[number])
        for group in groups:
            yield Hit(group, number, number, weight)
        if not groups and len(words[number]) <= _REMEMBERED and len(nothing) < _MOST_REMEMBERED:
            nothing.add(words[number])


def is_denied(text: Text, hit: Hit, *, reach: int = 3) -> bool:
    """Tell whether one of the words before a hit says no ("tidak ada korban jiwa")."""
    first = hit.first
    before = text.words[max(0, first - reach) : first]
    if not NEGATIONS.isdisjoint(before):
        return True
    if "sing" not in before:
        return False
    behind = text.words[max(0, first - reach) + 1 : first + 1]
    return any(word == "sing" and other in _NOT_IN_BALI for word, other in zip(before, behind, strict=False))


@cache
def shipped() -> Lexicon:
    """Return the lexicon of `data/lexicon`, built once.

    Raises:
        ValueError: If a line is neither a heading, a language with words, nor a comment.
    """
    groups: list[Group] = []
    keys: dict[str, tuple[list[int], int, int]] = {}
    for heading, word in _entries():
        if not groups or groups[-1] != heading:
            groups.append(heading)
        key, lead, trail = _key(word)
        numbers = keys.setdefault(key, ([], lead, trail))[0]
        if len(groups) - 1 not in numbers:
            numbers.append(len(groups) - 1)
    common = {row[0]: int(row[1]) for row in words.rows("ordinary_words")}
    machine = ahocorasick.Automaton()
    for key, (numbers, lead, trail) in keys.items():
        head, several = len(key) - 1 - lead, " " in key.strip()  # letters from the first to the end
        machine.add_word(key, (tuple(numbers), head, trail, several, weight(key, common)))
    machine.make_automaton()
    alone = {
        (key.strip(), bool(trail)): tuple(numbers)
        for key, (numbers, lead, trail) in keys.items()
        if lead and len(key) > 5 and " " not in key.strip()
    }
    singles, beginnings = (
        {word: of for (word, whole), of in alone.items() if whole is wanted} for wanted in (True, False)
    )
    return Lexicon(tuple(groups), machine, singles, beginnings)


def weight(key: str, common: Mapping[str, int]) -> float:
    """Return how much a word says: less the more often it stands in ordinary texts, and less when it is short."""
    bare = key.strip()
    seen = common.get(bare, 0)
    return (0.6 if len(bare) < 4 else 1.0) / (1.0 + 0.5 * math.log1p(seen))


def _key(word: str) -> tuple[str, int, int]:
    """Return what is looked for, and how many spaces before and after it are not of the word."""
    bare = word.strip("*").replace("-", " ").replace("'", "")
    lead, trail = int(not word.startswith("*")), int(not word.endswith("*"))
    return " " * lead + bare + " " * trail, lead, trail


def _entries() -> Iterator[tuple[Group, str]]:
    folder = resources.files("simak") / "data" / "lexicon"
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        heading = Group("", (), ())
        for text in file.read_text(encoding="utf-8").splitlines():
            if text.startswith("["):
                heading = _heading(text)
            elif text and not text.startswith("#"):
                for word in _words(text, heading):
                    yield heading, word


def _heading(text: str) -> Group:
    name, _, codes = text[1:].partition("]")
    both = codes.split()
    return Group(
        name, tuple(code for code in both if code[0] == "E"), tuple(code for code in both if code[0] == "I")
    )


def _words(text: str, heading: Group) -> list[str]:
    language, _, words = text.partition(":")
    if not heading.name or language not in LANGUAGES:
        raise ValueError(f"a line of the lexicon that is not a language with words: {text[:60]!r}")
    return [word.strip() for word in words.split(";") if word.strip()]
