"""Sending a notice, sending it on to another supervisor, and answering."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from core.outbox import send
from people.models import User
from support.models import Contact, LoadNotice
from support.path.models import WhomToCall

if TYPE_CHECKING:
    from people.user.models import UserQuerySet

JUST_NOW = datetime.timedelta(minutes=1)


def notify(*, by: User, supervisor: User, text: str, due_on: datetime.date, representative: User | None) -> LoadNotice:
    """A new notice, told to the supervisor and to whom the employee chose; of a double click the one that there is."""
    by.wait_for_turn()
    latest = LoadNotice.objects.sent_by(by).open().filter(sent_at__gt=timezone.now() - JUST_NOW).first()
    if latest and latest.text.open(by) == text:
        return latest
    made = LoadNotice.objects.create(
        by=by, supervisor=supervisor, representative=representative, text=text, due_on=due_on
    )
    for person in filter(None, (supervisor, representative)):
        send("load_sent", to=person, notice=made.pk)
    return made


def send_on(notice: LoadNotice, *, to: User, due_on: datetime.date) -> None:
    """To the supervisor of now. The earlier one's access has ended with their line."""
    notice.supervisor, notice.due_on = to, due_on
    notice.save(update_fields=["supervisor", "due_on"])
    send("load_sent", to=to, notice=notice.pk)


def answer(notice: LoadNotice, *, text: str) -> None:
    """The supervisor's answer, or a better one, told to the employee."""
    notice.answer, notice.answered_at, notice.revision = text, timezone.now(), notice.revision + 1
    notice.save(update_fields=["answer", "answered_at", "revision"])
    send("load_answered", to=notice.by, notice=notice.pk)


def who_represents(user: User) -> UserQuerySet:
    """Whom an employee may tell as well: safety representatives who sign in, once all are shown the path's contacts."""
    whom = WhomToCall()
    named = [contact.person_id for contact in whom.at(Contact.Place.SAFETY) if contact.person_id and whom.is_open]
    return User.objects.visible_to(user).active().filter(pk__in=named).exclude(pk=user.pk)
