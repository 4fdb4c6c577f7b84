"""Running the day: the facilitator's page, and the page that a projector or a participant's phone shows."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.numbers import MOST, whole_number
from core.views import action
from rooms.views import invitation
from workshops.agenda.finding import led_agenda, locked_agenda, readers_in_words, visible_agenda
from workshops.day import schedule as day
from workshops.day.bar import time_bar
from workshops.models import Agenda, Block, GroupWork, Task
from workshops.running import actions as acts

if TYPE_CHECKING:
    from core.request import Request
    from people.models import User
    from workshops.day.start_times import Slot

OFFERED = datetime.timedelta(seconds=10)  # for so long the page offers to take back that one went on


def _minutes_over(slot: Slot | None, now: datetime.datetime) -> int:
    """Whole minutes by which the block that is on is over its time."""
    return max(0, int((now - slot.end).total_seconds() // 60)) if slot else 0


def _elapsed(on: Slot | None, now: datetime.datetime) -> int:
    """How much of its time is used, in thousandths."""
    if on is None or on.end <= on.start:
        return 1000
    return max(0, min(1000, int(1000 * (now - on.start) / (on.end - on.start))))


def _undoable(blocks: list[Block]) -> set[UUID]:
    """Skipped and held ones after which nothing has begun: those can be taken back."""
    frontier = max((place for place, one in enumerate(blocks) if one.started_at), default=-1)
    return {one.pk for place, one in enumerate(blocks) if place >= frontier and (one.skipped or one.ended_at)}


def _ring(on: Slot | None, now: datetime.datetime) -> int:
    """The share of its time that is left, in thousandths: the arc on the wall."""
    return 1000 - _elapsed(on, now)


def _next_if_longer(agenda: Agenda, blocks: list[Block], on: Slot | None, now: datetime.datetime) -> Slot | None:
    """What comes next, with its time, if the block that is on gets some minutes more."""
    if on is None:
        return None
    block: Any = on.key
    block.extra += acts.EXTENSION
    found = next((slot for slot in day.live(agenda, blocks, now) if slot.state == "ahead"), None)
    block.extra -= acts.EXTENSION
    return found


def _state(agenda: Agenda, now: datetime.datetime, by: User) -> dict[str, Any]:
    """Now and next, all times, and the revision that the page polls: it moves as well when the minutes run over."""
    blocks = list(agenda.blocks.all())
    slots = day.live(agenda, blocks, now)
    on = next((slot for slot in slots if slot.state == "now"), None) if agenda.is_running else None
    ahead = [slot for slot in slots if slot.state == "ahead"]
    over = _minutes_over(on, now)
    late = 0
    if ahead and agenda.is_running:
        late = max((slot.over for slot in ahead), default=0)
    phase = "over" if agenda.ended_at else "on" if agenda.begun_at else "before"
    idle = int(now.timestamp() // 60) if agenda.is_running and on is None else 0
    part: Any = on.key if on else None
    work = GroupWork.objects.visible_to(by).filter(block=part).select_related("room").first() if part else None
    went_on = acts.may_go_back(blocks, now) if on else None
    return {
        "agenda": agenda,
        "work": work,
        "after_more": _next_if_longer(agenda, blocks, on, now),
        "went_on": went_on if on and now - on.start < OFFERED else None,
        "offered_until": int((on.start + OFFERED).timestamp() * 1000) if on else 0,
        "ring": _ring(on, now),
        "slots": slots,
        "on": on,
        "next": ahead[0] if ahead else None,
        "after": ahead[1:],
        "over": over,
        "late": late,
        "phase": phase,
        "now": now,
        "now_at": f"{timezone.localtime(now):%H:%M}",
        "clock_now": int(now.timestamp() * 1000),
        "on_from": int(on.start.timestamp() * 1000) if on else 0,
        "on_ends": int(on.end.timestamp() * 1000) if on else 0,
        "left": max(0, -int(-(on.end - now).total_seconds() // 60)) if on else 0,
        "elapsed": _elapsed(on, now),
        "undoable": _undoable(blocks),
        "kept": day.held_blocks(agenda, blocks) if agenda.ended_at else [],
        "bar": time_bar(slots, now if agenda.is_running else None),
        "revision": f"{agenda.version}-{over}-{idle}-{agenda.state}-{work.wall_revision if work else ''}",
    }


def _polled(request: Request, agenda: Agenda, template: str, **more: Any) -> HttpResponse:
    state = _state(agenda, timezone.now(), request.user)
    if request.GET.get("since") == state["revision"]:
        return HttpResponse(status=204)
    return render(request, template, state | more)


@require_GET
def agenda_run(request: Request, pk: UUID) -> HttpResponse:
    """The facilitator's page of the day: what is on, what is next, and what to do."""
    agenda = led_agenda(request, pk)
    more = {"readers": readers_in_words(agenda), "step": acts.EXTENSION, "tasks": _tasks(agenda, request.user)}
    more["today"] = timezone.localdate()
    return _polled(request, agenda, "workshops/running/run.html", **more)


