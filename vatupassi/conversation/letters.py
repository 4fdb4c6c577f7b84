"""The letters of a conversation. They say that something is waiting and when, never what it is about."""

from __future__ import annotations

from datetime import date, datetime
from operator import attrgetter
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import ics, organisation, retention
from core.content import edited
from core.formats import clock, date_only, moment, short_day
from core.outbox import Attachment, Ids, Letter, begins, mail
from support.path.models import WhomToCall
from vatupassi.conversation import ending
from vatupassi.conversation.models import party
from vatupassi.memo import kept
from vatupassi.models import Conversation, FollowUp, Side

if TYPE_CHECKING:
    from people.models import User


INVITES = edited(
    "letters",
    "invitation",
    gettext_lazy("%(name)s invites you to a conversation: %(time)s. You can accept, propose another time or decline."),
    gettext_lazy("A conversation is suggested"),
    in_lines=True,
)


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
        organizer=ics.Organizer(organisation.current().name, settings.DEFAULT_FROM_EMAIL),
        attendee=user,
        language=user.language,
    )


def _letter(subject: str, text: str, path: str, invite: bytes | None = None) -> Letter:
    """One or two sentences, a link and perhaps a calendar entry; the outbox adds greeting and closing."""
    attachments = [Attachment("keskustelu.ics", invite, ics.TYPE)] if invite else []
    return Letter(subject=subject, body=text, attachments=attachments, link=path)


def _when(starts_at: datetime) -> str:
    return f"{short_day(starts_at)} {clock(starts_at)}"


# What the letters are about. Each says how things are now, so it is nothing any more to a supervisor whose line has
# ended or who has been changed: neither sent nor shown. That a time of theirs is free is always theirs to know.


def conversation_of_party(user: User, ids: Ids) -> Conversation:
    """The conversation while the reader is a party to it."""
    return Conversation.objects.of_party(user).select_related("employee", "supervisor").get(pk=ids["conversation"])


def _to_be_held(user: User, ids: Ids) -> Conversation:
    """The same, unless it has been declined: an entry that comes late must not stand in a calendar again."""
    found = conversation_of_party(user, ids)
    if found.status == Conversation.Status.DECLINED:
        raise Conversation.DoesNotExist
    return found


def _time_asked_of(user: User, ids: Ids) -> Conversation:
    """The same while the reader is to find another time."""
    found = _to_be_held(user, ids)
    if not found.time_refused or found.awaiting != found.side:
        raise Conversation.DoesNotExist
    return found


def _held_without(user: User, ids: Ids) -> Conversation:
    """What the other says that they have talked without the tool."""
    found = conversation_of_party(user, ids)
    if found.way != Conversation.Way.WITHOUT or found.is_denied:
        raise Conversation.DoesNotExist
    return found


def _denied(user: User, ids: Ids) -> Conversation:
    """What the reader has said of it, and the other has denied."""
    found = conversation_of_party(user, ids)
    if not found.is_denied:
        raise Conversation.DoesNotExist
    return found


def _cancelled_for(user: User, ids: Ids) -> Conversation:
    """The conversation also for a supervisor whose line has ended: the time stands in their calendar.

    Where it was to be is not theirs to know any more: the place may have been chosen since.
    """
    mine = Conversation.objects.between(user).select_related("employee", "supervisor")
    still = models.ExpressionWrapper(party(user), output_field=models.BooleanField())
    found = mine.annotate(is_partys=still).get(pk=ids["conversation"])
    if not found.is_partys:
        found.place, found.video_link = "", ""
    return found


def _declined_for(user: User, ids: Ids) -> Conversation:
    """The same while it is still not to be held, at the time that they knew."""
    found = _cancelled_for(user, ids)
    if found.status != Conversation.Status.DECLINED:
        raise Conversation.DoesNotExist
    return _as_known(found, ids)


def _as_known(conversation: Conversation, ids: Ids) -> Conversation:
    conversation.starts_at = datetime.fromisoformat(ids["was_at"])
    conversation.minutes = int(ids.get("minutes", conversation.minutes))
    return conversation


def _was_partner(user: User, ids: Ids) -> Conversation:
    """The conversation for its former partner, at the time that they knew: what comes after is not theirs to know."""
    found = Conversation.objects.select_related("employee").get(pk=ids["conversation"])
    found.place, found.video_link = "", ""
    found.calendar_sequence = int(ids.get("sequence", found.calendar_sequence))
    return _as_known(found, ids)


