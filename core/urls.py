"""Technical addresses."""

from django.urls import path

from core import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("kieli/", views.set_language, name="set_language"),
]
