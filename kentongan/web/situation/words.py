"""The sentences of the situation page, made from what was counted; levels are words, never numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.rules.levels import Level
from kentongan.web.situation.figures import Band, Voices
from kentongan.wilayah.models import Region

NAMED_AT_MOST = 2


@dataclass(frozen=True)
class Place:
    """A place that has a level: its own name and the one it lies in."""

    name: str
    within: str


def full_name(region: Region) -> str:
    """Return the name of a region with what it is, as people write it: Kec. Pasirian, Kel. Tompokersan."""
    short = {"kecamatan": _("Kec."), "kelurahan": _("Kel."), "desa": _("Desa"), "desa_adat": _("Desa Adat")}
    return f"{short[region.kind]} {region.name}" if region.kind in short else region.name


def unit(depth: int) -> str:
    """Say what the places on the map are."""
    return {2: _("kabupaten/kota"), 3: _("kecamatan"), 4: _("desa")}[depth]


def headline(level: Level, places: Sequence[Place], heard: Voices | None, *, depth: int) -> str:
    """Say in one sentence how things stand."""
    if level == Level.NORMAL:
        return calm(heard)
    word = _(level.label)
    if not places:
        return _("%(level)s di wilayah ini") % {"level": word}
    if len(places) <= NAMED_AT_MOST:
        names = _(" dan ").join(
            f"{place.name}, {place.within}" if place.within else place.name for place in places
        )
        return _("%(level)s di %(names)s") % {"level": word, "names": names}
    where = {place.within for place in places}
    if len(where) == 1 and "" not in where:
        return _("%(level)s di %(count)s %(unit)s, %(within)s") % {
            "level": word,
            "count": len(places),
            "unit": unit(depth),
            "within": where.pop(),
        }
    return _("%(level)s di %(count)s %(unit)s") % {"level": word, "count": len(places), "unit": unit(depth)}


def calm(heard: Voices | None) -> str:
    """Say that nothing is seen, and how much of that is silence: calm is proven, never assumed."""
    if heard is None or not heard.total:
        return _("Tidak ada tanda gangguan yang terlihat.")
    if heard.total == 1:
        spoke = _("Tidak ada tanda gangguan. Desa ini sudah melapor hari ini.")
        return (
            _("Tidak ada tanda gangguan, tetapi desa ini belum melapor hari ini.") if heard.silent else spoke
        )
    if not heard.silent:
        return _("Tidak ada tanda gangguan. Semua desa sudah melapor hari ini.")
    return _("Tidak ada tanda gangguan, tetapi %(silent)s dari %(total)s desa belum melapor hari ini.") % {
        "silent": len(heard.silent),
        "total": heard.total,
    }


def remainder(
    counts: Mapping[Level, int], top: Level, *, depth: int, open_cases: int, overdue: int
) -> list[str]:
    """Say what else there is below the headline."""
    said = [
        _("%(level)s di %(count)s %(unit)s")
        % {"count": counts[level], "level": _(level.label), "unit": unit(depth)}
        for level in (Level.SIAGA, Level.WASPADA)
        if level.bars < top.bars and counts.get(level)
    ]
    said.append(
        _("Tidak ada kasus terbuka")
        if not open_cases
        else ngettext("%(count)s kasus terbuka", "%(count)s kasus terbuka", open_cases)
        % {"count": open_cases}
    )
    if overdue:
        said.append(
            ngettext("%(count)s lewat batas waktu", "%(count)s lewat batas waktu", overdue)
            % {"count": overdue}
        )
    return said


def of_today(count: int, band: Band | None) -> str:
    """Say how today compares with what is usual; a day that is not over is never called quiet."""
    if band is None:
        return _("Hari ini %(count)s. Data sedikit, jangan disimpulkan.") % {"count": count}
    if count > band.high:
        return _("Hari ini %(count)s: lebih banyak dari biasanya (%(low)s–%(high)s per hari).") % {
            "count": count,
            "low": band.low,
            "high": band.high,
        }
    return _("Hari ini %(count)s. Biasanya %(low)s–%(high)s per hari.") % {
        "count": count,
        "low": band.low,
        "high": band.high,
    }


@dataclass(frozen=True)
class Share:
    """One row of bars: a name, how many, and how much of a hundred that is."""

    name: str
    count: int
    share: int


def voices(heard: Voices) -> list[Share]:
    """Name the three kinds of villages today."""
    named = [
        (_("Lapor nihil"), heard.nil),
        (_("Melapor kejadian"), heard.reporting),
        (_("Tidak lapor"), heard.silent),
    ]
    return [Share(name, len(those), round(100 * len(those) / (heard.total or 1))) for name, those in named]
