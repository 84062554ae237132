"""All addresses of the service."""

from django.urls import URLPattern, URLResolver, include, path

from kentongan.web.api import api

# The API comes first: most reports of a busy night come through it, and every address before it would be tried.
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("", include("kentongan.web.urls")),
    path("", include("kentongan.people.urls")),
    path("akun/", include("allauth.account.urls")),
    path("akun/2fa/", include("allauth.mfa.urls")),
    path("akun/sesi/", include("allauth.usersessions.urls")),
    path("", include("kentongan.alerts.urls")),
    path("", include("kentongan.cases.urls")),
    path("", include("kentongan.watch.urls")),
    path("", include("kentongan.drills.urls")),
    path("", include("kentongan.reports.urls")),
]

handler404 = "kentongan.web.trouble.absent"
handler500 = "kentongan.web.trouble.answer"
