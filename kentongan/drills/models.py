"""Drills, who plays in them, when they stood still, and what the office answered."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Drill(models.Model):
    """One drill: what is played, where, how fast, and how far it has come.

    Its rows are all there is: whoever has seed, scenario, times and answers has the same drill again.
    """

    class State(models.TextChoices):
        """The way of a drill."""

        PROPOSED = "usul", _("diusulkan")
        DECLINED = "ditolak", _("ditolak")
        AGREED = "disetujui", _("tempat sedang disiapkan")
        READY = "siap", _("siap dimulai")
        RUNNING = "berjalan", _("berjalan")
        PAUSED = "jeda", _("dijeda")
        ENDED = "selesai", _("selesai")
        CLEARING = "dihapus", _("sedang dihapus")
        CLEARED = "kosong", _("data sudah dihapus")

    class Speed(models.IntegerChoices):
        """How fast its clock goes."""

        REAL = 1, _("waktu sebenarnya")
        SIXTY = 60, _("60 kali: satu menit adalah satu jam gladi")

    id = models.UUIDField(primary_key=True, editable=False)
    number = models.PositiveSmallIntegerField(unique=True)
    region = models.ForeignKey("wilayah.Region", on_delete=models.PROTECT, related_name="+")
    scenario = models.CharField(_("skenario"), max_length=64)
    seed = models.PositiveIntegerField()
    days = models.PositiveSmallIntegerField(_("lama (hari gladi)"))
    speed = models.PositiveSmallIntegerField(_("kecepatan"), choices=Speed.choices)
    state = models.CharField(_("keadaan"), max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    # The moment of the drill's own clock at which it started, and up to which its messages have come in.
    plays_from_at = models.DateTimeField(null=True)
    played_until_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    rows_to_clear = models.PositiveIntegerField(default=0)
    cleared_at = models.DateTimeField(null=True)
    lessons = models.JSONField(null=True)

    # Its place is laid out, and not yet being taken away.
    THERE = (State.READY, State.RUNNING, State.PAUSED, State.ENDED)
    LIVE = (State.AGREED, State.READY, State.RUNNING, State.PAUSED)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("proposed_by")),
                name="drill_is_agreed_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["usul", "ditolak"])
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="drill_is_played_only_when_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["berjalan", "jeda", "selesai"])
                | Q(started_at__isnull=False, plays_from_at__isnull=False, played_until_at__isnull=False),
                name="drill_that_runs_has_a_clock",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | ~Q(state="selesai"), name="drill_that_ended_says_when"
            ),
            models.CheckConstraint(condition=Q(speed__in=[1, 60]), name="drill_speed_is_known"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=9999), name="drill_number_fits"),
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(state__in=["disetujui", "siap", "berjalan", "jeda"]),
                name="one_live_drill_per_region",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return what its place is called: G7."""
        return f"G{self.number}"


class Pause(models.Model):
    """From when until when a drill stood still."""

    id = models.UUIDField(primary_key=True, editable=False)
    drill = models.ForeignKey(Drill, on_delete=models.CASCADE, related_name="pauses")
    paused_at = models.DateTimeField()
    resumed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["paused_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["drill"], condition=Q(resumed_at__isnull=True), name="one_open_pause_per_drill"
            ),
            models.CheckConstraint(
                condition=Q(resumed_at__isnull=True) | Q(resumed_at__gte=F("paused_at")),
                name="pause_ends_after_it_begins",
            ),
        ]


class Participant(models.Model):
    """Somebody who plays the post they hold in the office."""

    id = models.UUIDField(primary_key=True, editable=False)
    drill = models.ForeignKey(Drill, on_delete=models.CASCADE, related_name="participants")
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["drill_id", "post_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["drill", "post", "account"], name="participant_is_named_once"),
        ]


class Answer(models.Model):
    """The office has answered an episode at a moment of the drill's clock; what comes later follows from it."""

    id = models.UUIDField(primary_key=True, editable=False)
    drill = models.ForeignKey(Drill, on_delete=models.CASCADE, related_name="answers")
    episode = models.CharField(max_length=64)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["drill", "episode"], name="answer_is_given_once"),
        ]
