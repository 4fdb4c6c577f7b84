"""Log lines that never repeat an error's own words: those may hold what people wrote, or a database's values.

Nor do they repeat an address: it may hold a living secret (the link of an activation, a new password, a survey). They
name the route instead.
"""

import datetime
import json
import logging
import traceback
from types import TracebackType
from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, resolve


def where(error: BaseException) -> str:
    """Class, files and lines of an error and of those that led to it; never their text."""
    parts, seen, link = [], set[int](), error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        frames = traceback.extract_tb(link.__traceback__)
        name = f"{type(link).__module__}.{type(link).__qualname__}".removeprefix("builtins.")
        parts.append("\n".join([name, *(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)]))
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)  # type: ignore[assignment]
    return "\nafter\n".join(parts)


def route_of(request: HttpRequest) -> str:
    """The name of the address; nothing of the address itself."""
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return "no route"
    return match.view_name or match.route


def answered(record: logging.LogRecord, request: HttpRequest) -> str:
    """What came of a request: status, method, route and, for a refused form, Django's reason without its addresses."""
    method = request.method if request.method in METHODS else "?"
    parts = [str(getattr(record, "status_code", "")), method, route_of(request)]
    if record.name == "django.security.csrf" and isinstance(record.args, tuple) and record.args:
        parts.append(f"({str(record.args[0]).partition(' - ')[0]})")  # "Referer checking failed - https://… does not …"
    return " ".join(part for part in parts if part)


METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}


class WordlessFormatter(logging.Formatter):
    """The usual formatter with `where` in the place of a traceback, and `answered` in that of a request's address."""

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Where it happened."""
        return where(ei[1]) if ei[1] else ""

    def format(self, record: logging.LogRecord) -> str:
        """Forget a traceback that another formatter has written into the record, and what names an address."""
        kept = record.exc_text, record.msg, record.args
        record.exc_text = None
        request: Any = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            record.msg, record.args = answered(record, request), None
        try:
            return super().format(record)
        finally:
            record.exc_text, record.msg, record.args = kept


class JsonFormatter(WordlessFormatter):
    """The same in one line for programs: time, level, logger, message, and where an error happened."""

    def format(self, record: logging.LogRecord) -> str:
        """A JSON object; of an address the route alone."""
        request: Any = getattr(record, "request", None)
        told = {
            "time": datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": answered(record, request) if isinstance(request, HttpRequest) else record.getMessage(),
        }
        if record.exc_info and record.exc_info[1]:
            told["where"] = where(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False)
