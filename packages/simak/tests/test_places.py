"""Where it happened: from the words of the text and who sent it to one code."""

import pytest
from simak import regions, spelling, words
from simak.normal import normalise
from simak.places import choose, locate, similar


def place(text: str, sender: str | None = None) -> str | None:
    found = choose(locate(normalise(text), sender_region=sender))
    return None if found is None else found.value


def test_all_regions_are_known_by_code_and_name() -> None:
    known = regions.load()

    assert len(known.codes) == 91_599
    assert known.name("35.08.10.1011") == "Tompokersan"
    assert known.knows("96")
    assert not known.knows("99")


def test_every_kabupaten_and_kota_has_a_seat_that_leads_to_it() -> None:
    known = regions.load()
    seats = [spelling.key(spelling.pieces(row[0])) for row in words.rows("aliases") if row[2] == "seat"]

    led_to = {bearer.code for seat in seats for bearer in known.named(seat)}

    assert {code for code in known.codes if len(code) == 5} <= led_to


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bentrok di Desa Pejaten, Kecamatan Kramatwatu, Kabupaten Serang", "36.04.05.2003"),
        ("tawuran di Talangbetutu Palembang", "16.71.07.1002"),
        ("tawuran di Talang Betutu, Kota Palembang", "16.71.07.1002"),
        ("ribut di 3-4 Ulu Palembang", "16.71.02.1004"),
        ("Rusuh di Sampit semalam", "62.02"),
        ("Demo di Tangsel", "36.74"),
        ("Ribut di Kel. Kepuren, Kec. Walantaka, Kota Serang", "36.73.03.1009"),
        ("Massa di Desa Tebedak, Kecamatan Payaraman", "16.10.16"),
        ("Unjuk rasa di Kabupaten Bandung", "32.04"),
        ("Unjuk rasa di Bandung", "32.73"),
        ("yang ada di dalam sana bisa jadi perang", None),
        ("", None),
    ],
)
def test_a_text_leads_to_the_finest_region_that_is_certain(text: str, expected: str | None) -> None:
    assert place(text) == expected


@pytest.mark.parametrize(
    ("text", "sender", "expected"),
    [
        ("ada tawuran di manggarai bang", "31.74.01", "31.74.01.1007"),
        ("tolong pak, tetangga mukul istrinya", "35.08.10.1011", "35.08.10.1011"),
        ("ribut di sukamaju", None, None),
    ],
)
def test_who_sent_it_decides_between_names(text: str, sender: str | None, expected: str | None) -> None:
    assert place(text, sender) == expected


def test_the_home_of_people_and_the_seat_of_an_office_are_not_the_scene() -> None:
    text = "Korban asal Desa Ciomas, Kabupaten Bogor. Tawuran pecah di Kelurahan Cipaku, Kota Bogor, kata Polda Jabar."

    assert place(text) == "32.71.01.1016"


def test_a_mistyped_village_is_found_only_inside_its_parent() -> None:
    assert similar("kepuren", "36.73.03", 4) == ("36.73.03.1009", pytest.approx(85.7, abs=0.1))
    assert similar("kepuren", "36.73.01", 4) is None


def test_a_sender_from_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="99"):
        locate(normalise("ribut"), sender_region="99")
