"""Addresses of the watch."""

from django.urls import path

from kentongan.watch import views

app_name = "watch"
urlpatterns = [
    path("jaga", views.tonight, name="tonight"),
    path("jaga/sekarang", views.look_now, name="look"),
    path("jaga/temuan/<uuid:pk>", views.finding, name="finding"),
    path("jaga/temuan/<uuid:pk>/tetapkan", views.confirm, name="confirm"),
    path("jaga/temuan/<uuid:pk>/tolak", views.reject, name="reject"),
    path("jaga/diam", views.silences, name="silences"),
    path("jaga/diam/<uuid:pk>", views.silence, name="silence"),
    path("jaga/diam/<uuid:pk>/tanya", views.ask, name="ask"),
    path("jaga/diam/<uuid:pk>/sebab", views.visit, name="visit"),
    path("jaga/risiko", views.outlook, name="outlook"),
    path("jaga/mutu", views.quality, name="quality"),
    path("jaga/uji", views.trials, name="trials"),
    path("jaga/uji/<uuid:pk>/berlakukan", views.adopt, name="adopt"),
    path("jaga/kerja/<uuid:pk>", views.run, name="run"),
    path("jaga/kerja/<uuid:pk>/batal", views.cancel, name="cancel"),
]
