"""The one settings file with what tests need in the environment before it is read."""

import base64
import os
import tempfile

os.environ.setdefault("DATA_DIR", tempfile.gettempdir() + "/early-support-tests")
os.environ.setdefault("SECRET_KEY", "only for the tests")
os.environ.setdefault("TEXT_KEYS", base64.b64encode(b"t" * 32).decode())
os.environ.setdefault("SECURE", "false")

from config.settings import *  # noqa: F403

# Tests need no collected files: static addresses are plain
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
