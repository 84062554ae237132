"""Receipts: the code a reporter keeps, made on the phone or here, and the signature that we gave it.

KT- and ten characters of Crockford's alphabet (no I, L, O, U) and a check character: 50 bits of luck,
easy to read over the telephone. The same arithmetic runs in the reporter's page.
"""

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Protocol

from kentongan.rules.refusal import Refused
from kentongan.rules.words import gettext_noop as _

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("ILO", "110", " -\u2010\u2011\u2012\u2013\u2014.\t\r\n")
PREFIX = "KT"
LENGTH = 10
CHECK_MODULUS = 31
SIGNATURE_LENGTH = 10
BAD_CODE = _("Kode tidak cocok. Periksa lagi hurufnya, contoh KT-A82K5-85YM0E.")


class Luck(Protocol):
    """Anything that draws numbers: random.Random, random.SystemRandom."""

    def randrange(self, stop: int, /) -> int:
        """Draw a number from 0 up to, not including, `stop`."""
        ...


def _check_character(body: str) -> str:
    check = 0
    for character in body:
        check = (check * 2 + ALPHABET.index(character)) % CHECK_MODULUS
    return ALPHABET[check]


def _written(body: str) -> str:
    return f"{PREFIX}-{body[:5]}-{body[5:]}{_check_character(body)}"


def make_code(rng: Luck) -> str:
    """Make a new code."""
    return _written("".join(ALPHABET[rng.randrange(len(ALPHABET))] for _ in range(LENGTH)))


def check_code(text: str) -> str:
    """Return a code as it is written on receipts, from whatever way somebody typed it.

    Raises:
        Refused: If it is not a code, or a character was misread.
    """
    typed = text.upper().translate(MISREAD)
    if len(typed) == len(PREFIX) + LENGTH + 1:
        typed = typed.removeprefix(PREFIX)
    body, check = typed[:LENGTH], typed[LENGTH:]
    if len(typed) != LENGTH + 1 or not set(body) <= set(ALPHABET) or _check_character(body) != check:
        raise Refused(BAD_CODE, "bad_code")
    return _written(body)


def sign(code: str, received_at: datetime, secret: bytes) -> str:
    """Sign that a code was received at a moment (to the second), in ten characters."""
    if received_at.tzinfo is None:
        raise ValueError("received_at has no time zone")
    moment = received_at.astimezone(UTC).replace(microsecond=0).isoformat()
    digest = hmac.new(secret, f"kentongan.receipt|{code}|{moment}".encode(), hashlib.sha256).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:SIGNATURE_LENGTH])


def verify(code: str, received_at: datetime, secret: bytes, signature: str) -> bool:
    """Tell whether this receipt is ours and unchanged."""
    typed = signature.upper().translate(MISREAD)
    return hmac.compare_digest(sign(code, received_at, secret).encode(), typed.encode())
