"""The command on files of SaTScan's formats: what it answers, obeys and refuses."""

import json
import sys
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from titir.command import main
from titir.dates import cut, person_time, read_moment
from titir.errors import OptionError

PRM = {
    "CaseFile": "t.cas",
    "PopulationFile": "t.pop",
    "CoordinatesFile": "t.geo",
    "CoordinatesType": "1",
    "PrecisionCaseTimes": "3",
    "StartDate": "2025/1/1",
    "EndDate": "2025/1/20",
    "AnalysisType": "4",
    "ModelType": "0",
    "ScanAreas": "1",
    "TimeAggregationUnits": "3",
    "TimeAggregationLength": "1",
    "MaxTemporalSizeInterpretation": "1",
    "MaxTemporalSize": "5",
    "PValueReportType": "1",
    "MonteCarloReps": "99",
}
NAMES = ["Kali", "Alun", "Bukit", "Desa", "Empang", "Fajar"]


@pytest.fixture
def study(tmp_path):
    """Files of six places where Bukit has an outbreak at the end; returns a function that writes and runs them."""
    rng = np.random.default_rng(1)
    rows = [f"{name} 1 2025/01/{day:02}" for name in NAMES for day in rng.integers(1, 21, 8)]
    rows += [f"Bukit 3 2025/01/{day}" for day in (19, 20)]
    (tmp_path / "t.cas").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "t.pop").write_text("".join(f"{name} 2025 1000\n" for name in NAMES), encoding="utf-8")
    (tmp_path / "t.ctl").write_text("".join(f"{name} 20\n" for name in NAMES), encoding="utf-8")
    places = "".join(f"{name} -8.{number} 113.{number * 7 % 5}\n" for number, name in enumerate(NAMES))
    (tmp_path / "t.geo").write_text(places, encoding="utf-8")

    def write(**more):
        options = {**PRM, **more}
        text = "[Input]\n;what is asked\n" + "\n".join(f"{key}={value}" for key, value in options.items())
        (tmp_path / "t.prm").write_text(text + "\n", encoding="utf-8")
        return tmp_path / "t.prm"

    return write


