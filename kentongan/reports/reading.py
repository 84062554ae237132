"""Reading what came in: whatever way a report came, the same fields become the same draft or a sentence for each fault."""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kentongan.reports.draft import COUNT_KINDS, Counts, Draft
from kentongan.reports.models import Report
from kentongan.rules import places
from kentongan.rules.receipts import check_code
from kentongan.rules.refusal import Refused
from kentongan.rules.taxonomy import EVENT_FORMS, ISSUES, TILES, Sensitivity, Stage, Urgency
from kentongan.rules.writing import clean, one_line

Sentence = str | Promise

STORY_LIMIT = 4_000
PASTE_LIMIT = 20_000
PLACE_LIMIT = 200
REASON_LIMIT = 500
FORM_TEXT_BYTES = 256 * 1024
LARGEST_COUNT = 1_000_000
WHEN = ("kini", "akan", "sudah")
EARLIEST, LATEST = date(1970, 1, 1), date(2100, 1, 1)
DEPTH_LIMIT = 8

# What the desk pastes and imports makes keys of its own, which nobody outside may take first.
CLIENT_ID = re.compile(r"(?!tempel:|impor:)[A-Za-z0-9][A-Za-z0-9._:-]{7,63}", re.ASCII)
NUMBER = re.compile(r"\+?[0-9]{6,15}", re.ASCII)
DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
RT_RW = re.compile(r"(?:RT)?\s*0*(\d{1,3})\s*[/,.-]?\s*(?:RW)?\s*0*(\d{1,3})", re.ASCII | re.IGNORECASE)
RANGE = re.compile(r"(\d{1,7})(?:\s*[-–]\s*(\d{1,7}))?", re.ASCII)


@dataclass(frozen=True)
class Fault:
    """One thing to put right, said at its field."""

    field: str
    sentence: Sentence


@dataclass(frozen=True)
class Reading:
    """What was read: a draft, or what stands in the way of one."""

    draft: Draft | None
    faults: tuple[Fault, ...] = ()


class _Faulty(Exception):  # never leaves this module: ends the reading of one field
    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        super().__init__(sentence)


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise _Faulty(_("Isi dengan teks."))
    return one_line(value)


def _choice(words: Mapping[str, object] | tuple[str, ...], sentence: Sentence) -> Callable[[object], str]:
    def read(value: object) -> str:
        word = _words(value)
        if word and word not in words:
            raise _Faulty(sentence)
        return word

    return read


def _limited(limit: int) -> Callable[[object], str]:
    def read(value: object) -> str:
        text = _words(value)
        if len(text) > limit:
            raise _Faulty(_("Terlalu panjang: paling banyak %(limit)s huruf.") % {"limit": limit})
        return text

    return read


def _story(limit: int) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str):
            raise _Faulty(_("Isi dengan teks."))
        text = clean(value)
        if len(text) > limit:
            raise _Faulty(
                _(
                    "Cerita terlalu panjang: %(length)s huruf, paling banyak %(limit)s. Kirim sisanya sebagai rincian."
                )
                % {"length": len(text), "limit": limit}
            )
        return text

    return read


def _issues(value: object) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) and value else value or []
    if not isinstance(listed, list) or not all(isinstance(one, str) and one in ISSUES for one in listed):
        raise _Faulty(_("Pokok masalah tidak dikenal. Pilih dari daftar."))
    return tuple(sorted(set(listed)))


def _region(value: object) -> str:
    code = _words(value)
    if code and not places.is_code(code):
        raise _Faulty(_("Kode wilayah tidak dikenal. Pilih wilayah dari daftar."))
    return code


def _degrees(most: int) -> Callable[[object], float | None]:
    sentence = _("Titik lokasi tidak ada di bumi. Kosongkan saja bila ragu.")

    def read(value: object) -> float | None:
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise _Faulty(sentence)
        try:
            number = float(value)
        except (ValueError, OverflowError) as error:
            raise _Faulty(sentence) from error
        if not math.isfinite(number) or abs(number) > most:
            raise _Faulty(sentence)
        return number

    return read


