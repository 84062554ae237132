"""How grave: a table of rules over what was read, in the order of the label guide; no weights, nothing learnt.

0 activities, irrelevant texts, disasters and accidents; 1 tension, words, plans, small disturbances; 2 one to nine
injured, damage, weapons or throwing, a crowd of a hundred or an unruly one; 3 death, ten injured, twenty displaced,
houses or public buildings burnt, an attack or operation of terror or separatism.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from simak import counting, numbers, victims
from simak.draft import Found, Range, Span
from simak.lexicon import NEGATIONS, Hit, Lexicon, Line, is_denied
from simak.mentions import Mention

HOUSEHOLD = 3
"""People in a household, at least, when only households are told (census 2020: 3.9 on average)."""
_NEAR = 8
_NEARLY = frozenset(
    [
        "nyaris",
        "hampir",
        "rawan",
        "cegah",
        "mencegah",
        "antisipasi",
        "mengantisipasi",
        "potensi",
        "khawatir",
        "dikhawatirkan",
        "ajak",
        "ngajak",
        "ngajakin",
        "mengajak",
        "nantang",
        "nantangin",
        "menantang",
    ]
)
"""Before a fight: it has not come to one."""
_NOT_YET = frozenset(("sebelum", "sblm", "sadurunge", "sadereng", "sateuacan", "sabelum"))  # bahasa
"""Before a death that is still to be hindered: "polisi tolong cepat sebelum mati ini orang"."""
_ONLY_WORDS = frozenset(
    [
        "adu mulut",
        "cekcok",
        "cekcok mulut",
        "adu urat",
        "pasea",
        "paketrok",
        "tegang",
        "berselisih",
        "perselisihan",
        "pertikaian",
        "bertikai",
        "bertengkar",
        "pertengkaran",
        "padu massal",
        "tensi",
        "kisruh",
        "antar warga",
        "dendam",
        "utang",
        "utang piutang",
        "sakit hati",
        "cemburu",
        "diancam",
        "ancaman",
        "ancam",
        "mengancam",
        "menuntut balas",
        "musuhan",
        "saling ejek",
        "saling tantang",
        "berseteru",
        "perseteruan",
        "preman",
        "pungli",
        "ngamuk",
        "dua kelompok",
        "antar kelompok",
        "kelompok warga",
        "dua kubu",
        "musuh",
        "pihak lawan",
        "kelompok lawan",
        "ribut",
        "ribut samo",
        "uyut",
        "karu",
        "geger",
        "gegeran",
    ]
)
_NO_BLOW = frozenset(
    """mertua; menantu; majikan; asisten rumah; balita; anak balita; orang tua angkat; paman; bibi; kakek; ayah; bapak tiri;
    istri lari; istri minggat; minta perlindungan; rumah aman; ppa; unit ppa; p2tp 2 a; puspaga; dp 3 a; uptd ppa;
    pendamping; trauma; nangis; menangis; ibu kandung; ayah tiri; ibu tiri; anak tiri; mantan suami; mantan istri;
    suami siri; bapak kandung; bayi; bayi dibuang; buang bayi; penelantaran; suaminya; anak kandung; bojone; pamajikan;
    salaki; salakina; binena; lakena; bininyo; lakinyo; bini; bainenna; suaminna; maitua; paitua; pu bini; kurir;
    kurir paket; cod; rentenir; pinjol; ditagih utang; penagih; penagih utang; dikejar rentenir; odgj; kumat; kambuh;
    orang stres; gangguan jiwa; orang dengan gangguan; sakit jiwa; dukun pengganda; tersangka; keluarga pelaku; rebutan;
    tegang antara; sekat; disekat; penyekatan; tersulut; balasan;
    pemerasan; diperas; memeras; pungli; pungutan liar; pemalakan; dipalak; malak""".replace(
        "\n    ", " "
    ).split("; ")
)
"""Who and what stands beside violence, and is none."""
_WORN = frozenset(
    (
        "jalan",
        "jalanan",
        "jembatan",
        "aspal",
        "irigasi",
        "saluran",
        "drainase",
        "tanggul",
        "infrastruktur",
        "dalan",
    )
)
"""What is "rusak" by rain and wheels, and asked to be mended; "dirusak" and "hancur" are nobody's wear."""
_ATTACK = frozenset(
    [
        "serang",
        "menyerang",
        "diserang",
        "penyerangan",
        "serangan",
        "tembak",
        "menembak",
        "ditembak",
        "penembakan",
        "tembakan",
        "baku-tembak",
        "kontak",
        "bom",
        "meledak",
        "ledakan",
        "sandera",
        "disandera",
        "menyandera",
        "gugur",
        "tewas",
        "dibakar",
        "membakar",
        "tangkap",
        "menangkap",
        "ditangkap",
        "penangkapan",
        "gerebek",
        "menggerebek",
        "penggerebekan",
        "digerebek",
        "sergap",
        "menyergap",
        "penyergapan",
        "operasi",
        "baku",
        "nembak",
        "tertembak",
        "mbledos",
        "diledakkan",
        "dilempar",
        "molotov",
        "granat",
        "diringkus",
        "meringkus",
        "dibekuk",
        "membekuk",
        "amankan",
        "mengamankan",
        "diamankan",
        "pembakaran",
        "penyanderaan",
        "dihadang",
        "menghadang",
    ]
)
_SEARCH = frozenset(["penggeledahan", "menggeledah", "geledah", "digeledah"])
_ACTS = {**dict.fromkeys(_SEARCH, "search"), **dict.fromkeys(_ATTACK, "attack")}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at: lower and upper bounds of counts, and the signs that stand undenied in the text."""

    category: str
    kind: str
    low: Mapping[str, int] = field(default_factory=dict)
    high: Mapping[str, int] = field(default_factory=dict)
    signs: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    def has(self, sign: str) -> bool:
        """Tell whether a sign stands in the text."""
        return sign in self.signs

    def least(self, kind: str) -> int:
        """Return how many there are for certain."""
        return self.low.get(kind, 0)


class Rule(NamedTuple):
    """If `holds`, the severity is `level`, for the reason `code`; `shown` are the signs it rests on."""

    level: int
    code: str
    holds: Callable[[Facts], bool]
    shown: tuple[str, ...] = ()


def _happened(facts: Facts) -> bool:
    return facts.kind == "kejadian"


RULES = (
    Rule(0, "no_conflict", lambda f: f.category in {"kegiatan", "bukan"}),
    Rule(
        0,
        "accident",
        lambda f: (
            f.category == "bencana_laka"
            and not (f.has("arson") or f.has("assault") or (f.has("violence") and f.has("burnt")))
        ),
    ),
    Rule(1, "settled", lambda f: f.kind == "penyelesaian"),
    Rule(1, "told_untrue", lambda f: f.category == "hoaks" and not f.has("panic")),
    Rule(2, "panic", lambda f: f.category == "hoaks", ("panic",)),
    Rule(3, "dead", lambda f: f.least("mati") > 0, ("mati",)),
    Rule(
        3, "death_words", lambda f: f.has("death") and _happened(f) and f.high.get("mati", 1) > 0, ("death",)
    ),
    Rule(3, "ten_injured", lambda f: f.least("luka") >= 10, ("luka",)),
    Rule(3, "twenty_displaced", lambda f: f.least("mengungsi") >= 20, ("mengungsi",)),
    Rule(3, "households_displaced", lambda f: f.has("households"), ("households",)),
    Rule(3, "fled", lambda f: f.has("fled") and _happened(f), ("fled",)),
    Rule(3, "burnt", lambda f: f.has("burnt") and _happened(f), ("burnt",)),
    Rule(
        3,
        "terror",
        lambda f: f.category == "teror_separatis" and f.has("attack") and _happened(f),
        ("attack",),
    ),
    Rule(2, "search", lambda f: f.category == "teror_separatis" and f.has("search"), ("search",)),
    Rule(2, "injured", lambda f: f.least("luka") > 0 and f.kind != "potensi", ("luka",)),
    Rule(
        2,
        "injury_words",
        lambda f: f.has("injury") and f.high.get("luka", 1) > 0 and _happened(f),
        ("injury",),
    ),
    Rule(2, "damaged", lambda f: f.least("rusak") > 0 and f.kind != "potensi", ("rusak",)),
    Rule(2, "damage_words", lambda f: f.has("damage") and _happened(f), ("damage",)),
    Rule(2, "fire", lambda f: f.has("fire") and _happened(f), ("fire",)),
    Rule(2, "thrown", lambda f: f.has("thrown"), ("thrown",)),
    Rule(2, "weapon", lambda f: f.has("weapon"), ("weapon",)),
    Rule(2, "many_officers", lambda f: f.least("personel") >= 100 and _happened(f), ("personel",)),
    Rule(2, "crowd", lambda f: f.least("massa") >= 100, ("massa",)),
    Rule(2, "violence", lambda f: f.has("violence") and _happened(f), ("violence",)),
    Rule(2, "unruly", lambda f: f.has("unruly") and _happened(f) and not f.has("orderly"), ("unruly",)),
    Rule(1, "rest", lambda _: True),
)
"""First rule that holds decides."""


def grade(facts: Facts, spans: Mapping[str, Sequence[Span]]) -> Found[int]:
    """Return the severity by the table; `spans` are those of the counts."""
    rule = next(rule for rule in RULES if rule.holds(facts))
    shown: list[Span] = []
    for sign in rule.shown:
        shown.extend(facts.signs.get(sign, ()))
        shown.extend(spans.get(sign, ()))
    near = {level for level in (rule.level - 1, rule.level + 1) if 0 <= level <= 3}
    return Found(
        rule.level,
        _SURE.get(rule.code, 0.8),
        f"severity.{rule.code}",
        tuple(sorted(set(shown))[:6]),
        tuple(sorted(near)),
    )


def may_be_grave(facts: Facts, raw: Mapping[str, object], conflict: float, likely: float = 0.0) -> bool:
    """Tell whether somebody should look at once: anything of level 3, however doubtful.

    `raw` holds the signs before denial is considered, `conflict` the probability that the text tells of a conflict,
    `likely` the one that it tells of the gravest, by what is learnt: words that no rule knows put a text before
    somebody's eyes, too, but never grade it.
    """
    if conflict < LOOK:
        return False
    if likely >= LIKELY:
        return True
    counted = (
        facts.high.get("mati", 0) > 0
        or facts.high.get("luka", 0) >= 10
        or facts.high.get("mengungsi", 0) >= 20
    )
    grave = {"death", "burnt", "fled"} | ({"attack"} if facts.category == "teror_separatis" else set())
    return counted or not grave.isdisjoint(raw)


_SURE = {
    "no_conflict": 0.95,
    "accident": 0.95,
    "households_displaced": 0.9,
    "settled": 0.9,
    "dead": 0.95,
    "death_words": 0.85,
    "ten_injured": 0.95,
    "injured": 0.85,
    "injury_words": 0.7,
    "damaged": 0.85,
    "damage_words": 0.65,
    "weapon": 0.7,
    "violence": 0.55,
    "unruly": 0.6,
    "rest": 0.75,
}
"""How sure each rule is before calibration."""
LIKELY = 0.2
"""Probability, by what is learnt, that a text tells of the gravest from which on it is put before somebody's eyes."""
LOOK = 0.2
"""Probability that a text tells of a conflict from which on its grave words put it before somebody's eyes."""


