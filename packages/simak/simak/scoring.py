"""Scores predictions against labels: the measures of the labelled text collection, with bootstrap intervals.

Intervals are percentiles of 1,000 samples of texts with replacement (Efron, Annals of Statistics 7, 1979).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

Row = Mapping[str, Any]
Pair = tuple[Row, Row]

SAMPLES = 1000
_QUIET = ("bukan", "kegiatan")


def pairs(gold: Sequence[Row], told: Sequence[Row]) -> list[Pair]:
    """Put labels and predictions of one id together.

    Raises:
        ValueError: If a label has no prediction.
    """
    by_id = {row["id"]: row for row in told}
    missing = [row["id"] for row in gold if row["id"] not in by_id]
    if missing:
        raise ValueError(f"no prediction for {len(missing)} of {len(gold)} texts, first {missing[0]!r}")
    return [(row, by_id[row["id"]]) for row in gold]


def fits(pair: Pair) -> bool:
    """Tell whether the category is right, or the other fair one."""
    labels = pair[0]["labels"]
    return pair[1]["category"] in {labels["category"], *labels["category_alt"]}


def _relevant(category: str) -> bool:
    return category not in _QUIET


def _share(truths: Sequence[bool]) -> float | None:
    return sum(truths) / len(truths) if truths else None


def relevance_recall(given: Sequence[Pair]) -> float | None:
    """Return the part of reports that are read as reports."""
    return _share([_relevant(p["category"]) for g, p in given if _relevant(g["labels"]["category"])])


def relevance_precision(given: Sequence[Pair]) -> float | None:
    """Return the part of what is read as reports that are some."""
    return _share([_relevant(g["labels"]["category"]) for g, p in given if _relevant(p["category"])])


def category(given: Sequence[Pair]) -> float | None:
    """Return the part with a fair category."""
    return _share([fits(pair) for pair in given])


def category_strict(given: Sequence[Pair]) -> float | None:
    """Return the part with the first category."""
    return _share([p["category"] == g["labels"]["category"] for g, p in given])


def category_macro_f1(given: Sequence[Pair]) -> float | None:
    """Return F1 by category, averaged over the categories that occur."""
    scores = []
    for name in sorted({g["labels"]["category"] for g, _ in given}):
        hits = sum(g["labels"]["category"] == name == p["category"] for g, p in given)
        wrong = sum(pair[1]["category"] == name and not fits(pair) for pair in given)
        missed = sum(pair[0]["labels"]["category"] == name and not fits(pair) for pair in given)
        scores.append(2 * hits / max(1, 2 * hits + wrong + missed))
    return float(np.mean(scores)) if scores else None


def kind(given: Sequence[Pair]) -> float | None:
    """Return the part with the right kind."""
    return _share([p["kind"] == g["labels"]["kind"] for g, p in given])


def severity(given: Sequence[Pair]) -> float | None:
    """Return the part with the right severity."""
    return _share([p["severity"] == g["labels"]["severity"] for g, p in given])


def severity_near(given: Sequence[Pair]) -> float | None:
    """Return the part with a severity at most one off."""
    return _share([abs(p["severity"] - g["labels"]["severity"]) <= 1 for g, p in given])


def severity_3_recall(given: Sequence[Pair]) -> float | None:
    """Return the part of the gravest that are read as such."""
    return _share([p["severity"] >= 3 for g, p in given if g["labels"]["severity"] >= 3])


def look_now_recall(given: Sequence[Pair]) -> float | None:
    """Return the part of the gravest that are put before somebody's eyes at once."""
    return _share([bool(p.get("look_now")) for g, p in given if g["labels"]["severity"] >= 3])


def _place(source: str, length: int | None) -> Callable[[Sequence[Pair]], float | None]:
    def measure(given: Sequence[Pair]) -> float | None:
        truths = []
        for g, p in given:
            labels = g["labels"]
            if g.get("source") != source or labels["kind"] == "bukan" or not labels.get("place"):
                continue
            right = {labels["place"], *labels["place_alt"]}
            told = p.get("place") or ""
            near = length is not None and len(told) >= length
            truths.append(told in right or (near and any(told[:length] == each[:length] for each in right)))
        return _share(truths)

    return measure


