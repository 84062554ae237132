"""P25: whatever comes in gets a sentence and a fitting status, never a 500; and the search for faults finds planted ones.

A search that finds nothing proves nothing by itself, so each search is also run against planted faults and must
find every one of them; the figures say after how many cases.
"""

import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, close_old_connections
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample, Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kentongan.reports import api as reports_api
from kentongan.reports import places, reading, throttle
from kentongan.reports.models import Report
from kentongan.rules import writing
from kentongan.web import api as web_api
from kentongan.wilayah.models import Region
from tests.offices import make_regions
from tests.promises.report import amount, promise_report
from tests.strategies import bodies, messages, texts

pytestmark = [pytest.mark.promise, pytest.mark.django_db]

CASES = amount(250, 5_000)
SEARCH = amount(1_500, 5_000)
AT = datetime(2026, 11, 21, 3, 4, 5, tzinfo=UTC)
STATEMENT = "masukan seburuk apa pun dijawab dengan kalimat dan status yang cocok, tidak pernah 500"
FITTING = {200, 201, 400, 403, 409, 413, 415, 422, 429}
quick = settings(
    max_examples=CASES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _places(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make regions, open the line wide, and keep the connection of the test, as Django's own test client does."""
    make_regions()
    monkeypatch.setattr(throttle.INTAKE, "burst", 1e9)
    monkeypatch.setattr(throttle.INTAKE, "left", 1e9)
    monkeypatch.setattr(throttle, "AT_ONCE", 1_000_000)
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


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
    if [letter for letter in told if letter.isalnum()] != [
        letter for letter in report.text if letter.isalnum()
    ]:
        return f"lost: {told!r} became {report.text!r}"
    if set(report.text) & set("\x00\u202e\u200b\ufeff"):
        return f"kept what nobody sees: {report.text!r}"
    if report.lat is not None and not -90 <= report.lat <= 90:
        return f"a point outside of the earth: {report.lat}"
    wrong = [pair for pair in report.counts.values() if not 0 <= pair[0] <= pair[1]]
    return f"counts {wrong!r}" if wrong else ""


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
    "coordinates that are not looked at": lambda: planted(
        reading.FIELDS, "lintang", ("lat", careless_degrees)
    ),
    "a day that is not caught": lambda: planted(reading.FIELDS, "tanggal", ("occurred_on", careless_day)),
    "counts of any size": lambda: planted(reading.FIELDS, "jumlah", ("counts", careless_counts)),
    "letters beyond ASCII dropped": lambda: planted(reading.FIELDS, "cerita", ("text", only_ascii)),
    "long stories cut in silence": lambda: planted(reading.FIELDS, "cerita", ("text", cut_short)),
    "unseen characters kept": lambda: planted(reading, "clean", str),
    "a moment at the end of time": lambda: planted(
        reading.FIELDS, "waktu_hp", ("stated_at", lambda v: datetime.fromisoformat(str(v)) if v else None)
    ),
    "a region nobody knows": lambda: planted(
        places, "_deepest_served", lambda code: Region.objects.get(pk=code)
    ),
    "issues of any shape": lambda: planted(reading.FIELDS, "isu", ("issues", tuple)),
    "a place of any length": lambda: planted(places, "PRECISION", {}),
}


def search(sabotage: Callable[[], Any], most: int) -> tuple[int, str]:
    """Send body after body until one is answered badly; return how many were sent, and the bad answer."""
    tried, fault = 0, ""

    def is_faulty(body: dict[str, Any]) -> bool:
        nonlocal tried, fault
        tried += 1
        try:
            fault = fault_of(body)
        except DatabaseError as error:
            fault = repr(error)
        return fault != ""

    with sabotage():
        try:
            find(bodies(), is_faulty, settings=settings(quick, max_examples=most, phases=[Phase.generate]))
        except NoSuchExample:
            return tried, ""
    return tried, fault


def test_no_body_gets_anything_but_a_sentence_and_the_search_finds_every_planted_fault() -> None:
    tried, fault = search(nullcontext, CASES)
    found = {name: search(sabotage, SEARCH) for name, sabotage in SABOTEURS.items()}

    tell(found)
    assert fault == ""
    promise_report(
        "P25",
        cases=tried,
        failures=int(fault != ""),
        saboteurs_caught=sum(bool(bad) for _cases, bad in found.values()),
        saboteurs=len(SABOTEURS),
        statement=STATEMENT,
    )


def tell(found: dict[str, tuple[int, str]]) -> None:
    """Print after how many cases each planted fault was found."""
    for name, (cases, bad) in found.items():
        print(f"  {name}: " + (f"found after {cases} cases" if bad else f"NOT FOUND in {cases} cases"))


RAW: dict[str, tuple[bytes, str, int]] = {
    "nothing": (b" ", "application/json", 400),
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

    answer = Client().post(
        "/api/v1/laporan", body, content_type=content_type, headers={"idempotency-key": "kunci-0001"}
    )

    assert answer.status_code == status, answer.content
    assert answer.json()["kalimat"].endswith(".")
    assert not Report.objects.exists()


@quick
@given(messages())
def test_every_message_as_people_write_it_can_be_pasted(message: str) -> None:
    told = reading.read_paste({"cerita": message}, at=AT)

    assert told.draft is not None or len(message) > reading.PASTE_LIMIT or not writing.clean(message)


@quick
@given(
    st.dictionaries(
        st.sampled_from(
            ["kejadian", "kapan", "desa", "rt", "tempat", "cerita", "tanggal", "jumlah_luka", "kode", "key"]
        ),
        texts(),
    )
)
def test_no_form_breaks_the_reader(post: dict[str, str]) -> None:
    raw = reading.from_post(post)

    for told in (
        reading.read_report(raw, channel="web", at=AT),
        reading.read_paste({"cerita": "x"} | raw, at=AT),
    ):
        assert (told.draft is None) == bool(told.faults)


# --- the API against its own document ------------------------------------------------------------

# Whether a sensible body is accepted is tried above: the document cannot say "a kind or a story".
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
app = get_wsgi_application()


def violation(most: int) -> tuple[int, str]:
    """Let schemathesis try every operation; return how many cases it took and what contradicts the document."""
    tried = 0
    for result in schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app).get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]

        @settings(quick, max_examples=most, phases=[Phase.generate])
        @given(case=operation.as_strategy())
        def every_case(case: Any) -> None:
            nonlocal tried
            tried += 1
            case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

        try:
            every_case()
        except FailureGroup as failures:
            return tried, f"{operation.label}: {failures.exceptions[0]}"
        except Unsatisfiable:
            continue
    return tried, ""


