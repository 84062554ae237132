"""Draws the tables of the rules for docs/reference: Mermaid diagrams and Markdown tables."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from kentongan.rules import case_status, deadlines, escalation, levels, receipts, routing, taxonomy
from kentongan.rules.case_status import CaseStatus


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines
    )


def mermaid(lines: Iterable[str]) -> str:
    """Write a Mermaid block."""
    return "\n".join(["```mermaid", *lines, "```"])


def span(length: timedelta) -> str:
    """Say a duration as people do: 15 min, 90 min, 2 h, 24 h, 2 d."""
    minutes = int(length.total_seconds() // 60)
    for unit, size, least in (("d", 24 * 60, 2), ("h", 60, 1)):
        if minutes % size == 0 and minutes >= size * least:
            return f"{minutes // size} {unit}"
    return f"{minutes} min"


def case_diagram() -> str:
    """Draw the way of a case."""
    ends = [f"    {CaseStatus.DITUTUP} --> [*]: tuntas"]
    steps = [f"    {now} --> {to}" for now, moves in case_status.MOVES.items() for to in moves]
    names = [f"    {status}: {status.label}" for status in CaseStatus]
    return mermaid(
        ["stateDiagram-v2", "    direction TB", *names, f"    [*] --> {CaseStatus.DRAF}", *steps, *ends]
    )


def case_moves() -> str:
    """List every step with what it asks for."""
    return table(
        ("from", "to", "asks for"),
        (
            (now.label, to.label, ", ".join(f"`{need}`" for need in needs) or "nothing")
            for now, moves in case_status.MOVES.items()
            for to, needs in moves.items()
        ),
    )


def case_needs() -> str:
    """List what a step can ask for and the sentence the officer reads when it is missing."""
    return table(("fact", "sentence"), ((f"`{need}`", text) for need, text in case_status.NEEDS.items()))


def case_statuses() -> str:
    """List the statuses, whether somebody must act, and what the holder of a code is told."""
    return table(
        ("status", "identifier", "somebody must act", "the holder of the code reads"),
        (
            (
                status.label,
                f"`{status}`",
                "yes" if status in case_status.OPEN else "",
                case_status.PUBLIC_STEP[status],
            )
            for status in CaseStatus
        ),
    )


def ladder_diagram() -> str:
    """Draw the ladder with the silence each rung is allowed, by urgency."""
    rungs = [f"    {rung}: {rung.label}" for rung in escalation.LADDER]
    climbs = [
        f"    {rung} --> {escalation.next_rung(rung)}: "
        + " / ".join(span(escalation.WAIT[urgency][rung]) for urgency in taxonomy.Urgency)
        for rung in escalation.LADDER
    ]
    return mermaid(["stateDiagram-v2", "    direction LR", *rungs, *climbs])


def ladder_table() -> str:
    """List the posts of each rung and how long it may keep silent."""
    return table(
        ("rung", "who hears (level of the region)", *(str(urgency) for urgency in taxonomy.Urgency)),
        (
            (
                rung.label,
                ", ".join(f"{role} ({level})" for role, level in routing.hearers(rung)),
                *(span(escalation.WAIT[urgency][rung]) for urgency in taxonomy.Urgency),
            )
            for rung in escalation.LADDER
        ),
    )


def first_rungs() -> str:
    """List who hears first, by who reports."""
    return table(
        ("reported by", *(str(urgency) for urgency in taxonomy.Urgency)),
        (
            (role, *(routing.first_rung(urgency, role).label for urgency in taxonomy.Urgency))
            for role in routing.RUNG_ABOVE
        ),
    )


def together() -> str:
    """List the rungs that hear together with the first one."""
    return table(
        ("urgency", "hear at once as well"),
        (
            (urgency, ", ".join(rung.label for rung in rungs) or "nobody else")
            for urgency, rungs in routing.AT_ONCE.items()
        ),
    )


def answers() -> str:
    """List by when a first answer is due."""
    return table(
        ("urgency", "first answer within", "source", "next step within", "looked at again after settling"),
        (
            (
                rule.urgency,
                span(rule.within),
                rule.source,
                span(deadlines.STEP_WITHIN[rule.urgency]),
                ", ".join(f"{days} d" for days in deadlines.FOLLOW_UP_AFTER[rule.urgency]),
            )
            for rule in deadlines.ANSWERS
        ),
    )


def legal_rules() -> str:
    """List the numbers that laws set, with their days, source and what must still be checked."""
    return table(
        ("rule", "value", "valid from", "valid to", "source", "to be checked in the legal text"),
        (
            (
                f"`{rule.key}`",
                f"{rule.value} {rule.unit}",
                rule.valid_from,
                rule.valid_to or "",
                rule.source,
                rule.to_check,
            )
            for rule in deadlines.LEGAL_RULES
        ),
    )


def alert_levels() -> str:
    """List the alert levels."""
    return table(
        ("level", "bars", "shape", "sentence"),
        (
            (mark.label, "▮" * mark.bars + "▯" * (4 - mark.bars), mark.shape, mark.meaning)
            for mark in levels.MARKS.values()
        ),
    )


def proposed_levels() -> str:
    """List the level that is proposed for one report, by stage and urgency."""
    return table(
        ("stage", *(str(urgency) for urgency in taxonomy.Urgency)),
        (
            (
                f"{stage} {taxonomy.STAGES[stage].label_id}",
                *(row[urgency].label for urgency in taxonomy.Urgency),
            )
            for stage, row in taxonomy.LEVEL_BY_STAGE.items()
        ),
    )


def proposed_urgencies() -> str:
    """List the urgency that is proposed, by stage and moment."""
    ordinary = taxonomy.Urgency.BIASA
    return table(
        ("stage", *(taxonomy.WHEN[when].label_id for when in taxonomy.When)),
        (
            (stage, *(taxonomy.URGENCY_BY_STAGE.get((stage, when), ordinary) for when in taxonomy.When))
            for stage in taxonomy.Stage
        ),
    )


def harm() -> str:
    """List from how much harm on a report is more urgent, whatever its form."""
    return table(
        ("urgency", "from this much on"),
        (
            (urgency, ", ".join(f"{kind} {floor}" for kind, floor in floors.items()))
            for urgency, floors in taxonomy.URGENCY_BY_COUNT.items()
        ),
    )


def event_forms() -> str:
    """List what can have happened."""
    return table(
        ("code", "Bahasa Indonesia", "English", "stage", "how it may be used"),
        (
            (form.code, form.label_id, form.label_en, form.stage or "", _use(form))
            for form in taxonomy.EVENT_FORMS.values()
        ),
    )


def _use(form: taxonomy.EventForm) -> str:
    limits = {
        "not offered: guests are registered in the guest book": not form.offered,
        "public agenda: never a signal": not form.signal,
        "passed on, only the receipt is kept": form.referral,
        "need-to-know": form.restricted,
    }
    return "; ".join(text for text, holds in limits.items() if holds)


def issues() -> str:
    """List what it can be about."""
    return table(
        ("code", "Bahasa Indonesia", "English", "UU 7/2012 art. 5", "family"),
        (
            (issue.code, issue.label_id, issue.label_en, issue.limb or "none", issue.family)
            for issue in taxonomy.ISSUES.values()
        ),
    )


def tiles() -> str:
    """List the reporter's answers to the first question, and what they are taken for at first."""
    return table(
        ("answer", "English", "taken for", "about"),
        (
            (
                tile.label_id,
                tile.label_en,
                f"{tile.event_form} {taxonomy.EVENT_FORMS[tile.event_form].label_id}",
                ", ".join(f"{code} {taxonomy.ISSUES[code].label_id}" for code in tile.issues),
            )
            for tile in taxonomy.TILES
        ),
    )


def receipt() -> str:
    """Show how a code is built."""
    return table(
        ("part", "what it is"),
        (
            ("alphabet", f"`{receipts.ALPHABET}`"),
            ("body", f"{receipts.LENGTH} characters drawn by luck, {receipts.LENGTH * 5} bits"),
            ("check", f"c = (c * 2 + x) mod {receipts.CHECK_MODULUS} over the body, from 0"),
            ("signature", f"{receipts.SIGNATURE_LENGTH} characters of an HMAC-SHA256 over code and moment"),
        ),
    )
