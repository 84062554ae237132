"""The evenings of the demonstration: the desk looks at what the machine read in the reports it answered that day.

The reader is the one of the office. The desk knows what a careful reader says of the words: where the machine read the
sort of message or the category otherwise, it is mended before the rest is confirmed.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from kentongan.gladi.lumajang import HOME
from kentongan.gladi.retelling import Retelling
from kentongan.reports.models import Proposal, Report
from kentongan.rules import places
from kentongan.rules.authority import Role
from kentongan.wilayah.queries import within

DAYS = 14
"""For so many days before the demonstration somebody looked."""
A_DAY = 8
LOOKS_AT = time(20, 15)
EACH_TAKES = timedelta(minutes=2)
MENDED = ("kind", "category")
"""What the desk mends; the rest it leaves as the report has it, so that the tale stays the same."""


def check_readings(tale: Retelling, *, days: int = DAYS) -> None:
    """Let the desk look at some readings on each of the last evenings."""
    zone = ZoneInfo(places.zone(HOME))
    today = tale.at.astimezone(zone).date()
    for back in range(days, 0, -1):
        tale.later(datetime.combine(today - timedelta(days=back), LOOKS_AT, zone), Evenings(tale).look)


@dataclass(frozen=True)
class Evenings:
    """What the desk does with the readings of one tale."""

    tale: Retelling

    def look(self, at: datetime) -> None:
        """Have the first reports that were answered today read, and look at one reading after another."""
        from kentongan.reports.reader import rounds  # noqa: PLC0415 loads the library, which no page needs

        answered = Report.objects.filter(
            within("region_id", HOME),
            answered_at__gt=at - timedelta(days=1),
            answered_at__lte=at,
            restricted=False,
        ).exclude(text="")
        chosen = [row.pk for row in answered.order_by("answered_at", "id")[:A_DAY]]
        rounds.read_reports(chosen, at)
        for turn, pk in enumerate(chosen, start=1):
            self.tale.later(at + turn * EACH_TAKES, partial(self.confirm, pk))

    def confirm(self, pk: UUID, at: datetime) -> None:
        """Mend what the machine read wrongly, and say that the rest of what is offered is right."""
        from kentongan.reports.reader import mending, offers  # noqa: PLC0415 loads the library, which no page needs

        proposal = Proposal.objects.filter(
            report=pk, is_current=True, addition=None, confirmed_at=None
        ).first()
        if proposal is None:
            return
        desk, seen = self.tale.cast.act(Role.ANALIS, HOME), proposal.number
        labels = self.tale.labels.get(pk, {})
        for field in MENDED:
            right = {labels.get(field), *labels.get(f"{field}_alt", ())} - {None}
            if right and offers.machine_value(proposal, field) not in right:
                key = uuid5(self.tale.namespace, f"reading:{pk}:{field}")
                mending.mend(pk, seen=seen, field=field, value=labels[field], by=desk, at=at, key=key)
        mending.confirm(pk, seen=seen, by=desk, at=at, key=uuid5(self.tale.namespace, f"reading:{pk}"))
