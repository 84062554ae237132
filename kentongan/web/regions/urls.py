"""Addresses of the pages about regions."""

from django.urls import path

from kentongan.web.regions import views

app_name = "regions"
urlpatterns = [
    path("wilayah", views.home, name="home"),
    path("wilayah.geojson", views.country_shapes, name="country-shapes"),
    path("wilayah/cari", views.search, name="search"),
    path("wilayah/<str:code>.geojson", views.shapes, name="shapes"),
    path("wilayah/<str:code>", views.region, name="region"),
    path("wilayah/<str:code>/rw", views.new_rw, name="new-rw"),
    path("wilayah/<str:code>/rt", views.new_rt, name="new-rt"),
    path("wilayah/<str:code>/nama", views.new_alias, name="new-alias"),
    path("wilayah/<str:code>/sebutan", views.title, name="title"),
    path("wilayah/<str:code>/ganti", views.replace, name="replace"),
    path("wilayah/<str:code>/pecah", views.split, name="split"),
]
