"""P25: whatever comes in gets a sentence and a fitting status, never a 500; and the search for faults finds planted ones.

A search that finds nothing proves nothing by itself, so each search is also run against planted faults and must
find every one of them; the figures say after how many cases.
"""

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from kentongan.reports import places, reading, throttle
from kentongan.reports.models import Report
from kentongan.rules import writing
from tests.offices import make_regions
from tests.promises.report import promise_report
from tests.strategies import bodies, messages, texts

pytestmark = [pytest.mark.promise, pytest.mark.django_db]

NIGHT = os.environ.get("PROMISES") == "night"
CASES = 5_000 if NIGHT else 250
SEARCH = 5_000 if NIGHT else 1_500
AT = datetime(2026, 11, 21, 3, 4, 5, tzinfo=UTC)
STATEMENT = "masukan seburuk apa pun dijawab dengan kalimat dan status yang cocok, tidak pernah 500"
FITTING = {200, 201, 400, 403, 409, 413, 415, 422, 429}
quick = settings(
    max_examples=CASES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(autouse=True)
def _places() -> None:
    make_regions()
    throttle.INTAKE.left = throttle.INTAKE.burst = 1e9


def fault_of(body: dict[str, Any]) -> str:
    """Send a body and say what is wrong with the answer; nothing is a good answer."""
    key = "kunci-" + str(abs(hash(json.dumps(body, default=str, sort_keys=True))))
    client = Client(raise_request_exception=False)
    answer = client.post(
        "/api/v1/laporan", json.dumps(body), content_type="application/json", headers={"idempotency-key": key}
    )
    if answer.status_code not in FITTING:
        return f"{answer.status_code} for {body!r}"
    told = answer.json()
    if answer.status_code < 300:
        return lost_in(body, Report.objects.get(code=told["kode"]))
    return "" if re.search(r"\w{3,}.*[.?]$", told["kalimat"], re.DOTALL) else f"no sentence: {told!r}"


def lost_in(body: dict[str, Any], report: Report) -> str:
    """Say what of an accepted report was not kept."""
    told = writing.clean(str(body.get("cerita") or ""))
    if [letter for letter in told if letter.isalnum()] != [letter for letter in report.text if letter.isalnum()]:
        return f"lost: {told!r} became {report.text!r}"
    if set(report.text) & set("\x00\u202e\u200b\ufeff"):
        return f"kept what nobody sees: {report.text!r}"
    if report.lat is not None and not -90 <= report.lat <= 90:
        return f"a point outside of the earth: {report.lat}"
    wrong = [pair for pair in report.counts.values() if not 0 <= pair[0] <= pair[1]]
    return f"counts {wrong!r}" if wrong else ""


def test_no_body_gets_anything_but_a_sentence() -> None:
    tried = 0

    @quick
    @given(bodies())
    def every_body(body: dict[str, Any]) -> None:
        nonlocal tried
        tried += 1
        assert fault_of(body) == ""

    every_body()
    assert tried >= CASES // 2


@contextmanager
def planted(place: object, name: str, defect: object) -> Iterator[None]:
    """Put a defect in place of what stands there, for a while."""
    kept = getattr(place, name) if not isinstance(place, dict) else place[name]
    _put(place, name, defect)
    try:
        yield
    finally:
        _put(place, name, kept)


def _put(place: object, name: str, value: object) -> None:
    if isinstance(place, dict):
        place[name] = value
    else:
        setattr(place, name, value)


def careless_degrees(value: object) -> float | None:
    return None if value in (None, "") else float(value)  # type: ignore[arg-type]


def careless_day(value: object) -> object:
    return datetime.fromisoformat(str(value)).date() if value else None


def careless_counts(value: object) -> object:
    return {str(kind): (int(n), int(n)) for kind, n in value.items() if isinstance(n, int)} if value else {}  # type: ignore[attr-defined]


def only_ascii(value: object) -> str:
    return str(value).encode("ascii", "ignore").decode()[:4_000]


def cut_short(value: object) -> str:
    return writing.clean(str(value))[:20]


SABOTEURS: dict[str, Callable[[], Any]] = {
    "coordinates that are not looked at": lambda: planted(reading.FIELDS, "lintang", ("lat", careless_degrees)),
    "a day that is not caught": lambda: planted(reading.FIELDS, "tanggal", ("occurred_on", careless_day)),
    "counts of any size": lambda: planted(reading.FIELDS, "jumlah", ("counts", careless_counts)),
    "letters beyond ASCII dropped": lambda: planted(reading.FIELDS, "cerita", ("text", only_ascii)),
    "long stories cut in silence": lambda: planted(reading.FIELDS, "cerita", ("text", cut_short)),
    "unseen characters kept": lambda: planted(reading, "clean", lambda text: str(text)),
    "a moment at the end of time": lambda: planted(
        reading.FIELDS, "waktu_hp", ("stated_at", lambda v: datetime.fromisoformat(str(v)) if v else None)
    ),
    "a code of a region that is none": lambda: planted(reading.FIELDS, "wilayah", ("region", str)),
    "issues of any shape": lambda: planted(reading.FIELDS, "isu", ("issues", lambda v: tuple(v))),
    "a place of any length": lambda: planted(places, "PRECISION", {}),
}


def cases_until_found(sabotage: Callable[[], Any]) -> int:
    """Return after how many cases the search found a planted fault; 0 if it never did."""
    tried = 0

    def is_faulty(body: dict[str, Any]) -> bool:
        nonlocal tried
        tried += 1
        try:
            return fault_of(body) != ""
        except connection.Database.Error:
            return True

    with sabotage():
        try:
            find(
                bodies(),
                is_faulty,
                settings=settings(quick, max_examples=SEARCH, phases=[Phase.generate]),
            )
        except NoSuchExample:
            return 0
    return tried


def test_the_search_finds_every_planted_fault() -> None:
    found = {name: cases_until_found(sabotage) for name, sabotage in SABOTEURS.items()}

    for name, cases in found.items():
        print(f"  {name}: found after {cases} cases" if cases else f"  {name}: NOT FOUND")
    caught = sum(cases > 0 for cases in found.values())
    promise_report(
        "P25",
        cases=CASES,
        failures=0,
        saboteurs_caught=caught,
        saboteurs=len(SABOTEURS),
        statement=STATEMENT,
    )


RAW: dict[str, tuple[bytes, str, int]] = {
    "nothing": (b"", "application/json", 400),
    "half a body": (b'{"cerita": "ada', "application/json", 400),
    "a list": (b"[]", "application/json", 400),
    "not UTF-8": (b'{"cerita": "\xff"}', "application/json", 400),
    "NaN": (b'{"lintang": NaN}', "application/json", 400),
    "minus Infinity": (b'{"lintang": -Infinity}', "application/json", 400),
    "a number of a thousand digits": (b'{"bujur": ' + b"9" * 1_000 + b"}", "application/json", 400),
    "a hundred thousand brackets": (b"[" * 100_000, "application/json", 400),
    "nested lists": (b'{"isu": ' + b"[" * 40 + b"]" * 40 + b"}", "application/json", 400),
    "a field twice": (b'{"cerita": "a", "cerita": "b"}', "application/json", 400),
    "a form": (b"cerita=a", "application/x-www-form-urlencoded", 415),
    "no type": (b"{}", "", 415),
    "a picture": (b"\xff\xd8\xff", "image/jpeg", 415),
    "half a megabyte": (b'{"cerita": "' + b"a" * 500_000 + b'"}', "application/json", 413),
    "nothing told": (b"{}", "application/json", 422),
    "only nulls": (b'{"cerita": null, "kejadian": null}', "application/json", 422),
    "an unknown field": (b'{"cerita": "a", "agama": "x"}', "application/json", 422),
}


@pytest.mark.parametrize("name", RAW)
def test_a_body_that_is_no_report_gets_the_status_that_fits(name: str) -> None:
    body, content_type, status = RAW[name]

    answer = Client().post("/api/v1/laporan", body, content_type=content_type, headers={"idempotency-key": "kunci-0001"})

    assert answer.status_code == status, answer.content
    assert answer.json()["kalimat"].endswith(".")
    assert not Report.objects.exists()


@quick
@given(messages())
def test_every_message_as_people_write_it_can_be_pasted(message: str) -> None:
    told = reading.read_paste({"cerita": message}, at=AT)

    assert told.draft is not None or len(message) > reading.PASTE_LIMIT or not writing.clean(message)


@quick
@given(st.dictionaries(st.sampled_from(["kejadian", "kapan", "desa", "rt", "tempat", "cerita", "tanggal", "jumlah_luka", "kode", "key"]), texts()))
def test_no_form_breaks_the_reader(post: dict[str, str]) -> None:
    raw = reading.from_post(post)

    for told in (reading.read_report(raw, channel="web", at=AT), reading.read_paste({"cerita": "x"} | raw, at=AT)):
        assert (told.draft is None) == bool(told.faults)


# --- the API against its own document ------------------------------------------------------------

app = get_wsgi_application()


def schema() -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


def violations(most: int) -> list[str]:
    """Let schemathesis try every operation and gather what contradicts the document."""
    found: list[str] = []

    for result in schema().get_all_operations():
        operation = result.ok()

        @settings(quick, max_examples=most)
        @given(case=operation.as_strategy())
        def every_case(case: Any) -> None:
            case.call_and_validate()

        try:
            every_case()
        except Exception as error:  # noqa: BLE001  # what schemathesis raises is what we collect
            found.append(f"{operation.label}: {type(error).__name__} {error}"[:300])
    return found


def test_the_api_keeps_to_its_document() -> None:
    assert violations(CASES // 5) == []
