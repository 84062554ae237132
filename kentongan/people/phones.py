"""Phone numbers: 0812…, 62812… and +62 812… are one number."""

import phonenumbers
from django.utils.translation import gettext_noop as _

from kentongan.rules.refusal import Refused

HOME = "ID"
BAD_NUMBER = _("Nomor telepon ini tidak dikenal. Contoh: 0812 3456 7890.")


def international(text: str) -> str:
    """Return a number as +628123456789.

    Raises:
        Refused: If it is not a phone number.
    """
    digits = text.strip()
    if digits.startswith("62"):
        digits = f"+{digits}"
    try:
        number = phonenumbers.parse(digits, HOME)
    except phonenumbers.NumberParseException as wrong:
        raise Refused(BAD_NUMBER, code="bad_number") from wrong
    if not phonenumbers.is_possible_number(number):
        raise Refused(BAD_NUMBER, code="bad_number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
