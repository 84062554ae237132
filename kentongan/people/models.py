"""Accounts and the offices, posts, terms and teams behind them."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kentongan.rules.authority import Role
from kentongan.wilayah.models import Region


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; Django and allauth look people up by their user name through it."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "Account":
        """Make one account; without a password nobody can log in to it yet."""
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Somebody who can log in; what they may do comes from their posts alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(_("nama masuk"), max_length=64, unique=True)
    name = models.CharField(_("nama"), max_length=120)
    email = models.EmailField(_("surel"), blank=True)
    language = models.CharField(_("bahasa"), max_length=2, default="id")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = AccountManager()

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """A place of work: a village office, a kecamatan, Kesbangpol, a Polsek."""

    class Kind(models.TextChoices):
        """Which line an office belongs to."""

        COMMUNITY = "warga", _("RT, RW, dan Linmas")
        VILLAGE = "desa", _("pemerintah desa/kelurahan")
        DISTRICT = "kecamatan", _("kecamatan")
        KESBANGPOL = "kesbangpol", _("Kesbangpol")
        GOVERNMENT = "pemda", _("pemerintah daerah")
        POLICE = "polri", _("Polri")
        ARMY = "tni", _("TNI")
        OVERSIGHT = "pengawas", _("pengawas")

    id = models.UUIDField(primary_key=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="offices")
    kind = models.CharField(_("jalur"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("nama kantor"), max_length=120)

    class Meta:
        ordering = ["region_id", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["region", "kind", "name"], name="office_is_named_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A chair in an office; whoever holds it today has its role in the region of the office."""

    id = models.UUIDField(primary_key=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(
        _("peran"), max_length=20, choices=[(role.value, role.value) for role in Role if role != Role.WARGA]
    )
    title = models.CharField(_("sebutan jabatan"), max_length=120)
    unit = models.CharField(_("bidang"), max_length=120, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["office__region_id", "title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role if role != Role.WARGA]),
                name="post_has_a_known_role",
            ),
            models.UniqueConstraint(fields=["office", "title", "unit"], name="post_is_named_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Term(models.Model):
    """From when until when somebody holds a post, as its holder or standing in (Plt, Plh)."""

    class Deputy(models.TextChoices):
        """Standing in while the post is vacant or its holder away."""

        HOLDER = "", _("pejabat tetap")
        PLT = "plt", _("Plt. (pelaksana tugas)")
        PLH = "plh", _("Plh. (pelaksana harian)")

    class Consent(models.TextChoices):
        """What a second administrator said, where two must agree."""

        NOT_NEEDED = "", _("tidak perlu")
        WAITS = "waits", _("menunggu persetujuan admin kedua")
        GIVEN = "given", _("disetujui admin kedua")
        REFUSED = "refused", _("ditolak admin kedua")

    id = models.UUIDField(primary_key=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="terms")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="terms")
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    consent = models.CharField(max_length=8, choices=Consent.choices, blank=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai dengan"), null=True, blank=True)
    deputy = models.CharField(_("sebagai"), max_length=3, choices=Deputy.choices, blank=True)
    decree = models.CharField(_("nomor SK"), max_length=120, blank=True)

    class Meta:
        ordering = ["post_id", "-starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="term_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(deputy__in=["", "plt", "plh"]), name="term_deputy_is_known"),
            models.CheckConstraint(
                condition=Q(deputy="") | Q(ends_on__isnull=False), name="term_of_a_deputy_has_an_end"
            ),
            models.UniqueConstraint(
                fields=["post", "account", "starts_on", "deputy"], name="term_begins_once"
            ),
            models.CheckConstraint(
                condition=Q(consent__in=["", "waits"])
                | Q(consent__in=["given", "refused"], decided_by__isnull=False, decided_at__isnull=False),
                name="term_is_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("account"))),
                name="term_is_decided_by_somebody_else",
            ),
        ]


class Team(models.Model):
    """A forum or team set up by decree for a time."""

    class Kind(models.TextChoices):
        """Which forum of which law."""

        TIMDU = "timdu", _("Tim Terpadu PKS")
        FKUB = "fkub", _("FKUB")
        FKDM = "fkdm", _("FKDM")
        TKD = "tkd", _("Tim Kewaspadaan Dini")
        FORKOPIMDA = "forkopimda", _("Forkopimda")
        FORKOPIMCAM = "forkopimcam", _("Forkopimcam")

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(_("tim"), max_length=12, choices=Kind.choices)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="teams")
    decree_no = models.CharField(_("nomor SK"), max_length=120)
    valid_from = models.DateField(_("berlaku sejak"))
    valid_to = models.DateField(_("berlaku sampai dengan"))

    class Meta:
        ordering = ["region_id", "kind", "-valid_to", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="team_ends_after_it_begins"
            ),
            models.UniqueConstraint(fields=["region", "kind", "decree_no"], name="team_has_one_decree"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class TeamMember(models.Model):
    """Somebody named in the decree, with or without an account here."""

    class Subteam(models.TextChoices):
        """The three sub-teams of a Tim Terpadu, as the Mendagri asked for them."""

        NONE = "", _("pengarah dan sekretariat")
        PREVENTION = "pencegahan", _("Sub Tim Pencegahan")
        CESSATION = "penghentian", _("Sub Tim Penghentian")
        RECOVERY = "pemulihan", _("Sub Tim Pemulihan")

    id = models.UUIDField(primary_key=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    subteam = models.CharField(_("sub tim"), max_length=12, choices=Subteam.choices, blank=True)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    name = models.CharField(_("nama"), max_length=120)
    agency = models.CharField(_("instansi"), max_length=120, blank=True)
    position = models.CharField(_("kedudukan dalam tim"), max_length=120)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["team_id", "subteam", "position", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(subteam__in=["", "pencegahan", "penghentian", "pemulihan"]),
                name="team_member_subteam_is_known",
            ),
        ]


class Device(models.Model):
    """A phone or computer on which somebody has logged in, with a name they recognise."""

    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="devices")
    name = models.CharField(_("nama perangkat"), max_length=80)
    added_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-seen_at", "id"]


class Invitation(models.Model):
    """A link, good once and until a moment, by which somebody makes the account for a post."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(_("nama"), max_length=120)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="invitations")
    deputy = models.CharField(_("sebagai"), max_length=3, choices=Term.Deputy.choices, blank=True)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai dengan"), null=True, blank=True)
    decree = models.CharField(_("nomor SK"), max_length=120, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="invitations")

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="invitation_expires_after_it_is_made"
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, account__isnull=True)
                | Q(used_at__isnull=False, account__isnull=False),
                name="invitation_used_has_an_account",
            ),
        ]


class RegisteredNumber(models.Model):
    """A phone number whose messages we know how to place."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(_("nomor telepon"), max_length=16, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="numbers")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="numbers")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["region_id", "number", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^\+[1-9][0-9]{6,14}$"), name="number_is_international"
            ),
        ]
