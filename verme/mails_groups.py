"""The letters of a group between its meetings: a message waits, a meeting is near. Nothing of what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.formats import clock, moment, short_day
from core.outbox import Letter, mail
from verme.models import Group, Session

if TYPE_CHECKING:
    from people.models import User


@mail("verme_message")
def _message(user: User, ids: dict[str, Any]) -> Letter:
    group = Group.objects.get(pk=ids["group"])
    text = _("There is a message from the mentor to your Verme group “%(group)s”. You can read it on the group’s page.")
    return Letter(
        subject=_("Verme: a message to your group"),
        body=text % {"group": group.name},
        link=reverse("group_messages", args=[group.pk]),
    )


@mail("verme_session_reminder")
def _session_reminder(user: User, ids: dict[str, Any]) -> Letter:
    session = Session.objects.get(pk=ids["session"])
    text = _("A reminder: your Verme group meets %(time)s. On the meeting’s page you find the place and the plan.")
    return Letter(
        subject=_("Verme meeting: %(when)s") % {"when": f"{short_day(session.starts_at)} {clock(session.starts_at)}"},
        body=text % {"time": moment(session.starts_at)},
        link=session.get_absolute_url(),
    )
