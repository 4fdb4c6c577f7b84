"""Addresses of the annual clock, under /tyopajat/."""

from django.urls import URLPattern, path

from workshops.clock import views

urlpatterns: list[URLPattern] = [
    path("vuosikello/", views.annual_clock, name="annual_clock"),
    path("vuosikello/juliste.pdf", views.clock_pdf, name="clock_pdf"),
    path("vuosikello/uusi/", views.clock_event_new, name="clock_event_new"),
    path("vuosikello/pohja/", views.clock_fill, name="clock_fill"),
    path("vuosikello/<uuid:pk>/", views.clock_event_edit, name="clock_event_edit"),
    path("vuosikello/<uuid:pk>/poista/", views.clock_event_remove, name="clock_event_remove"),
]
