"""At the door of this room: which HTTP status fits a refusal, how large a body may be, and who may post it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from kentongan.people.middleware import Request
from kentongan.reports import throttle
from kentongan.rules.refusal import Refused

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]

# A refusal that is not listed is a conflict with how things stand: 409.
STATUS = {
    "bad_json": 400,
    "bad_key": 400,
    "foreign_origin": 403,
    "key_conflict": 409,
    "too_large": 413,
    "wrong_type": 415,
    "broken_photo": 422,
    "bad_value": 422,
    "busy": 429,
    "no_regions": 503,
}
# The largest of all forms: a report with four photos straight from a camera.
FORM_BYTES = 45 * 1024 * 1024
BODY_TOO_LARGE = _("Kiriman ini terlalu besar. Kirim lebih sedikit foto, atau kecilkan dahulu.")
SLOWLY = _("Terlalu banyak kode dicoba dari sini. Tunggu sebentar, lalu kirim lagi.")
LOOPBACK = ("127.0.0.1", "::1")
ABSENT = _("Tidak ditemukan.")
BROKEN_BODY = _("Kiriman ini terputus atau rusak. Kirim sekali lagi.")
FOREIGN_ORIGIN = _("Permintaan ini tidak datang dari halaman kami. Buka halamannya, lalu kirim dari sana.")


def status_of(refused: Refused) -> int:
    """Return the HTTP status that fits a refusal."""
    return STATUS.get(refused.code, 409)


def refusal_in(error: BaseException) -> Refused | None:
    """Return what the sender should read about a failure, or nothing for a bug of ours."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, RequestDataTooBig):
        return Refused(BODY_TOO_LARGE, code="too_large")
    if isinstance(
        error, BadRequest | MultiPartParserError | UnreadablePostError | TooManyFieldsSent | TooManyFilesSent
    ):
        return Refused(BROKEN_BODY, code="bad_json")
    return None


def limited(most_bytes: int) -> Callable[[View[P]], View[P]]:
    """Refuse a body that is too large before a byte of it is read."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            check_size(request, most_bytes)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def slowed(view: View[P]) -> View[P]:
    """Let somebody wait who posts under many codes; what was typed is given back."""

    @wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        check_pace(request)
        return view(request, *args, **kwargs)

    return guarded


def check_pace(request: HttpRequest) -> None:
    """Make sure whoever asks for a code does not try many of them.

    Raises:
        Refused: If they have to come again a little later.
    """
    if wait_of(request):
        raise Refused(SLOWLY, code="busy")


def wait_of(request: HttpRequest) -> float:
    """Take a turn, or say in how many seconds to come again; the address is looked at here and goes no further."""
    at = timezone.now()
    address = request.META.get("REMOTE_ADDR", "")
    # Only the server in front, on this machine, may say for whom it asks.
    if address in LOOPBACK:
        address = request.headers.get("X-Real-IP", address)
    return throttle.wait(throttle.digest(address, at=at), at=at)


def own_origin(view: View[P]) -> View[P]:
    """Refuse a post that another site makes in the name of somebody who is logged in.

    Pages for everybody set no cookie, so they have no token to compare; without an account there is no
    authority to misuse either.
    """

    @wraps(view)
    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        check_origin(request)
        return view(request, *args, **kwargs)

    return guarded


def check_size(request: HttpRequest, most_bytes: int) -> None:
    """Make sure the stated length of the body is not too large.

    Raises:
        Refused: If it is.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or len(length) > 12 or int(length) > most_bytes:
        raise Refused(BODY_TOO_LARGE, code="too_large")


def check_origin(request: Request) -> None:
    """Make sure that a post with an account comes from one of our own pages.

    Raises:
        Refused: If it does not, or does not say where it comes from.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"} or request.standing.account is None:
        return
    told = urlsplit(request.headers.get("Origin") or request.headers.get("Referer") or "")
    origin = f"{told.scheme}://{told.netloc}"
    own = f"{request.scheme}://{request.get_host()}"
    if origin != own and origin not in settings.CSRF_TRUSTED_ORIGINS:
        raise Refused(FOREIGN_ORIGIN, code="foreign_origin")
