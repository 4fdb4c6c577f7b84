"""The letters of openings: neutral, like those of the conversation itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core.formats import date_only
from core.outbox import Ids, Letter, mail
from vatupassi.conversation.letters import conversation_of_party, other_name
from vatupassi.models import Conversation, Opening

if TYPE_CHECKING:
    from people.models import User


def _open_to(user: User, ids: Ids) -> Opening:
    """What is open to the reader now."""
    return Opening.objects.readable_by(user).select_related("conversation").get(pk=ids["opening"])


def _was_open_to(user: User, ids: Ids) -> Conversation:
    """What was open to the reader and is not any more: the name of whoever opened it is no news to them."""
    openings = Opening.objects.to_reader(user).filter(conversation=ids["conversation"])
    found = openings.select_related("conversation").first()
    if found is None or openings.live().exists():
        raise Opening.DoesNotExist
    return found.conversation


@mail("opened_to_you", about=_open_to)
def _opened_to_you(user: User, opening: Opening) -> Letter:
    conversation = opening.conversation
    text = _("%(name)s has opened a conversation to you. You can read it until that right ends.")
    if opening.scope == Opening.Scope.MEMO:
        text = _("%(name)s has given you the memo of a conversation to read, until %(day)s.")
    elif opening.scope == Opening.Scope.AGREED:
        text = _("%(name)s has let you read what was agreed in a conversation.")
    return Letter(
        subject=_("A conversation has been opened to you"),
        body=text % {"name": conversation.employee_name, "day": date_only(opening.until) if opening.until else ""},
        link=conversation.get_absolute_url() if opening.is_whole else reverse("opening_read", args=[opening.pk]),
    )


@mail("opening_ended", about=_was_open_to)
def _opening_ended(user: User, conversation: Conversation) -> Letter:
    return Letter(
        subject=_("An opened conversation is no longer open to you"),
        body=_("%(name)s opened a conversation to you. It is no longer open.") % {"name": conversation.employee_name},
        link=reverse("openings"),
    )


@mail("readers_changed", about=conversation_of_party)
def _readers_changed(user: User, conversation: Conversation) -> Letter:
    text = _("Who can read your conversation with %(name)s has changed. The page of the conversation tells who.")
    return Letter(
        subject=_("Who can read your conversation has changed"),
        body=text % {"name": other_name(conversation, user)},
        link=conversation.get_absolute_url() + "#openings",
    )


@mail("opening_waits", about=conversation_of_party)
def _opening_waits(user: User, conversation: Conversation) -> Letter:
    text = _(
        "%(name)s suggests that you open your conversation to one more person together. "
        "You can do so or leave it: the rest opens only when you both have agreed."
    )
    return Letter(
        subject=_("A suggestion about your conversation waits for you"),
        body=text % {"name": other_name(conversation, user)},
        link=conversation.get_absolute_url() + "#openings",
    )
