"""Addresses of Verme, all under /verme/."""

from django.urls import URLPattern, path

from verme.views import call, composing, groups, kooste, mentors, seasons, sessions

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
    path("ryhmat/<uuid:pk>/odotukset/", groups.expectation_save, name="expectation_save"),
    path("ryhmat/<uuid:pk>/tavoitteet/", groups.goals_save, name="goals_save"),
    path("ryhmat/<uuid:pk>/pelisaannot/", groups.rules_edit, name="rules_edit"),
    path("ryhmat/<uuid:pk>/pelisaannot/hyvaksy/", groups.rules_accept, name="rules_accept"),
    path("ryhmat/<uuid:pk>/sijainen/<uuid:mentoring>/", groups.mentoring_consent, name="mentoring_consent"),
    path("ryhmat/<uuid:pk>/ajat/", groups.poll_new, name="poll_new"),
    path("ajat/<uuid:pk>/vastaa/", groups.poll_vote, name="poll_vote"),
    path("ajat/<uuid:pk>/valitse/", groups.poll_choose, name="poll_choose"),
    path("ryhmat/<uuid:pk>/kokoontuminen/", sessions.session_new, name="session_new"),
    path("kokoontumiset/<uuid:pk>/", sessions.session_detail, name="session_detail"),
    path("kokoontumiset/<uuid:pk>/muokkaa/", sessions.session_edit, name="session_edit"),
    path("kokoontumiset/<uuid:pk>/peru/", sessions.session_cancel, name="session_cancel"),
    path("kokoontumiset/<uuid:pk>/verme.ics", sessions.session_calendar, name="session_calendar"),
    path("kokoontumiset/<uuid:pk>/lasna/", sessions.attendance_mark, name="attendance_mark"),
    path("kokoontumiset/<uuid:pk>/menetelma/", sessions.session_method, name="session_method"),
    path("kokoontumiset/<uuid:pk>/palaute/", sessions.feedback_save, name="feedback_save"),
    path("kokoontumiset/<uuid:pk>/idea/", sessions.idea_add, name="idea_add"),
    path("ideat/<uuid:pk>/kanta/", sessions.idea_vote, name="idea_vote"),
    path("ideat/<uuid:pk>/pida/", sessions.idea_drop, name="idea_drop"),
    path("kokoontumiset/<uuid:pk>/paivakirja/", sessions.diary, name="diary"),
    path("kokoontumiset/<uuid:pk>/kooste/", kooste.kooste_preview, name="kooste_preview"),
    # what leaves a group, and the method cards
    path("koosteet/<uuid:pk>/", kooste.kooste_detail, name="kooste_detail"),
    path("koosteet/<uuid:pk>/kooste.pdf", kooste.kooste_pdf, name="kooste_pdf"),
    path("kaudet/<uuid:pk>/koosteet/", kooste.season_overview, name="season_overview"),
    path("menetelmat/", kooste.method_list, name="method_list"),
    path("menetelmat/<slug:code>/", kooste.method_card, name="method_card"),
]