def found(capsys, path, *words):
    assert main(["scan", str(path), "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_answer_as_json_has_what_programs_read(study, capsys) -> None:
    answer = found(capsys, study(), "--seed", "4", "--threads", "2")

    assert set(answer) == {"replicates", "seconds", "clusters"}
    assert answer["replicates"] == 99
    assert set(answer["clusters"][0]) == {
        "locations", "start", "end", "radius_km", "observed", "expected", "relative_risk", "llr", "p", "gumbel_p",
        "recurrence_interval_days",
    }  # fmt: skip
    top = answer["clusters"][0]
    assert (top["locations"], top["end"], top["radius_km"]) == (["Bukit"], "2025-01-20", 0.0)
    assert top["recurrence_interval_days"] == pytest.approx(1 / top["p"])
    again = found(capsys, study(), "--seed", "4", "--threads", "1")
    assert again["clusters"] == answer["clusters"]


def test_the_report_names_places_days_and_chance(study, capsys) -> None:
    assert main(["scan", str(study())]) == 0

    said = capsys.readouterr().out
    assert "Prospective space-time analysis, discrete Poisson model" in said
    assert "Bukit" in said
    assert "P-value" in said


@pytest.mark.parametrize(
    ("options", "check"),
    [
        ({"AnalysisType": "1"}, lambda top: top["locations"] == ["Bukit"] and top["start"] == "2025-01-01"),
        ({"AnalysisType": "1", "ModelType": "1", "ControlFile": "t.ctl", "PrecisionCaseTimes": "0", "CaseFile": "n.cas",
          "PopulationFile": ""}, lambda top: top["locations"] == ["Alun"] and top["observed"] == 15),
        ({"AnalysisType": "3"}, lambda top: top["recurrence_interval_days"] is None),
        ({"AnalysisType": "3", "IncludePurelySpatial": "y", "IncludePurelyTemporal": "y"}, lambda top: top["llr"] > 0),
        ({"ModelType": "2", "PopulationFile": ""}, lambda top: top["locations"] == ["Bukit"]),
        ({"ModelType": "2", "PopulationFile": "", "AdjustForWeeklyTrends": "y"}, lambda top: top["p"] > 0),
        ({"TimeTrendAdjustmentType": "4"}, lambda top: top["locations"] == ["Bukit"]),
        ({"AnalysisType": "2"}, lambda top: top["locations"] == ["All"]),
        ({"ScanAreas": "2", "AnalysisType": "1"}, lambda top: top["observed"] < top["expected"]),
        ({"ScanAreas": "3", "AnalysisType": "3"}, lambda top: top["llr"] > 0),
        ({"TimeAggregationLength": "4", "MaxTemporalSize": "8"}, lambda top: top["start"] in ("2025-01-13", "2025-01-17")),
        ({"AdjustForEarlierAnalyses": "y", "ProspectiveStartDate": "2025/1/11"},
         lambda top: top["recurrence_interval_days"] == pytest.approx(1 / (1 - (1 - top["p"]) ** 0.1), rel=1e-6)),
        ({"PValueReportType": "3"}, lambda top: top["p"] == top["gumbel_p"]),
    ],
)  # fmt: skip
def test_analyses_and_models_answer_what_was_asked(study, capsys, tmp_path, options, check) -> None:
    (tmp_path / "n.cas").write_text("Alun 15\nDesa 3\nFajar 4\n", encoding="utf-8")

    answer = found(capsys, study(**options))

    assert check(answer["clusters"][0])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"SpatialWindowShapeType": "1"}, "SpatialWindowShapeType=1 is not supported"),
        ({"SomethingNew": "1"}, "option SomethingNew is not known"),
        ({"ModelType": "5"}, "ModelType=5 is not supported"),
        ({"MonteCarloReps": "many"}, "MonteCarloReps=many should be a whole number"),
        ({"MaxSpatialSizeInPopulationAtRisk": "70"}, "must lie above 0, up to 50"),
        ({"StartDate": "2025/13/1"}, "StartDate=2025/13/1"),
        ({"EndDate": "2024/1/1"}, "ends before it begins"),
        ({"PopulationFile": ""}, "PopulationFile is missing"),
        ({"CaseFile": "nothing.cas"}, "nothing.cas: cannot be read"),
        ({"MaxTemporalSize": "0"}, "no window fits"),
        ({"MaxTemporalSize": "nan"}, "line 16: MaxTemporalSize=nan should be a number"),
        ({"CoordinatesType": ""}, "line 6: CoordinatesType= should be a whole number"),
        ({"MonteCarloReps": "10_0"}, "MonteCarloReps=10_0 should be a whole number"),
        ({"MonteCarloReps": "99999999999"}, "replicates must be 10000000 at most"),
        ({"EarlyTerminationThreshold": "0"}, "EarlyTerminationThreshold=0 must be 1 or more"),
        ({"ProspectiveFrequency": "-3"}, "ProspectiveFrequency=-3 must be 1 or more"),
        ({"modeltype": "2"}, "line 19: modeltype=2 contradicts line 11, where it is 0"),
        ({"EndDate": "9999/12/31"}, "has more than 100000"),
        ({"EndDate": "9999/12/31", "TimeAggregationUnits": "1"}, "must end before 9999/12/31"),
        ({"CaseFile2": "more.cas"}, "option CaseFile2 is not known"),
        ({"CaseFile-SourceType": "0"}, "option CaseFile-SourceType is not known"),
        ({"AnalysisType": "3", "ModelType": "1", "ControlFile": "none.ctl"}, "none.ctl holds no controls"),
        (
            {"StartDate": "1", "EndDate": "x", "PrecisionCaseTimes": "4", "TimeAggregationUnits": "4"},
            "'x' is not a whole",
        ),
    ],
)
def test_what_is_not_obeyed_is_refused_by_name(study, capsys, tmp_path, options, words) -> None:
    (tmp_path / "none.ctl").touch()

    assert main(["scan", str(study(**options))]) == 2

    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("t.cas", b"Bukit;1;2025/01/03\n", "t.cas, line 1: got 1 field(s), 'Bukit;1;2025/01/03'"),
        ("t.cas", b"Bukit 1 2025/01/03\nBukit -1 2025/01/03\n", "line 2: count '-1' is not a whole number"),
        ("t.cas", b"Bukit 1.5 2025/01/03\n", "line 1: count '1.5' is not a whole number"),
        ("t.cas", b"Bukit nan 2025/01/03\n", "line 1: count 'nan' is out of range"),
        ("t.cas", b"Bukit 1 2024/12/31\n", "line 1: date '2024/12/31' lies outside the study period"),
        ("t.cas", b"Bukit 1 2025/02/30\n", "line 1: '2025/02/30' is no date: day is out of range for month"),
        ("t.cas", b"Bukit 1 2025\n", "line 1: date '2025' is less precise"),
        ("t.cas", b"Laut 1 2025/01/03\n", "line 1: location 'Laut' is not in t.geo"),
        ("t.cas", b"Bukit 1_0 2025/01/03\n", "line 1: count '1_0' is not a number"),
        (
            "t.cas",
            b"Bukit 2000000000 2025/01/03\nKali 2000000000 2025/01/03\n",
            "line 2: count 2000000000 is larger",
        ),
        ("t.cas", b"\n", "holds no cases"),
        ("t.cas", b"Buk\xe9t 1 2025/01/03\n", "line 1: byte 0xe9 is not UTF-8"),
        ("t.cas", "Bukit 1 2025/01/03\n".encode("utf-16"), "is UTF-16; save it as UTF-8"),
        (
            "t.geo",
            b"Bukit -8,1 113,2\n",
            "line 1: coordinate '-8,1' is not a number; decimals follow a point",
        ),
        ("t.geo", b"Bukit 113.2 -8.1\n", "line 1: latitude 113.2 and longitude -8.1 are not on the globe"),
        ("t.geo", b"Bukit -8.1 113.2\nBukit -8.2 113.2\n", "line 2: location 'Bukit' was already at"),
        ("t.pop", b"Bukit 2025 4\nKali unspecified 4\n", "line 2: date 'unspecified': either all"),
        ("t.pop", b"Bukit 2025 -4\n", "line 1: population '-4' is out of range"),
        ("t.pop", b"Bukit 2025 0\n", "has no population"),
        ("t.pop", b"Bukit 2025 10\n", "has cases but no population"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number(study, capsys, tmp_path, file, content, words) -> None:
    path = study()
    (tmp_path / file).write_bytes(content)

    assert main(["scan", str(path)]) == 2

    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("precision", "told", "unit"), [("1", "2025", "2"), ("1", "2025", "3"), ("2", "2025/01", "3")]
)
def test_times_less_precise_than_the_intervals_are_refused(
    study, capsys, tmp_path, precision, told, unit
) -> None:
    path = study(PrecisionCaseTimes=precision, TimeAggregationUnits=unit, EndDate="2025/12/31")
    (tmp_path / "t.cas").write_text(f"Bukit 3 {told}\n")

    assert main(["scan", str(path)]) == 2

    assert f"t.cas, line 1: date '{told}' may lie in any of" in capsys.readouterr().err


