"""The letter of a message to the group: that it waits, nothing of what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core.outbox import Letter, mail
from verme.group.letters import group_inside

if TYPE_CHECKING:
    from people.models import User
    from verme.models import Group


@mail("verme_message", about=group_inside)
def _message(user: User, group: Group) -> Letter:
    text = _("There is a message from the mentor to your Verme group “%(group)s”. You can read it on the group’s page.")
    return Letter(
        subject=_("Verme: a message to your group"),
        body=text % {"group": group.name},
        link=reverse("group_messages", args=[group.pk]),
    )
