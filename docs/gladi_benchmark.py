"""Writes the tables of the gladi benchmark from bench/results/gladi.json."""

import json
from pathlib import Path
from typing import Any

RESULT = Path(__file__).resolve().parents[1] / "bench" / "results" / "gladi.json"
NOT_YET = "Not measured yet: `just bench-gladi`."
DESCRIBED = {
    "chance": "five villages a day drawn by lot",
    "list": "no system: a chronological list, one message in five minutes from 7 to 21 o'clock, every one an alert",
    "list-keywords": "the same reader, who leaves out what does not sound like conflict",
    "fixed-rule": "three reports of one category in seven days and five kilometres",
    "ears-village": "EARS C2 for every village",
    "ears-kecamatan": "EARS C2 for every kecamatan",
    "weekly-z": "z-score of seven days against the weeks before, for every kecamatan",
    "house-rules": "what Kentongan's rules do today: tile, moment and harm give the urgency; grave and important ring",
    "silent-days": "nothing sent for N days, N the same for every post",
    "silent-rhythm": "the run of silent days is unlikely for this post's own rhythm",
}
ORACLE = "-oracle"
Row = dict[str, Any]


def found() -> dict[str, Any] | None:
    """Return what the bench wrote down last."""
    return json.loads(RESULT.read_text()) if RESULT.exists() else None


def heading() -> str:
    """Say what was measured, when, on what and with which command."""
    result = found()
    if result is None:
        return NOT_YET
    about, machine = result["detail"], result["machine"]
    worlds = about["worlds"]
    return (
        f"`{result['command']}`, {result['date']}, {machine['processors']} processors ({machine['architecture']}),"
        f" Python {machine['python']}. {about['seeds']} worlds of {about['days']} days in {about['region']}:"
        f" {worlds['messages']:,} messages, of which {worlds['reports']:,} reports and {worlds['actionable']:,} that"
        f" ask for action; {worlds['episodes']} episodes that break out, {worlds['calm_episodes']} that do not;"
        f" {worlds['posts']:,} posts, {worlds['silences']:,} silences. In brackets: the interval that holds 95 % of the figure"
        " when worlds are drawn again."
    )


def systems() -> str:
    """Say in one line each what was compared."""
    lines = [f"| `{name}` | {words} |" for name, words in DESCRIBED.items()]
    return "\n".join(["| System | What it does |", "| --- | --- |", *lines])


def detection() -> str:
    """Return the table about conflicts."""
    return table(
        {
            "Found before GN": ("found_before_gn", percent),
            "By luck": ("found_by_luck", percent),
            "Found, 5 a day": ("found_before_gn_at_5_a_day", percent),
            "A day or more before": ("found_a_day_before_gn", percent),
            "Lead, median, h": ("lead_hours_median", plain),
            "Lead, p10, h": ("lead_hours_p10", plain),
            "Alerts a day": ("alerts_per_kabupaten_day", plain),
            "False per kabupaten and month": ("false_per_kabupaten_month", plain),
            "Precision": ("precision", percent),
            "Precision at 5 a day": ("precision_at_5_a_day", percent),
        }
    )


def work() -> str:
    """Return the table about the work of going through a list."""
    return table(
        {
            "Keys per useful matter": ("keys_per_matter", plain),
            "Minutes per useful matter": ("minutes_per_matter", plain),
            "Matters that were seen": ("matters_seen", percent),
        }
    )


def silence() -> str:
    """Return the table about silent posts."""
    return table(
        {
            "Noticed in two cycles": ("silent_recall", percent),
            "Quiet cycles called silent": ("silent_false", percent),
        }
    )


def reasons() -> str:
    """Return who was noticed, by why the post was silent."""
    result = found()
    if result is None:
        return NOT_YET
    rows = {
        name: row["silent_recall_by_reason"]
        for name, row in result["detail"]["systems"].items()
        if "silent_recall_by_reason" in row
    }
    names = sorted({why for row in rows.values() for why in row})
    return as_table(
        ["System", *names],
        [[f"`{name}`", *(share(row.get(why)) for why in names)] for name, row in rows.items()],
    )


def attention() -> str:
    """Return the tables about areas by majority: the gaps, and what they are made of."""
    result = found()
    if result is None:
        return NOT_YET
    known = {name: row for name, row in result["detail"]["systems"].items() if "groups" in row}
    gaps = [
        [
            named(name),
            bracketed(row["gap_between_groups"], plain),
            *(form(one) for form, one in zip((plain, share), row["gap_by_luck"], strict=False)),
        ]
        for name, row in known.items()
    ]
    parts = [
        [named(name), group, *cells(one)]
        for name, row in known.items()
        for group, one in row["groups"].items()
    ]
    return "\n\n".join(
        [
            as_table(["System", "Gap, points", "By luck", "As large by luck"], gaps),
            as_table(
                [
                    "System",
                    "Majority",
                    "Found",
                    "Episodes",
                    "Found per 1,000 people",
                    "False per 1,000 people",
                ],
                parts,
            ),
        ]
    )


def cells(one: Row) -> list[str]:
    """Return the cells of one group."""
    per_1000 = [one["found_per_1000"], one["false_per_1000"]]
    return [
        share(one["found"]),
        str(one["episodes"]),
        *("–" if each is None else f"{each:.3f}" for each in per_1000),
    ]


def table(columns: dict[str, Any]) -> str:
    """Return one row for every system that has the first of these figures."""
    result = found()
    if result is None:
        return NOT_YET
    first = next(iter(columns.values()))[0]
    rows = [
        [named(name), *(bracketed(row[key], form) for key, form in columns.values())]
        for name, row in result["detail"]["systems"].items()
        if first in row
    ]
    return as_table(["System", *columns], rows)


def as_table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table in Markdown."""
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---", *["---:"] * (len(head) - 1)], *rows)]
    return "\n".join(lines)


def named(name: str) -> str:
    """Return the name of a system; an oracle is said to be one."""
    return f"_{name.removesuffix(ORACLE)}, oracle_" if name.endswith(ORACLE) else f"`{name}`"


def bracketed(one: Row, form: Any) -> str:
    """Return a figure with its interval."""
    if one["value"] is None:
        return "–"
    low_high = [form(each) for each in one["interval"]]
    return f"{form(one['value'])} [{' to '.join(low_high)}]" if low_high else form(one["value"])


def percent(value: float | None) -> str:
    """Return a share as people read it."""
    return "–" if value is None else f"{100 * value:.1f} %"


share = percent


def plain(value: float | None) -> str:
    """Return a number as people read it."""
    return "–" if value is None else f"{value:,.1f}"
