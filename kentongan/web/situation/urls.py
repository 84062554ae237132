"""Addresses of the situation."""

from django.urls import path

from kentongan.web.situation import views

urlpatterns = [
    path("situasi", views.situation, name="situation"),
    path("situasi/<str:code>", views.situation, name="situation-of"),
]
