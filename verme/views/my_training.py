"""A participant's own page of a training: what is next, my tasks, my diary."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core import autosave, retention
from core.views import action
from people.views import page_or_action
from verme import calendar, diary, writing
from verme.actions import training as acts
from verme.models import InterimTask, SeminarDay, TaskDone, Training, TrainingDiary, TrainingPlace

if TYPE_CHECKING:
    from core.autosave import Writing
    from core.request import Request


@require_GET
def my_training(request: Request, pk: UUID) -> HttpResponse:
    """What is next, the seminars with my attendance, my tasks. A fixed number of queries."""
    user = request.user
    training = get_object_or_404(Training.objects.inside(user).select_related("trainer").with_period(), pk=pk)
    place = TrainingPlace.objects.visible_to(user).of(user).filter(training=training).with_progress().get()
    seminars = list(training.seminars.prefetch_related("days__attendances"))
    days = sorted((day for seminar in seminars for day in seminar.days.all()), key=lambda day: day.starts_at)
    coming = next((day for day in days if day.ends_at > timezone.now()), None)
    mine = TaskDone.objects.visible_to(user).filter(task__training=training, person=user)
    done = {row.task_id: row for row in mine}
    context = {
        "training": training,
        "place": place,
        "coming": coming,
        "coming_seminar": next((one for one in seminars if coming and one.pk == coming.seminar_id), None),
        "seminars": [
            (one, [(day, any(row.person_id == user.pk for row in day.attendances.all())) for day in one.days.all()])
            for one in seminars
        ],
        "tasks": [(task, done.get(task.pk)) for task in training.tasks.select_related("seminar")],
        "today": timezone.localdate(),
    }
    return render(request, "verme/my_training.html", context)


@require_GET
def training_calendar(request: Request, pk: UUID) -> HttpResponse:
    """A seminar day's calendar entry as a file."""
    day = get_object_or_404(SeminarDay.objects.visible_to(request.user).select_related("seminar"), pk=pk)
    response = HttpResponse(calendar.seminar_entry(day, request.user), content_type="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="verme.ics"'
    return response


@action
def training_task_done(request: Request, pk: UUID) -> HttpResponse:
    """I have done this, or not yet after all."""
    task = get_object_or_404(InterimTask.objects.inside(request.user), pk=pk)
    acts.say_done(task, by=request.user, done=request.POST.get("done") == "1")
    answer = redirect("my_training", task.training_id)
    answer["Location"] += "#tasks"
    return answer


# The diary


def _own(request: Request, pk: UUID) -> Training:
    return get_object_or_404(Training.objects.readable_by(request.user).with_period(), pk=pk)


def _diary_page(request: Request, pk: UUID) -> HttpResponse:
    """My diary, seminar by seminar: only mine."""
    return _shown(request, _own(request, pk), {})


def _shown(request: Request, training: Training, failed: dict[str, Writing]) -> HttpResponse:
    user = request.user
    entries = TrainingDiary.objects.readable_by(user).filter(seminar__training=training)
    mine = {entry.seminar_id: entry for entry in entries}
    context = {
        "training": training,
        "pages": [
            (one, failed.get(str(one.number)) or diary.of_seminar(one, mine.get(one.pk), user))
            for one in training.seminars.all()
        ],
        "takes_part": Training.objects.inside(user).filter(pk=training.pk).exists(),
        "deleted": retention.deleted_on("verme_training_diary", training.last) if training.last else None,
    }
    return render(request, "verme/training_diary.html", context, status=409 if failed else 200)


def _diary_save(request: Request, pk: UUID) -> HttpResponse:
    training, user, saved = _own(request, pk), request.user, []
    for seminar in training.seminars.all():
        if f"text-{seminar.number}" not in request.POST:
            continue
        entry = diary.of_theirs(seminar, user)
        if after := writing.save(entry, diary.of_seminar(seminar, entry, user), request.POST, by=user):
            saved.append(after)
    if autosave.by_script(request) and saved:
        return autosave.answer(request, saved[0])
    if failed := {page.key: page for page in saved if page.failure}:
        return _shown(request, training, failed)
    return redirect("training_diary", pk)


training_diary = page_or_action(_diary_page, _diary_save)
