"""Makes the virtual environment that start.py and check.py share; standard library only.

It says in one sentence what is missing, and can be killed at any moment: the stamp that lets the
next start skip the work is written last.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import hashlib
import json
import locale
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Callable, Iterator

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "kentongan-stamp.json"
RUNTIME_LOCK = ROOT / "requirements.lock"
DEVELOPMENT_LOCK = ROOT / "requirements-dev.lock"
UV_LOCK = ROOT / "requirements-uv.lock"
OUR_PACKAGES = (ROOT / "packages" / "titir", ROOT / "packages" / "simak", ROOT)
OLDEST_PYTHON = (3, 11)
ROOM_FOR_PACKAGES = 1_500_000_000
ROOM_FOR_DATA = 600_000_000


class Missing(Exception):
    """Something the machine lacks, as one sentence for the person at the keyboard."""


def in_words(indonesian: str, english: str) -> str:
    """Return the sentence in the language of this terminal."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return indonesian if spoken.lower().startswith("id") else english


def check_python() -> None:
    """Refuse a Python that cannot run us."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:3])
        raise Missing(
            in_words(
                "Kentongan memerlukan Python 3.11 atau lebih baru; di sini Python " + found + ".",
                "Kentongan needs Python 3.11 or newer; this is Python " + found + ".",
            )
        )


def check_room(where: Path, needed: int) -> None:
    """Refuse to begin what a full disk would break off."""
    existing = where
    while not existing.exists():
        existing = existing.parent
    free = shutil.disk_usage(existing).free
    if free < needed:
        raise Missing(
            in_words(
                f"Ruang disk kurang: {existing} tersisa {free // 1_000_000} MB, perlu {needed // 1_000_000} MB.",
                f"The disk is too full: {existing} has {free // 1_000_000} MB left, {needed // 1_000_000} MB are needed.",
            )
        )


def check_writable(where: Path) -> None:
    """Refuse a folder that cannot be made or written in."""
    try:
        where.mkdir(parents=True, exist_ok=True)
        probe = where / f".probe-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as trouble:
        raise Missing(
            in_words(
                f"Folder {where} tidak dapat ditulis ({trouble.strerror}).",
                f"The folder {where} cannot be written to ({trouble.strerror}).",
            )
        ) from None


def clean_environment() -> dict[str, str]:
    """Return this environment without what would point pip or Python somewhere else."""
    dropped = (
        "PYTHONHOME",
        "PYTHONPATH",
        "VIRTUAL_ENV",
        "PIP_REQUIRE_VIRTUALENV",
        "PIP_USER",
        "__PYVENV_LAUNCHER__",
    )
    return {name: value for name, value in os.environ.items() if name not in dropped}


def die_with_parent() -> None:
    """Ask the kernel to end this child when we are killed, so that no step goes on alone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def child(
    arguments: list[str | Path], env: dict[str, str], stdout: int | None = None
) -> subprocess.Popen[str]:
    """Start one step of ours, which ends when we end."""
    return subprocess.Popen(
        [str(part) for part in arguments],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=None if stdout is None else subprocess.STDOUT,
        text=True,
        preexec_fn=die_with_parent,
    )


def stop_on_terminate() -> None:
    """Let SIGTERM end us as Ctrl-C does, taking our children along.

    Ctrl-C too: whoever starts us in the background of a script hands down that it is ignored.
    """

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)


def run(arguments: list[str | Path], env: dict[str, str] | None = None) -> tuple[bool, str]:
    """Run one step quietly and return whether it worked, with what it printed."""
    process = child(arguments, clean_environment() if env is None else env, stdout=subprocess.PIPE)
    try:
        said, _ = process.communicate()
    finally:
        process.kill()
        process.wait()
    return process.returncode == 0, said


