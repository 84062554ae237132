"""Reading input: what each step of a case asks for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kentongan.cases.models import LIVE, Case
from kentongan.people.models import Post
from kentongan.rules import places
from kentongan.rules.case_status import CaseStatus
from kentongan.rules.levels import Level

TEXT_LIMIT = 4000


class LocalDateTime(forms.Field):
    """A moment written in the time of the region, as the browser's date and time input sends it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})

    def __init__(self, *, zone: str, **options: Any) -> None:
        """Keep the zone."""
        super().__init__(**options)
        self.zone = zone

    def to_python(self, value: object) -> datetime | None:
        """Read it in the zone of the region."""
        if not value:
            return None
        try:
            return datetime.fromisoformat(str(value)).replace(tzinfo=ZoneInfo(self.zone))
        except ValueError as wrong:
            raise ValidationError(_("Tulis tanggal dan jam, misalnya 2026-11-21T21:40.")) from wrong


class Keyed(forms.Form):
    """A form with the key that makes sending it twice the same as sending it once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def told(self) -> dict[str, Any]:
        """Return what was filled in."""
        return dict(self.cleaned_data)


class Story(forms.CharField):
    """A few sentences."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **options: Any) -> None:
        """Limit the length."""
        super().__init__(max_length=TEXT_LIMIT, **options)


class NoteForm(Keyed):
    """A note."""

    text = Story(label=_("Catatan"))


class ReasonForm(Keyed):
    """A reason and nothing else."""

    reason = Story(label=_("Alasan"))


class MoveForm(Keyed):
    """A step that may carry a reason."""

    reason = Story(label=_("Alasan atau catatan"), required=False)


class PostForm(Keyed):
    """A form that offers posts and reads moments in the time of the region."""

    def __init__(self, *args: Any, region: str, posts: Iterable[Post] = (), **options: Any) -> None:
        """Offer the posts."""
        super().__init__(*args, **options)
        self.fields["owner_id" if "owner_id" in self.fields else "post_id"] = forms.TypedChoiceField(
            label=self.post_label,
            choices=[(str(post.pk), f"{post.title} · {post.office.region.name}") for post in posts],
        )
        if self.has_due:
            self.fields["due_at"] = LocalDateTime(
                label=_("Batas waktu"), help_text=places.zone_word(region), zone=places.zone(region)
            )
        self.order_fields(["text", "referred_to", "owner_id", "post_id", "due_at", "reason", "key"])

    post_label: Any = _("Penanggung jawab")
    has_due = True


class AssignForm(PostForm):
    """Who answers for it, and until when."""

    owner_id = forms.ChoiceField()


class TaskForm(PostForm):
    """What to do, by whom, until when."""

    text = forms.CharField(label=_("Tugas"), max_length=300)
    owner_id = forms.ChoiceField()
    post_label = _("Pelaksana")


class CopyForm(PostForm):
    """Who gets a copy."""

    post_id = forms.ChoiceField()
    post_label = _("Tembusan kepada")
    has_due = False


class ReferForm(Keyed):
    """To which office, why, and until when we ask again."""

    referred_to = forms.CharField(label=_("Instansi tujuan"), max_length=120)
    reason = Story(label=_("Alasan"))

    def __init__(self, *args: Any, region: str, **options: Any) -> None:
        """Read the moment in the time of the region."""
        super().__init__(*args, **options)
        self.fields["due_at"] = LocalDateTime(
            label=_("Tanyakan lagi paling lambat"),
            help_text=places.zone_word(region),
            zone=places.zone(region),
        )


