"""What is shown of a text: its words with the machine's marks, names behind initials, numbers of people behind a note.

A text that the machine has not read yet may hold names nobody has found; it is held back until it is read, and
whoever must act at once opens it by a button that is written down.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from kentongan.reports.models import Addition, Mend, Proposal, Report, ReportVersion
from kentongan.reports.reader.keeping import digest
from kentongan.rules.masking import Hidden, apart, masked, numbers_in, short_text, titled_names
from kentongan.rules.proposals import FIELDS, Field
from kentongan.rules.taxonomy import EVENT_FORMS

UNREAD = _("Mesin belum membaca teks ini, jadi nama orang di dalamnya belum disamarkan.")
PERSONS = "persons"
SAID: "Prefetch[Any]" = Prefetch("mends", queryset=Mend.objects.order_by("id"), to_attr="said")


@dataclass(frozen=True)
class Piece:
    """A stretch of text with the fields whose words it holds, and those whose words end with it."""

    text: str
    fields: tuple[Field, ...] = ()
    ending: tuple[Field, ...] = ()
    is_hidden: bool = False


@dataclass(frozen=True)
class Words:
    """A text as it may be shown; `is_held` when nobody knows yet which names stand in it."""

    pieces: tuple[Piece, ...]
    is_held: bool = False

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def __bool__(self) -> bool:
        return bool(self.pieces)


def with_proposals(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Let reports bring what the machine read in them, in two queries for all of them."""
    return rows.prefetch_related(current_proposals(addition__isnull=True))


def current_proposals(**which: Any) -> "Prefetch[Any]":
    """Return how a report or an addition brings its current proposal with what officers said to it."""
    rows = Proposal.objects.filter(is_current=True, **which).prefetch_related(SAID)
    return Prefetch("proposals", queryset=rows, to_attr="current_proposals")


def proposal_of(told: Report | Addition) -> Proposal | None:
    """Return what the machine read in the words as they stand now; nothing when it has not read these words."""
    brought = getattr(told, "current_proposals", None)
    if brought is None:
        which = {"addition": told} if isinstance(told, Addition) else {"report": told, "addition": None}
        brought = list(Proposal.objects.filter(is_current=True, **which))
    return next((one for one in brought if one.text_sha256 == digest(told.text)), None)


def shown(told: Report | Addition, *, in_colour: bool = False, with_names: bool = False) -> Words:
    """Return the words of a report or an addition as they may be shown to whoever may read the report.

    Args:
        told: The report or addition; bring the proposals along for lists (`with_proposals`).
        in_colour: With the machine's marks.
        with_names: For somebody who needs the names and has just had that written down; victims and minors, and
            everybody in what is restricted, stay masked even then.
    """
    proposal = proposal_of(told)
    report = told.report if isinstance(told, Addition) else told
    if proposal is None:
        return unread(told.text, report, with_names=with_names)
    hidden = [*numbers_in(told.text), *names_in(proposal, report, with_names=with_names)]
    marks = spots_of(proposal) if in_colour else {}
    return Words(tuple(pieces_of(told.text, apart(hidden), marks)))


def unread(text: str, report: Report, *, with_names: bool) -> Words:
    """Return a text that no machine has read: held back, or for somebody who opens it without numbers."""
    if not text:
        return Words(())
    if not with_names:
        return Words((), is_held=True)
    hidden = numbers_in(text) + (titled_names(text) if all_protected(report) else [])
    return Words((Piece(masked(text, hidden)),))


def names_in(proposal: Proposal, report: Report, *, with_names: bool) -> list[Hidden]:
    """Return the names that stay behind initials."""
    everybody = all_protected(report)
    return [
        Hidden(person["span"][0], person["span"][1], person["masked"])
        for person in persons_of(proposal)
        if not with_names or person["protected"] or everybody
    ]


