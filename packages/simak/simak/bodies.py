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
    return _collect(text, _party_parts(text), "parties.noun")[:6]


def _collect(text: Text, parts: Iterator[tuple[int, int]], reason: str) -> tuple[Found[str], ...]:
    found: dict[str, Found[str]] = {}
    for first, last in parts:
        span = text.span(text.tokens[first].start, text.tokens[last - 1].end)
        value = " ".join(text.original[span.start : span.end].split())
        if value.lower() not in found:
            found[value.lower()] = Found(value, 0.7, reason, (span,))
    return tuple(found.values())


def _capital(text: Text, at: int) -> bool:
    token = text.tokens[at]
    return text.cased[token.start].isupper() or token.word[0].isdigit()


def _office_parts(text: Text) -> Iterator[tuple[int, int]]:
    tokens, after = text.tokens, 0
    for i, (token, written) in enumerate(zip(tokens, text.written, strict=True)):
        if i < after:
            continue
        noun = (
            token.word in _OFFICE_NOUNS
            and _capital(text, i)
            and i + 1 < len(tokens)
            and _capital(text, i + 1)
        )
        if written in _OFFICES or noun:
            after = _run(text, i + 1, frozenset({"pp", "dan"}) if noun else frozenset({"pp"}))
            if not noun or after > i + 1:
                yield i, after


def _party_parts(text: Text) -> Iterator[tuple[int, int]]:
    tokens, after = text.tokens, 0
    for i, token in enumerate(tokens):
        if i >= after and token.word in _PARTY_NOUNS:
            after = _run(text, i + 1, _INNER)
            yield i, after


def _run(text: Text, at: int, inner: frozenset[str]) -> int:
    """Return after which token a name that began before `at` ends."""
    last, tokens = at, text.tokens
    while last < len(tokens) and last - at < _MOST:
        word = tokens[last].word
        if not (word[0].isalnum() and (_capital(text, last) or word in inner)):
            break
        last += 1
    while last > at and tokens[last - 1].word in ("dan", "dari", "no", "nomor"):
        last -= 1
    return last


def spans(found: Sequence[Found[str]]) -> list[tuple[int, int]]:
    """Return the places of what was found, in the original text."""
    return [(span.start, span.end) for each in found for span in each.spans]
