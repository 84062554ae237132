"""The service, with a defect if the test asks for it: it forgets the code a phone made, so a try is a new report."""

import os
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from kentongan.web.wsgi import application

__all__ = ["FORGETFUL", "application", "forgetful"]

FORGETFUL = {"KENTONGAN_SABOTEUR": "forget codes"}


def forgetful(honest: Callable[..., Any]) -> Callable[..., Any]:
    """Plant: every try is a new report, whatever code it carries."""

    def receive(*, client_id: str, draft: Any, by: Any, at: datetime) -> Any:
        again = f"{client_id[:20]}-{uuid.uuid4()}"
        return honest(client_id=again, draft=replace(draft, code=""), by=by, at=at)

    return receive


if os.environ.items() >= FORGETFUL.items():
    # Only now: the models are there when the application is.
    from kentongan.reports import actions

    actions.receive = forgetful(actions.receive)
