"""`kentongan verify-log` says exactly which line is broken, against heads kept outside."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kentongan.events import jobs, queries, seal
from kentongan.events.chain import Anchor
from tests.apps.test_events_logbook import write

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 21, 3, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data(settings: object, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture
def five() -> Anchor:
    for _line in range(5):
        write("region.titled")  # nothing follows from it, so nothing else points at the line
    return queries.head()


def tamper(*statements: str) -> None:
    with seal.lifted(connection), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def verify(**options: object) -> str:
    out = io.StringIO()
    try:
        call_command("verify_log", stdout=out, **options)
    except CommandError as error:
        return out.getvalue() + str(error)
    return out.getvalue()


def test_an_untouched_logbook_is_whole(five: Anchor) -> None:
    assert "Buku log utuh: 5 baris, 1 kepala cocok." in verify(head=[five])


def test_an_empty_logbook_is_whole() -> None:
    assert "utuh: 0 baris" in verify()


def test_without_an_outside_head_the_command_says_what_it_cannot_see(five: Anchor) -> None:
    assert "tidak akan terlihat" in verify()


def test_a_fault_ends_the_command_with_an_error(five: Anchor) -> None:
    tamper("UPDATE events_event SET actor = 'orang lain' WHERE seq = 3")

    with pytest.raises(CommandError, match="1 kerusakan dalam 5 baris"):
        call_command("verify_log", stdout=io.StringIO())


def test_an_edited_line_is_named(five: Anchor) -> None:
    tamper("UPDATE events_event SET actor = 'orang lain' WHERE seq = 3")

    assert "baris 3: isi baris" in verify()


def test_a_removed_line_is_named(five: Anchor) -> None:
    tamper("DELETE FROM events_event WHERE seq = 2")

    assert "baris 2: baris hilang" in verify()


def test_a_cut_off_end_is_noticed_even_when_the_stored_head_was_moved_back(five: Anchor) -> None:
    tamper(
        "DELETE FROM events_event WHERE seq > 3",
        "UPDATE events_head SET seq = 3, hash = (SELECT hash FROM events_event WHERE seq = 3)",
    )

    assert "utuh: 3 baris" in verify()
    assert "baris 5: buku log berakhir" in verify(head=[five])


def test_a_line_behind_the_head_was_not_written_by_the_service(five: Anchor) -> None:
    tamper("UPDATE events_head SET seq = 4, hash = (SELECT hash FROM events_event WHERE seq = 4)")

    assert "baris 5: baris ini tidak ditulis lewat layanan" in verify()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL refuses such values itself")
def test_a_line_the_database_cannot_read_back_is_named_and_the_rest_is_read(five: Anchor) -> None:
    tamper(
        "UPDATE events_event SET account = 'bukan siapa-siapa' WHERE seq = 2",
        "UPDATE events_event SET kind = x'ff' WHERE seq = 4",
    )

    answer = verify()

    assert "baris 2: baris tidak terbaca" in answer
    assert "baris 4: " in answer
    assert "2 kerusakan dalam 5 baris" in answer


def test_the_head_is_noted_outside_the_database_and_checked_from_there(five: Anchor, data: Path) -> None:
    assert jobs.publish_head(AT) == str(five)
    write()
    jobs.publish_head(AT)

    noted = (data / "heads.log").read_text().splitlines()
    assert noted[0] == f"{five} 2026-11-21T03:04:00.000000Z"
    assert len(noted) == 2
    assert "2 kepala cocok" in verify()


def test_an_empty_logbook_has_no_head_to_note(data: Path) -> None:
    assert jobs.publish_head(AT) == ""
    assert not (data / "heads.log").exists()


def test_a_file_of_heads_that_is_no_file_of_heads_is_refused(five: Anchor, tmp_path: Path) -> None:
    wrong = tmp_path / "catatan.txt"
    wrong.write_text("12 baris\n")

    assert "bukan SEQ:HASH" in verify(heads=wrong)
    assert "catatan" not in verify(head=[five])


def test_a_missing_file_of_heads_is_said(tmp_path: Path) -> None:
    assert "tidak-ada.log" in verify(heads=tmp_path / "tidak-ada.log")
