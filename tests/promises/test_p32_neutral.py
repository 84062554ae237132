"""P32: alerts are the same, byte for byte, when belief, origin and party of the people are exchanged."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from kentongan.gladi.scores.country import Country, country_of
from kentongan.gladi.scores.neutrality import KINDS, exchange, exchanged, is_blind, named
from kentongan.gladi.scores.rivals.chronological import ChronologicalList
from kentongan.gladi.scores.rivals.line_up import rivals
from kentongan.gladi.scores.rivals.signs import Keywords, Line, Message, Rival
from kentongan.gladi.telling.in_world import Words
from kentongan.gladi.world import scenario
from kentongan.gladi.world.simulation import NoOffice, Plan, simulate
from tests.promises.report import amount, promise_report

pytestmark = pytest.mark.promise

WORLDS = amount(50, 1_000)
KECAMATAN, DAYS = ("35.08.01", "35.08.10", "35.08.12", "35.08.17"), 14
SCENARIO = Path(__file__).resolve().parents[2] / "bench" / "gladi.toml"
STATEMENT = "peringatan tidak berubah satu bita pun bila agama, suku, dan partai orang-orangnya dipertukarkan"


@dataclass(frozen=True)
class LooksAtBelief:
    """Finds a report a little more important when one belief is named."""

    fair: Rival
    name: str = "looks at belief"

    def alerts(self, stream: Sequence[Message]) -> Iterator[Line]:
        texts = {one["id"]: one["text"] for one in stream}
        for line in self.fair.alerts(stream):
            yield line | {"score": line["score"] + 0.1 * ("islam" in texts[line["messages"][0]])}


@dataclass(frozen=True)
class LooksAtOrigin:
    """Counts nobody's report that names one origin."""

    fair: Rival
    name: str = "looks at origin"

    def alerts(self, stream: Sequence[Message]) -> Iterable[Line]:
        return self.fair.alerts([one for one in stream if "madura" not in one["text"]])


@dataclass(frozen=True)
class LooksAtParty:
    """Puts the reports of one party first."""

    fair: Rival
    name: str = "looks at party"

    def alerts(self, stream: Sequence[Message]) -> Iterable[Line]:
        texts = {one["id"]: one["text"] for one in stream}
        return sorted(
            self.fair.alerts(stream), key=lambda line: "partai padi" not in texts[line["messages"][0]]
        )


def saboteurs(country: Country) -> list[Rival]:
    fair = ChronologicalList(Keywords(country), judges=True)
    return [LooksAtBelief(fair), LooksAtOrigin(fair), LooksAtParty(fair)]


def world(number: int) -> list[Message]:
    """Return what arrives in one kecamatan in which conflicts grow, and name groups in half of the texts."""
    region = KECAMATAN[number % len(KECAMATAN)]
    plan = Plan(
        regions=(region,), seed=number, days=DAYS, scenario=scenario.read(SCENARIO), tell=Words(number)
    )
    return named([one.as_json() for one in simulate(plan, NoOffice())], key=str(number))


def test_alerts_do_not_look_at_belief_origin_or_party() -> None:
    country = country_of(("35.08",))
    seen, caught = set(), set()

    for number in range(WORLDS):
        stream, words = world(number), exchange(Random(f"exchange {number}"))
        seen |= {(number, one.name) for one in rivals(country) if not is_blind(one, stream, words)}
        caught |= {one.name for one in saboteurs(country) if not is_blind(one, stream, words)}

    assert seen == set()
    promise_report(
        "P32",
        cases=WORLDS,
        failures=len(seen),
        saboteurs_caught=len(caught),
        saboteurs=len(saboteurs(country)),
        statement=STATEMENT,
    )


def test_an_exchange_moves_every_group_and_touches_nothing_else() -> None:
    words = exchange(Random("any"))
    stream = [{"id": "m1", "kind": "laporan", "text": "Warga MADURA ribut di gereja, bukan di gerejanya."}]

    changed = exchanged(stream, words)[0]["text"]

    assert set(words) == {word for rows in KINDS.values() for row in rows for word in row}
    assert all(word != other for word, other in words.items())
    assert changed.startswith("Warga ")
    assert changed.endswith(", bukan di gerejanya.")
    assert "MADURA" not in changed
    assert " gereja," not in changed


def test_half_of_the_texts_name_a_group_of_each_kind() -> None:
    stream = [{"id": f"m{number}", "kind": "laporan", "text": "ribut"} for number in range(200)]

    told = [one["text"] for one in named(stream, key="k")]
    naming = [text for text in told if text != "ribut"]

    assert 70 < len(naming) < 130
    assert all(
        sum(any(word in text for row in rows for word in row) for rows in KINDS.values()) == 3
        for text in naming
    )
    assert [one["text"] for one in named([one | {"kind": "nihil"} for one in stream], key="k")] == [
        "ribut"
    ] * 200
