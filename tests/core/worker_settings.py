"""The tests' settings for a worker process that knows the jobs and letters of the tests."""

from tests.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.core.jobs_app"]  # noqa: F405
