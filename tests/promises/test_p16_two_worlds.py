"""P16: nothing hints at what one may not see.

Two worlds differ only in things invisible to a person; every page, feed, search, error text and API answer of
that person must be equal byte by byte: status, headers and body.

Addresses come from the URL configuration and query parameters from the views themselves, so new pages join by
themselves. Chance and the clock are fixed at their source, never rubbed out of an answer.
"""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client

import kentongan
from kentongan.events.actions import record
from kentongan.events.models import Event
from kentongan.people import access, declared
from kentongan.people.models import Account, Post, RegisteredNumber
from kentongan.reports.models import Report
from kentongan.rules.authority import SYSTEM, Role
from kentongan.rules.places import inside
from tests.offices import NOW, make_officer, pk_of
from tests.promises.report import NIGHT, amount, promise_report
from tests.promises.routes import Route, body_of, routes
from tests.promises.test_p15_access import home_of, is_given, kind_at, may, may_know, must_not
from tests.promises.world import (
    CLASSES,
    PLACES,
    Cell,
    Person,
    Thing,
    absent_pk,
    build,
    make_alike,
    mark,
    things_of,
)

ROUNDS = amount(1, 12)
QUICK = 60
PARAMETER = re.compile(r"""GET(?:\.get\(|\[|\.getlist\()["'](\w+)["']""")
# What somebody fishing for hints would type: words of hidden texts, hidden places, other pages, every status.
TYPED = ("Perselisihan", "Keributan", "Keting", "35.09.01.2001", "35.08", "2", "semua", "E16", "m")
FORM = {
    "text": "Keributan dekat pasar",
    "teks": "Keributan dekat pasar",
    "region": "35.08.10.1001",
    "q": "Keti",
}


class Chance(Random):
    """What looks like chance to the service and is the same in both worlds."""

    def __init__(self) -> None:
        """Begin anew for every request."""
        super().__init__(16)


