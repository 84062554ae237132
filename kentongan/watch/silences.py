"""Silent posts: noticed by the watch, asked by one tap, over when they speak again or somebody went there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from kentongan.alerts import actions as alerts
from kentongan.alerts import queries as alert_queries
from kentongan.alerts.models import Alert
from kentongan.people import access
from kentongan.rules.authority import SYSTEM, Role, Standing
from kentongan.rules.escalation import Rung
from kentongan.rules.refusal import Refused
from kentongan.rules.routing import first_rung, hearers
from kentongan.rules.taxonomy import Sensitivity, Urgency
from kentongan.rules.watching import EXPLAINED_DAYS
from kentongan.rules.words import gettext_noop as _
from kentongan.watch import queries
from kentongan.watch.actions import NAMESPACE, is_replay, note
from kentongan.watch.models import Run, Silence
from kentongan.wilayah.queries import within

ASKED_ALREADY = _("Pos ini sudah ditanya atau sudah bersuara.")
NO_CAUSE = _("Pilih sebabnya.")


@dataclass(frozen=True)
class Silent:
    """A post that has not spoken for longer than its habit explains."""

    role: Role
    region: str
    since_on: date
    chance: float
    together: int


def keep(run: Run, silent: Iterable[Silent], *, spoke: Iterable[tuple[Role, str]], at: datetime) -> None:
    """Keep which posts are silent, and let those be over that spoke again."""
    heard = set(spoke)
    still = Silence.objects.filter(within("region_id", run.region_id)).exclude(state=Silence.State.OVER)
    open_now = {(Role(one.role), one.region_id): one for one in still}
    for post, known in open_now.items():
        if post in heard:
            Silence.objects.filter(pk=known.pk).update(
                state=Silence.State.OVER, over_at=at, cause=Silence.Cause.SPOKE
            )
            alerts.close(subject_kind="silence", subject_id=known.pk, by=SYSTEM, at=at)
    explained = explained_since(run, at)
    for one in silent:
        if (one.role, one.region, one.since_on) in explained:
            continue
        if found := open_now.get((one.role, one.region)):
            Silence.objects.filter(pk=found.pk).update(chance=one.chance, together=one.together)
        else:
            Silence.objects.create(
                id=uuid5(NAMESPACE, f"silence:{one.role}:{one.region}:{one.since_on}:{run.pk}"),
                region_id=one.region,
                role=one.role.value,
                since_on=one.since_on,
                chance=one.chance,
                together=one.together,
                noticed_at=at,
            )


def explained_since(run: Run, at: datetime) -> set[tuple[Role, str, date]]:
    """Return the silences, by post and first day, whose cause somebody has found lately."""
    found = Silence.objects.filter(
        within("region_id", run.region_id),
        state=Silence.State.OVER,
        over_at__gt=at - timedelta(days=EXPLAINED_DAYS),
    ).exclude(cause=Silence.Cause.SPOKE)
    return {(Role(role), code, on) for role, code, on in found.values_list("role", "region_id", "since_on")}


@transaction.atomic
def ask(silence_id: UUID, *, by: Standing, at: datetime, key: UUID) -> Silence:
    """Ask a silent post by one tap whether it is still there; if it does not answer, the rung above goes and looks.

    Raises:
        Absent: If this person may not.
        Refused: If it was asked, or has spoken.
    """
    silence = locked_silence(silence_id, by)
    if is_replay(key, silence.pk, act="ask"):
        return silence
    if silence.state != Silence.State.NOTICED:
        raise Refused(ASKED_ALREADY, "asked")
    silence.state, silence.asked_by_id, silence.asked_at = Silence.State.ASKED, by.account, at
    silence.save(update_fields=["state", "asked_by", "asked_at"])
    call = alerts.Call(
        subject=alerts.Subject(
            kind="silence",
            id=silence.pk,
            region=silence.region_id,
            event_form="",
            urgency=Urgency.BIASA,
            sensitivity=Sensitivity.B,
            restricted=False,
        ),
        reason=Alert.Reason.SILENT,
        rung=rung_of(Role(silence.role)),
        key=uuid5(NAMESPACE, f"ask:{silence.pk}"),
        first=((Role(silence.role), silence.region_id),),
    )
    alerts.ring(call, by=by, at=at)
    note("silence.asked", silence.region_id, "silence", silence.pk, by=by, at=at)
    return silence


@transaction.atomic
def visit(silence_id: UUID, *, cause: str, by: Standing, at: datetime, key: UUID) -> Silence:
    """Write down what somebody found who went to a silent post, or called it.

    Raises:
        Absent: If this person may not.
        Refused: If no cause was given, or the post has spoken.
    """
    silence = locked_silence(silence_id, by)
    if is_replay(key, silence.pk, act="visit", cause=cause):
        return silence
    if cause not in Silence.Cause.values or cause in Silence.WELL:
        raise Refused(NO_CAUSE, "no_cause")
    if silence.state == Silence.State.OVER:
        raise Refused(ASKED_ALREADY, "over")
    silence.state, silence.cause, silence.over_at = Silence.State.OVER, cause, at
    silence.visited_by_id = by.account
    silence.save(update_fields=["state", "cause", "over_at", "visited_by"])
    alerts.close(subject_kind="silence", subject_id=silence.pk, by=by, at=at)
    note("silence.visited", silence.region_id, "silence", silence.pk, by=by, at=at, cause=cause)
    return silence


@transaction.atomic
def hear_answer(silence_id: UUID, *, at: datetime) -> bool:
    """Let a silence be over when the post itself answered the question; whoever stands above it only heard of it."""
    silence = Silence.objects.select_for_update().filter(pk=silence_id, state=Silence.State.ASKED).first()
    if silence is None or not alert_queries.has_answered(
        (Role(silence.role), silence.region_id), subject_kind="silence", subject_id=silence.pk
    ):
        return False
    silence.state, silence.cause, silence.over_at = Silence.State.OVER, Silence.Cause.ANSWERED, at
    silence.save(update_fields=["state", "cause", "over_at"])
    note("silence.answered", silence.region_id, "silence", silence.pk, by=SYSTEM, at=at)
    return True


def locked_silence(silence_id: UUID, by: Standing) -> Silence:
    """Return a silent post, locked, that this person may ask.

    Raises:
        Absent: If there is none.
    """
    seen = queries.silence(by, silence_id)
    access.check(by, "watch.ask", region=seen.region_id)
    return Silence.objects.select_for_update().get(pk=seen.pk)


def rung_of(role: Role) -> Rung:
    """Return the rung on which a post stands, or the one above those who stand on none (linmas)."""
    standing_on = (rung for rung in Rung if any(role == one for one, _level in hearers(rung)))
    return next(standing_on, first_rung(Urgency.BIASA, role))
