"""Programs come in by a door of their own: less is done for them, and nothing less is watched."""

import json
from typing import Any

import pytest
from django.test import Client, override_settings

from kentongan.reports.models import Report
from kentongan.rules.authority import Role
from kentongan.web.middleware import LOADS_NOTHING
from tests import town
from tests.town import VILLAGE

pytestmark = pytest.mark.django_db
STRANGE = override_settings(ROOT_URLCONF="tests.web.refusing_urls")
TOLD = {"kejadian": "E13", "kapan": "kini", "wilayah": VILLAGE, "cerita": "Cekcok di warung."}


@pytest.fixture(autouse=True)
def kabupaten() -> None:
    town.build()


def send(client: Client, key: str = "phone-00000001", **more: str) -> Any:
    headers = {"Idempotency-Key": key, **more}
    return client.post("/api/v1/laporan", json.dumps(TOLD), content_type="application/json", headers=headers)


def test_an_answer_loads_nothing_sets_no_cookie_and_says_its_length_and_language() -> None:
    answer = send(Client())

    assert answer.status_code == 201
    assert not answer.cookies
    assert {name: answer.headers[name] for name in ("Content-Security-Policy", "X-Content-Type-Options")} == {
        "Content-Security-Policy": LOADS_NOTHING,
        "X-Content-Type-Options": "nosniff",
    }
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert answer.headers["Content-Language"] == "id"


def test_whoever_is_logged_in_is_known_and_must_come_from_our_own_page() -> None:
    lurah = town.browser(Role.LURAH, VILLAGE)

    foreign = send(lurah, Origin="https://jahat.example")
    own = send(lurah, Origin="http://testserver")

    assert (foreign.status_code, own.status_code) == (403, 201)
    assert Report.objects.get().author_id == town.of(Role.LURAH, VILLAGE).account


def test_a_name_that_is_not_ours_is_refused() -> None:
    assert send(Client(), Host="jahat.example").status_code == 400
    assert not Report.objects.exists()


def test_a_body_that_is_too_large_is_refused_before_it_is_read() -> None:
    answer = Client().post(
        "/api/v1/laporan", "{}", content_type="application/json", CONTENT_LENGTH=str(10**9)
    )

    assert (answer.status_code, answer.json()["kode"]) == (413, "too_large")


@STRANGE
@pytest.mark.parametrize("address", ["gaib", "tanpa-kebijakan", "sungguh-tidak-ada"])
def test_what_is_absent_hidden_or_undeclared_looks_alike(address: str) -> None:
    answer = Client().get(f"/api/v1/{address}")

    assert answer.status_code == 404
    assert answer.json() == {"kode": "absent", "kalimat": "Tidak ditemukan.", "bidang": {}}


@STRANGE
def test_a_bug_behind_the_door_is_a_bug() -> None:
    assert Client(raise_request_exception=False).get("/api/v1/rusak").status_code == 500


def test_a_long_document_is_compressed() -> None:
    answer = Client().get("/api/v1/openapi.json", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Length"] == str(len(answer.content))
