"""The reader stands on its own."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
import simak


def test_importing_the_reader_loads_neither_django_nor_the_office() -> None:
    code = "import sys, simak; print([m for m in sys.modules if m.split('.')[0] in ('django', 'kentongan')])"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert loaded.stdout.strip() == "[]"


def test_the_public_names_stand_in_the_package_itself() -> None:
    at = datetime(2026, 11, 26, 23, 10, tzinfo=UTC)
    told = "Ada tawuran di Desa Klanting, 2 orang luka"

    draft = simak.read(told, received_at=at, sender_region="35.08.14.2003")
    many = list(simak.read_many([simak.Message(told, at, "35.08.14.2003")] * 2))

    assert isinstance(draft, simak.Draft)
    assert many == [draft, draft]
    assert [link.kind for link in simak.relate(many)] == ["copy"]
    assert set(simak.__all__) <= {name for name in simak.__all__ if getattr(simak, name)}


def test_a_name_that_is_not_there_is_missed_as_in_any_module() -> None:
    with pytest.raises(AttributeError, match="nobody"):
        _ = simak.nobody


def test_importing_loads_no_model() -> None:
    code = "import sys, simak; print('simak.reading' in sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert loaded.stdout.strip() == "False"
