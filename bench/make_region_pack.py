"""Makes kentongan/wilayah/pack from the files it comes from: `python3 bench/make_region_pack.py SOURCE`.

Standard library only. The shapes are cut into one small file per parent, so that drawing one kabupaten never
reads a whole province; the village pairs become a plain table; the extent of every shape is added to the regions.
"""

import array
import csv
import gzip
import io
import json
import shutil
import sys
import zipfile
from itertools import groupby
from math import ceil, floor
from pathlib import Path

PACK = Path(__file__).resolve().parent.parent / "kentongan/wilayah/pack"
SOURCE_COLUMNS = ["code", "parent", "level", "kind", "name", "lat", "lng", "area_km2", "postal_code"]
COLUMNS = [*SOURCE_COLUMNS, "population", "tps", "min_lng", "min_lat", "max_lng", "max_lat"]


def read(path):
    """Return the text of a compressed file."""
    return gzip.decompress(path.read_bytes()).decode()


def write(path, text):
    """Write a text compressed, the same bytes every time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def write_table(path, header, rows):
    """Write a compressed table."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(header)
    table.writerows(rows)
    write(path, out.getvalue())


def write_by_province(folder, header, rows):
    """Write a table as one file per province, by the code in its first column."""
    for province, part in groupby(rows, key=lambda row: row[0][:2]):
        write_table(PACK / folder / f"{province}.csv.gz", header, part)


def arcs_of(shape):
    """List the arc numbers of a Polygon or MultiPolygon, outer to inner."""
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return [arc for polygon in polygons for ring in polygon for arc in ring]


def renumber(arcs, places):
    """Give the arcs of a shape their numbers in the new file."""
    if isinstance(arcs, list):
        return [renumber(arc, places) for arc in arcs]
    return places[arcs] if arcs >= 0 else ~places[~arcs]


def part(topology, shapes):
    """Cut some shapes with only the arcs they use out of a topology."""
    places = {}
    for shape in shapes:
        for arc in arcs_of(shape):
            places.setdefault(arc if arc >= 0 else ~arc, len(places))
    geometries = [
        {"type": shape["type"], "id": shape["properties"]["c"], "arcs": renumber(shape["arcs"], places)}
        for shape in shapes
    ]
    return json.dumps(
        {
            "type": "Topology",
            "transform": topology["transform"],
            "objects": {"regions": {"type": "GeometryCollection", "geometries": geometries}},
            "arcs": [topology["arcs"][arc] for arc in places],
        },
        separators=(",", ":"),
    )


def extents(topology, shapes):
    """Return west, south, east and north of every shape."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    boxes = []
    for arc in topology["arcs"]:
        xs, ys, x, y = [], [], 0, 0
        for dx, dy in arc:
            x, y = x + dx, y + dy
            xs.append(x)
            ys.append(y)
        boxes.append((min(xs) * sx + tx, min(ys) * sy + ty, max(xs) * sx + tx, max(ys) * sy + ty))
    return {
        shape["properties"]["c"]: union(boxes[arc if arc >= 0 else ~arc] for arc in arcs_of(shape))
        for shape in shapes
    }


def union(boxes):
    """Return the extent that holds all of these."""
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def outward(box):
    """Round an extent to four decimals so that nothing of the shape falls outside."""
    west, south, east, north = box
    return [
        floor(west * 1e4) / 1e4,
        floor(south * 1e4) / 1e4,
        ceil(east * 1e4) / 1e4,
        ceil(north * 1e4) / 1e4,
    ]


def split(source, folder, parent_length, boxes):
    """Write one file per parent code (its first `parent_length` characters) and note the extents."""
    topology = json.loads(read(source))
    (collection,) = topology["objects"].values()
    shapes = sorted(
        (shape for shape in collection["geometries"] if shape["type"]),
        key=lambda shape: shape["properties"]["c"],
    )
    boxes.update(extents(topology, shapes))
    families = {}
    for shape in shapes:
        families.setdefault(shape["properties"]["c"][:parent_length] or "ID", []).append(shape)
    for parent, family in families.items():
        write(PACK / folder / f"{parent}.json.gz", part(topology, family))


def village_pairs(source, codes):
    """Read the two int32 columns of the .npz and turn positions into codes."""
    columns = []
    with zipfile.ZipFile(source) as archive:
        for name in ("a.npy", "b.npy"):
            data = archive.read(name)
            column = array.array("i")
            column.frombytes(data[10 + int.from_bytes(data[8:10], "little") :])
            columns.append(column)
    return sorted((codes[a], codes[b]) for a, b in zip(*columns, strict=True))


def main(source):
    """Write the whole pack anew."""
    for folder in ("regions", "neighbours", "children", "villages"):
        shutil.rmtree(PACK / folder, ignore_errors=True)
    boxes = {}
    split(source / "prov.10.topo.json.gz", "children", 0, boxes)
    split(source / "kab.10.topo.json.gz", "children", 2, boxes)
    split(source / "kec.10.topo.json.gz", "children", 5, boxes)
    for path in sorted((source / "villages_topo").iterdir()):
        split(path, "villages", 5, boxes)
    for code in sorted(boxes, key=len, reverse=True):
        if len(code) > 2:  # the coarse outline of a parent can be smaller than its villages
            parent = code.rpartition(".")[0]
            boxes[parent] = union([boxes[parent], boxes[code]])
    rows = []
    for region in sorted(
        csv.DictReader(io.StringIO(read(source / "regions.csv.gz"))), key=lambda r: r["code"]
    ):
        box = outward(boxes[region["code"]]) if region["code"] in boxes else [""] * 4
        rows.append(
            [*(region[c] for c in SOURCE_COLUMNS), region["population_2024s2"], region["tps_2024"], *box]
        )
    write_by_province("regions", COLUMNS, rows)
    codes = read(source / "codes_with_geometry.txt.gz").split()
    pairs = village_pairs(source / "adj.npz", codes)
    write_by_province("neighbours", ["a", "b"], pairs)
    write(PACK / "tps_2024.csv.gz", read(source / "tps_2024.csv.gz"))
    print(f"{len(rows)} regions, {len(boxes)} with geometry, {len(pairs)} pairs of villages")


main(Path(sys.argv[1]))
