"""The JSON API of the reports room; the document of it is at /api/v1/openapi.json."""

import time
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Field, Router, Schema, Status

from kentongan.people.middleware import Request
from kentongan.people.policy import policy
from kentongan.reports import actions, queries, reading
from kentongan.reports.draft import COUNT_KINDS
from kentongan.reports.middleware import check_origin, check_pace, check_size
from kentongan.reports.pictures import BYTES_LIMIT, TYPES
from kentongan.reports.throttle import INTAKE
from kentongan.rules.refusal import Refused
from kentongan.rules.taxonomy import EVENT_FORMS, ISSUES, TILES

router = Router(tags=["laporan"])

JSON_BYTES = reading.FORM_TEXT_BYTES
CODE_PATTERN = "^KT-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{6}$"
BUSY = _("Sedang ramai. Laporan Anda tetap tersimpan di HP; akan dikirim ulang sebentar lagi.")
NOT_JSON = _("Kirim sebagai application/json.")
NOT_PHOTO = _("Kirim foto sebagai image/jpeg, image/png, image/webp, atau image/gif.")
WRONG_FIELDS = _("Ada isian yang perlu diperbaiki.")
NO_CODE = _("Kode tidak cocok. Periksa lagi hurufnya, contoh KT-A82K5-85YM0E.")


class ReceiptOut(Schema):
    """What the reporter keeps."""

    kode: str = Field(pattern=CODE_PATTERN)
    diterima_pada: str
    tanda_tangan: str
    ulang: bool


class ProblemOut(Schema):
    """Why it was not accepted, in a sentence people can read; per field where that helps."""

    kode: str
    kalimat: str
    bidang: dict[str, str] = {}


class StepOut(Schema):
    """One word of the way a report goes, and since when."""

    kata: str
    sejak: str


class ProgressOut(Schema):
    """How far a report has come."""

    kode: str
    langkah: list[StepOut]


class PhotoOut(Schema):
    """The photo as it was kept."""

    lebar: int
    tinggi: int


class NilOut(Schema):
    """The nil report as it was kept."""

    wilayah: str
    peran: str
    tanggal: str


PROBLEMS = dict.fromkeys((400, 403, 404, 405, 409, 413, 415, 422, 429, 503, 507), ProblemOut)
TEXT: dict[str, Any] = {"type": ["string", "null"]}
REPORT_FIELDS: dict[str, Any] = {
    "kejadian": {
        "type": ["string", "null"],
        "enum": [*(t.key for t in TILES), *(f.code for f in EVENT_FORMS.values() if f.offered), "", None],
        "description": "Ubin dari halaman lapor, atau kode E01-E32/E99. Boleh kosong bila ada cerita.",
    },
    "isu": {"type": ["array", "null"], "items": {"type": "string", "enum": list(ISSUES)}},
    "kapan": {"type": ["string", "null"], "enum": [*reading.WHEN, "", None]},
    "wilayah": TEXT | {"description": "Kode Kemendagri bertitik: 35.08.10.1011, bila perlu .RW05.RT03."},
    "tempat": TEXT | {"maxLength": reading.PLACE_LIMIT},
    "lintang": {"type": ["number", "null"], "minimum": -90, "maximum": 90},
    "bujur": {"type": ["number", "null"], "minimum": -180, "maximum": 180},
    "waktu_hp": TEXT
    | {"description": "Jam di HP, ISO 8601. Disimpan apa adanya; jam server yang mengurutkan."},
    "tanggal": TEXT | {"description": "Hari kejadian: 2026-11-21 atau 21/11/2026."},
    "cerita": TEXT | {"maxLength": reading.STORY_LIMIT},
    "jumlah": {
        "type": ["object", "null"],
        "description": "Rentang [paling sedikit, paling banyak], atau satu angka.",
        "properties": {
            kind: {
                "anyOf": [
                    {"type": "integer", "minimum": 0, "maximum": reading.LARGEST_COUNT},
                    {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
                ]
            }
            for kind in COUNT_KINDS
        },
        "additionalProperties": False,
    },
    "anonim": {"type": ["boolean", "null"]},
    "kode": TEXT
    | {"description": "Kode buatan HP (KT-XXXXX-XXXXXX); juga menjadi kunci bila tidak ada Idempotency-Key."},
}
REPORT_BODY = {"type": "object", "properties": REPORT_FIELDS, "additionalProperties": False}
KEY_HEADER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": reading.CLIENT_ID.pattern.join("^$")},
    "description": "Kunci buatan pengirim. Kiriman ulang dengan kunci dan isi yang sama dijawab dengan tanda terima pertama.",
}


def body_of(schema: dict[str, Any], *, media: tuple[str, ...] = ("application/json",)) -> dict[str, Any]:
    """Describe a body that we read ourselves, so that no fault of it escapes our sentences."""
    return {"required": True, "content": {kind: {"schema": schema} for kind in media}}


