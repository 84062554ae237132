"""Conflicts of a simulated kabupaten: their stages, what holds them back, where they spread."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from kentongan.gladi.world.ground import survey
from kentongan.gladi.world.scenario import Conflict, Quiet, Scenario
from kentongan.gladi.world.simulation import Answers, NoOffice, Plan, PromptOffice, simulate
from kentongan.gladi.world.state import Office
from kentongan.gladi.world.stream import moment
from kentongan.gladi.world.templates import TEMPLATES
from kentongan.gladi.world.truth import Truth
from kentongan.wilayah import pack

SOUTH = ("35.08.02", "35.08.03", "35.08.04", "35.08.05")
HUSHED = Quiet(messages_per_1000_people_per_day=0.01, nil_kept=0, episodes_per_million_a_year=0)
STORMY = Scenario(
    quiet=HUSHED,
    conflicts=(
        Conflict(template="any", count=14, within=20, reaches="GN", contagion=3),
        Conflict(template="kampung", count=6, within=5, tempo="sudden", reaches="GN", contagion=3),
        Conflict(template="lahan", count=3, tempo="slow"),
        Conflict(template="any", count=4, pair="kecamatan", reaches="GN"),
    ),
)


def run(seed: int, office: Office, days: int = 90) -> tuple[list[str], Truth]:
    """Run a stormy world and return its lines with the truth."""
    plan = Plan(SOUTH, seed, days, STORMY)
    lines = [message.line() for message in simulate(plan, office)]
    assert plan.truth is not None
    return lines, plan.truth


@pytest.fixture(scope="module")
def stormy() -> Truth:
    """A world in which nobody answers."""
    return run(3, NoOffice())[1]


def test_stages_come_in_their_order_and_later_each_time(stormy: Truth) -> None:
    order = ("PG", "AG", "GN", "PK")

    for episode in stormy.episodes:
        assert tuple(stage for stage, _ in episode.stages) == order[: len(episode.stages)]
        moments = [at for _, at in episode.stages]
        assert moments == sorted(set(moments))
        assert episode.ended_at is None or episode.ended_at > moments[-1]
    assert {len(episode.stages) for episode in stormy.episodes} >= {2, 4}


def test_signs_are_seen_within_their_stage(stormy: Truth) -> None:
    begun = {(e.id, stage): at for e in stormy.episodes for stage, at in e.stages}
    signs = [o for o in stormy.occurrences if o.nature == "konflik"]

    assert len(signs) > 100
    for sign in signs:
        assert sign.at.timestamp() >= begun[sign.episode, sign.stage]


def test_conflicts_spread_to_neighbours_only_and_only_once_open(stormy: Truth) -> None:
    beside = {frozenset(pair) for pair in pack.neighbours(SOUTH)}
    episodes = {episode.id: episode for episode in stormy.episodes}
    caught = [episode for episode in stormy.episodes if episode.parent]

    assert len(caught) >= 5
    for episode in caught:
        parent = episodes[episode.parent]
        opened = parent.reached("GN")
        assert frozenset((episode.region, parent.region)) in beside
        assert opened is not None
        assert episode.starts_at > opened


def test_a_conflict_names_its_own_villages_wherever_it_came_from(stormy: Truth) -> None:
    villages = survey(SOUTH).villages
    pairs = {template.name for template in TEMPLATES.values() if template.between_villages}
    regions = {
        e.id: [villages[code].name for code in e.regions] for e in stormy.episodes if e.template in pairs
    }
    told = [o for o in stormy.occurrences if o.episode in regions]

    assert any(">" in occurrence.episode for occurrence in told)
    for occurrence in told:
        for party, name in zip(occurrence.parties, regions[occurrence.episode], strict=True):
            assert party.endswith(name)


def test_a_conflict_across_a_border_says_so(stormy: Truth) -> None:
    for episode in stormy.episodes:
        assert episode.border == (len({code[:8] for code in episode.regions}) > 1)
    assert any(episode.border for episode in stormy.episodes)


def test_answers_make_less_harm() -> None:
    def harmed(office: Callable[[], Office]) -> tuple[int, int]:
        truths = [run(seed, office())[1] for seed in range(4)]
        return (
            sum(sum(episode.harmed.values()) for truth in truths for episode in truth.episodes),
            sum(episode.reached("GN") is not None for truth in truths for episode in truth.episodes),
        )

    left, answered = harmed(NoOffice), harmed(PromptOffice)

    assert answered[0] < 0.7 * left[0]
    assert answered[1] < 0.7 * left[1]


@pytest.mark.parametrize("after", [timedelta(hours=2), timedelta(days=6), timedelta(days=19)])
def test_an_answer_changes_nothing_that_arrived_before_it(after: timedelta) -> None:
    untouched, truth = run(3, NoOffice())
    answered = [
        (episode, moment(episode.starts_at) + after)
        for episode in truth.episodes
        if not episode.parent
        and episode.ended_at
        and episode.ended_at > episode.starts_at + after.total_seconds()
    ]
    changed = 0
    for episode, at in answered[:8]:
        lines, again = run(3, Answers({episode.id: at}))
        before = [line for line in untouched if received(line) < at]
        assert lines[: len(before)] == before
        assert next(e for e in again.episodes if e.id == episode.id).answered_at == int(at.timestamp())
        changed += lines != untouched

    assert changed


def received(line: str) -> datetime:
    """Return when a line of the stream was received."""
    _, _, rest = line.partition('"received_at":"')
    return datetime.strptime(rest[:20], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
