"""The letters of hand-overs: neutral, like those of the conversation itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core.outbox import Letter, mail
from vatupassi.conversation.letters import conversation_of_party, other_name
from vatupassi.models import Conversation

if TYPE_CHECKING:
    from people.models import User


@mail("hand_over_proposed", about=conversation_of_party)
def _hand_over_proposed(user: User, conversation: Conversation) -> Letter:
    text = _("%(name)s suggests a next step after your conversation. You decide whether and with what it goes on.")
    return Letter(
        subject=_("A suggestion about your conversation waits for you"),
        body=text % {"name": other_name(conversation, user)},
        link=reverse("next_step", args=[conversation.pk]),
    )


@mail("hand_over_approved", about=conversation_of_party)
def _hand_over_approved(user: User, conversation: Conversation) -> Letter:
    text = _("%(name)s has approved a summary of your conversation for the next step. You can both print it.")
    return Letter(
        subject=_("A summary of your conversation is ready"),
        body=text % {"name": other_name(conversation, user)},
        link=reverse("next_step", args=[conversation.pk]),
    )
