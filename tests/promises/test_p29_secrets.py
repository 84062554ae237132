"""P29: the service does not start unsafe, and its secrets are nowhere but in their file."""

import os
import secrets
import shutil
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection

from kentongan.upkeep import refusals
from kentongan.upkeep.management.commands.serve import refuse_unsafe
from tests.promises.report import promise_report
from tests.service import Service

pytestmark = pytest.mark.promise

Spoil = Callable[[pytest.MonkeyPatch, Path], None]


def set_to(name: str, value: object) -> Spoil:
    """Return what spoils one setting."""
    return lambda patch, _: patch.setattr(django_settings, name, value)


def open_key(patch: pytest.MonkeyPatch, data: Path) -> None:
    """Let everybody read the key."""
    (data / "secret-key").chmod(0o644)


def open_data(patch: pytest.MonkeyPatch, data: Path) -> None:
    """Let everybody into the data folder."""
    data.chmod(0o755)


def leave_demonstration(patch: pytest.MonkeyPatch, data: Path) -> None:
    """Leave the published logins where the demonstration wrote them."""
    (data / refusals.LOGINS_OF_DEMONSTRATION).write_text("[]")


def fall_behind(patch: pytest.MonkeyPatch, data: Path) -> None:
    """Let the tables be behind the code."""
    patch.setattr(refusals, "unapplied_migrations", lambda: True)


def age_sqlite(patch: pytest.MonkeyPatch, data: Path) -> None:
    """Run on the SQLite of a Debian 12."""
    patch.setattr("sqlite3.sqlite_version_info", (3, 40, 1))


def loosen_database(patch: pytest.MonkeyPatch, data: Path) -> None:
    """Let the database acknowledge before it has written."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=OFF")
        else:
            cursor.execute("SET synchronous_commit=off")


SPOILT: dict[str, Spoil] = {
    "key_default": set_to("SECRET_KEY", django_settings.DEFAULT_SECRET_KEY),
    "key_weak": set_to("SECRET_KEY", "a" * 60),
    "debug": set_to("DEBUG", True),
    "http_plain": set_to("SECURE_SSL_REDIRECT", False),
    "cookies_open": set_to("SESSION_COOKIE_SECURE", False),
    "hosts_anybody": set_to("ALLOWED_HOSTS", ["kesbangpol.example", "*"]),
    "hosts_unset": set_to("ALLOWED_HOSTS", ["localhost", "127.0.0.1"]),
    "origin_plain": set_to("CSRF_TRUSTED_ORIGINS", ["http://kesbangpol.example"]),
    "secret_readable": open_key,
    "data_readable": open_data,
    "demonstration": leave_demonstration,
    "tables_behind": fall_behind,
    "sqlite_old": age_sqlite,
    "database_may_lose": loosen_database,
}


@pytest.fixture
def well_kept(tmp_path: Path, transactional_db: None) -> Iterator[Path]:
    """Return the data folder of an office in production with nothing to say against it."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    (data / "secret-key").write_text("k")
    (data / "secret-key").chmod(0o600)
    right = {
        "PRODUCTION": True,
        "DEBUG": False,
        "SECRET_KEY": secrets.token_urlsafe(64),
        "SECRET_KEY_FILE": data / "secret-key",
        "DATA_DIR": data,
        "ALLOWED_HOSTS": ["kesbangpol.example"],
        "CSRF_TRUSTED_ORIGINS": ["https://kesbangpol.example"],
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in right.items():
            patch.setattr(django_settings, name, value)
        yield data
    connection.close()


def refuses(code: str) -> bool:
    """Return whether both `check` and the start refuse for that reason."""
    found = [refusal.code for refusal in refusals.refused(production=True)]
    try:
        refuse_unsafe()
    except CommandError:
        return code in found
    return False


def tried(well_kept: Path, codes: list[str]) -> list[str]:
    """Spoil one thing after the other and return what was started all the same."""
    started = []
    for code in codes:
        with pytest.MonkeyPatch.context() as patch:
            SPOILT[code](patch, well_kept)
            if not refuses(code):
                started.append(code)
        well_kept.chmod(0o700)
        (well_kept / "secret-key").chmod(0o600)
        (well_kept / refusals.LOGINS_OF_DEMONSTRATION).unlink(missing_ok=True)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("RESET synchronous_commit")  # a pooled connection keeps what was set on it
        connection.close()
    return started


def test_p29_an_office_that_is_kept_well_starts(well_kept: Path) -> None:
    assert [refusal.code for refusal in refusals.refused(production=True)] == []
    refuse_unsafe()


def test_p29_every_row_of_the_table_is_tried() -> None:
    assert set(SPOILT) == {refusal.code for refusal in refusals.IN_PRODUCTION}


def test_p29_the_start_refuses_what_is_unsafe(well_kept: Path) -> None:
    codes = [code for code in SPOILT if code != "sqlite_old" or connection.vendor == "sqlite"]

    started = tried(well_kept, codes)

    caught = 0
    for broken in ("debug", "http_plain", "secret_readable"):
        with pytest.MonkeyPatch.context() as patch:
            blind(patch, broken)
            caught += tried(well_kept, codes) == [broken]
    promise_report(
        "P29",
        cases=len(codes),
        failures=len(started),
        saboteurs_caught=caught,
        saboteurs=3,
        statement="the service does not start with default keys, DEBUG, plain http or loose files",
    )
    assert len(codes) >= 12


def blind(patch: pytest.MonkeyPatch, code: str) -> None:
    """Plant the defect: one row of the table always says that all is well."""
    rows = tuple(
        refusals.Refusal(row.code, row.sentence, lambda: False) if row.code == code else row
        for row in refusals.IN_PRODUCTION
    )
    patch.setattr(refusals, "IN_PRODUCTION", rows)


def test_p29_the_key_is_in_no_copy_and_no_log(tmp_path: Path) -> None:
    if os.environ.get("KENTONGAN_DATABASE"):
        pytest.skip("the copy of a PostgreSQL database is made by its own program")
    key = secrets.token_urlsafe(64)
    service = Service(tmp_path / "office", extra={"KENTONGAN_SECRET_KEY": ""})
    service.data.mkdir()
    (service.data / "secret-key").write_text(key)
    (service.data / "secret-key").chmod(0o600)

    said = [
        service.command("migrate"),
        service.command("check"),
        service.command("backup", str(tmp_path / "copy.tar")),
    ]
    with tarfile.open(tmp_path / "copy.tar") as tar:
        tar.extractall(tmp_path / "copied")

    copied = [path for path in (tmp_path / "copied").rglob("*") if path.is_file()]
    leaks = [path.name for path in copied if key.encode() in path.read_bytes()]
    leaks += [one.args[-1] for one in said if key in one.stdout + one.stderr]
    shutil.copy(service.data / "secret-key", tmp_path / "copied")
    planted = [
        path
        for path in (tmp_path / "copied").rglob("*")
        if path.is_file() and key.encode() in path.read_bytes()
    ]
    promise_report(
        "P29",
        cases=len(copied) + len(said),
        failures=len(leaks),
        saboteurs_caught=len(planted),
        saboteurs=1,
        statement="the key lies in its file alone",
    )


def test_p29_the_check_command_says_each_reason(well_kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (well_kept / "secret-key").chmod(0o644)

    with pytest.raises(CommandError, match="1 dari"):
        call_command("check")

    assert "secret_readable" in capsys.readouterr().err