def gather(
    line: Line,
    hits: Sequence[Hit],
    lexicon: Lexicon,
    category: str,
    kind: str,
    counts: Mapping[str, Found[Range]],
    named: Sequence[Mention] = (),
) -> tuple[Facts, dict[str, list[Hit]]]:
    """Return the facts of a text, and the signs in it whether denied or not; words of the `named` regions are none."""
    behind = _named_words(named)
    raw = _raw_signs(line, [hit for hit in hits if behind.get(hit[1], 0) <= hit[2]], lexicon)
    signs = {}
    for sign, given in raw.items():
        stands = [hit for hit in given if not is_denied(line.text, hit)]
        if stands:
            signs[sign] = line.spans(stands, most=4)
    low = {name: found.value.low for name, found in counts.items() if found.reason != "count.doubted"}
    high = {name: found.value.high for name, found in counts.items()}
    return Facts(category, kind, low, high, signs), raw


def _named_words(named: Sequence[Mention]) -> dict[int, int]:
    """Return the words of names of regions written as such, "Batu Butok", "di Serangan", to where the name ends."""
    behind: dict[int, int] = {}
    for each in named:
        if each.capital and (each.typed or each.cue in _PLACED or each.last - each.first > 1):
            for at in range(each.first, each.last):
                behind[at] = max(each.last, behind.get(at, 0))
    return behind


