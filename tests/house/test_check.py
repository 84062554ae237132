"""What the tests on PostgreSQL leave out is nothing that would ask the database."""

import re
from pathlib import Path

import pytest

import check

ROOT = Path(__file__).resolve().parents[2]
# Marks and fixtures by which a test reaches the service's database; put together, so as not to find itself.
ASKS = re.compile(
    "|".join(("django" + "_db", "transactional" + "_db", r"\bfurn" + "ished", r"\bdb" + ": None"))
)


@pytest.mark.parametrize("place", check.WITHOUT_DATABASE)
def test_what_is_left_out_on_postgresql_asks_no_database(place: str) -> None:
    files = [ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("test_*.py"))

    assert files
    assert [file.name for file in files if ASKS.search(file.read_text())] == []


def test_a_test_that_asks_the_database_would_be_noticed() -> None:
    assert ASKS.search((ROOT / "tests" / "promises" / "test_p08_once.py").read_text())
