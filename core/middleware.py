"""What happens around every view. Function-style; the order stands in the settings."""

import functools
from collections.abc import Callable
from contextlib import ExitStack
from urllib.parse import urlsplit

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from core import views
from core.guards import refuse_writes
from core.pdf_process import Busy
from core.redirects import safe_address

Answer = Callable[[HttpRequest], HttpResponse]

SIGN_IN_HEADER = "X-Sign-In"
USER_HEADER = "X-User"
OTHER_USER_HEADER = "X-Other-User"


def unavailable(get_response: Answer) -> Answer:
    """A clean 503 where a database does not answer, a disk is full, or a PDF has to wait too long for its turn.

    (What fails outside a view: core.views.server_error.)
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Busy):
            return views.paper_is_late(request)
        return views.unavailable(request) if views.passes_by_itself(error) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def is_by_script(request: HttpRequest) -> bool:
    """HTMX or a fetch of our own modules asks, so the answer does not become a page by itself."""
    return "HX-Request" in request.headers or USER_HEADER in request.headers


def closed_features(get_response: Answer) -> Answer:
    """What no page of ours may use, and that no other site may take our answers into its pages; on every answer."""
    features = ", ".join(f"{name}=()" for name in sorted(settings.PERMISSIONS_POLICY))

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Permissions-Policy"] = features
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return middleware


def _page(request: HttpRequest) -> str:
    """The page on which the person is, as a path: where to come back after signing in."""
    current = request.headers.get("HX-Current-URL") or request.headers.get("Referer")
    if safe_address(request, current):
        parts = urlsplit(str(current))
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.get_full_path() if request.method == "GET" else "/"


def _asks_to_sign_in(request: HttpRequest, response: HttpResponseRedirect, sign_in: str) -> bool:
    """Whether a closed door sent a visitor to sign in; signing out goes to the same page without wanting back."""
    to = urlsplit(response.url)
    wants_back = QueryDict(to.query).get("next") == request.get_full_path()
    return to.path == sign_in and wants_back and not request.user.is_authenticated


def whole_page_redirects(get_response: Answer) -> Answer:
    """A redirect becomes a change of page, not a page inside a page.

    When the session has expired, a script gets 401 and the address to sign in at: it keeps the text in the page. A form
    sent without one comes back to the page that it stood in; what it was sent to answers no GET.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not isinstance(response, HttpResponseRedirect):
            return response
        by_script, sign_in = is_by_script(request), resolve_url(settings.LOGIN_URL)
        if (by_script or request.method == "POST") and _asks_to_sign_in(request, response, sign_in):
            query = QueryDict(mutable=True)
            query["next"] = _page(request)
            there = f"{sign_in}?{query.urlencode(safe='/')}"
            if not by_script:
                return HttpResponseRedirect(there)
            refused = HttpResponse(status=401)
            refused.headers[SIGN_IN_HEADER] = there
            refused.headers["Cache-Control"] = "no-store"
            return refused
        if not by_script:
            return response
        if "HX-Request" in request.headers and "HX-Boosted" not in request.headers:
            # to a place in the same page a browser would only scroll, and show it as it was
            same = "#" in response.url and urlsplit(response.url).path == urlsplit(_page(request)).path
            how = {"HX-Refresh": "true"} if same else {"HX-Redirect": response.url}
            moved = HttpResponse(headers=how | {"Cache-Control": "no-store"})
            moved.cookies = response.cookies
            return moved
        return response

    return middleware


class ContentSecurityPolicy(CSPMiddleware):
    """django-csp's, which puts the same header together for every page anew: here once, unless a view has its own."""

    @functools.cached_property
    def usual(self) -> str:
        """The settings' policy."""
        return str(build_policy())

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the header."""
        own = getattr(request, "_csp_nonce", None) or any(name.startswith("_csp") for name in vars(response))
        if own or settings.DEBUG:
            return super().process_response(request, response)  # type: ignore[no-any-return]
        response.headers.setdefault(HEADER, self.usual)
        return response


def nameless(get_response: Answer) -> Answer:
    """Where people answer without a name nobody is signed in, whatever the browser sends.

    The link's ?lang= is the language to begin with. It stands before sessions, so that no later part can ask who
    somebody is, by mistake or otherwise.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(settings.NAMELESS_PATHS):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
            if (language := request.GET.get("lang")) in dict(settings.LANGUAGES):
                request.COOKIES.setdefault(settings.LANGUAGE_COOKIE_NAME, str(language))
        return get_response(request)

    return middleware


def own_language(get_response: Answer) -> Answer:
    """A signed-in person's own language wins over cookie and browser. From here on the user is no lazy object.

    Easy Finnish is another wording of Finnish, not a language of its own: to all else the language stays Finnish.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.user = get_user(request)  # each use of a lazy one costs, and a page has hundreds
        easy = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) == settings.EASY_FINNISH
        if request.user.is_authenticated and request.user.language in dict(settings.LANGUAGES):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
            easy = request.user.reads_easy_finnish
        if not easy or request.LANGUAGE_CODE != "fi":
            return get_response(request)
        translation.activate(settings.EASY_FINNISH)
        response = get_response(request)
        response.headers.setdefault("Content-Language", "fi")
        return response

    return middleware


def private_pages(get_response: Answer) -> Answer:
    """Nothing of a signed-in person stays in a browser or a proxy, and nobody acts in another's name.

    Our JavaScript sends the id of the user whose page it stands in. If somebody else has signed in since, 409.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        signed_in = request.user.is_authenticated
        sent = request.headers.get(USER_HEADER)
        if signed_in and sent and sent != str(request.user.pk):
            return cleared(HttpResponse(status=409, headers={OTHER_USER_HEADER: "1"}))
        response = get_response(request)
        if signed_in or request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
            patch_vary_headers(response, ["Cookie", "HX-Request"])
        if signed_in and request.method == "POST" and request.path == reverse("account_logout"):
            cleared(response)
        return response

    return middleware


def cleared(response: HttpResponse) -> HttpResponse:
    """Nothing of what the browser keeps of this site stays."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.headers["Cache-Control"] = "no-store"
    return response


def read_only_get(get_response: Answer) -> Answer:
    """A GET never writes, except the tables above: a guard on every database connection."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            return get_response(request)
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(refuse_writes))
            return get_response(request)

    return middleware
