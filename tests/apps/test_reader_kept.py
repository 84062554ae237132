"""What the machine read is kept beside the words, version by version, and neither can be changed."""

from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from kentongan import wiring
from kentongan.events.jobs import react
from kentongan.events.models import Event, Reaction
from kentongan.reports import actions, jobs
from kentongan.reports.models import Addition, Likeness, Original, Proposal, ReaderPlace, Report
from kentongan.reports.reader import library, rounds
from kentongan.reports.reader.keeping import digest
from kentongan.rules.authority import Role
from tests import machine, town
from tests.machine import draft, found, numbers, place, reading, span
from tests.town import AT, KAB, VILLAGE, later, pk_of

pytestmark = pytest.mark.django_db
TEXT = "Tadi malam warga Tompokersan saling lempar batu, tiga orang luka."


@pytest.fixture(autouse=True)
def kabupaten() -> None:
    town.build()


def told(text: str = TEXT, word: str = "satu", **fields: object) -> Report:
    return town.report(word, text=text, **fields)  # type: ignore[arg-type]


def test_the_clock_reads_after_the_bells_have_rung() -> None:
    jobs_in_order = [job for _, job in wiring.CLOCK]

    assert jobs.read_new in jobs_in_order
    assert jobs.read_older in jobs_in_order
    assert jobs_in_order.index(react) < jobs_in_order.index(jobs.read_new)


def test_what_came_in_is_read_once_with_its_fields_and_places_in_the_text() -> None:
    report = told()
    what = draft(
        TEXT,
        event_forms=(found("E11", 0.8, span(TEXT, "saling lempar")),),
        counts=numbers(luka=(3, 3)),
        places=(place(VILLAGE, "Tompokersan", "typed:desa", text=TEXT),),
        place=found(VILLAGE, 0.97, span(TEXT, "Tompokersan")),
    )
    with reading(what) as says:
        assert rounds.read_new(AT) == 1
        assert rounds.read_new(AT) == 0
        assert says.heard == [TEXT]

    proposal = Proposal.objects.get()
    assert (proposal.number, proposal.reader, proposal.is_current) == (1, "uji-1", True)
    assert proposal.text_sha256 == digest(report.text)
    start, end = proposal.fields["place"]["spans"][0]
    assert report.text[start:end] == "Tompokersan"
    assert proposal.fields["counts"]["value"] == {"luka": [3, 3]}
    assert proposal.candidates[0]["evidence"] == ["typed:desa"]
    report.refresh_from_db()
    assert (report.event_form, report.counts) == ("E13", {}), "a proposal is no report"


def test_reading_adds_nothing_to_the_moment_of_reporting() -> None:
    report = told()

    handlers = set(Reaction.objects.filter(event__subject_id=report.pk).values_list("handler", flat=True))

    assert handlers == {"kentongan.wiring.ring_for_report"}


def test_danger_is_read_before_what_came_earlier() -> None:
    mild, grave = told("Ada rapat warga.", "a"), told("Rumah dibakar!", "b", when="kini")
    assert (mild.urgency, grave.urgency) != ("gawat", "biasa")
    with reading() as says:
        rounds.read_new(AT)

    assert says.heard == ["Rumah dibakar!", "Ada rapat warga."]


def test_a_text_that_breaks_the_reader_stays_unread_and_stops_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told("Teks aneh.", "a")
    good = told("Warga berkumpul.", "b")

    with reading() as says:
        says.breaks_at = "Teks aneh."
        assert rounds.read_new(AT) == 1

    assert Proposal.objects.get().report == good
    assert "Teks aneh" not in caplog.text


def test_other_words_or_another_reader_make_the_next_version(monkeypatch: pytest.MonkeyPatch) -> None:
    report = told()
    machine.read(report)
    desk = town.of(Role.OPERATOR, KAB)
    actions.correct(
        report.pk, changes={"text": "Lain."}, seen_version=1, reason="x", by=desk, at=AT, key=pk_of("k")
    )
    with reading():
        rounds.read_new(AT)
    with reading(version="uji-2"):
        monkeypatch.setattr(library, "chosen", lambda: "")
        assert rounds.read_older(later(minutes=1)) == 1

    kept = Proposal.objects.filter(report=report).values_list("number", "reader", "is_current")
    assert list(kept) == [(1, "uji-1", False), (2, "uji-1", False), (3, "uji-2", True)]
    original = Original.objects.get(report=report)
    assert (original.text, original.sha256) == (TEXT, digest(TEXT))


