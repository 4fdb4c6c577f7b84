"""The letters of Verme: that something waits and where, never what anybody said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.formats import clock, moment, short_day
from core.outbox import Attachment, Letter, mail
from verme import calendar
from verme.models import Group, Season, Session

if TYPE_CHECKING:
    from people.models import User


def _season(ids: dict[str, Any]) -> Season:
    return Season.objects.get(pk=ids["season"])


def _group(ids: dict[str, Any]) -> Group:
    return Group.objects.select_related("season").get(pk=ids["group"])


@mail("verme_moved_up")
def _moved_up(user: User, ids: dict[str, Any]) -> Letter:
    season = _season(ids)
    text = _(
        "A place has become free in Verme, %(season)s, and it is yours. HR confirms the groups and tells you. "
        "If it does not suit you any more, you can give the place to the next one without a reason."
    )
    return Letter(
        subject=_("Verme: you have a place"),
        body=text % {"season": season.name},
        link=reverse("season_call", args=[season.pk]),
    )


@mail("verme_no_place")
def _no_place(user: User, ids: dict[str, Any]) -> Letter:
    season = _season(ids)
    text = _(
        "The groups of Verme, %(season)s, have begun, and there was no place left this time. You can sign up again."
    )
    return Letter(subject=_("Verme: no place this time"), body=text % {"season": season.name}, link=reverse("verme"))


@mail("verme_group_confirmed")
def _group_confirmed(user: User, ids: dict[str, Any]) -> Letter:
    group = _group(ids)
    text = _("Your Verme group “%(group)s” is confirmed. On its page you see who is in it and what comes next.")
    return Letter(
        subject=_("Verme: your group is confirmed"),
        body=text % {"group": group.name},
        link=group.get_absolute_url(),
    )


@mail("verme_mentor_changed")
def _mentor_changed(user: User, ids: dict[str, Any]) -> Letter:
    group = _group(ids)
    text = _("Your Verme group “%(group)s” has a new mentor. On its page you see who it is.")
    return Letter(subject=_("Verme: a new mentor"), body=text % {"group": group.name}, link=group.get_absolute_url())


@mail("verme_mentoring_ended")
def _mentoring_ended(user: User, ids: dict[str, Any]) -> Letter:
    group = _group(ids)
    text = _("You no longer lead the Verme group “%(group)s”. Its page is not open to you any more.")
    return Letter(subject=_("Verme: a change of mentor"), body=text % {"group": group.name}, link=reverse("verme"))


@mail("verme_member_left")
def _member_left(user: User, ids: dict[str, Any]) -> Letter:
    group = _group(ids)
    text = _("The members of your Verme group “%(group)s” have changed. Nobody is asked for a reason.")
    return Letter(
        subject=_("Verme: a change in your group"), body=text % {"group": group.name}, link=group.get_absolute_url()
    )


def _session(ids: dict[str, Any]) -> Session:
    return Session.objects.select_related("group").get(pk=ids["session"])


def _entry(session: Session, user: User) -> list[Attachment]:
    return [Attachment("verme.ics", calendar.entry(session, user), "text/calendar")]


@mail("verme_session")
def _session_time(user: User, ids: dict[str, Any]) -> Letter:
    session = _session(ids)
    text = _("Your Verme group meets %(time)s. The calendar entry is attached; if the time changes, it changes too.")
    return Letter(
        subject=_("Verme meeting: %(when)s") % {"when": f"{short_day(session.starts_at)} {clock(session.starts_at)}"},
        body=text % {"time": moment(session.starts_at)},
        link=session.get_absolute_url(),
        attachments=_entry(session, user),
    )


@mail("verme_session_cancelled")
def _session_cancelled(user: User, ids: dict[str, Any]) -> Letter:
    session = _session(ids)
    text = _("The Verme meeting of %(time)s is not held. The time is free in your calendar.")
    return Letter(
        subject=_("Verme: the meeting is not held, %(when)s") % {"when": short_day(session.starts_at)},
        body=text % {"time": moment(session.starts_at)},
        link=session.group.get_absolute_url(),
        attachments=_entry(session, user),
    )
