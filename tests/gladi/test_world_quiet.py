"""Quiet life of a simulated kabupaten: how much is written, when, by whom, and how it arrives."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from statistics import mean, pvariance

import pytest

from kentongan.gladi.world.almanac import hijri
from kentongan.gladi.world.ground import survey
from kentongan.gladi.world.scenario import Period, Quiet, Scenario
from kentongan.gladi.world.simulation import NoOffice, Plan, simulate
from kentongan.gladi.world.stream import NIL, REPORT, Message
from kentongan.gladi.world.truth import Truth

LUMAJANG = ("35.08",)
CALM = Quiet(
    episodes_per_million_a_year=0, harms_per_million_a_year=0, phones_broken_a_year=0, posts_lazy_a_year=0
)
STILL = Scenario(quiet=CALM)
HUSHED = replace(CALM, messages_per_1000_people_per_day=0.02, nil_kept=0)


def run(seed: int, days: int = 14, scenario: Scenario = STILL) -> tuple[list[Message], Truth]:
    """Run a world of Lumajang to its end."""
    plan = Plan(LUMAJANG, seed, days, scenario)
    messages = list(simulate(plan, NoOffice()))
    assert plan.truth is not None
    return messages, plan.truth


@pytest.fixture(scope="module")
def worlds() -> list[tuple[list[Message], Truth]]:
    """Six quiet weeks of Lumajang, for several seeds."""
    return [run(seed, 42) for seed in range(4)]


@pytest.fixture(scope="module")
def month(worlds: list[tuple[list[Message], Truth]]) -> tuple[list[Message], Truth]:
    """One of them."""
    return worlds[0]


def test_messages_arrive_in_order_and_bear_numbers_in_order(month: tuple[list[Message], Truth]) -> None:
    messages, truth = month

    assert [m.received_at for m in messages] == sorted(m.received_at for m in messages)
    assert [m.id for m in messages] == sorted({m.id for m in messages})
    assert set(truth.messages) == {m.id for m in messages}


def test_noise_has_the_share_the_scenario_asks_for(worlds: list[tuple[list[Message], Truth]]) -> None:
    natures = Counter[str]()
    for _, truth in worlds:
        natures += Counter(one["nature"] for one in truth.messages.values())
    del natures["nihil"]

    assert 1 - natures["ringan"] / natures.total() == pytest.approx(0.92, abs=0.015)


def test_days_of_villages_are_more_unequal_than_chance_alone(
    worlds: list[tuple[list[Message], Truth]],
) -> None:
    ratios = []
    for _, truth in worlds:
        cells = Counter((o.region, (o.at + timedelta(hours=7)).date()) for o in truth.occurrences)
        days = {on for _, on in cells}
        for village in truth.villages:
            counts = [cells[village, on] for on in days]
            if mean(counts) > 0.3:
                ratios.append(pvariance(counts) / mean(counts))

    assert len(ratios) > 60
    assert 1.2 < mean(ratios) < 2.5


def test_villages_write_as_often_as_their_people_say_but_not_equally(
    worlds: list[tuple[list[Message], Truth]],
) -> None:
    rates = []
    for _, truth in worlds:
        written = Counter(o.region for o in truth.occurrences)
        rates += [written[code] / row["people"] * 1000 / 42 for code, row in truth.villages.items()]

    assert mean(rates) == pytest.approx(0.12, rel=0.25)
    assert max(rates) > 4 * sorted(rates)[len(rates) // 4]


def test_the_days_before_days_off_are_the_busiest(worlds: list[tuple[list[Message], Truth]]) -> None:
    of_weekday = Counter[int]()
    for _, truth in worlds:
        of_weekday += Counter((o.at + timedelta(hours=7)).weekday() for o in truth.occurrences)

    busiest = [day for day, _ in of_weekday.most_common(2)]
    assert busiest == [5, 6]
    assert of_weekday[5] / of_weekday[1] == pytest.approx(1.25 / 0.89, rel=0.15)


def test_evenings_are_busy_and_nights_are_not(month: tuple[list[Message], Truth]) -> None:
    _, truth = month
    of_hour = Counter((o.at + timedelta(hours=7)).hour for o in truth.occurrences)

    assert sum(of_hour[hour] for hour in range(18, 22)) > 4 * sum(of_hour[hour] for hour in range(1, 5))


def test_some_posts_write_far_more_than_others(month: tuple[list[Message], Truth]) -> None:
    messages, truth = month
    reports = Counter(m.post for m in messages if m.post and m.kind == REPORT)
    by_zeal = sorted(truth.posts, key=lambda post: post.zeal)
    quarter = len(by_zeal) // 4

    lazy = sum(reports[post.id] for post in by_zeal[:quarter])
    eager = sum(reports[post.id] for post in by_zeal[-quarter:])

    assert eager > 3 * lazy


def test_nil_reports_come_from_the_post_whose_duty_it_is_and_some_are_forgotten(
    month: tuple[list[Message], Truth],
) -> None:
    messages, truth = month
    duty = {post.id for post in truth.posts if post.nil_hour is not None}
    sent = Counter(m.post for m in messages if m.kind == NIL)

    assert set(sent) <= duty
    assert len(duty) == len(truth.villages)
    assert 0.5 < sent.total() / (42 * len(duty)) < 0.85
    assert min(sent[post] for post in duty) < 20
    assert max(sent.values()) > 36


def test_a_post_that_reported_owes_no_nil_report_that_day() -> None:
    scenario = Scenario(quiet=replace(HUSHED, nil_kept=1, messages_per_1000_people_per_day=1))
    messages, truth = run(2, 6, scenario)
    village_of = {post.id: post.region for post in truth.posts}
    spoke = {
        (m.post, (truth.messages[m.id]["at"])[:10])
        for m in messages
        if m.post in village_of and m.kind == REPORT
    }
    nil = {
        (m.post, (m.received_at + timedelta(hours=7)).date().isoformat()) for m in messages if m.kind == NIL
    }

    assert nil
    assert len(nil & spoke) < 0.1 * len(nil)


def test_a_copy_that_is_sent_again_keeps_its_code_and_is_a_duplicate(
    month: tuple[list[Message], Truth],
) -> None:
    messages, truth = month
    first: dict[str, str] = {}
    copies = 0
    for message in messages:
        if message.client_id in first:
            copies += 1
            original = first[message.client_id]
            root = truth.messages[original]["duplicate_of"] or original
            assert truth.messages[message.id]["duplicate_of"] == root
        first.setdefault(message.client_id, message.id)

    assert 0.012 < copies / len(messages) < 0.03


def test_what_others_tell_is_a_duplicate_of_the_first_that_arrived(
    month: tuple[list[Message], Truth],
) -> None:
    _, truth = month
    first: dict[str, str] = {}
    for number, row in truth.messages.items():
        if row["occurrence"]:
            assert row["duplicate_of"] == first.get(row["occurrence"])
            first.setdefault(row["occurrence"], number)


def test_some_phones_live_in_1970_and_some_eight_hours_ahead(month: tuple[list[Message], Truth]) -> None:
    messages, _ = month
    old = [m for m in messages if m.stated_at.year == 1970]
    ahead = [m for m in messages if m.stated_at - m.received_at > timedelta(hours=7)]

    assert 0.002 < len(old) / len(messages) < 0.02
    assert 0.002 < len(ahead) / len(messages) < 0.02


def test_some_messages_wait_for_a_signal_most_of_all_in_the_country(
    month: tuple[list[Message], Truth],
) -> None:
    messages, _ = month
    villages = survey(LUMAJANG).villages
    waited: dict[bool, list[bool]] = {True: [], False: []}
    for message in messages:
        if message.kind == NIL and message.stated_at.year > 1970:
            urban = villages[message.region].urban
            if urban < 0.25 or urban > 0.75:
                waited[urban > 0.75].append(message.received_at - message.stated_at > timedelta(minutes=30))

    assert mean(waited[False]) == pytest.approx(0.17, abs=0.05)
    assert mean(waited[True]) < 0.75 * mean(waited[False])


def test_a_wrong_place_is_one_beside_the_true_one(month: tuple[list[Message], Truth]) -> None:
    messages, truth = month
    villages = survey(LUMAJANG).villages
    chosen = [
        (m.claimed_code, truth.messages[m.id]["place"])
        for m in messages
        if m.claimed_code and m.kind == REPORT
    ]
    wrong = [(claimed, true) for claimed, true in chosen if claimed != true]

    assert 0.03 < len(wrong) / len(chosen) < 0.07
    assert all(claimed in villages[true].neighbours for claimed, true in wrong)


def test_a_longer_world_begins_like_a_shorter_one() -> None:
    short, long = (["".join(m.line() for m in run(4, days)[0])] for days in (5, 9))

    assert long[0].startswith(short[0])


def test_holidays_and_fasting_move_with_the_moon() -> None:
    known = {(2024, 4, 10): (10, 1), (2025, 3, 31): (10, 1), (2026, 3, 20): (10, 1), (2023, 6, 29): (12, 10)}

    for day, feast in known.items():
        near = {hijri(date(*day) + timedelta(days=off))[1:] for off in (-1, 0, 1)}
        assert feast in near
    days = [hijri(date(2020, 1, 1) + timedelta(days=off)) for off in range(1, 9_000)]
    assert all(1 <= day <= 30 and 1 <= month <= 12 for _, month, day in days)
    assert days == sorted(set(days))


def test_election_stages_and_polling_stations_bring_messages() -> None:
    polling = Period(stage="pemungutan", day=2, per_tps=1.0)
    still, busy = (run(8, 4, Scenario(quiet=HUSHED, calendar=calendar))[1] for calendar in ((), (polling,)))

    more = len(busy.occurrences) - len(still.occurrences)

    assert more == pytest.approx(3_322, rel=0.1)
    assert {o.at.date() for o in busy.occurrences if o.issues == ("I02",)} <= {
        date(2026, 1, 6),
        date(2026, 1, 7),
    }


def test_a_seed_is_one_world_and_another_seed_another() -> None:
    lines = ["".join(m.line() for m in run(seed, 3)[0]) for seed in (5, 5, 6)]

    assert lines[0] == lines[1]
    assert lines[0] != lines[2]
