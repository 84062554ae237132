"""The contracts between rooms hold, and each of them breaks when somebody breaks it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

BREAKS = {
    "libraries": ("packages/titir/titir/planted.py", "import django\n"),
    "libraries-apart": ("packages/simak/simak/planted.py", "import titir\n"),
    "rules": ("kentongan/rules/planted.py", "import holidays\n"),
    "engine": ("kentongan/reports/planted.py", "import titir\n"),
    "reader": ("kentongan/cases/planted.py", "import simak\n"),
    "arithmetic": ("kentongan/cases/planted.py", "import numpy\n"),
    "order": ("kentongan/events/planted.py", "import kentongan.reports.models\n"),
    "furniture": ("kentongan/events/models.py", "import kentongan.events.jobs\n"),
    "views": ("kentongan/web/planted.py", "import kentongan.web.views\n"),
    "forms": ("kentongan/web/planted.py", "import kentongan.web.forms\n"),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the source to break things in."""
    copy = tmp_path_factory.mktemp("house")
    ignored = shutil.ignore_patterns(
        "__pycache__", "pack", "static", "templates", "locale", "*.mo", "*.egg-info"
    )
    for part in ("kentongan", "packages"):
        shutil.copytree(ROOT / part, copy / part, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def lint(house: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """Judge the copy by the named contracts, or by all."""
    words = [word for contract in contracts for word in ("--contract", contract)]
    path = os.pathsep.join(str(house / part) for part in (".", "packages/titir", "packages/simak"))
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache", *words],
        cwd=house,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def plant(house: Path, place: str, line: str) -> str | None:
    """Add a line to a file of the copy and return what stood there before."""
    path = house / place
    before = path.read_text() if path.exists() else None
    path.write_text((before or '"""Planted."""\n') + "\n" + line)
    return before


def put_back(house: Path, place: str, before: str | None) -> None:
    """Undo what was planted."""
    if before is None:
        (house / place).unlink()
    else:
        (house / place).write_text(before)


def test_the_house_as_it_stands_keeps_every_contract(house: Path) -> None:
    judged = lint(house)

    assert judged.returncode == 0, judged.stdout


@pytest.mark.parametrize("contract", BREAKS)
def test_a_contract_notices_when_it_is_broken(house: Path, contract: str) -> None:
    place, line = BREAKS[contract]
    before = plant(house, place, line)

    judged = lint(house, contract)
    put_back(house, place, before)

    assert judged.returncode == 1, judged.stdout
    assert "BROKEN" in judged.stdout


def test_two_rooms_that_import_each_other_are_noticed(house: Path) -> None:
    one = plant(house, "kentongan/events/chain.py", "import kentongan.events.detail\n")
    other = plant(house, "kentongan/events/detail.py", "import kentongan.events.chain\n")

    judged = lint(house, "cycles")
    put_back(house, "kentongan/events/chain.py", one)
    put_back(house, "kentongan/events/detail.py", other)

    assert judged.returncode == 1, judged.stdout


def test_a_room_without_a_place_in_the_order_is_noticed(house: Path) -> None:
    (house / "kentongan" / "annex").mkdir()
    before = plant(house, "kentongan/annex/__init__.py", "")

    judged = lint(house, "order")
    put_back(house, "kentongan/annex/__init__.py", before)
    (house / "kentongan" / "annex").rmdir()

    assert judged.returncode == 1, judged.stdout


def test_every_contract_has_its_break() -> None:
    import tomllib

    with (ROOT / "pyproject.toml").open("rb") as settings:
        contracts = tomllib.load(settings)["tool"]["importlinter"]["contracts"]

    assert {contract["id"] for contract in contracts} - {"cycles"} == set(BREAKS)
