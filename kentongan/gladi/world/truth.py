"""What really happened, kept apart from what arrives: the second file of a world."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kentongan.gladi.world.matter import ACTIONABLE, Occurrence, Told
from kentongan.gladi.world.people import Post
from kentongan.gladi.world.stream import moment, written

FORMAT = 1


@dataclass
class Episode:
    """A conflict as it really went; moments are whole seconds since 1970.

    Attributes:
        stages: What stage it came to, and when, in order.
        cause: The trigger, or "menular" where it came over from a neighbour (`parent`).
        border: Whether its villages lie in different kecamatan or kabupaten.
        harmed: Sums over everything that happened in it, by kind.
    """

    id: str
    template: str
    issue: str
    category: str
    region: str
    regions: tuple[str, ...]
    starts_at: int
    cause: str
    border: bool = False
    parent: str = ""
    stages: list[tuple[str, int]] = field(default_factory=list)
    ended_at: int | None = None
    answered_at: int | None = None
    harmed: dict[str, int] = field(default_factory=dict)

    def reached(self, stage: str) -> int | None:
        """Return when it came to a stage, if it did."""
        return next((at for name, at in self.stages if name == stage), None)

    def as_json(self) -> dict[str, Any]:
        """Return it with the keys of the format."""
        opened, ended, answered = self.reached("GN"), self.ended_at, self.answered_at
        return {
            "id": self.id,
            "template": self.template,
            "issue": self.issue,
            "category": self.category,
            "region": self.region,
            "regions": list(self.regions),
            "starts_at": said(self.starts_at),
            "stages": [{"stage": name, "at": said(at)} for name, at in self.stages],
            "gn_at": None if opened is None else said(opened),
            "ended_at": None if ended is None else said(ended),
            "cause": self.cause,
            "parent": self.parent or None,
            "answered_at": None if answered is None else said(answered),
            "border": self.border,
            "harmed": dict(sorted(self.harmed.items())),
        }


@dataclass(frozen=True)
class Silence:
    """A post that sends nothing from one moment to another (whole seconds), and why."""

    post: str
    since: int
    until: int
    why: str

    def as_json(self) -> dict[str, Any]:
        """Return it with the keys of the format."""
        return {"post": self.post, "from": said(self.since), "to": said(self.until), "why": self.why}


@dataclass(frozen=True)
class Flood:
    """A falsehood that coordinated numbers spread."""

    id: str
    kind: str
    region: str
    numbers: tuple[str, ...]
    since: int
    until: int

    def as_json(self) -> dict[str, Any]:
        """Return it with the keys of the format."""
        return {
            "id": self.id,
            "kind": self.kind,
            "region": self.region,
            "numbers": list(self.numbers),
            "from": said(self.since),
            "to": said(self.until),
        }


@dataclass
class Truth:
    """Everything about a world that its messages do not say."""

    seed: int
    scenario: str
    regions: tuple[str, ...]
    starts_at: int
    days: int
    villages: Mapping[str, Mapping[str, Any]]
    posts: Iterable[Post] = ()
    episodes: list[Episode] = field(default_factory=list)
    occurrences: list[Occurrence] = field(default_factory=list)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    silences: list[Silence] = field(default_factory=list)
    floods: list[Flood] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the whole truth with the keys of the format."""
        return {
            "format": FORMAT,
            "seed": self.seed,
            "scenario": self.scenario,
            "regions": list(self.regions),
            "starts_at": said(self.starts_at),
            "days": self.days,
            "villages": dict(self.villages),
            "episodes": [episode.as_json() for episode in self.episodes],
            "occurrences": [occurrence_as_json(occurrence) for occurrence in self.occurrences],
            "messages": self.messages,
            "posts": [post_as_json(post) for post in self.posts],
            "silences": [silence.as_json() for silence in self.silences],
            "floods": [flood.as_json() for flood in self.floods],
        }


def said(seconds: int) -> str:
    """Write a moment given in seconds."""
    return written(moment(seconds))


def of_message(occurrence: Occurrence, told: Told, duplicate_of: str | None) -> dict[str, Any]:
    """Return what is true about a message that tells something."""
    return {
        "occurrence": occurrence.id,
        "episode": occurrence.episode or None,
        "nature": occurrence.nature,
        "is_true": occurrence.is_true,
        "is_actionable": occurrence.nature in ACTIONABLE,
        "place": occurrence.region,
        "at": written(occurrence.at),
        "category": occurrence.category,
        "severity": occurrence.severity,
        "duplicate_of": duplicate_of,
        "labels": told.labels,
        "spans": told.spans,
    }


def of_nil(region: str, at: int, duplicate_of: str | None) -> dict[str, Any]:
    """Return what is true about a nil report."""
    return {
        "occurrence": None,
        "episode": None,
        "nature": "nihil",
        "is_true": True,
        "is_actionable": False,
        "place": region,
        "at": said(at),
        "category": None,
        "severity": None,
        "duplicate_of": duplicate_of,
        "labels": {},
        "spans": {},
    }


def occurrence_as_json(occurrence: Occurrence) -> dict[str, Any]:
    """Return an occurrence with the keys of the format."""
    return {
        "id": occurrence.id,
        "at": written(occurrence.at),
        "region": occurrence.region,
        "other": occurrence.other or None,
        "stage": occurrence.stage or None,
        "event_form": occurrence.event_form,
        "issues": list(occurrence.issues),
        "category": occurrence.category,
        "kind": occurrence.kind,
        "severity": occurrence.severity,
        "counts": {kind: list(span) for kind, span in occurrence.counts.items()},
        "parties": list(occurrence.parties),
        "episode": occurrence.episode or None,
        "is_true": occurrence.is_true,
        "nature": occurrence.nature,
    }


def post_as_json(post: Post) -> dict[str, Any]:
    """Return a post with the keys of the format."""
    return {
        "id": post.id,
        "region": post.region,
        "role": post.role,
        "zeal": round(post.zeal, 3),
        "nil_hour": post.nil_hour,
        "free_day": post.free_day,
    }
