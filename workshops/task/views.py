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

from core import organisation, pdf
from core.numbers import whole_number
from core.pages import paged
from core.papers import paper, pdf_response
from core.views import action, page_or_action
from rooms.kinds import may_host
from rooms.views import invitation
from workshops.facilitator.forms import PersonForm
from workshops.models import Block, GroupWork, Line, Task
from workshops.task import actions as acts
from workshops.task import lists, voting
from workshops.task.forms import EditWorkForm, NewWorkForm, PassOnForm, TaskForm
from workshops.task.models import MOST_TASKS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.request import Request


def hosts_only(request: Request) -> None:
    """Who may open rooms at all; for the others there is no such page."""
    if not may_host(request.user):
        raise Http404


def led_work(request: Request, pk: UUID) -> GroupWork:
    """A group work that this user leads."""
    rows = GroupWork.objects.visible_to(request.user).select_related("room", "block__agenda", "owner")
    return get_object_or_404(rows, pk=pk)


def _opened(request: Request, work: GroupWork) -> list[lists.TaskLists]:
    return lists.task_lists(work, lambda text: text.open(request.user))


@require_GET
def work_list(request: Request) -> HttpResponse:
    """One's group works, and those of the agendas that one leads. One's own stay one's own."""
    rows = GroupWork.objects.visible_to(request.user).select_related("room", "block__agenda")
    if not may_host(request.user) and not rows.exists():
        raise Http404
    written = Count("tasks__lines", filter=Q(tasks__lines__gone=False))
    rows = rows.annotate(line_count=written).order_by("-created_at", "pk")
    return render(request, "workshops/task/list.html", {"page": paged(request, rows)})


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
    context: dict[str, Any] = {"form": form, "part": block}
    if block is not None:  # begun for somebody who led the day before: whom to ask for it, and nothing else of it
        context["closed"] = acts.begun_for_others(request.user, block)
    return render(request, "workshops/task/new.html", context)


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
    work = led_work(request, pk)
    context = {
        "work": work,
        "task_lists": _opened(request, work),
        "task_form": TaskForm(work=work),
        "room_for_tasks": work.tasks.count() < MOST_TASKS,
        "handing": _handing(work) if work.owner_id == request.user.pk and work.begun_at else None,
        "phones": 0,
        "part": "board",
        "chose": voting.how_many_have_chosen(work.read_tasks),
    }
    if work.room and work.room.code:
        context |= invitation(request, work.room)
    return render(request, "workshops/task/detail.html", context)


def _handing(work: GroupWork) -> dict[str, Any]:
    """For its owner: who leads its day now and does not read it, and who has been let."""
    to = list(acts.may_be_handed_to(work))
    return {"to": to, "rows": list(work.handed_over.select_related("person")) if work.block_id else []}


def own_work_locked(request: Request, pk: UUID) -> GroupWork:
    """The user's own group work, locked: to let others read it, or not."""
    rows = GroupWork.objects.visible_to(request.user).filter(owner=request.user).select_related("block__agenda")
    return get_object_or_404(rows.select_for_update(of=("self",)), pk=pk)


@action
def work_hand_over(request: Request, pk: UUID) -> HttpResponse:
    """Let a later facilitator of the day read what groups wrote for me. Also after I lead it no more."""
    work = own_work_locked(request, pk)
    form = PersonForm(request.POST, people=acts.may_be_handed_to(work))
    if form.is_valid():
        person = form.cleaned_data["person"]
        acts.hand_over(work, to=person, by=request.user)
        messages.success(request, _("%(name)s can read this group work now.") % {"name": person.name})
    return redirect(f"{work.get_absolute_url()}#handed-over")


@action
def work_take_back(request: Request, pk: UUID) -> HttpResponse:
    """Not any more."""
    work = own_work_locked(request, pk)
    for row in work.handed_over.select_related("person"):
        if str(row.person_id) == request.POST.get("person"):
            acts.take_back(work, person=row.person, by=request.user)
    return redirect(f"{work.get_absolute_url()}#handed-over")


