"""The pages of the watch: who opens them, what they say, and how many queries they cost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kentongan.rules.authority import SYSTEM, Role
from kentongan.watch import actions, queries, rounds
from kentongan.watch.models import Finding, Outlook, Run, Silence
from kentongan.watch.rounds import Seen
from tests import town, watching
from tests.town import AT, KAB, KEC, NEXT_DOOR, RT, VILLAGE

pytestmark = pytest.mark.django_db
PAGES = ("/jaga", "/jaga/diam", "/jaga/risiko", "/jaga/mutu", "/jaga/uji")


@pytest.fixture(autouse=True)
def kabupaten() -> None:
    town.build()


@pytest.fixture
def desk() -> Client:
    return town.browser(Role.ANALIS, KAB)


def night() -> Run:
    """Return a night with a finding, a silent post and an outlook."""
    run = watching.round_of()
    outlooks = [
        Outlook(
            id=uuid4(),
            run=run,
            region_id=code,
            chance_7=c,
            chance_30=3 * c,
            usual=c / 2,
            own=c / 3,
            near=c / 6,
        )
        for code, c in ((VILLAGE, 0.2), (NEXT_DOOR, 0.05))
    ]
    silent = watching.silent(role=Role.RT, region=RT)
    rounds.finish(
        run.pk,
        Seen(
            inputs="0" * 64, engine="titir", found=(watching.found(),), silent=(silent,), outlooks=outlooks,
            nightly={"semua": {"chance": 0.002, "recurrence_days": 731.0}},
        ),
        at=AT,
    )  # fmt: skip
    return run


@pytest.mark.parametrize("page", PAGES)
def test_the_desk_opens_every_page_before_the_first_night_and_after(desk: Client, page: str) -> None:
    before = desk.get(page)
    night()
    after = desk.get(page)

    assert (before.status_code, after.status_code) == (200, 200)


@pytest.mark.parametrize(
    ("role", "region", "opens"),
    [
        (Role.CAMAT, KEC, {"/jaga", "/jaga/diam", "/jaga/risiko", "/jaga/mutu"}),
        (Role.LURAH, VILLAGE, {"/jaga", "/jaga/diam", "/jaga/risiko", "/jaga/mutu"}),
        (Role.PIMPINAN, KAB, {"/jaga", "/jaga/risiko", "/jaga/mutu"}),
        (Role.RT, RT, set()),
        (Role.ADMIN, KAB, set()),
        (Role.KAPOLSEK, KEC, {"/jaga", "/jaga/risiko", "/jaga/mutu"}),
        (Role.BABINSA, VILLAGE, {"/jaga", "/jaga/risiko", "/jaga/mutu"}),
    ],
)
def test_others_open_what_is_theirs_and_the_rest_is_not_there(
    role: Role, region: str, opens: set[str]
) -> None:
    browser = town.browser(role, region)

    assert {page for page in PAGES if browser.get(page).status_code == 200} == opens


@pytest.mark.parametrize(("role", "region", "told"), [(Role.CAMAT, KEC, True), (Role.KAPOLSEK, KEC, False)])
def test_who_may_not_see_silent_posts_is_not_told_that_there_are_none(
    role: Role, region: str, *, told: bool
) -> None:
    night()
    browser = town.browser(role, region)

    for page in ("/jaga", "/jaga/mutu"):
        main = browser.get(page).content.decode().split("</nav>")[-1]
        assert ("Pos diam" in main) == told, page


def test_the_why_stands_in_one_sentence(desk: Client) -> None:
    night()

    page = desk.get("/jaga").content.decode()

    assert "14 laporan dalam 9 hari, biasanya 3; di 2 desa." in page
    assert "kira-kira sekali dalam 2 tahun" in page


def test_the_why_is_complete_in_english(desk: Client) -> None:
    night()
    desk.cookies["django_language"] = "en"

    page = desk.get("/jaga").content.decode()

    assert "14 reports in 9 days, usually 3; in 2 villages." in page
    assert "about once in 2 years" in page


def test_a_decision_is_taken_on_the_page_and_shown(desk: Client) -> None:
    night()
    finding = Finding.objects.get()
    told = {"level": "siaga", "reason": "Tiga pilar sudah mendengar.", "key": str(uuid4())}

    answer = desk.post(f"/jaga/temuan/{finding.pk}/tetapkan", told, follow=True)

    assert "ditetapkan" in answer.content.decode()
    assert Finding.objects.get().state == Finding.State.CONFIRMED


def test_a_decision_without_a_level_keeps_what_was_written(desk: Client) -> None:
    night()
    finding = Finding.objects.get()

    answer = desk.post(f"/jaga/temuan/{finding.pk}/tetapkan", {"reason": "Ramai.", "key": str(uuid4())})

    assert answer.status_code == 422
    assert "Ramai." in answer.content.decode()


def test_a_silent_post_is_asked_by_one_tap(desk: Client) -> None:
    night()
    post = Silence.objects.get()

    desk.post(f"/jaga/diam/{post.pk}/tanya", {"key": str(uuid4())})

    post.refresh_from_db()
    assert post.state == Silence.State.ASKED


def test_of_many_silent_posts_the_surest_lie_open_and_the_others_one_tap_away(desk: Client) -> None:
    night()
    roles = [role for role in Role if role is not Role.WARGA][:14]
    Silence.objects.bulk_create(
        Silence(id=uuid4(), region_id=VILLAGE, role=role.value, since_on=AT.date(), chance=0.01 + n / 100,
                together=1, noticed_at=AT)
        for n, role in enumerate(roles)
    )  # fmt: skip

    Silence.objects.filter(chance=0.14).update(state="ditanya", asked_at=AT)
    shown, folded = desk.get("/jaga/diam").content.decode().split("<details><summary>11 pos lain")

    assert shown.count('<article class="card"') == 4  # 4 in 1,000, 1 and 2 in 100, and who was asked already
    assert folded.count('<article class="card"') == 11


def test_a_trial_shows_its_progress_and_survives_a_reload(desk: Client) -> None:
    told = {
        "groups": ["semua"], "max_days": "14", "max_share": "0.25", "alarms_per_year": "2", "nights": "30",
        "key": str(uuid4()),
    }  # fmt: skip
    first = desk.post("/jaga/uji", told)
    again = desk.post("/jaga/uji", told)
    run = Run.objects.get(kind=Run.Kind.TRIAL)
    taken = rounds.claim_next(at=AT)
    assert taken is not None
    for _night in range(12):
        rounds.step(taken.pk, at=AT)

    page = desk.get(f"/jaga/kerja/{run.pk}")

    assert first.headers["Location"] == again.headers["Location"] == f"/jaga/kerja/{run.pk}"
    assert "40 persen" in page.content.decode()
    assert page.headers["Refresh"]


def test_a_trial_says_what_it_would_have_raised(desk: Client) -> None:
    analyst = town.of(Role.ANALIS, KAB)
    run = rounds.try_plan(KAB, actions.Settings(), nights=30, by=analyst, at=AT, key=uuid4())
    rounds.claim_next(at=AT)
    row = {
        "on": "2026-11-01", "group": "ketegangan", "places": ["Besuk", "Lempeni", "Pulo"], "level": "waspada",
        "observed": 6, "expected": 0.8, "days": 3, "villages": 3, "recurrence_days": 140.0, "after": 9,
        "after_days": 5,
    }  # fmt: skip
    rounds.finish(run.pk, Seen(inputs="1" * 64, engine="titir", past_days=46, raised=(row,)), at=AT)

    page = desk.get(f"/jaga/kerja/{run.pk}").content.decode()

    assert "Dalam 5 hari sesudahnya: 9 laporan." in page
    assert "Besuk, Lempeni dan 1 desa lain" in page
    assert "Ketegangan" in page
    assert "1 Nov 2026" in page
    assert "Diuji pada 18 dari 30 malam yang diminta: 1 temuan, kira-kira 1,7 sebulan." in page
    assert "belum ada cukup catatan (46 hari)" in page
    assert "Berlakukan" not in page
    assert "Berlakukan" in town.browser(Role.KEPALA, KAB).get(f"/jaga/kerja/{run.pk}").content.decode()


def test_a_round_that_failed_is_said_at_the_top(desk: Client) -> None:
    run = watching.round_of()
    rounds.fail(run.pk, trouble="exit_1", at=AT)

    assert "Penjagaan terakhir gagal" in desk.get("/jaga").content.decode()


def test_the_page_of_tonight_costs_the_same_whatever_there_is(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    night()
    desk.get("/jaga")

    with django_assert_max_num_queries(30):
        desk.get("/jaga")


def test_watching_now_is_one_round_however_often_it_is_pressed(desk: Client) -> None:
    actions.begin_watching(KAB, by=SYSTEM, at=AT - timedelta(days=1))
    key = str(uuid4())

    for _press in range(2):
        desk.post("/jaga/sekarang", {"key": key})

    assert Run.objects.count() == 1


def test_an_office_with_three_days_of_past_is_not_told_that_all_is_calm(desk: Client) -> None:
    run = watching.round_of()
    rounds.finish(run.pk, Seen(inputs="0" * 64, engine="titir", past_days=3), at=AT)
    Run.objects.update(as_of_at=timezone.now())

    page = desk.get("/jaga").content.decode()

    assert "baru ada catatan 3 hari, diperlukan 29 hari" in page
    assert "0 pos diam" not in page
    assert "Belum ada pos yang dapat dinilai" in desk.get("/jaga/diam").content.decode()
    assert "diperlukan 29 hari catatan" in desk.get("/jaga/risiko").content.decode()
    assert "baru 3 hari" in desk.get(f"/jaga/kerja/{run.pk}").content.decode()


def test_a_round_that_was_cut_off_says_what_will_become_of_it(desk: Client) -> None:
    run = watching.round_of()
    Run.objects.update(sign_of_life_at=timezone.now())
    alive = desk.get(f"/jaga/kerja/{run.pk}").content.decode()
    Run.objects.update(sign_of_life_at=timezone.now() - timedelta(minutes=3))
    cut_off = desk.get(f"/jaga/kerja/{run.pk}").content.decode()

    assert "tidak ada tanda hidup" not in alive
    assert "dimulai lagi sendiri sepuluh menit sesudah tanda terakhir" in cut_off


def test_a_watch_that_sleeps_is_said_at_the_top(desk: Client) -> None:
    night()
    Run.objects.update(as_of_at=timezone.now() - timedelta(hours=25))
    awake = desk.get("/jaga").content.decode()
    Run.objects.update(as_of_at=timezone.now() - timedelta(hours=31))
    asleep = desk.get("/jaga").content.decode()

    assert "tidak ada yang menjaga" not in awake
    assert "Sudah lebih dari sehari tidak ada yang menjaga" in asleep


def test_a_night_of_a_clock_that_ran_ahead_is_not_the_last_one() -> None:
    last, ahead = night(), watching.round_of("besok", ago=-30)
    rounds.finish(ahead.pk, Seen(inputs="0" * 64, engine="titir"), at=AT)
    chief = town.of(Role.KEPALA, KAB)

    assert queries.latest_night(KAB, at=AT) == last
    assert len(queries.outlook(chief, KAB, at=AT)) == 2


@pytest.mark.parametrize("days", ["0", "-3", "91", "abc"])
def test_a_plan_of_impossible_days_is_refused_in_plain_words(desk: Client, days: str) -> None:
    told = {
        "groups": ["semua"],
        "max_days": days,
        "max_share": "0.25",
        "alarms_per_year": "2",
        "nights": "30",
    }

    answer = desk.post("/jaga/uji", told | {"key": str(uuid4())})

    assert answer.status_code == 422
    assert "Isi antara 1 dan 90 hari." in answer.content.decode()
    assert Run.objects.count() == 0


@pytest.mark.parametrize("budget", ["0", "-1", "53", "banyak"])
def test_a_budget_that_is_none_is_refused_in_plain_words(desk: Client, budget: str) -> None:
    told = {
        "groups": ["semua"],
        "max_days": "14",
        "max_share": "0.25",
        "alarms_per_year": budget,
        "nights": "30",
    }

    answer = desk.post("/jaga/uji", told | {"key": str(uuid4())})

    assert answer.status_code == 422
    assert "Isi antara 0,5 dan 52 per tahun." in answer.content.decode()
    assert Run.objects.count() == 0
