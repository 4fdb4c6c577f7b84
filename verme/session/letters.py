"""The letters of meetings: set, moved, not held, near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core.formats import clock, moment, short_day
from core.outbox import Ids, Letter, begins, mail
from people.models import User
from verme.calendar import entries as calendar
from verme.group.letters import (
    as_attachments,
)
from verme.models import Session

if TYPE_CHECKING:
    pass


def session_inside(user: User, ids: Ids) -> Session:
    """A meeting of such a group, to be held."""
    planned = Session.objects.visible_to(user).filter(state=Session.State.PLANNED)
    return planned.select_related("group").get(pk=ids["session"])


def _session_cancelled_for(user: User, ids: Ids) -> Session:
    """A cancelled meeting, also for whoever has left since: its time was theirs, stands still and is free again."""
    cancelled = Session.objects.ever_of(user).filter(state=Session.State.CANCELLED)
    return cancelled.select_related("group").get(pk=ids["session"])


@mail("verme_session", about=session_inside, starts=begins)
def _session_time(user: User, session: Session) -> Letter:
    text = _("Your Verme group meets %(time)s. The calendar entry is attached; if the time changes, it changes too.")
    return Letter(
        subject=_("Verme meeting: %(when)s") % {"when": f"{short_day(session.starts_at)} {clock(session.starts_at)}"},
        body=text % {"time": moment(session.starts_at)},
        link=session.get_absolute_url(),
        attachments=as_attachments([calendar.entry(session, user)]),
    )


@mail("verme_session_cancelled", about=_session_cancelled_for, starts=begins)
def _session_cancelled(user: User, session: Session) -> Letter:
    text = _("The Verme meeting of %(time)s is not held. The time is free in your calendar.")
    return Letter(
        subject=_("Verme: the meeting is not held, %(when)s") % {"when": short_day(session.starts_at)},
        body=text % {"time": moment(session.starts_at)},
        link=reverse("verme"),  # the group's page may be closed to whoever has left since
        attachments=as_attachments([calendar.entry(session, user)]),
    )


@mail("verme_session_reminder", about=session_inside)
def _session_reminder(user: User, session: Session) -> Letter:
    text = _("A reminder: your Verme group meets %(time)s. On the meeting’s page you find the place and the plan.")
    return Letter(
        subject=_("Verme meeting: %(when)s") % {"when": f"{short_day(session.starts_at)} {clock(session.starts_at)}"},
        body=text % {"time": moment(session.starts_at)},
        link=session.get_absolute_url(),
    )
