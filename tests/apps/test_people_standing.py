"""What somebody stands for: posts, terms, deputies, and the calendar of their own region."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kentongan.cases import queries as cases
from kentongan.cases.models import CopyRecipient
from kentongan.people import queries
from kentongan.people.models import Account
from kentongan.rules.authority import Role, Seat
from tests.offices import NOW, make_account, make_officer, make_post, make_regions, pk_of, seat
from tests.promises.world import Cell, make_case

pytestmark = pytest.mark.django_db
VILLAGE = "35.08.10.1001"


@pytest.fixture(autouse=True)
def regions() -> None:
    make_regions()


def seats(account: object, at: datetime = NOW) -> tuple[Seat, ...]:
    return queries.standing(account, at=at, origin="web").seats  # type: ignore[arg-type]


def test_somebody_without_a_post_stands_for_nothing() -> None:
    account = make_account("siti")

    standing = queries.standing(account, at=NOW, origin="web")

    assert standing.seats == ()
    assert standing.account == account.pk


def test_several_posts_count_together() -> None:
    account = make_officer(Role.LURAH, VILLAGE)
    seat(account, make_post(Role.LINMAS, "35.08.10.1002"))

    found = {(one.role, one.region) for one in seats(account)}

    assert found == {(Role.LURAH, VILLAGE), (Role.LINMAS, "35.08.10.1002")}


def test_while_a_deputy_stands_in_the_holder_does_not_count() -> None:
    holder, deputy = make_officer(Role.CAMAT, "35.08.10", "andi"), make_account("budi")
    post = holder.terms.get().post
    seat(deputy, post, starts_on=date(2026, 11, 20), ends_on=date(2026, 11, 22), deputy="plh")

    standing = queries.standing(deputy, at=NOW, origin="web")

    assert seats(holder) == ()
    assert standing.seats == (Seat(Role.CAMAT, "35.08.10", "plh"),)
    assert standing.label.startswith("Plh. ")
    assert queries.holders(Role.CAMAT, "35.08.10", at=NOW) == [deputy]


def test_the_holder_is_back_the_day_after_the_deputys_last_day() -> None:
    holder, deputy = make_officer(Role.CAMAT, "35.08.10", "andi"), make_account("budi")
    seat(
        deputy,
        holder.terms.get().post,
        starts_on=date(2026, 11, 20),
        ends_on=date(2026, 11, 21),
        deputy="plt",
    )

    after = NOW + timedelta(days=1)

    assert seats(deputy, after) == ()
    assert queries.holders(Role.CAMAT, "35.08.10", at=after) == [holder]


def test_a_term_ends_at_midnight_of_its_own_region() -> None:
    account = make_account("wati")
    seat(account, make_post(Role.LURAH, VILLAGE), ends_on=date(2026, 11, 20))

    before_midnight_in_jakarta = datetime(2026, 11, 20, 16, 59, tzinfo=UTC)

    assert seats(account, before_midnight_in_jakarta)
    assert not seats(account, before_midnight_in_jakarta + timedelta(minutes=1))


def test_a_term_of_the_future_gives_nothing_today() -> None:
    account = make_account("wati")
    seat(account, make_post(Role.LURAH, VILLAGE), starts_on=date(2026, 11, 22))

    assert seats(account) == ()


def test_a_closed_post_gives_nothing() -> None:
    account = make_officer(Role.LURAH, VILLAGE)
    post = account.terms.get().post
    post.closed_on = date(2026, 11, 1)
    post.save()

    assert seats(account) == ()


def test_an_inactive_account_stands_for_nobody() -> None:
    account = make_officer(Role.LURAH, VILLAGE)
    account.is_active = False
    account.save()

    assert queries.standing(account, at=NOW, origin="web").account is None
    assert queries.holders(Role.LURAH, VILLAGE, at=NOW) == []


def test_an_absent_deputy_whose_account_is_closed_does_not_keep_the_holder_out() -> None:
    holder, deputy = make_officer(Role.CAMAT, "35.08.10", "andi"), make_account("budi", is_active=False)
    seat(
        deputy,
        holder.terms.get().post,
        starts_on=date(2026, 11, 20),
        ends_on=date(2026, 11, 22),
        deputy="plh",
    )

    assert queries.holders(Role.CAMAT, "35.08.10", at=NOW) == [holder]


def test_the_three_pillars_of_every_village_of_a_kecamatan_are_shown_together() -> None:
    camat = make_officer(Role.CAMAT, "35.08.10")
    make_officer(Role.LURAH, VILLAGE, "rina")
    make_officer(Role.BABINSA, VILLAGE, "joko")
    standing = queries.standing(camat, at=NOW, origin="web")
    kecamatan = queries.region(standing, "35.08.10")

    cards = queries.pillars(standing, kecamatan, at=NOW)

    assert [card.region.name for card in cards] == ["Tompokersan", "Ditotrunan"]
    assert [held.names for held in cards[0].lurah + cards[0].babinsa] == ["Rina", "Joko"]
    assert cards[0].bhabinkamtibmas == cards[1].lurah == ()


def test_a_copy_to_one_leader_is_not_a_copy_to_every_leader_of_the_kabupaten() -> None:
    kapolres, bupati = (make_officer(Role.PIMPINAN, "35.08", name) for name in ("kapolres", "bupati"))
    stranger = make_post(Role.OPERATOR, "35.09")
    case = make_case("rahasia", Cell("35.09.01.2001", "R", restricted=True), owner=stranger)
    CopyRecipient.objects.create(pk=pk_of("copy"), case=case, post=kapolres.terms.get().post, sent_at=NOW)

    def reads(account: Account) -> bool:
        return cases.seen_by(queries.standing(account, at=NOW, origin="web")).exists()

    assert reads(kapolres)
    assert not reads(bupati)
