"""Words of counting: what they say of a number, and what kinds of nouns, places and verbs they are."""

from __future__ import annotations

from collections import defaultdict

from simak import words

KINDS = ("mati", "luka", "mengungsi", "rusak", "diamankan", "massa", "personel")
"""What is counted: dead, injured, displaced, damaged things, detained, crowd and personnel."""
OTHER = "lain"
"""Told of, but none of `KINDS`: the missing, the released."""


def _read() -> tuple[dict[str, dict[str, str]], dict[str, frozenset[str]]]:
    sides: dict[str, dict[str, str]] = defaultdict(dict)
    classes: dict[str, set[str]] = defaultdict(set)
    for word, kind, side in words.rows("count_words"):
        if kind in (*KINDS, OTHER):
            sides[word][kind] = side
        else:
            classes[kind].add(word)
    return dict(sides), {kind: frozenset(some) for kind, some in classes.items()}


SIDES, _CLASSES = _read()
"""Word to what it counts and where its number stands: "s" before it, "o" behind it, "b" both, "n" the noun itself."""
NOUNS = {
    word: kind for kind in ("thing", "person", "force", "measure", "household") for word in _CLASSES[kind]
}
"""Noun to what it is; a person who is also "force" counts as that."""
PERSONS, FORCES, SOMEBODY = _CLASSES["person"], _CLASSES["force"], _CLASSES["single"]
MEMBERS, ORDER = _CLASSES["member"], _CLASSES["order"]
"""Members of something, and the offices that keep order and whose members are personnel."""
GANGS, BODY = _CLASSES["gang"], _CLASSES["body"]
"""What has members that keep no order (gangs, families, unions), and parts of the body."""
LIMBS = BODY | _CLASSES["limb"]
"""Parts on which a wound is told with "di": others than those that stand before it."""
BY_OTHERS, FLEES, STANDING = _CLASSES["byothers"], _CLASSES["flees"], _CLASSES["standing"]
"""Passive words behind which stands who did it ("dikeroyok 5 orang"), who flees without being displaced, no buildings."""
THERE, WEAPONS = _CLASSES["there"], _CLASSES["weapon"]
LABELS = _CLASSES["before"]
"""Words behind which a number is a name: RT, Pasal, pukul."""
DENIALS = _CLASSES["no"] | _CLASSES["maybe"]
ORDINALS, MAY_END_BEFORE, PARTS_OF = _CLASSES["ordinal"], _CLASSES["may_end"], _CLASSES["part"]
LITTLE, PEOPLE_NUMBERS, THING_NUMBERS = (
    _CLASSES["little"],
    _CLASSES["people_number"],
    _CLASSES["thing_number"],
)
REACHING, TAKEN, POLICE, WARDS = _CLASSES["reaching"], _CLASSES["taken"], _CLASSES["police"], _CLASSES["ward"]
GATHERED, WITHIN = _CLASSES["gathered"], _CLASSES["within"]
LIFELESS, GOES_OUT, FIGURES = _CLASSES["lifeless"], _CLASSES["goes_out"], _CLASSES["figure"]
"""What is no person and "mati", the words for that, and what stands behind them in figures of speech ("mati kutu")."""
DEAD, MANY, ACTIVE, GRAVE = _CLASSES["dead"], _CLASSES["many"], _CLASSES["active"], _CLASSES["grave"]
MONTHS = frozenset(row[0] for row in words.rows("time_words") if row[1] == "month")
