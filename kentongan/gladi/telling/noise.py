"""Spelling as it comes in: short forms, words of the region, slips of the finger, and what a telephone hears.

Words are changed one by one and never divided from their labels: numbers, dates and names of persons are
only shortened in known ways, and names of places misspelt only so that no other place could be meant.
"""

from dataclasses import dataclass
from functools import cache
from random import Random

from kentongan.gladi.telling import regional
from kentongan.gladi.telling.grammar import CLOSING, Draft

SHORT_FORMS = {
    short.partition("=")[0]: tuple(short.partition("=")[2].split(","))
    for short in ["yang=yg", "dengan=dgn,dg", "orang=org", "tidak=tdk,gak,ga,gk", "sudah=sdh,udh,udah", "belum=blm", "jangan=jgn", "untuk=utk,buat", "karena=krn,karna", "kalau=klo,kalo", "dan=&", "saja=aja,sj", "sekarang=skrg,skg", "masih=msh", "banyak=bnyk", "sampai=smp,sampe", "dari=dr", "pada=pd", "depan=dpn", "belakang=blkg", "dekat=dkt", "jalan=jl,jln", "tolong=tlg", "mohon=mhn", "terima=trima", "kasih=ksh", "warga=wrg", "rumah=rmh", "anggota=angg", "kampung=kmpg", "pemuda=pmda", "situasi=sit,situs", "bapak=bpk", "selamat=slmt,met", "lagi=lg", "mau=mo", "sama=sm", "bisa=bs", "ada=ada,ad", "saya=sy", "kami=kmi", "akan=akn", "sudah=sdh", "keluar=kluar", "teman=tmn", "desa=ds", "kecamatan=kec", "kabupaten=kab", "kelurahan=kel", "katanya=ktnya", "tadi=td", "malam=mlm", "besok=bsk", "kemarin=kmrn", "anak-anak=anak2", "masing-masing=masing2", "orang-orang=org2", "rumah-rumah=rmh2", "kios-kios=kios2", "ramai-ramai=rame2", "hati-hati=hati2", "barang-barang=brg2", "teriak-teriak=teriak2", "pukul-pukulan=pukul2an", "kejar-kejaran=kejar2an", "lempar-lemparan=lempar2an", "dorong-dorongan=dorong2an", "bagi-bagi=bagi2", "minum-minum=minum2", "ibu-ibu=ibu2", "bapak-bapak=bpk2", "secepatnya=scptnya", "personel=pers,personil", "kondusif=kondusip", "petugas=ptgs", "polisi=polisi,pol", "laporan=lap", "informasi=info", "kejadian=kjadian", "bagaimana=gmn", "gimana=gmn", "seperti=sprti", "sebelum=sblm", "setelah=stlh", "juga=jg", "hanya=hny", "lewat=lwt"]
}  # fmt: skip
# "situs" is no short form of situasi; people write sit.
SHORT_FORMS["situasi"] = ("sit", "sikon")
IN_FULL = {
    "a.n.": "atas nama",
    "1x24": "satu kali dua puluh empat",
    "gara2": "gara-gara",
    "krn": "karena",
    "md": "meninggal",
}
MISHEARD = {
    "celurit": ("seluruh it", "clurit"), "bentrok": ("bentuk rok", "bentro"), "tawuran": ("tau uran",), "linmas": ("lin mas",),
    "polsek": ("pol sek",), "kades": ("ka des",), "sajam": ("sa jam",), "ricuh": ("ricu",), "massa": ("masa",), "patok": ("patuk",),
    "mediasi": ("media si",), "molotov": ("molo top",), "pilkades": ("pil kades",), "miras": ("mi ras",), "digerebek": ("di gerbek",),
    "kondusif": ("kondusip",), "musyawarah": ("musawarah",), "sengketa": ("sang ketat",), "diamankan": ("di aman kan",),
    "provokator": ("profokator",), "irigasi": ("iri gasi",), "geng": ("gang",), "baliho": ("bali ho",),
}  # fmt: skip
KEYS = {
    "q": "w", "w": "qe", "e": "wr", "r": "et", "t": "ry", "y": "tu", "u": "yi", "i": "uo", "o": "ip", "p": "o", "a": "s", "s": "ad",
    "d": "sf", "f": "dg", "g": "fh", "h": "gj", "j": "hk", "k": "jl", "l": "k", "z": "x", "x": "zc", "c": "xv", "v": "cb", "b": "vn",
    "n": "bm", "m": "n",
}  # fmt: skip
VOWELS = frozenset("aiueo")
EXACT = frozenset(
    (
        "place",
        "date",
        "time",
        "persons",
        "mati",
        "luka",
        "mengungsi",
        "rusak",
        "diamankan",
        "massa",
        "personel",
    )
)


