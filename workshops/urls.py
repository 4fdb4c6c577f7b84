"""Addresses of the workshops, all under /tyopajat/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
