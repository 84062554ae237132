"""Draws the map of the house in ARCHITECTURE.md from the docstrings of its packages."""

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def rooms() -> str:
    """Return one line for each room, from the top of the order to its bottom."""
    with (ROOT / "pyproject.toml").open("rb") as settings:
        contracts = tomllib.load(settings)["tool"]["importlinter"]["contracts"]
    order = next(contract["layers"] for contract in contracts if contract["id"] == "order")
    lines = ["| Room | What it is for |", "| --- | --- |"]
    return "\n".join([*lines, *(f"| `{name}` | {first_line(ROOT / 'kentongan' / name)} |" for name in order)])


def libraries() -> str:
    """Return one line for each library."""
    return "\n".join(
        f"- `packages/{name}`: {first_line(ROOT / 'packages' / name / name)}" for name in ("titir", "simak")
    )


def pieces() -> str:
    """Return the modules each room has beside the common furniture."""
    furniture = {
        "__init__",
        "apps",
        "models",
        "actions",
        "queries",
        "forms",
        "views",
        "jobs",
        "urls",
        "admin",
    }
    lines = ["| Module | What it does |", "| --- | --- |"]
    modules = [path for path in sorted((ROOT / "kentongan").glob("*/*.py")) if path.stem not in furniture]
    return "\n".join(
        [*lines, *(f"| `{path.parent.name}/{path.stem}` | {first_line(path)} |" for path in modules)]
    )


def first_line(path: Path) -> str:
    """Return the first line of a module's docstring."""
    source = path / "__init__.py" if path.is_dir() else path if path.suffix else path.with_suffix(".py")
    said = ast.get_docstring(ast.parse(source.read_text())) or ""
    return said.splitlines()[0].replace("|", "/")


def tables() -> str:
    """Return one line for each table, in the order of the rooms' names."""
    lines = ["| Table | Room | What a row is |", "| --- | --- | --- |"]
    for path in sorted((ROOT / "kentongan").glob("*/models.py")):
        classes = [
            node
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.ClassDef) and is_table(node)
        ]
        lines += [f"| `{node.name}` | {path.parent.name} | {first_words(node)} |" for node in classes]
    return "\n".join(lines)


def is_table(node: ast.ClassDef) -> bool:
    """Return whether a class of models.py becomes a table."""
    return bool({ast.unparse(base) for base in node.bases} & {"models.Model", "AbstractBaseUser"})


def first_words(node: ast.ClassDef) -> str:
    """Return the first line of a docstring."""
    return (ast.get_docstring(node) or "").partition("\n")[0].replace("|", "/")
