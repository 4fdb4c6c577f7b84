"""The employee's own assessment: filling it in, earlier ones, the PDF to take along, deleting."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import formats, pdf, retention
from core.addresses import address
from core.papers import paper, pdf_response
from core.texts.views import by_script, status_of
from core.views import action
from vatupassi.assessment.forms import AssessmentField, MarksForm, assessment_writing
from vatupassi.assessment.history import pasts
from vatupassi.assessment.readers import copies_of, told
from vatupassi.level.picture import Board, Level
from vatupassi.level.questions import ABOUT, Question
from vatupassi.models import Assessment, AssessmentItem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.request import Request
    from people.models import User

DONE = "valmis"
SHORTER = "assessment_unshared"  # the period of all who have not chosen the longer one


@require_GET
def assessment(request: Request) -> HttpResponse:
    """The newest assessment for filling in; four empty levels the first time and after two weeks."""
    return assessment_page(request)


def assessment_page(request: Request, failed: Iterable[AssessmentField] = (), *, status: int = 200) -> HttpResponse:
    """The whole page, with the items that could not be saved as they were sent."""
    newest = list(Assessment.objects.visible_to(request.user).prefetch_related("items")[:2])
    now, before = [*newest, None, None][:2]
    if now is not None and now.is_old:
        now, before = None, now  # the first mark begins a new one
    fields = _fields(now, before, request.user) | {field.key: field for field in failed}
    context = {
        "assessment": now,
        "before": before,
        "fields": list(fields.values()),
        "has_last_time": any(field.level.previous is not None for field in fields.values() if field.level),
        "sees": told(copies_of(now, request.user)),
        "deleted": deleted_on(now) if now else None,
    }
    return render(request, "vatupassi/assessment/edit.html", context, status=status)


@action
def assessment_item(request: Request) -> HttpResponse:
    """Save the items that were sent. To autosave: the item's fragment; otherwise the page again, or what is next."""
    posted, done = posted_assessment(request), "done" in request.POST
    if done and posted is None and not MarksForm.says_something(request.POST):
        return _what_is_next()  # a visit that leaves nothing behind
    now = posted or Assessment.current(by=request.user)
    fields = save_items(request, now)
    failed = [field for field in fields if field.writing.failure]
    status = status_of(field.writing for field in fields)
    if by_script(request) and fields:
        context = {"field": fields[0], "first": posted is None}
        if posted is None:  # the page did not know the assessment: what it says of it comes along
            context |= {"sees": told(copies_of(now, request.user)), "deleted": deleted_on(now)}
        return render(request, "vatupassi/assessment/_saved.html", context, status=status)
    if failed:
        return assessment_page(request, failed, status=status)
    return _what_is_next() if done else redirect("assessment")


def _what_is_next() -> HttpResponse:
    return redirect(f"{address('assessment_own')}?{DONE}")  # vatupassi/sharing: it says who sees what


def posted_assessment(request: Request) -> Assessment | None:
    """The assessment that the posted page stands on, locked; None where the page had none yet."""
    own = Assessment.objects.editable_by(request.user).select_for_update()
    pk = request.POST.get("assessment", "")
    return get_object_or_404(own, pk=_uuid(pk)) if pk else None


def save_items(request: Request, now: Assessment) -> list[AssessmentField]:
    """Save each item of the posted page and give them back as they now stand, with what went wrong."""
    sent = [question for question in Question if MarksForm.sent(request.POST, question)]
    before = Assessment.objects.visible_to(request.user).filter(started_at__lt=now.started_at)
    previous = before.prefetch_related("items").first()
    items = {item.question: item for item in now.items.all()}
    fields = []
    for question in sent:
        item = items[question]
        item.assessment = now
        fields.append(_save(item, request, previous))
    return fields


def _save(item: AssessmentItem, request: Request, previous: Assessment | None) -> AssessmentField:
    """One item of the page: its marks, then its text."""
    form = MarksForm(request.POST, key=item.question, whole=not by_script(request))
    if form.is_valid():
        item.mark(**form.marks)
    return _field(item, request.user, previous).saved_from(item, request.POST, form, by=request.user)


@action
def assessment_start(request: Request) -> HttpResponse:
    """A new assessment; the present one stays among the earlier ones."""
    Assessment.anew(by=request.user)
    return redirect("assessment")


@require_GET
def assessment_history(request: Request) -> HttpResponse:
    """All one's assessments: each level as a ribbon through the years, and the same in words."""
    every = list(Assessment.objects.visible_to(request.user).prefetch_related("items"))
    filled = [one for one in every if not one.is_empty]
    context = {
        "pasts": pasts(filled),
        "table": [(one, levels_of(one, None)) for one in filled],
        "kept_longer": any(one.kept_longer for one in every),
        "over_soon": sum(_is_over_by_itself(one) for one in filled),
    }
    return render(request, "vatupassi/assessment/history.html", context)


