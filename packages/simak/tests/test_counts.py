"""How many: what a text counts, as the range that was told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simak import numbers
from simak.counting import KINDS
from simak.counts import count
from simak.normal import normalise


def counts(text: str) -> dict[str, tuple[int, int]]:
    return {kind: tuple(found.value) for kind, found in count(normalise(text)).items()}  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dua puluh lima orang", (25, 25)),
        ("seratus dua puluh", (120, 120)),
        ("12 ribu", (12_000, 12_000)),
        ("1.200 orang", (1200, 1200)),
        ("belasan", (11, 19)),
        ("puluhan ribu", (20_000, 99_999)),
        ("50an", (50, 59)),
        ("60-an", (60, 69)),
        ("dua ratusan", (200, 299)),
        ("4 sampai 6", (4, 6)),
        ("sikok", (1, 1)),
        ("telu", (3, 3)),
        ("nuwun", None),
        ("1.2.3", None),
    ],
)
def test_numbers_are_read_in_figures_and_words(text: str, expected: tuple[int, int] | None) -> None:
    read = numbers.read(normalise(text).words, 0)

    assert (None if read is None else tuple(read[0])) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dua petani tewas dan dua lainnya luka bacok", {"mati": (2, 2), "luka": (2, 2)}),
        ("Bentrokan menewaskan 2 orang, melukai 18 orang, serta menghanguskan 30 rumah",
         {"mati": (2, 2), "luka": (18, 18), "rusak": (30, 30)}),
        ("Seorang pemuda luka di kepala dan seorang lagi patah tangan", {"luka": (2, 2)}),
        ("Tujuh pemandu lagu, tiga karyawan dan dua pemilik diamankan", {"diamankan": (12, 12)}),
        ("Empat prajurit gugur dan dua dilaporkan hilang", {"mati": (4, 4)}),
        ("Ratusan warga berunjuk rasa, dijaga 120 personel", {"massa": (100, 999), "personel": (120, 120)}),
        ("la duo uwong luko, sikok dibawak ke rs bari", {"luka": (2, 2)}),
        ("Sebanyak 12 orang, di antaranya tiga perempuan, diamankan", {"diamankan": (12, 12)}),
        ("3 rumah dibakar, 15 kk ngungsi", {"rusak": (3, 3)}),
        ("Tarso (44), warga RT 05, tewas ditusuk pelaku", {"mati": (1, 1)}),
        ("belum ada korban jiwa", {"mati": (0, 0)}),
        ("mobil pickup nya dibakar massa", {"rusak": (1, 1)}),
        ("sebuah rumah dan dua motor dibakar", {"rusak": (3, 3)}),
        ("rumah warga dibakar", {}),
        ("orang itu mau bakar warung, di depan warung dibakar ban", {}),
        ("Pemilik toko terluka di tangan", {"luka": (1, 1)}),
        ("polisi menyita 12 anak panah dan memburu sepuluh pelaku", {}),
        ("150 warga menyelamatkan diri ke gereja", {"mengungsi": (150, 150)}),
        ("nyaris bentrok, takut dibakar massa", {}),
        ("kena PP 12 tahun 2019 Pasal 170 jam 11 Rp 2 miliar", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_a_text_counts_only_what_it_tells(text: str, expected: dict[str, tuple[int, int]]) -> None:
    assert counts(text) == expected


def test_every_count_shows_its_words() -> None:
    text = normalise("Tadi malam 3 org kena bacok")

    (found,) = count(text).values()

    assert [text.original[span.start : span.end] for span in found.spans] == ["3 org kena"]


WORDS = st.sampled_from(
    [
        "dua",
        "3",
        "belasan",
        "puluh",
        "ribu",
        "an",
        "-",
        "sampai",
        "orang",
        "rumah",
        "kk",
        "tewas",
        "luka",
        "dan",
        ",",
        ".",
        "(",
        ")",
        "seorang",
        "lagi",
        "tidak",
        "ada",
        "korban",
        "jiwa",
        "menewaskan",
        "massa",
        "120",
        "personel",
        "99999999999",
        "1.000",
        "0",
        "Rp",
    ]
)


@given(st.lists(WORDS, max_size=25))
@settings(max_examples=300, deadline=None)
def test_any_run_of_counting_words_gives_ranges(parts: list[str]) -> None:
    text = normalise(" ".join(parts))

    for kind, found in count(text).items():
        assert kind in KINDS
        assert 0 <= found.value.low <= found.value.high
        assert all(0 <= span.start < span.end <= len(text.original) for span in found.spans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tadi malam: MD 1 org, rumah terbakar 7 unit", {"mati": (1, 1), "rusak": (7, 7)}),
        ("rumah rusak 12 unit, motor dibakar 3 unit", {"rusak": (15, 15)}),
        ("rumah yang dibakar ada tujuh", {"rusak": (7, 7)}),
        ("orang-orang berdarah belasan", {"luka": (11, 19)}),
        ("Brimob 30 orang sudah di lokasi", {"personel": (30, 30)}),
        ("polisi cuma dua orang", {"personel": (2, 2)}),
        ("korban jiwa 2 orang, rumah terbakar 3", {"mati": (2, 2), "rusak": (3, 3)}),
    ],
)
def test_what_is_counted_may_stand_before_its_number(text: str, expected: dict[str, tuple[int, int]]) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("35 orang kehilangan rumah akibat kerusuhan", {"mengungsi": (35, 35)}),
        ("sekitar 200 jiwa terpaksa tinggal di tenda", {"mengungsi": (200, 200)}),
        ("sekitar 70 orang lari ke gereja", {"mengungsi": (70, 70)}),
        ("pengungsi: 60 jiwa", {"mengungsi": (60, 60)}),
        ("1 orang kehilangan nyawa", {"mati": (1, 1)}),
        ("dua nyawa melayang", {"mati": (2, 2)}),
        ("3 orang tidak tertolong, 8 selamat tapi luka-luka", {"mati": (3, 3), "luka": (8, 8)}),
        ("dua orang pecah kepala, kaca toko pecah", {"luka": (2, 2)}),
    ],
)
def test_some_words_count_only_with_their_neighbours(text: str, expected: dict[str, tuple[int, int]]) -> None:
    assert counts(text) == expected


def test_who_is_taken_with_things_is_counted_and_the_things_are_not() -> None:
    assert counts("amankan 1 mobil, 6 orang, sajam 13 bilah")["diamankan"] == (6, 6)
    assert counts("polisi mengamankan 2 motor dan 4 orang")["diamankan"] == (4, 4)


def test_members_of_a_gang_keep_no_order() -> None:
    told = counts("Belasan anggota gangster menyerang warung, kata Kapolsek")

    assert told == {"massa": (11, 19)}


def test_one_of_those_told_before_is_counted_once() -> None:
    assert counts("dua tersangka ditahan, satu di antaranya oknum anggota")["diamankan"] == (2, 2)


def test_a_thing_that_burns_beside_the_wounded_is_none_of_them() -> None:
    assert counts("Empat orang luka-luka dan satu berugak hangus")["luka"] == (4, 4)


def test_two_crowds_are_no_crowd_of_two() -> None:
    assert "massa" not in counts("dua massa yang arak-arakan saling serang")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kepala Pak RT bocor kena batu", {"luka": (1, 1)}),
        ("adik saya dipukuli 5 orang, bibirnya pecah", {"luka": (1, 1)}),
        ("dipukul, kepalanya berdarah, pelaku dua orang", {"luka": (1, 1)}),
        ("luka 12 (3 kritis kena samurai)", {"luka": (12, 12)}),
        ("tiga orang dapa potong", {"luka": (3, 3)}),
        ("motor warga dibakar satu", {"rusak": (1, 1)}),
        ("omah loro diobong", {"rusak": (2, 2)}),
        ("satu pohon roboh menimpa rumah", {}),
        ("dua pelaku lari ke sekolah", {}),
        ("tawuran, botol melayang", {}),
    ],
)
def test_who_is_hurt_is_told_from_who_did_it(text: str, expected: dict[str, tuple[int, int]]) -> None:
    assert counts(text) == expected
