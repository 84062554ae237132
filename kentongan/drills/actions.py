"""Every change of a drill: proposed, agreed by a second person, started, paused, ended, removed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_noop as _

from kentongan.alerts import actions as alerts
from kentongan.drills import ground, queries
from kentongan.drills.models import Answer, Drill, Participant, Pause
from kentongan.events import actions as events
from kentongan.people import access
from kentongan.people.models import Term
from kentongan.rules import places
from kentongan.rules.authority import SYSTEM, Standing
from kentongan.rules.refusal import Absent, Refused

NAMESPACE = uuid5(NAMESPACE_URL, "kentongan:drills")
State = Drill.State

NOT_NOW = _("Gladi ini sudah berubah keadaan. Muat ulang halaman, lalu periksa lagi.")
NOBODY_PLAYS = _("Pilih paling sedikit satu peserta.")
LEADER_PLAYS = _("Pengusul memimpin gladi dan melihat rencananya, jadi tidak dapat menjadi peserta.")
FOUR_EYES = _("Gladi disetujui orang lain, bukan pengusulnya.")
PLAYER_AGREES = _("Peserta gladi tidak menyetujui gladinya sendiri. Minta pejabat lain.")
ONE_AT_A_TIME = _("Masih ada gladi lain di wilayah ini. Akhiri dahulu yang itu.")
NUMBERS_USED_UP = _("Nomor gladi sudah habis. Hubungi pengembang.")
NOT_A_HOLDER = _("Seorang peserta tidak lagi memegang jabatannya. Muat ulang, lalu pilih lagi.")
WRONG_PLACE = _("Gladi dilakukan di sebuah kabupaten/kota atau kecamatan.")


@dataclass(frozen=True)
class Plan:
    """What somebody proposes to play."""

    region: str
    scenario: str
    seed: int
    days: int
    speed: int
    terms: tuple[UUID, ...]


@transaction.atomic
def propose(plan: Plan, *, by: Standing, at: datetime, key: UUID) -> Drill:
    """Propose a drill with its participants; nothing happens before somebody else agrees.

    Raises:
        Absent: If this person may not propose one there.
        Refused: Without participants, with oneself among them, or at another kind of place.
    """
    access.check(by, "drill.propose", region=plan.region)
    pk = uuid5(NAMESPACE, f"drill:{key}")
    if claim(key, pk, act="propose", plan=plan):
        return Drill.objects.get(pk=pk)
    if places.level(plan.region) not in (places.REGENCY, places.DISTRICT):
        raise Refused(WRONG_PLACE, code="wrong_place")
    terms = chosen_terms(plan, by=by, at=at)
    drill = Drill.objects.create(
        pk=pk,
        number=next_number(),
        region_id=plan.region,
        scenario=plan.scenario,
        seed=plan.seed,
        days=plan.days,
        speed=plan.speed,
        proposed_by_id=account_of(by),
        proposed_at=at,
    )
    Participant.objects.bulk_create(
        Participant(
            pk=uuid5(pk, f"{term.post_id}:{term.account_id}"),
            drill=drill,
            post_id=term.post_id,
            account_id=term.account_id,
        )
        for term in terms
    )
    note("drill.proposed", drill, by=by, at=at, days=drill.days, speed=drill.speed, players=len(terms))
    return drill


def account_of(by: Standing) -> UUID:
    """Return whose doing this is.

    Raises:
        Absent: If it is nobody's.
    """
    if by.account is None:
        raise Absent("drill")
    return by.account


def chosen_terms(plan: Plan, *, by: Standing, at: datetime) -> list[Term]:
    """Return the terms of the participants, each still held.

    Raises:
        Refused: If there is none, one has ended, or the proposer is among them.
    """
    terms = [term for term in queries.holders(plan.region, at=at) if term.pk in plan.terms]
    if not plan.terms:
        raise Refused(NOBODY_PLAYS, code="nobody_plays")
    if len(terms) != len(set(plan.terms)):
        raise Refused(NOT_A_HOLDER, code="not_a_holder")
    if any(term.account_id == by.account for term in terms):
        raise Refused(LEADER_PLAYS, code="leader_plays")
    return terms


def next_number() -> int:
    """Return a number no drill ever had: lines of the logbook go on naming the old ones."""
    highest: int = Drill.objects.aggregate(most=Max("number"))["most"] or 0
    if highest >= places.MOST_DRILLS:
        raise Refused(NUMBERS_USED_UP, code="numbers_used_up")
    return highest + 1


def agree(pk: UUID, *, by: Standing, at: datetime, key: UUID) -> Drill:
    """Agree to a drill as the second person; the loop then lays out its place.

    Raises:
        Refused: To the proposer, to a participant, and while another drill plays there.
    """
    try:
        with transaction.atomic():
            drill, is_replay = locked(pk, "drill.agree", by, key=key, act="agree")
            if is_replay:
                return drill
            check_state(drill, State.PROPOSED)
            if drill.proposed_by_id == by.account:
                raise Refused(FOUR_EYES, code="four_eyes")
            if queries.plays(by, drill):
                raise Refused(PLAYER_AGREES, code="player_agrees")
            drill.state, drill.agreed_by_id, drill.agreed_at = State.AGREED, by.account, at
            drill.save()
            note("drill.agreed", drill, by=by, at=at)
    except IntegrityError as error:
        raise Refused(ONE_AT_A_TIME, code="one_at_a_time") from error
    return drill


@transaction.atomic
def decline(pk: UUID, *, by: Standing, at: datetime, key: UUID) -> Drill:
    """Refuse a proposal, or take one's own back."""
    drill, is_replay = locked(pk, "drill.agree", by, key=key, act="decline", or_proposer=True)
    if not is_replay:
        check_state(drill, State.PROPOSED)
        drill.state = State.DECLINED
        drill.save(update_fields=["state"])
        note("drill.declined", drill, by=by, at=at)
    return drill


