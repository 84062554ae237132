"""The queue of a phone in Python, rule by rule as kentongan/reports/static/reports/queue.js.

It lets thousands of phones be tried where browsers would be too slow. That both do the same is a test of its
own: tests/web/test_lapor_keeps_everything.py plays the same answers to both and compares what they do.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from kentongan.rules.receipts import make_code

LONGEST_WAIT_S = 300
FIRST_WAIT_S = 4
KEPT, SENDING, SENT, REFUSED = "tersimpan", "mengirim", "terkirim", "gagal"
NOT_FINAL = (408, 425, 429)
SABOTEURS = ("forget before the answer", "a new code for every try")


class Died(Exception):
    """The phone went off; what was not on its disk is gone."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    told: dict[str, Any]
    retry_after: float = 0.0


@dataclass(frozen=True)
class Entry:
    """One report on the phone."""

    id: str
    code: str
    text: str
    told: float
    state: str = KEPT
    tries: int = 0
    due: float = 0.0
    acknowledged: bool = False
    aliases: tuple[str, ...] = ()


Post = Callable[[Entry], Answer | None]
"""Sends once: an answer, or None when there was no network or no end of waiting."""


@dataclass
class PhoneQueue:
    """What one phone does; `disk` is all that survives its death."""

    disk: dict[str, Entry]
    rng: random.Random
    saboteur: str = ""
    disk_writes: Callable[[Entry], None] = lambda _entry: None

    def tell(self, text: str, *, now: float) -> Entry:
        """Keep a report; only after this has returned does the phone show its code."""
        code = make_code(self.rng)
        entry = Entry(code, code, text, now)
        self.put(entry)
        return entry

    def put(self, entry: Entry) -> None:
        """Write to the disk; the phone may die before or after."""
        self.disk_writes(entry)
        self.disk[entry.id] = entry

    def unsent(self) -> list[Entry]:
        """Return what waits, the oldest first."""
        waiting = [entry for entry in self.disk.values() if entry.state in (KEPT, SENDING)]
        return sorted(waiting, key=lambda entry: entry.told)

    def send(self, post: Post, *, now: float, everything: bool = False) -> None:
        """Send what is due, or everything, one after the other."""
        for entry in self.unsent():
            if everything or entry.due <= now:
                self.send_one(entry, post, now=now)

    def send_one(self, entry: Entry, post: Post, *, now: float) -> None:
        """Send one report; every step is on the disk before the next."""
        entry = replace(entry, state=SENDING)
        self.put(entry)
        if self.saboteur == "forget before the answer":
            del self.disk[entry.id]
        if self.saboteur == "a new code for every try":
            entry = replace(entry, code=make_code(self.rng))
        if not entry.acknowledged:
            answer = post(entry)
            entry = self.after(entry, answer, now=now)
            if self.saboteur == "forget before the answer" and entry.state != SENT:
                return
        self.put(entry)

    def after(self, entry: Entry, answer: Answer | None, *, now: float) -> Entry:
        """Return what an answer makes of a report."""
        told = answer.told if answer else {}
        if answer and 200 <= answer.status < 300 and told.get("kode") and told.get("tanda_tangan"):
            return replace(entry, state=SENT, acknowledged=True, code=told["kode"])
        if answer and answer.status == 409 and told.get("kode") == "key_conflict":
            aliases = (*entry.aliases, entry.code)
            return self.later(replace(entry, aliases=aliases, code=make_code(self.rng)), answer, now=now)
        if answer and 400 <= answer.status < 500 and answer.status not in NOT_FINAL and told.get("kalimat"):
            return replace(entry, state=REFUSED)
        return self.later(entry, answer, now=now)

    def later(self, entry: Entry, answer: Answer | None, *, now: float) -> Entry:
        """Wait with full jitter, and as long as the server asks."""
        most = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**entry.tries)
        wait = (answer.retry_after if answer else 0.0) + self.rng.random() * most
        return replace(entry, state=KEPT, due=now + wait, tries=entry.tries + 1)