def test_one_location_is_refused_where_locations_are_compared(study, capsys, tmp_path) -> None:
    for file, content in (
        ("t.geo", "Bukit -8 113\n"),
        ("t.cas", "Bukit 3 2025/01/03\n"),
        ("t.pop", "Bukit 2025 9\n"),
    ):
        (tmp_path / file).write_text(content)
    for options, words in (({"AnalysisType": "1"}, "one region alone"), ({}, "larger than a circle may be")):
        path = study(**options)
        (tmp_path / "t.geo").write_text("Bukit -8 113\n")

        assert main(["scan", str(path)]) == 2

        assert words in capsys.readouterr().err


def test_a_population_without_a_date_stays_the_same(study, capsys, tmp_path) -> None:
    dated = found(capsys, study())["clusters"]
    people = (tmp_path / "t.pop").read_text()
    (tmp_path / "t.pop").write_text(people.replace("2025", "unspecified"))

    assert found(capsys, study())["clusters"] == dated


def test_options_of_other_releases_that_change_nothing_are_read(study, capsys) -> None:
    plain = found(capsys, study())["clusters"]
    more = {
        "PurposeLocationsNetworkFile": "1",
        "DrilldownClusterPvalueCutoff": "0.05",
        "DrilldownAdjustForWeeklyTrends": "n",
    }

    assert found(capsys, study(**more))["clusters"] == plain


