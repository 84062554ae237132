"""Addresses of the directory, the administration of people, and one's own account."""

from django.urls import path

from kentongan.people import views

app_name = "people"
urlpatterns = [
    path("orang", views.home, name="home"),
    path("orang/wilayah/<str:code>", views.directory, name="directory"),
    path("orang/wilayah/<str:code>/kelola", views.manage, name="manage"),
    path("orang/wilayah/<str:code>/kantor", views.new_office, name="new-office"),
    path("orang/wilayah/<str:code>/tim", views.new_team, name="new-team"),
    path("orang/wilayah/<str:code>/nomor", views.new_number, name="new-number"),
    path("orang/kantor/<uuid:pk>/jabatan", views.new_post, name="new-post"),
    path("orang/jabatan/<uuid:pk>", views.post, name="post"),
    path("orang/jabatan/<uuid:pk>/tutup", views.close_post, name="close-post"),
    path("orang/jabatan/<uuid:pk>/masa", views.new_term, name="new-term"),
    path("orang/jabatan/<uuid:pk>/undang", views.invite, name="invite"),
    path("orang/masa/<uuid:pk>/akhiri", views.end_term, name="end-term"),
    path("orang/masa/<uuid:pk>/setujui", views.consent, name="consent"),
    path("orang/undangan/<uuid:pk>", views.invitation, name="invitation"),
    path("orang/undangan/<uuid:pk>/tarik", views.withdraw, name="withdraw"),
    path("orang/tim/<uuid:pk>/anggota", views.new_member, name="new-member"),
    path("orang/anggota/<uuid:pk>/keluar", views.member_leaves, name="member-leaves"),
    path("orang/nomor/<uuid:pk>/cabut", views.retire_number, name="retire-number"),
    path("orang/akun/<uuid:pk>", views.account, name="account"),
    path("orang/akun/<uuid:pk>/nonaktifkan", views.deactivate, name="deactivate"),
    path("orang/akun/<uuid:pk>/aktifkan", views.reactivate, name="reactivate"),
    path("undangan/<str:secret>", views.accept, name="accept"),
    path("akun/", views.me, name="me"),
    path("akun/bahasa", views.language, name="language"),
    path("akun/perangkat/<uuid:pk>", views.rename_device, name="rename-device"),
    path("akun/perangkat/<uuid:pk>/cabut", views.revoke_device, name="revoke-device"),
]
