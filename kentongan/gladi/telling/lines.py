"""One line of the shared schema: a told message with its labels, as a reader of texts is trained and judged with."""

import json
from datetime import datetime
from typing import Any

from kentongan.gladi.telling.asked import Told
from kentongan.gladi.telling.dates import local


def line(
    told: Told, *, id: str, said_at: datetime, region: str, sender: str, dup_group: str | None = None
) -> dict[str, Any]:
    """Return a told message as one line of the schema holds it.

    Args:
        told: The message.
        id: What the line is called.
        said_at: When it was told.
        region: A code in the zone of which the clock is read.
        sender: The region registered for the sender; empty if none is.
        dup_group: What lines that tell of one matter share.
    """
    return {
        "id": id,
        "source": told.source,
        "ref_time": f"{local(said_at, region):%Y-%m-%dT%H:%M}",
        "sender_ctx": sender or None,
        "lang": told.lang,
        "text": told.text,
        "labels": told.labels.as_json(),
        "spans": dict(told.spans),
        "dup_group": dup_group,
        "note": None,
    }


def labels_line(
    told: Told, *, id: str, said_at: datetime, region: str, sender: str, dup_group: str | None = None
) -> str:
    """Return `line` as JSON, the same for the same message."""
    return json.dumps(
        line(told, id=id, said_at=said_at, region=region, sender=sender, dup_group=dup_group),
        ensure_ascii=False,
    )
