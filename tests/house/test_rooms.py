"""Every room looks like every other, so that a newcomer knows where to look."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "kentongan"
ROOMS = sorted(path.parent for path in HOUSE.glob("*/__init__.py"))
PACKAGES = [HOUSE, *ROOMS, ROOT / "packages/titir/titir", ROOT / "packages/simak/simak"]
FURNITURE = {"__init__", "apps", "models", "actions", "queries", "forms", "views", "jobs", "urls", "admin"}
FOLDERS = {"migrations", "templates", "templatetags", "static", "locale", "management", "__pycache__"}
NOT_A_ROOM = {
    "utils",
    "util",
    "helpers",
    "services",
    "common",
    "managers",
    "mixins",
    "signals",
    "misc",
    "tools",
    "base",
}
LONGEST = 600
"""Lines of a file; a typical one has 40 to 150 (STYLE 13)."""

OWN_PIECES = {
    "alerts": set(),
    "cases": {"papers", "several", "work"},
    "drills": {
        "answers",
        "board",
        "demonstration",
        "ground",
        "intake",
        "lessons",
        "script",
        "sheet",
        "timeline",
        "timing",
    },
    "events": {"chain", "detail", "recordset", "rows", "seal", "together"},
    "gladi": {
        "__main__",
        "cast",
        "deeds",
        "evenings",
        "handling",
        "intake",
        "kabupaten",
        "lumajang",
        "names",
        "nights",
        "officers",
        "papers",
        "place",
        "plots",
        "retelling",
    },
    "people": {"access", "adapter", "consent", "declared", "middleware", "phones", "pictures", "policy"},
    "reports": {
        "api",
        "draft",
        "filing",
        "middleware",
        "opening",
        "pictures",
        "places",
        "reading",
        "seals",
        "storage",
        "throttle",
    },
    "upkeep": {"clock", "copies", "messages", "preparation", "refusals", "supervisor"},
    "watch": {"almanac", "drawing", "engine", "grades", "matrix", "nightly", "rounds", "silences", "words"},
    "web": {"api", "constants", "messages", "middleware", "navigation", "trouble", "wsgi"},
    "wilayah": {"gazetteer", "loading", "maps", "pack"},
}
"""Modules a room has beside the furniture, each a word of its own duty; `rules` holds nothing but such words."""

OWN_FOLDERS = {
    "gladi": {"scenarios", "scores", "telling", "world"},
    "reports": {"reader"},
    "web": {"desk", "logbook", "reader", "regions", "situation"},
    "wilayah": {"pack"},
}
"""Pages of the shell that look into several rooms, and the data a room carries."""


def sources() -> list[Path]:
    """Return every source file of ours."""
    found = [path for folder in ("kentongan", "packages", "tests") for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts and "build" not in path.parts)


DOORS = {"simak"}
"""Libraries whose package itself opens their public names (docs/decisions/0062)."""


@pytest.mark.parametrize(
    "package", [package for package in PACKAGES if package.name not in DOORS], ids=lambda path: path.name
)
def test_a_package_says_in_one_line_what_it_is_for_and_nothing_else(package: Path) -> None:
    tree = ast.parse((package / "__init__.py").read_text())

    said = ast.get_docstring(tree) or ""

    assert said.endswith(".")
    assert "\n" not in said
    assert len(tree.body) == 1


@pytest.mark.parametrize("room", [room for room in ROOMS if room.name != "rules"], ids=lambda path: path.name)
def test_a_room_holds_only_the_agreed_furniture(room: Path) -> None:
    modules = {path.stem for path in room.glob("*.py")}
    folders = {path.name for path in room.iterdir() if path.is_dir()}

    assert modules - FURNITURE - OWN_PIECES.get(room.name, set()) == set()
    assert folders - FOLDERS - OWN_FOLDERS.get(room.name, set()) == set()


def test_nothing_is_called_utils_or_helpers() -> None:
    named = {path.stem for path in sources()} | {path.name for path in HOUSE.rglob("*") if path.is_dir()}

    assert named & NOT_A_ROOM == set()


@pytest.mark.parametrize("source", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_can_be_read_in_one_sitting(source: Path) -> None:
    assert len(source.read_text().splitlines()) <= LONGEST


def test_rules_need_nothing_but_the_standard_library() -> None:
    for source in sorted((HOUSE / "rules").rglob("*.py")):
        foreign = imported(source) - set(sys.stdlib_module_names)
        assert foreign <= {"kentongan"}, source.name
        assert all(
            name.startswith("kentongan.rules")
            for name in imported(source, whole=True)
            if name.startswith("kentongan")
        )


def test_nothing_but_its_own_door_imports_the_vault() -> None:
    for source in sources():
        if "vault" not in source.parts:
            assert not any(
                name.startswith("kentongan" + ".vault") for name in imported(source, whole=True)
            ), source.name


def test_nothing_listens_to_signals_of_django() -> None:
    for source in sorted(HOUSE.rglob("*.py")):
        names = imported(source, whole=True)
        assert not any(name.startswith(("django.db.models.signals", "django.dispatch")) for name in names), (
            source.name
        )


def imported(source: Path, *, whole: bool = False) -> set[str]:
    """Return the modules a file imports, by their first word or whole."""
    found = set()
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found if whole else {name.partition(".")[0] for name in found}
