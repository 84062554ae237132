"""Reads SaTScan's parameter files: which options are obeyed, which change nothing here, and which are refused.

Written from the meaning that SaTScan's User Guide gives to them (version 10.3). An option that is not in these tables,
or has a value that is not obeyed, is refused by name: better no answer than another one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from math import isfinite
from pathlib import Path
from typing import Any, get_type_hints

from titir.errors import FileError, OptionError
from titir.tables import text_of

# What only shapes SaTScan's own output, or how fast it runs.
WITHOUT_EFFECT = frozenset(
    [
        "resultsfile",
        "outputgoogleearthkml",
        "outputshapefiles",
        "outputcartesiangraph",
        "mostlikelyclustereachcentroidascii",
        "mostlikelyclustereachcentroiddbase",
        "mostlikelyclustercaseinfoeachcentroidascii",
        "mostlikelyclustercaseinfoeachcentroiddbase",
        "censusareasreportedclustersascii",
        "censusareasreportedclustersdbase",
        "includerelativeriskscensusareasascii",
        "includerelativeriskscensusareasdbase",
        "savesimllrsascii",
        "savesimllrsdbase",
        "outputgooglemaps",
        "multipledatasetspurposetype",
        "dataset1-name",
        "launchmapviewer",
        "compresskmltokmz",
        "includeclusterlocationskml",
        "thresholdlocationsseparatekml",
        "giniindexclusterreportingtype",
        "spatialmaxima",
        "giniindexclusterspvaluecutoff",
        "reportginiindexcoefficents",
        "outputtemporalgraphhtml",
        "temporalgraphreporttype",
        "temporalgraphmostmlc",
        "temporalgraphsignificancecutoff",
        "criticalvalue",
        "reportclusterrank",
        "printasciicolumnheaders",
        "resultstitle",
        "cutoffclusterlinelistcsv",
        "linelistindividualcache",
        "emailalwayssummary",
        "emailalwaysrecipients",
        "emailcutoffsummary",
        "emailcutoffrecipients",
        "emailcutoffvalue",
        "emailattachresults",
        "emailincluderesults",
        "customemail",
        "customemailsubjectline",
        "customemailmessagebody",
        "ellipseshapes",
        "ellipseangles",
        "simulateddatainputfilename",
        "printsimulateddatatofile",
        "simulateddataoutputfilename",
        "numberparallelprocesses",
        "suppresswarnings",
        "logruntohistoryfile",
        "executiontype",
        "version",
        "reporthierarchicalclusters",
        "numbootstrapreplications",
        "oliveirapvaluecutoff",
        "drilldownminimumclusterlocations",
        "drilldownminimumclustercases",
        "drilldownclustercutoff",
        "drilldownclusterpvaluecutoff",
        "drilldownadjustforweeklytrends",
        "powerevaluationsmethod",
        "powerevaluationtotalcases",
        "criticalvaluetype",
        "criticalvalue05",
        "criticalvalue01",
        "criticalvalue001",
        "powerestimationtype",
        "numberpowerreplications",
        "alternativehypothesisfilename",
        "powerevaluationssimulationmethod",
        "powerevaluationssimulationsourcefilename",
        "reportpowerevaluationsimulationdata",
        "powerevaluationssimulationoutputfilename",
        "noncompactnesspenalty",
        "gridfile",
        "neighborsfilename",
        "maxcirclepopulationfile",
        "maxspatialsizeinmaxcirclepopulationfile",
        "metalocationsfilename",
        "multiplelocationsfile",
        "locationsnetworkfilename",
        "purposelocationsnetworkfile",
        "risklimithighclustersthreshold",
        "riskthresholdhighclusters",
        "riskthresholdlowclusters",
        "timetrendpercentage",
        "timetrendtype",
        "adjustmentsbyknownrelativerisksfilename",
        "iterativescanmaxiterations",
        "iterativescanmaxpvalue",
        "maxspatialsizeinpopulationatrisk_reported",
        "maxsizeinmaxcirclepopulationfile_reported",
        "maxspatialsizeinmaxcirclepopulationfile_reported",
        "maxspatialsizeindistancefromcenter_reported",
        "intervalstartrange",
        "intervalendrange",
        "reportgumbel",
        "runhistoryfilename",
    ]
)

# What is obeyed only when it asks for nothing.
ONLY = {
    "usegridfile": "n",
    "spatialwindowshapetype": "0",
    "isotonicscan": "0",
    "uselocationsnetworkfile": "n",
    "useneighborsfile": "n",
    "usemetalocationsfile": "n",
    "multiplecoordinatestype": "0",
    "usemaxcirclepopulationfileoption": "n",
    "risklimithighclusters": "n",
    "risklimitlowclusters": "n",
    "spatialadjustmentstype": "0",
    "spatialadjustmenttype": "0",
    "useadjustmentsbyrrfile": "n",
    "iterativescan": "n",
    "performstandarddrilldown": "n",
    "performbernoullidrilldown": "n",
    "calculateoliveira": "n",
    "performpowerevaluation": "n",
    "reportginiclusters": "n",
    "usereportonlysmallerclusters": "n",
    "usemaxcirclepopulationfileoption_reported": "n",
    "usedistancefromcenteroption_reported": "n",
    "simulateddatamethodtype": "0",
}

SPATIAL, TEMPORAL, RETROSPECTIVE, PROSPECTIVE, PROSPECTIVE_TEMPORAL = 1, 2, 3, 4, 6
MODEL_POISSON, MODEL_BERNOULLI, MODEL_PERMUTATION = 0, 1, 2


@dataclass(frozen=True)
class Parameters:
    """The options that are obeyed, with SaTScan's defaults; names are those of the file in our spelling."""

    folder: Path
    case_file: str = ""
    control_file: str = ""
    population_file: str = ""
    coordinates_file: str = ""
    precision_case_times: int = 1
    start_date: str = "2000/1/1"
    end_date: str = "2000/12/31"
    coordinates_type: int = 1
    analysis_type: int = 1
    model_type: int = 0
    scan_areas: int = 1
    time_aggregation_units: int = 1
    time_aggregation_length: int = 1
    study_period_check_type: int = 0
    geographical_coordinates_check_type: int = 0
    max_spatial_size_in_population_at_risk: float = 50.0
    use_distance_from_center_option: bool = False
    max_spatial_size_in_distance_from_center: float = 1.0
    include_purely_temporal: bool = False
    minimum_temporal_cluster_size: int = 1
    max_temporal_size_interpretation: int = 0
    max_temporal_size: float = 50.0
    include_purely_spatial: bool = False
    include_clusters: int = 0
    minimum_cases_in_low_rate_clusters: int = 0
    minimum_cases_in_high_rate_clusters: int = 2
    time_trend_adjustment_type: int = 0
    adjust_for_weekly_trends: bool = False
    p_value_report_type: int = 0
    early_termination_threshold: int = 50
    monte_carlo_reps: int = 999
    adjust_for_earlier_analyses: bool = False
    prospective_start_date: str = "2000/12/31"
    prospective_frequency_type: int = 0
    prospective_frequency: int = 1
    criteria_for_reporting_secondary_clusters: int = 0
    time_stratified_adj_length: int = 1

    def path(self, name: str) -> Path:
        """Return where a file lies: its name is taken from the folder of the parameter file."""
        return self.folder / name