def _edit_page(request: Request, pk: UUID, form: EditWorkForm | None = None) -> HttpResponse:
    """The title and the number of groups."""
    work = led_work(request, pk)
    form = form or EditWorkForm(instance=work, initial={"group_count": work.groups.count()})
    return render(request, "workshops/task/edit.html", {"work": work, "form": form})


def _edit(request: Request, pk: UUID) -> HttpResponse:
    form = EditWorkForm(request.POST, instance=led_work(request, pk))
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
    work = led_work(request, pk)
    room = work.room
    work.delete()
    if room is not None:
        room.delete()
    messages.success(request, _("The group work was deleted."))
    return redirect("work_list")


@action
def work_state(request: Request, pk: UUID, to: str) -> HttpResponse:
    """Open or close the room; show everybody's lists on the phones, or hide them."""
    work = led_work(request, pk)
    if to == "open":
        if not work.tasks.exists():
            messages.warning(request, _("Add a task first. Then open the room."))
            return redirect(work)
        acts.open_room(work, by=request.user)
    elif work.room is None:
        raise Http404
    elif to == "close":
        acts.close_room(work)
        messages.success(request, _("The room is closed. Everything that was written is kept."))
    else:
        work.results_shown = to == "show"
        work.save(update_fields=["results_shown"])
        work.touch_room()
    return redirect(work)


@require_GET
def work_screen(request: Request, pk: UUID) -> HttpResponse:
    """For the projector: how to join, and the lists as they grow."""
    work = led_work(request, pk)
    if work.room is None or work.room.code is None:
        raise Http404
    context = {"work": work, "part": "wall" if "wall" in request.GET else "screen"} | invitation(request, work.room)
    context |= lists.on_the_wall(work, _opened(request, work))
    return render(request, "workshops/task/screen.html", context)


