"""The answer of a run: as JSON for programs, or as a page for people."""

from __future__ import annotations

import math
from typing import Any

from titir.prm import PROSPECTIVE, PROSPECTIVE_TEMPORAL, RETROSPECTIVE, SPATIAL, TEMPORAL
from titir.study import Report, Told

ANALYSES = {
    SPATIAL: "Purely spatial analysis",
    TEMPORAL: "Purely temporal analysis",
    RETROSPECTIVE: "Retrospective space-time analysis",
    PROSPECTIVE: "Prospective space-time analysis",
    PROSPECTIVE_TEMPORAL: "Prospective purely temporal analysis",
}
MODELS = {0: "discrete Poisson model", 1: "Bernoulli model", 2: "space-time permutation model"}
AREAS = {1: "high rates", 2: "low rates", 3: "high or low rates"}
WIDTH = 96


def as_json(report: Report, *, seconds: float) -> dict[str, Any]:
    """Return what programs read: `replicates`, `seconds` and `clusters`, best first."""
    return {
        "replicates": report.replicates,
        "seconds": round(seconds, 3),
        "clusters": [_cluster(one) for one in report.clusters],
    }


def _cluster(told: Told) -> dict[str, Any]:
    one = told.cluster
    return {
        "locations": list(told.locations),
        "start": told.start,
        "end": told.end,
        "radius_km": round(one.radius_km, 6),
        "observed": one.observed,
        "expected": one.expected,
        "relative_risk": one.relative_risk if math.isfinite(one.relative_risk) else None,
        "llr": one.llr,
        "p": one.p,
        "gumbel_p": one.gumbel_p,
        "recurrence_interval_days": one.recurrence_interval_days,
    }


def as_text(report: Report, *, seconds: float) -> str:
    """Return what people read."""
    read = report.parameters
    head = [
        f"{ANALYSES[read.analysis_type]}, {MODELS[read.model_type]}, scanning for {AREAS[read.scan_areas]}",
        f"{read.case_file}: {report.cases} cases, {report.locations} locations, {read.start_date} to {read.end_date}",
        _replicates(report, seconds),
        "",
    ]
    if not report.clusters:
        return "\n".join([*head, "No cluster was found.", ""])
    return "\n".join([*head, *(_page(number, one) for number, one in enumerate(report.clusters, 1))])


def _replicates(report: Report, seconds: float) -> str:
    early = " (stopped early)" if report.stopped else ""
    return f"{report.replicates} replicates{early} in {seconds:.1f} s"


def _page(number: int, told: Told) -> str:
    one = told.cluster
    rows = [
        ("Locations", _wrapped(told.locations)),
        ("Time", f"{told.start} to {told.end}"),
        ("Centre and radius", f"({', '.join(f'{part:.6f}' for part in told.centre)}) / {one.radius_km:.2f}"),
        ("Observed / expected", f"{one.observed} / {one.expected:.4g} = {one.observed / one.expected:.2f}"),
        ("Relative risk", f"{one.relative_risk:.2f}"),
        ("Log-likelihood ratio", f"{one.llr:.6f}"),
    ]
    if one.p is not None:
        rows.append(("P-value", f"{one.p:.4g}"))
    if one.gumbel_p is not None:
        rows.append(("Gumbel p-value", f"{one.gumbel_p:.2g}"))
    if one.recurrence_interval_days is not None:
        rows.append(("Recurrence interval", _interval(one.recurrence_interval_days)))
    body = "\n".join(f"   {name:<21}: {value}" for name, value in rows)
    return f"{number}.\n{body}\n"


def _interval(days: float) -> str:
    if days >= 365.25:
        return f"once in {days / 365.25:.1f} years"
    return f"once in {days:.0f} days" if days >= 1.5 else "once a day"


def _wrapped(names: tuple[str, ...]) -> str:
    rows, row = [], ""
    for name in names:
        more = f"{row}, {name}" if row else name
        if row and len(more) > WIDTH - 26:
            rows.append(f"{row},")
            more = name
        row = more
    return ("\n" + " " * 26).join([*rows, row])
