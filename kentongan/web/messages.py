"""Gathers what each room says in Bahasa Indonesia, so that nothing is left without English."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from kentongan.web import constants

HOUSE = Path(__file__).resolve().parent.parent
# Without dates and names, so that only sentences make a difference between two versions.
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
# A refusal and the words on a level mark are plain Bahasa in `rules` and are translated at the edge;
# `constants` finds refusals that stand under a name.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "Refused": None,
    "Mark": (1, 2),
}


def rooms(house: Path = HOUSE) -> list[Path]:
    """List the rooms that have something to say."""
    return sorted(path.parent for path in house.glob("*/__init__.py"))


def blank() -> Catalog:
    """Return an empty English catalogue."""
    return Catalog(locale="en", charset="utf-8", fuzzy=False)


def catalogue(room: Path) -> Catalog:
    """Gather the messages of one room's modules and templates."""
    found = blank()
    for file in sorted([*room.rglob("*.py"), *room.rglob("*.html"), *room.rglob("*.txt")]):
        if "migrations" in file.parts or "locale" in file.parts:
            continue
        for message, context in sentences(file):
            found.add(message, locations=[(str(file.relative_to(room)), 0)], context=context)
        for sentence in constants.sentences(file, room.parent) if file.suffix == ".py" else ():
            found.add(sentence, locations=[(str(file.relative_to(room)), 0)])
    return found


def sentences(file: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Yield the messages of one file, each with its context."""
    text = file.read_text()
    if file.suffix != ".py":
        # Templates become calls among blanked-out text; without indentation they are Python enough.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(file)).splitlines())
    for _line, message, _comments, context in extract("python", BytesIO(text.encode()), keywords=KEYWORDS):
        if message:
            yield message, context


def english(room: Path) -> Path:
    """Name the English translation of a room."""
    return room / "locale" / "en" / "LC_MESSAGES" / "django.po"


def written(room: Path) -> Catalog:
    """Read the English of a room, empty where there is none yet."""
    path = english(room)
    if not path.exists():
        return blank()
    with path.open("rb") as file:
        return read_po(file, locale="en")


def missing(room: Path) -> list[str]:
    """List the messages of a room that have no English."""
    have = written(room)
    return [
        str(message.id)
        for message in catalogue(room)
        if message.id and not is_said(have, message.id, message.context)
    ]


def is_said(have: Catalog, message: str | tuple[str, ...] | list[str], context: str | None) -> bool:
    """Say whether this message is translated."""
    entry = have.get(message, context)
    if entry is None or entry.fuzzy:
        return False
    return all(entry.string) if isinstance(entry.string, (list, tuple)) else bool(entry.string)


def update(room: Path) -> int:
    """Write the messages of one room to its English file, keeping what is translated; return what is missing.

    English of a text that still stands in a module is kept, even if it is nowhere marked as a message.
    """
    found, have = catalogue(room), written(room)
    still = constants.texts(room)
    for one in have:
        if isinstance(one.id, str) and one.id in still and found.get(one.id, one.context) is None:
            found.add(one.id, context=one.context)
    if not len(found):
        return 0
    for message in found:
        entry = have.get(message.id, message.context) if message.id else None
        if entry is not None:
            message.string = _fitting(entry.string, plural=message.pluralizable)
    path = english(room)
    path.parent.mkdir(parents=True, exist_ok=True)
    body = BytesIO()
    write_po(
        body, found, width=110, sort_output=True, omit_header=True, no_location=True, ignore_obsolete=True
    )
    path.write_bytes(HEADER.encode() + body.getvalue())
    return len(missing(room))


def _fitting(said: str | Sequence[str] | None, *, plural: bool) -> str | tuple[str, str]:
    """Return English for a message that has become plural, or is no longer: what was said, and what is still to be."""
    forms = tuple(said) if isinstance(said, (tuple, list)) else (said or "", "")
    return (forms[0], forms[1]) if plural else forms[0]
