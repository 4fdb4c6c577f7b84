"""Asking, answering, taking back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.outbox import send
from people.desk.forms import CLOSED
from people.desk.handled import Handling
from people.models import RightsRequest, User
from people.rights import deletion
from people.rights.restriction import lift, restrict
from people.user.models import UserQuerySet


@transaction.atomic
def ask(by: User, *, kind: str, text: str) -> RightsRequest:
    """A new request, told to those who may answer; while one of the kind is open, that one."""
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if found := RightsRequest.objects.asked_by(by).open().filter(kind=kind).defer("text", "answer").first():
        return found
    made = RightsRequest.objects.create(by=by, kind=kind, text=text)
    if kind == RightsRequest.Kind.RESTRICT:
        restrict(person)
    for person in who_may_answer(by):
        send("rights_asked", to=person, request=made.pk)
    return made


def who_may_answer(by: User) -> UserQuerySet:
    """The data protection officer and HR without the asker; of HR nobody who leads them."""
    leads = User.objects.partners_for(by).values("pk")
    found = Q(is_data_protection_officer=True) | Q(is_hr=True) & ~Q(pk__in=leads)
    return User.objects.active().filter(found).exclude(pk=by.pk)


@transaction.atomic
def answer(request: RightsRequest, *, handling: Handling, text: str, by: User) -> None:
    """The answer, told to the asker. Accepted or not, it is closed then. The caller has locked it."""
    request.answer, request.owner, request.handling = text, by, handling
    request.answered_at, request.revision = timezone.now(), request.revision + 1
    if handling in CLOSED:
        request.closed_on = timezone.localdate()
        _end_restriction(request)
        if handling == Handling.DONE and request.kind == RightsRequest.Kind.DELETE:
            deletion.carry_out(request.by)
    request.save(update_fields=["answer", "owner", "handling", "answered_at", "revision", "closed_on"])
    send("rights_answered", to=request.by, request=request.pk)


@transaction.atomic
def prolong(request: RightsRequest, *, why: str, by: User) -> None:
    """Two months more, once, with the reason told to the asker at once (GDPR 12(3)). The caller has locked it."""
    request.prolonged_for, request.due_on, request.owner = why, request.longest_due_on, by
    request.save(update_fields=["prolonged_for", "due_on", "owner"])
    send("rights_prolonged", to=request.by, request=request.pk)


@transaction.atomic
def withdraw(request: RightsRequest) -> None:
    """The asker takes it back: nothing of it stays. The caller has locked it."""
    _end_restriction(request)
    request.delete()


def _end_restriction(request: RightsRequest) -> None:
    if request.kind == RightsRequest.Kind.RESTRICT:
        lift(User.objects.select_for_update(no_key=True).get(pk=request.by_id))
