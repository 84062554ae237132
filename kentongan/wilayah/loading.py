"""Brings the pack into the database: in bulk, all or nothing, and not again when nothing has changed."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import Model

from kentongan.wilayah import pack
from kentongan.wilayah.models import LoadedPack, Neighbour, Region

Say = Callable[[str], None]
Thing = TypeVar("Thing", bound=Model)

BATCH = 2_000
STEP = 20_000
# What a newer pack may change; titles that the office has set and regions it has made are left alone.
FROM_THE_PACK = (
    "kind",
    "name",
    "postal_code",
    "lat",
    "lng",
    "area_km2",
    "population",
    "tps",
    "has_geometry",
    "min_lng",
    "min_lat",
    "max_lng",
    "max_lat",
)


def be_silent(_: str) -> None:
    """Tell nobody."""


@transaction.atomic
def load(only: Collection[str] = (), *, at: datetime, say: Say = be_silent) -> int:
    """Load the whole country, or some parts with what lies above them, and return how many regions came or changed.

    One transaction, because a start that is cut off must not leave half a country.
    """
    scope = " ".join(sorted(only))
    if LoadedPack.objects.filter(scope__in={"", scope}, digest=pack.digest()).exists():
        return 0
    return put(pack.regions(only), pack.neighbours(only), scope=scope, at=at, say=say)


def put(
    rows: Iterable[dict[str, str]], pairs: Iterable[tuple[str, str]], *, scope: str, at: datetime, say: Say
) -> int:
    """Write the rows that are new or say something new, and remember what was loaded."""
    known = Region.objects.in_bulk() if LoadedPack.objects.exists() else {}
    fresh = [region_of(row) for row in rows]
    changed = [region for region in fresh if region.code in known and differs(region, known[region.code])]
    missing = [region for region in fresh if region.code not in known]
    insert(Region, missing, "wilayah", say)
    Region.objects.bulk_update(changed, FROM_THE_PACK, batch_size=200)
    insert(Neighbour, (Neighbour(a_id=a, b_id=b) for a, b in pairs), "pasang desa bertetangga", say)
    LoadedPack.objects.update_or_create(scope=scope, defaults={"digest": pack.digest(), "loaded_at": at})
    return len(missing) + len(changed)


def insert(model: type[Thing], things: Iterable[Thing], word: str, say: Say) -> None:
    """Write many rows and tell how far it is."""
    done = 0
    for part in batches(things):
        model._default_manager.bulk_create(part, batch_size=BATCH, ignore_conflicts=True)
        done += len(part)
        if len(part) < BATCH or done % STEP == 0:
            say(f"{done:,} {word}".replace(",", "."))


def batches(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    """Cut a long row of things into lists."""
    source = iter(things)
    while part := list(islice(source, BATCH)):
        yield part


def differs(region: Region, known: Region) -> bool:
    """Say whether a newer pack tells something else about a region."""
    return any(getattr(region, field) != getattr(known, field) for field in FROM_THE_PACK)


def region_of(row: dict[str, str]) -> Region:
    """Return one region as the pack tells it."""
    level = int(row["level"])
    box = [float(row[side]) if row[side] else None for side in ("min_lng", "min_lat", "max_lng", "max_lat")]
    return Region(
        code=row["code"],
        parent_id=row["parent"] or None,
        level=level,
        kind=row["kind"],
        name=row["name"],
        title_of_head=pack.title_of_head(row["code"], level, row["kind"]),
        postal_code=row["postal_code"],
        lat=float(row["lat"]) if row["lat"] else None,
        lng=float(row["lng"]) if row["lng"] else None,
        area_km2=float(row["area_km2"]) if row["area_km2"] else None,
        population=int(row["population"]) if row["population"] else None,
        tps=int(row["tps"]) if row["tps"] else None,
        has_geometry=box[0] is not None,
        min_lng=box[0],
        min_lat=box[1],
        max_lng=box[2],
        max_lat=box[3],
        valid_from=pack.VALID_FROM,
    )
