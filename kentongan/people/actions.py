"""Every write about people: offices, posts, terms, teams, invitations, numbers, accounts and devices."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from hmac import compare_digest
from typing import TypeVar
from uuid import UUID, uuid5

from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_noop as _

from kentongan.events.actions import Replay, claim_key, fingerprint, record
from kentongan.people import access, queries
from kentongan.people.models import (
    Account,
    Device,
    Invitation,
    Office,
    Post,
    RegisteredNumber,
    Team,
    TeamMember,
    Term,
)
from kentongan.people.policy import GIVEN_BY_TWO
from kentongan.rules.authority import Role, Standing
from kentongan.rules.refusal import Absent, Refused

Row = TypeVar("Row", bound=models.Model)
NAMESPACE = UUID("0c7c8f0e-6a57-4e0f-9a53-2f6b9a1d7d11")
INVITATION_LIVES = timedelta(days=7)
NOT_YOURSELF = _("Anda tidak dapat memberi jabatan kepada diri sendiri. Minta admin lain.")
ALREADY_THERE = _("Data ini sudah ada.")
DEPUTY_NEEDS_END = _("Plt. dan Plh. memerlukan hari terakhir.")
ENDS_BEFORE_IT_BEGINS = _("Hari terakhir tidak boleh sebelum hari pertama.")
POST_IS_CLOSED = _("Jabatan ini sudah ditutup.")
POST_IS_HELD = _("Jabatan ini masih dijabat. Akhiri dahulu masa jabatannya.")
TERM_IS_OVER = _("Masa jabatan ini sudah berakhir.")
NOT_LONGER = _("Jabatan ini diberikan dua admin. Untuk memperpanjang, buat masa jabatan baru.")
NOT_YOUR_INVITATION = _("Undangan ini Anda buat untuk orang lain. Serahkan tautannya kepada orang itu.")
INVITATION_IS_DEAD = _(
    "Undangan ini sudah dipakai, ditarik, atau lewat waktu. Minta undangan baru kepada admin."
)
NAME_TAKEN = _("Nama masuk ini sudah dipakai. Pilih yang lain.")
LAST_ADMIN = _("Anda tidak dapat menonaktifkan akun sendiri.")
ALSO_ELSEWHERE = _("Akun ini juga menjabat di luar wilayah Anda. Akhiri masa jabatan di wilayah Anda saja.")


@dataclass(frozen=True)
class Tenure:
    """From when until when, in whose place, and by which decree."""

    starts_on: date
    ends_on: date | None = None
    deputy: str = ""
    decree: str = ""


# -- offices and posts --


@transaction.atomic
def open_office(*, region: str, kind: str, name: str, by: Standing, at: datetime, key: UUID) -> Office:
    """Add an office to a region."""
    access.check(by, "people.admin", region=region)
    pk = made_from(key, "office")
    if replayed(key, pk, "office", region=region, kind=kind, name=name):
        return Office.objects.get(pk=pk)
    office = added(Office(pk=pk, region_id=region, kind=kind, name=name))
    note("office.opened", office, region, by, at, {"kind": kind})
    return office


@transaction.atomic
def open_post(
    *, office: Office, role: str, title: str, unit: str, by: Standing, at: datetime, key: UUID
) -> Post:
    """Add a post to an office."""
    access.check(by, "people.admin", region=office.region_id)
    pk = made_from(key, "post")
    if replayed(key, pk, "post", office=office.pk, role=role, title=title, unit=unit):
        return Post.objects.get(pk=pk)
    post = added(Post(pk=pk, office=office, role=Role(role), title=title, unit=unit))
    note("post.opened", post, office.region_id, by, at, {"role": str(role)})
    return post


@transaction.atomic
def close_post(*, post: Post, by: Standing, at: datetime, key: UUID) -> Post:
    """Take a post out of use.

    Raises:
        Refused: If somebody still holds it.
    """
    region = post.office.region_id
    access.check(by, "people.admin", region=region)
    if replayed(key, post.pk, "post", close=True):
        return post
    if queries.terms_in_force(post.terms.all(), at=at):
        raise Refused(POST_IS_HELD)
    post.closed_on = queries.local_day(region, at)
    post.save(update_fields=["closed_on"])
    note("post.closed", post, region, by, at)
    return post


# -- terms of office --


@transaction.atomic
def begin_term(
    *, post: Post, account: Account, tenure: Tenure, by: Standing, at: datetime, key: UUID
) -> Term:
    """Let somebody hold a post, or stand in for its holder.

    Raises:
        Refused: If the days make no sense, the post is closed, or it would be one's own.
    """
    region = post.office.region_id
    access.check(by, "people.admin", region=region)
    pk = made_from(key, "term")
    if replayed(key, pk, "term", post=post.pk, account=account.pk, **asdict(tenure)):
        return Term.objects.get(pk=pk)
    if account.pk == by.account:
        raise Refused(NOT_YOURSELF)
    check_days(post, tenure)
    term = added(term_of(pk, post, account, tenure, asked_by=by.account))
    detail = {"post": post.pk, "account": account.pk, "deputy": tenure.deputy, "consent": term.consent}
    note("term.begun", term, region, by, at, detail)
    return term


def term_of(pk: UUID, post: Post, account: Account, tenure: Tenure, *, asked_by: UUID | None) -> Term:
    """Return a term as one administrator may begin it; it waits where a second one must agree.

    What is begun at the server itself, without an account, stands: that is how a house gets its first administrators.
    """
    waits = asked_by is not None and post.role in GIVEN_BY_TWO
    consent = Term.Consent.WAITS if waits else Term.Consent.NOT_NEEDED
    return Term(
        pk=pk, post=post, account=account, asked_by_id=asked_by, consent=consent.value, **asdict(tenure)
    )


@transaction.atomic
def end_term(*, term: Term, ends_on: date, by: Standing, at: datetime, key: UUID) -> Term:
    """Give a term its last day; a day before today ends it at once.

    Raises:
        Refused: If it has ended already, the day lies before its first, or a post that two give would be held longer.
    """
    region = term.post.office.region_id
    access.check(by, "people.admin", region=region)
    if replayed(key, term.pk, "term", ends_on=ends_on):
        return term
    if term.ends_on is not None and term.ends_on < queries.local_day(region, at):
        raise Refused(TERM_IS_OVER)
    if term.ends_on is not None and ends_on > term.ends_on and term.post.role in GIVEN_BY_TWO:
        raise Refused(NOT_LONGER)
    check_days(term.post, Tenure(term.starts_on, ends_on, term.deputy))
    term.ends_on = ends_on
    term.save(update_fields=["ends_on"])
    note("term.ended", term, region, by, at, {"ends_on": ends_on})
    return term


def check_days(post: Post, tenure: Tenure) -> None:
    """Make sure a term can run on these days.

    Raises:
        Refused: If it cannot.
    """
    if post.closed_on is not None:
        raise Refused(POST_IS_CLOSED)
    if tenure.deputy and tenure.ends_on is None:
        raise Refused(DEPUTY_NEEDS_END)
    if tenure.ends_on is not None and tenure.ends_on < tenure.starts_on:
        raise Refused(ENDS_BEFORE_IT_BEGINS)


# -- teams by decree --


@transaction.atomic
def set_up_team(
    *,
    kind: str,
    region: str,
    decree_no: str,
    valid_from: date,
    valid_to: date,
    by: Standing,
    at: datetime,
    key: UUID,
) -> Team:
    """Enter a team with its decree."""
    access.check(by, "people.admin", region=region)
    pk = made_from(key, "team")
    if replayed(key, pk, "team", content=(kind, region, decree_no, valid_from, valid_to)):
        return Team.objects.get(pk=pk)
    if valid_to < valid_from:
        raise Refused(ENDS_BEFORE_IT_BEGINS)
    team = added(
        Team(
            pk=pk, kind=kind, region_id=region, decree_no=decree_no, valid_from=valid_from, valid_to=valid_to
        )
    )
    note("team.set_up", team, region, by, at, {"kind": kind})
    return team


@transaction.atomic
def name_member(
    *,
    team: Team,
    subteam: str,
    name: str,
    agency: str,
    position: str,
    by: Standing,
    at: datetime,
    key: UUID,
) -> TeamMember:
    """Enter somebody whom the decree of a team names."""
    access.check(by, "people.admin", region=team.region_id)
    pk = made_from(key, "team_member")
    if replayed(key, pk, "team_member", content=(team.pk, subteam, name, agency, position)):
        return TeamMember.objects.get(pk=pk)
    member = added(TeamMember(pk=pk, team=team, subteam=subteam, name=name, agency=agency, position=position))
    note("team.member_named", team, team.region_id, by, at, {"member": member.pk, "subteam": subteam})
    return member


@transaction.atomic
def let_member_go(*, member: TeamMember, by: Standing, at: datetime, key: UUID) -> TeamMember:
    """Note that somebody no longer sits in a team; the decree's list keeps the name."""
    region = member.team.region_id
    access.check(by, "people.admin", region=region)
    if replayed(key, member.pk, "team_member", leave=True):
        return member
    member.left_on = queries.local_day(region, at)
    member.save(update_fields=["left_on"])
    note("team.member_left", member.team, region, by, at, {"member": member.pk})
    return member


