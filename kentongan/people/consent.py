"""Four eyes: a post that reads what is restricted or secret, or opens names, is given by two administrators."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as _

from kentongan.people import access
from kentongan.people.actions import POST_IS_CLOSED, note, replayed
from kentongan.people.models import Term
from kentongan.rules.authority import Standing
from kentongan.rules.refusal import Refused

NOT_YOUR_OWN_WORD = _("Anda yang memberi jabatan ini. Admin lain yang menyetujuinya.")
NOT_YOUR_OWN_POST = _("Anda tidak dapat menyetujui jabatan untuk diri sendiri. Minta admin lain.")
ALREADY_DECIDED = _("Jabatan ini sudah disetujui, ditolak, atau tidak memerlukan persetujuan.")


@transaction.atomic
def decide(*, term: Term, is_agreed: bool, by: Standing, at: datetime, key: UUID) -> Term:
    """Agree as the second administrator that somebody holds a post from now on, or refuse it.

    Raises:
        Absent: If the post is not this administrator's to look after.
        Refused: If it is their own word or their own post, or somebody has decided already.
    """
    region = term.post.office.region_id
    access.check(by, "people.consent", region=region)
    if replayed(key, term.pk, "term", is_agreed=is_agreed):
        return term
    check_is_second(term, by)
    if is_agreed and term.post.closed_on is not None:
        raise Refused(POST_IS_CLOSED)
    word = Term.Consent.GIVEN if is_agreed else Term.Consent.REFUSED
    waiting = Term.objects.filter(pk=term.pk, consent=Term.Consent.WAITS)
    if not waiting.update(consent=word.value, decided_by=by.account, decided_at=at):
        raise Refused(ALREADY_DECIDED)
    note(
        "term.consented" if is_agreed else "term.refused", term, region, by, at, {"account": term.account_id}
    )
    term.refresh_from_db()
    return term


def check_is_second(term: Term, by: Standing) -> None:
    """Make sure that neither who gives a post nor who gets it decides about it.

    Raises:
        Refused: If it is one of them.
    """
    if by.account == term.asked_by_id:
        raise Refused(NOT_YOUR_OWN_WORD)
    if by.account == term.account_id:
        raise Refused(NOT_YOUR_OWN_POST)
