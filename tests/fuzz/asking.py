"""One request through the application's own entry, as a server would hand it on."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections


class Answer:
    """What came back, and the error behind it."""

    def __init__(self) -> None:
        self.status_code, self.error = 0, None

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], Any]:
        """WSGI's start_response. A server refuses a header that is no header, so this does."""
        self.status_code = int(status[:3])
        for name, value in headers:
            assert not re.search(r"[^\t\x20-\x7e\x80-\xff]", name + value), (name, value)
        return bytes

    def note(self, **_signal: Any) -> None:
        """Django's signal of an error in a request."""
        self.error = sys.exception()


def ask(environ: dict[str, Any]) -> Answer:
    """One request through the application's own entry."""
    from config.wsgi import application

    answer = Answer()
    got_request_exception.connect(answer.note)
    for each in (request_started, request_finished):  # they would close the connection that the test rolls back
        each.disconnect(close_old_connections)
    try:
        response = application(environ, answer.start)
        for _piece in response:
            pass
        if hasattr(response, "close"):
            response.close()
    except Exception as error:  # what a server makes a bare 500 of
        answer.status_code, answer.error = 500, error
    finally:
        got_request_exception.disconnect(answer.note)
        for each in (request_started, request_finished):
            each.connect(close_old_connections)
    return answer
