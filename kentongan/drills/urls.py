"""Addresses of the drills."""

from django.urls import path

from kentongan.drills import views

app_name = "drills"
urlpatterns = [
    path("gladi", views.listing, name="list"),
    path("gladi/usul", views.propose, name="propose"),
    path("gladi/papan", views.change_board, name="board"),
    path("gladi/<uuid:pk>", views.drill, name="drill"),
    path("gladi/<uuid:pk>/setujui", views.agree, name="agree"),
    path("gladi/<uuid:pk>/tolak", views.decline, name="decline"),
    path("gladi/<uuid:pk>/mulai", views.start, name="start"),
    path("gladi/<uuid:pk>/jeda", views.pause, name="pause"),
    path("gladi/<uuid:pk>/lanjut", views.resume, name="resume"),
    path("gladi/<uuid:pk>/akhiri", views.end, name="end"),
    path("gladi/<uuid:pk>/hapus", views.remove, name="remove"),
    path("gladi/<uuid:pk>/hasil", views.lessons, name="lessons"),
    path("gladi/<uuid:pk>/hasil.pdf", views.lessons_sheet, name="sheet"),
]