@transaction.atomic
def lay_out(pk: UUID, *, by: Standing, at: datetime) -> Drill:
    """Make the place of an agreed drill: its regions, its posts, and who plays them."""
    drill = Drill.objects.select_for_update(of=("self",)).get(pk=pk)
    if drill.state == State.AGREED:
        ground.make(drill, at=at)
        drill.state = State.READY
        drill.save(update_fields=["state"])
        note("drill.laid_out", drill, by=by, at=at)
    return drill


@transaction.atomic
def start(pk: UUID, *, by: Standing, at: datetime, key: UUID) -> Drill:
    """Let the clock of a drill run: at real time from now on, faster from the beginning of its first day."""
    drill, is_replay = locked(pk, "drill.conduct", by, key=key, act="start")
    if not is_replay:
        check_state(drill, State.READY)
        drill.state, drill.started_at = State.RUNNING, at
        drill.plays_from_at = drill.played_until_at = (
            at if drill.speed == Drill.Speed.REAL else midnight(drill, at)
        )
        drill.save()
        note("drill.started", drill, by=by, at=at)
    return drill


def midnight(drill: Drill, at: datetime) -> datetime:
    """Return the beginning of the day where the drill is played."""
    zone = ZoneInfo(places.zone(drill.region_id))
    return datetime.combine(at.astimezone(zone).date(), time(), zone)


@transaction.atomic
def pause(pk: UUID, *, by: Standing, at: datetime, key: UUID) -> Drill:
    """Let the clock of a drill stand still; what came in stays to be worked on."""
    drill, is_replay = locked(pk, "drill.conduct", by, key=key, act="pause")
    if not is_replay:
        check_state(drill, State.RUNNING)
        Pause.objects.create(pk=uuid5(NAMESPACE, f"pause:{key}"), drill=drill, paused_at=at)
        drill.state = State.PAUSED
        drill.save(update_fields=["state"])
        note("drill.paused", drill, by=by, at=at)
    return drill


@transaction.atomic
def resume(pk: UUID, *, by: Standing, at: datetime, key: UUID) -> Drill:
    """Let the clock of a drill run on from where it stood."""
    drill, is_replay = locked(pk, "drill.conduct", by, key=key, act="resume")
    if not is_replay:
        check_state(drill, State.PAUSED)
        drill.pauses.filter(resumed_at__isnull=True).update(resumed_at=at)
        drill.state = State.RUNNING
        drill.save(update_fields=["state"])
        note("drill.resumed", drill, by=by, at=at)
    return drill


@transaction.atomic
def end(pk: UUID, *, by: Standing, at: datetime, key: UUID) -> Drill:
    """End a drill before or on its last day: nothing rings there any more, and the loop writes down what there is to learn."""
    drill, is_replay = locked(pk, "drill.conduct", by, key=key, act="end")
    if is_replay:
        return drill
    check_state(drill, State.RUNNING, State.PAUSED)
    drill.pauses.filter(resumed_at__isnull=True).update(resumed_at=at)
    drill.state, drill.ended_at = State.ENDED, at
    drill.save(update_fields=["state", "ended_at"])
    note("drill.ended", drill, by=by, at=at)
    for kind, subject in queries.ringing(drill):
        alerts.close(subject_kind=kind, subject_id=subject, by=SYSTEM, at=at)
    return drill


