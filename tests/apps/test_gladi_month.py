"""The made-up month: the same for the same seed, with the rhythm of a kabupaten, and nobody's belief in it."""

import re
from collections import Counter
from random import Random

import pytest

from kentongan.gladi import sayings, stories
from kentongan.gladi.place import Place
from kentongan.gladi.quiet_month import DAY, Ending, Scene, month, voices
from kentongan.rules.taxonomy import EVENT_FORMS, ISSUES

TOWN = Place("35.08.10.1011", "Tompokersan", "Lurah", 46)
HILL = Place("35.08.12.2012", "Ranupani", "Kepala Desa", 4)
UNSPEAKABLE = (
    "islam", "muslim", "kristen", "katolik", "protestan", "hindu", "buddha", "budha", "konghucu", "gereja",
    "masjid", "musala", "mushola", "pura", "vihara", "klenteng", "kelenteng", "ahmadiyah", "syiah", "sunni",
    "kiai", "pendeta", "madura", "jawa", "tionghoa", "cina", "china", "papua", "batak", "dayak", "tengger",
    "pribumi", "kafir", "pdip", "pdi-p", "golkar", "gerindra", "nasdem", "pkb", "pks", "demokrat", "partai",
    "lgbt", "komunis", "pki",
)  # fmt: skip


def drawn(seed: int, count: int = 400) -> list[Scene]:
    return month([HILL, TOWN], days=30, count=count, first_weekday=0, rng=Random(seed))


def every_sentence() -> list[str]:
    told = [body for saying in sayings.SAYINGS for body in (*saying.bodies, *saying.states)]
    told += [text for texts in (*sayings.GREETINGS.values(), *sayings.CLOSINGS.values()) for text in texts]
    told += [text for pair in sayings.NOISE for text in pair]
    told += [*sayings.SURROUNDINGS, *sayings.HAMLETS, *sayings.SPOTS, *sayings.VISITS, *sayings.TASKS]
    told += [
        *sayings.CALM,
        *sayings.RELAPSE,
        *(text for texts in sayings.OUTCOMES.values() for text in texts),
    ]
    return told + [told.scene.text for told in stories.REPORTS]


def test_the_same_seed_gives_the_same_month_to_the_last_letter() -> None:
    assert repr(drawn(1)) == repr(drawn(1))
    assert repr(drawn(1)) != repr(drawn(2))


def test_reports_arrive_in_their_order_within_the_month() -> None:
    minutes = [scene.minute for scene in drawn(3)]

    assert minutes == sorted(minutes)
    assert minutes[0] >= 0
    assert minutes[-1] < 31 * DAY


def test_where_more_people_live_more_is_reported() -> None:
    by_village = Counter(scene.region for scene in drawn(4))

    assert by_village[TOWN.code] > 3 * by_village[HILL.code]


def test_the_evening_is_busier_than_the_night() -> None:
    by_hour = Counter(scene.minute // 60 % 24 for scene in drawn(5))

    assert sum(by_hour[hour] for hour in (18, 19, 20)) > 3 * sum(by_hour[hour] for hour in (1, 2, 3))


def test_some_matters_are_told_twice_and_some_messages_are_noise() -> None:
    scenes = drawn(6)
    first = {scene.key: scene for scene in scenes}
    twice = [scene for scene in scenes if scene.ending is Ending.JOINED]

    assert twice
    assert all(first[scene.same_as].region == scene.region for scene in twice)
    assert all(first[scene.same_as].minute < scene.minute for scene in twice)
    assert any(not scene.event_form for scene in scenes)


def test_every_ending_happens_to_somebody() -> None:
    assert {scene.ending for scene in drawn(7)} == set(Ending) - {Ending.WAITING}


def test_what_is_put_aside_has_a_reason() -> None:
    assert all(scene.reason for scene in drawn(8) if scene.ending is Ending.ASIDE)


@pytest.mark.parametrize(
    "scene", [*drawn(9, 120), *(told.scene for told in stories.REPORTS)], ids=lambda s: s.key
)
def test_every_report_uses_the_words_of_the_taxonomy_and_leaves_no_gap(scene: Scene) -> None:
    assert scene.event_form in {"", *EVENT_FORMS}
    assert set(scene.issues) <= set(ISSUES)
    assert scene.when in {"", "kini", "akan", "sudah"}
    assert scene.text
    assert not re.search(r"[{}]", scene.text)


def test_nobody_is_named_by_belief_origin_or_party() -> None:
    said = " \n".join(every_sentence()).lower()

    assert [word for word in UNSPEAKABLE if re.search(rf"\b{word}\b", said)] == []


def test_no_report_carries_a_phone_number_or_an_identity_number() -> None:
    assert [text for text in every_sentence() if re.search(r"\d{6,}|08\d{2}", text)] == []


def test_most_villages_keep_their_nil_report_and_a_busy_day_has_none() -> None:
    busy = frozenset({(TOWN.code, 3)})

    said = list(voices([HILL, TOWN], days=30, busy=busy, rng=Random(10)))

    days = [(code, minute // DAY) for minute, code in said]
    assert len(days) == len(set(days))
    assert (TOWN.code, 3) not in days
    assert 30 <= len(days) < 60