def make_venv() -> None:
    """Make .venv with pip in it, anew when an earlier attempt was cut off."""
    if run([PYTHON, "-m", "pip", "--version"])[0] if PYTHON.exists() else False:
        return
    try:
        import ensurepip  # noqa: F401, PLC0415 Debian takes it out of Python
    except ImportError:
        version = ".".join(str(part) for part in sys.version_info[:2])
        raise Missing(
            in_words(
                f"Modul venv belum ada: pasang dengan `apt install python{version}-venv`, lalu ulangi.",
                f"The venv module is missing: install it with `apt install python{version}-venv`, then start again.",
            )
        ) from None
    worked, said = run([sys.executable, "-m", "venv", "--clear", VENV])
    if not worked:
        raise Missing(
            in_words("Lingkungan Python tidak dapat dibuat: ", "The Python environment could not be made: ")
            + last_line(said)
        )


def index_of_pip() -> dict[str, str]:
    """Return, in uv's words, the package index that this machine's pip is set to (uv does not read pip's settings)."""
    names = {
        "index-url": "UV_DEFAULT_INDEX",
        "extra-index-url": "UV_INDEX",
        "find-links": "UV_FIND_LINKS",
        "cert": "SSL_CERT_FILE",
    }
    found = clean_environment()
    worked, said = run([PYTHON, "-m", "pip", "config", "list"])
    for line in said.splitlines() if worked else ():
        key, _, value = line.partition("=")
        name = names.get(key.rpartition(".")[2])
        if name and name not in os.environ:
            found[name] = value.strip("'\"").replace(r"\n", " ").strip()
    return found


def install(lock: Path) -> None:
    """Install exactly what the lock file names, by uv where it can be had, else by pip."""
    quick, _ = run([PYTHON, "-m", "pip", "install", "--require-hashes", "-r", UV_LOCK])
    said = ""
    if quick:
        worked, said = run(
            [VENV / "bin" / "uv", "pip", "install", "--python", PYTHON, "--require-hashes", "-r", lock],
            env=index_of_pip(),
        )
        if worked:
            return
    worked, also_said = run([PYTHON, "-m", "pip", "install", "--require-hashes", "-r", lock])
    if not worked:
        raise Missing(
            in_words(
                "Paket tidak dapat dipasang (jaringan atau disk?): ",
                "The packages could not be installed (network or disk?): ",
            )
            + last_line(also_said or said)
        )


def install_our_own() -> None:
    """Install the service and its two packages as editable, without fetching anything."""
    arguments: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
    ]
    for package in OUR_PACKAGES:
        arguments += ["--editable", package]
    worked, said = run(arguments)
    if not worked:
        raise Missing(
            in_words("Kentongan sendiri tidak dapat dipasang: ", "Kentongan itself could not be installed: ")
            + last_line(said)
        )


def last_line(said: str) -> str:
    """Return the last line that says something."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1] if lines else "?"


def fingerprint(lock: Path) -> str:
    """Return what must be unchanged for an installed environment to be right."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for path in (lock, *(package / "pyproject.toml" for package in OUR_PACKAGES)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def installed() -> dict[str, str]:
    """Return the fingerprints of the locks that .venv holds."""
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let only one set-up work in this folder at a time."""
    with (ROOT / ".setup.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def prepare(lock: Path, tell: Callable[[str], None] = print) -> Path:
    """Bring .venv to what the lock file says, and return its Python."""
    check_python()
    if installed().get(lock.name) == fingerprint(lock) and PYTHON.exists():
        return PYTHON
    check_writable(ROOT)
    check_room(ROOT, ROOM_FOR_PACKAGES)
    with one_at_a_time():
        tell(in_words("Memasang paket (sekali saja) ...", "Installing packages (once) ..."))
        known = {} if not PYTHON.exists() else installed()
        STAMP.unlink(missing_ok=True)
        make_venv()
        install(lock)
        install_our_own()
        known[lock.name] = fingerprint(lock)
        if lock == DEVELOPMENT_LOCK:  # the development lock holds every package of the runtime lock
            known[RUNTIME_LOCK.name] = fingerprint(RUNTIME_LOCK)
        fresh = STAMP.with_suffix(".new")
        fresh.write_text(json.dumps(known))
        fresh.replace(STAMP)
    return PYTHON
