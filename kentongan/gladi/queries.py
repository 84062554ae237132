"""What of the demonstration is there."""

from dataclasses import dataclass

from django.db.models import Q

from kentongan.gladi.lumajang import HOME, LOGINS, PASSWORD, PROVINCE
from kentongan.gladi.place import Place
from kentongan.people.models import Account, Term
from kentongan.reports.models import Report
from kentongan.rules import places
from kentongan.wilayah.models import Region
from kentongan.wilayah.queries import within


@dataclass(frozen=True)
class Login:
    """One way into the demonstration."""

    role: str
    username: str
    password: str
    name: str


def regions() -> list[Place]:
    """Return the kabupaten with its kecamatan and villages, and its province."""
    rows = Region.objects.filter(
        Q(code=PROVINCE) | within("code", HOME), level__lte=places.VILLAGE, valid_to__isnull=True
    ).order_by("code")
    return [Place(row.code, row.name, row.title_of_head, row.tps or 0) for row in rows]


def accounts_are_open() -> bool:
    """Say whether an account with the published password can still log in."""
    found = Account.objects.filter(username__in=LOGINS.values(), is_active=True).order_by("username")
    return any(account.check_password(PASSWORD) for account in found)


def is_furnished() -> bool:
    """Say whether the people of the demonstration are there already."""
    return Account.objects.filter(username__in=LOGINS.values()).exists()


def is_played() -> bool:
    """Say whether the month of the demonstration is there already."""
    return Report.objects.filter(client_id__startswith="gladi:").exists()


def villages() -> list[Place]:
    """Return the villages where people report."""
    return [place for place in regions() if places.level(place.code) == places.VILLAGE]


def logins() -> list[Login]:
    """Return the logins that work, one per role, from RT up to the province."""
    order = list(LOGINS.values())
    terms = Term.objects.filter(account__username__in=order, account__is_active=True, deputy="")
    found = {term.account.username: term for term in terms.select_related("account", "post")}
    return [
        Login(term.post.role, username, PASSWORD, f"{term.account.name} · {term.post.title}")
        for username in order
        if (term := found.get(username))
    ]
