"""The poll: every two seconds each screen in a room asks whether something has changed.

It is answered before sessions, users and the rest of Django's machinery, from a signed token and a version that each
process trusts for half a second: however many write, there are two new versions a second. When something has changed,
the part of the page is drawn once for each version, language and process, and all phones get the same bytes. Who has
written asks for the version that the answer told (``n``), and sees the own line at once. Nothing personal is in all
this: whoever has the room's token may read what is in the room.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from core.numbers import sent_version
from rooms import tokens
from rooms.kinds import KINDS
from rooms.models import Room

PREFIX, SUFFIX = "/huone/", "/elossa"
COOKIE, HEADER = "huone-", "X-Room"
FRESH = 0.5  # seconds that a process trusts the version it has read
MOST_DRAWN, MOST_KNOWN = 400, 5000
SCREENS = {"board", "screen", "wall"}  # parts of the owner's pages: for their token alone

Answer = Callable[[HttpRequest], HttpResponse]
Key = tuple[UUID, int, str, str]


class _Known:
    """Versions of rooms, as this process has read them last. None: there is no such room any more."""

    def __init__(self) -> None:
        self.versions: dict[UUID, tuple[float, int | None]] = {}
        self.asking: set[UUID] = set()
        self.lock = threading.Lock()

    def version(self, room: UUID, least: int) -> int | None:
        """At most half a second old, and not older than ``least``; while one thread asks, the others do not wait."""
        now = time.monotonic()
        known = self.versions.get(room)
        if known and known[1] is not None and known[1] < least:
            return self._read(room)  # for this phone alone: what it has written does not make all others draw anew
        if known and (now - known[0] < FRESH or room in self.asking):
            return known[1]
        with self.lock:
            if known and room in self.asking:
                return known[1]
            self.asking.add(room)
        try:
            found = self._read(room)
            if len(self.versions) > MOST_KNOWN:
                self.versions.clear()
            self.versions[room] = time.monotonic(), found
            return found
        finally:
            self.asking.discard(room)

    @staticmethod
    def _read(room: UUID) -> int | None:
        return Room.objects.present().filter(pk=room).values_list("version", flat=True).first()


class _Drawn:
    """Parts of pages as bytes, each drawn once."""

    def __init__(self) -> None:
        self.parts: OrderedDict[Key, bytes | None] = OrderedDict()
        self.lock = threading.Lock()
        self.count = 0  # for the tests: how many times something was drawn

    def part(self, room: UUID, version: int, part: str, language: str) -> tuple[int, bytes | None]:
        """The version that was drawn and its compressed bytes; None: the room has no such part."""
        key = (room, version, part, language)
        if key in self.parts:
            return version, self.parts[key]
        with self.lock:  # one draws, the others wait for it
            if key in self.parts:
                return version, self.parts[key]
            row = Room.objects.present().filter(pk=room).first()
            if row is None:
                return version, None
            key = (room, row.version, part, language)
            if key not in self.parts:
                self.count += 1
                self.parts[key] = _draw(row, part, language)
                while len(self.parts) > MOST_DRAWN:
                    self.parts.popitem(last=False)
            return row.version, self.parts[key]


def _draw(room: Room, part: str, language: str) -> bytes | None:
    with translation.override(language):
        text = KINDS[room.kind].live(room, part) if room.kind in KINDS else None
    return None if text is None else gzip.compress(text.encode(), 5)


_known, _drawn = _Known(), _Drawn()


def forget() -> None:
    """Empty what the process remembers: for tests."""
    _known.versions.clear()
    _drawn.parts.clear()


def drawn() -> int:
    """How many times this process has drawn something."""
    return _drawn.count


def answer(request: HttpRequest) -> HttpResponse:
    """204: nothing new since ``v``. 200: the part ``p`` in language ``l``. 404: no such room or part for this phone.

    ``n`` is a version that the phone knows to exist, because it has written.
    """
    code = request.path_info[len(PREFIX) : -len(SUFFIX)]
    token = tokens.read(request.META.get("HTTP_X_ROOM") or request.COOKIES.get(COOKIE + code))
    part = request.GET.get("p", "")[:80]
    if token and token.whose == "p" and part.partition("-")[0] in SCREENS:
        token = None  # what the owner has not shown yet is in them
    version = _known.version(token.room, sent_version(request.GET, "n")) if token else None
    if token is None or version is None or request.method != "GET":
        return HttpResponse(status=404, headers={"Cache-Control": "no-store"})
    if sent_version(request.GET, "v") >= version:  # greater where this phone has written a moment ago
        return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
    language = request.GET.get("l", "")
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    version, body = _drawn.part(token.room, version, part, language)
    if body is None:
        return HttpResponse(status=404, headers={"Cache-Control": "no-store"})
    headers = {"Cache-Control": "no-store", "X-Version": str(version), "X-Content-Type-Options": "nosniff"}
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        body = gzip.decompress(body)
    return HttpResponse(body, content_type="text/html; charset=utf-8", headers=headers)


def poll(get_response: Answer) -> Answer:
    """Middleware: answer polls of rooms at once, and let everything else pass."""

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path.endswith(SUFFIX) and path.startswith(PREFIX):
            return answer(request)
        return get_response(request)

    return middleware