@transaction.atomic
def remove(pk: UUID, *, by: Standing, at: datetime, key: UUID) -> Drill:
    """Remove everything a drill has made; the loop does it part by part, and the logbook keeps its lines."""
    drill, is_replay = locked(pk, "drill.conduct", by, key=key, act="remove")
    if not is_replay:
        check_state(drill, State.ENDED, State.READY)
        drill.state, drill.rows_to_clear = State.CLEARING, ground.count(drill.name)
        drill.ended_at = drill.ended_at or at
        drill.lessons = None
        drill.save()
        note("drill.clearing", drill, by=by, at=at)
    return drill


@transaction.atomic
def clear_part(pk: UUID, *, by: Standing, at: datetime) -> bool:
    """Take away one part of what a drill has made, and say whether nothing is left."""
    drill = Drill.objects.select_for_update(of=("self",)).get(pk=pk)
    if drill.state != State.CLEARING:
        return True
    if ground.clear_part(drill.name):
        return False
    for rows in (Participant, Pause, Answer):
        rows._default_manager.filter(drill=drill).delete()
    drill.state, drill.cleared_at = State.CLEARED, at
    drill.save(update_fields=["state", "cleared_at"])
    note("drill.cleared", drill, by=by, at=at, rows=drill.rows_to_clear)
    return True


def come_to(pk: UUID, *, until: datetime) -> None:
    """Remember up to which moment of its clock the messages of a drill have come in."""
    Drill.objects.filter(pk=pk, played_until_at__lt=until).update(played_until_at=until)


@transaction.atomic
def take_answers(pk: UUID, answers: Mapping[str, datetime]) -> None:
    """Remember which episodes the office has answered, and when by the drill's clock.

    No answer counts from before what has come in already: that stays as it was.
    """
    drill = Drill.objects.select_for_update(of=("self",)).get(pk=pk)
    if drill.played_until_at is None:
        return
    first = drill.played_until_at + timedelta(seconds=1)
    Answer.objects.bulk_create(
        (
            Answer(
                pk=uuid5(pk, f"answer:{episode}"), drill=drill, episode=episode, answered_at=max(at, first)
            )
            for episode, at in answers.items()
        ),
        ignore_conflicts=True,
    )


def keep_lessons(pk: UUID, lessons: dict[str, object]) -> None:
    """Keep what there is to learn from a drill that has ended, so that no later release tells it otherwise."""
    Drill.objects.filter(pk=pk, state=State.ENDED).update(lessons=lessons)


def locked(
    pk: UUID, action: str, by: Standing, *, key: UUID, act: str, or_proposer: bool = False
) -> tuple[Drill, bool]:
    """Lock a drill this person may do this to, and say whether it was done already.

    Raises:
        Absent: If there is none.
    """
    is_replay = claim(key, pk, act=act)
    drill = Drill.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if drill is None:
        raise Absent("drill")
    is_own = or_proposer and drill.proposed_by_id == by.account
    if action == "drill.conduct" and not queries.conducts(by, drill) and by.account:
        raise Absent("drill")
    if not is_own:
        access.check(by, action, region=drill.region_id)
    return drill, is_replay


def claim(key: UUID, pk: UUID, **content: object) -> bool:
    """Take the key for this change; say whether it was already done with it."""
    found = events.claim_key(
        key, fingerprint=events.fingerprint(drill=pk, **content), subject_kind="drill", subject_id=pk
    )
    return found is not None


def check_state(drill: Drill, *wanted: State) -> None:
    """Make sure a drill is where this change begins.

    Raises:
        Refused: If somebody was faster.
    """
    if drill.state not in wanted:
        raise Refused(NOT_NOW, code="not_now")


def note(kind: str, drill: Drill, *, by: Standing, at: datetime, **detail: object) -> None:
    """Write the line of the logbook, at the real place: who plays where is no secret of a drill."""
    events.record(
        kind,
        subject_kind="drill",
        subject_id=drill.pk,
        region=drill.region_id,
        by=by,
        at=at,
        detail={"drill": drill.name, **detail},
    )
