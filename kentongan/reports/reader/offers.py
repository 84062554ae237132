"""What the desk offers for each field: what an officer said, else what the reporter told, else what the machine read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dateformat import format as in_words
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from kentongan.reports.models import Mend, Proposal, Report
from kentongan.reports.reader.words import names_in, persons_of, said_to, standing_words
from kentongan.rules import places
from kentongan.rules.masking import Hidden, masked, numbers_in
from kentongan.rules.proposals import (
    CATEGORIES,
    EVIDENCE,
    FIELDS,
    KINDS,
    OVERRULES,
    ROLES,
    SEVERITIES,
    Field,
    certainty,
)
from kentongan.rules.taxonomy import EVENT_FORMS, ISSUES, Label
from kentongan.wilayah.models import Region
from kentongan.wilayah.queries import within

SOURCES = {"officer": _("kata petugas"), "reporter": _("kata pelapor"), "machine": _("kata mesin"), "": ""}
DOUBTFUL = _("Hari dan tanggal di teks tidak cocok. Periksa.")
MOST_PARENTS = 3


@dataclass(frozen=True)
class Offer:
    """One field as the desk offers it."""

    field: Field
    value: Any
    machine: Any
    source: str
    sureness: Label | None
    note: str = ""

    @property
    def is_said(self) -> bool:
        """Whether an officer has said something to this field."""
        return self.source == "officer"


@dataclass(frozen=True)
class Candidate:
    """One place the text may mean, in words."""

    code: str
    name: str
    because: str


@dataclass(frozen=True)
class Around:
    """The places inside one likely parent, to choose from."""

    name: str
    regions: tuple[Region, ...]


def offers(report: Report, proposal: Proposal) -> list[Offer]:
    """Return every field in its order."""
    said = standing_words(said_to(proposal))
    told = told_by_reporter(report)
    return [offer(field, proposal, said.get(name), told.get(name)) for name, field in FIELDS.items()]


def offer(field: Field, proposal: Proposal, said: Mend | None, told: Any) -> Offer:
    """Return one field: nobody is overruled by a guess of the machine."""
    read = proposal.fields.get(field.name)
    machine = machine_value(proposal, field.name)
    sureness = certainty(read["confidence"]) if read else None
    note = DOUBTFUL if field.name == "day" and read and read["value"]["doubtful"] else ""
    if said is not None:
        return Offer(field, said.value, machine, "officer", None)
    if told is not None and (read is None or read["confidence"] < OVERRULES):
        return Offer(field, told, machine, "reporter", None)
    return Offer(field, machine, machine, "machine" if machine else "", sureness, note)


def machine_value(proposal: Proposal, field: str) -> Any:
    """Return what the machine read for a field, or None."""
    if field == "persons":
        return proposal.persons
    read = proposal.fields.get(field)
    return read["value"] if read else None


def told_by_reporter(report: Report) -> dict[str, Any]:
    """Return what the reporter told in fields of a form; words are not among them."""
    told: dict[str, Any] = {
        "event_form": report.event_form or None,
        "issues": sorted(report.issues) or None,
        "counts": report.counts or None,
        "place": report.region_id if report.precision != "kecamatan" else None,
    }
    if report.occurred_on:
        told["day"] = {"on": report.occurred_on.isoformat(), "precision": "day", "doubtful": False}
    return told


def label_of(label: Label | None) -> str:
    """Return a label in the language of the page."""
    if label is None:
        return ""
    return label.label_en if get_language() == "en" else label.label_id


TABLES: Mapping[str, Mapping[Any, Label]] = {
    "kind": KINDS,
    "category": CATEGORIES,
    "severity": SEVERITIES,
    "event_form": EVENT_FORMS,
}


def in_short(offer: Offer, report: Report, proposal: Proposal, names: Mapping[str, str]) -> str:
    """Return a value in words, with names of people behind initials."""
    value, name = offer.value, offer.field.name
    if value is None or value in ([], {}, ""):
        return "–"
    if name in TABLES:
        return label_of(TABLES[name].get(value)) or str(value)
    writers: dict[str, Callable[[], str]] = {
        "issues": lambda: ", ".join(label_of(ISSUES.get(code)) or code for code in value),
        "place": lambda: names.get(value, value),
        "day": lambda: day_in_words(value),
        "clock": lambda: str(value),
        "counts": lambda: ", ".join(f"{gettext(kind)} {numbers(pair)}" for kind, pair in value.items()),
        "persons": lambda: ", ".join(person["masked"] for person in value),
        "parties": lambda: ", ".join(spots_in_words(report, proposal, value)),
        "institutions": lambda: ", ".join(spots_in_words(report, proposal, value)),
    }
    return writers[name]()


def numbers(pair: Iterable[int]) -> str:
    """Write a range as people say it."""
    low, high = pair
    return str(low) if low == high else f"{low}–{high}"


def day_in_words(value: Mapping[str, Any]) -> str:
    """Write a day as precisely as it was told."""
    shape = {"day": "j M Y", "month": "F Y", "year": "Y"}[value["precision"]]
    return in_words(date.fromisoformat(value["on"]), shape)


def spots_in_words(report: Report, proposal: Proposal, spans: Iterable[tuple[int, int]]) -> list[str]:
    """Return the words at these places; what is hidden in the text is hidden here."""
    hidden = [*numbers_in(report.text), *names_in(proposal, report, with_names=False)]
    return [
        masked(report.text[start:end], [Hidden(max(part.start - start, 0), min(part.end, end) - start, part.instead)
               for part in hidden if part.start < end and start < part.end])
        for start, end in spans
    ]  # fmt: skip


def region_names(codes: Iterable[str]) -> dict[str, str]:
    """Return regions with the one above them: "Bades, Pasirian"."""
    wanted = {code for code in codes if places.is_code(code)}
    known = Region.objects.in_bulk(wanted | {places.parent(code) for code in wanted if places.parent(code)})
    return {
        code: ", ".join(
            known[one].name for one in (code, places.parent(code)) if one in known and one.count(".") >= 1
        ) or code
        for code in wanted
    }  # fmt: skip


def candidates(proposal: Proposal, names: Mapping[str, str]) -> list[Candidate]:
    """Return the places the text may mean, with what led to each, the likeliest first."""
    found = []
    for one in proposal.candidates:
        trail = [label_of(EVIDENCE.get(word.partition(":")[0])) for word in one["evidence"]]
        because = ", ".join(dict.fromkeys(filter(None, [label_of(ROLES.get(one["role"])), *trail])))
        name = names.get(one["code"], "")
        found.append(Candidate(one["code"], one["name"] if name in ("", one["code"]) else name, because))
    return list({one.code: one for one in reversed(found)}.values())[::-1]


def parents(report: Report, proposal: Proposal) -> list[str]:
    """Return the kecamatan in which the place most likely lies: those of the candidates, and the reporter's own."""
    codes = [one["code"] for one in proposal.candidates] + [report.region_id]
    cut = [".".join(code.split(".")[: places.DISTRICT]) for code in codes]
    return list(dict.fromkeys(code for code in cut if code.count(".") == places.DISTRICT - 1))[:MOST_PARENTS]


def around(report: Report, proposal: Proposal) -> list[Around]:
    """Return the places inside the likely parents, for a list that is short enough to choose from."""
    likely = parents(report, proposal)
    if not likely:
        return []
    condition = within("code", likely[0])
    for code in likely[1:]:
        condition |= within("code", code)
    rows = Region.objects.filter(condition, level__lte=places.VILLAGE, valid_to__isnull=True).order_by("code")
    inside: dict[str, list[Region]] = {code: [] for code in likely}
    for region in rows:
        inside[".".join(region.code.split(".")[: places.DISTRICT])].append(region)
    return [Around(there[0].name, tuple(there)) for there in inside.values() if there]


def persons_to_mend(proposal: Proposal) -> list[dict[str, Any]]:
    """Return the names as the form of names shows them: behind initials, with their place in the list."""
    return persons_of(proposal)
