"""The way of a case: every step, every need, and that tuntas always has its proof."""

from dataclasses import FrozenInstanceError, fields, replace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.rules.case_status import (
    LABELS,
    MOVES,
    NEEDS,
    OPEN,
    PROOF,
    PUBLIC_STEP,
    PUBLIC_STEPS,
    SETTLED,
    TUNTAS,
    CaseFacts,
    CaseStatus,
    check_move,
    moves_from,
    offers,
)
from kentongan.rules.refusal import Refused

S = CaseStatus
EVERYTHING = CaseFacts(
    **{field.name: True for field in fields(CaseFacts) if field.name != "open_tasks"}, open_tasks=0
)

# Written a second time, by hand, so that a row lost or changed in the table is seen here.
OWNED = {"has_owner", "has_due_at"}
SETTLE = {"has_owner", "no_open_tasks", "has_outcome", "has_evidence", "has_follow_up_on"}
REFER = {"has_owner", "has_referral"}
EXPECTED = {
    ("draf", "terkirim"): set(),
    ("terkirim", "diterima"): OWNED,
    ("terkirim", "digabung"): {"has_target"},
    ("diterima", "diverifikasi"): OWNED | {"has_verdict"},
    ("diterima", "ditangani"): OWNED,
    ("diterima", "dirujuk"): REFER,
    ("diterima", "digabung"): {"has_target"},
    ("diverifikasi", "ditangani"): OWNED,
    ("diverifikasi", "selesai"): SETTLE,
    ("diverifikasi", "dirujuk"): REFER,
    ("diverifikasi", "digabung"): {"has_target"},
    ("ditangani", "dimediasi"): OWNED,
    ("ditangani", "selesai"): SETTLE,
    ("ditangani", "dirujuk"): REFER,
    ("ditangani", "digabung"): {"has_target"},
    ("dimediasi", "ditangani"): OWNED | {"has_reason"},
    ("dimediasi", "selesai"): SETTLE,
    ("dimediasi", "dirujuk"): REFER,
    ("selesai", "dipantau"): SETTLE,
    ("selesai", "dibuka_kembali"): {"has_reason"},
    ("dipantau", "ditutup"): (SETTLE - {"has_owner"}) | {"follow_up_passed"},
    ("dipantau", "dibuka_kembali"): {"has_reason"},
    ("ditutup", "dibuka_kembali"): {"has_reason"},
    ("dirujuk", "ditangani"): OWNED | {"has_reason"},
    ("dirujuk", "selesai"): SETTLE,
    ("digabung", "dibuka_kembali"): {"has_reason"},
    ("dibuka_kembali", "diverifikasi"): OWNED | {"has_verdict"},
    ("dibuka_kembali", "ditangani"): OWNED,
    ("dibuka_kembali", "dirujuk"): REFER,
    ("dibuka_kembali", "digabung"): {"has_target"},
}
PAIRS = [(now, to) for now in S for to in S]


def without(facts: CaseFacts, need: str) -> CaseFacts:
    return replace(facts, open_tasks=1) if need == "no_open_tasks" else replace(facts, **{need: False})


def test_the_table_holds_exactly_the_agreed_moves_and_needs() -> None:
    table = {(now, to): set(needs) for now, moves in MOVES.items() for to, needs in moves.items()}

    assert table == EXPECTED


@pytest.mark.parametrize(("now", "to"), PAIRS)
def test_a_step_passes_with_everything_at_hand_exactly_when_it_is_in_the_table(
    now: CaseStatus, to: CaseStatus
) -> None:
    if (now, to) in EXPECTED:
        check_move(now, to, EVERYTHING)
    else:
        with pytest.raises(Refused) as refused:
            check_move(now, to, EVERYTHING)
        assert refused.value.code == "no_such_move"
        assert LABELS[now] in refused.value.sentence
        assert LABELS[to] in refused.value.sentence


@pytest.mark.parametrize(
    ("pair", "need"), [(pair, need) for pair, needs in EXPECTED.items() for need in sorted(needs)]
)
def test_each_missing_thing_is_refused_with_the_sentence_that_says_what_to_do(
    pair: tuple[str, str], need: str
) -> None:
    now, to = map(CaseStatus, pair)

    with pytest.raises(Refused) as refused:
        check_move(now, to, without(EVERYTHING, need))

    assert refused.value.code == need
    assert refused.value.sentence == NEEDS[need]


@pytest.mark.parametrize(("now", "to"), EXPECTED)
def test_a_step_asks_for_nothing_that_is_not_in_its_row(now: CaseStatus, to: CaseStatus) -> None:
    bare = CaseFacts(open_tasks=3)
    for need in EXPECTED[now, to]:
        bare = replace(bare, open_tasks=0) if need == "no_open_tasks" else replace(bare, **{need: True})

    check_move(CaseStatus(now), CaseStatus(to), bare)


