"""A drill and the country stand apart: in every table, on every page, and nothing of one is left in the other."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client

from kentongan.alerts import actions as alerts
from kentongan.alerts.models import Alert
from kentongan.cases import actions as cases
from kentongan.drills import actions, ground
from kentongan.drills.models import Drill
from kentongan.events import jobs as event_jobs
from kentongan.people import access, declared
from kentongan.people.models import Account, Term
from kentongan.people.policy import TABLE
from kentongan.people.queries import standings
from kentongan.reports import actions as reports
from kentongan.reports import queries as report_queries
from kentongan.reports.draft import Draft
from kentongan.reports.models import Report
from kentongan.rules import places
from kentongan.rules.authority import Relation, Role
from kentongan.rules.refusal import Absent, Refused
from kentongan.wilayah import queries as wilayah
from kentongan.wilayah.models import Region
from tests import drill as drills
from tests import town
from tests.promises.report import promise_report
from tests.promises.routes import body_of, routes
from tests.promises.test_p16_two_worlds import stillness

pytestmark = [pytest.mark.django_db, pytest.mark.promise]
__all__ = ["stillness"]
MINUTE = timedelta(minutes=1)
SEEN_BY = (
    (Role.OPERATOR, town.KAB), (Role.KEPALA, town.KAB), (Role.PIMPINAN, town.KAB), (Role.ADMIN, town.KAB),
    (Role.CAMAT, town.KEC), (Role.LURAH, town.VILLAGE), (Role.BABINSA, town.VILLAGE),
)  # fmt: skip
# What is about drills says that there is one; the logbook has its lines; every other page says nothing.
ABOUT_DRILLS = ("gladi", "catatan")
LINK = b'<a href="/gladi">Papan gladi</a>'


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> None:
    drills.office()
    drills.by_hand(monkeypatch)


def busy(word: str = "satu") -> Drill:
    """Return a drill in which people have answered, written, been called and put aside."""
    drill = drills.running(word)
    drills.beat(drills.AT + MINUTE)
    lurah = drills.played(Role.LURAH, town.VILLAGE, drill)
    operator = drills.played(Role.OPERATOR, town.KAB, drill)
    for number, told in enumerate(
        Report.objects.filter(client_id__startswith=drill.name).order_by("client_id")
    ):
        if number == 0:
            cases.take_up(told.pk, by=lurah, at=drills.AT + MINUTE, key=town.pk_of("busy", word, number))
        elif number == 1:
            reports.put_aside(
                told.pk, reason="Iklan", by=operator, at=drills.AT + MINUTE, key=town.pk_of("aside", word)
            )
    called = Alert.objects.filter(
        wilayah.world("region_id", drill.name), closed_at=None, rings__role=Role.CAMAT.value
    )
    camat = drills.played(Role.CAMAT, town.KEC, drill)
    alerts.acknowledge(called.order_by("pk")[0].pk, by=camat, at=drills.AT + MINUTE)
    drills.beat(drills.AT + 2 * MINUTE)
    return drill


def real_life() -> None:
    """Let something real be there as well."""
    first = town.report("sungguhan", by=town.of(Role.LURAH, town.VILLAGE))
    town.report("kedua")
    cases.take_up(first.pk, by=town.of(Role.OPERATOR, town.KAB), at=town.AT, key=town.pk_of("real"))
    event_jobs.react(town.AT)


# -- tables --


def ways_to_a_region(model: type[models.Model], depth: int = 3) -> Iterator[str]:
    """Return every way of foreign keys from a table to a region code."""
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey):
            continue
        if field.related_model is Region:
            yield field.attname
        elif depth and field.related_model is not model:
            for rest in ways_to_a_region(field.related_model, depth - 1):
                yield f"{field.name}__{rest}"


def tables() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Return the tables of ours from which something leads to a region, each with its ways."""
    for model in apps.get_models():
        if model.__module__.startswith("kentongan") and model._meta.app_label != "drills":
            ways = ["code"] if model is Region else list(ways_to_a_region(model))
            if ways:
                yield model, ways


def test_no_row_leans_from_one_world_into_the_other(office: None) -> None:
    real_life()
    drill = busy()
    seen, mixed = 0, []

    for model, ways in tables():
        for row in model._default_manager.values_list(*ways):
            worlds = {places.drill(code) for code in row if code}
            seen += 1
            if len(worlds) > 1:
                mixed.append((model.__name__, ways, row))

    assert seen > 60
    assert mixed == []
    assert {places.drill(one) for one in Report.objects.values_list("region_id", flat=True)} == {
        "",
        drill.name,
    }


