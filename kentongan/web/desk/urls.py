"""Addresses of the duty desk."""

from django.urls import path

from kentongan.web.desk import views

urlpatterns = [
    path("meja", views.desk, name="desk"),
    path("meja/baru", views.fresh, name="desk-fresh"),
    path("meja/tombol", views.keys, name="desk-keys"),
    path("meja/urungkan", views.undo, name="desk-undo"),
    path("meja/sekilas", views.skim, name="desk-skim"),
    path("meja/<uuid:pk>", views.desk, name="desk-report"),
    path("meja/<uuid:pk>/terima", views.accept, name="desk-accept"),
    path("meja/<uuid:pk>/benar", views.confirm, name="desk-confirm"),
    path("meja/<uuid:pk>/bidang/<str:field>", views.mend, name="desk-mend"),
    path("meja/<uuid:pk>/gabung", views.join, name="desk-join"),
    path("meja/<uuid:pk>/tolak", views.decline, name="desk-decline"),
    path("meja/<uuid:pk>/tunda", views.snooze, name="desk-snooze"),
]
