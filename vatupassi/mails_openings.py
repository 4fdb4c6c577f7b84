"""The letters of openings, hand-overs and rounds: neutral, like those of the conversation itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.outbox import Letter, mail
from vatupassi.models import Conversation, Opening, Round, Side

if TYPE_CHECKING:
    from people.models import User


def _find(user: User, ids: dict[str, Any]) -> tuple[Conversation, str]:
    """The conversation while the recipient is a party to it, and the other party's name."""
    conversation = Conversation.objects.of_party(user).get(pk=ids["conversation"])
    return conversation, conversation.name_of(Side(conversation.side).other)


def _opened(ids: dict[str, Any]) -> tuple[Conversation, str]:
    """The conversation and the employee's name, for somebody to whom it is or was open."""
    conversation = Conversation.objects.get(pk=ids["conversation"])
    return conversation, conversation.employee_name


@mail("opened_to_you")
def _opened_to_you(user: User, ids: dict[str, Any]) -> Letter:
    conversation, name = _opened(ids)
    opening = Opening.objects.readable_by(user).get(pk=ids["opening"])
    text = _("%(name)s has opened a conversation to you. You can read it until they take the opening back.")
    return Letter(
        subject=_("A conversation has been opened to you"),
        body=text % {"name": name},
        link=conversation.get_absolute_url() if opening.is_whole else reverse("opening_read", args=[opening.pk]),
    )


@mail("opening_ended")
def _opening_ended(user: User, ids: dict[str, Any]) -> Letter:
    _conversation, name = _opened(ids)
    return Letter(
        subject=_("An opened conversation is no longer open to you"),
        body=_("%(name)s opened a conversation to you. It is no longer open.") % {"name": name},
        link=reverse("openings"),
    )


@mail("readers_changed")
def _readers_changed(user: User, ids: dict[str, Any]) -> Letter:
    conversation, name = _find(user, ids)
    text = _("Who can read your conversation with %(name)s has changed. The page of the conversation tells who.")
    return Letter(
        subject=_("Who can read your conversation has changed"),
        body=text % {"name": name},
        link=conversation.get_absolute_url() + "#openings",
    )


@mail("opening_waits")
def _opening_waits(user: User, ids: dict[str, Any]) -> Letter:
    conversation, name = _find(user, ids)
    text = _(
        "%(name)s suggests that you open your conversation to one more person together. "
        "You can do so or leave it: the rest opens only when you both have agreed."
    )
    return Letter(
        subject=_("A suggestion about your conversation waits for you"),
        body=text % {"name": name},
        link=conversation.get_absolute_url() + "#openings",
    )


@mail("hand_over_proposed")
def _hand_over_proposed(user: User, ids: dict[str, Any]) -> Letter:
    conversation, name = _find(user, ids)
    text = _("%(name)s suggests a next step after your conversation. You decide whether and with what it goes on.")
    return Letter(
        subject=_("A suggestion about your conversation waits for you"),
        body=text % {"name": name},
        link=reverse("next_step", args=[conversation.pk]),
    )


@mail("hand_over_approved")
def _hand_over_approved(user: User, ids: dict[str, Any]) -> Letter:
    conversation, name = _find(user, ids)
    text = _("%(name)s has approved a summary of your conversation for the next step. You can both print it.")
    return Letter(
        subject=_("A summary of your conversation is ready"),
        body=text % {"name": name},
        link=reverse("next_step", args=[conversation.pk]),
    )


@mail("round_offered")
def _round_offered(user: User, ids: dict[str, Any]) -> Letter:
    offered = Round.objects.select_related("supervisor").get(pk=ids["round"])
    text = _("%(name)s offers everybody in the team a time to talk. Book the time that suits you.")
    return Letter(
        subject=_("Book a time to talk"),
        body=text % {"name": offered.supervisor.name},
        link=reverse("round_detail", args=[offered.pk]),
    )


@mail("round_more")
def _round_more(user: User, ids: dict[str, Any]) -> Letter:
    offered = Round.objects.select_related("supervisor").get(pk=ids["round"])
    text = _("%(name)s offers more times to talk. Book one if it suits you.")
    return Letter(
        subject=_("More times to talk"),
        body=text % {"name": offered.supervisor.name},
        link=reverse("round_detail", args=[offered.pk]),
    )
