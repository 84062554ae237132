"""What only this server can make: codes for senders that make none, and signatures under receipts."""

import hashlib
import hmac
import random
from datetime import datetime
from functools import lru_cache

from django.conf import settings

from kentongan.reports.draft import Receipt
from kentongan.rules import receipts


def secret(purpose: str) -> bytes:
    """Derive a key of its own for each purpose from the site's secret."""
    return derived(settings.SECRET_KEY, purpose)


@lru_cache(maxsize=16)
def derived(secret_key: str, purpose: str) -> bytes:
    """Derive the key of a purpose; every report asks for the same few."""
    return hmac.digest(secret_key.encode(), f"kentongan.reports.{purpose}".encode(), "sha256")


def code_for(client_id: str) -> str:
    """Make the code of a report whose sender made none; the same key gives the same code."""
    luck = hmac.digest(secret("code"), client_id.encode(), "sha256")
    return receipts.make_code(random.Random(luck))  # noqa: S311  # the luck is the keyed digest, not the generator


def receipt(code: str, received_at: datetime, *, replay: bool) -> Receipt:
    """Sign that we have it and since when."""
    return Receipt(code, received_at, receipts.sign(code, received_at, secret("receipt")), replay)


def mark_of(original: str) -> str:
    """Return what the logbook remembers of pasted words: enough to see a change, useless for guessing them."""
    return hmac.digest(secret("original"), original.encode(), hashlib.sha256).hex()
