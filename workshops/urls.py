"""Addresses of the workshops, all under /tyopajat/."""

from django.urls import URLPattern, URLResolver, include, path

from workshops.agenda import papers
from workshops.agenda import views as agenda
from workshops.attendance import views as attendance
from workshops.block import views as block
from workshops.facilitator import views as facilitator
from workshops.idea import views as idea
from workshops.running import views as running
from workshops.sign_up import views as sign_up

urlpatterns: list[URLPattern | URLResolver] = [
    path("", agenda.workshops, name="workshops"),
    path("luettelo.csv", agenda.workshop_export_csv, name="workshop_export_csv"),
    path("luettelo.xlsx", agenda.workshop_export_xlsx, name="workshop_export_xlsx"),
    path("uusi/", agenda.agenda_new, name="agenda_new"),
    path("omat-pohjat/<uuid:pk>/poista/", agenda.template_remove, name="template_remove"),
    path("", include("workshops.task.urls")),
    path("", include("workshops.clock.urls")),
    path("", include("workshops.forum.urls")),
    path("ideat/", idea.idea_list, name="idea_list"),
    # HR's register
    path("vetajat/", facilitator.facilitator_list, name="facilitator_list"),
    path("vetajat/lisaa/", facilitator.facilitator_add, name="facilitator_add"),
    path("vetajat/<uuid:pk>/poista/", facilitator.facilitator_remove, name="facilitator_remove"),
    path("<uuid:pk>/uusi-vetaja/", facilitator.agenda_adopt, name="agenda_adopt"),
    # for everybody who sees it
    path("<uuid:pk>/", agenda.agenda_detail, name="agenda_detail"),
    path("<uuid:pk>/ohjelma.pdf", papers.programme_pdf, name="programme_pdf"),
    path("<uuid:pk>/tyopaja.ics", agenda.agenda_calendar, name="agenda_calendar"),
    path("<uuid:pk>/nyt/", running.agenda_now, name="agenda_now"),
    path("<uuid:pk>/ilmoittaudu/", sign_up.workshop_sign_up, name="workshop_sign_up"),
    path("<uuid:pk>/luovu/", sign_up.workshop_withdraw, name="workshop_withdraw"),
    path("liitteet/<uuid:pk>/", block.attachment_download, name="attachment_file"),
    # for its facilitators
    path("<uuid:pk>/muokkaa/", agenda.agenda_edit, name="agenda_edit"),
    path("<uuid:pk>/kopioi/", agenda.agenda_copy, name="agenda_copy"),
    path("<uuid:pk>/julkaise/", agenda.agenda_publish, name="agenda_publish"),
    path("<uuid:pk>/peru/", agenda.agenda_cancel, name="agenda_cancel"),
    path("<uuid:pk>/poista/", agenda.agenda_remove, name="agenda_remove"),
    path("<uuid:pk>/vetajat/lisaa/", facilitator.facilitating_add, name="facilitating_add"),
    path("<uuid:pk>/vetajat/poista/", facilitator.facilitating_remove, name="facilitating_remove"),
    path("<uuid:pk>/pohjaksi/", agenda.template_save, name="template_save"),
    path("<uuid:pk>/rakenna/", block.agenda_build, name="agenda_build"),
    path("<uuid:pk>/jarjesta/", block.agenda_arrange, name="agenda_arrange"),
    path("<uuid:pk>/kumoa/", block.agenda_undo, name="agenda_undo"),
    path("<uuid:pk>/osa/", block.block_new, name="block_new"),
    path("osat/<uuid:pk>/", block.block_edit, name="block_edit"),
    path("osat/<uuid:pk>/liite/", block.attachment_add, name="attachment_add"),
    path("liitteet/<uuid:pk>/poista/", block.attachment_remove, name="attachment_remove"),
    path("<uuid:pk>/ohjelma-vetajille.pdf", papers.programme_pdf_full, name="programme_pdf_full"),
    path("<uuid:pk>/osallistujat/", attendance.participant_list, name="participant_list"),
    path("<uuid:pk>/osallistujat.pdf", attendance.participant_pdf, name="participant_pdf"),
    path("<uuid:pk>/lasna/", attendance.presence_mark, name="presence_mark"),
    path("<uuid:pk>/vieras/", attendance.guest_add, name="guest_add"),
    path("<uuid:pk>/vieras/poista/", attendance.guest_remove, name="guest_remove"),
    path("<uuid:pk>/kaynnissa/", running.agenda_run, name="agenda_run"),
    path("<uuid:pk>/kaynnissa/<slug:act>/", running.agenda_run_act, name="agenda_run_act"),
]