def _is_over_by_itself(assessment: Assessment) -> bool:
    """Only its owner's choice keeps it."""
    day = timezone.localdate(assessment.edited_at)
    return retention.histories(SHORTER)[SHORTER].after(day) <= timezone.localdate()


@action
def assessment_keeping(request: Request) -> HttpResponse:
    """Keep one's own assessments for longer, or not any more."""
    Assessment.keep(by=request.user, longer="longer" in request.POST)
    return redirect("assessment_history")


@require_GET
def assessments_removal(request: Request) -> HttpResponse:
    """Ask once before deleting them all."""
    return render(request, "vatupassi/assessment/removal_of_all.html")


@action
def assessments_delete(request: Request) -> HttpResponse:
    """Delete all one's assessments for good. What has been shared of them stays where it was shared."""
    Assessment.objects.editable_by(request.user).delete()
    return redirect("assessment_history")


@require_GET
def assessment_detail(request: Request, pk: UUID) -> HttpResponse:
    """One assessment to read, with the one before it dashed behind."""
    now, before = _with_previous(request.user, pk)
    context = {
        "assessment": now,
        "board": Board(levels_of(now, before)),
        "notes": _notes(now, request.user),
        "sees": told(copies_of(now, request.user)),
        "deleted": deleted_on(now),
    }
    return render(request, "vatupassi/assessment/detail.html", context)


@paper
def assessment_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The assessment as a PDF to take along; ?notes= and ?ability= leave those out when they are missing."""
    now, before = _with_previous(request.user, pk)
    ability, notes = "ability" in request.GET, dict(_notes(now, request.user)) if "notes" in request.GET else {}
    levels = [level for level in levels_of(now, before) if ability or level.name != Question.ABLE]
    context = {
        "assessment": now,
        "items": [(level, notes.get(Question(level.name), "")) for level in levels],
        "owner": request.user,
    }
    made = pdf.render("vatupassi/assessment/print.html", context, request.user.language, request)
    return pdf_response(made, "vatupassi")


@require_GET
def assessment_removal(request: Request, pk: UUID) -> HttpResponse:
    """Ask once before deleting."""
    now = get_object_or_404(Assessment.objects.editable_by(request.user), pk=pk)
    return render(request, "vatupassi/assessment/removal.html", {"assessment": now})


@action
def assessment_delete(request: Request, pk: UUID) -> HttpResponse:
    """Delete one assessment for good. What has been shared of it stays where it was shared."""
    get_object_or_404(Assessment.objects.editable_by(request.user), pk=pk).delete()
    return redirect("assessment_history")


def _with_previous(user: User, pk: UUID) -> tuple[Assessment, Assessment | None]:
    """An own assessment and the one before it."""
    own = Assessment.objects.visible_to(user).prefetch_related("items")
    now = get_object_or_404(own, pk=pk)
    return now, own.filter(started_at__lt=now.started_at).first()


def _items(assessment: Assessment | None) -> dict[str, AssessmentItem]:
    return {item.question: item for item in assessment.items.all()} if assessment else {}


def levels_of(now: Assessment, before: Assessment | None) -> list[Level]:
    """The four levels as they were marked, the previous ones behind."""
    earlier = _items(before)
    return [_level(item, earlier.get(item.question), before) for item in _in_order(now)]


def _in_order(assessment: Assessment) -> list[AssessmentItem]:
    items = _items(assessment)
    return [items[question] for question in Question if question in items]


def _level(item: AssessmentItem, earlier: AssessmentItem | None, before: Assessment | None) -> Level:
    question = Question(item.question)
    return Level(
        name=question.value,
        question=question.label,
        hint=ABOUT[question],
        now=item.now,
        target=item.target,
        previous=earlier.now if earlier else None,
        previous_label=formats.date_only(before.started_at) if before else "",
    )


def _field(item: AssessmentItem, user: User, before: Assessment | None) -> AssessmentField:
    question = Question(item.question)
    return AssessmentField(
        question=question,
        level=_level(item, _items(before).get(item.question), before),
        writing=assessment_writing(item, user, key=item.question, question=question, label=_("My notes")),
        assessment=item.assessment.pk if not item.assessment._state.adding else "",
        alone=True,
    )


def _fields(now: Assessment | None, before: Assessment | None, user: User) -> dict[str, AssessmentField]:
    """The four items for filling in; unsaved empty ones when there is no assessment yet."""
    empty = Assessment(owner=user)
    items = _in_order(now) if now else [AssessmentItem(assessment=empty, question=question) for question in Question]
    return {item.question: _field(item, user, before) for item in items}


def _notes(assessment: Assessment, user: User) -> list[tuple[Question, str]]:
    """The notes that have text, opened for their owner."""
    return [(Question(item.question), item.text.open(user)) for item in _in_order(assessment) if item.text]


def deleted_on(assessment: Assessment) -> datetime.date:
    """The day that the page promises."""
    return retention.deleted_on(assessment.period_name, assessment.edited_at)


def _uuid(text: str) -> UUID | None:
    """An id from a form; what is no id finds nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None
