"""Copies of everything in one file, and putting one back: every file by its digest, the logbook by its head."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import connection

from kentongan.events import queries as events
from kentongan.rules.refusal import Refused

DATABASE = "kentongan.sqlite3"
DUMP = "kentongan.dump"
MANIFEST = "manifest.json"
STAYS_HERE = {
    "static",
    "secret-key",
    "serve.lock",
    "start.lock",
    "beat.lock",
    "beat.json",
    "demo-logins.json",
}
"""What is made anew, or must never lie in a copy: the key of the site."""
ROOM_TO_SPARE = 50_000_000
VERSION = 1


def make_copy(target: Path, *, at: datetime) -> dict[str, object]:
    """Write database, files and manifest to one file that appears only when it is whole.

    Raises:
        Refused: If the disk is too full or PostgreSQL's own program is missing.
    """
    data = Path(settings.DATA_DIR)
    check_room(target.parent, data)
    work = target.with_suffix(".making")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    try:
        # The database first: every file it names is then already there.
        head = str(events.head())
        dumped = (
            dump_sqlite(work / DATABASE) if connection.vendor == "sqlite" else dump_postgresql(work / DUMP)
        )
        files = {dumped.name: dumped} | {f"data/{name}": data / name for name in files_below(data)}
        manifest = {
            "version": VERSION,
            "made_at": at.isoformat(),
            "database": connection.vendor,
            "head": head,
        }
        fresh = work / "copy.tar"
        manifest["files"] = pack(fresh, files, manifest)
        fresh.replace(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return manifest


def check_room(folder: Path, data: Path) -> None:
    """Refuse to begin a copy that the disk cannot hold."""
    needed = 2 * sum(path.stat().st_size for path in data.rglob("*") if path.is_file()) + ROOM_TO_SPARE
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Refused(
            f"Ruang disk kurang untuk salinan: tersisa {free // 1_000_000} MB, perlu {needed // 1_000_000} MB."
        )


def files_below(data: Path) -> Iterator[str]:
    """Yield every file of the data folder that belongs into a copy."""
    for path in sorted(data.rglob("*")):
        first = path.relative_to(data).parts[0]
        if (
            path.is_file()
            and first not in STAYS_HERE
            and not first.startswith((".", DATABASE))
            and not path.is_symlink()
        ):
            yield str(path.relative_to(data))


def dump_sqlite(target: Path) -> Path:
    """Write a consistent copy of the database while others go on writing, and look whether it is sound."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
    check_sound(target)
    return target


def check_sound(path: Path) -> None:
    """Refuse a database file with damage inside."""
    import sqlite3  # noqa: PLC0415 the swapped one, see kentongan/sqlite.py

    try:
        opened = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            said = opened.execute("PRAGMA integrity_check").fetchone()[0]
        finally:
            opened.close()
    except sqlite3.DatabaseError as trouble:
        said = str(trouble)
    if said != "ok":
        raise Refused(f"Salinan basis data rusak: {said}")


def dump_postgresql(target: Path) -> Path:
    """Let PostgreSQL's own program write the copy."""
    call_postgresql("pg_dump", "--format=custom", "--no-owner", f"--file={target}")
    return target


