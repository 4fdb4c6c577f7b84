"""Addresses of group work under /tyopajat/: the facilitator's. The phones': workshops/room_urls.py."""

from django.urls import path

from workshops.views import tasks

urlpatterns = [
    path("ryhmatyot/", tasks.work_list, name="work_list"),
    path("ryhmatyot/uusi/", tasks.work_new, name="work_new"),
    path("osat/<uuid:pk>/ryhmatyo/", tasks.block_work, name="block_work"),
    path("ryhmatyot/<uuid:pk>/", tasks.work_detail, name="work_detail"),
    path("ryhmatyot/<uuid:pk>/muokkaa/", tasks.work_edit, name="work_edit"),
    path("ryhmatyot/<uuid:pk>/poista/", tasks.work_remove, name="work_remove"),
    path("ryhmatyot/<uuid:pk>/avaa/", tasks.work_state, {"to": "open"}, name="work_open"),
    path("ryhmatyot/<uuid:pk>/sulje/", tasks.work_state, {"to": "close"}, name="work_close"),
    path("ryhmatyot/<uuid:pk>/nayta/", tasks.work_state, {"to": "show"}, name="work_show"),
    path("ryhmatyot/<uuid:pk>/piilota/", tasks.work_state, {"to": "hide"}, name="work_hide"),
    path("ryhmatyot/<uuid:pk>/valkokangas/", tasks.work_screen, name="work_screen"),
    path("ryhmatyot/<uuid:pk>/tulokset.pdf", tasks.work_pdf, name="work_pdf"),
    path("ryhmatyot/<uuid:pk>/tehtava/", tasks.task_add, name="task_add"),
    path("tehtavat/<uuid:pk>/", tasks.task_edit, name="task_edit"),
    path("tehtavat/<uuid:pk>/sulje/", tasks.task_toggle, name="task_toggle"),
    path("tehtavat/<uuid:pk>/siirra/", tasks.task_move, name="task_move"),
    path("tehtavat/<uuid:pk>/poista/", tasks.task_remove, name="task_remove"),
    path("rivit/<uuid:pk>/", tasks.line_detail, name="task_line"),
    path("rivit/<uuid:pk>/poista/", tasks.line_remove, name="task_line_remove"),
    path("ideat/", tasks.idea_list, name="idea_list"),
    path("ideat/<uuid:pk>/kasitelty/", tasks.idea_handle, name="idea_handle"),
]
