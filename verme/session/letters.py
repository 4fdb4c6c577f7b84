"""The letters of meetings: set, moved, not held, near."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formats import clock, moment, short_day
from core.outbox import Ids, Letter, begins, mail
from people.models import User
from verme.calendar import entries as calendar
from verme.group.letters import (
    as_attachments,
)
from verme.models import Group, Session

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


class Term(NamedTuple):
    """Meetings planned together, and whose they are."""

    group: Group
    sessions: list[Session]


def _term(user: User, ids: Ids) -> Term:
    """Those of them that are still to be held, while the reader is in the group."""
    planned = Session.objects.visible_to(user).filter(state=Session.State.PLANNED, pk__in=ids["sessions"])
    found = list(planned.select_related("group").order_by("starts_at"))
    if not found:
        raise Session.DoesNotExist
    return Term(found[0].group, found)


@mail("verme_term", about=_term, starts=lambda term: term.sessions[0].starts_at)
def _term_times(user: User, term: Term) -> Letter:
    text = _("The meetings of your Verme group have been planned. The calendar entries are attached:")
    times = "\n".join(moment(session.starts_at) for session in term.sessions)
    return Letter(
        subject=_("Verme: the meetings of your group"),
        body=f"{text}\n\n{times}",
        link=term.group.get_absolute_url(),
        attachments=as_attachments([calendar.entry(session, user) for session in term.sessions]),
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


@mail("verme_session_reminder", about=session_inside, reminder=gettext_lazy("The day before a Verme meeting"))
def _session_reminder(user: User, session: Session) -> Letter:
    text = _("A reminder: your Verme group meets %(time)s. On the meeting’s page you find the place and the plan.")
    return Letter(
        subject=_("Verme meeting: %(when)s") % {"when": f"{short_day(session.starts_at)} {clock(session.starts_at)}"},
        body=text % {"time": moment(session.starts_at)},
        link=session.get_absolute_url(),
    )
