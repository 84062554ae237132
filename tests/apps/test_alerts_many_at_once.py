"""On a busy night many reports ring at once, and everybody hears what they would have heard of each alone."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections, transaction

from kentongan.alerts.models import Alert, Ring
from kentongan.events import jobs
from kentongan.events.models import Event, Reaction
from kentongan.reports import actions as reports
from kentongan.reports.draft import Draft
from kentongan.rules.authority import PUBLIC, Role
from tests import town
from tests.town import AT, KAB, RT, VILLAGE, later


def heard() -> tuple[list[object], list[object], list[object]]:
    """Return every alert, every post that was told, and what the logbook says of it, without its running numbers."""
    return (
        list(Alert.objects.order_by("subject_id").values()),
        list(Ring.objects.order_by("alert_id", "role", "region_id").values()),
        list(
            Event.objects.filter(subject_kind="alert").order_by("seq").values("kind", "subject_id", "detail")
        ),
    )


@pytest.mark.django_db
def test_many_at_once_ring_as_each_alone_would(monkeypatch: pytest.MonkeyPatch) -> None:
    town.build()
    for number, form in enumerate(("E13", "E16")):
        for region in (VILLAGE, RT, KAB):
            for urgency in ("gawat", "penting", "biasa"):
                town.report(f"{number} {region} {urgency}", event_form=form, region=region, urgency=urgency)
    with transaction.atomic():
        monkeypatch.setattr(jobs, "TOGETHER", 1)
        assert jobs.react(AT, limit=100) == 18
        alone = heard()
        transaction.set_rollback(True)
    monkeypatch.undo()

    assert jobs.react(AT, limit=100) == 18

    assert heard() == alone
    assert {ring.role for ring in Ring.objects.all()} >= {Role.RT, Role.LURAH, Role.CAMAT, Role.OPERATOR}


@pytest.mark.django_db
def test_one_subject_called_twice_at_once_rings_once() -> None:
    town.build()
    report = town.report("satu", urgency="penting")
    first = Event.objects.get(kind="report.received")
    reports.note("report.brought_back", report, by=PUBLIC, at=AT)

    jobs.react(AT)

    assert Alert.objects.count() == 1
    assert Event.objects.filter(kind="alert.rang").count() == 1
    assert not Reaction.objects.filter(done_at__isnull=True).exists()
    assert first.subject_id == Alert.objects.get().subject_id


@pytest.mark.django_db(transaction=True)
def test_what_is_grave_rings_while_reports_keep_pouring_in() -> None:
    town.build()
    stop, begun = threading.Event(), threading.Event()
    accepted: list[str] = []

    def pour(sender: int) -> None:
        try:
            while not stop.is_set():
                draft = Draft(
                    event_form="E13", when="sudah", region=VILLAGE, text=f"{sender} {len(accepted)}"
                )
                key = f"pour-{sender}-{len(accepted):06}"
                accepted.append(reports.receive(client_id=key, draft=draft, by=PUBLIC, at=AT).code)
                if len(accepted) > 50:
                    begun.set()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as senders:
        pouring = [senders.submit(pour, sender) for sender in range(4)]
        try:
            assert begun.wait(60)
            grave = town.report("gawat", urgency="gawat", at=later(seconds=1))
            jobs.react(AT + timedelta(seconds=2), limit=1)
        finally:
            stop.set()
        for one in pouring:
            one.result()

    assert Alert.objects.get().subject_id == grave.pk
    assert Reaction.objects.filter(done_at__isnull=True).count() == len(accepted)
