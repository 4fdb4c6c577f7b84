"""Addresses of group work under /tyopajat/: the facilitator's. The phones': task/room_urls.py."""

from django.urls import path

from workshops.task import views

urlpatterns = [
    path("ryhmatyot/", views.work_list, name="work_list"),
    path("ryhmatyot/uusi/", views.work_new, name="work_new"),
    path("osat/<uuid:pk>/ryhmatyo/", views.block_work, name="block_work"),
    path("ryhmatyot/<uuid:pk>/", views.work_detail, name="work_detail"),
    path("ryhmatyot/<uuid:pk>/muokkaa/", views.work_edit, name="work_edit"),
    path("ryhmatyot/<uuid:pk>/luovuta/", views.work_hand_over, name="work_hand_over"),
    path("ryhmatyot/<uuid:pk>/peru-luovutus/", views.work_take_back, name="work_take_back"),
    path("ryhmatyot/<uuid:pk>/poista/", views.work_remove, name="work_remove"),
    path("ryhmatyot/<uuid:pk>/avaa/", views.work_state, {"to": "open"}, name="work_open"),
    path("ryhmatyot/<uuid:pk>/sulje/", views.work_state, {"to": "close"}, name="work_close"),
    path("ryhmatyot/<uuid:pk>/nayta/", views.work_state, {"to": "show"}, name="work_show"),
    path("ryhmatyot/<uuid:pk>/piilota/", views.work_state, {"to": "hide"}, name="work_hide"),
    path("ryhmatyot/<uuid:pk>/valkokangas/", views.work_screen, name="work_screen"),
    path("ryhmatyot/<uuid:pk>/tulokset.pdf", views.work_pdf, name="work_pdf"),
    path("ryhmatyot/<uuid:pk>/tehtava/", views.task_add, name="task_add"),
    path("tehtavat/<uuid:pk>/", views.task_edit, name="task_edit"),
    path("tehtavat/<uuid:pk>/sulje/", views.task_toggle, name="task_toggle"),
    path("tehtavat/<uuid:pk>/siirra/", views.task_move, name="task_move"),
    path("tehtavat/<uuid:pk>/poista/", views.task_remove, name="task_remove"),
    path("tehtavat/<uuid:pk>/aanestys/", views.task_vote, name="task_vote"),
    path("tehtavat/<uuid:pk>/valkokankaalle/", views.task_wall, name="task_wall"),
    path("ryhmatyot/<uuid:pk>/kello-valkokankaalle/", views.work_off_wall, name="work_off_wall"),
    path("rivit/<uuid:pk>/sama/", views.line_join, name="task_line_join"),
    path("rivit/<uuid:pk>/", views.line_detail, name="task_line"),
    path("rivit/<uuid:pk>/poista/", views.line_remove, name="task_line_remove"),
]
