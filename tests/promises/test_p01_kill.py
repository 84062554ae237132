"""P1: what was acknowledged survives kill -9 of the service at any instant, once, under the same code."""

import os
import random
import time
from pathlib import Path

import pytest

from tests.promises.report import amount, promise_report
from tests.promises.senders import Phone, Reckoning, look, phones, reckon, serving
from tests.service import Service

pytestmark = pytest.mark.promise

KILLS = amount(200, 20_000)
KILLS_SABOTAGED = amount(20, 200)
PHONES = 4
MOST_RECEIPTS = 3
LONGEST_LIFE_S = 2.0
STATEMENT = "yang sudah diberi tanda terima tidak hilang dan tidak ganda oleh kill -9 di saat mana pun"
SABOTEURS = ("acknowledge before commit", "forget keys")


def kill_again_and_again(service: Service, *, kills: int, saboteur: str = "") -> Reckoning:
    """Kill the service while phones send, then look what it kept."""
    rng = random.Random(1)
    with serving(service, saboteur=saboteur) as running:
        child = running.next_child()
        with phones(running.port, PHONES, seed=1) as senders:
            for _kill in range(kills):
                wait_for_receipts(senders, rng)
                os.kill(child, 9)
                child = running.next_child()
            wait_for_receipts(senders, rng)
    return reckon(senders, look(service))


def wait_for_receipts(senders: list[Phone], rng: random.Random) -> None:
    """Wait for some receipts and a moment more: counted in receipts, so that a slow machine kills as fairly."""

    def received() -> int:
        return sum(len(sender.acknowledged) + sender.replays for sender in senders)

    enough = received() + rng.randint(0, MOST_RECEIPTS)
    end = time.monotonic() + LONGEST_LIFE_S
    while received() < enough and time.monotonic() < end:
        time.sleep(0.001)
    time.sleep(rng.random() * 0.02)


def test_killing_the_service_loses_and_doubles_nothing(furnished: Service, tmp_path: Path) -> None:
    service = furnished.copy_to(tmp_path / "honest")
    try:
        found = kill_again_and_again(service, kills=KILLS)
        whole = service.command("verify-log").returncode == 0
    finally:
        service.remove()

    caught = 0
    for number, saboteur in enumerate(SABOTEURS):
        weak = furnished.copy_to(tmp_path / str(number))
        try:
            caught += kill_again_and_again(weak, kills=KILLS_SABOTAGED, saboteur=saboteur).broken > 0
        finally:
            weak.remove()
    assert whole
    assert found.replays > 0, "no reply was ever lost: the kills came at the wrong moments"
    assert found.acknowledged > KILLS / 2
    promise_report(
        "P1",
        cases=KILLS,
        failures=found.broken,
        saboteurs_caught=caught,
        saboteurs=len(SABOTEURS),
        statement=STATEMENT,
    )
