"""Every read about places; regions are public, so no standing is asked for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from kentongan.rules.places import REGENCY, VILLAGE, drill, in_drill, path, without_drill
from kentongan.wilayah import gazetteer, pack
from kentongan.wilayah.models import Alias, Level, Neighbour, Region, Successor

CODE_DIGITS = re.compile(r"\d{2,10}")
STEPS = (2, 4, 6, 10)
LOCAL_CLOSE_ENOUGH = 70.0
LOOKED_AT = 400


@dataclass(frozen=True)
class Handover:
    """One region that took over from another."""

    region: Region
    on_date: date
    decree: str


def within(field: str, code: str) -> Q:
    """Return the condition that the region code in `field` is `code` or lies below it.

    A range over the code uses its index on both databases; `startswith` reads the whole table on SQLite.
    """
    return Q(**{field: code}) | Q(**{f"{field}__gte": f"{code}.", f"{field}__lt": f"{code}/"})


def world(field: str, name: str = "") -> Q:
    """Return the condition that a region code lies in one drill, or in the real country when there is no name.

    Real codes begin with a digit, those of drill 7 with "G7-"; the full stop is the sign after the hyphen.
    """
    return (
        Q(**{f"{field}__gte": f"{name}-", f"{field}__lt": f"{name}."}) if name else Q(**{f"{field}__lt": "A"})
    )


def current(on: date) -> QuerySet[Region]:
    """Return the regions that are valid on a day."""
    return Region.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)


def children(code: str, on: date) -> QuerySet[Region]:
    """Return the regions one step below another; the empty code is the country."""
    return current(on).filter(world("code", drill(code)), parent_id=code or None).order_by("code")


def neighbours(code: str) -> QuerySet[Region]:
    """Return the villages that share a border with one."""
    pairs = Neighbour.objects.filter(Q(a_id=code) | Q(b_id=code)).values_list("a_id", "b_id")
    codes = {one for pair in pairs for one in pair} - {code}
    return Region.objects.filter(code__in=codes).order_by("name", "code")


def successor_of(code: str, on: date) -> list[Region]:
    """Return the regions that stand on a day where one stood: itself while it is valid, else what took over.

    An ended region without a successor answers with nothing.
    """
    found: dict[str, Region] = {}
    seen, ahead = set(), [code]
    while ahead:
        now = ahead.pop()
        if now in seen:
            continue
        seen.add(now)
        if region := current(on).filter(code=now).first():
            found[region.code] = region
        else:
            ahead.extend(
                Successor.objects.filter(old_id=now, on_date__lte=on).values_list("new_id", flat=True)
            )
    return [found[one] for one in sorted(found)]


def took_over_from(code: str) -> list[Handover]:
    """Return the regions this one took over from, or was cut from."""
    return [
        Handover(row.old, row.on_date, row.decree)
        for row in Successor.objects.filter(new_id=code).select_related("old").order_by("on_date", "old_id")
    ]


def handed_over_to(code: str) -> list[Handover]:
    """Return the regions that took over from this one, or were cut from it."""
    return [
        Handover(row.new, row.on_date, row.decree)
        for row in Successor.objects.filter(old_id=code).select_related("new").order_by("on_date", "new_id")
    ]


def addresses(codes: Iterable[str]) -> dict[str, str]:
    """Return for each code its name and the names above it up to the kabupaten, in one query.

    `35.08.01.2001` answers "Tegalrejo, Kec. Tempursari, Kabupaten Lumajang".
    """
    wanted = list(codes)
    names = dict(
        Region.objects.filter(code__in={step for code in wanted for step in path(code)}).values_list(
            "code", "name"
        )
    )
    return {code: address(code, names) for code in wanted if code in names}


def address(code: str, names: dict[str, str]) -> str:
    """Write one region with the regions above it."""
    steps = path(code)
    shown: Sequence[str] = steps[1:] if len(steps) > 1 else steps
    if len(steps) > VILLAGE:  # the name of an RW or RT says its village already
        shown = [*steps[1 : VILLAGE - 1], code]
    words = [f"Kec. {names[one]}" if one.count(".") == 2 else names[one] for one in shown if one in names]
    return ", ".join(reversed(words))


def search(text: str, *, inside: str = "", limit: int = 10, on: date | None = None) -> list[Region]:
    """Find regions by a name, another name or a code, in spite of typing errors, best first.

    Args:
        text: What somebody typed; `ds. Kebonagung kec Sukodono` and `3508012001` are understood.
        inside: Only regions below this one; empty for all Indonesia. In a drill its own places are found.
        limit: At most so many.
        on: Only regions valid on this day; None for those without an end.
    """
    typed = re.sub(r"[\s.\-]", "", text)
    place = without_drill(inside)
    scored = by_code(typed, place) if CODE_DIGITS.fullmatch(typed) else by_name(text, place)
    codes = list(dict.fromkeys(in_drill(drill(inside), code) for _, code in scored))
    alive = current(on) if on else Region.objects.filter(valid_to__isnull=True)
    found: list[Region] = []
    for begin in range(0, min(len(codes), LOOKED_AT), 50):
        part = codes[begin : begin + 50]
        there = alive.in_bulk(part)
        found.extend(there[code] for code in part if code in there)
        if len(found) >= limit:
            break
    return found[:limit]


def by_code(digits: str, inside: str) -> list[tuple[float, str]]:
    """Return the region with this code and the first regions below it; dots may be missing."""
    full = max((step for step in STEPS if step <= len(digits)), default=0)
    pieces = [digits[a:b] for a, b in zip((0, *STEPS), STEPS, strict=False) if b <= full]
    code, rest = ".".join(pieces), digits[full:]
    below = Region.objects.filter(
        code__gte=f"{code}.{rest}", code__lt=f"{code}.{rest}:" if rest else f"{code}/"
    )
    near = Region.objects.filter(code=code) | below
    if inside:
        near = near.filter(within("code", inside))
    return [(100.0, one) for one in near.order_by("level", "code").values_list("code", flat=True)[:50]]


def by_name(text: str, inside: str) -> list[tuple[float, str]]:
    """Return scores and codes of regions with such a name, from the pack and from what the office added."""
    wanted = gazetteer.read_typed(text)
    if not wanted.name:
        return []
    found = gazetteer.search(wanted, inside)
    made_here = Region.objects.filter(local=True).order_by("code").values_list("code", "name")
    known_as = Alias.objects.order_by("region_id", "name").values_list("region_id", "name")
    if inside:
        made_here, known_as = (
            made_here.filter(within("code", inside)),
            known_as.filter(within("region_id", inside)),
        )
    for code, name in (*made_here, *known_as):
        # "RW 05" is meant as well as "RW 05, Bades".
        ways = {name, name.partition(",")[0]}
        score = max(gazetteer.resemblance(wanted.name, gazetteer.fold_official(way)) for way in ways)
        if score >= LOCAL_CLOSE_ENOUGH:
            found.append((score, code))
    return sorted(found, key=lambda one: (-one[0], one[1].count("."), one[1]))


def region_at(lat: float, lng: float, inside: str = "") -> Region | None:
    """Return the village whose shape holds a point; None at sea and in the villages without a shape."""
    near = Region.objects.filter(
        world("code", drill(inside)),
        level=Level.REGENCY,
        min_lng__lte=lng,
        max_lng__gte=lng,
        min_lat__lte=lat,
        max_lat__gte=lat,
    ).order_by("code")
    if inside:
        near = near.filter(code__in=path(inside)) if "." in inside else near.filter(within("code", inside))
    for regency in near.values_list("code", flat=True):
        candidates = Region.objects.filter(
            within("code", path(inside)[:VILLAGE][-1] if inside.count(".") >= REGENCY else regency),
            level=Level.VILLAGE,
            min_lng__lte=lng,
            max_lng__gte=lng,
            min_lat__lte=lat,
            max_lat__gte=lat,
        ).order_by("code")
        for village in candidates:
            if holds(village.code, lat, lng):
                return village
    return None


def holds(code: str, lat: float, lng: float) -> bool:
    """Say whether the shape of a region covers a point, its border included."""
    from shapely import MultiPolygon, Point, Polygon  # noqa: PLC0415 20 MB that most processes never need

    found = pack.shape_of(code)
    if not found:
        return False
    outline = MultiPolygon([Polygon(rings[0], rings[1:]) for rings in pack.polygons(*found)])
    return bool(outline.covers(Point(lng, lat)))
