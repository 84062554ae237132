"""The two axes, their words, and what may never become a category."""

import re
from collections.abc import Collection
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.rules import taxonomy
from kentongan.rules.levels import Level
from kentongan.rules.taxonomy import (
    EVENT_FORMS,
    ISSUES,
    TILES,
    ContentRating,
    Label,
    Sensitivity,
    SourceRating,
    Stage,
    Urgency,
    When,
    at_least,
    level_ceiling,
    propose_level,
    propose_urgency,
    taken_level,
)

# TRUST 2b: belief, criticism, party work, sexuality and lawful protest as a threat.
FORBIDDEN = {
    "belief": r"aliran|sesat|kepercayaan|ateis|murtad|kafir|sekte|mazhab|ahmadiyah|syi.?ah|penghayat|konversi|\bsects?\b|deviant|heres|apostas|belief",
    "criticism": r"kritik|mengkritik|penghinaan|menghina|oposisi|pembangkang|critic|insult|dissent|subversi",
    "party work": r"\bpartai|parpol|kader|simpatisan|relawan|timses|\bparty\b|campaign",
    "sexuality": r"lgbt|homo|gay|lesbian|waria|transgender|orientasi|asusila|susila|zina|\bgender|morality",
    "profile of a group": r"komunis|\bpki\b|radikal|ekstremis|\bsuku [a-z]|cina|tionghoa|papua|madura",
}
EVERY_LABEL = [
    (getattr(thing, "code", getattr(thing, "key", "")), text)
    for thing in [*EVENT_FORMS.values(), *ISSUES.values(), *TILES]
    for text in (thing.label_id, thing.label_en)
]
STAGES = {
    "PG": {"E01", "E02", "E03", "E26", "E27", "E28"},
    "AG": {"E04", "E05", "E06", "E07", "E21", "E29"},
    "GN": {"E08", "E09", *(f"E{number}" for number in range(10, 21)), "E22", "E23", "E24", "E25"},
    "PK": {"E31", "E32"},
    None: {"E30", "E99"},
}
LIMBS = {
    "a": {f"I{number:02}" for number in range(1, 11)},
    "b": {f"I{number}" for number in range(11, 18)} | {"I30"},
    "c": {"I18"},
    "d": {f"I{number}" for number in range(19, 25)},
    "": {"I25", "I26", "I27", "I28", "I29", "I31"},
}


@pytest.mark.parametrize("kind", FORBIDDEN)
@pytest.mark.parametrize(("code", "text"), EVERY_LABEL)
def test_no_label_makes_a_category_of_what_people_are_free_to_be_and_do(
    kind: str, code: str, text: str
) -> None:
    assert not re.search(FORBIDDEN[kind], text, re.IGNORECASE), f"{code}: {kind}"


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("belief", "Aliran sesat"),
        ("criticism", "Kritik kepada pemerintah"),
        ("party work", "Kegiatan partai"),
        ("sexuality", "Kelompok LGBT"),
        ("profile of a group", "Indikasi radikal"),
    ],
)
def test_the_lint_would_find_a_forbidden_category(kind: str, label: str) -> None:
    assert re.search(FORBIDDEN[kind], label, re.IGNORECASE)


def test_the_codes_are_complete_and_stand_in_order() -> None:
    assert list(EVENT_FORMS) == [*(f"E{number:02}" for number in range(1, 33)), "E99"]
    assert list(ISSUES) == [f"I{number:02}" for number in range(1, 32)]
    assert all(code == thing.code for table in (EVENT_FORMS, ISSUES) for code, thing in table.items())
    assert len({form.name for form in EVENT_FORMS.values()}) == len(EVENT_FORMS)


def test_the_law_protects_protest_and_strike_so_they_are_never_a_signal() -> None:
    assert {code for code, form in EVENT_FORMS.items() if not form.signal} == {"E06", "E07"}


def test_guests_are_never_reported_as_an_incident() -> None:
    assert {code for code, form in EVENT_FORMS.items() if not form.offered} == {"E28"}


def test_terror_indications_are_passed_on_and_only_their_receipt_stays() -> None:
    assert {code for code, form in EVENT_FORMS.items() if form.referral} == {"E26"}


def test_victims_and_terror_indications_are_need_to_know() -> None:
    assert {code for code, form in EVENT_FORMS.items() if form.restricted} == {"E16", "E26"}


