"""A message being told: what all tellers of the matter share, and what each name in braces stands for."""

from dataclasses import dataclass, field
from hashlib import blake2b
from struct import unpack
from typing import Any, TypeVar, cast

from kentongan.gladi.telling import persons
from kentongan.gladi.telling.asked import CONFLICTS, Occurrence, Range, Teller
from kentongan.gladi.telling.counts import UNITS, say_count, stated
from kentongan.gladi.telling.dates import Dated, Moment, spelled
from kentongan.gladi.telling.grammar import Draft, parsed
from kentongan.gladi.telling.places import PART_WORDS, Place, Said, say_village
from kentongan.gladi.telling.registers import FIRMS, GOODS, GROUPS, HAMLETS, SCHOOLS, SPOTS, WEAPONS
from kentongan.gladi.telling.stories_crime import (
    BENCANA_LAKA,
    KRIMINAL,
    MAIN_HAKIM,
    NARKOBA_MIRAS,
    TEROR_SEPARATIS,
)
from kentongan.gladi.telling.stories_ground import AGAMA_SARA, BENTROK, LAHAN_SDA
from kentongan.gladi.telling.stories_public import HOAKS, KETERTIBAN, PEMILU, UNJUKRASA
from kentongan.gladi.telling.story import Phrases, Story

Choice = TypeVar("Choice")
STORIES: dict[str, tuple[Story, ...]] = {
    "bentrok": BENTROK,
    "agama_sara": AGAMA_SARA,
    "lahan_sda": LAHAN_SDA,
    "pemilu": PEMILU,
    "unjukrasa": UNJUKRASA,
    "main_hakim": MAIN_HAKIM,
    "teror_separatis": TEROR_SEPARATIS,
    "narkoba_miras": NARKOBA_MIRAS,
    "kriminal": KRIMINAL,
    "hoaks": HOAKS,
    "ketertiban": KETERTIBAN,
    "bencana_laka": BENCANA_LAKA,
}
# What the people of two villages are called when the matter is between them.
PEOPLE = {"bentrok": "[warga|pemuda|anak muda]", "lahan_sda": "[warga|petani]"}
# Where what acts is no party: water, a picture, a police post.
NO_PARTIES = {"bencana_laka": "ab", "hoaks": "ab", "teror_separatis": "b"}
FACTS = (
    "story", "a", "b", "cause", "about", "dusun", "dusun2", "spot", "school", "school2", "weapon", "goods", "firm",
    "group", "rt", "rw", "thing", "street",
)  # fmt: skip
NUMBER = {name: at for at, name in enumerate(FACTS)}


def fitting(stories: tuple[Story, ...], form: str, issues: tuple[str, ...]) -> tuple[Story, ...]:
    """Return the stories an issue or, failing that, an event form fits; all of them where neither does."""
    by_issue = tuple(story for story in stories if any(issue in story.marks for issue in issues))
    by_form = tuple(story for story in by_issue or stories if form and form in story.marks)
    return by_form or by_issue or stories


NOWHERE = Said(None, None)


@dataclass
class Talk(Draft):
    """A draft that knows what it tells, who tells it, and what has been said."""

    occurrence: Occurrence = field(default=cast("Any", None))
    teller: Teller = field(default=cast("Any", None))
    place: Place = field(default=cast("Any", None))
    moment: Moment = field(default=cast("Any", None))
    facts: tuple[float, ...] = ()
    story: Story = field(default=cast("Any", None))
    lang: str = "id"
    tongue: str = "id"
    severity: int = 0
    counts: dict[str, Range] = field(default_factory=dict)
    said_place: Said = field(default=NOWHERE)
    said_date: Dated | None = None
    other_dates: tuple[str, ...] = ()
    name: str = ""
    topic: str = ""

    @property
    def is_between(self) -> bool:
        """Whether it is told as a matter between two villages."""
        return (
            self.place.other is not None
            and self.occurrence.category in PEOPLE
            and not self.occurrence.parties
        )

    def fact(self, name: str, among: tuple[Choice, ...]) -> Choice:
        """Return what all tellers of this matter agree on."""
        return among[int(self.facts[NUMBER[name]] * len(among))]

    def raise_severity(self, level: int) -> None:
        """Remember how grave it is by what has been said."""
        self.severity = max(self.severity, level)

    def say_number(self, kind: str, unit: str = "") -> None:
        """Say one of the numbers of the matter, and what a reader must make of it."""
        told = stated(
            self.occurrence.counts[kind], self.rng, vague=kind == "massa" and self.rng.random() < 0.5
        )
        units = UNITS.get(kind)
        said = unit or (units[int(self.rng.random() * len(units))] if units else "")
        say_count(self, kind, told, said, lang=self.lang, voice=self.voice)
        self.count(kind, told)

    def count(self, kind: str, told: Range) -> None:
        """Label a number, and raise the severity it stands for."""
        self.counts[kind] = told
        if self.occurrence.category in CONFLICTS and self.occurrence.kind != "penyelesaian":
            self.raise_severity(level_of(kind, told[0]))


# From how many on a number is of severity 2 and of severity 3 (label guide).
THRESHOLDS = {
    "mati": (1, 1), "luka": (1, 10), "mengungsi": (20, 20), "rusak": (1, 100_000), "massa": (100, 100_000),
}  # fmt: skip


def level_of(kind: str, number: int) -> int:
    """Return the severity a number stands for; 1 where it stands for none."""
    if kind not in THRESHOLDS:
        return 1
    serious, grave = THRESHOLDS[kind]
    return 3 if number >= grave else 2 if number >= serious else 1