def _gone(conversation: Conversation, ids: Ids) -> FollowUp:
    """A follow-up that is no more, from what the letter was sent with: one planned since may have its number."""
    conversation.calendar_sequence = int(ids.get("sequence", conversation.calendar_sequence))
    starts_at = datetime.fromisoformat(ids["starts_at"])
    return FollowUp(
        conversation=conversation, number=int(ids["number"]), starts_at=starts_at, minutes=int(ids["minutes"])
    )


def _follow_up_gone(user: User, ids: Ids) -> FollowUp:
    return _gone(_cancelled_for(user, ids), ids)


def _follow_up_of_party(user: User, ids: Ids) -> FollowUp:
    conversation = conversation_of_party(user, ids)
    found = conversation.follow_ups.get(number=ids["number"])
    found.conversation = conversation
    return found


def _ended(user: User, ids: Ids) -> tuple[Conversation, FollowUp | None]:
    conversation = conversation_of_party(user, ids)
    return conversation, _gone(conversation, ids) if "number" in ids else None


def _ending_now(user: User, ids: Ids) -> tuple[Conversation, date]:
    """What the other party has ended, while the reader may open it again: until when."""
    conversation = conversation_of_party(user, ids)
    if conversation.ended_at is None or conversation.ended_by == conversation.side:
        raise Conversation.DoesNotExist
    return conversation, ending.last_day(conversation.ended_at, user)


def _finished(user: User, ids: Ids) -> tuple[FollowUp, date]:
    """A follow-up that the other party has finished, and until when the reader may open it again."""
    follow_up = _follow_up_of_party(user, ids)
    if follow_up.held_at is None:
        raise FollowUp.DoesNotExist
    return follow_up, ending.last_day(follow_up.held_at, user)


def _silent(user: User, ids: Ids) -> tuple[Conversation, date]:
    return conversation_of_party(user, ids), date.fromisoformat(ids["closes_on"])


def other_name(conversation: Conversation, user: User) -> str:
    """The other party's name; to a former partner the employee's."""
    side = conversation.side_of(user)
    return conversation.name_of(side.other) if side else conversation.employee_name


def _your_support(user: User, conversation: Conversation) -> str:
    """For the employee whom they may call or ask along, with numbers; nothing before HR has written them all."""
    whom = WhomToCall()
    if conversation.side_of(user) != Side.EMPLOYEE or not whom.is_open:
        return ""
    found = [
        f"{one.get_place_display()} {one.name}, " + one.phone.replace(" ", "\u00a0")
        for one in whom.at("steward", "safety")
    ]
    return "\n\n" + "\n".join([_("You may ask somebody along, or call first:"), *found])


def _at_a_time(user: User, conversation: Conversation, subject: str, text: str) -> Letter:
    """Who says what of the time of a conversation that stands, with its calendar entry as it is now."""
    return _letter(
        subject % {"when": _when(conversation.starts_at)},
        text % {"name": other_name(conversation, user), "time": moment(conversation.starts_at)},
        conversation.get_absolute_url(),
        calendar(conversation, user),
    )


@mail("invitation", about=_to_be_held, starts=begins)
def _invitation(user: User, conversation: Conversation) -> Letter:
    words = INVITES % {"name": other_name(conversation, user), "time": moment(conversation.starts_at)}
    return _letter(
        _("Invitation to a conversation: %(when)s") % {"when": _when(conversation.starts_at)},
        f"{words}{_your_support(user, conversation)}",
        conversation.get_absolute_url(),
        calendar(conversation, user),
    )


@mail("new_time", about=_to_be_held, starts=begins)
def _new_time(user: User, conversation: Conversation) -> Letter:
    text = _("%(name)s proposes another time: %(time)s. You can accept it or propose yet another.")
    return _at_a_time(user, conversation, _("A new time is proposed: %(when)s"), text)


@mail("time_agreed", about=_to_be_held, starts=begins)
def _time_agreed(user: User, conversation: Conversation) -> Letter:
    text = _("Your conversation with %(name)s is agreed: %(time)s. You can prepare for it beforehand.")
    return _at_a_time(user, conversation, _("The time is agreed: %(when)s"), text)


@mail("invitation_changed", about=_to_be_held, starts=begins)
def _invitation_changed(user: User, conversation: Conversation) -> Letter:
    text = _("%(name)s has changed the invitation: %(time)s. Look at what is different and answer anew.")
    return _at_a_time(user, conversation, _("An invitation has changed: %(when)s"), text)


