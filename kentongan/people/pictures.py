"""The policy table as people read it on paper; drawn into docs/reference/policy.md."""

from collections.abc import Sequence

from kentongan.people.policy import TABLE
from kentongan.rules.authority import Reach, Relation, Role, Rule

TIED = {
    Relation.ANY: "–",
    Relation.AUTHOR: "its author",
    Relation.OWNER: "its owner",
    Relation.ASSIGNEE: "has work on it",
    Relation.COPIED: "got a copy",
}
THERE = {Reach.OWN: "own region", Reach.UP: "above the own region", Reach.ANYWHERE: "anywhere"}
HEAD = ("action", "roles", "tied", "where", "up to", "E16/E26", "because")


def line(cells: Sequence[str]) -> str:
    """Draw one line of a table."""
    return f"| {' | '.join(cells)} |"


def row(rule: Rule) -> str:
    """Draw one row of the policy."""
    roles = (
        "everybody" if Role.WARGA in rule.roles else ", ".join(role for role in Role if role in rule.roles)
    )
    also = "yes" if rule.restricted else ""
    return line(
        (rule.action, roles, TIED[rule.relation], THERE[rule.reach], rule.up_to.value, also, rule.why)
    )


def table() -> str:
    """Draw the whole policy."""
    return "\n".join((line(HEAD), line(["---"] * len(HEAD)), *map(row, TABLE)))