def _moment(value: object) -> datetime | None:
    text = _words(value)
    if not text:
        return None
    try:
        told = datetime.fromisoformat(text)
    except ValueError as error:
        raise _Faulty(_("Waktu tidak terbaca. Contoh: 2026-11-21T21:40+07:00.")) from error
    # A moment one day from either end of the calendar cannot be turned to UTC.
    if not 2 <= told.year <= 9998:
        raise _Faulty(_("Waktu tidak terbaca. Contoh: 2026-11-21T21:40+07:00."))
    return told


def _day(value: object) -> date | None:
    text = _words(value)
    if not text:
        return None
    sentence = _("Tanggal tidak ada di kalender. Contoh: 21/11/2026.")
    day_first = DAY_FIRST.fullmatch(text)
    try:
        if day_first:
            day, month, year = (int(part) for part in day_first.groups())
            told = date(year, month, day)
        else:
            told = date.fromisoformat(text)
    except ValueError as error:
        raise _Faulty(sentence) from error
    if not EARLIEST <= told < LATEST:
        raise _Faulty(sentence)
    return told


def _counts(value: object) -> Counts:
    if value in (None, ""):
        return {}
    if not isinstance(value, dict) or not set(value) <= set(COUNT_KINDS):
        raise _Faulty(
            _(
                "Jumlah tidak dikenal. Yang dihitung: mati, luka, mengungsi, rusak, diamankan, massa, personel."
            )
        )
    return {kind: _range(value[kind]) for kind in sorted(value) if value[kind] not in (None, "")}


def _range(value: object) -> tuple[int, int]:
    sentence = _("Tulis jumlah sebagai angka atau rentang, misalnya 3 atau 20-99.")
    if isinstance(value, str):
        found = RANGE.fullmatch(value.strip())
        if not found:
            raise _Faulty(sentence)
        value = [int(found[1]), int(found[2] or found[1])]
    if isinstance(value, int):
        value = [value, value]
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise _Faulty(sentence)
    low, high = value
    whole = type(low) is int and type(high) is int
    if not whole or not 0 <= low <= high <= LARGEST_COUNT:
        raise _Faulty(sentence)
    return low, high


def _yes(value: object) -> bool:
    if value in (True, "ya", "on", "1", "true"):
        return True
    if value in (False, None, "", "tidak", "0", "false"):
        return False
    raise _Faulty(_("Jawab ya atau tidak."))


def _number(value: object) -> str:
    number = _words(value).replace(" ", "").replace("-", "")
    if number and not NUMBER.fullmatch(number):
        raise _Faulty(_("Nomor telepon tidak terbaca."))
    return number


def _code(value: object) -> str:
    text = _words(value)
    try:
        return check_code(text) if text else ""
    except Refused as refused:
        raise _Faulty(refused.sentence) from refused


SENT_ALREADY = Fault(
    "",
    _(
        "Laporan dengan kode ini sudah kami terima. Isian ini berbeda: tekan Kirim untuk melaporkannya tersendiri."
    ),
)
NOT_JSON = (
    "Isi kiriman bukan JSON yang terbaca. Periksa tanda kurung, angka, dan isian yang ditulis dua kali."
)
UNKNOWN_KIND = _("Pilih kejadian yang Anda lihat.")

# Field of the form and of the API -> (field of the draft, how it is read).
FIELDS: dict[str, tuple[str, Callable[[object], object]]] = {
    "isu": ("issues", _issues),
    "kapan": ("when", _choice(WHEN, _("Pilih kapan: sedang terjadi, mungkin akan, atau sudah."))),
    "wilayah": ("region", _region),
    "tempat": ("place_text", _limited(PLACE_LIMIT)),
    "lintang": ("lat", _degrees(90)),
    "bujur": ("lng", _degrees(180)),
    "waktu_hp": ("stated_at", _moment),
    "tanggal": ("occurred_on", _day),
    "cerita": ("text", _story(STORY_LIMIT)),
    "jumlah": ("counts", _counts),
    "anonim": ("anonymous", _yes),
    "kode": ("code", _code),
}
# Fields only officers fill in, at the paste box.
OFFICE_FIELDS: dict[str, tuple[str, Callable[[object], object]]] = {
    "cerita": ("text", _story(PASTE_LIMIT)),
    "bentuk": ("sort", _choice(("cepat", "LI"), _("Pilih laporan cepat atau Laporan Informasi."))),
    "tahap": ("stage", _choice(tuple(Stage), _("Pilih tahap dari daftar."))),
    "urgensi": ("urgency", _choice(tuple(Urgency), _("Pilih urgensi dari daftar."))),
    "klasifikasi": ("sensitivity", _choice(tuple(Sensitivity), _("Pilih klasifikasi B, T, atau R."))),
    "sumber": ("original_source", _limited(PLACE_LIMIT)),
    "nomor": ("sender_number", _number),
}
FIELD_NAMES = {"kejadian": "event_form"} | {
    field: name for field, (name, _how) in (FIELDS | OFFICE_FIELDS).items()
}
API_FIELDS = frozenset({"kejadian", *FIELDS})


