"""How allauth behaves here: nobody signs up by themselves, and mail is sent only where there is a mail server."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils.translation import gettext_noop as _

from kentongan.rules.refusal import Refused

NO_MAIL = _("Server ini tidak mengirim surel. Minta bantuan admin di wilayah Anda.")


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from invitations only."""

    def is_open_for_signup(self, request: object) -> bool:  # noqa: ARG002 allauth asks per request
        """Say that nobody may sign up."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a message, or say to everybody alike that no message leaves this server.

        Raises:
            Refused: If there is no mail server.
        """
        if not settings.EMAIL_HOST:
            raise Refused(NO_MAIL, code="no_mail")
        super().send_mail(template_prefix, email, context)
