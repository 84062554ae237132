"""The demonstration kabupaten as it stands after `kentongan demo`, with fewer reports than in earnest."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from kentongan.alerts.models import Alert
from kentongan.cases.models import LIVE, Case, CopyRecipient, Task
from kentongan.drills import demonstration as drill_demonstration
from kentongan.drills.models import Drill
from kentongan.events import chain
from kentongan.events import queries as log
from kentongan.events.models import Event, Reaction
from kentongan.gladi import actions, evenings, lumajang, nights, officers, plots, queries, retelling
from kentongan.gladi.scores.command import scores
from kentongan.gladi.scores.truth import read_truth
from kentongan.gladi.world import scenario as scenarios
from kentongan.people.models import Account, Office, Post, RegisteredNumber, Team, TeamMember, Term
from kentongan.people.queries import holders, standing
from kentongan.reports.models import NilReport, Photo, Report
from kentongan.reports.reader.quality import quality
from kentongan.rules.authority import Role
from kentongan.rules.case_status import CaseStatus
from kentongan.upkeep.refusals import demonstration_is_present
from kentongan.watch.models import Finding, Outlook, Run, Silence
from kentongan.web.navigation import MENUS
from kentongan.wilayah import loading
from kentongan.wilayah.models import Region
from kentongan.wilayah.queries import within, world

AT = datetime(2026, 11, 20, 13, 30, tzinfo=UTC)
MONTH = scenarios.read(actions.SCENARIO)
# What is planted, and a quarter of the rest.
NIGHTS, EVENINGS = 9, 5
SMALL = replace(MONTH, quiet=replace(MONTH.quiet, messages_per_1000_people_per_day=0.001))
UNSPEAKABLE = (
    "islam", "muslim", "kristen", "katolik", "protestan", "hindu", "buddha", "budha", "konghucu", "gereja",
    "masjid", "musala", "mushola", "pura", "vihara", "klenteng", "kelenteng", "ahmadiyah", "syiah", "sunni",
    "kiai", "pendeta", "madura", "jawa", "tionghoa", "cina", "china", "papua", "batak", "dayak", "tengger",
    "pribumi", "kafir", "pdip", "pdi-p", "golkar", "gerindra", "nasdem", "pkb", "pks", "demokrat", "partai",
    "lgbt", "komunis", "pki",
)  # fmt: skip

Pack = tuple[list[dict[str, str]], list[tuple[str, str]]]


@pytest.fixture(scope="module")
def demonstration(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, lumajang_in_the_pack: Pack
) -> Iterator[None]:
    """Lay it out once for this file, and take it back afterwards."""
    rows, pairs = lumajang_in_the_pack
    with django_db_blocker.unblock(), transaction.atomic():
        loading.put(rows, pairs, scope="35.08", at=AT, say=loading.be_silent)
        actions.furnish(at=AT)
        watched = partial(nights.keep_watch, nights=NIGHTS)
        looked_at = partial(evenings.check_readings, days=EVENINGS)
        actions.play(at=AT, scenario=SMALL, also=[drill_demonstration.hold, watched, looked_at])
        yield
        transaction.set_rollback(True)


pytestmark = pytest.mark.usefixtures("demonstration", "db")


def test_every_village_has_its_three_pillars_and_every_kecamatan_its_forkopimcam() -> None:
    villages = Region.objects.filter(level=4, code__startswith="35.08.").count()

    assert villages == 205
    for role in (Role.LURAH, Role.BABINSA, Role.BHABINKAMTIBMAS):
        assert Post.objects.filter(world("office__region_id"), role=role).count() == villages
    for role in (Role.CAMAT, Role.KAPOLSEK, Role.DANRAMIL):
        assert Post.objects.filter(world("office__region_id"), role=role).count() == 21


def test_the_desk_has_looked_at_what_the_machine_read() -> None:
    desk = standing(holders(Role.ANALIS, "35.08", at=AT)[0], at=AT, origin="web")

    found = quality(desk, since=AT - timedelta(days=30), until=AT)

    assert found.confirmed >= EVENINGS
    assert all(tally.checked for tally in found.tallies if tally.field.name in {"event_form", "place", "day"})
    mended = {tally.field.name for tally in found.tallies if tally.mended}
    assert mended
    assert mended <= {"kind", "category"}, "what the reporter told is no mend"


def test_all_posts_are_held_but_the_vacant_ones() -> None:
    unheld = Post.objects.exclude(pk__in=Term.objects.values("post_id")).values_list(
        "office__region_id", "title"
    )

    assert set(unheld) == lumajang.VACANT


def test_deputies_stand_in_where_the_holder_left_or_is_away() -> None:
    for region, role in (("35.08.10.1011", Role.LURAH), ("35.08.16", Role.CAMAT)):
        (deputy,) = holders(role, region, at=AT)
        assert standing(deputy, at=AT, origin="web").seats[0].deputy


def test_police_and_army_sit_in_their_own_offices() -> None:
    kinds = dict(Post.objects.order_by().values_list("role", "office__kind").distinct())

    assert kinds["kapolsek"] == kinds["bhabinkamtibmas"] == Office.Kind.POLICE
    assert kinds["danramil"] == kinds["babinsa"] == Office.Kind.ARMY


def test_the_teams_of_the_law_are_there_with_three_sub_teams() -> None:
    assert set(Team.objects.values_list("kind", flat=True)) == set(Team.Kind.values)
    assert Team.objects.filter(kind=Team.Kind.FORKOPIMCAM).count() == 21
    subteams = TeamMember.objects.filter(team__kind=Team.Kind.TIMDU).values_list("subteam", flat=True)
    assert set(subteams) == set(TeamMember.Subteam.values)
    assert TeamMember.objects.filter(team__kind=Team.Kind.FKUB).count() == 17
    assert not TeamMember.objects.filter(name="").exists()


def test_registered_numbers_lie_in_a_block_that_reaches_nobody() -> None:
    numbers = set(RegisteredNumber.objects.values_list("number", flat=True))

    assert len(numbers) > 400
    assert all(number.startswith("+6284000") for number in numbers)


def test_every_status_of_a_case_is_there_to_be_seen() -> None:
    before_a_case = {CaseStatus.DRAF, CaseStatus.TERKIRIM, CaseStatus.DITERIMA, CaseStatus.DIVERIFIKASI}

    real = Case.objects.filter(world("region_id"))
    assert set(real.values_list("status", flat=True)) == set(CaseStatus) - before_a_case
    assert {"diterima", "diverifikasi"} <= set(Report.objects.values_list("status", flat=True))


def test_what_is_tuntas_has_proof_and_a_look_back() -> None:
    done = list(Case.objects.filter(status=CaseStatus.DITUTUP))  # nothing in the drill lasts so long

    assert done
    for case in done:
        assert case.outcome
        assert case.follow_up_passed_at
        assert case.attachments.filter(is_evidence=True).exists()


def test_something_is_late_something_climbed_and_something_just_came_in() -> None:
    waiting = Report.objects.filter(world("region_id"), answered_at__isnull=True)

    assert waiting.filter(answer_due_at__lt=AT).exists()
    assert waiting.filter(answer_due_at__gt=AT).exists()
    assert Alert.objects.filter(closed_at__isnull=True, round__gt=1).exists()
    assert Alert.objects.filter(closed_at__isnull=True, round=1).exists()


def test_nothing_open_is_without_owner_and_deadline() -> None:
    assert not Case.objects.filter(status__in=LIVE, owner__isnull=True).exists()
    assert not Case.objects.filter(status__in=LIVE, next_due_at__isnull=True).exists()
    assert not Reaction.objects.filter(done_at__isnull=True).exists()


def test_nothing_lies_in_the_future() -> None:
    assert not Event.objects.filter(at__gt=AT).exists()
    assert not Report.objects.filter(received_at__gt=AT).exists()


def test_the_logbook_holds_and_runs_in_the_order_of_time() -> None:
    lines = list(Event.objects.order_by("seq"))

    assert not chain.verify(lines, [log.head()]).faults
    assert all(earlier.at <= later.at for earlier, later in pairwise(lines))


def test_most_villages_say_nil_and_some_are_silent() -> None:
    yesterday = (AT + timedelta(hours=7)).date() - timedelta(days=1)
    country = NilReport.objects.filter(world("region_id"))
    spoke = country.filter(period_on=yesterday).count()

    assert 120 < spoke < 205
    assert Event.objects.filter(world("region"), kind="report.nil").count() == country.count()
    assert country.filter(within("region_id", "35.08.03"), period_on=yesterday).count() <= 4


def test_few_eyes_matters_are_restricted_and_a_referral_is_emptied() -> None:
    assert Case.objects.filter(restricted=True, event_form="E16").exists()
    assert Report.objects.get(event_form="E26").text == ""


def test_there_are_photos_copies_and_tasks_on_every_rung() -> None:
    assert Photo.objects.exists()
    assert CopyRecipient.objects.filter(acknowledged_at__isnull=True).exists()
    assert CopyRecipient.objects.filter(acknowledged_at__isnull=False).exists()
    open_tasks = set(Task.objects.filter(done_at__isnull=True).values_list("owner__role", flat=True))
    assert {"rt", "rw", "linmas", "lurah"} <= open_tasks


def test_a_second_run_keeps_everything_as_it_is() -> None:
    before = (Report.objects.count(), Event.objects.count(), Account.objects.count())

    assert actions.furnish(at=AT + timedelta(hours=2)) == 0
    assert actions.play(at=AT + timedelta(hours=2), scenario=SMALL) == 0

    assert (Report.objects.count(), Event.objects.count(), Account.objects.count()) == before


def test_only_the_listed_logins_can_log_in_and_every_role_has_one() -> None:
    listed = queries.logins()

    assert {login.role for login in listed} == {role.value for role in Role} - {"warga"}
    able = [account.username for account in Account.objects.all() if account.has_usable_password()]
    assert set(able) == {login.username for login in listed}


def test_the_shortest_user_name_logs_in_with_the_printed_password(client: Client) -> None:
    answer = client.post("/akun/login/", {"login": "rt", "password": lumajang.PASSWORD})

    assert answer.status_code == 302
    assert client.get("/lapor").status_code == 200


@pytest.mark.parametrize("username", [*lumajang.LOGINS.values()])
def test_every_page_of_the_menu_opens_and_has_something_to_show(client: Client, username: str) -> None:
    account = Account.objects.get(username=username)
    client.force_login(account)
    (seat, *_) = standing(account, at=AT, origin="web").seats

    for item in MENUS[seat.role.value]:
        answer = client.get(item.path, follow=True)
        assert answer.status_code == 200, item.path


def test_production_is_refused_while_the_logins_work(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path

    assert demonstration_is_present()
    Account.objects.update(is_active=False)
    assert not demonstration_is_present()


def test_the_demonstration_is_not_laid_out_in_production(settings: Any) -> None:
    settings.PRODUCTION = True

    with pytest.raises(CommandError):
        call_command("demo")


def test_the_command_writes_the_logins_down_for_their_owner_alone(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA_DIR = tmp_path

    call_command("demo")

    listed: list[dict[str, Any]] = json.loads((tmp_path / "demo-logins.json").read_text())
    assert [row["username"] for row in listed] == list(lumajang.LOGINS.values())
    assert (tmp_path / "demo-logins.json").stat().st_mode & 0o777 == 0o600


def test_every_night_was_watched_and_the_last_one_ranks_every_village() -> None:
    rounds = Run.objects.filter(kind=Run.Kind.NIGHT).order_by("as_of_at")

    assert [one.state for one in rounds] == [Run.State.DONE] * NIGHTS
    assert {one.as_of_at for one in rounds} == {one.ended_at for one in rounds}
    last = rounds.last()
    assert last is not None
    assert Outlook.objects.filter(run=last).count() == 205


def test_what_the_nights_found_was_decided_or_still_waits() -> None:
    raised = dict(Finding.objects.order_by("raised_at", "id").values_list("raised_at", "state"))
    early = {state for at, state in raised.items() if at < AT - nights.STILL_WAITS}
    late = {state for at, state in raised.items() if at >= AT - nights.STILL_WAITS}

    assert early, raised
    assert early <= {Finding.State.CONFIRMED, Finding.State.REJECTED}
    assert late == {Finding.State.PROPOSED}, raised
    assert Silence.objects.filter(state=Silence.State.NOTICED).exists()
    assert Silence.objects.filter(asked_at__isnull=False).exists()


def test_a_month_that_breaks_off_leaves_nothing_and_can_be_told_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "is_played", lambda: False)
    monkeypatch.setattr(retelling.Retelling, "go_on", broken)
    before = (Report.objects.count(), Event.objects.count())

    with pytest.raises(RuntimeError), transaction.atomic():
        actions.play(at=AT, scenario=SMALL)

    assert (Report.objects.count(), Event.objects.count()) == before


def broken(*_told: object) -> None:
    raise RuntimeError


@pytest.mark.parametrize(
    ("username", "has_bell"), [("operator", True), ("auditor", False), ("provinsi", False)]
)
def test_only_who_can_be_called_has_a_bell(client: Client, username: str, has_bell: bool) -> None:
    client.force_login(Account.objects.get(username=username))

    page = client.get("/", follow=True)

    assert (b"data-bell" in page.content) is has_bell


def test_the_page_of_a_case_offers_to_finish_only_ones_own_tasks(client: Client) -> None:
    case = Case.objects.get(title="Batas desa di tepi saluran")
    assert case.tasks.filter(done_at__isnull=True).count() == 2
    client.force_login(Account.objects.get(username="kades"))

    page = client.get(f"/kasus/{case.pk}").content.decode()

    assert page.count('name="tap" value="selesai"') == 1


def test_the_timeline_tells_a_note_once(client: Client) -> None:
    case = Case.objects.get(title="Batas desa di tepi saluran")
    client.force_login(Account.objects.get(username="kades"))

    page = client.get(f"/kasus/{case.pk}").content.decode()

    assert "sepakat tidak menyentuh patok" in page
    assert "Catatan ditambahkan" not in page


def test_every_planted_worry_became_a_case_that_its_officers_deal_with() -> None:
    titles = {manner.title for manner in plots.MANNERS.values()} | {plots.FALSEHOOD.title}
    cases = Case.objects.filter(title__in=titles).order_by("opened_at", "id")

    assert {case.title for case in cases} == titles
    assert CopyRecipient.objects.filter(case__title="Batas desa di tepi saluran").count() == 4
    assert Case.objects.filter(status=CaseStatus.DIGABUNG).exists()
    assert Case.objects.get(title="Giliran air irigasi").status == CaseStatus.DIBUKA_KEMBALI
    assert all(
        case.outcome == "tidak_terbukti" for case in cases.filter(title=plots.FALSEHOOD.title) if case.outcome
    )


def test_an_answer_of_the_office_holds_a_planted_conflict_back() -> None:
    boundary = Case.objects.get(title="Batas desa di tepi saluran")

    assert boundary.level in {"waspada", "siaga", "awas"}
    assert boundary.joins.count() > 5


def test_a_place_that_was_told_wrongly_was_put_right_and_keeps_the_old_one() -> None:
    assert Event.objects.filter(kind="report.corrected").exists()
    assert Report.objects.filter(version__gt=1).exists()


def test_the_office_has_held_a_drill_from_which_there_is_something_to_learn(client: Client) -> None:
    drill = Drill.objects.get()

    assert drill.state == Drill.State.ENDED
    assert drill.proposed_by_id != drill.agreed_by_id
    assert drill.lessons is not None
    results = {row["result"] for row in drill.lessons["episodes"]}
    assert {"sebelum", "sesudah"} <= results
    assert drill.lessons["praise"]
    assert drill.lessons["practice"]
    client.force_login(Account.objects.get(username="kepala"))
    assert client.get(f"/gladi/{drill.pk}/hasil").status_code == 200
    assert client.get(f"/gladi/{drill.pk}/hasil.pdf").content.startswith(b"%PDF")


def test_nothing_rings_in_a_drill_that_is_over_and_nothing_of_it_counts_as_real() -> None:
    inside = world("region_id", Drill.objects.get().name)

    assert Report.objects.filter(inside).count() > 20
    assert not Alert.objects.filter(inside, closed_at__isnull=True).exists()
    assert not Report.objects.filter(inside, client_id__startswith="gladi:").exists()


def test_nobody_is_named_by_belief_origin_or_party() -> None:
    said = [text for group in vars(officers).values() for text in every_text(group)]
    said += [text for manner in plots.MANNERS.values() for text in every_text(vars(manner))]
    said += list(Report.objects.values_list("text", flat=True))

    assert [
        word for word in UNSPEAKABLE if any(re.search(rf"\b{word}\b", text.lower()) for text in said)
    ] == []


def every_text(told: object) -> list[str]:
    """Return every text within a table."""
    if isinstance(told, str):
        return [told]
    if isinstance(told, plots.Order):
        return [told.text]
    parts = told.values() if isinstance(told, dict) else told if isinstance(told, tuple) else ()
    return [text for part in parts for text in every_text(part)]


def test_what_the_office_answered_in_the_drill_can_be_scored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("drill_answers", "G1", out=tmp_path)

    scored = scores(
        read_truth(tmp_path / "truth.json"),
        tmp_path / "ALERTS.jsonl",
        stream=tmp_path / "stream.jsonl",
        responses=tmp_path / "RESPONSES.jsonl",
    )["responses"]

    assert 0.5 < scored["owned_share"] <= 1
    assert 0 < scored["owned_hours_median"] * 60 < 15, "minutes of the office, not hours of the drill"
    assert scored["acknowledged_share"] >= scored["owned_share"]
    with pytest.raises(CommandError, match="Tidak ada gladi G7"):
        call_command("drill_answers", "G7", out=tmp_path)
