"""The pages of drills: proposed, agreed, led, played on a board of its own, and the sheet of what there was to learn."""

import re
from datetime import datetime, timedelta
from xml.etree.ElementTree import fromstring

import pytest
from django.test import Client

from kentongan.drills import actions, board, sheet, timeline
from kentongan.drills.models import Drill
from kentongan.drills.queries import holders
from kentongan.reports.models import Report
from kentongan.rules.authority import Role
from tests import drill as drills
from tests import town
from tests.web.colour import contrast

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def office(monkeypatch: pytest.MonkeyPatch) -> None:
    drills.office()
    drills.by_hand(monkeypatch)
    set_clock(monkeypatch, drills.AT)


def set_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


def browser(role: Role, region: str = town.KAB) -> Client:
    return town.browser(role, region)


def joined(role: Role, region: str, drill: Drill) -> Client:
    """Return a browser that has gone over to the board of a drill."""
    client = browser(role, region)
    client.post("/gladi/papan", {"papan": drill.name})
    return client


def test_a_drill_is_proposed_with_those_who_hold_the_posts_now() -> None:
    analyst = browser(Role.ANALIS)
    page = analyst.get("/gladi/usul", {"wilayah": town.KEC}).content.decode()
    keys = re.search(r'name="key" value="([^"]+)"', page)
    assert keys
    operator = next(term for term in holders(town.KEC, at=drills.AT) if term.post.role == Role.OPERATOR)
    told = {
        "wilayah": town.KEC, "skenario": "bulan-tenang", "hari": "3", "kecepatan": "60",
        "peserta": [str(operator.pk)], "key": keys[1],
    }  # fmt: skip

    answer = analyst.post("/gladi/usul", told)
    again = analyst.post("/gladi/usul", told)

    made = Drill.objects.get()
    assert (answer.status_code, answer["Location"], again["Location"]) == (
        302,
        f"/gladi/{made.pk}",
        f"/gladi/{made.pk}",
    )
    assert made.participants.get().account == operator.account
    assert "Lurah" not in page or "lurah 35.08.10.1011" in page


def test_a_proposal_without_players_is_asked_for_them() -> None:
    answer = browser(Role.ANALIS).post(
        "/gladi/usul",
        {
            "wilayah": town.KEC,
            "skenario": "bulan-tenang",
            "hari": "3",
            "kecepatan": "60",
            "key": str(town.pk_of("k")),
        },
    )

    assert answer.status_code == 422
    assert not Drill.objects.exists()


def test_only_the_second_person_is_offered_to_agree() -> None:
    drill = drills.propose()
    address = f"/gladi/{drill.pk}"

    offered = {
        role: "/setujui" in browser(role).get(address).content.decode()
        for role in (Role.ANALIS, Role.KEPALA, Role.PIMPINAN, Role.OPERATOR)
    }

    assert offered == {Role.ANALIS: False, Role.KEPALA: True, Role.PIMPINAN: True, Role.OPERATOR: False}


def test_who_plays_never_sees_the_plan() -> None:
    drill = drills.running()
    address = f"/gladi/{drill.pk}"

    leader = browser(Role.ANALIS).get(address).content.decode()
    player = browser(Role.OPERATOR).get(address).content.decode()

    assert "Rencana dan jalannya" in leader
    assert "Rencana dan jalannya" not in player
    assert browser(Role.OPERATOR).post(f"{address}/akhiri").status_code == 404


def test_the_board_of_a_drill_says_so_everywhere_and_shows_only_the_drill() -> None:
    drill = drills.running()
    drills.beat(drills.AT + MINUTE)
    real = town.report("sungguhan")
    client = joined(Role.LURAH, town.VILLAGE, drill)

    for path in ("/panggilan", "/kasus", "/situasi", "/tugas", "/nihil", "/tidak-ada"):
        page = client.get(path).content.decode()
        assert 'data-mode="gladi"' in page, path
        assert "GLADI G1" in page, path
    assert str(real.pk) not in client.get("/panggilan").content.decode()
    assert client.get(f"/laporan/{real.pk}").status_code == 404
    told = Report.objects.get(client_id="G1:pesan-1")
    assert client.get(f"/laporan/{told.pk}").status_code == 200


def test_what_is_reported_during_a_drill_is_real() -> None:
    drill = drills.running()
    client = joined(Role.LURAH, town.VILLAGE, drill)
    page = client.get("/lapor").content.decode()
    told = {
        "kejadian": "E13",
        "kapan": "sudah",
        "wilayah": f"{drill.name}-{town.VILLAGE}",
        "cerita": "Sungguh.",
    }

    answer = client.post("/api/v1/laporan", told | {"kode": ""}, content_type="application/json",
                         headers={"Idempotency-Key": "kunci-dari-hp-1"})  # fmt: skip

    assert 'data-mode=""' in page
    assert answer.status_code == 201
    assert Report.objects.get().region_id == town.VILLAGE


