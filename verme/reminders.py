"""A reminder of each meeting on the morning before. Run by the worker's clock.

It goes once to each one in the group, also when two workers run at once or one is killed half way: the mark
(`SessionReminder`) and the letters are one transaction, and the meeting is locked meanwhile.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from core.jobs import every_minute
from core.models import Mail
from core.outbox import send
from verme.group.models import everybody
from verme.models import Group, Session, SessionReminder

if TYPE_CHECKING:
    from uuid import UUID

    from verme.session.models import SessionQuerySet

FROM = datetime.time(9)  # nobody is reminded in the night
SOON = datetime.timedelta(days=2)  # more than from the morning before to the end of the day


@every_minute
def remind_of_meetings() -> None:
    """Send what is due."""
    now = timezone.now()
    sent = SessionReminder.objects.filter(session=OuterRef("pk"), starts_at=OuterRef("starts_at"))
    soon = _held().filter(~Exists(sent), starts_at__gt=now, starts_at__lt=now + SOON)
    for pk, starts_at in soon.values_list("pk", "starts_at"):
        due = _morning_before(starts_at)
        if due <= now:
            _send(pk, starts_at, due)


def _held() -> SessionQuerySet:
    """Meetings that are to be held, of groups that go on."""
    return Session.objects.filter(state=Session.State.PLANNED, group__state=Group.State.CONFIRMED)


def _morning_before(starts_at: datetime.datetime) -> datetime.datetime:
    """By the Finnish clock."""
    day = timezone.localtime(starts_at).date() - datetime.timedelta(days=1)
    return datetime.datetime.combine(day, FROM, timezone.get_current_timezone())


def _send(pk: UUID, starts_at: datetime.datetime, due: datetime.datetime) -> None:
    """A letter to each one, if the time still stands now that the meeting is locked."""
    with transaction.atomic():
        session = _held().for_update().select_related("group").filter(pk=pk, starts_at=starts_at).first()
        if session is None:
            return
        _mark, new = SessionReminder.objects.get_or_create(session=session, starts_at=starts_at)
        if new and not _told(session, due):
            for person in everybody(session.group):
                if person.is_active:
                    send("verme_session_reminder", to=person, session=session.pk)


def _told(session: Session, since: datetime.datetime) -> bool:
    """Whether everybody was told of this time only just now, when it was set or moved: a reminder would nag."""
    told = Mail.objects.filter(kind="verme_session", ids__session=str(session.pk), created_at__gte=since)
    return told.exists()
