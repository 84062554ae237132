"""Letting a message of the made-up month in as it would come in: by page, by message, or taken down at the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random

from kentongan.gladi import papers
from kentongan.gladi.cast import Cast
from kentongan.gladi.lumajang import HOME, neighbourhoods
from kentongan.gladi.world.matter import Occurrence
from kentongan.gladi.world.stream import Message
from kentongan.people.queries import local_day
from kentongan.reports import actions as reports
from kentongan.reports.draft import Draft
from kentongan.reports.models import Report
from kentongan.rules.authority import Role, Standing

CHANNELS: Mapping[str, str] = {
    "web": Report.Channel.WEB,
    "sms": Report.Channel.SMS,
    "wa": Report.Channel.PASTE,
    "terusan": Report.Channel.PASTE,
    "suara": Report.Channel.PHONE,
}
AT_DESK = frozenset({"wa", "terusan", "suara"})
"""What somebody at the desk pastes or takes down."""
WHENS: Mapping[str, str] = {"potensi": "akan", "kejadian": "kini", "penyelesaian": "sudah"}
MILD = 1
OPEN_SHARE, ANONYMOUS_SHARE, UNSORTED_SHARE = 0.7, 0.4, 0.5


@dataclass
class Intake:
    """Sends messages through the same door as real ones.

    Whoever fills in the page or sorts at the desk says what they saw: form, issue, time and numbers are those of
    what happened, the place is the one that the message names.
    """

    cast: Cast
    rng: Random

    def receive(
        self, message: Message, about: Occurrence, labels: Mapping[str, object], at: datetime
    ) -> Report:
        """Receive one message."""
        place = self.place(message, about, labels)
        by = self.sender(message, place)
        draft = self.draft(message, about, place, at)
        receipt = reports.receive(client_id=f"gladi:{message.client_id}", draft=draft, by=by, at=at)
        if message.photo:
            reports.attach_photos(receipt.code, files=[papers.photo(message.client_id)], by=by, at=at)
        return Report.objects.get(code=receipt.code)

    def place(self, message: Message, about: Occurrence, labels: Mapping[str, object]) -> str:
        """Return the place that is chosen: the one told, else the one read, else where the number is registered.

        Where nothing tells it, the desk has asked back.
        """
        told = message.claimed_code or str(labels.get("place") or "") or message.region or about.region
        if message.role == Role.RT and (known := neighbourhoods(told)):
            return known[0][1][0]
        return told if told.startswith(HOME) else HOME

    def sender(self, message: Message, place: str) -> Standing:
        """Return who brings it in: the desk, or whoever holds the post; all others are citizens."""
        if message.channel in AT_DESK:
            return self.cast.act(Role.OPERATOR, HOME)
        home = place if message.role == Role.RT else message.region or place
        return self.cast.act(Role(message.role) if message.post else Role.WARGA, home)

    def draft(self, message: Message, about: Occurrence, place: str, at: datetime) -> Draft:
        """Return what is told."""
        is_pasted = CHANNELS[message.channel] == Report.Channel.PASTE
        is_page = message.channel == "web"
        is_report = about.kind not in {"bukan", "kegiatan"}
        number = self.cast.number(Role(message.role), message.region) if message.post else message.number
        when = WHENS.get(about.kind, "")
        is_mild = about.severity <= MILD and self.rng.random() < OPEN_SHARE
        return Draft(
            channel=CHANNELS[message.channel],
            event_form=about.event_form if is_report or self.rng.random() < UNSORTED_SHARE else "",
            issues=about.issues if is_report else (),
            when=when,
            sensitivity="B" if is_mild else "",
            region=place,
            place_text=message.claimed_place[:200],
            stated_at=message.stated_at if is_page else None,
            occurred_on=local_day(place, message.claimed_event_at or at) if when == "kini" else None,
            text=message.text,
            counts={kind: (low, high) for kind, (low, high) in about.counts.items()},
            anonymous=is_page and not message.post and self.rng.random() < ANONYMOUS_SHARE,
            sender_number="" if is_page else number,
            original=message.text if is_pasted else "",
            original_source="WhatsApp" if is_pasted else "",
        )
