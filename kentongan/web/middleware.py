"""What happens around every page: its language, and a refusal turned into words."""

from collections.abc import Callable
from typing import Any

from csp.constants import HEADER
from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import resolve
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from kentongan.people.middleware import barred, is_api
from kentongan.reports.middleware import FORM_BYTES, check_size, refusal_in, status_of
from kentongan.rules.refusal import Absent, Refused

Answer = Callable[[HttpRequest], HttpResponse]
UNREAD = {400, 413}
UNSEEN = {"csrfmiddlewaretoken"}
SHORT = 40
NO_SUCH_METHOD = 405
WRONG_METHOD = _("Alamat ini tidak menerima cara kirim itu. Caranya ada di /api/v1/openapi.json.")
FORMS_ONLY = _("Langkah ini belum dilakukan. Kembali ke halamannya, lalu tekan tombolnya sekali lagi.")
LOADS_NOTHING = "default-src 'none'; frame-ancestors 'none'"


class ProgramsMiddleware:
    """Let programs in by a door of their own: who asks, in which language, and whether they may; nothing of pages.

    What only pages need (forms and their tokens, messages, a policy of scripts) was a quarter of the work for a
    report that a phone sends.
    """

    def __init__(self, get_response: Answer) -> None:
        """Keep the door for pages, and build the one for programs."""
        self.pages = get_response
        self.programs: Callable[[HttpRequest], Any] = convert_exception_to_response(answer_program)
        for layer in reversed(settings.PROGRAMS_MIDDLEWARE):
            self.programs = convert_exception_to_response(import_string(layer)(self.programs))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send everybody to the right door."""
        if not is_api(request):
            return self.pages(request)
        request.get_host()  # refuses a name that is not ours
        response: HttpResponse = self.programs(request)
        response.headers.setdefault(HEADER, LOADS_NOTHING)
        response.headers.setdefault("Content-Length", str(len(response.content)))
        return response


def answer_program(request: HttpRequest) -> HttpResponse:
    """Call the view, unless the body is too large or the policy holds nothing here for whoever asks."""
    match = request.resolver_match = resolve(request.path_info)
    refusal = too_large(request) or barred(request, match.func)
    try:
        return refusal or in_words(request, match.func(request, *match.args, **match.kwargs))
    except Exception as exception:
        if answer := answer_to(request, exception):
            return answer
        raise


class LanguageMiddleware:
    """Choose the language: what this device asked for, else the account's, else Bahasa Indonesia.

    Not the browser's: phones sold here are often set to English by nobody's choice.
    """

    def __init__(self, get_response: Answer) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language."""
        language = chosen_language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def chosen_language(request: HttpRequest) -> str:
    """Return "id" or "en"."""
    wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or getattr(request.user, "language", "")
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class RefusedMiddleware:
    """Turn a refusal into a page with its sentence (409, or the status that fits), an absence into a 404."""

    def __init__(self, get_response: Answer) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let no answer without a word through: after a new login people come by GET to what takes forms only."""
        return in_words(request, self.get_response(request))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for a refusal; leave every other exception alone, so that bugs are seen."""
        return answer_to(request, exception)


def answer_to(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """Answer for a refusal, or leave the exception alone.

    Raises:
        Http404: For an absence.
    """
    if isinstance(exception, Absent):
        raise Http404 from exception
    refused = refusal_in(exception)
    return refusal_page(request, refused) if refused else None


def in_words(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say why a page or the API does not take this method, which the framework answers with an empty page."""
    if response.status_code != NO_SUCH_METHOD:
        return response
    if wants_json(request):
        body = {"kode": "wrong_method", "kalimat": gettext(WRONG_METHOD), "bidang": {}}
        answer: HttpResponse = JsonResponse(body, status=NO_SUCH_METHOD)
    else:
        context = {"sentence": gettext(FORMS_ONLY), "back": back_address(request)}
        answer = render(request, "405.html", context, status=NO_SUCH_METHOD)
    answer.headers["Allow"] = response.headers.get("Allow", "")
    return answer


class SizeMiddleware:
    """Refuse a body that is too large before anybody reads it, also the guard against forged forms."""

    def __init__(self, get_response: Answer) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass through; what an answer needs is known only later."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Look at the stated length."""
        return too_large(request)


def too_large(request: HttpRequest) -> HttpResponse | None:
    """Refuse a body by its stated length, or let it pass."""
    try:
        check_size(request, FORM_BYTES)
    except Refused as refused:
        return refusal_page(request, refused)
    return None


def refusal_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Say a refusal in its sentence, to a program as JSON, and give back what was typed."""
    sentence, status = refused.in_words(gettext), status_of(refused)
    if wants_json(request):
        return JsonResponse({"kode": refused.code, "kalimat": sentence, "bidang": {}}, status=status)
    # What was too large to read is not read again to show it.
    kept = kept_input(request) if status not in UNREAD else []
    context = {"sentence": sentence, "kept": kept, "back": back_address(request)}
    return render(request, "409.html", context, status=status)


def wants_json(request: HttpRequest) -> bool:
    """Say whether a program is asking, not a person."""
    return request.path.startswith("/api/") or not request.accepts("text/html")


def kept_input(request: HttpRequest) -> list[dict[str, Any]]:
    """Return what was typed, so that nobody types it twice; long text is shown for correction."""
    return [
        {"name": name, "value": value, "label": name.replace("_", " ").capitalize(), "shown": is_prose(value)}
        for name, values in request.POST.lists()
        if name not in UNSEEN and "password" not in name
        for value in values
    ]


def is_prose(value: str) -> bool:
    """Say whether somebody wrote this by hand."""
    return len(value) > SHORT or "\n" in value


def back_address(request: HttpRequest) -> str:
    """Return the page this person came from when it is ours."""
    referer = request.headers.get("referer", "")
    own = f"{request.scheme}://{request.get_host()}/"
    return referer if referer.startswith(own) else "/"
