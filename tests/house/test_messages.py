"""`kentongan messages` finds every sentence, and loses no English that is still needed."""

import shutil
from pathlib import Path

import pytest

from kentongan.web import constants, messages

ACTIONS = """
from elsewhere.words import GIVEN

DONE = "Tugas ini sudah selesai."
LATER = "Nanti " "saja."
TABLE = "cases_task"
ASKED = "Apakah tetap aman?"
LIMIT = 20


def finish(task):
    if task.done:
        raise Refused(DONE, "done")
    if task.given:
        raise Refused(GIVEN if task.given > LIMIT else LATER)
    task.ask(ASKED)
"""
USING = """
from elsewhere import words

raise Refused(words.TAKEN, "taken")
"""
WORDS = """
GIVEN = "Sudah diberikan."
TAKEN = "Sudah diangkat."
DONE = "Kata ini bukan penolakan."
"""
ENGLISH = """
msgid "Tugas ini sudah selesai."
msgstr "This task is done."

msgid "Apakah tetap aman?"
msgstr "Is it still safe?"

msgid "Tidak dipakai lagi."
msgstr "No longer used."
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house of two rooms whose refusals stand under names."""
    house = tmp_path / "house"
    files = {
        "cases/__init__.py": "",
        "cases/actions.py": ACTIONS,
        "elsewhere/__init__.py": "",
        "elsewhere/words.py": WORDS,
        "elsewhere/views.py": USING,
        "cases/locale/en/LC_MESSAGES/django.po": messages.HEADER + ENGLISH,
    }
    for name, text in files.items():
        path = house / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return house


def ids(room: Path) -> set[str]:
    """Return what a room says."""
    return {str(one.id) for one in messages.catalogue(room) if one.id}


def said(room: Path, message: str) -> object:
    """Return the English of a message."""
    entry = messages.written(room).get(message)
    assert entry is not None
    return entry.string


def test_a_refusal_under_a_name_is_gathered(house: Path) -> None:
    assert ids(house / "cases") == {"Tugas ini sudah selesai.", "Nanti saja."}


def test_a_refusal_is_gathered_in_the_room_where_its_words_stand(house: Path) -> None:
    assert ids(house / "elsewhere") == {"Sudah diberikan.", "Sudah diangkat."}


def test_gathering_keeps_english_that_is_needed_and_drops_the_rest(house: Path) -> None:
    left = messages.update(house / "cases")

    kept = {str(one.id): one.string for one in messages.written(house / "cases") if one.id}
    assert kept == {
        "Tugas ini sudah selesai.": "This task is done.",
        "Apakah tetap aman?": "Is it still safe?",
        "Nanti saja.": "",
    }
    assert left == 1


def test_a_sentence_that_becomes_plural_keeps_its_english_and_asks_for_the_other(house: Path) -> None:
    room = house / "cases"
    (room / "actions.py").write_text('ngettext("Tugas ini sudah selesai.", "%d tugas sudah selesai.", 2)\n')

    assert messages.update(room) == 1
    assert said(room, "Tugas ini sudah selesai.") == ("This task is done.", "")

    (room / "actions.py").write_text('gettext("Tugas ini sudah selesai.")\n')
    assert messages.update(room) == 0
    assert said(room, "Tugas ini sudah selesai.") == "This task is done."


@pytest.mark.parametrize("name", ["alerts", "cases"])
def test_gathering_loses_nothing_in_our_own_rooms(name: str, tmp_path: Path) -> None:
    room, copy = messages.HOUSE / name, tmp_path / "kentongan" / name
    for file in [*room.rglob("*.py"), *room.rglob("*.html"), *room.rglob("*.txt"), *room.rglob("*.po")]:
        target = copy / file.relative_to(room)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    before = {(str(one.id), one.context): one.string for one in messages.written(copy) if one.id}

    messages.update(copy)

    assert {(str(one.id), one.context): one.string for one in messages.written(copy) if one.id} == before


def test_a_sentence_of_ours_that_stands_under_a_name_is_known() -> None:
    assert ("work", "TASK_DONE") in constants.refused(messages.HOUSE)
