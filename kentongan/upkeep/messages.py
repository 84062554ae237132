"""Compiles the translations of all rooms, so that no compiled file lies in the repository."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOMS = Path(__file__).resolve().parent.parent


def compile_messages(rooms: Path = ROOMS) -> list[Path]:
    """Write the .mo beside every .po that is newer than it, and return what was written."""
    written = []
    for source in sorted(rooms.glob("*/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        compile_one(source, target)
        written.append(target)
    return written


def compile_one(source: Path, target: Path) -> None:
    """Compile one catalogue beside its place and move it there whole."""
    fresh = target.with_suffix(".mo.new")
    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parts[-3])
    with fresh.open("wb") as binary:
        write_mo(binary, catalogue)
    fresh.replace(target)
