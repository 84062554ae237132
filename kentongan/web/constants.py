"""Finds sentences that stand in a module under a name: refusals are often written so, and translated at the edge."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

Name = tuple[str, str]
"""A module, by the last word of its own name, and a name in it."""


@cache
def refused(house: Path) -> frozenset[Name]:
    """Return the names of all sentences that some module of the house hands to `Refused`."""
    modules = [file for file in house.rglob("*.py") if "Refused(" in file.read_text()]
    return frozenset(name for file in modules for name in refused_in(file))


def refused_in(file: Path) -> Iterator[Name]:
    """Yield what one module hands to `Refused` under a name, with the module the name comes from."""
    tree = ast.parse(file.read_text())
    homes = {
        alias.asname or alias.name: ((one.module or "").rpartition(".")[2], alias.name)
        for one in ast.walk(tree)
        if isinstance(one, ast.ImportFrom)
        for alias in one.names
    }
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Refused":
            for part in (part for said in call.args[:1] for part in ast.walk(said)):
                if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
                    module = homes.get(part.value.id, ("", part.value.id))[1]
                    yield module, part.attr
                elif isinstance(part, ast.Name):
                    yield homes.get(part.id, (file.stem, part.id))


def sentences(file: Path, house: Path) -> Iterator[str]:
    """Yield the sentences of one module that are handed to `Refused` under their names, here or elsewhere."""
    names = refused(house)
    for one in ast.parse(file.read_text()).body:
        targets = one.targets if isinstance(one, ast.Assign) else []
        known = any(isinstance(target, ast.Name) and (file.stem, target.id) in names for target in targets)
        if isinstance(one, ast.Assign) and known and is_text(one.value):
            yield str(ast.literal_eval(one.value))


def is_text(value: ast.expr) -> bool:
    """Say whether an expression is nothing but a text."""
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def texts(room: Path) -> frozenset[str]:
    """Return every text that stands in the modules of a room, whatever it is for."""
    return frozenset(
        one.value
        for file in room.rglob("*.py")
        for one in ast.walk(ast.parse(file.read_text()))
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    )
