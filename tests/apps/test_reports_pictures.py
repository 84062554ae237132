"""Photos: nothing of the camera or the place survives, and no file breaks the server."""

import io
import struct
import zlib

import pytest
from PIL import Image

from kentongan.reports.pictures import LONGEST_SIDE, rewrite
from kentongan.rules.refusal import Refused

SECRET = b"kanari-di-lumajang"


def jpeg(size: tuple[int, int] = (400, 200), *, orientation: int = 1, **extra: object) -> bytes:
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825).update(
        {1: "S", 2: (8.0, 8.0, 0.0), 3: "E", 4: (113.0, 13.0, 0.0), 29: SECRET.decode()}
    )
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=SECRET, icc_profile=SECRET * 20, **extra)
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """Return the beginning of a PNG that says how large it is, and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def decoded(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def test_nothing_but_the_pixels_is_kept() -> None:
    original = jpeg()
    assert SECRET in original

    kept = rewrite(original).jpeg

    image = decoded(kept)
    assert SECRET not in kept
    assert b"Exif" not in kept
    assert not image.getexif()
    assert not {"icc_profile", "comment", "exif", "xmp"} & set(image.info)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_kept_upright(orientation: int) -> None:
    picture = rewrite(jpeg(orientation=orientation))

    upright = (200, 400) if orientation >= 5 else (400, 200)
    assert (picture.width, picture.height) == upright == decoded(picture.jpeg).size


def test_a_large_photo_becomes_smaller_and_keeps_its_shape() -> None:
    picture = rewrite(jpeg((4_000, 3_000)))

    assert (picture.width, picture.height) == (LONGEST_SIDE, 1_200)


def test_a_small_photo_is_not_blown_up() -> None:
    assert rewrite(jpeg((40, 20))).width == 40


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "I;16"),
        ("WEBP", "RGB"),
        ("GIF", "P"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
    ],
)
def test_other_kinds_and_colours_become_jpeg(kind: str, mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (30, 20)).save(out, kind)

    assert decoded(rewrite(out.getvalue()).jpeg).format == "JPEG"


def test_what_is_see_through_becomes_white_and_not_black() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (30, 20), (0, 0, 0, 0)).save(out, "PNG")

    assert decoded(rewrite(out.getvalue()).jpeg).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("width", "height"), [(10_000, 10_000), (50_000, 50_000), (100_000, 251), (2**31 - 1, 2**31 - 1)]
)
def test_a_hundred_megapixels_are_refused_before_they_are_decoded(
    width: int, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image.Image, "load", lambda _self: pytest.fail("decoded"))

    with pytest.raises(Refused, match="terlalu besar") as refusal:
        rewrite(png_of(width, height))

    assert refusal.value.code == "too_large"


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(Refused, match="20 MB"):
        rewrite(b"\xff\xd8\xff" + b"\0" * (20 * 1024 * 1024))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        b"%PDF-1.7 ...",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html>",
        b"PK\x03\x04",
        b"MZ" + b"\0" * 90,
        b"\0" * 1_000,
    ],
)
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        rewrite(data)

    assert refusal.value.code in {"wrong_type", "broken_photo"}


@pytest.mark.parametrize("kept", [4, 40, 200, 600, 0.5, 0.9])
def test_half_a_photo_is_refused_or_shown_but_never_breaks(kept: float) -> None:
    whole = jpeg()
    part = whole[: int(kept if kept > 1 else len(whole) * kept)]

    with pytest.raises(Refused):
        rewrite(part)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow says there what it skipped
def test_bytes_gone_wrong_anywhere_never_break() -> None:
    whole = bytearray(jpeg((64, 48)))
    for place in range(0, len(whole), 7):
        wrong = whole.copy()
        wrong[place] ^= 0xFF
        try:
            rewrite(bytes(wrong))
        except Refused:
            continue
