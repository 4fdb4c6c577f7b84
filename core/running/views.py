"""What machines ask: whether this process may get people's requests, and, with a password, numbers to watch."""

import functools

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from core.running.leaving import is_leaving

TEXT = "text/plain; charset=utf-8"


@functools.cache
def _migrations() -> frozenset[tuple[str, str]]:
    """Those that this process's code has."""
    return frozenset(MigrationLoader(None).disk_migrations)


@login_not_required
@never_cache
@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and has every migration of this code: for a balancer, before it sends people here.

    `healthz` says whether the process lives; it says nothing of an upgrade whose migrations have not run yet, nor of an
    ending that has been asked for.
    """
    if is_leaving():
        return HttpResponse("about to end\n", status=503, content_type=TEXT)
    try:
        missing = _migrations() - MigrationRecorder(connection).applied_migrations().keys()
    except (DatabaseError, InterfaceError):
        return HttpResponse("the database does not answer\n", status=503, content_type=TEXT)
    if missing:
        return HttpResponse("migrations have not run\n", status=503, content_type=TEXT)
    return HttpResponse("ready\n", content_type=TEXT)


@login_not_required
@never_cache
@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus's text for whoever has METRICS_TOKEN; to anybody else, and without one, there is no such page."""
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(sent, settings.METRICS_TOKEN):
        raise Http404
    from core.running.numbers import CONTENT_TYPE, numbers  # its library is loaded where it is used alone

    return HttpResponse(numbers(), content_type=CONTENT_TYPE)
