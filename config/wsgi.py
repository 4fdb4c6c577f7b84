"""WSGI entry point."""

import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_django = get_wsgi_application()


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


def warm_up() -> None:
    """Start the process that draws PDFs, which takes a second, beside the first pages."""
    from core.pdf_process import drawer

    drawer.warm_up()


threading.Thread(target=warm_up, daemon=True).start()
