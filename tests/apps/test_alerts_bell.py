"""The bell: a short answer, only one's own rings, and nothing new when nothing is new."""

import json
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from kentongan.alerts.models import Alert
from kentongan.alerts.views import ADDRESSES
from kentongan.events.jobs import react
from kentongan.events.models import Event
from kentongan.rules.authority import Role
from tests import town
from tests.town import AT, KAB, KEC, RT, VILLAGE

pytestmark = pytest.mark.django_db
STREAM, STATE, BOARD = "/panggilan/aliran", "/panggilan/keadaan", "/panggilan"
# Session, account, device, terms of the account's posts, rings.
QUERIES_OF_A_QUIET_BELL = 5


@pytest.fixture(autouse=True)
def kabupaten() -> None:
    town.build()


def ring(word: str = "satu", **told: object) -> Alert:
    report = town.report(word, **({"urgency": "penting"} | told))  # type: ignore[arg-type]
    react(AT)
    return Alert.objects.get(subject_id=report.pk)


def read(client: Client, last: str = "") -> tuple[str, dict[str, object]]:
    answer = client.get(STREAM, headers={"Last-Event-ID": last} if last else {})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/event-stream"
    fields = dict(line.split(": ", 1) for line in answer.content.decode().strip().splitlines())
    assert fields["retry"] in {"1500", "5000"}
    return fields.get("id", ""), json.loads(fields.get("data", "{}"))


def test_the_lurah_hears_what_and_where_but_no_words_of_the_reporter() -> None:
    ring(text="Budi memukul Joko di warung.")

    mark, picture = read(town.browser(Role.LURAH, VILLAGE))

    assert mark
    assert picture["count"] == 1
    assert "Budi" not in json.dumps(picture)
    assert "Rogotrunan" in json.dumps(picture)


@pytest.mark.parametrize(
    ("role", "region", "pause"), [(Role.OPERATOR, KAB, "1500"), (Role.LURAH, VILLAGE, "5000")]
)
def test_the_duty_desk_asks_oftener_than_the_field(role: Role, region: str, pause: str) -> None:
    assert f"retry: {pause}\n" in town.browser(role, region).get(STREAM).content.decode()


def test_the_same_picture_is_not_sent_twice() -> None:
    ring()
    lurah = town.browser(Role.LURAH, VILLAGE)
    mark, _ = read(lurah)

    assert read(lurah, mark) == ("", {})
    assert Event.objects.filter(kind="alert.heard").count() == 1

    ring("dua")
    again, picture = read(lurah, mark)
    assert (again != mark, picture["count"]) == (True, 2)


def test_the_picture_empties_when_somebody_answers() -> None:
    alert = ring()
    lurah, babinsa = town.browser(Role.LURAH, VILLAGE), town.browser(Role.BABINSA, VILLAGE)
    mark, _ = read(babinsa)

    answer = lurah.post(f"/panggilan/{alert.pk}/dengar")

    assert urlsplit(answer["Location"]).path == BOARD
    assert read(babinsa, mark)[1]["count"] == 0


@pytest.mark.parametrize(("role", "region"), [(Role.CAMAT, KEC), (Role.OPERATOR, KAB), (Role.RT, RT)])
def test_nobody_hears_rings_of_other_posts(role: Role, region: str) -> None:
    silent = read(town.browser(role, region))

    ring()

    assert read(town.browser(role, region)) == silent, "byte for byte as if there were nothing"


def test_the_state_answers_not_modified_with_its_etag() -> None:
    ring()
    lurah = town.browser(Role.LURAH, VILLAGE)

    first = lurah.get(STATE)
    second = lurah.get(STATE, headers={"If-None-Match": first["ETag"]})

    assert (first.json()["count"], second.status_code, second.content) == (1, 304, b"")
    assert "private" in second["Cache-Control"]


def test_a_stranger_is_sent_to_the_login() -> None:
    assert Client().get(STREAM).status_code == 302


def queries_of(client: Client, last: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get(STREAM, headers={"Last-Event-ID": last})
    return len(seen)


def test_a_bell_with_nothing_new_costs_five_queries_however_much_waits() -> None:
    lurah = town.browser(Role.LURAH, VILLAGE)
    assert queries_of(lurah, read(lurah)[0]) == QUERIES_OF_A_QUIET_BELL

    for word in ("satu", "dua", "tiga"):
        ring(word)

    assert queries_of(lurah, read(lurah)[0]) == QUERIES_OF_A_QUIET_BELL


def test_pressing_saya_dengar_twice_is_pressing_once() -> None:
    alert, lurah = ring(), town.browser(Role.LURAH, VILLAGE)

    for _ in range(2):
        assert lurah.post(f"/panggilan/{alert.pk}/dengar").status_code == 302

    assert Event.objects.filter(kind="alert.acknowledged").count() == 1


def test_acknowledging_what_one_was_not_called_for_is_absent() -> None:
    alert = ring()

    answer = town.browser(Role.CAMAT, KEC).post(f"/panggilan/{alert.pk}/dengar")

    assert answer.status_code == 404


def test_the_board_shows_the_camat_what_waits_in_his_kecamatan_without_a_button() -> None:
    alert = ring()

    page = town.browser(Role.CAMAT, KEC).get(BOARD).content.decode()

    assert f"a-{alert.pk}" in page
    assert "/dengar" not in page


def test_the_board_shows_the_admin_where_nobody_answers_and_not_what_about() -> None:
    for role, region in town.EVERY_POST:
        if role is not Role.ADMIN:
            town.vacate(role, region)
    alert = ring()

    page = town.browser(Role.ADMIN, KAB).get(BOARD).content.decode()

    assert "Tanpa petugas" in page
    assert "Rogotrunan" in page
    assert alert.headline.split(" · ")[0] not in page


def test_an_empty_board_says_so() -> None:
    assert "Tidak ada panggilan" in town.browser(Role.LURAH, VILLAGE).get(BOARD).content.decode()


def test_the_board_leads_to_pages_that_exist() -> None:
    for address in ADDRESSES.values():
        assert resolve(f"{address}/{town.pk_of('x')}").url_name in {"detail", "finding", "silence"}


def test_a_page_drawn_for_nobody_has_no_bell_and_does_not_fail() -> None:
    drawn = render_to_string("alerts/_bell.html", {})

    assert "data-bell" not in drawn
