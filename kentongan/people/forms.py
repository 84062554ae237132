"""What people type about offices, posts, teams, numbers and their own account."""

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kentongan.people.actions import Tenure
from kentongan.people.models import Account, Office, Post, Team, TeamMember, Term
from kentongan.people.phones import international
from kentongan.rules.authority import Role
from kentongan.rules.refusal import Refused
from kentongan.rules.writing import one_line

ROLES = {
    Role.RT: _("Ketua RT"),
    Role.RW: _("Ketua RW"),
    Role.LURAH: _("Kepala desa/lurah (atau sebutan setempat)"),
    Role.BABINSA: _("Babinsa"),
    Role.BHABINKAMTIBMAS: _("Bhabinkamtibmas"),
    Role.LINMAS: _("Linmas"),
    Role.CAMAT: _("Camat"),
    Role.KAPOLSEK: _("Kapolsek"),
    Role.DANRAMIL: _("Danramil"),
    Role.OPERATOR: _("Operator meja piket"),
    Role.ANALIS: _("Analis Kesbangpol"),
    Role.KEPALA: _("Kepala Kesbangpol"),
    Role.PIMPINAN: _("Pimpinan (membaca)"),
    Role.PROVINSI: _("Kesbangpol provinsi (membaca)"),
    Role.ADMIN: _("Admin orang dan wilayah"),
    Role.AUDITOR: _("Pengawas (membaca catatan akses)"),
}


class Day(forms.DateInput):
    """A day picked from a calendar, written as the browser wants it."""

    input_type = "date"

    def __init__(self) -> None:
        """Write days as 2026-11-21, whatever the language."""
        super().__init__(format="%Y-%m-%d")


class Line(forms.CharField):
    """One line of text without characters nobody can see."""

    def clean(self, value: Any) -> str:
        """Return the cleaned line."""
        return str(super().clean(one_line(value or "")))


class KeyForm(forms.Form):
    """A form whose key makes a second press do nothing."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=lambda: uuid4())  # noqa: PLW0108 tests fix it


class OfficeForm(KeyForm):
    """A new office."""

    kind = forms.ChoiceField(label=_("Jalur"), choices=Office.Kind.choices)
    name = Line(label=_("Nama kantor"), max_length=120)


class PostForm(KeyForm):
    """A new post in an office."""

    role = forms.ChoiceField(label=_("Peran"), choices=[(role.value, word) for role, word in ROLES.items()])
    title = Line(
        label=_("Sebutan jabatan"),
        max_length=120,
        help_text=_("Seperti di papan nama, misalnya Lurah Tompokersan."),
    )
    unit = Line(label=_("Bidang (boleh kosong)"), max_length=120, required=False)


class TenureForm(KeyForm):
    """The days of a term."""

    deputy = forms.ChoiceField(label=_("Sebagai"), choices=Term.Deputy.choices, required=False)
    starts_on = forms.DateField(label=_("Mulai"), widget=Day())
    ends_on = forms.DateField(
        label=_("Hari terakhir (boleh kosong untuk pejabat tetap)"), widget=Day(), required=False
    )
    decree = Line(label=_("Nomor SK (boleh kosong)"), max_length=120, required=False)

    def tenure(self) -> Tenure:
        """Return what was typed about the days."""
        data = self.cleaned_data
        return Tenure(data["starts_on"], data["ends_on"], data["deputy"], data["decree"])


class InvitationForm(TenureForm):
    """An invitation for somebody without an account."""

    name = Line(label=_("Nama orang yang diundang"), max_length=120)
    field_order = ["name"]


class TermForm(TenureForm):
    """A term for somebody with an account."""

    account = forms.ModelChoiceField(label=_("Orang"), queryset=Account.objects.none())
    field_order = ["account"]

    def __init__(self, *args: Any, among: QuerySet[Account], **kwargs: Any) -> None:
        """Offer the people this administrator knows."""
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = among  # type: ignore[attr-defined]


class ConsentForm(KeyForm):
    """The word of the second administrator."""

    word = forms.ChoiceField(
        label=_("Jawaban"),
        choices=[("setuju", _("Setuju, saya sudah memastikan orangnya")), ("tolak", _("Tolak"))],
        widget=forms.RadioSelect,
        help_text=_("Tanyakan langsung kepada orangnya apakah nama masuk di atas miliknya."),
    )


class EndForm(KeyForm):
    """The last day of a term."""

    ends_on = forms.DateField(label=_("Hari terakhir"), widget=Day())


class TeamForm(KeyForm):
    """A team and its decree."""

    kind = forms.ChoiceField(label=_("Tim"), choices=Team.Kind.choices)
    decree_no = Line(label=_("Nomor SK"), max_length=120)
    valid_from = forms.DateField(label=_("Berlaku sejak"), widget=Day())
    valid_to = forms.DateField(label=_("Berlaku sampai dengan"), widget=Day())


class MemberForm(KeyForm):
    """Somebody whom the decree names."""

    name = Line(label=_("Nama"), max_length=120)
    position = Line(label=_("Kedudukan dalam tim"), max_length=120)
    agency = Line(label=_("Instansi (boleh kosong)"), max_length=120, required=False)
    subteam = forms.ChoiceField(label=_("Sub tim"), choices=TeamMember.Subteam.choices, required=False)


class NumberForm(KeyForm):
    """A phone number whose messages are placed here."""

    number = forms.CharField(
        label=_("Nomor telepon"),
        max_length=24,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("0812…, 62812…, dan +62 812… dianggap sama."),
    )
    post = forms.ModelChoiceField(
        label=_("Jabatan pemilik (boleh kosong)"), queryset=Post.objects.none(), required=False
    )

    def __init__(self, *args: Any, among: QuerySet[Post], **kwargs: Any) -> None:
        """Offer the posts of the region."""
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = among  # type: ignore[attr-defined]

    def clean_number(self) -> str:
        """Return the number in international form."""
        try:
            return international(self.cleaned_data["number"])
        except Refused as refused:
            raise forms.ValidationError(_(refused.sentence)) from refused


class AcceptForm(KeyForm):
    """User name and password of somebody who follows an invitation."""

    username = forms.RegexField(
        label=_("Nama masuk"),
        regex=r"^[a-z0-9][a-z0-9._-]{2,63}\Z",
        help_text=_("Huruf kecil, angka, titik, atau tanda hubung; paling sedikit 3."),
        error_messages={
            "invalid": _("Pakai huruf kecil, angka, titik, atau tanda hubung; paling sedikit 3.")
        },
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        min_length=10,
        max_length=256,
        strip=False,
        help_text=_("Paling sedikit 10 huruf. Tiga kata yang tidak berhubungan mudah diingat."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


class LanguageForm(KeyForm):
    """The language of one's pages and messages."""

    language = forms.ChoiceField(label=_("Bahasa"), choices=settings.LANGUAGES)


class DeviceForm(KeyForm):
    """The name of a device."""

    name = Line(label=_("Nama perangkat"), max_length=80)
