"""Addresses of the shell."""

from django.urls import path

from kentongan.web import views

urlpatterns = [
    path("tampilan", views.display, name="display"),
    path("", views.start, name="start"),
]
