"""Harm in a simulated kabupaten: floods of rumours, slander, hoaxes, and posts that fall silent."""

from collections import Counter

import pytest

from kentongan.gladi.telling.in_world import Words
from kentongan.gladi.world.people import NOBODYS_BLOCK
from kentongan.gladi.world.scenario import Conflict, Groups, Harm, Quiet, Scenario, shipped
from kentongan.gladi.world.simulation import NoOffice, Plan, simulate
from kentongan.gladi.world.stream import NIL, Message
from kentongan.gladi.world.truth import Truth, said

SOUTH = ("35.08.02", "35.08.03", "35.08.04", "35.08.05")
EAGER = Quiet(
    messages_per_1000_people_per_day=0.3,
    nil_kept=1,
    episodes_per_million_a_year=0,
    harms_per_million_a_year=0,
    phones_broken_a_year=0,
    posts_lazy_a_year=0,
)
STORM = Scenario(
    quiet=EAGER,
    harms=(
        Harm(kind="rumor", day=2, numbers=20),
        Harm(kind="fitnah", day=3, days=3, numbers=6),
        Harm(kind="hoaks", day=4, numbers=10),
    ),
)
BELIEF_ORIGIN_PARTY = {
    "islam",
    "kristen",
    "katolik",
    "hindu",
    "buddha",
    "budha",
    "konghucu",
    "muslim",
    "nasrani",
    "gereja",
    "pastor",
    "pendeta",
    "madura",
    "tionghoa",
    "cina",
    "dayak",
    "batak",
    "bugis",
    "papua",
    "minang",
    "melayu",
    "pdip",
    "golkar",
    "gerindra",
    "pkb",
    "nasdem",
    "pks",
    "demokrat",
    "ppp",
    "hanura",
    "perindo",
    "psi",
}


def run(scenario: Scenario, seed: int = 5, days: int = 10) -> tuple[list[Message], Truth]:
    """Run a world of four kecamatan, in words."""
    plan = Plan(SOUTH, seed, days, scenario, tell=Words(seed))
    messages = list(simulate(plan, NoOffice()))
    assert plan.truth is not None
    return messages, plan.truth


@pytest.fixture(scope="module")
def storm() -> tuple[list[Message], Truth]:
    """A world full of falsehoods."""
    return run(STORM)


def test_a_flood_is_written_by_its_numbers_and_nothing_in_it_is_true(
    storm: tuple[list[Message], Truth],
) -> None:
    messages, truth = storm

    assert [flood.kind for flood in truth.floods] == ["rumor", "fitnah", "hoaks"]
    for flood in truth.floods:
        told = [m for m in messages if truth.messages[m.id]["nature"] == flood.kind]
        rows = [truth.messages[m.id] for m in told]
        assert {m.number for m in told} >= set(flood.numbers)
        assert not any(row["is_true"] or row["is_actionable"] for row in rows)
        assert {row["place"] for row in rows} == {flood.region}
        spread = [m for m in told if m.number in flood.numbers]
        assert all(m.received_at.timestamp() >= flood.since for m in spread)


def test_a_flood_is_told_in_many_ways_but_about_one_thing(storm: tuple[list[Message], Truth]) -> None:
    messages, truth = storm
    told = [m for m in messages if truth.messages[m.id]["nature"] == "rumor"]

    assert len({truth.messages[m.id]["occurrence"] for m in told}) == 1
    assert len({m.text for m in told}) > 0.8 * len({m.client_id for m in told})
    assert sum(truth.messages[m.id]["duplicate_of"] is None for m in told) == 1


def test_hoaxes_come_with_a_picture_and_are_passed_on(storm: tuple[list[Message], Truth]) -> None:
    messages, truth = storm
    told = [m for m in messages if truth.messages[m.id]["nature"] == "hoaks"]

    assert told
    assert all(m.photo and m.channel == "terusan" for m in told)


def test_slander_belongs_to_no_event(storm: tuple[list[Message], Truth]) -> None:
    _, truth = storm
    slander = [o for o in truth.occurrences if o.nature == "fitnah"]

    assert [(o.category, o.episode, o.is_true) for o in slander] == [("hoaks", "", False)]


