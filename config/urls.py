"""All addresses. Each has its row in the role table (tests/test_access.py)."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("core.urls")),
    path("huone/", include("rooms.urls")),
    path("", include("vatupassi.urls")),  # the busiest first: each pattern before it is tried for each page
    path("", include("people.urls")),
    path("verme/", include("verme.urls")),
    path("vastaa/", include("verme.survey.answering")),
    path("tyopajat/", include("workshops.urls")),
    path("huone/<str:code>/", include("workshops.task.room_urls")),
    path("huone/<str:code>/", include("vatupassi.group.room_urls")),
    path("ryhma-vatupassi/", include("vatupassi.group.urls")),
    path("tuki/", include("support.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("core.demo_urls")))

handler400 = "core.views.bad_request"
handler403, handler404 = "core.views.permission_denied", "core.views.not_found"
handler500 = "core.views.server_error"
