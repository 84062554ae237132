"""Which institutions and which parties are told of, by the grammar of their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simak.draft import Found
from simak.normal import Text

_OFFICES = frozenset(
    [
        "polres",
        "polsek",
        "polda",
        "polresta",
        "polrestabes",
        "polri",
        "mapolres",
        "mapolsek",
        "koramil",
        "kodim",
        "korem",
        "kodam",
        "tni",
        "brimob",
        "densus",
        "satpol",
        "linmas",
        "satlinmas",
        "kesbangpol",
        "bakesbangpol",
        "bpbd",
        "damkar",
        "basarnas",
        "bnn",
        "bnnk",
        "bnnp",
        "kpu",
        "bawaslu",
        "panwas",
        "panwaslu",
        "panwascam",
        "ppk",
        "pps",
        "dprd",
        "dpr",
        "mui",
        "fkub",
        "fkdm",
        "fpk",
        "kemenag",
        "kua",
        "bpn",
        "kejari",
        "kejati",
        "pln",
        "pdam",
        "disnaker",
        "dinsos",
        "dishub",
        "dlh",
        "dinkes",
        "disdik",
        "bpd",
        "pemkab",
        "pemkot",
        "pemprov",
        "pemdes",
        "bhabinkamtibmas",
        "bhabin",
        "babinsa",
        "forkopimda",
        "forkopimcam",
        "kapolsek",
        "kapolres",
        "kapolda",
        "danramil",
        "dandim",
        "kapendam",
        "camat",
        "imigrasi",
        "unhcr",
        "iom",
        "polairud",
        "polhut",
        "perhutani",
        "gegana",
        "jihandak",
        "satreskrim",
        "satnarkoba",
        "puskesmas",
        "rsud",
    ]
)
_OFFICE_NOUNS = frozenset(
    [
        "dinas",
        "badan",
        "kantor",
        "kementerian",
        "komisi",
        "kejaksaan",
        "pengadilan",
        "tim",
        "satgas",
        "forum",
        "balai",
        "majelis",
        "dewan",
    ]
)
_PARTY_NOUNS = frozenset(
    [
        "warga",
        "massa",
        "pemuda",
        "kelompok",
        "buruh",
        "mahasiswa",
        "petani",
        "nelayan",
        "pedagang",
        "pendukung",
        "simpatisan",
        "suporter",
        "pesilat",
        "pelajar",
        "siswa",
        "ormas",
        "geng",
        "sopir",
        "penambang",
        "karyawan",
        "jemaat",
        "jemaah",
        "ahli-waris",
        "keluarga",
        "suku",
        "marga",
        "kubu",
        "pt",
        "cv",
        "perusahaan",
        "arek",
        "budak",
        "anak",
        "remaja",
        "gerombolan",
        "relawan",
        "timses",
        "serikat",
        "aliansi",
        "penggarap",
        "pemilik",
        "koperasi",
        "perguruan",
        "pengungsi",
        "pendatang",
        "kkb",
    ]
)
_INNER = frozenset(
    [
        "desa",
        "kampung",
        "dusun",
        "kelurahan",
        "kecamatan",
        "rt",
        "rw",
        "nomor",
        "no",
        "paslon",
        "calon",
        "kades",
        "bupati",
        "dari",
        "perguruan",
        "pabrik",
        "sawit",
        "hak",
        "ulayat",
        "kelompok",
        "tani",
        "dusun",
        "negeri",
        "nagari",
        "gampong",
        "lorong",
        "gang",
        "adat",
        "bersenjata",
        "motor",
        "kriminal",
        "dua",
        "penolak",
        "transmigran",
        "pt",
        "smk",
        "sma",
        "smp",
        "stm",
        "satpol",
        "pp",
        "dan",
    ]
)
_MOST = 5


def institutions(text: Text) -> tuple[Found[str], ...]:
    """Return offices and organisations of the state that are named, each once."""
    return _collect(text, _office_parts(text), "institutions.office")


def parties(text: Text) -> tuple[Found[str], ...]:
    """Return who stands against whom, or who acts, each once."""
    return _collect(text, _party_parts(text), "parties.noun", most=6)


def _collect(
    text: Text, parts: Iterator[tuple[int, int]], reason: str, most: int | None = None
) -> tuple[Found[str], ...]:
    found: dict[str, Found[str]] = {}
    for first, last in parts:
        span = text.span(text.firsts[first], text.lasts[last - 1])
        value = " ".join(text.original[span.start : span.end].split())
        if value.lower() not in found:
            found[value.lower()] = Found(value, 0.7, reason, (span,))
            if len(found) == most:
                break
    return tuple(found.values())


def _capital(text: Text, at: int) -> bool:
    return text.capitals[at] or text.words[at][0].isdigit()


def _office_parts(text: Text) -> Iterator[tuple[int, int]]:
    words, after = text.words, 0
    each = enumerate(zip(words, text.written, strict=True))
    for i, word, written in [(i, a, b) for i, (a, b) in each if b in _OFFICES or a in _OFFICE_NOUNS]:
        if i < after:
            continue
        noun = word in _OFFICE_NOUNS and _capital(text, i) and i + 1 < len(words) and _capital(text, i + 1)
        if written in _OFFICES or noun:
            after = _run(text, i + 1, frozenset({"pp", "dan"}) if noun else frozenset({"pp"}))
            if not noun or after > i + 1:
                yield i, after


def _party_parts(text: Text) -> Iterator[tuple[int, int]]:
    after = 0
    for i in [at for at, word in enumerate(text.words) if word in _PARTY_NOUNS]:
        if i >= after:
            after = _run(text, i + 1, _INNER)
            yield i, after


def _run(text: Text, at: int, inner: frozenset[str]) -> int:
    """Return after which token a name that began before `at` ends."""
    last, words = at, text.words
    while last < len(words) and last - at < _MOST:
        word = words[last]
        if not (word[0].isalnum() and (_capital(text, last) or word in inner)):
            break
        last += 1
    while last > at and words[last - 1] in ("dan", "dari", "no", "nomor"):
        last -= 1
    return last


def spans(found: Sequence[Found[str]]) -> list[tuple[int, int]]:
    """Return the places of what was found, in the original text."""
    return [(span.start, span.end) for each in found for span in each.spans]