def read_parameters(path: Path) -> Parameters:
    """Read a parameter file.

    Raises:
        FileError: If it cannot be read, or a line is no option.
        OptionError: If an option is not known, not obeyed, or has a value that it cannot have.
    """
    kinds = get_type_hints(Parameters)
    names = {one.name.replace("_", ""): one.name for one in fields(Parameters) if one.name != "folder"}
    values: dict[str, Any] = {}
    told: dict[str, tuple[int, str]] = {}
    for number, text in enumerate(text_of(path).split("\n"), start=1):
        line = text.strip()
        if not line or line[0] in ";[":
            continue
        key, equals, value = (part.strip() for part in line.partition("="))
        if not equals:
            raise FileError(path, number, f"{line!r} is neither a [section], a ;comment nor an option=value")
        line_before, value_before = told.setdefault(key.lower(), (number, value))
        if value != value_before:
            raise OptionError(
                f"{path}, line {number}: {key}={value} contradicts line {line_before}, where it is {value_before}"
            )
        name = names.get(key.lower())
        if name:
            values[name] = _value(kinds[name], key, value, path, number)
        else:
            _check(key, value, path, number)
    return _allowed(Parameters(path.parent, **values), path)


def _check(key: str, value: str, path: Path, number: int) -> None:
    lower = key.lower()
    if lower in WITHOUT_EFFECT:
        return
    if lower not in ONLY:
        raise OptionError(f"{path}, line {number}: option {key} is not known")
    if value.lower() not in (ONLY[lower], ""):
        raise OptionError(f"{path}, line {number}: {key}={value} is not supported; only {ONLY[lower]} is")


