"""Equal attention: groups are dealt evenly, a fair system is shown to be fair, and one that looks away is caught."""

from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest

from kentongan.gladi.scores.attention import Verdict, differences, found_per_1000, sensitivity, verdict
from kentongan.gladi.scores.rivals.signs import Line, Message
from kentongan.gladi.scores.rivals.unfair import LEFT_OUT, LooksAtWords, LooksAway
from kentongan.gladi.scores.tally import Group
from kentongan.gladi.world.field import majorities, majority_of, strata
from kentongan.gladi.world.ground import survey

VILLAGES = survey(("35.08",)).villages
Worlds = list[dict[str, Group]]


def worlds(count: int, *, found: dict[str, float], episodes: int = 10) -> Worlds:
    """Return worlds in which each group's episodes are found with a chance of its own."""
    rng = Random(f"worlds {count}")
    return [
        {
            group: Group(people=300_000, episodes=episodes, found=sum(rng.random() < chance for _ in range(episodes)))
            for group, chance in found.items()
        }
        for _ in range(count)
    ]  # fmt: skip


def judged(some: Worlds) -> Verdict:
    return verdict(differences(some, key="k"))


def test_many_worlds_show_that_a_fair_system_is_fair() -> None:
    assert judged(worlds(80, episodes=60, found={"A": 0.5, "B": 0.5, "C": 0.5})) is Verdict.ALIKE


def test_one_that_attends_less_to_a_group_is_caught() -> None:
    assert judged(worlds(80, episodes=60, found={"A": 0.38, "B": 0.5, "C": 0.5})) is Verdict.UNLIKE


def test_few_worlds_cannot_tell() -> None:
    assert judged(worlds(20, found={"A": 0.5, "B": 0.5, "C": 0.5})) is Verdict.UNDECIDED


def test_a_single_world_is_refused() -> None:
    with pytest.raises(ValueError, match="1 worlds with episodes of A and B"):
        differences(worlds(1, found={"A": 0.5, "B": 0.5}), key="k")


def test_sensitivity_is_counted_by_episodes_and_by_people() -> None:
    two = [{"A": Group(people=1000, episodes=4, found=3)}, {"A": Group(people=3000, episodes=4, found=1)}]

    assert sensitivity(two, "A") == 0.5
    assert found_per_1000(two, "A") == 1.0
    assert sensitivity(two, "B") is None


@pytest.mark.parametrize("seed", range(4))
def test_every_group_has_as_many_villages_of_each_size_and_urbanity(seed: int) -> None:
    found = majority_of(VILLAGES.values(), majorities(seed, 3))

    assert set(found) == set(VILLAGES)
    for stratum in strata(list(VILLAGES.values())):
        counts = Counter(found[one.code] for one in stratum)
        assert max(counts.values()) - min(counts.get(group, 0) for group in "ABC") <= 1


def test_people_of_one_group_live_together_and_elsewhere_in_another_world() -> None:
    found, other = (majority_of(VILLAGES.values(), majorities(seed, 3)) for seed in (1, 2))
    pairs = [(one, beside) for one, village in VILLAGES.items() for beside in village.neighbours]

    assert sum(found[one] == found[beside] for one, beside in pairs) / len(pairs) > 0.42, (
        "by lot it is a third"
    )
    assert found != other


class Fair:
    """A system that says what it gets."""

    name = "fair"

    def alerts(self, stream: Sequence[Message]) -> list[Line]:
        return [
            {"at": one["received_at"], "region": one["claimed_place"]["code"], "messages": [one["id"]]}
            for one in stream
        ]


def test_saboteurs_leave_out_what_they_say_and_nothing_else() -> None:
    stream = [
        {
            "id": f"m{turn}", "received_at": f"2026-01-05T00:{turn:02d}:00Z", "text": "warga Melati" if turn % 2 else "warga",
            "claimed_place": {"code": "a" if turn % 3 else "b"},
        }
        for turn in range(60)
    ]  # fmt: skip

    away = list(LooksAway(Fair(), {"a": "A", "b": "B"}).alerts(stream))
    words = list(LooksAtWords(Fair(), "melati").alerts(stream))

    passed_over = 40 - sum(line["region"] == "a" for line in away)
    assert 40 * LEFT_OUT / 2 < passed_over < 40 * LEFT_OUT * 2
    assert sum(line["region"] == "b" for line in away) == 20
    assert len(words) == 30
