"""Letting a message of a drill in as if it had been sent: the same door as for real ones, another place."""

from datetime import datetime
from zoneinfo import ZoneInfo

from kentongan.drills.models import Drill
from kentongan.drills.queries import client_id
from kentongan.gladi import papers
from kentongan.gladi.intake import CHANNELS
from kentongan.gladi.world.stream import NIL, Message
from kentongan.reports import actions as reports
from kentongan.reports.draft import Draft
from kentongan.reports.models import Report
from kentongan.reports.queries import NIL_ROLES
from kentongan.rules import places
from kentongan.rules.authority import ROLES, Role, Seat, Standing


def let_in(drill: Drill, message: Message, *, at: datetime) -> None:
    """Receive one message now; a copy of one that came before changes nothing."""
    by = sender(drill, message)
    if message.kind == NIL:
        say_nothing_happened(drill, by, at=at)
        return
    key = client_id(drill, message.client_id)
    receipt = reports.receive(client_id=key, draft=draft_of(drill, message), by=by, at=at)
    if message.photo:
        # The same picture again is the same picture: a kill between the two leaves none out.
        reports.attach_photos(receipt.code, files=[papers.photo(message.client_id)], by=by, at=at)


def sender(drill: Drill, message: Message) -> Standing:
    """Return who sends it: nobody with an account, in the role and place of the post that is played."""
    role = Role(message.role)
    home = message.region or message.claimed_code or drill.region_id
    village = ".".join(home.split(".")[: places.VILLAGE])
    seat = Seat(role, places.in_drill(drill.name, village))
    return Standing(None, (seat,), f"GLADI · {ROLES[role].label_id}", "gladi", drill.name)


def draft_of(drill: Drill, message: Message) -> Draft:
    """Return what the message tells, at the place of the drill that it names.

    At 60 times the real speed the phone's own clock says nothing about ours, so it is left out.
    """
    zone = ZoneInfo(places.zone(drill.region_id))
    told_at = message.claimed_event_at
    return Draft(
        channel=CHANNELS.get(message.channel, Report.Channel.WEB),
        region=places.in_drill(drill.name, message.claimed_code),
        place_text=message.claimed_place[:200],
        stated_at=message.stated_at if drill.speed == Drill.Speed.REAL else None,
        occurred_on=told_at.astimezone(zone).date() if told_at and drill.speed == Drill.Speed.REAL else None,
        text=message.text,
        sender_number=message.number,
    )


def say_nothing_happened(drill: Drill, by: Standing, *, at: datetime) -> None:
    """Let a post say that its day was calm; posts that cannot say so keep silent."""
    seat = by.seats[0]
    day = at.astimezone(ZoneInfo(places.zone(drill.region_id))).date()
    if seat.role in NIL_ROLES:
        reports.send_nil(region=seat.region, role=seat.role, period_on=day, by=by, at=at, channel="web")
