"""Views of the ground floor, and the decorator every POST view carries."""

import contextlib
import errno
import functools
import sys
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation
from django.views import defaults
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from core import organisation, proxies
from core.redirects import safe_redirect

RETRY_AFTER, PAPER_RETRY_AFTER = 10, 5  # seconds
View = TypeVar("View", bound=Callable[..., HttpResponse])


def action(view: View) -> View:
    """A POST view: nothing else gets in, and everything it does happens or nothing does.

    Of two clicks at the same moment the later one may break on a constraint: nothing of it has happened then, and it is
    done once more, with what the first one has left.

    Its address stands in the browser when a form has come back with what to correct. Whoever visits it then (another
    language, the address line, signing in again) is led to the page above it rather than to an empty one.
    """
    act = require_POST(transaction.atomic(view))

    @functools.wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            query = request.META.get("QUERY_STRING")
            return HttpResponseRedirect(page_above(request.path) + (f"?{query}" if query else ""))
        try:
            return act(request, *args, **kwargs)
        except IntegrityError:
            for file in request.FILES.values():
                file.seek(0)  # type: ignore[union-attr]  # a single one
            return act(request, *args, **kwargs)

    entered.is_action = True  # type: ignore[attr-defined]
    return cast("View", entered)


def page_or_action(page: Callable[..., HttpResponse], save: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """One address: GET shows the page with its form, POST does it. An invalid form comes back in the page."""
    shown, done = require_safe(page), action(save)

    def view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return (done if request.method == "POST" else shown)(request, *args, **kwargs)

    view.__name__, view.__doc__, view.__module__ = page.__name__, page.__doc__, page.__module__
    return view


def page_above(path: str) -> str:
    """The nearest address above that shows a page."""
    parts = path.strip("/").split("/")
    while parts := parts[:-1]:
        for above in (f"/{'/'.join(parts)}/", f"/{'/'.join(parts)}"):
            with contextlib.suppress(Resolver404):
                if not getattr(resolve(above).func, "is_action", False):
                    return above
    return "/"


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """The keys of the talk, and where they are turned off. A page of a talk shows it as a sheet."""
    return render(request, "core/keys.html")


@login_not_required
@never_cache
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, 503 otherwise. For the proxy and for monitoring."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
    if proxies.is_asked(request):
        for name, value in proxies.answer_to(request).items():
            response.headers[name] = value
    return response


@login_not_required
@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


@login_not_required
@action
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language: into the person's own data when signed in, into a cookie otherwise."""
    response = safe_redirect(request)
    language = request.POST.get("language", "")
    easy = language == settings.EASY_FINNISH
    if language not in dict(settings.LANGUAGES) and not easy:
        return response
    if request.user.is_authenticated:  # easy Finnish is told to nobody: neither to HR nor to who next has the device
        request.user.reads_easy_finnish = easy
        request.user.language = language = "fi" if easy else language
        request.user.save(update_fields=["language", "reads_easy_finnish"])
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's proof did not fit: mostly a page left open over a new sign-in. Say what to do."""
    return render(request, "403_csrf.html", status=403)


def passes_by_itself(error: BaseException | None) -> bool:
    """Whether the machine failed, not the page: the database does not answer, or the disk is full."""
    full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    return full or isinstance(error, (OperationalError, InterfaceError)) or _lost(error)


def _lost(error: BaseException | None) -> bool:
    """Whether the database's driver says by another error that the connection is gone.

    Django leaves some of its errors as they are (from the closing of a cursor), and some that are no OperationalError
    say it too: the server's last word on a connection has the severity FATAL, and what has no code is not the server's.
    """
    driver: Any = connection.Database  # type: ignore[attr-defined]
    said = error.__cause__ if isinstance(error, DatabaseError) else error
    if isinstance(said, (driver.OperationalError, driver.InterfaceError)):
        return True
    if severity := getattr(getattr(said, "diag", None), "severity_nonlocalized", None):
        return severity in {"FATAL", "PANIC"}
    return type(said) in {driver.DatabaseError, driver.InternalError} and getattr(said, "sqlstate", "") is None


def unavailable(request: HttpRequest) -> HttpResponse:
    """The machine does not do its part now: a whole page made without the database, and when to try again."""
    page = render_to_string(
        "503.html", {"language": translation.get_language(), "employer": organisation.without_database().name}
    )
    response = HttpResponse(page, status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: a page that needs neither the form nor the session, since it may be they that cannot be read."""
    context = {"language": translation.get_language(), "employer": organisation.without_database().name}
    return HttpResponse(render_to_string("400.html", context), status=400, headers={"Cache-Control": "no-store"})


@cache_control(no_store=True)  # what is not there today may be tomorrow; and nothing of a signed-in person is kept
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404."""
    return _with_readable_form(request, defaults.page_not_found, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403."""
    return _with_readable_form(request, defaults.permission_denied, exception)


def _with_readable_form(request: HttpRequest, page: Callable[..., HttpResponse], exception: Exception) -> HttpResponse:
    """The page, or 400 where the form cannot be read.

    Django looks for the proof in the form once more before it shows an error page, and an error there would be a 500.
    """
    try:
        _read = request.POST
    except (BadRequest, MultiPartParserError, SuspiciousOperation, UnreadablePostError) as unreadable:
        return bad_request(request, unreadable)
    return page(request, exception)


def paper_is_late(request: HttpRequest) -> HttpResponse:
    """A PDF did not get its turn, or took too long: the page asks again by itself, where it was a page."""
    context = {"language": translation.get_language(), "employer": organisation.without_database().name}
    response = HttpResponse(render_to_string("503_pdf.html", context), status=503)
    response.headers["Retry-After"] = str(PAPER_RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    if request.method == "GET":
        response.headers["Refresh"] = str(PAPER_RETRY_AFTER)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: 503 when it was the machine that failed outside a view, otherwise a page that says what to do."""
    if passes_by_itself(sys.exception()):
        return unavailable(request)
    page = render_to_string(
        "500.html", {"language": translation.get_language(), "employer": organisation.without_database().name}
    )
    return HttpResponse(page, status=500)
