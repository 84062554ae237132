"""What the machine may learn from: texts that an officer has confirmed, with made-up names and without numbers.

Nobody is asked to give more than was needed to be heard: what was sent anonymously, what is restricted, what tells of
victims or minors and what comes from a drill teaches nothing. What is older than two years teaches nothing any more.
The words themselves are not copied; they are read from the reports each time, so what is forgotten there is unlearnt
with the next training.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from kentongan.reports.models import Mend, Proposal, Report
from kentongan.reports.reader.keeping import digest
from kentongan.reports.reader.words import SAID, persons_of, said_to, standing_words
from kentongan.rules import places
from kentongan.rules.masking import Hidden, masked, numbers_in
from kentongan.wilayah.queries import world

KEPT = timedelta(days=730)
SEALED_EVERY = 5
"""Every fifth confirmed text is set aside for good: it never teaches, it only examines."""

# Names that stand for real ones: no model of ours has ever seen the name of a person of the office.
STAND_INS = (
    "Sastro", "Wagiman", "Kusno", "Painem", "Lastri", "Darsono", "Mulyati", "Sukarman", "Ngatini", "Parto",
    "Wasis", "Rumiyati", "Bejo", "Sarinah", "Tukijan", "Marsudi",
)  # fmt: skip

Example = dict[str, Any]


@dataclass(frozen=True)
class Lessons:
    """What was confirmed: most of it teaches, a part of it examines."""

    teaching: list[Example]
    sealed: list[Example]


def lessons(*, at: datetime) -> Lessons:
    """Return everything an officer has confirmed and the machine may learn from."""
    told = list(examples(at=at))
    return Lessons(
        [example for example in told if not is_sealed(example["id"])],
        [example for example in told if is_sealed(example["id"])],
    )


def is_sealed(key: str) -> bool:
    """Say whether a text belongs to the part that only examines; the same for good."""
    return sha256(key.encode()).digest()[0] % SEALED_EVERY == 0


def examples(*, at: datetime) -> Iterator[Example]:
    """Yield confirmed texts in the schema in which the reader is taught (shared/data/text/README.md)."""
    rows = (
        Proposal.objects.filter(
            world("report__region_id"),
            is_current=True,
            addition=None,
            confirmed_at__gte=at - KEPT,
            report__anonymous=False,
            report__restricted=False,
        )
        .select_related("report")
        .prefetch_related(SAID)
        .order_by("confirmed_at", "id")
    )
    for proposal in rows.iterator(chunk_size=500):
        persons = persons_of(proposal)
        same_words = proposal.text_sha256 == digest(proposal.report.text)
        if same_words and not any(person["protected"] for person in persons):
            yield example(proposal, proposal.report, persons)


def example(proposal: Proposal, report: Report, persons: list[dict[str, Any]]) -> Example:
    """Return one confirmed text with what officers said to it."""
    said = {name: row.value for name, row in standing_words(said_to(proposal)).items()}
    named = [
        Hidden(start, end, stand_in(report.text[start:end], proposal.text_sha256))
        for start, end in (person["span"] for person in persons)
    ]
    told = report.received_at.astimezone(ZoneInfo(places.zone(report.region_id)))
    return {
        "id": str(report.pk),
        "source": "wa",
        "ref_time": told.replace(tzinfo=None).isoformat(timespec="seconds"),
        "sender_ctx": places.without_drill(report.region_id),
        "lang": "id",
        "text": masked(report.text, [*named, *numbers_in(report.text)]),
        "labels": labels(said, [part.instead for part in named]),
        "spans": {},
        "dup_group": None,
    }


def labels(said: dict[str, Any], persons: list[str]) -> Example:
    """Return what officers said in the words of the schema; a field nobody spoke about is absent."""
    told: Example = {
        "kind": said.get("kind"),
        "category": said.get("category"),
        "category_alt": [],
        "severity": said.get("severity"),
        "place": said.get("place"),
        "place_alt": [],
        "date": (said.get("day") or {}).get("on"),
        "date_alt": [],
        "time": said.get("clock"),
        "counts": said.get("counts") or {},
        "parties": [],
        "institutions": [],
        "persons": persons,
    }
    columns = {"day": "date", "clock": "time"}
    spoken = {columns.get(name, name) for name in said} | {"persons"}
    return {name: value for name, value in told.items() if name in spoken or name.endswith("_alt")}


def stand_in(name: str, salt: str) -> str:
    """Return a made-up name with as many words; another text gets another one."""
    words = name.split() or [name]
    first = int(digest(f"{salt}:{name}")[:8], 16)
    return " ".join(STAND_INS[(first + number) % len(STAND_INS)] for number in range(len(words)))


def forget_lessons(*, at: datetime) -> int:
    """Forget readings nobody confirmed that another one replaced, and lessons that are too old; return how many.

    What officers said about names stays as long as the words do: it keeps them masked.
    """
    replaced = Proposal.objects.filter(is_current=False, confirmed_at=None, read_at__lt=at - UNCONFIRMED_KEPT)
    old = Mend.objects.filter(said_at__lt=at - KEPT).exclude(field="persons")
    return replaced.filter(mends=None).delete()[0] + old.delete()[0]


UNCONFIRMED_KEPT = timedelta(days=90)