def persons_of(proposal: Proposal) -> list[dict[str, Any]]:
    """Return the names in a text, as the machine found them or as an officer has put it right since."""
    said = standing_words(said_to(proposal)).get(PERSONS)
    return list(said.value if said is not None and said.value is not None else proposal.persons)


def said_to(proposal: Proposal) -> Sequence[Mend]:
    """Return everything officers said to a proposal, oldest first."""
    brought = getattr(proposal, "said", None)
    return list(proposal.mends.order_by("id")) if brought is None else brought


def standing_words(rows: Iterable[Mend]) -> dict[str, Mend]:
    """Return what stands for each field: the last word that was not taken back."""
    words: dict[str, list[Mend]] = {}
    for row in rows:
        before = words.setdefault(row.field, [])
        if row.verdict == Mend.Verdict.TAKEN_BACK:
            words[row.field] = [one for one in before if one.batch != row.batch]
        else:
            before.append(row)
    return {field: said[-1] for field, said in words.items() if said}


def all_protected(report: Report) -> bool:
    """Say whether nobody in this report may ever be named: what is restricted tells of victims (UU 12/2022)."""
    form = EVENT_FORMS.get(report.event_form)
    return report.restricted or bool(form and form.restricted)


def spots_of(proposal: Proposal) -> Mapping[str, list[list[int]]]:
    """Return for each field where its words stand."""
    spots = {name: field["spans"] for name, field in proposal.fields.items() if field.get("spans")}
    return spots | {PERSONS: [person["span"] for person in persons_of(proposal)]}


def pieces_of(text: str, hidden: Sequence[Hidden], marks: Mapping[str, list[list[int]]]) -> "Iterable[Piece]":
    """Cut a text where marks and hidden parts begin and end; what is hidden is one piece."""
    spans = [
        (start, end, FIELDS[name]) for name, them in marks.items() if name in FIELDS for start, end in them
    ]
    spans = [(start, end, field) for start, end, field in spans if 0 <= start < end <= len(text)]
    cuts = {0, len(text), *(edge for start, end, _field in spans for edge in (start, end))}
    cuts = {cut for cut in cuts if not any(part.start < cut < part.end for part in hidden)}
    edges = sorted(cuts | {edge for part in hidden for edge in (part.start, part.end)})
    instead = {part.start: part for part in hidden}
    for start, end in pairwise(edges):
        here = [span for span in spans if span[0] < end and start < span[1]]
        fields = tuple(dict.fromkeys(field for _begin, _until, field in here))
        ending = tuple(dict.fromkeys(field for _begin, until, field in here if until <= end))
        part = instead.get(start)
        yield Piece(part.instead if part else text[start:end], fields, ending, is_hidden=part is not None)


def place_words(report: Report) -> str:
    """Return the place as it was told in words, without numbers and names behind titles."""
    return short_text(report.place_text)


def earlier(report: Report) -> list[tuple[ReportVersion, dict[str, object]]]:
    """Return the versions of a report with the values each replaced, as they may be shown.

    Earlier words are shown as the words of today are: with what the machine found in them, or not at all.
    """
    read: dict[str, Proposal] = {}
    versions = list(report.versions.all())
    if any("text" in version.earlier for version in versions):
        rows = Proposal.objects.filter(report=report, addition=None).order_by("number")
        read = {one.text_sha256: one for one in rows.prefetch_related(SAID)}
    return [(version, told_then(version, report, read)) for version in versions]


def told_then(version: ReportVersion, report: Report, read: Mapping[str, Proposal]) -> dict[str, object]:
    """Return the values that one version replaced as they may be shown."""
    told = dict(version.earlier)
    if text := str(told.get("text", "")):
        proposal = read.get(digest(text))
        told["text"] = (
            masked(text, [*numbers_in(text), *names_in(proposal, report, with_names=False)])
            if proposal
            else gettext(UNREAD)
        )
    if told.get("place_text"):
        told["place_text"] = short_text(str(told["place_text"]))
    return told
