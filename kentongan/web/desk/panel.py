"""The machine's reading beside the open report: the words with its marks, and one line for each field."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kentongan.reports import queries as reports
from kentongan.reports.models import Addition, Likeness, Proposal, Report
from kentongan.reports.reader import likeness, offers
from kentongan.reports.reader.offers import Around, Candidate, Offer
from kentongan.reports.reader.words import Words, persons_of, place_words, proposal_of, shown
from kentongan.rules.authority import Standing
from kentongan.rules.proposals import CATEGORIES, KINDS, MARKS, SEVERITIES
from kentongan.rules.taxonomy import EVENT_FORMS, ISSUES, Label

LIKE_WORDS = {
    Likeness.Kind.COPY: Label("pesan yang sama", "the same message"),
    Likeness.Kind.DUPLICATE: Label("kejadian yang sama", "the same event"),
    Likeness.Kind.CASE: Label("sengketa yang sama, hari lain", "the same dispute, another day"),
}

HOW_SURE = {True: Label("sangat mirip", "very much alike"), False: Label("mungkin", "perhaps")}


@dataclass(frozen=True)
class Choice:
    """One answer in a list."""

    value: str
    words: str
    is_chosen: bool = False
    is_likely: bool = False


@dataclass(frozen=True)
class Line:
    """One field as the desk shows it."""

    offer: Offer
    words: str
    choices: tuple[Choice, ...] = ()
    more: tuple[Choice, ...] = ()

    @property
    def source(self) -> str:
        """Say whose word it is."""
        return _(offers.SOURCES[self.offer.source]) if self.offer.source else ""


@dataclass(frozen=True)
class Like:
    """Another report that may tell of the same."""

    report: Report
    words: str
    sureness: str
    may_go_along: bool
    is_ticked: bool


@dataclass(frozen=True)
class Panel:
    """Everything the machine has to say about one report."""

    proposal: Proposal | None
    words: Words
    lines: tuple[Line, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    around: tuple[Around, ...] = ()
    persons: tuple[tuple[int, str, bool], ...] = ()
    marks: tuple[str, ...] = ()
    additions: tuple[tuple[Addition, Words], ...] = ()
    place_words: str = ""
    may_mend: bool = False
    may_open: bool = False

    @property
    def grouped(self) -> str:
        """The words of parties and institutions are written in the text itself."""
        return str(self.words)


def panel(standing: Standing, report: Report) -> Panel:
    """Return the words of a report as they may be shown, and what the machine reads in them."""
    proposal = proposal_of(report)
    words = shown(report, in_colour=True)
    told = tuple((addition, shown(addition)) for addition in report.additions.all())
    common = {"words": words, "additions": told, "place_words": place_words(report)}
    may_open = reports.may(standing, "report.unread-text", report)
    if proposal is None:
        return Panel(None, may_open=may_open, **common)  # type: ignore[arg-type]
    offered = offers.offers(report, proposal)
    codes = [one["code"] for one in proposal.candidates]
    names = offers.region_names([*codes, report.region_id, *places_of(offered)])
    return Panel(
        proposal,
        lines=tuple(line(offer, report, proposal, names) for offer in offered),
        candidates=tuple(offers.candidates(proposal, names)),
        around=tuple(offers.around(report, proposal)),
        persons=tuple(
            (number, person["masked"], person["protected"])
            for number, person in enumerate(persons_of(proposal))
        ),
        marks=tuple(offers.label_of(MARKS[mark]) for mark in proposal.marks if mark in MARKS),
        may_mend=reports.may(standing, "report.mend", report),
        may_open=may_open,
        **common,  # type: ignore[arg-type]
    )


def places_of(offered: Sequence[Offer]) -> list[str]:
    """Return the code that the field of the place holds."""
    return [offer.value for offer in offered if offer.field.name == "place" and offer.value]


def line(offer: Offer, report: Report, proposal: Proposal, names: dict[str, str]) -> Line:
    """Return one field with its value in words and what else may be chosen."""
    words = offers.in_short(offer, report, proposal, names)
    chosen, likely = offer.value, likely_values(proposal, offer.field.name)
    tables: dict[str, dict[str, Label]] = {
        "kind": dict(KINDS),
        "event_form": {code: form for code, form in EVENT_FORMS.items() if form.offered},
        "category": dict(CATEGORIES),
        "severity": {str(number): label for number, label in SEVERITIES.items()},
        "issues": dict(ISSUES),
    }
    table = tables.get(offer.field.name)
    if table is None:
        return Line(offer, words)
    if offer.field.name == "issues":
        first, second = [*(chosen or []), "", ""][:2]
        return Line(offer, words, choices(table, first, likely), choices(table, second, likely))
    return Line(offer, words, choices(table, "" if chosen is None else str(chosen), likely))


def likely_values(proposal: Proposal, field: str) -> list[str]:
    """Return what else the machine thinks a field may be."""
    read = proposal.fields.get(field)
    return [str(value) for value in read["other"]] if read else []


def choices(table: dict[str, Label], chosen: str, likely: Sequence[str]) -> tuple[Choice, ...]:
    """Return a list to choose from: what is likely first."""
    order = [chosen, *likely, *table] if chosen in table else [*likely, *table]
    return tuple(
        Choice(value, offers.label_of(table[value]), value == chosen, value in likely)
        for value in dict.fromkeys(order)
        if value in table
    )


def likes(standing: Standing, report: Report) -> list[Like]:
    """Return reports that may tell of the same, those the machine is sure of ticked before."""
    return [
        Like(
            other,
            offers.label_of(LIKE_WORDS[Likeness.Kind(row.kind)]),
            offers.label_of(HOW_SURE[row.is_sure]),
            may_go_along=other.answered_at is None and row.kind != Likeness.Kind.CASE,
            is_ticked=row.is_sure,
        )
        for other, row in likeness.of(standing, report)
    ]


def day_value(offer: Offer) -> str:
    """Return a day as a date field of a form holds it."""
    return date.fromisoformat(offer.value["on"]).isoformat() if offer.value else ""