def test_every_table_that_leads_to_a_region_is_among_what_removal_takes() -> None:
    taken = {layer.model for layer in ground.LAYERS}

    assert {model.__name__ for model, _ways in tables()} - {model.__name__ for model in taken} == set()


def test_removal_leaves_no_row_anywhere(office: None) -> None:
    real_life()
    before = {model: model._default_manager.count() for model, _ways in tables()}
    drill = busy()
    drills.act(actions.end, drill, at=drills.AT + 3 * MINUTE)

    drills.act(actions.remove, drill, at=drills.AT + 3 * MINUTE)
    drills.beat(drills.AT + 3 * MINUTE)

    assert {model: model._default_manager.count() for model, _ways in tables()} == before


# -- who reaches what --


def test_no_standing_holds_posts_of_two_worlds(office: None) -> None:
    busy()

    for account in Account.objects.all():
        for one in standings(account, at=drills.AT, origin="web"):
            assert {places.drill(seat.region) for seat in one.seats} <= {one.drill}


def test_anywhere_ends_at_the_edge_of_a_drill(office: None) -> None:
    real_life()
    drill = busy()
    tied = frozenset(Relation)

    for action in {rule.action for rule in TABLE}:
        for real in (town.of(role, region) for role, region in SEEN_BY):
            assert not access.may(real, action, region=f"{drill.name}-{town.VILLAGE}", relation=tied), action
        for role, region in drills.PLAYERS:
            played = drills.played(role, region, drill)
            assert not access.may(played, action, region=town.VILLAGE, relation=tied), action


def test_what_one_wrote_in_a_drill_is_not_among_ones_own_reports(office: None) -> None:
    drill = busy()
    played = drills.played(Role.LURAH, town.VILLAGE, drill)
    town.report("di gladi", by=played)

    assert Report.objects.get(client_id=f"laporan-{town.pk_of('di gladi')}").region_id == f"G1-{town.VILLAGE}"
    assert report_queries.own(played).count() == 1
    assert report_queries.own(town.of(Role.LURAH, town.VILLAGE)).count() == 0


def test_a_report_lies_where_its_sender_is_whatever_code_it_names(office: None) -> None:
    drill = busy()
    real = town.of(Role.LURAH, town.VILLAGE)

    told = town.report("salah papan", by=real, region=f"{drill.name}-{town.NEXT_DOOR}")

    assert told.region_id == town.NEXT_DOOR


def test_nothing_is_handed_or_moved_across_the_edge(office: None) -> None:
    real_life()
    drill = busy()
    real = town.of(Role.OPERATOR, town.KAB)
    there = Term.objects.get(wilayah.world("post__office__region_id", drill.name), post__role="camat").post
    report = town.report("ketiga")

    with pytest.raises(Refused):
        cases.take_up(report.pk, by=real, at=town.AT, key=town.pk_of("over"), owner_id=there.pk)
    with pytest.raises(Refused) as moved:
        reports.correct(
            report.pk, changes={"region_id": f"{drill.name}-{town.VILLAGE}"}, seen_version=1, reason="x",
            by=real, at=town.AT, key=town.pk_of("move"),
        )  # fmt: skip
    assert moved.value.code == "bad_region"


def test_the_code_of_a_drill_is_no_code_for_the_public(office: None) -> None:
    drill = busy()
    code = Report.objects.filter(wilayah.world("region_id", drill.name)).order_by("pk")[0].code

    assert report_queries.progress(code) is None
    assert report_queries.receipt(code) is None
    with pytest.raises(Absent):
        reports.add_details(
            code, text="x", by=town.of(Role.LURAH, town.VILLAGE), at=town.AT, key=town.pk_of("add")
        )


def test_regions_of_a_drill_are_found_in_it_and_nowhere_else(office: None) -> None:
    drill = busy()

    everywhere = [one.code for one in wilayah.search("Rogotrunan", limit=20)]
    inside = [one.code for one in wilayah.search("3508101011", inside=f"{drill.name}-{town.KAB}", limit=20)]
    provinces = [one.code for one in wilayah.children("", drills.AT.date())]

    assert not any(places.drill(code) for code in [*everywhere, *provinces])
    assert inside[0] == f"{drill.name}-{town.VILLAGE}"
    assert {places.drill(code) for code in inside} == {drill.name}


