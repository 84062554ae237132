"""Names: found by title and first name, masked, and protected where the law protects."""

from datetime import datetime
from pathlib import Path

import pytest
from simak.normal import normalise
from simak.people import HIDDEN, initials, persons
from simak.reading import read


def found(text: str, **more: bool) -> list[str]:
    return [person.name for person in persons(normalise(text), **more)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("kata Kapolres AKBP Budi Santoso di lokasi", ["Budi Santoso"]),
        ("korlap sdr. Hasan dan sdri Wulan", ["Hasan", "Wulan"]),
        ("rumah bu tini dilempari", ["tini"]),
        ("menurut Lurah Slamet Riyadi, warga resah", ["Slamet Riyadi"]),
        ("Pak lurah tolong, pak RT tidak ada", []),
        ("seorang pria berinisial US (45)", []),
        ("Siti Aminah menambahkan bahwa Aminah takut", ["Siti Aminah", "Aminah"]),
        ("H. Muhammad Pagi membuka acara", ["Muhammad Pagi"]),
        ("korban a.n. Suyitno (41 th), dan an. Damang (35)", ["Suyitno", "Damang"]),
        ("nama laki Yopi, sudah kabur", ["Yopi"]),
        ("Seorang perempuan petani, Sarmi (52), memar di lengan", ["Sarmi"]),
        ("mau bakar warung Bi Tarmi besok sore", ["Tarmi"]),
        ("Mohon dibantu. Sudarmo, Ketua RT 07.", ["Sudarmo"]),
        ("Desa Sukamaju, Kecamatan Tayu (12), ramai", []),
        ("warga tokoh adat, wali murid dan nama desa", []),
    ],
)
def test_names_are_found(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_an_office_may_have_two_words() -> None:
    text = "Aksi tertib, kata ketua serikat Sumarna. Wali Nagari Yusrizal membuka dapur umum."

    drafted = read(text, received_at=datetime(2025, 8, 14, 16))

    assert [person.name for person in drafted.persons] == ["Sumarna", "Yusrizal"]


def test_a_name_is_masked_by_its_initials() -> None:
    assert persons(normalise("Pak Budi Santoso"))[0].masked == "B.S."
    assert initials("Ni Luh Putu") == "N.L.P."


@pytest.mark.parametrize(
    "text", ["korban Wulan (14) trauma", "Wulan, 17 tahun, dirawat", "pelajar bernama Wulan"]
)
def test_minors_are_protected(text: str) -> None:
    person = persons(normalise(text))[0]

    assert person.protected
    assert person.masked == HIDDEN


def test_grown_people_are_not_hidden_by_their_age() -> None:
    assert not persons(normalise("Pak Budi (45) dirawat"))[0].protected


def test_in_texts_of_domestic_violence_everybody_is_protected() -> None:
    assert all(
        person.protected for person in persons(normalise("Bu Tini dipukul Pak Joko"), violence_at_home=True)
    )


def test_names_of_places_are_no_persons() -> None:
    text = normalise("di Jalan Ahmad Yani")
    start = text.plain.index("ahmad")

    assert persons(text, taken=[(start, len(text.plain))]) == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("jual hp nego, minat japri sri wahyuni", ["sri wahyuni"]),
        ("ditemukan kunci motor, yang punya hubungi lestari", ["lestari"]),
        ("pelaku diduga a.n. sumiati, tulung dicek nggih", ["sumiati"]),
        ("sudah damai, harsono widodo minta maaf ke tetangganya", ["harsono widodo"]),
        ("hutan lestari dan warga selamat, slamet nggih", []),
    ],
)
def test_names_in_small_letters_are_found_beside_each_other_and_behind_words_that_lead_to_them(
    text: str, names: list[str]
) -> None:
    assert [one.name for one in read(text, received_at=datetime(2025, 1, 15)).persons] == names


def test_of_our_own_set_hardly_a_name_is_missed() -> None:
    wanted = found = 0
    for line in (Path(__file__).parent / "sets" / "names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        names, _, text = line.partition("|")
        told = [person.name for person in read(text.strip(), received_at=datetime(2025, 1, 1)).persons]
        for name in names.split(";"):
            wanted += 1
            words = [word for word in name.split() if len(word) > 1]
            found += all(any(word in each for each in told) for word in words)

    assert wanted >= 120
    assert found / wanted >= 0.95


def names_of(text: str) -> list[str]:
    return [person.name for person in read(text, received_at=datetime(2025, 1, 1)).persons]


@pytest.mark.parametrize(
    "text",
    [
        "Bupati Mempawah membuka rapat di Kabupaten Mempawah. Sekda Mempawah hadir, Kesbangpol Mempawah juga.",
        "“Rapat” di Kota Palembang… Wali kota: Palembang aman. Kepala Badan di Kota Palembang, Palembang tenang.",
    ],
)
def test_a_place_that_is_named_again_is_no_person(text: str) -> None:
    assert names_of(text) == []


def test_a_name_after_a_place_does_not_take_the_place_along() -> None:
    text = "Kepala Kesbangpol Kota Palembang Althur Febriansyah hadir. Kota Palembang aman, kata Althur."

    assert names_of(text) == ["Althur Febriansyah", "Althur"]


def test_who_has_the_name_of_a_place_is_masked_all_the_same() -> None:
    assert names_of("Di Desa Sukodono, Pak Sukodono marah. Sukodono pulang.")[0] == "Sukodono"


@pytest.mark.parametrize(
    "text",
    [
        "Kata Pemerintah, aman.",
        "Pemkot Maksimalkan Sinergitas Untuk Mengantisipasi ATHG",
        "dikirim lewat Whatsapp Intel Kajati",
    ],
)
def test_words_of_the_language_are_no_persons(text: str) -> None:
    assert names_of(text) == []
