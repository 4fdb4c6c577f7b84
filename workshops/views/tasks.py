"""The facilitator's side of group work: prepare, open, follow, close, print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import pdf
from core.rooms.kinds import may_host
from core.rooms.views import invitation
from core.views import action
from people.views import page_or_action, paged
from workshops import lists
from workshops.actions import tasks as acts
from workshops.forms.tasks import EditWorkForm, NewWorkForm, PassOnForm, TaskForm
from workshops.models import Block, GroupWork, Idea, Line, Task
from workshops.models.tasks import MOST_TASKS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.request import Request


def hosts_only(request: Request) -> None:
    """Who may open rooms at all; for the others there is no such page."""
    if not may_host(request.user):
        raise Http404


def found(request: Request, pk: UUID) -> GroupWork:
    """A group work that this user leads."""
    rows = GroupWork.objects.visible_to(request.user).select_related("room", "block__agenda", "owner")
    return get_object_or_404(rows, pk=pk)


@require_GET
def work_list(request: Request) -> HttpResponse:
    """One's group works, and those of the agendas that one leads."""
    hosts_only(request)
    rows = GroupWork.objects.visible_to(request.user).select_related("room", "block__agenda")
    written = Count("tasks__lines", filter=Q(tasks__lines__gone=False))
    rows = rows.annotate(line_count=written).order_by("-created_at", "pk")
    return render(request, "workshops/work_list.html", {"page": paged(request, rows)})


def _block(request: Request) -> Block | None:
    """The block of an agenda that the new group work is for."""
    try:
        pk = UUID(request.GET.get("block", ""))
    except ValueError:
        return None
    return Block.objects.editable_by(request.user).select_related("agenda").filter(pk=pk).first()


def _new_page(request: Request, form: NewWorkForm | None = None) -> HttpResponse:
    """A new group work."""
    hosts_only(request)
    block = _block(request)
    form = form or NewWorkForm(initial={"title": block.title if block else ""})
    return render(request, "workshops/work_new.html", {"form": form, "part": block})


def _make(request: Request) -> HttpResponse:
    hosts_only(request)
    form = NewWorkForm(request.POST, instance=GroupWork(owner=request.user, block=_block(request)))
    if not form.is_valid():
        return _new_page(request, form)
    work = form.save()
    acts.set_groups(work, form.cleaned_data["group_count"])
    if form.cleaned_data["begin"] == "four":
        acts.give_the_four(work)
    return redirect(work)


work_new = page_or_action(_new_page, _make)


@require_GET
def block_work(request: Request, pk: UUID) -> HttpResponse:
    """The group work of an agenda's block, or the page on which one is begun for it."""
    block = get_object_or_404(Block.objects.editable_by(request.user), pk=pk)
    work = GroupWork.objects.visible_to(request.user).filter(block=block).first()
    return redirect(work or f"{reverse('work_new')}?block={block.pk}")


@require_GET
def work_detail(request: Request, pk: UUID) -> HttpResponse:
    """The facilitator's page: tasks before, all lists during and after."""
    work = found(request, pk)
    context = {
        "work": work,
        "given": lists.given(work, lambda text: text.open(request.user)),
        "task_form": TaskForm(work=work),
        "room_for_tasks": work.tasks.count() < MOST_TASKS,
        "phones": 0,
        "part": "board",
    }
    if work.room and work.room.code:
        context |= invitation(request, work.room)
    return render(request, "workshops/work_detail.html", context)


def _edit_page(request: Request, pk: UUID, form: EditWorkForm | None = None) -> HttpResponse:
    """The title and the number of groups."""
    work = found(request, pk)
    form = form or EditWorkForm(instance=work, initial={"group_count": work.groups.count()})
    return render(request, "workshops/work_edit.html", {"work": work, "form": form})


def _edit(request: Request, pk: UUID) -> HttpResponse:
    form = EditWorkForm(request.POST, instance=found(request, pk))
    if not form.is_valid():
        return _edit_page(request, pk, form)
    work = form.save()
    acts.name_groups(work, form.names)
    acts.set_groups(work, form.cleaned_data["group_count"])
    return redirect(work)


work_edit = page_or_action(_edit_page, _edit)


@action
def work_remove(request: Request, pk: UUID) -> HttpResponse:
    """Delete it with everything that has been written."""
    work = found(request, pk)
    room = work.room
    work.delete()
    if room is not None:
        room.delete()
    messages.success(request, _("The group work was deleted."))
    return redirect("work_list")


@action
def work_state(request: Request, pk: UUID, to: str) -> HttpResponse:
    """Open or close the room; show everybody's lists on the phones, or hide them."""
    work = found(request, pk)
    if to == "open":
        if not work.tasks.exists():
            messages.warning(request, _("Add a task first. Then open the room."))
            return redirect(work)
        acts.open_room(work, by=request.user)
    elif work.room is None:
        raise Http404
    elif to == "close":
        work.room.close()
        messages.success(request, _("The room is closed. Everything that was written is kept."))
    else:
        work.results_shown = to == "show"
        work.save(update_fields=["results_shown"])
        work.moved()
    return redirect(work)


@require_GET
def work_screen(request: Request, pk: UUID) -> HttpResponse:
    """For the projector: how to join, and the lists as they grow."""
    work = found(request, pk)
    if work.room is None or work.room.code is None:
        raise Http404
    given = lists.given(work, lambda text: text.open(request.user))
    context = {"work": work, "given": given, "part": "screen"} | invitation(request, work.room)
    return render(request, "workshops/work_screen.html", context)


