"""Asking and answering."""

from __future__ import annotations

import datetime

from django.utils import timezone

from core import ics
from core.outbox import send
from people.models import User
from people.user.models import UserQuerySet
from support.models import HelpRequest
from support.request.models import answer_by

JUST_NOW = datetime.timedelta(minutes=1)


def ask(by: User, *, kind: str, way: str, question: str) -> HelpRequest:
    """A new request, told to HR; of a double click the one that there is."""
    by.wait_for_turn()
    latest = (
        HelpRequest.objects.asked_by(by).waiting().filter(kind=kind, asked_at__gt=timezone.now() - JUST_NOW).first()
    )
    if latest and latest.question.open(by) == question:
        return latest
    due_on = answer_by(timezone.localdate())
    made = HelpRequest.objects.create(by=by, kind=kind, way=way, question=question, due_on=due_on)
    for person in who_may_answer(by, kind):
        send("help_asked", to=person, request=made.pk)
    return made


def who_may_answer(by: User, kind: str) -> UserQuerySet:
    """HR without the asker; about somebody's own work none of those who lead them."""
    people = User.objects.active().filter(is_hr=True).exclude(pk=by.pk)
    return people.exclude(pk__in=User.objects.partners_for(by).values("pk")) if kind == HelpRequest.Kind.OWN else people


def answer(request: HelpRequest, *, text: str, by: User) -> None:
    """HR's answer, told to the asker; who answers sees to the request, unless a colleague still meets the asker."""
    request.answer = text
    if not request.meets_ahead or request.owner is None:
        request.owner = by
    request.answered_at, request.revision = timezone.now(), request.revision + 1
    request.save(update_fields=["answer", "owner", "answered_at", "revision"])
    send("help_answered", to=request.by, request=request.pk)


def book(request: HelpRequest, *, starts_at: datetime.datetime, minutes: int, place: str, by: User) -> None:
    """A time for the two, into both calendars. Who books sees to the request; to meet is an answer, too."""
    if request.meets_at and request.owner and request.owner_id != by.pk:
        request.calendar_sequence += 1
        _take_out_of_calendar(request, request.owner)
    request.meets_at, request.meets_minutes, request.meets_place = starts_at, minutes, place
    request.owner, request.calendar_sequence = by, request.calendar_sequence + 1
    request.answered_at = request.answered_at or timezone.now()
    request.save(update_fields=[*MEETING, "owner", "answered_at"])
    for person in (request.by, by):
        send("help_time", to=person, request=request.pk)


def take(request: HelpRequest, *, by: User) -> None:
    """See to it from now on; a time that still lies ahead comes along, out of the calendar of whoever had it."""
    if request.meets_at and request.meets_ahead and request.owner_id != by.pk:
        minutes, place = request.meets_minutes, request.meets_place
        book(request, starts_at=request.meets_at, minutes=minutes, place=place, by=by)
        return
    request.owner = by
    request.save(update_fields=["owner"])


def call_off(request: HelpRequest, *, by: User) -> None:
    """The time is free again. A request that has no other answer waits for one."""
    request.calendar_sequence += 1
    for person in {request.by, request.owner or by}:
        _take_out_of_calendar(request, person)
    request.meets_at, request.meets_place = None, ""
    if not request.revision:
        request.answered_at = None
    request.save(update_fields=[*MEETING, "answered_at"])


def close(request: HelpRequest, *, by: User, helped: str = "") -> None:
    """Over. A time that still lies ahead leaves both calendars: nothing is kept that could take it away later."""
    if request.meets_ahead:
        call_off(request, by=by)
    request.helped, request.closed_on = helped, timezone.localdate()
    request.save(update_fields=["helped", "closed_on"])


MEETING = ("meets_at", "meets_minutes", "meets_place", "calendar_sequence")


def _take_out_of_calendar(request: HelpRequest, person: User) -> None:
    assert request.meets_at is not None
    freed = ics.Freed(uid(request), request.calendar_sequence, request.meets_at, request.meets_minutes)
    send("help_time_cancelled", to=person, of=str(person.pk), request=request.pk, freed=freed.kept())


def uid(request: HelpRequest) -> str:
    """Of the entry in calendars."""
    return f"help-{request.pk}@varhainen-tuki"
