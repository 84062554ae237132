"""Lists of known names by kind, and which words of a sentence stand inside one; never loaded when reading.

The lists (`data/known`) are our own, written from general knowledge: foods, brands, countries, cities, events,
organisations and people. They serve to measure, and nothing that reads asks them. Of overlapping names the longest
counts, from left to right (as in Chiu and Nichols, Transactions of the ACL 4, 2016).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources

from simak import regions

KINDS = {
    "foods": "F",
    "brands": "B",
    "countries": "N",
    "cities": "C",
    "events": "E",
    "organisations": "O",
    "people": "P",
}
LEVELS = {2: "r", 5: "s", 8: "t"}
"""By length of the code: provinces, kabupaten and kota, kecamatan."""
_LONGEST = 6
_FORM = re.compile(r"^(?:kab\.|kota adm\.|kabupaten|kota|provinsi)\s+")


class Gazetteer:
    """Known names, each with the letters of its kinds."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Know names, each with the letter of one kind; a name may come again with another kind."""
        kinds: dict[tuple[str, ...], set[str]] = {}
        for name, kind in names:
            small = name.lower()
            for words in {tuple(small.split()), tuple(re.findall(r"\w+|[^\w\s]", small))} - {()}:
                kinds.setdefault(words, set()).add(kind)
        self._kinds: Mapping[tuple[str, ...], str] = {
            words: "".join(sorted(letters)) for words, letters in kinds.items()
        }

    def found(self, words: Sequence[str]) -> list[tuple[int, int, str]]:
        """Return the names in a sentence, longest first from left to right: (first, after last, kinds)."""
        small = [word.lower() for word in words]
        found, first = [], 0
        while first < len(small):
            last = min(first + _LONGEST, len(small))
            while last > first and tuple(small[first:last]) not in self._kinds:
                last -= 1
            if last > first:
                found.append((first, last, self._kinds[tuple(small[first:last])]))
            first = max(last, first + 1)
        return found

    def features(self, words: Sequence[str]) -> list[list[str]]:
        """Return of each word in which names it and its neighbours stand: alone (S), first (B), inside (I), last (L)."""
        marks: list[list[str]] = [[] for _ in words]
        rows: list[list[str]] = [[] for _ in words]
        for first, last, kinds in self.found(words):
            for i in range(first, last):
                place = "S" if last - first == 1 else "B" if i == first else "L" if i == last - 1 else "I"
                marks[i] = [f"{kind}{place}" for kind in kinds]
                rows[i] = [f"GG{kinds}"] + ([f"GU{kinds}"] if words[i][:1].isupper() else [])
        for i, row in enumerate(rows):
            for offset in (0, -1, 1):
                if 0 <= i + offset < len(marks):
                    row += [f"G{offset or ''}{mark}" for mark in marks[i + offset]]
        return rows


def shipped() -> Gazetteer:
    """Return our lists, and the names of provinces, kabupaten, kota and kecamatan."""
    return Gazetteer([*_listed(), *_regions()])


def _listed() -> Iterable[tuple[str, str]]:
    folder = resources.files("simak") / "data" / "known"
    for name, kind in KINDS.items():
        for line in (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                yield from ((entry.strip(), kind) for entry in line.split(",") if entry.strip())


def _regions() -> Iterable[tuple[str, str]]:
    known = regions.load()
    for code, name in zip(known.codes, known.names, strict=True):
        if len(code) in LEVELS:
            yield _FORM.sub("", name.lower()), LEVELS[len(code)]
