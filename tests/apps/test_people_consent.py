"""Four eyes: no administrator alone gives anybody, themselves included, a post that reads restricted things."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from kentongan.events.models import Event
from kentongan.people import actions, consent, queries
from kentongan.people.actions import Tenure
from kentongan.people.models import Account, Term
from kentongan.people.policy import GIVEN_BY_TWO, TABLE
from kentongan.rules.authority import Role, Seat, Standing
from kentongan.rules.refusal import Absent, Refused
from kentongan.rules.taxonomy import Sensitivity
from tests.offices import NOW, make_account, make_officer, make_post, make_regions

pytestmark = pytest.mark.django_db
KAB = "35.08"
TENURE = Tenure(date(2026, 11, 1))
NOBODY = Standing(None, (), "warga", "web")


@pytest.fixture(autouse=True)
def regions() -> None:
    make_regions()


def administrator(name: str, region: str = KAB) -> Standing:
    return queries.standing(make_officer(Role.ADMIN, region, name), at=NOW, origin="web")


@pytest.fixture
def first() -> Standing:
    return administrator("satu")


@pytest.fixture
def second() -> Standing:
    return administrator("dua")


def given(by: Standing, role: Role = Role.OPERATOR, tenure: Tenure = TENURE) -> Term:
    post, account = make_post(role, KAB), make_account("rina")
    return actions.begin_term(post=post, account=account, tenure=tenure, by=by, at=NOW, key=uuid4())


def seats(term: Term) -> tuple[Seat, ...]:
    return queries.standing(term.account, at=NOW, origin="web").seats


def test_every_role_that_reads_restricted_things_of_others_is_given_by_two() -> None:
    reads = {"report.read", "case.read", "photo.read", "attachment.read", "alert.board", "log.read"}
    readers = [
        rule.roles for rule in TABLE if rule.action in reads and rule.restricted and rule.relation == "any"
    ]

    assert readers
    assert frozenset().union(*readers) <= GIVEN_BY_TWO
    assert {Role.OPERATOR, Role.ADMIN, Role.PIMPINAN, Role.PROVINSI} <= GIVEN_BY_TWO


def test_every_role_that_reads_what_is_secret_or_opens_names_is_given_by_two() -> None:
    readers = [
        rule.roles
        for rule in TABLE
        if rule.action in {"report.read", "case.read", "report.names"}
        and rule.up_to == Sensitivity.R
        and rule.relation == "any"
    ]

    assert readers
    assert frozenset().union(*readers) <= GIVEN_BY_TWO
    assert {Role.LURAH, Role.BABINSA, Role.BHABINKAMTIBMAS} <= GIVEN_BY_TWO


def test_who_follows_an_invitation_of_their_own_making_becomes_no_camat(
    first: Standing, second: Standing
) -> None:
    post = make_post(Role.CAMAT, "35.08.10")
    asked = actions.invite(post=post, name="Saya Juga", tenure=TENURE, by=first, at=NOW, key=uuid4())
    account = actions.accept_invitation(
        secret=actions.token(asked),
        username="sayajuga",
        password="kata sandi panjang",
        by=NOBODY,
        at=NOW,
        key=uuid4(),
    )
    term = Term.objects.get(account=account)
    assert seats(term) == ()

    consent.decide(term=term, is_agreed=False, by=second, at=NOW, key=uuid4())

    assert seats(term) == ()
    assert queries.holders(Role.CAMAT, "35.08.10", at=NOW) == []


@pytest.mark.parametrize("role", sorted(GIVEN_BY_TWO))
def test_such_a_post_counts_only_when_a_second_administrator_has_agreed(
    first: Standing, second: Standing, role: Role
) -> None:
    term = given(first, role)
    assert seats(term) == ()
    assert term.account not in queries.holders(role, KAB, at=NOW)

    consent.decide(term=term, is_agreed=True, by=second, at=NOW, key=uuid4())

    assert seats(term) == (Seat(role, KAB),)
    assert (
        Event.objects.filter(kind="term.consented", subject_id=term.pk, account=second.account).count() == 1
    )


def test_a_post_that_reads_nothing_restricted_counts_at_once(first: Standing) -> None:
    assert seats(given(first, Role.LINMAS)) == (Seat(Role.LINMAS, KAB),)


def test_neither_who_gave_the_post_nor_who_gets_it_agrees(first: Standing) -> None:
    term = given(first)
    with pytest.raises(Refused, match="Admin lain"):
        consent.decide(term=term, is_agreed=True, by=first, at=NOW, key=uuid4())

    own = Standing(term.account_id, (Seat(Role.ADMIN, KAB),), "Admin", "web")
    with pytest.raises(Refused, match="diri sendiri"):
        consent.decide(term=term, is_agreed=True, by=own, at=NOW, key=uuid4())

    assert seats(term) == ()


@pytest.mark.parametrize("who", ["asked_by", "account"])
def test_the_database_itself_knows_no_consent_of_one(first: Standing, who: str) -> None:
    term = given(first)

    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.filter(pk=term.pk).update(
            consent="given", decided_by_id=getattr(term, f"{who}_id"), decided_at=NOW
        )


def test_a_refused_post_stays_refused(first: Standing, second: Standing) -> None:
    term = given(first)
    key = uuid4()
    consent.decide(term=term, is_agreed=False, by=second, at=NOW, key=key)
    consent.decide(term=term, is_agreed=False, by=second, at=NOW, key=key)

    with pytest.raises(Refused, match="ditolak"):
        consent.decide(term=term, is_agreed=True, by=administrator("tiga"), at=NOW, key=uuid4())

    assert seats(term) == ()
    assert Event.objects.filter(kind="term.refused").count() == 1


def test_an_administrator_of_another_kabupaten_finds_nothing_to_agree_to(first: Standing) -> None:
    with pytest.raises(Absent):
        consent.decide(
            term=given(first), is_agreed=True, by=administrator("jauh", "35.09"), at=NOW, key=uuid4()
        )


def test_a_deputy_nobody_agreed_to_does_not_displace_the_holder(first: Standing) -> None:
    holder = make_officer(Role.KEPALA, KAB)
    stand_in = make_account("plh")
    tenure = Tenure(date(2026, 11, 1), date(2026, 12, 1), "plh")

    actions.begin_term(
        post=holder.terms.get().post, account=stand_in, tenure=tenure, by=first, at=NOW, key=uuid4()
    )

    assert queries.holders(Role.KEPALA, KAB, at=NOW) == [holder]


def test_such_a_post_is_not_made_longer_by_one(first: Standing, second: Standing) -> None:
    term = given(first, tenure=Tenure(date(2026, 11, 1), date(2026, 12, 1), "plt"))
    consent.decide(term=term, is_agreed=True, by=second, at=NOW, key=uuid4())

    with pytest.raises(Refused, match="memperpanjang"):
        actions.end_term(term=term, ends_on=date(2027, 12, 1), by=first, at=NOW, key=uuid4())

    actions.end_term(term=term, ends_on=date(2026, 11, 25), by=first, at=NOW, key=uuid4())


def test_who_follows_an_invitation_has_nothing_until_the_second_has_agreed(
    first: Standing, second: Standing
) -> None:
    invitation = actions.invite(
        post=make_post(Role.ANALIS, KAB), name="Rina", tenure=TENURE, by=first, at=NOW, key=uuid4()
    )
    account = actions.accept_invitation(
        secret=actions.token(invitation), username="rina", password="tiga kata acak", by=NOBODY, at=NOW, key=uuid4()
    )  # fmt: skip
    term = account.terms.get()
    assert seats(term) == ()
    with pytest.raises(Refused, match="Admin lain"):
        consent.decide(term=term, is_agreed=True, by=first, at=NOW, key=uuid4())

    consent.decide(term=term, is_agreed=True, by=second, at=NOW, key=uuid4())

    assert seats(term) == (Seat(Role.ANALIS, KAB),)


def test_nobody_follows_an_invitation_of_their_own_making(first: Standing) -> None:
    invitation = actions.invite(
        post=make_post(Role.LURAH, "35.08.10.1001"), name="Rina", tenure=TENURE, by=first, at=NOW, key=uuid4()
    )

    with pytest.raises(Refused, match="untuk orang lain"):
        actions.accept_invitation(
            secret=actions.token(invitation), username="rina", password="tiga kata acak", by=first, at=NOW, key=uuid4()
        )  # fmt: skip


def browser(standing: Standing) -> Client:
    assert standing.account
    client = Client()
    client.force_login(Account.objects.get(pk=standing.account))
    return client


def test_the_second_finds_what_waits_and_answers_on_a_page(first: Standing, second: Standing) -> None:
    term = given(first)
    address = f"/orang/masa/{term.pk}/setujui"

    assert address in browser(second).get(f"/orang/wilayah/{KAB}/kelola").content.decode()
    assert "rina" in browser(second).get(address).content.decode()
    own = browser(first).post(address, {"key": str(uuid4()), "word": "setuju"})
    answer = browser(second).post(address, {"key": str(uuid4()), "word": "setuju"})

    assert (own.status_code, answer.status_code) == (409, 302)
    assert seats(term) == (Seat(Role.OPERATOR, KAB),)
    assert address not in browser(second).get(f"/orang/wilayah/{KAB}/kelola").content.decode()


def test_who_waits_for_the_second_is_told_so(first: Standing) -> None:
    client = Client()
    client.force_login(given(first).account)

    assert "menunggu persetujuan admin kedua" in client.get("/akun/").content.decode()


def test_an_empty_house_gets_its_first_administrators_at_the_server(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("satu", "dua"):
        call_command("invite_admin", KAB, name)
        link = re.search(r"/undangan/\S+", capsys.readouterr().out)
        assert link
        made = {"key": str(uuid4()), "username": name, "password": "tiga kata acak"}
        assert Client().post(link[0], made).status_code == 302

    accounts = Account.objects.filter(username__in=("satu", "dua"))
    assert [queries.standing(one, at=NOW.replace(year=2030), origin="web").seats for one in accounts] == [
        (Seat(Role.ADMIN, KAB),)
    ] * 2
    with pytest.raises(CommandError):
        call_command("invite_admin", "Lumajang", "tiga")
