"""Addresses of near-support, all under /tuki/."""

from django.urls import URLPattern, path

from support.views import measures

urlpatterns: list[URLPattern] = [
    path("keinot/", measures.measure_list, name="measure_list"),
    path("keinot/ehdota/", measures.measure_suggest, name="measure_suggest"),
    path("keinot/uusi/", measures.measure_new, name="measure_new"),
    path("keinot/<uuid:pk>/", measures.measure_edit, name="measure_edit"),
    path("keinot/<uuid:pk>/kaytto/", measures.measure_use, name="measure_use"),
    path("keinot/<uuid:pk>/hylkaa/", measures.measure_dismiss, name="measure_dismiss"),
]
