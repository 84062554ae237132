"""The directory, the administration of people, invitations, and everybody's own account."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.people import actions, forms, queries
from kentongan.people import consent as consents
from kentongan.people.middleware import Request
from kentongan.people.models import Device
from kentongan.people.policy import policy
from kentongan.rules.refusal import Refused
from kentongan.wilayah.queries import within

UNPROCESSABLE = 422
NO_KEY = gettext_noop("Halaman ini sudah lama terbuka. Muat ulang, lalu coba lagi.")
form_view = require_http_methods(["GET", "HEAD", "POST"])


# -- the directory --


@policy("people.read")
@require_GET
def home(request: Request) -> HttpResponse:
    """Lead to the people of one's own region."""
    return redirect("people:directory", code=request.standing.seats[0].region)


@policy("people.read")
@require_GET
def directory(request: Request, code: str) -> HttpResponse:
    """Show who holds which post in a region, the three pillars of its villages, and its teams."""
    at = timezone.now()
    region = queries.region(request.standing, code)
    here = queries.posts(request.standing).filter(office__region=region)
    context = {
        "region": region,
        "above": queries.above(request.standing, code),
        "below": queries.below(request.standing, region),
        "held": queries.held(here, at=at),
        "pillars": queries.pillars(request.standing, region, at=at),
        "teams": queries.standing_teams(request.standing, region, at=at),
        "may_administer": queries.may_administer(request.standing, code),
    }
    return render(request, "people/directory.html", context)


# -- administration --


@policy("people.admin")
@require_GET
def manage(request: Request, code: str) -> HttpResponse:
    """Show what can be changed in a region."""
    at = timezone.now()
    region = queries.region(request.standing, code, "people.admin")
    here = queries.posts(request.standing, "people.admin").filter(office__region=region)
    context = {
        "region": region,
        "above": queries.above(request.standing, code),
        "offices": queries.offices(request.standing, "people.admin").filter(region=region),
        "held": queries.held(here, at=at),
        "teams": queries.standing_teams(request.standing, region, at=at),
        "numbers": queries.numbers(request.standing).filter(region=region),
        "waiting": queries.waiting_terms(request.standing).filter(within("post__office__region_id", code)),
    }
    return render(request, "people/manage.html", context)


@policy("people.admin")
@form_view
def new_office(request: Request, code: str) -> HttpResponse:
    """Add an office."""
    region = queries.region(request.standing, code, "people.admin")
    form = forms.OfficeForm(request.POST or None)
    return written(
        request,
        form,
        lambda data: actions.open_office(region=region.pk, by=request.standing, at=timezone.now(), **data),
        page=(_("Kantor baru di %(region)s") % {"region": region}, reverse("people:manage", args=[code])),
    )


@policy("people.admin")
@form_view
def new_post(request: Request, pk: UUID) -> HttpResponse:
    """Add a post to an office."""
    office = get_object_or_404(queries.offices(request.standing, "people.admin"), pk=pk)
    form = forms.PostForm(request.POST or None)
    return written(
        request,
        form,
        lambda data: actions.open_post(office=office, by=request.standing, at=timezone.now(), **data),
        page=(
            _("Jabatan baru di %(office)s") % {"office": office},
            reverse("people:manage", args=[office.region_id]),
        ),
    )


@policy("people.admin")
@require_GET
def post(request: Request, pk: UUID) -> HttpResponse:
    """Show one post, its terms and its invitations."""
    at = timezone.now()
    found = get_object_or_404(queries.posts(request.standing, "people.admin"), pk=pk)
    context = {
        "post": found,
        "region": found.office.region,
        "held": queries.held(queries.posts(request.standing, "people.admin").filter(pk=pk), at=at),
        "terms": queries.terms(request.standing, "people.admin").filter(post=found),
        "invitations": queries.invitations(request.standing).filter(post=found),
        "today": queries.local_day(found.office.region_id, at),
        "at": at,
    }
    return render(request, "people/post.html", context)


@policy("people.admin")
@require_POST
def close_post(request: Request, pk: UUID) -> HttpResponse:
    """Take a post out of use."""
    found = get_object_or_404(queries.posts(request.standing, "people.admin"), pk=pk)
    actions.close_post(post=found, by=request.standing, at=timezone.now(), key=key_of(request))
    return redirect("people:manage", code=found.office.region_id)


@policy("people.admin")
@form_view
def new_term(request: Request, pk: UUID) -> HttpResponse:
    """Give a post to somebody with an account."""
    found = get_object_or_404(queries.posts(request.standing, "people.admin"), pk=pk)
    form = forms.TermForm(request.POST or None, among=queries.accounts_to_choose(request.standing))
    return written(
        request,
        form,
        lambda data: actions.begin_term(
            post=found,
            account=data["account"],
            tenure=form.tenure(),
            by=request.standing,
            at=timezone.now(),
            key=data["key"],
        ),
        page=(_("Masa jabatan: %(post)s") % {"post": found}, reverse("people:post", args=[pk])),
    )


