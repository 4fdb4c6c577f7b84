"""The letters of a group between its meetings: a message waits. What it says is read in the application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.outbox import Letter, mail
from verme.models import Group

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
