"""A watched kabupaten for tests: findings as the engine would hand them in, rounds, posts that speak."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid5

from kentongan.rules.authority import SYSTEM, Role
from kentongan.rules.levels import Level
from kentongan.rules.watching import Group
from kentongan.watch import actions, rounds
from kentongan.watch.actions import Found
from kentongan.watch.models import Finding, Run
from kentongan.watch.rounds import Seen
from kentongan.watch.silences import Silent
from tests import town

AT = town.AT
TODAY = date(2026, 11, 21)


def found(**other: Any) -> Found:
    """Return what the engine found: fourteen reports in nine days in two villages."""
    told: dict[str, Any] = {
        "group": Group.ALL,
        "villages": (town.VILLAGE, town.NEXT_DOOR),
        "counts": (11, 3),
        "starts_on": TODAY - timedelta(days=8),
        "ends_on": TODAY,
        "observed": 14,
        "expected": 3.2,
        "villages_with_reports": 2,
        "radius_km": 1.4,
        "score": 9.3,
        "chance": 0.0014,
        "recurrence_days": 731.0,
        "seen_every_days": None,
        "level": Level.SIAGA,
        "series": [
            {"on": str(TODAY - timedelta(days=ago)), "count": ago % 3, "expected": 0.4, "low": 0, "high": 2}
            for ago in range(27, -1, -1)
        ],
    }
    told |= other
    if len(told["counts"]) != len(told["villages"]):
        told["counts"] = (told["observed"], *[0] * (len(told["villages"]) - 1))
    return Found(**told)


def round_of(word: str = "malam", *, kind: Run.Kind = Run.Kind.NIGHT, at: datetime = AT, ago: int = 0) -> Run:
    """Return a round that is going on."""
    plan = actions.begin_watching(town.KAB, by=SYSTEM, at=at)
    run = rounds.order(
        kind, plan, as_of=at - timedelta(days=ago), by=SYSTEM, at=at, key=uuid5(town.SEED, f"round:{word}")
    )
    taken = rounds.claim_next(at=at)
    assert taken == run
    return taken


def raise_finding(word: str = "malam", *, at: datetime = AT, **other: Any) -> Finding:
    """Let a night find something."""
    run = round_of(word, at=at)
    rounds.finish(run.pk, Seen(inputs="0" * 64, engine="titir", found=(found(**other),)), at=at)
    return Finding.objects.get(latest_run=run)


def silent(**other: Any) -> Silent:
    """Return a post that has been silent for five days."""
    told: dict[str, Any] = {
        "role": Role.RT, "region": town.RT, "since_on": TODAY - timedelta(days=5), "chance": 0.004, "together": 1,
    }  # fmt: skip
    return Silent(**(told | other))
