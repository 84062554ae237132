"""The pages of the drills: the list, a proposal, one drill with its buttons, its plan, and what there was to learn."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.drills import actions, board, forms, queries, script, sheet
from kentongan.drills.models import Drill
from kentongan.people.middleware import DRILL_KEY, Request
from kentongan.people.policy import policy
from kentongan.reports.reading import read_key
from kentongan.rules.refusal import Absent

UNPROCESSABLE = 422
SOON, LATER = 3, 30
Do = Callable[..., Drill]


@require_GET
@never_cache
@policy("drill.read")
def listing(request: Request) -> HttpResponse:
    """Show the drills this person may know of, and the boards they can join."""
    context = {
        "drills": queries.seen_by(request.standing),
        "boards": queries.boards(request.standings),
        "may_propose": queries.may_propose(request.standing),
    }
    return render(request, "drills/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@policy("drill.propose")
def propose(request: Request) -> HttpResponse:
    """Ask what is to be played, where and by whom; or take the proposal."""
    stages = queries.stages(request.standing)
    asked = request.POST.get("wilayah") or request.GET.get("wilayah", "")
    place = next((one for one in stages if one.code == asked), stages[0])
    at = timezone.now()
    holders = [
        term for term in queries.holders(place.code, at=at) if term.account_id != request.standing.account
    ]
    form = forms.ProposalForm(
        request.POST or None,
        places=stages,
        scenarios=script.offered(),
        holders=holders,
        initial={"wilayah": place.code, "hari": 3, "kecepatan": Drill.Speed.SIXTY, "key": uuid4()},
    )
    if form.is_valid():
        plan = form.plan()
        script.check(plan.region, plan.scenario)
        drill = actions.propose(plan, by=request.standing, at=at, key=form.cleaned_data["key"])
        return redirect("drills:drill", pk=drill.pk)
    context = {
        "form": form,
        "stage": forms.StageForm(places=stages, initial={"wilayah": place.code}, auto_id="tempat_%s"),
    }
    return render(request, "drills/propose.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_GET
@never_cache
@policy("drill.read")
def drill(request: Request, pk: UUID) -> HttpResponse:
    """Show one drill: what it is, how far it is, what this person may do; its plan only to who leads it."""
    found = queries.one(request.standing, pk)
    at = timezone.now()
    leads = queries.conducts(request.standing, found)
    context: dict[str, Any] = {
        "drill": found,
        "scenario": script.words_of(found.scenario),
        "players": queries.players(found),
        "key": uuid4(),
        "leads": leads,
        "may_agree": queries.may_agree(request.standing, found),
        "is_mine": found.proposed_by_id == request.standing.account,
        "board": next((one for one in request.standings if one.drill == found.name), None),
        "clock": queries.clock_of(found),
        "now": at,
    }
    if found.state == Drill.State.CLEARING:
        context["left"] = left = queries.left_to_clear(found)
        context["cleared"] = max(0, found.rows_to_clear - left)
    if leads and found.state in (Drill.State.READY, Drill.State.RUNNING, Drill.State.PAUSED):
        context["plan"] = board.plan(found, at=at)
    response = render(request, "drills/drill.html", context)
    if wait := look_again(found):
        response["Refresh"] = str(wait)  # without a script; a reload shows the same
    return response


def look_again(drill: Drill) -> int:
    """Return after how many seconds the page of a drill has something new, or 0."""
    if drill.state == Drill.State.ENDED and not drill.lessons:
        return SOON
    return {Drill.State.AGREED: SOON, Drill.State.CLEARING: SOON, Drill.State.RUNNING: LATER}.get(
        Drill.State(drill.state), 0
    )


@require_GET
@never_cache
@policy("drill.read")
def lessons(request: Request, pk: UUID) -> HttpResponse:
    """Show what there was to learn."""
    found = ended(request, pk)
    after = board.after(found)
    # Drawn by us; every word in it went through the XML writer.
    picture = mark_safe(sheet.picture(found, after)) if after.rows else ""  # noqa: S308
    return render(request, "drills/lessons.html", {"drill": found, "after": after, "picture": picture})


@require_GET
@never_cache
@policy("drill.read")
def lessons_sheet(request: Request, pk: UUID) -> HttpResponse:
    """Give the same as a PDF."""
    found = ended(request, pk)
    response = HttpResponse(sheet.after_action(found, board.after(found)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="gladi-{found.name.lower()}.pdf"'
    return response


def ended(request: Request, pk: UUID) -> Drill:
    """Return a drill of which there is something to learn.

    Raises:
        Absent: If there is none for this person yet.
    """
    found = queries.one(request.standing, pk)
    if not found.lessons:
        raise Absent("lessons")
    return found


@require_POST
@policy("drill.agree")
def agree(request: Request, pk: UUID) -> HttpResponse:
    """Agree as the second person."""
    return done(request, pk, actions.agree)


@require_POST
@policy("drill.read")
def decline(request: Request, pk: UUID) -> HttpResponse:
    """Refuse a proposal, or take it back."""
    return done(request, pk, actions.decline)


@require_POST
@policy("drill.conduct")
def start(request: Request, pk: UUID) -> HttpResponse:
    """Let the clock run."""
    return done(request, pk, actions.start)


@require_POST
@policy("drill.conduct")
def pause(request: Request, pk: UUID) -> HttpResponse:
    """Let the clock stand still."""
    return done(request, pk, actions.pause)


@require_POST
@policy("drill.conduct")
def resume(request: Request, pk: UUID) -> HttpResponse:
    """Let the clock run on."""
    return done(request, pk, actions.resume)


@require_POST
@policy("drill.conduct")
def end(request: Request, pk: UUID) -> HttpResponse:
    """End the drill."""
    return done(request, pk, actions.end)


@require_POST
@policy("drill.conduct")
def remove(request: Request, pk: UUID) -> HttpResponse:
    """Remove everything the drill has made."""
    return done(request, pk, actions.remove)


def done(request: Request, pk: UUID, act: Do) -> HttpResponse:
    """Do it and go back to the drill."""
    act(pk, by=request.standing, at=timezone.now(), key=read_key(request.POST.dict()))
    return redirect("drills:drill", pk=pk)


@require_POST
@policy("drill.read")
def change_board(request: Request) -> HttpResponse:
    """Go over to the board of a drill in which this person plays, or back to the real one."""
    wanted = request.POST.get("papan", "")
    if any(one.drill == wanted for one in queries.boards(request.standings)):
        request.session[DRILL_KEY] = wanted
    else:
        request.session.pop(DRILL_KEY, None)
    target = request.POST.get("lanjut", "/")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return redirect(target if is_ours else "/")
