"""The evaluator of the policy table: denied unless one row allows every part of the question."""

from dataclasses import FrozenInstanceError, replace
from typing import Any, TypedDict
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.rules.authority import (
    PUBLIC,
    SYSTEM,
    Reach,
    Relation,
    Role,
    Rule,
    Seat,
    Standing,
    decide,
    grants,
    may_ever,
)
from kentongan.rules.places import inside
from kentongan.rules.taxonomy import Sensitivity

SOMEBODY = UUID(int=1)
KABUPATEN, KECAMATAN, DESA = "35.08", "35.08.01", "35.08.01.2001"
ELSEWHERE = "16.71"


def holder(*seats: Seat) -> Standing:
    return Standing(SOMEBODY, seats, "pemegang jabatan", "web")


ROW = Rule(
    action="report.read",
    roles=frozenset({Role.CAMAT}),
    relation=Relation.ANY,
    reach=Reach.OWN,
    up_to=Sensitivity.T,
    why="Permendagri 2/2018",
)


def row(**changes: Any) -> Rule:
    return replace(ROW, **changes)


class Question(TypedDict):
    relation: set[Relation]
    region: str
    sensitivity: Sensitivity
    restricted: bool


QUESTION: Question = {
    "relation": set(),
    "region": DESA,
    "sensitivity": Sensitivity.T,
    "restricted": False,
}

CAMAT = holder(Seat(Role.CAMAT, KECAMATAN))


def ask(rule: Rule, standing: Standing = CAMAT, action: str = "report.read", **changes: Any) -> bool:
    question: dict[str, Any] = {**QUESTION, **changes}
    return decide((rule,), standing, action, **question)


def test_an_empty_table_denies() -> None:
    assert not decide(
        (), CAMAT, "report.read", relation={Relation.ANY}, region=DESA, sensitivity=Sensitivity.B
    )


def test_a_row_that_meets_every_part_allows() -> None:
    assert ask(row())


def test_another_action_is_denied() -> None:
    assert not ask(row(), action="report.write")


def test_another_role_is_denied() -> None:
    assert not ask(row(), holder(Seat(Role.LURAH, KECAMATAN)))


def test_what_is_more_sensitive_than_the_row_is_denied() -> None:
    assert ask(row(up_to=Sensitivity.T), sensitivity=Sensitivity.B)
    assert ask(row(up_to=Sensitivity.T), sensitivity=Sensitivity.T)
    assert not ask(row(up_to=Sensitivity.T), sensitivity=Sensitivity.R)
    assert ask(row(up_to=Sensitivity.R), sensitivity=Sensitivity.T)


def test_a_sensitivity_read_from_the_database_as_text_counts_the_same() -> None:
    assert ask(row(up_to=Sensitivity.T), sensitivity="B")
    assert not ask(row(up_to=Sensitivity.T), sensitivity="R")


def test_restricted_things_need_a_row_of_their_own() -> None:
    assert not ask(row(), restricted=True)
    assert ask(row(restricted=True), restricted=True)
    assert ask(row(restricted=True), restricted=False)


@pytest.mark.parametrize("needed", [each for each in Relation if each is not Relation.ANY])
def test_a_row_for_a_relation_needs_exactly_that_relation(needed: Relation) -> None:
    others = {each for each in Relation if each is not needed}

    assert ask(row(relation=needed), relation={needed})
    assert not ask(row(relation=needed), relation=others)
    assert not ask(row(relation=needed), relation=set())


@pytest.mark.parametrize(
    ("reach", "region", "allowed"),
    [
        (Reach.OWN, KECAMATAN, True),
        (Reach.OWN, DESA, True),
        (Reach.OWN, KABUPATEN, False),
        (Reach.OWN, ELSEWHERE, False),
        (Reach.OWN, "35.08.010", False),
        (Reach.OWN, "", False),
        (Reach.UP, KECAMATAN, True),
        (Reach.UP, KABUPATEN, True),
        (Reach.UP, DESA, False),
        (Reach.UP, ELSEWHERE, False),
        (Reach.UP, "", False),
        (Reach.ANYWHERE, ELSEWHERE, True),
        (Reach.ANYWHERE, "", True),
    ],
)
def test_the_reach_of_a_row(reach: Reach, region: str, allowed: bool) -> None:
    assert ask(row(reach=reach), region=region) is allowed


def test_the_role_and_the_region_must_belong_to_the_same_seat() -> None:
    two_posts = holder(Seat(Role.CAMAT, ELSEWHERE), Seat(Role.LURAH, DESA))

    assert not ask(row(), two_posts)


def test_a_deputy_sits_in_the_seat() -> None:
    assert ask(row(), holder(Seat(Role.CAMAT, KECAMATAN, deputy="plt")))


@pytest.mark.parametrize("standing", [PUBLIC, CAMAT])
def test_everybody_is_a_citizen(standing: Standing) -> None:
    open_row = row(roles=frozenset({Role.WARGA}), reach=Reach.ANYWHERE, up_to=Sensitivity.B)

    assert ask(open_row, standing, sensitivity=Sensitivity.B)
    assert not ask(open_row, standing, sensitivity=Sensitivity.R)