@mail("time_refused", about=_time_asked_of)
def _time_refused(user: User, conversation: Conversation) -> Letter:
    text = _("The time %(time)s does not suit %(name)s. Propose another one.")
    return _letter(
        _("Another time is asked for: %(when)s") % {"when": _when(conversation.starts_at)},
        text % {"name": other_name(conversation, user), "time": moment(conversation.starts_at)},
        f"{conversation.get_absolute_url()}#another-time",
    )


@mail("on_paper", about=_to_be_held, starts=begins)
def _on_paper(user: User, conversation: Conversation) -> Letter:
    text = _("%(name)s wants to talk on paper: %(time)s. Nothing of the conversation is kept here.")
    return _at_a_time(user, conversation, _("The conversation is on paper: %(when)s"), text)


@mail("held_without", about=_held_without)
def _held_without_the_tool(user: User, conversation: Conversation) -> Letter:
    text = _("%(name)s has noted that you talked on %(day)s without this tool. If you did not, say so on its page.")
    return _letter(
        _("A conversation has been noted"),
        text % {"name": other_name(conversation, user), "day": date_only(conversation.held_day)},
        conversation.get_absolute_url(),
    )


@mail("held_denied", about=_denied)
def _held_denied(user: User, conversation: Conversation) -> Letter:
    text = _("%(name)s says that you have not talked without this tool. The note of it goes.")
    return _letter(
        _("A conversation was not held"),
        text % {"name": other_name(conversation, user)},
        conversation.get_absolute_url(),
    )


@mail("declined", about=_declined_for, starts=begins)
def _declined(user: User, conversation: Conversation) -> Letter:
    text = _("The conversation with %(name)s on %(time)s is not held. You can suggest a new one at any time.")
    return _letter(
        _("The conversation is not held: %(when)s") % {"when": _when(conversation.starts_at)},
        text % {"name": other_name(conversation, user), "time": moment(conversation.starts_at)},
        reverse("conversation_list"),
        calendar(conversation, user, cancel=True),
    )


@mail("partner_changed", about=_was_partner, starts=begins)
def _partner_changed(user: User, conversation: Conversation) -> Letter:
    text = _("%(name)s has asked for another person to talk with. The time is free in your calendar.")
    return _letter(
        _("The conversation is not held: %(when)s") % {"when": _when(conversation.starts_at)},
        text % {"name": conversation.employee_name},
        reverse("conversation_list"),
        calendar(conversation, user, cancel=True),
    )


@mail("confirmation_waits", about=conversation_of_party)
def _confirmation_waits(user: User, conversation: Conversation) -> Letter:
    text = _("%(name)s has confirmed the memo of your conversation. Read it, and confirm it if it suits you too.")
    return _letter(
        _("A memo waits for you"),
        text % {"name": other_name(conversation, user)},
        reverse("conversation_step", args=[conversation.pk, "memo"]),
    )


@mail("confirmed", about=conversation_of_party)
def _confirmed(user: User, conversation: Conversation) -> Letter:
    text = _("You and %(name)s have both confirmed the memo. You can read and print it.")
    return _letter(
        _("The memo is ready"),
        text % {"name": other_name(conversation, user)},
        conversation.get_absolute_url(),
    )


@mail("extract_taken", about=conversation_of_party)
def _extract_taken(user: User, conversation: Conversation) -> Letter:
    text = _(
        "An extract of the memo of your conversation with %(name)s has been taken for filing. "
        "The list of readers tells in which role and when."
    )
    return _letter(
        _("An extract of a memo has been taken"),
        text % {"name": other_name(conversation, user)},
        reverse("access_list"),
    )


@mail("reopened", about=conversation_of_party)
def _reopened(user: User, conversation: Conversation) -> Letter:
    text = _(
        "%(name)s has opened the memo for changes. The confirmed version is kept; changes ask both to confirm anew."
    )
    return _letter(
        _("A memo has been opened again"),
        text % {"name": other_name(conversation, user)},
        conversation.get_absolute_url(),
    )


@mail("closed", about=_ended)
def _closed(user: User, ended: tuple[Conversation, FollowUp | None]) -> Letter:
    conversation, gone = ended
    text = _("%(name)s has ended the conversation. You can read it until it is deleted.")
    return _letter(
        _("A conversation has ended"),
        text % {"name": other_name(conversation, user)},
        conversation.get_absolute_url(),
        calendar(conversation, user, follow_up=gone, cancel=True) if gone else None,
    )