def test_a_draft_without_a_place_stays_in_the_drill_of_its_sender(office: None) -> None:
    drill = busy()
    played = drills.played(Role.OPERATOR, town.KAB, drill)

    code = reports.receive(
        client_id="tanpa-tempat", draft=Draft(text="Ada apa?"), by=played, at=drills.AT
    ).code

    assert Report.objects.get(code=code).region_id == f"{drill.name}-{town.KAB}"


# -- pages --


def clients() -> dict[str, Client]:
    """Return a browser for the public and for each officer."""
    found = {"warga": Client()}
    for role, region in SEEN_BY:
        found[f"{role} {region}"] = town.browser(role, region)
    return found


def addresses() -> list[str]:
    """Return every page, feed and export that is read, with real regions filled in."""
    found = []
    for route in routes():
        if "GET" not in route.methods or route.thing_parameter:
            continue
        if route.pattern.partition("/")[0] in ABOUT_DRILLS:
            continue
        values = (town.KAB, town.VILLAGE) if route.parameters else ("",)
        found += [route.filled(**{name: value for _, name in route.parameters}) for value in values]
    found += [f"/wilayah/cari?q={word}" for word in ("Lumajang", "Rogotrunan", "3508101011")]
    return list(dict.fromkeys(found))


Answers = dict[tuple[str, str], tuple[int, bytes]]


def ask(browsers: dict[str, Client]) -> Answers:
    """Ask everything, and undo what it did."""
    answers: Answers = {}
    for name, client in browsers.items():
        for address in addresses():
            with transaction.atomic():
                response = client.get(address)
                answers[name, address] = (response.status_code, body_of(response).replace(LINK, b""))
                transaction.set_rollback(True)
    return answers


def differences(before: Answers, after: Answers) -> list[str]:
    """Return where two rounds of answers differ."""
    return [f"{name} {address}" for (name, address), said in before.items() if after[name, address] != said]


def test_real_pages_are_the_same_bytes_before_during_and_after_a_drill(
    office: None, stillness: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_life()
    monkeypatch.setattr("django.utils.timezone.now", lambda: drills.AT)
    browsers = clients()
    for client in browsers.values():
        client.get("/akun/")
    before = ask(browsers)

    drill = busy()
    during = ask(browsers)
    drills.act(actions.end, drill, at=drills.AT + 3 * MINUTE)
    drills.act(actions.remove, drill, at=drills.AT + 3 * MINUTE)
    drills.beat(drills.AT + 3 * MINUTE)
    after = ask(browsers)

    found = differences(before, during) + differences(before, after)
    print("\n".join(found[:30]))
    caught = {name: is_caught(plant, browsers, monkeypatch) for name, plant in SABOTEURS.items()}
    promise_report(
        "P16",
        statement="real pages, feeds and exports are byte-equal before, during and after a drill",
        cases=2 * len(before),
        failures=len(found),
        saboteurs_caught=sum(caught.values()),
        saboteurs=len(caught),
    )


Plant = Callable[[HttpRequest, HttpResponse], None]


def count_of_all_rows(request: HttpRequest, response: HttpResponse) -> None:
    response.content += f"<!-- {Report.objects.count()} -->".encode()


def name_of_all_regions(request: HttpRequest, response: HttpResponse) -> None:
    response.content += f"<!-- {Region.objects.order_by('-code')[0].code} -->".encode()


SABOTEURS: dict[str, Plant] = {
    "a count over all reports": count_of_all_rows,
    "the last of all regions": name_of_all_regions,
}


def is_caught(plant: Plant, browsers: dict[str, Client], monkeypatch: pytest.MonkeyPatch) -> bool:
    """Plant a leak on one page, and look whether a drill shows there."""
    pattern = next(found for where, found in declared.walk() if where == "kasus")
    original = pattern.callback

    def leaking(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = original(request)
        plant(request, response)
        return response

    leaking.policy_action = original.policy_action  # type: ignore[attr-defined]
    browser = {name: one for name, one in browsers.items() if name.startswith("operator")}
    with monkeypatch.context() as patch:
        patch.setattr(pattern, "callback", leaking)
        quiet = ask(browser)
        with transaction.atomic():
            busy(f"saboteur {plant.__name__}")
            loud = ask(browser)
            transaction.set_rollback(True)
        drills.restart()
        return bool(differences(quiet, loud))


def test_the_sheet_of_colours_is_only_loaded_in_a_drill() -> None:
    base = Path(actions.__file__).parents[1] / "web" / "templates" / "web" / "base.html"

    assert base.read_text().count("drills/gladi.css") == 1
    assert "{% if request.standing.drill %}<link" in base.read_text()
