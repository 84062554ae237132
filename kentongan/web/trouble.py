"""The answer when something broke under the service: a full disk, a busy or failing one, or a fault of ours.

Django calls `answer` for every exception nobody turned into words, also those of middleware. It says what is
certain: nothing of this request was kept, so whoever sent it keeps it and sends it again.
"""

import errno
import sys
from collections.abc import Iterator

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.defaults import page_not_found

from kentongan.reports.middleware import ABSENT
from kentongan.web.middleware import kept_input, wants_json

FULL = "storage_full"
RESTING = "storage_resting"
SENTENCES = {
    FULL: _("Penyimpanan server penuh, jadi ini belum tersimpan. Simpan isian Anda dan kirim lagi nanti."),
    RESTING: _("Penyimpanan server sedang terganggu, jadi ini belum tersimpan. Kirim lagi sebentar lagi."),
}
STATUS = {FULL: 507, RESTING: 503}
RETRY_AFTER_S = {FULL: 60, RESTING: 5}

SQLITE_FULL = "SQLITE_FULL"
SQLITE_RESTING = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN")
POSTGRESQL_FULL = "53100"
# Connection lost, resources short, shut down by an operator, failing disk, read-only standby.
POSTGRESQL_RESTING = ("08", "53", "57P", "58", "25006")
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
BROKEN_DISK = {errno.EIO, errno.EROFS}


def answer(request: HttpRequest) -> HttpResponse:
    """Say plainly what could not be kept, or that something is wrong with us."""
    found = trouble_with_storage(sys.exc_info()[1])
    if found is None:
        return HttpResponse(render_to_string("500.html"), status=500)
    sentence = str(SENTENCES[found])
    if wants_json(request):
        response: HttpResponse = JsonResponse(
            {"kode": found, "kalimat": sentence, "bidang": {}}, status=STATUS[found]
        )
    else:
        context = {"sentence": sentence, "kept": kept_input(request), "heading": gettext("Belum tersimpan")}
        response = HttpResponse(
            render_to_string("unstored.html", context, request=None), status=STATUS[found]
        )
    response.headers["Retry-After"] = str(RETRY_AFTER_S[found])
    return response


def absent(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing here, to a program as JSON."""
    if wants_json(request):
        body = {"kode": "absent", "kalimat": gettext(ABSENT), "bidang": {}}
        return JsonResponse(body, status=404)
    return page_not_found(request, exception)


def trouble_with_storage(error: BaseException | None) -> str | None:
    """Return what the storage complains of, or None when the fault is ours."""
    for one in with_causes(error):
        if isinstance(one, OSError):
            found = of_file(one)
        elif isinstance(one, DatabaseError):
            found = of_database(one.__cause__)
        else:
            found = None
        if found:
            return found
    return None


def with_causes(error: BaseException | None) -> Iterator[BaseException]:
    """Return an error and what led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def of_file(error: OSError) -> str | None:
    """Read an error of the file system."""
    if error.errno in NO_ROOM:
        return FULL
    return RESTING if error.errno in BROKEN_DISK else None


def of_database(error: BaseException | None) -> str | None:
    """Read an error of SQLite or PostgreSQL."""
    name = getattr(error, "sqlite_errorname", None)
    if name is not None:
        return FULL if name == SQLITE_FULL else RESTING if name.startswith(SQLITE_RESTING) else None
    state = getattr(error, "sqlstate", "")
    if state == POSTGRESQL_FULL:
        return FULL
    # A connection that could not even be made has no state.
    is_unreachable = state is None and type(error).__name__ in {"OperationalError", "PoolTimeout"}
    return RESTING if is_unreachable or (state or "-").startswith(POSTGRESQL_RESTING) else None
