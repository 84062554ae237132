"""Addresses of the cases."""

from django.urls import path

from kentongan.cases import views

app_name = "cases"
urlpatterns = [
    path("kasus", views.listing, name="list"),
    path("kasus/<uuid:pk>", views.detail, name="detail"),
    path("kasus/<uuid:pk>/catatan", views.note, name="note"),
    path("kasus/<uuid:pk>/status/<slug:to>", views.move, name="move"),
    path("kasus/<uuid:pk>/rujuk", views.refer, name="refer"),
    path("kasus/<uuid:pk>/tuntas", views.settle, name="settle"),
    path("kasus/<uuid:pk>/periksa-ulang", views.follow_up, name="follow_up"),
    path("kasus/<uuid:pk>/buka-kembali", views.reopen, name="reopen"),
    path("kasus/<uuid:pk>/gabung", views.merge, name="merge"),
    path("kasus/<uuid:pk>/penanggung-jawab", views.assign, name="assign"),
    path("kasus/<uuid:pk>/tugas", views.task, name="task"),
    path("kasus/<uuid:pk>/tembusan", views.copy, name="copy"),
    path("kasus/<uuid:pk>/tingkat", views.level, name="level"),
    path("kasus/<uuid:pk>/konflik-sosial", views.conflict, name="conflict"),
    path("kasus/<uuid:pk>/lampiran", views.attach, name="attach"),
    path("kasus/<uuid:pk>/laporan/<uuid:report>/keluarkan", views.leave, name="leave"),
    path("lampiran/<uuid:pk>", views.download, name="download"),
    path("laporan/<uuid:report>/kasus", views.take_up, name="take_up"),
    path("laporan/<uuid:report>/gabung", views.join, name="join"),
    path("tugas", views.mine, name="mine"),
    path("tugas/<uuid:pk>", views.tap, name="tap"),
    path("tembusan/<uuid:pk>/terima", views.acknowledge, name="acknowledge_copy"),
]
