"""What the logbook is asked for: a day, a kind, a subject, and from where to read on."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.rules.clocks import FIRST_YEAR, LAST_YEAR, read_moment
from kentongan.web.logbook.words import KINDS

MOST_AT_ONE_MOMENT = 10_000


@dataclass(frozen=True)
class Cursor:
    """Where the last page ended: a moment, and how many visible lines of that moment were shown already.

    Not the number of a line: numbers count lines this person may not see.
    """

    at: datetime
    shown: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.shown}"


class CursorField(forms.CharField):
    """Reads what the link to the next page carries."""

    def to_python(self, value: Any) -> Any:
        """Return a cursor, or None where reading starts at the newest line."""
        if not value:
            return None
        moment, _tilde, shown = str(value).rpartition("~")
        at = read_moment(moment)
        if at is None or not (shown.isascii() and shown.isdecimal() and len(shown) < 6):
            raise forms.ValidationError(_("Halaman ini tidak ada. Mulai dari yang terbaru."))
        return Cursor(at, min(int(shown), MOST_AT_ONE_MOMENT))


class Filters(forms.Form):
    """The form above the logbook; every field may stay empty."""

    hari = forms.DateField(label=_("Hari"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    jenis = forms.ChoiceField(label=_("Jenis"), required=False)
    perihal = forms.UUIDField(label=_("Perihal (kunci laporan atau kasus)"), required=False)
    sebelum = CursorField(required=False, widget=forms.HiddenInput)

    def clean_hari(self) -> date | None:
        """Return a day that has a day before and after it."""
        day: date | None = self.cleaned_data["hari"]
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(_("Hari ini tidak ada di catatan."))
        return day

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds by their words."""
        super().__init__(*args, **kwargs)
        words = sorted(((kind, str(word)) for kind, word in KINDS.items()), key=lambda pair: pair[1])
        jenis = self.fields["jenis"]
        assert isinstance(jenis, forms.ChoiceField)  # noqa: S101 tells mypy
        jenis.choices = [("", _("semua")), *words]
