"""An alert is one subject that somebody must hear of; a ring is one post that was told."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kentongan.rules import places, taxonomy
from kentongan.rules.authority import Role
from kentongan.rules.escalation import LADDER, Rung
from kentongan.rules.taxonomy import Urgency


def words(event_form: str) -> str:
    """Say what happened in the language of the reader."""
    form = taxonomy.EVENT_FORMS.get(event_form)
    if form is None:
        return gettext("Belum dipilah")
    return form.label_en if (get_language() or "").startswith("en") else form.label_id


class Alert(models.Model):
    """One subject (a report, a case, a finding of the watch, a silent post) that waits for an answer, on exactly one rung of the ladder."""

    class Reason(models.TextChoices):
        ARRIVED = "arrived", _("Laporan baru")
        OVERDUE = "overdue", _("Batas waktu lewat")
        FOLLOW_UP = "follow_up", _("Saatnya diperiksa kembali")
        REOPENED = "reopened", _("Dibuka kembali")
        HELP = "help", _("Petugas butuh bantuan")
        ASSIGNED = "assigned", _("Ditugaskan kepada Anda")
        FOUND = "found", _("Temuan penjagaan malam menunggu keputusan")
        RAISED = "raised", _("Tingkat dinaikkan")
        SILENT = "silent", _("Pos ini lama tidak terdengar. Masih bertugas?")

    # The case behind these has its own clock: hearing of them is all that is asked.
    DONE_WHEN_HEARD = (
        Reason.FOLLOW_UP,
        Reason.ASSIGNED,
        Reason.REOPENED,
        Reason.HELP,
        Reason.RAISED,
        Reason.SILENT,
    )
    # Not about one event: the reason says what it is.
    WITHOUT_EVENT = (Reason.FOUND, Reason.RAISED, Reason.SILENT)

    # A call for help says more than that a day is over; it goes on saying it.
    MAY_TURN_OVERDUE = (Reason.FOLLOW_UP, Reason.ASSIGNED, Reason.REOPENED)

    id = models.UUIDField(primary_key=True, editable=False)
    # No foreign key: alerts stands below reports and cases and may know neither.
    subject_kind = models.CharField(
        max_length=16, choices=[(one, one) for one in ("report", "case", "finding", "silence")]
    )
    subject_id = models.UUIDField()
    reason = models.CharField(max_length=16, choices=Reason.choices)
    region = models.ForeignKey("wilayah.Region", on_delete=models.PROTECT, related_name="+")
    event_form = models.CharField(max_length=4, blank=True)
    urgency = models.CharField(max_length=8, choices=[(word.value, word.value) for word in Urgency])
    sensitivity = models.CharField(max_length=1)
    restricted = models.BooleanField(default=False)
    rung = models.CharField(max_length=16, choices=[(rung.value, rung.label) for rung in LADDER])
    round = models.PositiveIntegerField(default=1)
    has_hearer = models.BooleanField(default=True)
    rung_at = models.DateTimeField()
    due_at = models.DateTimeField()
    started_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=Q(closed_at__isnull=True),
                name="one_open_alert_per_subject",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("rung_at")), name="alert_is_due_after_it_rang"),
            models.CheckConstraint(
                condition=Q(rung__in=[rung.value for rung in LADDER]), name="alert_stands_on_a_rung"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(closed_at__isnull=True), name="alert_open_by_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} · {self.rung}"

    @property
    def headline(self) -> str:
        """Say what and where in words of the taxonomy, never in words of the reporter; a drill says so first."""
        what = self.get_reason_display() if self.reason in self.WITHOUT_EVENT else words(self.event_form)
        return f"{self.mark}{what} · {self.region.name}"

    @property
    def drill(self) -> str:
        """Return the drill this belongs to, or nothing."""
        return places.drill(self.region_id)

    @property
    def cap_status(self) -> str:
        """Return the status of CAP 1.2 (OASIS, 3.2.1) under which this goes out."""
        return "Exercise" if self.drill else "Actual"

    @property
    def mark(self) -> str:
        """Return what stands before every word of a drill."""
        return "GLADI · " if self.drill else ""

    @property
    def rung_word(self) -> str:
        """Say whose turn it is."""
        return gettext(Rung(self.rung).label)

    @property
    def is_open(self) -> bool:
        """Say whether somebody must still answer."""
        return self.closed_at is None


class Ring(models.Model):
    """One post told once: whoever holds the post now (or deputises) hears it and may acknowledge."""

    id = models.UUIDField(primary_key=True, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="rings")
    rung = models.CharField(max_length=16)
    round = models.PositiveIntegerField()
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])
    region = models.ForeignKey("wilayah.Region", on_delete=models.PROTECT, related_name="+")
    rung_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "round", "role", "region"], name="one_ring_per_post_and_round"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(acknowledged_by__isnull=False),
                name="ring_is_acknowledged_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["role", "region", "rung_at"], name="ring_by_post")]

    def __str__(self) -> str:
        return f"{self.role} {self.region_id}"

    @property
    def headline(self) -> str:
        """Say what is told to this post: an administrator learns where nobody answers, not what about."""
        if self.role == Role.ADMIN:
            return f"{self.alert.mark}{gettext('Tanpa petugas')} · {self.alert.region.name}"
        return self.alert.headline
