"""The one policy table read in two ways: row by row, and as a condition on queries."""

from itertools import product

import pytest
from django.db.models import Q
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.urls.resolvers import RegexPattern

from kentongan.people import access, declared
from kentongan.people.models import Office
from kentongan.people.policy import ACTIONS, TABLE, THIRD_PARTY, policy
from kentongan.rules.authority import PUBLIC, SYSTEM, Relation, Role, Seat, Standing
from kentongan.rules.refusal import Absent
from tests.offices import NAMES, make_post, make_regions, pk_of

LURAH = Standing(pk_of("account", "x"), (Seat(Role.LURAH, "35.08.10.1001"),), "Lurah", "web")


def test_every_row_has_a_known_action_and_a_reason() -> None:
    assert {rule.action for rule in TABLE} == set(ACTIONS)
    assert all(rule.why.endswith(".") and len(rule.why) > 15 for rule in TABLE)
    assert set(THIRD_PARTY.values()) <= set(ACTIONS)


def test_a_view_cannot_declare_an_action_that_is_not_in_the_table() -> None:
    with pytest.raises(KeyError, match=r"report\.raed"):
        policy("report.raed")


def test_polri_and_tni_are_never_given_what_would_be_a_command_over_cases() -> None:
    security = {Role.BABINSA, Role.BHABINKAMTIBMAS, Role.KAPOLSEK, Role.DANRAMIL}
    commands = {
        "case.take-up",
        "case.move",
        "case.assign",
        "case.task",
        "case.settle",
        "case.reopen",
        "case.copy",
    }

    assert not [rule for rule in TABLE if rule.action in commands and rule.roles & security]


def test_admin_and_auditor_read_no_content() -> None:
    content = ("report.read", "case.read", "photo.read", "attachment.read", "situation.read", "alert.")
    # An admin is called where every post is vacant, and is told the place alone (tests/apps/test_alerts_ladder).
    place_alone = {(Role.ADMIN, "alert.hear"), (Role.ADMIN, "alert.unattended")}

    read = {
        (role, rule.action)
        for rule in TABLE
        if rule.action.startswith(content)
        for role in rule.roles & {Role.ADMIN, Role.AUDITOR}
    }
    assert read == place_alone


def test_nobody_without_an_account_is_tied_to_anything() -> None:
    assert not access.may(PUBLIC, "account.own", relation={Relation.OWNER})
    assert not access.may_open(PUBLIC, "account.own")
    assert access.may_open(LURAH, "account.own")


def test_the_loop_may_and_a_look_alike_may_not() -> None:
    assert access.may(SYSTEM, "report.read", region="35.08")
    assert not access.may(Standing(None, (), "sistem", "web"), "report.read", region="35.08")


def test_a_refusal_is_an_absence() -> None:
    with pytest.raises(Absent):
        access.check(LURAH, "report.read", region="35.08.10.1002")

    access.check(LURAH, "report.read", region="35.08.10.1001")


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_the_condition_on_a_query_says_what_the_table_says(role: Role) -> None:
    make_regions()
    for code in NAMES:
        make_post(Role.LURAH, code)
    mine = Office.objects.get(region="35.08.11.2001")
    ties = {r: Q() if r is Relation.ANY else Q(pk=mine.pk) for r in Relation}

    for region, action in product(["35.08.10.1001", "35.08", "35.08.10.1001.RW05.RT03"], ACTIONS):
        standing = Standing(pk_of("account", "y"), (Seat(role, region),), "", "web")
        rows = access.visible(
            standing,
            action,
            Office.objects.all(),
            sensitivity_field=None,
            restricted_field=None,
            relations=ties,
        )
        expected = {
            office.pk
            for office in Office.objects.all()
            if access.may(
                standing,
                action,
                region=office.region_id,
                relation=set(Relation) if office.pk == mine.pk else {Relation.ANY},
            )
        }
        assert set(rows.values_list("pk", flat=True)) == expected, (action, region)


@pytest.mark.django_db
def test_a_village_whose_code_begins_alike_is_not_inside() -> None:
    make_regions({**NAMES, "35.08.10.1001.RW050": "RW 050"})
    make_post(Role.LURAH, "35.08.10.1001.RW050")
    standing = Standing(pk_of("account", "a"), (Seat(Role.RW, "35.08.10.1001.RW05"),), "", "web")

    rows = access.visible(
        standing, "people.read", Office.objects.all(), sensitivity_field=None, restricted_field=None
    )

    assert not rows.exists()


def a_resolver(*patterns: URLPattern | URLResolver) -> URLResolver:
    return URLResolver(RegexPattern(r"^/"), list(patterns))


def test_every_address_of_the_service_declares_its_policy() -> None:
    assert declared.undeclared() == []
    assert declared.check_every_view_has_a_policy(None) == []


def test_a_view_without_a_policy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver = a_resolver(path("bocor", lambda _: HttpResponse(), name="bocor"))

    assert declared.undeclared(resolver) == ["bocor"]

    monkeypatch.setattr(declared, "get_resolver", lambda: resolver)
    assert [error.id for error in declared.check_every_view_has_a_policy(None)] == ["kentongan.E001"]


def test_every_operation_of_an_api_path_declares_its_policy() -> None:
    from ninja import NinjaAPI

    api = NinjaAPI(urls_namespace="test-declared", docs_url=None, openapi_url=None)

    @api.get("/laporan")
    @policy("report.read")
    def read(request: object) -> str:
        return ""

    @api.post("/laporan")
    def write(request: object) -> str:
        return ""

    patterns, _, _ = api.urls
    resolver = a_resolver(*[one for one in patterns if "laporan" in str(one.pattern)])
    callback = resolver.url_patterns[0].callback
    assert callback

    assert set(declared.undeclared(resolver)) == {"laporan"}
    assert declared.actions_of(callback, None, "GET") == ("report.read",)
    assert declared.actions_of(callback, None, "POST") == (None,)
