"""The phones' side of group work: choose a group, write a list together."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from core.numbers import sent_version
from core.views import action
from rooms.views import Visit, in_room
from workshops.models import Choice, GroupWork, Line, Task
from workshops.task import actions as acts
from workshops.task import lists, voting
from workshops.task.models import KIND, LONGEST_LINE, MOST_LINES

WHY: dict[str, str | Promise] = {
    "closed": _("The task is closed, so this was not saved. Your text stays here until it is opened again."),
    "long": _("This is too long: shorten it to %(most)d characters, or make two lines of it."),
    "rows": _("This has too many lines: at most 400 fit. Join lines together, or make two answers of it."),
    "vote_closed": _("The vote is closed, so this was not saved."),
    "many": _("Choose at most three. Take away one of those that you have ticked."),
    "full": _("The list is full (%(lines)d lines). Join lines together to make room."),
}
STATUS = {"vote_closed": 409, "many": 422, "closed": 409, "long": 422, "rows": 422, "full": 422}


def problem_text(why: str) -> str:
    """What is wrong and what to do."""
    return str(WHY[why]) % {"most": LONGEST_LINE, "lines": MOST_LINES}


def _work_of(visit: Visit) -> GroupWork:
    return get_object_or_404(GroupWork.objects.of_room(visit.room).select_related("room"))


@require_GET
@in_room(KIND)
def tasks_room(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Which group is it? One group alone needs no choice."""
    work = _work_of(visit)
    groups = list(work.groups.all())
    if len(groups) == 1:
        return redirect("tasks_group", visit.room.code, groups[0].number)
    return render(request, "workshops/task/room_groups.html", {"work": work, "room": visit.room, "groups": groups})


@require_GET
@in_room(KIND)
def tasks_group(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """A group's tasks and lists."""
    return group_page(request, visit, number)


def group_page(request: HttpRequest, visit: Visit, number: int, status: int = 200, **more: Any) -> HttpResponse:
    """The page, perhaps with a text that could not be saved."""
    context = lists.context_of(visit.room, f"group-{number}")
    if context is None:
        raise Http404
    if "edited" not in more and (line := _line(visit, request.GET.get("rivi", ""))):
        more = {"edited": line, "edited_text": lists.open_for_room(line.text), "edited_version": line.version}
    if line := more.get("edited"):
        more["edited_task"] = line.task_id
    poll = reverse("room_live", args=[visit.room.code])
    context |= {
        "new_key": uuid4,
        "room_poll": poll,
        "longest_line": LONGEST_LINE,
        "groups_count": context["work"].groups.count(),
    }
    return render(request, "workshops/task/room_group.html", context | more, status=status)


@require_GET
@in_room(KIND)
def tasks_all(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The lists of all groups, when the facilitator shows them."""
    context = lists.context_of(visit.room, "all")
    if context is None:
        raise Http404
    context["room_poll"] = reverse("room_live", args=[visit.room.code])
    return render(request, "workshops/task/room_all.html", context)


def _line(visit: Visit, pk: str) -> Line | None:
    found = _uuid(pk)
    return acts.line_in(visit.room, found) if found else None


def _key(request: HttpRequest) -> str:
    """The phone's own name for what it sends; made up where a very old browser sends none."""
    return request.POST.get("key", "")[:36] or str(uuid4())


@action
@in_room(KIND)
def line_add(request: HttpRequest, visit: Visit, number: int, task: UUID) -> HttpResponse:
    """A new line."""
    found = get_object_or_404(Task.objects.of_room(visit.room).select_related("work"), pk=task)
    group = get_object_or_404(found.work.groups.all(), number=number)
    text = request.POST.get("text", "")
    try:
        acts.add_line(found, group, text, key=_key(request))
    except acts.Refused as refused:
        return _refused(request, visit, number, str(refused), {"typed_task": found.pk, "typed": text})
    return _saved(request, visit, number, found)


@action
@in_room(KIND)
def line_save(request: HttpRequest, visit: Visit, pk: UUID) -> HttpResponse:
    """A changed line. If another phone has changed it as well, both texts stay."""
    line = acts.line_in(visit.room, pk)
    if line is None:
        raise Http404
    version = sent_version(request.POST)
    text = request.POST.get("text", "")
    try:
        acts.change_line(line, text, version=version, key=_key(request))
    except acts.Refused as refused:
        kept = {"edited": line, "edited_text": text, "edited_version": version}
        return _refused(request, visit, line.group.number, str(refused), kept)
    return _saved(request, visit, line.group.number, line.task)


def _by_script(request: HttpRequest) -> bool:
    return "X-Line" in request.headers


def _refused(request: HttpRequest, visit: Visit, number: int, why: str, kept: dict[str, Any]) -> HttpResponse:
    if _by_script(request):
        return HttpResponse(problem_text(why), status=STATUS[why], content_type="text/plain; charset=utf-8")
    return group_page(request, visit, number, STATUS[why], problem=problem_text(why), **kept)


def _saved(request: HttpRequest, visit: Visit, number: int, task: Task) -> HttpResponse:
    if _by_script(request):
        room = task.work.room or visit.room
        return HttpResponse(status=204, headers={"X-Version": str(room.version)})
    return redirect(f"{reverse('tasks_group', args=[visit.room.code, number])}#task-{task.number}")


# ---- Voting


def _vote_page(
    request: HttpRequest, visit: Visit, number: int, *, status: int = 200, ticked: set[UUID] | None = None, **more: Any
) -> HttpResponse:
    context = lists.context_of(visit.room, f"vote-{number}")
    if context is None:
        raise Http404
    task = context["each"].task
    own = Choice.objects.of_room(visit.room).of_phone(task, _hash(visit, task)).values_list("line", flat=True)
    context |= {
        "room_poll": reverse("room_live", args=[visit.room.code]),
        "to_choose": [
            (line.pk, line.group, lists.open_for_room(line.text))
            for line in Line.objects.of_room(visit.room).to_choose(task).select_related("group")
        ],
        "ticked": set(own) if ticked is None else ticked,
        "has_chosen": own.exists(),
        "most": voting.MOST,
    }
    return render(request, "workshops/task/room_vote.html", context | more, status=status)


def _hash(visit: Visit, task: Task) -> str:
    """This phone in this vote: a new vote knows it by another name."""
    return visit.token.hashed(f"vote {task.pk} {task.vote_opened_at}")


@require_GET
@in_room(KIND)
def tasks_vote(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Choose the three most important, while the vote is open; its result, once it is closed."""
    return _vote_page(request, visit, number)


@action
@in_room(KIND)
def vote_choose(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """What this phone chooses. It may choose anew until the vote is closed."""
    task = get_object_or_404(Task.objects.of_room(visit.room).select_related("work"), number=number)
    chosen = {pk for pk in map(_uuid, request.POST.getlist("line")) if pk}
    try:
        voting.choose(task, _hash(visit, task), chosen)
    except acts.Refused as refused:
        problem = problem_text(str(refused))
        return _vote_page(request, visit, number, status=STATUS[str(refused)], ticked=chosen, problem=problem)
    return redirect(f"{reverse('tasks_vote', args=[visit.room.code, number])}#chosen")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