@mail("ending", about=_ending_now)
def _ending(user: User, found: tuple[Conversation, date]) -> Letter:
    conversation, day = found
    text = _(
        "%(name)s has ended your conversation. One cannot end it for both: you can open it again until %(day)s. "
        "If you do nothing, it closes then, and follow-ups ahead are not held."
    )
    return _letter(
        _("A conversation is ending"),
        text % {"name": other_name(conversation, user), "day": date_only(day)},
        f"{conversation.get_absolute_url()}#ended",
    )


@mail("opened_again", about=conversation_of_party)
def _opened_again(user: User, conversation: Conversation) -> Letter:
    text = _("%(name)s has opened the conversation that you ended. It goes on as it was, with its follow-up.")
    return _letter(
        _("A conversation goes on"), text % {"name": other_name(conversation, user)}, conversation.get_absolute_url()
    )


# Follow-ups and reminders


@mail("follow_up_time", about=_follow_up_of_party, starts=begins)
def _follow_up_time(user: User, follow_up: FollowUp) -> Letter:
    conversation = follow_up.conversation
    text = _("The follow-up with %(name)s is planned: %(time)s. Either of you can still change the time.")
    return _letter(
        _("Follow-up: %(when)s") % {"when": _when(follow_up.starts_at)},
        text % {"name": other_name(conversation, user), "time": moment(follow_up.starts_at)},
        follow_up.get_absolute_url(),
        calendar(conversation, user, follow_up=follow_up),
    )


@mail("follow_up_cancelled", about=_follow_up_gone, starts=begins)
def _follow_up_cancelled(user: User, gone: FollowUp) -> Letter:
    conversation = gone.conversation
    text = _("The follow-up with %(name)s on %(time)s is not held. The time is free in your calendar.")
    return _letter(
        _("The follow-up is not held: %(when)s") % {"when": _when(gone.starts_at)},
        text % {"name": other_name(conversation, user), "time": moment(gone.starts_at)},
        conversation.get_absolute_url(),
        calendar(conversation, user, follow_up=gone, cancel=True),
    )


def _freed(user: User, ids: Ids) -> ics.Freed:
    """What leaves one's own calendar: that is always theirs to know, and the conversation is no more."""
    if ids["of"] != str(user.pk):
        raise Conversation.DoesNotExist
    return ics.Freed.read(ids["freed"])


@mail("follow_up_freed", about=_freed, starts=attrgetter("starts_at"))
def _follow_up_freed(user: User, gone: ics.Freed) -> Letter:
    text = _(
        "A follow-up stood in your calendar on %(time)s. Its conversation has been deleted, since its time was up."
    )
    entry = ics.event(
        uid=gone.uid,
        sequence=gone.sequence,
        method="CANCEL",
        start=gone.starts_at,
        minutes=gone.minutes,
        summary=_("Conversation"),
        place="",
        organizer=ics.Organizer(organisation.current().name, settings.DEFAULT_FROM_EMAIL),
        attendee=user,
        language=user.language,
    )
    return _letter(
        _("The follow-up is not held: %(when)s") % {"when": _when(gone.starts_at)},
        text % {"time": moment(gone.starts_at)},
        reverse("conversation_list"),
        entry,
    )


@mail("conversation_reminder", about=_to_be_held, reminder=gettext_lazy("The day before a conversation"))
def _conversation_reminder(user: User, conversation: Conversation) -> Letter:
    text = _("Your conversation with %(name)s is on %(time)s. You can prepare for it beforehand.")
    if conversation.awaiting == conversation.side_of(user):
        text = _("%(name)s suggests a conversation on %(time)s. You can accept, propose another time or decline.")
    elif conversation.awaiting:
        text = _("The time of your conversation with %(name)s, %(time)s, has not been answered yet.")
    return _letter(
        _("Reminder: conversation %(when)s") % {"when": _when(conversation.starts_at)},
        text % {"name": other_name(conversation, user), "time": moment(conversation.starts_at)},
        conversation.get_absolute_url(),
    )


@mail("follow_up_reminder", about=_follow_up_of_party, reminder=gettext_lazy("The working day before a follow-up"))
def _follow_up_reminder(user: User, follow_up: FollowUp) -> Letter:
    conversation = follow_up.conversation
    text = _("Your follow-up with %(name)s is on %(time)s. It opens on what you agreed.")
    return _letter(
        _("Reminder: follow-up %(when)s") % {"when": _when(follow_up.starts_at)},
        text % {"name": other_name(conversation, user), "time": moment(follow_up.starts_at)},
        follow_up.get_absolute_url(),
    )