# -- invitations: the only way to an account --


@transaction.atomic
def invite(*, post: Post, name: str, tenure: Tenure, by: Standing, at: datetime, key: UUID) -> Invitation:
    """Ask somebody without an account to make one and take a post."""
    region = post.office.region_id
    access.check(by, "people.admin", region=region)
    pk = made_from(key, "invitation")
    if replayed(key, pk, "invitation", post=post.pk, name=name, **asdict(tenure)):
        return Invitation.objects.get(pk=pk)
    check_days(post, tenure)
    invitation = added(
        Invitation(
            pk=pk,
            post=post,
            name=name,
            by_id=by.account,
            made_at=at,
            expires_at=at + INVITATION_LIVES,
            **asdict(tenure),
        )
    )
    note("invitation.made", invitation, region, by, at, {"post": post.pk})
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Standing, at: datetime, key: UUID) -> Invitation:
    """Make a link worthless that has not been used."""
    region = invitation.post.office.region_id
    access.check(by, "people.admin", region=region)
    if replayed(key, invitation.pk, "invitation", withdraw=True):
        return invitation
    if not Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True).update(revoked_at=at):
        raise Refused(INVITATION_IS_DEAD)
    note("invitation.withdrawn", invitation, region, by, at)
    invitation.refresh_from_db()
    return invitation


