"""Where it happened: the region that a text, or who sent it, points to, with the trail that led there.

Names are grouped into addresses ("Desa X, Kecamatan Y, Kabupaten Z"). Each reading of a name earns points from the
level that was told, the regions around it that the text names, its neighbours, and the region of the sender; the
address then earns points for its part in the story. Only the finest region that is certain is chosen: of two
villages that fit equally well their kecamatan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from math import exp

from simak import likeness, mentions, regions
from simak.draft import Found, Place, Role, Span
from simak.mentions import Mention
from simak.normal import Text
from simak.regions import FORMER, KABUPATEN, KECAMATAN, NAME, PARTED, PROVINCE, SEAT, SHORT, VILLAGE, Bearer

ROLE_POINTS = {
    "scene": 2.0,
    "site": 1.4,
    "people": 0.9,
    "none": 0.6,
    "other": 0.4,
    "street": -0.9,
    "dateline": -0.6,
    "office": -1.2,
    "away": -1.5,
    "origin": -2.5,
}
"""What the words before an address say about whether it happened there."""
LEVEL_POINTS = {VILLAGE: 0.6, KECAMATAN: 0.4, KABUPATEN: 0.0, PROVINCE: -1.5}
_ROLES: dict[str, Role] = {"origin": "origin", "away": "origin", "office": "office", "dateline": "office"}
_HOW_POINTS = {NAME: 0.0, SHORT: 0.2, SEAT: -0.1, FORMER: -0.6, PARTED: -1.0}
_CLOSE = 0.75  # points by which two readings differ at least when one of them is certain
_SURE = 0.5  # points of a reading from which a name is taken for more than a chance likeness
_SURELY_SIMILAR = 85.0  # the same for a name that no word announces
_SURELY_SIMILAR_AT_FIRST = 92.0  # the same for the words that a message begins with
_LEAST_LETTERS = 6  # letters of such a name
_LEAST = 0.15  # below this score nobody would believe it
_JOINED_BY = frozenset((",", "(", ")", ".", "-", "/", "di", "dan", "wilayah", "pulau"))
_MOST_BETWEEN = 4
_REMEMBERED = 30  # years for which people go on using a former name
_CONTESTED = 0.15  # part of the score that is left when another region elsewhere fits as well
_STORY = 1000  # code points from which a text is a story that tells the scene early
_ENOUGH = 6  # names that speak for one region; more add nothing
_MANY = 12  # bearers from which a name by itself says next to nothing


@dataclass(slots=True)
class Reading:
    """One region that a name may mean."""

    code: str
    points: float
    evidence: list[str]
    mention: int


@dataclass(slots=True)
class Address:
    """Names that stand together and lie inside each other, and what they may mean, best first."""

    members: list[int]
    readings: list[Reading] = field(default_factory=list)
    points: float = 0.0
    cue: str = "none"


Support = dict[str, list[tuple[float, int]]]
"""Region around others, to the weights of the names that mean it and their numbers (-1 is the sender)."""


def locate(
    text: Text,
    *,
    sender_region: str | None = None,
    on: date | None = None,
    named: list[Mention] | None = None,
) -> tuple[Place, ...]:
    """Return the regions that a text points to, best first; the first one is where it happened.

    Args:
        text: What `simak.normal.normalise` made of the message.
        sender_region: Code of the region that whoever sent it is registered for.
        on: Day on which it was written; a former name of a region is then taken for as good as its name while it was.
        named: What `simak.mentions.find` found in the text, if that is known; it is used up.

    Raises:
        ValueError: If `sender_region` is no code of a region.
    """
    known = regions.load()
    if sender_region is not None and not known.knows(sender_region):
        raise ValueError(f"sender_region {sender_region!r} is not a code of a region")
    found = mentions.find(text) if named is None else named
    if on is not None:
        _settle_former(found, on)
    _mark_dateline(text, found)
    _mark_villages_named_as_their_kecamatan(text, found)
    support = _support(found, sender_region)
    anchored = any(len(code) == 5 and weight >= 2.0 for code, given in support.items() for weight, _ in given)
    readings = [
        _readings(number, found, support, sender_region, anchored=anchored) for number in range(len(found))
    ]
    addresses = _addresses(text, found, readings)
    anchors = _anchors(support)
    for address in addresses:
        _weigh(text, found, address, sender_region, anchors=anchors)
    if sender_region is not None and not _near_sender(addresses, sender_region):
        _guess(text, found, addresses, sender_region)
    addresses.sort(key=lambda address: -address.points)
    return tuple(_places(text, found, addresses, sender_region))


def choose(places: tuple[Place, ...]) -> Found[str] | None:
    """Return the region of the event, the finest that is certain, or None if the text points nowhere."""
    if not places or places[0].score < _LEAST:
        return None
    best = places[0]
    others = tuple(dict.fromkeys(place.code for place in places[1:] if place.code != best.code))
    reason = "place." + (best.evidence[0].partition(":")[0] if best.evidence else "name")
    return Found(best.code, best.score, reason, best.spans, others[:8])


def _settle_former(found: list[Mention], on: date) -> None:
    """Take names that were official when the text was written for names, and leave out those of the far past."""
    for mention in found:
        if any(bearer.until for bearer in mention.bearers):
            kept = [
                bearer
                for bearer in mention.bearers
                if not bearer.until or on.year <= bearer.until + _REMEMBERED
            ]
            mention.bearers = tuple(
                bearer._replace(how=NAME) if bearer.until >= on.year and bearer.how == FORMER else bearer
                for bearer in kept
            )


def _mark_dateline(text: Text, found: list[Mention]) -> None:
    """Mark names before the first dash: the town where a news story was written."""
    for position, (written, start) in enumerate(zip(text.written[:8], text.firsts, strict=False)):
        if written == "-" and position and text.plain[start - 1] == " ":
            for mention in found:
                if mention.last <= position and mention.cue == "none":
                    mention.cue = "dateline"
            return


def _mark_villages_named_as_their_kecamatan(text: Text, found: list[Mention]) -> None:
    """Read "Panjatan, Kapanewon Panjatan" as the village of that name in the kecamatan of that name."""
    for inner, outer in pairwise(found):
        same = inner.key == outer.key and inner.typed == 0 and outer.typed == KECAMATAN
        if same and _joined(text, inner, outer):
            inner.typed = VILLAGE


def _support(found: list[Mention], sender: str | None) -> Support:
    support: Support = {}
    for number, mention in enumerate(found):
        bearers = mention.bearers
        for bearer in bearers:
            weight = _weight(mention, bearer, len(bearers))
            if weight:
                code = bearer.code if len(bearer.code) <= 8 else bearer.code[:8]
                given = support.setdefault(code, [])
                if len(given) < _ENOUGH:
                    given.append((weight, number))
    if sender:
        for code in (sender, *regions.above(sender)):
            support.setdefault(code, []).append(({2: 1.0, 5: 2.0, 8: 2.5, 13: 2.0}[len(code)], -1))
    return support


def _weight(mention: Mention, bearer: Bearer, many: int) -> float:
    """Return how much a name speaks for the regions inside the one it may mean."""
    level = regions.level(bearer.code)
    if level == VILLAGE:  # neighbours: a village speaks for its kecamatan, the less the more bear its name
        return 1.0 / many if many <= _MANY and mention.typed in (0, VILLAGE) else 0.0
    fits = mention.typed in (0, level)
    if level == PROVINCE:
        if bearer.code == "31":
            return 2.2  # Jakarta is named as other towns are
        return 1.5 if bearer.how == NAME else 1.0
    if level == KECAMATAN:
        return (3.0 if mention.typed else 1.2) if fits else 0.3
    if fits and not _right_kind(mention, bearer.code):
        return 0.5
    return (3.0 if mention.typed else 2.2) + _HOW_POINTS[bearer.how] if fits else 0.6


_KOTA_WORDS = frozenset(
    ["kota", "kotamadya", "kodya", "pemkot", "walikota", "wali", "polrestabes", "polresta", "mapolrestabes"]
)
_KABUPATEN_WORDS = frozenset(("kabupaten", "kab", "pemkab", "bupati", "wabup"))


_VILLAGE_KINDS = {
    "kelurahan": "1",
    "kel": "1",
    "klurahan": "1",
    "lurah": "1",
    "desa": "2",
    "ds": "2",
    "kades": "2",
}
"""Words before a village to the first figure of its number: 1 for a kelurahan, 2 for a desa."""


def _right_kind(mention: Mention, code: str) -> bool:
    """Tell whether "Kota X" and "Kabupaten X" are kept apart."""
    if mention.type_word in _KOTA_WORDS:
        return regions.is_kota(code)
    return not (mention.type_word in _KABUPATEN_WORDS and regions.is_kota(code))


def _readings(
    number: int, found: list[Mention], support: Support, sender: str | None, *, anchored: bool
) -> list[Reading]:
    """Return what a name may mean, best first; `anchored`: whether the text speaks of a kabupaten."""
    mention = found[number]
    some = [
        _reading(number, found, bearer, support, sender, anchored=anchored)
        for bearer in _likely(number, mention, support)
    ]
    fitting = [reading for reading in some if regions.level(reading.code) == mention.typed]
    if mention.type_word in mentions.SUB_VILLAGES and not any(map(_village_is_dusun, some)):
        return []  # a part of a village, whatever village elsewhere bears its name
    some = fitting if mention.cue == "office" and mention.typed else fitting or some
    if mention.cue == "dateline":  # the town where it was written stands for its kabupaten
        some = [reading for reading in some if len(reading.code) <= 5] or some
    some.sort(key=lambda reading: -reading.points)
    return some[:6]


def _likely(number: int, mention: Mention, support: Support) -> tuple[Bearer, ...]:
    """Return the bearers of a name worth weighing: of very many only those inside regions that other names mean."""
    if len(mention.bearers) <= _MANY:
        return mention.bearers
    around = {code for code, given in support.items() if any(by != number for _, by in given)}
    some = [
        bearer
        for bearer in mention.bearers
        if len(bearer.code) < 13 or any(part in around for part in regions.above(bearer.code))
    ]
    return (
        tuple(some) if any(len(bearer.code) == 13 for bearer in some) else (*some, *mention.bearers[:_MANY])
    )


def _village_is_dusun(reading: Reading) -> bool:
    """Tell whether a reading lies where villages are called dusun: Bungo and Tebo."""
    return reading.code[:5] in ("15.08", "15.09") and len(reading.code) == 13


def _reading(
    number: int,
    found: list[Mention],
    bearer: Bearer,
    support: Support,
    sender: str | None,
    *,
    anchored: bool,
) -> Reading:
    mention, code = found[number], bearer.code
    evidence: list[str] = []
    points = _HOW_POINTS[bearer.how] + _typed_points(mention, code, evidence)
    around = 0.0
    for part in regions.above(code):
        given = support.get(part)
        weight, by = _strongest(given, number, found, len(part)) if given else (0.0, -2)
        if weight:
            around += weight
            evidence.append(("sender:" if by == -1 else "ancestor:") + part)
    points += around
    if len(code) == 13:
        neighbour = sum(w for w, n in support.get(code[:8], ()) if n not in (number, -1))
        points += min(neighbour, 1.0) * 0.5
    if sender:
        points += _sender_points(mention, code, sender) - (1.5 if not around and len(code) > 5 else 0.0)
    elif not around and len(code) > 5:
        points += _alone(mention, code, anchored=anchored)
    return Reading(code, points, evidence, number)


def _alone(mention: Mention, code: str, *, anchored: bool) -> float:
    """Return what it says that nothing around a kecamatan or village is named, though perhaps another kabupaten."""
    if anchored:
        return -1.5
    few = 3 if len(code) == 8 else 1
    return 0.8 if len(mention.bearers) <= few and not mention.common else -1.0


def _strongest(
    given: Iterable[tuple[float, int]], number: int, found: list[Mention], length: int
) -> tuple[float, int]:
    """Return the strongest word for a region around; the same name told twice is no word for itself."""
    mention, level = found[number], {2: 1, 5: 2, 8: 3}[length]
    best = (0.0, -2)
    for weight, by in given:
        if weight > best[0] and by != number:
            same = by >= 0 and found[by].key == mention.key
            if not same or (found[by].typed == level and mention.typed > level):
                best = (weight, by)
    return best


def _typed_points(mention: Mention, code: str, evidence: list[str]) -> float:
    """Return what the word before a name ("Kec.", "Polres") and the name as a word say about one reading."""
    level = regions.level(code)
    if mention.typed == level:
        if not _right_kind(mention, code):
            return -1.2
        evidence.append(f"typed:{mention.type_word}")
        return 2.0 + (0.8 if level == VILLAGE and _VILLAGE_KINDS.get(mention.type_word) == code[9] else 0.0)
    if mention.typed:
        return -2.5 if mention.typed <= KABUPATEN else -0.8
    points = {VILLAGE: 0.0, KECAMATAN: 0.8, KABUPATEN: 1.5, PROVINCE: 1.2}[level]
    if mention.cue == "dateline" and level >= KECAMATAN:
        points -= 2.0
    if level == KABUPATEN and regions.is_kota(code):
        points += 0.8  # "Bandung" alone is the kota; of the kabupaten people say so
    return points - 0.4 * mention.common - 0.15 * mention.person


def _sender_points(mention: Mention, code: str, sender: str) -> float:
    if code == sender:
        return 2.0
    if mention.type_word in mentions.HAMLETS and len(sender) >= 8 and code[:8] != sender[:8]:
        return -3.0  # a part of the sender's village or kecamatan rather than a village far away
    return 0.0 if code[:5] == sender[:5] else -1.0


def _addresses(text: Text, found: list[Mention], readings: list[list[Reading]]) -> list[Address]:
    """Group names that stand together and of which one lies inside the other."""
    addresses: list[Address] = []
    for number, mention in enumerate(found):
        last = addresses[-1] if addresses else None
        if last is None or not _joined(text, found[last.members[-1]], mention):
            addresses.append(Address([number]))
        elif _nested(found, last.members, mention):
            last.members.append(number)
        elif _contradicts(found[last.members[-1]], mention):
            readings[
                last.members[-1]
            ] = []  # "Desa X, Kecamatan Y" where Y has no X: mistyped, or not told exactly
            last.members.append(number)
        else:
            addresses.append(Address([number]))
    for address in addresses:
        firm = [number for number in address.members if found[number].cue != "street"]
        some = [reading for number in firm or address.members for reading in readings[number]]
        if len(address.members) > 1:
            _reward_nesting(some, address, found)
        address.readings = sorted(some, key=lambda reading: -reading.points)
        cues = [found[number].cue for number in firm or address.members]
        address.cue = next(
            (cue for cue in cues if cue != "none"), "none" if len(cues) == len(address.members) else "site"
        )
    return addresses


def _joined(text: Text, before: Mention, after: Mention) -> bool:
    if before.cue in ("office", "origin", "away", "street") and after.cue == "scene":
        return False
    between = text.written[before.last : after.first]
    if len(between) > _MOST_BETWEEN:
        return False
    for written in between:
        if written not in _JOINED_BY and mentions.meaning(written)[0] != "type":
            return False
    return True


def _contradicts(inner: Mention, outer: Mention) -> bool:
    """Tell whether two neighbours claim to lie inside each other by the words before them."""
    if outer.cue == "office":
        return False
    if inner.type_word in mentions.SUB_VILLAGES or inner.type_word in mentions.HAMLETS:
        return outer.typed in (KABUPATEN, KECAMATAN, VILLAGE)
    return outer.typed in (KABUPATEN, KECAMATAN) and inner.typed > outer.typed


def _nested(found: list[Mention], members: list[int], mention: Mention) -> bool:
    outer = {bearer.code for bearer in mention.bearers if len(bearer.code) <= 8}
    inner = [bearer.code for number in members for bearer in found[number].bearers]
    if not inner:
        return bool(outer)
    if any(part in outer for code in inner for part in regions.above(code)):
        return True
    around = set(inner)
    return any(part in around for bearer in mention.bearers for part in regions.above(bearer.code))


def _reward_nesting(some: list[Reading], address: Address, found: list[Mention]) -> None:
    codes = {bearer.code: number for number in address.members for bearer in found[number].bearers}
    for reading in some:
        for part in regions.above(reading.code):
            if codes.get(part, reading.mention) != reading.mention:
                reading.points += 1.0


def _anchors(support: Support) -> list[str]:
    """Return the kabupaten that the text speaks of, the one it speaks of most first."""
    weights = {code: sum(weight for weight, _ in given) for code, given in support.items() if len(code) == 5}
    return sorted((code for code in weights if weights[code] >= 2.0), key=lambda code: -weights[code])[:3]


def _weigh(
    text: Text, found: list[Mention], address: Address, sender: str | None, *, anchors: list[str]
) -> None:
    """Settle what an address means and how likely it is the scene."""
    _mend_typing(found, address, sender)
    _mend_strangers(found, address, anchors)
    if not address.readings:
        address.points = -99.0
        return
    best = address.readings[0]
    at = found[address.members[0]].start / max(1, len(text.plain))
    address.points = (
        ROLE_POINTS[address.cue]
        + LEVEL_POINTS[regions.level(best.code)]
        + 0.25 * min(best.points, 8.0)
        + (0.8 if len(text.plain) < _STORY else 1.6) * (1.0 - at)
    )


def _mend_typing(found: list[Mention], address: Address, sender: str | None) -> None:
    """Look for a village that nobody bears as it was written, inside the parent that is known."""
    for number in address.members:
        mention = found[number]
        if mention.cue in ("street", "away") or any(
            reading.mention == number for reading in address.readings
        ):
            continue
        parent = (address.readings[0].code if address.readings else sender or "")[
            : 5 if mention.typed == 3 else 8
        ]
        if len(parent) < 5:
            continue
        hit = likeness.similar(mention.key, parent, VILLAGE if mention.typed != KECAMATAN else KECAMATAN)
        if hit is not None:
            code, ratio = hit
            points = (address.readings[0].points if address.readings else 2.0) + 1.5
            address.readings.insert(
                0, Reading(code, points, [f"fuzzy:{ratio:.0f}", f"ancestor:{parent}"], number)
            )


def _mend_strangers(found: list[Mention], address: Address, anchors: list[str]) -> None:
    """Take a village that lies nowhere near for a mistyped one of the kabupaten that the text speaks of."""
    if not address.readings:
        return
    best = address.readings[0]
    mention = found[best.mention]
    near = any(step.startswith(("ancestor", "sender")) for step in best.evidence)
    if mention.typed != VILLAGE or near or len(address.members) > 1:
        return
    for anchor in anchors:
        hit = likeness.similar(mention.key, anchor, VILLAGE)
        if hit is not None:
            evidence = [f"fuzzy:{hit[1]:.0f}", f"ancestor:{anchor}"]
            address.readings.insert(0, Reading(hit[0], best.points + 2.0, evidence, best.mention))
            return


def _near_sender(addresses: list[Address], sender: str) -> bool:
    """Tell whether the text names a kecamatan or village of the sender's kabupaten, other than the sender's own."""
    codes = (address.readings[0].code for address in addresses if address.readings)
    own = {sender, *regions.above(sender)}
    return any(len(code) > 5 and code[:5] == sender[:5] and code not in own for code in codes)


def _guess(text: Text, found: list[Mention], addresses: list[Address], sender: str) -> None:
    """Look for a village around the sender that is spelt as people speak: "di Limau Puruik"."""
    if len(sender) < 5:
        return
    best: tuple[float, str, int, int, str] | None = None
    likely = [(_SURELY_SIMILAR, _LEAST_LETTERS, each) for each in mentions.likely_unknown(text)]
    likely += [(_SURELY_SIMILAR_AT_FIRST, _LEAST_LETTERS + 1, each) for each in mentions.first_words(text)]
    for least, letters, (first, last, key) in likely:
        hit = likeness.similar(key, sender[:8], VILLAGE) if len(key) >= letters else None
        if hit is not None and hit[1] >= least and (best is None or hit[1] > best[0]):
            best = (hit[1], hit[0], first, last, key)
    if best is None:
        return
    ratio, code, first, last, key = best
    start, end = text.firsts[first], text.lasts[last - 1]
    found.append(
        Mention(
            first, last, start, end, (), 0, "scene", capital=False, common=0, person=0, key=key, type_word=""
        )
    )
    reading = Reading(code, 3.0, [f"fuzzy:{ratio:.0f}", f"sender:{sender}"], len(found) - 1)
    addresses.append(Address([len(found) - 1], [reading], ROLE_POINTS["scene"] + 0.5, "scene"))


def _places(
    text: Text, found: list[Mention], addresses: list[Address], sender: str | None
) -> Iterator[Place]:
    known = regions.load()
    seen: set[str] = set()
    for place in _ranked(text, found, addresses, sender, known):
        if place.code not in seen:
            seen.add(place.code)
            yield place
        if len(seen) >= 12:
            return


def _ranked(
    text: Text, found: list[Mention], addresses: list[Address], sender: str | None, known: regions.Regions
) -> Iterator[Place]:
    best = next(
        (address for address in addresses if address.readings and address.readings[0].points > 0.5), None
    )
    here = best is not None and best.cue not in ("scene", "site") and mentions.is_at_home(text)
    if sender and (best is None or here or _says_less(best, sender) or _contested(best)):
        yield Place(sender, known.name(sender), "scene", 0.6, ("sender",), ())
    ordered = [best] if best else []
    ordered += [address for address in addresses if address is not best]
    for address in ordered:
        if not address.readings:
            continue
        code, evidence = _certain(address)
        contested = _contested(address)
        spans = tuple(_span(text, found[number]) for number in address.members)
        role = _ROLES.get(address.cue, "scene")
        score = _score(address) * (_CONTESTED if contested else 1.0)
        yield Place(code, known.name(code), role, score, tuple(evidence), spans)
        for reading in address.readings[:3]:
            if reading.code != code:
                yield Place(
                    reading.code,
                    known.name(reading.code),
                    role,
                    _score(address) / 2,
                    tuple(reading.evidence),
                    spans,
                )


def _says_less(address: Address, sender: str) -> bool:
    """Tell whether the text names only a region around the sender's, or nothing that speaks of a scene."""
    code = address.readings[0].code
    if address.cue in ("origin", "office"):
        return True
    if address.cue in ("away", "street") and not code.startswith(f"{sender}."):
        return True
    return len(code) < len(sender) and sender.startswith(code) and address.cue not in ("scene", "site")


