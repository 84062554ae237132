"""Deadlines of the office and numbers of the law."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from kentongan.rules import deadlines
from kentongan.rules.deadlines import (
    ANSWER_WITHIN,
    ANSWERS,
    FOLLOW_UP_AFTER,
    LEGAL_RULES,
    LOOK_BACK_WITHIN,
    STEP_WITHIN,
    LegalRule,
    answer_due,
    follow_up_days,
    next_look,
    rule_on,
    step_due,
)
from kentongan.rules.refusal import Refused
from kentongan.rules.taxonomy import Urgency

AT = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("urgency", "within"),
    [("gawat", timedelta(minutes=15)), ("penting", timedelta(hours=2)), ("biasa", timedelta(days=1))],
)
def test_an_answer_is_due(urgency: str, within: timedelta) -> None:
    assert answer_due(Urgency(urgency), AT) == AT + within


@pytest.mark.parametrize(
    ("urgency", "within"),
    [("gawat", timedelta(hours=6)), ("penting", timedelta(hours=48)), ("biasa", timedelta(days=7))],
)
def test_the_next_step_of_a_case_is_due(urgency: str, within: timedelta) -> None:
    assert step_due(Urgency(urgency), AT) == AT + within


@pytest.mark.parametrize("urgency", Urgency)
def test_a_step_may_take_longer_than_the_first_answer_but_not_than_the_first_look_back(
    urgency: Urgency,
) -> None:
    assert ANSWER_WITHIN[urgency] < STEP_WITHIN[urgency] <= timedelta(days=FOLLOW_UP_AFTER[urgency][0])


def test_a_case_that_may_relapse_is_looked_at_30_and_90_days_after_settling() -> None:
    settled_on = date(2026, 11, 21)

    assert next_look(settled_on, date(2026, 11, 28)) == date(2026, 12, 21)
    assert next_look(settled_on, date(2026, 12, 21)) == date(2027, 2, 19)
    assert next_look(settled_on, date(2027, 2, 19)) == date(2027, 5, 20)


def test_a_look_back_may_take_three_days_once_its_day_has_come() -> None:
    assert timedelta(days=3) == LOOK_BACK_WITHIN


def test_the_graver_the_sooner() -> None:
    assert list(ANSWER_WITHIN) == list(Urgency)
    assert sorted(ANSWER_WITHIN.values()) == list(ANSWER_WITHIN.values())


@pytest.mark.parametrize(
    ("urgency", "days"),
    [
        ("gawat", [date(2026, 11, 8), date(2026, 12, 1), date(2027, 1, 30)]),
        ("penting", [date(2026, 11, 8), date(2026, 12, 1)]),
        ("biasa", [date(2026, 11, 8)]),
    ],
)
def test_a_settled_case_is_looked_at_again(urgency: str, days: list[date]) -> None:
    assert list(follow_up_days(Urgency(urgency), date(2026, 11, 1))) == days


@pytest.mark.parametrize(
    ("key", "value", "unit", "is_checked"),
    [
        ("conflict_status_days", 90, "hari", True),
        ("conflict_status_extension_days", 30, "hari", False),
        ("settlement_taskforce_women_percent", 30, "persen", False),
        ("report_period_months", 4, "bulan", True),
        ("satlinmas_members", 10, "orang", True),
        ("linmas_per_station", 2, "orang per TPS", True),
        ("worship_house_users", 90, "orang", True),
        ("worship_house_supporters", 60, "orang", True),
        ("worship_house_decision_days", 90, "hari", True),
        ("fkub_members_province", 21, "orang", False),
        ("fkub_members_regency", 17, "orang", False),
        ("breach_notice_hours", 72, "jam", True),
        ("information_answer_working_days", 10, "hari kerja", True),
        ("information_extension_working_days", 7, "hari kerja", False),
        ("protest_notice_hours", 72, "jam", True),
        ("village_election_dispute_days", 30, "hari", False),
        ("village_head_term_years", 8, "tahun", True),
    ],
)
def test_the_numbers_of_the_law_today(key: str, value: int, unit: str, is_checked: bool) -> None:
    rule = rule_on(key, date(2026, 11, 21))

    assert (rule.value, rule.unit) == (value, unit)
    assert is_checked == (rule.to_check in ("", deadlines.SINCE_WHEN))


def test_the_list_of_legal_numbers_is_complete() -> None:
    assert len({rule.key for rule in LEGAL_RULES}) == 17


@pytest.mark.parametrize("rule", LEGAL_RULES, ids=lambda rule: rule.key)
def test_every_legal_number_names_the_law_it_comes_from(rule: LegalRule) -> None:
    assert re.search(r"\b(UU|PP|Permendagri|PBM|PKPU)\b.*\d{4}", rule.source)
    assert rule.valid_to is None or rule.valid_from <= rule.valid_to


@pytest.mark.parametrize("rule", ANSWERS, ids=lambda rule: rule.urgency)
def test_every_deadline_says_who_agreed_to_it(rule: LegalRule) -> None:
    assert rule.source


@pytest.mark.parametrize("rule", LEGAL_RULES, ids=lambda rule: rule.key)
def test_no_two_rows_of_one_rule_hold_on_the_same_day(rule: LegalRule) -> None:
    end = rule.valid_to or date.max
    others = [each for each in LEGAL_RULES if each.key == rule.key and each is not rule]

    assert not [
        each for each in others if each.valid_from <= end and rule.valid_from <= (each.valid_to or date.max)
    ]


def test_a_changed_law_keeps_its_old_number_for_old_days(monkeypatch: pytest.MonkeyPatch) -> None:
    old = LegalRule(
        key="term",
        value=6,
        unit="tahun",
        valid_from=date(2014, 1, 15),
        valid_to=date(2024, 4, 24),
        source="UU 6/2014",
    )
    new = LegalRule(key="term", value=8, unit="tahun", valid_from=date(2024, 4, 25), source="UU 3/2024")
    monkeypatch.setattr(deadlines, "LEGAL_RULES", (old, new))

    assert rule_on("term", date(2014, 1, 15)) is old
    assert rule_on("term", date(2024, 4, 24)) is old
    assert rule_on("term", date(2024, 4, 25)) is new
    assert rule_on("term", date(2050, 1, 1)) is new
    with pytest.raises(Refused) as refused:
        rule_on("term", date(2014, 1, 14))
    assert refused.value.code == "no_rule"


def test_a_misspelt_rule_is_a_bug_and_not_a_refusal() -> None:
    with pytest.raises(KeyError):
        rule_on("conflict_status_day", date(2026, 1, 1))