def token(invitation: Invitation) -> str:
    """Return the secret part of the link; it can be made again and is stored nowhere."""
    proof = salted_hmac("kentongan.people.invitation", invitation.pk.hex, algorithm="sha256")
    return f"{invitation.pk.hex}-{proof.hexdigest()[:32]}"


def invited(secret: str) -> Invitation:
    """Return the invitation of a link.

    Raises:
        Absent: If we never made this link.
    """
    pk = secret.partition("-")[0]
    try:
        invitation = Invitation.objects.select_related("post__office__region").get(pk=UUID(hex=pk))
    except (ValueError, Invitation.DoesNotExist) as nothing:
        raise Absent("invitation") from nothing
    if not compare_digest(token(invitation).encode(), secret.encode()):
        raise Absent("invitation")
    return invitation


@transaction.atomic
def accept_invitation(
    *, secret: str, username: str, password: str, by: Standing, at: datetime, key: UUID
) -> Account:
    """Make the account of an invitation and let it take its post; the link is used up by it.

    A post that two administrators give is taken only when the second has made sure who follows the link.

    Raises:
        Refused: If the link is no longer good, the user name is taken, or the one who invited follows it.
    """
    invitation = invited(secret)
    if by.account is not None and by.account == invitation.by_id:
        raise Refused(NOT_YOUR_INVITATION)
    pk = made_from(key, "account")
    if replayed(key, pk, "account", invitation=invitation.pk, username=username):
        return Account.objects.get(pk=pk)
    account = Account(pk=pk, username=username, name=invitation.name, password=make_password(password))
    check_password_is_good(password, account)
    added(account, NAME_TAKEN)
    alive = Q(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at)
    if not Invitation.objects.filter(alive, pk=invitation.pk).update(used_at=at, account=account):
        raise Refused(INVITATION_IS_DEAD, code="invitation_dead")
    tenure = Tenure(invitation.starts_on, invitation.ends_on, invitation.deputy, invitation.decree)
    check_days(invitation.post, tenure)
    term = term_of(made_from(key, "term"), invitation.post, account, tenure, asked_by=invitation.by_id)
    term.save(force_insert=True)
    detail = {"account": account.pk, "consent": term.consent}
    note("invitation.accepted", invitation, invitation.post.office.region_id, by, at, detail)
    return account


