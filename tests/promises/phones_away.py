"""Phones in the namespace "phone": tell reports, die now and then, and send until everything has an answer.

    python -m tests.promises.phones_away URL PHONES REPORTS SEED SABOTEUR

prints what each phone has told and what its disk says at the end. It ends by itself when nothing waits.
"""

import http.client
import json
import random
import sys
import threading
import time
import uuid
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.promises.phone_queue import Answer, Died, Entry, PhoneQueue

# The page waits seconds to minutes between tries and a minute for an answer; here all of it goes much faster.
FASTER = 100
PATIENCE_S = 2.0
DEATHS = 0.02
TELLING = 0.5


class Line:
    """Posts as the page does, to the very address it uses."""

    def __init__(self, url: str) -> None:
        self.host = urlsplit(url).netloc
        self.broken = 0

    def post(self, entry: Entry) -> Answer | None:
        """Post once; no answer within our patience is no answer."""
        fields = {"kejadian": "ribut", "kapan": "kini", "cerita": entry.text, "kode": entry.code}
        line = http.client.HTTPConnection(self.host, timeout=PATIENCE_S)
        try:
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
            line.request("POST", "/lapor", urlencode(fields), headers)
            answer = line.getresponse()
            told: Any = json.loads(answer.read() or b"{}")
            return Answer(answer.status, told, float(answer.getheader("Retry-After") or 0))
        except (OSError, http.client.HTTPException, ValueError):
            self.broken += 1
            return None
        finally:
            line.close()


class Away:
    """One phone with its owner."""

    def __init__(self, url: str, seed: str, count: int, saboteur: str) -> None:
        self.rng = random.Random(seed)
        self.line = Line(url)
        self.count = count
        self.queue = PhoneQueue({}, self.rng, saboteur, self.perhaps_die)
        self.seen: list[tuple[str, str]] = []
        self.deaths = 0

    def perhaps_die(self, _entry: Entry) -> None:
        """Go off, sometimes, just before something is written."""
        if self.rng.random() < DEATHS:
            raise Died

    def run(self) -> None:
        """Tell and send until everything is told and nothing waits."""
        started = time.monotonic()
        while len(self.seen) < self.count or self.queue.unsent():
            now = (time.monotonic() - started) * FASTER
            try:
                if len(self.seen) < self.count and self.rng.random() < TELLING:
                    self.tell(now)
                self.queue.send(self.line.post, now=now)
            except Died:
                self.deaths += 1
                self.queue = PhoneQueue(self.queue.disk, self.rng, self.queue.saboteur, self.perhaps_die)
            time.sleep(0.02)

    def tell(self, now: float) -> None:
        """Tell one report; it counts as told when its code is on the screen."""
        text = f"Dua kelompok saling lempar batu, {uuid.UUID(int=self.rng.getrandbits(128))}."
        self.seen.append((self.queue.tell(text, now=now).id, text))


def main() -> None:
    """Let the phones run, and print what they know."""
    url, phones, reports, seed, saboteur = sys.argv[1:6]
    away = [Away(url, f"{seed} {n}", int(reports) // int(phones), saboteur) for n in range(int(phones))]
    threads = [threading.Thread(target=phone.run, daemon=True) for phone in away]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = {
        "seen": [pair for phone in away for pair in phone.seen],
        "disk": [asdict(entry) for phone in away for entry in phone.queue.disk.values()],
        "broken": sum(phone.line.broken for phone in away),
        "deaths": sum(phone.deaths for phone in away),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