@paper
def work_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The results, by task and group."""
    work = led_work(request, pk)
    context = {
        "work": work,
        "task_lists": _opened(request, work),
        "day": work.room.opened_at if work.room else work.created_at,
        "EMPLOYER_NAME": organisation.current().name,
        "made_at": timezone.now(),
    }
    language = (translation.get_language() or settings.LANGUAGE_CODE)[:2]
    made = pdf.render("workshops/task/pdf_results.html", context, language, request)
    return pdf_response(made, "ryhmatyon-tulokset", language)


# ---- Tasks


@action
def task_add(request: Request, pk: UUID) -> HttpResponse:
    """Another task, also while the groups are at work."""
    work = led_work(request, pk)
    form = TaskForm(request.POST, work=work)
    last = work.tasks.aggregate(last=Max("number"), count=Count("pk"))
    if not form.is_valid() or last["count"] >= MOST_TASKS:
        return render(request, "workshops/task/task_edit.html", {"work": work, "task": None, "form": form})
    form.instance.work, form.instance.number = work, (last["last"] or 0) + 1
    form.save()
    work.touch_room()
    return redirect(f"{work.get_absolute_url()}#tasks")


def led_task(request: Request, pk: UUID) -> Task:
    """A task that this user may change."""
    rows = Task.objects.editable_by(request.user).select_related("work__room", "work__block__agenda")
    return get_object_or_404(rows, pk=pk)


def _task_page(request: Request, pk: UUID, form: TaskForm | None = None) -> HttpResponse:
    """The words of a task, and whom it is for."""
    task = led_task(request, pk)
    form = form or TaskForm(instance=task, work=task.work)
    return render(request, "workshops/task/task_edit.html", {"work": task.work, "task": task, "form": form})


def _task_save(request: Request, pk: UUID) -> HttpResponse:
    task = led_task(request, pk)
    form = TaskForm(request.POST, instance=task, work=task.work)
    if not form.is_valid():
        return _task_page(request, pk, form)
    form.save()
    task.work.touch_room()
    return redirect(task.work)


task_edit = page_or_action(_task_page, _task_save)


@action
def task_toggle(request: Request, pk: UUID) -> HttpResponse:
    """Close this task, or open it again."""
    task = led_task(request, pk)
    acts.toggle_task(task)
    return redirect(f"{task.work.get_absolute_url()}#task-{task.number}")


@action
def task_vote(request: Request, pk: UUID) -> HttpResponse:
    """Open a vote on what the groups wrote, or close it."""
    task = led_task(request, pk)
    try:
        if request.POST.get("to") == "close":
            voting.close_vote(task)
            if not task.voters:
                messages.warning(request, _("Fewer than three phones chose, so nothing was counted."))
        else:
            voting.open_vote(task)
            acts.show_on_wall(task.work, task)
    except acts.Refused as refused:
        few, closed = _("A vote needs at least two answers."), _("Open the room first: phones choose in it.")
        messages.warning(request, few if str(refused) == "few" else closed)
    return _after(request, task)


def _after(request: Request, task: Task) -> HttpResponse:
    """Back to where it was pressed: the remote of the day, or the page of the group work."""
    if "remote" in request.POST and task.work.block is not None:
        return redirect("agenda_run", task.work.block.agenda_id)
    return redirect(f"{task.work.get_absolute_url()}#task-{task.number}")


@action
def task_wall(request: Request, pk: UUID) -> HttpResponse:
    """The projector shows this task."""
    task = led_task(request, pk)
    acts.show_on_wall(task.work, task)
    return _after(request, task)


@action
def work_off_wall(request: Request, pk: UUID) -> HttpResponse:
    """The projector shows the time and what comes next again."""
    work = led_work(request, pk)
    acts.show_on_wall(work, None)
    return redirect("agenda_run", work.block.agenda_id) if work.block else redirect(work)


@action
def task_move(request: Request, pk: UUID) -> HttpResponse:
    """One place up or down."""
    task = led_task(request, pk)
    at = whole_number(request.POST.get("at"), otherwise=0)
    if not acts.move_task(task, shown=at, step=-1 if "up" in request.POST else 1):
        messages.warning(request, _("The order had changed already. This is how it is now."))
    return redirect(f"{task.work.get_absolute_url()}#tasks")


@action
def task_remove(request: Request, pk: UUID) -> HttpResponse:
    """A task that nobody has answered yet."""
    task = led_task(request, pk)
    if Line.objects.editable_by(request.user).written().filter(task=task).exists():
        messages.warning(request, _("Groups have answered this task already, so it is kept. You can close it."))
    else:
        task.delete()
        task.work.touch_room()
    return redirect(task.work)


# ---- Lines


def _lines(request: Request) -> QuerySet[Line]:
    return Line.objects.editable_by(request.user).written().select_related("task__work__room", "group")


def led_line(request: Request, pk: UUID) -> Line:
    """A line of a group work that this user leads."""
    return get_object_or_404(_lines(request), pk=pk)


def _line_page(request: Request, pk: UUID, form: PassOnForm | None = None) -> HttpResponse:
    """One line: pass it on, or take it away."""
    line = led_line(request, pk)
    text = line.text.open(request.user)
    start = {"text": re.sub(r"\s+\n", "\n", text), "to": line.passed or Line.Passed.MEASURE}
    others = _lines(request).filter(task=line.task).exclude(pk=line.pk).order_by("group__number", "position", "turn")
    context: dict[str, Any] = {
        "line": line,
        "work": line.task.work,
        "text": text,
        "others": [(one.pk, one.group, one.text.open(request.user)) for one in others],
    }
    return render(request, "workshops/task/line.html", context | {"form": form or PassOnForm(initial=start)})


def _line_pass(request: Request, pk: UUID) -> HttpResponse:
    line, form = led_line(request, pk), PassOnForm(request.POST)
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
    line = led_line(request, pk)
    acts.remove_line(line)
    messages.success(request, _("The line was removed."))
    return redirect(line.task.work)


@action
def line_join(request: Request, pk: UUID) -> HttpResponse:
    """This answer and another one mean the same: they are chosen as one in a vote."""
    line = led_line(request, pk)
    to = None
    if asked := request.POST.get("to"):
        to = next((one for one in _lines(request).filter(task=line.task) if str(one.pk) == asked), None)
        if to is None:
            raise Http404
    if not voting.join(line, to):
        messages.warning(request, _("A vote is open: answers are put together before it or after it."))
    return redirect(f"{line.task.work.get_absolute_url()}#task-{line.task.number}")