def check_password_is_good(password: str, account: Account) -> None:
    """Make sure a password is not one that everybody tries first.

    Raises:
        Refused: If it is.
    """
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise Refused(" ".join(weak.messages), code="weak_password") from weak


# -- accounts --


@transaction.atomic
def deactivate(*, account: Account, by: Standing, at: datetime, key: UUID) -> Account:
    """Close an account everywhere and at once: no login, no session, no device.

    Raises:
        Refused: If it is one's own, or it also serves outside one's region.
    """
    check_may_close(by, account, at)
    if replayed(key, account.pk, "account", deactivate=True):
        return account
    account.is_active = False
    account.save(update_fields=["is_active"])
    end_sessions(account)
    account.devices.filter(revoked_at__isnull=True).update(revoked_at=at)
    note("account.deactivated", account, region_of(by), by, at)
    return account


@transaction.atomic
def reactivate(*, account: Account, by: Standing, at: datetime, key: UUID) -> Account:
    """Open an account again; its devices have to log in anew."""
    check_may_close(by, account, at)
    if replayed(key, account.pk, "account", reactivate=True):
        return account
    account.is_active = True
    account.save(update_fields=["is_active"])
    note("account.reactivated", account, region_of(by), by, at)
    return account


def check_may_close(by: Standing, account: Account, at: datetime) -> None:
    """Make sure an account lies wholly in the hands of this administrator.

    Raises:
        Absent: If it has nothing to do with their region.
        Refused: If it is their own or also serves elsewhere.
    """
    if account.pk == by.account:
        raise Refused(LAST_ADMIN)
    regions = set(account.terms.values_list("post__office__region_id", flat=True))
    inside = {region for region in regions if access.may(by, "people.admin", region=region)}
    if not inside:
        raise Absent("account")
    serving = {
        term.post.office.region_id
        for term in account.terms.select_related("post__office")
        if queries.covers(term, queries.local_day(term.post.office.region_id, at))
    }
    if serving - inside:
        raise Refused(ALSO_ELSEWHERE)


def end_sessions(account: Account) -> None:
    """End every session of an account."""
    for session in UserSession.objects.filter(user=account).order_by("pk"):
        session.end()


@transaction.atomic
def choose_language(*, language: str, by: Standing, at: datetime, key: UUID) -> None:
    """Remember in which language somebody reads."""
    account = own(by)
    if replayed(key, account.pk, "account", language=language):
        return
    account.language = language
    account.save(update_fields=["language"])
    note("account.language_chosen", account, region_of(by), by, at, {"language": language})


# -- devices --


@transaction.atomic
def add_device(*, pk: UUID, name: str, by: Standing, at: datetime) -> Device:
    """Remember that somebody has logged in on this phone or computer."""
    device, is_new = Device.objects.get_or_create(
        pk=pk, defaults={"account": own(by), "name": name, "added_at": at, "seen_at": at}
    )
    if is_new:
        note("device.added", device, region_of(by), by, at)
    return device


