"""A place, as far as people and reports of the demonstration need it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A region with its code, its name, what its head is called and how many polling stations it has."""

    code: str
    name: str
    title_of_head: str = ""
    tps: int = 0
