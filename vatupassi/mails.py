"""The letters of a conversation. They say that something is waiting and when, never what it is about."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core import ics
from core.formats import clock, date_only, moment, short_day
from core.outbox import Attachment, Letter, mail
from vatupassi.models import Conversation, FollowUp

if TYPE_CHECKING:
    from collections.abc import Callable

    from people.models import User


class Organizer(NamedTuple):
    """The application invites, so that the entry names nobody but the one whose calendar it is in."""

    name: str
    email: str


def calendar(
    conversation: Conversation, user: User, *, follow_up: FollowUp | None = None, cancel: bool = False
) -> bytes:
    """The calendar entry for one of the parties: neutral in its words, updated under the same id."""
    starts_at, minutes, name = conversation.starts_at, conversation.minutes, f"{conversation.pk}"
    if follow_up:
        starts_at, minutes, name = follow_up.starts_at, follow_up.minutes, f"{conversation.pk}-{follow_up.number}"
    return ics.event(
        uid=f"{name}@varhainen-tuki",
        sequence=conversation.calendar_sequence,
        method="CANCEL" if cancel else "REQUEST",
        start=starts_at,
        minutes=minutes,
        summary=_("Conversation"),
        place=conversation.place or conversation.video_link,
        organizer=Organizer(settings.EMPLOYER_NAME, settings.DEFAULT_FROM_EMAIL),
        attendee=user,
        language=user.language,
    )


def _letter(subject: str, text: str, path: str, invite: bytes | None = None) -> Letter:
    """One or two sentences, a link and perhaps a calendar entry; the outbox adds greeting and closing."""
    attachments = [Attachment("keskustelu.ics", invite, "text/calendar")] if invite else []
    return Letter(subject=subject, body=text, attachments=attachments, link=path)


def _when(starts_at: datetime) -> str:
    return f"{short_day(starts_at)} {clock(starts_at)}"


def _find(user: User, ids: dict[str, Any]) -> Conversation:
    """The conversation while the recipient is a party to it.

    A letter says how things are now, so it is nothing any more to a supervisor whose line has ended or who has been
    changed: neither sent nor shown among the notices. That a time is cancelled: see `_cancelled_for`.
    """
    return Conversation.objects.of_party(user).select_related("employee", "supervisor").get(pk=ids["conversation"])


def _cancelled_for(user: User, ids: dict[str, Any]) -> Conversation:
    """The conversation also for a supervisor whose line has ended: the time stands in their calendar."""
    mine = Conversation.objects.filter(Q(employee=user) | Q(supervisor=user)).select_related("employee", "supervisor")
    return mine.get(pk=ids["conversation"])


def _about(kind: str) -> Callable[[Callable[[User, Conversation], Letter]], None]:
    """Register a letter about a conversation."""

    def register(build: Callable[[User, Conversation], Letter]) -> None:
        mail(kind)(lambda user, ids: build(user, _find(user, ids)))

    return register


def _other(conversation: Conversation, user: User) -> str:
    side = conversation.side_of(user)
    return conversation.name_of(side.other) if side else conversation.employee_name


@_about("invitation")
def _invitation(user: User, conversation: Conversation) -> Letter:
    text = _("%(name)s invites you to a conversation: %(time)s. You can accept, propose another time or decline.")
    return _letter(
        _("Invitation to a conversation: %(when)s") % {"when": _when(conversation.starts_at)},
        text % {"name": _other(conversation, user), "time": moment(conversation.starts_at)},
        conversation.get_absolute_url(),
        calendar(conversation, user),
    )


@_about("new_time")
def _new_time(user: User, conversation: Conversation) -> Letter:
    text = _("%(name)s proposes another time: %(time)s. You can accept it or propose yet another.")
    return _letter(
        _("A new time is proposed: %(when)s") % {"when": _when(conversation.starts_at)},
        text % {"name": _other(conversation, user), "time": moment(conversation.starts_at)},
        conversation.get_absolute_url(),
        calendar(conversation, user),
    )


@_about("time_agreed")
def _time_agreed(user: User, conversation: Conversation) -> Letter:
    text = _("Your conversation with %(name)s is agreed: %(time)s. You can prepare for it beforehand.")
    return _letter(
        _("The time is agreed: %(when)s") % {"when": _when(conversation.starts_at)},
        text % {"name": _other(conversation, user), "time": moment(conversation.starts_at)},
        conversation.get_absolute_url(),
        calendar(conversation, user),
    )


@mail("declined")
def _declined(user: User, ids: dict[str, Any]) -> Letter:
    conversation = _cancelled_for(user, ids)
    text = _("The conversation with %(name)s on %(time)s is not held. You can suggest a new one at any time.")
    return _letter(
        _("The conversation is not held: %(when)s") % {"when": _when(conversation.starts_at)},
        text % {"name": _other(conversation, user), "time": moment(conversation.starts_at)},
        reverse("conversation_list"),
        calendar(conversation, user, cancel=True),
    )


@mail("partner_changed")
def _partner_changed(user: User, ids: dict[str, Any]) -> Letter:
    """To the former partner, with the time that stood in their calendar: the new one's time is not theirs to know."""
    conversation = Conversation.objects.select_related("employee").get(pk=ids["conversation"])
    conversation.starts_at, conversation.place, conversation.video_link = datetime.fromisoformat(ids["was_at"]), "", ""
    text = _("%(name)s has asked for another person to talk with. The time is free in your calendar.")
    return _letter(
        _("The conversation is not held: %(when)s") % {"when": _when(conversation.starts_at)},
        text % {"name": conversation.employee_name},
        reverse("conversation_list"),
        calendar(conversation, user, cancel=True),
    )


