"""Technical addresses."""

from django.urls import path

from core import views
from core.dates import views as dates
from core.running import views as running

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", running.readyz, name="readyz"),
    path("metrics", running.metrics, name="metrics"),
    path("robots.txt", views.robots, name="robots"),
    path("luettu/paiva/", dates.day_told, name="day_told"),
    path("luettu/kello/", dates.clock_told, name="clock_told"),
    path("luettu/oma-paiva/", dates.own_day, name="own_day"),
    path("nappaimet/", views.keys, name="keys"),
    path("kieli/", views.set_language, name="set_language"),
]
