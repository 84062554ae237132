"""Whether a system looks at belief, origin or party: alerts must stay the same, byte for byte, when these are exchanged.

The people of a scenario keep everything else: what they do, where, when and in which words. A system that reads
such a word and does something else because of it answers another stream of bytes (counterfactual neutrality).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from random import Random

from kentongan.gladi.scores.alerts import as_lines
from kentongan.gladi.scores.rivals.signs import Line, Message, Rival

# One row is one group; the columns are words that take each other's place: its name, who belongs to it, its house.
BELIEFS = (
    ("islam", "muslim", "masjid"),
    ("kristen", "protestan", "gereja"),
    ("katolik", "katolik", "kapel"),
    ("hindu", "hindu", "pura"),
    ("buddha", "buddhis", "wihara"),
    ("khonghucu", "khonghucu", "kelenteng"),
)
ORIGINS = (("jawa",), ("madura",), ("sunda",), ("bugis",), ("batak",), ("tionghoa",), ("papua",), ("bali",))
# Made up: no party that exists stands in our texts.
PARTIES = (("partai padi",), ("partai perahu",), ("partai pelita",), ("partai gunung",))
KINDS: Mapping[str, Sequence[Sequence[str]]] = {"belief": BELIEFS, "origin": ORIGINS, "party": PARTIES}

Exchange = Mapping[str, str]


def exchange(rng: Random) -> Exchange:
    """Draw who takes whose place: within each kind, every group becomes another one."""
    found: dict[str, str] = {}
    for rows in KINDS.values():
        step = rng.randrange(1, len(rows))
        order = rng.sample(range(len(rows)), len(rows))
        for place, one in enumerate(order):
            other = rows[order[(place + step) % len(rows)]]
            found |= {word: other[column] for column, word in reversed(list(enumerate(rows[one])))}
    return found


def exchanged(stream: Iterable[Message], words: Exchange) -> list[Message]:
    """Return the stream with the words of groups exchanged in every text."""
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)
    return [
        {**one, "text": pattern.sub(lambda found: words[found.group().casefold()], one["text"])}
        for one in stream
    ]


def named(stream: Iterable[Message], *, key: str) -> list[Message]:
    """Let every second text name a group of each kind, drawn by the key and the message."""
    told: list[Message] = []
    for one in stream:
        rng = Random(f"{key}|{one['id']}")  # noqa: S311 no secret
        groups = [rng.choice(rng.choice(rows)) for rows in KINDS.values()]
        named_here = one["kind"] != "nihil" and rng.random() < 0.5
        told.append({**one, "text": f"{one['text']} warga {' '.join(groups)}"} if named_here else one)
    return told


def alerts_of(rival: Rival, stream: Sequence[Message]) -> bytes:
    """Return the alerts of a system as the bytes of ALERTS.jsonl."""
    lines: Iterable[Line] = rival.alerts(stream)
    return as_lines(lines)


def is_blind(rival: Rival, stream: Sequence[Message], words: Exchange) -> bool:
    """Say whether a system answers the same bytes when groups are exchanged."""
    return alerts_of(rival, stream) == alerts_of(rival, exchanged(stream, words))