@require_GET
def work_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The results, by task and group."""
    work = found(request, pk)
    context = {
        "work": work,
        "given": lists.given(work, lambda text: text.open(request.user)),
        "day": work.room.opened_at if work.room else work.created_at,
        "EMPLOYER_NAME": settings.EMPLOYER_NAME,
        "made_at": timezone.now(),
    }
    language = translation.get_language() or settings.LANGUAGE_CODE
    response = HttpResponse(pdf.render("workshops/pdf/results.html", context, language), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="ryhmatyon-tulokset.pdf"'
    response.headers["Content-Language"] = language
    return response


# ---- Tasks


@action
def task_add(request: Request, pk: UUID) -> HttpResponse:
    """Another task, also while the groups are at work."""
    work = found(request, pk)
    form = TaskForm(request.POST, work=work)
    last = work.tasks.aggregate(last=Max("number"), count=Count("pk"))
    if not form.is_valid() or last["count"] >= MOST_TASKS:
        return render(request, "workshops/task_edit.html", {"work": work, "form": form})
    form.instance.work, form.instance.number = work, (last["last"] or 0) + 1
    form.save()
    work.moved()
    return redirect(f"{work.get_absolute_url()}#tasks")


def a_task(request: Request, pk: UUID) -> Task:
    """A task that this user may change."""
    return get_object_or_404(Task.objects.editable_by(request.user).select_related("work__room"), pk=pk)


def _task_page(request: Request, pk: UUID, form: TaskForm | None = None) -> HttpResponse:
    """The words of a task, and whom it is for."""
    task = a_task(request, pk)
    form = form or TaskForm(instance=task, work=task.work)
    return render(request, "workshops/task_edit.html", {"work": task.work, "task": task, "form": form})


def _task_save(request: Request, pk: UUID) -> HttpResponse:
    task = a_task(request, pk)
    form = TaskForm(request.POST, instance=task, work=task.work)
    if not form.is_valid():
        return _task_page(request, pk, form)
    form.save()
    task.work.moved()
    return redirect(task.work)


task_edit = page_or_action(_task_page, _task_save)


@action
def task_toggle(request: Request, pk: UUID) -> HttpResponse:
    """Close this task, or open it again."""
    task = a_task(request, pk)
    acts.toggle(task)
    return redirect(f"{task.work.get_absolute_url()}#task-{task.number}")


@action
def task_move(request: Request, pk: UUID) -> HttpResponse:
    """One place up or down."""
    task = a_task(request, pk)
    shown = request.POST.get("at", "")
    at = int(shown) if shown.isdecimal() and len(shown) < 6 else 0
    if not acts.move(task, shown=at, step=-1 if "up" in request.POST else 1):
        messages.warning(request, _("The order had changed already. This is how it is now."))
    return redirect(f"{task.work.get_absolute_url()}#tasks")


@action
def task_remove(request: Request, pk: UUID) -> HttpResponse:
    """A task that nobody has answered yet."""
    task = a_task(request, pk)
    if Line.objects.editable_by(request.user).written().filter(task=task).exists():
        messages.warning(request, _("Groups have answered this task already, so it is kept. You can close it."))
    else:
        task.delete()
        task.work.moved()
    return redirect(task.work)


# ---- Lines


def _lines(request: Request) -> QuerySet[Line]:
    return Line.objects.editable_by(request.user).written().select_related("task__work__room", "group")


def a_line(request: Request, pk: UUID) -> Line:
    """A line of a group work that this user leads."""
    return get_object_or_404(_lines(request), pk=pk)


def _line_page(request: Request, pk: UUID, form: PassOnForm | None = None) -> HttpResponse:
    """One line: pass it on, or take it away."""
    line = a_line(request, pk)
    text = line.text.open(request.user)
    start = {"text": re.sub(r"\s+\n", "\n", text)[:1000], "to": line.passed or Line.Passed.MEASURE}
    context: dict[str, Any] = {"line": line, "work": line.task.work, "text": text}
    return render(request, "workshops/line_detail.html", context | {"form": form or PassOnForm(initial=start)})


def _line_pass(request: Request, pk: UUID) -> HttpResponse:
    line, form = a_line(request, pk), PassOnForm(request.POST)
    if not form.is_valid():
        return _line_page(request, pk, form)
    data = form.cleaned_data
    acts.pass_on(line, data["text"], to=data["to"], by=request.user, kind=data["kind"] or "proactive")
    messages.success(request, _("Sent. HR sees the text and your name."))
    return redirect(line.task.work)


line_detail = page_or_action(_line_page, _line_pass)


@action
def line_remove(request: Request, pk: UUID) -> HttpResponse:
    """Take a line away: one that names a person, for instance."""
    line = a_line(request, pk)
    acts.remove(line)
    messages.success(request, _("The line was removed."))
    return redirect(line.task.work)


# ---- Ideas


@require_GET
def idea_list(request: Request) -> HttpResponse:
    """What groups have sent: for HR all, for a facilitator their own."""
    hosts_only(request)
    ideas = Idea.objects.visible_to(request.user).select_related("by")
    return render(request, "workshops/idea_list.html", {"page": paged(request, ideas)})


@action
def idea_handle(request: Request, pk: UUID) -> HttpResponse:
    """HR has looked at it."""
    idea = get_object_or_404(Idea.objects.editable_by(request.user), pk=pk)
    idea.handled_at = None if idea.handled_at else timezone.now()
    idea.save(update_fields=["handled_at"])
    return redirect("idea_list")