def read_report(raw: Mapping[str, object], *, channel: str, at: datetime) -> Reading:
    """Read the fields of the form or of the API; the kind and the place may be missing if there is a story."""
    return _read(raw, FIELDS, channel=channel, at=at)


def read_paste(raw: Mapping[str, object], *, at: datetime) -> Reading:
    """Read what the operator pasted, with the fields beside it; the pasted words are kept as they came."""
    reading = _read(raw, FIELDS | OFFICE_FIELDS, channel="tempel", at=at)
    if reading.draft is None:
        return reading
    if not reading.draft.text:
        return Reading(None, (Fault("cerita", _("Tempelkan teks laporan.")),))
    return Reading(replace(reading.draft, original=_storable(str(raw["cerita"]))))


def read_message(raw: Mapping[str, object], *, at: datetime) -> Reading:
    """Read one message of an import file; its words are kept as they came."""
    reading = _read(raw, FIELDS | OFFICE_FIELDS, channel="impor", at=at)
    if reading.draft is None:
        return reading
    if not reading.draft.text:
        return Reading(None, (Fault("cerita", _("Pesan ini tidak berisi teks.")),))
    return Reading(replace(reading.draft, original=_storable(str(raw["cerita"]))))


def required_faults(raw: Mapping[str, object]) -> tuple[Fault, ...]:
    """Name what the page of the public asks for: what and when; the place has a default."""
    asked: tuple[tuple[str, Sentence], ...] = (
        ("kejadian", UNKNOWN_KIND),
        ("kapan", _("Pilih kapan: sedang terjadi, mungkin akan, atau sudah.")),
    )
    return tuple(Fault(field, sentence) for field, sentence in asked if not raw.get(field))


def from_post(post: Mapping[str, str]) -> dict[str, object]:
    """Turn a posted form into the fields of the API: the deepest chosen place, the counts in one table."""
    raw: dict[str, object] = {name: value for name, value in post.items() if value != ""}
    region = next((post[name] for name in ("desa", "kecamatan", "wilayah") if post.get(name)), "")
    raw["wilayah"], raw["tempat"] = _with_rt(region, post.get("rt", ""), post.get("tempat", ""))
    raw["jumlah"] = {kind: post[f"jumlah_{kind}"] for kind in COUNT_KINDS if post.get(f"jumlah_{kind}")}
    raw["isu"] = [post["isu"]] if post.get("isu") else []
    return raw


def _with_rt(region: str, told: str, place: str) -> tuple[str, str]:
    """Put "RT 03 RW 05" into the code of a village; what is not that clear stays in words with the place."""
    told = one_line(told)
    both = RT_RW.fullmatch(told)
    if both and region.count(".") == places.VILLAGE - 1:
        rt, rw = (f"{int(number):02d}" for number in both.groups())
        return f"{region}.RW{rw}.RT{rt}", place
    return region, ", ".join(part for part in (told, place) if part)


def read_code(text: str) -> str:
    """Return a code as receipts write it, or nothing for what cannot be one."""
    try:
        return check_code(text[:40])
    except Refused:
        return ""


def read_choice(raw: Mapping[str, str], field: str, words: Iterable[str], sentence: str) -> str:
    """Return the chosen word.

    Raises:
        Refused: If nothing, or something else, was chosen.
    """
    word = raw.get(field, "")
    if word not in list(words):
        raise Refused(sentence, code="bad_value")
    return word