class SettleForm(Keyed):
    """How it ended, and when somebody looks again."""

    outcome = forms.ChoiceField(label=_("Hasil"), choices=Case.Outcome.choices, widget=forms.RadioSelect)
    text = Story(label=_("Ringkasan penyelesaian"))
    follow_up_on = forms.DateField(
        label=_("Tanggal pemeriksaan ulang"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class FollowUpForm(Keyed):
    """What the look back showed."""

    finding = forms.ChoiceField(
        label=_("Apakah tetap aman?"),
        choices=[
            ("aman", _("Aman, kesepakatan dijalankan: tuntas")),
            ("rawan", _("Aman, tetapi masih rawan: periksa lagi")),
            ("kambuh", _("Kambuh, buka kembali")),
        ],
        widget=forms.RadioSelect,
    )
    again_on = forms.DateField(
        label=_("Bila masih rawan, diperiksa lagi pada"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    text = Story(label=_("Apa yang dilihat atau didengar?"))

    def clean(self) -> dict[str, Any]:
        """Ask for the day where there is a next time, and forget it where there is none."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("finding") != "rawan":
            told["again_on"] = None
        elif not told.get("again_on") and "again_on" not in self.errors:
            self.add_error("again_on", _("Isi tanggal pemeriksaan berikutnya."))
        return told


class LevelForm(Keyed):
    """A level and why."""

    level = forms.TypedChoiceField(label=_("Tingkat"), coerce=Level, widget=forms.RadioSelect)
    reason = Story(label=_("Alasan"))

    def __init__(self, *told: Any, may_awas: bool, **options: Any) -> None:
        """Offer Awas only to whom it is given to set it."""
        super().__init__(*told, **options)
        offered = [(level.value, level.label) for level in Level if may_awas or level is not Level.AWAS]
        cast("forms.TypedChoiceField", self.fields["level"]).choices = offered


class ConflictForm(Keyed):
    """Whether it is a social conflict in the sense of the law."""

    is_one = forms.TypedChoiceField(
        label=_("Konflik sosial menurut UU 7/2012?"),
        choices=[("1", _("Ya")), ("0", _("Bukan"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    reason = Story(label=_("Alasan"))


class MergeForm(Keyed):
    """Into which case."""

    def __init__(self, *args: Any, targets: Iterable[Case], **options: Any) -> None:
        """Offer the cases nearby."""
        super().__init__(*args, **options)
        self.fields["into_id"] = forms.ChoiceField(
            label=_("Gabung dengan"),
            choices=[(str(one.pk), f"{one.number} · {one.headline}") for one in targets],
        )


class AttachForm(Keyed):
    """A paper or picture."""

    file = forms.FileField(label=_("Berkas (PDF atau foto)"))
    is_evidence = forms.BooleanField(label=_("Ini bukti penyelesaian"), required=False)


class TakeUpForm(Keyed):
    """Who answers for the new case."""

    title = forms.CharField(label=_("Judul singkat"), max_length=160, required=False)

    def __init__(self, *args: Any, posts: Iterable[Post], **options: Any) -> None:
        """Offer the posts of the civil line; empty means the officer's own."""
        super().__init__(*args, **options)
        choices: list[tuple[str, Any]] = [("", _("Saya sendiri"))]
        choices += [(str(post.pk), f"{post.title} · {post.office.region.name}") for post in posts]
        self.fields["owner_id"] = forms.TypedChoiceField(
            label=_("Penanggung jawab"), choices=choices, required=False, empty_value=None
        )


class JoinForm(Keyed):
    """Into which open case a report goes."""

    def __init__(self, *args: Any, targets: Iterable[Case], **options: Any) -> None:
        """Offer the open cases nearby."""
        super().__init__(*args, **options)
        self.fields["case_id"] = forms.ChoiceField(
            label=_("Kasus"), choices=[(str(one.pk), f"{one.number} · {one.headline}") for one in targets]
        )


STATUS_CHOICES: list[tuple[str, Any]] = [
    ("terbuka", _("Masih ditangani")),
    ("semua", _("Semua")),
    ("diusulkan-awas", _("Diusulkan Awas")),
    *(
        (status, _(CaseStatus(status).label))
        for status in (*LIVE, CaseStatus.DITUTUP.value, CaseStatus.DIGABUNG.value)
    ),
]


class FilterForm(forms.Form):
    """Which cases the list shows."""

    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=STATUS_CHOICES,
    )
    wilayah = forms.CharField(label=_("Wilayah (nama atau kode)"), required=False, max_length=80)
    milik = forms.BooleanField(label=_("Hanya milik saya"), required=False)
