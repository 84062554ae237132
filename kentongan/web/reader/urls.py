"""Addresses of the page about the machine that reads."""

from django.urls import path

from kentongan.web.reader import views

urlpatterns = [path("mesin", views.quality, name="reader-quality")]
