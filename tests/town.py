"""A kabupaten for tests of alerts and cases: its posts of every line, each held by one officer."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.test import Client

from kentongan.people.models import Account, Office, Post, Term
from kentongan.people.queries import standing
from kentongan.reports import actions as reports
from kentongan.reports.draft import Draft
from kentongan.reports.models import Report
from kentongan.rules import places
from kentongan.rules.authority import PUBLIC, Role, Standing
from kentongan.wilayah.models import Region

SEED = UUID("0b7d4c11-7c52-4d6e-9a55-5a0f1f1b8a10")
AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
KAB, KEC, VILLAGE = "35.08", "35.08.10", "35.08.10.1011"
NEXT_DOOR, RT = "35.08.10.1012", "35.08.10.1011.RW05.RT03"
OTHER_KAB = "35.09.01.2001"
NAMES = {
    "35": "Jawa Timur", "35.08": "Lumajang", "35.08.10": "Lumajang", "35.08.10.1011": "Rogotrunan",
    "35.08.10.1011.RW05": "RW 05", "35.08.10.1011.RW05.RT03": "RT 03", "35.08.10.1012": "Citrodiwangsan",
    "35.09": "Jember", "35.09.01": "Jombang", "35.09.01.2001": "Keting",
}  # fmt: skip
KINDS = {1: "provinsi", 2: "kabupaten", 3: "kecamatan", 4: "desa", 5: "rw", 6: "rt"}
LINES = {
    Role.BABINSA: Office.Kind.ARMY, Role.DANRAMIL: Office.Kind.ARMY,
    Role.BHABINKAMTIBMAS: Office.Kind.POLICE, Role.KAPOLSEK: Office.Kind.POLICE,
    Role.RT: Office.Kind.COMMUNITY, Role.RW: Office.Kind.COMMUNITY, Role.LINMAS: Office.Kind.COMMUNITY,
    Role.LURAH: Office.Kind.VILLAGE, Role.CAMAT: Office.Kind.DISTRICT, Role.OPERATOR: Office.Kind.KESBANGPOL,
    Role.ANALIS: Office.Kind.KESBANGPOL, Role.KEPALA: Office.Kind.KESBANGPOL,
}  # fmt: skip
EVERY_POST = (
    (Role.RT, RT), (Role.LURAH, VILLAGE), (Role.BABINSA, VILLAGE), (Role.BHABINKAMTIBMAS, VILLAGE),
    (Role.CAMAT, KEC), (Role.KAPOLSEK, KEC), (Role.DANRAMIL, KEC), (Role.OPERATOR, KAB), (Role.ANALIS, KAB),
    (Role.KEPALA, KAB), (Role.PIMPINAN, KAB), (Role.ADMIN, KAB),
)  # fmt: skip


def pk_of(*words: object) -> UUID:
    """Return the same identifier for the same words."""
    return uuid5(SEED, ":".join(str(word) for word in words))


def build(posts: tuple[tuple[Role, str], ...] = EVERY_POST) -> None:
    """Make the regions and fill the posts."""
    for code, name in sorted(NAMES.items()):
        make_region(code, name)
    for role, region in posts:
        appoint(role, region)


def make_region(code: str, name: str) -> Region:
    """Return a region, made when it is first asked for."""
    made, _ = Region.objects.get_or_create(
        code=code,
        defaults={
            "parent_id": places.parent(code) or None,
            "level": places.level(code),
            "kind": KINDS[places.level(code)],
            "name": name,
            "valid_from": date(2020, 1, 1),
        },
    )
    return made


def post(role: Role, region: str) -> Post:
    """Return the post of a role in a region, made when it is first asked for."""
    kind = LINES.get(role, Office.Kind.GOVERNMENT)
    office, _ = Office.objects.get_or_create(
        pk=pk_of("office", kind, region),
        defaults={"region_id": region, "kind": kind, "name": f"{kind} {region}"},
    )
    made, _ = Post.objects.get_or_create(
        pk=pk_of("post", role, region),
        defaults={"office": office, "role": role.value, "title": f"{role} {region}"},
    )
    return made


def appoint(role: Role, region: str, *, name: str = "", deputy: str = "") -> Account:
    """Let a new officer hold a post, or stand in."""
    username = name or f"{role}-{region}".lower()
    account, _ = Account.objects.get_or_create(
        pk=pk_of("account", username), defaults={"username": username, "name": f"Pak {username}"}
    )
    Term.objects.get_or_create(
        pk=pk_of("term", username, role, region),
        defaults={
            "post": post(role, region),
            "account": account,
            "starts_on": date(2026, 1, 1),
            "ends_on": date(2027, 12, 31) if deputy else None,
            "deputy": deputy,
        },
    )
    return account


def vacate(role: Role, region: str) -> None:
    """Let a post be empty from now on."""
    Term.objects.filter(post=post(role, region)).delete()


def of(role: Role, region: str, *, at: datetime = AT) -> Standing:
    """Return what the officer of a post stands for."""
    return standing(Account.objects.get(pk=pk_of("account", f"{role}-{region}".lower())), at=at, origin="web")


def browser(role: Role, region: str) -> Client:
    """Return a browser in which the officer of a post is logged in."""
    client = Client(headers={"origin": "http://testserver"})
    client.force_login(
        Account.objects.get(pk=pk_of("account", f"{role}-{region}".lower())),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


def report(word: str = "satu", *, by: Standing = PUBLIC, at: datetime = AT, **told: object) -> Report:
    """Receive a report."""
    filled: dict[str, Any] = {
        "event_form": "E13",
        "when": "sudah",
        "region": VILLAGE,
        "text": f"Cekcok {word}.",
    }
    draft = Draft(**(filled | told))
    code = reports.receive(client_id=f"laporan-{pk_of(word)}", draft=draft, by=by, at=at).code
    return Report.objects.get(code=code)


def later(**length: float) -> datetime:
    """Return a moment after the start of the test."""
    return AT + timedelta(**length)
