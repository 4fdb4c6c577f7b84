"""Addresses of the phones in a room for group work, under /huone/CODE/."""

from django.urls import path

from workshops.task import room_views as views

urlpatterns = [
    path("tehtavat/", views.tasks_room, name="tasks_room"),
    path("tehtavat/kaikki/", views.tasks_all, name="tasks_all"),
    path("tehtavat/ryhma/<int:number>/", views.tasks_group, name="tasks_group"),
    path("tehtavat/ryhma/<int:number>/<uuid:task>/", views.line_add, name="room_line_add"),
    path("tehtavat/rivi/<uuid:pk>/", views.line_save, name="room_line_save"),
    path("tehtavat/aanestys/<int:number>/", views.tasks_vote, name="tasks_vote"),
    path("tehtavat/aanestys/<int:number>/valitse/", views.vote_choose, name="room_vote_choose"),
]