def test_the_order_of_lines_and_other_names_change_nothing(study, capsys, tmp_path) -> None:
    before = found(capsys, study())["clusters"]
    for file in ("t.cas", "t.pop", "t.geo"):
        lines = (tmp_path / file).read_text().splitlines()
        (tmp_path / file).write_text("\n".join("x" + line for line in reversed(lines)) + "\n")

    after = found(capsys, study())["clusters"]

    assert [{**one, "locations": [name[1:] for name in one["locations"]]} for one in after] == before


@pytest.mark.parametrize(
    "options",
    [
        {"AnalysisType": "3", "ScanAreas": "3", "IncludePurelySpatial": "y", "IncludePurelyTemporal": "y"},
        {"AnalysisType": "1"},
        {"AnalysisType": "2"},
        {"AdjustForWeeklyTrends": "y"},
        {"TimeTrendAdjustmentType": "4"},
    ],
)
def test_a_place_without_people_and_cases_changes_nothing(study, capsys, tmp_path, options) -> None:
    before = found(capsys, study(**options), "--threads", "1")["clusters"]
    for file, line in (("t.geo", "Zulu -8.33 113.7\n"), ("t.pop", "Zulu 2025 0\n")):
        with (tmp_path / file).open("a") as more:
            more.write(line)

    after = found(capsys, study(**options), "--threads", "8")["clusters"]

    kept = [{**one, "locations": [name for name in one["locations"] if name != "Zulu"]} for one in after]
    assert [(one["locations"], one["llr"], one["p"], one["start"]) for one in kept] == [
        (one["locations"], one["llr"], one["p"], one["start"]) for one in before
    ]


def test_places_at_the_same_point_are_one_site(study, capsys, tmp_path) -> None:
    path = study()
    for file, line in (("t.geo", "Zeta -8.2 113.4\n"), ("t.pop", "Zeta 2025 0\n")):
        with (tmp_path / file).open("a") as more:
            more.write(line)

    assert found(capsys, path)["clusters"][0]["locations"] == ["Bukit", "Zeta"]


def test_help_is_there_for_every_command(capsys) -> None:
    for words in (["--help"], ["scan", "--help"]):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 0
    assert "FILE.prm" in capsys.readouterr().out


def test_other_commands_get_their_own_words(monkeypatch) -> None:
    heard = []
    module = SimpleNamespace(main=lambda words: heard.append(words) or 0)
    monkeypatch.setitem(sys.modules, "titir.knox", module)

    assert main(["knox", "--help", "events.csv"]) == 0
    assert heard == [["--help", "events.csv"]]


def test_dates_of_two_digits_fall_near_the_study_and_years_stand_for_their_first_of_july() -> None:
    assert read_moment("73", generic=False, around=1980).middle == date(1973, 7, 1).toordinal()
    assert read_moment("12/31/2025", generic=False).first == date(2025, 12, 31).toordinal()
    assert read_moment("2025/2", generic=False).last == date(2025, 2, 28).toordinal()
    for wrong in ("2025-", "yesterday", "2025/0/1"):
        with pytest.raises(ValueError, match=r"date|month"):
            read_moment(wrong, generic=False)


def test_intervals_are_cut_backwards_from_the_end() -> None:
    weeks = cut(date(2025, 1, 1).toordinal(), date(2025, 1, 31).toordinal(), unit=3, length=7)
    months = cut(date(2025, 1, 1).toordinal(), date(2025, 12, 31).toordinal(), unit=2, length=1)

    assert np.diff(weeks.cuts).tolist() == [3, 7, 7, 7, 7]
    assert np.diff(months.cuts)[:3].tolist() == [31, 28, 31]
    with pytest.raises(OptionError, match="at least 1"):
        cut(1, 2, unit=3, length=0)


def test_a_population_changes_linearly_between_two_censuses_and_stays_beyond() -> None:
    days = cut(0, 9, unit=4, length=1)

    weights = person_time(np.array([2, 6]), days)

    people = weights @ np.array([100.0, 200.0])
    assert people.tolist() == pytest.approx([100, 100, 112.5, 137.5, 162.5, 187.5, 200, 200, 200, 200])
