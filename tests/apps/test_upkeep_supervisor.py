"""Two processes are started, watched and ended together, and nothing stays behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kentongan.upkeep import supervisor
from kentongan.upkeep.supervisor import Child, GaveUp, Supervisor

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)",
]
FAMILY = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open(sys.argv[1], "w").write(str(child.pid))
time.sleep(60)
"""
WITH_CHILD = [sys.executable, "-c", FAMILY]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "STOP_WITHIN", 0.5)
    monkeypatch.setattr(supervisor, "PAUSE", 0.01)


def alive(pid: int) -> bool:
    """Return whether a process still runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ends_soon(pid: int) -> bool:
    """Return whether a process is gone within moments; the kernel ends a group one by one."""
    deadline = time.monotonic() + 5
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not alive(pid)


def test_a_fallen_child_is_started_again() -> None:
    child = Child("web", SLEEPS)
    care = Supervisor([child])
    care.look_after(child)
    assert child.process
    first = child.process
    first.kill()
    first.wait()

    care.look_after(child)
    child.wait_until = 0
    care.look_after(child)
    second = child.process
    care.stop_all()

    assert second is not None
    assert second.pid != first.pid
    assert child.falls == 1


def test_the_wait_grows_with_every_fall() -> None:
    now = 1000.0
    child = Child("web", [sys.executable, "-c", ""])
    care = Supervisor([child], monotonic=lambda: now)

    waits = []
    for _ in range(4):
        child.wait_until = 0
        care.look_after(child)
        assert child.process
        child.process.wait()
        care.note_fall(child, now)
        waits.append(child.wait_until - now)

    assert waits == [1, 2, 4, 8]


def test_a_child_that_falls_again_and_again_is_given_up() -> None:
    now = 1000.0
    child = Child("web", [sys.executable, "-c", ""], falls=4)
    care = Supervisor([child], monotonic=lambda: now)
    care.look_after(child)
    assert child.process
    child.process.wait()

    with pytest.raises(GaveUp):
        care.look_after(child)


def test_a_child_that_will_not_stop_is_killed() -> None:
    child = Child("web", STUBBORN)
    care = Supervisor([child])
    care.look_after(child)
    assert child.process
    time.sleep(0.3)

    care.stop_all()

    assert child.process.returncode == -signal.SIGKILL


def test_the_children_of_children_end_too(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    child = Child("web", [*WITH_CHILD, str(note)])
    care = Supervisor([child])
    care.look_after(child)
    while not note.exists() or not note.read_text():
        time.sleep(0.01)

    care.stop_all()

    assert ends_soon(int(note.read_text()))


def test_a_killed_supervisor_takes_its_children_along(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    code = (
        "import sys; from pathlib import Path; from kentongan.upkeep.supervisor import Child, Supervisor;"
        f"child = Child('web', {SLEEPS!r});"
        f"Supervisor([child]).run(lambda: Path({str(note)!r}).write_text(str(child.process.pid)))"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    while not note.exists() or not note.read_text():
        time.sleep(0.01)
    pid = int(note.read_text())

    parent.kill()
    parent.wait()
    assert ends_soon(pid)


def test_asking_to_stop_ends_the_round(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    child = Child("web", SLEEPS)
    care = Supervisor([child])

    care.run(care.ask_to_stop)

    assert child.process
    assert child.process.returncode == -signal.SIGTERM
