"""Plain views for testing what happens around views."""

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.utils import translation

from core.models import Beat, Schedule
from core.redirects import safe_redirect
from core.views import action
from tests.core.conftest import Note


def page(request):
    return HttpResponse(f"page in {translation.get_language()}")


def write(request):
    Schedule.objects.create(pk="x", next_at="2026-01-01T00:00Z")
    return HttpResponse("written")


def change(request):
    Schedule.objects.update(next_at="2026-01-01T00:00Z")
    return HttpResponse("written")


def delete(request):
    Beat.objects.all().delete()
    return HttpResponse("deleted")


def read(request):
    request.session["seen"] = True
    return HttpResponse(Note.objects.get().text.open(request.user))


@action
def save(request):
    Schedule.objects.create(pk=request.POST["name"], next_at="2026-01-01T00:00Z")
    return HttpResponse(1 / int(request.POST.get("divisor", 1)))


@action
def move(request):
    response = redirect("/page#" + request.GET["place"] if "place" in request.GET else "page")
    response.set_cookie("left", "here")
    return response


@login_not_required
def follow(request):
    return safe_redirect(request, "page")


def broken(request):
    raise OperationalError("password of the server: hunter2")


urlpatterns = [
    path("", page, name="home"),
    path("page", page, name="page"),
    path("write", write),
    path("change", change),
    path("delete", delete),
    path("read", read),
    path("save", save),
    path("move", move),
    path("follow", follow),
    path("broken", broken),
    path("", include("core.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
]
handler500 = "core.views.server_error"