@_about("confirmation_waits")
def _confirmation_waits(user: User, conversation: Conversation) -> Letter:
    text = _("%(name)s has confirmed the memo of your conversation. Read it, and confirm it if it suits you too.")
    return _letter(
        _("A memo waits for you"),
        text % {"name": _other(conversation, user)},
        reverse("conversation_step", args=[conversation.pk, "memo"]),
    )


@_about("confirmed")
def _confirmed(user: User, conversation: Conversation) -> Letter:
    text = _("You and %(name)s have both confirmed the memo. You can read and print it.")
    return _letter(
        _("The memo is ready"),
        text % {"name": _other(conversation, user)},
        conversation.get_absolute_url(),
    )


@_about("reopened")
def _reopened(user: User, conversation: Conversation) -> Letter:
    text = _(
        "%(name)s has opened the memo for changes. The confirmed version is kept; changes ask both to confirm anew."
    )
    return _letter(
        _("A memo has been opened again"),
        text % {"name": _other(conversation, user)},
        conversation.get_absolute_url(),
    )


@mail("closed")
def _closed(user: User, ids: dict[str, Any]) -> Letter:
    conversation = _find(user, ids)
    text = _("%(name)s has ended the conversation. You can read it until it is deleted.")
    return _letter(
        _("A conversation has ended"),
        text % {"name": _other(conversation, user)},
        conversation.get_absolute_url(),
        _cancelled(conversation, user, ids) if "number" in ids else None,
    )


# Follow-ups and reminders


def _cancelled(conversation: Conversation, user: User, ids: dict[str, Any]) -> bytes:
    """The calendar entry of a follow-up that is no more, from what the letter was sent with."""
    starts_at = datetime.fromisoformat(ids["starts_at"])
    gone = FollowUp(number=int(ids["number"]), starts_at=starts_at, minutes=int(ids["minutes"]))
    return calendar(conversation, user, follow_up=gone, cancel=True)


def _sitting(user: User, ids: dict[str, Any]) -> tuple[Conversation, FollowUp]:
    conversation = _find(user, ids)
    return conversation, conversation.follow_ups.get(number=ids["number"])


