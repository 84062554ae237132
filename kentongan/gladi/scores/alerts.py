"""The alerts of any system, one JSON a line: ALERTS.jsonl."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kentongan.gladi.scores.truth import moment
from kentongan.rules.places import REGENCY, VILLAGE, path, zone
from kentongan.rules.refusal import Refused

CONFLICT, SILENT = "konflik", "sunyi"


@dataclass(frozen=True)
class Alert:
    """One line of ALERTS.jsonl: somebody should look at this place, or ask after this post, now."""

    at: datetime
    kind: str
    region: str
    post: str = ""
    messages: tuple[str, ...] = ()
    score: float = 0.0

    @property
    def day(self) -> str:
        """The day of the alert at its place."""
        return self.at.astimezone(ZoneInfo(zone(self.region))).date().isoformat()


def read_alerts(place: Path) -> list[Alert]:
    """Read ALERTS.jsonl in order of time; lines of one moment keep their order.

    Raises:
        Refused: If a line is no alert; the sentence names the line.
    """
    return in_order(alert_of(row, number) for number, row in read_lines(place))


def in_order(alerts: Iterable[Alert]) -> list[Alert]:
    """Put alerts in order of time; those of one moment keep their order."""
    return sorted(alerts, key=lambda alert: alert.at)


def read_lines(place: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read a file of one JSON object a line, with the number of each line.

    Raises:
        Refused: If the file is not there or a line is no JSON object.
    """
    try:
        lines = place.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as missing:
        raise Refused(f"Berkas {place} tidak ada.", "no_file") from missing
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as bad:
                raise Refused(
                    f"{place.name} baris {number}: bukan JSON. Tulis satu objek per baris.", "bad_line"
                ) from bad
            if not isinstance(row, dict):
                raise Refused(f"{place.name} baris {number}: bukan objek JSON.", "bad_line")
            yield number, row


def alert_of(row: Mapping[str, Any], number: int = 0) -> Alert:
    """Check one line and return the alert.

    Raises:
        Refused: If it has no moment, no known kind or no place that an officer could go to.
    """
    where = f"Peringatan baris {number}"
    kind, region = str(row.get("kind") or ""), str(row.get("region") or "")
    if kind not in {CONFLICT, SILENT}:
        raise Refused(f"{where}: kind harus “konflik” atau “sunyi”, bukan “{kind}”.", "bad_kind")
    try:
        steps = path(region)
        zone(region)
    except Refused as unknown:
        raise Refused(f"{where}: region “{region}” bukan kode wilayah.", "bad_region") from unknown
    if len(steps) < REGENCY:
        raise Refused(f"{where}: region harus desa, kecamatan, atau kabupaten.", "bad_region")
    if kind == SILENT and not row.get("post"):
        raise Refused(f"{where}: peringatan sunyi harus menyebut post.", "no_post")
    return Alert(
        at=moment(row.get("at")),
        kind=kind,
        region=steps[min(len(steps), VILLAGE) - 1],
        post=str(row.get("post") or ""),
        messages=tuple(str(one) for one in row.get("messages") or ()),
        score=float(row.get("score") or 0.0),
    )


def as_lines(alerts: Iterable[Mapping[str, Any]]) -> bytes:
    """Write alerts as ALERTS.jsonl: the same alerts are the same bytes."""
    return b"".join(
        json.dumps(alert, sort_keys=True, separators=(",", ":")).encode() + b"\n" for alert in alerts
    )


def conflict_alerts(alerts: Sequence[Alert]) -> list[Alert]:
    """Keep those that speak of a conflict."""
    return [alert for alert in alerts if alert.kind == CONFLICT]


def best_of_each_day(alerts: Iterable[Alert], at_most: int) -> list[Alert]:
    """Keep the few of each day and kabupaten that a system itself holds highest; equal ones by time, then place."""
    days: dict[tuple[str, str], list[Alert]] = {}
    for alert in alerts:
        days.setdefault((alert.day, path(alert.region)[REGENCY - 1]), []).append(alert)
    best = [
        alert
        for day in days.values()
        for alert in sorted(day, key=lambda one: (-one.score, one.at, one.region))[:at_most]
    ]
    return in_order(best)