def test_a_real_call_breaks_through_a_drill() -> None:
    drill = drills.running()
    drills.beat(drills.AT + MINUTE)
    town.report("sungguhan", event_form="E04", when="kini")
    from kentongan.events import jobs

    jobs.react(drills.AT + MINUTE)
    client = joined(Role.LURAH, town.VILLAGE, drill)

    page = client.get("/panggilan").content.decode()
    rings = client.get("/panggilan/keadaan").json()["rings"]

    assert "SUNGGUHAN menunggu" in page
    assert "SUNGGUHAN ·" in page
    assert next(ring["status"] for ring in rings) == "Actual"
    assert {"Actual", "Exercise"} == {ring["status"] for ring in rings}


def test_going_back_to_the_real_board_shows_the_country_again() -> None:
    drill = drills.running()
    client = joined(Role.LURAH, town.VILLAGE, drill)

    answer = client.post("/gladi/papan", {"lanjut": "https://example.org/"})

    assert answer["Location"] == "/"
    assert 'data-mode=""' in client.get("/kasus").content.decode()


def test_nobody_joins_a_drill_in_which_they_do_not_play() -> None:
    drill = drills.running()

    client = joined(Role.BABINSA, town.VILLAGE, drill)

    assert 'data-mode=""' in client.get("/kasus").content.decode()


def test_after_the_end_everybody_reads_what_there_was_to_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    drill = drills.running()
    drills.beat(drills.AT + MINUTE)
    drills.act(actions.end, drill, at=drills.AT + 2 * MINUTE)
    drills.beat(drills.AT + 2 * MINUTE)

    page = browser(Role.LURAH, town.VILLAGE).get(f"/gladi/{drill.pk}/hasil")
    sheet = browser(Role.LURAH, town.VILLAGE).get(f"/gladi/{drill.pk}/hasil.pdf")

    assert page.status_code == 200
    assert "terlewat" in page.content.decode()
    assert sheet["Content-Type"] == "application/pdf"
    assert sheet.content.startswith(b"%PDF-1.7")
    assert b"pdfuaid" in sheet.content
    assert page.content.decode().count("<svg") >= 1


def test_the_time_line_shows_each_mark_in_a_shape_of_its_own() -> None:
    begin = drills.MIDNIGHT
    hour = timedelta(hours=1)
    worry = timeline.Line(
        "<b>Batas</b> & tambak", begin, begin + 9 * hour, begin + hour, begin + 2 * hour, None
    )

    drawn = timeline.drawn(
        [worry],
        begins_at=begin,
        ends_at=begin + 24 * hour,
        words=dict.fromkeys(("title", "told", "noticed", "answered", "broke_out"), "kata"),
        day=lambda at: at.strftime("%d"),
    )

    picture = fromstring(drawn)  # noqa: S314 our own
    marks = {tag: len(picture.findall(f".//{{*}}{tag}")) for tag in ("circle", "polygon", "rect")}
    assert marks == {"circle": 2, "polygon": 3, "rect": 3}, "one of each kind stands in the legend"
    assert "<b>Batas</b> & tambak" in [one.text for one in picture.iter() if one.tag.endswith("text")]


def test_the_sheet_says_that_it_is_a_drill_on_every_page() -> None:
    drill = drills.running()
    drills.beat(drills.AT + MINUTE)
    drills.act(actions.end, drill, at=drills.AT + MINUTE)
    drills.beat(drills.AT + 2 * MINUTE)
    drill = Drill.objects.get(pk=drill.pk)

    data = sheet.data_of(drill, board.after(drill))

    assert data["mark"].startswith("GLADI G1")
    template = sheet.TEMPLATE.read_text()
    assert "data.mark" in template.partition("header:")[2].partition("footer:")[0]
    assert "data.mark" in template.partition("footer:")[2]
    assert data["course"]["rows"]
    assert data["lang"] == "id"


def test_a_drill_that_is_being_removed_shows_how_far_it_is() -> None:
    drill = drills.running()
    drills.beat(drills.AT + MINUTE)
    drills.act(actions.end, drill)
    drills.act(actions.remove, drill)

    page = browser(Role.ANALIS).get(f"/gladi/{drill.pk}")

    assert "<progress" in page.content.decode()
    assert page["Refresh"] == "3"


TOKENS = ("bg", "surface", "ink", "muted", "control", "primary", "on-primary", "link")


def token(name: str, theme: str) -> str:
    from pathlib import Path

    sheet = Path(actions.__file__).parent / "static" / "drills" / "gladi.css"
    found = re.search(rf"--{name}: (?:light-dark\((#\w+), (#\w+)\)|(#\w+));", sheet.read_text())
    assert found, name
    light, dark, both = found.groups()
    return both or (light if theme == "light" else dark)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("ink", "bg", 7), ("ink", "surface", 7), ("muted", "bg", 4.5), ("muted", "surface", 4.5), ("link", "bg", 4.5),
        ("link", "surface", 4.5), ("on-primary", "primary", 4.5), ("control", "bg", 3),
    ],
)  # fmt: skip
def test_the_colours_of_a_drill_can_be_read(front: str, back: str, least: float, theme: str) -> None:
    assert contrast(token(front, theme), token(back, theme)) >= least
