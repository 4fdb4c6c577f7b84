"""Addresses of near-support, all under /tuki/."""

from django.urls import URLPattern, path

from support.deadline import views as deadline_views
from support.guide import views as guide_views
from support.load import views as load_views
from support.measure import views
from support.model import views as model_views
from support.near import views as near_views
from support.path import views as path_views
from support.request import findings
from support.request import views as request_views

urlpatterns: list[URLPattern] = [
    path("apu/", request_views.help_ask, name="help_ask"),
    path("apu/saapuneet/", request_views.help_desk, name="help_desk"),
    path("apu/riskien-arviointi/", findings.findings_write, name="findings_write"),
    path("apu/<uuid:pk>/kuormitus.pdf", findings.findings_pdf, name="findings_pdf"),
    path("apu/<uuid:pk>/", request_views.help_request, name="help_request"),
    path("apu/<uuid:pk>/otan/", request_views.help_take, name="help_take"),
    path("apu/<uuid:pk>/vastaus/", request_views.help_answer, name="help_answer"),
    path("apu/<uuid:pk>/aika/", request_views.help_book, name="help_book"),
    path("apu/<uuid:pk>/aika/peru/", request_views.help_call_off, name="help_call_off"),
    path("apu/<uuid:pk>/aika.ics", request_views.help_calendar, name="help_calendar"),
    path("apu/<uuid:pk>/sulje/", request_views.help_close, name="help_close"),
    path("apu/<uuid:pk>/auttoiko/", request_views.help_helped, name="help_helped"),
    path("apu/<uuid:pk>/peru/", request_views.help_withdraw, name="help_withdraw"),
    path("kuormitus/", load_views.load_write, name="load_write"),
    path("kuormitus/<uuid:pk>/", load_views.load_notice, name="load_notice"),
    path("kuormitus/<uuid:pk>/vastaus/", load_views.load_answer, name="load_answer"),
    path("kuormitus/<uuid:pk>/sulje/", load_views.load_close, name="load_close"),
    path("kuormitus/<uuid:pk>/uudelle/", load_views.load_send_on, name="load_send_on"),
    path("kuormitus/<uuid:pk>/ilmoitus.pdf", load_views.load_receipt, name="load_receipt_pdf"),
    path("polku/", path_views.support_path, name="support_path"),
    path("polku/yhteystiedot/", path_views.contact_list, name="contact_list"),
    path("polku/yhteystiedot/uusi/", path_views.contact_new, name="contact_new"),
    path("polku/yhteystiedot/<uuid:pk>/", path_views.contact_edit, name="contact_edit"),
    path("polku/yhteystiedot/<uuid:pk>/poista/", path_views.contact_remove, name="contact_remove"),
    path("oppaat/", guide_views.guide_list, name="guide_list"),
    path("oppaat/<slug:code>/", guide_views.guide, name="guide"),
    path("mallit/", model_views.model_list, name="model_list"),
    path("mallit/<slug:code>/", model_views.model_detail, name="model_detail"),
    path("mallit/<slug:code>/luonnos/", model_views.model_draft, name="model_draft"),
    path("mallit/<slug:code>/luonnos/poista/", model_views.model_draft_delete, name="model_draft_delete"),
    path("mallit/<slug:code>/<int:number>/", model_views.model_version, name="model_version"),
    path("mallit/<slug:code>/<int:number>/<slug:language>/", model_views.model_file, name="model_file"),
    path("lahituki/", near_views.near_list, name="near_list"),
    path("lahituki/<uuid:pk>/poista/", near_views.near_remove, name="near_remove"),
    path("maarapaivat/", deadline_views.deadline_calculator, name="deadline_calculator"),
    path("keinot/", views.measure_list, name="measure_list"),
    path("keinot/ehdota/", views.measure_suggest, name="measure_suggest"),
    path("keinot/uusi/", views.measure_new, name="measure_new"),
    path("keinot/<uuid:pk>/", views.measure_edit, name="measure_edit"),
    path("keinot/<uuid:pk>/kaytto/", views.measure_use, name="measure_use"),
    path("keinot/<uuid:pk>/hylkaa/", views.measure_dismiss, name="measure_dismiss"),
]
