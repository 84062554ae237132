"""The documents drawn from the rules are those of today, and the glossary names only what exists."""

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DRAWN = sorted((ROOT / "docs" / "reference").glob("*.md"))
BLOCK = re.compile(
    r"from kentongan\.(\w+) import pictures\nprint\(pictures\.(\w+)\(\)\)\n\]\]\] -->\n(.*?)\n<!-- \[\[\[end\]\]\] -->",
    re.DOTALL,
)
BLOCKS = [
    (path.name, room, name, text)
    for path in DRAWN
    for room, name, text in BLOCK.findall(path.read_text(encoding="utf-8"))
]
PENS = {"rules": {"table", "mermaid", "span"}, "people": {"line", "row"}}
"""Rooms that draw, and what they draw with."""
GLOSSARY = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ")
][2:]
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "kentongan").rglob("*.py")))


def drawings(room: str) -> set[str]:
    """Return the drawings a room offers."""
    pictures = import_module(f"kentongan.{room}.pictures")
    own = {
        name
        for name, thing in vars(pictures).items()
        if getattr(thing, "__module__", "") == pictures.__name__
    }
    return {name for name in own if not name.startswith("_")} - PENS[room]


@pytest.mark.parametrize(
    ("page", "room", "name", "text"), BLOCKS, ids=[f"{block[0]}:{block[2]}" for block in BLOCKS]
)
def test_the_drawing_on_the_page_is_the_table_of_today(page: str, room: str, name: str, text: str) -> None:
    pictures = import_module(f"kentongan.{room}.pictures")

    assert text == getattr(pictures, name)(), f"{page}: run `just docs`"


def test_every_drawing_stands_on_exactly_one_page() -> None:
    offered = [(room, name) for room in PENS for name in drawings(room)]

    assert sorted((room, name) for _, room, name, _ in BLOCKS) == sorted(offered)


@pytest.mark.parametrize("identifier", [name for row in GLOSSARY for name in re.findall(r"`(\w+)`", row[1])])
def test_every_identifier_of_the_glossary_is_used_in_the_code(identifier: str) -> None:
    assert re.search(rf"\b{identifier}\b", CODE)


def test_every_term_of_the_glossary_is_listed_once_with_a_meaning() -> None:
    terms = [row[0] for row in GLOSSARY]

    assert len(terms) > 50
    assert len(set(terms)) == len(terms)
    assert all(len(row) == 3 and all(row) for row in GLOSSARY)
