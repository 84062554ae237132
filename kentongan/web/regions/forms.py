"""What people type about regions."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.rules import places
from kentongan.rules.refusal import Refused
from kentongan.rules.writing import one_line
from kentongan.wilayah.actions import KINDS, NewRegion
from kentongan.wilayah.models import Level

LINE = _("Tulis setiap wilayah pada satu baris: kode, jenis, nama. Yang sudah ada cukup kodenya.")


class Line(forms.CharField):
    """One line of text without characters nobody can see."""

    def clean(self, value: Any) -> str:
        """Return the cleaned line."""
        return str(super().clean(one_line(value or "")))


class KeyForm(forms.Form):
    """A form whose key makes a second press do nothing."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=lambda: uuid4())  # noqa: PLW0108 tests fix it


class NumberForm(KeyForm):
    """The number of an RW or RT."""

    number = forms.IntegerField(label=_("Nomor"), min_value=1, max_value=999)


class AliasForm(KeyForm):
    """Another name of a region."""

    name = Line(label=_("Nama lain"), max_length=120, help_text=_("Seperti orang setempat menyebutnya."))


class TitleForm(KeyForm):
    """What the head of a region is called."""

    title = Line(
        label=_("Sebutan kepala wilayah"),
        max_length=60,
        required=False,
        help_text=_("Kosongkan untuk kembali ke sebutan umum di sana."),
    )


class SuccessorsForm(KeyForm):
    """The regions that take over, since when and by what right."""

    new = forms.CharField(label=_("Wilayah baru"), widget=forms.Textarea(attrs={"rows": 4}), help_text=LINE)
    on_date = forms.DateField(
        label=_("Mulai berlaku"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    decree = Line(label=_("Nomor keputusan atau peraturan"), max_length=120)

    def clean_new(self) -> list[NewRegion]:
        """Read one region a line."""
        lines = [line for line in self.cleaned_data["new"].splitlines() if line.strip()]
        return [self.one(line) for line in lines[:50]]

    def one(self, line: str) -> NewRegion:
        """Read `35.08.01.2008, desa, Tempurejo`."""
        code, kind, name = (*(one_line(word) for word in line.split(",", 2)), "", "")[:3]
        try:
            places.check_region(code)
        except Refused as refused:
            raise forms.ValidationError(refused.in_words(str)) from refused
        if name and kind not in KINDS.get(Level(places.level(code)), ()):
            raise forms.ValidationError(_("Jenis wilayah tidak sesuai dengan tingkatnya."))
        return NewRegion(code, kind, name)
