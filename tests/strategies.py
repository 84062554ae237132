"""Hypothesis strategies of the domain: reports as people, broken phones and mischievous senders write them."""

from typing import Any

from hypothesis import strategies as st

from kentongan.reports.draft import COUNT_KINDS
from kentongan.rules.taxonomy import EVENT_FORMS, ISSUES, TILES

OPENINGS = [
    "Ijin lapor ndan",
    "Pak RT tolong",
    "Assalamualaikum pak lurah",
    "Punten pak Babin",
    "SEBARKAN!!!",
    "Lapor:",
]
DEEDS = [
    "ada ribut2 anak muda di perempatan", "warga kumpul depan balai desa", "spanduk penolakan dipasang orang tdk dikenal",
    "jln diblokir ban bekas", "arek2 tawuran maneh", "lampu jalan mati 2 minggu", "2 org luka, 1 rumah kebakar",
    "ado ribut budak2 mudo di ulu", "musyawarah td malam sepakat damai",
]  # fmt: skip
WHERE = ["rt 05 rw 03", "dkt masjid", "Ds Senduro", "kec. Yosowilangun", "dpn pasar", ""]
CLOSINGS = ["trims", "🙏🙏", "mohon patroli nggih", "wkwk", "86.", ""]

# What breaks readers, pages and databases: each has broken somebody's system before.
TRICKS = [
    "\x00", "\u200b", "\u202e", "\u2066", "\ufeff", "\u00ad", "\x1b[2J", "\x85", "\u2028", "\r", "\ud800", "\udfff",
    "e\u0301", "Z" + "\u0335" * 40, "👩\u200d👩\u200d👧", "🏳\ufe0f\u200d🌈", "\u0645\u200c\u064a", "ꦏꦼꦤ꧀", "<script>alert(1)</script>",
    "'; DROP TABLE reports_report; --", "{{ 7*7 }}", "%s%n", "\\", "𝟛", "\U000e0041", "\uffff", "ﷺ", "ß", "İ",
]  # fmt: skip
TRICK = st.sampled_from(TRICKS)
VISIBLE = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), max_size=20)


@st.composite
def messages(draw: st.DrawFn) -> str:
    """A message as it comes by WhatsApp, now and then with something in it that nobody can see."""
    parts = [draw(st.sampled_from(words)) for words in (OPENINGS, DEEDS, WHERE, CLOSINGS)]
    for trick in draw(st.lists(TRICK | VISIBLE, max_size=4)):
        parts.insert(draw(st.integers(0, len(parts))), trick)
    return draw(st.sampled_from([" ", ", ", "\n", "\r\n", "  "])).join(parts)


def texts() -> st.SearchStrategy[str]:
    """Whatever can stand in a text field."""
    return (
        messages()
        | st.lists(TRICK | VISIBLE).map("".join)
        | st.text(max_size=60)
        | VISIBLE.map(lambda words: (words or "panjang ") * 700)
    )


def regions() -> st.SearchStrategy[str]:
    """Region codes: known, unknown, of a stranger's province, and what is none."""
    return st.sampled_from(
        [
            "35.08.10.1001",
            "35.08.10.1001.RW05.RT03",
            "35.08.10",
            "35.08",
            "35",
            "16.71.02",
            "99.99",
            "",
            "35.08.",
            "35/08",
            "RT 3",
        ]
    ) | st.from_regex(r"\A[0-9]{2}(\.[0-9]{2}){0,2}(\.[0-9]{4})?\Z")


def moments() -> st.SearchStrategy[str]:
    """What phones think is the time."""
    return st.sampled_from(
        ["1970-01-01T00:00:00Z", "2026-11-21T21:40", "2026-11-21T21:40:00+07:00", "2038-01-19T03:14:08Z", "0001-01-01T00:00",
         "9999-12-31T23:59:59-12:00", "2026-02-30T10:00", "kemarin", "2026-11-21T25:00", "20261121"]
    ) | st.datetimes().map(lambda at: at.isoformat())  # fmt: skip


def days() -> st.SearchStrategy[str]:
    """Days, also those that never come."""
    return st.sampled_from(
        [
            "2026-11-21",
            "21/11/2026",
            "31/02/2026",
            "2026-13-01",
            "00/00/0000",
            "1-1-1",
            "9999-12-31",
            "lusa",
            "٢٠٢٦-١١-٢١",
        ]
    ) | st.dates().map(lambda day: day.isoformat())


def numbers() -> st.SearchStrategy[Any]:
    """Numbers as JSON has them, and what passes for one."""
    return (
        st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.sampled_from(
            [
                True,
                False,
                10**18,
                10**400,
                -0.0,
                1e308,
                "12",
                "1e999",
                "NaN",
                "inf",
                "٣",
                "0x10",
                "",
                "1_000",
                "-1",
            ]
        )
    )


def counts() -> st.SearchStrategy[Any]:
    """How many: numbers, ranges, ranges the wrong way round, and other things."""
    number = numbers() | st.lists(numbers(), max_size=3) | st.sampled_from(["20-99", "99-20", "puluhan", "3"])
    return (
        st.dictionaries(st.sampled_from([*COUNT_KINDS, "penonton", "agama"]), number, max_size=3) | numbers()
    )


def kinds() -> st.SearchStrategy[str]:
    """Kinds: tiles, codes, codes that are not offered, other words."""
    return st.sampled_from([*(tile.key for tile in TILES), *EVENT_FORMS, "e11", "E00", "tamu", ""])


def strange() -> st.SearchStrategy[Any]:
    """JSON of any shape."""
    return st.recursive(
        st.none() | st.booleans() | numbers() | st.text(max_size=10),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=8,
    )


def bodies() -> st.SearchStrategy[dict[str, Any]]:
    """Bodies of API calls: most of them nearly right."""
    fields: dict[str, st.SearchStrategy[Any]] = {
        "kejadian": kinds(),
        "isu": st.lists(st.sampled_from([*ISSUES, "I99"]), max_size=3),
        "kapan": st.sampled_from(["kini", "akan", "sudah", "besok"]),
        "wilayah": regions(),
        "tempat": texts(),
        "lintang": numbers(),
        "bujur": numbers(),
        "waktu_hp": moments(),
        "tanggal": days(),
        "cerita": texts(),
        "jumlah": counts(),
        "anonim": st.booleans() | st.sampled_from(["ya", "mungkin"]),
    }
    nearly = {name: how | strange() if name in {"isu", "jumlah"} else how for name, how in fields.items()}
    right = {"kejadian": st.sampled_from([tile.key for tile in TILES]), "cerita": messages()}
    return (
        st.fixed_dictionaries({}, optional=nearly)
        | st.fixed_dictionaries(
            right, optional={name: fields[name] for name in ("kapan", "wilayah", "tempat", "waktu_hp")}
        )
        | st.dictionaries(st.sampled_from([*fields, "agama"]) | st.text(max_size=8), strange(), max_size=4)
    )