_PLACED = frozenset(("scene", "people", "other", "origin", "away", "dateline"))
"""What the words before a name say when it is one."""
_SIGN_OF = {
    "tanda.mati": "death",
    "tanda.luka": "injury",
    "tanda.rusak": "damage",
    "tanda.senjata": "weapon",
    "tanda.lempar": "thrown",
    "tanda.ricuh": "unruly",
    "tanda.tertib": "orderly",
    "tanda.bakar": "fire",
    "tanda.bangunan": "building",
    "tanda.ungsi": "fled",
    "tanda.usir": "driven",
    "tanda.aniaya": "assault",
    "kriminal.kekerasan": "violence",
    "kriminal.kdrt": "violence",
    "bentrok.umum": "violence",
}


def _raw_signs(line: Line, hits: Sequence[Hit], lexicon: Lexicon) -> dict[str, list[Hit]]:
    signs: dict[str, list[Hit]] = {}
    names = lexicon.names
    for hit in hits:
        sign = _SIGN_OF.get(names[hit[0]])
        if sign and not _does_not_count(line, hit, sign):
            signs.setdefault(sign, []).append(hit)
    standing = _standing(line, signs.get("building", ()))
    burnt = [fire for fire in signs.get("fire", ()) if _burns(line, fire, standing)]
    if burnt:
        signs["burnt"] = burnt
        meant = [fire for fire in burnt if not _ON_PURPOSE.isdisjoint(_told(line, fire))]
        if meant:
            signs["arson"] = meant
    gone = (*signs.get("fled", ()), *signs.pop("driven", ()))
    people = {hit: _households(line, hit) * HOUSEHOLD for hit in gone}
    _keep(signs, "households", [hit for hit in gone if people[hit] >= 20])
    _keep(signs, "fled", [hit for hit in signs.get("fled", ()) if not 0 < people[hit] < 20])
    _add_words(line, signs)
    return signs


