"""Whatever arrives, whoever answers, leaves or is appointed, and however time goes: somebody always owns it."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kentongan.alerts import actions, jobs, queries
from kentongan.alerts.models import Alert
from kentongan.events.jobs import react
from kentongan.people.queries import holders, standing
from kentongan.reports.models import Report
from kentongan.rules.authority import Role
from kentongan.rules.escalation import LADDER
from tests import town
from tests.town import AT, KAB, RT, VILLAGE

BEAT = timedelta(seconds=10)
PILLARS = frozenset({Role.LURAH, Role.BABINSA, Role.BHABINKAMTIBMAS})
DISTRICT = frozenset({Role.CAMAT, Role.KAPOLSEK, Role.DANRAMIL})
LEAVING = (
    PILLARS, DISTRICT, PILLARS | DISTRICT, frozenset({Role.OPERATOR, Role.ANALIS}), frozenset({Role.KEPALA}),
    frozenset({Role.PIMPINAN}), frozenset({Role.RT}), frozenset({Role.LURAH}), frozenset(Role) - {Role.ADMIN}, frozenset(Role),
)  # fmt: skip
FORMS = ("E13", "E11", "E16", "E06", "E99")


class Kabupaten(RuleBasedStateMachine):
    """A kabupaten in which reports arrive, officers come and go, and the loop goes round."""

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        town.build()
        self.at = AT
        self.count = 0

    @rule(
        form=st.sampled_from(FORMS),
        place=st.sampled_from((VILLAGE, RT, KAB)),
        urgency=st.sampled_from(("gawat", "penting", "biasa")),
    )
    def a_report_arrives(self, form: str, place: str, urgency: str) -> None:
        self.count += 1
        town.report(f"no {self.count}", at=self.at, event_form=form, region=place, urgency=urgency)
        react(self.at)

    @rule(left=st.sampled_from(LEAVING))
    def a_whole_rung_leaves(self, left: frozenset[Role]) -> None:
        for role, region in town.EVERY_POST:
            if role in left:
                town.vacate(role, region)
        self.the_loop_goes_round()

    @rule(post=st.sampled_from(town.EVERY_POST), deputy=st.booleans())
    def somebody_is_appointed(self, post: tuple[Role, str], deputy: bool) -> None:
        role, region = post
        town.appoint(role, region, name=f"plh-{role}" if deputy else "", deputy="plh" if deputy else "")
        self.the_loop_goes_round()

    @rule(minutes=st.sampled_from((1, 6, 31, 95, 600, 3000)))
    def time_passes(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)
        self.the_loop_goes_round()

    @precondition(lambda _: Alert.objects.filter(closed_at=None).exists())
    @rule(post=st.sampled_from(town.EVERY_POST))
    def somebody_answers(self, post: tuple[Role, str]) -> None:
        for account in holders(*post, at=self.at):
            by = standing(account, at=self.at, origin="web")
            for ring in queries.unheard(by)[:1]:
                if ring.role != Role.ADMIN:
                    actions.acknowledge(ring.alert_id, by=by, at=self.at)

    def teardown(self) -> None:
        """Take the example back, so that the next one begins with nothing told."""
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    def the_loop_goes_round(self) -> None:
        self.at += BEAT
        jobs.climb(self.at)

    @invariant()
    def every_open_subject_has_one_rung_with_a_hearer_or_stands_before_the_admin(self) -> None:
        waiting = Alert.objects.filter(closed_at=None).prefetch_related("rings")
        assert len(waiting) == Report.objects.filter(answered_at=None).count()
        for alert in waiting:
            told = {
                (Role(ring.role), ring.region_id) for ring in alert.rings.all() if ring.round == alert.round
            }
            here = {post for post in told if holders(*post, at=self.at)}
            if alert.has_hearer:
                assert here, "a subject waits on nobody"
                assert not {role for role, _ in told} & {Role.ADMIN}
            else:
                assert alert.rung == LADDER[-1]
                assert not queries.first_manned_rung(alert, start=LADDER[0], at=self.at)[2]
                assert here == ({(Role.ADMIN, KAB)} if holders(Role.ADMIN, KAB, at=self.at) else set())
            assert alert.due_at > self.at or alert.due_at > alert.rung_at


def play() -> None:
    """Let Hypothesis play the kabupaten."""
    played = settings(
        stateful_step_count=10,
        max_examples=max(10, settings().max_examples // 4),
        suppress_health_check=list(HealthCheck),
        deadline=None,
        phases=[Phase.generate],  # shrinking plays the kabupaten hundreds of times over
    )
    run_state_machine_as_test(Kabupaten, settings=played)


@pytest.mark.django_db
def test_nothing_is_ever_without_an_owner() -> None:
    play()


@pytest.mark.django_db
def test_the_machine_notices_a_rung_that_waits_for_a_vacant_post(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "deserted", nobody_looks)

    with pytest.raises(AssertionError, match="waits on nobody"):
        play()


def nobody_looks(*, at: datetime) -> list[UUID]:
    """Overlook, as a saboteur, that hearers leave their posts."""
    return []