def test_what_was_there_before_the_machine_is_read_in_the_background_newest_first() -> None:
    for word in "abc":
        told(f"Cerita {word}.", word)
    head = Event.objects.order_by("-seq")[0].seq
    ReaderPlace.objects.update_or_create(pk=1, defaults={"seq": head, "older_seq": head, "reader": "uji-1"})

    with reading() as says:
        assert rounds.read_new(AT) == 0
        assert rounds.read_older(AT) == 3
        assert rounds.read_older(AT) == 0

    assert says.heard == ["Cerita c.", "Cerita b.", "Cerita a."]


def test_what_the_holder_of_a_code_adds_is_read_too() -> None:
    report = told()
    actions.add_details(
        report.code, text="Nama saya Budi.", by=town.of(Role.RT, town.RT), at=AT, key=pk_of("d")
    )

    with reading():
        rounds.read_new(AT)

    assert Proposal.objects.filter(addition=Addition.objects.get()).count() == 1


def test_neither_the_words_nor_the_reading_can_be_changed() -> None:
    report = told()
    machine.read(report)
    for table, column in (
        ("reports_original", "text"),
        ("reports_proposal", "fields"),
        ("reports_proposal", "text_sha256"),
    ):
        with (
            pytest.raises(DatabaseError, match="tidak dapat diubah"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE {table} SET {column} = {column}")


def test_a_referral_that_was_forwarded_leaves_no_reading_behind() -> None:
    report = told(event_form="E26")
    machine.read(report)
    other = told("Mirip.", "b", event_form="E26")
    with reading() as says:
        says.alike(TEXT, "Mirip.")
        rounds.read_new(AT)
    assert Likeness.objects.exists()

    actions.forward(report.pk, by=town.of(Role.KEPALA, KAB), at=AT, key=pk_of("f"))

    assert not Proposal.objects.filter(report=report).exists()
    assert not Original.objects.filter(report=report).exists()
    assert not Likeness.objects.exists()
    assert Proposal.objects.filter(report=other).exists()


def test_like_reports_of_one_kabupaten_are_found_once_and_those_far_off_are_not_compared() -> None:
    one, other = told("Tawuran di alun-alun.", "a"), told("Tawuran alun2.", "b")
    with reading() as says:
        says.alike("Tawuran di alun-alun.", "Tawuran alun2.", "duplicate", 0.91)
        rounds.read_new(AT)
        rounds.read_reports([UUID(str(one.pk))], AT)

    like = Likeness.objects.get()
    assert {like.earlier_id, like.later_id} == {one.pk, other.pk}
    assert (like.kind, like.score) == ("duplicate", 0.91)


def test_the_library_itself_reads_names_days_and_like_reports() -> None:
    night = "Tadi malam tawuran pemuda di Desa Bades Kec. Pasirian, 3 orang luka kena bacok. Pak Slamet Riyadi saksi."
    one = told(night, "a", event_form="", region=KAB)
    other = told(
        night.replace("Pak Slamet", "bpk Slamet") + " Mohon ditindaklanjuti.", "b", event_form="", region=KAB
    )

    assert rounds.read_new(AT) == 2

    kept = Proposal.objects.get(report=one)
    assert kept.fields["day"]["value"]["on"] == "2026-11-20"
    assert kept.fields["counts"]["value"] == {"luka": [3, 3]}
    assert kept.fields["place"]["value"] == "35.08.04.2003"
    assert [one.text[slice(*who["span"])] for who in kept.persons] == ["Slamet Riyadi"]
    like = Likeness.objects.get()
    assert {like.earlier_id, like.later_id} == {one.pk, other.pk}
    assert like.is_sure


def test_a_reading_that_another_replaced_goes_after_ninety_days() -> None:
    report = told()
    machine.read(report)
    with reading(version="uji-2"):
        rounds.read_reports([UUID(str(report.pk))], later(minutes=1))

    jobs.forget_lessons(later(days=89))
    assert Proposal.objects.count() == 2
    jobs.forget_lessons(later(days=91))

    assert Proposal.objects.get().reader == "uji-2"