@router.post(
    "/laporan",
    response={200: ReceiptOut, 201: ReceiptOut, **PROBLEMS},
    summary="Kirim laporan",
    openapi_extra={"parameters": [KEY_HEADER], "requestBody": body_of(REPORT_BODY)},
)
@policy("report.create")
def send_report(request: Request) -> Status[ProblemOut] | JsonResponse:
    """Take a report; the same again is answered with the first receipt (200 instead of 201)."""
    if INTAKE.wait(time.monotonic()):
        raise Refused(BUSY, code="busy")
    raw = json_of(request)
    at = timezone.now()
    told = reading.read_report(raw, channel=channel_of(raw), at=at)
    faults = (*reading.unknown_fields(raw), *told.faults)
    if faults or told.draft is None:
        return wrong_fields(faults)
    key = reading.read_client_id(request.headers.get("Idempotency-Key") or told.draft.code)
    receipt = actions.receive(client_id=key, draft=told.draft, by=request.standing, at=at)
    # Written by hand, as ReceiptOut describes it: the framework would build, check and unfold an object first.
    told_back = {
        "kode": receipt.code,
        "diterima_pada": receipt.received_at.isoformat(),
        "tanda_tangan": receipt.signature,
        "ulang": receipt.replay,
    }
    return JsonResponse(told_back, status=200 if receipt.replay else 201)


@router.get("/laporan/{kode}", response={200: ProgressOut, **PROBLEMS}, summary="Lihat kemajuan")
@policy("report.progress")
def progress(request: HttpRequest, kode: str) -> Status[ProgressOut | ProblemOut]:
    """Say how far the report of a code has come: words and times, nothing else."""
    check_pace(request)
    found = queries.progress(reading.read_code(kode))
    if found is None:
        return Status(404, ProblemOut(kode="absent", kalimat=gettext(NO_CODE)))
    steps = [StepOut(kata=gettext(step.word), sejak=step.at.isoformat()) for step in found.steps]
    return Status(200, ProgressOut(kode=found.code, langkah=steps))


@router.post(
    "/laporan/{kode}/rincian",
    response={204: None, **PROBLEMS},
    summary="Tambah rincian",
    openapi_extra={
        "parameters": [KEY_HEADER | {"required": True}],
        "requestBody": body_of(
            {
                "type": "object",
                "properties": {
                    "cerita": {"type": "string", "minLength": 1, "maxLength": reading.STORY_LIMIT}
                },
                "required": ["cerita"],
                "additionalProperties": False,
            }
        ),
    },
)
@policy("report.create")
def add_details(request: Request, kode: str) -> Status[ProblemOut | None]:
    """Take more words under a code, until somebody has looked at the report."""
    check_pace(request)
    raw = json_of(request)
    story = raw.get("cerita")
    if set(raw) - {"cerita"} or not isinstance(story, str):
        return wrong_fields(())
    actions.add_details(
        reading.read_code(kode),
        text=reading.read_prose({"cerita": story}, "cerita", reading.STORY_LIMIT),
        by=request.standing,
        at=timezone.now(),
        key=actions.key_for(reading.read_client_id(request.headers.get("Idempotency-Key", ""))),
    )
    return Status(204, None)


@router.put(
    "/laporan/{kode}/foto",
    response={201: PhotoOut, **PROBLEMS},
    summary="Tambah foto",
    openapi_extra={
        "requestBody": body_of({"type": "string", "format": "binary"}, media=tuple(sorted(TYPES))),
    },
)
@policy("photo.add")
def add_photo(request: Request, kode: str) -> Status[PhotoOut]:
    """Take a photo under a code; the same photo again is the same photo."""
    check_origin(request)
    check_pace(request)
    if (request.content_type or "") not in TYPES:
        raise Refused(NOT_PHOTO, code="wrong_type")
    check_size(request, BYTES_LIMIT)
    photo = actions.attach_photo(
        reading.read_code(kode), data=request.read(), by=request.standing, at=timezone.now()
    )
    return Status(201, PhotoOut(lebar=photo.width, tinggi=photo.height))


@router.post(
    "/nihil",
    response={200: NilOut, **PROBLEMS},
    summary="Laporan nihil",
    openapi_extra={
        "requestBody": body_of(
            {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("wilayah", "peran", "tanggal")},
                "required": ["wilayah", "peran", "tanggal"],
                "additionalProperties": False,
            }
        ),
    },
)
@policy("report.nil")
def send_nil(request: Request) -> NilOut:
    """Say that nothing happened at one's post that day; saying it twice says it once."""
    raw = {name: value for name, value in json_of(request).items() if isinstance(value, str)}
    nil = actions.send_nil(
        region=reading.read_region(raw, "wilayah"),
        role=reading.read_choice(raw, "peran", queries.NIL_ROLES, "Pilih pos dari daftar."),
        period_on=reading.read_day(raw, "tanggal"),
        by=request.standing,
        at=timezone.now(),
        channel="api",
    )
    return NilOut(wilayah=nil.region_id, peran=nil.role, tanggal=nil.period_on.isoformat())


def json_of(request: Request) -> dict[str, object]:
    """Read the body, its size and kind looked at first.

    Raises:
        Refused: If it is too large, not JSON, or comes from another site in somebody's name.
    """
    check_origin(request)
    if request.content_type != "application/json":
        raise Refused(NOT_JSON, code="wrong_type")
    check_size(request, JSON_BYTES)
    return reading.read_json(request.read())


def channel_of(raw: dict[str, object]) -> str:
    """Tell a phone, which makes its own code, from other programs."""
    return "hp" if raw.get("kode") else "api"


def wrong_fields(faults: tuple[reading.Fault, ...]) -> Status[Any]:
    """Say what is wrong, field by field."""
    problem = ProblemOut(
        kode="bad_value",
        kalimat=gettext(WRONG_FIELDS),
        bidang={fault.field: str(fault.sentence) for fault in faults},
    )
    return Status(422, problem)
