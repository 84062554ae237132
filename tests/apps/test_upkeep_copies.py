"""A copy holds everything but the key, and only an unchanged one is put back."""

import io
import json
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kentongan.upkeep import copies
from tests.service import Service, new_database

ADDRESS = os.environ.get("KENTONGAN_DATABASE", "")
LOG = (
    "from datetime import datetime, UTC; from kentongan.events.actions import record;"
    "from kentongan.rules.authority import SYSTEM; from django.db import transaction\n"
    "with transaction.atomic():\n"
    "    for n in range(5): record('trial.noted', subject_kind='trial', subject_id=None, region='35.08', by=SYSTEM,"
    " at=datetime(2026, 11, 20, n, tzinfo=UTC))\n"
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Return a small office with lines in its logbook and a file."""
    service = Service(tmp_path_factory.mktemp("office"), new_database(ADDRESS) if ADDRESS else "")
    service.command("migrate", "--verbosity", "0")
    service.command("shell", "-v", "0", "-c", LOG)
    (service.data / "private").mkdir()
    (service.data / "private" / "photo.jpg").write_bytes(b"a photo")
    (service.data / "secret-key").write_text("never to be copied")
    yield service
    service.remove()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Service]:
    """Return an empty place to put a copy into."""
    service = Service(tmp_path / "elsewhere", new_database(ADDRESS) if ADDRESS else "")
    yield service
    service.remove()


@pytest.fixture(scope="module")
def copy(office: Service, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the office."""
    if ADDRESS and not (shutil.which("pg_dump") or os.environ.get("PG_BIN")):
        pytest.skip("pg_dump is not installed")
    target = tmp_path_factory.mktemp("copy") / "copy.tar"
    office.command("backup", str(target))
    return target


def test_a_copy_put_back_elsewhere_is_the_same_office(
    copy: Path, office: Service, elsewhere: Service
) -> None:
    said = elsewhere.command("restore", str(copy)).stdout

    assert (elsewhere.data / "private" / "photo.jpg").read_bytes() == b"a photo"
    assert "Kepala buku log: 5:" in said
    assert (
        elsewhere.command("verify-log").stdout.splitlines()[:2]
        == office.command("verify-log").stdout.splitlines()[:2]
    )


def test_the_key_of_the_site_is_not_in_the_copy(copy: Path) -> None:
    with tarfile.open(copy) as tar:
        names = tar.getnames()

    assert "data/private/photo.jpg" in names
    assert not any("secret" in name for name in names)
    assert b"never to be copied" not in copy.read_bytes()


def test_a_copy_is_readable_by_its_owner_alone(copy: Path) -> None:
    assert copy.stat().st_mode & 0o077 == 0


def test_nothing_is_written_over(copy: Path, office: Service) -> None:
    refused = office.command("restore", str(copy), check=False)

    assert refused.returncode == 1
    assert "kosong" in refused.stderr


@pytest.mark.parametrize("name", ["data/private/photo.jpg", copies.DUMP if ADDRESS else copies.DATABASE])
def test_a_copy_with_one_changed_byte_is_refused(
    copy: Path, elsewhere: Service, tmp_path: Path, name: str
) -> None:
    changed = rewritten(
        copy, tmp_path / "changed.tar", name, lambda content: bytes([content[0] ^ 1]) + content[1:]
    )

    refused = elsewhere.command("restore", str(changed), check=False)

    assert "berubah" in refused.stderr
    assert not list(elsewhere.data.iterdir())


def test_a_cut_off_copy_is_refused(copy: Path, elsewhere: Service, tmp_path: Path) -> None:
    cut = tmp_path / "cut.tar"
    cut.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])

    refused = elsewhere.command("restore", str(cut), check=False)

    assert refused.returncode == 1
    assert not list(elsewhere.data.iterdir())


@pytest.mark.skipif(bool(ADDRESS), reason="the copy of a SQLite database is opened here")
def test_a_copy_whose_logbook_was_rewritten_is_refused_although_its_digests_fit(
    copy: Path, elsewhere: Service, tmp_path: Path
) -> None:
    work = tmp_path / "work"
    with tarfile.open(copy) as tar:
        tar.extractall(work)
    opened = sqlite3.connect(work / copies.DATABASE)
    for trigger in ("no_update", "no_delete"):
        opened.execute(f"DROP TRIGGER events_{trigger}")
    opened.execute("UPDATE events_event SET actor = 'somebody else' WHERE seq = 3")
    opened.commit()
    opened.close()
    manifest = json.loads((work / copies.MANIFEST).read_text())
    manifest["files"][copies.DATABASE] = copies.digest(work / copies.DATABASE)
    (work / copies.MANIFEST).write_text(json.dumps(manifest))
    forged = tmp_path / "forged.tar"
    with tarfile.open(forged, "w") as tar:
        for name in [copies.MANIFEST, *manifest["files"]]:
            tar.add(work / name, arcname=name)

    refused = elsewhere.command("restore", str(forged), check=False)

    assert "Buku log" in refused.stderr


@pytest.mark.parametrize("evil", ["../outside", "/outside"])
def test_a_copy_that_reaches_outside_its_folder_is_refused(
    elsewhere: Service, tmp_path: Path, evil: str
) -> None:
    source = tmp_path / "evil.tar"
    with tarfile.open(source, "w") as tar:
        tar.addfile(tarfile.TarInfo(evil))

    refused = elsewhere.command("restore", str(source), check=False)

    assert refused.returncode == 1
    assert "bukan berkas biasa" in refused.stderr


def test_a_copy_is_whole_or_not_there(office: Service, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "copy.tar"

    refused = office.command("backup", str(target), check=False)

    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert not target.exists()


def rewritten(source: Path, target: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """Write a copy again with one file changed and the manifest as it was."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            content = old.extractfile(member)
            assert content
            data = content.read()
            if member.name == name:
                data = change(data)
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))
    return target


def test_the_office_goes_on_writing_while_a_copy_is_made(office: Service, tmp_path: Path) -> None:
    if ADDRESS:
        pytest.skip("PostgreSQL's own program sees to that")
    opened = sqlite3.connect(office.data / "kentongan.sqlite3", isolation_level=None)
    opened.execute("BEGIN IMMEDIATE")
    opened.execute("CREATE TABLE unfinished (n)")

    office.command("backup", str(tmp_path / "while.tar"))
    opened.execute("ROLLBACK")
    opened.close()

    assert (tmp_path / "while.tar").exists()
