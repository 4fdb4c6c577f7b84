"""Running the day: the facilitator's page, and the page that a projector or a participant's phone shows."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.numbers import MOST, whole_number
from core.views import action
from workshops.agenda.finding import led_agenda, locked_agenda, readers_in_words, visible_agenda
from workshops.day import schedule as day
from workshops.day.bar import time_bar
from workshops.models import Agenda, Block
from workshops.running import actions as acts

if TYPE_CHECKING:
    from core.request import Request
    from workshops.day.start_times import Slot


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


def _state(agenda: Agenda, now: datetime.datetime) -> dict[str, Any]:
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
    return {
        "agenda": agenda,
        "slots": slots,
        "on": on,
        "next": ahead[0] if ahead else None,
        "after": ahead[1:],
        "over": over,
        "late": late,
        "phase": phase,
        "now": now,
        "clock_now": int(now.timestamp() * 1000),
        "on_from": int(on.start.timestamp() * 1000) if on else 0,
        "on_ends": int(on.end.timestamp() * 1000) if on else 0,
        "left": max(0, -int(-(on.end - now).total_seconds() // 60)) if on else 0,
        "elapsed": _elapsed(on, now),
        "undoable": _undoable(blocks),
        "kept": day.held_blocks(agenda, blocks) if agenda.ended_at else [],
        "bar": time_bar(slots, now if agenda.is_running else None),
        "revision": f"{agenda.version}-{over}-{idle}-{agenda.state}",
    }


def _polled(request: Request, agenda: Agenda, template: str, **more: Any) -> HttpResponse:
    state = _state(agenda, timezone.now())
    if request.GET.get("since") == state["revision"]:
        return HttpResponse(status=204)
    return render(request, template, state | more)


@require_GET
def agenda_run(request: Request, pk: UUID) -> HttpResponse:
    """The facilitator's page of the day: what is on, what is next, and what to do."""
    agenda = led_agenda(request, pk)
    return _polled(request, agenda, "workshops/running/run.html", readers=readers_in_words(agenda), step=acts.EXTENSION)


@require_GET
def agenda_now(request: Request, pk: UUID) -> HttpResponse:
    """Now and next in large letters, for a projector and for participants."""
    agenda = visible_agenda(request, pk)
    return _polled(request, agenda, "workshops/running/now.html", readers=readers_in_words(agenda))


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