def test_every_number_lies_in_a_block_nobody_has(storm: tuple[list[Message], Truth]) -> None:
    assert all(m.number.startswith(NOBODYS_BLOCK) and len(m.number) == 15 for m in storm[0])


@pytest.mark.parametrize("why", ["telepon", "takut", "malas"])
def test_silence_in_the_truth_is_what_is_missing_in_the_stream(why: str) -> None:
    harm = Harm(kind="sunyi", region="35.08.03", day=4, days=3, share=0.7, why=why)
    with_gap, truth = run(Scenario(quiet=EAGER, harms=(harm,)))
    without, whole = run(Scenario(quiet=EAGER))
    gaps = {silence.post: silence for silence in truth.silences}

    assert len(gaps) > 10
    assert {gap.why for gap in gaps.values()} == {why}
    assert not whole.silences
    sent = {m.client_id for m in with_gap}
    missing = [m for m in without if m.client_id not in sent]
    assert missing
    assert all(m.post in gaps for m in missing)
    for message in without:
        gap = gaps.get(message.post)
        if gap and message.kind == NIL:
            written = truth_at(whole, message)
            assert (message.client_id in sent) == (not said(gap.since) <= written < said(gap.until))


def truth_at(truth: Truth, message: Message) -> str:
    """Return when a nil report was really written."""
    at: str = truth.messages[message.id]["at"]
    return at


def test_phones_break_and_posts_grow_lazy_at_the_rates_of_the_scenario() -> None:
    quiet = Quiet(messages_per_1000_people_per_day=0, phones_broken_a_year=1, posts_lazy_a_year=0.5)
    plan = Plan(("35.08",), 2, 120, Scenario(quiet=quiet))
    list(simulate(plan, NoOffice()))
    assert plan.truth is not None
    whys = Counter(silence.why for silence in plan.truth.silences)
    expected = len(list(plan.truth.posts)) * 120 / 365

    assert whys["telepon"] / expected == pytest.approx(1, rel=0.2)
    assert whys["malas"] / expected == pytest.approx(0.5, rel=0.25)


def test_fear_silences_posts_where_a_conflict_threatens_and_nowhere_else() -> None:
    scenario = Scenario(
        quiet=EAGER, conflicts=(Conflict(template="any", count=25, tempo="sudden", reaches="GN"),)
    )
    _, truth = run(scenario)
    region = {post.id: post.region for post in truth.posts}
    threatened = {code for episode in truth.episodes for code in episode.regions}
    begun = {code: min(e.starts_at for e in truth.episodes if code in e.regions) for code in threatened}

    assert len(truth.silences) >= 5
    for silence in truth.silences:
        assert silence.why == "takut"
        assert silence.since > begun[region[silence.post]]


def test_nothing_names_belief_origin_or_party_unless_the_scenario_does() -> None:
    messages, truth = run(shipped("semua-sekaligus"), days=45)
    texts = " ".join(m.text.lower() for m in messages).split()
    parties = " ".join(" ".join(o.parties).lower() for o in truth.occurrences).split()
    causes = " ".join(episode.cause for episode in truth.episodes).split()
    named = {word.strip(".,!?()\"'") for word in (*texts, *parties, *causes)}

    assert named & BELIEF_ORIGIN_PARTY == set()
    assert {row["majority"] for row in truth.villages.values()} <= {"A", "B", "C"}


def test_group_words_are_told_when_the_scenario_asks_for_them() -> None:
    scenario = Scenario(
        quiet=EAGER,
        conflicts=(Conflict(template="kampung", count=6, reaches="GN", tempo="sudden"),),
        groups=Groups(words=("kelompok melati", "kelompok kenanga")),
    )
    messages, truth = run(scenario)

    assert {row["majority"] for row in truth.villages.values()} <= {"A", "B"}
    for occurrence in truth.occurrences:
        if occurrence.episode:
            assert {party.rpartition("kelompok ")[2] for party in occurrence.parties} == {"melati", "kenanga"}
    assert any("melati" in m.text.lower() for m in messages)
