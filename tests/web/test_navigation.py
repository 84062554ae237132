"""Everybody is offered a few pages, each of which opens for them; nobody is sent to a closed door."""

import pytest
from _pytest.mark import ParameterSet
from django.test import Client, RequestFactory
from django.urls import resolve

from kentongan.people.access import may_open
from kentongan.people.declared import actions_of
from kentongan.rules.authority import PUBLIC, Role, Standing
from kentongan.web import navigation
from kentongan.web.navigation import CITIZEN, MENUS, MOST, Item
from tests.web import world

KAB = "35.08"


def test_every_role_with_a_post_has_a_menu() -> None:
    assert set(MENUS) == {role.value for role in Role} - {Role.WARGA.value}


@pytest.mark.parametrize("role", MENUS)
def test_a_menu_has_at_most_six_entries(role: str) -> None:
    assert 1 <= len(MENUS[role]) <= MOST


def entries() -> list[ParameterSet]:
    offered = [(world.standing(Role(role), KAB), item) for role, items in MENUS.items() for item in items]
    everybody = offered + [(PUBLIC, item) for item in CITIZEN]
    return [pytest.param(who, item, id=f"{who.label}-{item.path}") for who, item in everybody]


@pytest.mark.parametrize(("who", "item"), entries())
def test_a_page_on_the_menu_is_there_and_opens_for_those_it_is_offered_to(who: Standing, item: Item) -> None:
    match = resolve(item.path)

    actions = actions_of(match.func, match.url_name, "GET")

    assert any(may_open(who, action) for action in actions if action)


@pytest.mark.parametrize("role", MENUS)
def test_whoever_may_read_the_watch_is_offered_it(role: str) -> None:
    may_read = may_open(world.standing(Role(role), KAB), "watch.read")

    assert (navigation.JAGA in MENUS[role]) == may_read


def test_somebody_with_two_posts_gets_both_menus_without_doubles() -> None:
    request = RequestFactory().get("/situasi/35.08")
    seats = (*world.standing(Role.CAMAT, KAB).seats, *world.standing(Role.OPERATOR, KAB).seats)
    request.standing = Standing(None, seats, "", "web")  # type: ignore[attr-defined]

    offered = navigation.menu(request)

    assert len({item.path for item in offered}) == len(offered) == MOST
    assert [item.path for item in offered if item.here] == ["/situasi"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "region", "page"),
    [
        (Role.OPERATOR, KAB, "/meja"),
        (Role.KEPALA, KAB, "/situasi"),
        (Role.PIMPINAN, KAB, "/situasi"),
        (Role.LURAH, world.BADES, "/lapor"),
        (Role.CAMAT, world.PASIRIAN, "/situasi"),
    ],
)
def test_the_day_begins_on_the_page_of_ones_work(client: Client, role: Role, region: str, page: str) -> None:
    world.make_regions()
    client.force_login(world.account(role, region))

    assert client.get("/").headers["Location"] == page


@pytest.mark.django_db
def test_a_citizens_day_begins_with_the_report(client: Client) -> None:
    page = client.get("/")

    assert page.status_code == 200
    assert b'href="/lapor"' in page.content
