"""P2: what the reporter was told is kept survives a power cut, with torn and reordered writes."""

import os
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import apsw
import pytest
from django.db import connection

from kentongan import settings
from tests.promises.powercut import Asked, Disk, Files, Recorder, opened, states
from tests.promises.report import amount, promise_report
from tests.promises.writes import Taken, copy_database, lay_out_regions, take_in

pytestmark = [
    pytest.mark.promise,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="P2 cuts the power under SQLite's own files"),
]

STATES = amount(2_000, 500_000)
STATES_SABOTAGED = amount(200, 5_000)
REPORTS = 60
REPORTS_PER_CONNECTION = 20
STATEMENT = "yang sudah diberi tanda terima tidak hilang oleh listrik padam di saat mana pun"
OURS = tuple(settings.sqlite(Path())["OPTIONS"]["init_command"].split(";"))
# Checkpoints come every 1,000 pages in service; here every 50, so that many cuts fall into one.
OFTEN = "PRAGMA wal_autocheckpoint=50"

SABOTEURS = {
    "Django's own settings": (),
    "synchronous=NORMAL": (*OURS, "PRAGMA synchronous=NORMAL"),
    "synchronous=OFF": (*OURS, "PRAGMA synchronous=OFF"),
}


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder in memory where there is one: thousands of states are written and thrown away."""
    memory = Path("/dev/shm")  # noqa: S108
    made = Path(tempfile.mkdtemp(prefix="kentongan-p2-", dir=memory if os.access(memory, os.W_OK) else None))
    yield made
    shutil.rmtree(made)


@dataclass
class Recording:
    """A disk before the reports came, and everything asked of it since."""

    files: Files
    asked: list[Asked]


def record(folder: Path, base: bytes, taken: list[Taken], pragmas: tuple[str, ...]) -> Recording:
    """Take the reports in once more on a disk that is watched, with these settings."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    path = folder / "kentongan.sqlite3"
    path.write_bytes(base)
    prepare(path, pragmas)
    recorder = Recorder(folder)
    files = {path.name: path.read_bytes()}
    disk = recorder.register()
    for start in range(0, len(taken), REPORTS_PER_CONNECTION):
        database = opened(path, recorder.name)
        for pragma in (*pragmas, OFTEN):
            database.execute(pragma).fetchall()
        for one in taken[start : start + REPORTS_PER_CONNECTION]:
            for statement in one.statements:
                database.execute(statement).fetchall()
            recorder.told(one.client_id)
        database.close()
    del disk
    return Recording(files, recorder.asked)


def prepare(path: Path, pragmas: tuple[str, ...]) -> None:
    """Open and close the database once, so that its journal mode stands in the file before the reports come."""
    database = opened(path)
    for pragma in pragmas:
        database.execute(pragma).fetchall()
    database.close()


@dataclass
class Damage:
    """What power cuts did."""

    cut: int = 0
    lost: int = 0
    corrupt: int = 0
    halved: int = 0

    @property
    def total(self) -> int:
        return self.lost + self.corrupt + self.halved


def cut_power(folder: Path, recording: Recording, *, count: int, rng: random.Random) -> Damage:
    """Cut the power again and again, start again, and look for what was promised."""
    damage = Damage()
    for files, told in states(Disk.of(recording.files), recording.asked, count=count, rng=rng):
        damage.cut += 1
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
        look(folder / "kentongan.sqlite3", told, damage)
    return damage


def look(path: Path, told: list[str], damage: Damage) -> None:
    """Start again after one power cut."""
    try:
        database = opened(path)
        sound = database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        kept = {row[0] for row in database.execute("SELECT client_id FROM reports_report")}
        reports = [row[0] for row in database.execute("SELECT id FROM reports_report")]
        in_logbook = [row[0] for row in database.execute("SELECT subject_id FROM events_event")]
        database.close()
    except (apsw.Error, UnicodeDecodeError):  # a page of another time, or words that are none any more
        damage.corrupt += 1
        return
    damage.corrupt += not sound
    damage.lost += not set(told) <= kept
    damage.halved += Counter(reports) != Counter(in_logbook)


def test_a_power_cut_loses_nothing_that_was_acknowledged(folder: Path) -> None:
    lay_out_regions()
    copy_database(folder / "base.sqlite3")
    base = (folder / "base.sqlite3").read_bytes()
    taken = take_in(REPORTS)

    recording = record(folder / "written", base, taken, OURS)
    damage = cut_power(folder / "found", recording, count=STATES, rng=random.Random(2))

    caught = 0
    for pragmas in SABOTEURS.values():
        weak = record(folder / "written", base, taken, pragmas)
        harm = cut_power(folder / "found", weak, count=STATES_SABOTAGED, rng=random.Random(2))
        caught += harm.total > 0
    promise_report(
        "P2",
        cases=damage.cut,
        failures=damage.total,
        saboteurs_caught=caught,
        saboteurs=len(SABOTEURS),
        statement=STATEMENT,
    )
