"""Addresses of the reports room."""

from django.urls import path

from kentongan.reports import views

app_name = "reports"

urlpatterns = [
    path("lapor", views.report, name="report"),
    path("lapor-sw.js", views.worker, name="worker"),
    path("lapor.webmanifest", views.manifest, name="manifest"),
    path("kode", views.code, name="code-form"),
    path("kode/<str:code>", views.code, name="code"),
    path("kode/<str:code>/tanda-terima", views.receipt, name="receipt"),
    path("kode/<str:code>/rincian", views.add_details, name="add-details"),
    path("kode/<str:code>/aman", views.say_safe, name="say-safe"),
    path("kode/<str:code>/foto", views.add_photo, name="add-photo"),
    path("laporan", views.own, name="own"),
    path("laporan/tempel", views.paste, name="paste"),
    path("laporan/<uuid:pk>", views.detail, name="detail"),
    path("laporan/<uuid:pk>/nama", views.names, name="names"),
    path("laporan/<uuid:pk>/teks", views.unread, name="unread"),
    path("laporan/<uuid:pk>/nilai", views.rate, name="rate"),
    path("laporan/<uuid:pk>/periksa", views.verify, name="verify"),
    path("laporan/<uuid:pk>/kesampingkan", views.put_aside, name="put-aside"),
    path("laporan/<uuid:pk>/teruskan", views.forward, name="forward"),
    path("laporan/<uuid:pk>/perbaiki", views.correct, name="correct"),
    path("nihil", views.nil, name="nil"),
    path("foto/<uuid:pk>", views.photo, name="photo"),
]
