"""The pages where people answer without a name. Nobody is signed in here (core.middleware.nameless)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from core.views import page_or_action
from verme.survey import actions as acts
from verme.survey.forms import AnswerForm
from verme.survey.letters import title


def _page(request: HttpRequest, secret: str, form: AnswerForm | None = None) -> HttpResponse:
    """The questions, or why there is nothing to answer."""
    door = acts.door(secret)
    if door.why or door.survey is None:
        return _shut(request, door)
    context = {"form": form or AnswerForm(door.survey), "survey": door.survey}
    context |= {"title": title(door.survey), "least": door.survey.promised}
    return render(request, "verme/survey/answer.html", context)


def _shut(request: HttpRequest, door: acts.Door) -> HttpResponse:
    status = 404 if door.why == "unknown" else 200
    return render(request, "verme/survey/shut.html", {"why": door.why, "survey": door.survey}, status=status)


def _send(request: HttpRequest, secret: str) -> HttpResponse:
    door = acts.door(secret)
    if door.why or door.survey is None:
        return _shut(request, door)
    form = AnswerForm(door.survey, request.POST)
    if not form.is_valid():
        return _page(request, secret, form)
    kept = acts.answer(secret, form.given())
    return _shut(request, kept) if kept.why else redirect(f"{THANKS}?lang={request.LANGUAGE_CODE}")


survey_answer = login_not_required(never_cache(page_or_action(_page, _send)))


@login_not_required
@never_cache
@require_GET
def survey_thanks(request: HttpRequest) -> HttpResponse:
    """The answer has been kept. The address says nothing of it."""
    return render(request, "verme/survey/thanks.html")


THANKS = "/vastaa/kiitos/"
urlpatterns = [
    path("kiitos/", survey_thanks, name="survey_thanks"),
    path("<str:secret>/", survey_answer, name="survey_answer"),
]