@pytest.mark.parametrize("stage", STAGES)
def test_the_stage_of_each_form(stage: str | None) -> None:
    assert {code for code, form in EVENT_FORMS.items() if form.stage == stage} == STAGES[stage]


@pytest.mark.parametrize("limb", LIMBS)
def test_the_limb_of_the_law_of_each_issue(limb: str) -> None:
    assert {code for code, issue in ISSUES.items() if issue.limb == limb} == LIMBS[limb]


def test_every_word_has_both_languages_and_none_is_used_twice_on_one_axis() -> None:
    tables: list[Collection[Label]] = [
        EVENT_FORMS.values(),
        ISSUES.values(),
        TILES,
        taxonomy.STAGES.values(),
        taxonomy.SOURCE_RATINGS.values(),
        taxonomy.CONTENT_RATINGS.values(),
        taxonomy.URGENCIES.values(),
        taxonomy.SENSITIVITIES.values(),
        taxonomy.PRECISIONS.values(),
        taxonomy.WHEN.values(),
        taxonomy.VERIFICATIONS.values(),
    ]
    for things in tables:
        assert all(thing.label_id and thing.label_en for thing in things)
        assert len({thing.label_id for thing in things}) == len(things)
        assert len({thing.label_en for thing in things}) == len(things)


@pytest.mark.parametrize(
    ("enum", "table"),
    [
        (Stage, taxonomy.STAGES),
        (SourceRating, taxonomy.SOURCE_RATINGS),
        (ContentRating, taxonomy.CONTENT_RATINGS),
        (Urgency, taxonomy.URGENCIES),
        (Sensitivity, taxonomy.SENSITIVITIES),
        (taxonomy.Precision, taxonomy.PRECISIONS),
        (When, taxonomy.WHEN),
        (taxonomy.Verification, taxonomy.VERIFICATIONS),
    ],
)
def test_every_choice_has_its_words(enum: type[StrEnum], table: dict[StrEnum, Label]) -> None:
    assert set(table) == set(enum)


def test_source_and_content_are_rated_apart() -> None:
    assert "".join(SourceRating) == "ABCDEF"
    assert "".join(ContentRating) == "123456"


def test_sensitivity_is_ordered_by_secrecy_and_not_by_the_alphabet() -> None:
    assert sorted(Sensitivity, reverse=True) == ["R", "T", "B"]
    assert Sensitivity.B < Sensitivity.T < Sensitivity.R
    assert Sensitivity.R > Sensitivity.T > Sensitivity.B
    assert Sensitivity.T <= Sensitivity.T
    assert Sensitivity.T >= Sensitivity.T
    assert not Sensitivity.R <= Sensitivity.T
    assert not Sensitivity.T >= Sensitivity.R
    assert max(Sensitivity) is Sensitivity.R
    assert Sensitivity.T.up_to == ("B", "T")
    assert Sensitivity.R.up_to == ("B", "T", "R")


def test_a_comparison_with_plain_text_keeps_the_same_order() -> None:
    assert Sensitivity.T < "R"
    assert Sensitivity.T > "B"


def test_seven_tiles_without_guests_each_with_a_form_that_is_offered() -> None:
    assert [tile.key for tile in TILES] == [
        "ribut", "sengketa", "sara", "pemilu", "unjuk_rasa", "kriminal", "lain",
    ]  # fmt: skip
    assert all(EVENT_FORMS[tile.event_form].offered for tile in TILES)
    assert all(issue in ISSUES for tile in TILES for issue in tile.issues)
    assert len({tile.icon for tile in TILES}) == len(TILES)
    assert not EVENT_FORMS[{tile.key: tile for tile in TILES}["unjuk_rasa"].event_form].signal


