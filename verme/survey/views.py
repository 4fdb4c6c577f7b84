"""Surveys of a season: HR makes and closes them; HR, members and mentors read what was released."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import organisation, pdf, qr
from core.papers import paper, pdf_response
from core.views import action, page_or_action
from verme.models import Survey
from verme.season.views import a_season
from verme.survey import actions as acts
from verme.survey import questions, results, sheet
from verme.survey.forms import OpenForm, QuestionForm
from verme.survey.letters import title

if TYPE_CHECKING:
    from core.request import Request

TWO_WEEKS = datetime.timedelta(days=14)
EARLIER = 3  # terms beside this one


@require_GET
def season_surveys(request: Request, pk: UUID) -> HttpResponse:
    """The two surveys of a season."""
    season = a_season(request, pk)
    made = {survey.kind: survey for survey in Survey.objects.editable_by(request.user).filter(season=season)}
    rows = [(kind, label, made.get(kind)) for kind, label in Survey.Kind.choices]
    return render(request, "verme/survey/list.html", {"season": season, "rows": rows})


@action
def survey_new(request: Request, pk: UUID) -> HttpResponse:
    """A draft with the questions of last time."""
    season = a_season(request, pk, lock=True)
    kind = request.POST.get("kind", "")
    if kind not in Survey.Kind.values:
        raise Http404
    return redirect("survey_manage", acts.make(season, kind).pk)


def mine(request: Request, pk: UUID, *, state: str = "", lock: bool = False) -> Survey:
    """A survey that HR runs, in this state."""
    rows = Survey.objects.editable_by(request.user).select_related("season")
    survey = get_object_or_404(rows.for_update() if lock else rows, pk=pk)
    if (state and survey.state != state) or (state == Survey.State.OPEN and not survey.takes_answers):
        raise Http404
    return survey


def _manage(request: Request, survey: Survey, form: OpenForm | None = None) -> HttpResponse:
    context: dict[str, Any] = {"survey": survey, "season": survey.season, "title": title(survey)}
    context["least"] = survey.promised
    if survey.state == Survey.State.DRAFT:
        until = timezone.localdate() + TWO_WEEKS
        context["form"] = form or OpenForm(initial={"until": until})
        context["invited"] = len(acts.invited(survey.season))
    else:
        rows = survey.invitations
        context |= {"invited": rows.count(), "on_paper": rows.on_paper().count()}
        context["waiting"] = rows.by_mail().unsent().count()
    return render(request, "verme/survey/manage.html", context)


@require_GET
def survey_manage(request: Request, pk: UUID) -> HttpResponse:
    """HR's page: the questions, opening, reminding, closing. How many have answered is not told while it is open."""
    return _manage(request, mine(request, pk))


def _question(survey: Survey, key: str) -> questions.Question | None:
    """The question with this key; None for a new one."""
    if key == "uusi":
        return None
    for question in survey.questions:
        if question.key == key:
            return question
    raise Http404


def _question_page(request: Request, pk: UUID, key: str, form: QuestionForm | None = None) -> HttpResponse:
    """One question."""
    survey = mine(request, pk, state=Survey.State.DRAFT)
    question = _question(survey, key)
    context = {"survey": survey, "question": question, "form": form or QuestionForm(question=question)}
    return render(request, "verme/survey/question.html", context)


def _question_save(request: Request, pk: UUID, key: str) -> HttpResponse:
    survey = mine(request, pk, state=Survey.State.DRAFT, lock=True)
    question = _question(survey, key)
    rows = survey.questions
    if question and request.POST.get("act") in ("up", "down", "remove"):
        place = rows.index(question)
        rows.remove(question)
        if request.POST["act"] != "remove":
            rows.insert(max(0, place + (-1 if request.POST["act"] == "up" else 1)), question)
    else:
        form = QuestionForm(request.POST, question=question)
        if not form.is_valid():
            return _question_page(request, pk, key, form)
        made = form.made()
        rows = [made if each == question else each for each in rows] if question else [*rows, made]
    survey.asked = questions.written(rows)
    survey.save(update_fields=["asked"])
    return redirect("survey_manage", pk)


