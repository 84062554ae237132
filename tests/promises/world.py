"""A world in which every kind of thing lies at every distance from every officer, each with a mark of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from uuid import UUID

from django.core.files.base import ContentFile
from django.test import Client

from kentongan.alerts.models import Alert, Ring
from kentongan.cases.models import Attachment, Case, CaseReport, CopyRecipient, Note, Task
from kentongan.people import queries
from kentongan.people.models import Account, Invitation, Post, RegisteredNumber, Team, TeamMember
from kentongan.reports.models import Likeness, Photo, Proposal, Report
from kentongan.reports.reader.keeping import digest
from kentongan.rules.authority import PUBLIC, Relation, Role, Standing
from kentongan.watch.models import Finding, Plan, Run, Silence
from tests.offices import LEVEL_OF, NOW, make_account, make_officer, make_post, make_regions, pk_of, seat

RT = "35.08.10.1001.RW05.RT03"
VILLAGE = "35.08.10.1001"
FAR = "35.09.01.2001"
PLACES = (RT, VILLAGE, "35.08.10.1002", "35.08.11.2001", FAR, "19.01")
CLASSES = ("B", "T", "R")
TIES = (Relation.AUTHOR, Relation.OWNER, Relation.ASSIGNEE, Relation.COPIED)


@dataclass(frozen=True)
class Person:
    """Somebody who asks: an officer, a citizen with an account, or nobody we know."""

    name: str
    role: Role | None
    standing: Standing
    account: Account | None = None
    post: Post | None = None

    def client(self) -> Client:
        """Return a browser in which this person has logged in and whose device is known."""
        client = Client(raise_request_exception=False)
        if self.account:
            client.force_login(self.account)
            client.get("/akun/")
        return client


@dataclass(frozen=True)
class Cell:
    """Where a thing lies and how secret it is."""

    region: str
    sensitivity: str
    restricted: bool


@dataclass(frozen=True)
class Thing:
    """A report, a case or what hangs on it, the marks by which a page gives it away, and who is tied to it."""

    kind: str
    pk: str
    cell: Cell
    marks: tuple[str, ...]
    ties: dict[str, frozenset[Relation]] = field(default_factory=dict)

    def tie(self, person: Person) -> frozenset[Relation]:
        """Return what ties a person to this thing."""
        return self.ties.get(person.name, frozenset())


def home_of(role: Role) -> str:
    """Return where the officer of a role sits: around one RT of Tompokersan, Lumajang."""
    return ".".join(RT.split(".")[: LEVEL_OF.get(role, 2)])


def make_people() -> list[Person]:
    """Make one officer for every role, one citizen with an account and one without."""
    people = [Person("publik", None, PUBLIC)]
    for role in Role:
        account = make_account("warga-berakun") if role is Role.WARGA else make_officer(role, home_of(role))
        standing = queries.standing(account, at=NOW, origin="web")
        post = None if role is Role.WARGA else Post.objects.get(terms__account=account)
        people.append(Person(str(role), role, standing, account, post))
    deputy, post = make_account("camat-plh"), make_post(Role.CAMAT, "35.08.11", "Camat Sukodono")
    seat(deputy, post, ends_on=(NOW + timedelta(days=4000)).date(), deputy="plh")
    standing = queries.standing(deputy, at=NOW, origin="web")
    people.append(Person("camat-plh", Role.CAMAT, standing, deputy, post))
    return people


def make_report(word: str, cell: Cell, *, author: Account | None = None) -> Report:
    """Make one report with a mark in every text that a page could show, as the machine has read it."""
    report = Report.objects.create(
        pk=pk_of("report", word),
        client_id=str(pk_of("client", word)),
        code=f"KT-{mark(word)[-13:]}",
        fingerprint="0" * 64,
        channel="web",
        received_at=NOW,
        event_form="E16" if cell.restricted else "E03",
        issues=[],
        stage="AG",
        urgency="penting",
        level="waspada",
        sensitivity=cell.sensitivity,
        restricted=cell.restricted,
        region_id=cell.region,
        place_text=f"dekat {mark(word)}",
        precision="desa",
        text=f"Keributan {mark(word)}",
        author=author,
        answer_due_at=NOW + timedelta(hours=4),
    )
    make_reading(report)
    return report


def make_reading(report: Report, **fields: object) -> Proposal:
    """Let a machine have read a report: grave, elsewhere and of another kind than its reporter said."""
    values = {
        "fields": {
            "kind": read("kejadian"),
            "event_form": read("E10"),
            "category": read("bentrok"),
            "severity": read(3),
            "place": read("35.08.10.1002"),
            "counts": read({"mati": [2, 2]}),
        },
        "look_now": True,
        "marks": ["look_now"],
    }
    number = report.proposals.count() + 1
    report.proposals.filter(addition=None).update(is_current=False)
    return Proposal.objects.create(
        pk=pk_of("proposal", report.pk, number),
        report=report,
        number=number,
        reader="uji",
        text_sha256=digest(report.text),
        read_at=NOW,
        **{**values, **fields},
    )


def read(value: object) -> dict[str, object]:
    """Return one field as it is kept."""
    return {"value": value, "confidence": 0.9, "reason": "uji", "spans": [], "other": []}


def make_alike(one: Report, other: Report) -> Likeness:
    """Let the machine hold two reports for the same."""
    return Likeness.objects.create(
        pk=pk_of("alike", one.pk, other.pk),
        earlier=one,
        later=other,
        kind="duplicate",
        score=0.9,
        found_at=NOW,
    )


def mark(word: str) -> str:
    """Return a word that stands nowhere else."""
    return "m" + pk_of("mark", word).hex[:15]


def make_photo(report: Report) -> Photo:
    """Hang a picture on a report; its bytes carry the mark too."""
    word = f"photo {report.pk}"
    return Photo.objects.create(
        pk=pk_of(word),
        report=report,
        file=ContentFile(mark(word).encode(), name=f"{pk_of(word).hex}.webp"),
        sha256=mark(word)[1:].ljust(64, "0"),
        width=1,
        height=1,
        received_at=NOW,
    )


def make_case(word: str, cell: Cell, *, owner: Post, report: Report | None = None) -> Case:
    """Make one case with a note."""
    case = Case.objects.create(
        pk=pk_of("case", word),
        number=f"KS-{mark('case ' + word)[-8:]}",
        title=f"Perselisihan {mark('case ' + word)}",
        region_id=cell.region,
        event_form="E16" if cell.restricted else "E03",
        urgency="penting",
        level="waspada",
        stage="AG",
        sensitivity=cell.sensitivity,
        restricted=cell.restricted,
        status="ditangani",
        owner=owner,
        next_due_at=NOW + timedelta(hours=6),
        opened_at=NOW,
    )
    Note.objects.create(
        pk=pk_of("note", word),
        case=case,
        text=f"Catatan {mark('note ' + word)}",
        author_label="x",
        written_at=NOW,
    )
    if report:
        CaseReport.objects.create(pk=pk_of("join", word), case=case, report=report, joined_at=NOW)
    return case


def make_attachment(case: Case) -> Attachment:
    """Hang a paper on a case."""
    word = f"attachment {case.pk}"
    return Attachment.objects.create(
        pk=pk_of(word),
        case=case,
        name=f"{mark(word)}.pdf",
        media_type="application/pdf",
        size=16,
        sha256=mark(word)[1:].ljust(64, "0"),
        file=ContentFile(mark(word).encode(), name=f"{pk_of(word).hex}.pdf"),
        added_at=NOW,
    )


def make_alert(kind: str, subject: Report | Case) -> Alert:
    """Let a bell ring for the operator of Jember, who is nobody in this story."""
    alert = Alert.objects.create(
        pk=pk_of("alert", subject.pk),
        subject_kind=kind,
        subject_id=subject.pk,
        reason="arrived",
        region=subject.region,
        event_form=subject.event_form,
        urgency=subject.urgency,
        sensitivity=subject.sensitivity,
        restricted=subject.restricted,
        rung="kesbangpol",
        rung_at=NOW,
        due_at=NOW + timedelta(hours=1),
        started_at=NOW,
    )
    Ring.objects.create(
        pk=pk_of("ring", subject.pk),
        alert=alert,
        rung="kesbangpol",
        round=1,
        role="operator",
        region_id="35.09",
        rung_at=NOW,
    )
    return alert


def things_of(
    word: str,
    cell: Cell,
    *,
    owner: Post,
    author: Person | None = None,
    told: dict[str, frozenset[Relation]] | None = None,
) -> Iterator[Thing]:
    """Make a report with its photo and a case with its papers, and describe them."""
    report = make_report(word, cell, author=author.account if author else None)
    photo = make_photo(report)
    case = make_case(word, cell, owner=owner, report=report)
    paper = make_attachment(case)
    alert = make_alert("report", report)
    wrote = {author.name: frozenset({Relation.AUTHOR, Relation.OWNER})} if author else {}
    yield Thing("report", str(report.pk), cell, (str(report.pk), report.text, report.code), wrote)
    yield Thing("photo", str(photo.pk), cell, (str(photo.pk), mark(f"photo {report.pk}")), wrote)
    yield Thing(
        "case", str(case.pk), cell, (str(case.pk), case.title, f"Catatan {mark('note ' + word)}"), told or {}
    )
    yield Thing("attachment", str(paper.pk), cell, (str(paper.pk), paper.name), told or {})
    yield Thing("alert", str(alert.pk), cell, (str(alert.pk),))
    yield from hangings(word, case, told or {})


def hangings(word: str, case: Case, told: dict[str, frozenset[Relation]]) -> Iterator[Thing]:
    """Give a task in a case and a copy of it to somebody who is nobody in this story.

    Whoever is tied to the case reads of both and may answer neither, but for its owner, who may close its tasks:
    so each hangs on a tie that gives just that.
    """
    stranger = Post.objects.filter(office__region_id="35.09", title="Operator Jember").first() or make_post(
        Role.OPERATOR, "35.09", "Operator Jember"
    )
    cell = Cell(case.region_id, case.sensitivity, case.restricted)
    task = make_task(f"{word}/stranger", case, stranger)
    owned = frozenset({Relation.OWNER})
    reading = {name: tie & owned or frozenset({Relation.COPIED}) for name, tie in told.items()}
    yield Thing("task", str(task.pk), cell, (str(task.pk),), reading)
    copy = CopyRecipient.objects.create(
        pk=pk_of("copy", word, "stranger"), case=case, post=stranger, sent_at=NOW
    )
    reading = {name: frozenset({Relation.ASSIGNEE}) for name in told}
    yield Thing("copy", str(copy.pk), cell, (str(copy.pk),), reading)


def make_task(word: str, case: Case, post: Post) -> Task:
    """Give a task in a case to the holder of a post."""
    return Task.objects.create(
        pk=pk_of("task", word),
        case=case,
        text=f"Tugas {mark('task ' + word)}",
        owner=post,
        due_at=NOW + timedelta(days=2),
        given_at=NOW,
    )


def people_things(number: int, place: str) -> Iterator[Thing]:
    """Make one of everything that an administrator keeps, in one place."""
    cell = Cell(place, "B", restricted=False)
    account = make_account(f"petugas-{number}")
    post = make_post(Role.LINMAS, place, f"Satgas {number}")
    term = seat(account, post)
    team = Team.objects.create(
        pk=pk_of("team", place),
        kind="fkdm",
        region_id=place,
        decree_no=f"188/{number}",
        valid_from=date(2026, 1, 1),
        valid_to=date(2027, 1, 1),
    )
    member = TeamMember.objects.create(
        pk=pk_of("member", place), team=team, name=f"Anggota {number}", position="anggota"
    )
    invitation = Invitation.objects.create(
        pk=pk_of("invitation", place),
        name=f"Tamu {number}",
        post=post,
        starts_on=date(2026, 1, 1),
        made_at=NOW,
        expires_at=NOW + timedelta(days=7),
    )
    listed = RegisteredNumber.objects.create(
        pk=pk_of("listed", place), number=f"+62812345{number:05}", region_id=place, post=post
    )
    kept = {
        "office": post.office,
        "post": post,
        "term": term,
        "team": team,
        "member": member,
        "invitation": invitation,
        "number": listed,
        "account": account,
    }
    for kind, one in kept.items():
        yield Thing(kind, str(one.pk), cell, ())


def watch_things(number: int, place: str) -> Iterator[Thing]:
    """Let the night watch have found something in one place, and a post there be silent."""
    plan = Plan.objects.create(
        pk=pk_of("plan", place), region_id=place, number=number + 1, groups=["semua"], made_at=NOW
    )
    run = Run.objects.create(
        pk=pk_of("run", place), kind="uji", state="selesai", region_id=place, plan=plan, as_of_at=NOW,
        asked_at=NOW, ended_at=NOW, seed=number,
    )  # fmt: skip
    finding = Finding.objects.create(
        pk=pk_of("finding", place), run=run, latest_run=run, region_id=place, group="semua", villages=[place],
        starts_on=NOW.date(), ends_on=NOW.date(), observed=9, expected=1.0, villages_with_reports=1, radius_km=0.0,
        score=5.0, chance=0.001, recurrence_days=1000.0, level="siaga", raised_at=NOW, renewed_at=NOW,
        lapses_at=NOW + timedelta(days=7),
    )  # fmt: skip
    silence = Silence.objects.create(
        pk=pk_of("silence", place),
        region_id=place,
        role="lurah",
        since_on=NOW.date(),
        chance=0.001,
        noticed_at=NOW,
    )
    yield Thing("finding", str(finding.pk), Cell(place, "T", restricted=False), (str(finding.pk),))
    yield Thing("silence", str(silence.pk), Cell(place, "B", restricted=False), (str(silence.pk),))
    yield Thing("run", str(run.pk), Cell(place, "T", restricted=False), (str(run.pk),))
    yield Thing("plan", str(plan.pk), Cell(place, "T", restricted=False), (str(plan.pk),))


def make_things(people: Iterable[Person]) -> list[Thing]:
    """Make things at every place in every class, and for every person things far away that they are tied to."""
    stranger = make_post(Role.OPERATOR, "35.09", "Operator Jember")
    things: list[Thing] = []
    for place, sensitivity, restricted in product(PLACES, CLASSES, (False, True)):
        cell = Cell(place, sensitivity, restricted)
        things += things_of(f"{place}/{sensitivity}/{restricted}", cell, owner=stranger)
    for number, place in enumerate(PLACES):
        things += people_things(number, place)
        things += watch_things(number, place)
    for person, tie in product(people, TIES):
        things += tied_things(person, tie, stranger)
    return things


def tied_things(person: Person, tie: Relation, stranger: Post) -> Iterator[Thing]:
    """Make the most secret things in another kabupaten, tied to one person in one way."""
    if person.account is None or (person.post is None and tie is not Relation.AUTHOR):
        return
    word = f"{person.name}/{tie}"
    wrote = tie is Relation.AUTHOR
    yield from things_of(
        word,
        Cell(FAR, "R", restricted=True),
        owner=person.post if tie is Relation.OWNER and person.post else stranger,
        author=person if wrote else None,
        told=None if wrote else {person.name: frozenset({tie})},
    )
    case = Case.objects.get(pk=pk_of("case", word))
    tied = {person.name: frozenset({tie})}
    if tie is Relation.ASSIGNEE and person.post:
        task = make_task(word, case, person.post)
        yield Thing("task", str(task.pk), Cell(FAR, "R", restricted=True), (str(task.pk),), tied)
    if tie is Relation.COPIED and person.post:
        copy = CopyRecipient.objects.create(pk=pk_of("copy", word), case=case, post=person.post, sent_at=NOW)
        yield Thing("copy", str(copy.pk), Cell(FAR, "R", restricted=True), (str(copy.pk),), tied)


def build() -> tuple[list[Person], list[Thing]]:
    """Make the whole world."""
    make_regions()
    people = make_people()
    return people, make_things(people)


def absent_pk() -> UUID:
    """Return an identifier of nothing."""
    return pk_of("nothing at all")
