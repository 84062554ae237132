"""Brings the pack into the database: in bulk, all or nothing, and not again when nothing has changed."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import TypeVar

from django.db import connection, transaction

from kentongan.wilayah import pack
from kentongan.wilayah.models import LoadedPack, Region

Say = Callable[[str], None]
Thing = TypeVar("Thing")
Row = tuple[bool | int | float | str | date | None, ...]

BATCH = 2_000
STEP = 20_000
# What the pack says once; afterwards titles and ends belong to the office.
BASE = ("parent_id", "level", "title_of_head", "title_is_local", "valid_from", "local")
# What a newer pack may change.
FACTS = (
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
# Without the ORM, which took most of the loading time for a third of a million rows.
INSERT_REGION = (
    f"INSERT INTO wilayah_region (code, {', '.join((*BASE, *FACTS))})"  # noqa: S608 names of our own columns
    f" VALUES ({', '.join(['%s'] * (1 + len(BASE) + len(FACTS)))}) ON CONFLICT DO NOTHING"
)
INSERT_PAIR = "INSERT INTO wilayah_neighbour (a_id, b_id) VALUES (%s, %s) ON CONFLICT DO NOTHING"


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


def outdated() -> list[list[str]]:
    """Return what was loaded from an older pack than the one shipped: each a list of parts, empty for the country."""
    loaded = dict(LoadedPack.objects.order_by("scope").values_list("scope", "digest"))
    scopes = [""] if "" in loaded else list(loaded)
    return [scope.split() for scope in scopes if loaded[scope] != pack.digest()]


def put(
    rows: Iterable[dict[str, str]], pairs: Iterable[tuple[str, str]], *, scope: str, at: datetime, say: Say
) -> int:
    """Write the rows that are new or say something new, and remember what was loaded."""
    known = dict(known_facts()) if LoadedPack.objects.exists() else {}
    changed = 0

    def news() -> Iterator[Row]:
        nonlocal changed
        for row in rows:
            code, facts = row["code"], facts_of(row)
            if code not in known:
                yield (code, *base_of(row), *facts)
            elif known[code] != facts:
                Region.objects.filter(code=code).update(**dict(zip(FACTS, facts, strict=True)))
                changed += 1

    with connection.cursor() as cursor:
        count = insert(news(), lambda part: cursor.executemany(INSERT_REGION, part), "wilayah", say)
        insert(pairs, lambda part: cursor.executemany(INSERT_PAIR, part), "pasang desa bertetangga", say)
    LoadedPack.objects.update_or_create(scope=scope, defaults={"digest": pack.digest(), "loaded_at": at})
    return count + changed


def known_facts() -> Iterator[tuple[str, Row]]:
    """Return what the database holds of each region that a newer pack may change."""
    for code, *facts in Region.objects.values_list("code", *FACTS):
        yield code, tuple(facts)


def insert(things: Iterable[Thing], write: Callable[[list[Thing]], object], word: str, say: Say) -> int:
    """Write many things, part by part, tell how far it is, and return how many there were."""
    done = 0
    for part in batches(things):
        write(part)
        done += len(part)
        if len(part) < BATCH or done % STEP == 0:
            say(f"{done:,} {word}".replace(",", "."))
    return done


def batches(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    """Cut a long row of things into lists."""
    source = iter(things)
    while part := list(islice(source, BATCH)):
        yield part


def base_of(row: dict[str, str]) -> Row:
    """Return what is written once and then belongs to the office, in the order of BASE."""
    level = int(row["level"])
    return (
        row["parent"] or None,
        level,
        pack.title_of_head(row["code"], level, row["kind"]),
        False,
        connection.ops.adapt_datefield_value(pack.VALID_FROM),
        False,
    )


def facts_of(row: dict[str, str]) -> Row:
    """Return what a newer pack may change, in the order of FACTS."""
    numbers = (float(row[name]) if row[name] else None for name in ("lat", "lng", "area_km2"))
    counts = (int(row[name]) if row[name] else None for name in ("population", "tps"))
    box = [float(row[side]) if row[side] else None for side in ("min_lng", "min_lat", "max_lng", "max_lat")]
    return (row["kind"], row["name"], row["postal_code"], *numbers, *counts, box[0] is not None, *box)
