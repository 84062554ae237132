"""An officer confirms what the machine read, mends a field, or takes it back; only then does it become the report."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from simak.draft import Day

from kentongan.events.models import Event
from kentongan.reports import actions
from kentongan.reports.models import Mend, Proposal, Report, ReportVersion
from kentongan.reports.reader import mending, offers, quality, told
from kentongan.reports.reader.words import persons_of, shown
from kentongan.rules.authority import Role, Standing
from kentongan.rules.refusal import Absent, Refused
from tests import machine, town
from tests.machine import found, numbers, person, place, span
from tests.town import AT, KAB, NEXT_DOOR, VILLAGE, later, pk_of

pytestmark = pytest.mark.django_db
TEXT = "Kemarin tawuran di Ditotrunan, tiga luka. Pak Slamet Riyadi melerai."


@pytest.fixture(autouse=True)
def kabupaten() -> None:
    town.build()


@pytest.fixture
def desk() -> Standing:
    return town.of(Role.OPERATOR, KAB)


def pasted(**fields: Any) -> Report:
    """Receive a text of which nobody has said what it is or where."""
    report = town.report(text=TEXT, event_form="", when="", region=KAB)
    machine.read(
        report,
        event_forms=(found("E11", 0.9, span(TEXT, "tawuran"), other=("E12",)),),
        issues=(found("I15", 0.8),),
        category=found("bentrok", 0.9),
        severity=found(2, 0.9),
        place=found(NEXT_DOOR, 0.9, span(TEXT, "Ditotrunan")),
        places=(place(NEXT_DOOR, "Ditotrunan", "typed:desa"),),
        day=found(Day(date(2026, 11, 20)), 0.9, span(TEXT, "Kemarin")),
        counts=numbers(luka=(3, 3)),
        persons=(person(TEXT, "Slamet Riyadi", "S.R."),),
        **fields,
    )
    return report


def confirm(report: Report, by: Standing, word: str = "c", seen: int = 1) -> Report:
    return mending.confirm(report.pk, seen=seen, by=by, at=AT, key=pk_of(word))


def mend(report: Report, field: str, value: Any, by: Standing, word: str = "m") -> Report:
    return mending.mend(report.pk, seen=1, field=field, value=value, by=by, at=AT, key=pk_of(word))


def test_what_is_confirmed_becomes_the_report_as_a_new_version_under_a_name(desk: Standing) -> None:
    report = confirm(pasted(), desk)

    assert (report.event_form, report.stage, report.issues) == ("E11", "GN", ["I15"])
    assert (report.region_id, report.precision) == (NEXT_DOOR, "desa")
    assert (report.occurred_on, report.counts) == (date(2026, 11, 20), {"luka": [3, 3]})
    assert report.urgency == "penting"
    version = ReportVersion.objects.get()
    assert (version.earlier["event_form"], version.earlier["region_id"]) == ("", KAB)
    assert version.by_id == desk.account
    proposal = Proposal.objects.get()
    assert (proposal.confirmed_at, proposal.confirmed_by_id) == (AT, desk.account)
    assert set(Mend.objects.values_list("verdict", flat=True)) == {"benar"}
    line = Event.objects.get(kind="report.confirmed")
    assert line.detail == {"number": 1, "version": 2}


def test_confirming_twice_does_it_once_and_another_who_comes_late_is_told(desk: Standing) -> None:
    report = pasted()
    confirm(report, desk)
    confirm(report, desk)
    assert Event.objects.filter(kind="report.confirmed").count() == 1

    with pytest.raises(Refused, match="sudah dinyatakan benar"):
        confirm(report, desk, "lain")


def test_a_mended_field_stands_when_the_rest_is_confirmed_and_teaches(desk: Standing) -> None:
    report = pasted()
    mend(report, "event_form", "E12", desk)
    report = confirm(report, desk)

    assert report.event_form == "E12"
    verdicts = dict(Mend.objects.values_list("field", "verdict"))
    assert verdicts["event_form"] == "dibetulkan"
    assert {verdict for field, verdict in verdicts.items() if field != "event_form"} == {"benar"}


def test_taking_back_puts_the_report_as_it_was_and_keeps_every_row(desk: Standing) -> None:
    report = pasted()
    before = dict(Report.objects.filter(pk=report.pk).values().get())
    confirm(report, desk)

    mending.take_back(report.pk, batch=pk_of("c"), by=desk, at=later(minutes=1), key=pk_of("z"))

    after = dict(Report.objects.filter(pk=report.pk).values().get())
    assert {name for name, value in after.items() if value != before[name]} == {"version"}
    assert Proposal.objects.get().confirmed_at is None
    assert Mend.objects.filter(verdict="ditarik").count() == Mend.objects.filter(verdict="benar").count()
    confirm(report, desk, "lagi")
    assert Report.objects.get().event_form == "E11"


def test_what_somebody_changed_since_is_not_taken_back(desk: Standing) -> None:
    report = confirm(pasted(), desk)
    actions.correct(
        report.pk, changes={"place_text": "balai"}, seen_version=2, reason="x", by=desk, at=AT, key=pk_of("k")
    )

    with pytest.raises(Refused, match="sudah diubah sesudahnya"):
        mending.take_back(report.pk, batch=pk_of("c"), by=desk, at=AT, key=pk_of("z"))


def test_words_that_were_read_anew_meanwhile_are_not_confirmed_unseen(desk: Standing) -> None:
    report = pasted()
    actions.correct(
        report.pk, changes={"text": "Lain."}, seen_version=1, reason="x", by=desk, at=AT, key=pk_of("k")
    )
    machine.read(Report.objects.get())

    with pytest.raises(Refused, match="membaca ulang"):
        confirm(report, desk)


def test_only_whoever_examines_there_confirms() -> None:
    report = pasted()
    for role, region in ((Role.KAPOLSEK, town.KEC), (Role.RT, town.RT), (Role.LURAH, VILLAGE)):
        with pytest.raises(Absent):
            confirm(report, town.of(role, region))


def test_what_the_reporter_said_is_not_overruled_by_a_guess(desk: Standing) -> None:
    report = town.report(text=TEXT, event_form="E13", region=VILLAGE, when="sudah")
    machine.read(report, event_forms=(found("E11", 0.6),), place=found(NEXT_DOOR, 0.6))

    report = confirm(report, desk)

    assert (report.event_form, report.region_id) == ("E13", VILLAGE)
    assert Mend.objects.get(field="event_form").verdict == "pelapor", (
        "nobody has said that the machine was wrong"
    )


def test_what_the_reporter_told_is_no_mend_of_the_machine(desk: Standing) -> None:
    report = town.report(text=TEXT, event_form="E13", region=VILLAGE, when="sudah")
    machine.read(report, event_forms=(found("E11", 0.6),), place=found(VILLAGE, 0.9))
    mend(report, "kind", "potensi", desk)
    confirm(report, desk)

    tallies = {one.field.name: one for one in quality.tallies(desk, since=AT, until=AT + timedelta(days=1))}

    assert (tallies["event_form"].checked, tallies["event_form"].mended) == (0, 0)
    assert (tallies["kind"].checked, tallies["kind"].mended) == (1, 1)
    assert (tallies["place"].checked, tallies["place"].mended) == (1, 0)


def test_a_finer_place_than_the_machine_knows_stays(desk: Standing) -> None:
    report = town.report(text=TEXT, region=town.RT)
    machine.read(report, place=found(VILLAGE, 0.99))

    assert confirm(report, desk).region_id == town.RT


def test_a_machine_never_lowers_danger(desk: Standing) -> None:
    report = town.report(text=TEXT, event_form="E11", when="kini", region=VILLAGE)
    assert report.urgency == "gawat"
    machine.read(report, severity=found(0, 0.99))

    assert confirm(report, desk).urgency == "gawat"


def test_what_is_to_be_looked_at_now_is_so_until_somebody_has_judged_how_grave_it_is(desk: Standing) -> None:
    report = pasted(look_now=True)
    mend(report, "category", "kriminal", desk, "a")
    assert Proposal.objects.get().look_now

    mend(report, "severity", 1, desk, "b")
    assert not Proposal.objects.get().look_now
    mending.take_back(report.pk, batch=pk_of("b"), by=desk, at=AT, key=pk_of("z"))

    assert Proposal.objects.get().look_now


def test_what_is_no_report_after_all_goes_to_the_skim_list_and_back(desk: Standing) -> None:
    report = pasted()
    mend(report, "kind", "bukan", desk, "a")
    assert Proposal.objects.get().is_skim

    mend(report, "kind", "potensi", desk, "b")

    assert not Proposal.objects.get().is_skim


def test_sexual_violence_makes_a_report_restricted_at_once(desk: Standing) -> None:
    report = mend(pasted(), "event_form", "E16", desk)

    assert (report.restricted, report.sensitivity) == (True, "R")
    with pytest.raises(Absent):
        confirm(report, desk)


def test_rows_to_learn_from_are_only_added(desk: Standing) -> None:
    confirm(pasted(), desk)

    with (
        pytest.raises(DatabaseError, match="tidak dapat diubah"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE reports_mend SET verdict = 'dibetulkan'")


@pytest.mark.parametrize(
    ("field", "post", "value"),
    [
        ("kind", {"nilai": "potensi"}, "potensi"),
        ("event_form", {"nilai": ""}, None),
        ("issues", {"isu": "I19", "isu_lain": "I15"}, ["I15", "I19"]),
        ("severity", {"nilai": "3"}, 3),
        ("place", {"tempat": NEXT_DOOR}, NEXT_DOOR),
        ("place", {"tempat": NEXT_DOOR, "tempat_lain": VILLAGE}, VILLAGE),
        ("place", {"tempat": ""}, None),
        ("day", {"tanggal": "2026-11-20"}, {"on": "2026-11-20", "precision": "day", "doubtful": False}),
        ("clock", {"jam": "21:40"}, "21:40"),
        ("counts", {"jumlah_luka": "2-5", "jumlah_mati": "1"}, {"luka": [2, 5], "mati": [1, 1]}),
        ("counts", {}, None),
        ("parties", {"kata": "tawuran"}, [[8, 15]]),
    ],
)
def test_the_form_of_a_field_is_read(field: str, post: dict[str, str], value: object) -> None:
    report = pasted()
    proposal = Proposal.objects.get()

    assert told.read_value(field, post, chosen=[], report=report, proposal=proposal) == value


@pytest.mark.parametrize(
    ("field", "post"),
    [
        ("kind", {"nilai": "gosip"}),
        ("event_form", {"nilai": "E28"}),
        ("severity", {}),
        ("place", {"tempat": "19.01"}),
        ("place", {"tempat": "bukan kode"}),
        ("day", {"tanggal": "2026-02-30"}),
        ("day", {"tanggal": "9999-12-31"}),
        ("clock", {"jam": "25.70"}),
        ("counts", {"jumlah_luka": "banyak"}),
        ("counts", {"jumlah_luka": "5-2"}),
        ("issues", {"isu": "I99"}),
        ("parties", {"kata": "kelompok lain"}),
        ("persons", {"kata": "Budi"}),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(field: str, post: dict[str, str]) -> None:
    report = pasted()
    proposal = Proposal.objects.get()

    with pytest.raises(Refused):
        told.read_value(field, post, chosen=[], report=report, proposal=proposal)


def test_a_name_that_was_missed_is_masked_from_then_on(desk: Standing) -> None:
    report = town.report(text="Bu Aminah dan anaknya Rudi lari; Rudi luka.")
    proposal = machine.read(report)
    value = told.read_value(
        "persons", {"kata": "Rudi"}, chosen=["lindungi-baru"], report=report, proposal=proposal
    )
    mend(report, "persons", value, desk)

    kept = persons_of(Proposal.objects.get())
    assert [report.text[slice(*one["span"])] for one in kept] == ["Aminah", "Rudi", "Rudi"]
    assert [one["protected"] for one in kept] == [False, True, True]


def test_victims_are_not_taken_from_the_list_of_names() -> None:
    report = town.report(text="Korban Siti Aminah.")
    proposal = machine.read(report, persons=(person(report.text, "Siti Aminah", "S.A.", protected=True),))

    value = told.read_value("persons", {}, chosen=["bukan-0"], report=report, proposal=proposal)

    assert value == proposal.persons


def test_likely_parents_limit_the_places_to_choose_from() -> None:
    report = pasted()
    around = offers.around(report, Proposal.objects.get())

    codes = {region.code for group in around for region in group.regions}
    assert {VILLAGE, NEXT_DOOR} <= codes
    assert all(code.startswith("35.08.10") for code in codes)


def test_the_key_of_a_proposal_is_not_guessed() -> None:
    with pytest.raises(Absent):
        mending.confirm(UUID(int=5), seen=1, by=town.of(Role.OPERATOR, KAB), at=AT, key=pk_of("x"))


def test_a_name_behind_a_title_is_hidden_until_an_officer_says_it_is_none(desk: Standing) -> None:
    report = town.report(text="Pak Pohon dan Pak Camat hadir.")
    machine.read(report)
    assert str(shown(Report.objects.get())) == "Pak P. dan Pak Camat hadir."

    proposal = Proposal.objects.get()
    value = told.read_value("persons", {}, chosen=["bukan-0"], report=report, proposal=proposal)
    mend(report, "persons", value, desk)

    assert str(shown(Report.objects.get())) == "Pak Pohon dan Pak Camat hadir."