def read_prose(raw: Mapping[str, str], field: str, limit: int) -> str:
    """Return what somebody wrote in a box.

    Raises:
        Refused: If it is too long.
    """
    text = clean(raw.get(field, ""))
    if len(text) > limit:
        raise Refused(
            "Terlalu panjang: paling banyak %(limit)s huruf.", code="bad_value", words={"limit": str(limit)}
        )
    return text


def read_key(raw: Mapping[str, str]) -> UUID:
    """Return the key that the page made for this change, so that pressing twice does it once.

    Raises:
        Refused: If there is none.
    """
    try:
        return UUID(raw.get("key", ""))
    except ValueError as error:
        raise Refused("Halaman ini tidak lengkap. Muat ulang, lalu kirim lagi.", code="bad_key") from error


def read_client_id(told: str) -> str:
    """Return the key of an API call.

    Raises:
        Refused: If there is none, or it is not one.
    """
    if not CLIENT_ID.fullmatch(told):
        raise Refused(
            "Kirim Idempotency-Key (8 sampai 64 huruf atau angka), atau kode laporan di «kode».",
            code="bad_key",
        )
    return told


def read_day(raw: Mapping[str, str], field: str) -> date:
    """Return a day.

    Raises:
        Refused: If it is not in the calendar.
    """
    try:
        return date.fromisoformat(raw.get(field, ""))
    except ValueError as error:
        raise Refused("Tanggal tidak ada di kalender. Contoh: 2026-11-21.", code="bad_value") from error


# Field of the page of corrections -> field of the report.
CORRECTIONS = {
    "event_form": "event_form", "issues": "issues", "when": "when", "region": "region_id", "place_text": "place_text",
    "occurred_on": "occurred_on", "text": "text", "counts": "counts", "stage": "stage", "urgency": "urgency",
    "sensitivity": "sensitivity",
}  # fmt: skip


def read_correction(
    raw: Mapping[str, object], *, at: datetime
) -> tuple[dict[str, object], tuple[Fault, ...]]:
    """Read the page of corrections: the new value of each field that was sent, or what is wrong."""
    reading = _read({"cerita": "", **raw}, FIELDS | OFFICE_FIELDS, channel="web", at=at)
    if reading.draft is None:
        return {}, reading.faults
    sent = {FIELD_NAMES[field] for field in raw if field in FIELD_NAMES}
    changes: dict[str, object] = {}
    for name, column in CORRECTIONS.items():
        if name in sent:
            value = getattr(reading.draft, name)
            changes[column] = stored(value)
    return {column: value for column, value in changes.items() if value != "" or column in EMPTYABLE}, ()


def same_words(told: str, shown: str) -> bool:
    """Say whether what came back from a form are the words that stood in it."""
    return clean(told) == clean(shown)


def values_of(report: Report) -> dict[str, str]:
    """Return a report as the page of corrections shows it."""
    numbers = {f"jumlah_{kind}": f"{low}-{high}" for kind, (low, high) in report.counts.items()}
    return numbers | {
        "kejadian": report.event_form,
        "isu": next(iter(report.issues), ""),
        "kapan": report.when,
        "tahap": report.stage,
        "urgensi": report.urgency,
        "klasifikasi": report.sensitivity,
        "wilayah": report.region_id,
        "desa": report.region_id if report.region_id.count(".") == places.VILLAGE - 1 else "",
        "tempat": report.place_text,
        "tanggal": report.occurred_on.isoformat() if report.occurred_on else "",
        "cerita": report.text,
    }


def read_version(raw: Mapping[str, str]) -> int:
    """Return which version somebody had before their eyes.

    Raises:
        Refused: If the page did not say.
    """
    told = raw.get("versi", "")
    if not told.isdecimal() or len(told) > 6:
        raise Refused("Halaman ini tidak lengkap. Muat ulang, lalu kirim lagi.", code="bad_key")
    return int(told)


def read_region(raw: Mapping[str, str], field: str) -> str:
    """Return a region code.

    Raises:
        Refused: If it is not one.
    """
    return places.check_region(raw.get(field, ""))


EMPTYABLE = frozenset({"event_form", "when", "place_text", "text"})


def stored(value: object) -> object:
    """Return a value as the row holds it: lists where a draft has tuples."""
    if isinstance(value, dict):
        return {kind: list(numbers) for kind, numbers in value.items()}
    return list(value) if isinstance(value, tuple) else value


