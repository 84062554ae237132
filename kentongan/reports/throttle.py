"""Slowing down whoever tries many codes: they wait a little, nobody is turned away, and no address is kept."""

import threading
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.db import transaction
from django.utils.crypto import salted_hmac

from kentongan.reports.models import Source


class Bucket:
    """Lets so many through at once and so many each second after that, for the whole process."""

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


# A person looks up a code now and then, and a whole village may share one address of its telephone company; a
# machine that tries them all has to wait. All workers count together.
AT_ONCE = 60
EVERY = timedelta(milliseconds=200)
IPV6_HOME = 64  # bits that one house has for itself; the others it may choose anew for each request


def wait(source: str, *, at: datetime) -> float:
    """Take a turn for a source, or say in how many seconds to come again."""
    latest = at + AT_ONCE * EVERY
    with transaction.atomic():
        row, _ = Source.objects.select_for_update().get_or_create(digest=source, defaults={"free_at": at})
        free_at = max(row.free_at, at) + EVERY
        if free_at <= latest:
            row.free_at = free_at
            row.save(update_fields=["free_at"])
    return max(0.0, (free_at - latest).total_seconds())


def digest(address: str, *, at: datetime) -> str:
    """Return what stands for an address today: a keyed digest, so that the address itself is kept nowhere."""
    return salted_hmac(
        f"kentongan.reports.source {at:%Y-%m-%d}", home(address), algorithm="sha256"
    ).hexdigest()


def home(address: str) -> str:
    """Return the part of an address that one visitor cannot change at will."""
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    return str(known if known.version == 4 else ip_network((known, IPV6_HOME), strict=False))


def forget(*, at: datetime) -> int:
    """Forget the sources that need not wait any more, and say how many."""
    gone, _ = Source.objects.filter(free_at__lte=at).delete()
    return gone
