"""What a text says about itself: passed on, urging to pass on, or trying to give orders to the reader.

Marks change nothing that is read: an instruction inside a message is only shown to the officer.
"""

from __future__ import annotations

from collections.abc import Sequence

from simak.draft import Found, Span
from simak.lexicon import Hit, Lexicon, Line

MARKS = {"tanda.teruskan": "forwarded", "tanda.desak": "urging", "tanda.perintah": "instruction"}
_QUIET = frozenset({"darurat", "penting", "jangan sampai", "share", "broadcast"})
"""Words that urge only beside another one."""


def marks(line: Line, hits: Sequence[Hit], lexicon: Lexicon) -> tuple[Found[str], ...]:
    """Return the marks of a text with the words they rest on."""
    spans: dict[str, list[Span]] = {}
    loud: set[str] = set()
    names = lexicon.names
    for hit in hits:
        mark = MARKS.get(names[hit.group])
        if mark is None:
            continue
        spans.setdefault(mark, []).append(line.span(hit))
        words = " ".join(line.text.words[hit.first : hit.last + 1])
        if words not in _QUIET:
            loud.add(mark)
    return tuple(
        Found(mark, 0.95 if mark in loud else 0.6, "marks.words", tuple(sorted(set(given))))
        for mark, given in spans.items()
        if mark in loud or len(given) > 1 or "!!" in line.text.plain
    )
