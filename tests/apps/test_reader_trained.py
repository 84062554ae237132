"""The reader learns from what officers confirmed, is used only where it is nowhere worse, and can be taken back."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from kentongan.events.models import Event
from kentongan.reports import jobs
from kentongan.reports.models import Mend, Report
from kentongan.reports.reader import lessons, library, mending, training
from kentongan.reports.reader.lessons import Example
from kentongan.reports.reader.teacher import SimakTeacher
from kentongan.rules.authority import SYSTEM, Role
from kentongan.rules.refusal import Refused
from tests import machine, town
from tests.machine import found, numbers, person
from tests.town import AT, KAB, VILLAGE, later, pk_of

pytestmark = pytest.mark.django_db
TEXT = "Pak Slamet Riyadi dan warga {} saling lempar, 3 luka. HP 081234567890."


@pytest.fixture(autouse=True)
def kabupaten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    town.build()
    monkeypatch.setattr(library, "folder", lambda: tmp_path / "reader")
    (tmp_path / "reader").mkdir()
    yield
    library.SHELF.reader, library.SHELF.name = None, ""


def confirmed(word: str, *, protected: bool = False, mended: str = "", **told: object) -> Report:
    """Receive a text, let the machine read it and an officer confirm it."""
    text = TEXT.format(word)
    report = town.report(word, text=text, **told)  # type: ignore[arg-type]
    machine.read(
        report,
        kind=found("kejadian"),
        category=found("bentrok"),
        severity=found(2),
        place=found(VILLAGE),
        counts=numbers(luka=(3, 3)),
        persons=(person(text, "Slamet Riyadi", "S.R.", protected=protected),),
    )
    by = town.of(Role.KEPALA, KAB)
    if mended:
        mending.mend(report.pk, seen=1, field="category", value=mended, by=by, at=AT, key=pk_of("m", word))
    return mending.confirm(report.pk, seen=1, by=by, at=AT, key=pk_of("c", word))


class Teacher:
    """A teacher whose marks the test gives: by the name of the reader, "" is the library's own."""

    def __init__(self, own: Mapping[str, float], new: Mapping[str, float]) -> None:
        self.own, self.new = own, new
        self.taught: list[Example] = []

    def train(self, examples: Sequence[Example], into: Path) -> None:
        self.taught = list(examples)
        (into / "model.json").write_text(json.dumps(len(examples)))

    def points(self, reader: str, gold: Sequence[Example]) -> Mapping[str, float]:
        assert gold
        return self.own if reader == "" else self.new

    def examination(self) -> Sequence[Example]:
        return [{"id": "x", "text": "x"}]


def train(teacher: Teacher, **moment: float) -> training.Trial:
    return training.train(teacher, by=SYSTEM, at=later(**moment), tell=lambda _line: None)


def test_what_was_confirmed_teaches_with_made_up_names_and_without_numbers() -> None:
    confirmed("satu", mended="ketertiban")

    (example,) = lessons.examples(at=AT)

    assert "Slamet" not in example["text"]
    assert "081234567890" not in example["text"]
    name = example["labels"]["persons"][0]
    assert name in example["text"]
    assert set(name.split()) <= set(lessons.STAND_INS)
    told = {key: example["labels"][key] for key in ("kind", "category", "severity", "place", "counts")}
    assert told == {
        "kind": "kejadian", "category": "ketertiban", "severity": 2, "place": VILLAGE, "counts": {"luka": [3, 3]},
    }  # fmt: skip


def test_nobody_teaches_who_did_not_agree_to_be_known() -> None:
    confirmed("anonim", anonymous=True)
    confirmed("korban", protected=True)
    confirmed("terbatas", event_form="E16")
    unread = town.report("belum", text="Belum diperiksa.")
    machine.read(unread)

    assert list(lessons.examples(at=AT)) == []


def test_words_that_changed_or_are_too_old_teach_nothing() -> None:
    report = confirmed("satu")
    assert len(list(lessons.examples(at=later(days=729)))) == 1

    assert list(lessons.examples(at=later(days=731))) == []
    Report.objects.filter(pk=report.pk).update(text="Lain sama sekali.")
    assert list(lessons.examples(at=AT)) == []


def test_every_fifth_text_only_examines_and_always_the_same() -> None:
    keys = [f"laporan-{number}" for number in range(2_000)]

    sealed = [key for key in keys if lessons.is_sealed(key)]

    assert 0.17 < len(sealed) / len(keys) < 0.23
    assert sealed == [key for key in keys if lessons.is_sealed(key)]


