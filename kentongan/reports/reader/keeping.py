"""Turning a draft of the reader into what we keep, and back; names and groups are kept as places in the text only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from hashlib import sha256
from typing import Any

from simak.draft import Day, Draft, Found, Person, Place, Range, Span

from kentongan.rules import places
from kentongan.rules.masking import initials

MOST_CANDIDATES = 8
MOST_FOUND = 12
SAID_AT_LEAST = 0.5
"""What the machine holds for less likely than not is offered as an alternative, never as its proposal."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """What stands in the columns of a proposal."""

    fields: Json
    candidates: list[Json]
    persons: list[Json]
    marks: list[str]
    look_now: bool
    is_skim: bool


def digest(text: str) -> str:
    """Return the SHA-256 of a text, by which a proposal knows the words it was made of."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def kept(draft: Draft, *, drill: str = "") -> Kept:
    """Return a draft as columns; in a drill its places are those of the drill."""
    forms, issues = list(draft.event_forms), list(draft.issues)
    fields: Json = {
        "kind": found(draft.kind),
        "category": found(draft.category),
        "severity": found(draft.severity),
        "event_form": best_of(forms),
        "issues": several(issues),
        "place": found(draft.place, code=lambda code: places.in_drill(drill, code)) if draft.place else None,
        "day": found(draft.day, code=day_of) if draft.day else None,
        "clock": found(draft.clock, code=lambda at: at.isoformat("minutes")) if draft.clock else None,
        "counts": counts(draft.counts),
        "parties": spots(draft.parties),
        "institutions": spots(draft.institutions),
    }
    return Kept(
        fields={name: value for name, value in fields.items() if value},
        candidates=[candidate(place, drill) for place in draft.places[:MOST_CANDIDATES]],
        persons=[person(one) for one in draft.persons],
        marks=[
            *(mark.value for mark in draft.marks if mark.confidence >= SAID_AT_LEAST),
            *(["look_now"] if draft.look_now else []),
        ],
        look_now=draft.look_now,
        is_skim=draft.kind.value == "bukan" and not draft.look_now,
    )


def found(one: "Found[Any]", *, code: Any = lambda value: value) -> Json:
    """Return one field: value, confidence, reason, places in the text, and what else it might be."""
    return {
        "value": code(one.value),
        "confidence": round(float(one.confidence), 4),
        "reason": one.reason,
        "spans": [list(span) for span in one.spans],
        "other": [code(value) for value in one.alternatives[:MOST_FOUND]],
    }


def best_of(forms: "list[Found[str]]") -> Json | None:
    """Return the likeliest of several, the others as alternatives."""
    if not forms:
        return None
    first, *rest = forms
    other = [one.value for one in rest] + [value for value in first.alternatives if value]
    return {**found(first), "other": list(dict.fromkeys(other))[:MOST_FOUND]}


def several(them: "list[Found[str]]") -> Json | None:
    """Return all that are likelier than not, or else the likeliest, as one field with a list."""
    if not them:
        return None
    said = [one for one in them if one.confidence >= SAID_AT_LEAST] or them[:1]
    return {
        "value": sorted({one.value for one in said}),
        "confidence": round(float(min(one.confidence for one in said)), 4),
        "reason": said[0].reason,
        "spans": [list(span) for one in said for span in one.spans],
        "other": [one.value for one in them if one not in said][:MOST_FOUND],
    }


def day_of(day: Day) -> Json:
    """Return a day as it was told."""
    return {"on": day.on.isoformat(), "precision": day.precision, "doubtful": day.doubtful}


def counts(them: "Mapping[str, Found[Range]]") -> Json | None:
    """Return all numbers as one field."""
    if not them:
        return None
    return {
        "value": {kind: list(one.value) for kind, one in sorted(them.items())},
        "confidence": round(float(min(one.confidence for one in them.values())), 4),
        "reason": next(iter(them.values())).reason,
        "spans": [list(span) for one in them.values() for span in one.spans],
        "other": [],
    }


def spots(them: "Iterable[Found[str]]") -> Json | None:
    """Return where parties or institutions stand; which group it was is not kept beside the words."""
    listed = list(them)
    spans = [list(span) for one in listed for span in one.spans[:1]]
    if not spans:
        return None
    confidence = round(float(min(one.confidence for one in listed)), 4)
    return {"value": spans, "confidence": confidence, "reason": listed[0].reason, "spans": spans, "other": []}


def candidate(place: Place, drill: str) -> Json:
    """Return one place it might be, with what led there."""
    return {
        "code": places.in_drill(drill, place.code),
        "name": place.name,
        "role": place.role,
        "score": round(float(place.score), 4),
        "evidence": list(place.evidence),
        "spans": [list(span) for span in place.spans],
    }


def person(one: Person) -> Json:
    """Return where a name stands and what may be shown of it; never the name."""
    return {
        "span": [one.span.start, one.span.end],
        "masked": one.masked or initials(one.name),
        "protected": one.protected,
    }


def as_draft(kept_fields: Json, candidates: list[Json], text: str, version: str) -> Draft:
    """Return what was kept as a draft of the library again, as far as comparing two of them needs it."""
    place = again(kept_fields.get("place"), str)
    return Draft(
        text=text,
        kind=again(kept_fields.get("kind"), str) or Found("kejadian", 0.0, "kept"),
        category=again(kept_fields.get("category"), str) or Found("bukan", 0.0, "kept"),
        severity=again(kept_fields.get("severity"), int) or Found(0, 0.0, "kept"),
        place=place and Found(places.without_drill(place.value), place.confidence, place.reason, place.spans),
        places=tuple(as_place(one) for one in candidates),
        day=again(kept_fields.get("day"), as_day),
        clock=again(kept_fields.get("clock"), time.fromisoformat),
        counts={},
        event_forms=tuple(filter(None, [again(kept_fields.get("event_form"), str)])),
        issues=tuple(
            Found(value, kept_fields["issues"]["confidence"], "kept")
            for value in kept_fields.get("issues", {}).get("value", ())
        ),
        parties=(),
        institutions=(),
        persons=(),
        marks=(),
        look_now=False,
        version=version,
    )


def again(field: Json | None, read: Any) -> Any:
    """Return a kept field as the library has it, or nothing."""
    if not field:
        return None
    spans = tuple(Span(*span) for span in field["spans"])
    return Found(read(field["value"]), field["confidence"], field["reason"], spans)


def as_day(value: Json) -> Day:
    """Return a kept day as the library has it."""
    return Day(date.fromisoformat(value["on"]), value["precision"], value["doubtful"])


def as_place(one: Json) -> Place:
    """Return a kept candidate as the library has it."""
    spans = tuple(Span(*span) for span in one["spans"])
    code = places.without_drill(one["code"])
    return Place(code, one["name"], one["role"], one["score"], tuple(one["evidence"]), spans)
