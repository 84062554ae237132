"""A second opinion on a draft: the small protocol of plug-ins, and how an opinion changes a draft.

Plug-ins are off unless whoever calls hands one in. An opinion never overrules the rules on severity, never removes a
word, and is dropped when it quotes what is not in the text. Where it disagrees, confidence goes down and the other
reading is shown; the officer decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from simak.draft import Draft, Found, Span, Value
from simak.lexicon import CATEGORIES
from simak.taxonomy import KINDS

AGREED, DISAGREED = 0.5, 0.6
"""Agreement takes away this part of the doubt; disagreement this factor of the confidence."""
CHOICES: Mapping[str, tuple[str, ...]] = {"category": tuple(CATEGORIES), "kind": tuple(KINDS)}


class Unavailable(Exception):
    """The second reader could not answer; the draft stays as it is."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a second reader says: a choice by field, and the words of the text it quotes for it."""

    source: str
    choices: Mapping[str, str] = field(default_factory=dict)
    quotes: Mapping[str, str] = field(default_factory=dict)


class SecondReader(Protocol):
    """Anything that has an opinion on a draft."""

    needs_quotes: bool
    """Whether a choice without an exact quote is dropped."""

    def opinion(self, draft: Draft) -> Opinion:
        """Return an opinion.

        Raises:
            Unavailable: If none is to be had now.
        """
        ...


def consult(draft: Draft, readers: Sequence[SecondReader]) -> Draft:
    """Return the draft after hearing the readers; one that cannot answer changes nothing."""
    for reader in readers:
        try:
            opinion = reader.opinion(draft)
        except Unavailable:
            continue
        draft = weigh(draft, opinion, needs_quotes=reader.needs_quotes)
    return draft


def weigh(draft: Draft, opinion: Opinion, *, needs_quotes: bool) -> Draft:
    """Return the draft with the confidences that an opinion leaves: choices outside the closed lists are dropped."""
    changed: dict[str, Found[str]] = {}
    for name, choice in opinion.choices.items():
        span = quoted(draft.text, opinion.quotes.get(name, ""))
        known = choice in choices(draft).get(name, ())
        present = getattr(draft, name, None)
        if known and present is not None and (span is not None or not needs_quotes):
            changed[name] = _heard(present, choice, opinion.source, span)
    return replace(draft, **changed)  # type: ignore[arg-type]


def choices(draft: Draft) -> dict[str, tuple[str, ...]]:
    """Return what may be chosen, by field: a place must be one of those the draft knows already."""
    places = tuple(dict.fromkeys(place.code for place in draft.places))[:20]
    own = (draft.place.value, *draft.place.alternatives) if draft.place else ()
    return {**CHOICES, "place": tuple(dict.fromkeys((*own, *places)))[:20]}


def quoted(text: str, quote: str) -> Span | None:
    """Return where a quote stands in the text, nothing unless it stands there to the letter."""
    at = text.find(quote) if quote.strip() else -1
    return None if at < 0 else Span(at, at + len(quote))


def _heard(found: Found[Value], choice: Value, source: str, span: Span | None) -> Found[Value]:
    if choice == found.value:
        sure = found.confidence + AGREED * (1.0 - found.confidence)
        spans = found.spans if span is None or span in found.spans else (*found.spans, span)
        return replace(found, confidence=sure, spans=spans, reason=f"{found.reason}+{source}")
    others = (choice, *(each for each in found.alternatives if each != choice))
    return replace(
        found, confidence=found.confidence * DISAGREED, alternatives=others, reason=f"{found.reason}!{source}"
    )
