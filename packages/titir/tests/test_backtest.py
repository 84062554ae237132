"""The replay of a history: read, foretold without looking ahead, scored and told."""

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from titir import backtest, knox
from titir.command import main
from titir.errors import FileError
from titir.events import read_events
from titir.scores import brier


def table(path: Path, *, days: int = 480, extra: str = "") -> Path:
    rng = np.random.default_rng(1)
    lines = ["date,unit,group,latitude,longitude"]
    rate = rng.gamma(0.6, 0.05, 12)
    for day in range(days):
        for unit in np.flatnonzero(rng.poisson(rate)):
            on = date(2020, 1, 1) + timedelta(days=day)
            lines.append(f"{on},d{unit},g{unit % 3},{-7 - unit / 10},{110 + unit % 4 / 10}")
    path.write_text("\n".join(lines) + "\n" + extra)
    return path


def test_a_replay_ranks_better_than_chance_and_prints_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path / "events.csv")

    assert backtest.main([str(path), "--test-from", "2021-01-15", "--horizon", "7", "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    by_name = {row["ranking"]: row["average_precision"] for row in told["any_event"]}
    assert by_name["titir"] > 1.2 * by_name["chance"]


def test_chances_of_events_in_bursts_are_truer_than_those_of_a_poisson_process(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    lines = ["date,unit,latitude,longitude"]
    for day in range(600):
        for unit in np.flatnonzero(rng.random(15) < np.linspace(0.01, 0.1, 15)):
            on = date(2020, 1, 1) + timedelta(days=day)
            lines += [f"{on},d{unit},{-7 - unit / 10},110"] * int(rng.integers(1, 12))
    path = tmp_path / "bursts.csv"
    path.write_text("\n".join(lines) + "\n")

    found = backtest.replay(read_events(path), test_from=date(2021, 1, 15), horizon=7)

    poisson = -np.expm1(-found.rankings["titir"])
    assert brier(found.chances, found.happened) < brier(poisson, found.happened) - 0.05


def test_what_comes_later_changes_no_earlier_forecast(tmp_path: Path) -> None:
    short = read_events(table(tmp_path / "short.csv"))
    extra = "".join(f"2021-05-{day:02d},d1,g1,-7.1,110.1\n" for day in range(2, 30))
    long = read_events(table(tmp_path / "long.csv", extra=extra))

    one = backtest.replay(short, test_from=date(2021, 1, 15), horizon=7)
    other = backtest.replay(long, test_from=date(2021, 1, 15), horizon=7)

    same = len(one.happened)
    np.testing.assert_allclose(one.rankings["titir"], other.rankings["titir"][:same], rtol=1e-9)
    np.testing.assert_allclose(one.chances, other.chances[:same], rtol=1e-9)


def test_a_text_report_names_every_ranking(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    backtest.main([str(table(tmp_path / "e.csv")), "--test-from", "2021-03-01", "--horizon", "7"])

    told = capsys.readouterr().out
    assert all(name in told for name in ("last week", "last year", "chance", "titir"))


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = table(tmp_path / "e.csv", days=5, extra="2020-13-45,d1,g1,-7,110\n")

    with pytest.raises(FileError, match="is no event"):
        read_events(path)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("when;where\n2020-01-01;x\n")

    with pytest.raises(FileError, match="line 1: has no column date or date_start or event_date"):
        read_events(path)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_bytes("date,unit,latitude,longitude\n2020-01-01,Bēngkulu,1,2\n".encode("utf-16"))

    with pytest.raises(FileError, match="line 1: is UTF-16; save it as UTF-8"):
        read_events(path)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2020-01-05,d1,g1,-7,1,110,1", "has 7 fields where the first line has 5"),
        ("2020-01-05,d1,g1", "has 3 fields where the first line has 5"),
        ("2020-01-05,d1,g1,113,-8", "lies at latitude 113.0 and longitude -8.0, which is nowhere"),
        ("9999-01-05,d1,g1,-7,110", "from 2020-01-05 to 9999-01-05 lie more than 36600 days apart"),
    ],
)
def test_rows_that_would_be_misread_are_refused(tmp_path: Path, row: str, words: str) -> None:
    path = table(tmp_path / "e.csv", days=5, extra=row + "\n")

    with pytest.raises(FileError, match=words):
        read_events(path)


@pytest.mark.parametrize(
    "more",
    [
        ["--horizon", "0"],
        ["--horizon", "-3"],
        ["--draws", "-1"],
        ["--seed", "-1"],
        ["--test-from", "2031-01-01"],
    ],
)
def test_words_of_a_replay_that_make_no_sense_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    assert main(["backtest", str(table(tmp_path / "e.csv")), *more]) == 2

    assert capsys.readouterr().err.startswith("titir: ")


def test_the_middle_of_a_unit_on_both_sides_of_the_antimeridian_lies_there(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("date,unit,latitude,longitude\n2020-01-01,fiji,-17,179.5\n2020-01-02,fiji,-17,-179.5\n")

    _, east = read_events(path).centres()

    assert east.tolist() == [180.0]


def points(path: Path, *, east: float) -> Path:
    """Forty events in pairs, 11 m apart, on both sides of a meridian."""
    rows = [
        f"2020-01-{day:02d},{day / 10},{(east + side * 5e-5 + 180) % 360 - 180:.6f}"
        for day in range(1, 21)
        for side in (-1, 1)
    ]
    path.write_text("date,latitude,longitude\n" + "\n".join(rows) + "\n")
    return path


def test_pairs_across_the_antimeridian_are_near(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tables = []
    for east in (113.0, 180.0):
        assert knox.main([str(points(tmp_path / "e.csv", east=east)), "--permutations", "9", "--json"]) == 0
        tables.append(json.loads(capsys.readouterr().out)["observed"])

    assert tables[0] == tables[1]
    assert tables[0][1][0] == 20


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("date,latitude,longitude\n2020-01-01,113,-8\n", "line 2: lies at latitude 113.0"),
        ("date,x,y\n2020-01-01,1,nan\n", "line 2: lies at 1.0, nan"),
        ("date,x,y\n2020-01-01xyz,1,2\n", "line 2: is no event"),
        ("date,x,y\n2020-01-01,1,2\n", r"holds 1 event\(s\); pairs need two"),
        ("date,x,y\n2020-01-01,1,5,2,5\n", "line 2: has 5 fields where the first line has 3"),
    ],
)
def test_points_that_would_be_misread_are_refused(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "e.csv"
    path.write_text(content)

    with pytest.raises(FileError, match=words):
        knox.read_points(path)


@pytest.mark.parametrize(
    "more", [["--distances", "5"], ["--days", "3,1"], ["--seed", "-1"], ["--permutations", "0"]]
)
def test_words_of_a_table_that_make_no_sense_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    assert main(["knox", str(points(tmp_path / "e.csv", east=113.0)), *more]) == 2

    assert capsys.readouterr().err.startswith("titir: ")


def test_near_repeats_are_counted_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path / "e.csv", days=60)

    assert knox.main([str(path), "--permutations", "19", "--days", "0,8,15"]) == 0

    assert "observed over expected pairs; p from 19 permutations" in capsys.readouterr().out
