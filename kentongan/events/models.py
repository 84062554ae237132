"""The logbook, the keys of writes already done, and the reactions that still have to follow."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """Why somebody opens a sealed or restricted thing; a read without a purpose is not possible."""

    FOLLOW_UP = "tindak_lanjut", _("tindak lanjut laporan atau kasus")
    DANGER = "bahaya", _("bahaya yang sedang terjadi")
    CORRECTION = "koreksi", _("koreksi data atas permintaan pelapor")
    COURT = "perintah_hukum", _("perintah tertulis pengadilan atau penyidik")
    AUDIT = "audit", _("pemeriksaan oleh auditor")


class Event(models.Model):
    """One line of the logbook: who did what to what, when, where and from where; never changed, never removed."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    account = models.UUIDField(null=True)
    actor = models.CharField(max_length=120)
    kind = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.UUIDField(null=True)
    region = models.CharField(max_length=32)
    origin = models.CharField(max_length=16)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "seq"], name="event_subject"),
            models.Index(fields=["kind", "seq"], name="event_kind"),
            models.Index(fields=["region", "seq"], name="event_region"),
            models.Index(fields=["at", "seq"], name="event_at"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="event_seq_counts_from_one"),
        ]


class Head(models.Model):
    """The last line of the logbook; its row is locked by whoever writes the next one."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="head_is_one_row")]


class Key(models.Model):
    """The client-made key of a write that was done; the same key again gets the first result."""

    key = models.UUIDField(primary_key=True)
    fingerprint = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.UUIDField()


class Rank(models.IntegerChoices):
    """Whose turn comes first: immediate danger before all else, what is only played last."""

    DANGER = 0
    REAL = 1
    DRILL = 2


class Reaction(models.Model):
    """Something `wiring.py` says must follow an event; it is claimed and done in one transaction."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="reactions")
    handler = models.CharField(max_length=160)
    rank = models.PositiveSmallIntegerField(choices=Rank, default=Rank.REAL)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    stuck_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="reaction_once_per_event"),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True) | models.Q(stuck_at__isnull=True),
                name="reaction_is_not_done_and_stuck",
            ),
        ]
        indexes = [
            models.Index(
                fields=["rank", "event", "id"],
                condition=models.Q(done_at__isnull=True, stuck_at__isnull=True),
                name="reaction_waiting",
            ),
            models.Index(
                fields=["stuck_at", "id"], condition=models.Q(stuck_at__isnull=False), name="reaction_stuck"
            ),
        ]
