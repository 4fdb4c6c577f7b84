"""A participant's own page of a training: what is next, my tasks, my diary."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core import ics, retention
from core.texts.views import by_script, piece, status_of
from core.views import action, page_or_action
from verme.calendar import entries as calendar
from verme.diary import writing as diary
from verme.models import InterimTask, SeminarDay, TaskDone, Training, TrainingDiary, TrainingPlace
from verme.training import actions as acts

if TYPE_CHECKING:
    from core.request import Request
    from core.texts.writing import Writing


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
    marked = [
        (one, [(day, any(row.person_id == user.pk for row in day.attendances.all())) for day in one.days.all()])
        for one in seminars
    ]
    context = {
        "training": training,
        "place": place,
        "coming": coming,
        "coming_seminar": next((one for one in seminars if coming and one.pk == coming.seminar_id), None),
        "seminars": marked,
        "missed": {one.pk for one, rows in marked if any(day.has_begun and not here for day, here in rows)},
        "tasks": [(task, done.get(task.pk)) for task in training.tasks.select_related("seminar")],
        "today": timezone.localdate(),
    }
    return render(request, "verme/training/mine.html", context)


@require_GET
def training_calendar(request: Request, pk: UUID) -> HttpResponse:
    """A seminar day's calendar entry as a file."""
    day = get_object_or_404(SeminarDay.objects.visible_to(request.user).select_related("seminar"), pk=pk)
    return ics.download("verme.ics", calendar.seminar_entry(day, request.user))


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
    return render(
        request,
        "verme/training/diary.html",
        context,
        status=status_of(failed.values()),
    )


def _diary_save(request: Request, pk: UUID) -> HttpResponse:
    training, user, saved = _own(request, pk), request.user, []
    for seminar in training.seminars.all():
        if f"text-{seminar.number}" not in request.POST:
            continue
        entry = diary.of_theirs(seminar, user)
        if after := entry.save_from(request.POST, diary.of_seminar(seminar, entry, user), by=user):
            saved.append(after)
    if by_script(request) and saved:
        return piece(request, saved[0])
    if failed := {page.key: page for page in saved if page.failure}:
        return _shown(request, training, failed)
    return redirect("training_diary", pk)


training_diary = page_or_action(_diary_page, _diary_save)
