"""Writes the tables of the gladi benchmark from bench/results/gladi.json."""

import json
from pathlib import Path
from typing import Any

RESULT = Path(__file__).resolve().parents[1] / "bench" / "results" / "gladi.json"
EQUAL = RESULT.with_name("gladi-attention.json")
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
    "look-now": "the queue “lihat sekarang” of the desk: what simak holds to be grave at a low threshold rings at once",
    "silent-days": "nothing sent for N days, N the same for every post",
    "silent-rhythm": "the run of silent days is unlikely for this post's own rhythm",
    "titir": "the engine: a night watch over what the watch of the service counts, by village and day, with everything around it",
    "titir-silence": "the engine: the odds that a post with this rhythm is really silent, looked at when its next word falls due, each silence named once",
}
ORACLE, SIMAK = "-oracle", "-simak"
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


def answers() -> str:
    """Return the table about the time to acknowledgement and to an owner."""
    return table(
        {
            "Serious, acknowledged within the hour": ("serious_acknowledged_within_hour", percent),
            "Serious, owner within the hour": ("serious_owned_within_hour", percent),
            "Serious, acknowledged, median, h": ("serious_acknowledged_hours_median", two),
            "Serious, owner, median, h": ("serious_owned_hours_median", two),
            "Serious, owner, p90, h": ("serious_owned_hours_p90", plain),
            "All, owner within the hour": ("all_owned_within_hour", percent),
            "All, owner, median, h": ("all_owned_hours_median", two),
            "All, owner, p90, h": ("all_owned_hours_p90", plain),
            "Woken at night, times a month": ("woken_a_month", plain),
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


def equal_price() -> str:
    """Return the table of warning at equal false alarms."""
    result = found()
    rows = {
        name: row["at_equal_price"]
        for name, row in (result or {"detail": {"systems": {}}})["detail"]["systems"].items()
        if "at_equal_price" in row
    }
    if not rows:
        return NOT_YET
    prices = list(next(iter(rows.values())))
    head = [f"{what}, {price} false" for price in prices for what in ("Hours", "Warned")]
    table_rows = [
        [
            named(name),
            *(
                bracketed(row[price][key], form)
                for price in prices
                for key, form in (("hours", plain), ("share", percent))
            ),
        ]
        for name, row in rows.items()
    ]
    return as_table(["System", *head], table_rows)


def ahead() -> str:
    """Return how many hours of warning the engine gives more than each baseline, by price, with paired intervals."""
    leads = (found() or {"detail": {}})["detail"].get("ahead")
    if not leads:
        return NOT_YET
    prices = list(next(iter(next(iter(leads.values())).values())))
    rows = [
        [named(mine), named(other), *(bracketed(row[price], plain) for price in prices)]
        for mine, others in leads.items()
        for other, row in others.items()
    ]
    return as_table(["System", "Baseline", *(f"Hours more, {price} false" for price in prices)], rows)


def reading() -> str:
    """Return how well messages were read."""
    read = (found() or {"detail": {}})["detail"].get("reading")
    if not read:
        return NOT_YET
    keys = list(dict.fromkeys(key for row in read.values() for key in row if key != "messages"))
    rows = [
        [f"`{name}`", *(percent(row.get(key)) if row.get(key) else "–" for key in keys)]
        for name, row in read.items()
    ]
    return as_table(["Reader", *(key.replace("_", " ") for key in keys)], rows)


def equal() -> dict[str, Any] | None:
    """Return what the bench of equal attention wrote down last."""
    return json.loads(EQUAL.read_text()) if EQUAL.exists() else None


def attention_heading() -> str:
    """Say over how many worlds equal attention was measured."""
    result = equal()
    if result is None:
        return "Not measured yet: `just bench-gladi-attention`."
    about, machine = result["detail"], result["machine"]
    episodes = sum(one["episodes"] for one in next(iter(about["systems"].values()))["groups"].values())
    return (
        f"`{result['command']}`, {result['date']}, {machine['processors']} processors"
        f" ({machine['architecture']}), Python {machine['python']}. {about['seeds']} worlds of {about['region']},"
        f" {episodes:,} episodes that break out."
    )


def attention() -> str:
    """Return the table about areas by majority: what is found in each, the differences, and what they tell."""
    result = equal()
    if result is None:
        return "Not measured yet: `just bench-gladi-attention`."
    systems = result["detail"]["systems"]
    names = list(next(iter(systems.values()))["groups"])
    rows = [
        [
            f"`{name}`",
            *(percent(row["groups"][group]["sensitivity"]) for group in names),
            *(between(one) for one in row["differences"]),
            ATTENTION[row["verdict"]],
        ]
        for name, row in systems.items()
    ]
    pairs = [f"{one['one']} - {one['other']}, points" for one in next(iter(systems.values()))["differences"]]
    return as_table(["System", *(f"Found, {group}" for group in names), *pairs, "Within 5 points"], rows)


ATTENTION = {"alike": "yes", "unlike": "**no**", "undecided": "cannot be told"}


def between(one: Row) -> str:
    """Return a difference with its interval."""
    return f"{one['points']:+.1f} [{one['low']:+.1f} to {one['high']:+.1f}]"


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
    """Return the name of a system; an oracle is said to be one, and so is the reader."""
    if name.endswith(SIMAK):
        return f"`{name.removesuffix(SIMAK)}`, read by simak"
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


def two(value: float | None) -> str:
    """Return a small number as people read it."""
    return "–" if value is None else f"{value:,.2f}"
