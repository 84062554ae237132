"""P3: a full or failing disk is said aloud, and nothing that was acknowledged is lost by it."""

import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import apsw
import pytest
from django.db import connection

from tests.promises.powercut import Asked, Disk, Recorder, opened, states
from tests.promises.report import amount, promise_report
from tests.promises.senders import Letter, phones, post, reckon, serving
from tests.promises.senders import look as look_into
from tests.promises.test_p02_power_cut import OURS, Damage, look, prepare
from tests.promises.writes import Taken, copy_database, lay_out_regions, take_in
from tests.service import Service

pytestmark = pytest.mark.promise

POINTS = amount(80, 5_000)
POINTS_SABOTAGED = amount(20, 500)
CUTS_AFTER = 6
REPORTS = 8
TRIES = 40
STATEMENT = (
    "penyimpanan penuh atau rusak ditolak dengan kalimat, tanpa kehilangan yang sudah diberi tanda terima"
)
OFTEN = "PRAGMA wal_autocheckpoint=8"

IO, FULL = apsw.IOError, apsw.FullError


@dataclass
class Fault:
    """A disk that fails from one request on, for a while."""

    first: int
    lasting: int
    error: type[apsw.Error]
    seen: int = 0

    def __call__(self, asked: Asked) -> None:
        self.seen += 1
        if self.first <= self.seen - 1 < self.first + self.lasting and asked.what in self.kinds:
            raise self.error(f"{asked.what} of {asked.file}")

    @property
    def kinds(self) -> set[str]:
        """A full disk takes no more writes; a failing one fails at anything."""
        return (
            {"write", "create"} if self.error is FULL else {"write", "create", "truncate", "sync", "remove"}
        )


Take = Callable[[apsw.Connection, Taken], bool]


def honestly(database: apsw.Connection, report: Taken) -> bool:
    """Do what the service does: all or nothing, told after the commit; a repeat meets the unique key."""
    try:
        for statement in report.statements:
            database.execute(statement).fetchall()
    except apsw.ConstraintError:
        roll_back(database)
        return is_kept(database, report)
    except apsw.Error:
        roll_back(database)
        return False
    return True


def swallowing(database: apsw.Connection, report: Taken) -> bool:
    """Tell the reporter that it is kept, whatever happened."""
    honestly(database, report)
    return True


def without_transaction(database: apsw.Connection, report: Taken) -> bool:
    """Write each statement for itself."""
    try:
        for statement in report.statements[1:-1]:
            database.execute(statement).fetchall()
    except apsw.ConstraintError:
        return is_kept(database, report)
    except apsw.Error:
        return False
    return True


def roll_back(database: apsw.Connection) -> None:
    """Give the transaction up, if SQLite has not done so itself."""
    with suppress(apsw.Error):
        if not database.get_autocommit():
            database.execute("ROLLBACK")


def is_kept(database: apsw.Connection, report: Taken) -> bool:
    """Look whether an earlier try got through after all."""
    try:
        found = database.execute("SELECT 1 FROM reports_report WHERE client_id = ?", (report.client_id,))
        return bool(found.fetchall())
    except apsw.Error:
        return False


def send_all(recorder: Recorder, path: Path, taken: list[Taken], take: Take) -> list[str]:
    """Send every report until it is acknowledged, as the phone's queue does; return what never was."""
    database: apsw.Connection | None = None
    unsent = []
    for report in taken:
        for _try in range(TRIES):
            database = database or connected(path, recorder.name)
            if database and take(database, report):
                recorder.told(report.client_id)
                break
        else:
            unsent.append(report.client_id)
    if database:
        with suppress(apsw.Error):
            database.close()
    return unsent


def connected(path: Path, file_system: str) -> apsw.Connection | None:
    """Open the database with the settings of the service, if the disk allows."""
    try:
        database = opened(path, file_system)
        for pragma in (*OURS, OFTEN):
            database.execute(pragma).fetchall()
    except apsw.Error:
        return None
    return database


