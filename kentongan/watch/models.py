"""How a kabupaten is watched, each round of the watch, what it found, which posts are silent, where to look first."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kentongan.rules.authority import ROLES, Role
from kentongan.rules.levels import Level
from kentongan.rules.watching import SEEN_AT_LEAST_DAYS, SURE_SILENCE, Group

PROPOSED_LEVELS = [Level.WASPADA.value, Level.SIAGA.value]


class Plan(models.Model):
    """How one kabupaten is watched; a change is a new plan, tried on the past before it counts."""

    class State(models.TextChoices):
        """The way of a plan."""

        DRAFT = "usul", _("usulan, belum berlaku")
        LIVE = "berlaku", _("berlaku")
        PAST = "lama", _("tidak berlaku lagi")

    id = models.UUIDField(primary_key=True, editable=False)
    region = models.ForeignKey("wilayah.Region", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    groups = models.JSONField(_("yang dihitung"), default=list)
    max_days = models.PositiveSmallIntegerField(_("paling lama (hari)"), default=28)
    max_share = models.FloatField(_("paling luas (bagian desa)"), default=0.25)
    alarms_per_year = models.FloatField(_("anggaran tanda palsu per tahun"), default=4.0)
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    live_from_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["region_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["region", "number"], name="watch_plan_numbered_once"),
            models.UniqueConstraint(
                fields=["region"], condition=Q(state="berlaku"), name="one_live_watch_plan_per_region"
            ),
            models.CheckConstraint(condition=Q(max_days__gte=1, max_days__lte=90), name="watch_plan_days"),
            models.CheckConstraint(condition=Q(max_share__gt=0, max_share__lte=0.5), name="watch_plan_share"),
            models.CheckConstraint(
                condition=Q(alarms_per_year__gt=0, alarms_per_year__lte=52), name="watch_plan_budget"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} · {self.number}"

    @property
    def group_words(self) -> list[str]:
        """Return what is counted, in words."""
        return [gettext(Group(one).label) for one in self.groups]


class Run(models.Model):
    """One round of the watch, or a trial of a plan on the past; with what is needed to do exactly it again."""

    class Kind(models.TextChoices):
        """What is done."""

        NIGHT = "malam", _("Penjagaan malam")
        LIGHT = "ringan", _("Penjagaan tiap jam")
        TRIAL = "uji", _("Uji mundur")

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "antre", _("menunggu giliran")
        RUNNING = "berjalan", _("berjalan")
        DONE = "selesai", _("selesai")
        CANCELLED = "batal", _("dibatalkan")
        FAILED = "gagal", _("gagal")

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    region = models.ForeignKey("wilayah.Region", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="runs")
    as_of_at = models.DateTimeField()
    nights = models.PositiveSmallIntegerField(default=1)
    asked_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    sign_of_life_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    steps_done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=1)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=120, blank=True)
    seed = models.PositiveIntegerField()
    inputs = models.CharField(max_length=64, blank=True)
    engine = models.CharField(max_length=40, blank=True)
    # How many days this office has been listening; None before a round has looked.
    past_days = models.PositiveIntegerField(null=True)
    # For each group: the chance, the recurrence, and how often such a level was really seen.
    nightly = models.JSONField(default=dict)
    # What the engine remembered before and after this round; before: only where something was found, to do it again.
    memory_before = models.JSONField(default=dict)
    memory_after = models.JSONField(default=dict)
    # Of a trial: what would have been raised.
    raised = models.JSONField(default=list)

    ENDED = (State.DONE, State.CANCELLED, State.FAILED)
    OPEN = (State.WAITING, State.RUNNING)

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind", "as_of_at"],
                condition=~Q(kind="uji"),
                name="watch_runs_once_for_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["selesai", "batal", "gagal"]) | Q(ended_at__isnull=False),
                name="watch_run_that_ended_says_when",
            ),
            models.CheckConstraint(condition=Q(nights__gte=1, nights__lte=730), name="watch_run_nights"),
        ]
        indexes = [
            models.Index(
                fields=["state", "asked_at"],
                condition=Q(state__in=["antre", "berjalan"]),
                name="watch_run_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.region_id} {self.as_of_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        """Say whether it is still to come or going on."""
        return self.state in self.OPEN

    @property
    def learns_still(self) -> bool:
        """Say whether it had too short a past to call anything unusual."""
        return self.past_days is not None and self.past_days < SEEN_AT_LEAST_DAYS

    @property
    def nights_tried(self) -> int | None:
        """Return on how many of the nights a trial was asked for it could really look; None before it has."""
        if self.past_days is None:
            return None
        return min(self.nights, max(0, self.past_days - SEEN_AT_LEAST_DAYS + 1))

    @property
    def percent(self) -> int:
        """Return how far it is, 0 to 100."""
        return min(100, round(100 * self.steps_done / max(1, self.steps)))


class Finding(models.Model):
    """More reports close together in place and time than chance brings: a proposal, until a person decides."""

    class State(models.TextChoices):
        """What became of the proposal."""

        PROPOSED = "usul", _("menunggu keputusan")
        CONFIRMED = "tetap", _("ditetapkan")
        REJECTED = "tolak", _("tidak ditetapkan")
        LAPSED = "lewat", _("lewat waktu")

    class Outcome(models.TextChoices):
        """What people found there afterwards."""

        HIT = "benar", _("ada kejadian atau kasus di sana")
        MISS = "palsu", _("tidak ada apa-apa")

    id = models.UUIDField(primary_key=True, editable=False)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="findings")
    latest_run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey("wilayah.Region", on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=12, choices=[(one.value, one.label) for one in Group])
    villages = models.JSONField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    observed = models.PositiveIntegerField()
    expected = models.FloatField()
    villages_with_reports = models.PositiveIntegerField()
    radius_km = models.FloatField()
    score = models.FloatField()
    chance = models.FloatField()
    recurrence_days = models.FloatField()
    # How many days apart such a level was really seen here; None before there is enough past to say.
    seen_every_days = models.FloatField(null=True)
    series = models.JSONField(default=list)
    level = models.CharField(max_length=8, choices=[(one.value, one.label) for one in Level])
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    raised_at = models.DateTimeField()
    renewed_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    judged_at = models.DateTimeField(null=True)
    lead_hours = models.FloatField(null=True)

    class Meta:
        ordering = ["-raised_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="finding_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(chance__gte=0, chance__lte=1), name="finding_chance_is_a_probability"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["tetap", "tolak"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="finding_is_decided_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(judged_at__isnull=False), name="finding_judged_says_when"
            ),
        ]
        indexes = [models.Index(fields=["region", "state", "raised_at"], name="finding_by_place")]

    def __str__(self) -> str:
        return f"{self.group} {self.region_id} {self.starts_on}"

    @property
    def is_open(self) -> bool:
        """Say whether it waits for somebody to decide."""
        return self.state == self.State.PROPOSED

    @property
    def days(self) -> int:
        """Return how many days it covers."""
        return (self.ends_on - self.starts_on).days + 1

    @property
    def group_word(self) -> str:
        """Return what was counted, in words."""
        return gettext(Group(self.group).label)


class FindingPlace(models.Model):
    """One village of a finding, with how many of its reports lie there: whose it is, and where to go first."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="places")
    region = models.ForeignKey("wilayah.Region", on_delete=models.PROTECT, related_name="+")
    reports = models.PositiveIntegerField()

    class Meta:
        ordering = ["-reports", "region_id", "id"]
        constraints = [models.UniqueConstraint(fields=["finding", "region"], name="finding_place_once")]

    def __str__(self) -> str:
        return f"{self.region_id} {self.reports}"


