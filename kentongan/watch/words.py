"""The sentences of the watch: why something was found, how rare that is, how likely a silence is chance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import expm1
from typing import Any

from django.utils.dateformat import format as in_words
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kentongan.rules.levels import Level
from kentongan.rules.taxonomy import VERIFICATIONS, Verification
from kentongan.rules.watching import JUDGED_AFTER_DAYS, LEARNT_FROM_DAYS, Group
from kentongan.watch.grades import Quality
from kentongan.watch.models import Finding, Outlook, Run, Silence

YEAR, MONTH, WEEK = 365.25, 30.44, 7.0
RAREST_YEARS = 20
FEW = 3
MUCH_RARER = 5
OFTEN = 1.5
MOSTLY = 0.5


NAMED = 2


def where(finding: Finding) -> str:
    """Name the villages with most reports of those this person may see, and count the others."""
    return (
        several([place.region.name for place in finding.places.all() if place.reports]) or finding.region.name
    )


def several(names: Sequence[str]) -> str:
    """Name the first two of several places, and count the others."""
    if not names:
        return ""
    if len(names) == 1:
        return names[0]
    if len(names) == NAMED:
        return _("%(one)s dan %(other)s") % {"one": names[0], "other": names[1]}
    others = len(names) - NAMED
    told = ngettext("%(named)s dan %(n)s desa lain", "%(named)s dan %(n)s desa lain", others)
    return told % {"named": ", ".join(names[:NAMED]), "n": others}


def is_part(finding: Finding) -> bool:
    """Say whether this person sees only some of the villages of a finding.

    Those without a report count, too: the series and what is usual are of the whole circle, and of earlier days.
    """
    places = finding.places.all()
    return bool(places) and len(places) < len(finding.villages)


def why(finding: Finding) -> str:
    """Say in one sentence what is unusual: 14 reports in 9 days, usually 3; in 6 villages.

    Who sees only a part of the villages is told of that part only: a total would tell of the others.
    """
    if not is_part(finding):
        return sentence(finding.observed, finding.days, finding.expected, finding.villages_with_reports)
    mine = [place.reports for place in finding.places.all() if place.reports]
    told = ngettext(
        "%(count)s laporan dalam %(days)s di %(villages)s di wilayah Anda; temuan ini juga meliputi desa di luar wilayah Anda.",
        "%(count)s laporan dalam %(days)s di %(villages)s di wilayah Anda; temuan ini juga meliputi desa di luar wilayah Anda.",
        sum(mine),
    )
    return told % {"count": sum(mine), "days": days(finding.days), "villages": villages(len(mine))}


def sentence(count: int, in_days: int, expected: float, in_villages: int) -> str:
    """Say how many reports came in how many days and villages, and what is usual."""
    told = ngettext(
        "%(count)s laporan dalam %(days)s, biasanya %(usual)s; di %(villages)s.",
        "%(count)s laporan dalam %(days)s, biasanya %(usual)s; di %(villages)s.",
        count,
    )
    return told % {
        "count": count,
        "days": days(in_days),
        "usual": usual(expected),
        "villages": villages(in_villages),
    }


@dataclass(frozen=True)
class Raised:
    """What a trial would have raised on one night, in words."""

    on: date
    where: str
    group: str
    level: Level
    why: str


def raised(row: Mapping[str, Any]) -> Raised:
    """Return a row of a trial in words."""
    return Raised(
        on=date.fromisoformat(row["on"]),
        where=several(row.get("places") or [row.get("place", "")]),
        group=group_word(row.get("group", "")),
        level=Level(str(row["level"])),
        why=trial(row),
    )


def group_word(group: str) -> str:
    """Return what was counted, in words; nothing where it was not written down."""
    return _(Group(group).label) if group else ""


def trial_summary(run: Run, *, had: int) -> str:
    """Say on how many nights a trial could look, how often it would have woken somebody, and how often somebody was.

    Args:
        run: The trial.
        had: Findings that the office had on the same nights.
    """
    tried = run.nights_tried
    if tried is None:
        return ""
    if not tried:
        return _(
            "Tidak ada malam yang dapat diuji: baru ada catatan %(have)s, diperlukan lebih dari %(needed)s."
        ) % {"have": days(run.past_days or 0), "needed": days(LEARNT_FROM_DAYS)}
    told = _(
        "Diuji pada %(tried)s dari %(asked)s malam yang diminta: %(found)s temuan, kira-kira %(rate)s sebulan."
    ) % {
        "tried": tried,
        "asked": run.nights,
        "found": len(run.raised),
        "rate": number(round(len(run.raised) / tried * MONTH, 1)),
    }
    told += " " + _("Kantor sendiri mendapat %(n)s temuan pada malam-malam itu.") % {"n": had}
    if tried < run.nights:
        told += " " + _("Lebih jauh ke belakang belum ada cukup catatan (%(have)s).") % {
            "have": days(run.past_days or 0)
        }
    return told


def trial(row: Mapping[str, Any]) -> str:
    """Say why a past night would have raised something, and what came after."""
    told = sentence(row["observed"], row["days"], row["expected"], row["villages"])
    return f"{told} {rarity(row['recurrence_days'])} {afterwards(row)}"


def afterwards(row: Mapping[str, Any]) -> str:
    """Say how many reports came in the days after a past night, as far as they have gone by."""
    gone = row.get("after_days", JUDGED_AFTER_DAYS)
    if not gone:
        return _("Belum ada hari sesudahnya.")
    return _("Dalam %(days)s sesudahnya: %(n)s laporan.") % {"days": days(gone), "n": row["after"]}


def days(count: int) -> str:
    """Write a number of days."""
    return ngettext("%(n)s hari", "%(n)s hari", count) % {"n": count}


def villages(count: int) -> str:
    """Write a number of villages."""
    return ngettext("%(n)s desa", "%(n)s desa", count) % {"n": count}


def usual(expected: float) -> str:
    """Write what is usual; less than one is said so."""
    if expected < 0.1:
        return _("hampir tidak ada")
    if expected < 1:
        return _("kurang dari 1")
    return number_format(round(expected) if expected >= FEW else round(expected, 1), use_l10n=True)


def rarity(recurrence_days: float) -> str:
    """Say how often chance alone shows such a pattern somewhere in the kabupaten."""
    if recurrence_days >= RAREST_YEARS * YEAR:
        return _("Pola seperti ini muncul kebetulan kurang dari sekali dalam 20 tahun.")
    return _("Pola seperti ini muncul kebetulan kira-kira sekali dalam %(time)s.") % {
        "time": length(recurrence_days)
    }


def really_seen(every_days: float | None) -> str:
    """Say how often such a level was really seen here, which weighs more than any model."""
    if every_days is None:
        return _(
            "Belum cukup lama dijaga untuk mengatakan seberapa sering tingkat ini sungguh terlihat di sini."
        )
    if every_days < OFTEN:
        return _("Di sini pola sejarang ini sungguh terlihat hampir setiap malam.")
    told = _("Di sini pola sejarang ini sungguh terlihat pada kira-kira satu dari %(n)s malam.")
    return told % {"n": number_format(round(every_days), use_l10n=True)}


def doubt(recurrence_days: float, every_days: float | None) -> str:
    """Say what it means when something called rare is seen often, as people will notice it."""
    if every_days is None or recurrence_days < MUCH_RARER * every_days:
        return ""
    return _(
        "Itu jauh lebih sering daripada kebetulan: kejadian yang sama masih berlangsung, atau hitungan ini terlalu yakin. Laporannya yang menentukan."
    )


def counted(weight: float) -> str:
    """Say how much a report counted."""
    if weight <= 0:
        return _("tidak dihitung")
    return _("dihitung penuh") if weight >= 1 else _("dihitung sebagian")


def number(value: float) -> str:
    """Write a number without an empty fraction: 4, but 2,5."""
    return number_format(int(value) if float(value).is_integer() else value, use_l10n=True)


def length(count: float) -> str:
    """Write a length of time as people say it."""
    if count >= YEAR * 0.95:
        years = max(1, round(count / YEAR))
        return ngettext("%(n)s tahun", "%(n)s tahun", years) % {"n": years}
    if count >= MONTH * 1.5:
        months = round(count / MONTH)
        return ngettext("%(n)s bulan", "%(n)s bulan", months) % {"n": months}
    if count >= WEEK * 2:
        weeks = round(count / WEEK)
        return ngettext("%(n)s minggu", "%(n)s minggu", weeks) % {"n": weeks}
    return days(max(1, round(count)))


def checked(verification: str) -> str:
    """Say what checking a report has shown."""
    label = VERIFICATIONS[Verification(verification)]
    return label.label_en if (get_language() or "").startswith("en") else label.label_id


def silent_for(silence: Silence, today: date) -> str:
    """Say since when a post is silent, and how likely that is by its own habit."""
    told = _(
        "Diam %(days)s (sejak %(since)s). Menurut kebiasaannya sendiri, peluang diam selama ini kebetulan: %(chance)s."
    )
    said = told % {
        "days": days((today - silence.since_on).days),
        "since": in_words(silence.since_on, "j M Y"),
        "chance": in_a_hundred(silence.chance),
    }
    if (others := silence.together - 1) > 0:
        said += " " + ngettext(
            "%(count)s pos di dekatnya juga diam.", "%(count)s pos di dekatnya juga diam.", others
        ) % {"count": others}
    return said


def in_a_hundred(chance: float) -> str:
    """Write a probability as people understand it."""
    if chance < 0.001:
        return _("kurang dari 1 dari 1.000")
    if chance < 0.0095:
        return _("%(n)s dari 1.000") % {"n": max(1, round(chance * 1000))}
    return _("%(n)s dari 100") % {"n": round(chance * 100)}


def reasons(outlook: Outlook, lately: int) -> str:
    """Say from what the chance of a village comes, the largest part first, and what it would be without its latest.

    Args:
        outlook: The chance with its parts.
        lately: Reports of the last four weeks from this village that this person may read.
    """
    here = ngettext(
        "%(n)s laporan dalam 4 minggu terakhir di desa ini",
        "%(n)s laporan dalam 4 minggu terakhir di desa ini",
        lately,
    ) % {"n": lately}
    parts = [
        (outlook.own, here if lately else _("laporan beberapa minggu terakhir di desa ini")),
        (outlook.near, _("laporan terakhir di desa sekitarnya")),
        (outlook.usual, _("yang biasa terjadi di sini")),
    ]
    whole = sum(part for part, _said in parts) or 1.0
    said = [said for part, said in sorted(parts, key=lambda one: -one[0]) if part / whole >= 0.2]
    told = ", ".join(said)
    if outlook.usual / whole >= MOSTLY:
        return told
    return _("%(reasons)s; tanpa itu %(chance)s") % {
        "reasons": told,
        "chance": in_a_hundred(-expm1(-outlook.usual)),
    }


def quality_figures(quality: Quality) -> list[tuple[str, str]]:
    """Name each figure of how good the watch was, and say what it is, or why there is none yet."""
    figures = [
        (_("Malam dijaga"), number_format(quality.nights, use_l10n=True, force_grouping=True)),
        (_("Temuan"), findings_told(quality)),
        (_("Ketepatan"), precision(quality)),
        (_("Tanda palsu sebulan"), false_alarms(quality)),
        (_("Waktu mendahului"), lead(quality.lead_hours)),
    ]
    if quality.silences is not None:
        figures.append((_("Pos diam"), silences_told(quality.silences, quality.silences_real)))
    return figures


def findings_told(quality: Quality) -> str:
    """Say how many findings there were, and what became of those nobody decided on."""
    told = [number(quality.findings)]
    if quality.waiting:
        told.append(_("%(n)s menunggu keputusan") % {"n": quality.waiting})
    if quality.lapsed:
        told.append(_("%(n)s lewat tanpa keputusan siapa pun") % {"n": quality.lapsed})
    return "; ".join(told)


def precision(quality: Quality) -> str:
    """Say how many of the findings were right, or when the first can be judged."""
    if quality.judged:
        told = _("%(hits)s dari %(judged)s temuan yang sudah dinilai benar: ada kejadian atau kasus di sana.")
        return told % {"hits": quality.hits, "judged": quality.judged}
    if quality.first_judged_on:
        told = _("Belum ada yang dapat dinilai; yang pertama pada %(on)s.")
        return told % {"on": in_words(quality.first_judged_on, "j M Y")}
    return _("Belum ada temuan.")


def false_alarms(quality: Quality) -> str:
    """Say how many findings a month were nothing, once a month was watched and something was judged."""
    if quality.false_per_month is None or not quality.judged:
        return _("Belum dapat dihitung: perlu sebulan penjagaan dan temuan yang sudah dinilai.")
    return number(round(quality.false_per_month, 1))


def silences_told(count: int, real: int) -> str:
    """Say how many of the posts that were thought silent really were hindered."""
    if not count:
        return _("Belum ada yang selesai.")
    told = ngettext(
        "Dari %(all)s kali pos dikira diam, %(real)s kali ditemukan sebabnya; selebihnya bersuara lagi sendiri atau menjawab.",
        "Dari %(all)s kali pos dikira diam, %(real)s kali ditemukan sebabnya; selebihnya bersuara lagi sendiri atau menjawab.",
        count,
    )
    return told % {"all": count, "real": real}


def lead(hours: float | None) -> str:
    """Say how far the watch was ahead of, or behind, the first open disturbance."""
    if hours is None:
        return _("Belum ada temuan yang sudah dinilai dan disusul gangguan nyata.")
    whole = length(abs(hours) / 24) if abs(hours) >= 48 else _("%(n)s jam") % {"n": round(abs(hours))}
    if hours >= 0:
        return _("Nilai tengah: temuan %(time)s lebih dahulu daripada gangguan nyata pertama.") % {
            "time": whole
        }
    return _("Nilai tengah: temuan %(time)s sesudah gangguan nyata pertama.") % {"time": whole}
