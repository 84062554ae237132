"""Chances of the next days: busy places first, chances that are kept, parts that add up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from titir import forecast
from titir.escalation import escalation_chance, onsets
from titir.forecast import History, around, calibrate, fit_weights, isotonic, outlook
from titir.scores import average_precision


def places(number: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(9)
    return rng.uniform(-8, -7, number), rng.uniform(110, 111, number)


def test_busy_places_come_first_and_chances_are_kept() -> None:
    rng = np.random.default_rng(1)
    rate = rng.gamma(0.3, 0.1, 80)
    counts = rng.poisson(rate[:, None], (80, 560))

    found = outlook(counts[:, :530], *places(80))

    came = counts[:, 530:].sum(axis=1) > 0
    assert average_precision(found.chance[:, 1], came) > 0.8
    assert found.chance[:, 1].mean() == pytest.approx(came.mean(), abs=0.12)


def test_what_happened_here_lately_is_named_as_the_reason() -> None:
    rng = np.random.default_rng(2)
    counts = np.zeros((60, 400), dtype=int)
    for _ in range(60):
        begin, where = rng.integers(0, 385), rng.integers(0, 60)
        counts[where, begin : begin + 14] += rng.poisson(0.6, min(14, 400 - begin))
    counts[7, -6:] += 2

    found = outlook(counts, *places(60))

    assert found.chance[7, 0] == found.chance[:, 0].max()
    assert found.own[7] > found.usual[7]


def test_many_events_are_taken_in_at_once_as_they_are_one_by_one() -> None:
    region, number = np.array([0, 2]), np.array([3, 2])
    together, apart = (History(around(*places(4)), regions=4) for _ in range(2))

    together.add(region, number=number)
    apart.add(np.repeat(region, number))

    np.testing.assert_array_equal(together.features().values, apart.features().values)


def test_counts_as_large_as_they_may_be_need_no_more_room() -> None:
    counts = np.zeros((6, 160), dtype=np.int64)
    counts[0, ::3] = 2**31 - 1

    found = outlook(counts, *places(6))

    assert found.chance[0].min() > 0.9


def test_a_longer_horizon_never_has_the_lower_chance() -> None:
    rng = np.random.default_rng(7)
    counts = rng.poisson(0.005, (40, 400))
    for _ in range(40):
        where, begin = rng.integers(0, 40), rng.integers(0, 380)
        counts[where, begin : begin + 20] += rng.poisson(0.5, 20)

    # Learnt apart, 22 days had the lower chance in three places.
    found = outlook(counts, *places(40), horizons=(22, 21))

    assert (found.chance[:, 0] >= found.chance[:, 1]).all()


def test_chances_learnt_from_a_contagion_that_is_over_are_set_right(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    counts = rng.poisson(0.01, (80, 900))
    for where, day in zip(*np.nonzero(counts[:, :440]), strict=True):
        counts[where, day + 1 : day + 7] += rng.poisson(0.4, 6)
    lately = counts[:, -7:].any(axis=1)

    kept = outlook(counts, *places(80)).chance[:, 0]
    monkeypatch.setattr(forecast, "_later_half", lambda *_: None)
    raw = outlook(counts, *places(80)).chance[:, 0]

    # A week truly has 1 - exp(-.07), whatever the week before it brought.
    assert 0.06 < kept[lately].mean() < 0.15 < raw[lately].mean()
    assert (np.diff(kept[np.argsort(raw)]) >= 0).all()


def test_what_the_earlier_half_has_seen_already_judges_none_of_its_chances() -> None:
    rng = np.random.default_rng(3)
    history, done, came = History(around(*places(20)), regions=20), [], []
    for day in range(200):
        history.add(np.flatnonzero(rng.random(20) < 0.1))
        if day % 7 == 0 and day > 60:
            done.append((day, history.features()))
            came.append(rng.poisson(0.5, 20))
    half = len(done) // 2
    other = [*came[:half], *(10 - one for one in came[half : half + 3]), *came[half + 3 :]]

    # Weeks that begin within the thirty days after the last of the earlier half.
    one, same = (forecast._later_half(done, each, 30) for each in (came, other))
    assert one is not None
    assert same is not None
    np.testing.assert_array_equal(one.chance, same.chance)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40))
def test_the_isotonic_curve_rises(rows: list[tuple[float, bool]]) -> None:
    score, chance = isotonic([row[0] for row in rows], [row[1] for row in rows])

    assert (np.diff(score) >= 0).all()
    assert (np.diff(chance) >= -1e-12).all()


def slow_isotonic(score: list[float], happened: list[bool]) -> tuple[list[float], list[float]]:
    """Pool adjacent violators, one outcome at a time."""
    blocks: list[list[float]] = []
    for x, y in sorted(zip(score, happened, strict=True), key=lambda row: row[0]):
        blocks.append([y, 1.0, x])
        while len(blocks) > 1 and blocks[-2][0] * blocks[-1][1] >= blocks[-1][0] * blocks[-2][1]:
            hits, number, place = blocks.pop()
            blocks[-1] = [blocks[-1][0] + hits, blocks[-1][1] + number, blocks[-1][2] + place]
    base = sum(happened) / len(happened)
    levels = np.maximum.accumulate([(hits + base) / (number + 1) for hits, number, _ in blocks])
    return [place / number for _, number, place in blocks], levels.tolist()


@given(st.lists(st.tuples(st.integers(0, 12).map(float), st.booleans()), min_size=1, max_size=40))
def test_the_isotonic_curve_is_that_of_pooling_violators_one_by_one(rows: list[tuple[float, bool]]) -> None:
    columns = [row[0] for row in rows], [row[1] for row in rows]

    assert np.allclose(isotonic(*columns), slow_isotonic(*columns))


def test_chances_that_were_twice_too_high_are_halved() -> None:
    rng = np.random.default_rng(3)
    raw = rng.uniform(0, 0.6, 8000)

    curve = calibrate(raw, rng.random(8000) < raw / 2)

    assert curve(np.array([0.4]))[0] == pytest.approx(0.2, abs=0.05)


def test_weights_that_made_the_counts_are_found() -> None:
    rng = np.random.default_rng(4)
    values = rng.gamma(0.5, 1.0, (20_000, 3))

    found = fit_weights(values, rng.poisson(values @ [0.5, 0.0, 0.2] * 7).astype(float), horizon=7)

    np.testing.assert_allclose(found.weights, [0.5, 0.0, 0.2], atol=0.02)


def test_the_share_of_weeks_with_an_event_is_that_of_counting_them() -> None:
    days = np.random.default_rng(6).poisson(0.1, (3, 50))
    history = History(around(*places(3)), regions=3)

    for day in range(50):
        history.add(np.repeat(np.arange(3), days[:, day]))

    fades = np.exp(-(49 - np.arange(50))[:, None] / np.array([7.0, 21.0, 60.0]))
    weeks = np.array([[days[at, max(day - 6, 0) : day + 1].any() for day in range(50)] for at in range(3)])
    np.testing.assert_allclose(history.features().active, weeks @ fades / fades.sum(axis=0), rtol=1e-5)


def test_what_lies_around_leaves_the_region_itself_out() -> None:
    space = around(*places(12))

    assert np.allclose(space.near.diagonal(), 0)
    assert space.near.sum() == pytest.approx(12)


def slow_onsets(row: list[int]) -> list[int]:
    found: list[int] = []
    for day in range(62, len(row)):
        week, before = sum(row[day - 6 : day + 1]), sum(row[day - 62 : day - 6]) / 8
        if week >= 3 and week >= 2 * before and (not found or day - found[-1] >= 28):
            found.append(day)
    return found


@given(st.integers(0, 5000))
def test_escalations_begin_where_the_definition_says(seed: int) -> None:
    row = np.random.default_rng(seed).poisson(0.25, 150)

    assert np.flatnonzero(onsets(row[None])[0]).tolist() == slow_onsets(row.tolist())


def test_a_place_on_the_brink_is_likelier_to_escalate_than_a_quiet_one() -> None:
    recent = np.zeros((3, 62), dtype=int)
    recent[0, -1] = 2
    since = np.array([999, 999, 3])
    recent[2, -1] = 2

    found = escalation_chance(recent, since, np.array([0.5, 0.5, 0.5]), shape=np.inf, draws=2000)

    assert found[0] == pytest.approx(1 - np.exp(-0.5), abs=0.1)
    assert found[1] < 0.1
    assert found[2] < 0.001


def test_too_short_a_history_is_refused() -> None:
    with pytest.raises(ValueError, match="150 days and as many places are needed"):
        outlook(np.zeros((5, 100), dtype=int), *places(5))
