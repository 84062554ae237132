"""What there is to learn from a drill: what was planted, what was noticed when and by whom, and what was missed.

`of` gathers, everything else is arithmetic over values. The result is kept as it was when the drill ended, so it
holds plain numbers, codes and moments and no sentences: those are written for each reader.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from statistics import median
from typing import Any

from kentongan.drills import queries, script
from kentongan.drills.models import Drill
from kentongan.drills.queries import Beats, Course
from kentongan.drills.timing import Clock

FORMAT = 1
FALSE = frozenset({"rumor", "fitnah", "hoaks"})
PROMPT_MINUTES = 60
"""A gap between first message and answer that deserves praise, in minutes of the office."""
HALF = 0.5

BEFORE, AFTER, MISSED, UNTOLD = "sebelum", "sesudah", "terlewat", "belum"


def of(drill: Drill) -> dict[str, Any]:
    """Return what there is to learn from a drill that has ended."""
    clock = queries.clock_of(drill)
    if clock is None or drill.ended_at is None:
        return {}
    truth, keys = script.whole(script.playbill(drill), tuple(sorted(queries.answers(drill).items())))
    courses = queries.courses(drill)
    known = {
        number: courses[key]
        for number, client in keys.items()
        if (key := queries.client_id(drill, client)) in courses
    }
    return learned(truth, known, queries.beats(drill), clock, until=clock.now(drill.ended_at))


def learned(
    truth: Mapping[str, Any],
    courses: Mapping[str, Course],
    beats: Beats,
    clock: Clock,
    *,
    until: datetime,
) -> dict[str, Any]:
    """Return what there is to learn.

    Args:
        truth: In the format of truth.json.
        courses: What the office did about each message, by the number of the message.
        beats: What became of the alerts.
        clock: The clock of the drill.
        until: The moment of that clock at which it ended.
    """
    told = {number: one for number, one in truth["messages"].items() if number in courses}
    planted = [
        episode_row(episode, told, courses, clock)
        for episode in truth["episodes"]
        if moment(episode["starts_at"]) <= until
    ]
    rows = [row for row in planted if row["first_message_at"]]
    result = {
        "format": FORMAT,
        "ended_at": written(until),
        "counts": counts(told, courses),
        "episodes": planted,
        "false_alarms": false_alarms(told, courses),
        "wrongly_aside": wrongly_aside(told, courses),
        "silences": [
            {"region": region_of(truth, one["post"]), "why": one["why"], "from": one["from"], "to": one["to"]}
            for one in truth["silences"]
            if moment(one["from"]) <= until
        ],
        "gap_minutes": gaps(row["gap_minutes"] for row in rows),
        "alerts": {
            "rang": beats.rang,
            "acknowledged": beats.acknowledged,
            "climbed": beats.climbed,
            "median_minutes": round(median(beats.waits), 1) if beats.waits else None,
        },
    }
    return result | {"praise": praise(result), "practice": practice(result)}


def episode_row(
    episode: Mapping[str, Any],
    told: Mapping[str, Mapping[str, Any]],
    courses: Mapping[str, Course],
    clock: Clock,
) -> dict[str, Any]:
    """Return one planted episode with what became of it."""
    mine = sorted(
        (courses[number] for number, one in told.items() if one["episode"] == episode["id"]),
        key=lambda course: course.received_at,
    )
    first = mine[0].received_at if mine else None
    noticed = earliest((one.noticed_at, one.noticed_by) for one in mine)
    answered = earliest((one.taken_up_at, one.taken_up_by) for one in mine)
    return {
        "issue": episode["issue"],
        "region": episode["region"],
        "border": episode["border"],
        "began_at": episode["starts_at"],
        "gn_at": episode["gn_at"],
        "messages": len(mine),
        "first_message_at": shown(first, clock),
        "noticed_at": shown(noticed[0], clock),
        "noticed_by": noticed[1],
        "answered_at": shown(answered[0], clock),
        "answered_by": answered[1],
        "gap_minutes": minutes(first, answered[0]),
        "case": next((one.case for one in mine if one.case), ""),
        "result": outcome(first, answered[0], episode["gn_at"], clock),
    }


def earliest(acts: Iterable[tuple[datetime | None, str]]) -> tuple[datetime | None, str]:
    """Return the first act and who did it."""
    done = [(at, by) for at, by in acts if at is not None]
    return min(done) if done else (None, "")


def outcome(first: datetime | None, answered: datetime | None, opened: str | None, clock: Clock) -> str:
    """Say whether an episode was answered before it became violence, after it, or not at all."""
    if first is None:
        return UNTOLD
    if answered is None:
        return MISSED
    return AFTER if opened and clock.now(answered) > moment(opened) else BEFORE


def counts(told: Mapping[str, Mapping[str, Any]], courses: Mapping[str, Course]) -> dict[str, int]:
    """Count what came in and what the office did about it."""
    useful = [number for number, one in told.items() if one["is_actionable"]]
    return {
        "messages": len(told),
        "actionable": len(useful),
        "looked_at": sum(courses[number].noticed_at is not None for number in told),
        "useful_taken_up": sum(courses[number].taken_up_at is not None for number in useful),
        "put_aside": sum(courses[number].is_put_aside for number in told),
    }


def false_alarms(
    told: Mapping[str, Mapping[str, Any]], courses: Mapping[str, Course]
) -> list[dict[str, Any]]:
    """Return the cases in which nothing lies that anybody had to act on; each case once."""
    by_case: dict[str, list[str]] = {}
    for number in told:
        if courses[number].case:
            by_case.setdefault(courses[number].case, []).append(number)
    return [
        {
            "case": case,
            "nature": told[numbers[0]]["nature"],
            "region": told[numbers[0]]["place"],
            "by": courses[numbers[0]].taken_up_by,
        }
        for case, numbers in sorted(by_case.items())
        if not any(told[number]["is_actionable"] for number in numbers)
    ]


def wrongly_aside(
    told: Mapping[str, Mapping[str, Any]], courses: Mapping[str, Course]
) -> list[dict[str, Any]]:
    """Return the messages of a conflict that were put aside."""
    return [
        {"region": one["place"], "by": courses[number].noticed_by}
        for number, one in told.items()
        if one["nature"] == "konflik" and courses[number].is_put_aside
    ]


def region_of(truth: Mapping[str, Any], post: str) -> str:
    """Return where a post of the made-up world stands."""
    return next((one["region"] for one in truth["posts"] if one["id"] == post), "")


def gaps(found: Iterable[float | None]) -> dict[str, float | int | None]:
    """Return median and longest of the gaps between the first message and the answer."""
    known = sorted(one for one in found if one is not None)
    return {
        "answered": len(known),
        "median": round(median(known), 1) if known else None,
        "longest": known[-1] if known else None,
    }


def praise(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what went well, as names of sentences with their figures."""
    rows, alerts = result["episodes"], result["alerts"]
    early = sum(row["result"] == BEFORE for row in rows)
    told = sum(row["result"] != UNTOLD for row in rows)
    found = []
    if early:
        found.append({"say": "early", "count": early, "of": told})
    if result["gap_minutes"]["median"] is not None and result["gap_minutes"]["median"] <= PROMPT_MINUTES:
        found.append({"say": "prompt", "minutes": result["gap_minutes"]["median"]})
    if alerts["rang"] and alerts["acknowledged"] >= HALF * alerts["rang"]:
        found.append({"say": "heard", "count": alerts["acknowledged"], "of": alerts["rang"]})
    if told and not result["false_alarms"]:
        found.append({"say": "no_false_alarm"})
    if rows and told and not any(row["result"] == MISSED for row in rows):
        found.append({"say": "nothing_missed"})
    return found


