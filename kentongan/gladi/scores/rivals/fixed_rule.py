"""A fixed rule of count, days and kilometres, as in community-based surveillance (Nyss of the Red Cross).

So many reports of one category, each at most so many days and kilometres from another of them, are a group;
when a group has the count, it is an alert. Further reports join the alert until the group has been quiet for
the same number of days.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kentongan.gladi.scores.country import Country
from kentongan.gladi.scores.rivals.signs import Line, Message, Reading, Sign, conflict, signs


@dataclass
class Cluster:
    """Reports of one category that hang together."""

    signs: list[Sign] = field(default_factory=list)
    alerted: bool = False

    @property
    def last_at(self) -> datetime:
        """When the latest of them came in."""
        return self.signs[-1].at


@dataclass(frozen=True)
class FixedRule:
    """Count, days and kilometres are those an office would set; they are the same everywhere."""

    read: Reading
    country: Country
    name: str = "fixed-rule"
    count: int = 3
    days: int = 7
    km: float = 5.0

    def alerts(self, stream: Sequence[Message]) -> Iterator[Line]:
        """Put every report into its group and call when the group is large enough."""
        clusters: dict[str, list[Cluster]] = {}
        for sign in signs(stream, self.read):
            if not sign.kecamatan:
                continue
            live = [one for one in clusters.get(sign.category, ()) if self.is_live(one, sign)]
            touched = [one for one in live if any(self.are_near(sign, other) for other in one.signs)]
            before = sorted((other for one in touched for other in one.signs), key=lambda one: one.at)
            merged = Cluster([*before, sign], alerted=any(one.alerted for one in touched))
            clusters[sign.category] = [one for one in live if one not in touched] + [merged]
            recent = [one for one in merged.signs if sign.at - one.at <= timedelta(days=self.days)]
            if len(recent) >= self.count and not merged.alerted:
                merged.alerted = True
                yield conflict(sign.at, sign.region, [one.message for one in recent], len(recent))

    def is_live(self, cluster: Cluster, sign: Sign) -> bool:
        """Say whether a new report may still join."""
        return sign.at - cluster.last_at <= timedelta(days=self.days)

    def are_near(self, one: Sign, other: Sign) -> bool:
        """Say whether two reports lie near each other in time and place."""
        if one.at - other.at > timedelta(days=self.days):
            return False
        if one.region == other.region:
            return True
        return self.country.km_between(one.region, other.region) <= self.km
