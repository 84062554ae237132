"""The engine stands on its own."""

import subprocess
import sys


def test_importing_the_engine_loads_neither_django_nor_the_office() -> None:
    code = "import sys, titir; print([m for m in sys.modules if m.split('.')[0] in ('django', 'kentongan')])"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603

    assert loaded.stdout.strip() == "[]"
