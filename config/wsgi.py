"""WSGI entry point. Once it is imported, the application is ready: the first person does not wait for what it imports
and compiles, and nobody waits for a text that a new process holds locked meanwhile (see `FIRST`)."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_django = get_wsgi_application()

# What people ask for first, and whatever is drawn while two write in one conversation, which is locked for each save.
# Compiling all templates would take five times as long; the others are compiled when they are asked for.
FIRST = ("503.html", "account/login.html", "vatupassi/home.html")
TALK = ("vatupassi/conversation/", "vatupassi/agreement/")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django's. What it cannot make a request of, before any of its own handling, is a 400 here, not a 500.

    (A content type with a charset makes it read the address's query at once, which may have too many fields.)
    """
    length = environ.get("CONTENT_LENGTH") or "0"
    try:
        if length.isascii() and length.isdigit() and len(length) < 20:
            return _django(environ, start_response)
    except SuspiciousOperation:
        pass
    start_response("400 Bad Request", [("Content-Type", "text/plain"), ("Cache-Control", "no-store")])
    return [b"This request cannot be read.\n"]


def prepare() -> None:
    """Import every view, and compile what is asked for first."""
    from django.forms.renderers import get_default_renderer
    from django.template import engines
    from django.urls import resolve

    resolve("/")
    fields: Any = get_default_renderer()
    for name in fields.engine.env.list_templates():
        fields.get_template(name)
    templates = engines["jinja2"].env  # type: ignore[attr-defined]
    templates.prepare([*FIRST, *templates.list_templates(filter_func=lambda name: name.startswith(TALK))])


prepare()
