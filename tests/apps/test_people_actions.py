"""Every write about people: who may, once, with one line in the logbook."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from kentongan.events.models import Event
from kentongan.people import actions, queries
from kentongan.people.actions import Tenure
from kentongan.people.models import (
    Account,
    Invitation,
    Office,
    Post,
    RegisteredNumber,
    Team,
    TeamMember,
    Term,
)
from kentongan.people.phones import international
from kentongan.rules.authority import Role, Seat, Standing
from kentongan.rules.refusal import Absent, Refused
from tests.offices import NOW, make_account, make_officer, make_post, make_regions, pk_of, seat

pytestmark = pytest.mark.django_db
VILLAGE = "35.08.10.1001"
ELSEWHERE = "35.09.01.2001"
TENURE = Tenure(date(2026, 11, 1))


@pytest.fixture(autouse=True)
def regions() -> None:
    make_regions()


@pytest.fixture
def admin() -> Standing:
    return queries.standing(make_officer(Role.ADMIN, "35.08"), at=NOW, origin="web")


def account_of(standing: Standing) -> Account:
    assert standing.account
    return Account.objects.get(pk=standing.account)


def key(word: str = "kunci") -> UUID:
    return pk_of("key", word)


def invite(admin: Standing, word: str = "kunci", post: Post | None = None) -> Invitation:
    post = post or make_post(Role.LURAH, VILLAGE)
    return actions.invite(post=post, name="Rina", tenure=TENURE, by=admin, at=NOW, key=key(word))


def accept(invitation: Invitation, word: str = "terima", **changes: object) -> Account:
    given = {"username": "rina", "password": "tiga kata acak", "at": NOW, **changes}
    by = Standing(None, (), "warga", "web")
    return actions.accept_invitation(secret=actions.token(invitation), by=by, key=key(word), **given)  # type: ignore[arg-type]


def test_an_office_a_post_and_a_term_are_made_with_one_line_each(admin: Standing) -> None:
    account = make_account("rina")
    before = Event.objects.count()

    office = actions.open_office(
        region=VILLAGE, kind="desa", name="Kelurahan", by=admin, at=NOW, key=key("a")
    )
    post = actions.open_post(
        office=office, role="linmas", title="Kasatgas", unit="", by=admin, at=NOW, key=key("b")
    )
    actions.begin_term(post=post, account=account, tenure=TENURE, by=admin, at=NOW, key=key("c"))

    kinds = [event.kind for event in Event.objects.order_by("seq")][before:]
    assert kinds == ["office.opened", "post.opened", "term.begun"]
    assert queries.holders(Role.LINMAS, VILLAGE, at=NOW) == [account]


def test_the_same_key_again_gives_the_first_result_and_no_second_line(admin: Standing) -> None:
    once = actions.open_office(region=VILLAGE, kind="desa", name="Kelurahan", by=admin, at=NOW, key=key())
    lines = Event.objects.count()

    again = actions.open_office(region=VILLAGE, kind="desa", name="Kelurahan", by=admin, at=NOW, key=key())

    assert again == once
    assert Event.objects.count() == lines


def test_the_same_key_for_something_else_is_refused(admin: Standing) -> None:
    actions.open_office(region=VILLAGE, kind="desa", name="Kelurahan", by=admin, at=NOW, key=key())

    with pytest.raises(Refused) as refused:
        actions.open_office(region=VILLAGE, kind="desa", name="Lain", by=admin, at=NOW, key=key())

    assert refused.value.code == "key_conflict"


def test_an_office_of_the_same_name_is_refused_in_words(admin: Standing) -> None:
    actions.open_office(region=VILLAGE, kind="desa", name="Kelurahan", by=admin, at=NOW, key=key("a"))

    with pytest.raises(Refused, match="sudah ada"):
        actions.open_office(region=VILLAGE, kind="desa", name="Kelurahan", by=admin, at=NOW, key=key("b"))


def test_an_admin_of_another_kabupaten_finds_nothing_here(admin: Standing) -> None:
    stranger = Standing(admin.account, (Seat(Role.ADMIN, "35.09"),), "Admin", "web")
    office = actions.open_office(region=VILLAGE, kind="desa", name="Kelurahan", by=admin, at=NOW, key=key())
    post, account = make_post(Role.LURAH, VILLAGE), make_account("rina")
    term = seat(account, post)
    team = set_up(admin)
    number = register(admin)
    invitation = invite(admin, "undangan", post)
    writes: list[Callable[[], object]] = [
        lambda: actions.open_office(region=VILLAGE, kind="desa", name="X", by=stranger, at=NOW, key=key("1")),
        lambda: actions.open_post(
            office=office, role="rt", title="X", unit="", by=stranger, at=NOW, key=key("2")
        ),
        lambda: actions.close_post(post=post, by=stranger, at=NOW, key=key("3")),
        lambda: actions.begin_term(
            post=post, account=account, tenure=TENURE, by=stranger, at=NOW, key=key("4")
        ),
        lambda: actions.end_term(term=term, ends_on=date(2026, 12, 1), by=stranger, at=NOW, key=key("5")),
        lambda: set_up(stranger, "6"),
        lambda: actions.name_member(
            team=team, subteam="", name="X", agency="", position="X", by=stranger, at=NOW, key=key("7")
        ),
        lambda: invite(stranger, "8", post),
        lambda: actions.withdraw_invitation(invitation=invitation, by=stranger, at=NOW, key=key("9")),
        lambda: register(stranger, "10", "+6281234567899"),
        lambda: actions.retire_number(number=number, by=stranger, at=NOW, key=key("11")),
        lambda: actions.deactivate(account=account, by=stranger, at=NOW, key=key("12")),
        lambda: actions.reactivate(account=account, by=stranger, at=NOW, key=key("13")),
    ]
    lines = Event.objects.count()

    for write in writes:
        with pytest.raises(Absent):
            write()

    assert Event.objects.count() == lines


def set_up(by: Standing, word: str = "tim", kind: str = "timdu") -> Team:
    return actions.set_up_team(
        kind=kind,
        region="35.08",
        decree_no="188.45/1/2026",
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 11, 21),
        by=by,
        at=NOW,
        key=key(word),
    )


def register(by: Standing, word: str = "nomor", number: str = "+6281234567890") -> RegisteredNumber:
    return actions.register_number(number=number, region=VILLAGE, post=None, by=by, at=NOW, key=key(word))


def test_nobody_gives_a_post_to_themselves(admin: Standing) -> None:
    account = account_of(admin)

    with pytest.raises(Refused, match="diri sendiri"):
        actions.begin_term(
            post=make_post(Role.KEPALA, "35.08"), account=account, tenure=TENURE, by=admin, at=NOW, key=key()
        )


@pytest.mark.parametrize(
    ("tenure", "sentence"),
    [
        (Tenure(date(2026, 11, 1), None, "plt"), "memerlukan hari terakhir"),
        (Tenure(date(2026, 11, 2), date(2026, 11, 1)), "sebelum hari pertama"),
    ],
)
def test_a_term_that_cannot_be_is_refused(admin: Standing, tenure: Tenure, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        actions.begin_term(
            post=make_post(Role.LURAH, VILLAGE),
            account=make_account("rina"),
            tenure=tenure,
            by=admin,
            at=NOW,
            key=key(),
        )


def test_a_post_that_is_held_is_not_closed_and_a_closed_one_is_not_given(admin: Standing) -> None:
    lurah = make_officer(Role.LURAH, VILLAGE)
    term = lurah.terms.get()
    with pytest.raises(Refused, match="masih dijabat"):
        actions.close_post(post=term.post, by=admin, at=NOW, key=key("a"))

    actions.end_term(term=term, ends_on=date(2026, 11, 20), by=admin, at=NOW, key=key("b"))
    actions.close_post(post=term.post, by=admin, at=NOW, key=key("c"))

    with pytest.raises(Refused, match="sudah ditutup"):
        actions.begin_term(post=term.post, account=lurah, tenure=TENURE, by=admin, at=NOW, key=key("d"))


def test_a_term_that_is_over_is_not_ended_again(admin: Standing) -> None:
    term = make_officer(Role.LURAH, VILLAGE).terms.get()
    actions.end_term(term=term, ends_on=date(2026, 11, 20), by=admin, at=NOW, key=key("a"))

    with pytest.raises(Refused, match="sudah berakhir"):
        actions.end_term(term=term, ends_on=date(2026, 12, 20), by=admin, at=NOW, key=key("b"))


# -- invitations --


def test_an_invitation_makes_an_account_with_its_post(admin: Standing) -> None:
    account = accept(invite(admin, post=make_post(Role.LINMAS, VILLAGE)))

    assert account.check_password("tiga kata acak")
    assert queries.standing(account, at=NOW, origin="web").seats == (Seat(Role.LINMAS, VILLAGE),)


def test_an_invitation_works_once(admin: Standing) -> None:
    invitation = invite(admin)
    accept(invitation)

    with pytest.raises(Refused, match="sudah dipakai, ditarik"):
        accept(invitation, "lain", username="rani")

    assert not Account.objects.filter(username="rani").exists()


def test_pressing_twice_makes_one_account(admin: Standing) -> None:
    invitation = invite(admin)

    assert accept(invitation) == accept(invitation)


def test_an_invitation_ends_by_time_and_by_being_withdrawn(admin: Standing) -> None:
    invitation = invite(admin)
    with pytest.raises(Refused, match="lewat waktu"):
        accept(invitation, at=NOW + timedelta(days=7))

    actions.withdraw_invitation(invitation=invitation, by=admin, at=NOW, key=key("tarik"))

    with pytest.raises(Refused, match="ditarik"):
        accept(invitation, "lain")


@pytest.mark.parametrize("change", ["0", "ffffffff", "", "-"])
def test_a_link_we_never_made_is_absent(admin: Standing, change: str) -> None:
    secret = actions.token(invite(admin))
    forged = secret[: -len(change)] + change if change else "bukan-tautan"
    if forged == secret:
        forged = secret[:-1] + "1"

    with pytest.raises(Absent):
        actions.invited(forged)


def test_a_taken_user_name_leaves_the_invitation_open(admin: Standing) -> None:
    make_account("rina")
    invitation = invite(admin)
    with pytest.raises(Refused, match="sudah dipakai"):
        accept(invitation)

    assert accept(invitation, "lain", username="rina2").username == "rina2"


def test_a_password_everybody_tries_first_is_refused(admin: Standing) -> None:
    with pytest.raises(Refused) as refused:
        accept(invite(admin), password="1234567890")

    assert refused.value.code == "weak_password"


# -- teams --


def test_a_team_shows_that_its_decree_has_run_out(admin: Standing) -> None:
    team = set_up(admin)
    for subteam in ("pencegahan", "penghentian", "pemulihan"):
        actions.name_member(
            team=team,
            subteam=subteam,
            name=f"Anggota {subteam}",
            agency="Polres",
            position="Anggota",
            by=admin,
            at=NOW,
            key=key(subteam),
        )
    lumajang = queries.region(admin, "35.08")

    [today] = queries.standing_teams(admin, lumajang, at=NOW)
    [tomorrow] = queries.standing_teams(admin, lumajang, at=NOW + timedelta(days=1))

    assert not today.is_out_of_date
    assert tomorrow.is_out_of_date
    assert [member.subteam for member in today.members] == ["pemulihan", "pencegahan", "penghentian"]


def test_a_member_who_left_is_not_shown_and_not_forgotten(admin: Standing) -> None:
    team = set_up(admin)
    member = actions.name_member(
        team=team, subteam="", name="A", agency="", position="Ketua", by=admin, at=NOW, key=key("a")
    )

    actions.let_member_go(member=member, by=admin, at=NOW, key=key("b"))

    [shown] = queries.standing_teams(admin, queries.region(admin, "35.08"), at=NOW)
    assert shown.members == ()
    assert team.members.count() == 1


# -- numbers --


@pytest.mark.parametrize("typed", ["0812-3456-7890", "+62 812 3456 7890", "6281234567890", " 081234567890 "])
def test_one_number_has_one_form(typed: str) -> None:
    assert international(typed) == "+6281234567890"


@pytest.mark.parametrize("typed", ["", "abc", "08", "0812345678901234567", "+"])
def test_what_is_not_a_number_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="Nomor telepon"):
        international(typed)


def test_a_registered_number_is_placed_until_it_is_retired(admin: Standing) -> None:
    number = register(admin)
    found = queries.placed("+6281234567890")
    assert found is not None
    assert found.region_id == VILLAGE

    actions.retire_number(number=number, by=admin, at=NOW, key=key("cabut"))

    assert queries.placed("+6281234567890") is None


def test_a_number_in_use_is_not_taken_over_and_a_retired_one_comes_back(admin: Standing) -> None:
    number = register(admin)
    with pytest.raises(Refused, match="sudah ada"):
        register(admin, "lagi")

    actions.retire_number(number=number, by=admin, at=NOW, key=key("cabut"))

    assert register(admin, "kembali").pk == number.pk


# -- accounts --


def test_an_account_that_serves_elsewhere_too_is_not_closed_from_here(admin: Standing) -> None:
    account = make_officer(Role.LURAH, VILLAGE)
    seat(account, make_post(Role.LINMAS, ELSEWHERE))

    with pytest.raises(Refused, match="di luar wilayah"):
        actions.deactivate(account=account, by=admin, at=NOW, key=key())

    Term.objects.filter(post__office__region=ELSEWHERE).update(ends_on=date(2026, 10, 1))
    assert not actions.deactivate(account=account, by=admin, at=NOW, key=key()).is_active


def test_nobody_closes_their_own_account(admin: Standing) -> None:
    with pytest.raises(Refused, match="akun sendiri"):
        actions.deactivate(account=account_of(admin), by=admin, at=NOW, key=key())


def test_an_account_that_holds_nothing_here_is_absent(admin: Standing) -> None:
    with pytest.raises(Absent):
        actions.deactivate(account=make_account("siti"), by=admin, at=NOW, key=key())


def test_offices_and_their_posts_are_listed_only_where_one_may_look(admin: Standing) -> None:
    make_post(Role.LURAH, VILLAGE)
    make_post(Role.LURAH, ELSEWHERE)

    assert set(queries.posts(admin).values_list("office__region_id", flat=True)) == {VILLAGE, "35.08"}
    assert Office.objects.count() == 3


def test_a_team_is_listed_as_its_decree_lists_it() -> None:
    told = ["Anggota", "Bendahara", "Koordinator", "Sekretaris", "Wakil ketua I", "Ketua"]

    found = queries.in_order_of_rank(TeamMember(position=position, name="x") for position in told)

    assert [member.position for member in found] == [
        "Ketua", "Wakil ketua I", "Sekretaris", "Koordinator", "Bendahara", "Anggota",
    ]  # fmt: skip
