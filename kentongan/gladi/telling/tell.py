"""Telling a matter: who, how and where in, a text with its labels out."""

from collections.abc import Mapping
from datetime import datetime
from random import Random
from zlib import crc32

from kentongan.gladi.telling import forms, persons
from kentongan.gladi.telling.asked import (
    CATEGORIES,
    CHANNELS,
    CONFLICTS,
    KINDS,
    Labels,
    Occurrence,
    Teller,
    Told,
)
from kentongan.gladi.telling.dates import Moment, local
from kentongan.gladi.telling.grammar import Mark, written
from kentongan.gladi.telling.noise import Hand, spoil
from kentongan.gladi.telling.offices import mark_offices
from kentongan.gladi.telling.places import Place, tongue
from kentongan.gladi.telling.registers import OPENINGS
from kentongan.gladi.telling.story import Story
from kentongan.gladi.telling.talk import KNOWN, STORIES, Talk, fitting, shared_facts

SPOKEN = "suara"
FORWARDED = "terusan"
LISTS = ("parties", "institutions", "persons")
# How people write, by who they are: carefully, quickly, hardly.
CAREFUL = Hand(short=0.12, regional=0.06, slips=0.004)
USUAL = Hand(short=0.42, regional=0.28, slips=0.02, signs=0.7, letters="small")
HASTY = Hand(short=0.65, regional=0.5, slips=0.05, signs=0.35, letters="small")
LOUD = Hand(short=0.4, regional=0.3, slips=0.03, signs=0.6, letters="loud")
VOICE = Hand(regional=0.35, voice=True, letters="small")
PRINTED = Hand()
LETTER = Hand(short=0.03, regional=0.02, slips=0.008)
HANDS = {
    "babinsa": (CAREFUL, CAREFUL, USUAL), "bhabinkamtibmas": (CAREFUL, CAREFUL, USUAL), "lurah": (CAREFUL, USUAL, USUAL),
    "linmas": (USUAL, HASTY), "rt": (USUAL, USUAL, HASTY), "rw": (USUAL, USUAL, CAREFUL),
    "warga": (USUAL, HASTY, USUAL, CAREFUL, LOUD), "anonim": (USUAL, HASTY), "pelajar": (HASTY, HASTY, USUAL),
}  # fmt: skip
# Of those who hold no post, some stay unnamed and some are pupils; the number decides, so that it stays so.
CITIZENS = ("warga",) * 7 + ("anonim",) * 2 + ("pelajar",)


def tell(
    occurrence: Occurrence,
    teller: Teller,
    place: Place,
    *,
    rng: Random,
    said_at: datetime | None = None,
    claim: str = "",
    paraphrase_of: Told | None = None,
) -> Told:
    """Tell a matter as this teller would, with the labels of what the text says.

    What the text leaves open, the labels leave open too: they follow the text, not the truth.

    Args:
        occurrence: What is told.
        teller: Who tells it, and by which channel.
        place: Where it is; its `other` is the second village of a matter between two.
        rng: Where luck comes from.
        said_at: When it is told; the moment of the matter if left out.
        claim: What makes tellers of one matter agree on its small facts; drawn from the episode if left out.
        paraphrase_of: A told message whose matter is told again in other words.

    Raises:
        ValueError: If category, kind and channel do not belong together.
    """
    check(occurrence.category, occurrence.kind, teller.channel)
    shared = paraphrase_of.claim if paraphrase_of else claim or claim_of(occurrence)
    talk = begun(occurrence, teller, place, rng, said_at or occurrence.at, shared)
    hand = composed(talk)
    mark_offices(talk)
    spoil(talk, hand, talk.lang)
    return finished(talk, hand, shared)


def check(category: str, kind: str, channel: str) -> None:
    """See that a matter can be told.

    Raises:
        ValueError: If category, kind and channel do not belong together.
    """
    if category not in CATEGORIES or kind not in KINDS or channel not in CHANNELS:
        raise ValueError(f"Kategori {category}, jenis {kind} atau saluran {channel} tidak dikenal.")
    alone = {"kegiatan", "bukan"}
    if (category in alone or kind in alone) and category != kind:
        raise ValueError(f"Jenis {kind} tidak dapat dipakai untuk kategori {category}.")


def claim_of(occurrence: Occurrence) -> str:
    """Return what makes all tellers of a matter agree, where nothing else is handed in."""
    return f"{occurrence.episode or occurrence.id}|{occurrence.category}|{occurrence.region[:5]}"


class Speaker:
    """A teller as the grammar sees one: with a register for the role."""

    __slots__ = ("channel", "lang", "number", "region", "role")

    def __init__(self, teller: Teller) -> None:
        role = str(teller.role)
        if role == "warga":
            role = CITIZENS[crc32(teller.number.encode()) % len(CITIZENS)]
        self.role = role if role in OPENINGS else "warga"
        self.channel, self.lang, self.number, self.region = (
            teller.channel, teller.lang, teller.number, teller.region,
        )  # fmt: skip


def begun(
    occurrence: Occurrence, teller: Teller, place: Place, rng: Random, said_at: datetime, claim: str
) -> Talk:
    """Set a message up: what is shared, who speaks, and on which clock."""
    facts = shared_facts(claim)
    known = STORIES.get(occurrence.category)
    talk = Talk(
        rng, KNOWN, occurrence=occurrence, teller=Speaker(teller), place=place, facts=facts,
        moment=Moment(local(occurrence.at, place.code), local(said_at, place.code)),
        lang=teller.lang.partition("-")[0],
        tongue=tongue(place.code), voice=teller.channel == SPOKEN,
    )  # fmt: skip
    if talk.lang not in persons.FIRST:
        talk.lang = "id"
    if known:
        talk.story = talk_story(known, occurrence, talk)
    if occurrence.nature == "fitnah":
        talk.name = persons.name(talk.tongue, Random(claim))  # noqa: S311 the same for all who tell it, no secret
    return talk


