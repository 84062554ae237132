"""What must be true before real reports may come in; each row is one refusal of `kentongan check` and `serve`."""

import sqlite3
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from kentongan.gladi.queries import accounts_are_open
from kentongan.sqlite import FIXED_IN
from kentongan.upkeep.preparation import unapplied_migrations

SHORTEST_KEY = 50
FEWEST_CHARACTERS = 10
LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "::1"}
LOGINS_OF_DEMONSTRATION = "demo-logins.json"
PRAGMAS: dict[str, tuple[object, ...]] = {
    "journal_mode": ("wal",),
    "synchronous": (2, 3),
    "mmap_size": (0, None),
    "foreign_keys": (1,),
}
POSTGRESQL_PROMISES = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_apply", "remote_write"),
}


@dataclass(frozen=True)
class Refusal:
    """One thing that must not be: its name, the sentence for the office, and how to see it."""

    code: str
    sentence: str
    is_so: Callable[[], bool]


def key_is_default() -> bool:
    """Return whether the key is the one everybody can read in the source."""
    return bool(settings.SECRET_KEY == settings.DEFAULT_SECRET_KEY)


def key_is_weak() -> bool:
    """Return whether the key is short or repeats few characters."""
    return len(settings.SECRET_KEY) < SHORTEST_KEY or len(set(settings.SECRET_KEY)) < FEWEST_CHARACTERS


def debug_is_on() -> bool:
    """Return whether a fault would show its insides to strangers."""
    return bool(settings.DEBUG)


def http_is_plain() -> bool:
    """Return whether pages would also go out unencrypted."""
    return not (settings.SECURE_SSL_REDIRECT and settings.SECURE_HSTS_SECONDS)


def cookies_travel_open() -> bool:
    """Return whether a login could be read on its way."""
    return not (
        settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE and settings.SESSION_COOKIE_HTTPONLY
    )


def hosts_are_anybody() -> bool:
    """Return whether a forged host name would be believed."""
    return any("*" in host or host.startswith(".") for host in settings.ALLOWED_HOSTS)


def hosts_are_unset() -> bool:
    """Return whether nobody has said under which name the office is reached."""
    return not set(settings.ALLOWED_HOSTS) - LOOPBACK - {""}


def origin_is_plain() -> bool:
    """Return whether forms from an unencrypted or unbounded origin would be trusted."""
    return any(not origin.startswith("https://") or "*" in origin for origin in settings.CSRF_TRUSTED_ORIGINS)


def secret_is_readable() -> bool:
    """Return whether others on this machine can read the key."""
    return open_to_others(Path(settings.SECRET_KEY_FILE), stat.S_IRWXG | stat.S_IRWXO)


def data_is_readable() -> bool:
    """Return whether everybody on this machine can enter the data folder."""
    return open_to_others(Path(settings.DATA_DIR), stat.S_IRWXO)


def demonstration_is_present() -> bool:
    """Return whether somebody could come in with a published password: the list is there, or its accounts are."""
    if (Path(settings.DATA_DIR) / LOGINS_OF_DEMONSTRATION).exists():
        return True
    try:
        return accounts_are_open()
    except DatabaseError:
        return False  # without tables there are no accounts; that they are missing is a row of its own


def tables_are_behind() -> bool:
    """Return whether the database lacks what this version needs."""
    try:
        return unapplied_migrations()
    except DatabaseError:
        return True


def sqlite_is_old() -> bool:
    """Return whether this SQLite can corrupt a database in WAL mode."""
    if connection.vendor != "sqlite":
        return False
    return sqlite3.sqlite_version_info < FIXED_IN


def database_may_lose() -> bool:
    """Return whether the database could forget what it has acknowledged."""
    try:
        if connection.vendor == "sqlite":
            immediate = connection.settings_dict["OPTIONS"].get("transaction_mode") == "IMMEDIATE"
            return not immediate or any(asked(f"PRAGMA {name}") not in good for name, good in PRAGMAS.items())
        return any(asked(f"SHOW {name}") not in good for name, good in POSTGRESQL_PROMISES.items())
    except DatabaseError:
        return True


def database_is_missing() -> bool:
    """Return whether nobody has prepared this data folder yet."""
    return connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists()


def asked(question: str) -> Any:
    """Return the first value of the database's answer."""
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    return row[0] if row else None


def open_to_others(path: Path, who: int) -> bool:
    """Return whether people of that kind have any right on the path."""
    return path.exists() and bool(path.stat().st_mode & who)


ALWAYS = (
    Refusal(
        "sqlite_old",
        "SQLite ini dapat merusak basis data: pasang pysqlite3 dari requirements.lock.",
        sqlite_is_old,
    ),
    Refusal(
        "database_may_lose",
        "Basis data dapat melupakan laporan yang sudah diterima: periksa pragma atau fsync.",
        database_may_lose,
    ),
)
IN_PRODUCTION = (
    Refusal("key_default", "Kunci rahasia masih bawaan: setel KENTONGAN_SECRET_KEY_FILE.", key_is_default),
    Refusal("key_weak", "Kunci rahasia terlalu pendek atau terlalu sederhana.", key_is_weak),
    Refusal("debug", "KENTONGAN_DEBUG tidak boleh menyala.", debug_is_on),
    Refusal("http_plain", "Halaman masih dapat dibuka tanpa https.", http_is_plain),
    Refusal("cookies_open", "Kuki masuk dapat dikirim tanpa https.", cookies_travel_open),
    Refusal("hosts_anybody", "KENTONGAN_HOSTS tidak boleh memuat tanda *.", hosts_are_anybody),
    Refusal("hosts_unset", "KENTONGAN_HOSTS belum menyebut nama layanan ini.", hosts_are_unset),
    Refusal(
        "origin_plain", "KENTONGAN_ORIGINS hanya boleh memuat alamat https yang lengkap.", origin_is_plain
    ),
    Refusal(
        "secret_readable", "Berkas kunci rahasia dapat dibaca orang lain: chmod 600.", secret_is_readable
    ),
    Refusal(
        "data_readable", "Folder data dapat dibuka semua orang di komputer ini: chmod 750.", data_is_readable
    ),
    Refusal(
        "demonstration", "Akun peragaan masih ada: pakai folder data yang baru.", demonstration_is_present
    ),
    Refusal("tables_behind", "Tabel belum sesuai versi ini: jalankan kentongan prepare.", tables_are_behind),
    *ALWAYS,
)


def refused(*, production: bool) -> list[Refusal]:
    """Return everything that speaks against starting."""
    return [refusal for refusal in (IN_PRODUCTION if production else ALWAYS) if refusal.is_so()]
