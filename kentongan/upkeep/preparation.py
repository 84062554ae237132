"""Brings a data folder to where the service can start; every step may be cut off and begun again."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kentongan.upkeep.messages import compile_messages
from kentongan.wilayah import loading

Tell = Callable[[str], None]


def prepare(*, tell: Tell, demonstration: bool) -> None:
    """Do what is still to be done, and nothing twice."""
    compile_messages()
    if unapplied_migrations():
        tell("Menyiapkan basis data / preparing the database ...")
        call_command("migrate", verbosity=0, interactive=False)
    if is_empty("wilayah", "Region"):
        tell("Memuat seluruh wilayah Indonesia / loading all regions of Indonesia ...")
        call_command("load_regions")
    for part in loading.outdated():
        tell("Memperbarui wilayah / bringing the regions up to date ...")
        call_command("load_regions", only=part)
    if demonstration and "demo" in get_commands() and is_empty("reports", "Report"):
        tell("Menata kabupaten peragaan Lumajang / laying out the demonstration kabupaten ...")
        call_command("demo")
    gather_static(tell)


def unapplied_migrations() -> bool:
    """Return whether the tables are behind the code."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_empty(room: str, model: str) -> bool:
    """Return whether a table that set-up fills is still empty."""
    return not apps.get_model(room, model)._default_manager.exists()


def gather_static(tell: Tell) -> None:
    """Collect style sheets, scripts and icons again when one of them has changed."""
    stamp = Path(settings.STATIC_ROOT) / ".gathered"
    current = fingerprint_of_static()
    if stamp.exists() and stamp.read_text() == current:
        return
    tell("Mengumpulkan berkas tampilan / gathering the files of the pages ...")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(current)


def fingerprint_of_static() -> str:
    """Return a digest of names, sizes and times of all files that pages load."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path}\0{storage.size(path)}\0{storage.get_modified_time(path)}\n".encode())
    return digest.hexdigest()