def teapot(_error: object) -> int:
    return 418


def crash(*_args: object, **_kwargs: object) -> Any:
    raise ZeroDivisionError


def nothing_told(faults: tuple[reading.Fault, ...]) -> Any:
    return HttpResponse(json.dumps({"kode": "bad_value"}), status=422, content_type="application/json")


def as_a_page(faults: tuple[reading.Fault, ...]) -> Any:
    return HttpResponse("<p>Salah</p>", status=422)


OF_THE_DOCUMENT: dict[str, Callable[[], Any]] = {
    "a status the document does not know": lambda: planted(web_api, "status_of", teapot),
    "a crash on a rare field": lambda: planted(reading.FIELDS, "tanggal", ("occurred_on", crash)),
    "an answer without its sentence": lambda: planted(reports_api, "wrong_fields", nothing_told),
    "a page where JSON was promised": lambda: planted(reports_api, "wrong_fields", as_a_page),
}


def test_the_api_keeps_to_its_document_and_the_check_finds_every_planted_fault() -> None:
    tried, fault = violation(CASES // 5)
    found = {}
    for name, sabotage in OF_THE_DOCUMENT.items():
        with sabotage():
            found[name] = violation(CASES // 5)

    tell(found)
    assert fault == ""
    promise_report(
        "P25",
        cases=tried,
        failures=int(fault != ""),
        saboteurs_caught=sum(bool(bad) for _cases, bad in found.values()),
        saboteurs=len(OF_THE_DOCUMENT),
        statement=STATEMENT,
    )
