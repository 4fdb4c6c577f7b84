"""Addresses of Verme, all under /verme/."""

from django.urls import URLPattern, path

from verme.calendar import views as calendar
from verme.certificate import views as certificates
from verme.composing import views as composing
from verme.cost import views as costs
from verme.diary import views as diaries
from verme.event import views as events
from verme.group import views as groups
from verme.idea import views as ideas
from verme.kooste import views as kooste
from verme.mentor import views as mentors
from verme.message import views as messages
from verme.methods import views as methods
from verme.planning import views as planning
from verme.poll import views as polls
from verme.reflection import views as reflections
from verme.rules import views as rules
from verme.season import views as seasons
from verme.session import views as sessions
from verme.sign_up import views as call
from verme.survey import views as surveys
from verme.text import views as texts
from verme.training import participant as my_training
from verme.training import views as training
from verme.year import views as years

urlpatterns: list[URLPattern] = [
    # for everybody
    path("", call.verme, name="verme"),
    path("opas/", call.verme_guide, name="verme_guide"),
    path("kutsut/<uuid:pk>/", call.season_call, name="season_call"),
    path("kutsut/<uuid:pk>/ilmoittaudu/", call.sign_up, name="sign_up"),
    path("kutsut/<uuid:pk>/luovu/", call.sign_up_withdraw, name="sign_up_withdraw"),
    # the calendar, and what a calendar program fetches
    path("kalenteri/", calendar.verme_calendar, name="verme_calendar"),
    path("kalenteri/osoite/", calendar.verme_calendar_address, name="verme_calendar_address"),
    path("kalenteri/osoite/poista/", calendar.verme_calendar_address_remove, name="verme_calendar_address_remove"),
    path("kalenteri/<str:secret>/verme.ics", calendar.verme_feed, name="verme_feed"),
    # seasons and groups, for HR
    path("kaudet/", seasons.season_list, name="season_list"),
    path("kaudet/luettelo.csv", seasons.season_export, {"kind": "csv"}, name="season_export_csv"),
    path("kaudet/luettelo.xlsx", seasons.season_export, {"kind": "xlsx"}, name="season_export_xlsx"),
    path("kaudet/uusi/", seasons.season_new, name="season_new"),
    path("kaudet/<uuid:pk>/", seasons.season_detail, name="season_detail"),
    path("kaudet/<uuid:pk>/muokkaa/", seasons.season_edit, name="season_edit"),
    path("kaudet/<uuid:pk>/uusi-tasta/", planning.season_copy, name="season_copy"),
    path("kaudet/<uuid:pk>/suunnitelma/", planning.season_plan, name="season_plan"),
    path("kaudet/<uuid:pk>/kutsu/", planning.season_open, name="season_open"),
    path("kaudet/<uuid:pk>/kaynnista/", seasons.season_begin, name="season_begin"),
    path("kaudet/<uuid:pk>/paata/", seasons.season_close, name="season_close"),
    path("kaudet/<uuid:pk>/ryhma/", seasons.group_new, name="group_new"),
    path("kaudet/<uuid:pk>/koonti/", composing.group_compose, name="group_compose"),
    path("kaudet/<uuid:pk>/koonti/tallenna/", composing.group_compose_save, name="group_compose_save"),
    path("ryhmat/<uuid:pk>/muokkaa/", seasons.group_edit, name="group_edit"),
    path("ryhmat/<uuid:pk>/poista/", seasons.group_remove, name="group_remove"),
    path("ryhmat/<uuid:pk>/mentorit/", mentors.group_mentors, name="group_mentors"),
    path("ryhmat/<uuid:pk>/mentorit/nimea/", mentors.mentoring_add, name="mentoring_add"),
    path("mentoroinnit/<uuid:pk>/paata/", mentors.mentoring_end, name="mentoring_end"),
    path("mentorit/", mentors.mentor_list, name="mentor_list"),
    path("mentorit/uusi/", mentors.mentor_new, name="mentor_new"),
    path("mentorit/<uuid:pk>/", mentors.mentor_edit, name="mentor_edit"),
    path("hr-mentori/", mentors.hr_mentor, name="hr_mentor"),  # the system administrator's one page
    # the season's closing and the mentors' meeting
    path("kaudet/<uuid:pk>/tilaisuus/", events.event_new, name="event_new"),
    path("tilaisuudet/<uuid:pk>/", events.event_detail, name="event_detail"),
    path("tilaisuudet/<uuid:pk>/muokkaa/", events.event_edit, name="event_edit"),
    path("tilaisuudet/<uuid:pk>/kutsu/", events.event_invite, name="event_invite"),
    path("tilaisuudet/<uuid:pk>/peru/", events.event_cancel, name="event_cancel"),
    path("tilaisuudet/<uuid:pk>/ilmoittaudu/", events.event_join, name="event_join"),
    path("tilaisuudet/<uuid:pk>/jaa-pois/", events.event_leave, name="event_leave"),
    # the mentors' training: HR and the trainer, then the participant
    path("koulutukset/", training.training_list, name="training_list"),
    path("koulutukset/uusi/", training.training_new, name="training_new"),
    path("koulutukset/<uuid:pk>/", training.training_detail, name="training_detail"),
    path("koulutukset/<uuid:pk>/muokkaa/", training.training_edit, name="training_edit"),
    path("koulutukset/<uuid:pk>/osallistuja/", training.training_take_in, name="training_take_in"),
    path("koulutukset/<uuid:pk>/tehtava/", training.training_task_new, name="training_task_new"),
    path("osallistujat/<uuid:pk>/pois/", training.training_take_out, name="training_take_out"),
    path("osallistujat/<uuid:pk>/patevyys/", training.training_qualify, name="training_qualify"),
    path("seminaarit/<uuid:pk>/", training.training_seminar, name="training_seminar"),
    path("seminaaripaivat/<uuid:pk>/", training.training_day, name="training_day"),
    path("seminaaripaivat/<uuid:pk>/lasna/", training.training_mark, name="training_mark"),
    path("seminaaripaivat/<uuid:pk>/verme.ics", my_training.training_calendar, name="training_calendar"),
    path("valitehtavat/<uuid:pk>/", training.training_task, name="training_task"),
    path("valitehtavat/<uuid:pk>/poista/", training.training_task_remove, name="training_task_remove"),
    path("valitehtavat/<uuid:pk>/hyvaksy/", training.training_acknowledge, name="training_acknowledge"),
    path("valitehtavat/<uuid:pk>/tehty/", my_training.training_task_done, name="training_task_done"),
    path("koulutukset/<uuid:pk>/oma/", my_training.my_training, name="my_training"),
    path("koulutukset/<uuid:pk>/paivakirja/", my_training.training_diary, name="training_diary"),
    # certificates
    path("todistukset/", certificates.certificate_list, name="certificate_list"),
    path("todistukset/<uuid:pk>/<str:language>.pdf", certificates.participation_pdf, name="participation_pdf"),
    path(
        "ryhmat/<uuid:pk>/todistukset-<str:language>.pdf",
        certificates.group_certificates_pdf,
        name="group_certificates_pdf",
    ),
    path(
        "osallistujat/<uuid:pk>/todistus-<str:language>.pdf",
        certificates.training_certificate_pdf,
        name="training_certificate_pdf",
    ),
    # costs and hours
    path("kaudet/<uuid:pk>/kustannukset/", costs.season_costs, name="season_costs"),
    path("kaudet/<uuid:pk>/kausiraportti.pdf", costs.season_costs_pdf, name="season_costs_pdf"),
    path("kustannukset/<uuid:pk>/", costs.cost_edit, name="cost_edit"),
    path("kustannukset/<uuid:pk>/poista/", costs.cost_remove, name="cost_remove"),
    # a year on one page
    path("vuosi/<int:year>/", years.verme_year, name="verme_year"),
    path("vuosi/<int:year>/verme-vuodessa.pdf", years.verme_year_pdf, name="verme_year_pdf"),
    # inside a group
    path("ryhmat/<uuid:pk>/", groups.group_detail, name="group_detail"),
    path("ryhmat/<uuid:pk>/odotukset/", groups.expectation_save, name="expectation_save"),
    path("ryhmat/<uuid:pk>/tavoitteet/", groups.goals_save, name="goals_save"),
    path("tekstit/<uuid:pk>/omat-lauseet/", texts.own_sentences, name="verme_own_sentences"),
    path("ryhmat/<uuid:pk>/pelisaannot/", rules.rules_edit, name="rules_edit"),
    path("ryhmat/<uuid:pk>/pelisaannot/luonnos/", rules.rules_draft, name="rules_draft"),
    path("ryhmat/<uuid:pk>/pelisaannot/hyvaksy/", groups.rules_accept, name="rules_accept"),
    path("ryhmat/<uuid:pk>/suostumus/<uuid:newcomer>/", groups.text_consent, name="text_consent"),
    path("ryhmat/<uuid:pk>/viestit/", messages.group_messages, name="group_messages"),
    path("ryhmat/<uuid:pk>/viestit/luonnos/", messages.message_draft, name="message_draft"),
    path("viestit/<uuid:pk>/poista/", messages.message_remove, name="message_remove"),
    path("ryhmat/<uuid:pk>/ajat/", polls.poll_new, name="poll_new"),
    path("ajat/<uuid:pk>/vastaa/", polls.poll_vote, name="poll_vote"),
    path("ajat/<uuid:pk>/valitse/", polls.poll_choose, name="poll_choose"),
    path("ryhmat/<uuid:pk>/kokoontuminen/", sessions.session_new, name="session_new"),
    path("kokoontumiset/<uuid:pk>/", sessions.session_detail, name="session_detail"),
    path("kokoontumiset/<uuid:pk>/muokkaa/", sessions.session_edit, name="session_edit"),
    path("kokoontumiset/<uuid:pk>/teema/", sessions.session_theme, name="session_theme"),
    path("kokoontumiset/<uuid:pk>/peru/", sessions.session_cancel, name="session_cancel"),
    path("kokoontumiset/<uuid:pk>/verme.ics", sessions.session_calendar, name="session_calendar"),
    path("kokoontumiset/<uuid:pk>/lasna/", sessions.attendance_mark, name="attendance_mark"),
    path("kokoontumiset/<uuid:pk>/menetelma/", sessions.session_method, name="session_method"),
    path("kokoontumiset/<uuid:pk>/suunnitelma/", sessions.session_plan, name="session_plan"),
    path("kokoontumiset/<uuid:pk>/palaute/", reflections.feedback_save, name="feedback_save"),
    path("kokoontumiset/<uuid:pk>/pohdinta/", reflections.reflection_save, name="reflection_save"),
    path("kokoontumiset/<uuid:pk>/pohdinta/nayta/", reflections.reflection_show, name="reflection_show"),
    path("kokoontumiset/<uuid:pk>/idea/luonnos/", ideas.idea_draft, name="idea_draft"),
    path("kokoontumiset/<uuid:pk>/idea/", ideas.idea_add, name="idea_add"),
    path("ideat/<uuid:pk>/kanta/", ideas.idea_vote, name="idea_vote"),
    path("ideat/<uuid:pk>/pida/", ideas.idea_drop, name="idea_drop"),
    path("kokoontumiset/<uuid:pk>/paivakirja/", diaries.diary, name="diary"),
    path("kokoontumiset/<uuid:pk>/kooste/", kooste.kooste_approve, name="kooste_approve"),
    # what leaves a group, and the method cards
    path("koosteet/<uuid:pk>/", kooste.kooste_detail, name="kooste_detail"),
    path("koosteet/<uuid:pk>/kooste.pdf", kooste.kooste_pdf, name="kooste_pdf"),
    path("kaudet/<uuid:pk>/koosteet/", kooste.season_overview, name="season_overview"),
    path("menetelmat/", methods.method_list, name="method_list"),
    path("menetelmat/<slug:code>/", methods.method_card, name="method_card"),
    # surveys (people answer at /vastaa/, verme.survey.answering)
    path("kaudet/<uuid:pk>/kyselyt/", surveys.season_surveys, name="season_surveys"),
    path("kaudet/<uuid:pk>/kysely/", surveys.survey_new, name="survey_new"),
    path("kyselyt/<uuid:pk>/", surveys.survey_manage, name="survey_manage"),
    path("kyselyt/<uuid:pk>/kysymys/<slug:key>/", surveys.survey_question, name="survey_question"),
    path("kyselyt/<uuid:pk>/avaa/", surveys.survey_open, name="survey_open"),
    path("kyselyt/<uuid:pk>/muistuta/", surveys.survey_remind, name="survey_remind"),
    path("kyselyt/<uuid:pk>/laput/", surveys.survey_slips, name="survey_slips"),
    path("kyselyt/<uuid:pk>/sulje/", surveys.survey_close, name="survey_close"),
    path("kyselyt/<uuid:pk>/tulokset/", surveys.survey_results, name="survey_results"),
    path("kyselyt/<uuid:pk>/tulokset.pdf", surveys.survey_pdf, name="survey_pdf"),
    path("kyselyt/<uuid:pk>/tulokset.xlsx", surveys.survey_xlsx, name="survey_xlsx"),
]