@policy("people.admin")
@form_view
def end_term(request: Request, pk: UUID) -> HttpResponse:
    """Give a term its last day."""
    term = get_object_or_404(queries.terms(request.standing, "people.admin"), pk=pk)
    form = forms.EndForm(request.POST or None)
    return written(
        request,
        form,
        lambda data: actions.end_term(term=term, by=request.standing, at=timezone.now(), **data),
        page=(
            _("Akhiri masa jabatan %(name)s") % {"name": term.account},
            reverse("people:post", args=[term.post_id]),
        ),
    )


@policy("people.consent")
@form_view
def consent(request: Request, pk: UUID) -> HttpResponse:
    """Agree as the second administrator that somebody holds a post, or refuse it."""
    term = get_object_or_404(queries.terms(request.standing, "people.consent"), pk=pk)
    form = forms.ConsentForm(request.POST or None)
    names = {"post": term.post, "name": term.account.name, "username": term.account.username}
    return written(
        request,
        form,
        lambda data: consents.decide(
            term=term,
            is_agreed=data["word"] == "setuju",
            by=request.standing,
            at=timezone.now(),
            key=data["key"],
        ),
        page=(
            _("%(post)s bagi %(name)s (nama masuk: %(username)s)") % names,
            reverse("people:post", args=[term.post_id]),
        ),
    )


@policy("people.admin")
@form_view
def invite(request: Request, pk: UUID) -> HttpResponse:
    """Invite somebody without an account to a post."""
    found = get_object_or_404(queries.posts(request.standing, "people.admin"), pk=pk)
    form = forms.InvitationForm(request.POST or None)
    if not form.is_valid():
        page = (_("Undang untuk jabatan %(post)s") % {"post": found}, reverse("people:post", args=[pk]))
        return asked(request, form, page=page)
    made = actions.invite(
        post=found,
        name=form.cleaned_data["name"],
        tenure=form.tenure(),
        by=request.standing,
        at=timezone.now(),
        key=form.cleaned_data["key"],
    )
    return redirect("people:invitation", pk=made.pk)


@policy("people.admin")
@never_cache
@require_GET
def invitation(request: Request, pk: UUID) -> HttpResponse:
    """Show the link and its QR code, for the person who hands it over."""
    found = get_object_or_404(queries.invitations(request.standing), pk=pk)
    at = timezone.now()
    alive = not found.used_at and not found.revoked_at and found.expires_at > at
    link = request.build_absolute_uri(reverse("people:accept", args=[actions.token(found)])) if alive else ""
    context = {"invitation": found, "link": link, "qr": qr(link) if link else ""}
    return render(request, "people/invitation.html", context)


@policy("people.admin")
@require_POST
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Make an unused link worthless."""
    found = get_object_or_404(queries.invitations(request.standing), pk=pk)
    actions.withdraw_invitation(invitation=found, by=request.standing, at=timezone.now(), key=key_of(request))
    return redirect("people:post", pk=found.post_id)


@policy("people.admin")
@form_view
def new_team(request: Request, code: str) -> HttpResponse:
    """Enter a team and its decree."""
    region = queries.region(request.standing, code, "people.admin")
    form = forms.TeamForm(request.POST or None)
    return written(
        request,
        form,
        lambda data: actions.set_up_team(region=region.pk, by=request.standing, at=timezone.now(), **data),
        page=(_("Tim baru di %(region)s") % {"region": region}, reverse("people:manage", args=[code])),
    )


@policy("people.admin")
@form_view
def new_member(request: Request, pk: UUID) -> HttpResponse:
    """Enter somebody whom the decree of a team names."""
    team = get_object_or_404(queries.teams(request.standing, "people.admin"), pk=pk)
    form = forms.MemberForm(request.POST or None)
    return written(
        request,
        form,
        lambda data: actions.name_member(team=team, by=request.standing, at=timezone.now(), **data),
        page=(
            _("Anggota %(team)s") % {"team": team},
            reverse("people:manage", args=[team.region_id]),
        ),
    )


@policy("people.admin")
@require_POST
def member_leaves(request: Request, pk: UUID) -> HttpResponse:
    """Note that somebody left a team."""
    member = get_object_or_404(queries.members(request.standing), pk=pk)
    actions.let_member_go(member=member, by=request.standing, at=timezone.now(), key=key_of(request))
    return redirect("people:manage", code=member.team.region_id)


@policy("people.admin")
@form_view
def new_number(request: Request, code: str) -> HttpResponse:
    """Register a phone number."""
    region = queries.region(request.standing, code, "people.admin")
    here = queries.posts(request.standing, "people.admin").filter(office__region=region)
    form = forms.NumberForm(request.POST or None, among=here)
    return written(
        request,
        form,
        lambda data: actions.register_number(
            region=region.pk, by=request.standing, at=timezone.now(), **data
        ),
        page=(_("Nomor telepon di %(region)s") % {"region": region}, reverse("people:manage", args=[code])),
    )


@policy("people.admin")
@require_POST
def retire_number(request: Request, pk: UUID) -> HttpResponse:
    """Stop placing messages from a number."""
    number = get_object_or_404(queries.numbers(request.standing, "people.admin"), pk=pk)
    actions.retire_number(number=number, by=request.standing, at=timezone.now(), key=key_of(request))
    return redirect("people:manage", code=number.region_id)


@policy("people.admin")
@require_GET
def account(request: Request, pk: UUID) -> HttpResponse:
    """Show one account and the posts it holds in one's region."""
    found = get_object_or_404(queries.accounts(request.standing), pk=pk)
    context = {
        "account": found,
        "terms": queries.terms(request.standing, "people.admin").filter(account=found),
    }
    return render(request, "people/account.html", context)


