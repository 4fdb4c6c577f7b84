"""Addresses of near-support, all under /tuki/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
