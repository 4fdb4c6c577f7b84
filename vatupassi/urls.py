"""Addresses of the VatuPassi."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