@transaction.atomic
def rename_device(*, device: Device, name: str, by: Standing, at: datetime, key: UUID) -> Device:
    """Give one's own device a name one recognises."""
    check_own(by, device)
    if replayed(key, device.pk, "device", name=name):
        return device
    device.name = name
    device.save(update_fields=["name"])
    note("device.renamed", device, region_of(by), by, at)
    return device


@transaction.atomic
def revoke_device(*, device: Device, by: Standing, at: datetime, key: UUID) -> Device:
    """Shut out a lost phone: its sessions end with its next request."""
    check_own(by, device)
    if replayed(key, device.pk, "device", revoke=True):
        return device
    Device.objects.filter(pk=device.pk, revoked_at__isnull=True).update(revoked_at=at)
    note("device.revoked", device, region_of(by), by, at)
    device.refresh_from_db()
    return device


def check_own(by: Standing, device: Device) -> None:
    """Make sure a device is one's own.

    Raises:
        Absent: If it is somebody else's.
    """
    if by.account is None or device.account_id != by.account:
        raise Absent("device")


# -- registered numbers --


@transaction.atomic
def register_number(
    *, number: str, region: str, post: Post | None, by: Standing, at: datetime, key: UUID
) -> RegisteredNumber:
    """Let messages from a phone number be placed in a region; a retired number comes back by it."""
    access.check(by, "people.admin", region=region)
    pk = made_from(key, "registered_number")
    if replayed(key, pk, "registered_number", number=number, region=region, post=post and post.pk):
        return RegisteredNumber.objects.get(number=number)
    row, is_new = RegisteredNumber.objects.get_or_create(
        number=number, defaults={"pk": pk, "region_id": region, "post": post}
    )
    if not is_new:
        check_is_retired(row)
        row.region_id, row.post, row.retired_at = region, post, None
        row.save(update_fields=["region_id", "post", "retired_at"])
    note("number.registered", row, region, by, at)
    return row


def check_is_retired(number: RegisteredNumber) -> None:
    """Make sure a number is free to be registered.

    Raises:
        Refused: If it still belongs to a region; the sentence does not say which.
    """
    if number.retired_at is None:
        raise Refused(ALREADY_THERE)


@transaction.atomic
def retire_number(*, number: RegisteredNumber, by: Standing, at: datetime, key: UUID) -> RegisteredNumber:
    """Stop placing messages from a number."""
    access.check(by, "people.admin", region=number.region_id)
    if replayed(key, number.pk, "registered_number", retire=True):
        return number
    number.retired_at = at
    number.save(update_fields=["retired_at"])
    note("number.retired", number, number.region_id, by, at)
    return number


# -- what the actions share --


def made_from(key: UUID, kind: str) -> UUID:
    """Return the identifier that a key gives to a thing of a kind, always the same."""
    return uuid5(NAMESPACE, f"{kind}:{key}")


def replayed(key: UUID, pk: UUID, of: str, **content: object) -> Replay | None:
    """Take the key of a write, or say that it has been done.

    Raises:
        Refused: If the key was used for something else.
    """
    return claim_key(key, fingerprint=fingerprint(**content), subject_kind=of, subject_id=pk)


def added(row: Row, sentence: str = ALREADY_THERE) -> Row:
    """Write a new row; the database knows best whether there is one like it.

    Raises:
        Refused: If there is.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as twin:
        raise Refused(sentence, code="already_there") from twin
    return row


def note(
    kind: str,
    subject: models.Model,
    region: str,
    by: Standing,
    at: datetime,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write the one logbook line of a change."""
    record(
        kind,
        subject_kind=kind.partition(".")[0],
        subject_id=subject.pk,
        region=region,
        by=by,
        at=at,
        detail=detail,
    )


def own(by: Standing) -> Account:
    """Return the account of whoever is acting.

    Raises:
        Absent: If there is none.
    """
    if by.account is None:
        raise Absent("account")
    return Account.objects.get(pk=by.account)


def region_of(by: Standing) -> str:
    """Return the region of the first seat, for logbook lines about accounts, which lie nowhere."""
    return by.seats[0].region if by.seats else ""
