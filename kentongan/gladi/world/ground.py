"""The ground a simulated world stands on: villages of the region pack, how many people, how urban, who borders whom.

The pack knows the people of a kabupaten (second half of 2024) and the polling stations of a village
(February 2024). A polling station serves about as many voters everywhere in one kabupaten, so its
people are shared out by polling stations; a village without any gets what its smallest neighbour in
the kabupaten gets, and a kabupaten without any shares equally.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log10
from statistics import median

from kentongan.rules.places import CODE, WIB, WIT, WITA, inside, zone
from kentongan.rules.refusal import Refused
from kentongan.wilayah import pack

UTC_HOURS = {WIB: 7, WITA: 8, WIT: 9}
"""Indonesia has no summer time, so a number is enough and no zone file is needed."""
RURAL_DENSITY, URBAN_DENSITY = 200.0, 8_000.0
"""People for each km² at which a village counts as wholly rural and wholly urban."""
SMALLEST_AREA = 0.05
LANGUAGES = {
    "11": "id",
    "13": "min",
    "32": "su",
    "33": "jv",
    "34": "jv",
    "35": "jv",
    "36": "su",
    "73": "bug",
    "76": "bug",
    "91": "pap",
    "92": "pap",
    "93": "pap",
    "94": "pap",
    "95": "pap",
    "96": "pap",
}
MADURA = ("35.26", "35.27", "35.28", "35.29")


@dataclass(frozen=True, slots=True, kw_only=True)
class Village:
    """A village as far as a message needs it.

    Attributes:
        people: Estimated from the people of the kabupaten, see above.
        urban: 0 wholly rural, 1 wholly urban; from people for each km² and from being a kelurahan.
        utc_hours: How far its clocks are ahead of UTC.
        lang: The language most people speak at home.
        neighbours: Codes of bordering villages within the simulated regions, sorted.
    """

    code: str
    name: str
    kind: str
    kecamatan: str
    kecamatan_name: str
    kabupaten: str
    kabupaten_name: str
    province_name: str
    people: int
    tps: int
    urban: float
    lat: float
    lng: float
    utc_hours: int
    lang: str
    neighbours: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ground:
    """The regions of a world and their villages, by code and in its order."""

    regions: tuple[str, ...]
    villages: Mapping[str, Village]

    @property
    def people(self) -> int:
        """Return how many people live there."""
        return sum(village.people for village in self.villages.values())

    def within(self, region: str) -> list[Village]:
        """Return the villages of a region, in order of their codes."""
        return [village for code, village in self.villages.items() if inside(code, region)]

    def pairs(self, border: str) -> list[tuple[str, str]]:
        """Return the bordering villages; `border` asks for a "kecamatan" or "kabupaten" between them."""
        width = {"kecamatan": 8, "kabupaten": 5}.get(border, 0)
        return [
            (code, other)
            for code, village in self.villages.items()
            for other in village.neighbours
            if code < other and (not width or code[:width] != other[:width])
        ]


def survey(regions: Sequence[str]) -> Ground:
    """Read the villages of some regions from the pack.

    Args:
        regions: Codes of provinces, kabupaten, kecamatan or villages.

    Raises:
        Refused: If a code is no region of the pack, or has no village.
    """
    for region in regions:
        if not CODE.fullmatch(region):
            raise unknown(region)
    # People are shared out over a whole kabupaten, also where only a part of it is asked for.
    whole = sorted({region[:5] for region in regions})
    rows = {row["code"]: row for row in pack.regions(whole)} if whole else {}
    for region in regions:
        if region not in rows:
            raise unknown(region)
    people = inhabitants(rows)
    wanted = [code for code in people if any(inside(code, region) for region in regions)]
    beside = bordering(whole, set(wanted))
    villages = {
        code: village(rows, code, people[code], tuple(sorted(beside.get(code, ()))))
        for code in sorted(wanted)
    }
    if not villages:
        raise Refused("Wilayah yang diminta tidak mempunyai desa. Pilih kabupaten, kecamatan atau desa.")
    return Ground(tuple(dict.fromkeys(regions)), villages)


def unknown(region: str) -> Refused:
    """Return the refusal of a code that the pack does not know."""
    return Refused(
        "Wilayah %(code)s tidak ada dalam paket wilayah. Pakai kode Kemendagri, misalnya 35.08.",
        "bad_region",
        words={"code": region},
    )


def inhabitants(rows: Mapping[str, Mapping[str, str]]) -> dict[str, int]:
    """Estimate the people of each village from the people of its kabupaten."""
    of_kabupaten: dict[str, list[str]] = {}
    for code, row in rows.items():
        if row["level"] == "4":
            of_kabupaten.setdefault(code[:5], []).append(code)
    found: dict[str, int] = {}
    for kabupaten, codes in of_kabupaten.items():
        stations = {code: number(rows[code]["tps"]) for code in codes}
        fewest = min((count for count in stations.values() if count > 0), default=1.0)
        weights = {code: count or fewest for code, count in stations.items()}
        each = number(rows[kabupaten]["population"]) / sum(weights.values())
        found |= {code: max(1, round(each * weight)) for code, weight in weights.items()}
    return found


def bordering(whole: Collection[str], wanted: Collection[str]) -> dict[str, set[str]]:
    """Return for each village the villages beside it."""
    beside: dict[str, set[str]] = {}
    for one, other in pack.neighbours(whole):
        if one in wanted and other in wanted:
            beside.setdefault(one, set()).add(other)
            beside.setdefault(other, set()).add(one)
    return beside


def village(
    rows: Mapping[str, Mapping[str, str]], code: str, people: int, neighbours: tuple[str, ...]
) -> Village:
    """Put one village together; what the pack does not know of it comes from what lies above it."""
    row, kecamatan, kabupaten = rows[code], rows[code[:8]], rows[code[:5]]
    lat, lng = label_point(row, kecamatan, kabupaten)
    return Village(
        code=code,
        name=row["name"],
        kind=row["kind"],
        kecamatan=code[:8],
        kecamatan_name=kecamatan["name"],
        kabupaten=code[:5],
        kabupaten_name=kabupaten["name"],
        province_name=rows[code[:2]]["name"],
        people=people,
        tps=int(number(row["tps"])),
        urban=urbanity(people, number(row["area_km2"]), row["kind"]),
        lat=lat,
        lng=lng,
        utc_hours=UTC_HOURS[zone(code)],
        lang="mad" if code[:5] in MADURA else LANGUAGES.get(code[:2], "id"),
        neighbours=neighbours,
    )


def label_point(*rows: Mapping[str, str]) -> tuple[float, float]:
    """Return latitude and longitude of the first row that has them."""
    known = next((row for row in rows if row["lat"] and row["lng"]), None)
    return (number(known["lat"]), number(known["lng"])) if known else (0.0, 0.0)


def urbanity(people: int, area_km2: float, kind: str) -> float:
    """Return how urban a village is, from 0 to 1; without an area only its kind tells."""
    bonus = 0.15 if kind == "kelurahan" else 0.0
    if area_km2 <= 0:
        return 0.3 + 2 * bonus
    density = people / max(area_km2, SMALLEST_AREA)
    step = (log10(density) - log10(RURAL_DENSITY)) / (log10(URBAN_DENSITY) - log10(RURAL_DENSITY))
    return min(1.0, max(0.0, step + bonus))


def middle(villages: Iterable[Village]) -> tuple[float, float]:
    """Return the middle of some villages: the median of their label points."""
    points = list(villages)
    return median(one.lat for one in points), median(one.lng for one in points)


def number(text: str) -> float:
    """Read a number of the pack; nothing is 0."""
    return float(text) if text else 0.0
