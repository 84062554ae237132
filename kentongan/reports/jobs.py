"""Bringing in files of messages, each line once or put aside with its reason; and forgetting who looked up codes."""

import codecs
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import phonenumbers
from django.utils.translation import gettext_noop as _

from kentongan.people import queries as people
from kentongan.people.models import RegisteredNumber
from kentongan.reports import actions, throttle
from kentongan.reports.draft import Draft
from kentongan.reports.reader import lessons, rounds
from kentongan.reports.reading import read_json, read_message
from kentongan.rules.authority import SYSTEM, Role, Standing
from kentongan.rules.refusal import Refused

ID_LIMIT = 200
LINE_LIMIT = 512 * 1024
ORIGIN = "impor"
IMPORTER = replace(SYSTEM, origin=ORIGIN)

NO_ID = _("Baris ini tidak punya id.")
TOO_LONG = _("Baris ini terlalu panjang.")


@dataclass(frozen=True)
class Outcome:
    """What became of one line."""

    line: int
    code: str = ""
    is_replay: bool = False
    reason: str = ""


def rejected_file(path: Path) -> Path:
    """Return the file beside a file of messages that takes the lines which did not arrive."""
    return path.with_name(path.name.removesuffix(".jsonl") + ".rejected.jsonl")


def import_reports(path: Path, *, at: datetime) -> Iterator[Outcome]:
    """Receive a file of messages line by line; a second run over the same file changes nothing.

    Lines that cannot be read are written beside the file, as they are, with number and reason.
    """
    rejected = rejected_file(path)
    rejected.unlink(missing_ok=True)
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            outcome = import_line(number, line, at=at)
            if outcome.reason:
                reject(rejected, outcome, line)
            yield outcome


def import_line(number: int, line: bytes, *, at: datetime) -> Outcome:
    """Receive one message, or say what is wrong with it."""
    if len(line) > LINE_LIMIT:
        return Outcome(number, reason=TOO_LONG)
    try:
        message = read_json(line.removeprefix(codecs.BOM_UTF8))
        by, draft = message_of(message, at=at)
        receipt = actions.receive(client_id=client_id_of(message), draft=draft, by=by, at=at)
    except Refused as refused:
        return Outcome(number, reason=refused.sentence)
    return Outcome(number, code=receipt.code, is_replay=receipt.replay)


def message_of(message: dict[str, object], *, at: datetime) -> tuple[Standing, Draft]:
    """Turn a line into a draft and its sender.

    Raises:
        Refused: If something in it cannot be read.
    """
    number = number_of(message.get("sender"))
    known = RegisteredNumber.objects.filter(number=number, retired_at=None).select_related("post").first()
    raw = {
        "cerita": message.get("text"),
        "wilayah": message.get("sender_ctx") or (known.region_id if known else ""),
        "waktu_hp": message.get("ref_time"),
        "nomor": number,
        "sumber": message.get("source"),
    }
    reading = read_message(raw, at=at)
    if reading.draft is None:
        faults = "; ".join(f"{fault.field}: {fault.sentence}" for fault in reading.faults)
        raise Refused(faults, code="bad_line")
    return sender_of(known, at=at), reading.draft


def sender_of(known: RegisteredNumber | None, *, at: datetime) -> Standing:
    """Return who sent it: the one who holds the registered post now, else the importer."""
    if known is None or known.post is None:
        return IMPORTER
    holders = people.holders(Role(known.post.role), known.region_id, at=at)
    return people.standing(holders[0], at=at, origin=ORIGIN) if holders else IMPORTER


def number_of(told: object) -> str:
    """Write a phone number as +62…; what is not one stays as it was told, to be refused with its sentence."""
    if not isinstance(told, str) or not told:
        return ""
    try:
        number = phonenumbers.parse(told, "ID")
    except phonenumbers.NumberParseException:
        return told
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def client_id_of(message: dict[str, object]) -> str:
    """Make the key of a message from the id in its file and where it comes from.

    Raises:
        Refused: If it has none.
    """
    told = message.get("id")
    if not isinstance(told, str | int) or isinstance(told, bool) or not 0 < len(str(told)) <= ID_LIMIT:
        raise Refused(NO_ID, code="bad_line")
    key = json.dumps([message.get("source"), told], default=str)
    return f"impor:{hashlib.sha256(key.encode()).hexdigest()[:40]}"


def reject(file: Path, outcome: Outcome, line: bytes) -> None:
    """Write a line that could not be read beside the file, so that somebody can put it right."""
    row = {
        "line": outcome.line,
        "reason": outcome.reason,
        "raw": line.decode("utf-8", "backslashreplace").rstrip("\r\n"),
    }
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")


def forget_sources(at: datetime, _rest: Callable[[], None] = lambda: None) -> int:
    """Forget where codes were looked up from, as soon as nobody there has to wait, and say how many."""
    return throttle.forget(at=at)


def read_new(at: datetime, rest: Callable[[], None] = lambda: None) -> int:
    """Let the machine read the texts that came in since the last round, and say how many."""
    return rounds.read_new(at, rest)


def read_older(at: datetime, rest: Callable[[], None] = lambda: None) -> int:
    """Let the machine read what came before it was there, or anew after it has changed, and say how many."""
    return rounds.read_older(at, rest)


def forget_lessons(at: datetime, _rest: Callable[[], None] = lambda: None) -> int:
    """Forget readings that others replaced, and what is too old to learn from, and say how many."""
    return lessons.forget_lessons(at=at)