def _certain(address: Address) -> tuple[str, list[str]]:
    """Return the finest region of an address that no other reading of the same name contests."""
    best = address.readings[0]
    code = best.code
    rivals = [
        other.code
        for other in address.readings[1:]
        if best.points - other.points < (_CLOSE if other.evidence or not best.evidence else _CLOSE / 3)
        and other.mention == best.mention
        and not (code.startswith(other.code) or other.code.startswith(code))
        and code[:8] != other.code[:8]
    ]
    evidence = list(best.evidence)
    for rival in rivals:
        shared = next((part for part in regions.above(code) if rival.startswith(f"{part}.")), None)
        if shared is None or len(shared) < 5:
            return code, [*evidence, f"rival:{rival}"]
        code = shared
        evidence.append(f"rival:{rival}")
    return code, evidence


def _contested(address: Address) -> bool:
    """Tell whether another region, far away, fits the same name as well."""
    code, evidence = _certain(address)
    return bool(evidence) and evidence[-1].startswith("rival") and code == address.readings[0].code


def _score(address: Address) -> float:
    return 1.0 / (1.0 + exp(1.0 - address.points + (4.0 if address.readings[0].points <= _SURE else 0.0)))


def _span(text: Text, mention: Mention) -> Span:
    return text.span(mention.start, mention.end)
