"""The JSON API as one document: the rooms' own parts, and one shape for every refusal."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.errors import ValidationError

from kentongan.reports.api import WRONG_FIELDS
from kentongan.reports.api import router as reports
from kentongan.reports.middleware import ABSENT, refusal_in, status_of
from kentongan.rules.refusal import Absent

RETRY_SECONDS = "5"

api = NinjaAPI(
    title="Kentongan",
    version="1",
    description="Setiap penolakan menjawab dengan kode mesin dan satu kalimat yang dapat dibaca orang.",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", reports)


@api.exception_handler(Absent)
@api.exception_handler(Http404)
def absent(request: HttpRequest, _error: Exception) -> HttpResponse:
    """Answer alike for what is not there and what is not for this person."""
    return problem(request, "absent", gettext(ABSENT), 404)


@api.exception_handler(ValidationError)
def wrong(request: HttpRequest, _error: Exception) -> HttpResponse:
    """Answer for what the framework itself could not read."""
    return problem(request, "bad_value", gettext(WRONG_FIELDS), 422)


@api.exception_handler(Exception)
def refused(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer with the sentence of a refusal; let bugs crash and be seen."""
    refusal = refusal_in(error)
    if refusal is None:
        raise error
    return problem(request, refusal.code, refusal.in_words(gettext), status_of(refusal))


def problem(request: HttpRequest, code: str, sentence: str, status: int) -> HttpResponse:
    """Write a refusal in the one shape."""
    body: dict[str, Any] = {"kode": code, "kalimat": sentence, "bidang": {}}
    response = api.create_response(request, body, status=status)
    if status == 429:
        response["Retry-After"] = RETRY_SECONDS
    return response
