"""Papers and pictures that stand in for real ones: every page says that it is made up."""

from datetime import UTC, date, datetime, time
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from kentongan.printing import printed

MINUTES = Path(__file__).parent / "templates" / "gladi/minutes.typ"


def minutes(number: str, day: date) -> bytes:
    """Return the minutes of a settlement as a PDF of one page."""
    made_at = datetime.combine(day, time(), UTC)
    return printed(MINUTES, {"number": number, "day": f"{day:%d-%m-%Y}"}, at=made_at)


def photo(key: str) -> bytes:
    """Return a picture of fields and sky in colours that depend on the key, marked as made up."""
    shade = sha256(key.encode()).digest()
    picture = Image.new("RGB", (960, 640), (170 + shade[0] % 60, 200, 225))
    pen = ImageDraw.Draw(picture)
    pen.polygon([(0, 380), (300 + shade[1], 190), (700, 380)], fill=(110, 130, 120 + shade[2] % 40))
    for row in range(7):
        top = 380 + row * 40
        pen.rectangle([0, top, 960, top + 40], fill=(70 + row * 9, 130 + (shade[3 + row] % 50), 60))
    pen.text((24, 600), "FOTO PERAGAAN - REKAAN", fill=(255, 255, 255))
    written = BytesIO()
    picture.save(written, "JPEG", quality=80)
    return written.getvalue()
