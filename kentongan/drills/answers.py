"""What the office answered in a drill, as the benchmark scores it: stream, truth and RESPONSES.jsonl of one drill.

An answer comes as long after its message as it came in the office: at 60 times the clock of the drill says nothing about
people, so the real wait is added to when the message arrived in the made-up world.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from kentongan.alerts.models import Alert
from kentongan.drills import queries, script
from kentongan.drills.models import Drill
from kentongan.drills.queries import Course
from kentongan.gladi.world.stream import Message, written
from kentongan.rules.refusal import Refused
from kentongan.wilayah.queries import world

HEARD, OWNED = "diterima", "pemilik"


def write(drill: Drill, folder: Path) -> int:
    """Write the files of a drill, and return how many answers there are.

    Raises:
        Refused: If the drill has not ended, or its data have been removed.
    """
    if drill.state != Drill.State.ENDED:
        raise Refused("Gladi %(name)s belum selesai atau datanya sudah dihapus.", words={"name": drill.name})
    show = script.begin(script.playbill(drill), queries.answers(drill))
    courses = queries.courses(drill)
    came = [one for one in show if queries.client_id(drill, one.client_id) in courses]
    rows = list(responses(drill, came, courses))
    folder.mkdir(parents=True, exist_ok=True)
    truth = show.truth()
    truth["messages"] = {one.id: truth["messages"][one.id] for one in came}
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")
    (folder / "stream.jsonl").write_text("".join(one.line() for one in came), encoding="utf-8")
    put(folder / "RESPONSES.jsonl", rows)
    put(folder / "ALERTS.jsonl", alerts(came, rows))
    return len(rows)


def responses(
    drill: Drill, came: Sequence[Message], courses: Mapping[str, Course]
) -> Iterator[dict[str, Any]]:
    """Return who heard and who answered for each message, and when, in the order of the messages."""
    heard = heard_at(drill)
    for message in came:
        course = courses[queries.client_id(drill, message.client_id)]
        for kind, at in (
            (HEARD, heard.get(str(course.report), course.taken_up_at)),
            (OWNED, course.taken_up_at),
        ):
            if at is not None:
                waited = at - course.received_at
                yield {"at": written(message.received_at + waited), "kind": kind, "messages": [message.id]}


def heard_at(drill: Drill) -> dict[str, datetime]:
    """Return when somebody said that they heard the call of a report."""
    rows = Alert.objects.filter(
        world("region_id", drill.name), subject_kind="report", answered_at__isnull=False
    ).order_by("answered_at", "id")
    found: dict[str, datetime] = {}
    for subject, at in rows.values_list("subject_id", "answered_at"):
        if at is not None:
            found.setdefault(str(subject), at)
    return found


def alerts(came: Sequence[Message], rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return every message that was taken up as an alert: what the office thought worth somebody's time."""
    place = {one.id: one.claimed_code or one.region for one in came}
    return [
        {"at": row["at"], "kind": "konflik", "region": place[row["messages"][0]], "messages": row["messages"]}
        for row in rows
        if row["kind"] == OWNED and place[row["messages"][0]]
    ]


def put(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write one JSON a line."""
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
