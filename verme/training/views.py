"""The mentors' training for HR and its trainer: seminars, participants, attendance, tasks, qualification."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.pages import paged
from core.views import action, page_or_action
from verme.models import InterimTask, Seminar, SeminarDay, TaskDone, Training, TrainingPlace
from verme.season.views import hr_only
from verme.training import actions as acts
from verme.training.forms import SeminarForm, TakeInForm, TaskForm, TrainingForm

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.request import Request


def led(request: Request, pk: UUID) -> Training:
    """A training that this user leads: HR, or its trainer."""
    return get_object_or_404(Training.objects.led_by(request.user).select_related("trainer").with_period(), pk=pk)


def arranged(request: Request, pk: UUID) -> Training:
    """A training that HR arranges, locked."""
    return get_object_or_404(Training.objects.editable_by(request.user).for_update(), pk=pk)


@require_GET
def training_list(request: Request) -> HttpResponse:
    """All trainings; a trainer's own."""
    rows = Training.objects.led_by(request.user).with_period().order_by("-created_at", "pk")
    page = paged(request, rows)
    if not request.user.is_hr and not page.paginator.count:
        raise Http404
    live = TrainingPlace.objects.visible_to(request.user).live().filter(training__in=[row.pk for row in page])
    counts = Counter(live.values_list("training", flat=True))
    for training in page:
        training.participants = counts[training.pk]  # type: ignore[attr-defined]
    return render(request, "verme/training/list.html", {"page": page})


@require_GET
def training_detail(request: Request, pk: UUID) -> HttpResponse:
    """What is next, the seminars, how far each participant is, the tasks. A fixed number of queries."""
    training = led(request, pk)
    return _page(request, training, TakeInForm(training=training, by=request.user))


def _page(request: Request, training: Training, form: TakeInForm) -> HttpResponse:
    places = TrainingPlace.objects.visible_to(request.user).live().filter(training=training).with_progress()
    seminars = list(training.seminars.prefetch_related("days__attendances"))
    days = sorted((day for seminar in seminars for day in seminar.days.all()), key=lambda day: day.starts_at)
    tasks = list(training.tasks.select_related("seminar"))
    rows = TaskDone.objects.visible_to(request.user).filter(task__in=tasks, person__in=places.values("person"))
    done = list(rows.values_list("task", "person", "acknowledged_at"))
    said = Counter(task for task, _person, _at in done)
    seen = Counter(task for task, _person, at in done if at)
    context = {
        "training": training,
        "seminars": seminars,
        "next_day": next((day for day in days if day.ends_at > timezone.now()), None),
        "now": timezone.now(),
        "undated": sum(not seminar.days.all() for seminar in seminars),
        "places": _with_late_tasks(_with_days(places.select_related("person"), seminars), tasks, done),
        "tasks": [(task, said[task.pk], seen[task.pk]) for task in tasks],
        "form": form,
    }
    return render(request, "verme/training/detail.html", context)


def _with_days(places: QuerySet[TrainingPlace], seminars: list[Seminar]) -> list[TrainingPlace]:
    """Each participant with their days by seminar: present, missed or still to come, and what is missing by now."""
    now, found = timezone.now(), list(places)
    for place in found:
        place.by_seminar = [(one, [_day_of(day, place, now) for day in one.days.all()]) for one in seminars]
        place.missed = sum(days.count("missed") for _seminar, days in place.by_seminar)
    return found


def _with_late_tasks(
    places: list[TrainingPlace], tasks: list[InterimTask], done: list[tuple[UUID, UUID, datetime.datetime | None]]
) -> list[TrainingPlace]:
    """The same, and how many tasks whose day has passed each has not told to be done."""
    told, today = {(task, person) for task, person, _at in done}, timezone.localdate()
    due = [task.pk for task in tasks if task.due_on < today]
    for place in places:
        place.late = sum((task, place.person_id) not in told for task in due)
    return places


def _day_of(day: SeminarDay, place: TrainingPlace, now: datetime.datetime) -> str:
    if any(row.person_id == place.person_id for row in day.attendances.all()):
        return "present"
    return "missed" if day.ends_at < now else "ahead"