def call_postgresql(program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs on our database.

    Raises:
        Refused: If it is not installed or fails.
    """
    found = shutil.which(
        program, path=os.pathsep.join([os.environ.get("PG_BIN", ""), os.environ.get("PATH", "")])
    )
    if not found:
        raise Refused(f"{program} belum terpasang: pasang postgresql-client, atau setel PG_BIN.")
    own = connection.settings_dict
    environment = {**os.environ, "PGPASSWORD": str(own["PASSWORD"])}
    place = [
        f"--host={own['HOST']}",
        f"--port={own['PORT'] or 5432}",
        f"--username={own['USER']}",
        f"--dbname={own['NAME']}",
    ]
    done = subprocess.run(  # noqa: S603 PostgreSQL's own program, nothing of a user in the words
        [found, *place, *words], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Refused(
            f"{program} gagal: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else '?'}"
        )


def pack(target: Path, files: dict[str, Path], manifest: dict[str, object]) -> dict[str, str]:
    """Write the files with their manifest in front, and return the digest of each."""
    digests = {name: digest(path) for name, path in files.items()}
    text = json.dumps({**manifest, "files": digests}, indent=1, sort_keys=True).encode()
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        with tarfile.open(fileobj=handle, mode="w") as tar:
            entry = tarfile.TarInfo(MANIFEST)
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text))
            for name, path in files.items():
                tar.add(path, arcname=name, recursive=False)
        handle.flush()
        os.fsync(handle.fileno())
    return digests


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def put_back(source: Path) -> str:
    """Put a copy into this empty data folder and return the head of its logbook.

    Raises:
        Refused: If the folder is not empty, or one file or the logbook is not what was copied.
    """
    data = Path(settings.DATA_DIR)
    check_empty(data)
    work = data / ".restoring"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700, parents=True)
    try:
        manifest = unpack(source, work)
        if connection.vendor == "sqlite":
            check_sound(work / DATABASE)
            check_log(str(manifest["head"]), work)
        move_in(work / "data", data)
        if connection.vendor == "sqlite":
            (work / DATABASE).replace(data / DATABASE)  # last: until then nothing has been restored
        else:
            call_postgresql(
                "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(work / DUMP)
            )
            check_log(str(manifest["head"]), data)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return str(manifest["head"])


def check_empty(data: Path) -> None:
    """Refuse to write over anything."""
    if (data / DATABASE).exists():
        raise Refused(
            f"Folder data {data} sudah berisi basis data; salinan hanya dikembalikan ke folder kosong."
        )
    if connection.vendor != "sqlite" and connection.introspection.table_names():
        raise Refused(
            "Basis data PostgreSQL ini sudah berisi tabel; salinan hanya dikembalikan ke basis data kosong."
        )


def unpack(source: Path, work: Path) -> dict[str, object]:
    """Take everything out of a copy and compare it with its manifest."""
    try:
        with tarfile.open(source) as tar:
            for member in plain_files(tar):
                take_out(tar, member, work)
        manifest = dict(json.loads((work / MANIFEST).read_text()))
    except (OSError, tarfile.TarError, ValueError, KeyError) as trouble:
        raise Refused(f"Salinan tidak dapat dibaca: {type(trouble).__name__}.") from trouble
    check_manifest(manifest, work)
    return manifest


def plain_files(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Yield the members, all of which must be files inside the folder."""
    for member in tar:
        path = PurePosixPath(member.name)
        if not member.isfile() or path.is_absolute() or ".." in path.parts:
            raise Refused(f"Salinan memuat sesuatu yang bukan berkas biasa: {member.name}")
        yield member


def take_out(tar: tarfile.TarFile, member: tarfile.TarInfo, work: Path) -> None:
    """Write one member below the folder; by hand, for Debian's Python 3.11.2 has no filters for tar files."""
    target = work / member.name
    target.parent.mkdir(parents=True, exist_ok=True)
    content = tar.extractfile(member)
    with target.open("xb") as handle:
        shutil.copyfileobj(content or io.BytesIO(), handle)


def check_manifest(manifest: dict[str, object], work: Path) -> None:
    """Refuse a copy of another kind or version, or with a file changed, added or missing."""
    if manifest.get("version") != VERSION or manifest.get("database") != connection.vendor:
        raise Refused("Salinan ini dari versi atau jenis basis data lain.")
    listed = manifest.get("files")
    named: dict[str, str] = listed if isinstance(listed, dict) else {}
    found = {str(path.relative_to(work)): digest(path) for path in work.rglob("*") if path.is_file()}
    found.pop(MANIFEST)
    wrong = sorted(name for name in named.keys() | found.keys() if named.get(name) != found.get(name))
    if wrong:
        raise Refused(
            f"{len(wrong)} berkas dalam salinan berubah, hilang atau berlebih, misalnya {wrong[0]}."
        )


def check_log(head: str, data: Path) -> None:
    """Refuse a copy whose logbook is broken or does not end where it did."""
    words = ["verify-log"] if head.startswith("0:") else ["verify-log", "--head", head]
    done = subprocess.run(  # noqa: S603 our own command
        [sys.executable, "-m", "kentongan", *words],
        env={**os.environ, "KENTONGAN_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(f"Buku log dalam salinan tidak utuh: {(done.stdout + done.stderr).strip()[-300:]}")


def move_in(source: Path, data: Path) -> None:
    """Move the files of a copy to their places."""
    if source.exists():
        shutil.copytree(source, data, dirs_exist_ok=True)
