"""All addresses. Each has its row in the role table (tests/test_access.py)."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("core.urls")),
    path("", include("vatupassi.urls")),  # the busiest first: each pattern before it is tried for each page
    path("", include("people.urls")),
    path("verme/", include("verme.urls")),
    path("vastaa/", include("verme.views.survey_answers")),
    path("tyopajat/", include("workshops.urls")),
    path("huone/<str:code>/", include("workshops.room_urls")),
    path("huone/<str:code>/", include("vatupassi.room_urls")),
    path("ryhma-vatupassi/", include("vatupassi.group_urls")),
    path("tuki/", include("support.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("core.demo_urls")))

handler500 = "core.views.server_error"