@pytest.mark.parametrize(
    ("event_form", "when", "counts", "urgency"),
    [
        ("E11", "kini", {}, "gawat"),
        ("E11", "akan", {}, "penting"),
        ("E11", "sudah", {}, "penting"),
        ("E04", "kini", {}, "penting"),
        ("E04", "akan", {}, "penting"),
        ("E04", "sudah", {}, "biasa"),
        ("E02", "kini", {}, "biasa"),
        ("E02", "kini", {"massa": 99}, "biasa"),
        ("E02", "kini", {"massa": 100}, "penting"),
        ("E02", "sudah", {"rusak": 1}, "penting"),
        ("E02", "sudah", {"luka": 1}, "penting"),
        ("E02", "sudah", {"luka": 9}, "penting"),
        ("E02", "sudah", {"luka": 10}, "gawat"),
        ("E02", "sudah", {"mengungsi": 1}, "penting"),
        ("E02", "sudah", {"mengungsi": 20}, "gawat"),
        ("E02", "sudah", {"mati": 1}, "gawat"),
        ("E02", "sudah", {"mati": 0, "luka": 0}, "biasa"),
        ("E02", "sudah", {"luka": [11, 19]}, "gawat"),
        ("E02", "sudah", {"luka": []}, "biasa"),
        ("E31", "kini", {}, "biasa"),
        ("E30", "kini", {}, "biasa"),
        ("E06", "kini", {}, "biasa"),
        ("E06", "kini", {"massa": 500}, "penting"),
        ("E07", "kini", {}, "biasa"),
        ("E06", "kini", {"mati": 1}, "gawat"),
        (None, "kini", {}, "penting"),
        ("", "kini", {}, "penting"),
        (None, "sudah", {}, "biasa"),
        ("E11", "", {}, "biasa"),
    ],
)
def test_the_urgency_that_is_proposed(
    event_form: str | None, when: str, counts: dict[str, int], urgency: str
) -> None:
    assert propose_urgency(event_form, when, counts) == urgency


def test_the_low_end_of_a_range_counts() -> None:
    assert at_least({"luka": [11, 19]}, "luka") == 11
    assert at_least({"luka": 3}, "luka") == 3
    assert at_least({}, "luka") == 0


@given(
    event_form=st.sampled_from([None, *EVENT_FORMS]),
    when=st.sampled_from(["", *When]),
    counts=st.dictionaries(
        st.sampled_from(["mati", "luka", "mengungsi", "rusak", "massa"]), st.integers(0, 500)
    ),
    kind=st.sampled_from(["mati", "luka", "mengungsi", "rusak", "massa"]),
)
def test_more_harm_never_makes_it_less_urgent(
    event_form: str | None, when: str, counts: dict[str, int], kind: str
) -> None:
    order = list(Urgency)
    worse = counts | {kind: counts.get(kind, 0) + 1}

    assert order.index(propose_urgency(event_form, when, worse)) <= order.index(
        propose_urgency(event_form, when, counts)
    )


@pytest.mark.parametrize(
    ("stage", "gawat", "penting", "biasa"),
    [
        (Stage.PG, "siaga", "waspada", "normal"),
        (Stage.AG, "siaga", "siaga", "waspada"),
        (Stage.GN, "awas", "siaga", "waspada"),
        (Stage.PK, "siaga", "waspada", "normal"),
        (None, "siaga", "waspada", "normal"),
    ],
)
def test_the_level_that_is_proposed(stage: Stage | None, gawat: str, penting: str, biasa: str) -> None:
    assert propose_level(Urgency.GAWAT, stage) == gawat
    assert propose_level(Urgency.PENTING, stage) == penting
    assert propose_level(Urgency.BIASA, stage) == biasa


@pytest.mark.parametrize(
    ("proposed", "form", "may_awas", "taken"),
    [
        (Level.AWAS, "E11", False, (Level.SIAGA, True)),
        (Level.AWAS, "E11", True, (Level.AWAS, False)),
        (Level.SIAGA, "E11", False, (Level.SIAGA, False)),
        (Level.AWAS, "E06", False, (Level.WASPADA, False)),
    ],
)
def test_only_a_leader_makes_awas_of_a_proposal(
    proposed: Level, form: str, may_awas: bool, taken: tuple[Level, bool]
) -> None:
    assert taken_level(proposed, [form], may_awas=may_awas) == taken


@pytest.mark.parametrize("when", When)
@pytest.mark.parametrize("code", ["E06", "E07"])
def test_a_peaceful_protest_alone_never_rises_above_waspada(code: str, when: str) -> None:
    level = propose_level(propose_urgency(code, when, {}), EVENT_FORMS[code].stage)

    assert level.bars <= Level.WASPADA.bars


@pytest.mark.parametrize(
    ("forms", "ceiling"),
    [
        (["E06"], "waspada"),
        (["E06", "E07"], "waspada"),
        (["E06", "E04"], "awas"),
        (["E11"], "awas"),
        ([], "awas"),
        (["?"], "awas"),
    ],
)
def test_only_what_is_nothing_but_peaceful_protest_is_held_at_waspada(forms: list[str], ceiling: str) -> None:
    assert level_ceiling(forms) == ceiling
