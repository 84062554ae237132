"""The first command says in one sentence what is missing, and leaves nothing half done."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import bootstrap
import start
from bootstrap import Missing

ROOT = Path(__file__).resolve().parents[2]
PREPARES = """
import os, sys, time, pathlib
data = pathlib.Path(os.environ["KENTONGAN_DATA"])
(data / "private").mkdir()
(data / "private" / "photo").write_text("new")
(data / "kentongan.sqlite3").write_text("half")
time.sleep(float(os.environ.get("PACE", "0")))
(data / "kentongan.sqlite3").write_text("whole")
sys.exit(int(os.environ.get("ENDS", "0")))
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return an empty data folder."""
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
def stand_in(tmp_path: Path) -> Path:
    """Return a program that prepares in place of the service, quickly."""
    program = tmp_path / "python"
    program.write_text(f"#!{sys.executable}\n{PREPARES}")
    program.chmod(0o755)
    return program


def test_a_taken_port_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(Missing, match=f"{port}.*--port"):
            start.check_port(port)


def test_a_full_disk_is_noticed_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

    with pytest.raises(Missing, match="1 MB"):
        bootstrap.check_room(tmp_path / "not" / "there", 600_000_000)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(Missing, match="file"):
        bootstrap.check_writable(tmp_path / "file")


def test_an_old_python_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 2))

    with pytest.raises(Missing, match=r"3\.11.*3\.10\.2"):
        bootstrap.check_python()


def test_a_missing_venv_module_is_answered_with_the_package_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / "nowhere")

    with pytest.raises(Missing, match=r"apt install python3\.\d+-venv"):
        bootstrap.make_venv()


def test_the_sentence_is_in_the_language_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    here = bootstrap.in_words("ada", "there")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    assert (here, bootstrap.in_words("ada", "there")) == ("ada", "there")


def test_the_key_is_made_once_and_for_its_owner_alone(data: Path) -> None:
    start.make_secret(data / "secret-key")
    first = (data / "secret-key").read_text()
    start.make_secret(data / "secret-key")

    assert (data / "secret-key").read_text() == first
    assert len(first) > 60
    assert (data / "secret-key").stat().st_mode & 0o077 == 0


def test_the_database_comes_to_its_place_whole(data: Path, stand_in: Path) -> None:
    start.lay_out(stand_in, data)

    assert (data / "kentongan.sqlite3").read_text() == "whole"
    assert (data / "private" / "photo").read_text() == "new"
    assert not (data / start.UNFINISHED).exists()


def test_a_second_start_touches_nothing(data: Path, stand_in: Path) -> None:
    (data / "kentongan.sqlite3").write_text("years of work")

    start.lay_out(stand_in, data)

    assert (data / "kentongan.sqlite3").read_text() == "years of work"


def test_a_failed_set_up_leaves_no_database(
    data: Path, stand_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENDS", "1")

    with pytest.raises(Missing):
        start.lay_out(stand_in, data)

    assert not (data / "kentongan.sqlite3").exists()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_set_up_that_is_killed_can_be_started_again(data: Path, stand_in: Path, number: int) -> None:
    code = (
        "import sys; from pathlib import Path; import bootstrap, start; bootstrap.stop_on_terminate();"
        "start.lay_out(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    killed = subprocess.Popen(
        [sys.executable, "-c", code, stand_in, data],
        cwd=ROOT,
        env={**os.environ, "PACE": "30"},
        stderr=subprocess.DEVNULL,
    )
    wait_for((data / start.UNFINISHED / "kentongan.sqlite3").exists)

    killed.send_signal(number)
    killed.wait()
    left = (data / "kentongan.sqlite3").exists()
    start.lay_out(stand_in, data)

    assert not left
    assert (data / "kentongan.sqlite3").read_text() == "whole"
    assert wait_for(lambda: not running(stand_in))


def test_two_starts_on_one_folder_do_not_meet(data: Path) -> None:
    handle = start.hold_alone(data)

    with pytest.raises(Missing):
        start.hold_alone(data)

    os.close(handle)


def test_settings_of_the_shell_do_not_reach_the_demonstration(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KENTONGAN_DATABASE", "postgresql://somewhere/else")

    assert "KENTONGAN_DATABASE" not in start.environment(data, data / "secret-key")


def test_a_new_lock_file_is_installed_and_a_known_one_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("django==5.2")
    done: list[str] = []
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(bootstrap, "make_venv", lambda: None)
    monkeypatch.setattr(bootstrap, "install", lambda lock: done.append(lock.read_text()))
    monkeypatch.setattr(bootstrap, "install_our_own", lambda: None)
    monkeypatch.setattr(bootstrap, "check_room", lambda *_: None)

    for text in ("django==5.2", "django==5.2", "django==5.3"):
        lock.write_text(text)
        bootstrap.prepare(lock, tell=lambda _: None)

    assert done == ["django==5.2", "django==5.3"]


def test_an_installation_that_was_cut_off_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("django==5.2")
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(bootstrap, "make_venv", lambda: None)
    monkeypatch.setattr(bootstrap, "check_room", lambda *_: None)

    def cut_off(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "install", cut_off)
    with pytest.raises(KeyboardInterrupt):
        bootstrap.prepare(lock, tell=lambda _: None)

    assert bootstrap.installed() == {}


def wait_for(happens: Callable[[], bool]) -> bool:
    """Wait until something is so, at most some seconds."""
    deadline = time.monotonic() + 20
    while not happens() and time.monotonic() < deadline:
        time.sleep(0.02)
    return happens()


def running(program: Path) -> bool:
    """Return whether a process still runs this program."""
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if str(program) in entry.read_text() and entry.parent.name != str(os.getpid()):
                return True
        except OSError:
            continue
    return False
