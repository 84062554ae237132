"""What Kentongan's rules do today, without an engine: the reporter's tile, the moment and counted harm give the urgency.

Who reports picks one of the seven tiles; here the tile follows from the category that everybody reads, the moment
and the harm from a few words. What is grave or important rings; ordinary reports wait in the list and ring nobody
here, although in the service the RT hears of them too. The score orders the list as the desk does: by urgency.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kentongan.gladi.scores.rivals.signs import (
    Line,
    Message,
    Reading,
    conflict,
    received_at,
    reports,
)
from kentongan.rules.taxonomy import TILES, Urgency, When, propose_urgency

TILE_OF: Mapping[str, str] = {
    "bentrok": "ribut",
    "main_hakim": "ribut",
    "teror_separatis": "ribut",
    "lahan_sda": "sengketa",
    "agama_sara": "sara",
    "pemilu": "pemilu",
    "unjukrasa": "unjuk_rasa",
    "narkoba_miras": "kriminal",
    "kriminal": "kriminal",
}
FORMS = {tile.key: tile.event_form for tile in TILES}
WILL_BE = re.compile(r"\b(?:akan|rencana\w*|mau|nanti|besok|siap2|hendak)\b", re.IGNORECASE)
IS_OVER = re.compile(r"\b(?:tadi|kemarin|semalam|sudah selesai|telah|wingi|kapan hari)\b", re.IGNORECASE)
HARM: Mapping[str, re.Pattern[str]] = {
    "mati": re.compile(r"(\d+)\s*(?:orang|org|warga)?\s*(?:meninggal|tewas|mati)", re.IGNORECASE),
    "luka": re.compile(r"(\d+)\s*(?:orang|org|warga)?\s*(?:luka|terluka|dirawat)", re.IGNORECASE),
    "mengungsi": re.compile(r"(\d+)\s*(?:orang|org|warga|jiwa)?\s*mengungsi", re.IGNORECASE),
    "rusak": re.compile(r"(\d+)\s*(?:rumah|motor|mobil|kios)?\s*(?:rusak|dirusak|dibakar)", re.IGNORECASE),
    "massa": re.compile(r"(\d+)\s*(?:an)?\s*(?:orang|org|massa|warga)", re.IGNORECASE),
}
RANK = {Urgency.GAWAT: 2.0, Urgency.PENTING: 1.0, Urgency.BIASA: 0.0}


@dataclass(frozen=True)
class House:
    """The rules of the office as they are, fed from the messages."""

    read: Reading
    name: str = "house-rules"

    def alerts(self, stream: Sequence[Message]) -> Iterator[Line]:
        """Propose an urgency for every report and ring for what cannot wait."""
        for message in reports(stream):
            urgency = urgency_of(str(message["text"]), self.read.category(message))
            if urgency is not Urgency.BIASA:
                yield conflict(received_at(message), self.read.place(message), [message["id"]], RANK[urgency])


def urgency_of(text: str, category: str) -> Urgency:
    """Propose how soon somebody must answer, as the page Lapor would from tile, moment and counts."""
    form = FORMS[TILE_OF.get(category, "lain")]
    when = When.AKAN if WILL_BE.search(text) else When.SUDAH if IS_OVER.search(text) else When.KINI
    counts = {
        kind: int(found.group(1)[:6]) for kind, pattern in HARM.items() if (found := pattern.search(text))
    }
    return propose_urgency(form, when, counts)
