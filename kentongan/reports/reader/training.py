"""Training the reader on what officers confirmed: a new one is used only where it is nowhere worse.

Readers lie in the data folder, one folder each, as plain arrays and tables; `current` names the one in use, and
`history.jsonl` says what was tried and why it was used or not. The one that the library brings is always there.
"""

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from kentongan.events import actions as events
from kentongan.reports.reader import library
from kentongan.reports.reader.lessons import Example, Lessons, lessons
from kentongan.rules.authority import Standing
from kentongan.rules.refusal import Refused

MOST_FALL = 1.0
"""Points by which no field may fall."""
FEWEST_SEALED = 20
HISTORY = "history.jsonl"
OWN = ""

NOTHING_LEARNT = _("Belum ada bacaan yang dinyatakan benar oleh petugas; tidak ada yang dipelajari.")
NOTHING_BEFORE = _("Tidak ada mesin pembaca sebelumnya untuk dikembalikan.")
GONE = _("Folder mesin pembaca itu sudah tidak ada.")
SENTENCES = {
    "used": _("Dilatih dari %(examples)s teks; dipakai."),
    "refused": _("Dilatih dari %(examples)s teks; tidak dipakai, karena %(fields)s turun."),
    "back": _("Dikembalikan ke mesin pembaca sebelumnya."),
}

Points = Mapping[str, float]


class Teacher(Protocol):
    """Who trains and examines: the library, or in a test what the test says."""

    def train(self, examples: Sequence[Example], into: Path) -> None:
        """Write a reader that has learnt from these as well into an empty folder."""

    def points(self, reader: str, gold: Sequence[Example]) -> Points:
        """Examine a reader: points out of a hundred for each field."""

    def examination(self) -> Sequence[Example]:
        """Return the examination that the library ships."""


@dataclass(frozen=True)
class Trial:
    """One line of the history: what was tried, and what became of it."""

    at: datetime
    outcome: str
    name: str
    before: str
    examples: int = 0
    sealed: int = 0
    fallen: dict[str, float] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """Say it to the office."""
        fields = ", ".join(sorted(self.fallen))
        return gettext(SENTENCES[self.outcome]) % {"examples": self.examples, "fields": fields}


def train(teacher: Teacher, *, by: Standing, at: datetime, tell: Callable[[str], object]) -> Trial:
    """Train a new reader and use it, if it is nowhere worse than the one in use.

    Raises:
        Refused: If officers have confirmed nothing yet.
    """
    told = lessons(at=at)
    if not told.teaching:
        raise Refused(NOTHING_LEARNT, code="nothing_told")
    before, name = library.chosen(), f"r{at:%Y%m%d-%H%M%S}"
    fresh = library.folder() / name
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True, mode=0o700)
    try:
        teacher.train(told.teaching, fresh)
        fallen = what_fell(teacher, before, name, told, tell)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    outcome = "refused" if fallen else "used"
    trial = Trial(at, outcome, name, before, len(told.teaching), len(told.sealed), fallen)
    if fallen:
        shutil.rmtree(fresh)
    conclude(trial, by=by)
    return trial


def what_fell(
    teacher: Teacher, before: str, name: str, told: Lessons, tell: Callable[[str], object]
) -> dict[str, float]:
    """Examine both readers, and return the fields in which the new one is worse, with the points they fell."""
    examinations = {"dev": teacher.examination(), "sealed": told.sealed}
    if len(told.sealed) < FEWEST_SEALED:
        del examinations["sealed"]  # one text would weigh five points and more
    fallen: dict[str, float] = {}
    for title, gold in examinations.items():
        old, new = teacher.points(before, gold), teacher.points(name, gold)
        for field_name, points in sorted(old.items()):
            now = new.get(field_name, 0.0)
            tell(f"{title:<8}{field_name:<16}{points:6.1f} -> {now:6.1f}")
            if points - now > MOST_FALL:
                fallen[field_name] = round(max(points - now, fallen.get(field_name, 0.0)), 2)
    return fallen


def go_back(*, by: Standing, at: datetime) -> Trial:
    """Use the reader again that was in use before this one; the library's own is always there.

    Raises:
        Refused: If there was none before, or its folder is gone.
    """
    name = library.chosen()
    used = [trial for trial in history() if trial.outcome == "used" and trial.name == name]
    if name == OWN or not used:
        raise Refused(NOTHING_BEFORE, code="nothing_to_undo")
    before = used[-1].before
    if before != OWN and not (library.folder() / before).is_dir():
        raise Refused(GONE, code="nothing_to_undo")
    trial = Trial(at, "back", before, name)
    conclude(trial, by=by)
    return trial


def conclude(trial: Trial, *, by: Standing) -> None:
    """Write down what became of a trial, and use the reader if it is to be used."""
    kinds = {"used": "reader.switched", "refused": "reader.kept", "back": "reader.switched"}
    with transaction.atomic():
        events.record(
            kinds[trial.outcome],
            subject_kind="reader",
            subject_id=None,
            region=settings.HOME_REGION,
            by=by,
            at=trial.at,
            detail={
                "outcome": trial.outcome,
                "name": trial.name,
                "before": trial.before,
                "examples": trial.examples,
                "sealed": trial.sealed,
                "fallen": sorted(trial.fallen),
            },
        )
    line = json.dumps({**asdict(trial), "at": trial.at.isoformat()}, ensure_ascii=False)
    with (library.folder() / HISTORY).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    if trial.outcome != "refused":
        choose(trial.name)


def choose(name: str) -> None:
    """Name the reader in use; the loop takes it within seconds."""
    chosen = library.folder() / library.CURRENT
    waiting = chosen.with_suffix(".new")
    waiting.write_text(name)
    with waiting.open("rb") as file:
        os.fsync(file.fileno())
    waiting.replace(chosen)


def history() -> list[Trial]:
    """Return what was tried, the oldest first."""
    try:
        lines = (library.folder() / HISTORY).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return [Trial(**{**row, "at": datetime.fromisoformat(row["at"])}) for row in map(json.loads, lines)]
