"""Receiving a report: once, whoever sends it how often; with a place, a clock and a signed receipt."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kentongan.events import queries as events
from kentongan.events.chain import verify
from kentongan.events.models import Event, Reaction
from kentongan.reports import actions, seals
from kentongan.reports.draft import Draft
from kentongan.reports.filing import Told
from kentongan.reports.models import Original, Report
from kentongan.rules import receipts
from kentongan.rules.authority import PUBLIC, Role, Seat, Standing
from kentongan.rules.refusal import Refused
from kentongan.wilayah.models import Region, Successor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]

AT = datetime(2026, 11, 21, 14, 40, tzinfo=UTC)
RT = Standing(None, (Seat(Role.RT, "35.08.10.1011.RW03.RT05"),), "Ketua RT 05", "web")
CLASH = Draft(event_form="E11", when="kini", region="35.08.10.1011", text="Dua kelompok saling lempar batu.")
# BEGIN, region, report, head of the logbook, line, head, reactions, COMMIT; PostgreSQL does three of them at once.
STATEMENTS = 6 if connection.vendor == "postgresql" else 8


@pytest.fixture
def places() -> None:
    day = datetime(2020, 1, 1, tzinfo=UTC).date()
    parent: Region | None = None
    for level, (code, kind, name) in enumerate(
        (
            ("35", "provinsi", "Jawa Timur"),
            ("35.08", "kabupaten", "Lumajang"),
            ("35.08.10", "kecamatan", "Lumajang"),
            ("35.08.10.1011", "kelurahan", "Rogotrunan"),
        ),
        start=1,
    ):
        parent = Region.objects.create(
            code=code, parent=parent, level=level, kind=kind, name=name, valid_from=day
        )


def receive(
    draft: Draft = CLASH, *, client_id: str = "KT-A82K5-85YM0E", by: Standing = PUBLIC, at: datetime = AT
) -> str:
    return actions.receive(client_id=client_id, draft=draft, by=by, at=at).code


def test_a_report_gets_kind_stage_urgency_level_and_a_clock() -> None:
    receive()

    report = Report.objects.get()
    assert (report.stage, report.urgency, report.level, report.sensitivity) == ("GN", "gawat", "awas", "T")
    assert report.answer_due_at == AT + timedelta(minutes=15)
    assert (report.region_id, report.precision, report.status) == ("35.08.10.1011", "desa", "diterima")


def test_the_receipt_is_signed_and_cannot_be_made_earlier() -> None:
    receipt = actions.receive(client_id="phone-00000001", draft=CLASH, by=PUBLIC, at=AT)

    secret = seals.secret("receipt")
    assert receipts.check_code(receipt.code) == receipt.code
    assert receipts.verify(receipt.code, receipt.received_at, secret, receipt.signature)
    assert not receipts.verify(receipt.code, AT - timedelta(hours=1), secret, receipt.signature)


def test_the_same_report_again_is_answered_with_the_first_receipt() -> None:
    first = actions.receive(client_id="phone-00000001", draft=CLASH, by=PUBLIC, at=AT)

    again = actions.receive(client_id="phone-00000001", draft=CLASH, by=PUBLIC, at=AT + timedelta(minutes=3))

    assert again == replace(first, replay=True)
    assert (Report.objects.count(), Event.objects.count()) == (1, 1)


def test_another_content_under_the_same_key_is_refused_and_changes_nothing() -> None:
    receive()

    with pytest.raises(Refused) as refusal:
        receive(replace(CLASH, text="Isi lain."))

    assert refusal.value.code == "key_conflict"
    assert Report.objects.get().text == CLASH.text


def test_a_code_that_another_phone_already_made_is_refused_and_a_new_code_is_taken() -> None:
    receive(replace(CLASH, code="KT-A82K5-85YM0E"), client_id="phone-00000001")
    other = replace(CLASH, code="KT-A82K5-85YM0E", text="Laporan orang lain.")

    with pytest.raises(Refused):
        receive(other, client_id="phone-00000002")
    receive(replace(other, code=""), client_id="phone-00000002-b")

    assert Report.objects.count() == 2


def test_a_code_made_here_is_the_same_for_the_same_key_and_never_guessable_from_it() -> None:
    assert seals.code_for("phone-00000001") == seals.code_for("phone-00000001")
    assert seals.code_for("phone-00000001") != seals.code_for("phone-00000002")


@pytest.mark.parametrize(
    ("stated_at", "suspect"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), True),
        (AT + timedelta(hours=8), True),
        (AT.astimezone(timezone(timedelta(hours=7))), False),
        (AT - timedelta(days=3), False),
    ],
)
def test_a_wrong_phone_clock_is_kept_and_flagged_while_ours_orders(
    stated_at: datetime, suspect: bool
) -> None:
    receive(replace(CLASH, stated_at=stated_at))

    report = Report.objects.get()
    assert (report.stated_at, report.received_at, report.clock_suspect) == (stated_at, AT, suspect)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("35.08.10.1011", "35.08.10.1011"),
        ("35.08.10.1011.RW03.RT05", "35.08.10.1011"),
        ("35.08.99.2001", "35.08"),
        ("99.99.99.9999", "35.08"),
        ("35", "35.08"),
        ("", "35.08"),
    ],
)
def test_an_unknown_place_goes_to_the_nearest_known_one_and_never_nowhere(told: str, found: str) -> None:
    receive(replace(CLASH, region=told))

    assert Report.objects.get().region_id == found


def test_a_place_that_was_not_told_is_the_post_of_the_author() -> None:
    receive(replace(CLASH, region=""), by=RT)

    assert Report.objects.get().region_id == "35.08.10.1011"


def test_a_village_that_was_renamed_by_decree_is_found_under_its_new_code() -> None:
    old, parent = Region.objects.get(pk="35.08.10.1011"), Region.objects.get(pk="35.08.10")
    old.valid_to = AT.date()
    old.save()
    new = Region.objects.create(
        code="35.08.10.1099", parent=parent, level=4, kind="kelurahan", name="Baru", valid_from=AT.date()
    )
    Successor.objects.create(old=old, new=new, on_date=AT.date(), decree="Kepmendagri")

    receive()

    assert Report.objects.get().region_id == new.code


def test_sexual_violence_is_confidential_and_restricted_from_the_first_moment() -> None:
    receive(replace(CLASH, event_form="E16"))

    report = Report.objects.get()
    assert (report.sensitivity, report.restricted) == ("R", True)


def test_a_laporan_informasi_is_confidential() -> None:
    receive(replace(CLASH, sort="LI"))

    assert Report.objects.get().sensitivity == "R"


def test_an_anonymous_report_keeps_no_account_no_number_and_no_point() -> None:
    account = UUID(int=7)
    by = replace(RT, account=account)

    receive(replace(CLASH, anonymous=True, sender_number="+62811", lat=-8.13, lng=113.22), by=by)

    report, event = Report.objects.get(), Event.objects.get()
    assert (report.author_id, report.sender_number, report.lat, report.precision) == (None, "", None, "desa")
    assert (event.account, event.actor) == (None, "warga")


def test_pasted_words_are_kept_as_they_came_and_their_sum_stands_in_the_logbook() -> None:
    receive(replace(CLASH, channel="tempel", original="  Asli\u200b \r\n  sekali "))

    original = Original.objects.get()
    assert original.text == "  Asli\u200b \r\n  sekali "
    assert len(Event.objects.get().detail["original"]) == 64


def test_the_logbook_never_holds_a_word_of_the_report() -> None:
    receive(replace(CLASH, text="kenari", place_text="kenari", original="kenari", original_source="kenari"))

    event = Event.objects.get()
    assert "kenari" not in str(event.detail) + event.actor + event.kind
    assert "KT-" not in str(event.detail)


def test_receiving_takes_few_statements() -> None:
    with CaptureQueriesContext(connection) as captured:
        receive()

    assert len(captured) <= STATEMENTS, [query["sql"][:80] for query in captured]


def test_a_release_with_one_more_field_still_knows_what_was_told_before() -> None:
    @dataclass(frozen=True)
    class LaterDraft(Draft):
        weather: str = ""

    before, after = Draft(text="Lempar batu."), LaterDraft(text="Lempar batu.")

    assert after.fingerprint() == before.fingerprint()
    assert LaterDraft(text="Lempar batu.", weather="hujan").fingerprint() != before.fingerprint()


MANY = [
    CLASH,
    replace(CLASH, region="35.08.99.2001", text="Dari tempat yang tidak dikenal."),
    replace(CLASH, region="", anonymous=True, text="Tanpa nama."),
    replace(CLASH, event_form="E16", text="Hanya bagi yang perlu tahu."),
    replace(CLASH, channel="tempel", original="Pesan *asli*", original_source="WA", text="Pesan asli"),
    replace(CLASH, counts={"massa": (20, 99)}, issues=("I01",), stated_at=AT, text="Dengan jumlah."),
]


def everything() -> tuple[object, ...]:
    """Return all that is kept of all reports."""
    return (
        list(Report.objects.order_by("client_id").values()),
        list(Original.objects.order_by("sha256").values()),
        list(Event.objects.order_by("seq").values("kind", "subject_id", "region", "actor", "detail", "hash")),
        list(Reaction.objects.order_by("event_id").values("event_id", "handler", "rank", "next_try_at")),
    )


def test_several_taken_in_at_once_are_what_each_alone_would_be() -> None:
    told = [Told(f"phone-0000000{number}", draft, RT, AT) for number, draft in enumerate(MANY)]
    with transaction.atomic():
        for one in told:
            actions.take_in([one])
        alone = everything()
        transaction.set_rollback(True)

    actions.take_in(told)

    assert everything() == alone
    assert verify(events.written(), [events.head()]).faults == ()


def test_sixteen_reports_need_no_more_statements_than_one() -> None:
    told = [Told(f"phone-{number:08}", CLASH, PUBLIC, AT) for number in range(16)]

    with CaptureQueriesContext(connection) as statements:
        actions.take_in(told)

    assert len(statements) == STATEMENTS


def test_a_fault_of_the_database_is_not_taken_for_the_same_report_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(told: Told) -> Report:
        raise IntegrityError(told.client_id)

    monkeypatch.setattr(actions.COUNTER, "write", refuse)

    with pytest.raises(IntegrityError):
        actions.receive(client_id="baru", draft=CLASH, by=RT, at=AT)
