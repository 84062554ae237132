"""A world small enough to count by hand: three kecamatan of one kabupaten, ten days from midnight UTC."""

from datetime import UTC, datetime, timedelta
from typing import Any

from kentongan.gladi.scores.alerts import Alert, alert_of
from kentongan.gladi.scores.truth import Truth, truth_of

HERE, NEXT, SAME_KECAMATAN = "35.08.01.2001", "35.08.01.2002", "35.08.01.2009"
ELSEWHERE = "35.08.07.2001"
NEIGHBOURS = {HERE: {NEXT}, NEXT: {HERE}}
START = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = 10


def at(days: float) -> datetime:
    return START + timedelta(days=days)


def iso(days: float) -> str:
    return at(days).isoformat()


def episode(
    name: str = "e1", *, first: float, gn: float | None, ended: float | None, **more: Any
) -> dict[str, Any]:
    return {
        "id": name,
        "category": "bentrok",
        "region": HERE,
        "regions": [HERE],
        "starts_at": iso(first),
        "stages": [{"stage": "PG", "at": iso(first)}],
        "gn_at": None if gn is None else iso(gn),
        "ended_at": None if ended is None else iso(ended),
        **more,
    }


def world(*episodes: dict[str, Any], **more: Any) -> Truth:
    return truth_of(
        {
            "format": 1,
            "seed": 7,
            "regions": ["35.08"],
            "starts_at": iso(0),
            "days": DAYS,
            "villages": {
                HERE: {"people": 2000, "majority": "A"},
                NEXT: {"people": 1000, "majority": "B"},
                SAME_KECAMATAN: {"people": 1000, "majority": "A"},
                ELSEWHERE: {"people": 4000, "majority": "B"},
            },
            "episodes": list(episodes),
            "posts": [],
            "silences": [],
            "messages": {},
            **more,
        }
    )


def alert(days: float, region: str = HERE, **more: Any) -> Alert:
    return alert_of({"at": iso(days), "kind": "konflik", "region": region, **more})


def flag(days: float, post: str = "p1", score: float = 1.0) -> Alert:
    return alert_of({"at": iso(days), "kind": "sunyi", "region": HERE, "post": post, "score": score})


def message(
    number: int, days: float, text: str = "ada keributan", region: str = HERE, post: str = "", **more: Any
) -> dict[str, Any]:
    return {
        "id": f"m{number}",
        "client_id": f"c{number}",
        "received_at": iso(days),
        "stated_at": iso(days),
        "sender": {"post": post, "number": "+6281200000000", "role": "warga", "region": region},
        "channel": "wa",
        "kind": "laporan",
        "text": text,
        "claimed_place": {"code": region, "text": ""},
        "claimed_event_at": None,
        "photo": False,
        **more,
    }