def _form(request: Request, form: TrainingForm, training: Training | None = None) -> HttpResponse:
    return render(request, "verme/training/edit.html", {"form": form, "training": training})


def _new_page(request: Request) -> HttpResponse:
    """A new training: its five seminars come from the template."""
    hr_only(request)
    return _form(request, TrainingForm(initial={"language": request.LANGUAGE_CODE}, by=request.user))


def _add(request: Request) -> HttpResponse:
    hr_only(request)
    form = TrainingForm(request.POST, by=request.user)
    if not form.is_valid():
        return _form(request, form)
    same = Training.objects.editable_by(request.user).filter(name=form.cleaned_data["name"]).first()
    training = same or acts.open_training(form.save(commit=False))  # a double click opens one
    messages.success(request, _("The training has its five seminars. Set their days next."))
    return redirect(training)


def _edit_page(request: Request, pk: UUID) -> HttpResponse:
    """Name, trainer, and what the certificates say."""
    training = get_object_or_404(Training.objects.editable_by(request.user), pk=pk)
    return _form(request, TrainingForm(instance=training, by=request.user), training)


def _save(request: Request, pk: UUID) -> HttpResponse:
    training = arranged(request, pk)
    before = training.trainer
    form = TrainingForm(request.POST, instance=training, by=request.user)
    if not form.is_valid():
        return _form(request, form, led(request, pk))
    form.save()
    if training.trainer != before:
        acts.change_trainer(training, before, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(training)


training_new = page_or_action(_new_page, _add)
training_edit = page_or_action(_edit_page, _save)


# Seminars and their days


def _seminar_form(request: Request, seminar: Seminar, form: SeminarForm) -> HttpResponse:
    return render(request, "verme/training/seminar.html", {"seminar": seminar, "form": form})


def _seminar_page(request: Request, pk: UUID) -> HttpResponse:
    """Texts, days and place of a seminar."""
    seminar = get_object_or_404(Seminar.objects.editable_by(request.user).select_related("training"), pk=pk)
    return _seminar_form(request, seminar, SeminarForm(instance=seminar))


def _seminar_save(request: Request, pk: UUID) -> HttpResponse:
    rows = Seminar.objects.editable_by(request.user).select_related("training__trainer").for_update()
    seminar = get_object_or_404(rows, pk=pk)
    form = SeminarForm(request.POST, instance=seminar)
    if not form.is_valid():
        return _seminar_form(request, seminar, form)
    told = acts.arrange(form.save(commit=False), form.slots, moved_place=form.moved_place)
    messages.success(request, _("Saved. Everybody’s calendar is up to date.") if told else _("Saved."))
    return redirect(seminar.training)


training_seminar = page_or_action(_seminar_page, _seminar_save)


def _day(request: Request, pk: UUID) -> SeminarDay:
    return get_object_or_404(SeminarDay.objects.led_by(request.user).select_related("seminar__training"), pk=pk)


@require_GET
def training_day(request: Request, pk: UUID) -> HttpResponse:
    """Who is there: one tap for each."""
    day = _day(request, pk)
    there = set(day.attendances.values_list("person_id", flat=True))
    rows = TrainingPlace.objects.visible_to(request.user).live().filter(training=day.seminar.training_id)
    people = [(place.person, place.person_id in there) for place in rows.select_related("person")]
    context = {"day": day, "seminar": day.seminar, "training": day.seminar.training, "people": people}
    return render(request, "verme/training/day.html", context)


@action
def training_mark(request: Request, pk: UUID) -> HttpResponse:
    """There or not."""
    day = _day(request, pk)
    place = _participant(request, day.seminar.training)
    if not day.has_begun:
        messages.warning(request, _("Attendance is marked when the day has begun."))
    elif place:
        acts.mark(day, place.person, present=request.POST.get("present") == "1")
    return redirect(day)


def _participant(request: Request, training: Training) -> TrainingPlace | None:
    """The posted person, if they take part."""
    rows = TrainingPlace.objects.visible_to(request.user).live().filter(training=training).select_related("person")
    return next((row for row in rows if str(row.person_id) == request.POST.get("person")), None)


# Participants


@action
def training_take_in(request: Request, pk: UUID) -> HttpResponse:
    """Somebody takes part from now on."""
    training = arranged(request, pk)
    form = TakeInForm(request.POST, training=training, by=request.user)
    if not form.is_valid():
        return _page(request, led(request, pk), form)
    acts.take_in(training, form.cleaned_data["person"])
    messages.success(request, _("The person takes part and has been told."))
    return redirect(f"{training.get_absolute_url()}#people")


def _place(request: Request, pk: UUID) -> TrainingPlace:
    rows = TrainingPlace.objects.editable_by(request.user).select_related("person", "training").for_update()
    return get_object_or_404(rows, pk=pk)


@action
def training_take_out(request: Request, pk: UUID) -> HttpResponse:
    """Somebody stops."""
    place = _place(request, pk)
    acts.take_out(place)
    messages.success(request, _("The person no longer takes part and has been told."))
    return redirect(f"{place.training.get_absolute_url()}#people")


@action
def training_qualify(request: Request, pk: UUID) -> HttpResponse:
    """One click: qualified, and in the register of mentors."""
    place = _place(request, pk)
    try:
        acts.qualify(place)
    except acts.NotComplete:
        messages.warning(request, _("A seminar or a task is still missing. When it is marked, confirm again."))
    else:
        messages.success(request, _("The person is in the register of mentors and has been told."))
    return redirect(f"{place.training.get_absolute_url()}#people")


# Interim tasks


def _task_form(request: Request, training: Training, form: TaskForm, **more: Any) -> HttpResponse:
    return render(request, "verme/training/task.html", {"training": training, "form": form, **more})


def _task_new_page(request: Request, pk: UUID) -> HttpResponse:
    """A new task between two seminars."""
    training = led(request, pk)
    return _task_form(request, training, TaskForm(training=training))


def _task_add(request: Request, pk: UUID) -> HttpResponse:
    training = led(request, pk)
    form = TaskForm(request.POST, training=training, instance=InterimTask(training=training))
    if not form.is_valid():
        return _task_form(request, training, form)
    same = InterimTask.objects.editable_by(request.user).filter(training=training, text=form.cleaned_data["text"])
    if not same.filter(seminar=form.cleaned_data["seminar"]).exists():  # a double click adds one
        form.save()
    messages.success(request, _("The task is on everybody’s page."))
    return redirect(f"{training.get_absolute_url()}#tasks")


def _task(request: Request, pk: UUID) -> InterimTask:
    return get_object_or_404(InterimTask.objects.editable_by(request.user).select_related("training", "seminar"), pk=pk)


def _task_page(request: Request, pk: UUID) -> HttpResponse:
    """Who has done the task; acknowledging, and changing the task."""
    task = _task(request, pk)
    return _task_form(request, task.training, TaskForm(training=task.training, instance=task), **_doers(request, task))


def _doers(request: Request, task: InterimTask) -> dict[str, Any]:
    done = {row.person_id: row for row in task.done.all()}
    rows = TrainingPlace.objects.visible_to(request.user).live().filter(training=task.training_id)
    people = [(place.person, done.get(place.person_id)) for place in rows.select_related("person")]
    return {"task": task, "people": people}


def _task_save(request: Request, pk: UUID) -> HttpResponse:
    task = _task(request, pk)
    form = TaskForm(request.POST, training=task.training, instance=task)
    if not form.is_valid():
        return _task_form(request, task.training, form, **_doers(request, _task(request, pk)))
    form.save()
    messages.success(request, _("Saved."))
    return redirect(f"{task.training.get_absolute_url()}#tasks")


training_task_new = page_or_action(_task_new_page, _task_add)
training_task = page_or_action(_task_page, _task_save)


@action
def training_task_remove(request: Request, pk: UUID) -> HttpResponse:
    """The task is not asked for any more."""
    task = _task(request, pk)
    task.delete()
    messages.success(request, _("The task is removed."))
    return redirect(f"{task.training.get_absolute_url()}#tasks")


@action
def training_acknowledge(request: Request, pk: UUID) -> HttpResponse:
    """The trainer or HR has seen what somebody did."""
    task = _task(request, pk)
    place = _participant(request, task.training)
    if place:
        acts.acknowledge(task, place.person, yes=request.POST.get("yes") == "1")
    return redirect("training_task", pk)
