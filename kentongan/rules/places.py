"""Region codes: which place lies in which, and what time it is there.

A Kemendagri code is its own path: province 35, kabupaten 35.08, kecamatan 35.08.01, village
35.08.01.2001. RW and RT have no national code; the office makes them below the village:
35.08.01.2001.RW05 and 35.08.01.2001.RW05.RT03.

A drill (gladi) is a place too: drill 7 of Lumajang is G7-35.08, a copy of the real tree in which nothing real
lies (docs/decisions/0050). All of this module holds there as well.
"""

import re

from kentongan.rules.refusal import Refused

PROVINCE, REGENCY, DISTRICT, VILLAGE, RW, RT = 1, 2, 3, 4, 5, 6

CODE = re.compile(
    r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4}(\.RW[0-9]{2,3}(\.RT[0-9]{2,3})?)?)?)?)?", re.ASCII
)
DRILL = re.compile(r"G[1-9][0-9]{0,3}", re.ASCII)
MOST_DRILLS = 9999

# Keppres 41/1987 (to be checked): the country has three time zones. Provinces made later keep the
# zone of the province they were cut from.
WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
ZONE_WORDS = {WIB: "WIB", WITA: "WITA", WIT: "WIT"}
ZONES = {
    WIB: (
        "11",
        "12",
        "13",
        "14",
        "15",
        "16",
        "17",
        "18",
        "19",
        "21",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "61",
        "62",
    ),
    WITA: ("51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"),
    WIT: ("81", "82", "91", "92", "93", "94", "95", "96"),
}
PROVINCE_ZONE = {province: zone for zone, provinces in ZONES.items() for province in provinces}


def check_region(code: str) -> str:
    """Return the code unchanged when it is one.

    Raises:
        Refused: If the text is not a region code.
    """
    if not is_code(code):
        raise Refused("Kode wilayah tidak dikenal. Pilih wilayah dari daftar.", "bad_region")
    return code


def is_code(text: str) -> bool:
    """Tell whether a text has the form of a region code, real or of a drill."""
    name, _, rest = text.rpartition("-")
    return bool(CODE.fullmatch(rest)) and (rest == text or bool(DRILL.fullmatch(name)))


def drill(code: str) -> str:
    """Name the drill in which a place lies, such as G7; empty for the real country."""
    return code.partition("-")[0] if "-" in code else ""


def without_drill(code: str) -> str:
    """Name the real place of which this one is the copy; a real place is its own."""
    return code.rpartition("-")[2]


def in_drill(name: str, code: str) -> str:
    """Name the same place in a drill, or in the real country when there is no drill."""
    place = without_drill(code)
    return f"{name}-{place}" if name and place else place


def level(code: str) -> int:
    """Tell how deep a code lies: 1 province, 2 kab/kota, 3 kecamatan, 4 village, 5 RW, 6 RT."""
    return check_region(code).count(".") + 1


def parent(code: str) -> str:
    """Name the region one step up; a province has none and answers with an empty text."""
    return check_region(code).rpartition(".")[0]


def inside(code: str, ancestor: str) -> bool:
    """Tell whether a region is the other one or lies in it. Nothing lies in a place without a code."""
    return bool(ancestor) and (code == ancestor or code.startswith(ancestor + "."))


def path(code: str) -> tuple[str, ...]:
    """List the code's regions from the province down to itself."""
    parts = check_region(code).split(".")
    return tuple(".".join(parts[: depth + 1]) for depth in range(len(parts)))


def zone(code: str) -> str:
    """Name the time zone of a region, as in the IANA list.

    Raises:
        Refused: If no such province is known.
    """
    province = without_drill(check_region(code))[:2]
    if province not in PROVINCE_ZONE:
        raise Refused("Kode wilayah tidak dikenal. Pilih wilayah dari daftar.", "bad_region")
    return PROVINCE_ZONE[province]


def zone_word(code: str) -> str:
    """Say the time zone of a region as people there do: WIB, WITA or WIT."""
    return ZONE_WORDS[zone(code)]
