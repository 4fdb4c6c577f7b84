"""The one settings file with what tests need in the environment before it is read."""

import base64
import os
import tempfile

os.environ.setdefault("DATA_DIR", tempfile.gettempdir() + "/early-support-tests")
os.environ.setdefault("SECRET_KEY", "only for the tests")
os.environ.setdefault("TEXT_KEYS", base64.b64encode(b"t" * 32).decode())
os.environ.setdefault("SECURE", "false")

from config.settings import *  # noqa: F403

# the server's static files and fonts are made at set-up; here their folders only have to exist
for _folder in (STATIC_ROOT, FONTS_DIR):  # noqa: F405
    _folder.mkdir(parents=True, exist_ok=True)