def read_json(body: bytes) -> dict[str, object]:
    """Read the body of an API call.

    Raises:
        Refused: If it is not one JSON object of sensible depth with finite numbers and no field twice.
    """
    try:
        value = json.loads(
            body.decode("utf-8"),
            parse_constant=_no_constant,
            object_pairs_hook=_each_once,
            parse_int=_small_int,
        )
    except (ValueError, RecursionError) as error:
        raise Refused(NOT_JSON, code="bad_json") from error
    if not isinstance(value, dict):
        raise Refused("Isi kiriman harus satu objek JSON.", code="bad_json")
    if _depth(value) > DEPTH_LIMIT:
        raise Refused("Isi kiriman terlalu bertingkat.", code="bad_json")
    return value


def unknown_fields(raw: Mapping[str, object]) -> tuple[Fault, ...]:
    """Name the fields the API does not know: leaving them out silently would lose what they say."""
    return tuple(
        Fault(str(field)[:40], _("Isian ini tidak dikenal.")) for field in raw if field not in API_FIELDS
    )


def _read(
    raw: Mapping[str, object],
    fields: Mapping[str, tuple[str, Callable[[object], object]]],
    *,
    channel: str,
    at: datetime,
) -> Reading:
    faults: list[Fault] = []
    values: dict[str, object] = {"channel": channel}
    readers: dict[str, tuple[str, Callable[[object], object]]] = {
        "kejadian": ("event_form", _event_form),
        **fields,
    }
    for field, (name, how) in readers.items():
        if raw.get(field) is None:
            continue
        try:
            values[name] = how(raw[field])
        except _Faulty as faulty:
            faults.append(Fault(field, faulty.sentence))
    if faults:
        return Reading(None, tuple(faults))
    draft = _with_tile(Draft(**{k: v for k, v in values.items() if v is not None}), raw.get("kejadian"))  # type: ignore[arg-type]
    return _whole(draft, at)


def _event_form(value: object) -> str:
    word = _words(value)
    if word in TILE_BY_KEY:
        return TILE_BY_KEY[word].event_form
    if word and (word not in EVENT_FORMS or not EVENT_FORMS[word].offered):
        raise _Faulty(UNKNOWN_KIND)
    return word


TILE_BY_KEY = {tile.key: tile for tile in TILES}


def _with_tile(draft: Draft, told: object) -> Draft:
    tile = TILE_BY_KEY.get(one_line(told)) if isinstance(told, str) else None
    return replace(draft, issues=tuple(tile.issues)) if tile and not draft.issues else draft


def _whole(draft: Draft, at: datetime) -> Reading:
    if not draft.event_form and not draft.text:
        return Reading(None, (Fault("kejadian", UNKNOWN_KIND),))
    if (draft.lat is None) != (draft.lng is None):
        return Reading(
            None,
            (Fault("lintang", _("Titik lokasi butuh lintang dan bujur. Kosongkan keduanya bila ragu.")),),
        )
    province = places.without_drill(draft.region)[:2]
    zone = ZoneInfo(places.zone(draft.region) if province in places.PROVINCE_ZONE else places.WIB)
    if draft.stated_at is not None and draft.stated_at.tzinfo is None:
        draft = replace(draft, stated_at=draft.stated_at.replace(tzinfo=zone))
    today = at.astimezone(zone).date()
    if draft.when == "sudah" and draft.occurred_on and draft.occurred_on > today + timedelta(days=1):
        return Reading(
            None, (Fault("tanggal", _("Tanggal itu belum tiba, padahal dipilih «sudah terjadi».")),)
        )
    return Reading(draft)


def _storable(text: str) -> str:
    # PostgreSQL holds no NUL and neither database half of a surrogate pair; all else stays as it was pasted.
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _no_constant(word: str) -> object:
    raise ValueError(word)


def _small_int(digits: str) -> int:
    if len(digits) > 18:
        raise ValueError(digits[:20])
    return int(digits)


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("twice")
    return found


def _depth(value: object, depth: int = 0) -> int:
    if depth > DEPTH_LIMIT or not isinstance(value, dict | list):
        return depth
    inner = value.values() if isinstance(value, dict) else value
    return max((_depth(one, depth + 1) for one in inner), default=depth + 1)
