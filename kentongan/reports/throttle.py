"""Slowing down whoever tries many codes: everybody waits a little, nobody is turned away."""

import threading


class Bucket:
    """Lets so many through at once and so many each second after that, for the whole process.

    It knows no addresses: telling visitors apart would mean keeping something about them.
    """

    def __init__(self, *, burst: float, per_second: float) -> None:
        """Start full."""
        self.burst = burst
        self.per_second = per_second
        self.left = burst
        self.seen_at = 0.0
        self.lock = threading.Lock()

    def wait(self, now: float) -> float:
        """Take one, or say in how many seconds to come again."""
        with self.lock:
            self.left = min(self.burst, self.left + (now - self.seen_at) * self.per_second)
            self.seen_at = now
            if self.left >= 1:
                self.left -= 1
                return 0.0
            return (1 - self.left) / self.per_second


# A person looks up a code now and then; a machine that tries them all has to wait like everybody else.
LOOKUPS = Bucket(burst=60, per_second=10)
# Far above what two cores can store: it only keeps a broken client from filling the line for the others.
INTAKE = Bucket(burst=5_000, per_second=2_000)


class Doorway:
    """Lets only so many do a heavy thing at once; the others wait a moment, then are asked to come again."""

    def __init__(self, *, most: int, patience_s: float) -> None:
        """Open it for `most` at once."""
        self.places = threading.BoundedSemaphore(most)
        self.patience_s = patience_s

    def enter(self) -> bool:
        """Take a place; say no when there was none for a while."""
        return self.places.acquire(timeout=self.patience_s)

    def leave(self) -> None:
        """Give the place back."""
        self.places.release()
