"""The product's settings with its jobs in Redis: for `python -m bench.other_queue` alone."""

import os

from config.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "django_rq", "django_tasks_rq"]  # noqa: F405
TASKS = {"default": {"BACKEND": "django_tasks_rq.RQBackend", "QUEUES": ["default", "slow"]}}
RQ_QUEUES = {name: {"URL": os.environ["REDIS_URL"], "DEFAULT_TIMEOUT": 180} for name in ("default", "slow")}
EMAIL_BACKEND = "core.smtp.EmailBackend"
QUIET_HOURS = ()
