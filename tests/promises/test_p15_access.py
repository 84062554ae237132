"""P15: nobody sees or does what the policy does not give them, on any page, download, feed or API.

Three walks over the same world. (1) Every row of role, tie, place, class and action is decided by the table and
judged by rules written here by hand; the table cannot excuse itself. (2) The conditions that rooms put on their
queries select exactly what the table decides. (3) Every address of the URL configuration is asked by everybody
for every thing; whatever is not given must look exactly like what does not exist, and no page may carry the mark
of a thing its reader may not see.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy, deepcopy
from dataclasses import dataclass, field
from itertools import product
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import Client

from kentongan.alerts import queries as alert_queries
from kentongan.alerts.templatetags import alerts
from kentongan.cases import queries as cases
from kentongan.people import access, declared
from kentongan.people import queries as people_queries
from kentongan.people.models import Account
from kentongan.people.policy import ACTIONS, TABLE
from kentongan.reports import queries as reports
from kentongan.rules.authority import Reach, Relation, Role, Rule, Seat, Standing, decide
from kentongan.rules.places import inside
from kentongan.rules.taxonomy import Sensitivity
from tests.offices import LEVEL_OF, NAMES, pk_of
from tests.promises.report import AMONG_OTHERS, NIGHT, SHARE_OF_ALL, promise_report
from tests.promises.routes import Route, body_of, routes
from tests.promises.world import CLASSES, FAR, PLACES, RT, Cell, Person, Thing, absent_pk, build

COMMANDS = (
    "case.take-up",
    "case.move",
    "case.assign",
    "case.task",
    "case.settle",
    "case.reopen",
    "case.copy",
)
SECURITY = {Role.BABINSA, Role.BHABINKAMTIBMAS, Role.KAPOLSEK, Role.DANRAMIL}
WHOLE = slice(None)
# `just promises` walks the addresses on two processors: each takes every other one.
PARTS = {"whole": WHOLE} if AMONG_OTHERS else {"even": slice(0, None, 2), "odd": slice(1, None, 2)}
OPEN_TO_SOMEBODY = {"GET kasus/<uuid:pk>", "GET laporan/<uuid:pk>", "GET foto/<uuid:pk>"}
METHOD_NOT_ALLOWED = 405
SERVER_ERROR = 500
KNOW_ALL = {Role.ANALIS, Role.KEPALA}
NEIGHBOURS = {Role.RT, Role.RW, Role.LINMAS}
MEETS = {Role.LURAH, Role.BABINSA, Role.BHABINKAMTIBMAS, Role.CAMAT, Role.ANALIS, Role.KEPALA}
EXAMINES = {Role.LURAH, Role.CAMAT, Role.OPERATOR, Role.ANALIS, Role.KEPALA}
READ_OF = {
    "report": "report.read",
    "photo": "photo.read",
    "case": "case.read",
    "attachment": "attachment.read",
    "alert": "alert.board",
    "task": "case.read",
    "copy": "case.read",
    "finding": "watch.read",
    "run": "watch.read",
    "plan": "watch.read",
    "silence": "watch.ask",
}
AT_DESK = {Role.OPERATOR, Role.ANALIS, Role.KEPALA}
HEADS_OF_PLACES = {Role.LURAH, Role.CAMAT}
KEEPS_PEOPLE = {"people.admin", "people.consent"}
THINGLESS = {"report.nil", "report.nil-read", "report.import", "report.paste"}
LEADS_WATCH = {"watch.decide", "watch.decide-awas", "watch.look", "watch.try", "watch.set"}
KIND_AT = {
    "laporan": "report",
    "meja": "report",
    "foto": "photo",
    "kasus": "case",
    "tembusan": "copy",
    "tugas": "task",
    "lampiran": "attachment",
    "panggilan": "alert",
    "jaga/temuan": "finding",
    "jaga/diam": "silence",
    "jaga/kerja": "run",
    "jaga/uji": "plan",
    "orang/kantor": "office",
    "orang/jabatan": "post",
    "orang/masa": "term",
    "orang/undangan": "invitation",
    "orang/tim": "team",
    "orang/anggota": "member",
    "orang/nomor": "number",
    "orang/akun": "account",
}
OF_REGIONS = ("wilayah/", "situasi/", "orang/wilayah/")
OPEN_TO_ALL = {
    "web.open",
    "account.enter",
    "report.create",
    "report.progress",
    "report.add",
    "photo.add",
    "region.read",
}


# -- the second opinion: what must never be, whatever the table says --


def must_not(role: Role | None, home: str, action: str, cell: Cell, tie: frozenset[Relation]) -> str:
    """Return why somebody in this role must never do this to a thing in this cell, or nothing."""
    for reason, holds in (
        ("nobody without a post reads or handles content", role in {None, Role.WARGA}),
        (
            "admin and auditor read no content",
            role in {Role.ADMIN, Role.AUDITOR} and action not in KEEPS_PEOPLE,
        ),
        ("Polri and TNI are not commanded and do not command", role in SECURITY and action in COMMANDS),
        ("leaders and the province only read", role in {Role.PIMPINAN, Role.PROVINSI} and action in COMMANDS),
        ("RT, RW and Linmas do not handle cases", role in NEIGHBOURS and action in COMMANDS),
        ("nothing outside one's region without a tie", not tie and not reaches(role, home, action, cell)),
        ("E16 and E26 only for who must know", cell.restricted and not tie and role not in KNOW_ALL),
        ("the neighbourhood sees nothing secret", secret(cell) and not tie and role in NEIGHBOURS),
        ("the province sees only biasa", cell.sensitivity != "B" and not tie and role is Role.PROVINSI),
        ("only an admin of the place keeps people", action in KEEPS_PEOPLE and role is not Role.ADMIN),
        ("the watch is led at the desk", action in LEADS_WATCH and role not in AT_DESK),
        (
            "silent posts are asked by the civil line",
            action == "watch.ask" and role not in AT_DESK | HEADS_OF_PLACES,
        ),
        ("names are opened where somebody meets the people", action == "report.names" and role not in MEETS),
        ("a machine is mended by those who examine", action == "report.mend" and role not in EXAMINES),
        ("an acknowledgement is one's own", action == "case.acknowledge-copy" and Relation.COPIED not in tie),
    ):
        if holds:
            return reason
    return ""


def reaches(role: Role | None, home: str, action: str, cell: Cell) -> bool:
    """Say whether a thing lies where a role may look: inside its region, or above it for RT and RW."""
    if inside(cell.region, home):
        return True
    looks_up = role in {Role.RT, Role.RW} and action == "case.read" and cell.sensitivity == "B"
    return looks_up and inside(home, cell.region)


def secret(cell: Cell) -> bool:
    """Say whether a thing is rahasia."""
    return cell.sensitivity == "R"


def kind_at(pattern: str) -> str:
    """Return which kind of thing an address is about, or nothing."""
    room, _, rest = pattern.partition("/")
    return KIND_AT.get(room, "") or KIND_AT.get(f"{room}/{rest.partition('/')[0]}", "")


def is_content(action: str) -> bool:
    """Say whether an action touches a report, a case or what hangs on them."""
    room = action.partition(".")[0]
    return room in {"report", "photo", "case", "attachment"} and action not in {*OPEN_TO_ALL, *THINGLESS}


# -- first walk: every cell of the table against the second opinion --


def home_of(role: Role, around: str = RT) -> str:
    return ".".join(around.split(".")[: LEVEL_OF.get(role, 2)])


def cells() -> Iterator[tuple[Role, str, frozenset[Relation], Cell]]:
    """Go through every role at every seat, tied in every way, to things everywhere in every class."""
    ties = [frozenset[Relation]()] + [frozenset({tie}) for tie in Relation if tie is not Relation.ANY]
    for role, tie in product(Role, ties):
        homes = {home_of(role), home_of(role, FAR), *(sorted(NAMES)[::SHARE_OF_ALL] if NIGHT else ())}
        for home, place in product(sorted(homes), sorted(NAMES)):
            for sensitivity, restricted in product(CLASSES, (False, True)):
                yield role, home, tie, Cell(place, sensitivity, restricted)


@dataclass
class Tally:
    """What one walk has seen."""

    cases: int = 0
    leaks: list[str] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)


def walk_the_table(table: tuple[Rule, ...] = TABLE) -> Tally:
    tally = Tally()
    rows = {
        action: [row for row in table if row.action == action] for action in ACTIONS if is_content(action)
    }
    for role, home, tie, cell in cells():
        seats = () if role is Role.WARGA else (Seat(role, home),)
        standing = Standing(pk_of("account", role), seats, "", "web")
        for action, rows_of_action in rows.items():
            tally.cases += 1
            allowed = decide(
                rows_of_action,
                standing,
                action,
                relation=tie,
                region=cell.region,
                sensitivity=Sensitivity(cell.sensitivity),
                restricted=cell.restricted,
            )
            reason = must_not(role, home, action, cell, tie) if allowed else ""
            if reason:
                tally.leaks.append(f"{role} {home} {sorted(tie)} {action} {cell}: {reason}")
    return tally


# -- second walk: the conditions of the queries against the table --


def may(person: Person, action: str, thing: Thing) -> bool:
    return access.may(
        person.standing,
        action,
        region=thing.cell.region,
        sensitivity=thing.cell.sensitivity,
        restricted=thing.cell.restricted,
        relation=thing.tie(person),
    )


def walk_the_queries(people: list[Person], things: list[Thing]) -> Tally:
    tally = Tally()
    for person, action in product(people, filter(is_content, ACTIONS)):
        kind = "case" if action.startswith("case.") else "report"
        rows = cases.allowed if kind == "case" else reports.seen_by
        found = {str(pk) for pk in rows(person.standing, action).values_list("pk", flat=True)}
        for thing in things:
            if thing.kind == kind:
                tally.cases += 1
                if (thing.pk in found) != may(person, action, thing):
                    tally.leaks.append(
                        f"{person.name} {action} {thing.kind} {thing.cell} {thing.tie(person)}"
                    )
    return tally


# -- third walk: every address, asked by everybody for everything --


Index = dict[str, Thing]
MARK = re.compile(
    rb"\bm[0-9a-f]{15}\b|[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|KT-[0-9a-f]{13}"
)


@dataclass
class Visit:
    """One person at one address: what it looks like when there is nothing there."""

    person: Person
    client: Client
    route: Route
    method: str

    def ask(self, pk: str) -> tuple[int, bytes]:
        """Ask for one thing and undo whatever it did; return status and body without the identifier."""
        others = {name: pk for _, name in self.route.parameters}
        with transaction.atomic():
            response = self.client.generic(self.method, self.route.filled(**others), secure=False)
            body = body_of(response)
            transaction.set_rollback(True)
        said = (response.headers.get("Location", "") + "\n").encode() + body
        return response.status_code, said.replace(pk.encode(), b"")

    @property
    def name(self) -> str:
        """Say who asked where."""
        return f"{self.person.name} {self.method} /{self.route.pattern}"


def is_given(status: int) -> bool:
    """Say whether an answer lets on that something is there."""
    return status not in {302, 401, 404, 405}


def walk_the_addresses(
    people: list[Person],
    things: list[Thing],
    rng: Random,
    *,
    each: int | None = None,
    only: str = "",
    part: slice = WHOLE,
) -> Tally:
    """Ask at every address; `each` keeps a run short: so many things per address, and every other address."""
    tally, index = Tally(), indexed(things)
    asked = [route for route in routes() if route.pattern.startswith(only)][part]
    clients = {person.name: person.client() for person in people}
    with who_asks_is_known():
        for person in people:
            client, one_each = clients[person.name], representatives(person, things)
            for route in asked if each is None or only else rng.sample(asked, len(asked) // 2):
                if not route.thing_parameter:
                    regions = rng.sample(sorted(NAMES), each or len(NAMES))
                    visit_page(person, client, route, index, tally, regions)
                    continue
                for method in route.methods:
                    visit = Visit(person, client, route, method)
                    asked_for = chosen(visit, one_each, each, rng)
                    if NIGHT and each is None:
                        asked_for += [thing for thing in things[::SHARE_OF_ALL] if thing not in asked_for]
                    visit_things(visit, asked_for, index, tally)
    return tally


@contextmanager
def who_asks_is_known() -> Iterator[None]:
    """Ask once who each person is, what they stand for and how often their bell rings.

    Every request is undone, so each would find the same again; nearly half of its time went into this. What they
    ask for, and whether they may, is found anew each time.
    """
    bell = SimpleNamespace(unheard=remembered(alert_queries.unheard))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people_queries, "standings", remembered(people_queries.standings))
        patch.setattr(people_queries, "is_welcome", remembered(people_queries.is_welcome))
        patch.setattr(alerts, "queries", bell)
        patch.setattr(ModelBackend, "get_user", remembered(ModelBackend.get_user))
        patch.setattr(SessionStore, "load", remembered(SessionStore.load))
        yield


def remembered(honest: Callable[..., Any]) -> Callable[..., Any]:
    """Return something that is worked out once for each of its questions and handed out as a copy.

    A session that is not there is asked for each time, as its store forgets its key by that.
    """
    kept: dict[object, Any] = {}

    def answer(*asked: Any, **more: Any) -> Any:
        known = (*map(name_of, asked), more.get("origin"))
        if known not in kept or kept[known] == {}:
            kept[known] = honest(*asked, **more)
        return deepcopy(kept[known]) if isinstance(kept[known], dict) else copy(kept[known])

    return answer


def name_of(asked: Any) -> object:
    """Return what tells one question from another: an account by its number, a session by its key."""
    if isinstance(asked, SessionStore):
        return asked.session_key
    return asked.pk if isinstance(asked, Account) else "" if isinstance(asked, ModelBackend) else asked


def representatives(person: Person, things: list[Thing]) -> list[Thing]:
    """Return one thing of each kind, place, class and tie to this person."""
    return list({(thing.kind, thing.cell, thing.tie(person)): thing for thing in things}.values())


def visit_things(visit: Visit, things: list[Thing], index: Index, tally: Tally) -> None:
    """Ask for things at an address and compare with the answer for nothing."""
    nothing = visit.ask(str(absent_pk()))
    if nothing[0] == METHOD_NOT_ALLOWED:
        return
    look_for_marks(visit.name, visit.person, nothing[1], index, tally)
    actions = [action for action in visit.route.actions[visit.method] if action]
    if not any(access.may_open(visit.person.standing, action) for action in actions):
        things = things[:1]  # the door answers before the view is reached, whatever is asked for
    for thing in things:
        tally.cases += 1
        status, said = visit.ask(thing.pk)
        if (status, said) == nothing:
            continue
        look_for_marks(visit.name, visit.person, said, index, tally)
        if is_given(status):
            tally.opened.add(f"{visit.method} {visit.route.pattern}")
        if status >= SERVER_ERROR:
            tally.leaks.append(f"{visit.name} broke: {status}")
        judge(visit, thing, tally)


def judge(visit: Visit, thing: Thing, tally: Tally) -> None:
    """Say whether it was right that this answer differed from that for nothing."""
    person, cell = visit.person, thing.cell
    actions = [action for action in visit.route.actions[visit.method] if action]
    home = person.standing.seats[0].region if person.standing.seats else ""
    allowed = [action for action in actions if may(person, action, thing)]
    if not allowed:
        tally.leaks.append(f"{visit.name} differs for {thing.kind} {cell} {sorted(thing.tie(person))}")
    for action in allowed:
        if not (is_content(action) or action in KEEPS_PEOPLE or action.startswith("watch.")):
            continue
        reason = must_not(person.role, home, action, cell, thing.tie(person))
        if reason:
            tally.leaks.append(f"{visit.name} {thing.kind} {cell}: {reason}")


def visit_page(
    person: Person, client: Client, route: Route, index: Index, tally: Tally, regions: list[str]
) -> None:
    """Ask for a page that names no thing, in some regions, and look for marks in it."""
    actions = [action for action in route.actions["GET"] if action] if "GET" in route.methods else []
    is_open = any(access.may_open(person.standing, action) for action in actions)
    if not is_open or not route.pattern.startswith(OF_REGIONS):
        # The door answers, or the address takes a code or a secret, of which none is right.
        regions = regions[:1]
    for value in regions if route.parameters else [""]:
        tally.cases += 1
        with transaction.atomic():
            response = client.get(route.filled(**{name: value for _, name in route.parameters}))
            body = body_of(response)
            transaction.set_rollback(True)
        if is_given(response.status_code):
            tally.opened.add(f"GET {route.pattern}")
        look_for_marks(f"{person.name} GET /{route.pattern}", person, body, index, tally)


def look_for_marks(where: str, person: Person, said: bytes, index: Index, tally: Tally) -> None:
    """Find everything in an answer that gives away a thing its reader may not see."""
    for word in set(MARK.findall(said)):
        thing = index.get(word.decode())
        if thing and not may_know(person, thing):
            tally.leaks.append(f"{where} shows {thing.kind} {thing.cell} ({word.decode()})")


def indexed(things: list[Thing]) -> Index:
    """Return every thing by each of its marks."""
    return {found: thing for thing in things for mark in thing.marks for found in words(mark)}


def words(mark: str) -> list[str]:
    """Return the tell-tale words in a mark."""
    return [word.decode() for word in MARK.findall(mark.encode())]


def may_know(person: Person, thing: Thing) -> bool:
    """Say whether somebody may know of a thing; an alert is known with its report, a chair to who keeps people."""
    if thing.kind == "alert":
        return may(person, "alert.board", thing) or may(person, "report.read", thing)
    return may(person, READ_OF.get(thing.kind, "people.admin"), thing)


def chosen(visit: Visit, things: list[Thing], each: int | None, rng: Random) -> list[Thing]:
    """Choose what to ask for: everything that fits the address and one thing that does not, or a few of these."""
    kind = kind_at(visit.route.pattern)
    others = [thing for thing in things if thing.kind != kind]
    fitting = [thing for thing in things if thing.kind == kind] or others[:1]
    if each is None:
        return [*fitting, rng.choice(others)]
    tied = [thing for thing in fitting if thing.tie(visit.person)]
    return rng.sample(fitting, min(len(fitting), each)) + rng.sample(tied, min(len(tied), 1))


# -- the promise --


@pytest.fixture
def world(db: None) -> tuple[list[Person], list[Thing]]:
    return build()


@pytest.mark.promise
def test_p15_nothing_is_given_that_the_policy_does_not_give(
    world: tuple[list[Person], list[Thing]], monkeypatch: pytest.MonkeyPatch
) -> None:
    people, things = world

    table, rows = walk_the_table(), walk_the_queries(people, things)
    undeclared = declared.undeclared()
    caught = saboteurs(people, things, monkeypatch)

    leaks = table.leaks + rows.leaks + undeclared
    print(f"P15: table {table.cases}, queries {rows.cases}; {caught}")
    print("\n".join(sorted(set(leaks))[:60]))
    promise_report(
        "P15",
        statement="0 leaks: role x jurisdiction x relation x object x action",
        cases=table.cases + rows.cases,
        failures=len(leaks),
        saboteurs_caught=sum(caught.values()),
        saboteurs=len(caught),
    )


@pytest.mark.promise
@pytest.mark.parametrize("part", PARTS)
def test_p15_no_address_gives_what_the_policy_does_not_give(
    part: str, world: tuple[list[Person], list[Thing]]
) -> None:
    pages = walk_the_addresses(*world, Random(15), each=1 if AMONG_OTHERS else None, part=PARTS[part])

    print(f"P15: requests {pages.cases}; opened {len(pages.opened)}")
    print("\n".join(sorted(set(pages.leaks))[:60]))
    print(sorted(pages.opened))
    asked = {f"GET {route.pattern}" for route in [*routes()][PARTS[part]]}
    assert OPEN_TO_SOMEBODY & asked <= pages.opened
    promise_report(
        "P15",
        statement="0 leaks: every address x person x thing",
        cases=pages.cases,
        failures=len(pages.leaks),
        saboteurs_caught=0,
        saboteurs=0,
    )


def test_every_address_is_asked_in_one_of_the_parts() -> None:
    every = [route.pattern for route in routes()]

    assert sorted(pattern for part in PARTS.values() for pattern in every[part]) == sorted(every)
    assert {address.removeprefix("GET ") for address in OPEN_TO_SOMEBODY} <= set(every)


# -- the saboteurs: planted defects that must turn it red --


def saboteurs(people: list[Person], things: list[Thing], monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """Plant one defect after the other and say which were caught."""
    few = [one for one in people if one.name in {"rt", "babinsa", "operator", "admin", "publik"}]
    return {
        "a list without visible()": idor_is_caught(few, things, monkeypatch),
        "a view without a policy": undeclared_view_is_caught(monkeypatch),
        "sensitivity ignored": caught_in_queries(few, things, monkeypatch, "ceiling"),
        "restricted kinds ignored": caught_in_queries(few, things, monkeypatch, "openness"),
        "region ignored": caught_in_queries(few, things, monkeypatch, "place"),
        "one generous row": generous_row_is_caught(),
        "a refusal that is not an absence": telling_refusal_is_caught(few, things, monkeypatch),
    }


def idor_is_caught(people: list[Person], things: list[Thing], monkeypatch: pytest.MonkeyPatch) -> bool:
    from kentongan.cases.models import Case

    with monkeypatch.context() as patch:
        patch.setattr(cases, "allowed", lambda _standing, _action: Case.objects.all())
        return bool(walk_the_addresses(people, things, Random(1), each=3, only="kasus/<uuid:pk>").leaks)


def telling_refusal_is_caught(
    people: list[Person], things: list[Thing], monkeypatch: pytest.MonkeyPatch
) -> bool:
    from django.http import HttpResponse

    from kentongan.cases import views
    from kentongan.cases.models import Case

    def detail(request: object, pk: object) -> HttpResponse:
        return HttpResponse(status=403 if Case.objects.filter(pk=str(pk)).exists() else 404)

    route = next(one for one in routes() if one.pattern == "kasus/<uuid:pk>")
    pattern = next(found for pattern, found in declared.walk() if pattern == route.pattern)
    detail.policy_action = views.detail.policy_action  # type: ignore[attr-defined]
    with monkeypatch.context() as patch:
        patch.setattr(pattern, "callback", detail)
        return bool(walk_the_addresses(people[:2], things, Random(1), each=8, only="kasus/<uuid:pk>").leaks)


def undeclared_view_is_caught(monkeypatch: pytest.MonkeyPatch) -> bool:
    pattern = next(found for pattern, found in declared.walk() if pattern == "orang")
    with monkeypatch.context() as patch:
        patch.setattr(pattern, "callback", lambda _request: None)
        return declared.undeclared() == ["orang"] and bool(declared.check_every_view_has_a_policy(None))


def caught_in_queries(
    people: list[Person], things: list[Thing], monkeypatch: pytest.MonkeyPatch, part: str
) -> bool:
    with monkeypatch.context() as patch:
        patch.setattr(access, part, lambda *_given: access.EVERYTHING)
        return bool(walk_the_queries(people, things).leaks)


def generous_row_is_caught() -> bool:
    generous = Rule(
        "case.read", frozenset({Role.ADMIN}), Relation.ANY, Reach.OWN, Sensitivity.B, "Admin boleh membaca."
    )
    of_its_action = tuple(row for row in TABLE if row.action == generous.action)
    return bool(walk_the_table((*of_its_action, generous)).leaks)


def test_every_place_of_the_world_is_at_another_distance() -> None:
    assert [inside(place, home_of(Role.LURAH)) for place in PLACES] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]
    assert FAR in PLACES