@mail("follow_up_time")
def _follow_up_time(user: User, ids: dict[str, Any]) -> Letter:
    conversation, follow_up = _sitting(user, ids)
    text = _("The follow-up with %(name)s is planned: %(time)s. Either of you can still change the time.")
    return _letter(
        _("Follow-up: %(when)s") % {"when": _when(follow_up.starts_at)},
        text % {"name": _other(conversation, user), "time": moment(follow_up.starts_at)},
        follow_up.get_absolute_url(),
        calendar(conversation, user, follow_up=follow_up),
    )


@mail("follow_up_cancelled")
def _follow_up_cancelled(user: User, ids: dict[str, Any]) -> Letter:
    conversation = _cancelled_for(user, ids)
    starts_at = datetime.fromisoformat(ids["starts_at"])
    text = _("The follow-up with %(name)s on %(time)s is not held. The time is free in your calendar.")
    return _letter(
        _("The follow-up is not held: %(when)s") % {"when": _when(starts_at)},
        text % {"name": _other(conversation, user), "time": moment(starts_at)},
        conversation.get_absolute_url(),
        _cancelled(conversation, user, ids),
    )


@_about("conversation_reminder")
def _conversation_reminder(user: User, conversation: Conversation) -> Letter:
    text = _("Your conversation with %(name)s is on %(time)s. You can prepare for it beforehand.")
    if conversation.awaiting == conversation.side_of(user):
        text = _("%(name)s suggests a conversation on %(time)s. You can accept, propose another time or decline.")
    elif conversation.awaiting:
        text = _("The time of your conversation with %(name)s, %(time)s, has not been answered yet.")
    return _letter(
        _("Reminder: conversation %(when)s") % {"when": _when(conversation.starts_at)},
        text % {"name": _other(conversation, user), "time": moment(conversation.starts_at)},
        conversation.get_absolute_url(),
    )


@mail("follow_up_reminder")
def _follow_up_reminder(user: User, ids: dict[str, Any]) -> Letter:
    conversation, follow_up = _sitting(user, ids)
    text = _("Your follow-up with %(name)s is on %(time)s. It opens on what you agreed.")
    return _letter(
        _("Reminder: follow-up %(when)s") % {"when": _when(follow_up.starts_at)},
        text % {"name": _other(conversation, user), "time": moment(follow_up.starts_at)},
        follow_up.get_absolute_url(),
    )


@mail("follow_up_overdue")
def _follow_up_overdue(user: User, ids: dict[str, Any]) -> Letter:
    conversation, follow_up = _sitting(user, ids)
    text = _(
        "The follow-up with %(name)s was planned for %(time)s and is still open. "
        "You can choose a new day, finish it or leave it out. No further reminder comes."
    )
    return _letter(
        _("A follow-up is open"),
        text % {"name": _other(conversation, user), "time": moment(follow_up.starts_at)},
        follow_up.get_absolute_url(),
    )


@mail("silence")
def _silence(user: User, ids: dict[str, Any]) -> Letter:
    conversation = _find(user, ids)
    text = _(
        "Nothing has been written in your conversation with %(name)s for a long time. It closes by itself on %(day)s. "
        "If you still need it, open it and set a time for a follow-up, or write in it."
    )
    return _letter(
        _("A conversation closes soon"),
        text % {"name": _other(conversation, user), "day": date_only(date.fromisoformat(ids["closes_on"]))},
        conversation.get_absolute_url(),
    )


@_about("closed_by_itself")
def _closed_by_itself(user: User, conversation: Conversation) -> Letter:
    text = _(
        "Nothing has been written in your conversation with %(name)s for a long time, so it has ended by itself. "
        "You can read it until it is deleted."
    )
    return _letter(
        _("A conversation has ended"), text % {"name": _other(conversation, user)}, conversation.get_absolute_url()
    )
