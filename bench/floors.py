"""The floors: a constant answer (F0), and a constant answer to somebody who is signed in (F2)."""

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.crypto import constant_time_compare


def hello(request: HttpRequest) -> HttpResponse:
    """F0."""
    return HttpResponse("Hello")


def user(request: HttpRequest) -> HttpResponse:
    """F2: the session and the user are read as stock Django reads them (2 SQL), not by our quicker way."""
    person = get_user_model()._default_manager.get(pk=request.session[SESSION_KEY])
    known = constant_time_compare(request.session[HASH_SESSION_KEY], person.get_session_auth_hash())
    return HttpResponse("Hello" if known else "Who?", status=200 if known else 403)


urlpatterns = [path("healthz", hello), path("hello", hello), path("user", user)]
