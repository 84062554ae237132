"""Offices that a message names, and what each is called in the labels."""

from typing import Any, cast

from kentongan.gladi.telling.grammar import Draft, Mark
from kentongan.gladi.telling.talk import KNOWN, Talk

# A word by which an office is named without its region.
NAMES = {
    "polsek": "Polsek", "kapolsek": "Kapolsek", "polres": "Polres", "kapolres": "Kapolres", "koramil": "Koramil", "danramil": "Danramil",
    "kodim": "Kodim", "dandim": "Dandim", "babinsa": "Babinsa", "bhabinkamtibmas": "Bhabinkamtibmas", "bhabin": "Bhabinkamtibmas",
    "linmas": "Linmas", "satpol": "Satpol PP", "bpbd": "BPBD", "damkar": "Damkar", "brimob": "Brimob", "densus": "Densus", "fkub": "FKUB",
    "fkdm": "FKDM", "kesbangpol": "Kesbangpol", "kpps": "KPPS", "pps": "PPS", "dprd": "DPRD", "polantas": "Polantas",
}  # fmt: skip
WRITTEN = {
    form: called
    for word, called in NAMES.items()
    for form in (word, word.upper(), word.capitalize(), called.partition(" ")[0])
}


def named(words: tuple[str, ...], region: str) -> Any:
    """Return a teller of an office; `region` is which name of the place it bears: kecamatan, kabupaten or none."""

    def say(draft: Draft) -> None:
        talk = cast("Talk", draft)
        word = words[int(talk.rng.random() * len(words))]
        whole = {
            "kecamatan": talk.place.kecamatan,
            "kabupaten": talk.place.kabupaten.partition(" ")[2],
            "": "",
        }[region]
        bare = not region or talk.rng.random() < 0.4
        called = NAMES.get(word.lower(), word)
        spoken = (*word.split(" "),) if bare else (*word.split(" "), whole)
        talk.say("institutions", *spoken, name=called if bare else f"{called} {whole}")

    return say


KNOWN.update(
    polsek=named(("Polsek", "polsek", "Polsek"), "kecamatan"),
    koramil=named(("Koramil", "koramil"), "kecamatan"),
    polres=named(("Polres", "polres"), "kabupaten"),
    babinsa=named(("Babinsa", "babinsa"), ""),
    bhabin=named(("Bhabinkamtibmas", "bhabinkamtibmas", "Bhabin"), ""),
    linmas=named(("Linmas", "linmas"), ""),
    satpol=named(("Satpol PP",), ""),
    ikut="[{babinsa} dan {bhabin}|{polsek} dan {koramil}|{linmas}|{babinsa}, {bhabin} dan {linmas}|{satpol} dan {polsek}|tiga pilar|warga|perangkat desa]",
)


def mark_offices(talk: Talk) -> None:
    """Label every office that was named in passing."""
    words = talk.words
    found = [at for at, word in enumerate(words) if word in WRITTEN]
    if not found:
        return
    taken = {at for mark in talk.marks if mark.field == "institutions" for at in range(mark.first, mark.last)}
    for at in found:
        if at not in taken:
            called = WRITTEN[words[at]]
            longer = called == "Satpol PP" and words[at + 1 : at + 2] == ["PP"]
            talk.marks.append(Mark("institutions", at, at + 1 + longer, called))
