"""Addresses of the phones in a group VatuPassi, under /huone/CODE/."""

from django.urls import path

from vatupassi.group import views as group

urlpatterns = [
    path("vatupassi/", group.group_phone, name="group_phone"),
    path("vatupassi/hrlle/", group.group_question, name="group_question"),
    path("vatupassi/hrlle/vastaa/", group.group_consent, name="group_consent"),
    path("vatupassi/merkitse/", group.group_mark, name="group_mark"),
    path("vatupassi/ala-paljasta/", group.group_stop, name="group_stop"),
    path("vatupassi/huomio/", group.group_remark, name="group_remark"),
    path("vatupassi/huomio/<uuid:remark>/poista/", group.group_remark_take_back, name="group_remark_take_back"),
    path("vatupassi/seuraava/", group.group_next, name="group_next"),
]
