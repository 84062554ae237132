"""A file of messages: each line arrives once with an owner and a clock, or stands beside the file with its reason."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kentongan.alerts.models import Alert
from kentongan.events import jobs as events
from kentongan.people.models import RegisteredNumber
from kentongan.reports.jobs import import_reports
from kentongan.reports.models import Original, Report
from kentongan.rules.authority import Role
from tests.offices import make_officer, make_post, make_regions, pk_of, seat

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
MESSAGES = Path(__file__).parents[1] / "data" / "dev.jsonl"
VILLAGE = "35.08.10.1001"


def line(**changes: object) -> str:
    told = {
        "id": "m1",
        "source": "wa",
        "ref_time": "2026-11-21T08:10",
        "sender_ctx": VILLAGE,
        "text": "Ada kumpul massa di balai desa.",
    }
    return json.dumps({**told, **changes})


def bring_in(tmp_path: Path, *lines: str) -> list[str]:
    file = tmp_path / "pesan.jsonl"
    file.write_text("\n".join(lines) + "\n")
    return [outcome.reason or outcome.code for outcome in import_reports(file, at=AT)]


@pytest.mark.usefixtures("lumajang")
def test_all_messages_of_the_collection_arrive_with_an_owner_and_a_clock(tmp_path: Path) -> None:
    make_officer(Role.OPERATOR, "35.08")
    field = [one for one in MESSAGES.read_text().splitlines() if json.loads(one)["id"].startswith("dw")]

    bring_in(tmp_path, *field)
    while events.react(at=AT, limit=100):
        pass

    assert len(field) == Report.objects.count() == 38
    assert Original.objects.count() == 38
    heard = Alert.objects.filter(subject_kind="report", closed_at=None, has_hearer=True, due_at__gt=AT)
    assert set(heard.values_list("subject_id", flat=True)) == set(Report.objects.values_list("id", flat=True))
    assert not Report.objects.filter(answer_due_at__lte=AT).exists()


@pytest.mark.usefixtures("lumajang")
def test_a_message_from_a_place_nobody_serves_here_goes_home_and_keeps_the_place(tmp_path: Path) -> None:
    bring_in(tmp_path, line(id="far", sender_ctx="16.71.02"), line(id="near", sender_ctx="35.08.10.1011"))

    far, near = Report.objects.order_by("region_id")
    assert (far.region_id, far.told_region) == ("35.08", "16.71.02")
    assert (near.region_id, near.told_region) == ("35.08.10.1011", "")


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    make_regions()

    first, again = bring_in(tmp_path, line()), bring_in(tmp_path, line())

    assert first == again
    assert Report.objects.count() == 1


BROKEN = {
    "not json": "{",
    "not an object": "[1]",
    "no id": line(id=None),
    "no text": line(text=""),
    "text is a number": line(text=7),
    "no such region": line(sender_ctx="Lumajang"),
    "no such day": line(ref_time="2026-13-45"),
    "not finite": '{"id": "a", "text": NaN}',
    "far too deep": "[" * 5_000,
    "too long": line(text="a" * 20_001),
    "a field twice": '{"id": "a", "id": "b", "text": "x"}',
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_line_that_cannot_be_read_is_kept_with_its_number_and_the_reason(
    fault: str, tmp_path: Path
) -> None:
    make_regions()

    bring_in(tmp_path, line(), BROKEN[fault], line(id="m2", text="Sudah bubar."))

    rejected = [json.loads(one) for one in (tmp_path / "pesan.rejected.jsonl").read_text().splitlines()]
    assert [(row["line"], row["raw"]) for row in rejected] == [(2, BROKEN[fault])]
    assert rejected[0]["reason"]
    assert Report.objects.count() == 2


def test_one_id_with_two_texts_keeps_the_first_and_rejects_the_second(tmp_path: Path) -> None:
    make_regions()

    bring_in(tmp_path, line(), line(text="Isi lain."))

    assert Report.objects.get().text == "Ada kumpul massa di balai desa."
    assert "Isi lain." in (tmp_path / "pesan.rejected.jsonl").read_text()


def test_bytes_that_are_no_letters_are_kept_as_they_are(tmp_path: Path) -> None:
    make_regions()
    file = tmp_path / "pesan.jsonl"
    file.write_bytes(b'{"id": "a", "text": "\xff\xfe"}\n')

    outcomes = list(import_reports(file, at=AT))

    assert outcomes[0].reason
    assert "\\xff" in json.loads((tmp_path / "pesan.rejected.jsonl").read_text())["raw"]


def test_a_registered_number_gives_author_and_place(tmp_path: Path) -> None:
    make_regions()
    post = make_post(Role.LURAH, VILLAGE)
    lurah = make_officer(Role.BABINSA, "35.08.11.2001")
    seat(lurah, post)
    RegisteredNumber.objects.create(pk=pk_of("n"), number="+6281234567890", region_id=VILLAGE, post=post)

    bring_in(tmp_path, line(sender_ctx=None, sender="0812-3456-7890"))

    report = Report.objects.get()
    assert (report.author, report.region_id, report.sender_number) == (lurah, VILLAGE, "+6281234567890")


def test_the_command_prints_counts_and_names_what_was_rejected(tmp_path: Path) -> None:
    make_regions()
    file = tmp_path / "pesan.jsonl"
    file.write_text("\n".join([line(), line(id="m2"), "{"]))
    out, err = StringIO(), StringIO()

    call_command("import_reports", str(file), stdout=out, stderr=err)

    assert "2 laporan baru, 0 sudah ada sebelumnya, 1 baris ditolak" in out.getvalue()
    assert "baris 3" in err.getvalue()


def test_a_file_of_something_else_is_refused_without_a_flood_of_lines(tmp_path: Path) -> None:
    file, err = tmp_path / "foto.jpg", StringIO()
    file.write_text("x\n" * 500)

    with pytest.raises(CommandError, match="Tidak ada satu baris pun"):
        call_command("import_reports", str(file), stdout=StringIO(), stderr=err)

    assert len(err.getvalue().splitlines()) == 21
    assert len((tmp_path / "foto.jpg.rejected.jsonl").read_text().splitlines()) == 500


def test_a_file_that_is_not_there_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="tidak ada"):
        call_command("import_reports", str(tmp_path / "x.jsonl"))


def test_the_moment_a_message_states_is_kept_in_the_time_of_its_place(tmp_path: Path) -> None:
    make_regions()

    bring_in(tmp_path, line())

    stated = Report.objects.get().stated_at
    assert stated is not None
    assert stated.utcoffset() == timedelta(0)
    assert stated == datetime(2026, 11, 21, 1, 10, tzinfo=UTC)
