"""Addresses of the shell and of the pages that look into several rooms."""

from django.urls import include, path

from kentongan.web import views

urlpatterns = [
    path("", views.start, name="start"),
    path("tampilan", views.display, name="display"),
    path("", include("kentongan.web.desk.urls")),
    path("", include("kentongan.web.situation.urls")),
    path("", include("kentongan.web.logbook.urls")),
    path("", include("kentongan.web.regions.urls")),
    path("", include("kentongan.web.reader.urls")),
]
