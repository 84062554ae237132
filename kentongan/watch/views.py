"""The pages of the watch: tonight, one finding, silent posts, where to look first, how good it is, trials on the past."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.people import access
from kentongan.people.middleware import Request
from kentongan.people.policy import policy
from kentongan.reports.reading import read_key
from kentongan.rules.levels import Level
from kentongan.rules.taxonomy import Sensitivity
from kentongan.rules.watching import SEEN_AT_LEAST_DAYS, SURE_SILENCE
from kentongan.watch import actions, drawing, forms, grades, queries, rounds, words
from kentongan.watch import silences as posts
from kentongan.watch.models import Finding, Plan, Run, Silence
from kentongan.wilayah.models import Region

UNPROCESSABLE = 422
LOOK_AGAIN_SECONDS = 3
LISTED = 50
WORRY_AFTER = timedelta(minutes=2)
ASLEEP_AFTER = timedelta(hours=30)
"""When the last night lies further back, nobody watches."""
QUALITY_DAYS = 365


def tabs(request: Request, here: str) -> list[tuple[str, str, bool]]:
    """Return the parts of the watch that this person may open."""
    parts = (
        ("watch.read", "tonight", _("Malam ini")),
        ("watch.ask", "silences", _("Pos diam")),
        ("watch.read", "outlook", _("Didahulukan")),
        ("watch.read", "quality", _("Seberapa baik")),
        ("watch.try", "trials", _("Uji mundur")),
    )
    return [
        (reverse(f"watch:{name}"), words, name == here)
        for action, name, words in parts
        if access.may_open(request.standing, action)
    ]


@require_GET
@never_cache
@policy("watch.read")
def tonight(request: Request) -> HttpResponse:
    """Show what waits for a decision, what stands, who is silent, and whether the watch is awake."""
    who, at = request.standing, timezone.now()
    region = queries.home(who)
    kabupaten = queries.kabupaten(region)
    night = queries.latest_night(kabupaten, at=at)
    waiting = list(queries.waiting(who)[:LISTED])
    lately = queries.heard_lately(who, region, at=night.as_of_at if night else at)
    silent = queries.silences(who).exclude(state=Silence.State.OVER)
    context = {
        "now": at,
        "region": region,
        "waiting": [
            (one, words.where(one), words.why(one), words.rarity(one.recurrence_days)) for one in waiting
        ],
        "standing": [
            (one, words.where(one), words.why(one)) for one in queries.standing_now(who, at=at)[:LISTED]
        ],
        "earlier": [
            (one, words.where(one))
            for one in queries.findings(who).exclude(state=Finding.State.PROPOSED)[:10]
        ],
        "night": night,
        "learns": not silent.exists() and (night is None or night.learns_still),
        "asleep": night is not None and at - night.as_of_at > ASLEEP_AFTER,
        "needed": SEEN_AT_LEAST_DAYS,
        "going_on": queries.runs(who).filter(state__in=Run.OPEN).exclude(kind=Run.Kind.TRIAL).first(),
        "failed": queries.runs(who).filter(kind=Run.Kind.NIGHT).exclude(state__in=Run.OPEN).first(),
        "silent": silent.count(),
        "sure": silent.filter(chance__lte=SURE_SILENCE).count(),
        "outlook": [
            (one, words.reasons(one, lately[one.region_id]))
            for one in queries.outlook(who, region, at=at)[:5]
        ],
        "may_ask": access.may_open(who, "watch.ask"),
        "may_look": access.may(who, "watch.look", region=kabupaten, sensitivity=Sensitivity.T),
        "may_try": access.may(who, "watch.try", region=kabupaten, sensitivity=Sensitivity.T),
        "key": uuid4(),
    }
    return render(request, "watch/tonight.html", context | {"tabs": tabs(request, "tonight")})


@require_POST
@policy("watch.look")
def look_now(request: Request) -> HttpResponse:
    """Let the watch look now."""
    region = queries.kabupaten(queries.home(request.standing))
    key = read_key(request.POST.dict())
    run = rounds.order_now(region, by=request.standing, at=timezone.now(), key=key)
    return redirect("watch:run", pk=run.pk)


@require_GET
@never_cache
@policy("watch.read")
def finding(request: Request, pk: UUID) -> HttpResponse:
    """Show one finding with its why, its map, its series and the reports behind it."""
    found = queries.finding(request.standing, pk)
    return show(request, found, decision(request, found))


def decision(request: Request, found: Finding) -> forms.DecisionForm:
    """Return the form of the decision."""
    awas = access.may(
        request.standing, "watch.decide-awas", region=found.region_id, sensitivity=Sensitivity.T
    )
    return forms.DecisionForm(
        request.POST or None, may_awas=awas, initial={"level": found.level, "key": uuid4()}
    )


def show(request: Request, found: Finding, form: forms.DecisionForm, *, status: int = 200) -> HttpResponse:
    """Draw the page of a finding."""
    villages = queries.villages_of(found)
    label = words.why(found)
    behind = queries.reports_in(request.standing, found)
    whole = not words.is_part(found)
    context = {
        "finding": found,
        "where": words.where(found),
        "why": label,
        "rarity": words.rarity(found.recurrence_days),
        "seen": words.really_seen(found.seen_every_days),
        "reason": found.reason if whole else "",
        "doubt": words.doubt(found.recurrence_days, found.seen_every_days),
        "places": [place for place in found.places.all() if place.reports],
        "villages": villages,
        "map": drawing.small_map(found, villages, _("Letak temuan. ") + label),
        "series": drawing.series(found, label) if whole else "",
        "days": [(date.fromisoformat(str(day["on"])), day) for day in found.series] if whole else [],
        "reports": [
            (one.report, words.checked(one.report.verification), words.counted(one.weight)) for one in behind
        ],
        "others": [
            (one, words.where(one), words.why(one)) for one in queries.waiting_there(request.standing, found)
        ],
        "may_see_run": access.may(
            request.standing, "watch.read", region=found.latest_run.region_id, sensitivity=Sensitivity.T
        ),
        "uneven": any(one.weight < 1 for one in behind),
        "cases": queries.cases_there(request.standing, found),
        "may_decide": access.may(
            request.standing, "watch.decide", region=found.region_id, sensitivity=Sensitivity.T
        ),
        "form": form,
    }
    return render(request, "watch/finding.html", context | {"tabs": tabs(request, "tonight")}, status=status)


@require_POST
@policy("watch.decide")
def confirm(request: Request, pk: UUID) -> HttpResponse:
    """Confirm a finding at a level."""
    return decided(request, pk, confirmed=True)


@require_POST
@policy("watch.decide")
def reject(request: Request, pk: UUID) -> HttpResponse:
    """Say that a finding is nothing to act on."""
    return decided(request, pk, confirmed=False)


def decided(request: Request, pk: UUID, *, confirmed: bool) -> HttpResponse:
    """Take a decision and show the finding again."""
    found = queries.finding(request.standing, pk)
    form = decision(request, found)
    if form.is_valid() and not confirmed:
        form.require_reason()
    if not form.is_valid():
        return show(request, found, form, status=UNPROCESSABLE)
    told, at = form.cleaned_data, timezone.now()
    common = {"reason": told["reason"], "by": request.standing, "at": at, "key": told["key"]}
    if confirmed:
        actions.confirm(pk, level=Level(told["level"]), **common)
    else:
        actions.reject(pk, **common)
    return redirect("watch:finding", pk=pk)


@require_GET
@never_cache
@policy("watch.ask")
def silences(request: Request) -> HttpResponse:
    """Show the silent posts, those least likely to be chance first."""
    rows = queries.silences(request.standing).exclude(state=Silence.State.OVER)[:200]
    cards = [card(one) for one in rows]
    kabupaten = queries.kabupaten(queries.home(request.standing, "watch.ask"))
    night = queries.latest_night(kabupaten, at=timezone.now())
    context = {
        "learns": night is None or night.learns_still,
        "first": [one for one in cards if one[0].is_asked_first],
        "rest": [one for one in cards if not one[0].is_asked_first],
        "over": queries.silences(request.standing).filter(state=Silence.State.OVER).order_by("-over_at")[:10],
    }
    return render(request, "watch/silences.html", context | {"tabs": tabs(request, "silences")})


def card(one: Silence) -> tuple[Silence, str, forms.VisitForm, UUID]:
    """Return a silent post with its sentence, the form for its cause, and the key of the question."""
    form = forms.VisitForm(initial={"key": uuid4()}, auto_id=f"sebab-{one.pk}-%s")
    return one, words.silent_for(one, timezone.localdate()), form, uuid4()


@require_GET
@never_cache
@policy("watch.ask")
def silence(request: Request, pk: UUID) -> HttpResponse:
    """Lead to a silent post in the list."""
    found = queries.silence(request.standing, pk)
    return redirect(f"/jaga/diam#d-{found.pk}")


@require_POST
@policy("watch.ask")
def ask(request: Request, pk: UUID) -> HttpResponse:
    """Ask a silent post by one tap."""
    posts.ask(pk, by=request.standing, at=timezone.now(), key=read_key(request.POST.dict()))
    return redirect(f"/jaga/diam#d-{pk}")


@require_POST
@policy("watch.ask")
def visit(request: Request, pk: UUID) -> HttpResponse:
    """Write down what was found there."""
    cause = request.POST.get("cause", "")
    key = read_key(request.POST.dict())
    posts.visit(pk, cause=cause, by=request.standing, at=timezone.now(), key=key)
    return redirect("watch:silences")


@require_GET
@never_cache
@policy("watch.read")
def outlook(request: Request) -> HttpResponse:
    """Show where to look first this week."""
    region = queries.home(request.standing)
    at = timezone.now()
    rows = queries.outlook(request.standing, region, at=at)
    night = queries.latest_night(queries.kabupaten(region), at=at)
    lately = queries.heard_lately(request.standing, region, at=night.as_of_at if night else at)
    context = {
        "rows": [
            (one, words.in_a_hundred(one.chance_7), words.reasons(one, lately[one.region_id]))
            for one in rows[:LISTED]
        ],
        "more": max(0, len(rows) - LISTED),
        "night": night,
        "region": region,
        "place": Region.objects.get(pk=region).name,
    }
    return render(request, "watch/outlook.html", context | {"tabs": tabs(request, "outlook")})


@require_GET
@never_cache
@policy("watch.read")
def quality(request: Request) -> HttpResponse:
    """Show how good the watch was, in honest figures and words."""
    region, at = queries.home(request.standing), timezone.now()
    found = grades.quality(request.standing, region, since=at - timedelta(days=QUALITY_DAYS))
    context = {
        "quality": found,
        "figures": words.quality_figures(found),
        "rarity": [(words.length(one.days), one) for one in found.rarity],
        "forecasts": [
            (words.in_a_hundred(told), words.in_a_hundred(came), count)
            for told, came, count in found.forecasts
        ],
        "picture": drawing.came_true(found.forecasts),
        "region": region,
    }
    return render(request, "watch/quality.html", context | {"tabs": tabs(request, "quality")})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@policy("watch.try")
def trials(request: Request) -> HttpResponse:
    """Show the plans and what they would have raised; or take a plan to be tried."""
    region, at = queries.kabupaten(queries.home(request.standing)), timezone.now()
    live = queries.plans(request.standing).filter(region_id=region, state=Plan.State.LIVE).first()
    form = forms.PlanForm(request.POST or None, initial=forms.as_initial(live) | {"key": uuid4()})
    if form.is_valid():
        told = form.cleaned_data
        run = rounds.try_plan(
            region,
            form.settings(),
            nights=told["nights"],
            by=request.standing,
            at=at,
            key=told["key"],
        )
        return redirect("watch:run", pk=run.pk)
    context = {
        "form": form,
        "live": live,
        "budget": words.number(live.alarms_per_year) if live else "",
        "trials": queries.runs(request.standing).filter(kind=Run.Kind.TRIAL)[:LISTED],
        "region": region,
    }
    return render(
        request,
        "watch/trials.html",
        context | {"tabs": tabs(request, "trials")},
        status=UNPROCESSABLE if form.is_bound else 200,
    )


@require_POST
@policy("watch.set")
def adopt(request: Request, pk: UUID) -> HttpResponse:
    """Let a plan that was tried count from now on."""
    actions.adopt(pk, by=request.standing, at=timezone.now(), key=read_key(request.POST.dict()))
    return redirect("watch:trials")


@require_GET
@never_cache
@policy("watch.read")
def run(request: Request, pk: UUID) -> HttpResponse:
    """Show how far a round is, or what a trial would have raised; a reload shows the same."""
    found = queries.run(request.standing, pk)
    may = "watch.try" if found.kind == Run.Kind.TRIAL else "watch.look"
    context = {
        "run": found,
        "raised": [words.raised(one) for one in found.raised],
        "tried": found.nights_tried,
        "summary": words.trial_summary(found, had=queries.had_on_the_nights_of(request.standing, found)),
        "budget": words.number(found.plan.alarms_per_year),
        "may_cancel": access.may(request.standing, may, region=found.region_id, sensitivity=Sensitivity.T),
        "may_adopt": found.kind == Run.Kind.TRIAL
        and found.state == Run.State.DONE
        and found.plan.state == Plan.State.DRAFT
        and found.nights_tried != 0
        and access.may(request.standing, "watch.set", region=found.region_id, sensitivity=Sensitivity.T),
        "was_cut_off": found.state == Run.State.RUNNING
        and found.sign_of_life_at is not None
        and timezone.now() - found.sign_of_life_at > WORRY_AFTER,
        "key": uuid4(),
    }
    response = render(request, "watch/run.html", context | {"tabs": tabs(request, "")})
    if found.is_open:
        response["Refresh"] = str(LOOK_AGAIN_SECONDS)  # without a script
    return response


@require_POST
@policy("watch.read")
def cancel(request: Request, pk: UUID) -> HttpResponse:
    """Stop a round."""
    rounds.cancel(pk, by=request.standing, at=timezone.now(), key=read_key(request.POST.dict()))
    return redirect("watch:run", pk=pk)
