"""How good the watch was: nights are counted once, long events as one, and what is not known yet says when it will be."""

from datetime import timedelta
from uuid import uuid4

import pytest

from kentongan.rules.authority import Role
from kentongan.watch import grades, rounds, words
from kentongan.watch.models import Outlook, Run
from kentongan.watch.rounds import Seen
from tests import town, watching
from tests.town import AT, KAB, KEC, NEXT_DOOR, VILLAGE

pytestmark = pytest.mark.django_db
YEAR_AGO = AT - timedelta(days=365)


@pytest.fixture(autouse=True)
def kabupaten() -> None:
    town.build()


def night(word: str, rarity: dict[str, float], *, hours_ago: float, **told: object) -> Run:
    """Let the watch have looked some hours ago, and found each group so rare."""
    run = watching.round_of(word)
    Run.objects.filter(pk=run.pk).update(as_of_at=AT - timedelta(hours=hours_ago))
    levels = {group: {"chance": 0.5, "recurrence_days": days} for group, days in rarity.items()}
    rounds.finish(run.pk, Seen(inputs="0" * 64, engine="titir", nightly=levels, **told), at=AT)  # type: ignore[arg-type]
    Run.objects.filter(pk=run.pk).update(as_of_at=AT - timedelta(hours=hours_ago))
    return run


def test_who_lets_the_watch_look_again_counts_no_night_twice() -> None:
    night("satu", {"semua": 2.0}, hours_ago=20)
    night("siang", {"semua": 900.0}, hours_ago=18)
    night("dua", {"semua": 3.0}, hours_ago=0)

    quality = grades.quality(town.of(Role.KEPALA, KAB), KAB, since=YEAR_AGO)

    assert (quality.nights, quality.looks) == (2, 2)
    assert [one.seen for one in quality.rarity] == [0, 0, 0, 0]


def test_a_night_without_enough_past_was_no_watch() -> None:
    night("satu", {}, hours_ago=0)

    assert grades.quality(town.of(Role.KEPALA, KAB), KAB, since=YEAR_AGO).nights == 0


def test_an_event_that_lasts_is_seen_every_night_and_is_one_stretch() -> None:
    for ago, rare in ((96, 400.0), (72, 500.0), (48, 1.0), (24, 370.0), (0, 40.0)):
        night(f"malam {ago}", {"semua": rare, "ketegangan": 1.0}, hours_ago=ago)

    year = grades.quality(town.of(Role.KEPALA, KAB), KAB, since=YEAR_AGO).rarity[-1]

    assert (year.days, year.seen, year.stretches) == (365, 3, 2)
    assert year.expected == pytest.approx(10 / 365)


def outlook(run: Run, region: str, chance: float, *, happened: bool) -> None:
    """Let a night have foretold this chance for a village."""
    Outlook.objects.create(
        id=uuid4(), run=run, region_id=region, chance_7=chance, chance_30=chance, usual=0.0, own=0.0, near=0.0,
        happened_7=happened,
    )  # fmt: skip


def test_chances_are_compared_with_what_happened_band_by_band_and_only_where_one_may_look() -> None:
    run = night("satu", {"semua": 1.0}, hours_ago=200)
    for region, chance, happened in ((VILLAGE, 0.02, False), (NEXT_DOOR, 0.3, True), (KAB, 1.0, True)):
        outlook(run, region, chance, happened=happened)

    chief, camat = town.of(Role.KEPALA, KAB), town.of(Role.CAMAT, KEC)

    assert grades.forecasts_seen(chief, KAB, since=YEAR_AGO) == ((0.02, 0.0, 1), (0.3, 1.0, 1), (1.0, 1.0, 1))
    assert grades.forecasts_seen(camat, KAB, since=YEAR_AGO) == ((0.02, 0.0, 1), (0.3, 1.0, 1))


def test_what_cannot_be_judged_yet_says_when_it_can() -> None:
    night("malam", {"semua": 800.0}, hours_ago=0, found=(watching.found(ends_on=AT.date()),))

    told = dict(words.quality_figures(grades.quality(town.of(Role.KEPALA, KAB), KAB, since=YEAR_AGO)))

    assert told["Temuan"] == "1; 1 menunggu keputusan"
    assert told["Ketepatan"] == "Belum ada yang dapat dinilai; yang pertama pada 6 Des 2026."
    assert "perlu sebulan penjagaan" in told["Tanda palsu sebulan"]


def test_how_rare_the_rare_is_in_the_whole_kabupaten_is_not_told_to_a_part_of_it() -> None:
    night("satu", {"semua": 800.0}, hours_ago=0)

    page = town.browser(Role.CAMAT, KEC).get("/jaga/mutu").content.decode()

    assert "Apakah yang disebut jarang" not in page
    assert "Malam dijaga" in page