def test_every_need_says_what_to_do_and_none_is_left_over() -> None:
    used = {need for needs in EXPECTED.values() for need in needs}

    assert used == set(NEEDS)
    assert all(sentence.endswith(".") and "dulu" in sentence for sentence in NEEDS.values())
    assert len(set(NEEDS.values())) == len(NEEDS)


def test_a_draft_may_be_sent_with_nothing_else_at_hand() -> None:
    check_move(CaseStatus("draf"), CaseStatus("terkirim"), CaseFacts())


facts = st.builds(
    CaseFacts,
    **{field.name: st.booleans() for field in fields(CaseFacts) if field.name != "open_tasks"},
    open_tasks=st.integers(0, 3),
)


@given(walk=st.lists(st.tuples(st.sampled_from(S), facts), max_size=40))
def test_no_walk_reaches_tuntas_without_outcome_evidence_follow_up_and_finished_tasks(
    walk: list[tuple[CaseStatus, CaseFacts]],
) -> None:
    now = S.DRAF
    for to, at_hand in walk:
        try:
            check_move(now, to, at_hand)
        except Refused:
            continue
        now = to
        if now is TUNTAS:
            assert at_hand.has_outcome
            assert at_hand.has_evidence
            assert at_hand.has_follow_up_on
            assert at_hand.follow_up_passed
            assert at_hand.open_tasks == 0


@given(at_hand=facts)
def test_nothing_becomes_tuntas_from_any_status_on_incomplete_proof(at_hand: CaseFacts) -> None:
    complete = all(getattr(at_hand, need) for need in (*PROOF, "follow_up_passed"))

    opened = [now for now in S for offer in offers(now, at_hand) if offer.to is TUNTAS and offer.is_allowed]

    assert opened == ([S.DIPANTAU] if complete else [])


@pytest.mark.parametrize("start", S)
def test_every_status_can_reach_tuntas(start: CaseStatus) -> None:
    reached = {start}
    while True:
        further = reached | {to for now in reached for to in moves_from(now)}
        if further == reached:
            break
        reached = further

    assert TUNTAS in reached


def test_every_status_is_reached_from_the_draft() -> None:
    reached = {S.DRAF}
    for _ in S:
        reached |= {to for now in reached for to in moves_from(now)}

    assert reached == set(S)


@given(now=st.sampled_from(S), at_hand=facts)
def test_the_offers_are_the_moves_with_the_same_answer_as_the_check(
    now: CaseStatus, at_hand: CaseFacts
) -> None:
    for offer in offers(now, at_hand):
        if offer.refusal is None:
            check_move(now, offer.to, at_hand)
        else:
            with pytest.raises(Refused, match=offer.refusal.sentence):
                check_move(now, offer.to, at_hand)
    assert tuple(offer.to for offer in offers(now, at_hand)) == moves_from(now)


def test_somebody_must_act_on_what_is_open_and_solved_matters_rest() -> None:
    assert set(S) == OPEN | SETTLED | {S.DRAF, S.DIGABUNG}
    assert not OPEN & SETTLED
    assert {S.SELESAI, S.DIPANTAU, S.DITUTUP} == SETTLED


def test_the_code_holder_hears_tuntas_only_of_a_closed_case() -> None:
    assert [status for status in S if PUBLIC_STEP[status] == "Tuntas"] == [TUNTAS]
    assert {S.DRAF, S.TERKIRIM, S.DITERIMA} == {status for status in S if PUBLIC_STEP[status] == "Diterima"}
    assert [status for status in S if PUBLIC_STEP[status] == "Diperiksa"] == [S.DIVERIFIKASI]
    assert set(PUBLIC_STEP.values()) == set(PUBLIC_STEPS)
    assert set(PUBLIC_STEP) == set(LABELS) == set(S)


def test_labels_are_words_of_their_own() -> None:
    assert len(set(LABELS.values())) == len(S)
    assert S.DITUTUP.label == "Tuntas"


def test_what_nobody_has_said_is_not_there() -> None:
    nothing = CaseFacts()

    assert [need for need in NEEDS if getattr(nothing, need)] == ["no_open_tasks"]


def test_facts_do_not_change_once_they_are_gathered() -> None:
    with pytest.raises(FrozenInstanceError):
        EVERYTHING.has_owner = False  # type: ignore[misc]


def test_a_status_as_the_database_gives_it_is_understood() -> None:
    stored, wanted = cast("tuple[CaseStatus, CaseStatus]", ("draf", "selesai"))

    with pytest.raises(Refused, match="Draf tidak bisa langsung menjadi Selesai"):
        check_move(stored, wanted, EVERYTHING)
