"""Templates are used, translations are complete, every door has a policy."""

import re
from pathlib import Path

import pytest
from django.core import checks

from kentongan.web import messages

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "kentongan"
BY_NAME = ("404.html", "403.html", "400.html", "500.html", "403_csrf.html", "409.html", "429.html")
"""Templates that Django or an installed application looks up by their name."""
OF_OTHERS = ("account/", "mfa/", "usersessions/", "allauth/", "django/")


def templates() -> dict[str, Path]:
    """Return the templates of all rooms by the name under which they are rendered."""
    return {
        str(path.relative_to(folder)): path
        for folder in sorted(HOUSE.glob("*/templates"))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("name", templates())
def test_a_template_is_used_somewhere(name: str) -> None:
    if name in BY_NAME or name.startswith(OF_OTHERS):
        return
    places = [
        path for path in HOUSE.rglob("*") if path.suffix in {".py", ".html", ".txt", ".js"} and path.is_file()
    ]

    used = any(re.search(rf"[\"']{re.escape(name)}[#\"']", path.read_text()) for path in places)

    assert used


@pytest.mark.parametrize("room", messages.rooms(), ids=lambda room: room.name)
def test_every_sentence_of_a_room_has_its_english(room: Path) -> None:
    assert messages.missing(room) == []


def test_the_checks_of_django_and_ours_find_nothing() -> None:
    assert checks.run_checks() == []
