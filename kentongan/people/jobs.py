"""What the clock starts: sessions and invitations that nobody can use any more are forgotten."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from kentongan.people.models import Invitation

# An administrator may still look at how an invitation ended; who made, used or withdrew it stays in the logbook.
INVITATIONS_SHOWN = timedelta(days=30)


def forget(at: datetime, _rest: Callable[[], None] = lambda: None) -> int:
    """Forget expired sessions and, a month after their end, invitations, which hold a name; say how many."""
    sessions, _ = Session.objects.filter(expire_date__lt=at).delete()
    alive = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()
    invitations, _ = Invitation.objects.filter(expires_at__lt=at - INVITATIONS_SHOWN).delete()
    return sessions + invitations