def _value(kind: type, key: str, value: str, path: Path, number: int) -> object:
    try:
        return _READ[kind](value)
    except (ValueError, KeyError):
        wanted = {bool: "y or n", int: "a whole number", float: "a number"}[kind]
        raise OptionError(f"{path}, line {number}: {key}={value} should be {wanted}") from None


def _number(text: str) -> float:
    number = float(text)
    if not isfinite(number) or "_" in text:
        raise ValueError(text)
    return number


def _whole(text: str) -> int:
    if "_" in text:
        raise ValueError(text)
    return int(text)


_READ: dict[type, Callable[[str], object]] = {
    bool: lambda text: {"y": True, "n": False, "1": True, "0": False}[text.lower()],
    int: _whole,
    float: _number,
    str: str,
}


ALLOWED = {
    "precision_case_times": range(5),
    "coordinates_type": range(2),
    "analysis_type": (SPATIAL, TEMPORAL, RETROSPECTIVE, PROSPECTIVE, PROSPECTIVE_TEMPORAL),
    "model_type": (MODEL_POISSON, MODEL_BERNOULLI, MODEL_PERMUTATION),
    "scan_areas": (1, 2, 3),
    "time_aggregation_units": range(5),
    "study_period_check_type": range(2),
    "geographical_coordinates_check_type": range(2),
    "max_temporal_size_interpretation": range(2),
    "include_clusters": range(2),
    "time_trend_adjustment_type": (0, 4),
    "p_value_report_type": range(4),
    "prospective_frequency_type": range(6),
    "criteria_for_reporting_secondary_clusters": range(6),
}


LEAST = {
    "max_spatial_size_in_distance_from_center": 0,
    "minimum_temporal_cluster_size": 1,
    "max_temporal_size": 0,
    "minimum_cases_in_low_rate_clusters": 0,
    "minimum_cases_in_high_rate_clusters": 0,
    "early_termination_threshold": 1,
    "monte_carlo_reps": 0,
    "prospective_frequency": 1,
    "time_aggregation_length": 1,
}


def _allowed(read: Parameters, path: Path) -> Parameters:
    for name, values in ALLOWED.items():
        if getattr(read, name) not in values:
            raise OptionError(
                f"{path}: {_spelled(name)}={getattr(read, name)} is not supported; only {list(values)} are"
            )
    for name, least in LEAST.items():
        if getattr(read, name) < least:
            raise OptionError(f"{path}: {_spelled(name)}={getattr(read, name)} must be {least} or more")
    if read.model_type == MODEL_PERMUTATION and read.analysis_type not in (RETROSPECTIVE, PROSPECTIVE):
        raise OptionError(
            f"{path}: ModelType=2 (permutation) needs AnalysisType=3 or 4, got {read.analysis_type}"
        )
    _check_files(read, path)
    if not 0 < read.max_spatial_size_in_population_at_risk <= 50:
        got = read.max_spatial_size_in_population_at_risk
        raise OptionError(f"{path}: MaxSpatialSizeInPopulationAtRisk={got} must lie above 0, up to 50")
    if read.time_trend_adjustment_type == 4 and read.time_stratified_adj_length != 1:
        raise OptionError(
            f"{path}: TimeStratifiedAdjLength={read.time_stratified_adj_length}: only 1 is supported"
        )
    return read


def _spelled(name: str) -> str:
    """Return an option as the file spells it."""
    return name.replace("_", " ").title().replace(" ", "")


def _check_files(read: Parameters, path: Path) -> None:
    for name, needed in (
        ("CaseFile", read.case_file),
        ("CoordinatesFile", read.coordinates_file or read.analysis_type in (TEMPORAL, PROSPECTIVE_TEMPORAL)),
        ("PopulationFile", read.population_file or read.model_type != MODEL_POISSON),
        ("ControlFile", read.control_file or read.model_type != MODEL_BERNOULLI),
    ):
        if not needed:
            raise OptionError(f"{path}: {name} is missing")