def _keep(signs: dict[str, list[Hit]], sign: str, hits: list[Hit]) -> None:
    if hits:
        signs[sign] = hits
    else:
        signs.pop(sign, None)


def _add_words(line: Line, signs: dict[str, list[Hit]]) -> None:
    """Add what no group of the lexicon holds: words of attack and search, and the wounded who are no more."""
    words = line.text.words
    for number in [at for at, word in enumerate(words) if word in _ACTS or word in _ALREADY]:
        word = words[number]
        if word in _ACTS:
            signs.setdefault(_ACTS[word], []).append(Hit(-1, number, number))
        elif _is_gone(line, number) and not _HARM.isdisjoint(signs):
            signs.setdefault("death", []).append(Hit(-1, number, number + 2))


def _is_gone(line: Line, at: int) -> bool:
    """Tell whether "sudah tidak ada" ends a clause: of a wounded person it says that he died."""
    words = line.text.words[at + 1 : at + 4]
    return (
        len(words) > 1
        and words[0] in NEGATIONS
        and words[1] in _THERE
        and (words[2:] or (".",))[0] in ".,;!?)"
    )


def _standing(line: Line, buildings: Sequence[Hit]) -> list[int]:
    """Return where buildings are told that may burn: not those beside which something is, nor "rumah tidak kena"."""
    words = line.text.words
    found = []
    for building in buildings:
        beside = not _BESIDE.isdisjoint(words[max(0, building.first - 2) : building.first])
        follows = words[building.last + 1 : building.last + 2]
        if not beside and not (follows and follows[0] in NEGATIONS):
            found.append(building.first)
    return sorted(found)


