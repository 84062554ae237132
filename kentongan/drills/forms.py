"""Reading input: what somebody proposes to play."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.drills.actions import Plan
from kentongan.drills.models import Drill
from kentongan.people.models import Term
from kentongan.people.queries import DEPUTY_WORDS
from kentongan.rules.authority import Role
from kentongan.wilayah.models import Region

DAYS = (1, 3, 7, 14, 30)
SEEDS = 2**31
# Who plays unless somebody unticks it: the desk receives, the camat and the village answer.
USUAL = frozenset({Role.OPERATOR, Role.ANALIS, Role.KEPALA, Role.CAMAT, Role.LURAH})


class StageForm(forms.Form):
    """Where a drill is to be played; another place offers other posts."""

    wilayah = forms.ChoiceField(label=_("Tempat gladi"))

    def __init__(self, *args: Any, places: Iterable[Region], **options: Any) -> None:
        """Offer the places."""
        super().__init__(*args, **options)
        place = self.fields["wilayah"]
        assert isinstance(place, forms.ChoiceField)  # noqa: S101 tells mypy
        place.choices = [(one.code, f"Kec. {one.name}" if one.level > 2 else one.name) for one in places]


class ProposalForm(StageForm):
    """What is played, how long, how fast, and who takes part."""

    skenario = forms.ChoiceField(label=_("Skenario"), widget=forms.RadioSelect)
    hari = forms.TypedChoiceField(label=_("Lama"), coerce=int)
    kecepatan = forms.TypedChoiceField(
        label=_("Kecepatan"), coerce=int, widget=forms.RadioSelect, choices=Drill.Speed.choices
    )
    peserta = forms.MultipleChoiceField(
        label=_("Peserta"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Jabatan dengan pemegangnya sekarang. Yang memimpin gladi tidak ikut bermain."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ["skenario", "hari", "kecepatan", "peserta", "wilayah", "key"]

    def __init__(
        self, *args: Any, scenarios: Iterable[tuple[str, str, str]], holders: Iterable[Term], **options: Any
    ) -> None:
        """Offer scenarios and the present holders."""
        super().__init__(*args, **options)
        self.fields["wilayah"].widget = forms.HiddenInput()
        terms = list(holders)
        self.choose("skenario", [(name, f"{title}. {said}") for name, title, said in scenarios])
        self.choose("hari", [(days, _("%(days)s hari gladi") % {"days": days}) for days in DAYS])
        self.choose("peserta", [(str(term.pk), words(term)) for term in terms])
        self.initial.setdefault("peserta", [str(term.pk) for term in terms if term.post.role in USUAL])

    def choose(self, name: str, choices: list[Any]) -> None:
        """Offer choices."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 tells mypy
        field.choices = choices

    def plan(self) -> Plan:
        """Return what was filled in; the world follows from the key, so sending twice is one world."""
        told = self.cleaned_data
        return Plan(
            region=told["wilayah"],
            scenario=told["skenario"],
            seed=told["key"].int % SEEDS,
            days=told["hari"],
            speed=told["kecepatan"],
            terms=tuple(UUID(one) for one in told["peserta"]),
        )


def words(term: Term) -> str:
    """Write a post with who holds it."""
    return f"{DEPUTY_WORDS[term.deputy]}{term.post.title} – {term.account.name}"
