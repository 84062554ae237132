"""P33: what a machine read counts nowhere before a person has confirmed it.

The same reports are read twice, once as nothing and once as the gravest of things, in another place and with deaths.
Every page, feed and figure but the desk and the reports themselves must answer byte for byte as before, and so must
every query that statistics, maps and detection are made of.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from kentongan.people.models import Account
from kentongan.reports import queries
from kentongan.reports.models import Proposal, Report
from kentongan.reports.reader import mending
from kentongan.rules.authority import SYSTEM, Role, Standing
from kentongan.rules.levels import Level
from tests.offices import NOW
from tests.promises.report import promise_report
from tests.promises.routes import body_of, routes
from tests.promises.test_p16_two_worlds import stillness  # noqa: F401 a fixture
from tests.promises.world import Person, build, make_reading, read

WATCHERS = (Role.OPERATOR, Role.KEPALA, Role.LURAH, Role.RT)
# Where an officer examines what the machine read, with the words beside it.
EXAMINED_AT = ("meja", "laporan", "mesin")
NOTHING = {"kind": read("potensi"), "event_form": read("E02"), "severity": read(0)}
Answers = dict[str, Any]


@pytest.fixture
def people(db: None, stillness: None) -> list[Person]:  # noqa: F811 the fixture above
    found, _things = build()
    for report in Report.objects.all():
        make_reading(report, fields=NOTHING, look_now=False, marks=[])
    return [person for person in found if person.role in WATCHERS or person.role is None]


def addresses() -> Iterator[str]:
    """Go through every page that needs no identifier and is not where readings are examined."""
    for route in routes():
        if not route.parameters and not route.pattern.startswith(EXAMINED_AT) and "GET" in route.methods:
            yield "/" + route.pattern
    yield from (f"/situasi?wilayah={code}" for code in ("35.08", "35.08.10", "35.08.10.1001"))


def answers(clients: Iterable[tuple[Person, Client]], pages: Iterable[str]) -> Answers:
    """Return everything these people are told, and every figure behind it."""
    since, until = NOW - timedelta(days=30), NOW + timedelta(days=1)
    told: Answers = {}
    for person, client in clients:
        for address in pages:
            told[f"{person.name} {address}"] = page(client, address)
        standing = person.standing
        signals = queries.signals(standing, region="35.08", since=since, until=until)
        told[f"{person.name} signals"] = list(signals)
        told[f"{person.name} levels"] = queries.levels_by_region(standing, since=since)
        told[f"{person.name} funnel"] = queries.funnel(standing, since=since, until=until)
    told["reports"] = list(Report.objects.order_by("pk").values())
    return told


def page(client: Client, address: str) -> tuple[int, bytes]:
    """Return what a page answers, and undo what asking did."""
    with transaction.atomic():
        response = client.get(address)
        body = body_of(response)
        transaction.set_rollback(True)
    return response.status_code, body


def read_as_grave() -> None:
    """Let the machine read everything anew, as the gravest there is."""
    for report in Report.objects.all():
        make_reading(report)


def differing(
    people: list[Person], pages: Iterable[str], read_anew: Callable[[], None] = read_as_grave
) -> tuple[int, list[str]]:
    """Compare what is told before and after the machine has read everything anew."""
    asked, clients = list(pages), [(person, person.client()) for person in people]
    before = answers(clients, asked)
    read_anew()
    after = answers(clients, asked)
    return len(before), [name for name in before if before[name] != after[name]]


@pytest.mark.promise
def test_p33_an_unconfirmed_reading_counts_nowhere(
    people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():
        cases, failures = differing(people, addresses())
        transaction.set_rollback(True)
    few = [person for person in people if person.role is Role.OPERATOR]
    caught = {}
    for name, plant in SABOTEURS.items():
        with transaction.atomic(), monkeypatch.context() as patch:
            caught[name] = bool(differing(few, ["/situasi"], plant(patch))[1])
            transaction.set_rollback(True)

    print("\n".join(failures[:20]), caught)
    promise_report(
        "P33",
        statement="pages and figures are byte-equal whatever a machine read, until a person confirms it",
        cases=cases,
        failures=len(failures),
        saboteurs_caught=sum(caught.values()),
        saboteurs=len(caught),
    )


# -- the saboteurs: three ways in which a reading could slip into a figure --

Plant = Callable[[pytest.MonkeyPatch], Callable[[], None]]


def a_reading_that_accepts_itself(patch: pytest.MonkeyPatch) -> Callable[[], None]:
    def read_and_apply() -> None:
        for report in Report.objects.filter(restricted=False):
            values = {name: field["value"] for name, field in make_reading(report).fields.items()}
            mending.apply(report, values, by=SYSTEM, at=NOW, why="disabot")

    return read_and_apply


def a_count_that_believes_the_machine(patch: pytest.MonkeyPatch) -> Callable[[], None]:
    original = queries.signals

    def signals(standing: Standing, **where: Any) -> Iterator[queries.Signal]:
        yield from original(standing, **where)
        for _grave in Proposal.objects.filter(is_current=True, fields__event_form__value="E10"):
            yield queries.Signal("35.08.10.1002", NOW, "E10", 1.0)

    patch.setattr(queries, "signals", signals)
    return read_as_grave


def a_map_that_believes_the_machine(patch: pytest.MonkeyPatch) -> Callable[[], None]:
    original = queries.levels_by_region

    def levels(standing: Standing, **times: Any) -> dict[str, Level]:
        seen = original(standing, **times)
        grave = Proposal.objects.filter(is_current=True, look_now=True)
        return seen | dict.fromkeys(grave.values_list("report__region_id", flat=True), Level.AWAS)

    patch.setattr(queries, "levels_by_region", levels)
    return read_as_grave


SABOTEURS: dict[str, Plant] = {
    "a reading that accepts itself": a_reading_that_accepts_itself,
    "a count that believes the machine": a_count_that_believes_the_machine,
    "a map that believes the machine": a_map_that_believes_the_machine,
}


def test_the_desk_itself_shows_the_difference(people: list[Person]) -> None:
    operator = next(person for person in people if person.role is Role.OPERATOR)
    before = page(operator.client(), "/meja")

    read_as_grave()

    assert page(operator.client(), "/meja") != before, "the comparison sees readings where they are shown"
    assert Account.objects.exists()