def _date(source: str) -> Callable[[Sequence[Pair]], float | None]:
    def measure(given: Sequence[Pair]) -> float | None:
        return _share(
            [
                p.get("date") in {g["labels"]["date"], *g["labels"].get("date_alt", [])}
                for g, p in given
                if g.get("source") == source and g["labels"].get("date") and g["labels"]["kind"] != "bukan"
            ]
        )

    return measure


def counts_f1(given: Sequence[Pair]) -> float | None:
    """Return F1 over counts; a count is right when its range meets that of the label; told zeros do not count."""
    hits = wrong = missed = 0
    for g, p in given:
        if g["labels"]["kind"] == "bukan":
            continue
        gold = {k: v for k, v in g["labels"].get("counts", {}).items() if list(v) != [0, 0]}
        told = {k: v for k, v in (p.get("counts") or {}).items() if list(v) != [0, 0]}
        good = sum(told[k][0] <= gold[k][1] and told[k][1] >= gold[k][0] for k in gold.keys() & told.keys())
        hits, wrong, missed = hits + good, wrong + len(told) - good, missed + len(gold) - good
    return 2 * hits / (2 * hits + wrong + missed) if hits + wrong + missed else None


def names_recall(given: Sequence[Pair]) -> float | None:
    """Return the part of names that are found."""
    return _share(
        [
            any(name.split()[0] in told or told in name for told in p.get("persons", []))
            for g, p in given
            for name in g["labels"].get("persons", [])
        ]
    )


def category_calibration_error(given: Sequence[Pair]) -> float | None:
    """Return the expected calibration error in ten bins (Guo et al., ICML 2017)."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for pair in given:
        sure = pair[1].get("conf", {}).get("category")
        if sure is not None:
            bins[min(9, int(sure * 10))].append((sure, fits(pair)))
    if not bins:
        return None
    total = sum(map(len, bins.values()))
    return sum(abs(sum(s for s, _ in each) - sum(r for _, r in each)) for each in bins.values()) / total


MEASURES: Mapping[str, Callable[[Sequence[Pair]], float | None]] = {
    "relevance_recall": relevance_recall,
    "relevance_precision": relevance_precision,
    "category": category,
    "category_strict": category_strict,
    "category_macro_f1": category_macro_f1,
    "kind": kind,
    "severity": severity,
    "severity_near": severity_near,
    "severity_3_recall": severity_3_recall,
    "look_now_recall": look_now_recall,
    "place_news": _place("news", None),
    "place_messages": _place("wa", None),
    "kabupaten_news": _place("news", 5),
    "kabupaten_messages": _place("wa", 5),
    "date_news": _date("news"),
    "date_messages": _date("wa"),
    "counts_f1": counts_f1,
    "names_recall": names_recall,
    "category_calibration_error": category_calibration_error,
}


def score(
    given: Sequence[Pair], *, rng: np.random.Generator, samples: int = SAMPLES
) -> dict[str, dict[str, Any]]:
    """Return each measure that can be taken, with how many texts and a 95 % interval."""
    found = {}
    for name, measure in MEASURES.items():
        value = measure(given)
        if value is not None:
            low, high = _interval(given, measure, rng, samples)
            found[name] = {"value": round(value, 4), "low": low, "high": high, "n": len(given)}
    return found


def _interval(
    given: Sequence[Pair],
    measure: Callable[[Sequence[Pair]], float | None],
    rng: np.random.Generator,
    samples: int,
) -> tuple[float, float]:
    drawn = rng.integers(0, len(given), size=(samples, len(given)))
    values = [value for row in drawn if (value := measure([given[i] for i in row])) is not None]
    low, high = np.percentile(values, [2.5, 97.5])
    return round(float(low), 4), round(float(high), 4)


def groups(gold: Sequence[Row]) -> Counter[str]:
    """Return how many labels there are of each category."""
    return Counter(row["labels"]["category"] for row in gold)
