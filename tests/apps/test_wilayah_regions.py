"""Regions are found, located, drawn, made and replaced."""

import gzip
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import accumulate
from typing import Any
from uuid import UUID, uuid4
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, unary_union

from kentongan.events.models import Event
from kentongan.rules.authority import Role, Seat, Standing
from kentongan.rules.refusal import Refused
from kentongan.wilayah import actions, gazetteer, maps, pack, queries
from kentongan.wilayah.actions import NewRegion
from kentongan.wilayah.models import Region, Successor

AT = datetime(2026, 11, 21, 3, 4, tzinfo=UTC)
TODAY = date(2026, 11, 21)
ADMIN = Standing(UUID(int=9), (Seat(Role.ADMIN, "35.08"),), "Admin", "web")
VILLAGE = "35.08.01.2001"
KEY = UUID(int=77)
INDICATIVE = "batas indikatif, bukan rujukan resmi"
SVG = "{http://www.w3.org/2000/svg}"

loaded = pytest.mark.usefixtures("lumajang")


def codes(found: list[Region]) -> list[str]:
    return [one.code for one in found]


def add_rw(number: int, key: UUID | None = None) -> Region:
    return actions.add_rw(VILLAGE, number, by=ADMIN, at=AT, key=key or uuid4())


# -- finding --


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Lumajang", "35.08"),
        ("kab. lumajang", "35.08"),
        ("kec lumajang", "35.08.10"),
        ("kel. ditotrunnan", "35.08.10.1004"),
        ("Tegalrjo", VILLAGE),
        ("TEGAL-REJO", VILLAGE),
        ("tegal rejo, tempursari", VILLAGE),
        ("ds. Kebonagung kec. Sukodono", "35.08.15.2002"),
        ("ds Kebonagung kec Sukodno", "35.08.15.2002"),
        ("35.08.01.2001", VILLAGE),
        ("3508012001", VILLAGE),
        ("3508", "35.08"),
        ("Jatim", "35"),
    ],
)
@loaded
def test_search_understands_what_people_type(typed: str, meant: str) -> None:
    found = queries.search(typed)

    expected = Region.objects.get(code=meant)
    assert found[0].name == expected.name
    assert found[0].code == meant


@loaded
def test_search_stays_inside_the_region_it_is_given() -> None:
    found = queries.search("tegal", inside="35.08.01")

    assert found
    assert all(one.startswith("35.08.01.") for one in codes(found))


@loaded
def test_search_of_nothing_finds_nothing() -> None:
    assert [queries.search(text) for text in ("", "   ", "...", "kec")] == [[], [], [], []]


@loaded
def test_search_finds_what_the_office_made_and_named() -> None:
    add_rw(5)
    actions.add_alias(VILLAGE, "Kampung Nelayan", by=ADMIN, at=AT, key=uuid4())

    assert codes(queries.search("RW 05", inside="35.08")) == [f"{VILLAGE}.RW05"]
    assert codes(queries.search("kampong nelayan"))[0] == VILLAGE


@loaded
def test_search_leaves_out_a_region_that_has_ended() -> None:
    Region.objects.filter(code=VILLAGE).update(valid_to=date(2026, 1, 1))

    assert VILLAGE not in codes(queries.search("Tegalrejo", inside="35.08"))
    assert VILLAGE in codes(queries.search("Tegalrejo", inside="35.08", on=date(2025, 6, 1)))


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_without_trouble(text: str) -> None:
    wanted = gazetteer.read_typed(text)

    assert all(part.isascii() and part.isalnum() for part in (wanted.name, *wanted.around) if part)


@given(st.data())
def test_one_wrong_letter_in_a_longer_name_does_not_hide_a_village(data: st.DataObject) -> None:
    known = gazetteer.names()
    first, last = gazetteer.span(known, "35.08")
    place = data.draw(st.integers(first, last - 1))
    name = known.names[known.own[place]]
    where = data.draw(st.integers(0, len(name) - 1))
    typed = name[:where] + data.draw(st.sampled_from("aiuekn")) + name[where + 1 :]

    found = [code for _score, code in gazetteer.search(gazetteer.Wanted(typed), "35.08")[:5]]

    assert len(name) < 6 or known.codes[place] in found


def test_every_name_of_the_pack_is_found_under_its_own_name_first() -> None:
    known = gazetteer.names()

    for number in range(0, len(known.names), 4_001):
        score, code = gazetteer.search(gazetteer.Wanted(known.names[number]))[0]
        assert score == 100.0
        assert known.codes.index(code) in gazetteer.bearers_of(known, number)


# -- places --


