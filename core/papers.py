"""PDFs as answers of pages: shown at once; a long one is made by the worker while the page says how far it is.

A view that answers with a PDF is marked `paper` in the place of `require_GET` and gives its request to `pdf.render`.
Its GET shows the PDF. Where the document is long (`is_long`), the GET shows a page with a button; the button posts to
the same address, and the worker makes the PDF. Each look at the address asks the view again, with all its rights: a
paper is shown only to whoever ordered it, and only while the view would print exactly the same.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from core.pdf_process import drawer, one_drawing_of

if TYPE_CHECKING:
    from django_tasks.base import Task

    from core.models import PaperOrder
    from core.request import Request

View = TypeVar("View", bound=Callable[..., HttpResponse])
LONG = 3.0  # seconds of drawing, estimated, above which a document is long
LOOK_AGAIN = 3  # seconds between two looks at a paper that is being made


class TooLong(Exception):
    """The document is for the worker."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html


def estimate(html: str) -> float:
    """Seconds that the drawing takes, roughly: measured by letters, lines and rows of tables on a slow machine."""
    html = re.sub(r"(?<=>)\s++|(?<!\s)\s++(?=<)", "", html)  # how a template is laid out is no work
    return len(html) / 25_000 + html.count("\n") * 0.0017 + html.count("<tr") * 0.008


def drawn_for(request: Request, html: str) -> bytes:
    """The PDF, when it can be had within the limits of a page: `Busy` or `TooLong` otherwise."""
    takes_orders = getattr(request, "takes_paper_orders", False)
    if takes_orders and (is_long(html) or request.method == "POST"):
        raise TooLong(html)
    with one_drawing_of(request.user):
        return drawer.draw_for_page(html)


def is_long(html: str) -> bool:
    """Whether nobody should wait for it."""
    return estimate(html) > LONG


def paper(view: View) -> View:
    """A view whose answer to a GET is a PDF. A POST to it orders a long one from the worker; no more."""

    @functools.wraps(view)
    def entered(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        request.takes_paper_orders = True  # type: ignore[attr-defined]
        try:
            response = view(request, *args, **kwargs)
        except TooLong as long:
            return _order(request, long.html) if request.method == "POST" else _look(request, long.html)
        if request.method == "POST" and response.status_code == 200:
            return HttpResponseRedirect(request.get_full_path())
        return response

    entered.is_paper = True  # type: ignore[attr-defined]
    return require_http_methods(["GET", "HEAD", "POST"])(entered)  # type: ignore[return-value]


def pdf_response(content: bytes, name: str, language: str | None = None, *, attachment: bool = False) -> HttpResponse:
    """A PDF shown in the browser, or saved, under a name that tells nothing of a person.

    `language` is the paper's own; without it the reader's.
    """
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = str(content_disposition_header(attachment, f"{name}.pdf"))
    if language:
        response.headers["Content-Language"] = language
    return response


def fingerprint(request: Request, html: str) -> str:
    """Tells one document from another without its words, for whoever sees the table."""
    key = f"{settings.SECRET_KEY} paper {request.user.pk}".encode()
    return hmac.new(key, html.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def order_of(request: Request, html: str) -> PaperOrder | None:
    """The reader's own order of exactly this, or none."""
    from core.models import PaperOrder  # models know this module's floor, not the other way round at import

    return PaperOrder.objects.visible_to(request.user).filter(fingerprint=fingerprint(request, html)).first()


def _look(request: Request, html: str) -> HttpResponse:
    order = order_of(request, html)
    if order and order.pdf:
        name = request.path.rstrip("/").rpartition("/")[2].removesuffix(".pdf") or "paperi"
        return pdf_response(order.pdf.open(request.user), name)
    response = render(request, "core/paper_order.html", {"order": order}, status=202 if order else 200)
    if order and not order.has_failed:
        response.headers["Refresh"] = str(LOOK_AGAIN)
    return response


def _order(request: Request, html: str) -> HttpResponse:
    if not is_long(html):
        return HttpResponseRedirect(request.get_full_path())
    from core.jobs_of_papers import make_paper

    put_order(request, html, make_paper)
    return HttpResponseRedirect(request.get_full_path())


def put_order(request: Request, html: str, make: Task[Any, Any]) -> None:
    """Have the worker make it, unless it does already."""
    from core.models import PaperOrder

    with transaction.atomic():
        type(request.user).objects.select_for_update(no_key=True).get(pk=request.user.pk)  # two clicks come in turn
        order = order_of(request, html)
        if order is None or order.has_failed:
            PaperOrder.objects.editable_by(request.user).delete()  # one for each person at a time
            order = PaperOrder(owner=request.user, fingerprint=fingerprint(request, html))
            order.html = html
            order.save(force_insert=True)
            make.enqueue(str(order.pk))
