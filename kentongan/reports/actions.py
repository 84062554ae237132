"""Every change of a report: received, rated, verified, corrected, answered; each with one line in the logbook."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.core.files.storage.base import Storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from kentongan.events import actions as events
from kentongan.events import rows, together
from kentongan.people import access
from kentongan.reports import pictures, queries, seals
from kentongan.reports.draft import Draft, Receipt
from kentongan.reports.filing import NAMESPACE, Told, new_report, original, put_in_order, received_detail
from kentongan.reports.models import Addition, NilReport, Original, Photo, Report, ReportVersion
from kentongan.reports.places import places_of
from kentongan.rules import places
from kentongan.rules.authority import Role, Standing
from kentongan.rules.case_status import CaseStatus
from kentongan.rules.deadlines import answer_due
from kentongan.rules.refusal import Absent, Refused
from kentongan.rules.taxonomy import (
    EVENT_FORMS,
    ContentRating,
    SourceRating,
    Urgency,
)
from kentongan.wilayah.queries import world

PHOTO_LIMIT = 4
ADDITION_LIMIT = 20
NIL_DAYS_BACK = 1
DESK = frozenset({Role.OPERATOR, Role.ANALIS, Role.KEPALA})
CORRECTABLE = frozenset(
    {
        "event_form",
        "issues",
        "stage",
        "urgency",
        "sensitivity",
        "region_id",
        "place_text",
        "when",
        "occurred_on",
        "text",
        "counts",
    }
)
# What an office judges; whoever only wrote the report says what happened, not how grave or how secret it is.
JUDGED = frozenset({"stage", "urgency", "sensitivity"})

KEY_TAKEN = _(
    "Kode atau kunci ini sudah dipakai untuk laporan dengan isi lain. Kirim lagi dengan kode baru; isian Anda tidak hilang."
)
ALREADY_ANSWERED = _("Laporan ini sudah dijawab.")
ALREADY_READ = _(
    "Laporan Anda sudah diperiksa petugas, jadi tidak diubah lagi. Kirim laporan baru bila ada perkembangan."
)
CHANGED_MEANWHILE = _("Laporan ini baru saja diubah orang lain. Muat ulang, lalu ulangi.")
NOTHING_CHANGED = _("Tidak ada yang berubah.")
NOT_YOURS_TO_JUDGE = _(
    "Tahap, urgensi, dan klasifikasi ditetapkan petugas yang memeriksa. Tulis alasannya kepada mereka."
)
NO_REASON = _("Tulis alasannya.")
TOO_MANY_PHOTOS = _("Paling banyak 4 foto untuk satu laporan.")
TOO_MANY_ADDITIONS = _("Rincian laporan ini sudah banyak. Kirim laporan baru bila ada perkembangan.")
NOTHING_TOLD = _("Tulis rinciannya.")
NOT_YOUR_POST = _("Laporan nihil hanya dari pos itu sendiri, atau dicatat meja piket.")
NOT_TODAY = _("Laporan nihil hanya untuk hari ini atau kemarin.")
NOT_PUT_ASIDE = _("Laporan ini tidak sedang dikesampingkan.")
GIVEN_AWAY = _(
    "Laporan ini sudah diteruskan kepada yang berwenang dan dikosongkan di sini. Kirim laporan baru bila perlu."
)
UNKNOWN_PLACE = _("Kode wilayah tidak dikenal. Pilih wilayah dari daftar.")
NOT_A_REFERRAL = _("Hanya laporan rujukan yang diteruskan dan dikosongkan.")


def receive(*, client_id: str, draft: Draft, by: Standing, at: datetime) -> Receipt:
    """Take a report in, once: whoever sends the same again gets the first receipt.

    The row is inserted first and the database decides who was first; nothing is looked up before.

    Raises:
        Refused: If the same key or the same code came before with another content.
    """
    if draft.anonymous:
        by = replace(by, account=None, label="warga")
    told = Told(client_id, draft, by, at)
    try:
        kept = COUNTER.write(told)
    except IntegrityError:
        code = draft.code or seals.code_for(client_id)
        first = queries.first_with(client_id=client_id, code=code)
        if first is None:
            raise
        return replay(first, draft)
    return seals.receipt(kept.code, kept.received_at, replay=False)


def take_in(every: Sequence[Told]) -> list[Report]:
    """Take several reports in with one transaction: their rows, their lines in the logbook, what must follow.

    Raises:
        IntegrityError: If a key or a code came before.
    """
    reports = [*map(new_report, every, places_of([(told.draft, told.by) for told in every]))]
    both = list(zip(reports, every, strict=True))
    with transaction.atomic():
        rows.insert_all(reports)
        rows.insert_all([original(report, told.draft) for report, told in both if told.draft.original])
        events.record_all(
            line("report.received", report, told.by, told.at, received_detail(report, told))
            for report, told in both
        )
    return reports


COUNTER = together.Counter(take_in)


@transaction.atomic
def correct(
    report_id: UUID,
    *,
    changes: Mapping[str, object],
    seen_version: int,
    reason: str,
    by: Standing,
    at: datetime,
    key: UUID,
) -> Report:
    """Put a report right as a new version; the old values stay readable with the reason.

    Raises:
        Refused: Without a reason, without a change, when somebody else was faster, or for a judgement of others.
    """
    if not set(changes) <= CORRECTABLE:
        raise ValueError(f"not correctable: {set(changes) - CORRECTABLE}")
    is_replay = claim(key, report_id, act="correct", changes=changes, reason=reason)
    report = mine(by, "report.correct", report_id)
    if is_replay:
        return report
    check_reason(reason)
    if report.version != seen_version:
        raise Refused(CHANGED_MEANWHILE, code="changed_meanwhile")
    earlier = {
        name: getattr(report, name) for name, value in changes.items() if getattr(report, name) != value
    }
    if not earlier:
        raise Refused(NOTHING_CHANGED, code="nothing_changed")
    check_may_judge(by, report, earlier)
    check_same_world(str(changes.get("region_id", report.region_id)), by)
    keep_version(report, earlier, reason=reason, by=by, at=at)
    for name in earlier:
        setattr(report, name, changes[name])
    report.version += 1
    put_in_order(report)
    report.save()
    note("report.corrected", report, by=by, at=at, fields=sorted(earlier), version=report.version)
    return report


@transaction.atomic
def rate(report_id: UUID, *, source: str, content: str, by: Standing, at: datetime, key: UUID) -> Report:
    """Value the source (A-F) and the content (1-6), two judgements that stay apart."""
    source, content = SourceRating(source), ContentRating(content)
    is_replay = claim(key, report_id, act="rate", source=source, content=content)
    report = mine(by, "report.rate", report_id)
    if is_replay:
        return report
    report.source_rating, report.content_rating = source, content
    report.save(update_fields=["source_rating", "content_rating"])
    note("report.rated", report, by=by, at=at, source=source, content=int(content))
    return report


@transaction.atomic
def verify(report_id: UUID, *, verdict: str, by: Standing, at: datetime, key: UUID) -> Report:
    """Note what checking on the spot has shown; the clock runs on until somebody answers."""
    verdict = Report.Verification(verdict)
    is_replay = claim(key, report_id, act="verify", verdict=verdict)
    report = mine(by, "report.triage", report_id)
    if is_replay:
        return report
    report.verification = verdict
    if report.status == CaseStatus.DITERIMA:
        step(report, CaseStatus.DIVERIFIKASI, at)
    report.save(update_fields=["verification", "status", "steps"])
    note("report.verified", report, by=by, at=at, verdict=verdict.value)
    return report


@transaction.atomic
def put_aside(report_id: UUID, *, reason: str, by: Standing, at: datetime, key: UUID) -> Report:
    """Answer a report and put it aside, with the reason that whoever asks later will read.

    Raises:
        Refused: Without a reason, or when it was answered before.
    """
    is_replay = claim(key, report_id, act="put_aside", reason=reason)
    report = mine(by, "report.put-aside", report_id)
    if is_replay:
        return report
    check_reason(reason)
    check_unanswered(report)
    report.answered_at, report.put_aside_reason = at, reason
    # Answered is not tuntas: the reporter reads "Dijawab", and no statistic takes it for a settled case.
    step(report, CaseStatus.DIVERIFIKASI, at)
    report.save(update_fields=["answered_at", "put_aside_reason", "status", "steps"])
    note("report.put_aside", report, by=by, at=at)
    return report


@transaction.atomic
def bring_back(report_id: UUID, *, reason: str, by: Standing, at: datetime, key: UUID) -> Report:
    """Let a report that was put aside wait for an answer again; why it was put aside stays among its versions.

    Raises:
        Refused: Without a reason, or when it was not put aside.
    """
    is_replay = claim(key, report_id, act="bring_back", reason=reason)
    report = mine(by, "report.put-aside", report_id)
    if is_replay:
        return report
    check_reason(reason)
    if not report.put_aside_reason:
        raise Refused(NOT_PUT_ASIDE, code="not_put_aside")
    keep_version(report, {"put_aside_reason": report.put_aside_reason}, reason=reason, by=by, at=at)
    report.put_aside_reason = ""
    report.version += 1
    report.save(update_fields=["put_aside_reason", "version"])
    given_back([report.id], at=at)
    note("report.brought_back", report, by=by, at=at)
    return Report.objects.get(pk=report_id)


@transaction.atomic
def forward(report_id: UUID, *, by: Standing, at: datetime, key: UUID) -> Report:
    """Hand a referral (E26) to the competent agency and keep nothing of it but the receipt.

    Raises:
        Refused: If the kind is not a referral, or it was answered before.
    """
    is_replay = claim(key, report_id, act="forward")
    report = mine(by, "report.put-aside", report_id)
    if is_replay:
        return report
    form = EVENT_FORMS.get(report.event_form)
    if form is None or not form.referral:
        raise Refused(NOT_A_REFERRAL, code="not_a_referral")
    check_unanswered(report)
    report.answered_at = at
    step(report, CaseStatus.DIRUJUK, at)
    empty(report)
    report.save()
    note("report.forwarded", report, by=by, at=at)
    return report


@transaction.atomic
def add_details(code: str, *, text: str, by: Standing, at: datetime, key: UUID) -> Addition:
    """Let the holder of the code tell more, until somebody has looked at the report.

    Raises:
        Absent: If there is no such code.
        Refused: If it was looked at already, or nothing was told.
    """
    report = by_code(code, by)
    addition_id = uuid5(NAMESPACE, f"addition:{report.id}:{key}")
    if claim(key, report.id, act="add_details", text=text):
        return Addition.objects.get(pk=addition_id)
    if not text:
        raise Refused(NOTHING_TOLD, code="nothing_told")
    if report.status != CaseStatus.DITERIMA:
        raise Refused(ALREADY_READ, code="already_read")
    check_room(report)
    addition = Addition.objects.create(
        id=addition_id, report=report, kind=Addition.Kind.DETAILS, text=text, received_at=at
    )
    note("report.details_added", report, by=unnamed(report, by), at=at)
    return addition


@transaction.atomic
def say_safe(code: str, *, is_safe: bool, text: str, by: Standing, at: datetime, key: UUID) -> Addition:
    """Keep what the reporter answers to "Sudah aman?"; closing a case without this voice is only half the proof."""
    report = by_code(code, by)
    addition_id = uuid5(NAMESPACE, f"addition:{report.id}:{key}")
    if claim(key, report.id, act="say_safe", is_safe=is_safe, text=text):
        return Addition.objects.get(pk=addition_id)
    check_kept(report)
    check_room(report)
    addition = Addition.objects.create(
        id=addition_id, report=report, kind=Addition.Kind.VOICE, text=text, is_safe=is_safe, received_at=at
    )
    note("report.voice", report, by=unnamed(report, by), at=at, is_safe=is_safe)
    return addition


def attach_photo(code: str, *, data: bytes, by: Standing, at: datetime) -> Photo:
    """Decode a photo, write it anew and keep only that; the same photo again is the same photo.

    Raises:
        Absent: If there is no such code.
        Refused: If it is not a photo, too large, one too many, or the report was given away.
    """
    report = by_code(code, by, for_update=False)
    photo_id = uuid5(NAMESPACE, f"photo:{report.id}:{hashlib.sha256(data).hexdigest()}")
    known = Photo.objects.filter(pk=photo_id).first()
    if known:
        return known
    picture = pictures.rewrite(data)
    photo = Photo(
        id=photo_id,
        report=report,
        sha256=picture.sha256,
        width=picture.width,
        height=picture.height,
        received_at=at,
    )
    with transaction.atomic():
        report = by_code(code, by)
        known = Photo.objects.filter(pk=photo_id).first()
        if known:
            return known
        check_kept(report)
        if report.photos.count() >= PHOTO_LIMIT:
            raise Refused(TOO_MANY_PHOTOS, code="too_many")
        # The file is on the disk before the row says so; a file without a row is dust, a row without a file a lie.
        photo.file.save(f"{photo_id}.jpg", ContentFile(picture.jpeg), save=False)
        photo.save(force_insert=True)
        note("report.photo_added", report, by=unnamed(report, by), at=at, photo=photo_id)
    return photo


def attach_photos(code: str, *, files: Iterable[bytes], by: Standing, at: datetime) -> list[Refused]:
    """Attach what can be attached and return the refusals: the report itself has arrived already."""
    refusals = []
    for data in files:
        try:
            attach_photo(code, data=data, by=by, at=at)
        except Refused as refused:
            refusals.append(refused)
    return refusals


def send_nil(
    *, region: str, role: str, period_on: date, by: Standing, at: datetime, channel: str = "web"
) -> NilReport:
    """Say that nothing happened at a post on a day; the post, the day and nothing else make it one report.

    Raises:
        Absent: If this person may not speak for that region.
        Refused: If it is another post's voice, or not for today or yesterday.
    """
    access.check(by, "report.nil", region=region)
    check_own_post(by, Role(role), region)
    check_day(period_on, region, at)
    nil = NilReport(
        id=uuid5(NAMESPACE, f"nil:{region}:{role}:{period_on}"),
        region_id=region,
        role=role,
        period_on=period_on,
        by_id=by.account,
        channel=channel,
        received_at=at,
    )
    try:
        with transaction.atomic():
            nil.save(force_insert=True)
            events.record(
                "report.nil",
                subject_kind="nil",
                subject_id=nil.id,
                region=region,
                by=by,
                at=at,
                detail={"role": role, "period_on": period_on},
            )
    except IntegrityError:
        return NilReport.objects.get(pk=nil.id)
    return nil


# The next three change reports because a case changed; the case's action writes the line of the logbook.


def taken_up(report_ids: Iterable[UUID], *, at: datetime) -> None:
    """Stop the clock of reports that somebody took into a case.

    Raises:
        Refused: If one was answered before.
    """
    for report in locked(report_ids):
        if report.put_aside_reason or report.status == CaseStatus.DIRUJUK:
            raise Refused(ALREADY_ANSWERED, code="already_answered")
        report.answered_at = report.answered_at or at
        step(report, CaseStatus.DITANGANI, at)
        report.save(update_fields=["answered_at", "status", "steps"])


def follow_case(report_ids: Iterable[UUID], *, status: CaseStatus, at: datetime) -> None:
    """Let reports say what became of their case."""
    for report in locked(report_ids):
        step(report, status, at)
        report.save(update_fields=["status", "steps"])


def given_back(report_ids: Iterable[UUID], *, at: datetime) -> None:
    """Start the clock again for reports that left their case: they wait for an answer once more."""
    for report in locked(report_ids):
        report.answered_at = None
        report.answer_due_at = answer_due(Urgency(report.urgency), at)
        step(report, CaseStatus.DITERIMA, at)
        report.save(update_fields=["answered_at", "answer_due_at", "status", "steps"])


def replay(first: Report, again: Draft) -> Receipt:
    """Answer with the first receipt.

    Raises:
        Refused: If the content differs.
    """
    if first.fingerprint != again.fingerprint():
        raise Refused(KEY_TAKEN, code="key_conflict")
    return seals.receipt(first.code, first.received_at, replay=True)


def keep_version(
    report: Report, earlier: Mapping[str, object], *, reason: str, by: Standing, at: datetime
) -> None:
    """Keep the values that a change replaces, with who changed them and why."""
    ReportVersion.objects.create(
        id=uuid5(NAMESPACE, f"version:{report.id}:{report.version}"),
        report=report,
        number=report.version,
        earlier={name: str(value) if isinstance(value, date) else value for name, value in earlier.items()},
        reason=reason,
        by_id=by.account,
        actor=by.label,
        changed_at=at,
    )


def empty(report: Report) -> None:
    """Take everything out of a report but its receipt; also earlier versions, additions and photos."""
    names = [(photo.file.storage, str(photo.file.name)) for photo in report.photos.all()]
    for read in (report.proposals, report.earlier_likes, report.later_likes):
        read.all().delete()
    for part in (Original, ReportVersion, Addition, Photo):
        part._default_manager.filter(report=report).delete()  # the same for four models
    report.text = report.place_text = report.sender_number = ""
    report.issues, report.counts = [], {}
    report.lat = report.lng = report.occurred_on = report.stated_at = report.author_id = None
    report.region_id = ".".join(report.region_id.split(".")[:2])
    report.precision = "kecamatan"
    transaction.on_commit(partial(delete_files, names))


def delete_files(files: Iterable[tuple[Storage, str]]) -> None:
    """Delete photos whose rows are gone."""
    for storage, name in files:
        storage.delete(name)


def key_for(client_id: str) -> UUID:
    """Turn the key of an API call into the key of a change."""
    return uuid5(NAMESPACE, f"key:{client_id}")


def claim(key: UUID, report_id: UUID, **content: object) -> bool:
    """Take the key for this change; say whether it was already done with it."""
    found = events.claim_key(
        key,
        fingerprint=events.fingerprint(report=report_id, **content),
        subject_kind="report",
        subject_id=report_id,
    )
    return found is not None


def mine(by: Standing, action: str, report_id: UUID) -> Report:
    """Lock a report this person may do this to.

    Raises:
        Absent: If there is none.
    """
    rows = Report.objects.select_for_update(of=("self",)).filter(pk=report_id)
    report = access.visible(by, action, rows, relations=queries.relations(by)).first()
    if report is None:
        raise Absent
    return report


def by_code(code: str, by: Standing, *, for_update: bool = True) -> Report:
    """Return the report of a code; whoever holds the code is its author. A drill does not know real codes.

    Raises:
        Absent: If there is none.
    """
    rows = Report.objects.select_for_update() if for_update else Report.objects.all()
    report = rows.filter(world("region_id", by.drill), code=code).first()
    if report is None:
        raise Absent
    return report


def locked(report_ids: Iterable[UUID]) -> list[Report]:
    """Lock several reports in one order, so that two actions never wait for each other."""
    return list(Report.objects.select_for_update().filter(pk__in=list(report_ids)).order_by("id"))


def step(report: Report, status: CaseStatus, at: datetime) -> None:
    """Move to a status and remember when, for the page of the code."""
    if report.status != status:
        report.status = status
        report.steps = [*report.steps, [status, at.isoformat()]]


def unnamed(report: Report, by: Standing) -> Standing:
    """Leave the account out of the logbook when the report is anonymous."""
    return replace(by, account=None, label="warga") if report.anonymous else by


def check_reason(reason: str) -> None:
    """Make sure there is a reason."""
    if not reason.strip():
        raise Refused(NO_REASON, code="no_reason")


def check_may_judge(by: Standing, report: Report, changed: Iterable[str]) -> None:
    """Make sure that how grave and how secret a report is stays with those who examine it.

    Raises:
        Refused: If its author alone would change that.
    """
    judged = JUDGED | {"event_form"} if report.restricted else JUDGED
    if judged & set(changed) and not queries.may(by, "report.triage", report):
        raise Refused(NOT_YOURS_TO_JUDGE, code="not_yours_to_judge")


def check_same_world(region: str, by: Standing) -> None:
    """Make sure nothing is moved from a drill into the country or back.

    Raises:
        Refused: If the place lies elsewhere.
    """
    if places.drill(region) != by.drill:
        raise Refused(UNKNOWN_PLACE, code="bad_region")


def check_unanswered(report: Report) -> None:
    """Make sure nobody answered it yet."""
    if report.answered_at is not None:
        raise Refused(ALREADY_ANSWERED, code="already_answered")


def check_kept(report: Report) -> None:
    """Make sure nothing is put into a report of which only the receipt is left."""
    form = EVENT_FORMS.get(report.event_form)
    if form is not None and form.referral and report.status == CaseStatus.DIRUJUK:
        raise Refused(GIVEN_AWAY, code="given_away")


def check_room(report: Report) -> None:
    """Make sure a code is not used as a place to write without end."""
    if report.additions.count() >= ADDITION_LIMIT:
        raise Refused(TOO_MANY_ADDITIONS, code="too_many")


def check_own_post(by: Standing, role: Role, region: str) -> None:
    """Make sure a post speaks for itself, or the desk for one that phoned."""
    own = any((seat.role, seat.region) == (role, region) for seat in by.seats)
    if not own and not any(seat.role in DESK and places.inside(region, seat.region) for seat in by.seats):
        raise Refused(NOT_YOUR_POST, code="not_your_post")


def check_day(day: date, region: str, at: datetime) -> None:
    """Make sure silence is not filled in afterwards or beforehand."""
    today = at.astimezone(ZoneInfo(places.zone(region))).date()
    if not today - timedelta(days=NIL_DAYS_BACK) <= day <= today:
        raise Refused(NOT_TODAY, code="not_today")


def note(kind: str, report: Report, *, by: Standing, at: datetime, **detail: object) -> None:
    """Write the line of the logbook."""
    events.record_all([line(kind, report, by, at, detail)])


def line(kind: str, report: Report, by: Standing, at: datetime, detail: Mapping[str, object]) -> events.Line:
    """Return what the logbook says of a report."""
    return events.Line(kind, "report", report.id, report.region_id, by, at, detail)