survey_question = page_or_action(_question_page, _question_save)


@action
def survey_open(request: Request, pk: UUID) -> HttpResponse:
    """Freeze the questions and send the links."""
    survey = mine(request, pk, lock=True)
    form = OpenForm(request.POST)
    if survey.state == Survey.State.DRAFT and not form.is_valid():
        return _manage(request, survey, form)
    try:
        if survey.state == Survey.State.DRAFT:
            acts.open_for_answers(survey, until=form.cleaned_data["until"])
            messages.success(request, _("The survey is open. The links are on their way, each to one person."))
    except acts.NoQuestions:
        messages.warning(request, _("Add at least one question first."))
    return redirect("survey_manage", pk)


@action
def survey_remind(request: Request, pk: UUID) -> HttpResponse:
    """The same reminder to everybody."""
    if acts.remind(mine(request, pk, state=Survey.State.OPEN, lock=True)):
        messages.success(request, _("The reminder goes to everybody who was asked."))
    else:
        messages.info(request, _("Everybody who was asked has had a reminder today already."))
    return redirect("survey_manage", pk)


@action
def survey_slips(request: Request, pk: UUID) -> HttpResponse:
    """Slips for those who have no e-mail, once: a PDF to cut and to hand out unread."""
    survey = mine(request, pk, state=Survey.State.OPEN, lock=True)
    links = [f"{settings.SITE_URL}/vastaa/{secret}/" for secret in acts.slips(survey)]
    if not links:
        messages.warning(request, _("The slips have been printed already, or nobody needs one."))
        return redirect("survey_manage", pk)
    context = {"title": title(survey), "slips": [(link, qr.picture(link)) for link in links], "survey": survey}
    return _paper(request, "verme/survey/pdf_slips.html", context, "kyselylaput")


@action
def survey_close(request: Request, pk: UUID) -> HttpResponse:
    """Take no more answers, and let the worker count."""
    survey = mine(request, pk, lock=True)
    acts.close(survey)
    return redirect("survey_manage", pk)


# ---- what was released


def _released(request: Request, pk: UUID) -> dict[str, Any]:
    survey = get_object_or_404(Survey.objects.visible_to(request.user).select_related("season"), pk=pk)
    rows = Survey.objects.visible_to(request.user).filter(kind=survey.kind)
    rows = rows.filter(season__starts_on__lt=survey.season.starts_on, result__enough=True)
    earlier = list(rows.select_related("season").order_by("-season__starts_on")[:EARLIER])
    context: dict[str, Any] = {"survey": survey, "season": survey.season, "title": title(survey), "earlier": earlier}
    context["shown"] = None
    assert survey.result is not None
    if survey.result["enough"]:
        before = [(old.questions, old.result or {}) for old in earlier]
        context["answers"] = survey.result["answers"]
        context["shown"] = results.shown(survey.questions, survey.result, before)
    return context | {"least": survey.least}


@require_GET
def survey_results(request: Request, pk: UUID) -> HttpResponse:
    """The season's results, beside earlier ones."""
    return render(request, "verme/survey/results.html", _released(request, pk))


@paper
def survey_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The same on paper."""
    return _paper(request, "verme/survey/pdf_results.html", _released(request, pk), "verme-kysely")


@require_GET
def survey_xlsx(request: Request, pk: UUID) -> HttpResponse:
    """The same as a sheet."""
    response = HttpResponse(sheet.of(_released(request, pk)), content_type=sheet.TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="verme-kysely.xlsx"'
    return response


def _paper(request: Request, template: str, context: dict[str, Any], name: str) -> HttpResponse:
    language = request.LANGUAGE_CODE
    content = pdf.render(template, context | {"EMPLOYER_NAME": organisation.current().name}, language, request)
    return pdf_response(content, name, language)
