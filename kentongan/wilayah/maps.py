"""Maps drawn on the server: an SVG of the parts of one region, and the same as GeoJSON.

Every map says that its borders are indicative; a boundary dispute can itself be the conflict.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, hypot, radians
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.rules.places import parent
from kentongan.wilayah import pack
from kentongan.wilayah.models import Region
from kentongan.wilayah.pack import Point, Shapes

INDICATIVE = gettext_lazy("batas indikatif, bukan rujukan resmi")
MEMBER = "batas indikatif, bukan rujukan resmi"  # in data, where no language is chosen

WIDTH = 440  # units of the drawing; about a pixel each
TALLEST = 560
CAPTION = 26
TOLERANCE = 1.2  # how far a simplified border may stray, in units
SMALLEST = 6.0  # islands below this many square units are left out, unless they are all there is
DOT = 2  # half the side of the square drawn for a shape that vanished

Attributes = Mapping[str, str]
Fill = Callable[[str], Attributes]
Link = Callable[[str], str]
Line = tuple[Point, ...]

# What stands on every path; the caller's attributes win. The colours are those of UX for paper and mail;
# a page restyles by class.
PLAIN: Attributes = {"fill": "#D3F0EA", "stroke": "#50606F", "stroke-width": "0.7"}
DISTRICT_LINE = (
    '<path class="kec" fill="none" stroke="#15202B" stroke-width="1" vector-effect="non-scaling-stroke"'
    ' pointer-events="none" d="%s"/>'
)


@dataclass(frozen=True)
class Drawing:
    """The lines of one map before anybody coloured them."""

    height: int
    paths: Mapping[str, str]
    district_lines: str


def unpainted(_code: str) -> Attributes:
    """Leave a region as it is."""
    return {}


def svg(
    code: str,
    *,
    label: str,
    fill: Fill = unpainted,
    link: Link | None = None,
    names: Mapping[str, str] | None = None,
    villages: bool = False,
) -> SafeString:
    """Draw the parts of a region as one SVG image; empty where the pack has no shape.

    Args:
        code: The region; empty for the whole country.
        label: The one sentence that a person who does not see the map hears.
        fill: The attributes of each part, such as class and fill.
        link: Where a click on each part leads; the image is then a group of links.
        names: The tooltip of each part.
        villages: All villages of a kabupaten with the lines of its kecamatan, instead of its kecamatan.
    """
    plan = drawing(code, villages=villages)
    if plan is None:
        return mark_safe("")
    total = plan.height + CAPTION
    caption = escape(INDICATIVE)
    role = "group" if link else "img"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" viewBox="0 0 {WIDTH} {total}"',
        f' role="{role}" aria-label="{escape(label)} ({caption})">',
        f"<g {attributes({**PLAIN, 'stroke-linejoin': 'round'})}>",
        *(painted(one, line, fill, link, names or {}) for one, line in plan.paths.items()),
        "</g>",
        DISTRICT_LINE % plan.district_lines if plan.district_lines else "",
        f'<text x="{WIDTH}" y="{total - 8}" text-anchor="end" font-size="16" fill="#50606F"',
        f' font-family="sans-serif">{caption}</text></svg>',
    ]
    return mark_safe("".join(parts))  # noqa: S308 every value in it was escaped


def painted(code: str, line: str, fill: Fill, link: Link | None, names: Mapping[str, str]) -> str:
    """Write one part with its colour, its tooltip and its link."""
    title = f"<title>{escape(names[code])}</title>" if code in names else ""
    words = attributes({"data-kode": code, **fill(code)}) if link is None else attributes(fill(code))
    end = f">{title}</path>" if title else "/>"
    path = f'<path vector-effect="non-scaling-stroke" {words} d="{line}"{end}'.replace("  ", " ")
    if link is None:
        return path
    spoken = f' aria-label="{escape(names[code])}"' if code in names else ""
    return f'<a href="{escape(link(code))}"{spoken}>{path}</a>'


def attributes(words: Attributes) -> str:
    """Write attributes of an element."""
    return " ".join(f'{name}="{escape(value)}"' for name, value in words.items())


@lru_cache(maxsize=24)
def drawing(code: str, *, villages: bool) -> Drawing | None:
    """Draw the lines of one map; kept, because only its colours change from minute to minute."""
    shapes, shown = parts_of(code, villages=villages)
    if shapes is None or not shown:
        return None
    if not villages and (finer := villages_of_all(code, shown)):
        shapes, shown = finer
    rings = on_the_grid(shapes, shown)
    meet = junctions(rings.values())
    cut = {one: [pieces(ring, meet) for ring in rings[one]] for one in shown}
    height = max(y for ringlist in rings.values() for ring in ringlist for _x, y in ring)
    lines = district_lines(cut) if villages else ""
    if not villages and code.count(".") == 1:
        cut, rings = merged(cut, shown), {parent(one): rings[one] for one in shown}
    return Drawing(height, {one: path_of(cut[one], rings[one]) for one in cut}, lines)


def villages_of_all(code: str, districts: list[str]) -> tuple[Shapes, list[str]] | None:
    """Return the villages that make up the kecamatan of a kabupaten; the pack's own outlines of these are coarse.

    None where it is no kabupaten, or a kecamatan has no village with a shape.
    """
    shapes = pack.village_shapes(code) if code.count(".") == 1 else None
    if shapes is None or {parent(one) for one in shapes.polygons} != set(districts):
        return None
    return shapes, list(shapes.polygons)


def merged(cut: Mapping[str, list[list[Line]]], villages: Iterable[str]) -> dict[str, list[list[Line]]]:
    """Return the outline of every kecamatan: what two of its villages share is walked both ways, and goes."""
    left: dict[str, Counter[Line]] = {}
    for village in villages:
        outline = left.setdefault(parent(village), Counter())
        for piece in (piece for ring in cut[village] for piece in ring if len(piece) > 1):
            if outline[piece[::-1]] > 0:
                outline[piece[::-1]] -= 1
            else:
                outline[piece] += 1
    return {one: stitched(outline.elements()) for one, outline in left.items()}


def stitched(loose: Iterable[Line]) -> list[list[Line]]:
    """Put pieces together to closed rings, end to beginning; each comes to an end, for rings were cut into them."""
    leaving: dict[Point, list[Line]] = {}
    for piece in sorted(loose, reverse=True):
        leaving.setdefault(piece[0], []).append(piece)
    rings = []
    for begin in list(leaving):
        while leaving[begin]:
            ring = [leaving[begin].pop()]
            while ring[-1][-1] != begin:
                ring.append(leaving[ring[-1][-1]].pop())
            rings.append(ring)
    return rings


def parts_of(code: str, *, villages: bool) -> tuple[Shapes | None, list[str]]:
    """Return the shapes of a map and the codes to be drawn."""
    depth = code.count(".") + 1 if code else 0
    if depth >= 3:
        shapes = pack.village_shapes(code)
        shown = (
            [one for one in shapes.polygons if one == code or one.startswith(f"{code}.")] if shapes else []
        )
    else:
        shapes = pack.village_shapes(code) if villages and depth == 2 else pack.children_shapes(code)
        shown = list(shapes.polygons) if shapes else []
    return shapes, shown


def on_the_grid(shapes: Shapes, shown: Iterable[str]) -> dict[str, list[Line]]:
    """Return the rings of each part in whole units of the drawing, y downwards, without repeated points.

    The grid also closes the slivers of some ten metres that the pack has between neighbours.
    """
    rings = {
        one: [pack.ring(shapes, borders) for polygon in shapes.polygons[one] for borders in polygon]
        for one in shown
    }
    corners = [
        pack.degrees(shapes, point) for ringlist in rings.values() for ring in ringlist for point in ring
    ]
    west, east = min(x for x, _y in corners), max(x for x, _y in corners)
    south, north = min(y for _x, y in corners), max(y for _x, y in corners)
    squeeze = cos(radians((south + north) / 2))
    scale = min(WIDTH / ((east - west) * squeeze or 1), TALLEST / (north - south or 1))
    left = (WIDTH - (east - west) * squeeze * scale) / 2

    def place(point: Point) -> Point:
        lng, lat = pack.degrees(shapes, point)
        return round((lng - west) * squeeze * scale + left), round((north - lat) * scale)

    return {
        one: [once(place(point) for point in ring) for ring in ringlist] for one, ringlist in rings.items()
    }


def once(points: Iterable[Point]) -> Line:
    """Return a ring without a point that repeats the one before it; its end is not its beginning again."""
    line: list[Point] = []
    for point in points:
        if not line or point != line[-1]:
            line.append(point)
    while len(line) > 1 and line[0] == line[-1]:
        line.pop()
    return tuple(line)


def junctions(ringlists: Iterable[list[Line]]) -> set[Point]:
    """Return the points where more than two lines meet: there neighbours change, so no line may skip them."""
    beside: dict[Point, set[Point]] = {}
    for ringlist in ringlists:
        for ring in ringlist:
            for here, there in pairwise((*ring, ring[0])):
                beside.setdefault(here, set()).add(there)
                beside.setdefault(there, set()).add(here)
    return {point for point, others in beside.items() if len(others) != 2}


def pieces(ring: Line, meet: set[Point]) -> list[Line]:
    """Cut a ring at its junctions and simplify each piece; neighbours get the same piece, walked both ways."""
    cuts = [n for n, point in enumerate(ring) if point in meet] or [ring.index(min(ring))]
    turned = ring[cuts[0] :] + ring[: cuts[0] + 1]
    stops = [n - cuts[0] for n in cuts] + [len(turned) - 1]
    return [both_ways(turned[begin : end + 1]) for begin, end in pairwise(stops)]


def both_ways(line: Line) -> Line:
    """Simplify a line so that walking it backwards gives the same points."""
    back = line[::-1]
    return simplified(line) if line <= back else simplified(back)[::-1]


def simplified(line: Line) -> Line:
    """Leave out points that a reader would not miss (Douglas and Peucker 1973), never the ends."""
    kept = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        far, where = max((stray(line[n], line[first], line[last]), n) for n in range(first + 1, last))
        if far > TOLERANCE:
            kept.add(where)
            spans += [(first, where), (where, last)]
    return tuple(line[n] for n in sorted(kept))


def stray(point: Point, start: Point, end: Point) -> float:
    """Return how far a point lies from the line between two others."""
    (x, y), (ax, ay), (bx, by) = point, start, end
    length = hypot(bx - ax, by - ay)
    if not length:
        return hypot(x - ax, y - ay)
    return abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length


def path_of(cut: list[list[Line]], rings: list[Line]) -> str:
    """Write one region as the `d` of a path: whole numbers, steps from point to point."""
    closed = [once(point for piece in ring for point in piece) for ring in cut]
    seen = [ring for ring in closed if area(ring) >= SMALLEST]
    if not seen:
        x, y = rings[0][0]
        return f"M{x - DOT} {y - DOT}h{2 * DOT}v{2 * DOT}h-{2 * DOT}z"
    return "".join(f"{steps(ring)}z" for ring in seen)


def area(ring: Line) -> float:
    """Return how many square units a ring encloses."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise((*ring, ring[0])))) / 2


