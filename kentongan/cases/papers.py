"""What may be attached: a PDF as it is, a picture written anew; decided by content, never by name."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from kentongan.reports.pictures import rewrite
from kentongan.rules.refusal import Refused

BYTES_LIMIT = 20 * 1024 * 1024
PDF_BEGINS, PDF_ENDS, TAIL = b"%PDF-", b"%%EOF", 2048
# Things in a PDF that act by themselves when it is opened.
ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/OpenAction")

TOO_LARGE = "Berkas terlalu besar: paling banyak 20 MB."
NOT_A_PAPER = "Lampirkan PDF atau foto (JPEG, PNG, WebP). Berkas lain tidak diterima."
BROKEN = "Berkas PDF ini rusak atau belum lengkap. Coba simpan ulang."
ACTIVE_PDF = "PDF ini berisi program atau berkas tersembunyi. Cetak ulang sebagai PDF biasa."


@dataclass(frozen=True)
class Paper:
    """A file that is what it says."""

    name: str
    media_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Return the sum of its content."""
        return hashlib.sha256(self.data).hexdigest()


def checked(name: str, data: bytes) -> Paper:
    """Return a file as it is kept.

    Raises:
        Refused: If it is too large, not a PDF or picture, broken, or acts by itself.
    """
    if len(data) > BYTES_LIMIT:
        raise Refused(TOO_LARGE, "too_large")
    stem = PurePosixPath(name.replace("\\", "/")).stem
    plain = "".join(letter for letter in stem if letter.isprintable()).strip()[:120] or "berkas"
    if data.startswith(PDF_BEGINS):
        check_pdf(data)
        return Paper(f"{plain}.pdf", "application/pdf", data)
    if not data.startswith((b"\xff\xd8", b"\x89PNG", b"RIFF")):
        raise Refused(NOT_A_PAPER, "wrong_type")
    return Paper(f"{plain}.jpg", "image/jpeg", rewrite(data).jpeg)


def check_pdf(data: bytes) -> None:
    """Make sure a PDF is whole and does nothing by itself."""
    if PDF_ENDS not in data[-TAIL:]:
        raise Refused(BROKEN, "broken")
    if any(word in data for word in ACTIVE):
        raise Refused(ACTIVE_PDF, "active")