def _burns(line: Line, fire: Hit, standing: Sequence[int]) -> bool:
    """Tell whether a fire is one of a building near it, and not of the tyres or rubbish that are told behind it."""
    words = line.text.words
    fuel = fire.last + 1 < len(words) and words[fire.last + 1] in _FUEL
    first, last = (fire.first, fire.last + 4) if fuel else (fire.first - _NEAR, fire.first + _NEAR)
    return bisect_left(standing, first) < bisect_right(standing, last)


def _households(line: Line, flight: Hit) -> int:
    """Return how many households are told beside a flight: "35 KK mengungsi"."""
    words = line.text.words
    for at in range(max(0, flight.first - 7), min(flight.last + 4, len(words))):
        read = numbers.read(words, at) if numbers.may_begin(words[at]) else None
        if read and read[1] < len(words) and counting.NOUNS.get(words[read[1]]) == "household":
            return read[0].low
    return 0


def _told(line: Line, hit: Hit) -> Sequence[str]:
    return line.text.words[hit.first : hit.last + 1]


def _before(line: Line, hit: Hit) -> Sequence[str]:
    return line.text.words[max(0, hit.first - 2) : hit.first]


_ALREADY = frozenset(("sudah", "wis", "wes", "sampun", "su", "so", "lah", "alah", "geus", "tos", "la", "pon"))
_THERE = frozenset(("ada", "ana", "ono", "wonten", "aya", "ado", "bada"))  # bahasa
_HARM = frozenset(("injury", "weapon", "violence"))
_BESIDE = frozenset(
    ("depan", "dekat", "samping", "halaman", "muka", "belakang", "seberang", "sekitar", "pinggir")  # bahasa
)
_ON_PURPOSE = frozenset(
    [
        "bakar",
        "dibakar",
        "membakar",
        "pembakaran",
        "diobong",
        "ngobong",
        "diduruk",
        "ngaduruk",
        "eobbar",
        "ngobbar",
        "ditunu",
        "natunu",
        "nabakar",
        "ritunu",
        "dibaka",
        "mambaka",
        "dimanci",
        "disalukut",
        "molotov",
        "jitot",
        "tutong",
    ]
)
"""Words of a fire that somebody laid."""
_AT_HOME = frozenset(
    ("sampah", "lilin", "rumput", "jerami", "ikan", "jagung", "sate", "batu", "kemenyan", "dupa", "ayam")
)
_FUEL = _AT_HOME | {
    "ban",
    "spanduk",
    "baliho",
    "bendera",
    "keranda",
    "obor",
    "petasan",
    "mercon",
    "kayu",
    "foto",
    "poster",
}
"""What is burnt without a building, at home and in the street."""


def _does_not_count(line: Line, hit: Hit, sign: str) -> bool:
    """Tell whether a word of death is of a thing, of damage of a worn road, of violence only of words or of what nearly was."""
    if sign == "fire":
        follows = line.text.words[hit.last + 1 : hit.last + 2]
        return bool(follows) and follows[0] in _AT_HOME
    if sign == "fled" and _told(line, hit) in (("pengungsi",), ("pengungsian",)):
        return True  # who came from elsewhere, or where they live
    if sign == "death":
        return victims.of_a_thing(line.text, hit.last) or not _NOT_YET.isdisjoint(_before(line, hit))
    told = line.text.words[max(0, hit.first - 2) : hit.last + 1]
    if sign == "damage":
        return told[-1] == "rusak" and not _WORN.isdisjoint(told)
    if sign != "violence":
        return False
    words = " ".join(_told(line, hit))
    return not _NEARLY.isdisjoint(told) or words in _ONLY_WORDS or words in _NO_BLOW
