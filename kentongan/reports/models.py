"""Reports, their earlier versions and originals, photos, additions, nil reports, and what the machine read in them."""

import uuid

from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import Q


def private_storage() -> Storage:
    """Return where photos lie: outside the static files, reached only through a view with a policy."""
    return storages["private"]


class Report(models.Model):
    """What somebody saw or heard, as it stands after corrections; axes are kept apart, never one "status"."""

    class Channel(models.TextChoices):
        """How it reached us."""

        WEB = "web"
        PHONE = "hp"
        API = "api"
        IMPORT = "impor"
        PASTE = "tempel"
        SMS = "sms"

    class Sort(models.TextChoices):
        """What paper it would be: a quick report, or a formal Laporan Informasi."""

        QUICK = "cepat"
        INFORMATION = "LI"

    class Verification(models.TextChoices):
        """What checking it showed; apart from the rating of source and content."""

        NOT_YET = "belum"
        TRUE = "benar"
        PARTLY = "sebagian"
        FALSE = "tidak_benar"
        UNKNOWABLE = "tidak_dapat_dipastikan"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client_id = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=16, unique=True)
    fingerprint = models.CharField(max_length=64)
    channel = models.CharField(max_length=8, choices=Channel)
    sort = models.CharField(max_length=5, choices=Sort, default=Sort.QUICK)

    received_at = models.DateTimeField()
    stated_at = models.DateTimeField(null=True)
    clock_suspect = models.BooleanField(default=False)
    occurred_on = models.DateField(null=True)
    when = models.CharField(max_length=5, blank=True)

    event_form = models.CharField(max_length=3, blank=True)
    issues = models.JSONField(default=list)
    stage = models.CharField(max_length=2)
    urgency = models.CharField(max_length=8)
    level = models.CharField(max_length=8)
    sensitivity = models.CharField(max_length=1, default="T")
    restricted = models.BooleanField(default=False)

    region = models.ForeignKey("wilayah.Region", on_delete=models.PROTECT, related_name="+")
    # The code as it was told, where it is not the region above: unknown, renamed, or not served here.
    told_region = models.CharField(max_length=32, blank=True)
    place_text = models.CharField(max_length=200, blank=True)
    precision = models.CharField(max_length=9)
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)

    text = models.TextField(max_length=20_000, blank=True)
    counts = models.JSONField(default=dict)

    source_rating = models.CharField(max_length=1, blank=True)
    content_rating = models.CharField(max_length=1, blank=True)
    verification = models.CharField(max_length=22, choices=Verification, default=Verification.NOT_YET)

    author = models.ForeignKey("people.Account", null=True, on_delete=models.PROTECT, related_name="+")
    sender_number = models.CharField(max_length=16, blank=True)
    anonymous = models.BooleanField(default=False)

    status = models.CharField(max_length=16, default="diterima")
    steps = models.JSONField(default=list)
    answer_due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    put_aside_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-received_at", "id")
        constraints = [
            models.CheckConstraint(
                name="report_stage_known", condition=Q(stage__in=["PG", "AG", "GN", "PK"])
            ),
            models.CheckConstraint(
                name="report_urgency_known", condition=Q(urgency__in=["gawat", "penting", "biasa"])
            ),
            models.CheckConstraint(
                name="report_level_known", condition=Q(level__in=["normal", "waspada", "siaga", "awas"])
            ),
            models.CheckConstraint(
                name="report_sensitivity_known", condition=Q(sensitivity__in=["B", "T", "R"])
            ),
            models.CheckConstraint(
                name="report_precision_known", condition=Q(precision__in=["titik", "RT", "desa", "kecamatan"])
            ),
            models.CheckConstraint(
                name="report_source_rating_known",
                condition=Q(source_rating__in=["", "A", "B", "C", "D", "E", "F"]),
            ),
            models.CheckConstraint(
                name="report_content_rating_known",
                condition=Q(content_rating__in=["", "1", "2", "3", "4", "5", "6"]),
            ),
            models.CheckConstraint(
                name="report_point_on_earth",
                condition=Q(lat__isnull=True, lng__isnull=True)
                | Q(lat__gte=-90, lat__lte=90, lng__gte=-180, lng__lte=180),
            ),
            models.CheckConstraint(
                name="report_anonymous_keeps_nobody",
                condition=Q(anonymous=False) | Q(author__isnull=True, sender_number=""),
            ),
            models.CheckConstraint(
                name="report_put_aside_is_answered",
                condition=Q(put_aside_reason="") | Q(answered_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["region", "received_at"], name="report_by_place"),
            models.Index(
                fields=["answer_due_at", "id"],
                condition=Q(answered_at__isnull=True),
                name="report_waiting",
            ),
        ]


class Original(models.Model):
    """The words exactly as they first came; the database refuses to change them, and their hash can be checked."""

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.PROTECT, related_name="original")
    text = models.TextField(max_length=20_000)
    sha256 = models.CharField(max_length=64)
    source = models.CharField(max_length=200, blank=True)


