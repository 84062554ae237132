"""Writing the logbook: every line in its turn, in the transaction of its change, without free text."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from kentongan.events import actions, chain, queries
from kentongan.events.detail import plain
from kentongan.events.models import Event, Head, Key, Purpose
from kentongan.rules.authority import SYSTEM, Role, Seat, Standing
from kentongan.rules.refusal import Refused

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 21, 3, 4, 5, 678900, tzinfo=UTC)
LURAH = Standing(UUID(int=7), (Seat(Role.LURAH, "35.08.10.1001"),), "Lurah Ditotrunan", "web")
REPORT = UUID(int=1)


def write(
    kind: str = "report.received", *, by: Standing = LURAH, at: datetime = AT, **detail: object
) -> Event:
    return actions.record(
        kind,
        subject_kind="report",
        subject_id=REPORT,
        region="35.08.10.1001",
        by=by,
        at=at,
        detail=detail,
    )


def test_lines_are_numbered_without_gaps_and_linked() -> None:
    first, second = write(), write("report.rated", field="source_rating")

    assert (first.seq, first.previous) == (1, chain.GENESIS)
    assert (second.seq, second.previous) == (2, first.hash)
    assert chain.verify(queries.written()) == chain.Verdict(2, chain.Anchor(2, second.hash), ())


def test_a_line_read_back_has_the_hash_it_was_written_with() -> None:
    written = write(issues=["I01", "I07"], due_on="2026-11-22", count=3, place=None, urgent=True, of=uuid4())

    read = Event.objects.get(seq=written.seq)

    assert chain.link(read.previous, read) == written.hash


def test_a_line_tells_who_where_and_from_where() -> None:
    line = write()

    assert (line.account, line.actor, line.origin) == (LURAH.account, "Lurah Ditotrunan", "web")
    assert (line.region, line.at) == ("35.08.10.1001", AT)


def test_a_change_that_is_rolled_back_leaves_no_line_and_no_gap() -> None:
    write()
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        write("report.rated")
        raise RuntimeError

    third = write("report.answered")

    assert third.seq == 2
    assert Head.objects.get().hash == third.hash


@pytest.mark.django_db(transaction=True)
def test_a_line_without_the_transaction_of_its_change_is_a_bug() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        write()


@pytest.mark.parametrize(
    "value",
    [
        "Budi memukul tetangga",
        "Budi",
        "budi santoso",
        "081234567890",
        "+6281234567890",
        "6281234567890",
        "3508101234567890",
        81234567890,
        0.5,
        {"nama": "budi"},
        ["diterima", "Budi Santoso"],
        "x" * 65,
        "diterima\n",
        b"diterima",
    ],
)
def test_free_text_names_and_numbers_of_persons_do_not_enter_the_logbook(value: object) -> None:
    with pytest.raises(ValueError, match="detail of a logbook line"):
        write(field=value)

    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "value",
    [
        "diterima",
        "report.received",
        "AG",
        "T",
        "E26",
        "KT-7F2K9-A1B2C3",
        "KS-7F2K9",
        "35.08",
        "35.08.10.1001",
        "35.08.10.1001.RW05.RT03",
        "2026-11-21",
        "2026-11-21T03:04:05Z",
        str(UUID(int=5)),
        "ab" * 32,
        "",
        42,
    ],
)
def test_words_codes_dates_and_identifiers_do(value: object) -> None:
    assert write(field=value).detail == {"field": value}


def test_the_name_of_a_field_is_a_name_of_a_field() -> None:
    with pytest.raises(ValueError, match="not the name of a field"):
        plain({"Nama pelapor": "x"})


def test_reading_a_sealed_thing_is_a_line_with_its_purpose() -> None:
    line = actions.record_read(
        subject_kind="report",
        subject_id=REPORT,
        region="35.08.10.1001",
        by=LURAH,
        at=AT,
        purpose=Purpose.FOLLOW_UP,
    )

    assert (line.kind, line.detail) == ("report.read", {"purpose": "tindak_lanjut"})
    assert not line.reactions.exists()


def test_a_read_without_a_known_purpose_is_not_possible() -> None:
    with pytest.raises(ValueError, match="iseng"):
        actions.record_read(
            subject_kind="report",
            subject_id=REPORT,
            region="35",
            by=LURAH,
            at=AT,
            purpose="iseng",  # type: ignore[arg-type]
        )


def claim(key: UUID, subject: UUID = REPORT, **content: object) -> actions.Replay | None:
    return actions.claim_key(
        key, fingerprint=actions.fingerprint(**content), subject_kind="report", subject_id=subject
    )


def test_a_new_key_is_taken() -> None:
    assert claim(UUID(int=9), text="a") is None
    assert Key.objects.get().subject_id == REPORT


def test_the_same_key_again_gives_the_first_result() -> None:
    claim(UUID(int=9), text="a")

    assert claim(UUID(int=9), UUID(int=2), text="a") == actions.Replay("report", REPORT)


def test_the_same_key_with_other_content_is_refused() -> None:
    claim(UUID(int=9), text="a")

    with pytest.raises(Refused) as refusal:
        claim(UUID(int=9), text="b")

    assert refusal.value.code == "key_conflict"
    assert Key.objects.count() == 1


def test_the_fingerprint_does_not_depend_on_the_order_of_fields() -> None:
    assert actions.fingerprint(a=1, b="é") == actions.fingerprint(b="é", a=1)
    assert actions.fingerprint(a=1) != actions.fingerprint(a="1")


def test_the_system_writes_under_its_own_name() -> None:
    assert write(by=SYSTEM).account is None
