"""How the desk of the demonstration answers a report that tells what another one told before it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from uuid import uuid4

import pytest

from kentongan.cases.models import Case
from kentongan.gladi.cast import Cast
from kentongan.gladi.deeds import Deeds
from kentongan.gladi.handling import Handling, Heard
from kentongan.gladi.world.matter import Occurrence
from kentongan.reports.models import Report
from kentongan.rules.authority import Role
from tests import town
from tests.town import AT, NEXT_DOOR, VILLAGE, later

pytestmark = pytest.mark.django_db


def never(_at: datetime, _turn: Callable[[datetime], object]) -> None:
    """Let nothing happen by itself."""


@pytest.fixture
def office() -> Handling:
    town.build()
    town.appoint(Role.LURAH, NEXT_DOOR)
    cast = Cast(AT, Random(1))
    cast.assemble()
    return Handling(1, AT + timedelta(days=1), Random(1), Deeds(Random(1), cast, uuid4(), never), never)


def heard(office: Handling, name: str, region: str, same_as: str = "") -> Heard:
    report = town.report(name, region=region)
    office.deeds.report_of[name] = report.pk
    about = Occurrence(
        id="o1", at=AT, region=VILLAGE, stage="PG", event_form="E02", issues=(), category="lain",
        kind="kejadian", severity=1, nature="ringan",
    )  # fmt: skip
    return Heard(name, report, about, is_official=False, same_as=same_as)


@pytest.mark.parametrize("village", [VILLAGE, NEXT_DOOR])
def test_what_is_told_again_joins_its_case_also_under_the_name_of_another_village(
    office: Handling, village: str
) -> None:
    first = heard(office, "satu", VILLAGE)
    case = office.deeds.take_up("satu", office.deeds.cast.act(Role.LURAH, VILLAGE), AT)

    office.answer(heard(office, "dua", village, same_as="satu"), later(minutes=20))

    assert list(case.joins.order_by("joined_at").values_list("report_id", flat=True)) == [
        first.report.pk,
        office.deeds.report_of["dua"],
    ]
    assert not Report.objects.exclude(put_aside_reason="").exists()


def test_what_is_told_again_of_something_without_a_case_is_put_aside(office: Handling) -> None:
    heard(office, "satu", VILLAGE)

    office.answer(heard(office, "dua", VILLAGE, same_as="satu"), later(minutes=20))

    assert not Case.objects.exists()
    assert Report.objects.get(pk=office.deeds.report_of["dua"]).put_aside_reason