def test_a_reader_that_is_nowhere_worse_is_used_and_written_down() -> None:
    for number in range(6):
        confirmed(f"teks{number}")
    teacher = Teacher({"kind": 90.0, "place": 95.0}, {"kind": 93.0, "place": 94.0})

    trial = train(teacher)

    assert trial.outcome == "used"
    assert library.chosen() == trial.name
    assert (library.folder() / trial.name / "model.json").exists()
    assert len(teacher.taught) == trial.examples == 6 - trial.sealed
    assert Event.objects.get(kind="reader.switched").detail["name"] == trial.name


def test_a_reader_that_falls_by_more_than_a_point_anywhere_is_not_used() -> None:
    confirmed("satu")
    confirmed("dua")

    trial = train(Teacher({"kind": 90.0, "place": 95.0}, {"kind": 99.0, "place": 93.9}))

    assert (trial.outcome, trial.fallen) == ("refused", {"place": 1.1})
    assert library.chosen() == ""
    assert not (library.folder() / trial.name).exists()
    assert "place" in training.history()[-1].sentence
    assert Event.objects.get(kind="reader.kept").detail["fallen"] == ["place"]


def test_a_field_that_the_new_reader_no_longer_reads_has_fallen() -> None:
    confirmed("satu")
    confirmed("dua")

    assert train(Teacher({"kind": 90.0}, {})).outcome == "refused"


def test_the_sealed_part_examines_as_well_once_it_is_large_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        confirmed(f"teks{number}")
    monkeypatch.setattr(training, "FEWEST_SEALED", 1)
    monkeypatch.setattr(lessons, "is_sealed", lambda key: key == str(Report.objects.order_by("pk")[0].pk))

    class Divided(Teacher):
        def points(self, reader: str, gold: Sequence[Example]) -> Mapping[str, float]:
            return {"kind": 50.0} if reader and gold[0]["id"] != "x" else {"kind": 90.0}

    trial = train(Divided({}, {}))

    assert (trial.outcome, trial.sealed, trial.fallen) == ("refused", 1, {"kind": 40.0})


def test_going_back_goes_step_by_step_to_the_reader_that_came_with_the_library() -> None:
    confirmed("satu")
    confirmed("dua")
    good = {"kind": 90.0}
    first, second = train(Teacher(good, good)), train(Teacher(good, good), minutes=5)
    assert (second.before, library.chosen()) == (first.name, second.name)

    training.go_back(by=SYSTEM, at=later(minutes=6))
    assert library.chosen() == first.name
    training.go_back(by=SYSTEM, at=later(minutes=7))
    assert library.chosen() == ""

    with pytest.raises(Refused, match="Tidak ada mesin"):
        training.go_back(by=SYSTEM, at=later(minutes=8))


def test_texts_are_still_read_when_the_trained_reader_is_of_an_older_make(
    caplog: pytest.LogCaptureFixture,
) -> None:
    old = library.folder() / "pembaca-1"
    old.mkdir()
    np.savez(old / "reading.npz", format=np.array(1))
    (library.folder() / library.CURRENT).write_text(old.name)

    assert library.reader().version.startswith("simak-")
    assert "train-reader" in caplog.text


def test_nothing_is_trained_from_nothing() -> None:
    with pytest.raises(CommandError, match="Belum ada bacaan"):
        call_command("train_reader")


def test_a_training_that_breaks_leaves_nothing_behind() -> None:
    confirmed("satu")
    confirmed("dua")

    class Breaks(Teacher):
        def train(self, examples: Sequence[Example], into: Path) -> None:
            raise OSError(f"disk: {into}, {len(examples)}")

    with pytest.raises(OSError, match="disk"):
        train(Breaks({}, {}))

    assert list(library.folder().iterdir()) == []


def test_lessons_are_forgotten_after_two_years_but_what_masks_a_name_stays() -> None:
    confirmed("satu")

    jobs.forget_lessons(later(days=731))

    assert set(Mend.objects.values_list("field", flat=True)) == {"persons"}


def test_the_examination_is_read_and_marked_by_the_library_itself() -> None:
    gold: list[dict[str, Any]] = list(SimakTeacher().examination())

    points = SimakTeacher().points("", gold[:12])

    assert len(gold) == 68
    assert points["kind"] > 50
    assert all(0 <= mark <= 100 for mark in points.values())
