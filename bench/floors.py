"""The floors: a constant answer (F0), and a constant answer to somebody who is signed in (F2)."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    """F0."""
    return HttpResponse("Hello")


def user(request: HttpRequest) -> HttpResponse:
    """F2: the session and the user are read, nothing else is done."""
    return HttpResponse("Hello" if request.user.is_authenticated else "Who?", status=200 if request.user.pk else 403)


urlpatterns = [path("healthz", hello), path("hello", hello), path("user", user)]
