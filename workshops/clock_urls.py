"""Addresses of the annual clock and the forums, under /tyopajat/."""

from django.urls import URLPattern, path

from workshops.views import clock, forum_meetings, forum_papers, forums

urlpatterns: list[URLPattern] = [
    path("vuosikello/", clock.annual_clock, name="annual_clock"),
    path("vuosikello/juliste.pdf", clock.clock_pdf, name="clock_pdf"),
    path("vuosikello/uusi/", clock.clock_event_new, name="clock_event_new"),
    path("vuosikello/pohja/", clock.clock_fill, name="clock_fill"),
    path("vuosikello/<uuid:pk>/", clock.clock_event_edit, name="clock_event_edit"),
    path("vuosikello/<uuid:pk>/poista/", clock.clock_event_remove, name="clock_event_remove"),
    path("foorumit/", forums.forum_list, name="forum_list"),
    path("foorumit/rakenne.pdf", forum_papers.forum_tree_pdf, name="forum_tree_pdf"),
    path("foorumit/<uuid:pk>/kokoukset.ics", forum_papers.forum_calendar, name="forum_calendar"),
    path("foorumit/kokoukset/<uuid:pk>/asialista.pdf", forum_papers.forum_meeting_pdf, name="forum_meeting_pdf"),
    path("foorumit/uusi/", forums.forum_new, name="forum_new"),
    path("foorumit/<uuid:pk>/", forums.forum_detail, name="forum_detail"),
    path("foorumit/<uuid:pk>/muokkaa/", forums.forum_edit, name="forum_edit"),
    path("foorumit/<uuid:pk>/poista/", forums.forum_remove, name="forum_remove"),
    path("foorumit/<uuid:pk>/suunnitelma/", forums.forum_plan, name="forum_plan"),
    path("foorumit/<uuid:pk>/rivi/", forums.forum_row_new, name="forum_row_new"),
    path("foorumit/rivit/<uuid:pk>/", forums.forum_row_edit, name="forum_row_edit"),
    path("foorumit/rivit/<uuid:pk>/<slug:act>/", forums.forum_row_act, name="forum_row_act"),
    path("foorumit/<uuid:pk>/kokous/", forum_meetings.forum_meeting_new, name="forum_meeting_new"),
    path("foorumit/kokoukset/<uuid:pk>/", forum_meetings.forum_meeting, name="forum_meeting"),
    path("foorumit/kokoukset/<uuid:pk>/muokkaa/", forum_meetings.forum_meeting_edit, name="forum_meeting_edit"),
    path("foorumit/kokoukset/<uuid:pk>/poista/", forum_meetings.forum_meeting_remove, name="forum_meeting_remove"),
    path("foorumit/kokoukset/<uuid:pk>/asia/", forum_meetings.forum_item_new, name="forum_item_new"),
    path("foorumit/asiat/<uuid:pk>/", forum_meetings.forum_item_edit, name="forum_item_edit"),
    path("foorumit/asiat/<uuid:pk>/<slug:act>/", forum_meetings.forum_item_act, name="forum_item_act"),
]
