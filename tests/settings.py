"""The one settings file with what tests need in the environment before it is read."""

import base64
import os
from pathlib import Path

os.environ["DATA_DIR"] = str(Path(__file__).resolve().parent.parent / "var" / "tests")
os.environ.setdefault("SECRET_KEY", "only for the tests")
os.environ.setdefault("TEXT_KEYS", base64.b64encode(b"t" * 32).decode())
os.environ.setdefault("SECURE", "false")
if _worker := os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw"):
    # one database server for each process that runs tests; those that it starts inherit it
    _servers = os.environ.pop("DATABASE_URLS", "").split()
    if _servers:
        os.environ["DATABASE_URL"] = _servers[int(_worker) % len(_servers)]

from config.settings import *  # noqa: F403

# the server's static files and fonts are made at set-up; here their folders only have to exist
for _folder in (STATIC_ROOT, FONTS_DIR / "web"):  # noqa: F405
    _folder.mkdir(parents=True, exist_ok=True)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
INSTALLED_APPS = ["tests.flushing", *INSTALLED_APPS]  # noqa: F405
TEMPLATES = [{**TEMPLATES[0], "BACKEND": "tests.jinja.Jinja2"}, *TEMPLATES[1:]]  # type: ignore[dict-item]  # noqa: F405
QUIET_HOURS = ()  # the tests run at all hours; test_outbox.py sets them
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Argon2 is slow on purpose
if "sqlite" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # in a file, as in real use: in memory the threads of a live server would share one connection
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["DATA_DIR"]) / f"test-{os.getpid()}.sqlite3")}  # noqa: F405
else:
    # a test is one transaction, and on a busy machine it may draw or compare for longer than a request ever does
    _options = DATABASES["default"]["OPTIONS"]  # noqa: F405
    _options["options"] = _options["options"].replace("session_timeout=30000", "session_timeout=600000")
    if _template := os.environ.get("TEST_TEMPLATE"):
        DATABASES["default"]["TEST"] = {"TEMPLATE": _template}  # noqa: F405
