"""A list as an XLSX that is too long to wait for: the worker makes it while its page says how far it is.

It is kept as a long PDF is (core/papers.py): one for each person, sealed, for a day, behind whoever asked for it. The
order holds the address that the list was asked with, and the worker asks the list again for its owner.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone, translation

from core.models import PaperOrder
from core.papers import LOOK_AGAIN, order_of, put_order
from core.sheets import as_file, xlsx

if TYPE_CHECKING:
    from django_tasks.base import Task

    from core.request import Request
    from people.models import User

TELL_EVERY = 1.0  # seconds
READY = "valmis"  # in the address: the file itself
Table = Callable[["User", QueryDict], tuple[list[str], Iterable[Iterable[Any]]]]


def _said(request: Request) -> tuple[str, str]:
    """What is ordered, and the list's own address after the question mark."""
    asked = request.GET.copy()
    asked.pop(READY, None)
    query = asked.urlencode()
    return json.dumps([request.path, query, request.LANGUAGE_CODE]), query


def page(request: Request, name: str, count: int, back: str) -> HttpResponse:
    """Asking for the file, how far it is, and the file once it is there."""
    text, query = _said(request)
    order = order_of(request, text)
    if order and order.pdf and READY in request.GET:
        return as_file("xlsx", name, order.pdf.open(request.user))
    is_going_on = order is not None and not order.pdf and not order.has_failed
    context = {
        "order": order,
        "count": count,
        "is_going_on": is_going_on,
        "file": f"{request.path}?{query}&{READY}=1",
        "back": f"{back}?{query}",
    }
    response = render(request, "core/long_sheet.html", context, status=202 if is_going_on else 200)
    if is_going_on:
        response.headers["Refresh"] = str(LOOK_AGAIN)
    return response


def order(request: Request, make: Task[Any, Any]) -> HttpResponse:
    """Have it made; one that is ready is made anew, with the list as it is now."""
    text, query = _said(request)
    found = order_of(request, text)
    if found and found.pdf:
        found.delete()
    put_order(request, text, make)
    return HttpResponseRedirect(f"{request.path}?{query}")


def make(order_id: str, table: Table) -> None:
    """The worker's part. One that was ordered no more is left; a job that was killed begins again."""
    order = PaperOrder.objects.filter(pk=order_id, has_failed=False).select_related("owner").first()
    if order is None or order.pdf or not order.owner.is_active:
        return
    rows = PaperOrder.objects.filter(pk=order_id)

    def counted(lines: Iterable[Iterable[Any]]) -> Iterator[Iterable[Any]]:
        told = time.monotonic()
        for number, line in enumerate(lines):
            if time.monotonic() - told > TELL_EVERY:
                told = time.monotonic()
                rows.update(pages=number)
            yield line

    _path, query, language = json.loads(order.html.open_as_system("make the list that its reader ordered"))
    try:
        with translation.override(language):
            heads, lines = table(order.owner, QueryDict(query))
            order.pdf = xlsx(heads, counted(lines))
    except Exception:
        rows.update(has_failed=True)
        raise
    order.html, order.ordered_at = "", timezone.now()
    if rows.exists():
        order.save(update_fields=["pdf", "html", "ordered_at"])
