"""The API: one report for one key, documented answers, the same sentences as the pages."""

import io
import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.test import Client
from PIL import Image

from kentongan.reports import actions, pictures
from kentongan.reports.models import Addition, NilReport, Photo, Report
from kentongan.rules.authority import Role
from tests.offices import make_officer, make_regions

pytestmark = pytest.mark.django_db
CODE = "KT-A82K5-85YM0E"
VILLAGE = "35.08.10.1001"
CLASH = {
    "kejadian": "ribut",
    "kapan": "kini",
    "wilayah": VILLAGE,
    "kode": CODE,
    "jumlah": {"luka": [2, 5], "massa": 50},
}


@pytest.fixture(autouse=True)
def _places() -> None:
    make_regions()


def send(body: dict[str, Any], client: Client | None = None, *, key: str = "", origin: str = "") -> Any:
    headers = {name: value for name, value in (("idempotency-key", key), ("origin", origin)) if value}
    return (client or Client()).post(
        "/api/v1/laporan", json.dumps(body), content_type="application/json", headers=headers
    )


def put_photo(data: bytes, kind: str = "image/png", code: str = CODE) -> Any:
    return Client().put(f"/api/v1/laporan/{code}/foto", data, content_type=kind)


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(out, "PNG")
    return out.getvalue()


def test_a_phone_sends_its_own_code_and_gets_a_receipt() -> None:
    answer = send(CLASH)

    told = answer.json()
    assert (answer.status_code, told["kode"], told["ulang"]) == (201, CODE, False)
    report = Report.objects.get()
    assert (report.channel, report.counts) == ("hp", {"luka": [2, 5], "massa": [50, 50]})
    assert not answer.cookies


def test_the_same_again_is_the_first_receipt_and_other_content_a_conflict() -> None:
    first, again, other = send(CLASH), send(CLASH), send(CLASH | {"cerita": "Lain."})

    assert [one.status_code for one in (first, again, other)] == [201, 200, 409]
    assert again.json() == first.json() | {"ulang": True}
    assert other.json()["kode"] == "key_conflict"
    assert Report.objects.count() == 1


def test_a_code_that_is_taken_can_be_sent_again_under_a_new_code() -> None:
    send(CLASH)
    mine = CLASH | {"cerita": "Laporan lain sama sekali."}

    taken = send(mine, key="kunci-lain-1")
    anew = send(mine | {"kode": None}, key="kunci-lain-2")

    assert [taken.status_code, anew.status_code] == [409, 201]
    assert anew.json()["kode"] != CODE


def test_a_key_is_needed_and_has_a_shape() -> None:
    without = CLASH | {"kode": None}

    assert [send(without).status_code, send(without, key="a b").status_code] == [400, 400]


def test_each_wrong_field_has_its_sentence() -> None:
    answer = send(CLASH | {"lintang": 91, "bujur": 0, "tanggal": "31/02/2026", "agama": "x"})

    assert answer.status_code == 422
    assert set(answer.json()["bidang"]) == {"lintang", "tanggal", "agama"}


def test_guests_are_not_reported_as_an_incident() -> None:
    assert send(CLASH | {"kejadian": "E28"}).status_code == 422


def test_refusals_are_in_english_for_who_asked_for_english() -> None:
    client = Client()
    client.cookies["django_language"] = "en"

    assert send({}, client, key="kunci-0001").json()["kalimat"] == "Something needs to be put right."


def test_progress_says_words_and_times_and_an_unknown_code_is_absent() -> None:
    send(CLASH)

    known = Client().get(f"/api/v1/laporan/{CODE.lower()}")
    unknown, wrong = Client().get("/api/v1/laporan/KT-00000-000000"), Client().get("/api/v1/laporan/apa-saja")

    assert [step["kata"] for step in known.json()["langkah"]] == ["Diterima"]
    assert set(known.json()) == {"kode", "langkah"}
    assert unknown.status_code == wrong.status_code == 404
    assert unknown.content == wrong.content


def test_a_photo_follows_its_report_and_twice_is_once() -> None:
    send(CLASH)

    answers = [put_photo(png()), put_photo(png())]

    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json() == {"lebar": 30, "tinggi": 20}
    assert Photo.objects.count() == 1


def test_a_photo_that_cannot_be_kept_is_refused_with_the_status_that_fits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    send(CLASH)

    assert put_photo(b"x", "application/pdf").status_code == 415
    assert put_photo(b"%PDF-1.7").status_code == 415
    assert put_photo(png()[:40]).status_code == 422
    assert put_photo(png(), code="KT-00000-000000").status_code == 404
    monkeypatch.setattr(pictures.DOOR, "enter", lambda: False)
    busy = put_photo(png())
    assert (busy.status_code, busy["Retry-After"]) == (429, "5")


def test_a_fifth_photo_is_one_too_many() -> None:
    send(CLASH)
    for shade in range(5):
        out = io.BytesIO()
        Image.new("RGB", (30, 20), (shade, 0, 0)).save(out, "PNG")
        last = put_photo(out.getvalue())

    assert (last.status_code, Photo.objects.count()) == (409, 4)


def test_a_full_disk_is_said_and_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    class DiskIsFull(Exception):
        sqlite_errorname = "SQLITE_FULL"

    def refuse(**_values: object) -> None:
        raise OperationalError("database or disk is full") from DiskIsFull()

    monkeypatch.setattr(actions, "receive", refuse)
    client = Client(raise_request_exception=False)

    answer = send(CLASH, client)

    assert answer.status_code == 507
    assert "penuh" in answer.json()["kalimat"]


def test_details_are_added_once() -> None:
    send(CLASH)
    told = {"cerita": "Ada dua yang luka."}

    answers = [
        Client().post(
            f"/api/v1/laporan/{CODE}/rincian",
            json.dumps(told),
            content_type="application/json",
            headers={"idempotency-key": "rincian-0001"},
        )
        for _time in range(2)
    ]

    assert [one.status_code for one in answers] == [204, 204]
    assert Addition.objects.count() == 1


def test_nihil_needs_a_post() -> None:
    lurah = Client()
    lurah.force_login(make_officer(Role.LURAH, VILLAGE))
    from django.utils import timezone

    body = json.dumps({"wilayah": VILLAGE, "peran": "lurah", "tanggal": timezone.localdate().isoformat()})
    nobody = Client().post("/api/v1/nihil", body, content_type="application/json")
    foreign = lurah.post("/api/v1/nihil", body, content_type="application/json")
    own = lurah.post(
        "/api/v1/nihil", body, content_type="application/json", headers={"origin": "http://testserver"}
    )

    assert [nobody.status_code, foreign.status_code, own.status_code] == [404, 403, 200]
    assert NilReport.objects.count() == 1


def test_the_document_names_every_answer() -> None:
    document = Client().get("/api/v1/openapi.json").json()

    answers = document["paths"]["/api/v1/laporan"]["post"]["responses"]
    assert {"200", "201", "400", "409", "413", "415", "422", "429", "507"} <= set(answers)


def test_an_anonymous_report_over_the_api_keeps_nobody() -> None:
    lurah = Client()
    lurah.force_login(make_officer(Role.LURAH, VILLAGE))

    send(
        CLASH | {"anonim": True, "kode": None},
        lurah,
        key=str(uuid4()),
        origin="http://testserver",
    )

    assert Report.objects.get().author is None