@dataclass(frozen=True)
class Hand:
    """How somebody writes.

    `short`, `regional` and `slips` are shares of the words: shortened, said as in the region, misspelt. `signs` is
    the share of commas and full stops that stay. `letters` is `proper`, `small` or `loud`.
    """

    short: float = 0.0
    regional: float = 0.0
    slips: float = 0.0
    signs: float = 1.0
    letters: str = "proper"
    voice: bool = False


@cache
def local_words(lang: str) -> dict[str, tuple[str, ...]]:
    """Return the words of a region, made once."""
    return regional.table(lang)


def spoil(draft: Draft, hand: Hand, lang: str) -> None:
    """Change the words of a message as this hand would write them."""
    if hand.voice:
        _speak(draft)
    elif hand.signs < 1:
        _drop_signs(draft, hand.signs)
    if hand.regional and lang != "id":
        _exchange(draft, local_words(lang), hand.regional)
    if hand.short:
        _exchange(draft, SHORT_FORMS, hand.short)
    if hand.slips:
        _slip(draft, hand.slips)
        _slip_names(draft, hand.slips)


def _exchange(draft: Draft, table: dict[str, tuple[str, ...]], share: float) -> None:
    words, random = draft.words, draft.rng.random
    for at, word in enumerate(words):
        if word in table and random() < share:
            said = table[word]
            words[at] = said[int(random() * len(said))] if len(said) > 1 else said[0]


def _drop_signs(draft: Draft, kept: float) -> None:
    words, random = draft.words, draft.rng.random
    for at, word in enumerate(words):
        if word in CLOSING and word != ")" and random() > kept:
            words[at] = ""


def _speak(draft: Draft) -> None:
    words, random = draft.words, draft.rng.random
    for at, word in enumerate(words):
        if word in CLOSING or word in {"(", "\n"}:
            words[at] = ""
        elif word in IN_FULL:
            words[at] = IN_FULL[word]
        elif word in MISHEARD and random() < 0.3:
            heard = MISHEARD[word]
            words[at] = heard[int(random() * len(heard))]


def _slip(draft: Draft, share: float) -> None:
    words, rng = draft.words, draft.rng
    wanted = len(words) * share
    number = int(wanted) + (rng.random() < wanted % 1)
    exact = [(mark.first, mark.last) for mark in draft.marks if mark.field in EXACT]
    for _ in range(number):
        at = int(rng.random() * len(words))
        word = words[at]
        if len(word) > 4 and word.islower() and word.isalpha() and not any(a <= at < b for a, b in exact):
            words[at] = slip(word, rng)


def _slip_names(draft: Draft, share: float) -> None:
    """Write the name of a place as one word, or a letter of it twice: no other place is meant then."""
    words, rng = draft.words, draft.rng
    for mark in draft.marks:
        if mark.field == "place" and rng.random() < 3 * share:
            at = mark.first + int(rng.random() * (mark.last - mark.first))
            word = words[at]
            if len(word) > 5 and word[0].isupper():
                twice = 2 + int(rng.random() * (len(word) - 2))
                words[at] = word.replace(" ", "") if " " in word else word[:twice] + word[twice - 1 :]


def slip(word: str, rng: Random) -> str:
    """Misspell a word once: a vowel lost, a letter twice, a neighbouring key, or two letters in the wrong order."""
    at = 1 + int(rng.random() * (len(word) - 1))
    luck = rng.random()
    if luck < 0.3 and word[at] in VOWELS:
        return word[:at] + word[at + 1 :]
    if luck < 0.5:
        return word[:at] + word[at] + word[at:]
    if luck < 0.75 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    keys = KEYS.get(word[at], word[at])
    return word[:at] + keys[int(rng.random() * len(keys))] + word[at + 1 :]
