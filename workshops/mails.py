"""The letters of workshops: a place, a change of time, a cancellation; each with its calendar entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.formats import moment, short_day
from core.outbox import Attachment, Letter, mail
from workshops import calendar
from workshops.models import Agenda

if TYPE_CHECKING:
    from people.models import User


def _letter(user: User, ids: dict[str, Any], subject: str, body: str) -> Letter:
    agenda = Agenda.objects.get(pk=ids["agenda"])
    words = {
        "title": agenda.title,
        "day": short_day(agenda.starts_at),
        "time": moment(agenda.starts_at),
        "place": agenda.place,
    }
    text = body % words
    if agenda.place and agenda.state != Agenda.State.CANCELLED:
        text += " " + _("Place: %(place)s.") % words
    entry = Attachment("workshop.ics", calendar.entry(agenda, user), "text/calendar")
    return Letter(subject=subject % words, body=text, link=agenda.get_absolute_url(), attachments=[entry])


@mail("workshop_place")
def _place(user: User, ids: dict[str, Any]) -> Letter:
    return _letter(
        user,
        ids,
        _("Workshop %(day)s: you have a place"),
        _("You take part in “%(title)s”, %(time)s. If it does not suit you any more, give the place up on its page."),
    )


@mail("workshop_moved_up")
def _moved_up(user: User, ids: dict[str, Any]) -> Letter:
    return _letter(
        user,
        ids,
        _("Workshop %(day)s: a place for you"),
        _(
            "A place has become free in “%(title)s”, %(time)s, and it is yours. "
            "If it does not suit you any more, give the place up on its page."
        ),
    )


@mail("workshop_changed")
def _changed(user: User, ids: dict[str, Any]) -> Letter:
    return _letter(
        user,
        ids,
        _("Workshop %(day)s: the time or the place has changed"),
        _("“%(title)s” is now %(time)s. The attached calendar entry takes the place of the earlier one."),
    )


@mail("workshop_cancelled")
def _cancelled(user: User, ids: dict[str, Any]) -> Letter:
    return _letter(
        user,
        ids,
        _("Workshop %(day)s is not held"),
        _("“%(title)s”, %(time)s, is not held. The attached entry takes it out of your calendar."),
    )


@mail("workshop_leader")
def _leader(user: User, ids: dict[str, Any]) -> Letter:
    agenda = Agenda.objects.get(pk=ids["agenda"])
    text = _("You have been named to lead “%(title)s”, %(time)s, together with those who are named already.")
    return Letter(
        subject=_("Workshop %(day)s: you lead it") % {"day": short_day(agenda.starts_at)},
        body=text % {"title": agenda.title, "time": moment(agenda.starts_at)},
        link=reverse("agenda_build", args=[agenda.pk]),
    )


@mail("workshop_facilitator")
def _facilitator(user: User, ids: dict[str, Any]) -> Letter:
    text = _("HR has named you a facilitator: you can make programmes for workshops and meetings and lead them.")
    return Letter(subject=_("Workshops: you can lead them"), body=text, link=reverse("workshops"))
