"""What the night watch counts, what a report weighs there, and how rare a pattern must be to propose a level.

Only what happened is looked at (the form of the event), never what it was about or who was in it: belief, origin
and party cannot enter. What the law protects (E06, E07), what is forwarded and what is need-to-know stays out.
A rarity proposes at most Siaga; a person decides, and Awas is never proposed by counting.
"""

from collections.abc import Mapping
from enum import StrEnum

from kentongan.rules.levels import Level
from kentongan.rules.taxonomy import EVENT_FORMS, ContentRating, SourceRating, Stage, Verification
from kentongan.rules.words import gettext_noop as _


class Group(StrEnum):
    """Events that are counted together."""

    ALL = "semua"
    TENSION = "ketegangan"
    VIOLENCE = "kekerasan"

    @property
    def label(self) -> str:
        """The words people read."""
        return GROUP_LABELS[self]


GROUP_LABELS: Mapping[Group, str] = {
    Group.ALL: _("Semua tanda gangguan"),
    Group.TENSION: _("Ketegangan"),
    Group.VIOLENCE: _("Kekerasan dan perusakan"),
}

# A find of narcotics is a matter of the police; how many are found says how much was searched.
NO_SIGN_OF_CONFLICT = frozenset({"E27"})
COUNTED = frozenset(
    code
    for code, form in EVENT_FORMS.items()
    if form.signal
    and form.offered
    and not (form.restricted or form.referral)
    and form.stage in {Stage.PG, Stage.AG, Stage.GN}
    and code not in NO_SIGN_OF_CONFLICT
)
GROUPS: Mapping[Group, frozenset[str]] = {
    Group.ALL: COUNTED,
    Group.TENSION: frozenset(code for code in COUNTED if EVENT_FORMS[code].stage in {Stage.PG, Stage.AG}),
    Group.VIOLENCE: frozenset(code for code in COUNTED if EVENT_FORMS[code].stage is Stage.GN),
}

# How much a report counts by what checking showed; one not checked yet counts by its rating.
CHECKED: Mapping[Verification, float] = {
    Verification.BENAR: 1.0,
    Verification.SEBAGIAN: 0.5,
    Verification.TIDAK_BENAR: 0.0,
    Verification.TIDAK_DAPAT_DIPASTIKAN: 0.0,
}
SOURCE_WEIGHT: Mapping[SourceRating, float] = {
    SourceRating.A: 1.0,
    SourceRating.B: 0.9,
    SourceRating.C: 0.7,
    SourceRating.D: 0.4,
    SourceRating.E: 0.1,
    SourceRating.F: 0.6,
}
CONTENT_WEIGHT: Mapping[ContentRating, float] = {
    ContentRating.CONFIRMED: 1.0,
    ContentRating.PROBABLE: 0.9,
    ContentRating.POSSIBLE: 0.7,
    ContentRating.DOUBTFUL: 0.3,
    ContentRating.IMPROBABLE: 0.1,
    ContentRating.UNKNOWN: 0.7,
}
# Nobody has rated it: somebody we know said it, or somebody we do not know.
KNOWN_SENDER, UNKNOWN_SENDER = 0.7, 0.0
# Below this a report is not likely, and does not count at all.
LIKELY = 0.35


def weight(
    verification: str, source: str, content: str, *, known_sender: bool, put_aside: bool = False
) -> float:
    """Say how much a report counts, 0 to 1; what is neither verified nor likely does not count."""
    checked = CHECKED.get(Verification(verification))
    if checked is not None:
        return checked
    if put_aside:
        return 0.0
    if not source and not content:
        return KNOWN_SENDER if known_sender else UNKNOWN_SENDER
    found = (
        SOURCE_WEIGHT[SourceRating(source or SourceRating.F)]
        * CONTENT_WEIGHT[ContentRating(content or ContentRating.UNKNOWN)]
    )
    return found if found >= LIKELY else 0.0


def is_of_the_crowd(verification: str, source: str, content: str, *, has_account: bool) -> bool:
    """Say whether a report is one voice of a village: nobody has checked or rated it, and its sender holds no post.

    Numbers are cheap. However many of them say a thing on one day, until somebody looks they count as one.
    """
    return not (has_account or source or content or Verification(verification) in CHECKED)


# A pattern that chance alone shows less often than once in so many days proposes this level
# (a cluster with p < 0.01 a day is a first sign; once a year and kabupaten is what Siaga may cost in false alarms).
PROPOSALS: tuple[tuple[float, Level], ...] = ((365.0, Level.SIAGA), (100.0, Level.WASPADA))
# A confirmed finding stands so many days, then it is to be looked at anew; one nobody decided on lapses.
STANDS_DAYS: Mapping[Level, int] = {Level.WASPADA: 7, Level.SIAGA: 3}
LAPSES_DAYS = 7
# A silence whose cause was found is not asked about again for so many days, unless the post has spoken meanwhile.
EXPLAINED_DAYS = 7
# So many days at least teach what is usual; only what comes after them can be called unusual.
LEARNT_FROM_DAYS = 28
SEEN_AT_LEAST_DAYS = LEARNT_FROM_DAYS + 1
# A silence that its habit explains so seldom is asked about first; of others many are only forgetful.
SURE_SILENCE = 0.02
# So long after its last day a finding is judged by what people found.
JUDGED_AFTER_DAYS = 14


def proposed(recurrence_days: float) -> Level:
    """Name the level that a pattern of this rarity proposes; Normal when it is nothing to wake anybody for."""
    return next((level for days, level in PROPOSALS if recurrence_days >= days), Level.NORMAL)
