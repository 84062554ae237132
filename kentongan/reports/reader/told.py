"""Reading what an officer wrote in the form of one field."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any

from django.utils.translation import gettext_noop as _

from kentongan.reports.draft import COUNT_KINDS
from kentongan.reports.models import Proposal, Report
from kentongan.reports.reader import offers
from kentongan.reports.reader.words import persons_of
from kentongan.rules import places
from kentongan.rules.masking import initials
from kentongan.rules.proposals import CATEGORIES, KINDS, SEVERITIES
from kentongan.rules.refusal import Refused
from kentongan.rules.taxonomy import EVENT_FORMS, ISSUES

FROM_LIST = _("Pilih dari daftar.")
NOT_NEAR = _("Pilih tempat dari daftar. Tempat lain ditulis lewat «Perbaiki».")
NO_DAY = _("Tanggal tidak ada di kalender. Contoh: 2026-11-21.")
NO_TIME = _("Jam tidak terbaca. Contoh: 21:40.")
NO_NUMBER = _("Tulis jumlah sebagai angka atau rentang, misalnya 3 atau 20-99.")
NOT_IN_TEXT = _("Kata «%(word)s» tidak ada dalam teks.")
RANGE = re.compile(r"(\d{1,7})(?:\s*[-–]\s*(\d{1,7}))?", re.ASCII)
LARGEST = 1_000_000
MOST_WORDS, LONGEST_WORD = 12, 80

Post = Mapping[str, str]


def read_value(name: str, post: Post, *, chosen: Sequence[str], report: Report, proposal: Proposal) -> Any:
    """Return what the form of a field says, as it is kept; None where there is nothing.

    Args:
        name: One of the fields of `rules.proposals`.
        post: The form.
        chosen: What was ticked, where several may be.
        report: The report the words belong to.
        proposal: What the officer had before the eyes.

    Raises:
        Refused: If it says nothing that can be.
    """
    if name == "place":
        return _place(post, report, proposal)
    if name in ("parties", "institutions"):
        return _spots(post.get("kata", ""), report.text) or None
    if name == "persons":
        return _persons(post, chosen, report.text, proposal)
    return READERS[name](post)


def _of(table: Mapping[str, object], field: str) -> Callable[[Post], str | None]:
    def read(post: Post) -> str | None:
        word = post.get(field, "")
        if word and word not in table:
            raise Refused(FROM_LIST, code="bad_value")
        return word or None

    return read


def _issues(post: Post) -> list[str] | None:
    told = {post.get(field, "") for field in ("isu", "isu_lain")} - {""}
    if not told <= set(ISSUES):
        raise Refused(FROM_LIST, code="bad_value")
    return sorted(told) or None


def _severity(post: Post) -> int:
    word = post.get("nilai", "")
    if word not in {str(number) for number in SEVERITIES}:
        raise Refused(FROM_LIST, code="bad_value")
    return int(word)


def _day(post: Post) -> dict[str, object] | None:
    word = post.get("tanggal", "")
    if not word:
        return None
    try:
        told = date.fromisoformat(word)
    except ValueError as error:
        raise Refused(NO_DAY, code="bad_value") from error
    if not date(1970, 1, 1) <= told < date(2100, 1, 1):
        raise Refused(NO_DAY, code="bad_value")
    return {"on": told.isoformat(), "precision": "day", "doubtful": False}


def _clock(post: Post) -> str | None:
    word = post.get("jam", "")
    if not word:
        return None
    try:
        return time.fromisoformat(word).isoformat("minutes")
    except ValueError as error:
        raise Refused(NO_TIME, code="bad_value") from error


def _counts(post: Post) -> dict[str, list[int]] | None:
    told = {}
    for kind in COUNT_KINDS:
        word = post.get(f"jumlah_{kind}", "").strip()
        if not word:
            continue
        found = RANGE.fullmatch(word)
        low, high = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        if not 0 <= low <= high <= LARGEST:
            raise Refused(NO_NUMBER, code="bad_value")
        told[kind] = [low, high]
    return dict(sorted(told.items())) or None


OFFERED = {code: form for code, form in EVENT_FORMS.items() if form.offered}
READERS: Mapping[str, Callable[[Post], Any]] = {
    "kind": _of(KINDS, "nilai"),
    "event_form": _of(OFFERED, "nilai"),
    "category": _of(CATEGORIES, "nilai"),
    "issues": _issues,
    "severity": _severity,
    "day": _day,
    "clock": _clock,
    "counts": _counts,
}


def _place(post: Post, report: Report, proposal: Proposal) -> str | None:
    code = post.get("tempat_lain", "") or post.get("tempat", "")
    if not code:
        return None
    likely = offers.parents(report, proposal)
    listed = {one["code"] for one in proposal.candidates} | {report.region_id}
    near = code in listed or any(places.inside(code, parent) for parent in likely)
    if not places.is_code(code) or not near:
        raise Refused(NOT_NEAR, code="bad_value")
    return code


def _spots(told: str, text: str) -> list[list[int]]:
    """Return where the words stand in the text, each at its first place."""
    words = [word.strip() for word in told.split(",") if word.strip()][:MOST_WORDS]
    return [_everywhere(word, text)[0] for word in words]


def _everywhere(word: str, text: str) -> list[list[int]]:
    """Return every place of a word or phrase in the text.

    Raises:
        Refused: If it does not stand there.
    """
    found = [
        [hit.start(), hit.end()]
        for hit in re.finditer(rf"(?<!\w){re.escape(word[:LONGEST_WORD])}(?!\w)", text, re.IGNORECASE)
    ]
    if not found:
        raise Refused(NOT_IN_TEXT, code="bad_value", words={"word": word[:LONGEST_WORD]})
    return found


def _persons(post: Post, chosen: Sequence[str], text: str, proposal: Proposal) -> list[dict[str, Any]]:
    """Return the names after an officer has looked: some are none, some must never be shown, some were missed."""
    known = [
        {**person, "protected": person["protected"] or f"lindungi-{number}" in chosen}
        for number, person in enumerate(persons_of(proposal))
        if f"bukan-{number}" not in chosen or person["protected"]
    ]
    missed = [word.strip() for word in post.get("kata", "").split(",") if word.strip()][:MOST_WORDS]
    for word in missed:
        protected = "lindungi-baru" in chosen
        known += [
            {"span": span, "masked": initials(word), "protected": protected}
            for span in _everywhere(word, text)
        ]
    return sorted(known, key=lambda person: person["span"])
