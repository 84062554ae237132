"""Photos are decoded and written anew, so that nothing but the picture itself is kept."""

import hashlib
import io
import struct
from dataclasses import dataclass

import puremagic
from django.utils.translation import gettext_noop as _
from PIL import Image, ImageOps

from kentongan.reports.throttle import Doorway
from kentongan.rules.refusal import Refused

BYTES_LIMIT = 20 * 1024 * 1024
LONGEST_SIDE = 1600
QUALITY = 80
# What may be decoded. A JPEG is shrunk while it is decoded; the others stand in memory in full.
PIXELS_LIMIT = {"JPEG": 99_000_000, "PNG": 25_000_000, "WEBP": 25_000_000, "GIF": 25_000_000}
TYPES = {"image/jpeg", "image/png", "image/webp", "image/gif"}
# Everything Pillow's readers are known to raise on files that are not what they say.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    struct.error,
)

# Pillow's own guard warns from here on and raises at twice this; ours has refused long before.
Image.MAX_IMAGE_PIXELS = 100_000_000

# Two at a time keep the server below its memory even with the largest pictures.
DOOR = Doorway(most=2, patience_s=10)

BUSY = _("Sedang banyak foto yang masuk. Laporan Anda sudah kami terima; kirim fotonya sebentar lagi.")
TOO_MANY_BYTES = _("Foto terlalu besar: paling banyak 20 MB. Kecilkan dahulu, atau kirim tangkapan layarnya.")
TOO_MANY_PIXELS = _(
    "Foto terlalu besar: paling banyak %(limit)s megapiksel. Kecilkan dahulu, atau kirim tangkapan layarnya."
)
NOT_A_PHOTO = _("Berkas ini bukan foto JPEG, PNG, WebP, atau GIF.")
BROKEN_PHOTO = _("Foto ini rusak dan tidak dapat dibuka. Coba foto ulang.")


@dataclass(frozen=True)
class Picture:
    """A JPEG we wrote ourselves."""

    jpeg: bytes
    sha256: str
    width: int
    height: int


def rewrite(data: bytes) -> Picture:
    """Decode a photo and write its pixels anew, turned upright and at most 1600 pixels long.

    Raises:
        Refused: If it is too large, not a photo, or broken; nothing is decoded before its size is known.
    """
    if len(data) > BYTES_LIMIT:
        raise Refused(TOO_MANY_BYTES, code="too_large")
    if _type_of(data) not in TYPES:
        raise Refused(NOT_A_PHOTO, code="wrong_type")
    if not DOOR.enter():
        raise Refused(BUSY, code="busy")
    try:
        clean = _decode(data)
    except BROKEN as error:
        raise Refused(BROKEN_PHOTO, code="broken_photo") from error
    finally:
        DOOR.leave()
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True)
    jpeg = out.getvalue()
    return Picture(jpeg=jpeg, sha256=hashlib.sha256(jpeg).hexdigest(), width=clean.width, height=clean.height)


def _type_of(data: bytes) -> str:
    try:
        return puremagic.from_string(data[:64] if len(data) > 64 else data, mime=True)
    except (puremagic.PureError, ValueError):
        return ""


def _decode(data: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=list(PIXELS_LIMIT))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(TOO_MANY_PIXELS, code="too_large", words={"limit": "99"}) from error
    with image:
        limit = PIXELS_LIMIT[image.format or "PNG"]
        if image.width * image.height > limit:
            raise Refused(TOO_MANY_PIXELS, code="too_large", words={"limit": str(limit // 1_000_000)})
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return _only_pixels(upright)


def _only_pixels(image: Image.Image) -> Image.Image:
    """Paste the picture on an empty sheet: comments, profiles and thumbnails hang on the old one."""
    sheet = Image.new("RGB", image.size, "white")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        sheet.paste(image, mask=image.getchannel("A"))
    else:
        sheet.paste(image.convert("RGB"))
    return sheet
