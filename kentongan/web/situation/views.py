"""Satu Layar, on the phone, on the wall and on one sheet of paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kentongan.people.middleware import Request
from kentongan.people.policy import policy
from kentongan.rules import places
from kentongan.rules.levels import Level
from kentongan.web.situation import drawing, queries, words


@policy("situation.read")
@require_safe
def situation(request: Request, code: str = "") -> HttpResponse:
    """Show how things stand in a region, or in the widest one this person looks after."""
    picture = queries.picture(request.standing, code or queries.home(request.standing), at=timezone.now())
    context = {
        "picture": picture,
        "map": drawing.level_map(picture) if picture.region.level < places.VILLAGE else "",
        "raised": picture.raised,
        "normal": picture.counts[Level.NORMAL],
        "unit": words.unit(picture.depth),
        "legend": [(level, picture.counts[level]) for level in reversed(Level)],
        "curve": drawing.curve(picture.days, _("Laporan per hari, delapan minggu. ") + picture.today_words)
        if picture.days
        else "",
        "has_band": any(day.band for day in picture.days or []),
        "voices": words.voices(picture.heard) if picture.heard else [],
        "is_board": "papan" in request.GET,
    }
    return render(request, "web/situation.html", context)
