"""The region pack as it is shipped: rows, neighbours, titles of heads and shapes, read without a database."""

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from kentongan.rules.places import drill, in_drill, inside, parent, without_drill

PACK = Path(__file__).resolve().parent / "pack"
COUNTRY = "ID"

# The pack follows a decree of 2025 and does not say since when a region exists.
VALID_FROM = date(2025, 1, 1)

Point = tuple[int, int]
Rings = list[list[int]]


@dataclass(frozen=True)
class Shapes:
    """Shapes that share their borders: a ring is a list of border numbers, ~n is border n walked backwards.

    Points are whole numbers; `scale` and `origin` turn them into longitude and latitude.
    """

    scale: tuple[float, float]
    origin: tuple[float, float]
    borders: tuple[tuple[Point, ...], ...]
    polygons: dict[str, list[Rings]]


def table(name: str) -> Iterator[dict[str, str]]:
    """Read one table of the pack, row by row."""
    path = PACK / name
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)
    else:
        yield from csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))


def is_wanted(code: str, only: Collection[str]) -> bool:
    """Say whether a region belongs to a part of the country: in it, or above it."""
    return not only or any(inside(code, part) or inside(part, code) for part in only)


def parts(folder: str, only: Collection[str]) -> Iterator[str]:
    """Name the files of a table that is kept by province: all of them, or those of some parts of the country."""
    wanted = {part[:2] for part in only}
    for path in sorted((PACK / folder).iterdir()):
        if not wanted or path.name[:2] in wanted:
            yield f"{folder}/{path.name}"


def regions(only: Collection[str] = ()) -> Iterator[dict[str, str]]:
    """Read all regions, or those in some parts of the country with what lies above them."""
    for name in parts("regions", only):
        yield from (row for row in table(name) if is_wanted(row["code"], only))


def neighbours(only: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Read the pairs of villages that share a border, the smaller code first."""
    for name in parts("neighbours", only):
        for row in table(name):
            if is_wanted(row["a"], only) and is_wanted(row["b"], only):
                yield row["a"], row["b"]


@cache
def digest() -> str:
    """Return one fingerprint of everything that the loader reads."""
    whole = hashlib.sha256()
    for name in ("titles.csv", *parts("regions", ()), *parts("neighbours", ())):
        whole.update((PACK / name).read_bytes())
    return whole.hexdigest()


@cache
def titles() -> dict[tuple[str, str, str], str]:
    """Return what the head of a region is called, by part of the country, level and kind."""
    return {(row["code"], row["level"], row["kind"]): row["title"] for row in table("titles.csv")}


def title_of_head(code: str, level: int, kind: str) -> str:
    """Return what the head of a region is called there; the nearest part of the country decides."""
    known, place = titles(), without_drill(code)
    while True:
        for exact in (kind, ""):
            if (place, str(level), exact) in known:
                return known[place, str(level), exact]
        if not place:
            return ""
        place = place.rpartition(".")[0]


@lru_cache(maxsize=8)
def shapes(folder: str, code: str) -> Shapes | None:
    """Read the shapes of the children, or of the villages, of one region; None where the pack has none."""
    if name := drill(code):
        return copied(shapes(folder, without_drill(code)), name)
    file = PACK / folder / f"{code}.json.gz"
    if not file.exists():
        return None
    topology = json.loads(gzip.decompress(file.read_bytes()))
    return Shapes(
        scale=tuple(topology["transform"]["scale"]),
        origin=tuple(topology["transform"]["translate"]),
        borders=tuple(absolute(border) for border in topology["arcs"]),
        polygons={
            shape["id"]: [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
            for shape in topology["objects"]["regions"]["geometries"]
        },
    )


def copied(real: Shapes | None, name: str) -> Shapes | None:
    """Return the same shapes under the codes of a drill."""
    return real and replace(
        real, polygons={in_drill(name, code): rings for code, rings in real.polygons.items()}
    )


def absolute(border: list[list[int]]) -> tuple[Point, ...]:
    """Turn the steps of a border into points."""
    points, x, y = [], 0, 0
    for dx, dy in border:
        x, y = x + dx, y + dy
        points.append((x, y))
    return tuple(points)


def children_shapes(code: str) -> Shapes | None:
    """Read the shapes one step below a region; the empty code is the country."""
    return shapes("children", code or COUNTRY)


def village_shapes(code: str) -> Shapes | None:
    """Read the shapes of all villages in the kabupaten or kota of a region."""
    return shapes("villages", ".".join(code.split(".")[:2]))


def ring(shapes: Shapes, borders: list[int]) -> list[Point]:
    """Walk along the borders of one ring; the last point is the first again."""
    points: list[Point] = []
    for number in borders:
        piece = shapes.borders[number] if number >= 0 else shapes.borders[~number][::-1]
        points.extend(piece[1:] if points else piece)
    return points


def degrees(shapes: Shapes, point: Point) -> tuple[float, float]:
    """Return longitude and latitude of a point."""
    return (
        point[0] * shapes.scale[0] + shapes.origin[0],
        point[1] * shapes.scale[1] + shapes.origin[1],
    )


def polygons(shapes: Shapes, code: str) -> list[list[list[tuple[float, float]]]]:
    """Return one shape as polygons of rings of longitude and latitude, the outer ring first."""
    return [
        [[degrees(shapes, point) for point in ring(shapes, borders)] for borders in polygon]
        for polygon in shapes.polygons[code]
    ]


def shape_of(code: str) -> tuple[Shapes, str] | None:
    """Find the file in which the shape of one region stands."""
    depth = code.count(".")
    source: Any = village_shapes(code) if depth == 3 else children_shapes(parent(code)) if depth < 3 else None
    return (source, code) if source and code in source.polygons else None
