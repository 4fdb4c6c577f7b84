"""Asking and answering."""

from __future__ import annotations

import datetime

from django.utils import timezone

from core.outbox import send
from people.models import User
from people.user.models import UserQuerySet
from support.models import HelpRequest
from support.request.models import answer_by

JUST_NOW = datetime.timedelta(minutes=1)


def ask(by: User, *, kind: str, way: str, question: str) -> HelpRequest:
    """A new request, told to HR; of a double click the one that there is."""
    User.objects.select_for_update().get(pk=by.pk)
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
    """HR's answer, told to the asker; who answers sees to the request."""
    request.answer, request.owner = text, by
    request.answered_at, request.revision = timezone.now(), request.revision + 1
    request.save(update_fields=["answer", "owner", "answered_at", "revision"])
    send("help_answered", to=request.by, request=request.pk)
