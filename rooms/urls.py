"""Addresses of rooms, under /huone/. What phones do inside one is in the app that registers its kind."""

from django.urls import path

from rooms import live, views

urlpatterns = [
    path("", views.room_join, name="room_join"),
    path("<str:code>/", views.room, name="room"),
    path("<str:code>/elossa", live.answer, name="room_live"),  # the middleware answers it first
]
