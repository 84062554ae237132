"""A message as it arrives: one line of stream.jsonl, in which nothing tells the truth."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

REPORT, NIL = "laporan", "nihil"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What the office gets.

    Attributes:
        id: Its number in the stream.
        client_id: Made by the phone; a copy that is sent again carries the same.
        received_at: When our clock had it.
        stated_at: When the phone says it was written; a phone may be wrong.
        post: Who sends it, or empty for a citizen.
        region: Where the number is registered; empty where it is not known.
        kind: laporan or nihil.
        claimed_code: The place that was chosen, or empty; need not be true.
        claimed_place: The place as it was typed, or empty.
        claimed_event_at: When the sender says it happened.
    """

    id: str
    client_id: str
    received_at: datetime
    stated_at: datetime
    number: str
    role: str
    region: str
    channel: str
    kind: str
    text: str
    post: str = ""
    claimed_code: str = ""
    claimed_place: str = ""
    claimed_event_at: datetime | None = None
    photo: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the message with the keys of the format."""
        return {
            "id": self.id,
            "client_id": self.client_id,
            "received_at": written(self.received_at),
            "stated_at": written(self.stated_at),
            "sender": {
                "post": self.post or None,
                "number": self.number,
                "role": self.role,
                "region": self.region or None,
            },
            "channel": self.channel,
            "kind": self.kind,
            "text": self.text,
            "claimed_place": {"code": self.claimed_code or None, "text": self.claimed_place},
            "claimed_event_at": written(self.claimed_event_at) if self.claimed_event_at else None,
            "photo": self.photo,
        }

    def line(self) -> str:
        """Return the message as one line of the stream."""
        return json.dumps(self.as_json(), ensure_ascii=False, separators=(",", ":")) + "\n"


def written(at: datetime) -> str:
    """Write a moment as all files of a world have it: UTC, whole seconds."""
    return at.isoformat()[:19] + "Z"


def moment(seconds: int) -> datetime:
    """Return the moment so many seconds after the beginning of 1970."""
    return datetime.fromtimestamp(seconds, UTC)