@pytest.mark.parametrize("reach", [Reach.OWN, Reach.UP])
@pytest.mark.parametrize("region", ["", DESA])
def test_a_citizen_belongs_to_no_region(reach: Reach, region: str) -> None:
    assert not ask(row(roles=frozenset({Role.WARGA}), reach=reach), PUBLIC, region=region)


def test_the_public_and_the_loop_hold_no_post() -> None:
    assert PUBLIC.seats == SYSTEM.seats == ()
    assert PUBLIC.account is SYSTEM.account is None
    assert PUBLIC.origin != SYSTEM.origin


def test_a_page_opens_for_whoever_could_use_it_on_something() -> None:
    assert may_ever((row(),), CAMAT, "report.read")
    assert not may_ever((row(),), CAMAT, "report.write")
    assert not may_ever((row(),), PUBLIC, "report.read")


def test_grants_name_the_row_and_the_seat() -> None:
    kecamatan, kabupaten = Seat(Role.CAMAT, KECAMATAN), Seat(Role.CAMAT, KABUPATEN)

    met = list(grants((row(), row(action="other")), holder(kecamatan, kabupaten), "report.read"))

    assert [(grant.rule, grant.seat) for grant in met] == [(row(), kecamatan), (row(), kabupaten)]


regions = st.sampled_from(
    ["", "35", KABUPATEN, "35.09", KECAMATAN, "35.08.02", DESA, DESA + ".RW01", ELSEWHERE]
)
rules = st.builds(
    Rule,
    action=st.sampled_from(["a", "b"]),
    roles=st.frozensets(st.sampled_from([Role.WARGA, Role.CAMAT, Role.LURAH]), max_size=2),
    relation=st.sampled_from(Relation),
    reach=st.sampled_from(Reach),
    up_to=st.sampled_from(Sensitivity),
    why=st.just("uji"),
    restricted=st.booleans(),
)
standings = st.builds(
    Standing,
    account=st.just(SOMEBODY),
    seats=st.lists(
        st.builds(Seat, role=st.sampled_from([Role.CAMAT, Role.LURAH]), region=regions.filter(bool)),
        max_size=2,
    ).map(tuple),
    label=st.just("x"),
    origin=st.just("web"),
)
questions = st.fixed_dictionaries(
    {
        "relation": st.sets(st.sampled_from(Relation)),
        "region": regions,
        "sensitivity": st.sampled_from(Sensitivity),
        "restricted": st.booleans(),
    }
)


def reaches(rule: Rule, seat_region: str, region: str) -> bool:
    if rule.reach == Reach.ANYWHERE:
        return True
    if not seat_region or not region:
        return False
    return inside(region, seat_region) if rule.reach == Reach.OWN else inside(seat_region, region)


def slowly(
    table: list[Rule],
    standing: Standing,
    action: str,
    *,
    relation: set[Relation],
    region: str,
    sensitivity: Sensitivity,
    restricted: bool,
) -> bool:
    """The same decision, as one list of objections per row and seat."""
    order = ["B", "T", "R"]
    for rule in table:
        for role, seat_region in [(seat.role, seat.region) for seat in standing.seats] + [(Role.WARGA, "")]:
            objections = [
                rule.action != action,
                role not in rule.roles,
                rule.relation != Relation.ANY and rule.relation not in relation,
                order.index(sensitivity) > order.index(rule.up_to),
                restricted and not rule.restricted,
                not reaches(rule, seat_region, region),
            ]
            if not any(objections):
                return True
    return False


@given(table=st.lists(rules, max_size=4), standing=standings, question=questions)
def test_the_evaluator_agrees_with_its_slow_twin(
    table: list[Rule], standing: Standing, question: Question
) -> None:
    assert decide(table, standing, "a", **question) is slowly(table, standing, "a", **question)


@given(table=st.lists(rules, max_size=4), further=rules, standing=standings, question=questions)
def test_one_more_row_never_takes_anything_away(
    table: list[Rule], further: Rule, standing: Standing, question: Question
) -> None:
    if decide(table, standing, "a", **question):
        assert decide([*table, further], standing, "a", **question)


@given(table=st.lists(rules, max_size=4), standing=standings, question=questions)
def test_what_is_allowed_for_an_object_is_allowed_for_the_page(
    table: list[Rule], standing: Standing, question: Question
) -> None:
    if decide(table, standing, "a", **question):
        assert may_ever(table, standing, "a")


def test_the_roles_and_relations_are_these_and_no_others() -> None:
    assert [*Role] == [
        "warga", "rt", "rw", "lurah", "babinsa", "bhabinkamtibmas", "linmas", "camat", "kapolsek", "danramil",
        "operator", "analis", "kepala", "pimpinan", "provinsi", "admin", "auditor",
    ]  # fmt: skip
    assert [*Relation] == ["any", "author", "owner", "assignee", "copied"]


def test_a_question_that_does_not_say_restricted_is_about_an_open_thing() -> None:
    assert decide((ROW,), CAMAT, "report.read", relation=set(), region=DESA, sensitivity=Sensitivity.T)


@pytest.mark.parametrize(
    "fixed",
    [CAMAT, CAMAT.seats[0], ROW, next(grants((ROW,), CAMAT, "report.read"))],
    ids=type,
)
def test_nobody_changes_a_right_once_it_is_made(fixed: object) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(fixed, next(iter(vars(fixed))), None)