def _tasks(agenda: Agenda, by: User) -> list[Task]:
    """The tasks of the group work that is on, for the wall, each with how many answers it has."""
    works = GroupWork.objects.visible_to(by).filter(block__agenda=agenda, block__ended_at=None)
    rows = Task.objects.visible_to(by).filter(work__in=works.exclude(block__started_at=None).values("pk"))
    return list(rows.annotate(line_count=Count("lines", filter=Q(lines__gone=False))).order_by("number", "pk"))


@require_GET
def agenda_now(request: Request, pk: UUID) -> HttpResponse:
    """Now and next for participants; with ?wall=1 the projector's page, which a facilitator leads from a phone."""
    agenda = visible_agenda(request, pk)
    if "wall" not in request.GET:
        return _polled(request, agenda, "workshops/running/now.html", readers=readers_in_words(agenda))
    state = _state(agenda, timezone.now(), request.user)
    work: GroupWork | None = state["work"]
    if work and work.on_wall and work.is_open and "since" not in request.GET:
        return redirect(f"{reverse('work_screen', args=[work.pk])}?wall=1")
    more: dict[str, Any] = {"wall": True, "readers": readers_in_words(agenda)}
    if work and work.is_open and work.room:
        more |= invitation(request, work.room)
    return _polled(request, agenda, "workshops/running/wall.html", **more)


@action
def agenda_run_act(request: Request, pk: UUID, act: str) -> HttpResponse:
    """One act of the day. What the page no longer shows rightly does nothing, and the page says so."""
    agenda = locked_agenda(request, pk)
    try:
        _perform(agenda, act, request.POST)
    except acts.HasGoneOn:
        messages.warning(request, _("The day had gone on already. This is how it is now."))
    return redirect("agenda_run", pk)


def _perform(agenda: Agenda, act: str, sent: Any) -> None:
    if act == "aloita":
        if agenda.state == Agenda.State.CANCELLED or not agenda.blocks.exists():
            raise acts.HasGoneOn
        return acts.begin(agenda)
    if act == "seuraava":
        return acts.begin_next(agenda, after=sent.get("on", ""))
    if act == "takaisin":
        return acts.go_back(agenda, shown=sent.get("on", ""))
    if act == "paata":
        return acts.end(agenda)
    block = _block(agenda, sent.get("block", ""))
    if act == "jatka":
        extra = sent.get("extra", "")
        size = whole_number(extra.removeprefix("-"), otherwise=MOST)  # no block is as long as that
        shown = -size if extra.startswith("-") else size
        return acts.extend(agenda, block, extra=shown, minutes=-acts.EXTENSION if "less" in sent else acts.EXTENSION)
    if act == "ohita":
        return acts.skip(agenda, block)
    if act == "valmis":
        return acts.mark_held(agenda, block)
    if act == "peru":
        return acts.take_back(agenda, block)
    raise Http404


def _block(agenda: Agenda, key: str) -> Block:
    found = next((block for block in agenda.blocks.all() if str(block.pk) == key), None)
    if found is None:
        raise acts.HasGoneOn
    return found
