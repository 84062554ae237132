"""Where it happened: from the words of the text and who sent it to one code."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simak import regions, spelling, words
from simak.counts import numbers_told
from simak.likeness import similar
from simak.normal import normalise
from simak.places import choose, locate


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
    found = similar("kepuren", "36.73.03", 4)

    assert found is not None
    assert found[0] == "36.73.03.1009"
    assert similar("kepuren", "36.73.01", 4) is None


def test_a_sender_from_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="99"):
        locate(normalise("ribut"), sender_region="99")


def test_a_name_goes_no_further_than_its_type_allows() -> None:
    assert place("longsor di kecamatan ujung pandang baru saja, Kota Makassar") == "73.71.04"


def test_persons_and_parts_of_villages_are_no_villages() -> None:
    assert place("saya Sugeng, lapor ada ribut", "35.08.10.1011") == "35.08.10.1011"
    assert place("ribut di dusun Sumberejo desa Pasirian", "35.08.04.2008") == "35.08.04.2008"


def test_a_town_before_the_dash_is_where_the_story_was_written() -> None:
    assert place("WAMENA - Kerusuhan pecah di Distrik Kurulu, Kabupaten Jayawijaya") == "95.01.02"
    assert place("SELONG - Polres Lombok Timur memastikan kabar itu hoaks") == "52.03"


def test_of_two_towns_far_apart_none_is_certain() -> None:
    assert place("ribut di Desa Jatirejo") is None


def test_a_former_name_counts_for_its_time() -> None:
    text = normalise("Rusuh di Ujung Pandang")

    then, long_after = (choose(locate(text, on=date(year, 5, 1))) for year in (1997, 2040))

    assert then is not None
    assert then.value == "73.71"
    assert long_after is None or long_after.value != "73.71"
    assert place("Rusuh di Kabupaten Mamuju Utara") == "76.01"


NAMES = st.sampled_from(
    [
        "desa",
        "Kec.",
        "kab",
        "Kota",
        "Polsek",
        "di",
        "dari",
        "asal",
        "warga",
        "Jalan",
        "dusun",
        "-",
        ",",
        "(",
        ")",
        "\n",
        ".",
        "Yang",
        "sara",
        "Solo",
        "3-4",
        "Ulu",
        "Ujung",
        "Pandang",
        "Baru",
        "Sukamaju",
        "Talang",
        "Betutu",
        "Kapuren",
        "Walantaka",
        "Serang",
        "Wates",
        "Pa'",
        "Mering",
        "\u200b",
        "Jakarta",
        "KAMPUNG",
        "Bali",
        "Tebing",
        "Tinggi",
        "I/II",
    ]
)
SENDERS = st.sampled_from([None, "35", "35.08", "35.08.10", "35.08.10.1011", "95.01.10.2006"])


@given(st.lists(NAMES, max_size=15), SENDERS)
@settings(max_examples=150, deadline=None)
def test_any_run_of_names_leads_to_regions_that_exist_with_words_of_the_text(
    parts: list[str], sender: str | None
) -> None:
    text = normalise(" ".join(parts))

    found = locate(text, sender_region=sender)

    known = regions.load()
    assert len({one.code for one in found}) == len(found)
    for one in found:
        assert known.name(one.code) == one.name
        assert 0.0 <= one.score <= 1.0
        assert all(0 <= span.start < span.end <= len(text.original) for span in one.spans)
    assert sender is None or choose(found) is not None


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_is_looked_through_the_same_way_twice(raw: str) -> None:
    text = normalise(raw)

    assert locate(text) == locate(text)


@pytest.mark.parametrize(
    "raw",
    [
        "desa " * 20_000,
        "Sukamaju " * 12_000,
        "a" * 1_000_000,
        "Kec." * 30_000,
        "dua tewas " * 10_000,
        "12 " * 30_000,
    ],
)
def test_long_texts_are_cut_not_choked_on(raw: str) -> None:
    text = normalise(raw)

    assert len(locate(text)) <= 12
    assert len(text.tokens) <= 100_000
    assert all(last - first <= 250 for first, last in text.sentences)
    assert len(numbers_told(text)) <= 600


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("pelakunya anak klinting pak, kejadiannya di balai desa kami", "33.02.09.2003"),
        ("pelakunya anak klinting pak, kejadiannya di klinting", "33.02.09.2004"),
    ],
)
def test_our_village_is_that_of_the_sender(text: str, place: str) -> None:
    found = choose(locate(normalise(text), sender_region="33.02.09.2003"))

    assert found is not None
    assert found.value == place


def test_a_mistyped_village_at_the_beginning_of_a_message_is_found() -> None:
    found = choose(locate(normalise("bunigelis, ada pawai ricuh"), sender_region="32.08.26"))

    assert found is not None
    assert found.value == "32.08.26.2004"
