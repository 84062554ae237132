"""Satu Layar: each person sees how things stand in what is theirs to see, and nothing shines through from beyond."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kentongan.rules.authority import Role, Standing
from kentongan.rules.levels import Level
from kentongan.rules.refusal import Absent
from kentongan.watch.models import Finding, Plan, Run
from kentongan.web.situation import drawing, queries
from tests.web import world
from tests.web.test_palette import LEVELS, token
from tests.web.world import BADES, GONDORUSO, JARIT, KAB, NOW, PASIRIAN, case, joined, nil, report, standing

pytestmark = pytest.mark.django_db

KEPALA = standing(Role.KEPALA, KAB)


@pytest.fixture(autouse=True)
def _regions(db: None) -> None:
    world.make_regions()


def test_an_empty_kabupaten_is_normal_but_silent() -> None:
    picture = queries.picture(KEPALA, KAB, at=NOW)

    assert picture.level == Level.NORMAL
    assert picture.headline == "Tidak ada tanda gangguan, tetapi 3 dari 3 desa belum melapor hari ini."
    assert picture.counts == {Level.NORMAL: 3, Level.WASPADA: 0, Level.SIAGA: 0, Level.AWAS: 0}
    assert picture.attention == []


def test_calm_is_said_plainly_only_when_every_village_spoke() -> None:
    for village in (BADES, GONDORUSO, JARIT):
        nil(village)

    assert (
        queries.picture(KEPALA, KAB, at=NOW).headline
        == "Tidak ada tanda gangguan. Semua desa sudah melapor hari ini."
    )


def test_the_headline_names_the_gravest_place() -> None:
    case(BADES, level="awas")
    case(JARIT, level="siaga")

    picture = queries.picture(KEPALA, KAB, at=NOW)

    assert picture.headline == "Awas di Bades, Kec. Pasirian"
    assert picture.remainder == ["Siaga di 1 desa", "2 kasus terbuka"]
    assert [row.name for row in picture.attention] == ["Pasirian", "Candipuro"]


def test_an_unread_report_waits_as_waspada_whatever_it_proposes() -> None:
    report(BADES, level="awas")

    assert queries.picture(KEPALA, KAB, at=NOW).levels == {BADES: Level.WASPADA}


def test_answered_untrue_and_old_reports_colour_nothing() -> None:
    report(BADES, answered_at=NOW)
    report(GONDORUSO, verification="tidak_benar")
    report(JARIT, at=NOW - timedelta(days=15))

    assert queries.picture(KEPALA, KAB, at=NOW).level == Level.NORMAL


@pytest.mark.parametrize("status", ["selesai", "dipantau"])
def test_a_settled_case_no_longer_raises_the_level(status: str) -> None:
    case(BADES, level="awas", status=status)

    assert queries.picture(KEPALA, KAB, at=NOW).level == Level.NORMAL


def test_what_is_next_door_is_not_counted() -> None:
    case("35.09.01.2001", level="awas")
    report("35.09.01.2001")

    picture = queries.picture(KEPALA, KAB, at=NOW)

    assert picture.level == Level.NORMAL
    assert picture.steps
    assert picture.steps[0].count == 0


def test_a_restricted_case_is_counted_only_for_those_who_may_read_it() -> None:
    case(BADES, level="awas", restricted=True)

    assert queries.picture(standing(Role.OPERATOR, KAB), KAB, at=NOW).level == Level.NORMAL
    assert queries.picture(KEPALA, KAB, at=NOW).level == Level.AWAS


def test_the_province_sees_ordinary_cases_and_no_reports() -> None:
    case(BADES, level="siaga", sensitivity="B")
    case(JARIT, level="awas", sensitivity="T")
    report(GONDORUSO, sensitivity="B")

    picture = queries.picture(standing(Role.PROVINSI, "35"), "35", at=NOW)

    assert picture.levels == {KAB: Level.SIAGA}
    assert picture.steps is None
    assert picture.days is None
    assert picture.heard is None


@pytest.mark.parametrize(
    ("who", "where"),
    [
        (standing(Role.KEPALA, KAB), "35.09"),
        (standing(Role.KEPALA, KAB), "35"),
        (standing(Role.CAMAT, PASIRIAN), KAB),
        (standing(Role.LURAH, BADES), GONDORUSO),
        (standing(Role.RT, f"{BADES}.RW01.RT01"), BADES),
        (standing(Role.ADMIN, KAB), KAB),
        (standing(Role.KEPALA, KAB), "35.08.99"),
    ],
)
def test_a_region_that_is_not_theirs_is_not_there(who: Standing, where: str) -> None:
    with pytest.raises(Absent):
        queries.picture(who, where, at=NOW)


def test_everybody_begins_at_the_widest_region_of_their_posts() -> None:
    assert queries.home(standing(Role.CAMAT, PASIRIAN)) == PASIRIAN
    assert queries.home(KEPALA) == KAB
    with pytest.raises(Absent):
        queries.home(standing(Role.ADMIN, KAB))


def test_the_funnel_follows_reports_through_their_cases() -> None:
    start = NOW - timedelta(days=2)
    settled = case(
        BADES,
        status="ditutup",
        outcome="selesai",
        closed_at=start + timedelta(hours=30),
        follow_up_passed_at=start,
        next_due_at=None,
    )
    first = report(BADES, at=start, answered_at=start + timedelta(minutes=9))
    joined(first, settled, at=start + timedelta(minutes=24))
    report(BADES, at=start)
    report(BADES, at=NOW - timedelta(days=31))

    picture = queries.picture(KEPALA, KAB, at=NOW)

    assert picture.steps
    assert [(step.name, step.count, step.wait) for step in picture.steps] == [
        ("Diterima", 2, None),
        ("Diperiksa", 1, timedelta(minutes=9)),
        ("Ditangani", 1, timedelta(minutes=24)),
        ("Tuntas", 1, timedelta(hours=30)),
    ]


def test_what_is_late_waits_on_top_gravest_first_and_at_most_three() -> None:
    late = NOW - timedelta(hours=1)
    case(BADES, level="waspada", due_at=late)
    grave = case(BADES, level="awas", due_at=late)
    case(JARIT, level="siaga", due_at=late)
    report(BADES, at=NOW - timedelta(hours=9))

    picture = queries.picture(KEPALA, KAB, at=NOW)

    assert [item.path for item in picture.waiting][:1] == [f"/kasus/{grave.pk}"]
    assert len(picture.waiting) == 3
    assert picture.waiting_more == 2


def test_what_is_proposed_as_awas_waits_for_the_head_alone() -> None:
    grave = case(BADES, level="siaga", awas_asked=True)

    waiting = queries.picture(KEPALA, KAB, at=NOW).waiting
    others = queries.picture(standing(Role.ANALIS, KAB), KAB, at=NOW).waiting

    assert ("1 kasus diusulkan Awas. Tetapkan tingkatnya.", f"/kasus/{grave.pk}") in [
        (item.sentence, item.path) for item in waiting
    ]
    assert not any("Awas" in item.sentence for item in others)
    case(JARIT, level="siaga", awas_asked=True)
    assert "/kasus?status=diusulkan-awas" in [
        item.path for item in queries.picture(KEPALA, KAB, at=NOW).waiting
    ]


def test_a_case_within_its_deadline_waits_for_nobody() -> None:
    case(BADES, level="awas", due_at=NOW + timedelta(minutes=1))
    for village in (BADES, GONDORUSO, JARIT):
        nil(village)

    assert queries.picture(KEPALA, KAB, at=NOW).waiting == []


def test_the_day_of_a_report_is_the_day_there() -> None:
    nil(BADES)
    report(GONDORUSO, at=NOW.replace(hour=16, minute=59) - timedelta(days=1))
    report(JARIT, at=NOW.replace(hour=17, minute=1) - timedelta(days=1))

    heard = queries.picture(KEPALA, KAB, at=NOW).heard

    assert heard
    assert [set(heard.nil), set(heard.reporting), set(heard.silent)] == [{BADES}, {JARIT}, {GONDORUSO}]


def test_the_page_asks_the_database_as_often_for_many_reports_as_for_few(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(30):
        joined(report(BADES), case(BADES), at=NOW)

    with django_assert_max_num_queries(14):
        queries.picture(KEPALA, KAB, at=NOW)


def test_paper_and_screen_show_the_levels_in_the_same_colours() -> None:
    assert {level.value: fill for level, fill in drawing.FILLS.items()} == {
        level: token(level, "light") for level in LEVELS
    }


class TestPage:
    def test_it_opens_on_the_persons_own_region(self, client: Client) -> None:
        client.force_login(world.account(Role.KEPALA, KAB))

        page = client.get("/situasi")

        assert page.status_code == 200
        assert "Kabupaten Lumajang" in page.content.decode()

    def test_a_stranger_is_led_to_the_login(self, client: Client) -> None:
        answer = client.get("/situasi")

        assert answer.status_code == 302
        assert "login" in answer.headers["Location"]

    def test_somebody_elses_region_looks_like_no_region(self, client: Client) -> None:
        client.force_login(world.account(Role.KEPALA, KAB))

        foreign, nowhere = client.get("/situasi/35.09"), client.get("/situasi/99.99")

        assert foreign.status_code == nowhere.status_code == 404
        assert foreign.content == nowhere.content

    @pytest.mark.parametrize("broken", ["x", "35.8", "35.08.05.2001.RW01", str(uuid4())])
    def test_an_address_that_is_no_region_is_not_there(self, client: Client, broken: str) -> None:
        client.force_login(world.account(Role.KEPALA, KAB))

        assert client.get(f"/situasi/{broken}").status_code == 404

    def test_levels_are_words_and_never_numbers(self, client: Client) -> None:
        client.force_login(world.account(Role.KEPALA, KAB))
        case(BADES, level="siaga")

        page = client.get("/situasi").content.decode()

        assert "Siaga</span>" not in page or "mark-siaga" in page
        for numbered in ("Siaga 1", "Siaga I", "Level 3", "tingkat 3"):
            assert numbered not in page

    def test_the_wall_board_is_dark_and_renews_itself(self, client: Client) -> None:
        client.force_login(world.account(Role.KEPALA, KAB))

        page = client.get("/situasi?papan=1").content.decode()

        assert 'data-theme="gelap"' in page
        assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in page


def test_what_the_watch_proposes_waits_for_a_decision_and_what_was_confirmed_raises_the_level() -> None:
    finding = watch_found(BADES)
    before = queries.picture(KEPALA, KAB, at=NOW)

    Finding.objects.filter(pk=finding.pk).update(
        state="tetap", decided_by=world.account(Role.KEPALA, KAB), decided_at=NOW
    )
    after = queries.picture(KEPALA, KAB, at=NOW)

    assert (before.level, after.level) == (Level.NORMAL, Level.SIAGA)
    assert "/jaga" in {item.path for item in before.waiting}
    assert "/jaga" not in {item.path for item in after.waiting}
    assert after.levels == {BADES: Level.SIAGA}


def watch_found(village: str) -> Finding:
    """Let the night watch have proposed Siaga for a village."""
    plan = Plan.objects.create(id=uuid4(), region_id=KAB, number=1, groups=["semua"], made_at=NOW)
    run = Run.objects.create(
        id=uuid4(), kind="malam", region_id=KAB, plan=plan, as_of_at=NOW, asked_at=NOW, seed=1
    )
    return Finding.objects.create(
        id=uuid4(), run=run, latest_run=run, region_id=village, group="semua", villages=[village],
        starts_on=NOW.date(), ends_on=NOW.date(), observed=9, expected=1.0, villages_with_reports=1, radius_km=0.0,
        score=5.0, chance=0.001, recurrence_days=1000.0, level="siaga", raised_at=NOW, renewed_at=NOW,
        lapses_at=NOW + timedelta(days=7),
    )  # fmt: skip
