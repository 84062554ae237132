"""P34: a masked name and a number of a person are shown nowhere.

Names stand in reports, in what was added to them, in earlier versions and in places; NIK and telephone numbers too.
Everybody asks every address, with and without what a form would send; no answer may hold one. Only the door that
is written down shows a name, and never that of a victim or a child.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from kentongan.events.models import Event
from kentongan.reports.models import Addition, Proposal, Report, ReportVersion
from kentongan.reports.reader import words
from kentongan.reports.reader.keeping import digest
from kentongan.reports.reader.words import Piece, Words
from kentongan.rules.authority import Role
from tests.offices import NOW, pk_of
from tests.promises.report import promise_report
from tests.promises.routes import LEAVING, body_of, routes
from tests.promises.world import Person, build, make_reading

ASKING = (Role.OPERATOR, Role.ANALIS, Role.LURAH, Role.RT)
NAME, VICTIM, TITLED = "Qasmurianto", "Xulaikhah", "Wqtugino"
NIK, PHONE = "35081012" + "01900001", "081298765432"
HIDDEN = re.compile("|".join((NAME, VICTIM, TITLED, NIK, PHONE, "3508 1012 0190 0001")))
STORY = f"Pak {NAME} memukul Sdri {VICTIM} (14). NIK 3508 1012 0190 0001, HP {PHONE}."
DOOR = "laporan/<uuid:pk>/nama"
EARLIER = f"Dulu: {NAME} dan {VICTIM}, {NIK}."


@pytest.fixture
def people(db: None) -> list[Person]:
    found, _things = build()
    for report in Report.objects.all():
        Report.objects.filter(pk=report.pk).update(text=STORY, place_text=f"rumah Pak {TITLED}, {PHONE}")
        report.refresh_from_db()
        make_reading(report, persons=persons(STORY))
        ReportVersion.objects.create(
            pk=pk_of("earlier", report.pk), report=report, number=1, earlier={"text": EARLIER}, reason="x",
            actor="x", changed_at=NOW,
        )  # fmt: skip
        added = Addition.objects.create(
            pk=pk_of("added", report.pk), report=report, kind="rincian", text=STORY, received_at=NOW
        )
        Proposal.objects.create(
            pk=pk_of("read", added.pk), report=report, addition=added, number=900, reader="uji",
            text_sha256=digest(STORY), read_at=NOW, persons=persons(STORY),
        )  # fmt: skip
    return [person for person in found if person.role in ASKING]


def persons(text: str) -> list[dict[str, object]]:
    """Return the two names as the machine found them; one is a child."""
    return [
        {
            "span": [text.index(name), text.index(name) + len(name)],
            "masked": f"{name[0]}.",
            "protected": is_child,
        }
        for name, is_child in ((NAME, False), (VICTIM, True))
    ]


@dataclass
class Tally:
    """What was asked, and where something hidden was shown."""

    cases: int = 0
    shown: list[str] = field(default_factory=list)
    through_the_door: int = 0


def walk(people: list[Person], *, only: str = "") -> Tally:
    """Ask every address about a report and a case, and look for what must stay hidden."""
    tally = Tally()
    for person in people:
        client = person.client()
        things = [str(pk) for pk in words_seen(person)]
        for route in routes():
            if route.name in LEAVING or not route.pattern.startswith(only):
                continue
            for pk in things if route.thing_parameter else [""]:
                for method in route.methods:
                    address = route.filled(**{name: pk or "x" for _, name in route.parameters})
                    ask(tally, client, person, method, address, is_door=route.pattern == DOOR)
    return tally


def words_seen(person: Person) -> Iterator[object]:
    """Go through a report this person may read, and a case."""
    from kentongan.cases import queries as cases
    from kentongan.reports import queries as reports

    seen = reports.seen_by(person.standing).filter(restricted=False).order_by("-sensitivity", "pk")
    yield from seen.values_list("pk", flat=True)[:1]
    yield from cases.seen_by(person.standing).order_by("pk").values_list("pk", flat=True)[:1]


def ask(tally: Tally, client: Client, person: Person, method: str, address: str, *, is_door: bool) -> None:
    """Ask once, undo what it did, and look at the answer."""
    with transaction.atomic():
        response = client.generic(method, address)
        body = body_of(response).decode("utf-8", "replace")
        transaction.set_rollback(True)
    tally.cases += 1
    found = set(HIDDEN.findall(body))
    if is_door and method == "POST" and NAME in found:
        tally.through_the_door += 1
        found.discard(NAME)
    if found:
        tally.shown.append(f"{person.name} {method} {address}: {sorted(found)}")


@pytest.mark.promise
def test_p34_what_is_masked_is_shown_nowhere(people: list[Person], monkeypatch: pytest.MonkeyPatch) -> None:
    tally = walk(people)
    few = [person for person in people if person.role is Role.OPERATOR]
    caught = {}
    for name, plant in SABOTEURS.items():
        with monkeypatch.context() as patch:
            plant(patch)
            caught[name] = bool(walk(few, only="laporan/").shown)

    print("\n".join(tally.shown[:20]), caught, f"{tally.through_the_door} through the door")
    assert tally.through_the_door, "somebody who needs a name can open it"
    promise_report(
        "P34",
        statement="no answer holds a masked name, a NIK or a telephone number",
        cases=tally.cases,
        failures=len(tally.shown),
        saboteurs_caught=sum(caught.values()),
        saboteurs=len(caught),
    )


# -- the saboteurs --


def names_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(words, "names_in", lambda *_told, **_more: [])


def numbers_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(words, "numbers_in", lambda _text: [])


def unread_text_shown(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(words, "proposal_of", lambda _told: None)
    patch.setattr(words, "unread", lambda text, *_told, **_more: Words((Piece(text),)))


def places_as_told(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(words, "short_text", lambda text: text)
    patch.setattr("kentongan.web.desk.panel.place_words", lambda report: report.place_text)


SABOTEURS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "names forgotten": names_forgotten,
    "numbers forgotten": numbers_forgotten,
    "a text nobody has read, shown": unread_text_shown,
    "the place as it was told": places_as_told,
}


def test_the_door_shows_the_name_but_not_the_victim_and_is_written_down(people: list[Person]) -> None:
    lurah = next(person for person in people if person.role is Role.LURAH)
    pk = next(iter(words_seen(lurah)))

    shown = lurah.client().post(f"/laporan/{pk}/nama").content.decode()

    assert NAME in shown
    assert not set(HIDDEN.findall(shown)) - {NAME}
    line = Event.objects.filter(kind="names.read").get()
    assert (str(line.subject_id), line.detail) == (str(pk), {"purpose": "tindak_lanjut"})
    assert line.at <= timezone.now()


def test_in_a_restricted_report_nobody_is_named_by_any_door(people: list[Person]) -> None:
    analyst = next(person for person in people if person.role is Role.ANALIS)
    report = Report.objects.filter(restricted=True, region__code__startswith="35.08").first()
    assert report is not None

    answer = analyst.client().post(f"/laporan/{report.pk}/nama")

    assert not HIDDEN.search(answer.content.decode())
