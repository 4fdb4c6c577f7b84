"""The letters about a place: given, moved, cancelled, given up; each with its calendar entry."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from core import ics
from core.formats import moment, short_day
from core.outbox import Attachment, Ids, Letter, begins, mail
from people.models import User
from workshops.models import Agenda, SignUp
from workshops.sign_up import calendar

# What the letters are about, while it is the reader's to know


def _mine(user: User, ids: Ids, state: str) -> Agenda:
    mine = SignUp.objects.of(user).placed().filter(agenda__state=state)
    return mine.select_related("agenda").get(agenda=ids["agenda"]).agenda


def _with_place(user: User, ids: Ids) -> Agenda:
    """A workshop to be held, in which the reader has a place."""
    return _mine(user, ids, Agenda.State.PUBLISHED)


def _cancelled_for(user: User, ids: Ids) -> Agenda:
    """A cancelled one, for whoever had a place."""
    return _mine(user, ids, Agenda.State.CANCELLED)


def _given_back(user: User, ids: Ids) -> tuple[Agenda, list[str | int]]:
    """The reader's own withdrawal is always theirs to know, with the time that they knew."""
    return Agenda.objects.get(pk=ids["agenda"]), ids["freed"]


def _letter(user: User, agenda: Agenda, subject: str, body: str) -> Letter:
    words = {
        "title": agenda.title,
        "day": short_day(agenda.starts_at),
        "time": moment(agenda.starts_at),
        "place": agenda.place,
    }
    text = body % words
    if agenda.place and agenda.state != Agenda.State.CANCELLED:
        text += " " + _("Place: %(place)s.") % words
    entry = Attachment("workshop.ics", calendar.entry(agenda, user), ics.TYPE)
    return Letter(subject=subject % words, body=text, link=agenda.get_absolute_url(), attachments=[entry])


@mail("workshop_place", about=_with_place)
def _place(user: User, agenda: Agenda) -> Letter:
    return _letter(
        user,
        agenda,
        _("Workshop %(day)s: you have a place"),
        _("You take part in “%(title)s”, %(time)s. If it does not suit you any more, give the place up on its page."),
    )


@mail("workshop_moved_up", about=_with_place)
def _moved_up(user: User, agenda: Agenda) -> Letter:
    return _letter(
        user,
        agenda,
        _("Workshop %(day)s: a place for you"),
        _(
            "A place has become free in “%(title)s”, %(time)s, and it is yours. "
            "If it does not suit you any more, give the place up on its page."
        ),
    )


@mail("workshop_changed", about=_with_place, starts=begins)
def _changed(user: User, agenda: Agenda) -> Letter:
    return _letter(
        user,
        agenda,
        _("Workshop %(day)s: the time or the place has changed"),
        _("“%(title)s” is now %(time)s. The attached calendar entry takes the place of the earlier one."),
    )


@mail("workshop_cancelled", about=_cancelled_for, starts=begins)
def _cancelled(user: User, agenda: Agenda) -> Letter:
    return _letter(
        user,
        agenda,
        _("Workshop %(day)s is not held"),
        _("“%(title)s”, %(time)s, is not held. The attached entry takes it out of your calendar."),
    )


@mail("workshop_left", about=_given_back)
def _left(user: User, given_back: tuple[Agenda, list[str | int]]) -> Letter:
    agenda, kept = given_back
    starts_at = ics.Freed.read(kept).starts_at
    text = _("You have given up your place in “%(title)s”, %(time)s. The attached entry takes it out of your calendar.")
    return Letter(
        subject=_("Workshop %(day)s: your place is given up") % {"day": short_day(starts_at)},
        body=text % {"title": agenda.title, "time": moment(starts_at)},
        link=reverse("workshops"),
        attachments=[Attachment("workshop.ics", calendar.cancelled_entry(agenda, kept, user), ics.TYPE)],
    )