@loaded
def test_the_middle_of_every_village_lies_in_that_village() -> None:
    shapes = pack.village_shapes("35.08")
    assert shapes is not None
    for code in list(shapes.polygons)[::20]:
        inner = outline(code).representative_point()
        found = queries.region_at(inner.y, inner.x, inside="35.08")
        assert found is not None
        assert found.code == code


@loaded
def test_a_point_is_looked_for_everywhere_or_only_inside() -> None:
    inner = outline(VILLAGE).representative_point()

    everywhere = queries.region_at(inner.y, inner.x)
    assert everywhere is not None
    assert everywhere.code == VILLAGE
    for inside in ("35", "35.08", "35.08.01", VILLAGE, f"{VILLAGE}.RW05"):
        assert queries.region_at(inner.y, inner.x, inside=inside) == everywhere
    assert queries.region_at(inner.y, inner.x, inside="35.08.02") is None
    assert queries.region_at(-9.5, 112.9) is None


@loaded
def test_addresses_name_the_regions_above_in_one_query(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        said = queries.addresses([VILLAGE, "35.08", "35"])

    assert said == {
        VILLAGE: "Tegalrejo, Kec. Tempursari, Kabupaten Lumajang",
        "35.08": "Kabupaten Lumajang",
        "35": "Jawa Timur",
    }


@loaded
def test_neighbours_are_found_from_both_sides() -> None:
    beside = queries.neighbours(VILLAGE)

    assert beside
    for one in beside:
        assert VILLAGE in codes(list(queries.neighbours(one.code)))


@loaded
def test_all_below_a_region_are_a_range_of_the_index_and_nothing_beside_it() -> None:
    Region.objects.create(code="35.0", parent_id="35", level=2, kind="kota", name="X", valid_from=TODAY)
    query = Region.objects.filter(queries.within("code", "35.08")).order_by()

    assert query.count() == 227
    assert "35.0" not in set(query.values_list("code", flat=True))
    if connection.vendor == "sqlite":
        plan = query.explain()
        assert "SEARCH" in plan
        assert "SCAN" not in plan
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        assert re.search(r"Index Cond: .*35\.08\.", query.explain())


# -- maps --


def outline(code: str) -> MultiPolygon:
    found = pack.shape_of(code)
    assert found is not None
    return MultiPolygon([Polygon(rings[0], rings[1:]) for rings in pack.polygons(*found)])


def test_every_village_of_lumajang_has_a_sound_shape_of_its_official_size() -> None:
    shapes = pack.village_shapes("35.08")
    assert shapes is not None
    official = sum(float(row["area_km2"]) for row in pack.regions(["35.08"]) if row["level"] == "4")
    squeeze = 111.32 * 110.6 * 0.9899  # square kilometres in a square degree at 8 degrees south

    drawn = sum(outline(code).area * squeeze for code in shapes.polygons)

    assert len(shapes.polygons) == 205
    assert all(outline(code).area > 0 for code in shapes.polygons)
    assert drawn == pytest.approx(official, rel=0.02)


def test_the_map_of_lumajang_is_small_whole_and_says_it_is_indicative() -> None:
    drawn = maps.svg(
        "35.08", label="Peta & desa", villages=True, fill=lambda _code: {"fill": "#BE5413", "class": "l2"}
    )

    tree = ET.fromstring(drawn)  # noqa: S314 our own drawing
    coloured = tree.findall(f"{SVG}g/{SVG}path")
    assert len(coloured) == 205
    assert {path.get("fill") for path in coloured} == {"#BE5413"}
    assert {path.get("vector-effect") for path in coloured} == {"non-scaling-stroke"}
    assert tree.get("role") == "img"
    assert tree.get("aria-label") == f"Peta & desa ({INDICATIVE})"
    assert (tree.findtext(f"{SVG}text") or "") == INDICATIVE
    assert len(gzip.compress(drawn.encode())) < 12_000
    assert not re.search(r"<style|style=|<script", drawn)


def test_a_link_and_a_name_on_the_map_are_escaped() -> None:
    drawn = maps.svg(
        "35.08", label='"<b>"', names={"35.08.01": "<i>"}, link=lambda code: f"/wilayah/{code}?a=1&b=2"
    )

    tree = ET.fromstring(drawn)  # noqa: S314 our own drawing
    links = tree.findall(f"{SVG}g/{SVG}a")
    assert len(links) == 21
    assert links[0].get("href") == "/wilayah/35.08.01?a=1&b=2"
    assert links[0].findtext(f"{SVG}path/{SVG}title") == "<i>"


@pytest.mark.parametrize(
    ("code", "parts"), [("", 38), ("35", 38), ("35.08", 21), ("35.08.01", 7), (VILLAGE, 1)]
)
def test_a_map_shows_the_parts_of_its_region(code: str, parts: int) -> None:
    tree = ET.fromstring(maps.svg(code, label="Peta"))  # noqa: S314 our own drawing

    assert len(tree.findall(f"{SVG}g/{SVG}path")) == parts


def outlined(paths: Iterable[str]) -> Any:
    """Return what the paths of a map cover, in units of the drawing."""
    rings = (ring for path in paths for ring in path.split("z") if ring)
    covered = []
    for ring in rings:
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        steps = zip(numbers[::2], numbers[1::2], strict=True)
        covered.append(Polygon(list(accumulate(steps, lambda at, by: (at[0] + by[0], at[1] + by[1])))))
    return unary_union([one.buffer(0) for one in covered])


@pytest.mark.parametrize("code", ["35.08", "32.01"])
def test_the_kecamatan_of_a_kabupaten_leave_no_gap_between_them(code: str) -> None:
    districts = maps.drawing(code, villages=False)
    villages = maps.drawing(code, villages=True)
    assert districts
    assert villages

    whole, parts = outlined(districts.paths.values()), outlined(villages.paths.values())
    apart = [outlined([path]) for path in districts.paths.values()]

    assert whole.symmetric_difference(parts).area < 0.005 * parts.area
    assert sum(one.area for one in apart) == pytest.approx(whole.area, rel=0.005)


def test_pieces_are_stitched_to_rings_and_a_shared_one_goes() -> None:
    left: list[maps.Line] = [((0, 0), (5, 0)), ((5, 0), (5, 5)), ((5, 5), (0, 0))]
    right: list[maps.Line] = [((5, 0), (9, 3)), ((9, 3), (5, 5)), ((5, 5), (5, 0))]

    (one,) = maps.merged(
        {"35.08.01.2001": [left], "35.08.01.2002": [right]}, ["35.08.01.2001", "35.08.01.2002"]
    )["35.08.01"]

    assert maps.once(point for piece in one for point in piece) == ((9, 3), (5, 5), (0, 0), (5, 0))


def test_a_region_without_shapes_has_no_map() -> None:
    assert maps.svg("35.99", label="Peta") == ""


def test_neighbours_share_one_and_the_same_border_after_simplifying() -> None:
    line = ((0, 0), (4, 1), (9, 0), (14, 3), (20, 0))

    assert maps.both_ways(line[::-1]) == maps.both_ways(line)[::-1]
    assert maps.simplified(((0, 0), (5, 0), (10, 0))) == ((0, 0), (10, 0))
    assert maps.simplified(((0, 0), (5, 9), (10, 0))) == ((0, 0), (5, 9), (10, 0))


# -- changing --


@loaded
def test_an_rw_and_its_rt_are_made_below_a_village_with_a_line_each() -> None:
    rw = add_rw(5)
    rt = actions.add_rt(rw.code, 3, by=ADMIN, at=AT, key=uuid4())

    assert (rw.code, rw.parent_id, rw.level, rw.name, rw.local) == (
        f"{VILLAGE}.RW05",
        VILLAGE,
        5,
        "RW 05, Tegalrejo",
        True,
    )
    assert (rt.code, rt.parent_id, rt.level, rt.title_of_head) == (
        f"{VILLAGE}.RW05.RT03",
        rw.code,
        6,
        "Ketua RT",
    )
    assert rw.valid_from == TODAY
    assert list(Event.objects.order_by("seq").values_list("kind", "region")) == [
        ("region.added", rw.code),
        ("region.added", rt.code),
    ]


@loaded
def test_the_same_key_makes_an_rw_once_and_other_content_is_refused() -> None:
    first = add_rw(5, KEY)

    assert add_rw(5, KEY) == first
    assert Event.objects.count() == 1
    with pytest.raises(Refused) as refused:
        add_rw(6, KEY)
    assert refused.value.code == "key_conflict"


@loaded
def test_an_rw_that_is_there_or_does_not_belong_there_is_refused() -> None:
    add_rw(5)

    for above, number, code in [
        (VILLAGE, 5, "taken"),
        ("35.08.01", 1, "wrong_level"),
        (VILLAGE, 0, "bad_number"),
        ("35.08.01.2999", 1, "unknown_region"),
    ]:
        with pytest.raises(Refused) as refused:
            actions.add_rw(above, number, by=ADMIN, at=AT, key=uuid4())
        assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        actions.add_rt(VILLAGE, 1, by=ADMIN, at=AT, key=uuid4())
    assert refused.value.code == "wrong_level"
    assert Event.objects.count() == 1


@loaded
def test_a_title_set_by_the_office_goes_back_when_it_is_emptied() -> None:
    actions.set_title(VILLAGE, " Petinggi ", by=ADMIN, at=AT, key=uuid4())
    assert Region.objects.get(code=VILLAGE).title_of_head == "Petinggi"

    region = actions.set_title(VILLAGE, "", by=ADMIN, at=AT, key=uuid4())

    assert (region.title_of_head, region.title_is_local) == ("Kepala Desa", False)


def replace(
    *new: NewRegion, code: str = VILLAGE, decree: str = "Perda 3/2026", key: UUID | None = None
) -> list[Region]:
    return actions.replace_region(
        code, new, decree=decree, on_date=date(2026, 7, 1), by=ADMIN, at=AT, key=key or uuid4()
    )


@loaded
def test_a_replaced_village_leads_to_its_successors_from_that_day() -> None:
    rw = add_rw(5)
    Region.objects.filter(code=rw.code).update(valid_from=date(2026, 1, 1))

    replace(NewRegion("35.08.01.2008", "desa", "Tegalsari"), NewRegion("35.08.01.2002"))

    assert codes(queries.successor_of(VILLAGE, date(2026, 6, 30))) == [VILLAGE]
    assert codes(queries.successor_of(VILLAGE, TODAY)) == ["35.08.01.2002", "35.08.01.2008"]
    assert VILLAGE not in set(queries.current(TODAY).values_list("code", flat=True))
    assert queries.current(date(2026, 6, 30)).filter(code=VILLAGE).exists()
    assert not queries.current(TODAY).filter(code=rw.code).exists()
    assert Region.objects.get(code="35.08.01.2008").title_of_head == "Kepala Desa"
    assert {row.decree for row in Successor.objects.all()} == {"Perda 3/2026"}
    assert [one.region.code for one in queries.took_over_from("35.08.01.2008")] == [VILLAGE]
    assert [one.region.code for one in queries.handed_over_to(VILLAGE)] == ["35.08.01.2002", "35.08.01.2008"]


@loaded
def test_successors_are_followed_through_several_replacements() -> None:
    replace(NewRegion("35.08.01.2008", "desa", "Tegalsari"))
    actions.replace_region(
        "35.08.01.2008",
        [NewRegion("35.08.01.2009", "desa", "Tegalmulyo")],
        decree="Perda 4/2026",
        on_date=date(2026, 9, 1),
        by=ADMIN,
        at=AT,
        key=uuid4(),
    )

    assert codes(queries.successor_of(VILLAGE, TODAY)) == ["35.08.01.2009"]
    assert codes(queries.successor_of(VILLAGE, date(2026, 8, 1))) == ["35.08.01.2008"]


@loaded
def test_a_region_that_others_are_cut_from_goes_on() -> None:
    actions.split_off(
        VILLAGE,
        [NewRegion("35.08.01.2008", "desa", "Tegalsari")],
        decree="Perda 3/2026",
        on_date=date(2026, 7, 1),
        by=ADMIN,
        at=AT,
        key=KEY,
    )

    assert codes(queries.successor_of(VILLAGE, TODAY)) == [VILLAGE]
    assert Event.objects.get().detail == {"new": ["35.08.01.2008"], "on_date": "2026-07-01"}


@pytest.mark.parametrize(
    ("code", "new", "decree", "why"),
    [
        (VILLAGE, [], "Perda", "no_successor"),
        (VILLAGE, [NewRegion(VILLAGE)], "Perda", "own_successor"),
        (VILLAGE, [NewRegion("35.08.01")], "Perda", "other_level"),
        (VILLAGE, [NewRegion("35.08.01.2002", "desa", "Lain")], "Perda", "taken"),
        (VILLAGE, [NewRegion("35.08.01.2999")], "Perda", "unknown_region"),
        (VILLAGE, [NewRegion("35.08.99.2001", "desa", "Baru")], "Perda", "unknown_region"),
        (VILLAGE, [NewRegion("35.08.01.2008", "kota", "Baru")], "Perda", "unknown_kind"),
        (VILLAGE, [NewRegion("35.08.01.2002")], "  ", "decree_needed"),
        ("35.08.01", [NewRegion("35.08.02")], "Perda", "still_inhabited"),
    ],
)
@loaded
def test_a_replacement_that_does_not_fit_is_refused_and_changes_nothing(
    code: str, new: list[NewRegion], decree: str, why: str
) -> None:
    with pytest.raises(Refused) as refused:
        replace(*new, code=code, decree=decree)

    assert refused.value.code == why
    assert not Successor.objects.exists()
    assert not Region.objects.filter(valid_to__isnull=False).exists()
    assert not Event.objects.exists()