class Silence(models.Model):
    """A post that has not spoken for longer than its own habit explains, until it does or somebody went there."""

    class State(models.TextChoices):
        """What was done about it."""

        NOTICED = "baru", _("belum ditanya")
        ASKED = "ditanya", _("sudah ditanya")
        OVER = "selesai", _("selesai")

    class Cause(models.TextChoices):
        """What it was."""

        SPOKE = "bersuara", _("bersuara lagi dengan sendirinya")
        ANSWERED = "menjawab", _("menjawab ketika ditanya")
        PHONE = "telepon", _("telepon atau sinyal rusak")
        FEAR = "takut", _("takut melapor")
        LAZY = "lalai", _("lupa atau lalai")
        LEFT = "kosong", _("pejabat berganti atau pergi")
        OTHER = "lain", _("sebab lain")

    # What a post shows by itself, and nobody who goes there writes down.
    WELL = (Cause.SPOKE, Cause.ANSWERED)

    id = models.UUIDField(primary_key=True, editable=False)
    region = models.ForeignKey("wilayah.Region", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    since_on = models.DateField()
    chance = models.FloatField()
    together = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State.choices, default=State.NOTICED)
    noticed_at = models.DateTimeField()
    asked_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=8, choices=Cause.choices, blank=True)
    visited_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["chance", "region_id", "role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "role"], condition=~Q(state="selesai"), name="one_open_silence_per_post"
            ),
            models.CheckConstraint(
                condition=~Q(state="selesai") | (Q(over_at__isnull=False) & ~Q(cause="")),
                name="silence_that_is_over_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="ditanya") | Q(asked_at__isnull=False), name="silence_asked_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.region_id}"

    @property
    def is_asked_first(self) -> bool:
        """Say whether its habit hardly explains it, or somebody has asked already and waits."""
        return self.chance <= SURE_SILENCE or self.state == self.State.ASKED

    @property
    def role_word(self) -> str:
        """Return whose post it is, in the language of the reader."""
        words = ROLES[Role(self.role)]
        return words.label_en if (get_language() or "").startswith("en") else words.label_id


class Outlook(models.Model):
    """The chance of at least one event in a village in the days after a night, with its reasons; for patrols."""

    id = models.UUIDField(primary_key=True, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="outlooks")
    region = models.ForeignKey("wilayah.Region", on_delete=models.PROTECT, related_name="+")
    chance_7 = models.FloatField()
    chance_30 = models.FloatField()
    # How the chance comes about: what is usual there, what its own last weeks add, and what its neighbours add.
    usual = models.FloatField()
    own = models.FloatField()
    near = models.FloatField()
    happened_7 = models.BooleanField(null=True)

    class Meta:
        ordering = ["-chance_7", "region_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "region"], name="one_outlook_per_village_and_night"),
            models.CheckConstraint(
                condition=Q(chance_7__gte=0, chance_7__lte=1, chance_30__gte=0, chance_30__lte=1),
                name="outlook_is_a_probability",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.chance_7:.3f}"


GIVEN_UP_AFTER = timedelta(minutes=10)
"""A run without a sign of life for so long was cut off, and begins anew."""
