"""Reading input: a decision on a finding, the cause of a silence, a plan to be tried."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kentongan.rules.levels import Level
from kentongan.rules.watching import GROUP_LABELS, Group
from kentongan.watch.actions import GIVE_REASON, Settings
from kentongan.watch.models import Plan, Silence

NIGHTS = (30, 90, 180, 365)


class DecisionForm(forms.Form):
    """At which level a finding is confirmed, or why it is not."""

    level = forms.ChoiceField(label=_("Tingkat"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Wajib bila usulan ditolak."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, may_awas: bool, **options: Any) -> None:
        """Offer the levels this person may set."""
        super().__init__(*args, **options)
        levels = [Level.WASPADA, Level.SIAGA, *([Level.AWAS] if may_awas else [])]
        field = self.fields["level"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 tells mypy
        field.choices = [(level.value, _(level.label)) for level in levels]

    def require_reason(self) -> None:
        """Ask for the reason that a rejection needs, at its field."""
        if not self.cleaned_data["reason"].strip():
            self.add_error("reason", gettext(GIVE_REASON))


class VisitForm(forms.Form):
    """What it was."""

    cause = forms.ChoiceField(
        label=_("Sebab"),
        choices=[
            ("", _("Pilih sebabnya")),
            *(one for one in Silence.Cause.choices if one[0] not in Silence.WELL),
        ],
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


class PlanForm(forms.Form):
    """Another way of watching, and on how many past nights it is tried."""

    groups = forms.MultipleChoiceField(
        label=_("Yang dihitung"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(group.value, _(GROUP_LABELS[group])) for group in Group],
    )
    max_days = forms.IntegerField(
        label=_("Paling lama (hari)"),
        min_value=1,
        max_value=90,
        error_messages=dict.fromkeys(("min_value", "max_value", "invalid"), _("Isi antara 1 dan 90 hari.")),
        help_text=_("Berapa hari paling banyak suatu pola dapat berlangsung."),
    )
    max_share = forms.TypedChoiceField(
        label=_("Paling luas"),
        coerce=float,
        choices=[
            (0.05, _("1 dari 20 desa")),
            (0.1, _("1 dari 10 desa")),
            (0.25, _("seperempat desa")),
            (0.5, _("separuh desa")),
        ],
    )
    alarms_per_year = forms.FloatField(
        label=_("Anggaran tanda palsu per tahun"),
        min_value=0.5,
        max_value=52,
        error_messages=dict.fromkeys(
            ("min_value", "max_value", "invalid"), _("Isi antara 0,5 dan 52 per tahun.")
        ),
        help_text=_("Semakin kecil, semakin jarang orang dibangunkan, dan semakin banyak yang terlewat."),
    )
    nights = forms.TypedChoiceField(
        label=_("Diuji pada"),
        coerce=int,
        choices=lambda: [(n, _("%(n)s malam terakhir") % {"n": n}) for n in NIGHTS],
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def settings(self) -> Settings:
        """Return what was filled in."""
        told = self.cleaned_data
        return Settings(
            groups=tuple(Group(one) for one in told["groups"]),
            max_days=told["max_days"],
            max_share=told["max_share"],
            alarms_per_year=told["alarms_per_year"],
        )


def as_initial(plan: Plan | None) -> dict[str, object]:
    """Return a plan, or the usual settings, as the form shows it."""
    if plan is None:
        usual = Settings()
        return dict(vars(usual)) | {
            "groups": [group.value for group in usual.groups],
            "alarms_per_year": f"{usual.alarms_per_year:g}",
            "nights": 90,
        }
    return {
        "groups": plan.groups,
        "max_days": plan.max_days,
        "max_share": plan.max_share,
        "alarms_per_year": f"{plan.alarms_per_year:g}",
        "nights": 90,
    }