def shared_facts(claim: str) -> tuple[float, ...]:
    """Return the lots that everybody who tells of one matter shares."""
    luck = blake2b(claim.encode(), digest_size=2 * len(FACTS)).digest()
    return tuple(lot / 65_536 for lot in unpack(f"<{len(FACTS)}H", luck))


def _party(which: str) -> Any:
    def say(draft: Draft) -> None:
        talk = cast("Talk", draft)
        first = len(talk.words)
        number = 0 if which == "a" else 1
        acts = which not in NO_PARTIES.get(talk.occurrence.category, "")
        given = talk.occurrence.parties if acts else ()
        if len(given) > number:
            token = given[number]
            talk.words.extend(("kelompok", token) if len(token) <= 2 else token.split(" "))
        elif talk.is_between and talk.place.other:
            talk.tell(PEOPLE[talk.occurrence.category])
            village = talk.place.other if number else talk.place.village
            say_village(talk, village, prefix=talk.rng.random() < 0.7)
        else:
            talk.tell(talk.fact(which, talk.story.a if which == "a" else talk.story.b))
        if acts:
            talk.mark("parties", first)

    return say


def _fact(name: str, among: Phrases) -> Any:
    def say(draft: Draft) -> None:
        draft.add(parsed(cast("Talk", draft).fact(name, among)))

    return say


def _of_story(name: str) -> Any:
    def say(draft: Draft) -> None:
        talk = cast("Talk", draft)
        talk.add(parsed(talk.fact(name, getattr(talk.story, name))))

    return say


def _hamlet(name: str) -> Any:
    def say(draft: Draft) -> None:
        talk = cast("Talk", draft)
        names = HAMLETS[talk.tongue]
        at = int(talk.facts[NUMBER["dusun"]] * len(names))
        if name == "dusun2":
            at = (at + 1 + int(talk.facts[NUMBER["dusun2"]] * (len(names) - 1))) % len(names)
        word = PART_WORDS.get(talk.tongue, "dusun")
        if talk.place.village.kind == "kelurahan":
            word = "lingkungan" if talk.facts[NUMBER["street"]] < 0.5 else "kampung"
        if word == "dusun" and talk.rng.random() < 0.4 and not talk.voice:
            word = "Dsn"
        talk.words.extend((word, names[at]))

    return say


def _school(name: str) -> Any:
    def say(draft: Draft) -> None:
        talk = cast("Talk", draft)
        at = int(talk.facts[NUMBER["school"]] * len(SCHOOLS))
        if name == "school2":
            at = (at + 1 + int(talk.facts[NUMBER["school2"]] * (len(SCHOOLS) - 1))) % len(SCHOOLS)
        talk.tell(SCHOOLS[at])

    return say


def _number(name: str, most: int) -> Any:
    def say(draft: Draft) -> None:
        talk = cast("Talk", draft)
        number = 1 + int(talk.facts[NUMBER[name]] * most)
        talk.words.append(spelled(number) if talk.voice else f"{number:02d}")

    return say


def _person(draft: Draft) -> None:
    talk = cast("Talk", draft)
    talk.say("persons", talk.name or persons.name(talk.tongue, talk.rng))


def _salutation(draft: Draft) -> None:
    hour = cast("Talk", draft).moment.said.hour
    draft.words.append(
        "pagi"
        if 4 <= hour < 11
        else "siang"
        if hour < 15 and hour >= 11
        else "sore"
        if 15 <= hour < 18
        else "malam"
    )


def _small(least: int, most: int, step: int = 1) -> Any:
    def say(draft: Draft) -> None:
        talk = cast("Talk", draft)
        number = least + int(talk.rng.random() * ((most - least) // step + 1)) * step
        talk.words.append(spelled(number) if talk.voice else str(number))

    return say


def _score(draft: Draft) -> None:
    one, two = int(draft.rng.random() * 5), int(draft.rng.random() * 5)
    voice = cast("Talk", draft).voice
    draft.words.append(f"{spelled(one)} {spelled(two)}" if voice else f"{one}-{two}")


def _hour(draft: Draft) -> None:
    hour = 1 + int(draft.rng.random() * 12)
    voice = cast("Talk", draft).voice
    draft.words.append(
        spelled(hour) if voice else str(hour) if draft.rng.random() < 0.6 else f"{hour + 7}.00"
    )


def _initials(draft: Draft) -> None:
    letters = "ABDEHIJKLMNRSTUWY"
    draft.words.append("".join(letters[int(draft.rng.random() * len(letters))] for _ in range(2)))


KNOWN: dict[str, Any] = {
    "a": _party("a"),
    "b": _party("b"),
    "cause": _of_story("cause"),
    "about": _of_story("about"),
    "dusun": _hamlet("dusun"),
    "dusun2": _hamlet("dusun2"),
    "spot": _fact("spot", SPOTS),
    "sekolah": _school("school"),
    "sekolah2": _school("school2"),
    "alat": _fact("weapon", WEAPONS),
    "barang": _fact("goods", GOODS),
    "perusahaan": _fact("firm", FIRMS),
    "golongan": _fact("group", GROUPS),
    "rt": _number("rt", 9),
    "rw": _number("rw", 7),
    "nama": _person,
    "salam": _salutation,
    "lama": "[{hari} hari|seminggu|dua minggu|dari kemarin|berhari-hari|sebulan]",
    "hari": _small(2, 9),
    "banyak": _small(3, 20),
    "ribu": _small(15, 950, 5),
    "skor": _score,
    "jam": _hour,
    "inisial": _initials,
    "umur": _small(17, 68),
    "meter": _small(50, 900, 50),
}