class ReportVersion(models.Model):
    """The values a correction replaced, who replaced them and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    earlier = models.JSONField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey("people.Account", null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.CharField(max_length=120)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("report", "number")
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_version_once"),
            models.CheckConstraint(name="report_version_has_reason", condition=~Q(reason="")),
        ]


class Addition(models.Model):
    """What the reporter said later under the same code: details, or whether it is safe now."""

    class Kind(models.TextChoices):
        """Details until triage; the reporter's voice ("Sudah aman?") at any time."""

        DETAILS = "rincian"
        VOICE = "suara"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="additions")
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.TextField(max_length=4_000, blank=True)
    is_safe = models.BooleanField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("received_at", "id")
        constraints = [
            models.CheckConstraint(
                name="addition_voice_says_something",
                condition=~Q(kind="suara") | Q(is_safe__isnull=False),
            ),
        ]


class Photo(models.Model):
    """A picture decoded and written anew by us, so nothing of the camera or the place survives in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="photos")
    file = models.FileField(storage=private_storage, upload_to="reports")
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("received_at", "id")


class NilReport(models.Model):
    """A post says: nothing happened here today; silence is not the same."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.ForeignKey("wilayah.Region", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    period_on = models.DateField()
    by = models.ForeignKey("people.Account", null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Report.Channel)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("-period_on", "region", "role", "id")
        constraints = [
            models.UniqueConstraint(fields=["region", "role", "period_on"], name="nil_report_once_a_day"),
        ]


class Source(models.Model):
    """From where codes are looked up just now: a digest under a key of the day, gone within minutes, tied to no report."""

    digest = models.CharField(primary_key=True, max_length=64)
    free_at = models.DateTimeField()

    class Meta:
        ordering = ("digest",)
        indexes = [models.Index(fields=["free_at"], name="source_by_free_at")]

    def __str__(self) -> str:
        return self.digest[:8]


class Proposal(models.Model):
    """What the machine understood of words that came in; it counts nowhere until a person has confirmed it.

    What it says is never changed: another reader or other words make another proposal with the next number, and only
    the last one is current. Names of people stand in it as places in the text, never as words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="proposals")
    addition = models.ForeignKey(Addition, null=True, on_delete=models.CASCADE, related_name="proposals")
    number = models.PositiveIntegerField()
    reader = models.CharField(max_length=64)
    text_sha256 = models.CharField(max_length=64)
    fields = models.JSONField(default=dict)
    candidates = models.JSONField(default=list)
    persons = models.JSONField(default=list)
    marks = models.JSONField(default=list)
    look_now = models.BooleanField(default=False)
    is_skim = models.BooleanField(default=False)
    read_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("people.Account", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("report", "number")
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="proposal_numbered_once"),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(is_current=True, addition__isnull=True),
                name="proposal_one_is_current",
            ),
            models.UniqueConstraint(
                fields=["addition"], condition=Q(is_current=True), name="proposal_one_is_current_of_addition"
            ),
        ]
        indexes = [
            models.Index(
                fields=["report"],
                condition=Q(is_current=True, look_now=True, confirmed_at__isnull=True),
                name="proposal_look_now",
            ),
            models.Index(fields=["confirmed_at"], name="proposal_by_confirmation"),
        ]

    @property
    def marks_grave(self) -> bool:
        """Whether the machine held the words for grave, whatever an officer has said since."""
        return "look_now" in self.marks


class Mend(models.Model):
    """What an officer said to one field of a proposal: right, mended, as the reporter told, or taken back. Only ever added.

    Each is an example to learn from. It points to the words and does not copy them: when they are forgotten, it
    teaches nothing any more.
    """

    class Verdict(models.TextChoices):
        """Whether the machine was right."""

        RIGHT = "benar"
        MENDED = "dibetulkan"
        # The officer left what the reporter had chosen on the page, which the machine had read otherwise.
        AS_TOLD = "pelapor"
        TAKEN_BACK = "ditarik"

    id = models.BigAutoField(primary_key=True)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="mends")
    field = models.CharField(max_length=16)
    verdict = models.CharField(max_length=10, choices=Verdict)
    value = models.JSONField(null=True)
    batch = models.UUIDField()
    # The version of the report that this batch replaced, so that it can be put back.
    report_version = models.PositiveIntegerField(null=True)
    by = models.ForeignKey("people.Account", null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.CharField(max_length=120)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ("proposal", "id")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "field", "batch", "verdict"], name="mend_once"),
            models.CheckConstraint(
                name="mend_verdict_known",
                condition=Q(verdict__in=["benar", "dibetulkan", "pelapor", "ditarik"]),
            ),
        ]
        indexes = [models.Index(fields=["said_at"], name="mend_by_moment")]


class Likeness(models.Model):
    """Two reports that may tell of one thing, as the machine sees it; a person decides."""

    class Kind(models.TextChoices):
        """The same words, the same event, or the same dispute on another day."""

        COPY = "copy"
        DUPLICATE = "duplicate"
        CASE = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    earlier = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="later_likes")
    later = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="earlier_likes")
    kind = models.CharField(max_length=9, choices=Kind)
    score = models.FloatField()
    # The machine is hardly ever wrong here: the box is ticked before the officer looks.
    is_sure = models.BooleanField(default=False)
    reasons = models.JSONField(default=list)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ("-score", "id")
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="likeness_once"),
            models.CheckConstraint(name="likeness_of_two", condition=~Q(earlier=models.F("later"))),
        ]


class ReaderPlace(models.Model):
    """How far the machine has read the logbook: everything after `seq` is new, everything from `older_seq` down is old."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    older_seq = models.BigIntegerField(default=0)
    reader = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="reader_place_is_one_row")]
