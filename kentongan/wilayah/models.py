"""Regions by their Kemendagri code, with their versions, names, neighbours and the extent of their shape."""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _


class CodeField(models.CharField):  # type: ignore[type-arg]
    """A dotted region code that sorts byte by byte on both databases.

    A range over codes finds all descendants only under that order; PostgreSQL would otherwise sort by the
    language of the machine. Foreign keys to a region take the order over from here.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, str | None]:
        """Return the column type with the order that fits the database."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class Level(models.IntegerChoices):
    """How deep a region lies; RW and RT are made locally."""

    PROVINCE = 1, _("provinsi")
    REGENCY = 2, _("kabupaten/kota")
    DISTRICT = 3, _("kecamatan")
    VILLAGE = 4, _("desa/kelurahan")
    RW = 5, _("RW")
    RT = 6, _("RT")


class Region(models.Model):
    """One region as it is valid from a day until, perhaps, another day."""

    code = CodeField(max_length=32, primary_key=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    title_of_head = models.CharField(max_length=60, blank=True)
    title_is_local = models.BooleanField(default=False)
    postal_code = models.CharField(max_length=5, blank=True)
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)
    area_km2 = models.FloatField(null=True)
    population = models.PositiveIntegerField(null=True)
    tps = models.PositiveIntegerField(null=True)
    has_geometry = models.BooleanField(default=False)
    min_lng = models.FloatField(null=True)
    min_lat = models.FloatField(null=True)
    max_lng = models.FloatField(null=True)
    max_lat = models.FloatField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    local = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        indexes = [
            models.Index(fields=["level", "code"], name="region_by_level"),
            models.Index(fields=["code"], name="region_made_here", condition=models.Q(local=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
                name="region_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(level__gte=1, level__lte=6), name="region_level_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(level=1, parent__isnull=True)
                | models.Q(level__gt=1, parent__isnull=False),
                name="region_below_province_has_a_parent",
            ),
            models.CheckConstraint(
                condition=models.Q(has_geometry=False)
                | models.Q(
                    min_lng__isnull=False, min_lat__isnull=False, max_lng__isnull=False, max_lat__isnull=False
                ),
                name="region_with_geometry_has_an_extent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Successor(models.Model):
    """Which region took over from an older one, by which decree, from which day."""

    old = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="successors")
    new = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="predecessors")
    on_date = models.DateField()
    decree = models.CharField(max_length=120)

    class Meta:
        ordering = ["on_date", "old_id", "new_id"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="successor_is_named_once"),
            models.CheckConstraint(
                condition=~models.Q(old=models.F("new")), name="successor_is_another_region"
            ),
        ]


class Alias(models.Model):
    """Another name people use for a region, or the name it had before."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name", "region_id"]
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="alias_is_given_once")]


class Neighbour(models.Model):
    """Two villages that share a border; `a` is the smaller code."""

    pk = models.CompositePrimaryKey("a", "b")
    a = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+", db_index=False)
    b = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["a_id", "b_id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(a__lt=models.F("b")), name="neighbours_stand_in_order")
        ]


class LoadedPack(models.Model):
    """Which part of which region pack has been loaded, so that a second run has nothing to do."""

    scope = models.CharField(max_length=200, primary_key=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