@mail(
    "follow_up_overdue",
    about=_follow_up_of_party,
    reminder=gettext_lazy("A week after a follow-up that is still open"),
)
def _follow_up_overdue(user: User, follow_up: FollowUp) -> Letter:
    conversation = follow_up.conversation
    text = _(
        "The follow-up with %(name)s was planned for %(time)s and is still open. "
        "You can choose a new day, finish it or leave it out. No further reminder comes."
    )
    return _letter(
        _("A follow-up is open"),
        text % {"name": other_name(conversation, user), "time": moment(follow_up.starts_at)},
        follow_up.get_absolute_url(),
    )


@mail("follow_up_finished", about=_finished)
def _follow_up_finished(user: User, finished: tuple[FollowUp, date]) -> Letter:
    follow_up, day = finished
    text = _(
        "%(name)s has finished your follow-up of %(time)s. "
        "If something was left undone, you can open it again until %(day)s."
    )
    words = {
        "name": other_name(follow_up.conversation, user),
        "time": moment(follow_up.starts_at),
        "day": date_only(day),
    }
    return _letter(_("A follow-up is finished"), text % words, follow_up.get_absolute_url())


@mail("follow_up_opened_again", about=_follow_up_of_party)
def _follow_up_opened_again(user: User, follow_up: FollowUp) -> Letter:
    text = _("%(name)s has opened the follow-up of %(time)s again: something was left undone.")
    words = {"name": other_name(follow_up.conversation, user), "time": moment(follow_up.starts_at)}
    return _letter(_("A follow-up is open again"), text % words, follow_up.get_absolute_url())


@mail("silence", about=_silent)
def _silence(user: User, silent: tuple[Conversation, date]) -> Letter:
    conversation, closes_on = silent
    text = _(
        "Nothing has been written in your conversation with %(name)s for a long time. It closes by itself on %(day)s. "
        "If you still need it, open it and set a time for a follow-up, or write in it."
    )
    return _letter(
        _("A conversation closes soon"),
        text % {"name": other_name(conversation, user), "day": date_only(closes_on)},
        conversation.get_absolute_url(),
    )


def _going(user: User, ids: Ids) -> tuple[Conversation, date]:
    """The employee's own conversation, with the day on which it goes."""
    found = conversation_of_party(user, ids)
    if found.employee_id != user.pk:
        raise Conversation.DoesNotExist
    return found, kept.goes_on(found, retention.histories(*kept.NAMES))


@mail("deletion_soon", about=_going)
def _deletion_soon(user: User, going: tuple[Conversation, date]) -> Letter:
    conversation, day = going
    text = _(
        "Your conversation with %(name)s is deleted on %(day)s, with all that the two of you wrote in it. "
        "If you want to keep the memo, save it as a PDF before that day, "
        "or have a copy of your data made in My account."
    )
    return _letter(
        _("A conversation is deleted soon"),
        text % {"name": other_name(conversation, user), "day": date_only(day)},
        conversation.get_absolute_url(),
    )


@mail("closed_by_itself", about=conversation_of_party)
def _closed_by_itself(user: User, conversation: Conversation) -> Letter:
    text = _(
        "Nothing has been written in your conversation with %(name)s for a long time, so it has ended by itself. "
        "You can read it until it is deleted."
    )
    return _letter(
        _("A conversation has ended"), text % {"name": other_name(conversation, user)}, conversation.get_absolute_url()
    )


def _restricted(user: User, ids: Ids) -> Conversation:
    """While it can only be read."""
    found = conversation_of_party(user, ids)
    if not found.is_restricted:
        raise Conversation.DoesNotExist
    return found


def _free_again(user: User, ids: Ids) -> Conversation:
    found = conversation_of_party(user, ids)
    if found.is_restricted:
        raise Conversation.DoesNotExist
    return found


@mail("restricted", about=_restricted)
def _only_read(user: User, conversation: Conversation) -> Letter:
    return Letter(
        subject=_("A conversation can only be read for now"),
        body=_("Both of you can read it; nobody writes in it until you get another notice. You need not do anything."),
        link=conversation.get_absolute_url(),
    )


@mail("restriction_over", about=_free_again)
def _written_again(user: User, conversation: Conversation) -> Letter:
    return Letter(
        subject=_("A conversation can be written in again"),
        body=_("It is as it was. You can go on."),
        link=conversation.get_absolute_url(),
    )
