"""Addresses of near-support, all under /tuki/."""

from django.urls import URLPattern, path

from support.deadline import views as deadline_views
from support.guide import views as guide_views
from support.measure import views
from support.model import views as model_views
from support.path import views as path_views
from support.request import views as request_views

urlpatterns: list[URLPattern] = [
    path("apu/", request_views.help_ask, name="help_ask"),
    path("apu/saapuneet/", request_views.help_desk, name="help_desk"),
    path("apu/<uuid:pk>/", request_views.help_request, name="help_request"),
    path("apu/<uuid:pk>/otan/", request_views.help_take, name="help_take"),
    path("apu/<uuid:pk>/vastaus/", request_views.help_answer, name="help_answer"),
    path("apu/<uuid:pk>/auttoiko/", request_views.help_helped, name="help_helped"),
    path("apu/<uuid:pk>/peru/", request_views.help_withdraw, name="help_withdraw"),
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
    path("maarapaivat/", deadline_views.deadline_calculator, name="deadline_calculator"),
    path("keinot/", views.measure_list, name="measure_list"),
    path("keinot/ehdota/", views.measure_suggest, name="measure_suggest"),
    path("keinot/uusi/", views.measure_new, name="measure_new"),
    path("keinot/<uuid:pk>/", views.measure_edit, name="measure_edit"),
    path("keinot/<uuid:pk>/kaytto/", views.measure_use, name="measure_use"),
    path("keinot/<uuid:pk>/hylkaa/", views.measure_dismiss, name="measure_dismiss"),
]
