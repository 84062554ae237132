"""A case is a worry that one post answers for until it is tuntas."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kentongan.alerts.models import words
from kentongan.reports.storage import PrivateStorage
from kentongan.rules.case_status import OPEN, CaseStatus
from kentongan.rules.levels import Level
from kentongan.rules.masking import scrubbed
from kentongan.rules.taxonomy import Stage, Urgency

# Somebody answers for it: everything but a case that is tuntas or lives on in another one.
LIVE = tuple(status.value for status in CaseStatus if status not in {CaseStatus.DITUTUP, CaseStatus.DIGABUNG})


def private_files() -> PrivateStorage:
    """Keep attachments where no address leads: only the download view opens them."""
    return PrivateStorage()


class Case(models.Model):
    """One worry with one owner and one next deadline as long as it is open."""

    class Outcome(models.TextChoices):
        AGREED = "damai", _("Sepakat damai melalui musyawarah")
        SETTLED = "selesai", _("Persoalan selesai")
        CALM = "reda", _("Reda, tidak ada tindakan lagi")
        UNFOUNDED = "tidak_terbukti", _("Tidak terbukti")
        HANDED_OVER = "dilimpahkan", _("Ditangani pihak berwenang")

    id = models.UUIDField(primary_key=True, editable=False)
    number = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=160, blank=True)
    region = models.ForeignKey("wilayah.Region", on_delete=models.PROTECT, related_name="+")
    event_form = models.CharField(max_length=4, blank=True)
    issues = models.JSONField(default=list, blank=True)
    stage = models.CharField(max_length=2, choices=[(s.value, s.value) for s in Stage], blank=True)
    urgency = models.CharField(max_length=8, choices=[(u.value, u.value) for u in Urgency])
    level = models.CharField(max_length=8, choices=[(v.value, v.value) for v in Level])
    awas_asked = models.BooleanField(default=False)  # a report says Awas, and no leader has decided yet
    sensitivity = models.CharField(max_length=1, default="R")
    restricted = models.BooleanField(default=False)
    status = models.CharField(max_length=16, choices=[(s.value, s.value) for s in CaseStatus])
    owner = models.ForeignKey("people.Post", on_delete=models.PROTECT, null=True, related_name="+")
    next_due_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    outcome_note = models.TextField(max_length=4000, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    follow_up_passed_at = models.DateTimeField(null=True, blank=True)
    referred_to = models.CharField(max_length=120, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    is_social_conflict = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=LIVE) | Q(owner__isnull=False, next_due_at__isnull=False),
                name="live_case_has_owner_and_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(status=CaseStatus.DIGABUNG.value) | Q(merged_into__isnull=False),
                name="merged_case_has_target",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="case_is_not_its_own_target",
            ),
            models.CheckConstraint(
                condition=~Q(status=CaseStatus.DITUTUP.value)
                | (Q(closed_at__isnull=False, follow_up_passed_at__isnull=False) & ~Q(outcome="")),
                name="closed_case_has_outcome_and_passed_follow_up",
            ),
            models.CheckConstraint(
                condition=~Q(status=CaseStatus.DIRUJUK.value) | ~Q(referred_to=""),
                name="referred_case_has_addressee",
            ),
        ]
        indexes = [models.Index(fields=["next_due_at", "id"], name="case_by_due")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_live(self) -> bool:
        """Say whether somebody still answers for it."""
        return self.status in LIVE

    @property
    def is_open(self) -> bool:
        """Say whether it is being worked on, and not only waiting for its look back."""
        return CaseStatus(self.status) in OPEN

    @property
    def headline(self) -> str:
        """Return its title, or what and where in words of the taxonomy."""
        return scrubbed(self.title) or f"{words(self.event_form)} · {self.region.name}"

    @property
    def status_word(self) -> str:
        """Return the word people read for the status."""
        return gettext(CaseStatus(self.status).label)


class CaseReport(models.Model):
    """A report that belongs to a case, until somebody takes it out again."""

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="joins")
    report = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="joins")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "report"], condition=Q(left_at__isnull=True), name="report_joins_a_case_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} → {self.case_id}"


class Note(models.Model):
    """What somebody wrote on the case; never changed, only followed by another one."""

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(max_length=4000)
    author = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    author_label = models.CharField(max_length=160)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_says_something")]

    def __str__(self) -> str:
        return f"{self.author_label} {self.written_at:%Y-%m-%d %H:%M}"


class Task(models.Model):
    """One piece of work for one post, with a deadline."""

    class Kind(models.TextChoices):
        WORK = "kerja", _("Tugas")
        FOLLOW_UP = "periksa", _("Periksa kembali")

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.WORK)
    text = models.CharField(max_length=300)
    owner = models.ForeignKey("people.Post", on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    given_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True)
    help_asked_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(done_at__isnull=True, kind="periksa"),
                name="one_open_follow_up_task_per_case",
            ),
        ]
        indexes = [models.Index(fields=["owner", "due_at"], name="task_by_owner")]

    def __str__(self) -> str:
        return self.text

    @property
    def words(self) -> str:
        """Return what to do; the look back, which the loop gives, in the language of the reader."""
        return gettext(self.text) if self.kind == self.Kind.FOLLOW_UP else self.text


class Attachment(models.Model):
    """A paper or picture of the case, kept in private storage."""

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    is_evidence = models.BooleanField(default=False)
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(storage=private_files, upload_to="cases", max_length=200)
    added_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "sha256"], name="same_paper_once_per_case")]

    def __str__(self) -> str:
        return self.name


class CopyRecipient(models.Model):
    """A copy (tembusan) for another line, such as Polri or TNI: told, acknowledged, never ordered."""

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="copies")
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "post"], name="one_copy_per_post")]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.post_id}"