def steps(line: Line) -> str:
    """Write a line as a start and steps, as short as SVG allows."""
    words = "".join(
        f"{bx - ax} {by - ay} ".replace(" -", "-") for (ax, ay), (bx, by) in pairwise(line)
    ).strip()
    return f"M{line[0][0]} {line[0][1]}l{words}".replace(" -", "-")


def district_lines(cut: Mapping[str, list[list[Line]]]) -> str:
    """Write the pieces that belong to villages of two kecamatan, or to the edge, as one path."""
    sides: dict[Line, set[str]] = {}
    for one, rings in cut.items():
        for ring in rings:
            for piece in ring:
                sides.setdefault(min(piece, piece[::-1]), set()).add(one)
    between = [
        piece for piece, ones in sides.items() if len(ones) == 1 or len({parent(one) for one in ones}) > 1
    ]
    return "".join(steps(piece) for piece in sorted(between))


def geojson(code: str, *, villages: bool = False) -> dict[str, Any]:
    """Return the parts of a region as a GeoJSON FeatureCollection, borders as exact as the pack has them."""
    shapes, shown = parts_of(code, villages=villages)
    known = Region.objects.in_bulk(shown)
    features = [feature(shapes, known[one]) for one in shown if shapes and one in known]
    return {"type": "FeatureCollection", "disclaimer": MEMBER, "features": features}


def feature(shapes: Shapes, region: Region) -> dict[str, Any]:
    """Return one region with its facts."""
    outline = [
        [[[round(lng, 4), round(lat, 4)] for lng, lat in ring] for ring in polygon]
        for polygon in pack.polygons(shapes, region.code)
    ]
    return {
        "type": "Feature",
        "id": region.code,
        "properties": {
            "code": region.code,
            "name": region.name,
            "level": region.level,
            "kind": region.kind,
            "title_of_head": region.title_of_head,
            "parent": region.parent_id,
            "area_km2": region.area_km2,
        },
        "geometry": {"type": "MultiPolygon", "coordinates": outline},
    }


def spoken(region: str, parts: int) -> str:
    """Return the sentence for a map that only shows where things lie."""
    if not parts:
        return _("Peta %(region)s.") % {"region": region}
    return _("Peta %(region)s dengan %(parts)d wilayah di dalamnya.") % {"region": region, "parts": parts}
