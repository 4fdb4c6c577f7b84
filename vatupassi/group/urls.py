"""Addresses of group VatuPassi, the facilitator's."""

from django.urls import path

from vatupassi.group import views as group

urlpatterns = [
    path("", group.group_list, name="group_list"),
    path("hrlle/<uuid:pk>/", group.group_passed, name="group_passed"),
    path("<uuid:pk>/", group.group_session, name="group_session"),
    path("<uuid:pk>/nayta/", group.group_state, {"to": "reveal"}, name="group_reveal"),
    path("<uuid:pk>/piilota/", group.group_state, {"to": "hide"}, name="group_hide"),
    path("<uuid:pk>/sulje/", group.group_state, {"to": "close"}, name="group_close"),
    path("<uuid:pk>/avaa/", group.group_state, {"to": "open"}, name="group_open"),
    path("<uuid:pk>/kysy/", group.group_ask, name="group_ask"),
    path("<uuid:pk>/hrlle/", group.group_pass, name="group_pass"),
    path("<uuid:pk>/poista/", group.group_remove, name="group_remove_all"),
    path("<uuid:pk>/valkokangas/", group.group_screen, name="group_screen"),
    path("<uuid:pk>/ryhma-vatupassi.pdf", group.group_pdf, name="group_pdf"),
    path("<uuid:pk>/muistiinpano/<slug:slot>/", group.group_note, name="group_note"),
    path("<uuid:pk>/huomio/<uuid:remark>/poista/", group.group_remark_remove, name="group_remark_remove"),
    path("<uuid:pk>/sovittu/", group.group_agreement_add, name="group_agreement_add"),
    path("<uuid:pk>/sovittu/<uuid:agreement>/poista/", group.group_agreement_remove, name="group_agreement_remove"),
]
