"""Addresses of the workshops, all under /tyopajat/."""

from django.urls import URLPattern, URLResolver, include, path

from workshops.views import agendas, building, facilitators, papers, places, running

urlpatterns: list[URLPattern | URLResolver] = [
    path("", agendas.workshops, name="workshops"),
    path("uusi/", agendas.agenda_new, name="agenda_new"),
    path("omat-pohjat/<uuid:pk>/poista/", agendas.template_remove, name="template_remove"),
    path("", include("workshops.task_urls")),
    path("", include("workshops.clock_urls")),
    # HR's register
    path("vetajat/", facilitators.facilitator_list, name="facilitator_list"),
    path("vetajat/lisaa/", facilitators.facilitator_add, name="facilitator_add"),
    path("vetajat/<uuid:pk>/poista/", facilitators.facilitator_remove, name="facilitator_remove"),
    path("<uuid:pk>/uusi-vetaja/", facilitators.agenda_adopt, name="agenda_adopt"),
    # for everybody who sees it
    path("<uuid:pk>/", agendas.agenda_detail, name="agenda_detail"),
    path("<uuid:pk>/ohjelma.pdf", papers.programme_pdf, name="programme_pdf"),
    path("<uuid:pk>/tyopaja.ics", agendas.agenda_calendar, name="agenda_calendar"),
    path("<uuid:pk>/nyt/", running.agenda_now, name="agenda_now"),
    path("<uuid:pk>/ilmoittaudu/", places.workshop_sign_up, name="workshop_sign_up"),
    path("<uuid:pk>/luovu/", places.workshop_withdraw, name="workshop_withdraw"),
    path("liitteet/<uuid:pk>/", building.attachment_download, name="attachment_file"),
    # for its facilitators
    path("<uuid:pk>/muokkaa/", agendas.agenda_edit, name="agenda_edit"),
    path("<uuid:pk>/julkaise/", agendas.agenda_publish, name="agenda_publish"),
    path("<uuid:pk>/peru/", agendas.agenda_cancel, name="agenda_cancel"),
    path("<uuid:pk>/poista/", agendas.agenda_remove, name="agenda_remove"),
    path("<uuid:pk>/vetajat/lisaa/", agendas.facilitating_add, name="facilitating_add"),
    path("<uuid:pk>/vetajat/poista/", agendas.facilitating_remove, name="facilitating_remove"),
    path("<uuid:pk>/pohjaksi/", agendas.template_save, name="template_save"),
    path("<uuid:pk>/rakenna/", building.agenda_build, name="agenda_build"),
    path("<uuid:pk>/jarjesta/", building.agenda_arrange, name="agenda_arrange"),
    path("<uuid:pk>/kumoa/", building.agenda_undo, name="agenda_undo"),
    path("<uuid:pk>/osa/", building.block_new, name="block_new"),
    path("osat/<uuid:pk>/", building.block_edit, name="block_edit"),
    path("osat/<uuid:pk>/liite/", building.attachment_add, name="attachment_add"),
    path("liitteet/<uuid:pk>/poista/", building.attachment_remove, name="attachment_remove"),
    path("<uuid:pk>/ohjelma-vetajille.pdf", papers.programme_pdf_full, name="programme_pdf_full"),
    path("<uuid:pk>/osallistujat/", places.participant_list, name="participant_list"),
    path("<uuid:pk>/osallistujat.pdf", papers.participant_pdf, name="participant_pdf"),
    path("<uuid:pk>/lasna/", places.presence_mark, name="presence_mark"),
    path("<uuid:pk>/vieras/", places.guest_add, name="guest_add"),
    path("<uuid:pk>/vieras/poista/", places.guest_remove, name="guest_remove"),
    path("<uuid:pk>/kaynnissa/", running.agenda_run, name="agenda_run"),
    path("<uuid:pk>/kaynnissa/<slug:act>/", running.agenda_run_act, name="agenda_run_act"),
]
