"""A small country for tests: two provinces, their offices, and one officer for every role and place."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from kentongan.people.models import Account, Office, Post, Term
from kentongan.rules.authority import Role
from kentongan.rules.places import level, parent
from kentongan.wilayah.models import Region

SEED = UUID("6f1f2f0a-2f2b-4b57-9a39-1d6b3d9c0a01")
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
SINCE = date(2026, 1, 1)
NAMES = {
    "35": "Jawa Timur",
    "35.08": "Lumajang",
    "35.08.10": "Lumajang",
    "35.08.10.1001": "Tompokersan",
    "35.08.10.1002": "Ditotrunan",
    "35.08.10.1001.RW05": "RW 05",
    "35.08.10.1001.RW05.RT03": "RT 03",
    "35.08.11": "Sukodono",
    "35.08.11.2001": "Kutorenon",
    "35.09": "Jember",
    "35.09.01": "Jombang",
    "35.09.01.2001": "Keting",
    "19": "Kepulauan Bangka Belitung",
    "19.01": "Bangka",
}
KINDS = {1: "provinsi", 2: "kabupaten", 3: "kecamatan", 4: "desa", 5: "rw", 6: "rt"}
LEVEL_OF = {
    Role.RT: 6,
    Role.RW: 5,
    Role.LURAH: 4,
    Role.BABINSA: 4,
    Role.BHABINKAMTIBMAS: 4,
    Role.LINMAS: 4,
    Role.CAMAT: 3,
    Role.KAPOLSEK: 3,
    Role.DANRAMIL: 3,
    Role.PROVINSI: 1,
}


def pk_of(*words: object) -> UUID:
    """Return the same identifier for the same words."""
    return uuid5(SEED, ":".join(str(word) for word in words))


def make_regions(names: Mapping[str, str] = NAMES) -> None:
    """Make regions with their parents first."""
    for code, name in sorted(names.items()):
        Region.objects.get_or_create(
            code=code,
            defaults={
                "parent_id": parent(code) or None,
                "level": level(code),
                "kind": KINDS[level(code)],
                "name": name,
                "title_of_head": "Lurah" if level(code) == 4 else "",
                "valid_from": date(2020, 1, 1),
                "local": level(code) > 4,
            },
        )


def make_post(role: Role, region: str, title: str = "") -> Post:
    """Make a post in the office of its region."""
    office, _ = Office.objects.get_or_create(
        region_id=region,
        kind=Office.Kind.VILLAGE,
        name=f"Kantor {region}",
        defaults={"pk": pk_of("office", region)},
    )
    return Post.objects.create(
        pk=pk_of("post", role, region, title), office=office, role=role, title=title or f"{role} {region}"
    )


def make_account(username: str, **fields: object) -> Account:
    """Make an account that logs in with the word `kata sandi panjang`."""
    account = Account(pk=pk_of("account", username), username=username, name=username.title(), **fields)
    account.set_password("kata sandi panjang")
    account.save(force_insert=True)
    return account


def seat(
    account: Account, post: Post, *, starts_on: date = SINCE, ends_on: date | None = None, deputy: str = ""
) -> Term:
    """Let somebody hold a post."""
    return Term.objects.create(
        pk=pk_of("term", account.pk, post.pk, starts_on, deputy),
        post=post,
        account=account,
        starts_on=starts_on,
        ends_on=ends_on,
        deputy=deputy,
    )


def make_officer(role: Role, region: str, username: str = "") -> Account:
    """Make an account that holds one post."""
    account = make_account(username or f"{role}-{region}".lower())
    seat(account, make_post(role, region, f"{role} {username}".strip()))
    return account
