"""The sentences of the watch: why something was found, how rare that is, how likely a silence is chance."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.dateformat import format as in_words
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kentongan.rules.taxonomy import VERIFICATIONS, Verification
from kentongan.watch.grades import Quality
from kentongan.watch.models import Finding, Outlook, Silence

YEAR, MONTH, WEEK = 365.25, 30.44, 7.0
RAREST_YEARS = 20
FEW = 3


def why(finding: Finding) -> str:
    """Say in one sentence what is unusual: 14 reports in 9 days, usually 3; in 6 villages."""
    return sentence(finding.observed, finding.days, finding.expected, finding.villages_with_reports)


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


def trial(row: Mapping[str, Any]) -> str:
    """Say why a past night would have raised something, and what came after."""
    told = sentence(row["observed"], row["days"], row["expected"], row["villages"])
    after = _("Sesudahnya, dalam 14 hari: %(n)s laporan.") % {"n": row["after"]}
    return f"{told} {rarity(row['recurrence_days'])} {after}"


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
    return _("Di sini tingkat seperti ini sungguh terlihat kira-kira sekali dalam %(time)s.") % {
        "time": length(every_days)
    }


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
        "Diam %(days)s (sejak %(since)s). Menurut kebiasaannya sendiri, diam selama ini kebetulan hanya %(chance)s."
    )
    said = told % {
        "days": days((today - silence.since_on).days),
        "since": in_words(silence.since_on, "j M Y"),
        "chance": in_a_hundred(silence.chance),
    }
    if silence.together > 1:
        said += " " + _("%(count)s pos di dekatnya juga diam.") % {"count": silence.together - 1}
    return said


def in_a_hundred(chance: float) -> str:
    """Write a probability as people understand it."""
    if chance < 0.001:
        return _("kurang dari 1 dari 1.000")
    if chance < 0.0095:
        return _("%(n)s dari 1.000") % {"n": max(1, round(chance * 1000))}
    return _("%(n)s dari 100") % {"n": round(chance * 100)}


def reasons(outlook: Outlook) -> str:
    """Say from what the chance of a village comes, the largest part first."""
    parts = [
        (outlook.own, _("laporan beberapa minggu terakhir di desa ini")),
        (outlook.near, _("laporan terakhir di desa sekitarnya")),
        (outlook.usual, _("yang biasa terjadi di sini")),
    ]
    whole = sum(part for part, _said in parts) or 1.0
    said = [said for part, said in sorted(parts, key=lambda one: -one[0]) if part / whole >= 0.2]
    return ", ".join(said)


def quality_lines(quality: Quality) -> list[str]:
    """Say in honest words how good the watch was."""
    lines = []
    if quality.precision is None:
        lines.append(_("Belum ada temuan yang sudah dapat dinilai."))
    else:
        lines.append(
            _(
                "Dari %(judged)s temuan yang sudah dapat dinilai, %(hits)s benar ada kejadian atau kasus di sana."
            )
            % {"judged": quality.judged, "hits": quality.hits}
        )
    if quality.false_per_month is not None:
        lines.append(
            _("Tanda palsu: %(n)s per bulan.")
            % {"n": number_format(round(quality.false_per_month, 1), use_l10n=True)}
        )
    if quality.lead_hours is not None:
        lines.append(lead(quality.lead_hours))
    if quality.lapsed:
        lines.append(_("%(n)s temuan lewat tanpa keputusan siapa pun.") % {"n": quality.lapsed})
    if quality.silences:
        lines.append(
            _(
                "Dari %(all)s pos yang dikira diam, %(real)s sungguh berhalangan; lainnya bersuara lagi sendiri."
            )
            % {"all": quality.silences, "real": quality.silences_real}
        )
    return lines


def lead(hours: float) -> str:
    """Say how far the watch was ahead of, or behind, the first open disturbance."""
    whole = length(abs(hours) / 24) if abs(hours) >= 48 else _("%(n)s jam") % {"n": round(abs(hours))}
    if hours >= 0:
        return _("Waktu tengah antara temuan dan gangguan nyata pertama: %(time)s lebih dahulu.") % {
            "time": whole
        }
    return _("Waktu tengah: temuan %(time)s sesudah gangguan nyata pertama.") % {"time": whole}
