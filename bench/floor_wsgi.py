"""The application with nothing of it in the way: what the floors of a run are taken on.

FLOOR=hello: no middleware at all (F0). FLOOR=user: the session alone, and a view that reads its user (F2).
"""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

FLOORS = {
    "hello": [],
    "user": ["django.contrib.sessions.middleware.SessionMiddleware"],
}

django.setup(set_prefix=False)
settings.MIDDLEWARE = FLOORS[os.environ["FLOOR"]]  # after the start: allauth insists on its own there
settings.ROOT_URLCONF = "bench.floors"
settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"  # Django's own, which the goals were set against
for ours in ("server_side_binding", "prepare_threshold"):  # stock: each statement is sent and planned anew
    connection.settings_dict["OPTIONS"].pop(ours, None)
application = WSGIHandler()
