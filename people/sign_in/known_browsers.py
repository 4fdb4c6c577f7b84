"""Browsers in which a person has signed in before, so that somebody else's guesses do not keep the owner out.

The cookie opens nothing: it only gives the person tries of their own. It holds a random number of the browser and, for
each of the last few who signed in with it, a keyed hash of person and number: nobody can read from it who they are, and
the server keeps no list. It lives for half a year from the last sign-in, is sent to the sign-in pages only, and is not
written, or the person is taken out of it, when they say that the device is shared.
"""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

from people.models import User

COOKIE = "known-browser"
SHARED_DEVICE = "shared_device"  # in the session, from the sign-in page to the end of signing in
SALT = "people.known_browsers"
LIVES = 180 * 24 * 3600  # seconds
MOST = 8  # people of one browser


@dataclass(frozen=True)
class KnownBrowser:
    """What the cookie holds."""

    number: str
    marks: tuple[str, ...] = ()  # the latest last

    def mark_of(self, user: User) -> str:
        """The person in this browser's cookie."""
        return salted_hmac(SALT, f"{user.pk}:{self.number}", algorithm="sha256").hexdigest()[:32]


def _read(request: HttpRequest) -> KnownBrowser | None:
    try:
        number, marks = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LIVES)
    except signing.BadSignature:
        return None
    return KnownBrowser(number, tuple(marks))


def known_browser_of(request: HttpRequest, user: User) -> str:
    """The browser's number when this person has signed in with it before; otherwise empty."""
    browser = _read(request)
    return browser.number if browser and browser.mark_of(user) in browser.marks else ""


def remember_browser(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """This person has signed in with it."""
    browser = _read(request) or KnownBrowser(secrets.token_hex(16))
    own = browser.mark_of(user)
    _write(response, browser, [*[mark for mark in browser.marks if mark != own], own][-MOST:])


def forget_browser(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """This person says that others use the device as well."""
    browser = _read(request)
    if browser and browser.mark_of(user) in browser.marks:
        _write(response, browser, [mark for mark in browser.marks if mark != browser.mark_of(user)])


def _write(response: HttpResponse, browser: KnownBrowser, marks: list[str]) -> None:
    path = reverse(settings.LOGIN_URL)
    if not marks:
        response.delete_cookie(COOKIE, path=path, samesite="Lax")
        return
    response.set_cookie(
        COOKIE,
        signing.dumps([browser.number, marks], salt=SALT),
        max_age=LIVES,
        path=path,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
