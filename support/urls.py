"""Addresses of near-support, all under /tuki/."""

from django.urls import URLPattern, path

from support.measure import views

urlpatterns: list[URLPattern] = [
    path("keinot/", views.measure_list, name="measure_list"),
    path("keinot/ehdota/", views.measure_suggest, name="measure_suggest"),
    path("keinot/uusi/", views.measure_new, name="measure_new"),
    path("keinot/<uuid:pk>/", views.measure_edit, name="measure_edit"),
    path("keinot/<uuid:pk>/kaytto/", views.measure_use, name="measure_use"),
    path("keinot/<uuid:pk>/hylkaa/", views.measure_dismiss, name="measure_dismiss"),
]
