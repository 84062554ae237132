"""The engine behind the watch: a planted cluster is found and explained, calm stays calm, the same night is the same again."""

from datetime import date, datetime, timedelta
from io import StringIO
from uuid import uuid4

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from kentongan.reports.models import Report
from kentongan.rules.authority import SYSTEM, Role
from kentongan.rules.levels import Level
from kentongan.rules.watching import Group
from kentongan.watch import actions, engine, matrix, nightly, rounds
from kentongan.watch.actions import Settings
from kentongan.watch.matrix import Ground, History, Posts
from kentongan.watch.models import Finding, Outlook, Run, Silence
from kentongan.wilayah.models import Region
from tests import town
from tests.town import AT, KAB, VILLAGE

FIRST = date(2026, 9, 1)
ONLY = Settings(groups=(Group.ALL,))


def history(*, days: int = 80, villages: int = 24, burst: int = 0, silent: int = 0) -> History:
    """Return a made-up past: about one report in five days and village, a burst in four villages at the end."""
    rng = np.random.default_rng(5)
    counts = (rng.random((villages, days)) < 0.02).astype(np.int32)
    counts[:4, days - 5 :] += burst
    spoke = rng.random((villages, days)) < 0.9
    spoke[0, days - silent :] = False
    codes = tuple(f"35.08.{10 + at // 12:02}.{1001 + at % 12}" for at in range(villages))
    ground = Ground(
        codes=codes,
        latitude=np.asarray(-8.1 + 0.02 * (np.arange(villages) // 6), dtype=np.float64),
        longitude=np.asarray(113.2 + 0.02 * (np.arange(villages) % 6), dtype=np.float64),
        district=np.arange(villages, dtype=np.int32) // 12,
        population=np.full(villages, 4000.0),
    )
    names = tuple((Role.LURAH, code) for code in codes)
    posts = Posts(names, spoke, np.arange(villages, dtype=np.int32), np.ones(villages, dtype=np.bool_))
    return History(KAB, FIRST, days, ground, {Group.ALL: counts}, posts)


def test_a_burst_in_four_villages_is_found_and_told_with_its_reasons() -> None:
    seen = engine.look(history(burst=2), ONLY, seed=7, memory={})

    best = seen.found[0]
    assert len(set(best.villages) & set(history().ground.codes[:4])) >= 3
    assert best.level is Level.SIAGA
    assert best.observed >= 30
    assert best.expected < 5
    assert best.recurrence_days > 365
    assert [day["count"] for day in best.series][-1] >= 6
    assert all(day["low"] <= day["high"] for day in best.series)


def test_a_calm_night_tells_nothing() -> None:
    seen = engine.look(history(), ONLY, seed=7, memory={})

    assert seen.found == []
    assert 0 < seen.nightly[Group.ALL]["chance"] <= 1


def test_nothing_is_unusual_before_there_is_a_usual() -> None:
    seen = engine.look(history(days=20, burst=3), ONLY, seed=7, memory={})

    assert (seen.found, seen.nightly) == ([], {})
    assert engine.silent(history(days=20, silent=9)) == []


def test_a_kabupaten_without_a_single_report_is_calm() -> None:
    empty = history()
    empty.counts[Group.ALL][:] = 0

    assert engine.look(empty, ONLY, seed=7, memory={}).found == []


def test_the_same_seed_and_memory_bring_the_same_night() -> None:
    first = engine.look(history(burst=1), ONLY, seed=7, memory={})
    again = engine.look(history(burst=1), ONLY, seed=7, memory={})

    assert first.found == again.found
    assert first.nightly == again.nightly
    assert first.memory == again.memory


def test_a_memory_of_another_engine_is_forgotten_and_the_night_is_watched(
    caplog: pytest.LogCaptureFixture,
) -> None:
    old: dict[str, object] = {Group.ALL: {"budget": 4.0, "threshold": 3.1}}

    seen = engine.look(history(burst=1), ONLY, seed=7, memory=old)

    assert seen.memory == engine.look(history(burst=1), ONLY, seed=7, memory={}).memory
    assert "another engine" in caplog.text


def test_a_post_silent_beyond_its_habit_is_named_and_of_the_others_hardly_one_in_twenty() -> None:
    told = sorted(engine.silent(history(silent=9)), key=lambda one: one.chance)

    assert (told[0].role, told[0].region) == (Role.LURAH, history().ground.codes[0])
    assert len(told) <= 2
    assert told[0].chance < 0.01
    assert told[0].since_on == FIRST + timedelta(days=71)


@pytest.mark.parametrize("days", [30, 80, 160])
def test_chances_are_probabilities_however_short_the_past(days: int) -> None:
    chance, parts = engine.chances(history(days=days))

    assert chance.shape == (24, 2)
    assert ((chance >= 0) & (chance <= 1)).all()
    assert (chance[:, 1] >= chance[:, 0] - 1e-9).all()
    assert (parts >= 0).all()


@pytest.fixture
def kabupaten(db: None) -> None:
    """Make the villages of the made-up past, on the map."""
    town.build()
    for code in history().ground.codes:
        town.make_region(code[:8], "Kecamatan") if not Region.objects.filter(pk=code[:8]).exists() else None
        Region.objects.get_or_create(
            code=code,
            defaults={
                "parent_id": code[:8],
                "level": 4,
                "kind": "desa",
                "name": code[-4:],
                "valid_from": date(2020, 1, 1),
            },
        )
    for at, code in enumerate(history().ground.codes):
        Region.objects.filter(pk=code).update(lat=-8.1 + 0.02 * (at // 6), lng=113.2 + 0.02 * (at % 6))


def told(villages: int, *, at: datetime) -> None:
    """Let reports come in that were found true, without the way they take."""
    one = town.report("muster", by=town.of(Role.OPERATOR, KAB), at=at, region=VILLAGE, event_form="E11")
    fields = {field.attname: getattr(one, field.attname) for field in Report._meta.concrete_fields}
    rows = []
    for ago in range(60):
        for at_village, code in enumerate(history().ground.codes):
            often = 2 if at_village < villages and ago < 4 else int((ago * 7 + at_village) % 40 == 0)
            for number in range(often):
                key = uuid4().hex
                rows.append(
                    Report(
                        **fields
                        | {
                            "id": uuid4(), "client_id": key, "code": key[:16], "region_id": code,
                            "received_at": at - timedelta(days=ago, hours=1 + number), "verification": "benar",
                        }
                    )
                )  # fmt: skip
    Report.objects.filter(pk=one.pk).update(verification="benar")
    Report.objects.bulk_create(rows)


@pytest.mark.django_db
def test_a_night_from_the_reports_to_the_proposal(kabupaten: None) -> None:
    told(4, at=AT)
    plan = actions.begin_watching(KAB, by=SYSTEM, at=AT)
    run = rounds.order(Run.Kind.NIGHT, plan, as_of=AT, by=SYSTEM, at=AT, key=uuid4())
    taken = rounds.claim_next(at=AT)
    assert taken is not None

    nightly.perform(taken, now=lambda: AT)

    run.refresh_from_db()
    assert run.state == Run.State.DONE
    assert len(run.inputs) == 64
    assert run.engine.startswith("titir ")
    assert Finding.objects.filter(group="semua", state="usul", level="siaga").exists()
    assert Outlook.objects.filter(run=run).count() == 24
    assert Silence.objects.count() == 0


@pytest.mark.django_db
def test_a_night_can_be_done_again_and_says_when_its_inputs_have_changed(kabupaten: None) -> None:
    told(4, at=AT)
    plan = actions.begin_watching(KAB, by=SYSTEM, at=AT)
    run = rounds.order(Run.Kind.NIGHT, plan, as_of=AT, by=SYSTEM, at=AT, key=uuid4())
    taken = rounds.claim_next(at=AT)
    assert taken is not None
    nightly.perform(taken, now=lambda: AT)
    said = StringIO()

    call_command("night", again=run.pk, stdout=said)
    Report.objects.filter(region_id=history().ground.codes[0]).update(verification="tidak_benar")

    assert "Hasilnya sama." in said.getvalue()
    with pytest.raises(CommandError, match="tidak dapat diulang"):
        call_command("night", again=run.pk, stdout=said)
    assert "Masukannya lain" in said.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("days", [0, 1, 3])
@pytest.mark.parametrize("kind", [Run.Kind.NIGHT, Run.Kind.LIGHT, Run.Kind.TRIAL])
def test_an_office_with_hardly_any_past_is_watched_without_an_error_and_knows_that_it_cannot_judge(
    kabupaten: None, kind: Run.Kind, days: int
) -> None:
    for ago in range(days):
        town.report(
            f"laporan {ago}",
            by=town.of(Role.OPERATOR, KAB),
            at=AT - timedelta(days=ago, hours=1),
            region=VILLAGE,
            event_form="E11",
        )
    plan = actions.begin_watching(KAB, by=SYSTEM, at=AT)
    run = rounds.order(kind, plan, as_of=AT, by=SYSTEM, at=AT, key=uuid4(), nights=30)
    taken = rounds.claim_next(at=AT)
    assert taken is not None

    nightly.perform(taken, now=lambda: AT)

    run.refresh_from_db()
    assert run.state == Run.State.DONE
    assert run.past_days == max(1, days)
    assert run.learns_still
    assert run.nights_tried == 0
    assert not Finding.objects.exists()


@pytest.mark.django_db
def test_who_lets_the_watch_look_again_spends_no_other_day_of_its_budget(kabupaten: None) -> None:
    told(0, at=AT)
    plan = actions.begin_watching(KAB, by=SYSTEM, at=AT)
    remembered = []
    for hours in (0, 4, 6, 24):
        at = AT + timedelta(hours=hours)  # 10, 14 and 16 o'clock of one day, and 10 of the next
        run = rounds.order(Run.Kind.NIGHT, plan, as_of=at, by=SYSTEM, at=at, key=uuid4())
        taken = rounds.claim_next(at=at)
        assert taken is not None
        nightly.perform(taken, now=lambda at=at: at)  # type: ignore[misc]
        run.refresh_from_db()
        remembered.append(len(run.memory_after["semua"]["seen"]))

    assert remembered == [1, 1, 1, 2]


@pytest.mark.django_db
def test_a_calm_night_whose_memory_is_gone_is_not_said_to_differ_for_nothing(kabupaten: None) -> None:
    told(0, at=AT)
    plan = actions.begin_watching(KAB, by=SYSTEM, at=AT)
    nights = []
    for ago in (1, 0):
        at = AT - timedelta(days=ago)
        nights.append(rounds.order(Run.Kind.NIGHT, plan, as_of=at, by=SYSTEM, at=at, key=uuid4()))
        taken = rounds.claim_next(at=at)
        assert taken is not None
        nightly.perform(taken, now=lambda at=at: at)  # type: ignore[misc]
    said = StringIO()

    call_command("night", again=nights[0].pk, stdout=said)
    assert "Hasilnya sama." in said.getvalue()
    with pytest.raises(CommandError):
        call_command("night", again=nights[1].pk, stdout=said)
    assert "Ingatan dari malam sebelumnya tidak disimpan" in said.getvalue()


@pytest.mark.django_db
def test_a_trial_on_past_nights_tells_what_it_would_have_raised(
    kabupaten: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matrix, "history", lambda *_a, **_k: history(burst=2))
    analyst = town.of(Role.ANALIS, KAB)
    run = rounds.try_plan(KAB, ONLY, nights=30, by=analyst, at=AT, key=uuid4())
    taken = rounds.claim_next(at=AT)
    assert taken is not None

    nightly.perform(taken, now=lambda: AT)

    run.refresh_from_db()
    assert (run.state, run.steps_done) == (Run.State.DONE, 30)
    assert {row["level"] for row in run.raised} <= {"waspada", "siaga"}
    assert max(row["on"] for row in run.raised) >= (FIRST + timedelta(days=75)).isoformat()
    assert Finding.objects.count() == 0


@pytest.mark.django_db
def test_a_trial_stops_when_asked(kabupaten: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix, "history", lambda *_a, **_k: history())
    run = rounds.try_plan(KAB, ONLY, nights=30, by=town.of(Role.ANALIS, KAB), at=AT, key=uuid4())
    taken = rounds.claim_next(at=AT)
    assert taken is not None
    rounds.cancel(run.pk, by=town.of(Role.ANALIS, KAB), at=AT, key=uuid4())

    nightly.perform(taken, now=lambda: AT)

    run.refresh_from_db()
    assert (run.state, run.raised) == (Run.State.CANCELLED, [])


@pytest.mark.django_db
def test_a_single_grave_report_rings_without_waiting_for_any_night() -> None:
    from kentongan.alerts.models import Alert
    from kentongan.events import jobs as event_jobs

    town.build()
    grave = town.report("gawat", event_form="E11", when="kini")

    event_jobs.react(AT)

    assert Alert.objects.filter(subject_id=grave.pk, urgency="gawat", rings__isnull=False).exists()
    assert Run.objects.count() == 0
