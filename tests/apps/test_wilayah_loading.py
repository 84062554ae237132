"""The shipped pack holds what its README counts, and comes into the database whole, once."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from kentongan.upkeep import preparation
from kentongan.wilayah import loading, pack
from kentongan.wilayah.models import LoadedPack, Neighbour, Region
from kentongan.wilayah.queries import within

AT = datetime(2026, 11, 21, 3, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def everything() -> list[dict[str, str]]:
    return list(pack.regions())


def test_the_pack_counts_what_its_readme_says(everything: list[dict[str, str]]) -> None:
    kinds = Counter((row["level"], row["kind"]) for row in everything)

    assert kinds == {
        ("1", "provinsi"): 38,
        ("2", "kabupaten"): 416,
        ("2", "kota"): 98,
        ("3", "kecamatan"): 7_285,
        ("4", "desa"): 75_252,
        ("4", "kelurahan"): 8_496,
        ("4", "desa_adat"): 14,
    }
    assert len(everything) == 91_599


def test_the_pack_tells_which_regions_have_a_shape(everything: list[dict[str, str]]) -> None:
    shaped = Counter(row["level"] for row in everything if row["min_lng"])

    assert shaped == {"1": 38, "2": 514, "3": 7_285, "4": 83_253}


def test_every_parent_in_the_pack_is_there_and_holds_the_child(everything: list[dict[str, str]]) -> None:
    codes = {row["code"] for row in everything}

    assert all(row["parent"] == row["code"].rpartition(".")[0] for row in everything)
    assert all(not row["parent"] or row["parent"] in codes for row in everything)


def test_pairs_of_neighbours_are_in_order_named_once_and_known(everything: list[dict[str, str]]) -> None:
    pairs = list(pack.neighbours())
    villages = {row["code"] for row in everything if row["level"] == "4"}

    assert len(pairs) == len(set(pairs)) == 243_188
    assert all(a < b for a, b in pairs)
    assert {code for pair in pairs for code in pair} <= villages


def test_polling_stations_add_up() -> None:
    stations = sum(int(row["tps_regular"]) + int(row["tps_special"]) for row in pack.table("tps_2024.csv.gz"))

    assert stations == 820_161


@pytest.mark.parametrize(
    ("code", "level", "kind", "title"),
    [
        ("35", 1, "provinsi", "Gubernur"),
        ("35.08", 2, "kabupaten", "Bupati"),
        ("35.78", 2, "kota", "Wali Kota"),
        ("35.08.10", 3, "kecamatan", "Camat"),
        ("35.08.10.1001", 4, "kelurahan", "Lurah"),
        ("35.08.01.2001", 4, "desa", "Kepala Desa"),
        ("11.01.01.2001", 4, "desa", "Keuchik"),
        ("11.04.01.2001", 4, "desa", "Reje"),
        ("13.01.01.2001", 4, "desa", "Wali Nagari"),
        ("13.09.01.2001", 4, "desa", "Kepala Desa"),
        ("34.71.01", 3, "kecamatan", "Mantri Pamong Praja"),
        ("91.03.01", 3, "kecamatan", "Kepala Distrik"),
        ("91.03.01.2001", 4, "desa", "Kepala Kampung"),
        ("91.71.01.1001", 4, "kelurahan", "Lurah"),
        ("35.08.10.1001.RW05", 5, "rw", "Ketua RW"),
        ("35.08.10.1001.RW05.RT03", 6, "rt", "Ketua RT"),
    ],
)
def test_the_head_of_a_region_has_the_title_used_there(code: str, level: int, kind: str, title: str) -> None:
    assert pack.title_of_head(code, level, kind) == title


def test_every_title_is_for_a_part_of_the_country_that_exists(everything: list[dict[str, str]]) -> None:
    codes = {row["code"] for row in everything} | {""}

    assert {code for code, _, _ in pack.titles()} <= codes


@pytest.mark.usefixtures("lumajang")
def test_a_part_of_the_country_comes_with_what_lies_above_it() -> None:
    levels = Counter(Region.objects.values_list("level", flat=True))

    assert levels == {1: 1, 2: 1, 3: 21, 4: 205}
    lumajang = Region.objects.get(code="35.08")
    assert (lumajang.name, lumajang.parent_id, lumajang.title_of_head) == (
        "Kabupaten Lumajang",
        "35",
        "Bupati",
    )
    assert (lumajang.has_geometry, lumajang.population, lumajang.valid_to) == (True, 1_116_231, None)
    village = Region.objects.get(code="35.08.01.2001")
    assert (village.name, village.tps, village.postal_code) == ("Tegalrejo", 11, "67375")
    assert Neighbour.objects.filter(within("a_id", "35.08")).count() == 577


@pytest.mark.usefixtures("lumajang")
def test_a_second_load_changes_nothing() -> None:
    before = list(Region.objects.values_list())

    changed = loading.load(["35.08"], at=AT)

    assert changed == 0
    assert list(Region.objects.values_list()) == before
    assert LoadedPack.objects.get().loaded_at != AT


@pytest.mark.usefixtures("lumajang")
def test_a_newer_pack_corrects_its_own_facts_and_leaves_what_the_office_set() -> None:
    Region.objects.filter(code="35.08.01.2001").update(
        name="Tegal Rejo", title_of_head="Petinggi", title_is_local=True, valid_to=date(2026, 5, 1)
    )
    LoadedPack.objects.update(digest="older")

    changed = loading.load(["35.08"], at=AT)

    village = Region.objects.get(code="35.08.01.2001")
    assert changed == 1
    assert (village.name, village.title_of_head) == ("Tegalrejo", "Petinggi")
    assert village.valid_to == date(2026, 5, 1)


@pytest.mark.usefixtures("lumajang")
def test_a_second_part_is_added_to_the_first() -> None:
    changed = loading.load(["35.74"], at=AT)

    assert Region.objects.filter(code="35.74").exists()
    assert changed == len(list(pack.regions(["35.74"]))) - 1
    assert set(LoadedPack.objects.values_list("scope", flat=True)) == {"35.08", "35.74"}


@pytest.mark.django_db
def test_a_load_that_is_cut_off_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_off(only: object) -> Iterator[tuple[str, str]]:
        yield "35.08.01.2001", "35.08.01.2002"
        raise KeyboardInterrupt

    monkeypatch.setattr(pack, "neighbours", cut_off)

    with pytest.raises(KeyboardInterrupt):
        loading.load(["35.08"], at=AT)

    assert not Region.objects.exists()
    assert not LoadedPack.objects.exists()


@pytest.mark.usefixtures("lumajang")
def test_a_start_after_an_update_brings_the_regions_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "gather_static", lambda _: None)
    monkeypatch.setattr(preparation, "compile_messages", lambda: None)
    Region.objects.filter(code="35.08.01.2001").update(name="Tegal Rejo")
    told: list[str] = []

    preparation.prepare(tell=told.append, demonstration=False)
    assert told == []
    LoadedPack.objects.update(digest="older")
    preparation.prepare(tell=told.append, demonstration=False)
    preparation.prepare(tell=told.append, demonstration=False)

    assert len(told) == 1
    assert Region.objects.get(code="35.08.01.2001").name == "Tegalrejo"
    assert not Region.objects.filter(code="35.09").exists()


@pytest.mark.usefixtures("lumajang")
def test_a_part_is_not_loaded_beside_the_whole_country() -> None:
    LoadedPack.objects.update(digest="older")

    LoadedPack.objects.create(scope="", digest=pack.digest(), loaded_at=AT)

    assert loading.outdated() == []


@pytest.mark.django_db
def test_the_command_says_how_far_it_is_and_refuses_what_is_no_code(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("load_regions", only=["35.08"])
    call_command("load_regions", only=["35.08"])

    said = capsys.readouterr().out
    assert "228 wilayah" in said
    assert "tidak ada yang berubah" in said
    with pytest.raises(CommandError, match="tidak dikenal"):
        call_command("load_regions", only=["Lumajang"])
