#!/usr/bin/env python3
"""Install, lay out the demonstration kabupaten and start Kentongan: python3 start.py [--port N] [--data DIR] [--no-browser]."""

from __future__ import annotations

import argparse
import fcntl
import os
import secrets
import shutil
import socket
import sys
from pathlib import Path

import bootstrap
from bootstrap import Missing, in_words

UNFINISHED = ".unfinished"


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data", type=Path, default=bootstrap.ROOT / "var", metavar="DIR")
    parser.add_argument("--no-browser", action="store_true")
    return parser.parse_args()


def check_port(port: int) -> None:
    """Refuse early, before minutes of set-up, a port that is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as trouble:
            reason = getattr(trouble, "strerror", None) or str(trouble)
            raise Missing(
                in_words(
                    f"Port {port} tidak dapat dipakai ({reason}); pilih yang lain dengan --port.",
                    f"Port {port} cannot be used ({reason}); choose another with --port.",
                )
            ) from None


def make_secret(path: Path) -> None:
    """Make the key of this data folder, once, readable by its owner alone."""
    if path.exists():
        return
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(secrets.token_urlsafe(64))
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(path)


def environment(data: Path, secret: Path) -> dict[str, str]:
    """Return the settings of a demonstration on this machine alone."""
    ours = bootstrap.clean_environment()
    for name in [name for name in ours if name.startswith("KENTONGAN_") or name == "DJANGO_SETTINGS_MODULE"]:
        del ours[name]
    return {
        **ours,
        "KENTONGAN_DATA": str(data),
        "KENTONGAN_SECRET_KEY_FILE": str(secret),
        "PYTHONUNBUFFERED": "1",
    }


def lay_out(python: Path, data: Path) -> None:
    """Build database and files beside their place and move them there whole, the database last.

    Whoever pulls the plug in the middle finds the data folder as before, and the next start begins anew.
    """
    if (data / "kentongan.sqlite3").exists():
        return
    unfinished = data / UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    sys.stdout.flush()
    process = bootstrap.child(
        [python, "-m", "kentongan", "prepare", "--demo"], environment(unfinished, data / "secret-key")
    )
    try:
        failed = process.wait()
    finally:
        process.kill()
        process.wait()
    if failed:
        raise Missing(
            in_words(
                "Penyiapan data gagal; alasannya tertulis di atas.",
                "Preparing the data failed; the reason stands above.",
            )
        )
    for made in sorted(unfinished.iterdir(), key=lambda path: path.name == "kentongan.sqlite3"):
        place = data / made.name
        if place.is_dir():
            shutil.rmtree(place)
        made.replace(place)
    unfinished.rmdir()


def hold_alone(data: Path) -> int:
    """Refuse a data folder that another start is preparing; the lock ends with this process."""
    handle = os.open(data / "start.lock", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Missing(
            in_words(
                "Kentongan sudah berjalan dengan folder data ini.",
                "Kentongan is already running with this data folder.",
            )
        ) from None
    return handle


def start() -> None:
    """Check, install, lay out, and become the service."""
    bootstrap.check_python()
    bootstrap.stop_on_terminate()
    wanted = arguments()
    data = wanted.data.resolve()
    check_port(wanted.port)
    bootstrap.check_writable(data)
    bootstrap.check_room(data, bootstrap.ROOM_FOR_DATA)
    handle = hold_alone(data)
    python = bootstrap.prepare(bootstrap.RUNTIME_LOCK)
    os.umask(0o077)
    secret = data / "secret-key"
    make_secret(secret)
    lay_out(python, data)
    serve = [str(python), "-m", "kentongan", "serve", "--prepare", "--demo", "--port", str(wanted.port)]
    if not wanted.no_browser:
        serve.append("--browser")
    os.set_inheritable(handle, True)
    os.chdir(bootstrap.ROOT)
    sys.stdout.flush()
    os.execve(python, serve, environment(data, secret))


if __name__ == "__main__":
    try:
        start()
    except Missing as missing:
        sys.exit(str(missing))
    except KeyboardInterrupt:
        sys.exit(in_words("Dihentikan; jalankan lagi kapan saja.", "Stopped; start again at any time."))
