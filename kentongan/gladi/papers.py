"""Papers and pictures that stand in for real ones: every page says that it is made up."""

from datetime import date
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageDraw


def minutes(number: str, day: date) -> bytes:
    """Return the minutes of a settlement as a small PDF of one page."""
    lines = (
        "BERITA ACARA PENYELESAIAN (PERAGAAN)",
        f"Nomor kasus: {number}",
        f"Tanggal: {day:%d-%m-%Y}",
        "",
        "Kedua pihak telah bermusyawarah dan bersepakat menjaga ketenteraman.",
        "Seluruh isi lembar ini rekaan untuk latihan.",
    )
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    text = f"BT /F1 12 Tf 72 760 Td 20 TL {shown} ET".encode("latin-1")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    )
    return pdf(objects)


def pdf(objects: tuple[bytes, ...]) -> bytes:
    """Put numbered objects into a file with its table of places."""
    written, starts = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        starts.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % start for start in starts)
    written += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(written)


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
