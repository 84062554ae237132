"""Numbers of people and things as they are told: exact, about, by tens, as a range, or only as a size."""

from random import Random

from kentongan.gladi.telling.asked import Range
from kentongan.gladi.telling.dates import spelled
from kentongan.gladi.telling.grammar import Draft

# A size that has a word of its own.
SIZES = {
    "belasan": (11, 19), "puluhan": (20, 99), "ratusan": (100, 999), "ribuan": (1000, 9999),
}  # fmt: skip
ABOUT = ("sekitar", "kira-kira", "kurang lebih", "kurleb", "sktr", "lebih kurang", "+-")
# One to ten in the languages of the regions; larger numbers are written with digits or in Indonesian.
REGIONAL = {
    "jv": ("siji", "loro", "telu", "papat", "limo", "enem", "pitu", "wolu", "songo", "sepuluh"),
    "mad": ("settong", "dhuwa", "tello", "empa", "lema", "ennem", "petto", "ballu", "sanga", "sapolo"),
    "su": ("hiji", "dua", "tilu", "opat", "lima", "genep", "tujuh", "dalapan", "salapan", "sapuluh"),
    "min": ("ciek", "duo", "tigo", "ampek", "limo", "anam", "tujuah", "salapan", "sambilan", "sapuluah"),
    "bug": ("seddi", "dua", "tellu", "eppa", "lima", "enneng", "pitu", "arua", "asera", "seppulo"),
    "plm": ("sikok", "duo", "tigo", "empat", "limo", "enam", "tujuh", "delapan", "sembilan", "sepuluh"),
}  # fmt: skip
UNITS = {
    "mati": ("orang", "org", "warga"), "luka": ("orang", "org", "warga", "orang"),
    "mengungsi": ("jiwa", "orang", "warga"), "diamankan": ("orang", "org", "orang"),
    "massa": ("orang", "org", "warga", "orang"), "personel": ("personel", "personil", "anggota", "personel"),
}  # fmt: skip


def stated(true: Range, rng: Random, *, vague: bool) -> Range:
    """Return what a teller makes of a number: itself, a ten, or the size it belongs to.

    Args:
        true: The least and the most it is.
        rng: Where luck comes from.
        vague: Whether the teller only saw a crowd.
    """
    low, high = true
    if low == high == 0 or (high <= 10 and low == high):
        return true
    luck = rng.random()
    if vague or luck < 0.15:
        ten = (low // 10 * 10, low // 10 * 10 + 9)
        if low >= 20 and high <= ten[1] and high < 100 and rng.random() < 0.5:
            return ten
        for size in SIZES.values():
            if size[0] <= low and high <= size[1]:
                return size
    if low == high or luck < 0.6:
        return true
    middle = (low + high) // 2
    return (middle, middle)


def surfaces(told: Range, unit: str, *, lang: str, voice: bool, rng: Random) -> tuple[str, ...]:
    """Return the words of a number with its unit, first the number and then the unit."""
    low, high = told
    for word, size in SIZES.items():
        if told == size:
            return (word, unit)
    if low == high:
        return _exact(low, unit, lang=lang, voice=voice, rng=rng)
    if low % 10 == 0 and high == low + 9 and 20 <= low < 100:
        tens = spelled(low).replace(" puluh", " puluhan")
        said = (f"{low}an", f"{low}-an", f"{low} an", tens) if not voice else (tens,)
        return (*said[int(rng.random() * len(said))].split(" "), unit)
    one, two = (spelled(low), spelled(high)) if voice else (str(low), str(high))
    luck = rng.random()
    if voice or luck < 0.4:
        return (*one.split(" "), "sampai", *two.split(" "), unit)
    if luck < 0.6:
        return ("antara", one, "dan", two, unit)
    return (f"{one}-{two}", unit) if luck < 0.85 else (one, "s/d", two, unit)


def _exact(number: int, unit: str, *, lang: str, voice: bool, rng: Random) -> tuple[str, ...]:
    luck = rng.random()
    if 1 <= number <= 10 and lang in REGIONAL and luck < 0.45:
        return (REGIONAL[lang][number - 1], unit)
    if number == 1 and unit in {"orang", "warga"} and 0.3 < luck < 0.7:
        return (f"se{unit}",)
    if voice or (number <= 12 and luck < 0.3):
        return (*spelled(number).split(" "), unit)
    if number <= 11 and luck < 0.36:
        return (str(number), f"({spelled(number)})", unit)
    if number > 12 and luck < 0.35:
        about = ABOUT[int(rng.random() * len(ABOUT))]
        return (*about.split(" "), str(number), unit)
    return (str(number), unit)


def say_count(draft: Draft, kind: str, told: Range, unit: str, *, lang: str, voice: bool) -> None:
    """Say a number as one of the labels, with its unit."""
    words = surfaces(told, unit, lang=lang, voice=voice, rng=draft.rng)
    draft.say(kind, *words)
    if not voice and words[0].isdigit() and len(words) == 2 and draft.rng.random() < 0.12:
        draft.joined.add(len(draft.words) - 1)
