"""Addresses of Verme, all under /verme/."""

from django.urls import URLPattern, path

from verme.views import call, composing, groups, mentors, seasons

urlpatterns: list[URLPattern] = [
    # for everybody
    path("", call.verme, name="verme"),
    path("kutsut/<uuid:pk>/", call.season_call, name="season_call"),
    path("kutsut/<uuid:pk>/ilmoittaudu/", call.sign_up, name="sign_up"),
    path("kutsut/<uuid:pk>/luovu/", call.sign_up_withdraw, name="sign_up_withdraw"),
    # seasons and groups, for HR
    path("kaudet/", seasons.season_list, name="season_list"),
    path("kaudet/uusi/", seasons.season_new, name="season_new"),
    path("kaudet/<uuid:pk>/", seasons.season_detail, name="season_detail"),
    path("kaudet/<uuid:pk>/muokkaa/", seasons.season_edit, name="season_edit"),
    path("kaudet/<uuid:pk>/kutsu/", seasons.season_open, name="season_open"),
    path("kaudet/<uuid:pk>/kaynnista/", seasons.season_begin, name="season_begin"),
    path("kaudet/<uuid:pk>/paata/", seasons.season_close, name="season_close"),
    path("kaudet/<uuid:pk>/ryhma/", seasons.group_new, name="group_new"),
    path("kaudet/<uuid:pk>/koonti/", composing.group_compose, name="group_compose"),
    path("kaudet/<uuid:pk>/koonti/tallenna/", composing.group_compose_save, name="group_compose_save"),
    path("ryhmat/<uuid:pk>/muokkaa/", seasons.group_edit, name="group_edit"),
    path("ryhmat/<uuid:pk>/poista/", seasons.group_remove, name="group_remove"),
    path("ryhmat/<uuid:pk>/vahvista/", composing.group_confirm, name="group_confirm"),
    path("ryhmat/<uuid:pk>/mentorit/", composing.group_mentors, name="group_mentors"),
    path("ryhmat/<uuid:pk>/mentorit/nimea/", composing.mentoring_add, name="mentoring_add"),
    path("mentoroinnit/<uuid:pk>/paata/", composing.mentoring_end, name="mentoring_end"),
    path("mentorit/", mentors.mentor_list, name="mentor_list"),
    path("mentorit/uusi/", mentors.mentor_new, name="mentor_new"),
    path("mentorit/<uuid:pk>/", mentors.mentor_edit, name="mentor_edit"),
    # inside a group
    path("ryhmat/<uuid:pk>/", groups.group_detail, name="group_detail"),
]
