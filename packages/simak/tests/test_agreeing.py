"""What agrees between two drafts."""

from datetime import datetime

from simak.agreeing import EVIDENCE, evidence
from simak.comparing import Seen, stream
from simak.reading import read

WHEN = datetime(2025, 6, 1, 22)
PUJUT = "52.02.04"


def agreement(one: str, other: str, sender: str = PUJUT) -> dict[str, float]:
    first, second = (
        Seen(number, read(text, received_at=WHEN, sender_region=sender))
        for number, text in enumerate((one, other))
    )
    return dict(zip(EVIDENCE, evidence(first, second, stream([first, second])), strict=True))


def test_a_village_that_is_written_counts_as_told_although_the_sender_helped_to_find_it() -> None:
    found = agreement("ribut pemuda di Kawo, lempar botol", "pemuda Kawo lempar2an botol")

    assert found["village"] > 0
    assert not found["village by sender"]


def test_a_village_that_is_only_the_senders_does_not_count_as_told() -> None:
    village = f"{PUJUT}.2002"

    found = agreement("ribut pemuda, lempar botol", "pemuda lempar2an botol", village)

    assert found["village by sender"] > 0
    assert not found["village"]


def test_a_district_in_common_is_no_village_in_common() -> None:
    found = agreement("ribut pemuda, lempar botol", "ada begal, hp dirampas", "73.71")

    assert found["kabupaten alone"]
    assert not found["village by sender"]


def test_two_villages_that_both_name_are_one_place_and_not_two() -> None:
    found = agreement(
        "warga Segala Anyar dan Pengembur bentrok", "Pengembur lawan Segala Anyar, saling lempar"
    )

    places = EVIDENCE[EVIDENCE.index("village") : EVIDENCE.index("elsewhere") + 1]
    assert {name for name in places if found[name]} in ({"village", "two villages"}, {"both villages"})


def test_who_is_injured_in_the_evening_may_be_dead_in_the_morning() -> None:
    found = agreement("tawuran, 2 orang luka", "tawuran, satu orang meninggal dan satu luka")

    assert found["counts same"] == 1
    assert not found["counts differ"]


def test_another_word_for_the_same_thing_is_the_same_matter() -> None:
    found = agreement("maling dihakimi", "pencuri digebuki")

    assert not found["text"]
    assert found["matters"] > 0.3
