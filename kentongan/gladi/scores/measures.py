"""The figures of the benchmark: each a function of what was counted in one or many worlds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kentongan.gladi.scores import silence
from kentongan.gladi.scores.intervals import interval, quantile
from kentongan.gladi.scores.tally import Detection, Tally

Figure = Callable[[Sequence[Tally]], float | None]
DAY_H = 24


@dataclass(frozen=True)
class Measure:
    """One figure: its key in JSON, what it is called, its unit and how it is worked out."""

    key: str
    label_id: str
    label_en: str
    unit: str
    of: Figure


@dataclass(frozen=True)
class Estimate:
    """A figure with the interval over worlds; None where it does not exist."""

    value: float | None
    interval: tuple[float, float] | None


def share(part: float, whole: float) -> float | None:
    """Return part of the whole, or None when there is no whole."""
    return part / whole if whole else None


def found(worlds: Sequence[Tally]) -> float | None:
    """Credit of the episodes that broke out, by alerts before."""
    return share(sum(one.all.credit for one in worlds), sum(one.all.episodes for one in worlds))


def found_by_luck(worlds: Sequence[Tally]) -> float | None:
    """Credit that as many alerts at the same moments have at places drawn by lot."""
    return share(sum(one.luck for one in worlds), sum(one.all.episodes for one in worlds))


def found_by_best(worlds: Sequence[Tally]) -> float | None:
    """Credit by the five highest alerts of each day and kabupaten alone."""
    return share(sum(one.best.credit for one in worlds), sum(one.best.episodes for one in worlds))


def found_a_day_before(worlds: Sequence[Tally]) -> float | None:
    """Episodes somebody could go to at least a day before GN."""
    early = sum(hours >= DAY_H for hours in all_leads(worlds))
    return share(early, sum(one.all.episodes for one in worlds))


def all_leads(worlds: Sequence[Tally]) -> list[float]:
    """Return the lead hours of all worlds in order."""
    return sorted(hours for one in worlds for hours in one.all.lead_hours)


def lead_median(worlds: Sequence[Tally]) -> float | None:
    """Half of the found episodes had at least this lead."""
    hours = all_leads(worlds)
    return quantile(hours, 0.5) if hours else None


def lead_p10(worlds: Sequence[Tally]) -> float | None:
    """Nine in ten of the found episodes had at least this lead."""
    hours = all_leads(worlds)
    return quantile(hours, 0.1) if hours else None


def false_per_month(worlds: Sequence[Tally]) -> float | None:
    """False alerts in one kabupaten and thirty days."""
    return share(sum(one.all.false for one in worlds), sum(one.kabupaten_months for one in worlds))


def alerts_per_day(worlds: Sequence[Tally]) -> float | None:
    """Alerts about conflicts in one kabupaten and day."""
    return share(sum(one.all.alerts for one in worlds), 30 * sum(one.kabupaten_months for one in worlds))


def precision(counted: Sequence[Detection]) -> float | None:
    """Weight of the hits among hits and false alerts; repeats and late ones count for neither."""
    return share(sum(one.hit_weight for one in counted), sum(one.hits + one.false for one in counted))


def precision_all(worlds: Sequence[Tally]) -> float | None:
    """Precision of all alerts."""
    return precision([one.all for one in worlds])


def precision_best(worlds: Sequence[Tally]) -> float | None:
    """Precision of the five highest alerts of each day and kabupaten."""
    return precision([one.best for one in worlds])


def gap_between_groups(worlds: Sequence[Tally]) -> float | None:
    """Greatest difference of the share found between areas of one majority and another, in points."""
    shares = [one["found"] for one in by_group(worlds).values() if one["found"] is not None]
    return 100 * (max(shares) - min(shares)) if len(shares) > 1 else None


def by_group(worlds: Sequence[Tally]) -> Mapping[str, Mapping[str, float | None]]:
    """Return for the areas of each majority the share found, and episodes, found and false ones per 1,000 people."""
    rows: dict[str, Mapping[str, float | None]] = {}
    for name in sorted({name for one in worlds for name in one.groups}):
        counted = [one.groups[name] for one in worlds if name in one.groups]
        thousands = sum(one.people for one in counted) / 1_000
        episodes, seen = sum(one.episodes for one in counted), sum(one.found for one in counted)
        rows[name] = {
            "episodes": episodes,
            "found": share(seen, episodes),
            "found_per_1000": share(seen, thousands),
            "false_per_1000": share(sum(one.false for one in counted), thousands),
        }
    return rows


MEASURES = (
    Measure("found_before_gn", "Ditemukan sebelum pecah (berbobot tempat)", "Found before GN, weighted", "", found),
    Measure("found_by_luck", "Yang akan ditemukan secara kebetulan", "Found by luck", "", found_by_luck),
    Measure("found_before_gn_at_5_a_day", "Ditemukan dengan lima peringatan sehari", "Found before GN, 5 a day", "", found_by_best),
    Measure("found_a_day_before_gn", "Ditemukan sehari atau lebih sebelum pecah", "Found a day or more before GN", "", found_a_day_before),
    Measure("lead_hours_median", "Waktu tersedia, median", "Lead, median", "h", lead_median),
    Measure("lead_hours_p10", "Waktu tersedia, persentil 10", "Lead, 10th percentile", "h", lead_p10),
    Measure("alerts_per_kabupaten_day", "Peringatan per kabupaten dan hari", "Alerts per kabupaten and day", "", alerts_per_day),
    Measure("false_per_kabupaten_month", "Peringatan salah per kabupaten dan bulan", "False alerts per kabupaten and month", "", false_per_month),
    Measure("precision", "Ketepatan semua peringatan", "Precision of all alerts", "", precision_all),
    Measure("precision_at_5_a_day", "Ketepatan dengan lima peringatan sehari", "Precision at 5 a day", "", precision_best),
    Measure("gap_between_groups", "Selisih antara wilayah mayoritas", "Gap between areas by majority", "points", gap_between_groups),
)  # fmt: skip


def estimates(worlds: Sequence[Tally], *, key: str) -> dict[str, Estimate]:
    """Work out every figure about conflicts, each with its interval over worlds."""
    return {
        one.key: Estimate(one.of(worlds), interval(worlds, one.of, key=f"{key}|{one.key}"))
        for one in MEASURES
    }


def silence_estimates(worlds: Sequence[Tally], *, key: str) -> dict[str, Estimate]:
    """Work out the figures about silent posts at the one threshold that keeps false flags at 5 % over all worlds."""
    cut = silence.threshold([one.silence for one in worlds])

    def noticed(some: Sequence[Tally]) -> float | None:
        return silence.recall([one.silence for one in some], cut)

    def false(some: Sequence[Tally]) -> float | None:
        return silence.share_of_false([one.silence for one in some], cut)

    return {
        "silent_recall": Estimate(noticed(worlds), interval(worlds, noticed, key=f"{key}|silent")),
        "silent_false": Estimate(false(worlds), interval(worlds, false, key=f"{key}|false")),
    }
