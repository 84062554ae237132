"""Addresses of the alerts."""

from django.urls import path

from kentongan.alerts import views

app_name = "alerts"
urlpatterns = [
    path("panggilan", views.board, name="board"),
    path("panggilan/aliran", views.stream, name="stream"),
    path("panggilan/keadaan", views.state, name="state"),
    path("panggilan/<uuid:pk>/dengar", views.acknowledge, name="acknowledge"),
]