def practice(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what to practise, as names of sentences with their figures."""
    rows, alerts, figures = result["episodes"], result["alerts"], result["counts"]
    missed = sum(row["result"] == MISSED for row in rows)
    late = sum(row["result"] == AFTER for row in rows)
    found = []
    if missed:
        found.append({"say": "missed", "count": missed})
    if late:
        found.append({"say": "late", "count": late})
    if result["wrongly_aside"]:
        found.append({"say": "wrongly_aside", "count": len(result["wrongly_aside"])})
    if fooled := sum(one["nature"] in FALSE for one in result["false_alarms"]):
        found.append({"say": "fooled", "count": fooled})
    if alerts["rang"] and alerts["acknowledged"] < HALF * alerts["rang"]:
        found.append(
            {"say": "unheard", "count": alerts["rang"] - alerts["acknowledged"], "of": alerts["rang"]}
        )
    if unread := figures["messages"] - figures["looked_at"]:
        found.append({"say": "unread", "count": unread, "of": figures["messages"]})
    if result["silences"]:
        found.append({"say": "silence", "count": len(result["silences"])})
    return found


def minutes(begin: datetime | None, end: datetime | None) -> float | None:
    """Return the real minutes between two moments."""
    return round((end - begin).total_seconds() / 60, 1) if begin and end else None


def shown(at: datetime | None, clock: Clock) -> str | None:
    """Write what the drill's clock showed at a real moment."""
    return written(clock.now(at)) if at else None


def moment(text: str) -> datetime:
    """Read a moment of truth.json."""
    return datetime.fromisoformat(text)


def written(at: datetime) -> str:
    """Write a moment as truth.json does."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