@policy("people.admin")
@require_POST
def deactivate(request: Request, pk: UUID) -> HttpResponse:
    """Close an account everywhere."""
    found = get_object_or_404(queries.accounts(request.standing), pk=pk)
    actions.deactivate(account=found, by=request.standing, at=timezone.now(), key=key_of(request))
    return redirect("people:account", pk=pk)


@policy("people.admin")
@require_POST
def reactivate(request: Request, pk: UUID) -> HttpResponse:
    """Open an account again."""
    found = get_object_or_404(queries.accounts(request.standing), pk=pk)
    actions.reactivate(account=found, by=request.standing, at=timezone.now(), key=key_of(request))
    return redirect("people:account", pk=pk)


# -- following an invitation --


@policy("account.enter")
@never_cache
@form_view
def accept(request: Request, secret: str) -> HttpResponse:
    """Make one's account and take the post one was invited to."""
    found = actions.invited(secret)
    form = forms.AcceptForm(request.POST or None)
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return render(request, "people/accept.html", {"invitation": found, "form": form}, status=status)
    made = actions.accept_invitation(
        secret=secret, by=request.standing, at=timezone.now(), **form.cleaned_data
    )
    # Sent again, it only shows the way: whoever has come in before shows password and second factor once more.
    if made.last_login is None:
        login(request, made, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("people:me")


# -- one's own account --


@policy("account.own")
@require_GET
def me(request: Request) -> HttpResponse:
    """Show one's posts, language, devices and the ways to secure one's login."""
    context = {
        "terms": queries.my_terms(request.standing, at=timezone.now()),
        "waiting": queries.my_waiting_terms(request.standing),
        "devices": [
            (device, forms.DeviceForm(initial={"name": device.name}, auto_id=f"{device.pk}-%s"))
            for device in queries.devices(request.standing)
        ],
        "this_device": request.session.get("device"),
        "language_form": forms.LanguageForm(initial={"language": request.user.language}),
    }
    return render(request, "people/me.html", context)


@policy("account.own")
@require_POST
def language(request: Request) -> HttpResponse:
    """Choose the language of one's pages and messages."""
    form = forms.LanguageForm(request.POST)
    if not form.is_valid():
        return asked(request, form, page=(_("Bahasa"), reverse("people:me")))
    actions.choose_language(by=request.standing, at=timezone.now(), **form.cleaned_data)
    response = redirect("people:me")
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
    return response


@policy("account.own")
@require_POST
def rename_device(request: Request, pk: UUID) -> HttpResponse:
    """Give a device a name one recognises."""
    device = my_device(request, pk)
    form = forms.DeviceForm(request.POST)
    if not form.is_valid():
        return asked(request, form, page=(_("Nama perangkat"), reverse("people:me")))
    actions.rename_device(device=device, by=request.standing, at=timezone.now(), **form.cleaned_data)
    return redirect("people:me")


@policy("account.own")
@require_POST
def revoke_device(request: Request, pk: UUID) -> HttpResponse:
    """Shut out a lost phone."""
    device = my_device(request, pk)
    actions.revoke_device(device=device, by=request.standing, at=timezone.now(), key=key_of(request))
    return redirect("people:me")


# -- what the views share --


def my_device(request: Request, pk: UUID) -> Device:
    """Return one's own device, or answer as if it were not there."""
    return get_object_or_404(queries.devices(request.standing), pk=pk)


def key_of(request: Request) -> UUID:
    """Return the key of a form that has nothing but a button.

    Raises:
        Refused: If there is none.
    """
    form = forms.KeyForm(request.POST)
    if not form.is_valid():
        raise Refused(NO_KEY, code="no_key")
    key: UUID = form.cleaned_data["key"]
    return key


def written(
    request: Request, form: Form, write: Callable[[dict[str, Any]], object], *, page: tuple[str, str]
) -> HttpResponse:
    """Ask until the form is right, then write and go back to where it belongs."""
    if not form.is_valid():
        return asked(request, form, page=page)
    write(form.cleaned_data)
    messages.success(request, _("Tersimpan."))
    return redirect(page[1])


def asked(request: Request, form: Form, *, page: tuple[str, str]) -> HttpResponse:
    """Show a form on a page of its own."""
    title, back = page
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "people/form.html", {"form": form, "title": title, "back": back}, status=status)


def qr(link: str) -> str:
    """Return a QR code as an image that needs no further request."""
    return segno.make_qr(link).svg_data_uri(scale=6, border=4, dark="#000", light="#fff")
