"""From what was read to the codes of the taxonomy: event forms E01..E32 and issues I01..I31.

The codes of a sub-issue stand in the headings of the lexicon; what a category means when no sub-issue speaks, and
what the signs add, stands here. UU 7/2012 art. 5 and the two axes (form and issue) of the national violence
monitoring are behind the codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simak.draft import Found
from simak.lexicon import CATEGORIES, Hit, Lexicon, Line, is_denied

__all__ = ["CATEGORIES", "KINDS", "codes"]

KINDS = ("kejadian", "potensi", "penyelesaian", "kegiatan", "bukan")
NO_CONFLICT = frozenset({"kegiatan", "bukan"})

USUAL_FORM: Mapping[str, tuple[str, ...]] = {
    "bentrok": ("E11",),
    "agama_sara": ("E03",),
    "lahan_sda": ("E02",),
    "pemilu": ("E29",),
    "unjukrasa": ("E06",),
    "main_hakim": ("E14",),
    "teror_separatis": ("E23",),
    "narkoba_miras": ("E27",),
    "kriminal": ("E15",),
    "hoaks": ("E01",),
    "ketertiban": ("E02",),
    "bencana_laka": ("E99",),
}
USUAL_ISSUE: Mapping[str, tuple[str, ...]] = {
    "bentrok": ("I15",),
    "agama_sara": ("I12",),
    "lahan_sda": ("I19",),
    "pemilu": ("I02",),
    "unjukrasa": ("I06",),
    "main_hakim": ("I25",),
    "teror_separatis": ("I28",),
    "narkoba_miras": ("I27",),
    "kriminal": ("I25",),
    "hoaks": ("I30",),
    "ketertiban": ("I15",),
    "bencana_laka": ("I31",),
}
BY_KIND: Mapping[str, tuple[str, ...]] = {"penyelesaian": ("E30",), "potensi": ("E04",)}
BY_SIGN: Mapping[str, tuple[str, ...]] = {
    "tanda.bakar": ("E18",),
    "tanda.rusak": ("E18",),
    "tanda.ungsi": ("E25",),
    "tanda.damai": ("E30",),
}
BY_WORD: Mapping[str, str] = {
    "blokir": "E08",
    "blokade": "E08",
    "palang": "E08",
    "dipalang": "E08",
    "segel": "E08",
    "disegel": "E08",
    "menyegel": "E08",
    "pemalangan": "E08",
    "sweeping": "E20",
    "penjarahan": "E19",
    "dijarah": "E19",
    "menjarah": "E19",
    "sandera": "E17",
    "disandera": "E17",
    "diculik": "E17",
    "penculikan": "E17",
    "kesepakatan": "E31",
    "sepakat": "E31",
    "berdamai": "E31",
    "islah": "E31",
    "rekonsiliasi": "E32",
    "pemulangan": "E32",
    "dipulangkan": "E32",
    "rehabilitasi": "E32",
    "eksekusi": "E21",
    "penggusuran": "E21",
    "digusur": "E21",
    "pembubaran": "E22",
    "dibubarkan": "E22",
    "mogok": "E07",
    "boikot": "E07",
    "kerusuhan": "E10",
    "rusuh": "E10",
    "berkelahi": "E13",
    "duel": "E13",
    "perkelahian": "E13",
    "radikal": "E26",
    "radikalisme": "E26",
    "ancaman": "E04",
    "mengancam": "E04",
    "diancam": "E04",
    "intimidasi": "E04",
    "kontak": "E24",
    "menolak": "E03",
    "penolakan": "E03",
    "perkosa": "E16",
    "diperkosa": "E16",
    "pencabulan": "E16",
    "dicabuli": "E16",
    "tawuran": "E12",
}
ISSUE_BY_WORD: Mapping[str, str] = {
    "korupsi": "I07",
    "dikorupsi": "I07",
    "penyelewengan": "I07",
    "pungli": "I07",
    "suap": "I07",
    "proyek": "I08",
    "psn": "I08",
    "tol": "I08",
    "bendungan": "I08",
    "waduk": "I08",
    "bandara": "I08",
    "bansos": "I09",
    "blt": "I09",
    "pkh": "I09",
    "sembako": "I09",
    "bantuan": "I09",
    "rohingya": "I29",
    "wna": "I29",
    "tka": "I29",
}
UNRULY = frozenset({"tanda.ricuh", "tanda.lempar", "tanda.rusak", "tanda.bakar"})
"""Signs that make a protest a violent one (E09)."""
GATHERED = frozenset({"tanda.massa", "tanda.senjata"})
"""Signs that together, before anything happened, mean a crowd that gathers to attack (E05)."""
Scores = dict[str, tuple[list[float], list[Hit]]]
"""Code to the weights that speak for it, and to the words they rest on."""
_SIGNS = UNRULY | GATHERED | {"tanda.tertib"}
_OWN, _OTHER, _USUAL, _SIGN, _WORD = 1.0, 0.3, 0.6, 1.3, 1.3


def codes(
    line: Line, hits: Sequence[Hit], lexicon: Lexicon, category: str, kind: str
) -> tuple[tuple[Found[str], ...], tuple[Found[str], ...]]:
    """Return event forms and issues, best first; both empty for what is no conflict."""
    if category in NO_CONFLICT:
        return (), ()
    forms: Scores = {}
    issues: Scores = {}
    _add(forms, USUAL_FORM[category], _USUAL)
    _add(issues, USUAL_ISSUE[category], _USUAL)
    _add(forms, BY_KIND.get(kind, ()), 1.5 if kind == "penyelesaian" else 0.3)
    by_group: dict[int, list[Hit]] = {}
    for hit in hits:
        by_group.setdefault(hit[0], []).append(hit)
    for group, given in by_group.items():
        name, event_forms, own_issues = lexicon.groups[group]
        weight = _OWN if lexicon.categories[group] == category else _OTHER
        _add(forms, event_forms, weight, given)
        _add(issues, own_issues, weight, given)
        _add(forms, BY_SIGN.get(name, ()), _SIGN, given)
    _by_words(line, forms, issues)
    signs = {
        lexicon.names[group]
        for group, given in by_group.items()
        if lexicon.names[group] in _SIGNS and not all(is_denied(line.text, hit) for hit in given)
    }
    if category == "unjukrasa" and kind == "kejadian" and "tanda.tertib" not in signs and signs & UNRULY:
        _add(forms, ("E09",), 6.0)
    if kind == "potensi" and signs >= GATHERED:
        _add(forms, ("E05",), 1.5)
    return _best(line, forms), _best(line, issues)


_SAYS = frozenset((*BY_WORD, *ISSUE_BY_WORD))


def _by_words(line: Line, forms: Scores, issues: Scores) -> None:
    """Add what single words say."""
    for number in [at for at, word in enumerate(line.text.words) if word in _SAYS]:
        word, hits = line.text.words[number], [Hit(-1, number, number)]
        if word in BY_WORD:
            _add(forms, (BY_WORD[word],), _WORD, hits)
        if word in ISSUE_BY_WORD:
            _add(issues, (ISSUE_BY_WORD[word],), _WORD, hits)


def _add(scores: Scores, codes_: Sequence[str], weight: float, hits: Sequence[Hit] = ()) -> None:
    """Add a weight for each hit, once if there is none."""
    for code in codes_:
        weights, words = scores.setdefault(code, ([], []))
        weights += [weight] * (len(hits) or 1)
        words += hits


def _best(line: Line, scores: Scores) -> tuple[Found[str], ...]:
    totals = {code: sum(sorted(weights, reverse=True)[:4]) for code, (weights, _) in scores.items()}
    whole = sum(totals.values())
    order = sorted(totals, key=lambda code: (-totals[code], code))
    kept = [code for code in order if totals[code] >= 0.3 * totals[order[0]]][:4]
    return tuple(_found(line, code, totals[code] / whole, scores[code][1]) for code in kept)


def _found(line: Line, code: str, share: float, hits: Sequence[Hit]) -> Found[str]:
    spans = line.spans(hits, most=5)
    return Found(code, round(share, 3), "taxonomy.words" if spans else "taxonomy.category", spans)
