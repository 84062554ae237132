"""The pieces of telling: the language of phrases, numbers in words, days, spelling, places, stories, what settles."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest

from kentongan.gladi.telling.dates import Moment, calendar, clock, near, rounded, spelled
from kentongan.gladi.telling.grammar import Draft, parsed, words_of, written
from kentongan.gladi.telling.noise import Hand, slip, spoil
from kentongan.gladi.telling.places import Place, Village, common, gathered, tongue
from kentongan.gladi.telling.talk import STORIES, fitting, level_of, shared_facts
from kentongan.gladi.telling.tell import tell
from tests.gladi.telling_world import drawn


def at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 8, day, hour, minute, tzinfo=UTC)


def told(phrase: str, seed: int = 1, known: Mapping[str, str] | None = None) -> str:
    draft = Draft(Random(seed), known or {})
    draft.tell(phrase)
    return written(draft.words, draft.joined, sentences=True)[0]


def test_a_phrase_gives_every_choice_and_what_a_name_stands_for() -> None:
    heard = {told("[warga|petani [atas|bawah]|] {mulai}.", n, {"mulai": "kumpul"}) for n in range(60)}

    assert heard == {"Warga kumpul.", "Petani atas kumpul.", "Petani bawah kumpul.", "Kumpul."}


@pytest.mark.parametrize("phrase", ["[a|b", "[a|[b]", "a {b"])
def test_a_phrase_with_an_open_bracket_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"Kurung|substring"):
        parsed(phrase)


def test_a_name_nobody_knows_is_refused() -> None:
    with pytest.raises(KeyError):
        told("{siapa}")


def test_words_are_cut_from_the_signs_around_them() -> None:
    assert words_of("lapor, (dua) jam 07.30 a.n. Budi!!") == [
        "lapor", ",", "(", "dua", ")", "jam", "07.30", "a.n.", "Budi", "!", "!",
    ]  # fmt: skip


def test_signs_follow_their_word_and_sentences_begin_large() -> None:
    text, starts = written(["ada", "", "3", "org", ".", "(", "dua", ")", "\n", "aman"], {3}, sentences=True)

    assert text == "Ada 3org. (Dua)\nAman"
    assert [text[at] for at in starts] == ["A", " ", "3", "o", ".", "(", "D", ")", "\n", "A"]


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "nol"), (11, "sebelas"), (19, "sembilan belas"), (40, "empat puluh"), (101, "seratus satu"), (1200, "seribu dua ratus"), (2026, "dua ribu dua puluh enam")],
)  # fmt: skip
def test_numbers_are_spelled(number: int, words: str) -> None:
    assert spelled(number) == words


@pytest.mark.parametrize("number", [-1, 10_000])
def test_numbers_too_small_or_too_large_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="tidak dieja"):
        spelled(number)


@pytest.mark.parametrize(
    ("event", "said", "word", "is_said"),
    [
        ((13, 21), (14, 7), "tadi malam", True), ((13, 21), (14, 20), "tadi malam", False), ((13, 9), (14, 7), "tadi malam", False),
        ((14, 5), (14, 9), "tadi pagi", True), ((15, 8), (14, 20), "besok", True), ((14, 8), (14, 2), "besok", False), ((15, 8), (14, 2), "besok", False),
        ((14, 20), (14, 9), "nanti malam", True), ((12, 9), (14, 9), "2 hari lalu", True), ((16, 9), (14, 9), "lusa", True), ((14, 9), (14, 9), "barusan", True),
    ],
)  # fmt: skip
def test_a_day_is_counted_from_the_moment_of_saying(
    event: tuple[int, int], said: tuple[int, int], word: str, *, is_said: bool
) -> None:
    moment = Moment(at(event[0], event[1], 10), at(said[0], said[1], 10))

    assert (word in near(moment)) is is_said


def test_another_year_is_always_named() -> None:
    assert all("2025" in way for way in calendar(date(2025, 12, 30), date(2026, 1, 2), voice=False))
    assert all("dua puluh lima" in way for way in calendar(date(2025, 12, 30), date(2026, 1, 2), voice=True))


def test_an_hour_is_rounded_within_its_day() -> None:
    late = at(14, 23, 58)

    assert {rounded(late, Random(n)).day for n in range(50)} == {14}


def test_half_past_noon_and_midnight_are_never_said_by_twelve() -> None:
    for hour in (0, 12):
        said = {
            clock(at(14, hour, 30), part=True, voice=False, zone_word="WIB", rng=Random(n)) for n in range(80)
        }  # fmt: skip
        assert not any("setengah" in each for each in said)


def test_a_slip_changes_a_word_once() -> None:
    for seed in range(300):
        wrong = slip("kerusuhan", Random(seed))

        assert abs(len(wrong) - len("kerusuhan")) <= 1
        assert wrong[0] == "k"


def test_numbers_days_and_persons_are_never_misspelt() -> None:
    for seed in range(200):
        draft = Draft(Random(seed), {})
        draft.words = ["warga"]
        draft.say("date", "kemarin", "malam")
        draft.say("luka", "sebelas", "korban")
        draft.say("place", "desa", "Karang Bendo")
        spoil(draft, Hand(slips=1.0), "id")

        assert draft.words[1:5] == ["kemarin", "malam", "sebelas", "korban"]
        assert re.sub(r"(.)\1+", r"\1", draft.words[6].replace(" ", "")) == "KarangBendo"


def test_a_name_of_a_place_is_sometimes_written_otherwise() -> None:
    heard = set()
    for seed in range(200):
        draft = Draft(Random(seed), {})
        draft.words = ["di"]
        draft.say("place", "desa", "Karang Bendo")
        spoil(draft, Hand(slips=0.2), "id")
        heard.add(draft.words[-1])

    assert {"Karang Bendo", "KarangBendo"} <= heard


def test_a_voice_has_no_signs() -> None:
    for seed in range(200):
        text = drawn(seed, channel="suara").told.text

        assert not re.search(r"[,;!?()\n]|\.(\s|$)", text)


def test_places_know_whether_their_name_is_enough() -> None:
    rows = [
        {"code": "99.01", "name": "Kabupaten Contoh", "level": "2", "kind": "kabupaten"},
        {"code": "99.01.01", "name": "Hulu", "level": "3", "kind": "kecamatan"},
        {"code": "99.01.02", "name": "Hilir", "level": "3", "kind": "kecamatan"},
        {"code": "99.01.01.2001", "name": "Suka", "level": "4", "kind": "desa"},
        {"code": "99.01.02.2001", "name": "Suka", "level": "4", "kind": "desa"},
        {"code": "99.01.02.2002", "name": "Hilir", "level": "4", "kind": "desa"},
        {"code": "99.01.02.1003", "name": "Jaya", "level": "4", "kind": "kelurahan"},
    ]

    found = gathered(rows)

    assert [place.is_unique for place in found.values()] == [False, False, False, True]
    assert found["99.01.02.1003"] == Place(
        Village("99.01.02.1003", "Jaya", "kelurahan"), "Hilir", "Kabupaten Contoh"
    )


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [("35.08.01.2001", "35.08.01.2002", "35.08.01"), ("35.08.01.2001", "35.08.02.2001", "35.08"), ("35.08.01.2001", "16.71.01.1001", "")],
)  # fmt: skip
def test_what_holds_two_villages_is_their_finest_common_region(one: str, other: str, both: str) -> None:
    assert common(one, other) == both


def test_hamlets_and_people_are_named_as_at_home() -> None:
    assert [tongue(code) for code in ("35.08.01.2001", "35.27.01.2001", "73.71", "65.01")] == [
        "jv",
        "mad",
        "bug",
        "id",
    ]


@pytest.mark.parametrize(
    ("kind", "number", "level"),
    [("mati", 1, 3), ("luka", 0, 1), ("luka", 9, 2), ("luka", 10, 3), ("mengungsi", 19, 1), ("mengungsi", 20, 3), ("rusak", 1, 2), ("massa", 99, 1), ("massa", 100, 2), ("personel", 500, 1)],
)  # fmt: skip
def test_a_number_is_as_grave_as_the_label_guide_has_it(kind: str, number: int, level: int) -> None:
    assert level_of(kind, number) == level


def test_a_story_fits_by_its_issue_first() -> None:
    stories = STORIES["lahan_sda"]

    assert [story.about[0] for story in fitting(stories, "E99", ("I24",))] == ["pembagian air"]
    assert fitting(stories, "E99", ()) == stories
    assert all("E21" in story.marks for story in fitting(stories, "E21", ()))


def test_all_who_share_a_claim_share_its_lots() -> None:
    assert shared_facts("a") == shared_facts("a")
    assert shared_facts("a") != shared_facts("b")
    assert all(0 <= lot < 1 for lot in shared_facts("a"))


def test_what_is_settled_may_name_the_day_it_began() -> None:
    found = 0
    for seed in range(300):
        case = drawn(seed, category="lahan_sda", kind="penyelesaian")
        for day in case.told.labels.date_alt:
            assert day < str(case.told.labels.date)
            found += 1

    assert found > 20


def test_water_and_pictures_are_no_parties() -> None:
    for seed in range(100):
        assert drawn(seed, category="bencana_laka", kind="kejadian").told.labels.parties == ()


def test_a_wrong_place_is_told_as_it_is_said() -> None:
    case = drawn(11, category="bentrok", kind="kejadian", parties=())
    elsewhere = replace(case.place, village=Village("35.08.01.2001", "Tempurejo"), kecamatan="Tempursari")

    labels = tell(case.happening, replace(case.sender, region=""), elsewhere, rng=Random(1)).labels

    assert labels.place in {"35.08.01.2001", "35.08.01"}
