"""Addresses of the logbook."""

from django.urls import path

from kentongan.web.logbook import views

urlpatterns = [
    path("catatan", views.logbook, name="logbook"),
    path("macet", views.stuck, name="stuck"),
    path("macet/<uuid:pk>", views.retry, name="retry"),
]