def talk_story(known: tuple[Story, ...], occurrence: Occurrence, talk: Talk) -> Story:
    """Return the story all tellers of this matter tell."""
    return talk.fact("story", fitting(known, occurrence.event_form, tuple(occurrence.issues)))


def level_of_telling(occurrence: Occurrence) -> str:
    """Return which sentences of a story fit: what may come, what is over, words, violence, or the gravest."""
    if occurrence.kind == "potensi":
        return "plan"
    if occurrence.kind == "penyelesaian":
        return "over"
    if occurrence.category not in CONFLICTS:
        return "rough" if occurrence.counts.get("mati", (0, 0))[0] else "mild"
    return "mild" if occurrence.severity <= 1 else "rough" if occurrence.severity == 2 else "grave"


BASE = {"mild": 1, "plan": 1, "over": 1, "rough": 2, "grave": 3}


def composed(talk: Talk) -> Hand:
    """Put the message together in the form that fits teller and channel, and return the hand that writes it."""
    occurrence, channel, luck = talk.occurrence, talk.teller.channel, talk.rng.random()
    if occurrence.category == "bukan":
        forms.nothing(talk)
        return VOICE if talk.voice else hand_of(talk)
    if occurrence.category == "kegiatan":
        forms.activity(talk)
        return VOICE if talk.voice else hand_of(talk)
    level = level_of_telling(occurrence)
    if level == "grave" and not talk.story.grave:
        level = "rough"
    if occurrence.category in CONFLICTS:
        talk.raise_severity(1 if occurrence.nature == "fitnah" else BASE[level])
    return _in_form(talk, level, channel, luck)


def _in_form(talk: Talk, level: str, channel: str, luck: float) -> Hand:
    role, nature = talk.teller.role, talk.occurrence.nature
    if channel == SPOKEN:
        forms.spoken(talk, level)
        return VOICE
    if channel == FORWARDED:
        if luck < 0.55 and nature not in {"rumor", "hoaks", "fitnah"}:
            forms.news(talk, level)
            return PRINTED
        forms.passed_on(talk, level)
        return hand_of(talk)
    if role in forms.LONG_TELLERS and luck < 0.45 and channel != "sms":
        forms.report(talk, level)
        return CAREFUL
    if channel == "web" and luck < 0.15:
        forms.letter(talk, level)
        return LETTER
    forms.typed(talk, level)
    return hand_of(talk)


def hand_of(talk: Talk) -> Hand:
    """Return how this teller writes today."""
    hands = HANDS.get(talk.teller.role, HANDS["lurah"])
    return hands[int(talk.rng.random() * len(hands))]


def finished(talk: Talk, hand: Hand, claim: str) -> Told:
    """Write the message out and say what stands in it."""
    text, starts = written(talk.words, talk.joined, sentences=hand.letters == "proper")
    if hand.letters != "proper":
        text = text.lower() if hand.letters == "small" else text.upper()
    marks = tuple(
        Mark(mark.field, *ends, mark.name or text[slice(*ends)])
        for mark in talk.marks
        if (ends := edges(talk.words, starts, mark))
    )
    spans: dict[str, str] = {}
    for mark in marks:
        spans.setdefault(mark.field, text[mark.first : mark.last])
    is_news = talk.teller.channel == FORWARDED and hand is PRINTED
    lang = "id" if talk.lang == "id" or hand.regional == 0 else f"{talk.lang}-mix"
    return Told(
        text, labels_of(talk, marks), spans, marks, lang, "news" if is_news else "wa", claim, talk.topic
    )


def edges(words: list[str], starts: list[int], mark: Mark) -> tuple[int, int] | None:
    """Return where the words of a mark begin and end in the text; None where nothing of them is left."""
    first, last = mark.first, mark.last - 1
    while first <= last and not words[first]:
        first += 1
    while last >= first and not words[last]:
        last -= 1
    return (starts[first], starts[last] + len(words[last])) if first <= last else None


def labels_of(talk: Talk, marks: tuple[Mark, ...]) -> Labels:
    """Return what the text says."""
    occurrence = talk.occurrence
    listed: Mapping[str, tuple[str, ...]] = {
        field: tuple(dict.fromkeys(mark.name for mark in marks if mark.field == field)) for field in LISTS
    }
    if occurrence.kind == "bukan":
        listed = {**listed, "parties": (), "institutions": ()}
    dated = talk.said_date
    if occurrence.kind == "bukan":
        day = None
    else:
        day = (dated.day if dated else talk.moment.said.date()).isoformat()
    planned = occurrence.kind == "potensi" and day != talk.moment.said.date().isoformat()
    return Labels(
        kind=occurrence.kind,
        category=occurrence.category,
        category_alt=alternatives(talk),
        severity=talk.severity,
        place=talk.said_place.code,
        place_alt=forms.between(talk),
        place_from=talk.said_place.origin,
        date=day,
        date_alt=(talk.moment.said.date().isoformat(),) if planned else talk.other_dates,
        time=dated.hour if dated else None,
        counts=talk.counts,
        parties=listed["parties"],
        institutions=listed["institutions"],
        persons=listed["persons"],
    )


def alternatives(talk: Talk) -> tuple[str, ...]:
    """Return the categories that would be fair as well."""
    if not talk.story:
        return ()
    found = talk.story.alike
    if talk.occurrence.nature in {"rumor", "hoaks", "fitnah"} and talk.occurrence.category != "hoaks":
        found = (*found, "hoaks")
    return tuple(dict.fromkeys(each for each in found if each != talk.occurrence.category))
