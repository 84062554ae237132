"""Where photos lie: below the data directory, never below the static files, and on the disk before we say so."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible(path="kentongan.reports.storage.PrivateStorage")
class PrivateStorage(FileSystemStorage):
    """Files nobody reaches by an address: only a view with a policy opens them."""

    def url(self, name: str | None) -> str:
        """Refuse: there is no public address."""
        raise ValueError(f"{name} has no address")

    def _save(self, name: str, content: "File[Any]") -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, waiting = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            Path(waiting).replace(path)
        except BaseException:
            Path(waiting).unlink(missing_ok=True)
            raise
        _sync_directory(path.parent)
        return name


def _sync_directory(directory: Path) -> None:
    # The name of a new file is as lost as its content if the power goes before the directory is written.
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
