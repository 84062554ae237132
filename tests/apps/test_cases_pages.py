"""The pages of a case: plain forms, the refusal on the button, answers checked, a fixed number of queries."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kentongan.cases import actions, queries, work
from kentongan.cases.models import Attachment, Case, CopyRecipient, Task
from kentongan.events.models import Event
from kentongan.rules.authority import Role
from kentongan.rules.case_status import CaseStatus
from tests import machine, town
from tests.town import AT, KAB, KEC, NEXT_DOOR, RT, VILLAGE, pk_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def kabupaten() -> None:
    town.build()


@pytest.fixture
def lurah() -> Client:
    return town.browser(Role.LURAH, VILLAGE)


@pytest.fixture
def case() -> Case:
    return opened("satu")


def opened(word: str, **told: object) -> Case:
    by = town.of(Role.LURAH, VILLAGE)
    return actions.take_up(town.report(word, **told).pk, by=by, at=AT, key=pk_of("buka", word))  # type: ignore[arg-type]


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, address: str, **told: object) -> HttpResponse:
    return client.post(address, {"key": str(uuid4()), **told})  # type: ignore[return-value]


def test_a_report_is_taken_up_by_a_plain_form(lurah: Client) -> None:
    report = town.report()
    assert f'href="/laporan/{report.pk}/kasus"' in text(lurah, f"/laporan/{report.pk}")
    assert "Jadikan kasus baru" in text(lurah, f"/laporan/{report.pk}/kasus")

    answer = send(lurah, f"/laporan/{report.pk}/kasus", title="Cekcok pagar", owner_id="")

    case = Case.objects.get()
    assert answer["Location"] == f"/kasus/{case.pk}"
    assert "Cekcok pagar" in text(lurah, f"/kasus/{case.pk}")


def test_a_report_joins_an_open_case_by_a_plain_form(lurah: Client, case: Case) -> None:
    second = town.report("dua")
    assert case.number in text(lurah, f"/laporan/{second.pk}/kasus")

    send(lurah, f"/laporan/{second.pk}/gabung", case_id=str(case.pk))

    assert queries.reports_in(town.of(Role.LURAH, VILLAGE), case).count() == 2


def test_the_sentence_of_the_rule_is_the_tooltip_of_the_disabled_button(lurah: Client, case: Case) -> None:
    page = text(lurah, f"/kasus/{case.pk}")

    button = re.search(r"<button[^>]*disabled[^>]*>Tuntaskan</button>", page)
    assert button
    assert 'title="Lampirkan dulu bukti penyelesaian."' in button.group()


def test_tuntas_is_checked_once_more_before_it_is_done(lurah: Client, case: Case) -> None:
    file = SimpleUploadedFile("berita acara.pdf", PDF)
    send(lurah, f"/kasus/{case.pk}/lampiran", file=file, is_evidence="on")
    told = {"key": str(uuid4()), "outcome": "damai", "text": "Berdamai.", "follow_up_on": "2030-01-07"}

    looked = lurah.post(f"/kasus/{case.pk}/tuntas", told).content.decode()
    case.refresh_from_db()
    assert "Periksa jawaban" in looked
    assert "Sepakat damai" in looked
    assert case.status == CaseStatus.DITANGANI

    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', looked))
    lurah.post(f"/kasus/{case.pk}/tuntas", again)
    case.refresh_from_db()
    assert (case.status, str(case.follow_up_on)) == (CaseStatus.SELESAI, "2030-01-07")


def test_what_is_missing_is_said_at_the_top_and_nothing_is_lost(lurah: Client, case: Case) -> None:
    answer = send(lurah, f"/kasus/{case.pk}/tuntas", text="Sudah rukun kembali.")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in page
    assert "Sudah rukun kembali." in page


def test_a_refusal_is_a_page_with_its_sentence(lurah: Client, case: Case) -> None:
    answer = send(
        lurah,
        f"/kasus/{case.pk}/tuntas",
        outcome="damai",
        text="Damai.",
        follow_up_on="2030-01-07",
        benar="1",
    )

    assert answer.status_code == 409
    assert "Lampirkan dulu bukti penyelesaian." in answer.content.decode()


def test_deadlines_are_read_in_the_time_of_the_region(lurah: Client, case: Case) -> None:
    send(
        lurah,
        f"/kasus/{case.pk}/tugas",
        text="Temui kedua keluarga.",
        owner_id=str(town.post(Role.RT, RT).pk),
        due_at="2030-01-07T19:30",
    )

    assert Task.objects.get().due_at.isoformat() == "2030-01-07T12:30:00+00:00"


def test_an_attachment_is_handed_out_only_to_who_may_read_the_case_now(lurah: Client, case: Case) -> None:
    send(lurah, f"/kasus/{case.pk}/lampiran", file=SimpleUploadedFile("foto <a>.pdf", PDF))
    paper = Attachment.objects.get()

    answer = lurah.get(f"/lampiran/{paper.pk}")
    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert Event.objects.filter(kind="attachment.read", subject_id=paper.pk).count() == 1

    town.vacate(Role.LURAH, VILLAGE)
    assert lurah.get(f"/lampiran/{paper.pk}").status_code == 404
    town.appoint(Role.LURAH, NEXT_DOOR)
    assert town.browser(Role.LURAH, NEXT_DOOR).get(f"/lampiran/{paper.pk}").status_code == 404


def test_what_is_not_for_me_looks_like_what_is_not_there(case: Case) -> None:
    town.appoint(Role.LURAH, NEXT_DOOR)
    stranger = town.browser(Role.LURAH, NEXT_DOOR)

    hidden, absent = (stranger.get(f"/kasus/{pk}") for pk in (case.pk, uuid4()))

    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
    assert hidden.status_code == 404
    assert case.number not in text(stranger, "/kasus?status=semua")


def test_opening_a_restricted_case_is_written_down() -> None:
    analis = town.of(Role.ANALIS, KAB)
    case = actions.take_up(town.report(event_form="E16").pk, by=analis, at=AT, key=pk_of("x"))

    text(town.browser(Role.ANALIS, KAB), f"/kasus/{case.pk}")

    assert Event.objects.get(kind="case.read").subject_id == case.pk


def test_the_list_filters_and_pages_by_its_last_row(lurah: Client) -> None:
    for number in range(queries.PAGE + 3):
        opened(f"kasus {number}")

    first = text(lurah, "/kasus?milik=on&wilayah=35.08.10")
    following = re.search(r'href="(\?[^"]*sesudah=[^"]*)"', first)
    assert following
    second = text(lurah, "/kasus" + following.group(1).replace("&amp;", "&"))

    rows = [re.findall(r"/kasus/([0-9a-f-]{36})", page) for page in (first, second)]
    assert [len(page) for page in rows] == [queries.PAGE, 3]
    assert not set(rows[0]) & set(rows[1])
    assert "Tidak ada kasus" in text(lurah, "/kasus?wilayah=35.09")


def test_the_filter_lies_open_only_when_something_was_chosen(lurah: Client) -> None:
    assert '<details class="no-print">' in text(lurah, "/kasus")
    assert '<details class="no-print" open>' in text(lurah, "/kasus?milik=on")


def test_the_list_of_cases_knows_a_region_by_its_name(case: Case) -> None:
    kepala = town.browser(Role.KEPALA, KAB)

    assert case.number in text(kepala, "/kasus?wilayah=tompokersn")  # as 35.08.10.1011 is called
    assert "Tidak ada kasus" in text(kepala, "/kasus?wilayah=Zzzyx")


def test_awas_is_offered_to_the_head_alone(case: Case) -> None:
    page = f"/kasus/{case.pk}/tingkat"

    assert 'value="awas"' in text(town.browser(Role.KEPALA, KAB), page)
    assert 'value="awas"' not in text(town.browser(Role.OPERATOR, KAB), page)


def test_a_case_says_that_awas_waits_for_the_head(lurah: Client) -> None:
    grave = opened("berat", event_form="E11", when="kini")

    assert "Diusulkan Awas, menunggu kepala" in text(lurah, f"/kasus/{grave.pk}")
    calm, asked = opened("ringan").number, text(lurah, "/kasus?status=diusulkan-awas")
    assert grave.number in asked
    assert calm not in asked


def test_a_broken_mark_of_a_page_is_absent(lurah: Client) -> None:
    assert lurah.get("/kasus?sesudah=kemarin").status_code == 404


def test_my_tasks_are_tapped_from_the_page(case: Case) -> None:
    give(case)
    head = town.browser(Role.RT, RT)
    task = Task.objects.get()
    assert "Tiba di lokasi" in text(head, "/tugas")

    for tap in ("tiba", "bantuan", "selesai"):
        assert head.post(f"/tugas/{task.pk}", {"tap": tap}).status_code == 302

    assert "Tidak ada tugas" in text(head, "/tugas")
    task.refresh_from_db()
    assert all((task.arrived_at, task.help_asked_at, task.done_at))


def give(case: Case, word: str = "satu") -> Task:
    return work.add_task(
        case.pk,
        text=f"Temui keluarga {word}.",
        owner_id=town.post(Role.RT, RT).pk,
        due_at=AT + timedelta(days=2),
        by=town.of(Role.LURAH, VILLAGE),
        at=AT,
        key=pk_of("tugas", word),
    )


def test_polsek_sees_its_copy_and_says_so(case: Case) -> None:
    desk, polsek = town.browser(Role.OPERATOR, KAB), town.browser(Role.KAPOLSEK, KEC)
    send(desk, f"/kasus/{case.pk}/tembusan", post_id=str(town.post(Role.KAPOLSEK, KEC).pk))
    copy = CopyRecipient.objects.get()
    assert "Saya sudah menerima tembusan ini" in text(polsek, "/tugas")

    polsek.post(f"/tembusan/{copy.pk}/terima")

    assert "diterima" in text(desk, f"/kasus/{case.pk}")


@pytest.mark.parametrize("address", ["/kasus", "/tugas", "/kasus/{pk}"])
def test_a_page_costs_the_same_however_much_is_on_it(lurah: Client, case: Case, address: str) -> None:
    place = address.format(pk=case.pk)
    machine.read_all()
    lurah.get(place)
    before = count(lurah, place)

    for word in ("a", "b", "c"):
        other = opened(word)
        give(case, word)
        work.add_note(case.pk, text=word, by=town.of(Role.LURAH, VILLAGE), at=AT, key=pk_of("n", word))
        actions.join(
            town.report(f"lagi {word}").pk,
            case.pk,
            by=town.of(Role.LURAH, VILLAGE),
            at=AT,
            key=pk_of("j", word),
        )
        assert other.is_live
    machine.read_all()

    assert count(lurah, place) == before
    assert before <= QUERIES[address]


# Session, account, device, standing, the bell; the list itself, its page is one query; the case has one each for
# itself, tasks, copies, papers, reports, what the machine read in them and officers said to it, merged cases,
# logbook and notes.
QUERIES = {"/kasus": 6, "/tugas": 8, "/kasus/{pk}": 15}


def count(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len(seen)


@pytest.mark.parametrize(
    "step", ["catatan", "rujuk", "tuntas", "periksa-ulang", "buka-kembali", "gabung", "penanggung-jawab", "tugas",
             "tembusan", "tingkat", "konflik-sosial", "lampiran", "status/dimediasi", "status/ditangani"],
)  # fmt: skip
def test_every_step_has_its_own_page_without_a_script(case: Case, step: str) -> None:
    actions.assign(
        case.pk,
        owner_id=town.post(Role.KEPALA, KAB).pk,
        due_at=AT + timedelta(days=1),
        by=town.of(Role.LURAH, VILLAGE),
        at=AT,
        key=pk_of("kepala"),
    )

    page = text(town.browser(Role.KEPALA, KAB), f"/kasus/{case.pk}/{step}")

    assert '<form method="post"' in page
    assert 'name="key"' in page


@pytest.mark.parametrize("step", ["tuntas", "gabung", "penanggung-jawab", "konflik-sosial", "tembusan"])
def test_steps_that_are_not_mine_are_absent(case: Case, step: str) -> None:
    assert town.browser(Role.BABINSA, VILLAGE).get(f"/kasus/{case.pk}/{step}").status_code == 404


def test_pages_are_complete_in_english(lurah: Client, case: Case) -> None:
    lurah.cookies["django_language"] = "en"

    page = text(lurah, f"/kasus/{case.pk}")

    assert "Next steps" in page
    assert "Attach the evidence" in page or "evidence" in page
