"""The page "Seberapa baik mesin membaca": per field, how often officers had to mend it."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kentongan.people.middleware import Request
from kentongan.people.policy import policy
from kentongan.reports.reader import quality as reader_quality
from kentongan.reports.reader import training
from kentongan.rules import places

MONTH = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])", re.ASCII)


@require_GET
@never_cache
@policy("reader.quality")
def quality(request: Request) -> HttpResponse:
    """Show one month of what officers said to the machine."""
    zone = ZoneInfo(places.zone(settings.HOME_REGION))
    since = month_of(request.GET.get("bulan", ""), timezone.now().astimezone(zone))
    until, before = after(since), earlier(since)
    context = {
        "quality": reader_quality.quality(request.standing, since=since, until=until),
        "month": since.date(),
        "before": f"{before:%Y-%m}",
        "home": settings.HOME_REGION,
        "history": training.history()[-5:][::-1],
    }
    return render(request, "web/reader.html", context)


def month_of(told: str, now: datetime) -> datetime:
    """Return the first moment of the month that was asked for, or of this one."""
    found = MONTH.fullmatch(told)
    year, month = (int(found[1]), int(found[2])) if found else (now.year, now.month)
    return datetime(year, month, 1, tzinfo=now.tzinfo)


def after(first: datetime) -> datetime:
    """Return the first moment of the next month."""
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)


def earlier(first: datetime) -> datetime:
    """Return the first moment of the month before."""
    return first.replace(
        year=first.year - (first.month == 1), month=12 if first.month == 1 else first.month - 1
    )
