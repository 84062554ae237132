"""The real addresses, and two views that refuse."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from kentongan.people.policy import policy
from kentongan.rules.refusal import Absent, Refused


@policy("web.open")
def refusing(_request: HttpRequest) -> HttpResponse:
    raise Refused("Kasus ini masih punya tugas yang belum selesai.", "open_tasks")


@policy("web.open")
def absent(_request: HttpRequest) -> HttpResponse:
    raise Absent


@policy("web.open")
def broken(_request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def undeclared(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("for nobody")


handler404 = "kentongan.web.trouble.absent"
urlpatterns = [
    path("", include("kentongan.urls")),
    path("menolak", refusing),
    path("api/v1/menolak", refusing),
    path("api/v1/gaib", absent),
    path("api/v1/rusak", broken),
    path("api/v1/tanpa-kebijakan", undeclared),
    path("gaib", absent),
    path("rusak", broken),
]
