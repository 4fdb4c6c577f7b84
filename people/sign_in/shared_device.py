"""A device that others use as well, in a break room for instance: signed out after two minutes without use.

What counts as use is a page that is asked for, or a sign of life that the page's script sends while somebody types or
touches (static/js/shared.js); what a page asks by itself does not. The script also leaves the page when the time is
over; without it the next request finds nobody signed in.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from core.middleware import cleared, is_by_script
from core.views import action

if TYPE_CHECKING:
    from core.request import Request

IDLE = 120  # seconds
GRACE = 15  # the script tells of use at most every ten seconds
USED_AT = "shared_device_used_at"  # in the session


def begin(request: HttpRequest) -> None:
    """Somebody has signed in on such a device."""
    request.session[USED_AT] = int(time.time())


def sign_out_unused(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Whoever has gone away is signed out; nothing of theirs stays in the browser."""

    def middleware(request: HttpRequest) -> HttpResponse:
        used_at = request.session.get(USED_AT) if request.user.is_authenticated else None
        request.is_shared_device = used_at is not None  # type: ignore[attr-defined]
        if used_at is None:
            return get_response(request)
        now = int(time.time())
        if now - used_at > IDLE + GRACE:
            logout(request)
            request.is_shared_device = False  # type: ignore[attr-defined]
            return cleared(get_response(request))
        if not is_by_script(request) or request.path == reverse("still_here"):
            request.session[USED_AT] = now
        return get_response(request)

    return middleware


@action
def still_here(request: Request) -> HttpResponse:
    """A sign of life: the middleware has noted it."""
    return HttpResponse(status=204)
