"""Addresses of the annual clock and the forums, under /tyopajat/."""

from django.urls import URLPattern, path

from workshops.views import clock

urlpatterns: list[URLPattern] = [
    path("vuosikello/", clock.annual_clock, name="annual_clock"),
    path("vuosikello/juliste.pdf", clock.clock_poster, name="clock_poster"),
    path("vuosikello/uusi/", clock.clock_event_new, name="clock_event_new"),
    path("vuosikello/pohja/", clock.clock_fill, name="clock_fill"),
    path("vuosikello/<uuid:pk>/", clock.clock_event_edit, name="clock_event_edit"),
    path("vuosikello/<uuid:pk>/poista/", clock.clock_event_remove, name="clock_event_remove"),
]
