"""Technical addresses."""

from django.urls import path

from core import views
from core.rooms import live
from core.rooms import views as rooms

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("huone/", rooms.room_join, name="room_join"),
    path("huone/<str:code>/", rooms.room, name="room"),
    path("huone/<str:code>/elossa", live.answer, name="room_live"),  # the middleware answers it first
    path("kieli/", views.set_language, name="set_language"),
]
