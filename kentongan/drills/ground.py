"""The place of a drill: a copy of the kabupaten under codes of its own, with the posts that are played; and taking it away.

Whatever a drill makes lies in that place, so everything that lies there can go.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import uuid5

from django.core.files.storage.base import Storage
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from kentongan.alerts.models import Alert, Ring
from kentongan.cases.models import Attachment, Case, CaseReport, CopyRecipient, Note, Task
from kentongan.drills.models import Drill
from kentongan.events.models import Reaction
from kentongan.people.models import (
    Invitation,
    Office,
    Post,
    RegisteredNumber,
    Team,
    TeamMember,
    Term,
)
from kentongan.people.queries import local_day
from kentongan.reports.models import (
    Addition,
    Likeness,
    Mend,
    NilReport,
    Original,
    Photo,
    Proposal,
    Report,
    ReportVersion,
)
from kentongan.rules.places import in_drill, path
from kentongan.watch.models import Finding, FindingPlace, Outlook, Plan, Run, Silence
from kentongan.wilayah.models import Alias, Neighbour, Region, Successor
from kentongan.wilayah.queries import within, world

PART = 400
"""Rows taken away in one transaction: a moment of the one write lock."""


def make(drill: Drill, *, at: datetime) -> None:
    """Lay out the regions and posts of a drill."""
    copy_regions(drill)
    copy_borders(drill)
    today = local_day(drill.region_id, at)
    for player in drill.participants.select_related("post__office").order_by("id"):
        seat(drill, player.post, player.account_id, today)


def copy_regions(drill: Drill) -> None:
    """Copy the regions of the drill with what lies above them, from the province down."""
    real = Region.objects.filter(
        Q(code__in=path(drill.region_id)) | within("code", drill.region_id), valid_to__isnull=True
    )
    for region in real.order_by("level", "code"):
        region.code = in_drill(drill.name, region.code)
        region.parent_id = in_drill(drill.name, region.parent_id or "") or None
        # Not "made here": the region browser and its versions know the country only.
        region.local = False
        region.save(force_insert=True)


def copy_borders(drill: Drill) -> None:
    """Copy which villages share a border."""
    pairs = Neighbour.objects.filter(within("a_id", drill.region_id), within("b_id", drill.region_id))
    Neighbour.objects.bulk_create(
        Neighbour(a_id=in_drill(drill.name, a), b_id=in_drill(drill.name, b))
        for a, b in pairs.order_by("a_id", "b_id").values_list("a_id", "b_id")
    )


def seat(drill: Drill, post: Post, account: Any, today: date) -> None:
    """Let somebody play the post they hold."""
    real = post.office
    region = in_drill(drill.name, real.region_id)
    office, _ = Office.objects.get_or_create(
        pk=uuid5(drill.pk, f"office:{real.pk}"),
        defaults={"region_id": region, "kind": real.kind, "name": real.name},
    )
    played, _ = Post.objects.get_or_create(
        pk=uuid5(drill.pk, f"post:{post.pk}"),
        defaults={"office": office, "role": post.role, "title": post.title, "unit": post.unit},
    )
    Term.objects.get_or_create(
        pk=uuid5(drill.pk, f"term:{post.pk}:{account}"),
        defaults={"post": played, "account_id": account, "starts_on": today},
    )


@dataclass(frozen=True)
class Layer:
    """One kind of rows that lie in the place of a drill, by the way to their region."""

    model: type[Model]
    field: str
    only: Q | None = None

    def rows(self, name: str) -> QuerySet[Any]:
        """Return what lies in the place of one drill."""
        return self.model._default_manager.filter(
            world(self.field, name), *([self.only] if self.only else [])
        )


# From what hangs on other things down to the places themselves: nothing is taken while something stands on it.
LAYERS: Sequence[Layer] = (
    # A reaction that still waits would look for what is gone; done ones stay beside their line of the logbook.
    Layer(Reaction, "event__region", Q(done_at__isnull=True)),
    Layer(Ring, "alert__region_id"),
    Layer(Alert, "region_id"),
    Layer(Note, "case__region_id"),
    Layer(Task, "case__region_id"),
    Layer(Attachment, "case__region_id"),
    Layer(CopyRecipient, "case__region_id"),
    Layer(CaseReport, "case__region_id"),
    # A case that took others in goes after them.
    Layer(Case, "region_id", Q(merged__isnull=True)),
    Layer(Likeness, "later__region_id"),
    Layer(Mend, "proposal__report__region_id"),
    Layer(Proposal, "report__region_id"),
    Layer(Original, "report__region_id"),
    Layer(ReportVersion, "report__region_id"),
    Layer(Addition, "report__region_id"),
    Layer(Photo, "report__region_id"),
    Layer(NilReport, "region_id"),
    Layer(Report, "region_id"),
    Layer(Outlook, "region_id"),
    Layer(FindingPlace, "region_id"),
    Layer(Finding, "region_id"),
    Layer(Run, "region_id"),
    Layer(Plan, "region_id"),
    Layer(Silence, "region_id"),
    Layer(RegisteredNumber, "region_id"),
    Layer(Invitation, "post__office__region_id"),
    Layer(TeamMember, "team__region_id"),
    Layer(Team, "region_id"),
    Layer(Term, "post__office__region_id"),
    Layer(Post, "office__region_id"),
    Layer(Office, "region_id"),
    Layer(Successor, "old_id"),
    Layer(Alias, "region_id"),
    Layer(Neighbour, "a_id"),
    *(Layer(Region, "code", Q(level=level)) for level in (6, 5, 4, 3, 2, 1)),
)


# Taken away in several steps, but counted once.
SPLIT = frozenset({Case, Region})


def count(name: str) -> int:
    """Return how many rows lie in the place of a drill."""
    every = {(layer.model, layer.field, None if layer.model in SPLIT else layer.only) for layer in LAYERS}
    return sum(Layer(*one).rows(name).count() for one in every)


def clear_part(name: str) -> int:
    """Take away the first rows that may go, and return how many; 0 when the place is empty.

    Files go when their rows are gone for good.
    """
    for layer in LAYERS:
        rows = list(layer.rows(name).order_by("pk")[:PART])
        if rows:
            files = [(row.file.storage, str(row.file.name)) for row in rows if hasattr(row, "file")]
            layer.model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
            transaction.on_commit(partial(delete_files, files))
            return len(rows)
    return 0


def delete_files(files: Sequence[tuple[Storage, str]]) -> None:
    """Delete files whose rows are gone."""
    for storage, name in files:
        storage.delete(name)
