"""Addresses of the forums, under /tyopajat/."""

from django.urls import URLPattern, path

from workshops.forum import meetings, papers, views

urlpatterns: list[URLPattern] = [
    path("foorumit/", views.forum_list, name="forum_list"),
    path("foorumit/rakenne.pdf", papers.forum_tree_pdf, name="forum_tree_pdf"),
    path("foorumit/<uuid:pk>/kokoukset.ics", papers.forum_calendar, name="forum_calendar"),
    path("foorumit/kokoukset/<uuid:pk>/asialista.pdf", papers.forum_meeting_pdf, name="forum_meeting_pdf"),
    path("foorumit/uusi/", views.forum_new, name="forum_new"),
    path("foorumit/<uuid:pk>/", views.forum_detail, name="forum_detail"),
    path("foorumit/<uuid:pk>/muokkaa/", views.forum_edit, name="forum_edit"),
    path("foorumit/<uuid:pk>/poista/", views.forum_remove, name="forum_remove"),
    path("foorumit/<uuid:pk>/suunnitelma/", views.forum_plan, name="forum_plan"),
    path("foorumit/<uuid:pk>/rivi/", views.forum_row_new, name="forum_row_new"),
    path("foorumit/rivit/<uuid:pk>/", views.forum_row_edit, name="forum_row_edit"),
    path("foorumit/rivit/<uuid:pk>/<slug:act>/", views.forum_row_act, name="forum_row_act"),
    path("foorumit/<uuid:pk>/kokous/", meetings.forum_meeting_new, name="forum_meeting_new"),
    path("foorumit/kokoukset/<uuid:pk>/", meetings.forum_meeting, name="forum_meeting"),
    path("foorumit/kokoukset/<uuid:pk>/muokkaa/", meetings.forum_meeting_edit, name="forum_meeting_edit"),
    path("foorumit/kokoukset/<uuid:pk>/poista/", meetings.forum_meeting_remove, name="forum_meeting_remove"),
    path("foorumit/kokoukset/<uuid:pk>/asia/", meetings.forum_item_new, name="forum_item_new"),
    path("foorumit/asiat/<uuid:pk>/", meetings.forum_item_edit, name="forum_item_edit"),
    path("foorumit/asiat/<uuid:pk>/<slug:act>/", meetings.forum_item_act, name="forum_item_act"),
]