def try_fault(
    folder: Path, base: bytes, taken: list[Taken], fault: Fault, take: Take, rng: random.Random
) -> bool:
    """Let the disk fail at one point; return whether anything promised was broken, also by a power cut after it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    path = folder / "kentongan.sqlite3"
    path.write_bytes(base)
    prepare(path, OURS)
    recorder = Recorder(folder, fault=fault)
    before = {path.name: path.read_bytes()}
    disk = recorder.register()
    unsent = send_all(recorder, path, taken, take)
    del disk
    damage = Damage()
    look(path, [one.file for one in recorder.asked if one.what == "told"], damage)
    for files, told in states(Disk.of(before), recorder.asked, count=CUTS_AFTER, rng=rng):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
        look(path, told, damage)
    return bool(damage.total or unsent)


def fault_points(rng: random.Random, *, requests: int, count: int) -> Iterator[Fault]:
    """Return faults spread over every request, of both kinds, short and long."""
    for number in range(count):
        first = number * requests // count if count < requests else number % requests
        yield Fault(first, rng.choice([1, 1, 2, 5, 20]), rng.choice([IO, FULL]))


@pytest.fixture
def folder() -> Iterator[Path]:
    memory = Path("/dev/shm")  # noqa: S108
    made = Path(tempfile.mkdtemp(prefix="kentongan-p3-", dir=memory if os.access(memory, os.W_OK) else None))
    yield made
    shutil.rmtree(made)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="faults are put under SQLite's own files")
def test_a_disk_that_fails_at_any_request_loses_nothing_acknowledged(folder: Path) -> None:
    lay_out_regions()
    copy_database(folder / "base.sqlite3")
    base = (folder / "base.sqlite3").read_bytes()
    taken = take_in(REPORTS)
    rng = random.Random(3)
    nothing = Fault(0, 0, IO)
    assert not try_fault(folder / "disk", base, taken, nothing, honestly, rng)

    def broken(count: int, take: Take) -> int:
        points = fault_points(rng, requests=nothing.seen, count=count)
        return sum(try_fault(folder / "disk", base, taken, point, take, rng) for point in points)

    failures = broken(POINTS, honestly)
    caught = sum(broken(POINTS_SABOTAGED, take) > 0 for take in (swallowing, without_transaction))
    promise_report(
        "P3", cases=POINTS, failures=failures, saboteurs_caught=caught, saboteurs=2, statement=STATEMENT
    )


ROOM_MIB = 3


@pytest.fixture
def small_disk(furnished: Service, tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk with little room beside the data, or skip in plain words."""
    taken = sum(file.stat().st_size for file in furnished.data.rglob("*") if file.is_file())
    size = taken // 2**20 + ROOM_MIB + 1
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", str(tmp_path)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("mounting a small disk is not allowed here: the full disk over HTTP was not tried")
    yield tmp_path
    subprocess.run(["umount", "-l", str(tmp_path)], check=True)


def fill(folder: Path) -> Path:
    """Fill the disk until nothing fits any more."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    return ballast


def wait_until(is_so: Callable[[], bool]) -> bool:
    """Wait for something that must happen soon, and say whether it did."""
    end = time.monotonic() + 30
    while not is_so() and time.monotonic() < end:
        time.sleep(0.02)
    return is_so()


@pytest.mark.skipif(bool(os.environ.get("KENTONGAN_DATABASE")), reason="PostgreSQL's files lie elsewhere")
def test_a_full_disk_is_said_in_words_and_the_queue_goes_through_later(
    furnished: Service, small_disk: Path
) -> None:
    service = furnished.copy_to(small_disk / "data")
    with serving(service) as running:
        running.next_child()
        with phones(running.port, 2, seed=3) as senders:
            assert wait_until(lambda: sum(len(one.acknowledged) for one in senders) > 5)
            ballast = fill(small_disk)
            assert wait_until(lambda: 507 in {status for one in senders for status in one.refused})
            letter = Letter.new(random.Random(33))
            status, told = post(running.port, letter)
            ballast.unlink()
            before = sum(len(one.acknowledged) for one in senders)
            assert wait_until(lambda: sum(len(one.acknowledged) for one in senders) > before + 5)
        again, _told = post(running.port, letter)
    found = reckon(senders, look_into(service))
    service.remove()

    assert status == 507
    assert (
        told["kalimat"]
        == "Penyimpanan server penuh, jadi ini belum tersimpan. Simpan isian Anda dan kirim lagi nanti."
    )
    assert again == 201
    assert found.broken == 0
    refusals = {status for one in senders for status in one.refused}
    promise_report(
        "P3", cases=found.refused, failures=len(refusals - {503, 507}), saboteurs_caught=0, saboteurs=0
    )