@pytest.fixture
def stillness(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fix the clock and every source of chance where it springs."""
    # Every view and every template tag is imported now, so that none keeps a source of its own.
    assert list(routes())
    assert engines["django"].engine.template_libraries  # type: ignore[attr-defined]
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    for reader in (
        "django.utils.cache",
        "django.http.response",
        "django.contrib.sessions.middleware",
        "django.core.signing",
    ):
        monkeypatch.setattr(f"{reader}.time", SimpleNamespace(time=NOW.timestamp))
    monkeypatch.setattr("django.middleware.csrf._get_new_csrf_string", lambda: "a" * 32)
    monkeypatch.setattr("csp.middleware.os", SimpleNamespace(urandom=lambda size: b"n" * size))
    for name, module in list(sys.modules.items()):
        # Not the middleware: every device is new once, before the first question, and no two are the same.
        if name.startswith("kentongan.") and name != "kentongan.people.middleware":
            if hasattr(module, "uuid4"):
                monkeypatch.setattr(module, "uuid4", lambda: UUID(int=16))
            if hasattr(module, "SystemRandom"):
                monkeypatch.setattr(module, "SystemRandom", Chance)


# -- what everybody asks --


@dataclass(frozen=True)
class Question:
    """One request that is asked in both worlds."""

    method: str
    address: str
    data: tuple[tuple[str, str], ...] = ()

    def ask(self, client: Client) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
        """Return everything an answer says, and undo what it did."""
        with transaction.atomic():
            send = client.get if self.method == "GET" else client.post
            response = send(self.address, dict(self.data))
            body = body_of(response)
            transaction.set_rollback(True)
        cookies = tuple((name, str(morsel)) for name, morsel in sorted(response.cookies.items()))
        return response.status_code, tuple(sorted(response.headers.items())) + cookies, body


@cache
def query_names() -> list[str]:
    """Return every query parameter that a view reads."""
    room = Path(kentongan.__file__).parent
    return sorted({name for view in room.rglob("*.py") for name in PARAMETER.findall(view.read_text())})


def questions(person: Person, things: list[Thing], rng: Random) -> Iterator[Question]:
    """Go through everything this person could ask."""
    names = query_names()
    for route in routes():
        actions = {action for many in route.actions.values() for action in many if action}
        if not any(access.may_open(person.standing, action) for action in actions):
            continue
        for address in addresses(route, person, things, rng):
            if "GET" in route.methods:
                yield Question("GET", address)
            if "POST" in route.methods:
                yield Question("POST", address, (("key", str(pk_of("key"))),))
                yield Question("POST", address, (("key", str(pk_of("key"))), *FORM.items()))
        if not route.parameters and "GET" in route.methods:
            for name, word in product(names, TYPED if NIGHT else rng.sample(TYPED, 2)):
                yield Question("GET", route.filled(), ((name, word),))


def addresses(route: Route, person: Person, things: list[Thing], rng: Random) -> Iterator[str]:
    """Return an address filled with something seen, something hidden and something that is not there."""
    if not route.parameters:
        yield route.filled()
        return
    kind = kind_at(route.pattern)
    fitting = [thing for thing in things if thing.kind == kind] or things
    seen = [thing.pk for thing in fitting if may_know(person, thing)]
    hidden = [thing.pk for thing in fitting if not may_know(person, thing)]
    values = (
        rng.sample(seen, min(2, len(seen))) + rng.sample(hidden, min(1, len(hidden))) + [str(absent_pk())]
    )
    if not route.thing_parameter:
        values = ["35.08", "35.08.10.1001", "35.09", "99", "KT-AAAAA-AAAAAA"]
    for value in values:
        yield route.filled(**{name: value for _, name in route.parameters})


# -- the other world --


def hidden_cells(person: Person) -> list[Cell]:
    """Return where things may lie of which this person must not learn, by the rules written by hand."""
    home = person.standing.seats[0].region if person.standing.seats else ""
    reads = ("report.read", "case.read")
    return [
        cell
        for cell in (Cell(*one) for one in product(PLACES, CLASSES, (False, True)))
        if all(must_not(person.role, home, action, cell, frozenset()) for action in reads)
        and not any(
            access.may(
                person.standing,
                action,
                region=cell.region,
                sensitivity=cell.sensitivity,
                restricted=cell.restricted,
            )
            for action in (*reads, "alert.board", "situation.read")
        )
    ]


def add_hidden(person: Person, word: str, rng: Random) -> int:
    """Add reports, cases, papers, alerts, log lines, people and numbers that this person may not see."""
    cells = hidden_cells(person)
    owner = Post.objects.get(title="Operator Jember")
    made = 0
    for number, cell in enumerate(rng.sample(cells, min(len(cells), 8))):
        things = list(things_of(f"{word}/{number}", cell, owner=owner))
        hidden = Report.objects.get(pk=things[0].pk)
        for known in Report.objects.filter(received_at=NOW).exclude(pk=hidden.pk).order_by("pk")[:40]:
            make_alike(hidden, known)
        made += 1
        if not logbook_reaches(person, cell.region):
            note(cell.region)
    if not person.standing.seats or not inside("35.09", person.standing.seats[0].region):
        stranger = make_officer(Role.LURAH, "35.09.01.2001", f"lurah-{mark(word)}")
        post = Post.objects.get(terms__account=stranger)
        RegisteredNumber.objects.create(
            pk=pk_of("number", word), number="+6281234500016", region_id="35.09.01.2001", post=post
        )
    return made


def logbook_reaches(person: Person, region: str) -> bool:
    """Say whether a line about a region stands in this person's logbook."""
    return access.may(person.standing, "log.read", region=region)


def note(region: str) -> None:
    """Write a line into the logbook as the change itself would."""
    record("report.received", subject_kind="report", subject_id=None, region=region, by=SYSTEM, at=NOW)


# -- the comparison --


@dataclass
class Tally:
    """How many pairs were compared and where they differed."""

    pairs: int = 0
    differences: list[str] = field(default_factory=list)


def compare(people: list[Person], things: list[Thing], *, rounds: int, seed: int) -> Tally:
    """Ask everything in both worlds and compare."""
    tally = Tally()
    for person, number in product(people, range(rounds)):
        rng = Random(f"{seed}/{person.name}/{number}")
        client = person.client()
        assert client.get("/akun/").status_code == (200 if person.account else 302), person.name
        asked = list(questions(person, things, rng))
        asked = rng.sample(asked, min(len(asked), amount(QUICK, len(asked))))
        before = [one.ask(client) for one in asked]
        with transaction.atomic():
            assert add_hidden(person, f"hidden {person.name} {number}", rng), person.name
            for question, first in zip(asked, before, strict=True):
                tally.pairs += 1
                second = question.ask(client)
                if second != first:
                    tally.differences.append(f"{person.name} {question}: {told_apart(first, second)}")
            transaction.set_rollback(True)
    return tally


def told_apart(first: tuple[object, ...], second: tuple[object, ...]) -> str:
    """Say in what two answers differ."""
    if first[0] != second[0]:
        return f"status {first[0]} {second[0]}"
    if first[1] != second[1]:
        return f"headers {set(first[1]) ^ set(second[1])}"  # type: ignore[call-overload]
    one, other = bytes(first[2]), bytes(second[2])  # type: ignore[call-overload]
    at = next((i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 0)
    return f"at {at}: {one[max(0, at - 60) : at + 60]!r} and {other[max(0, at - 60) : at + 60]!r}"


@pytest.fixture
def world(db: None, stillness: None) -> tuple[list[Person], list[Thing]]:
    return build()


@pytest.mark.promise
def test_p16_what_is_hidden_changes_no_byte(
    world: tuple[list[Person], list[Thing]], monkeypatch: pytest.MonkeyPatch
) -> None:
    people, things = world

    tally = compare(people, things, rounds=ROUNDS, seed=16)
    caught = {name: is_caught(people, things, plant, monkeypatch) for name, plant in SABOTEURS.items()}

    print(f"P16: {tally.pairs} pairs")
    print("\n".join(tally.differences[:40]))
    print("not caught:", [name for name, seen in caught.items() if not seen])
    promise_report(
        "P16",
        statement="two worlds that differ in hidden things answer byte for byte alike",
        cases=tally.pairs,
        failures=len(tally.differences),
        saboteurs_caught=sum(caught.values()),
        saboteurs=len(caught),
    )


# -- the saboteurs: a hint on a page that every status check would pass --

Plant = Callable[[HttpRequest, HttpResponse], None]


def say(response: HttpResponse, hint: object) -> None:
    """Add a hint to a page."""
    response.content += f"<!-- {hint} -->".encode()


def count_of_all_rows(request: HttpRequest, response: HttpResponse) -> None:
    say(response, Report.objects.count())


def number_of_pages(request: HttpRequest, response: HttpResponse) -> None:
    say(response, f"halaman 1 dari {Report.objects.count() // 2 + 1}")


def autocomplete(request: HttpRequest, response: HttpResponse) -> None:
    begun_alike = Account.objects.filter(username__startswith="lurah").order_by("username")
    say(response, list(begun_alike.values_list("username", flat=True)))


def sequential_number(request: HttpRequest, response: HttpResponse) -> None:
    response["X-Nomor"] = str(Report.objects.count() + Event.objects.count() + 1)


def duplicate_warning(request: HttpRequest, response: HttpResponse) -> None:
    if Report.objects.filter(text=f"Keributan {mark('hidden rt 0/0')}").exists():
        response.status_code = 409


def latest_change(request: HttpRequest, response: HttpResponse) -> None:
    newest: datetime = NOW + timedelta(seconds=Report.objects.count())
    response["ETag"] = f'"{newest.timestamp()}"'


SABOTEURS: dict[str, Plant] = {
    "a count over all rows": count_of_all_rows,
    "the number of pages": number_of_pages,
    "autocomplete over everything": autocomplete,
    "a sequential number": sequential_number,
    "a duplicate warning": duplicate_warning,
    "an ETag of the newest row": latest_change,
}


def is_caught(
    people: list[Person], things: list[Thing], plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> bool:
    """Plant a hint on the page of the own account and look whether the comparison finds it."""
    pattern = next(found for where, found in declared.walk() if where == "akun/")
    original = pattern.callback

    def leaking(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = original(request)
        plant(request, response)
        return response

    leaking.policy_action = original.policy_action  # type: ignore[attr-defined]
    rt = [person for person in people if person.name == "rt"]
    with monkeypatch.context() as patch:
        patch.setattr(pattern, "callback", leaking)
        patch.setattr(sys.modules[__name__], "questions", lambda *_given: iter([Question("GET", "/akun/")]))
        return bool(compare(rt, things, rounds=1, seed=1).differences)


def test_the_other_world_holds_nothing_that_the_person_may_see(
    world: tuple[list[Person], list[Thing]],
) -> None:
    people, _ = world

    for person in people:
        for cell in hidden_cells(person):
            new = Thing("report", "x", cell, ())
            assert not may(person, "report.read", new)
    assert home_of(Role.RT) == PLACES[0]
    assert not is_given(404)
