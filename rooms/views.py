"""The door of a room: a code is typed or a QR picture read, and the phone is in. No names, no sign-in, no password."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from core import qr
from core.views import action
from rooms import codes, guessing, live, tokens
from rooms.kinds import KINDS
from rooms.models import MOST_PHONES, Phone, Room

DAY = 24 * 3600


@dataclass(frozen=True)
class Visit:
    """A phone in a room."""

    room: Room
    token: tokens.Token


def visit(request: HttpRequest, code: str) -> Visit | None:
    """The room in which this phone is, None when it has not joined or the room is gone."""
    token = tokens.read(request.COOKIES.get(live.COOKIE + code))
    if token is None or token.whose != "p":
        return None
    room = Room.objects.present().filter(pk=token.room, code=code).first()
    return Visit(room, token) if room else None


def in_room(kind: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A page for the phones of this kind of room. Who has not joined comes to the room's door.

    It stands below `require_GET` or `action`.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def inside(request: HttpRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponse:
            found = visit(request, code)
            if found is None or found.room.kind != kind:
                return redirect("room", code)
            return view(request, found, *args, **kwargs)

        return login_not_required(never_cache(inside))

    return decorate


def _door(request: HttpRequest, code: str = "", *, wrong: bool = False, status: int = 200) -> HttpResponse:
    context = {"code": codes.spaced(code) if code else "", "wrong": wrong}
    return render(request, "rooms/join.html", context, status=status)


@login_not_required
@never_cache
@require_GET
def room(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR picture leads. It looks the same whether the room exists or not: only joining tells."""
    if code != codes.normal(code):
        return redirect("room", codes.normal(code) or "-")
    if found := visit(request, code):
        return redirect(KINDS[found.room.kind].page, code)
    return _door(request, code[:12])


@require_GET
def _type(request: HttpRequest) -> HttpResponse:
    return _door(request)


@action
def _enter(request: HttpRequest) -> HttpResponse:
    code = codes.normal(request.POST.get("code", ""))
    if visit(request, code):
        return redirect("room", code)
    if guessing.is_refused(request):
        return render(request, "429.html", status=429)
    found = Room.objects.open().filter(code=code).first() if len(code) == codes.LENGTH else None
    if found is None or found.phones.count() >= MOST_PHONES:
        guessing.failed(request)
        return _door(request, code[:40], wrong=True)
    return let_in(found)


def let_in(found: Room) -> HttpResponse:
    """A new phone in this room, on its way to the room's page. For whoever takes a shared device next, too."""
    code = found.code or ""
    text = tokens.make(found.pk)
    token = tokens.read(text)
    assert token
    Phone.objects.create(hash=token.phone, room=found)
    if KINDS[found.kind].counts_phones:
        found.touch()
    response = redirect(KINDS[found.kind].page, code)
    response.set_cookie(
        live.COOKIE + code, text, max_age=2 * DAY, path="/huone/", secure=settings.SECURE, httponly=True, samesite="Lax"
    )
    return response


@login_not_required
@never_cache
def room_join(request: HttpRequest) -> HttpResponse:
    """Type the code and join. A phone that has joined already stays the same phone."""
    return (_enter if request.method == "POST" else _type)(request)


def invitation(request: HttpRequest, room: Room) -> dict[str, Any]:
    """What a screen shows so that others can join: picture, code, and the address in words."""
    if not room.code:
        return {}
    base = settings.SITE_URL.removesuffix("/")
    address = base + reverse("room", args=[room.code])
    return {
        "room": room,
        "qr": qr.picture(address),
        "room_address": address,
        "room_door": base.partition("://")[2] + "/huone",
        "phones": room.phones.count(),
        "room_token": tokens.make(room.pk, "s"),
        "room_poll": reverse("room_live", args=[room.code]),
    }
