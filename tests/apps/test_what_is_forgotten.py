"""What nobody can use any more is forgotten in its time; the logbook and what is stuck never are."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from kentongan import wiring
from kentongan.events import jobs as events
from kentongan.events.models import Event, Reaction
from kentongan.people import jobs as people
from kentongan.people.models import Account, Invitation
from kentongan.reports import jobs as reports
from kentongan.reports.models import Source
from kentongan.rules.authority import Role
from tests import town
from tests.town import AT, VILLAGE, later

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kabupaten() -> None:
    town.build()


def test_the_clock_forgets() -> None:
    jobs = {job for _, job in wiring.CLOCK}

    assert {people.forget, events.forget_done, reports.forget_sources} <= jobs


def test_an_expired_session_goes_and_one_in_use_stays() -> None:
    user = Account.objects.first()
    for word, expires in (("lama", AT - timedelta(seconds=1)), ("baru", later(days=1))):
        Session.objects.create(session_key=word, session_data="", expire_date=expires)
        UserSession.objects.create(user=user, session_key=word, ip="127.0.0.1")

    people.forget(AT)

    assert list(Session.objects.values_list("session_key", flat=True)) == ["baru"]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["baru"]


def test_an_invitation_is_shown_for_a_month_after_its_end() -> None:
    for days in (29, 31):
        Invitation.objects.create(
            id=uuid4(), post=town.post(Role.LURAH, VILLAGE), name=f"{days}", starts_on=date(2026, 1, 1),
            made_at=AT - timedelta(days=99), expires_at=AT - timedelta(days=days),
        )  # fmt: skip

    people.forget(AT)

    assert Invitation.objects.get().name == "29"


def test_a_reaction_done_long_ago_goes_and_its_line_and_what_is_stuck_stay() -> None:
    town.report()
    events.react(AT, limit=1_000)
    lines = Event.objects.count()
    stuck = Reaction.objects.create(
        event=Event.objects.earliest("seq"), handler="x", next_try_at=AT, stuck_at=AT
    )

    events.forget_done(later(days=29))
    assert Reaction.objects.filter(done_at__isnull=False).exists()
    events.forget_done(later(days=31))

    assert list(Reaction.objects.all()) == [stuck]
    assert Event.objects.count() == lines


def test_a_source_goes_when_it_need_not_wait() -> None:
    Source.objects.create(digest="lewat", free_at=AT)
    Source.objects.create(digest="menunggu", free_at=later(seconds=1))

    reports.forget_sources(AT)

    assert Source.objects.get().digest == "menunggu"
